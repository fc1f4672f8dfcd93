// conversations: users, their talks with models, the models, and what others are told.
import { defineDatabase } from '../../kernel/index.ts'
import { aiModels } from './ai-model.ts'
import { apiKeys } from './api-key.ts'
import { auditDetailsOfPersons, auditEvents } from './audit-event.ts'
import { conversations } from './conversation.ts'
import { conversationAnalytics } from './conversation-analytics.ts'
import { errorLogs } from './error-log.ts'
import { messages } from './message.ts'
import { modelAliases } from './model-alias.ts'
import { modelPerformance } from './model-performance.ts'
import { modelPerformanceSummary } from './model-performance-summary.ts'
import { modelVersions } from './model-version.ts'
import { systemConfig } from './system-config.ts'
import { usageMetrics } from './usage-metric.ts'
import { users } from './user.ts'
import { userPermissions } from './user-permission.ts'
import { userSessions } from './user-session.ts'
import { userStatistics } from './user-statistics.ts'
import { webhooks } from './webhook.ts'
import { webhookDeliveries } from './webhook-delivery.ts'

export const conversationsDatabase = defineDatabase({
  schema: 'conversations',
  name: 'conversations',
  area: 'conversations',
  purpose: 'Users, their conversations with models, and what others are told of them',
  tables: {
    user: users,
    userSession: userSessions,
    userPermission: userPermissions,
    aiModel: aiModels,
    modelAlias: modelAliases,
    modelVersion: modelVersions,
    modelPerformance,
    conversation: conversations,
    message: messages,
    conversationAnalytics,
    systemConfig,
    apiKey: apiKeys,
    webhook: webhooks,
    webhookDelivery: webhookDeliveries,
    usageMetric: usageMetrics,
    errorLog: errorLogs,
    userStatistics,
    modelPerformanceSummary,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
  },
})
