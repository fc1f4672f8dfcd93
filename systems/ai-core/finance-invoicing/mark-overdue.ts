// Every morning: what should have been paid is overdue.
import { defineJob } from '../../../kernel/index.ts'
import type { Client } from '../databases.ts'
import { runOver } from '../run-over.ts'

export const markOverdue = defineJob<Pick<Client, 'financeInvoicing'>>({
  name: 'mark-overdue-invoices',
  database: 'financeInvoicing',
  cron: '45 6 * * *',
  timeZone: 'Europe/Madrid',
  run: ({ db: { financeInvoicing }, signal }) =>
    runOver(
      signal,
      (take) => financeInvoicing.overdueInvoice.findMany({ take, select: { id: true } }),
      (ids) =>
        financeInvoicing.invoice.updateMany({
          where: { id: { in: ids } },
          data: { status: 'OVERDUE' },
        }),
    ),
})
