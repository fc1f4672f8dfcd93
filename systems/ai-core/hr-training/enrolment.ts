// An employee's place in a session, or in the queue for it.
import {
  audited,
  belongsTo,
  counted,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { certifiedAttendance } from './certified-attendance.ts'

export const enrolments = defineTable(
  'enrolments',
  {
    sessionId: belongsTo('course_sessions', { inverse: 'enrolments' }).immutable(),
    employeeId: refersTo('hr.employee').immutable(),
    status: oneOf('WAITING', 'ENROLLED', 'ATTENDED', 'ABSENT', 'CANCELLED').default('ENROLLED'),
  },
  [
    states('status', {
      next: {
        WAITING: ['ENROLLED', 'CANCELLED'],
        ENROLLED: ['WAITING', 'ATTENDED', 'ABSENT', 'CANCELLED'],
        ATTENDED: ['ABSENT'],
        ABSENT: ['ATTENDED'],
        CANCELLED: ['WAITING', 'ENROLLED'],
      },
    }),
    unique(['sessionId', 'employeeId']),
    counted('sessionId', {
      into: 'takenCount',
      where: "r.status in ('ENROLLED', 'ATTENDED', 'ABSENT')",
    }),
    certifiedAttendance('id'),
    index(['employeeId']),
    emits('Enrolment', {
      EnrolmentMade: {
        when: "status = 'ENROLLED'",
        payload: { enrolmentId: 'id', sessionId: 'sessionId', employeeId: 'employeeId' },
      },
      EnrolmentCancelled: {
        when: "status = 'CANCELLED'",
        payload: { enrolmentId: 'id', sessionId: 'sessionId', employeeId: 'employeeId' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
