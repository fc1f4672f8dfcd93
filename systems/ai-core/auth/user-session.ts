// A signed-in device. Only the hash of its token is kept: who reads this table cannot use it.
import {
  belongsTo,
  bytes,
  check,
  defineTable,
  identity,
  index,
  inet,
  instant,
  text,
  timestamped,
} from '../../../kernel/index.ts'

export const userSessions = defineTable(
  'user_sessions',
  {
    userId: belongsTo('users', { inverse: 'sessions', onDelete: 'cascade' }).immutable(),
    tokenHash: bytes().immutable().hidden(),
    expiresAt: instant(),
    revokedAt: instant().optional(),
    lastSeenAt: instant().optional(),
    ip: inet().optional(),
    userAgent: text().optional(),
  },
  [
    identity('session', { user: 'userId' }),
    check('token_hash', 'octet_length(token_hash) = 32'),
    index(['userId', '-expiresAt']),
    index(['expiresAt'], { where: 'revoked_at is null' }),
    timestamped(),
  ],
)
