// sm_legal: matters, contracts and the days that must not be missed.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { deadlines } from './deadline.ts'
import { dueReminders } from './due-reminder.ts'
import { legalContracts } from './legal-contract.ts'
import { matters } from './matter.ts'
import { reminders } from './reminder.ts'

export const legal = defineDatabase({
  schema: 'sm_legal',
  name: 'legal',
  area: 'others',
  purpose: 'Matters, contracts, deadlines and their reminders',
  tables: {
    matter: matters,
    legalContract: legalContracts,
    deadline: deadlines,
    reminder: reminders,
    dueReminder: dueReminders,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
