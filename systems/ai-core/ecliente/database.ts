// soriano_ecliente: the clients' portal. Everything in it belongs to a party, and only that party sees it.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { inboxEvents } from '../global/inbox-event.ts'
import { mergedParties, partyRoots } from '../merged-party.ts'
import { outboxEvents } from '../outbox-event.ts'
import { portalAccounts } from './portal-account.ts'
import { portalConsents } from './portal-consent.ts'
import { portalRequests } from './portal-request.ts'

export const ecliente = defineDatabase({
  schema: 'soriano_ecliente',
  name: 'ecliente',
  area: 'portals',
  purpose: 'Portal of the clients: accounts, requests, consents',
  tables: {
    portalAccount: portalAccounts,
    portalRequest: portalRequests,
    portalConsent: portalConsents,
    mergedParty: mergedParties,
    partyRoot: partyRoots,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    inboxEvent: inboxEvents,
    outboxEvent: outboxEvents,
  },
})
