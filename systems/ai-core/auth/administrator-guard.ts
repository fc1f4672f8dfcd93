// The last administrator stays: whoever takes away a role, disables a user or empties a role leaves at least one
// person who may do everything, for good. Held by the database, two who demote each other at once included.
import { kept } from '../../../kernel/index.ts'

const someone = `select from {table:users} u
    join {table:user_roles} g on g.user_id = u.id and g.expires_at is null
    join {table:role_permissions} h on h.role_id = g.role_id
    join {table:permissions} p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*'`

export const administratorGuard = [
  kept('administrator', someone, 'the last administrator cannot be taken away'),
] as const
