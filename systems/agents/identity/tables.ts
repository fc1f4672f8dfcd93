// Who is who: users, their workspaces, how they sign in, and who did what.
import { accounts } from './account.ts'
import { auditLogs } from './audit-log.ts'
import { authSessions } from './auth-session.ts'
import { invitations } from './invitation.ts'
import { users } from './user.ts'
import { userSettings } from './user-setting.ts'
import { verificationTokens } from './verification-token.ts'
import { workspaces } from './workspace.ts'

export const identityTables = {
  workspace: workspaces,
  user: users,
  account: accounts,
  authSession: authSessions,
  verificationToken: verificationTokens,
  invitation: invitations,
  userSetting: userSettings,
  auditLog: auditLogs,
}
