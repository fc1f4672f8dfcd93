// The databases of information: what is measured, what models do, what is said to whom, what is kept on paper.
import { aiAgents } from '../ai-agents/database.ts'
import { aiModels } from '../ai-models/database.ts'
import { aiPrompts } from '../ai-prompts/database.ts'
import { aiTraining } from '../ai-training/database.ts'
import { analytics } from '../analytics/database.ts'
import { analyticsDashboards } from '../analytics-dashboards/database.ts'
import { analyticsMetrics } from '../analytics-metrics/database.ts'
import { analyticsReports } from '../analytics-reports/database.ts'
import { toConsentConsumer } from '../channel/on-consent.ts'
import { commsEmail } from '../comms-email/database.ts'
import { commsSms } from '../comms-sms/database.ts'
import { commsVoice } from '../comms-voice/database.ts'
import { commsWhatsapp } from '../comms-whatsapp/database.ts'
import { communications } from '../communications/database.ts'
import { dataQuality } from '../data-quality/database.ts'
import { documentsDatabase } from '../documents/database.ts'
import { integrations } from '../integrations/database.ts'
import { notificationsDatabase } from '../notifications/database.ts'
import { storage } from '../storage/database.ts'

export const informationDatabases = [
  analytics,
  analyticsReports,
  analyticsDashboards,
  analyticsMetrics,
  aiAgents,
  aiModels,
  aiTraining,
  aiPrompts,
  communications,
  commsEmail,
  commsSms,
  commsWhatsapp,
  commsVoice,
  documentsDatabase,
  storage,
  dataQuality,
  integrations,
  notificationsDatabase,
] as const

/** The four channels hear the ledger of consent. */
export const informationConsumers = [
  toConsentConsumer('EMAIL', commsEmail.name, commsEmail.schema),
  toConsentConsumer('SMS', commsSms.name, commsSms.schema),
  toConsentConsumer('WHATSAPP', commsWhatsapp.name, commsWhatsapp.schema),
  toConsentConsumer('VOICE', commsVoice.name, commsVoice.schema),
] as const
