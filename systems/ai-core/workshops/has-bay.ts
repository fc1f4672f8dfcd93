// hasBay: a vehicle is put on a lift that the workshop has.
import { defineFeature } from '../../../kernel/index.ts'

export function hasBay() {
  return defineFeature('hasBay', () => [
    {
      kind: 'routine',
      name: 'has_bay',
      security: 'definer',
      body: `begin
  perform from {table:workshops} w where w.id in (select workshop_id from new_rows where bay is not null)
    order by w.id for share;
  if exists (
    select from new_rows n join {table:workshops} w on w.id = n.workshop_id where n.bay > w.bays
  ) then
    raise exception 'the workshop has no such bay';
  end if;
  return null;
end`,
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `has_bay_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}
