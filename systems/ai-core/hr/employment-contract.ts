// What an employee is paid and for how many hours, during a stretch of days. A day has one contract.
import {
  audited,
  belongsTo,
  bigint,
  check,
  date,
  decimal,
  defineTable,
  encrypted,
  exclude,
  oneOf,
  timestamped,
} from '../../../kernel/index.ts'

export const employmentContracts = defineTable(
  'employment_contracts',
  {
    employeeId: belongsTo('employees', { inverse: 'contracts' }).immutable(),
    kind: oneOf('PERMANENT', 'FIXED_TERM', 'TRAINING', 'INTERIM').default('PERMANENT'),
    startsOn: date(),
    /** The last day; open where it is empty. */
    endsOn: date().optional(),
    weeklyHours: decimal(5, 2).default('40'),
    /** In cents. */
    annualSalary: bigint(),
  },
  [
    exclude('one_a_day', {
      employee_id: '=',
      "daterange(starts_on, ends_on, '[]')": '&&',
    }),
    check('term', 'ends_on >= starts_on'),
    check('fixed_term', "kind <> 'FIXED_TERM' or ends_on is not null"),
    check('hours', 'weekly_hours > 0 and weekly_hours <= 60'),
    encrypted({ columns: ['annualSalary'], subject: 'employeeId' }),
    audited(),
    timestamped(),
  ],
)
