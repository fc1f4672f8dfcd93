// The nine roles of the specification, as the permissions that each of them holds.
export const roleNames = [
  'SUPER_ADMIN',
  'ADMIN',
  'INVITED_AGENT',
  'INVITED_STORAGE',
  'SUBSCRIBER',
  'MANAGER',
  'DEVELOPER',
  'USER',
  'GUEST',
] as const

const everything = ['agents.*:*']

const all = (...models: readonly string[]) => models.map((model) => `agents.${model}:*`)
const seen = (...models: readonly string[]) => models.map((model) => `agents.${model}:read`)

const talk = all(
  ...['chatSession', 'conversation', 'conversationShare', 'message', 'messageAttachment'],
)
const files = [
  ...all('storageFile', 'storageFolder', 'storageReservation', 'fileShare', 'fileDownload'),
  ...seen('storageQuota', 'fileAccessLog'),
]
const healthAndMoney = all(
  ...['healthProfile', 'medicalCondition', 'medication', 'medicationLog', 'allergy'],
  ...['medicalAppointment', 'healthMeasurement', 'financialProfile', 'financialAccount'],
  ...['recurringPayment', 'transaction', 'budget', 'budgetPeriod', 'debt', 'debtPayment'],
  'investment',
)

/** What people do with rows of their own workspace. */
const own = [
  ...all('userSetting', 'agent', 'agentVersion', 'agentRating', 'userAgentPermission'),
  ...talk,
  ...files,
  ...all('artifact', 'ragDocument', 'ragChunk', 'ragSetting', 'mcpIntegration'),
  ...healthAndMoney,
  ...all('supportTicket', 'supportMessage'),
  ...seen('mcpSyncLog', 'budgetAlert', 'usageLog', 'usageLimit', 'usageAlert', 'supportTransition'),
]

export const permissionsOfRoles = {
  SUPER_ADMIN: everything,
  ADMIN: everything,
  MANAGER: [...own, ...seen('user', 'auditLog')],
  DEVELOPER: own,
  SUBSCRIBER: own,
  USER: own,
  INVITED_AGENT: [...seen('agent'), ...talk],
  INVITED_STORAGE: files,
  GUEST: seen('agent'),
} as const satisfies Readonly<Record<(typeof roleNames)[number], readonly string[]>>
