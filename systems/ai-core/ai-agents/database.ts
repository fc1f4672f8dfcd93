// sm_ai_agents: agents, what they do by version, and what they may reach.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { agents } from './agent.ts'
import { agentGrants } from './agent-grant.ts'
import { agentVersions } from './agent-version.ts'

export const aiAgents = defineDatabase({
  schema: 'sm_ai_agents',
  name: 'aiAgents',
  area: 'ai',
  purpose: 'Agents, their versions and grants',
  tables: {
    agent: agents,
    agentVersion: agentVersions,
    agentGrant: agentGrants,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
