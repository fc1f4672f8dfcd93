// Money that is to come or to go on a day, from a receipt, an invoice or a payslip: what a forecast is made of.
import {
  check,
  counter,
  date,
  decimal,
  defineTable,
  index,
  oneOf,
  states,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'
import { sameWay } from './same-way.ts'

export const expectedFlows = defineTable(
  'expected_flows',
  {
    sourceType: varchar(80).immutable(),
    sourceId: uuid().immutable(),
    dueOn: date(),
    /** Out where it is below zero. */
    amount: decimal(18, 2),
    currency: varchar(3).default('EUR'),
    status: oneOf('EXPECTED', 'SETTLED', 'DROPPED').default('EXPECTED'),
    matched: counter(decimal(18, 2)),
  },
  [
    states('status', {
      next: { EXPECTED: ['SETTLED', 'DROPPED'], SETTLED: ['EXPECTED'], DROPPED: ['EXPECTED'] },
    }),
    unique(['sourceType', 'sourceId']),
    check('amount', 'amount <> 0'),
    checkCurrency,
    check('matched', 'matched between 0 and abs(amount)'),
    check('settled', "status <> 'SETTLED' or matched = abs(amount)"),
    sameWay('id'),
    index(['dueOn'], { where: "status = 'EXPECTED'" }),
    timestamped(),
  ],
)
