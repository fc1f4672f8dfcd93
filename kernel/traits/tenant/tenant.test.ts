// Attacks on the tenant's policies: whoever asks, and however, no foreign row is seen, written or guessed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { shopTables } from '../../../test/support/migrate/shop.ts'

const [mine, foreign] = [
  '01900000-0000-7000-8000-00000000000a',
  '01900000-0000-7000-8000-00000000000b',
]
const toClaims = (tenant: string) => ({ 'acervo.tenant': tenant })

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables(shopTables)
    for (const tenant of [mine, foreign]) {
      await opened.as(toClaims(tenant))(
        `with c as (insert into t_shop.clients (name) values ('same name') returning id)
         insert into t_shop.visits (client_id) select id from c`,
      )
      await opened.as(toClaims(tenant))(`insert into t_shop.alerts (kind) values ('fire')`)
    }
  })
  afterAll(() => opened?.close())

  const tables = ['clients', 'visits', 'alerts', 'open_visits']

  test.each(tables)('of %s a tenant sees its own row only', async (table) => {
    expect(cellOf(await opened.as(toClaims(mine))(`select count(*) from t_shop.${table}`))).toBe(
      '1',
    )
  })

  test.each(tables)('of %s nothing is seen without a claim or with an empty one', async (table) => {
    for (const settings of [{}, toClaims('')])
      expect(cellOf(await opened.as(settings)(`select count(*) from t_shop.${table}`))).toBe('0')
  })

  test('two tenants in one claim are both seen, and a new row must name its own', async () => {
    const both = opened.as(toClaims(`${mine},${foreign}`))
    expect(cellOf(await both('select count(*) from t_shop.clients'))).toBe('2')
    await expect(both(`insert into t_shop.clients (name) values ('x')`)).rejects.toThrow()
  })

  test('a broken claim is an error, not an opening', async () => {
    const asked = opened.as(toClaims('all'))('select count(*) from t_shop.clients')
    await expect(asked).rejects.toMatchObject({ code: 'ACV310' })
  })

  test('foreign rows are neither changed nor deleted, and no row goes to or comes from another tenant', async () => {
    const ask = opened.as(toClaims(mine))
    const id = cellOf(
      await opened.query('select id from t_shop.visits where tenant_id = $1', [foreign]),
    )
    expect((await ask('update t_shop.visits set amount = 9 where id = $1', id)).count).toBe(0)
    expect((await ask('delete from t_shop.alerts where tenant_id = $1', foreign)).count).toBe(0)
    await expect(
      ask(`insert into t_shop.clients (name, tenant_id) values ('x', $1)`, foreign),
    ).rejects.toMatchObject({ code: 'ACV306' })
    await expect(ask('update t_shop.clients set tenant_id = $1', foreign)).rejects.toMatchObject({
      code: 'ACV306',
    })
  })

  test('a row without a claim is refused', async () => {
    await expect(opened.as({})(`insert into t_shop.clients (name) values ('x')`)).rejects.toThrow()
  })

  test("a link to another tenant's row cannot exist, even for one who knows its id", async () => {
    const id = cellOf(
      await opened.query('select id from t_shop.clients where tenant_id = $1', [foreign]),
    )
    const link = opened.as(toClaims(mine))('insert into t_shop.visits (client_id) values ($1)', id)
    await expect(link).rejects.toMatchObject({ code: 'ACV303' })
    // The migrator is bound by the foreign key as well.
    const forced = opened.query(
      'insert into t_shop.visits (client_id, tenant_id) values ($1, $2)',
      [id, mine],
    )
    await expect(forced).rejects.toMatchObject({ code: 'ACV303' })
  })

  test("another tenant's unique values are free: a refusal would tell of them", async () => {
    const names = await opened.query(`select count(*) from t_shop.clients where name = 'same name'`)
    expect(cellOf(names)).toBe('2')
  })

  test('the owner of the tables is bound, too', async () => {
    const { rows } = await opened.query(
      `select count(*) from (select set_config('role', 'acervo_owner', false)) r`,
    )
    expect(rows[0]?.[0]).toBe('1')
    const direct = await opened.target.direct()
    try {
      await direct.script('set role acervo_owner; set row_security to on')
      const asked = await direct.query({ text: 'select count(*) from t_shop.clients', values: [] })
      expect(cellOf(asked)).toBe('0')
    } finally {
      await direct.close()
    }
  })

  test('a partition is closed, and shows nothing even when somebody grants it', async () => {
    const piece = cellOf(
      await opened.query('select tableoid::regclass::text from t_shop.alerts limit 1'),
    )
    const ask = opened.as(toClaims(mine))
    await expect(ask(`select count(*) from ${piece}`)).rejects.toMatchObject({ code: 'ACV306' })
    await opened.script(`grant select on ${piece} to acervo_app`)
    expect(cellOf(await ask(`select count(*) from ${piece}`))).toBe('0')
    await opened.script(`revoke select on ${piece} from acervo_app`)
  })

  test('an error in the middle of a group leaves no claim behind', async () => {
    const context = { settings: toClaims(mine), role: 'acervo_app' } as const
    const broken = opened.target.group(context, [
      { text: 'select count(*) from t_shop.clients', values: [] },
      { text: 'select 1 / 0', values: [] },
    ])
    await expect(broken).rejects.toThrow()
    expect(cellOf(await opened.as({})('select count(*) from t_shop.clients'))).toBe('0')
  })
})
