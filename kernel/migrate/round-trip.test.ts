// What the Model renders is what the catalog then holds, and nothing a hand changes stays unseen.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, onEachEngine } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import { shopTables, toDatabase } from '../../test/support/migrate/shop.ts'
import type { Direct } from '../database/target.ts'
import { applyModel } from './apply-model.ts'
import { compareDatabase, describeDifference } from './compare.ts'

const database = toDatabase(shopTables)

onEachEngine(() => {
  let empty: EmptyDatabase
  beforeAll(async () => {
    empty = await openEmpty(engine)
    await use((direct) => applyModel(direct, [database], { testClock: true }))
  })
  afterAll(() => empty?.close())

  async function use<T>(body: (direct: Direct) => Promise<T>): Promise<T> {
    const direct = await empty.target.direct()
    try {
      return await body(direct)
    } finally {
      await direct.close()
    }
  }

  const drift = () => use((direct) => compareDatabase(direct, database))

  test('every type, constraint, index, trait and view applies and compares without a difference', async () => {
    expect((await drift()).map(describeDifference)).toEqual([])
  })

  test('comparing leaves nothing behind', async () => {
    await drift()
    const { rows } = await empty.query(`select nspname from pg_namespace where nspname ~ 'scratch'`)
    expect(rows).toEqual([])
  })

  const changes: readonly (readonly [string, string, string])[] = [
    ['a column', 'alter table t_shop.clients add column hand text', 'column clients.hand'],
    ['a column type', 'alter table t_shop.places alter code type text', 'column places.code'],
    ['a lost NOT NULL', 'alter table t_shop.alerts alter kind drop not null', 'column alerts.kind'],
    ['a default', `alter table t_shop.everything alter c set default 8`, 'column everything.c'],
    ['a dropped policy', 'drop policy tenant on t_shop.clients', 'policy clients.tenant'],
    [
      'a widened policy',
      'alter policy tenant on t_shop.visits using (true)',
      'policy visits.tenant',
    ],
    ['a policy', 'create policy hand on t_shop.clients using (true)', 'policy clients.hand'],
    ['disabled RLS', 'alter table t_shop.visits disable row level security', 'rls visits'],
    ['unforced RLS', 'alter table t_shop.visits no force row level security', 'rls visits'],
    ['a grant', 'grant delete on t_shop.clients to acervo_app', 'grant clients'],
    ['a column grant', 'grant update (visits) on t_shop.clients to acervo_app', 'grant clients'],
    ['a public grant', 'grant select on t_shop.places to public', 'grant places'],
    ['a schema grant', 'grant create on schema t_shop to acervo_app', 'grant '],
    ['an owner', 'alter table t_shop.places owner to current_user', 'owner places'],
    ['an index', 'create index hand on t_shop.places (code)', 'index places.hand'],
    ['a dropped index', 'drop index t_shop.alerts_kind_idx', 'index alerts.alerts_kind_idx'],
    [
      'a dropped check',
      'alter table t_shop.visits drop constraint visits_amount_check',
      'constraint visits.visits_amount_check',
    ],
    [
      'a disabled trigger',
      'alter table t_shop.visits disable trigger count_visits_insert',
      'trigger visits.count_visits_insert',
    ],
    ['a function', `create function t_shop.hand() returns int language sql as 'select 1'`, ''],
    [
      'a definer turned invoker',
      'alter function t_shop.visits_count_visits() security invoker',
      'function visits_count_visits',
    ],
    [
      'a view without security_invoker',
      'alter view t_shop.open_visits set (security_invoker = false)',
      'view open_visits',
    ],
    ['a table', 'create table t_shop.hand (id int)', 'table hand'],
    ['a sequence', 'create sequence t_shop.hand', 'other hand'],
  ]

  test.each(changes)('drift finds %s made by hand', async (_, sql, key) => {
    const seen = await use(async (direct) => {
      await direct.script('begin')
      await direct.script(sql)
      // The rollback that undoes the scratch copy undoes the change, too.
      return compareDatabase(direct, database)
    })
    const keys = seen.map((difference) => difference.key)
    expect(keys.length).toBeGreaterThan(0)
    if (key !== '') expect(keys).toContain(key)
  })

  test('drift finds a partition that somebody opened', async () => {
    const { rows } = await empty.query(
      `select relname from pg_class where relname like 'alerts_y%' and relkind = 'r' order by 1`,
    )
    await empty.script(`grant select on t_shop.${rows[0]?.[0]} to acervo_app`)
    expect((await drift()).map(({ key }) => key)).toContain(`other ${rows[0]?.[0]}`)
  })
})
