// sm_auth: who may sign in and what they may do. AI-CORE's identity store: the rules are the kernel's.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { apiKeys } from './api-key.ts'
import { invitations } from './invitation.ts'
import { permissions } from './permission.ts'
import { roles } from './role.ts'
import { rolePermissions } from './role-permission.ts'
import { serviceAccounts } from './service-account.ts'
import { users } from './user.ts'
import { userAccounts } from './user-account.ts'
import { userRoles } from './user-role.ts'
import { userSessions } from './user-session.ts'
import { verificationTokens } from './verification-token.ts'

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
    userAccount: userAccounts,
    verificationToken: verificationTokens,
    invitation: invitations,
    serviceAccount: serviceAccounts,
    apiKey: apiKeys,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
