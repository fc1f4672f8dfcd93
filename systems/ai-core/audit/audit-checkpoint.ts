// A seal over a stretch of audit events: its digest, signed, so that a change behind it shows.
import {
  bigint,
  bytes,
  check,
  defineTable,
  instant,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { withheld } from '../withheld.ts'

export const auditCheckpoints = defineTable(
  'audit_checkpoints',
  {
    databaseName: varchar(63),
    fromInstant: instant(),
    untilInstant: instant(),
    eventCount: bigint(),
    digest: bytes(),
    /** Digest of the checkpoint before: the seals are a chain. */
    previousDigest: bytes().optional(),
    signature: bytes().optional(),
    keyName: varchar(120).optional(),
    sealedAt: instant().defaultNow(),
  },
  [
    unique(['databaseName', 'untilInstant']),
    check('stretch', 'until_instant > from_instant'),
    check('event_count', 'event_count >= 0'),
    check('signed', '(signature is null) = (key_name is null)'),
    withheld('insert', 'update', 'delete'),
  ],
)
