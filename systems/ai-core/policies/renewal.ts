// The end of a term and what comes after it: offered 60 to 30 days before, and refused in time or not at all.
// Insurance contract act, article 22: the holder gives one month's notice, the insurer two.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const renewals = defineTable(
  'renewals',
  {
    managedPolicyId: belongsTo('managed_policies', { inverse: 'renewals' }).immutable(),
    /** The last day of the term that ends. */
    termEndsOn: date().immutable(),
    offerFrom: date().generatedAs('term_ends_on - 60'),
    offerUntil: date().generatedAs('term_ends_on - 30'),
    holderNoticeBy: date().generatedAs("(term_ends_on - interval '1 month')::date"),
    insurerNoticeBy: date().generatedAs("(term_ends_on - interval '2 months')::date"),
    status: oneOf('PENDING', 'OFFERED', 'RENEWED', 'REFUSED').default('PENDING'),
    premium: money().optional(),
    offeredOn: date().optional(),
    refusedBy: oneOf('HOLDER', 'INSURER').optional(),
    noticeOn: date().optional(),
    successorId: refersTo('insurance.policy').optional(),
  },
  [
    // Two who renew one term at once make one renewal.
    unique(['managedPolicyId', 'termEndsOn']),
    unique(['successorId']),
    check('premium', 'premium >= 0'),
    check('offered', "status = 'PENDING' or offered_on is not null or status = 'REFUSED'"),
    check('offer_window', 'offered_on between term_ends_on - 60 and term_ends_on - 30'),
    check(
      'refused',
      "(status = 'REFUSED') = (refused_by is not null) and (refused_by is null) = (notice_on is null)",
    ),
    check(
      'notice',
      `notice_on <= case refused_by when 'HOLDER' then (term_ends_on - interval '1 month')::date
        else (term_ends_on - interval '2 months')::date end`,
    ),
    check('renewed', "(status = 'RENEWED') = (successor_id is not null)"),
    index(['status', 'termEndsOn']),
    states('status', {
      next: {
        PENDING: ['OFFERED', 'REFUSED'],
        OFFERED: ['RENEWED', 'REFUSED'],
        RENEWED: [],
        REFUSED: [],
      },
      initial: ['PENDING', 'OFFERED'],
    }),
    frozen({
      when: "status in ('RENEWED', 'REFUSED')",
      message: 'a renewal that was decided stays as it is',
    }),
    emits('Renewal', {
      RenewalOffered: {
        when: "status = 'OFFERED'",
        payload: { renewalId: 'id', managedPolicyId: 'managedPolicyId', premium: 'premium' },
        required: ['renewalId'],
      },
      RenewalRefused: {
        when: "status = 'REFUSED'",
        payload: { renewalId: 'id', managedPolicyId: 'managedPolicyId', refusedBy: 'refusedBy' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
