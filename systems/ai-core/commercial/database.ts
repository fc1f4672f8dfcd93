// sm_commercial: offers with their lines and history, and what the network is to sell.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { offers } from './offer.ts'
import { offerLines } from './offer-line.ts'
import { offerMoments } from './offer-moment.ts'
import { salesTargets } from './sales-target.ts'

export const commercial = defineDatabase({
  schema: 'sm_commercial',
  name: 'commercial',
  area: 'crm',
  purpose: 'Commercial network: offers and targets',
  tables: {
    offer: offers,
    offerLine: offerLines,
    offerMoment: offerMoments,
    salesTarget: salesTargets,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
