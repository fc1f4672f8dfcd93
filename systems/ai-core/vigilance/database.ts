// ss_vigilance: rules, ties between parties, alerts and the cases that people decide.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { fraudAlerts } from './fraud-alert.ts'
import { fraudCases } from './fraud-case.ts'
import { fraudRules } from './fraud-rule.ts'
import { partyTies } from './party-tie.ts'

export const vigilance = defineDatabase({
  schema: 'ss_vigilance',
  name: 'vigilance',
  area: 'insurance',
  purpose: 'Vigilance and fraud: rules, alerts, cases',
  tables: {
    fraudRule: fraudRules,
    partyTie: partyTies,
    fraudCase: fraudCases,
    fraudAlert: fraudAlerts,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
