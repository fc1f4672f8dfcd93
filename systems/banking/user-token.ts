// A word that is good once for somebody who works for the bank: to choose a new password. Only its digest is kept.
import { belongsTo, defineTable, identity, index, timestamped } from '../../kernel/index.ts'

export const userTokens = defineTable(
  'user_tokens',
  { userId: belongsTo('users', { inverse: 'tokens', onDelete: 'cascade' }).immutable() },
  [identity('token', { user: 'userId' }), index(['expiresAt']), timestamped()],
)
