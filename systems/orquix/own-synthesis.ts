// A question shows a synthesis of its own answers and of no other's. Which question a synthesis is of never changes, and
// the foreign key keeps it there, so that looking once is enough.
import { defineFeature } from '../../kernel/index.ts'

export const ownSynthesis = defineFeature('ownSynthesis', () => [
  {
    kind: 'routine',
    name: 'own_synthesis',
    security: 'definer',
    body: `begin
  if exists (select from new_rows n join {table:moderated_syntheses} s on s.id = n.moderated_synthesis_id
      where s.interaction_event_id <> n.id) then
    raise exception 'the synthesis is of another question' using errcode = 'AV304';
  end if;
  return null;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `own_synthesis_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  },
])
