// A report on its way to somebody: of a run that succeeded, once for each way and recipient.
import {
  audited,
  belongsTo,
  defineTable,
  index,
  instant,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

export const deliveries = defineTable(
  'deliveries',
  {
    runId: belongsTo('runs', { inverse: 'deliveries' }).immutable(),
    channel: oneOf('EMAIL', 'PORTAL', 'FILE').immutable(),
    recipient: varchar(320).immutable(),
    format: oneOf('PDF', 'CSV', 'XLSX', 'HTML').immutable(),
    status: oneOf('PENDING', 'SENT', 'FAILED').default('PENDING'),
    sentAt: instant().optional(),
    error: text().optional(),
  },
  [
    unique(['runId', 'channel', 'recipient', 'format']),
    onlyWhile('runId', {
      holds: "p.status = 'SUCCEEDED'",
      message: 'only a run that succeeded is delivered',
    }),
    states('status', {
      next: { PENDING: ['SENT', 'FAILED'], FAILED: ['PENDING'], SENT: [] },
      initial: ['PENDING'],
      stamps: { SENT: 'sentAt' },
    }),
    index(['status', 'createdAt'], { where: "status = 'PENDING'" }),
    audited(),
    timestamped(),
  ],
)
