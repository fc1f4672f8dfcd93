// A premium that was collected: commission accrues on it and on nothing else. Cancelled, what was not earned of
// it is taken back from whoever had it.
import {
  audited,
  check,
  date,
  defineTable,
  frozen,
  index,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { keptMoney, money } from '../money.ts'

import { clawedBack } from './clawed-back.ts'

export const premiumCollections = defineTable(
  'premium_collections',
  {
    receiptId: refersTo('insurance.receipt').immutable(),
    policyId: refersTo('insurance.policy').immutable(),
    /** Net of taxes and surcharges. */
    amount: money().immutable(),
    currency: varchar(3).default('EUR').immutable(),
    collectedOn: date().immutable(),
    /** The days that it pays for. */
    periodStart: date().immutable(),
    periodEnd: date().immutable(),
    /** From this day on it was not earned. */
    cancelledOn: date().optional(),
    /** Σ of the shares of its agents: never more than all of it. */
    shareTotal: keptMoney(),
  },
  [
    unique(['receiptId']),
    check('amount', 'amount >= 0'),
    check('period', 'period_end > period_start'),
    check('cancelled', 'cancelled_on >= period_start and cancelled_on <= period_end'),
    check('shares', 'share_total between 0 and 1'),
    index(['policyId']),
    frozen({
      when: 'cancelled_on is not null',
      except: ['shareTotal'],
      message: 'a premium is cancelled once',
    }),
    clawedBack(),
    audited(),
    timestamped(),
  ],
)
