// The ledger of commissions: what an agent's share of a collected premium earned, and what was taken back. The
// amount is computed where the row is written; rows are only added and then settled once.
import {
  audited,
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  lockedBy,
  oneOf,
  refersTo,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { keptMoney } from '../money.ts'
import { accrued } from './accrued.ts'

/** What accounting needs to know of it. */
const reported = { entryId: 'id', agentId: 'agentId', amount: 'amount', currency: 'currency' }

export const commissionEntries = defineTable(
  'commission_entries',
  {
    collectionId: belongsTo('premium_collections', { inverse: 'entries' }).immutable(),
    agreementId: belongsTo('agreements', { inverse: 'entries' }).immutable(),
    kind: oneOf('ACCRUAL', 'CLAWBACK').default('ACCRUAL').immutable(),
    /** The accrual that a clawback takes back. */
    reversesId: belongsTo('commission_entries', { inverse: 'reversals' }).optional().immutable(),
    /** This agent's part of the commission, where several share it. */
    share: decimal(20, 10).default('1').immutable(),
    agentId: refersTo('global.party').maintained(),
    rate: decimal(9, 6).maintained(),
    amount: keptMoney(),
    /** Of the premium. */
    currency: varchar(3).default('EUR').maintained(),
    settlementId: belongsTo('settlements', { inverse: 'entries' }).optional(),
    recordedAt: instant().defaultNow().immutable(),
  },
  [
    unique(['collectionId', 'agreementId'], {
      name: 'commission_entries_one_accrual_key',
      where: "kind = 'ACCRUAL'",
    }),
    unique(['reversesId']),
    check('share', 'share > 0 and share <= 1'),
    check('reverses', "(kind = 'CLAWBACK') = (reverses_id is not null)"),
    check('sign', "case kind when 'ACCRUAL' then amount >= 0 else amount <= 0 end"),
    index(['agentId', 'settlementId']),
    accrued(),
    counted('collectionId', { into: 'shareTotal', sum: 'share', where: "r.kind = 'ACCRUAL'" }),
    counted('settlementId', { into: 'total', sum: 'amount' }),
    // A late agent cannot share in a premium that was given back.
    lockedBy('collectionId', {
      when: 'cancelled_on is not null',
      of: "kind = 'ACCRUAL'",
      events: ['insert'],
      message: 'a premium that was cancelled takes no commissions',
    }),
    lockedBy('settlementId', {
      when: "status <> 'DRAFT'",
      message: 'a sealed settlement keeps its entries',
    }),
    frozen({ except: ['settlementId'], message: 'a commission is set right by another entry' }),
    withheld('delete'),
    emits('CommissionEntry', {
      CommissionAccrued: {
        when: "kind = 'ACCRUAL'",
        payload: reported,
        required: ['entryId', 'agentId', 'amount'],
      },
      CommissionClawedBack: {
        when: "kind = 'CLAWBACK'",
        payload: reported,
        required: ['entryId', 'agentId', 'amount'],
      },
    }),
    audited(),
  ],
)
