// Who works for the bank: administrators and agents. Disabling keeps the row and ends the access; deleting hides it.
import {
  array,
  audited,
  boolean,
  check,
  defineTable,
  identity,
  index,
  instant,
  kept,
  oneOf,
  softDeleted,
  text,
  timestamped,
  unique,
  uuid,
} from '../../kernel/index.ts'
import { passwordStamped } from './password-stamped.ts'

export const users = defineTable(
  'users',
  {
    /** In lower case, so that one address is one account. */
    email: text(),
    name: text().optional(),
    phone: text().optional(),
    role: oneOf('ADMIN', 'AGENT').default('AGENT'),
    isActive: boolean().default(true),
    /** A hash, as identity makes it; never the words themselves. */
    password: text().optional().hidden(),
    passwordUpdatedAt: instant().optional().maintained(),
    image: text().optional(),
    /** Of the branches they work for, kept from `branch_admins`: whoever signs in claims these rows. */
    branchIds: array(uuid()).default([]).maintained(),
  },
  [
    unique(['email']),
    check('email', "email = lower(email) and email like '%_@_%'"),
    check('password', "password like '$%'"),
    index(['role', 'isActive']),
    identity(
      'user',
      { email: 'email', passwordHash: 'password', role: 'role' },
      {
        active: { column: 'isActive', is: true, off: false },
        claims: { tenant: 'branchIds' },
        roles: {
          ADMIN: ['banking.*:*'],
          AGENT: [
            'banking.*:read',
            'banking.visit:*',
            'banking.appointment:*',
            'banking.moduleSession:*',
            'banking.chatMessage:create',
            'banking.registrationRequest:create',
          ],
        },
      },
    ),
    kept(
      'administrator',
      "select from {table:users} u where u.role = 'ADMIN' and u.is_active and u.deleted_at is null",
      'the last administrator cannot be taken away',
    ),
    passwordStamped('password'),
    audited({ personal: ['email', 'name', 'phone'] }),
    timestamped(),
    softDeleted(),
  ],
)
