// A lift carries one vehicle at a time, and only a lift that the workshop has; work follows the same rules as at home.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { serviceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof serviceMarkets>
  beforeAll(async () => {
    platform = await openFew(...serviceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).workshops
  let plates = 0
  const workshop = () =>
    as().workshop.create({
      data: {
        name: 'Talleres de Ejemplo',
        registrationNumber: randomUUID(),
        addressLine: 'Polígono 1',
        postcode: '45600',
        bays: 2,
      },
    })
  const vehicle = () => {
    plates += 1
    return as().vehicle.create({
      data: { plate: `${String(plates).padStart(4, '0')}BCD`, make: 'Seat', model: 'Ibiza' },
    })
  }
  const order = async (more: object = {}) =>
    as().workOrder.create({
      data: {
        number: randomUUID(),
        partyId: randomUUID(),
        description: 'cambio de luna',
        vehicleId: (await vehicle()).id,
        ...more,
      },
    })
  const slot = (bay: number, from: number) => ({
    bay,
    bayFrom: `2026-03-02T${String(from).padStart(2, '0')}:00:00Z`,
    bayTo: `2026-03-02T${String(from + 2).padStart(2, '0')}:00:00Z`,
  })

  test('a lift carries one vehicle at a time', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: workshopId } = await workshop()
        const booked = await times(6, (at) => order({ workshopId, ...slot(1, 8 + (at % 2)) }))
        expect(await times(1, () => order({ workshopId, ...slot(2, 8) }))).toBe(1)
        return booked - 1
      },
      without:
        'alter table sw_workshops.work_orders drop constraint work_orders_one_vehicle_a_bay_excl',
    })
  })

  test('a vehicle is put on a lift that the workshop has', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: workshopId } = await workshop()
        return times(2, (at) => order({ workshopId, ...slot(3 + at, 8) }))
      },
      without: 'drop trigger has_bay_insert on sw_workshops.work_orders',
    })
  })

  test('work waits for an approved quote', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: workshopId } = await workshop()
        const { id } = await order({ workshopId })
        const move = (status: 'TRIAGED' | 'ASSIGNED' | 'QUOTED' | 'APPROVED') =>
          as().workOrder.update({ where: { id }, data: { status } })
        for (const status of ['TRIAGED', 'ASSIGNED', 'QUOTED'] as const) await move(status)
        return times(3, () => move('APPROVED'))
      },
      without: 'alter table sw_workshops.work_orders drop constraint work_orders_approved_check',
    })
  })

  test('a plate and a frame are what they are by law, and taken once', async () => {
    const add = (plate: string, vin: string | null = null) =>
      as().vehicle.create({ data: { plate, vin, make: 'Seat', model: 'León' } })
    await add('9999ZZZ', 'VSSZZZ5FZJR000001')
    for (const [plate, vin] of [
      ['1234ABC', null],
      ['9998ZZZ', 'VSSZZZ5FZJR00000I'],
      ['9998ZZZ', 'VSSZZZ5FZ'],
    ] as const)
      await expect(add(plate, vin)).rejects.toMatchObject({ code: 'ACV304' })
    expect(await times(4, () => add('9997ZZZ'))).toBe(1)
    await expect(add('9996ZZZ', 'VSSZZZ5FZJR000001')).rejects.toMatchObject({ code: 'ACV302' })
  })
})
