// The last super administrator stays: whoever takes the role away, closes the account or deletes the user leaves at least
// one who may do everything. Held by the database, two who demote each other at once included.
import { kept } from '../../../kernel/index.ts'

export const administratorGuard = kept(
  'super_administrator',
  `select from {table:users} u where u.role = 'SUPER_ADMIN' and u.is_active`,
  'the last super administrator cannot be taken away',
)
