// A signed-in device. Only the hash of its token is kept: who reads this table cannot use it. What has expired is told
// by the question, for a clock is no part of an index.
import {
  belongsTo,
  defineTable,
  identity,
  index,
  inet,
  instant,
  json,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const authSessions = defineTable(
  'auth_sessions',
  {
    sessionToken: varchar(500).immutable().hidden(),
    userId: belongsTo('users', { inverse: 'sessions', onDelete: 'cascade' }).immutable(),
    expires: instant(),
    ipAddress: inet().optional(),
    userAgent: text().optional(),
    deviceInfo: json().optional(),
  },
  [
    identity('session', {
      user: 'userId',
      tokenHash: 'sessionToken',
      expiresAt: 'expires',
      ip: 'ipAddress',
      userAgent: 'userAgent',
    }),
    index(['expires'], { where: 'revoked_at is null' }),
    timestamped(),
  ],
)
