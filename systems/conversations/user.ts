// A person who signs in. Their id is the tenant of everything they own.
import {
  audited,
  boolean,
  check,
  defineTable,
  identity,
  timestamped,
  unique,
  varchar,
} from '../../kernel/index.ts'
import { administratorGuard } from './administrator-guard.ts'
import { permissionsOfRoles } from './role.ts'

export const users = defineTable(
  'users',
  {
    /** In lower case, so that one address is one account. */
    email: varchar(255),
    username: varchar(100),
    /** bcrypt is read and written anew as argon2id at the next sign-in. */
    passwordHash: varchar(255).hidden(),
    firstName: varchar(100).optional(),
    lastName: varchar(100).optional(),
    isActive: boolean().default(true),
    isAdmin: boolean().default(false),
  },
  [
    unique(['email']),
    unique(['username']),
    check('email', "email = lower(email) and email like '%_@_%'"),
    identity(
      'user',
      { email: 'email', passwordHash: 'passwordHash', role: 'isAdmin' },
      {
        active: { column: 'isActive', is: true, off: false },
        claims: { tenant: 'id' },
        roles: permissionsOfRoles,
      },
    ),
    administratorGuard,
    audited({ personal: ['email', 'username', 'firstName', 'lastName'] }),
    timestamped(),
  ],
)
