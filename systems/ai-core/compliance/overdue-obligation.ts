// What should have been met before today and is not, the oldest first.
import { date, defineView, integer, text, uuid } from '../../../kernel/index.ts'

export const overdueObligations = defineView(
  'overdue_obligations',
  { id: uuid(), code: text(), ownerId: uuid().optional(), dueOn: date(), daysLate: integer() },
  `select id, code, owner_id, due_on, d.today - due_on as days_late
   from obligations, (select (acervo.now() at time zone 'Europe/Madrid')::date as today) d
   where status = 'OPEN' and due_on < d.today`,
  { key: ['id'] },
)
