// A booking lies within its slot, whichever of the two moves: both ask the slot.
import { settled } from '../../../kernel/index.ts'

export const withinSlot = (slot: string) =>
  settled('within', {
    of: slot,
    condition: `not exists (select from {table:bookings} b where b.slot_id = p.id
      and b.status <> 'CANCELLED'
      and (b.resource_id <> p.resource_id or b.starts_at < p.starts_at or b.ends_at > p.ends_at))`,
    message: 'the booking is not within its slot',
  })
