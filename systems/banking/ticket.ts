// Numbers of tickets: 1, 2, 3 in each series of a branch and business day, without gaps and never twice. The row of the
// counter makes writers of one series wait for each other, and a number that was not kept comes again.
import {
  belongsTo,
  date,
  defineFeature,
  defineTable,
  integer,
  primaryKey,
  tenant,
  varchar,
} from '../../kernel/index.ts'

export const ticketCounters = defineTable(
  'ticket_counters',
  {
    branchId: belongsTo('branches', { onDelete: 'cascade' }),
    businessDay: date().immutable(),
    series: varchar(3).immutable(),
    last: integer().maintained(),
  },
  [
    primaryKey('branchId', 'businessDay', 'series'),
    tenant({ by: 'branchId' }),
    defineFeature('countedByVisits', () =>
      (['app', 'worker'] as const).map((role) => ({
        kind: 'grant',
        role,
        revoke: ['insert', 'update', 'delete'],
      })),
    ),
  ],
)

/** On the visit: before it is written, so that who opens it is told its number. */
export const numbered = defineFeature('numbered', () => [
  {
    kind: 'routine',
    name: 'ticket',
    security: 'definer',
    underPolicies: true,
    body: `begin
  -- The day on the wall of the branch.
  select (new.started_at at time zone b.time_zone)::date into new.business_day
    from {table:branches} b where b.id = new.branch_id;
  insert into {table:ticket_counters} as c (branch_id, business_day, series, last)
    values (new.branch_id, new.business_day, new.ticket_series, 1)
    on conflict (branch_id, business_day, series) do update set last = c.last + 1
    returning c.last into new.ticket_number;
  return new;
end`,
    triggers: [{ name: 'ticket', when: 'before', event: 'insert', each: 'row' }],
  },
])
