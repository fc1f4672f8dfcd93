// Errors are kept for thirty days.
import { defineJob } from '../../kernel/index.ts'
import type { Client } from './databases.ts'

const keptDays = 30

export const forgetErrors = defineJob({
  name: 'conversations-forget-errors',
  cron: '17 3 * * *',
  run: ({ db }: { readonly db: Client }) => forgetErrorsBefore(db, new Date()),
})

export async function forgetErrorsBefore(db: Client, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000).toISOString()
  await db.conversations.errorLog.deleteMany({ where: { createdAt: { lt: before } } })
}
