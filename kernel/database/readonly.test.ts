// What a reporting login and a backup may see: the one no secret, the other everything and without policies; what
// they may write: nothing. Tables that come later are no exception.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../test/support/migrate/opened.ts'
import { toDatabase } from '../../test/support/migrate/shop.ts'
import { planDatabase } from '../migrate/plan-database.ts'
import { belongsTo, bytes, instant, text } from '../table/column.ts'
import { defineTable } from '../table/table.ts'
import { embedded, partitioned, searchable, tenant } from '../traits/index.ts'

const user = defineTable(
  'users',
  { email: text(), passwordHash: text().hidden(), token: bytes().optional().hidden() },
  [
    tenant(),
    searchable({ email: 'A' }, { language: 'simple' }),
    embedded({ model: 'tiny', dimensions: 3, metric: 'cosine' }),
  ],
)
const visit = defineTable('visits', { at: instant().defaultNow(), userId: belongsTo('users') }, [
  tenant({ through: 'userId' }),
  partitioned({ by: 'at', every: 'month', ahead: 1 }),
])
const later = defineTable('later', { name: text(), secret: text().hidden() }, [tenant()])
const mine = '01900000-0000-7000-8000-00000000000a'
const settings = { 'acervo.tenant': mine }

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ user, visit })
    await opened.as(settings)(
      `with u as (insert into t_shop.users (email, password_hash) values ('a@b.c', 'argon2 secret') returning id)
       insert into t_shop.visits (user_id) select id from u`,
    )
  })
  afterAll(() => opened?.close())

  async function report(sql: string) {
    const context = { settings, role: 'acervo_readonly' } as const
    const [result] = await opened.target.group(context, [{ text: sql, values: [] }])
    return result
  }

  /** As the migrator who has become the role: what `pg_dump --role` does. */
  async function asBackup(sql: string) {
    const direct = await opened.target.direct()
    try {
      await direct.script('set role acervo_backup; set row_security = off')
      return await direct.query({ text: sql, values: [] })
    } finally {
      await direct.close()
    }
  }

  test('a report reads what people see, whose it is and how many there are', async () => {
    expect((await report('select email, tenant_id from t_shop.users'))?.rows).toEqual([
      ['a@b.c', mine],
    ])
    expect(cellOf((await report('select count(*) from t_shop.users')) as never)).toBe('1')
  })

  test.each(['password_hash', 'token', 'embedding', 'search_vector', '*'])(
    'a report never reads %s',
    async (column) => {
      const text = `select ${column} from t_shop.users u`
      await expect(report(text)).rejects.toMatchObject({ code: 'ACV306' })
      const whole = 'select u::text, to_jsonb(u) from t_shop.users u'
      await expect(report(whole)).rejects.toMatchObject({ code: 'ACV306' })
    },
  )

  test('a table that comes later keeps its secrets from the first moment', async () => {
    const direct = await opened.target.direct()
    for (const { steps } of await planDatabase(direct, toDatabase({ user, visit, later })))
      await direct.script(steps.map(({ sql }) => sql).join(';\n'))
    await direct.close()
    expect((await report('select name from t_shop.later'))?.rows).toEqual([])
    await expect(report('select secret from t_shop.later')).rejects.toMatchObject({
      code: 'ACV306',
    })
  })

  test('a function that somebody makes by hand as the owner is nobody’s to call', async () => {
    await opened.script(
      `set role acervo_owner; create function t_shop.mine() returns int language sql as 'select 1'; reset role`,
    )
    await expect(report('select t_shop.mine()')).rejects.toMatchObject({ code: 'ACV306' })
    await opened.script('drop function t_shop.mine()')
  })

  test('a backup reads every row of every tenant, months and later tables included', async () => {
    const { rows } = await asBackup(`select relname from pg_class
      where relnamespace = 't_shop'::regnamespace and relkind in ('r', 'p') order by 1`)
    expect(rows.length).toBeGreaterThan(4)
    for (const [name] of rows) {
      const counted = await asBackup(`select count(*) from t_shop.${name}`)
      const all = await opened.query(`select count(*) from t_shop.${name}`)
      expect([name, cellOf(counted)]).toEqual([name, cellOf(all)])
    }
    expect(cellOf(await asBackup('select password_hash from t_shop.users'))).toBe('argon2 secret')
  })

  test.each([
    "insert into t_shop.users (email, password_hash) values ('x', 'y')",
    'update t_shop.users set email = email',
    'delete from t_shop.visits',
    'truncate t_shop.visits',
    'create table t_shop.x (id int)',
    'set role acervo_owner',
  ])('a backup may not: %s', async (sql) => {
    if (sql.startsWith('set role')) {
      const can = await opened.query(
        `select pg_has_role('acervo_backup', 'acervo_owner', 'member'), rolcanlogin
           from pg_roles where rolname = 'acervo_backup'`,
      )
      expect(can.rows).toEqual([['f', 'f']])
    } else await expect(asBackup(sql)).rejects.toMatchObject({ code: 'ACV306' })
  })
})
