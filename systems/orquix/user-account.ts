// A sign-in at another issuer, such as Google, that stands for a user.
import { belongsTo, defineTable, identity, timestamped } from '../../kernel/index.ts'

export const userAccounts = defineTable(
  'user_accounts',
  { userId: belongsTo('users', { inverse: 'accounts', onDelete: 'cascade' }).immutable() },
  [identity('account', { user: 'userId' }), timestamped()],
)
