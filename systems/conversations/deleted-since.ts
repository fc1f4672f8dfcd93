// A row whose status says deleted knows since when, and forgets it when it is brought back.
import { defineFeature } from '../../kernel/index.ts'

const triggers = (['insert', 'update'] as const).map((event) => ({
  name: `deleted_since_${event}`,
  when: 'before' as const,
  event,
  each: 'row' as const,
}))

export const deletedSince = defineFeature('deletedSince', () => [
  {
    kind: 'routine',
    name: 'deleted_since',
    security: 'invoker',
    body: `begin
  if new.status <> 'deleted' then new.deleted_at = null;
  elsif tg_op = 'INSERT' then new.deleted_at = acervo.now();
  else new.deleted_at = coalesce(old.deleted_at, acervo.now());
  end if;
  return new;
end`,
    triggers,
  },
])
