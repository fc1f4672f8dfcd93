// sm_auth: who may sign in and what they may do. The tables only: identity's rules stand elsewhere.
import { defineDatabase } from '../../../kernel/index.ts'
import { outboxEvents } from '../outbox-event.ts'
import { apiKeys } from './api-key.ts'
import { permissions } from './permission.ts'
import { roles } from './role.ts'
import { rolePermissions } from './role-permission.ts'
import { serviceAccounts } from './service-account.ts'
import { users } from './user.ts'
import { userRoles } from './user-role.ts'
import { userSessions } from './user-session.ts'

export const auth = defineDatabase({
  schema: 'sm_auth',
  name: 'auth',
  area: 'core',
  purpose: 'Authentication and authorisation',
  tables: {
    user: users,
    role: roles,
    permission: permissions,
    rolePermission: rolePermissions,
    userRole: userRoles,
    userSession: userSessions,
    serviceAccount: serviceAccounts,
    apiKey: apiKeys,
    outboxEvent: outboxEvents,
  },
})
