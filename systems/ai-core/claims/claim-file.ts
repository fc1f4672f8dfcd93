// The handling of a claim: where it stands, what was decided and why, and the sums of its ledger. The head of the
// claim is `insurance.claim`.
import {
  audited,
  check,
  date,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { claimStatuses } from '../insurance/claim-status.ts'
import { keptMoney } from '../money.ts'

const decided = "status in ('ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED')"

export const claimFiles = defineTable(
  'claim_files',
  {
    claimId: refersTo('insurance.claim').immutable(),
    policyId: refersTo('insurance.policy').immutable(),
    partyId: refersTo('global.party'),
    /** Cover is read as of this day, never as of today. */
    lossOn: date().immutable(),
    status: oneOf(...claimStatuses).default('OPENED'),
    handler: varchar(200).optional(),
    decisionReason: text().optional(),
    decidedAt: instant().optional(),
    /** Σ of its reserve movements: what is still expected to be paid. */
    reserve: keptMoney(),
    /** Σ of its payments. */
    paid: keptMoney(),
  },
  [
    unique(['claimId']),
    check('reserve', 'reserve >= 0'),
    check('paid', "paid >= 0 and (status <> 'PAID' or paid > 0)"),
    check('reason', "status not in ('REJECTED', 'PARTLY_ACCEPTED') or decision_reason is not null"),
    // Whoever closes a claim has nothing more to expect of it.
    check('closed', "status <> 'CLOSED' or reserve = 0"),
    index(['policyId', '-lossOn']),
    index(['partyId']),
    index(['status', 'createdAt']),
    states('status', {
      next: {
        OPENED: ['CHECKED', 'REJECTED'],
        CHECKED: ['IN_ASSESSMENT', 'INFO_PENDING', 'REJECTED'],
        IN_ASSESSMENT: ['INFO_PENDING', 'ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED'],
        INFO_PENDING: ['IN_ASSESSMENT', 'REJECTED'],
        ACCEPTED: ['PAID'],
        PARTLY_ACCEPTED: ['PAID'],
        REJECTED: ['CLOSED', 'REOPENED'],
        PAID: ['CLOSED'],
        CLOSED: ['REOPENED'],
        REOPENED: ['IN_ASSESSMENT'],
      },
      initial: ['OPENED'],
    }),
    emits('ClaimFile', {
      ClaimDecided: {
        when: decided,
        payload: { claimId: 'claimId', status: 'status', reason: 'decisionReason' },
        required: ['claimId', 'status'],
      },
      ClaimPaid: { when: "status = 'PAID'", payload: { claimId: 'claimId', paid: 'paid' } },
      ClaimFileClosed: { when: "status = 'CLOSED'", payload: { claimId: 'claimId' } },
    }),
    audited({ personal: ['decisionReason'], subject: 'partyId' }),
    timestamped(),
    searchable({ handler: 'B', decisionReason: 'C' }, { language: 'spanish' }),
  ],
)
