// sm_hr_payroll: what employees are paid, month by month.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { payrollPeriods } from './payroll-period.ts'
import { payslips } from './payslip.ts'
import { payslipLines } from './payslip-line.ts'

export const hrPayroll = defineDatabase({
  schema: 'sm_hr_payroll',
  name: 'hrPayroll',
  area: 'hr',
  purpose: 'Payroll periods and payslips',
  tables: {
    payrollPeriod: payrollPeriods,
    payslip: payslips,
    payslipLine: payslipLines,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
