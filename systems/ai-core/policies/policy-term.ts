// What a policy covers and costs during a stretch of days: a day has one answer.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  exclude,
  json,
  lockedBy,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const policyTerms = defineTable(
  'policy_terms',
  {
    managedPolicyId: belongsTo('managed_policies', { inverse: 'terms' }).immutable(),
    effectiveFrom: date().immutable(),
    /** Without this day; open where it is empty. */
    effectiveTo: date().optional(),
    annualPremium: money().immutable(),
    coverages: json().default([]).immutable(),
    reason: text().optional(),
  },
  [
    exclude('one_term_a_day', {
      managed_policy_id: '=',
      'daterange(effective_from, effective_to)': '&&',
    }),
    check('stretch', 'effective_to > effective_from'),
    check('premium', 'annual_premium >= 0'),
    lockedBy('managedPolicyId', {
      when: "status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')",
      message: 'a policy that ended takes no terms',
    }),
    audited(),
    timestamped(),
  ],
)
