// A month of pay. Once closed, nothing in it changes: what was wrong is put right in a later one.
import {
  audited,
  check,
  date,
  defineTable,
  frozen,
  integer,
  oneOf,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const payrollPeriods = defineTable(
  'payroll_periods',
  {
    year: integer().immutable(),
    month: integer().immutable(),
    payOn: date(),
    status: oneOf('OPEN', 'CLOSED').default('OPEN'),
  },
  [
    unique(['year', 'month']),
    check('month', 'month between 1 and 12'),
    check('year', 'year between 2000 and 2200'),
    frozen({ when: "status = 'CLOSED'", message: 'a closed period stays as it is' }),
    audited(),
    timestamped(),
  ],
)
