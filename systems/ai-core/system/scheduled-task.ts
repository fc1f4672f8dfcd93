// Work that returns by the clock, as operators see and change it. Who runs it is not said here.
import {
  boolean,
  check,
  defineTable,
  instant,
  json,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const scheduledTasks = defineTable(
  'scheduled_tasks',
  {
    name: varchar(120).immutable(),
    description: text().optional(),
    /** Five fields: minute, hour, day, month, day of the week. */
    cron: varchar(120),
    timeZone: varchar(60).default('Europe/Madrid'),
    arguments: json().default({}),
    enabled: boolean().default(true),
    lastStartedAt: instant().optional(),
    lastEndedAt: instant().optional(),
    lastOutcome: oneOf('DONE', 'FAILED').optional(),
    lastError: text().optional(),
  },
  [unique(['name']), check('cron', "cron ~ '^[^ ]+( [^ ]+){4}$'"), timestamped()],
)
