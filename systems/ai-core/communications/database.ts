// sm_communications: conversations with parties, how they are reached and what they agreed to.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { consents } from './consent.ts'
import { consentStates } from './consent-state.ts'
import { contactPoints } from './contact-point.ts'
import { conversations } from './conversation.ts'
import { messages } from './message.ts'

export const communications = defineDatabase({
  schema: 'sm_communications',
  name: 'communications',
  area: 'communications',
  purpose: 'Conversations, contact points and the ledger of consent',
  tables: {
    contactPoint: contactPoints,
    consent: consents,
    consentState: consentStates,
    conversation: conversations,
    message: messages,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
