// What must be true of the roles and the catalog for the policies to hold: the owner, the functions that act with
// its rights, the login of the process, and a connection that goes from one asker to the next.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Context } from '../../kernel/database/target.ts'
import { onEachEngine, onPostgres } from '../support/database.ts'
import { rowsOf } from './attacks/rows.ts'
import { asker, expectSilent, openSqlShop, type SqlShop, victim } from './attacks/sql.ts'

const claims: readonly Context['settings'][] = [
  { 'acervo.tenant': asker.id },
  {},
  { 'acervo.tenant': '' },
]

onEachEngine(() => {
  let sql: SqlShop
  beforeAll(async () => {
    sql = await openSqlShop()
  })
  afterAll(() => sql?.shop.close())

  test('the owner is bound by the policies too, and sees nothing without a claim', async () => {
    for (const settings of claims)
      for (const { name } of sql.relations) {
        const set = Object.entries(settings).map(
          ([key, value]) => `set local "${key}" = '${value}';`,
        )
        const direct = await sql.shop.targets.of('shop').direct()
        try {
          const text = `begin; ${set.join(' ')} set local row_security = on; set local role acervo_owner; select t::text from ${name} t`
          const { rows } = await direct.script(text)
          expectSilent(JSON.stringify(rows))
          if (settings['acervo.tenant'] !== asker.id) expect([name, rows]).toEqual([name, []])
        } finally {
          await direct.script('rollback')
          await direct.close()
        }
      }
  })

  test('every table of a tenant is closed by force, views ask as the asker, functions pin their path', async () => {
    const open = await sql.shop.query(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('shop', 'desk') and (
        c.relkind in ('r', 'p') and not (c.relrowsecurity and c.relforcerowsecurity)
        or exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive)
          and not exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive)
        or c.relkind = 'v' and not 'security_invoker=true' = any (coalesce(c.reloptions, '{}'))
        or pg_get_userbyid(c.relowner) <> 'acervo_owner'
        or exists (select from aclexplode(c.relacl) where grantee = 0))
      union all
      select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('shop', 'desk', 'acervo') and p.prosecdef and not exists (
        select from unnest(p.proconfig) s where s like 'search_path=%pg_temp')`)
    expect(open.rows).toEqual([])
  })

  test('with the rights of the kernel the request path may call these, and only these', async () => {
    const { rows } = await sql.shop.query(`
      select r.rolname, string_agg(p.proname, ' ' order by p.proname)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace, pg_roles r
      where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
        and r.rolname in ('acervo_app', 'acervo_worker', 'acervo_readonly')
        and has_function_privilege(r.oid, p.oid, 'execute') group by 1 order by 1`)
    const own = (names: unknown) => String(names).split(' ')
    const [[, app] = [], [, readonly] = [], [, worker] = []] = rows
    const forRequests = [
      ...['assert_elevation', 'audit_note', 'data_key_count', 'data_key_make', 'elevations'],
      ...['end_elevation', 'give_elevation'],
      ...['idempotency_claim', 'idempotency_keep', 'idempotency_sweep', 'row_use_add'],
      ...['sign_in_claim', 'sign_in_flow_begin', 'sign_in_flow_end', 'sign_in_settle'],
    ]
    const ofRequestsAlone = ['elevations', 'end_elevation', 'give_elevation']
    expect(own(app)).toEqual(forRequests)
    expect(own(readonly)).toEqual(['assert_elevation'])
    expect(own(worker)).toEqual(
      [...forRequests.filter((name) => !ofRequestsAlone.includes(name)), 'data_key_shred'].sort(),
    )
  })

  test('an error in the middle of a group leaves nothing for who comes next on the connection', async () => {
    const target = sql.shop.targets.of('shop')
    const claimed: Context = { settings: { 'acervo.tenant': asker.id }, role: 'acervo_worker' }
    const look = {
      text: 'select pg_backend_pid(), current_user, count(*) from shop.clients',
      values: [],
    }
    const bad = { text: 'select 1 / 0', values: [] }
    const [first] = await target.group(claimed, [look])
    for (const group of [[bad], [look, bad], [look, bad, look]])
      await expect(target.group(claimed, group)).rejects.toMatchObject({ code: 'ACV310' })
    const [next] = await target.group({ settings: {} }, [look])
    expect(first?.rows[0]?.slice(1)).toEqual(['acervo_worker', '2'])
    expect(next?.rows[0]?.[0]).toBe(first?.rows[0]?.[0])
    expect(next?.rows[0]?.[1]).not.toBe('acervo_worker')
    expect(next?.rows[0]?.[2]).toBe('0')
  })

  test('SQL text could name another tenant: the reason why no door takes any', async () => {
    const context = { settings: { 'acervo.tenant': asker.id } }
    const texts = [
      `select set_config('acervo.tenant', '${victim.id}', true)`,
      'select email from shop.clients order by 1',
    ]
    expect(await sql.attempt(context, texts)).toContain(
      String(rowsOf(victim).get('shop.client')?.[0]?.email),
    )
  })

  onPostgres(() => {
    test.each(['acervo_owner', 'postgres', 'acervo_backup', 'pg_read_all_data'])(
      'the runtime login cannot become %s',
      async (role) => {
        const context = { settings: { 'acervo.tenant': asker.id } }
        expect(await sql.attempt(context, [`set local role ${role}`])).toBe('42501')
        expect(await sql.attempt(context, [`set session authorization ${role}`])).toBe('42501')
        expect(await sql.attempt(context, [`grant ${role} to current_user`])).toBe('42501')
      },
    )

    test('COPY into a table under policies is refused', async () => {
      const copy = sql.shop.targets
        .of('shop')
        .transaction({ settings: { 'acervo.tenant': asker.id } }, async (session) =>
          session.copyIn?.('copy shop.codes from stdin', lines()),
        )
      await expect(copy).rejects.toMatchObject({ cause: { code: '0A000' } })
      async function* lines() {
        yield `${victim.id}\tw\tm\n`
      }
    })
  })

  test('every kind of relation was there, a month in its table and one taken out', () => {
    const names = sql.relations.map(({ name }) => name)
    expect(new Set(sql.relations.map(({ kind }) => kind))).toEqual(new Set(['r', 'p', 'v']))
    expect(names).toContain(sql.detached)
    expect(names.filter((name) => /events_y\d{4}m\d\d/.test(name)).length).toBeGreaterThan(1)
  })
})
