// Which roles a user holds, who gave them and until when.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  identity,
  index,
  instant,
  primaryKey,
  varchar,
} from '../../../kernel/index.ts'
import { administratorGuard } from './administrator-guard.ts'

export const userRoles = defineTable(
  'user_roles',
  {
    userId: belongsTo('users', { inverse: 'roles', onDelete: 'cascade' }).immutable(),
    roleId: belongsTo('roles', { inverse: 'users' }).immutable(),
    grantedAt: instant().defaultNow().immutable(),
    grantedBy: varchar(200).optional(),
    expiresAt: instant().optional(),
  },
  [
    primaryKey('userId', 'roleId'),
    index(['roleId']),
    check('expiry', 'expires_at > granted_at'),
    identity('userRole', {
      user: 'userId',
      role: 'roleId',
      grantedBy: 'grantedBy',
      expiresAt: 'expiresAt',
    }),
    audited(),
    ...administratorGuard,
  ],
)
