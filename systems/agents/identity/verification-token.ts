// A word that is good once and for one purpose: to confirm an address or to choose a new password. Its hash alone is kept.
import {
  belongsTo,
  defineTable,
  identity,
  index,
  instant,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const verificationTokens = defineTable(
  'verification_tokens',
  {
    /** Whom it identifies. */
    userId: belongsTo('users', { inverse: 'tokens', onDelete: 'cascade' }).immutable(),
    token: varchar(500).immutable().hidden(),
    expires: instant(),
  },
  [
    identity('token', { user: 'userId', tokenHash: 'token', expiresAt: 'expires' }),
    index(['expires']),
    timestamped(),
  ],
)
