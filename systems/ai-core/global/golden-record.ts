// What a party's sources make of it, over time: one row from one change to the next. Each attribute says the value
// that won, the record and the rule it won by, and what it won against. The golden columns of `parties` are the row
// that holds now.
import {
  belongsTo,
  check,
  defineTable,
  instant,
  json,
  primaryKey,
  unique,
} from '../../../kernel/index.ts'

export const goldenRecords = defineTable(
  'golden_records',
  {
    partyId: belongsTo('parties', { inverse: 'goldenRecords', onDelete: 'cascade' }).immutable(),
    /** Attribute -> { value, sourceRecordId, rule, losing, since }; without `since` it holds since this row began. */
    attributes: json(),
    validFrom: instant().defaultNow().immutable(),
    validTo: instant().optional(),
  },
  [
    // Rows of the past cannot overlap: one ends at the instant at which the next one begins.
    primaryKey('partyId', 'validFrom'),
    check('valid', 'valid_to > valid_from'),
    unique(['partyId'], { name: 'golden_records_now_key', where: 'valid_to is null' }),
  ],
)
