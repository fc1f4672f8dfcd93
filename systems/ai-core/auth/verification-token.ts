// A word that is good once: to confirm an address or to choose a new password. Only its hash is kept.
import { belongsTo, defineTable, identity, index, timestamped } from '../../../kernel/index.ts'

export const verificationTokens = defineTable(
  'verification_tokens',
  { userId: belongsTo('users', { inverse: 'tokens', onDelete: 'cascade' }).immutable() },
  [identity('token', { user: 'userId' }), index(['expiresAt']), timestamped()],
)
