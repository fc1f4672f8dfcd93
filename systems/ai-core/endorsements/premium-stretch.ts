// The yearly premium that is in force during some days of a term, as it was known during some time: what an
// endorsement changes is superseded and stays. Written by the replay alone.
import {
  belongsTo,
  check,
  date,
  defineTable,
  exclude,
  index,
  instant,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const premiumStretches = defineTable(
  'premium_stretches',
  {
    termId: belongsTo('insured_terms', { inverse: 'stretches' }),
    /** The endorsement from which on it holds; none where the term begins. */
    endorsementId: belongsTo('endorsements', { inverse: 'stretches' }).optional(),
    validFrom: date(),
    validTo: date(),
    annualPremium: money(),
    /** The share of these days: annual premium x days / days of the year, not rounded. */
    charge: money(),
    recordedAt: instant(),
    supersededAt: instant().optional(),
  },
  [
    exclude(
      'one_premium_a_day',
      { term_id: '=', 'daterange(valid_from, valid_to)': '&&' },
      { where: 'superseded_at is null' },
    ),
    check('days', 'valid_to > valid_from'),
    check('premium', 'annual_premium >= 0'),
    index(['termId', '-recordedAt']),
    withheld('insert', 'update', 'delete'),
  ],
)
