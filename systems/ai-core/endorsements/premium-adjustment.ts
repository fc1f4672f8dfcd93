// What an endorsement asks for or gives back: the difference between what the term cost before and after. With
// the first, for the term itself, they add up to what it costs now.
import {
  belongsTo,
  bigint,
  check,
  defineTable,
  emits,
  instant,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const premiumAdjustments = defineTable(
  'premium_adjustments',
  {
    termId: belongsTo('insured_terms', { inverse: 'adjustments' }),
    revision: bigint(),
    /** Above zero the holder pays it, below zero it is paid back. */
    amount: money(),
    recordedAt: instant(),
  },
  [
    unique(['termId', 'revision']),
    check('cents', 'amount = round(amount, 2)'),
    withheld('insert', 'update', 'delete'),
    emits('PremiumAdjustment', {
      PremiumAdjusted: {
        payload: { adjustmentId: 'id', termId: 'termId', amount: 'amount' },
      },
    }),
  ],
)
