// ss_carriers: insurance companies, their prices and appetite, and the ways to their systems.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { adapters } from './adapter.ts'
import { carriers } from './carrier.ts'
import { rates } from './rate.ts'
import { rateCards } from './rate-card.ts'

export const carriersDatabase = defineDatabase({
  schema: 'ss_carriers',
  name: 'carriers',
  area: 'insurance',
  purpose: 'Insurance companies: rate cards, appetite, adapters',
  tables: {
    carrier: carriers,
    rateCard: rateCards,
    rate: rates,
    adapter: adapters,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
