// A signed-in device; only the digest of its token is kept.
import { belongsTo, defineTable, identity, index, timestamped } from '../../kernel/index.ts'

export const userSessions = defineTable(
  'user_sessions',
  { userId: belongsTo('users', { inverse: 'sessions', onDelete: 'cascade' }).immutable() },
  [identity('session', { user: 'userId' }), index(['userId', '-expiresAt']), timestamped()],
)
