// Somebody's time with a resource. Of two that overlap the database takes one, however many ask at once.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  exclude,
  index,
  instant,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { withinSlot } from './within-slot.ts'

const reported = {
  bookingId: 'id',
  resourceId: 'resourceId',
  partyId: 'partyId',
  status: 'status',
  startsAt: 'startsAt',
  endsAt: 'endsAt',
}
export const bookings = defineTable(
  'bookings',
  {
    slotId: belongsTo('slots', { inverse: 'bookings' }),
    resourceId: belongsTo('resources', { inverse: 'bookings' }),
    partyId: refersTo('global.party').optional(),
    startsAt: instant(),
    endsAt: instant(),
    status: oneOf('HELD', 'CONFIRMED', 'DONE', 'MISSED', 'CANCELLED').default('CONFIRMED'),
    notes: text().optional(),
  },
  [
    states('status', {
      next: {
        HELD: ['CONFIRMED', 'CANCELLED'],
        CONFIRMED: ['DONE', 'MISSED', 'CANCELLED'],
        DONE: [],
        MISSED: [],
        CANCELLED: [],
      },
    }),
    exclude(
      'no_overlap',
      { resource_id: '=', 'tstzrange(starts_at, ends_at)': '&&' },
      { where: "status <> 'CANCELLED'" },
    ),
    check('term', 'ends_at > starts_at'),
    withinSlot('slotId'),
    index(['slotId']),
    index(['partyId', '-startsAt'], { where: 'party_id is not null' }),
    emits('Booking', {
      BookingMade: { when: "status in ('HELD', 'CONFIRMED')", payload: reported },
      BookingMoved: { changed: ['startsAt', 'endsAt', 'resourceId'], payload: reported },
      BookingCancelled: { when: "status = 'CANCELLED'", payload: reported },
    }),
    audited({ personal: ['notes'] }),
    timestamped(),
  ],
)
