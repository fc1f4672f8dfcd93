// Attacks through the request path, generated from the declarations: whatever a principal asks, the answer is
// the one that it would get if no other tenant existed. What SQL itself allows is attacks-sql.test.ts.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toContext } from '../../kernel/index.ts'
import { onEachEngine } from '../support/database.ts'
import { holdAttacks } from './attacks/promises.ts'
import { markOf, rowsOf, tenants } from './attacks/rows.ts'
import { openShop, outcomeOf, reset, type Shop } from './attacks/twin.ts'

const { a, b } = tenants
const principal = { actor: 'user:a', claims: { tenant: a.id } }

onEachEngine(() => {
  holdAttacks({ oneIn: 5 })

  describe('beside the generated cases', () => {
    let shop: Shop
    beforeAll(async () => {
      shop = await openShop()
      await reset(shop, [a, b])
    })
    afterAll(() => shop?.close())

    const first = (name: string, tenant = b) => rowsOf(tenant).get(name)?.[0] ?? {}
    const ask = (table: string, request: object) =>
      outcomeOf(shop, principal, { database: 'shop', table, ...request } as never)

    test('an id that another tenant took is refused, and nothing of its row is said', async () => {
      const { id } = first('shop.client')
      const data = { id, name: 'x', email: 'x@example.com' }
      const refused = [
        await ask('client', { verb: 'create', data }),
        await ask('client', { verb: 'upsert', where: { id }, create: data, update: { name: 'y' } }),
      ]
      for (const seen of refused) {
        expect(seen).toMatch(/ACV302|ACV306/)
        for (const mark of [markOf(b), b.id]) expect(seen).not.toContain(mark)
      }
    })

    test('a row taken by another tenant is free here, be it unique or exclusive', async () => {
      const data = { name: 'x', email: first('shop.client').email }
      expect(await ask('client', { verb: 'create', data })).toContain('"rows"')
      const { room, startsAt, endsAt } = rowsOf(b).get('shop.booking')?.[1] ?? {}
      const booking = { room, startsAt, endsAt, reason: 'mine' }
      expect(await ask('booking', { verb: 'create', data: booking })).toContain('"rows"')
      expect(await ask('booking', { verb: 'create', data: booking })).toContain('ACV302')
    })

    test("a link to another tenant's row fails as one to no row does", async () => {
      const toOrder = (clientId: unknown) => ({ clientId, number: 'n', total: '1.00' })
      const missing = 'dddddddd-0000-7000-8000-dddddddddddd'
      const [theirs, nobodys] = [first('shop.client').id, missing].map((id) =>
        ask('order', { verb: 'create', data: toOrder(id) }),
      )
      expect(await theirs).toContain('ACV303')
      expect(await theirs).toBe(await nobodys)
    })

    test('the tenant of a row never changes, not even to one that is claimed too', async () => {
      const both = { actor: 'user:both', claims: { tenant: [a.id, b.id] } }
      const update = { verb: 'update', where: { id: first('shop.client', a).id } } as const
      const request = { database: 'shop', table: 'client', ...update, data: { tenantId: b.id } }
      expect(await outcomeOf(shop, both, request)).toContain('ACV208')
    })

    test('with two tenants claimed a row is written only where it names one', async () => {
      const both = { actor: 'user:both', claims: { tenant: [a.id, b.id] } }
      const create = (data: object) =>
        outcomeOf(shop, both, { database: 'shop', table: 'code', verb: 'create', data } as never)
      expect(await create({ word: 'w', meaning: 'm' })).toContain('ACV310')
      expect(await create({ word: 'w', meaning: 'm', tenantId: b.id })).toContain('"rows"')
    })

    test.each([
      ['a comma', { tenant: `${a.id},${b.id}` }],
      ['a comma in a list', { tenant: [a.id, `,${b.id}`] }],
      ['a name with a dot', { 'acervo.tenant': b.id }],
      ['a capital letter', { Tenant: b.id }],
      ['a quote', { "tenant'": b.id }],
      ['the name of the actor', { actor: 'service:system' }],
      ['the name of the clock', { fake_now: '2020-01-01' }],
      ['a zero byte', { tenant: `${a.id}\0` }],
      ['a value without end', { tenant: a.id.repeat(40) }],
    ])('a claim with %s is refused before anything is sent', (_, claims) => {
      expect(() => toContext({ actor: 'user:x', claims })).toThrow(
        expect.objectContaining({ code: 'ACV200' }),
      )
    })
  })
})
