// Parties that came near each other without being one: asked again when either has grown, so that the order in
// which records arrive decides little.
import { boolean, defineTable, index, primaryKey, uuid } from '../../../kernel/index.ts'

export const matchRechecks = defineTable(
  'match_rechecks',
  {
    /** The pair in the order of its ids; derived, so no foreign key guards it. */
    partyId: uuid(),
    otherPartyId: uuid(),
    /** False: one of them has changed since. */
    asked: boolean().default(false),
  },
  [
    primaryKey('partyId', 'otherPartyId'),
    index(['otherPartyId']),
    index(['partyId'], { name: 'match_rechecks_waiting_idx', where: 'not asked' }),
  ],
)
