// Somebody who was asked to join, with a role that is no more than the inviter's. One waits per address; a new
// invitation cancels it in the same transaction.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  identity,
  index,
  instant,
  oneOf,
  states,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { emailPattern } from './email.ts'
import { roleNames } from './roles.ts'

export const invitations = defineTable(
  'invitations',
  {
    email: varchar(255).immutable(),
    token: varchar(500).immutable().hidden(),
    role: oneOf(...roleNames)
      .default('USER')
      .immutable(),
    status: oneOf('PENDING', 'ACCEPTED', 'EXPIRED', 'CANCELLED').default('PENDING'),
    /** Nobody where an operator did. */
    invitedById: belongsTo('users', { inverse: 'invitations', onDelete: 'cascade' })
      .named('invited_by')
      .optional()
      .immutable(),
    expiresAt: instant().defaultSql(`acervo.now() + interval '7 days'`).immutable(),
    acceptedAt: instant().optional(),
  },
  [
    identity('invitation', {
      email: 'email',
      role: 'role',
      invitedBy: 'invitedById',
      tokenHash: 'token',
      expiresAt: 'expiresAt',
    }),
    states('status', {
      next: {
        PENDING: ['ACCEPTED', 'EXPIRED', 'CANCELLED'],
        ACCEPTED: [],
        EXPIRED: [],
        CANCELLED: [],
      },
    }),
    check('email_valid', `email = lower(email) and email ~ '${emailPattern}'`),
    check('accepted', "(status = 'ACCEPTED') = (accepted_at is not null)"),
    index(['email']),
    index(['status'], { where: "status = 'PENDING'" }),
    audited({ personal: ['email'] }),
    timestamped(),
  ],
)
