// Requests by chance of one tenant, on a platform of three tenants and on one that holds this tenant's rows only:
// the answers are the same, to the letter.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Principal } from '../../../kernel/index.ts'
import { type Row, rowsOf, type Tenant, tenants } from '../../journeys/attacks/rows.ts'
import { openShop, outcomeOf, reset, type Shop } from '../../journeys/attacks/twin.ts'
import { type Random, seededRandom } from '../events/random.ts'
import { type Pool, randomRequest } from './random-requests.ts'

const { a, b, c } = tenants
const rowsEach = 40
const words = ['Ana', 'Común', 'Luz', 'same', 'river', 'stone', 'old', 'new']

export interface QueriesSize {
  readonly requests: number
  readonly seed: number
}

export function holdSameAnswers(engine: string, { requests, seed }: QueriesSize): void {
  let full: Shop
  let alone: Shop
  beforeAll(async () => {
    full = await openShop()
    alone = await openShop()
    await reset(full, [a, b, c])
    await reset(alone, [a])
    for (const tenant of [a, b, c])
      for (const shop of tenant === a ? [full, alone] : [full]) await addRows(shop, tenant)
    for (const shop of [full, alone]) await shop.query('analyze')
  }, 120_000)
  afterAll(async () => {
    await full?.close()
    await alone?.close()
  })

  test(`${requests} requests of a tenant are answered as if nobody else existed`, {
    timeout: 3_600_000,
  }, async () => {
    const random = seededRandom(seed)
    const pool = await readPool(full)
    const principal: Principal = { actor: 'user:a', claims: { tenant: a.id } }
    const ended = new Map<string, number>()
    let rows = 0
    for (let at = 0; at < requests; at++) {
      const request = randomRequest({ model: full.acervo.model, pool, random })
      const [seen, wanted] = await Promise.all(
        [full, alone].map((shop) => outcomeOf(shop, principal, request)),
      )
      if (seen !== wanted)
        expect({ at, seed, request, seen }).toEqual({ at, seed, request, seen: wanted })
      const end = /^\{"code":"(\w+)"/.exec(seen ?? '')?.[1] ?? 'an answer'
      ended.set(end, (ended.get(end) ?? 0) + 1)
      rows += seen?.startsWith('{"rows":[{') === true ? 1 : 0
    }
    console.info(
      `same answers, ${engine}: ${requests} requests, seed ${seed}, ${rows} with rows`,
      Object.fromEntries(ended),
    )
    // A generator of refusals would prove nothing.
    expect(ended.get('an answer') ?? 0).toBeGreaterThan(requests * 0.8)
    expect(rows).toBeGreaterThan(requests * 0.3)
  })
}

/** Names, numbers and dates that tenants have in common, in rows of their own; the same on every platform. */
async function addRows({ acervo }: Shop, tenant: Tenant): Promise<void> {
  const random = seededRandom(tenant.letter.charCodeAt(0))
  const principal = { actor: 'user:seed', claims: { tenant: tenant.id } }
  const write = (database: string, table: string, data: readonly Row[]) =>
    acervo.run(principal, { database, table, verb: 'createMany', data })
  const made = toRows(tenant, random)
  for (const [name, data] of made) {
    const [database = '', table = ''] = name.split('.')
    await write(database, table, data)
  }
}

function toRows(tenant: Tenant, random: Random): ReadonlyMap<string, readonly Row[]> {
  const stamp = String(rowsOf(tenant).get('shop.client')?.[0]?.id).slice(0, 13)
  const id = (table: number, row: number) =>
    `${stamp}-7${tenant.letter}01-8000-${String(table).padStart(6, '0')}${String(row).padStart(6, '0')}`
  const at = rowsOf(tenant).get('shop.event')?.[0]?.at
  const each = (make: (row: number) => Row) =>
    Array.from({ length: rowsEach }, (_, row) => make(row))
  const any = () => random.below(rowsEach)
  const word = () => random.pick(words)
  return new Map([
    [
      'shop.client',
      each((row) => ({
        id: id(1, row),
        name: `${word()} ${word()}`,
        email: `${row}@${word()}.example`,
        ...(random.chance(0.1) ? { deletedAt: '2026-01-01T00:00:00Z' } : {}),
      })),
    ],
    [
      'shop.order',
      each((row) => ({
        id: id(2, row),
        clientId: id(1, any()),
        number: `${word()}-${row}`,
        total: `${random.below(9)}.50`,
      })),
    ],
    [
      'shop.line',
      each((row) => ({
        id: id(3, row),
        orderId: id(2, row),
        product: word(),
        quantity: random.below(5),
      })),
    ],
    [
      'shop.parcel',
      each((row) => ({ id: id(8, row), lineId: id(3, any()), code: `${word()}/${row}` })),
    ],
    [
      'shop.note',
      each((row) => ({ id: id(4, row), clientId: id(1, any()), body: `${word()} ${word()}` })),
    ],
    ['shop.event', each((row) => ({ id: id(5, row), at, clientId: id(1, any()), word: word() }))],
    [
      'desk.ticket',
      each((row) => ({ id: id(7, row), clientId: id(1, any()), title: `${word()} ${row}` })),
    ],
  ])
}

async function readPool(shop: Shop): Promise<Pool> {
  const pool = new Map<string, unknown[]>()
  for (const owner of [a, b, c])
    for (const database of shop.acervo.model.databases.values())
      for (const table of database.tables.values()) {
        const select = Object.fromEntries(
          [...table.columns.values()]
            .filter(({ spec }) => !['vector', 'searchVector'].includes(spec.type.name))
            .map(({ name }) => [name, true]),
        )
        const principal = { actor: 'user:x', claims: { tenant: owner.id } }
        const { rows } = await shop.acervo.run(principal, {
          database: database.name,
          table: table.name,
          verb: 'findMany',
          select,
          take: 12,
        })
        for (const row of rows)
          for (const [name, value] of Object.entries(JSON.parse(row) as Row)) {
            const key = `${database.name}.${table.name}.${name}`
            pool.set(key, [...(pool.get(key) ?? []), value])
          }
      }
  return pool
}
