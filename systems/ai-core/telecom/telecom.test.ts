// An order is complete when its lines are, a number changes operator once at a time and has one holder a day, and leaving
// early costs the days that are left.
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

  const area = () => platform.db.telecom
  let phones = 600_000_000
  const phone = () => {
    phones += 1
    return `+34${phones}`
  }
  const order = () =>
    area().telecomOrder.create({ data: { number: randomUUID(), partyId: randomUUID() } })
  const line = (orderId: string, position: number, more: object = {}) =>
    area().orderLine.create({ data: { orderId, position, service: 'MOBILE', ...more } })
  const end = async (id: string, status: 'DONE' | 'FAILED') => {
    const { orderLine } = area()
    await orderLine.update({ where: { id }, data: { status: 'IN_PROGRESS' } })
    const failureReason = status === 'FAILED' ? 'sin cobertura' : null
    await orderLine.update({ where: { id }, data: { status, failureReason } })
  }
  const close = (id: string, status: 'COMPLETED' | 'PARTIAL' | 'FAILED' | 'CANCELLED') =>
    area().telecomOrder.update({ where: { id }, data: { status } })

  test('an order ends as its lines did, however many end it at once', async () => {
    const begun = async (ends: readonly ('DONE' | 'FAILED')[]) => {
      const { id } = await order()
      const lines = await Promise.all(ends.map((_, at) => line(id, at + 1)))
      await area().telecomOrder.update({ where: { id }, data: { status: 'IN_PROGRESS' } })
      await Promise.all(ends.map((how, at) => end(lines[at]?.id ?? '', how)))
      return id
    }
    const partial = await begun(['DONE', 'DONE', 'FAILED'])
    await expect(close(partial, 'COMPLETED')).rejects.toMatchObject({ code: 'ACV304' })
    await expect(close(partial, 'CANCELLED')).rejects.toMatchObject({ code: 'ACV304' })
    expect(await close(partial, 'PARTIAL')).toMatchObject({
      lineCount: '3',
      doneCount: '2',
      failedCount: '1',
    })
    await expectGuarded(platform, {
      attack: async () => {
        const id = await begun(['DONE', 'FAILED'])
        return times(3, () => close(id, 'COMPLETED'))
      },
      without:
        'alter table st_telecom.telecom_orders drop constraint telecom_orders_completed_check',
    })
  })

  test('a line that comes while its order is closed is in it or refused', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await order()
        await times(5, (at) => (at === 2 ? close(id, 'CANCELLED') : line(id, at + 1)))
        const late = await times(3, (at) => line(id, at + 10))
        return late
      },
      without: `drop trigger locked_by_order_id_insert on st_telecom.order_lines;
        drop trigger frozen_update on st_telecom.telecom_orders`,
    })
  })

  test('a number is carried over by one request at a time', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const phoneNumber = phone()
        const orders = await Promise.all([1, 2, 3, 4].map(() => order()))
        const asked = await times(4, (at) =>
          line(orders[at]?.id ?? '', 1, { phoneNumber, donor: 'Operadora de Ejemplo' }),
        )
        return asked - 1
      },
      without: 'drop index st_telecom.order_lines_one_port_key',
    })
  })

  const subscribe = async (more: object) => {
    const { id } = await order()
    const { id: orderLineId } = await line(id, 1)
    return area().subscription.create({
      data: {
        orderLineId,
        partyId: randomUUID(),
        tariff: 'Fibra 600',
        monthlyFee: '35',
        startsOn: '2026-01-01',
        ...more,
      },
    })
  }

  test('leaving before the end of the commitment costs the days that are left', async () => {
    const commitment = { commitmentMonths: 12, penalty: '120' }
    const { id, committedUntil } = await subscribe(commitment)
    expect(committedUntil).toBe('2027-01-01')
    const where = { id }
    const left = await area().subscription.update({ where, data: { endsOn: '2026-10-01' } })
    // 92 of 365 days: 120 x 92 / 365
    expect(Number(left.penaltyDue)).toBe(30.25)
    const other = await subscribe({ ...commitment, endsOn: '2027-01-01' })
    expect(Number(other.penaltyDue)).toBe(0)
    await expect(
      area().subscription.update({ where, data: { endsOn: '2026-12-01' } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a number has one holder a day', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const phoneNumber = phone()
        return (await times(4, () => subscribe({ phoneNumber }))) - 1
      },
      without:
        'alter table st_telecom.subscriptions drop constraint subscriptions_one_holder_a_day_excl',
    })
  })
})
