// What an employee learnt, and until when it counts. Sixty days before, it is told once.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { certifiedAttendance } from './certified-attendance.ts'

export const certificates = defineTable(
  'certificates',
  {
    enrolmentId: belongsTo('enrolments', { inverse: 'certificates' }).immutable(),
    employeeId: refersTo('hr.employee').immutable(),
    number: varchar(60),
    issuedOn: date().immutable(),
    expiresOn: date().optional().immutable(),
    alertOn: date().optional().generatedAs('expires_on - 60'),
    alertedAt: instant().optional(),
  },
  [
    unique(['number']),
    unique(['enrolmentId']),
    check('term', 'expires_on > issued_on'),
    check('alerted', 'alerted_at is null or alert_on is not null'),
    frozen({
      except: ['alertedAt'],
      message: 'a certificate stays as it was issued',
    }),
    certifiedAttendance('enrolmentId'),
    index(['employeeId', '-issuedOn']),
    index(['alertOn'], { where: 'alerted_at is null' }),
    emits('Certificate', {
      CertificateIssued: { payload: { certificateId: 'id', employeeId: 'employeeId' } },
      CertificateExpiring: {
        when: 'alerted_at is not null',
        payload: { certificateId: 'id', employeeId: 'employeeId', expiresOn: 'expiresOn' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
