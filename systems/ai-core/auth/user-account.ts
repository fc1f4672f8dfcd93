// A sign-in at another issuer that stands for a user: known by issuer and subject, never by the address alone.
import { belongsTo, defineTable, identity, timestamped } from '../../../kernel/index.ts'

export const userAccounts = defineTable(
  'user_accounts',
  { userId: belongsTo('users', { inverse: 'accounts', onDelete: 'cascade' }).immutable() },
  [identity('account', { user: 'userId' }), timestamped()],
)
