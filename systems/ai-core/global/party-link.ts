// Which party a source record belongs to: where the merges lead from its origin, kept so that it can be asked
// by index and about the past. To learn that two are one is a correction: it supersedes the old row and adds
// one that is valid from the same instant.
import {
  belongsTo,
  boolean,
  check,
  defineTable,
  exclude,
  index,
  instant,
  unique,
  withheld,
} from '../../../kernel/index.ts'

export const partyLinks = defineTable(
  'party_links',
  {
    sourceRecordId: belongsTo('source_records', { inverse: 'links' }).immutable(),
    partyId: belongsTo('parties', { inverse: 'links' }).immutable(),
    decisionId: belongsTo('match_decisions', { inverse: 'links' }).optional(),
    /** When the record belonged to the party ... */
    validFrom: instant().defaultNow().immutable(),
    validTo: instant().optional(),
    /** ... and when we knew it: a correction supersedes a row and adds another. */
    recordedAt: instant().defaultNow().immutable(),
    supersededAt: instant().optional(),
    // A boolean, because a planner without statistics takes two nulls for a rarity and reads whole indexes.
    /** It is what we believe today. */
    holds: boolean().generatedAs('superseded_at is null and valid_to is null'),
  },
  [
    check('valid', 'valid_to > valid_from'),
    check('recorded', 'superseded_at >= recorded_at'),
    exclude(
      'one_party_at_a_time',
      { source_record_id: '=', 'tstzrange(valid_from, valid_to)': '&&' },
      { where: 'superseded_at is null' },
    ),
    index(['decisionId'], { where: 'decision_id is not null' }),
    // What holds now, as resolution asks it.
    unique(['sourceRecordId'], { name: 'party_links_now_key', where: 'holds' }),
    index(['partyId'], {
      name: 'party_links_party_now_idx',
      where: 'holds',
      include: ['sourceRecordId'],
    }),
    index(['partyId', 'validFrom']),
    // From a record to its party without a look at the row.
    index(['sourceRecordId', 'validFrom'], { include: ['partyId', 'holds'] }),
    withheld('delete'),
  ],
)
