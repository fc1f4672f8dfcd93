// What the two kinds of users may: `is_admin` tells them apart. A user's rows are their own by the tenant policies;
// models are everybody's to read.
const own = [
  'conversations.conversation:*',
  'conversations.message:*',
  'conversations.conversationAnalytics:*',
  'conversations.webhook:*',
  'conversations.webhookDelivery:read',
  'conversations.usageMetric:read',
]
const shared = [
  'aiModel',
  'modelAlias',
  'modelVersion',
  'modelPerformance',
  'modelPerformanceSummary',
]

export const permissionsOfRoles = {
  administrator: ['*:*'],
  member: [...own, ...shared.map((model) => `conversations.${model}:read`)],
} as const satisfies Readonly<Record<string, readonly string[]>>
