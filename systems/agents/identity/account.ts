// A sign-in at another issuer that stands for a user. Its tokens are ciphertext under the key of their person: who
// erases the person erases them in every copy.
import {
  belongsTo,
  defineTable,
  encrypted,
  identity,
  instant,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const accounts = defineTable(
  'accounts',
  {
    userId: belongsTo('users', { inverse: 'accounts', onDelete: 'cascade' }).immutable(),
    type: varchar(50).default('oauth'),
    provider: varchar(100).immutable(),
    providerAccountId: varchar(255).immutable(),
    refreshToken: text().optional().hidden(),
    accessToken: text().optional().hidden(),
    idToken: text().optional().hidden(),
    expiresAt: instant().optional(),
    tokenType: varchar(50).optional(),
    scope: text().optional(),
    sessionState: varchar(255).optional(),
  },
  [
    identity('account', { user: 'userId', issuer: 'provider', subject: 'providerAccountId' }),
    encrypted({ columns: ['refreshToken', 'accessToken', 'idToken'], subject: 'userId' }),
    timestamped(),
  ],
)
