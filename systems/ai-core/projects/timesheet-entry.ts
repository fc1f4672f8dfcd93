// When somebody worked on a project. Nobody works on two at once; what is approved stays.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  exclude,
  frozen,
  index,
  instant,
  integer,
  lockedBy,
  oneOf,
  refersTo,
  text,
  timestamped,
} from '../../../kernel/index.ts'

export const timesheetEntries = defineTable(
  'timesheet_entries',
  {
    projectId: belongsTo('projects', { inverse: 'timesheet' }).immutable(),
    employeeId: refersTo('hr.employee').immutable(),
    startsAt: instant(),
    endsAt: instant(),
    minutes: integer().generatedAs('(extract(epoch from ends_at - starts_at) / 60)::integer'),
    description: text().optional(),
    status: oneOf('DRAFT', 'APPROVED').default('DRAFT'),
    approvedById: refersTo('hr.employee').optional(),
  },
  [
    exclude('not_twice', { employee_id: '=', 'tstzrange(starts_at, ends_at)': '&&' }),
    check('term', "ends_at > starts_at and ends_at <= starts_at + interval '24 hours'"),
    check('approved', "(status = 'APPROVED') = (approved_by_id is not null)"),
    check('not_by_oneself', 'approved_by_id <> employee_id'),
    counted('projectId', { into: 'spentMinutes', sum: 'minutes' }),
    lockedBy('projectId', { when: "status = 'CLOSED'", message: 'the project is closed' }),
    frozen({ when: "status = 'APPROVED'", message: 'approved hours stay as they are' }),
    index(['projectId', '-startsAt']),
    audited(),
    timestamped(),
  ],
)
