// Somebody who was asked to join, with a role that is no more than the inviter's. One waits per address.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  identity,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const invitations = defineTable(
  'invitations',
  {
    email: varchar(320).immutable(),
    roleId: belongsTo('roles', { inverse: 'invitations', onDelete: 'cascade' })
      .optional()
      .immutable(),
    invitedBy: varchar(200).immutable(),
  },
  [
    identity('invitation', { email: 'email', role: 'roleId', invitedBy: 'invitedBy' }),
    check('email', 'email = lower(email)'),
    audited({ personal: ['email'] }),
    timestamped(),
  ],
)
