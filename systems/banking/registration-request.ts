// Somebody new who wants to be a client. Another person than who asked decides, and says why not.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  instant,
  oneOf,
  states,
  tenant,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'

const decided = ['dni', 'name', 'email', 'phone', 'approverId', 'reason', 'decidedAt'] as const

export const registrationRequests = defineTable(
  'registration_requests',
  {
    /** Who they became. */
    clientId: belongsTo('clients', {
      onDelete: 'set null',
      inverse: 'registrationReqs',
    }).optional(),
    branchId: belongsTo('branches', { inverse: 'registrationReqs' }),
    requesterId: belongsTo('users').optional().immutable(),
    approverId: belongsTo('users', { inverse: 'approvals' }).optional(),
    status: oneOf('PENDING', 'APPROVED', 'REJECTED', 'CANCELLED').default('PENDING'),
    dni: text(),
    name: text(),
    email: text().optional(),
    phone: text().optional(),
    reason: text().optional(),
    expiresAt: instant().defaultSql("acervo.now() + interval '7 days'"),
    decidedAt: instant().optional(),
  },
  [
    tenant({ by: 'branchId' }),
    unique(['dni'], { name: 'registration_requests_one_pending_key', where: "status = 'PENDING'" }),
    check('dni', "dni ~ '^[A-Z0-9]{5,20}$'"),
    check('email', "email = lower(email) and email like '%_@_%'"),
    check('phone', "phone ~ '^[+][1-9][0-9]{6,14}$'"),
    check('two_persons', 'approver_id <> requester_id'),
    check('approved', "status not in ('APPROVED', 'REJECTED') or approver_id is not null"),
    check('why_not', "status not in ('REJECTED', 'CANCELLED') or reason is not null"),
    check('decided', "(status = 'PENDING') = (decided_at is null)"),
    states('status', {
      next: {
        PENDING: ['APPROVED', 'REJECTED', 'CANCELLED'],
        APPROVED: [],
        REJECTED: [],
        CANCELLED: [],
      },
      initial: ['PENDING'],
      stamps: { APPROVED: 'decidedAt', REJECTED: 'decidedAt', CANCELLED: 'decidedAt' },
      fixed: { APPROVED: decided, REJECTED: decided, CANCELLED: decided },
    }),
    index(['status', 'createdAt']),
    audited({ personal: ['dni', 'name', 'email', 'phone'] }),
    timestamped(),
  ],
)
