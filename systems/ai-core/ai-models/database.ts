// sm_ai_models: the register of models: versions, prices, health.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { models } from './model.ts'
import { modelHealth } from './model-health.ts'
import { modelPrices } from './model-price.ts'
import { modelVersions } from './model-version.ts'

export const aiModels = defineDatabase({
  schema: 'sm_ai_models',
  name: 'aiModels',
  area: 'ai',
  purpose: 'The register of models: versions, prices, health',
  tables: {
    model: models,
    modelVersion: modelVersions,
    modelPrice: modelPrices,
    modelHealth: modelHealth,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
