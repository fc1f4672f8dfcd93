// Every morning: reminders whose day has come are sent, each once.
import { defineJob } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'
import { runOver } from '../run-over.ts'

export const sendReminders = defineJob<Pick<Client, 'legal'>>({
  name: 'send-legal-reminders',
  database: 'legal',
  cron: '30 7 * * *',
  timeZone: 'Europe/Madrid',
  run: ({ db: { legal }, signal }) =>
    runOver(
      signal,
      (take) => legal.dueReminder.findMany({ take, select: { id: true } }),
      (ids) =>
        legal.reminder.updateMany({
          where: { id: { in: ids } },
          data: { sentAt: new Date().toISOString() },
        }),
    ),
})
