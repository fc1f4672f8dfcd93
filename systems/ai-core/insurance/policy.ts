// The contract with the insured: the core record. What it covered on a given day is in its versions.
import {
  audited,
  belongsTo,
  check,
  counted,
  counter,
  date,
  decimal,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'
import { policyStatuses } from './policy-status.ts'

/** What others need to know of a policy. */
const reported = {
  policyId: 'id',
  partyId: 'partyId',
  productId: 'productId',
  number: 'number',
  status: 'status',
  startsOn: 'startsOn',
  endsOn: 'endsOn',
  premium: 'premium',
  currency: 'currency',
}

export const policies = defineTable(
  'policies',
  {
    number: varchar(60),
    partyId: refersTo('global.party'),
    productId: belongsTo('products', { inverse: 'policies' }),
    status: oneOf(...policyStatuses).default('QUOTED'),
    /** In force from the first day up to, and without, the last. */
    startsOn: date(),
    endsOn: date(),
    premium: decimal(12, 2),
    currency: varchar(3).default('EUR'),
    cancelledOn: date().optional(),
    cancellationReason: text().optional(),
    /** The policy that this one goes on from. */
    renewsId: belongsTo('policies', { inverse: 'renewals' }).optional(),
    receiptCount: counter(),
    pendingReceiptCount: counter(),
    claimCount: counter(),
  },
  [
    unique(['number']),
    check('term', 'ends_on > starts_on'),
    check('premium', 'premium >= 0'),
    checkCurrency,
    check('cancelled', "(status = 'CANCELLED') = (cancelled_on is not null)"),
    check('not_itself', 'renews_id <> id'),
    index(['partyId', '-startsOn']),
    index(['renewsId'], { where: 'renews_id is not null' }),
    index(['status', 'endsOn']),
    counted('productId', { into: 'policyCount' }),
    emits('Policy', {
      // A quote is nobody's business yet.
      PolicyIssued: {
        when: "status <> 'QUOTED' and deleted_at is null",
        payload: reported,
        // As the specification prints it by hand: with the two ids, or with nothing.
        required: [],
      },
      PolicyChanged: {
        when: "status not in ('QUOTED', 'CANCELLED') and deleted_at is null",
        changed: [
          'number',
          'partyId',
          'productId',
          'status',
          'startsOn',
          'endsOn',
          'premium',
          'currency',
        ],
        payload: reported,
      },
      PolicyCancelled: {
        when: "status = 'CANCELLED' and deleted_at is null",
        payload: {
          ...reported,
          cancelledOn: 'cancelledOn',
          cancellationReason: 'cancellationReason',
        },
        required: ['policyId'],
      },
      PolicyRemoved: {
        when: "status <> 'QUOTED' and deleted_at is not null",
        payload: { policyId: 'id', partyId: 'partyId' },
        required: ['policyId'],
      },
    }),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
