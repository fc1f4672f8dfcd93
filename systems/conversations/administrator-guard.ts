// The last active administrator stays: held by the database, two who demote each other at once included.
import { kept } from '../../kernel/index.ts'

export const administratorGuard = kept(
  'administrator',
  'select from {table:users} u where u.is_active and u.is_admin',
  'the last administrator cannot be taken away',
)
