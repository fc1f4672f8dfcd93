// sm_hr: who works here, under which contract, and when they are away.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditDetailsOfPersons, auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { absences } from './absence.ts'
import { employees } from './employee.ts'
import { employmentContracts } from './employment-contract.ts'

export const hr = defineDatabase({
  schema: 'sm_hr',
  name: 'hr',
  area: 'hr',
  purpose: 'Employees, their contracts and absences',
  tables: {
    employee: employees,
    employmentContract: employmentContracts,
    absence: absences,
    auditEvent: auditEvents,
    auditDetail: auditDetailsOfPersons,
    outboxEvent: outboxEvents,
  },
})
