// When a ticket was resolved and closed follows its status; opened again, neither is true any more.
import { defineFeature } from '../../../kernel/index.ts'

export const stamped = defineFeature('stamped', () => [
  {
    kind: 'routine',
    name: 'stamp',
    security: 'invoker',
    body: `begin
  if new.status not in ('RESOLVED', 'CLOSED') then
    new.resolved_at = null;
  elsif new.status = 'RESOLVED' then
    new.resolved_at = coalesce(new.resolved_at, acervo.now());
  end if;
  new.closed_at = case when new.status in ('CLOSED', 'CANCELLED') then coalesce(new.closed_at, acervo.now()) end;
  return new;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `stamp_${event}`,
      when: 'before' as const,
      event,
      each: 'row' as const,
    })),
  },
])
