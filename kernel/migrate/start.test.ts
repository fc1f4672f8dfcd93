// What a process does at start: writes and applies while developing, refuses what is pending while serving.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, onEachEngine } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import { toModel } from '../../test/support/migrate/shop.ts'
import { rows, versions } from '../../test/support/migrate/versions.ts'
import type { Tables } from '../table/database.ts'
import { describeDifference } from './compare.ts'
import { readFiles } from './files.ts'
import { lintFiles } from './lint.ts'
import { applyPending, planChanges, readDrift, readStatus } from './operations.ts'
import { migrateAtStart } from './start.ts'
import { writeMigration } from './write.ts'

onEachEngine(() => {
  let empty: EmptyDatabase
  let home: string
  beforeEach(async () => {
    empty = await openEmpty(engine)
    home = await mkdtemp(join(tmpdir(), 'acervo-migrate-'))
  })
  afterEach(async () => {
    await empty?.close()
    await rm(home, { recursive: true, force: true })
  })

  const options = (tables: Tables) => ({ targets: empty.targets, model: toModel(tables, home) })
  const develop = (tables: Tables) => migrateAtStart({ ...options(tables), mode: 'develop' })
  const drift = async (tables: Tables) =>
    (await readDrift(options(tables))).flatMap(({ differences }) =>
      differences.map(describeDifference),
    )
  const cell = async (text: string) => (await empty.query(text)).rows[0]?.[0]

  test('developing writes and applies the first file, and the second start does nothing', async () => {
    const report = await develop(versions.first)
    expect(report.written).toEqual([join(home, 'migrations', 'shop', '0001_initial.sql')])
    expect(report.applied).toEqual(report.written)
    expect(await drift(versions.first)).toEqual([])
    expect(await develop(versions.first)).toMatchObject({ written: [], applied: [] })
  })

  test('a changed declaration arrives with its rows kept, filled, counted and linked', async () => {
    await develop(versions.first)
    await empty.script(rows)
    const { written } = await develop(versions.second)
    expect(written.length).toBeGreaterThan(5)
    expect(await drift(versions.second)).toEqual([])
    expect(await cell('select count(*) from t_shop.customers')).toBe('2500')
    expect(
      await cell(
        `select count(*) from t_shop.customers where grade = 'grade ' || upper(full_name)`,
      ),
    ).toBe('2500')
    expect(
      await cell(`select count(*) from t_shop.customers c
        where orders <> (select count(*) from t_shop.orders o where o.client_id = c.id)`),
    ).toBe('0')
    expect(await cell('select sum(orders) from t_shop.customers')).toBe('2750')
    expect(
      await cell(`select count(*) from pg_constraint c where not convalidated
        and connamespace = 't_shop'::regnamespace`),
    ).toBe('0')
    expect(await cell(`select count(*) from pg_index where not indisvalid`)).toBe('0')
    expect(await develop(versions.second)).toMatchObject({ written: [], applied: [] })
  })

  test('drops and narrowing are refused until loss is allowed, then go in files of their own', async () => {
    await develop(versions.first)
    await develop(versions.second)
    await expect(develop(versions.third)).rejects.toMatchObject({ code: 'ACV403' })
    const database = toModel(versions.third, home).databases.get('shop')
    if (database === undefined) throw new Error('no shop')
    const files = await writeMigration({ database, home, name: 'tidy', allowLoss: true })
    const drops = files.filter(({ steps }) =>
      steps.some(({ title }) => /^drop (gone|old)/.test(title)),
    )
    expect(drops).toHaveLength(2)
    for (const { steps } of drops) expect(steps).toHaveLength(2)
    await applyPending(options(versions.third))
    expect(await drift(versions.third)).toEqual([])
  })

  test('files written from files alone lead a new target to the same catalog', async () => {
    const model = toModel(versions.first, home)
    const [database] = model.databases.values()
    if (database === undefined) throw new Error('no shop')
    await writeMigration({ database, home, name: 'initial' })
    const [second] = toModel(versions.second, home).databases.values()
    if (second === undefined) throw new Error('no shop')
    await writeMigration({ database: second, home, name: 'grow' })
    expect(await writeMigration({ database: second, home, name: 'again' })).toEqual([])
    await applyPending(options(versions.second))
    expect(await drift(versions.second)).toEqual([])
    expect(await lintFiles(await readFiles(home, 'shop'))).toEqual([])
  })

  test('serving sets a new target up, then refuses what is not written and what is not applied', async () => {
    const serve = (tables: Tables) => migrateAtStart({ ...options(tables), mode: 'serve' })
    const write = async (tables: Tables) => {
      const [database] = toModel(tables).databases.values()
      if (database === undefined) throw new Error('no shop')
      await writeMigration({ database, home, name: 'step' })
    }
    const refusal = (hint: string) => ({ code: 'ACV401', hint: expect.stringContaining(hint) })
    await expect(serve(versions.first)).rejects.toMatchObject(refusal('migrate write'))
    await write(versions.first)
    expect((await serve(versions.first)).applied).toHaveLength(1)
    expect((await serve(versions.first)).applied).toEqual([])
    await expect(serve(versions.second)).rejects.toMatchObject(refusal('migrate write'))
    await write(versions.second)
    await expect(serve(versions.second)).rejects.toMatchObject(refusal('migrate apply'))
    await applyPending(options(versions.second))
    expect((await serve(versions.second)).applied).toEqual([])
  })

  test('status and plan say what is pending with its locks', async () => {
    await develop(versions.first)
    const [before] = await readStatus(options(versions.second))
    expect(before).toMatchObject({ database: 'shop', version: 1, written: false, pending: [] })
    const [plan] = await planChanges(options(versions.second))
    const steps = plan?.unwritten.flatMap((body) => body.steps) ?? []
    expect(steps.find(({ title }) => title.startsWith('add level to customers'))).toMatchObject({
      locks: [{ mode: 'access exclusive', table: 'customers' }],
      sql: 'alter table "t_shop"."customers" add column "level" integer default 3 not null',
    })
    expect(await readFiles(home, 'shop')).toHaveLength(1)
  })

  test('a changed file, a missing file and a malformed file are refused by name', async () => {
    await develop(versions.first)
    const path = join(home, 'migrations', 'shop', '0001_initial.sql')
    const text = await readFile(path, 'utf8')
    await writeFile(
      path,
      text.replace('create table "t_shop"."gone"', 'create table "t_shop"."gone" '),
    )
    await expect(develop(versions.first)).rejects.toMatchObject({
      code: 'ACV402',
      message: expect.stringContaining(path),
    })
    await writeFile(path, text.replaceAll('\n', '\r\n'))
    expect(await develop(versions.first)).toMatchObject({ written: [], applied: [] })
    await writeFile(path, text.replace('-- locks: none', '-- locks: all'))
    await expect(develop(versions.first)).rejects.toMatchObject({
      code: 'ACV406',
      details: expect.stringMatching(/0001_initial\.sql:\d+$/),
    })
    await rm(path)
    await expect(develop(versions.first)).rejects.toMatchObject({ code: 'ACV408' })
  })
})
