// A candidate for a vacancy, from the first letter to the answer. A refusal says why.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const applications = defineTable(
  'applications',
  {
    vacancyId: belongsTo('vacancies', { inverse: 'applications' }).immutable(),
    candidateId: belongsTo('candidates', { inverse: 'applications' }).immutable(),
    status: oneOf('APPLIED', 'SCREEN', 'INTERVIEW', 'OFFER', 'HIRED', 'REJECTED').default(
      'APPLIED',
    ),
    reason: text().optional(),
    /** Whom the one hired became. */
    employeeId: refersTo('hr.employee').optional(),
    appliedAt: instant().defaultNow().immutable(),
  },
  [
    states('status', {
      next: {
        APPLIED: ['SCREEN', 'REJECTED'],
        SCREEN: ['INTERVIEW', 'REJECTED'],
        INTERVIEW: ['OFFER', 'REJECTED'],
        OFFER: ['HIRED', 'REJECTED'],
        HIRED: [],
        REJECTED: [],
      },
    }),
    unique(['vacancyId', 'candidateId']),
    check('rejected', "(status = 'REJECTED') = (reason is not null)"),
    check('reason', "reason ~ '[^[:space:]]'"),
    check('employee', "employee_id is null or status = 'HIRED'"),
    counted('vacancyId', { into: 'hiredCount', where: "r.status = 'HIRED'" }),
    index(['candidateId']),
    index(['status', '-appliedAt']),
    emits('Application', {
      ApplicationReceived: { payload: { applicationId: 'id', vacancyId: 'vacancyId' } },
      ApplicationHired: {
        when: "status = 'HIRED'",
        payload: { applicationId: 'id', vacancyId: 'vacancyId', candidateId: 'candidateId' },
      },
      ApplicationRejected: {
        when: "status = 'REJECTED'",
        payload: { applicationId: 'id', vacancyId: 'vacancyId' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
