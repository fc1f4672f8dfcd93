// sm_crm: opportunities with their history, activities, the weighted forecast.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { activities } from './activity.ts'
import { forecasts } from './forecast.ts'
import { opportunities } from './opportunity.ts'
import { opportunityMoments } from './opportunity-moment.ts'

export const crm = defineDatabase({
  schema: 'sm_crm',
  name: 'crm',
  area: 'crm',
  purpose: 'CRM: opportunities, activities, forecast',
  tables: {
    opportunity: opportunities,
    opportunityMoment: opportunityMoments,
    activity: activities,
    forecast: forecasts,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
