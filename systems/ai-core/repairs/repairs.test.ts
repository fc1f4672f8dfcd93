// Work waits for a quote that somebody approved, one of them, and costs no more than it.
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

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).repairs
  const assigned = async () => {
    const { id: repairerId } = await as().repairer.create({
      data: { name: 'Reparaciones de Ejemplo', trades: ['PLUMBING'] },
    })
    const { id } = await as().repairOrder.create({
      data: {
        number: randomUUID(),
        partyId: randomUUID(),
        description: 'fuga en el baño',
        trade: 'PLUMBING',
        addressLine: 'Calle Mayor 12',
        postcode: '45600',
      },
    })
    await move(id, { status: 'TRIAGED' })
    await move(id, { status: 'ASSIGNED', repairerId })
    return id
  }
  const move = (id: string, data: object) => as().repairOrder.update({ where: { id }, data })
  const quote = (orderId: string, version: number, labour = '100') =>
    as().repairQuote.create({ data: { orderId, version, labour, materials: '50' } })
  const approve = (id: string, name?: string) =>
    as(name).repairQuote.update({ where: { id }, data: { status: 'APPROVED' } })

  test('of several quotes one is approved, signed by who did it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const orderId = await assigned()
        const quotes = await Promise.all([1, 2, 3, 4].map((version) => quote(orderId, version)))
        const done = await times(4, (at) => approve(quotes[at]?.id ?? '', 'bea'))
        const [approved] = await as().repairQuote.findMany({
          where: { orderId, status: 'APPROVED' },
        })
        expect([approved?.approvedBy, Number(approved?.amount)]).toEqual(['user:bea', 181.5])
        return done - 1
      },
      without:
        'alter table sr_repairs.repair_orders drop constraint repair_orders_one_approved_check',
    })
  })

  test('nothing is begun without an approved quote', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await assigned()
        await quote(id, 1)
        await move(id, { status: 'QUOTED' })
        return times(3, () => move(id, { status: 'APPROVED' }))
      },
      without: 'alter table sr_repairs.repair_orders drop constraint repair_orders_approved_check',
    })
  })

  test('work that has begun keeps its price: no quote comes, goes or is withdrawn', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await assigned()
        const { id: quoteId } = await quote(id, 1)
        await approve(quoteId)
        await move(id, { status: 'QUOTED' })
        await move(id, { status: 'APPROVED' })
        await times(2, (at) =>
          at === 0
            ? move(id, { status: 'IN_PROGRESS' })
            : as().repairQuote.update({ where: { id: quoteId }, data: { status: 'WITHDRAWN' } }),
        )
        return times(2, () => quote(id, 2))
      },
      without: 'drop trigger locked_by_order_id_insert on sr_repairs.repair_quotes',
    })
  })

  test('no more is invoiced than was approved, and an invoiced order is done with', async () => {
    const id = await assigned()
    await approve((await quote(id, 1)).id)
    for (const status of ['QUOTED', 'APPROVED', 'IN_PROGRESS', 'DONE'] as const)
      await move(id, { status })
    const invoice = (invoicedAmount: string) => move(id, { status: 'INVOICED', invoicedAmount })
    await expect(invoice('181.51')).rejects.toMatchObject({ code: 'ACV304' })
    await expect(move(id, { status: 'INVOICED' })).rejects.toMatchObject({ code: 'ACV304' })
    await invoice('181.50')
    await expect(move(id, { description: 'otra cosa' })).rejects.toMatchObject({ code: 'ACV304' })
    const warranty = { status: 'IN_WARRANTY', warrantyUntil: '2027-01-01' }
    expect((await move(id, warranty)).doneAt).not.toBeNull()
  })

  test('a job is found by the words of its fault', async () => {
    await assigned()
    const found = await as().repairOrder.findMany({ q: 'fugas' })
    expect(found.length).toBeGreaterThan(0)
  })
})
