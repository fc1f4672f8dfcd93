// A signed-in device of somebody who works for the bank. Only the digest of its token is kept.
import { belongsTo, defineTable, identity, index, timestamped } from '../../kernel/index.ts'

export const userSessions = defineTable(
  'user_sessions',
  { userId: belongsTo('users', { inverse: 'sessions', onDelete: 'cascade' }).immutable() },
  [
    identity('session', { user: 'userId' }),
    index(['userId', '-expiresAt']),
    index(['expiresAt'], { where: 'revoked_at is null' }),
    timestamped(),
  ],
)
