// sm_hr_training: what is taught, who takes part, and what it certifies.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { certificates } from './certificate.ts'
import { courses } from './course.ts'
import { courseSessions } from './course-session.ts'
import { enrolments } from './enrolment.ts'
import { expiringCertificates } from './expiring-certificate.ts'

export const hrTraining = defineDatabase({
  schema: 'sm_hr_training',
  name: 'hrTraining',
  area: 'hr',
  purpose: 'Courses, sessions, enrolments and certificates',
  tables: {
    course: courses,
    courseSession: courseSessions,
    enrolment: enrolments,
    certificate: certificates,
    expiringCertificate: expiringCertificates,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
