// Rungs whose day has come and that nobody was sent.
import { defineView, integer, uuid } from '../../../kernel/index.ts'

export const dueReminders = defineView(
  'due_reminders',
  { id: uuid(), deadlineId: uuid(), daysBefore: integer() },
  `select id, deadline_id, days_before from reminders
   where sent_at is null and remind_on <= (acervo.now() at time zone 'Europe/Madrid')::date`,
  { key: ['id'] },
)
