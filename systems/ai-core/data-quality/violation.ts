// A row that a rule found wanting: once in each run. It is dealt with by somebody who says why.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  index,
  instant,
  json,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

export const violations = defineTable(
  'violations',
  {
    runId: belongsTo('runs', { inverse: 'violations' }).immutable(),
    rowId: varchar(200).immutable(),
    columnName: varchar(63).default('').immutable(),
    observed: json().optional().immutable(),
    status: oneOf('OPEN', 'CORRECTED', 'ACCEPTED').default('OPEN'),
    decidedBy: varchar(200).optional(),
    decidedAt: instant().optional(),
    reason: text().optional(),
  },
  [
    unique(['runId', 'rowId', 'columnName']),
    check('decided', "(status = 'OPEN') = (decided_by is null)"),
    check('accepted', "status <> 'ACCEPTED' or reason is not null"),
    states('status', {
      next: { OPEN: ['CORRECTED', 'ACCEPTED'], CORRECTED: [], ACCEPTED: ['OPEN'] },
      initial: ['OPEN'],
      stamps: { CORRECTED: 'decidedAt', ACCEPTED: 'decidedAt' },
    }),
    counted('runId', { into: 'violationCount' }),
    onlyWhile('runId', { holds: 'p.ended_at is null', message: 'the run has ended' }),
    index(['status', 'rowId']),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
