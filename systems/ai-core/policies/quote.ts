// A price that was offered for a risk until a day. Accepted it becomes one policy, and stays as it was.
import {
  audited,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  json,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency, money } from '../money.ts'

export const quotes = defineTable(
  'quotes',
  {
    number: varchar(60).immutable(),
    partyId: refersTo('global.party'),
    productId: refersTo('insurance.product'),
    premium: money(),
    currency: varchar(3).default('EUR'),
    risk: json().default({}),
    status: oneOf('DRAFT', 'OFFERED', 'ACCEPTED', 'DECLINED', 'EXPIRED').default('DRAFT'),
    /** The last day on which it may be accepted. */
    validUntil: date(),
    acceptedAt: instant().optional(),
    /** The policy that it became. */
    policyId: refersTo('insurance.policy').optional(),
  },
  [
    unique(['number']),
    unique(['policyId']),
    check('premium', 'premium >= 0'),
    checkCurrency,
    check('accepted', "(status = 'ACCEPTED') = (accepted_at is not null)"),
    check('policy', "policy_id is null or status = 'ACCEPTED'"),
    check('in_time', "(accepted_at at time zone 'Europe/Madrid')::date <= valid_until"),
    index(['partyId', '-validUntil']),
    index(['status', 'validUntil']),
    states('status', {
      next: {
        DRAFT: ['OFFERED', 'DECLINED'],
        OFFERED: ['ACCEPTED', 'DECLINED', 'EXPIRED'],
        ACCEPTED: [],
        DECLINED: [],
        EXPIRED: [],
      },
      initial: ['DRAFT', 'OFFERED'],
      stamps: { ACCEPTED: 'acceptedAt' },
      // Only the policy that it becomes is still to come.
      fixed: {
        ACCEPTED: [
          'partyId',
          'productId',
          'premium',
          'currency',
          'risk',
          'validUntil',
          'acceptedAt',
        ],
        DECLINED: '*',
        EXPIRED: '*',
      },
    }),
    frozen({
      when: "status in ('ACCEPTED', 'DECLINED', 'EXPIRED') and policy_id is not null",
      message: 'a quote that became a policy stays as it is',
    }),
    emits('Quote', {
      QuoteAccepted: {
        when: "status = 'ACCEPTED'",
        payload: { quoteId: 'id', partyId: 'partyId', productId: 'productId', premium: 'premium' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
