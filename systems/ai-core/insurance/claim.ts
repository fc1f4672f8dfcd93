// The head of a claim: what happened, when, under which policy. Assessment, reserves and payments belong
// to the database of claims.
import {
  audited,
  belongsTo,
  check,
  counted,
  date,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { claimStatuses } from './claim-status.ts'

const reported = {
  claimId: 'id',
  policyId: 'policyId',
  /** Who claims; the policy's party where nobody is named. */
  partyId: 'claimantId',
  number: 'number',
  status: 'status',
  lossOn: 'lossOn',
}

export const claims = defineTable(
  'claims',
  {
    number: varchar(60),
    policyId: belongsTo('policies', { inverse: 'claims' }),
    claimantId: refersTo('global.party').optional(),
    status: oneOf(...claimStatuses).default('OPENED'),
    /** Cover is read as of this day, never as of today. */
    lossOn: date(),
    reportedAt: instant().defaultNow(),
    description: text().optional(),
  },
  [
    unique(['number']),
    check('reported', "(reported_at at time zone 'UTC')::date >= loss_on"),
    index(['policyId', '-lossOn']),
    index(['status', '-reportedAt']),
    counted('policyId', { into: 'claimCount' }),
    emits('Claim', {
      ClaimOpened: { when: 'deleted_at is null', payload: reported, required: ['claimId'] },
      ClaimChanged: {
        when: "status not in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null",
        changed: ['policyId', 'claimantId', 'status', 'lossOn'],
        payload: reported,
      },
      ClaimClosed: {
        when: "status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null",
        payload: reported,
        required: ['claimId'],
      },
      ClaimRemoved: {
        when: 'deleted_at is not null',
        payload: { claimId: 'id', policyId: 'policyId', partyId: 'claimantId' },
        required: ['claimId'],
      },
    }),
    audited({ personal: ['description'] }),
    timestamped(),
    softDeleted(),
    searchable({ number: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
