// Agents, what they ran on, what users think of them and who may use them.
import { agents } from './agent.ts'
import { agentRatings } from './agent-rating.ts'
import { agentVersions } from './agent-version.ts'
import { userAgentPermissions } from './user-agent-permission.ts'

export const agentTables = {
  agent: agents,
  agentVersion: agentVersions,
  agentRating: agentRatings,
  userAgentPermission: userAgentPermissions,
}
