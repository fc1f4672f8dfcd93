// A signed-in device. Only the digest of its token is kept: who reads this table cannot use it.
import {
  belongsTo,
  check,
  defineTable,
  identity,
  index,
  instant,
  varchar,
} from '../../kernel/index.ts'

export const userSessions = defineTable(
  'user_sessions',
  {
    userId: belongsTo('users', { inverse: 'sessions', onDelete: 'cascade' }).immutable(),
    /** SHA-256 of the token, in hexadecimal. */
    sessionToken: varchar(255).immutable().hidden(),
    expiresAt: instant(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    identity('session', {
      user: 'userId',
      tokenHash: 'sessionToken',
      expiresAt: 'expiresAt',
    }),
    check('session_token', "session_token ~ '^[0-9a-f]{64}$'"),
    index(['userId', '-expiresAt']),
    index(['expiresAt'], { where: 'revoked_at is null' }),
  ],
)
