// The tables that every channel has, beside its own messages.
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { defineHeardConsents } from './heard-consent.ts'
import { inboxEvents } from './inbox-event.ts'
import { defineQuietHours } from './quiet-hours.ts'
import { type Address, defineRecipients } from './recipient.ts'
import { defineSuppressions } from './suppression.ts'

export const toChannelTables = (address: Address) =>
  ({
    recipient: defineRecipients(address),
    suppression: defineSuppressions(),
    quietHours: defineQuietHours(),
    heardConsent: defineHeardConsents(),
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
    inboxEvent: inboxEvents,
  }) as const

/** E.164, as all telephone channels write a number. */
export const telephone: Address = { form: "address ~ '^[+][1-9][0-9]{6,14}$'" }
