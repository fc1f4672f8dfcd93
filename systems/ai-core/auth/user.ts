// A person who may sign in. Passwords are kept as hashes that answers never carry.
import {
  audited,
  check,
  defineTable,
  identity,
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
import { administratorGuard } from './administrator-guard.ts'

export const users = defineTable(
  'users',
  {
    /** In lower case, so that one address is one account. */
    email: varchar(320),
    displayName: text(),
    passwordHash: text().optional().hidden(),
    status: oneOf('INVITED', 'ACTIVE', 'DISABLED').default('INVITED'),
    locale: varchar(10).default('es'),
    lastSignInAt: instant().optional(),
    /** The user as a person of the master data, where that is known. */
    partyId: refersTo('global.party').optional(),
  },
  [
    unique(['email']),
    check('email', "email = lower(email) and email like '%_@_%'"),
    identity(
      'user',
      {
        email: 'email',
        passwordHash: 'passwordHash',
      },
      { active: { column: 'status', is: 'ACTIVE', off: 'DISABLED' } },
    ),
    ...administratorGuard,
    audited({ personal: ['email', 'displayName'] }),
    timestamped(),
    softDeleted(),
    searchable({ displayName: 'A', email: 'B' }, { language: 'simple' }),
  ],
)
