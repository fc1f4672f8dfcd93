// Every night: who did not consent any longer is forgotten.
import { defineJob } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'
import { runOver } from '../run-over.ts'

export const eraseExpired = defineJob<Pick<Client, 'hrRecruitment'>>({
  name: 'erase-expired-candidates',
  database: 'hrRecruitment',
  cron: '15 2 * * *',
  timeZone: 'Europe/Madrid',
  run: ({ db: { hrRecruitment }, signal }) =>
    runOver(
      signal,
      (take) => hrRecruitment.expiredCandidate.findMany({ take, select: { id: true } }),
      (ids) =>
        hrRecruitment.candidate.updateMany({
          where: { id: { in: ids } },
          data: { erasedAt: new Date().toISOString() },
        }),
    ),
})
