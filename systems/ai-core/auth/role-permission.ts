// Which permissions a role holds.
import {
  audited,
  belongsTo,
  defineTable,
  identity,
  index,
  primaryKey,
  timestamped,
} from '../../../kernel/index.ts'
import { administratorGuard } from './administrator-guard.ts'

export const rolePermissions = defineTable(
  'role_permissions',
  {
    roleId: belongsTo('roles', { inverse: 'permissions', onDelete: 'cascade' }).immutable(),
    permissionId: belongsTo('permissions', { inverse: 'roles', onDelete: 'cascade' }).immutable(),
  },
  [
    primaryKey('roleId', 'permissionId'),
    index(['permissionId']),
    identity('rolePermission', { role: 'roleId', permission: 'permissionId' }),
    audited(),
    timestamped(),
    ...administratorGuard,
  ],
)
