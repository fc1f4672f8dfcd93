// Promises of stock: it is the sum of what moved and never below nothing, whoever takes at once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { inventory } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof inventory]>
  beforeAll(async () => {
    few = await openFew(inventory)
  })
  afterAll(() => few?.close())

  let made = 0
  const place = () => few.insert('sm_inventory.locations', { code: `L${++made}`, name: 'Almacén' })
  const item = () => few.insert('sm_inventory.items', { sku: `S${++made}`, name: 'Router' })
  const level = async (item_id: string, location_id: string) =>
    few.insert('sm_inventory.stock_levels', { item_id, location_id })
  const moveText = (levelId: string, kind: string, quantity: string, transfer?: string) =>
    `insert into sm_inventory.stock_movements (level_id, kind, quantity, transfer_id)
      values ('${levelId}', '${kind}', ${quantity}, ${transfer === undefined ? 'null' : `'${transfer}'`})`
  const stocked = async (quantity: string) => {
    const id = await level(await item(), await place())
    await few.within(moveText(id, 'RECEIPT', quantity))
    return id
  }
  const stock = (id: string) =>
    few.cell(`select quantity from sm_inventory.stock_levels where id = '${id}'`)

  test('of two who take the last one gets it', async () => {
    const id = await stocked('5')
    const take = moveText(id, 'ISSUE', '-3')
    expect(await few.race(take, take)).toEqual(['done', 'ACV304'])
    expect(await stock(id)).toBe('2.000')
  })

  test('taking waits for what comes in at the same time', async () => {
    const id = await stocked('1')
    const ended = await few.race(moveText(id, 'RECEIPT', '4.5'), moveText(id, 'ISSUE', '-5'))
    expect(ended).toEqual(['done', 'done'])
    expect(await stock(id)).toBe('0.500')
  })

  test('many at once take what there is and no more', async () => {
    const id = await stocked('10')
    const ended = await Promise.allSettled(
      Array.from({ length: 15 }, () => few.within(moveText(id, 'ISSUE', '-1'))),
    )
    expect(ended.filter(({ status }) => status === 'fulfilled').length).toBe(10)
    expect(await stock(id)).toBe('0.000')
  })

  test('nobody writes stock, and a movement stays', async () => {
    const id = await stocked('1')
    const write = few.db.inventory.stockLevel.update({
      where: { id },
      data: { quantity: '99' } as never,
    })
    expect(await refusal(write)).toContain('ACV208')
    for (const text of [
      'update sm_inventory.stock_movements set quantity = 9 where level_id = $1',
      'delete from sm_inventory.stock_movements where level_id = $1',
    ])
      expect(await refusal(few.query(text, [id]))).toContain('a movement stays as it is')
  })

  test('a transfer takes away what it brings, of one item, or does not take place', async () => {
    const [itemId, from, to] = [await item(), await place(), await place()]
    const [here, there] = [await level(itemId, from), await level(itemId, to)]
    await few.within(moveText(here, 'RECEIPT', '10'))
    const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()]
    await few.within(moveText(here, 'TRANSFER', '-4', one), moveText(there, 'TRANSFER', '4', one))
    for (const texts of [
      [moveText(here, 'TRANSFER', '-4', two)],
      [moveText(here, 'TRANSFER', '-4', two), moveText(there, 'TRANSFER', '3', two)],
      [
        moveText(here, 'TRANSFER', '-1', three),
        moveText(await stocked('1'), 'TRANSFER', '1', three),
      ],
    ])
      expect(await refusal(few.within(...texts))).toContain('a transfer takes away')
    expect([await stock(here), await stock(there)]).toEqual(['6.000', '4.000'])
  })

  test('two halves of one transfer at once do not make a transfer', async () => {
    const [here, there] = [await stocked('5'), await stocked('5')]
    const id = randomUUID()
    const half = (levelId: string, quantity: string) => moveText(levelId, 'TRANSFER', quantity, id)
    expect(await few.race(half(here, '-1'), half(there, '1'))).toEqual(['ACV304', 'ACV304'])
  })

  test('locations are a tree', async () => {
    const [one, two] = [await place(), await place()]
    const below = (id: string, parent: string) =>
      `update sm_inventory.locations set parent_id = '${parent}' where id = '${id}'`
    expect(await few.race(below(one, two), below(two, one))).toEqual(['done', 'ACV304'])
  })
})
