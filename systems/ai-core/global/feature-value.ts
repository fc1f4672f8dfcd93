// What one subject adds to a score or indicator of its person, from one event on. Two clocks, so that a question
// about the past sees what was known then: observed at or before t, and recorded at or before t.
import {
  belongsTo,
  bigint,
  defineTable,
  index,
  instant,
  json,
  partitioned,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const featureValues = defineTable(
  'feature_values',
  {
    featureId: belongsTo('features', { inverse: 'values' }),
    sourceRecordId: belongsTo('source_records', { inverse: 'featureValues' }),
    area: varchar(40).backfill("'unknown'"),
    subjectType: varchar(80).backfill("'Unknown'"),
    subjectId: varchar(200).backfill('p.id::text'),
    /** Of its events, the one from which on this holds. */
    sequence: bigint().backfill('1'),
    /** As in the fact: the subject by which the person is known. */
    rootType: varchar(80).backfill("'Unknown'"),
    rootId: varchar(200).backfill('p.id::text'),
    value: json(),
    /** What the value was computed from. */
    inputs: json().optional(),
    observedAt: instant(),
    // By this instant, because late data must always find a partition.
    recordedAt: instant().defaultNow(),
  },
  [
    partitioned({ by: 'recordedAt', every: 'month', ahead: 3 }),
    index(['sourceRecordId', 'featureId', '-observedAt']),
    index(['featureId', '-observedAt']),
    index(['area', 'subjectType', 'subjectId', 'featureId', '-sequence']),
    withheld('update', 'delete'),
  ],
)
