// One attribute of a party over time: the value that won, the record and the rule it won by, and what it
// won against. The golden columns of `parties` are the rows that hold now.
import {
  belongsTo,
  check,
  defineTable,
  index,
  instant,
  json,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const goldenAttributes = defineTable(
  'golden_attributes',
  {
    partyId: belongsTo('parties', { inverse: 'goldenAttributes', onDelete: 'cascade' }).immutable(),
    attribute: varchar(80).immutable(),
    value: json().immutable(),
    /** Empty where a steward's word is the source. */
    sourceRecordId: belongsTo('source_records', { inverse: 'goldenAttributes' }).optional(),
    rule: varchar(80).immutable(),
    losingValues: json().default([]),
    validFrom: instant().defaultNow().immutable(),
    validTo: instant().optional(),
    recordedAt: instant().defaultNow().immutable(),
  },
  [
    check('valid', 'valid_to > valid_from'),
    // Ranges of the past cannot overlap: a row ends at the instant at which the next one begins.
    unique(['partyId', 'attribute'], {
      name: 'golden_attributes_now_key',
      where: 'valid_to is null',
    }),
    index(['partyId', 'attribute', 'validFrom']),
  ],
)
