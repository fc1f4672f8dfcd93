// One earning or deduction of a payslip; the slip's sums follow it until it is approved.
import {
  audited,
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  index,
  lockedBy,
  oneOf,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const payslipLines = defineTable(
  'payslip_lines',
  {
    payslipId: belongsTo('payslips', { inverse: 'lines' }).immutable(),
    kind: oneOf('EARNING', 'DEDUCTION'),
    concept: varchar(120),
    amount: decimal(12, 2),
  },
  [
    check('amount', 'amount > 0'),
    counted('payslipId', { into: 'gross', sum: 'amount', where: "r.kind = 'EARNING'" }),
    counted('payslipId', { into: 'deductions', sum: 'amount', where: "r.kind = 'DEDUCTION'" }),
    lockedBy('payslipId', {
      when: "status in ('APPROVED', 'PAID')",
      message: 'the slip is approved',
    }),
    index(['payslipId']),
    audited(),
    timestamped(),
  ],
)
