// Accounts at other services and how their synchronisation went.
import { mcpIntegrations } from './mcp-integration.ts'
import { mcpSyncLogs } from './mcp-sync-log.ts'

export const integrationTables = { mcpIntegration: mcpIntegrations, mcpSyncLog: mcpSyncLogs }
