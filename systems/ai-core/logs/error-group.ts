// Errors that are one error: same fingerprint, seen many times.
import {
  bigint,
  check,
  defineTable,
  index,
  instant,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const errorGroups = defineTable(
  'error_groups',
  {
    fingerprint: varchar(64).immutable(),
    service: varchar(80).immutable(),
    title: text(),
    /** Ever seen; entries leave with their month and this number stays. */
    occurrences: bigint().default('1'),
    status: oneOf('OPEN', 'RESOLVED', 'IGNORED').default('OPEN'),
    firstSeenAt: instant().defaultNow().immutable(),
    lastSeenAt: instant().defaultNow(),
    resolvedBy: varchar(200).optional(),
  },
  [
    unique(['service', 'fingerprint']),
    check('occurrences', 'occurrences > 0'),
    check('seen', 'last_seen_at >= first_seen_at'),
    index(['status', '-lastSeenAt']),
    timestamped(),
  ],
)
