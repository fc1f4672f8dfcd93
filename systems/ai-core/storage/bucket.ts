// A place for files of one kind: what they are, and how long they are kept at least.
import {
  audited,
  bigint,
  check,
  counter,
  defineTable,
  integer,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const buckets = defineTable(
  'buckets',
  {
    name: varchar(63).immutable(),
    purpose: text(),
    classification: oneOf('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL').default('INTERNAL'),
    retentionDays: integer().default(0),
    maxBytes: bigint().optional(),
    fileCount: counter(),
    storedBytes: counter(),
  },
  [
    unique(['name']),
    check('name', "name ~ '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'"),
    check('retention', 'retention_days >= 0'),
    check('full', 'stored_bytes <= max_bytes'),
    audited(),
    timestamped(),
  ],
)
