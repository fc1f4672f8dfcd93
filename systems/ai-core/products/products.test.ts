// A day has one price, and a product is like what was published.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.products
  let codes = 0
  const product = () => {
    codes += 1
    return area().product.create({
      data: { code: `PROD-${codes}`, name: 'Hogar Esencial', line: 'INSURANCE' },
    })
  }
  const list = () => area().priceList.create({ data: { code: randomUUID(), name: 'Tarifa' } })

  test('a price that ends makes room for the next from that day on', async () => {
    const [{ id: productId }, { id: priceListId }] = [await product(), await list()]
    const { price } = area()
    const first = await price.create({
      data: {
        productId,
        priceListId,
        amount: '10',
        validFrom: '2025-01-01',
        validTo: '2025-07-01',
      },
    })
    await price.create({
      data: {
        productId,
        priceListId,
        amount: '12',
        validFrom: '2025-07-01',
        validTo: '2026-01-01',
      },
    })
    const longer = price.update({ where: { id: first.id }, data: { validTo: '2025-07-02' } })
    await expect(longer).rejects.toMatchObject({ code: 'ACV302' })
  })

  test('a day has one price on a list', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const [{ id: productId }, { id: priceListId }] = [await product(), await list()]
        const set = await times(6, (at) =>
          area().price.create({
            data: { productId, priceListId, amount: '10', validFrom: `2026-0${at + 1}-01` },
          }),
        )
        return set - 1
      },
      without: 'alter table sm_products.prices drop constraint prices_one_price_a_day_excl',
    })
  })

  test('one version is published, and stays as it was', async () => {
    const version = (productId: string, number: number) =>
      area().productVersion.create({ data: { productId, version: number, features: {} } })
    const publish = (id: string) =>
      area().productVersion.update({ where: { id }, data: { status: 'PUBLISHED' } })
    const { id: productId } = await product()
    const { id } = await version(productId, 1)
    await publish(id)
    await expect(
      area().productVersion.update({ where: { id }, data: { conditions: 'x' } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
    await expectGuarded(platform, {
      attack: async () => {
        const other = await product()
        const versions = await Promise.all([1, 2, 3].map((number) => version(other.id, number)))
        return (await times(3, (at) => publish(versions[at]?.id ?? ''))) - 1
      },
      without: 'drop index sm_products.product_versions_one_published_key',
    })
  })

  test('a product is found by its words without accents', async () => {
    await product()
    expect((await area().product.findMany({ q: 'esenciales' })).length).toBeGreaterThan(0)
  })
})
