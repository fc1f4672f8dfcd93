// The migrator needs no superuser, only a login that policies do not bind; one that they bind is refused before
// it changes nothing in silence.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, onEachEngine, onPostgres } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import { toModel } from '../../test/support/migrate/shop.ts'
import { rows, tenantId, versions } from '../../test/support/migrate/versions.ts'
import { openTargets, type Targets } from '../database/targets.ts'
import { belongsTo, text, uuid } from '../table/column.ts'
import { check } from '../table/constraint.ts'
import type { Tables } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { tenant } from '../traits/index.ts'
import { readDrift } from './operations.ts'
import { migrateAtStart } from './start.ts'

let empty: EmptyDatabase
let home: string
beforeAll(async () => {
  empty = await openEmpty(engine)
  home = await mkdtemp(join(tmpdir(), 'acervo-migrator-'))
})
afterAll(async () => {
  await empty?.close()
  await rm(home, { recursive: true, force: true })
})

onEachEngine(() => {
  const parent = defineTable('parents', { name: text() }, [tenant()])
  const before = { parent, child: defineTable('children', { parentId: uuid() }, [tenant()]) }
  const link = { parentId: belongsTo('parents') }
  const after = { parent, child: defineTable('children', link, [tenant(), check('v', 'true')]) }

  test('rows that break a new link stop the migration, policies or not, until they are mended', async () => {
    const develop = (tables: Tables) =>
      migrateAtStart({
        targets: empty.targets,
        model: toModel(tables, join(home, 'links')),
        mode: 'develop',
      })
    await develop(before)
    await empty.script(`insert into t_shop.children (tenant_id, parent_id)
      values ('${tenantId}', '${tenantId}')`)
    await expect(develop(after)).rejects.toMatchObject({
      code: 'ACV400',
      details: expect.stringContaining('children_parent_id_fkey'),
    })
    await empty.script('delete from t_shop.children')
    await develop(after)
    const open = await empty.query('select count(*) from pg_constraint where not convalidated')
    expect(open.rows[0]?.[0]).toBe('0')
    await empty.script('drop schema t_shop cascade; delete from acervo.migration')
  })
})

onPostgres(() => {
  const name = `acervo_migrator_${randomBytes(6).toString('hex')}`
  const openAs = (login: string): Promise<Targets> => {
    const url = new URL(empty.url)
    url.username = login
    url.password = login
    const run = url.href
    return openTargets({ databases: ['t_shop'], run, migrate: run })
  }
  const drop = (role: string) => empty.script(`drop owned by ${role} cascade; drop role ${role}`)

  test('a login with BYPASSRLS that may create roles and schemas is enough for every step', async () => {
    await empty.script(`create role ${name} login password '${name}' bypassrls createrole;
      grant acervo_owner to ${name} with admin option;
      do $$ begin execute 'grant create on database ' || quote_ident(current_database()) || ' to ${name}';
      end $$; drop schema acervo cascade`)
    const targets = await openAs(name)
    try {
      const develop = (tables: Tables) =>
        migrateAtStart({ targets, model: toModel(tables, home), mode: 'develop' })
      await develop(versions.first)
      await empty.script(rows)
      await develop(versions.second)
      const model = toModel(versions.second, home)
      expect((await readDrift({ targets, model }))[0]?.differences).toEqual([])
      const filled = await empty.query('select count(*) from t_shop.customers where grade is null')
      expect(filled.rows[0]?.[0]).toBe('0')
    } finally {
      await targets.close()
      await drop(name)
    }
  })

  test('a login that policies bind is refused', async () => {
    const bound = `${name}_b`
    await empty.script(`create role ${bound} login password '${bound}'`)
    const targets = await openAs(bound)
    try {
      const model = toModel(versions.first, join(home, 'bound'))
      const start = migrateAtStart({ targets, model, mode: 'develop' })
      await expect(start).rejects.toMatchObject({ code: 'ACV314' })
    } finally {
      await targets.close()
      await drop(bound)
    }
  })
})
