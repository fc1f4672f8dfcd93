// Days on which an employee is away. Two that are asked for or granted never share a day.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  exclude,
  index,
  instant,
  oneOf,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'

export const absences = defineTable(
  'absences',
  {
    employeeId: belongsTo('employees', { inverse: 'absences' }).immutable(),
    kind: oneOf('HOLIDAY', 'SICK', 'PARENTAL', 'PERSONAL', 'UNPAID'),
    startsOn: date(),
    /** The last day. */
    endsOn: date(),
    status: oneOf('REQUESTED', 'APPROVED', 'REJECTED', 'TAKEN').default('REQUESTED'),
    reason: text().optional(),
    decidedById: belongsTo('employees').optional(),
    decidedAt: instant().optional(),
  },
  [
    states('status', {
      next: {
        REQUESTED: ['APPROVED', 'REJECTED'],
        APPROVED: ['TAKEN', 'REJECTED'],
        REJECTED: [],
        TAKEN: [],
      },
      stamps: { APPROVED: 'decidedAt', REJECTED: 'decidedAt' },
    }),
    exclude(
      'no_overlap',
      { employee_id: '=', "daterange(starts_on, ends_on, '[]')": '&&' },
      { where: "status <> 'REJECTED'" },
    ),
    check('term', 'ends_on >= starts_on'),
    check('decided', "(status = 'REQUESTED') = (decided_at is null)"),
    check('decider', '(decided_by_id is null) = (decided_at is null)'),
    check('not_by_oneself', 'decided_by_id <> employee_id'),
    index(['employeeId', '-startsOn']),
    index(['decidedById'], { where: 'decided_by_id is not null' }),
    index(['status', 'startsOn']),
    emits('Absence', {
      AbsenceRequested: { payload: { absenceId: 'id', employeeId: 'employeeId' } },
      AbsenceApproved: {
        when: "status = 'APPROVED'",
        payload: {
          absenceId: 'id',
          employeeId: 'employeeId',
          startsOn: 'startsOn',
          endsOn: 'endsOn',
        },
      },
      AbsenceRejected: {
        when: "status = 'REJECTED'",
        payload: { absenceId: 'id', employeeId: 'employeeId' },
      },
    }),
    // Why somebody is away may be their health.
    audited({ subject: 'employeeId', personal: ['reason'] }),
    timestamped(),
  ],
)
