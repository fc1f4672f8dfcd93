// Something that an area reported about a person, kept by the source record and never by the party alone:
// when two parties are parted again, each takes its facts along.
import {
  belongsTo,
  bigint,
  check,
  defineTable,
  index,
  instant,
  json,
  unique,
  uuid,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const facts = defineTable(
  'facts',
  {
    sourceRecordId: belongsTo('source_records', { inverse: 'facts' }),
    /** Short name of the database that reported it: `insurance`. */
    area: varchar(40),
    kind: varchar(120),
    /** What it is about, as its area names it: `Receipt`, and which one. */
    subjectType: varchar(80).backfill("'Unknown'"),
    subjectId: varchar(200).backfill('p.id::text'),
    /** Place among the facts of its subject: the newest state is all of them in this order. */
    sequence: bigint().backfill('1'),
    /** The subject by which its person is known: a receipt's policy; often the subject itself. */
    rootType: varchar(80).backfill("'Unknown'"),
    rootId: varchar(200).backfill('p.id::text'),
    payload: json(),
    /** True in the world during ... */
    validFrom: instant(),
    validTo: instant().optional(),
    /** ... and known since. */
    recordedAt: instant().defaultNow(),
    /** A repeated event adds nothing. */
    eventId: uuid(),
  },
  [
    unique(['eventId']),
    check('valid', 'valid_to > valid_from'),
    index(['sourceRecordId', 'kind', '-validFrom']),
    index(['area', 'kind', '-recordedAt']),
    index(['area', 'subjectType', 'subjectId', 'sequence']),
    index(['area', 'rootType', 'rootId']),
    withheld('update', 'delete'),
  ],
)
