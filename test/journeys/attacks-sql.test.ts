// What SQL text could do if it came from outside: through the runtime login and the roles that it may take on,
// against tables, views, months and the kernel's own schema. No door takes any; this is the wall behind it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '../../kernel/database/target.ts'
import { onEachEngine } from '../support/database.ts'
import { markOf } from './attacks/rows.ts'
import { asker, expectSilent, openSqlShop, type SqlShop, victim } from './attacks/sql.ts'

const who: Readonly<Record<string, Context['settings']>> = {
  'a tenant': { 'acervo.tenant': asker.id },
  nobody: {},
  'an empty claim': { 'acervo.tenant': '' },
}
const roles = [undefined, 'acervo_worker', 'acervo_readonly'] as const

onEachEngine(() => {
  let sql: SqlShop
  beforeAll(async () => {
    sql = await openSqlShop()
  })
  afterAll(async () => {
    console.info(`attacks in SQL: ${sql?.cases()} cases`)
    await sql?.shop.close()
  })
  const attempt: SqlShop['attempt'] = (context, texts) => sql.attempt(context, texts)
  const digest = async () => {
    const { rows } =
      await sql.shop.query(`select md5(string_agg(t::text, '|' order by t::text)) from (
      select id, c::text from shop.clients c union all select id, o::text from shop.orders o
      union all select id, e::text from shop.events e) t`)
    return rows[0]?.[0]
  }

  describe.each(roles)('as %s', (role) => {
    describe.each(Object.entries(who))('for %s', (_, settings) => {
      const context: Context = { settings, ...(role === undefined ? {} : { role }) }

      test('no relation shows or takes a row of another tenant', async () => {
        const before = await digest()
        for (const { name, tenant } of sql.relations) {
          expectSilent(await attempt(context, [`select t::text from ${name} t`]))
          expectSilent(
            await attempt(context, [`select t::text from ${name} t order by 1 for update`]),
          )
          expectSilent(await attempt(context, [`explain (costs off) select * from ${name}`]))
          if (tenant === '') continue
          const theirs = `${tenant} = '${victim.id}'`
          for (const text of [
            `select count(*) from ${name} where ${theirs} having count(*) > 0`,
            `delete from ${name} where ${theirs}`,
            `delete from ${name} where ${theirs} returning *`,
            `update ${name} set ${tenant} = '${asker.id}'`,
            `update ${name} set ${tenant} = ${tenant} where ${theirs}`,
            `insert into ${name} (${tenant}) values ('${victim.id}')`,
            `insert into ${name} select * from ${name}`,
            `merge into ${name} t using (values (1)) v on ${theirs} when matched then delete`,
          ])
            expect([text, await attempt(context, [text])]).toEqual([
              text,
              expect.stringMatching(/^(0: \[\]|42501|23\w{3}|0A000|428C9)$/),
            ])
        }
        expect(await digest()).toBe(before)
      })

      test('nothing of the structure may be changed, emptied or read past the policies', async () => {
        const texts = sql.relations.flatMap(({ name }) => [
          `truncate ${name}`,
          `truncate ${name} cascade`,
          `alter table ${name} disable row level security`,
          `alter table ${name} no force row level security`,
          `alter table ${name} owner to current_user`,
          `create policy open on ${name} using (true)`,
          `drop policy tenant on ${name}`,
          `create trigger spy before insert on ${name} execute function shop.clients_touch()`,
          `alter table ${name} disable trigger all`,
          `copy ${name} to '/tmp/attack.csv'`,
          `copy ${name} to program 'cat'`,
          `drop table ${name}`,
          `comment on table ${name} is 'x'`,
        ])
        for (const text of [
          ...texts,
          'create table shop.mine (id int)',
          'create function shop.mine() returns int language sql as $$ select 1 $$',
          'create or replace function acervo.now() returns timestamptz language sql as $$ select null $$',
          'create extension dblink',
          'create schema mine',
          'create role mine',
          'alter table acervo.migration owner to current_user',
          'delete from acervo.migration',
          'update acervo.migration set version = 9',
          "insert into acervo.migration (database, version) values ('x', 1)",
          'select * from acervo.backfill',
          'delete from acervo.import_run',
          'truncate acervo.import_run',
          "update acervo.import_run set digest = 'x'",
          'truncate acervo.idempotency',
          'select * from pg_statistic',
          'select * from pg_authid',
          "select pg_read_file('/etc/passwd')",
          "select lo_import('/etc/passwd')",
        ])
          expect([text, await attempt(context, [text])]).toEqual([
            text,
            expect.stringMatching(/^(42501|42809|42704|0A000|2BP01|55000|42P07)$/),
          ])
      })

      test('rights that it has are not rights that it may give', async () => {
        const acls = () => sql.shop.query('select relname, relacl::text from pg_class order by oid')
        const before = await acls()
        for (const { name } of sql.relations)
          for (const right of ['select', 'all', 'select (id)', 'truncate'])
            await attempt(context, [`grant ${right} on ${name} to public`])
        expect((await acls()).rows).toEqual(before.rows)
      })

      test('turning policies off is an error and not a way round', async () => {
        const texts = ['set local row_security = off', 'select * from shop.clients']
        expect(await attempt(context, texts)).toBe('42501')
      })

      test('a function of the asker meets no row of another tenant', async () => {
        const leak = `create function pg_temp.leak(given text) returns boolean language plpgsql cost 0.0001
          as $$ begin if given like '%${markOf(victim)}%' then raise 'met %', given; end if; return true; end $$`
        for (const { name, kind } of sql.relations) {
          const seen = await attempt(context, [
            leak,
            `select 1 from ${name} t where pg_temp.leak(t::text)`,
          ])
          expect([name, kind, seen]).toEqual([name, kind, expect.not.stringMatching(/^P0001$/)])
        }
      })

      test('functions with the rights of the owner run for triggers only', async () => {
        const { rows } = await sql.shop.query(`
          select format('%I.%I', n.nspname, p.proname) from pg_proc p
          join pg_namespace n on n.oid = p.pronamespace
          where p.prosecdef and p.prorettype = 'trigger'::regtype
            and n.nspname in ('shop', 'desk', 'acervo')`)
        expect(rows.length).toBeGreaterThan(0)
        for (const [name] of rows) {
          expect(await attempt(context, [`select ${name}()`])).toBe('42501')
          const trigger = `create trigger forged after insert on forged
            referencing new table as new_rows execute function ${name}()`
          expect(await attempt(context, ['create temp table forged (id uuid)', trigger])).toBe(
            '42501',
          )
        }
      })

      test('statistics of values and the catalog name no value', async () => {
        const texts = [
          "select s::text from pg_stats s where schemaname in ('shop', 'desk')",
          "select s::text from pg_stats_ext s where schemaname in ('shop', 'desk')",
          'select a::text from pg_stat_activity a where pid = pg_backend_pid()',
        ]
        for (const text of texts) expectSilent(await attempt(context, [text]))
        expect(await attempt(context, [texts[0] as string])).toBe('0: []')
      })
    })
  })
})
