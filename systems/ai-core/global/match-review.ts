// A question for a person: two parties that look like one, but not surely enough. The answer is a decision.
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
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { matchReviewActions } from './match-review-actions.ts'

export const matchReviews = defineTable(
  'match_reviews',
  {
    /** The pair in the order of its ids, so that it is asked once. */
    partyId: belongsTo('parties', { inverse: 'reviews' }).immutable(),
    otherPartyId: belongsTo('parties').immutable(),
    /** Posterior log2 odds that they are one. */
    bits: double().immutable(),
    /** Pairs of records with their score and pattern. */
    evidence: json().immutable(),
    modelVersion: integer().immutable(),
    status: oneOf('OPEN', 'ACCEPTED', 'REJECTED').default('OPEN'),
    openedAt: instant().defaultNow().immutable(),
    decidedAt: instant().optional(),
    decidedBy: varchar(200).optional(),
    reason: text().optional(),
    decisionId: belongsTo('match_decisions', { inverse: 'reviews' }).optional(),
  },
  [
    unique(['partyId', 'otherPartyId'], {
      name: 'match_reviews_open_key',
      where: "status = 'OPEN'",
    }),
    check('pair', 'party_id < other_party_id'),
    check(
      'decided',
      `(status = 'OPEN') = (decided_at is null)
        and (status = 'OPEN') = (decided_by is null) and (status = 'OPEN') = (reason is null)`,
    ),
    // What a steward sees first: the surest.
    index(['-bits', 'id'], { where: "status = 'OPEN'" }),
    withheld('delete'),
    matchReviewActions,
  ],
)
