// TICK-000001, TICK-000002: given by the database when a ticket is opened. The counter is locked until the ticket
// stands or is given up, so that no number comes twice and none is left out.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

export const numbered: Feature = defineFeature('numbered', () => [
  {
    kind: 'routine',
    name: 'number',
    // Only a new ticket moves the counter.
    security: 'definer',
    // Past the sixth digit a number is longer, never cut.
    body: `declare
  next text;
begin
  insert into {table:ticket_counters} as c (series, last) values ('TICK', 1)
  on conflict (series) do update set last = c.last + 1
  returning c.last::text into next;
  new.number := 'TICK-' || lpad(next, greatest(6, length(next)), '0');
  return new;
end`,
    triggers: [{ name: 'number', when: 'before', event: 'insert', each: 'row' }],
  },
])
