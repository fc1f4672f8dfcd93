// Every morning: certificates that run out are told, each once.
import { defineJob } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'
import { runOver } from '../run-over.ts'

export const alertExpiring = defineJob<Pick<Client, 'hrTraining'>>({
  name: 'alert-expiring-certificates',
  database: 'hrTraining',
  cron: '0 7 * * *',
  timeZone: 'Europe/Madrid',
  run: ({ db: { hrTraining }, signal }) =>
    runOver(
      signal,
      (take) => hrTraining.expiringCertificate.findMany({ take, select: { id: true } }),
      (ids) =>
        hrTraining.certificate.updateMany({
          where: { id: { in: ids } },
          data: { alertedAt: new Date().toISOString() },
        }),
    ),
})
