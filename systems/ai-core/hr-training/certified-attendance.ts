// Only who was there is certified, and who is certified was there: asked of the enrolment, whichever of the two changes.
import { settled } from '../../../kernel/index.ts'

export const certifiedAttendance = (enrolment: string) =>
  settled('attended', {
    of: enrolment,
    condition: `not exists (select from {table:certificates} c where c.enrolment_id = p.id
      and (p.status <> 'ATTENDED' or c.employee_id <> p.employee_id))`,
    message: 'who was not there is not certified',
  })
