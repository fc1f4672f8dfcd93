// Promises of appointments: no desk and no client twice at once, holds that lapse, places that come free.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Bank, type BranchOfTest, openBank } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'

onEachEngine(() => {
  let bank: Bank
  let branch: BranchOfTest
  beforeAll(async () => {
    bank = await openBank()
  })
  afterAll(() => bank?.close())
  beforeEach(async () => {
    branch = await bank.openBranch()
  })

  const at = (clock: string) => `2027-03-28T${clock}:00Z`
  const book = async (from: string, to: string, data: object = {}) => {
    const { db, branchId, moduleId } = branch
    const clientId = 'clientId' in data ? '' : (await bank.addClient()).id
    return db.appointment.create({
      data: { branchId, moduleId, clientId, startsAt: at(from), endsAt: at(to), ...data },
    })
  }
  const overlap = { code: 'ACV302', details: expect.stringContaining('appointments_desk_excl') }

  test('an overlap is refused, an adjacent time is not', async () => {
    await book('10:00', '10:30')
    await expect(book('10:29', '10:45')).rejects.toMatchObject(overlap)
    await expect(book('09:00', '12:00')).rejects.toMatchObject(overlap)
    await book('10:30', '11:00')
    await book('09:30', '10:00')
  })

  test('of ten who want one place at once, one has it', async () => {
    const wishes = await Promise.allSettled(
      Array.from({ length: 10 }, () => book('10:00', '10:30')),
    )
    expect(wishes.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    for (const one of wishes)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: /ACV30[29]/ })
  })

  test('a cancelled place is free again, and what was cancelled does not come back', async () => {
    const { id } = await book('10:00', '10:30')
    const { appointment } = branch.db
    await appointment.update({ where: { id }, data: { status: 'CANCELLED' } })
    await book('10:00', '10:30')
    const back = appointment.update({ where: { id }, data: { status: 'SCHEDULED' } })
    await expect(back).rejects.toMatchObject({ code: 'ACV323' })
  })

  test('a client is at one desk at a time', async () => {
    const { id: clientId } = await bank.addClient()
    const { db, branchId } = branch
    const { id: other } = await db.agentModule.create({ data: { branchId, name: 'Otra' } })
    await book('10:00', '10:30', { clientId })
    await expect(book('10:15', '10:45', { clientId, moduleId: other })).rejects.toMatchObject({
      details: expect.stringContaining('appointments_client_excl'),
    })
  })

  test('a hold keeps the place while it lasts, and gives it away when it has lapsed', async () => {
    const { db } = branch
    const hold = await book('10:00', '10:30', { heldUntil: '2199-01-01T00:00:00Z' })
    await expect(book('10:00', '10:30')).rejects.toMatchObject(overlap)
    await db.appointment.update({
      where: { id: hold.id },
      data: { heldUntil: '2020-01-01T00:00:00Z' },
    })
    const kept = db.appointment.update({
      where: { id: hold.id },
      data: { status: 'CONFIRMED', heldUntil: null },
    })
    await expect(kept).rejects.toMatchObject({ code: 'ACV323', message: 'the hold has lapsed' })
    const taken = await Promise.allSettled([book('10:00', '10:30'), book('10:15', '10:45')])
    expect(taken.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    const lapsed = await db.appointment.findUnique({ where: { id: hold.id } })
    expect([lapsed?.status, lapsed?.cancelReason]).toEqual(['CANCELLED', 'HOLD_LAPSED'])
  })

  test('over the hour that a clock skips, an appointment has the length that was agreed', async () => {
    // Madrid goes from 02:00 to 03:00 at 01:00 UTC that day.
    const one = await book('00:45', '01:15')
    expect(Date.parse(one.endsAt) - Date.parse(one.startsAt)).toBe(30 * 60_000)
    await expect(book('01:10', '01:20')).rejects.toMatchObject(overlap)
    await book('01:15', '01:30')
  })
})
