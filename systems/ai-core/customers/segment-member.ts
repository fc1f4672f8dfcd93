// A client in a segment during some days; never twice on one day.
import {
  belongsTo,
  check,
  counted,
  date,
  defineTable,
  exclude,
  index,
  lockedBy,
  refersTo,
  timestamped,
} from '../../../kernel/index.ts'

export const segmentMembers = defineTable(
  'segment_members',
  {
    segmentId: belongsTo('segments', { inverse: 'members' }).immutable(),
    partyId: refersTo('global.party').immutable(),
    validFrom: date().immutable(),
    /** Without this day; open where it is empty. */
    validTo: date().optional(),
  },
  [
    exclude('once_a_day', {
      segment_id: '=',
      party_id: '=',
      'daterange(valid_from, valid_to)': '&&',
    }),
    check('days', 'valid_to >= valid_from'),
    index(['partyId', '-validFrom']),
    counted('segmentId', { into: 'memberCount', where: 'r.valid_to is null' }),
    lockedBy('segmentId', {
      when: "status <> 'ACTIVE'",
      events: ['insert'],
      message: 'a segment that is not in force takes no members',
    }),
    timestamped(),
  ],
)
