// Counters end exact whatever a statement does to the rows, one by one, in bulk or by cascade.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { clients, visits } from '../../../test/support/migrate/shop.ts'
import { belongsTo, counter, decimal, oneOf, text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { counted } from './counted.ts'

const purses = defineTable('purses', {
  name: text(),
  held: decimal(20, 4).default('0').maintained(),
})
const payments = defineTable(
  'payments',
  {
    kind: oneOf('in', 'out', 'move'),
    amount: decimal(12, 4),
    purseId: belongsTo('purses', { onDelete: 'set null' }).optional(),
    fromId: belongsTo('purses', { onDelete: 'set null' }).optional(),
    toId: belongsTo('purses', { onDelete: 'set null' }).optional(),
  },
  [
    counted('purseId', {
      into: 'held',
      amount: "case kind when 'in' then amount else -amount end",
      also: { fromId: { amount: '-amount' }, toId: { sum: 'amount' } },
    }),
  ],
)

const branches = defineTable(
  'branches',
  {
    name: text(),
    size: decimal(12, 2),
    parentId: belongsTo('branches').optional(),
    below: counter(decimal(12, 2)),
  },
  [counted('parentId', { into: 'below', sum: 'size' })],
)

const tenantId = '01900000-0000-7000-8000-00000000000a'
const claims = { 'acervo.tenant': tenantId }
const names = ['ana', 'bea', 'eva']

// Over the clients a and b and a number n.
const statements = {
  insert: `insert into t_shop.visits (client_id, amount, state)
    select id, $3::bigint, case when $3::bigint % 2 = 0 then 'DONE' else 'OPEN' end
    from t_shop.clients, generate_series(1, 1 + $3::int % 4) where name in ($1, $2)`,
  amount: `update t_shop.visits set amount = amount + $3::bigint
    where client_id in (select id from t_shop.clients where name in ($1, $2))`,
  finish: `update t_shop.visits set state = case state when 'OPEN' then 'DONE' else 'OPEN' end
    where amount <= $3::bigint and client_id in (select id from t_shop.clients where name in ($1, $2))`,
  move: `update t_shop.visits set client_id = (select id from t_shop.clients where name = $2)
    where amount >= $3::bigint and client_id = (select id from t_shop.clients where name = $1)`,
  hide: `update t_shop.visits set deleted_at = acervo.now()
    where amount >= $3::bigint and client_id in (select id from t_shop.clients where name in ($1, $2))`,
  show: `update t_shop.visits set deleted_at = null
    where amount <= $3::bigint and client_id in (select id from t_shop.clients where name in ($1, $2))`,
} as const

const recount = `select count(*) from t_shop.clients c join lateral (
    select count(*) as visits, coalesce(sum(amount) filter (where state = 'DONE'), 0) as spent
    from t_shop.visits v where v.client_id = c.id and v.deleted_at is null) r
  on (c.visits, c.spent) is distinct from (r.visits, r.spent)`

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ client: clients, visit: visits })
  })
  afterAll(() => opened?.close())
  beforeEach(async () => {
    await opened.script('truncate t_shop.clients, t_shop.visits')
    for (const name of names)
      await opened.as(claims)('insert into t_shop.clients (name) values ($1)', name)
  })

  const step = fc.record({
    verb: fc.constantFrom(...(Object.keys(statements) as (keyof typeof statements)[])),
    a: fc.constantFrom(...names),
    b: fc.constantFrom(...names),
    n: fc.integer({ min: 0, max: 9 }),
  })

  test('counts and sums stay exact under any series of writes', async () => {
    const series = fc.array(step, { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(series, async (steps) => {
        for (const { verb, a, b, n } of steps)
          await opened.as(claims)(statements[verb], a, b, String(n))
        expect(cellOf(await opened.query(recount))).toBe('0')
      }),
      { numRuns: 25 },
    )
    // A series may end with nothing left: what is counted then is one row more.
    await opened.as(claims)(statements.insert, 'ana', 'bea', '4')
    const total = await opened.query('select sum(visits) from t_shop.clients')
    expect(Number(cellOf(total))).toBeGreaterThan(0)
  })

  test('a hard delete, one by one or by cascade, is counted for whoever names the tenant', async () => {
    await opened.as(claims)(statements.insert, 'ana', 'bea', '4')
    const hard = (text: string) =>
      opened.script(
        `begin; set local row_security to on; set local "acervo.tenant" to '${tenantId}'; ${text}; commit`,
      )
    await hard('delete from t_shop.visits where id in (select id from t_shop.visits limit 1)')
    expect(cellOf(await opened.query(recount))).toBe('0')
    await hard(`delete from t_shop.clients where name = 'ana'`)
    expect(cellOf(await opened.query(recount))).toBe('0')
    expect(cellOf(await opened.query('select count(*) from t_shop.visits'))).not.toBe('2')
  })

  test('a request cannot write a counter', async () => {
    const set = opened.as(claims)('update t_shop.clients set visits = 9')
    await expect(set).rejects.toMatchObject({ code: 'ACV306' })
    const give = opened.as(claims)(`insert into t_shop.clients (name, visits) values ('x', 9)`)
    await expect(give).rejects.toMatchObject({ code: 'ACV306' })
  })

  describe('of decimals that move between two parents', () => {
    let bank: OpenedDatabase
    beforeAll(async () => {
      bank = await openTables({ purse: purses, payment: payments })
      await bank.as({})("insert into t_shop.purses (name) values ('a'), ('b'), ('c')")
    })
    afterAll(() => bank?.close())
    const pay = `insert into t_shop.payments (kind, amount, from_id, to_id)
      select 'move', $3::numeric, f.id, t.id from t_shop.purses f, t_shop.purses t
      where f.name = $1 and t.name = $2`
    const held = async () =>
      (await bank.query('select name, held from t_shop.purses order by name')).rows

    test('what moves in both directions at once is one delta, exact and without a deadlock', async () => {
      const ways = [...'aabbcc'].flatMap((from) => [...'abc'].map((to) => [from, to] as const))
      await Promise.all(
        [...ways, ...ways].map(([from, to]) => bank.as({})(pay, from, to, '0.0004')),
      )
      expect(await held()).toEqual(['a', 'b', 'c'].map((name) => [name, '0.0000']))
      await Promise.all(Array.from({ length: 25 }, () => bank.as({})(pay, 'a', 'b', '0.0004')))
      expect(await held()).toEqual([
        ['a', '-0.0100'],
        ['b', '0.0100'],
        ['c', '0.0000'],
      ])
    })

    test('a parent that goes leaves the other one with what it had', async () => {
      await bank.as({})(`insert into t_shop.payments (kind, amount, purse_id)
        select k, 2, id from t_shop.purses, unnest(array['in', 'in', 'out']) k where name = 'c'`)
      await bank.as({})("delete from t_shop.purses where name = 'a'")
      expect(await held()).toEqual([
        ['b', '0.0100'],
        ['c', '2.0000'],
      ])
      await bank.as({})("update t_shop.payments set amount = amount * 2 where kind <> 'out'")
      expect(await held()).toEqual([
        ['b', '0.0200'],
        ['c', '6.0000'],
      ])
    })
  })

  test('a table may count into itself', async () => {
    const tree = await openTables({ branch: branches })
    try {
      await tree.as({})(
        `insert into t_shop.branches (name, size) values ('root', 1), ('twig', 0.25)`,
      )
      await tree.as({})(`update t_shop.branches set parent_id =
        (select id from t_shop.branches where name = 'root') where name = 'twig'`)
      const { rows } = await tree.query('select name, below from t_shop.branches order by name')
      expect(rows).toEqual([
        ['root', '0.25'],
        ['twig', '0.00'],
      ])
    } finally {
      await tree.close()
    }
  })
})
