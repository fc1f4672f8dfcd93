// sm_integrations: systems outside, what opens them, and what went to and fro.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { connectors } from './connector.ts'
import { credentials } from './credential.ts'
import { deadLetters } from './dead-letter.ts'
import { secrets } from './secret.ts'
import { syncs } from './sync.ts'

export const integrations = defineDatabase({
  schema: 'sm_integrations',
  name: 'integrations',
  area: 'others',
  purpose: 'Connectors, their credentials, synchronisations and dead letters',
  tables: {
    connector: connectors,
    credential: credentials,
    secret: secrets,
    sync: syncs,
    deadLetter: deadLetters,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
