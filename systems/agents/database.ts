// agents: the one database of the system; each folder lists its own tables.
import { defineDatabase } from '../../kernel/index.ts'
import { agentTables } from './agents/tables.ts'
import { artifactTables } from './artifacts/tables.ts'
import { auditDetailsOfPersons, auditEvents } from './audit-event.ts'
import { chatTables } from './chats/tables.ts'
import { documentTables } from './documents/tables.ts'
import { financeTables } from './finance/tables.ts'
import { healthTables } from './health/tables.ts'
import { identityTables } from './identity/tables.ts'
import { integrationTables } from './integrations/tables.ts'
import { outboxEvents } from './outbox-event.ts'
import { storageTables } from './storage/tables.ts'
import { supportTables } from './support/tables.ts'
import { usageTables } from './usage/tables.ts'

export const agents = defineDatabase({
  schema: 'agents',
  name: 'agents',
  area: 'agents',
  purpose: 'Agents, conversations, files, health, finance and support of their users',
  tables: {
    ...identityTables,
    ...agentTables,
    ...chatTables,
    ...artifactTables,
    ...documentTables,
    ...integrationTables,
    ...storageTables,
    ...healthTables,
    ...financeTables,
    ...usageTables,
    ...supportTables,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
