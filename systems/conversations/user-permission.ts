// A permission that one user holds beside those of their role: `conversations.errorLog:read`.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  identity,
  instant,
  unique,
  varchar,
} from '../../kernel/index.ts'

export const userPermissions = defineTable(
  'user_permissions',
  {
    userId: belongsTo('users', { inverse: 'permissions', onDelete: 'cascade' }).immutable(),
    permissionName: varchar(100).immutable(),
    grantedAt: instant().defaultNow().immutable(),
    /** It counts until then; for good where it is null. */
    expiresAt: instant().optional(),
  },
  [
    unique(['userId', 'permissionName']),
    check(
      'permission_name',
      "permission_name ~ '^([*]|([*]|[a-z][A-Za-z0-9]*)[.]([*]|[a-z][A-Za-z0-9]*)):([*]|[a-z][A-Za-z0-9-]*)$'",
    ),
    check('expiry', 'expires_at > granted_at'),
    identity('userPermission', {
      user: 'userId',
      permission: 'permissionName',
      expiresAt: 'expiresAt',
    }),
    audited(),
  ],
)
