// Two systems with an identity store each: one with roles as tables and everything else, one whose specification names
// its columns otherwise and keeps the role in a column.
import {
  array,
  belongsTo,
  boolean,
  defineDatabase,
  defineSystem,
  defineTable,
  identity,
  instant,
  kept,
  oneOf,
  outbox,
  primaryKey,
  softDeleted,
  tenant,
  text,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'

const guard = kept(
  'administrator',
  `select from {table:users} u join {table:user_roles} g on g.user_id = u.id
    join {table:role_permissions} h on h.role_id = g.role_id
    join {table:permissions} p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*'
      and g.expires_at is null`,
  'the last administrator cannot be taken away',
)

const users = defineTable(
  'users',
  {
    email: varchar(320),
    displayName: text().default(''),
    passwordHash: text().optional().hidden(),
    status: oneOf('ACTIVE', 'DISABLED').default('ACTIVE'),
    branches: array(uuid()).default([]),
  },
  [
    identity(
      'user',
      { email: 'email', passwordHash: 'passwordHash' },
      {
        active: { column: 'status', is: 'ACTIVE', off: 'DISABLED' },
        claims: { tenant: 'branches' },
      },
    ),
    unique(['email']),
    softDeleted(),
    guard,
  ],
)
const sessions = defineTable(
  'user_sessions',
  { userId: belongsTo('users', { onDelete: 'cascade', inverse: 'sessions' }).immutable() },
  [identity('session', { user: 'userId' }, { idleSeconds: 3_600, absoluteSeconds: 86_400 })],
)
const accounts = defineTable(
  'user_accounts',
  { userId: belongsTo('users', { onDelete: 'cascade', inverse: 'accounts' }).immutable() },
  [identity('account', { user: 'userId' })],
)
const tokens = defineTable(
  'tokens',
  { userId: belongsTo('users', { onDelete: 'cascade', inverse: 'tokens' }).immutable() },
  [identity('token', { user: 'userId' })],
)
const invitations = defineTable(
  'invitations',
  {
    email: varchar(320).immutable(),
    roleId: belongsTo('roles', { inverse: 'invitations' }).optional().immutable(),
    invitedBy: varchar(200).immutable(),
  },
  [identity('invitation', { email: 'email', role: 'roleId', invitedBy: 'invitedBy' })],
)
const roles = defineTable('roles', { name: varchar(80) }, [
  unique(['name']),
  identity('role', { name: 'name' }),
])
const permissions = defineTable('permissions', { resource: text(), action: text() }, [
  identity('permission', { resource: 'resource', action: 'action' }),
  unique(['resource', 'action']),
  guard,
])
const rolePermissions = defineTable(
  'role_permissions',
  {
    roleId: belongsTo('roles', { inverse: 'permissions', onDelete: 'cascade' }).immutable(),
    permissionId: belongsTo('permissions', { inverse: 'roles', onDelete: 'cascade' }).immutable(),
  },
  [
    primaryKey('roleId', 'permissionId'),
    identity('rolePermission', { role: 'roleId', permission: 'permissionId' }),
    guard,
  ],
)
const userRoles = defineTable(
  'user_roles',
  {
    userId: belongsTo('users', { inverse: 'roles', onDelete: 'cascade' }).immutable(),
    roleId: belongsTo('roles', { inverse: 'users' }).immutable(),
    grantedBy: varchar(200).optional(),
    expiresAt: instant().optional(),
  },
  [
    primaryKey('userId', 'roleId'),
    identity('userRole', {
      user: 'userId',
      role: 'roleId',
      grantedBy: 'grantedBy',
      expiresAt: 'expiresAt',
    }),
    guard,
  ],
)
const serviceAccounts = defineTable(
  'service_accounts',
  { name: varchar(80), purpose: text(), status: oneOf('ACTIVE', 'DISABLED').default('ACTIVE') },
  [
    unique(['name']),
    identity(
      'serviceAccount',
      { name: 'name', purpose: 'purpose' },
      { active: { column: 'status', is: 'ACTIVE', off: 'DISABLED' } },
    ),
  ],
)
const apiKeys = defineTable(
  'api_keys',
  {
    name: varchar(120),
    userId: belongsTo('users', { inverse: 'apiKeys' }).optional().immutable(),
    serviceAccountId: belongsTo('service_accounts', { inverse: 'apiKeys' }).optional().immutable(),
  },
  [identity('apiKey', { user: 'userId', serviceAccount: 'serviceAccountId', name: 'name' })],
)
const files = defineTable('files', { title: text(), pages: text().default('') }, [])
const notes = defineTable(
  'notes',
  {
    fileId: belongsTo('files', { inverse: 'notes' }),
    authorId: belongsTo('users', { inverse: 'notes' }).optional(),
    body: text(),
  },
  [],
)
const drawers = defineTable('drawers', { label: text() }, [tenant()])

export const office = defineSystem({
  name: 'office',
  databases: [
    defineDatabase({
      schema: 'office_desk',
      name: 'desk',
      tables: {
        user: users,
        role: roles,
        permission: permissions,
        rolePermission: rolePermissions,
        userRole: userRoles,
        userSession: sessions,
        account: accounts,
        token: tokens,
        invitation: invitations,
        serviceAccount: serviceAccounts,
        apiKey: apiKeys,
        file: files,
        note: notes,
        drawer: drawers,
        outboxEvent: defineTable('outbox_events', {}, [outbox()]),
      },
    }),
  ],
})

const people = defineTable(
  'gente',
  {
    correo: text().named('correo_electronico'),
    clave: text().optional().hidden(),
    papel: oneOf('ADMIN', 'AGENT').default('AGENT'),
    activo: boolean().default(true),
  },
  [
    identity(
      'user',
      { email: 'correo', passwordHash: 'clave', role: 'papel' },
      {
        active: { column: 'activo', is: true, off: false },
        roles: { ADMIN: ['*:*'], AGENT: ['shop.item:read'] },
      },
    ),
    unique(['correo']),
  ],
)
const visits = defineTable(
  'sesiones',
  {
    quienId: belongsTo('gente', { onDelete: 'cascade' }).immutable(),
    sessionToken: varchar(64).immutable().hidden(),
    expires: instant(),
  },
  [identity('session', { user: 'quienId', tokenHash: 'sessionToken', expiresAt: 'expires' })],
)
const items = defineTable('items', { name: text() }, [])

export const shop = defineSystem({
  name: 'shop',
  databases: [
    defineDatabase({
      schema: 'shop_floor',
      name: 'shop',
      tables: { person: people, visit: visits, item: items },
    }),
  ],
})
