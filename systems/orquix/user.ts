// A person who asks. Google's id is one way of signing in and not the only one. An address that a deleted user had is
// free again.
import {
  check,
  defineTable,
  identity,
  index,
  oneOf,
  softDeleted,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'
import { permissionsOfRoles } from './role.ts'

export const users = defineTable(
  'users',
  {
    /** In lower case, so that one address is one account. */
    email: text(),
    name: text(),
    googleId: text().optional(),
    avatarUrl: text().optional(),
    role: oneOf('member', 'administrator').default('member'),
  },
  [
    unique(['email']),
    unique(['googleId']),
    check('email', "email = lower(email) and email like '%_@_%'"),
    check('avatar_url', "avatar_url ~ '^https?://'"),
    identity(
      'user',
      { email: 'email', role: 'role' },
      {
        claims: { tenant: 'id' },
        roles: permissionsOfRoles,
      },
    ),
    index(['deletedAt'], { name: 'ix_users_deleted_at', where: 'deleted_at is not null' }),
    softDeleted(),
    timestamped(),
  ],
)
