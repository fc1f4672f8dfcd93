// What a source said about somebody, word for word: one row per version, never lost. What it said never
// changes; whether it is the newest word, how the matcher reads it and where it was born may.
import {
  array,
  belongsTo,
  bigint,
  boolean,
  check,
  defineTable,
  index,
  instant,
  integer,
  json,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { checkSha256 } from '../sha256.ts'

export const sourceRecords = defineTable(
  'source_records',
  {
    source: varchar(80).immutable(),
    /** The source's own identifier of the record. */
    sourceKey: varchar(300).immutable(),
    /** SHA-256 of the canonical payload: tells a new version from a repetition. */
    digest: varchar(64).immutable(),
    payload: json().immutable(),
    /** The party's columns as the map read them: what survivorship chooses from. */
    attributes: json().default({}).immutable(),
    /** False once the source has said something newer under the same key. */
    current: boolean().default(true),
    previousId: belongsTo('source_records', { inverse: 'next' }).optional().immutable(),
    /** The party it was born with, or attached to when it came: its party is where the merges lead from here. */
    originId: belongsTo('parties', { inverse: 'bornRecords' }).backfill(
      `(select l.party_id from sm_global.party_links l
        where l.source_record_id = p.id order by l.recorded_at, l.id limit 1)`,
    ),
    /** What the matcher compares, and the keys under which it finds the record. */
    normalised: json().optional(),
    normVersion: integer().optional(),
    /** When it was last compared with the others; until then it waits. */
    resolvedAt: instant().optional(),
    // A boolean, as a planner without statistics takes two conditions for a rarity and sorts all that waits.
    waiting: boolean().generatedAs('current and resolved_at is null').hidden(),
    matchKeys: array(bigint()).default([]).hidden(),
    receivedAt: instant().defaultNow().immutable(),
  },
  [
    unique(['source', 'sourceKey', 'digest']),
    unique(['source', 'sourceKey'], { name: 'source_records_current_key', where: 'current' }),
    checkSha256('digest'),
    check('normalised', '(normalised is null) = (norm_version is null)'),
    index(['previousId'], { where: 'previous_id is not null' }),
    // What waits for resolution, in the order of arrival.
    index(['id'], { name: 'source_records_waiting_idx', where: 'waiting' }),
    // Rows lie in the order of their arrival.
    index(['receivedAt'], { using: 'brin' }),
    withheld('delete'),
  ],
)
