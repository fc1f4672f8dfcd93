// Why records were put together or kept apart: who decided, by what score, what it undoes. Decisions are
// added and never changed; a person's word stands above the matcher's, and a veto is remembered.
import {
  belongsTo,
  check,
  defineTable,
  double,
  index,
  instant,
  integer,
  json,
  oneOf,
  text,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const matchDecisions = defineTable(
  'match_decisions',
  {
    kind: oneOf('LINK', 'UNLINK', 'MERGE', 'UNMERGE', 'VETO'),
    origin: oneOf('AUTOMATIC', 'STEWARD'),
    decidedBy: varchar(200),
    decidedAt: instant().defaultNow(),
    reason: text().optional(),
    /** Sum of log2(m/u) over the comparisons, in bits. */
    score: double().optional(),
    probability: double().optional(),
    /** The level of each comparison with its weight: any score can be explained and made again. */
    comparisons: json().optional(),
    modelVersion: integer().optional(),
    recordId: belongsTo('source_records', { inverse: 'decisions' }).optional(),
    otherRecordId: belongsTo('source_records').optional(),
    partyId: belongsTo('parties', { inverse: 'decisions' }).optional(),
    otherPartyId: belongsTo('parties').optional(),
    /** The decision that this one takes back. */
    undoesId: belongsTo('match_decisions', { inverse: 'undoneBy' }).optional(),
  },
  [
    check('probability', 'probability between 0 and 1'),
    check('steward', "origin <> 'STEWARD' or reason is not null"),
    check(
      'subject',
      `case kind
        when 'LINK' then record_id is not null and party_id is not null
        when 'UNLINK' then record_id is not null and party_id is not null
        when 'VETO' then record_id is not null and other_record_id is not null
        else party_id is not null and other_party_id is not null
      end`,
    ),
    check('undo', "(kind = 'UNMERGE') <= (undoes_id is not null)"),
    index(['-decidedAt']),
    // Most decisions are about one record and one party.
    index(['otherRecordId'], { where: 'other_record_id is not null' }),
    index(['otherPartyId'], { where: 'other_party_id is not null' }),
    index(['undoesId'], { where: 'undoes_id is not null' }),
    index(['recordId', 'otherRecordId'], {
      name: 'match_decisions_veto_idx',
      where: "kind = 'VETO'",
    }),
    withheld('update', 'delete'),
  ],
)
