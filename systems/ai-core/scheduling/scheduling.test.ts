// Promises of bookings: a resource has one at a time, within its slot, however many ask at once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { scheduling } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof scheduling]>
  beforeAll(async () => {
    few = await openFew(scheduling)
  })
  afterAll(() => few?.close())

  let made = 0
  const resource = () =>
    few.insert('sm_scheduling.resources', { name: `Sala ${++made}`, kind: 'ROOM' })
  const at = (time: string) => `2026-05-04T${time}:00Z`
  const slot = (resource_id: string, from = '09:00', to = '14:00') =>
    few.insert('sm_scheduling.slots', { resource_id, starts_at: at(from), ends_at: at(to) })
  const bookText = (slotId: string, resourceId: string, from: string, to: string) =>
    `insert into sm_scheduling.bookings (slot_id, resource_id, starts_at, ends_at)
      values ('${slotId}', '${resourceId}', '${at(from)}', '${at(to)}')`
  const ready = async () => {
    const room = await resource()
    return { room, open: await slot(room) }
  }

  test('of two bookings that overlap one is taken', async () => {
    const { room, open } = await ready()
    const ended = await few.race(
      bookText(open, room, '09:00', '10:00'),
      bookText(open, room, '09:59', '11:00'),
    )
    expect(ended).toEqual(['done', 'ACV302'])
    await few.within(bookText(open, room, '10:00', '11:00'))
  })

  test('a cancelled one makes room', async () => {
    const { room, open } = await ready()
    await few.within(bookText(open, room, '09:00', '10:00'))
    await few.query(`update sm_scheduling.bookings set status = 'CANCELLED' where slot_id = $1`, [
      open,
    ])
    await few.within(bookText(open, room, '09:30', '10:30'))
    const back = few.query(
      `update sm_scheduling.bookings set status = 'CONFIRMED' where slot_id = $1 and status = 'CANCELLED'`,
      [open],
    )
    expect(await refusal(back)).toContain('ACV323')
  })

  test('a booking lies within its slot, whichever of the two is moved', async () => {
    const { room, open } = await ready()
    const outside = few.within(bookText(open, room, '13:30', '14:30'))
    expect(await refusal(outside)).toContain('not within its slot')
    const elsewhere = few.within(bookText(open, await resource(), '09:00', '10:00'))
    expect(await refusal(elsewhere)).toContain('not within its slot')
    await few.within(bookText(open, room, '12:00', '13:00'))
    const shorten = few.query('update sm_scheduling.slots set ends_at = $2 where id = $1', [
      open,
      at('12:30'),
    ])
    expect(await refusal(shorten)).toContain('not within its slot')
  })

  test('a slot shortened while it is booked refuses one of the two', async () => {
    const { room, open } = await ready()
    const ended = await few.race(
      `update sm_scheduling.slots set ends_at = '${at('12:30')}' where id = '${open}'`,
      bookText(open, room, '12:00', '13:00'),
    )
    expect(ended).toEqual(['done', 'ACV304'])
  })

  test('the slots of a resource never overlap', async () => {
    const { room } = await ready()
    expect(await refusal(slot(room, '13:00', '15:00'))).toContain('slots_no_overlap_excl')
  })
})
