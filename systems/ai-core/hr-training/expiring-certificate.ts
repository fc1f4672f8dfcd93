// Certificates that run out within sixty days and that nobody was told of.
import { date, defineView, uuid } from '../../../kernel/index.ts'

export const expiringCertificates = defineView(
  'expiring_certificates',
  { id: uuid(), employeeId: uuid(), expiresOn: date() },
  `select id, employee_id, expires_on from certificates
   where alerted_at is null and alert_on <= (acervo.now() at time zone 'Europe/Madrid')::date`,
  { key: ['id'] },
)
