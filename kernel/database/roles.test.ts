// The roles of a server: what they may become, and which logins are refused.
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nobody,
  onEachEngine,
  onPostgres,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../test/support/database/database.ts'
import { assertMigratorRole, assertRuntimeRole, createRuntimeLogin, renderRoles } from './roles.ts'
import type { Direct } from './target.ts'
import { openMigrator, openTargets } from './targets.ts'

const names = ['app', 'backup', 'owner', 'readonly', 'switch', 'worker'].map(
  (name) => `acervo_${name}`,
)

onEachEngine((engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(engine)
  })
  afterAll(() => database?.close())

  test('rendering the roles twice changes nothing and fails nothing', async () => {
    await database.script(renderRoles())
    const direct = await database.target.direct()
    const { rows } = await direct.query(
      statement(
        `select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles
        where rolname = any($1) order by 1`,
        [names],
      ),
    )
    await direct.close()
    const bypasses = (name: string) => (name === 'acervo_backup' ? 't' : 'f')
    expect(rows).toEqual(names.map((name) => [name, 'f', 'f', bypasses(name)]))
  })

  test('no runtime role may become the owner', async () => {
    const direct = await database.target.direct()
    const { rows } = await direct.query(
      statement(`select r from unnest(array['app','worker','readonly','switch','backup']) r
        where pg_has_role('acervo_' || r, 'acervo_owner', 'member')`),
    )
    await direct.close()
    expect(rows).toEqual([])
  })

  test('the runtime login passes, the migrator passes its own check', async () => {
    await assertRuntimeRole(database.target)
    const direct = await database.target.direct()
    await assertMigratorRole(direct)
    await direct.close()
  })

  test('times are UTC in groups, transactions and for the migrator', async () => {
    const zone = statement('show timezone')
    const [result] = await database.target.group(nobody, [zone])
    const direct = await database.target.direct()
    const own = await direct.query(zone)
    await direct.close()
    expect([result?.rows, own.rows]).toEqual([[['UTC']], [['UTC']]])
  })
})

onPostgres(() => {
  let database: TestDatabase
  let direct: Direct
  const login = `acervo_test_${randomBytes(5).toString('hex')}`
  const password = `it's "x"\\`
  beforeAll(async () => {
    database = await openTestDatabase('postgres')
    direct = await database.target.direct()
    await createRuntimeLogin(direct, { name: login, password })
  })
  afterAll(async () => {
    await direct?.script(`drop owned by ${login}; drop role ${login}`)
    await direct?.close()
    await database?.close()
  })

  async function check(): Promise<void> {
    const run = new URL(database.run)
    run.username = login
    run.password = password
    const targets = await openTargets({ run: run.href, databases: ['a'] })
    try {
      await assertRuntimeRole(targets.of('a'))
    } finally {
      await targets.close()
    }
  }

  test('a runtime login holds the rights of acervo_app only, and may act as worker', async () => {
    await check()
    const { rows } = await direct.query(
      statement(
        `select pg_has_role($1, 'acervo_app', 'usage'), pg_has_role($1, 'acervo_worker', 'usage'),
                pg_has_role($1, 'acervo_worker', 'member'), pg_has_role($1, 'acervo_owner', 'member')`,
        [login],
      ),
    )
    expect(rows).toEqual([['t', 'f', 't', 'f']])
  })

  test.each([
    ['superuser', 'alter role $ superuser', 'alter role $ nosuperuser'],
    ['BYPASSRLS', 'alter role $ bypassrls', 'alter role $ nobypassrls'],
    ['acervo_owner', 'grant acervo_owner to $', 'revoke acervo_owner from $'],
    ['postgres', 'grant postgres to $', 'revoke postgres from $'],
    ['owns tables', 'create table mine (); alter table mine owner to $', 'drop table mine'],
  ])('a login with %s is refused', async (reason, before, after) => {
    await direct.script(before.replace('$', login))
    await expect(check()).rejects.toMatchObject({
      code: 'ACV314',
      details: expect.stringContaining(reason),
    })
    await direct.script(after.replace('$', login))
    await check()
  })

  test('many processes may prepare one server at once', async () => {
    const prefix = `acervo_test_${randomBytes(5).toString('hex')}_`
    const text = renderRoles().replaceAll('acervo_', prefix)
    const sessions = await Promise.all(
      Array.from({ length: 6 }, () => openMigrator(database.migrate)),
    )
    await Promise.all(sessions.map((session) => session.script(text)))
    const { rows } = await direct.query(
      statement('select rolname from pg_roles where starts_with(rolname, $1) order by 1', [prefix]),
    )
    expect(rows.flat()).toEqual(names.map((name) => name.replace('acervo_', prefix)))
    await direct.script(`drop role ${rows.flat().join(', ')}`)
    await Promise.all(sessions.map((session) => session.close()))
  })

  test('a migrator that policies bind is refused', async () => {
    const bound = await openMigrator(database.run)
    await expect(assertMigratorRole(bound)).rejects.toMatchObject({ code: 'ACV314' })
    await bound.close()
  })
})
