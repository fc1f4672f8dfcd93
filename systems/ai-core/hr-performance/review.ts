// What somebody thinks of the work of somebody else. Nobody reviews themselves.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  integer,
  lockedBy,
  oneOf,
  refersTo,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { visibleByPhase } from './visible-by-phase.ts'

export const reviews = defineTable(
  'reviews',
  {
    cycleId: belongsTo('review_cycles', { inverse: 'reviews' }).immutable(),
    revieweeId: refersTo('hr.employee').immutable(),
    reviewerId: refersTo('hr.employee').immutable(),
    /** As whom the two sign in: what is seen hangs on it. */
    revieweeUserId: refersTo('auth.user').optional(),
    reviewerUserId: refersTo('auth.user'),
    rating: integer().optional(),
    comments: text().optional(),
    status: oneOf('DRAFT', 'SUBMITTED').default('DRAFT'),
  },
  [
    unique(['cycleId', 'revieweeId', 'reviewerId']),
    check('reviewer', 'reviewer_id <> reviewee_id'),
    check('reviewer_user', 'reviewer_user_id <> reviewee_user_id'),
    check('rating', 'rating between 1 and 5'),
    check('submitted', "status = 'DRAFT' or rating is not null"),
    lockedBy('cycleId', { when: "phase = 'RELEASED'", message: 'the reviews are released' }),
    visibleByPhase,
    index(['revieweeId']),
    index(['reviewerId']),
    audited({ subject: 'revieweeId', personal: ['comments'] }),
    timestamped(),
  ],
)
