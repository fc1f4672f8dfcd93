// One line of a service's log, structured. Secrets are removed before it is written.
import {
  belongsTo,
  defineTable,
  index,
  instant,
  json,
  oneOf,
  partitioned,
  text,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const logEntries = defineTable(
  'log_entries',
  {
    loggedAt: instant().defaultNow(),
    level: oneOf('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'),
    service: varchar(80),
    message: text(),
    context: json().default({}),
    requestId: varchar(100).optional(),
    errorGroupId: belongsTo('error_groups', { inverse: 'entries' }).optional(),
  },
  [
    partitioned({ by: 'loggedAt', every: 'month', ahead: 3 }),
    index(['service', '-loggedAt']),
    index(['-loggedAt'], {
      name: 'log_entries_trouble_idx',
      where: "level in ('WARN', 'ERROR', 'FATAL')",
    }),
    index(['requestId'], { where: 'request_id is not null' }),
    withheld('update', 'delete'),
  ],
)
