// What an employee gets for a period: the sum of its lines, to the cent. A paid one is corrected by another one. The
// amounts are not encrypted: the database itself adds them up.
import {
  audited,
  belongsTo,
  check,
  counter,
  date,
  decimal,
  defineTable,
  emits,
  frozen,
  index,
  lockedBy,
  oneOf,
  refersTo,
  settled,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'

/** What others need to know of a payslip. */
const reported = {
  payslipId: 'id',
  employeeId: 'employeeId',
  periodId: 'periodId',
  net: 'net',
  currency: 'currency',
}
/** A correction speaks of a paid slip of the same employee. */
const correction = `p.corrects_id is null or exists (select from {table:payslips} c
    where c.id = p.corrects_id and c.employee_id = p.employee_id and c.status = 'PAID')`
export const payslips = defineTable(
  'payslips',
  {
    periodId: belongsTo('payroll_periods', { inverse: 'payslips' }).immutable(),
    employeeId: refersTo('hr.employee').immutable(),
    status: oneOf('DRAFT', 'CALCULATED', 'APPROVED', 'PAID').default('DRAFT'),
    currency: varchar(3).default('EUR'),
    gross: counter(decimal(12, 2)),
    deductions: counter(decimal(12, 2)),
    net: decimal(12, 2).generatedAs('gross - deductions'),
    paidOn: date().optional(),
    correctsId: belongsTo('payslips', { inverse: 'corrections' }).optional().immutable(),
  },
  [
    states('status', {
      next: {
        DRAFT: ['CALCULATED'],
        CALCULATED: ['DRAFT', 'APPROVED'],
        APPROVED: ['CALCULATED', 'PAID'],
        PAID: [],
      },
      initial: ['DRAFT'],
    }),
    unique(['periodId', 'employeeId'], {
      name: 'payslips_one_a_period_key',
      where: 'corrects_id is null',
    }),
    unique(['correctsId']),
    checkCurrency,
    check('calculated', "status = 'DRAFT' or gross + deductions > 0"),
    check('paid', "(status = 'PAID') = (paid_on is not null)"),
    check('not_itself', 'corrects_id <> id'),
    settled('correction', {
      condition: correction,
      message: 'only a paid slip of the same employee is corrected',
    }),
    frozen({
      when: "status = 'PAID'",
      message: 'a paid slip stays as it is: correct it by a new one',
    }),
    lockedBy('periodId', { when: "status = 'CLOSED'", message: 'the period is closed' }),
    index(['employeeId', 'periodId']),
    emits('Payslip', {
      PayslipApproved: { when: "status = 'APPROVED'", payload: reported },
      PayslipPaid: { when: "status = 'PAID'", payload: { ...reported, paidOn: 'paidOn' } },
    }),
    audited(),
    timestamped(),
  ],
)
