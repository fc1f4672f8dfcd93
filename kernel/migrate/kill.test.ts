// A migrator may die at any message: what is half done is seen and finished by the next one.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, onEachEngine, onPostgres } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import { Killed, toDying } from '../../test/support/migrate/kill.ts'
import { toModel } from '../../test/support/migrate/shop.ts'
import { rows, versions } from '../../test/support/migrate/versions.ts'
import { text } from '../table/column.ts'
import { index, unique } from '../table/constraint.ts'
import { defineTable } from '../table/table.ts'
import { describeDifference } from './compare.ts'
import { applyPending, readDrift, readStatus } from './operations.ts'
import { migrateAtStart } from './start.ts'
import { writeMigration } from './write.ts'

const runsMax = 400

let empty: EmptyDatabase
let home: string
beforeEach(async () => {
  empty = await openEmpty(engine)
  home = await mkdtemp(join(tmpdir(), 'acervo-kill-'))
})
afterEach(async () => {
  await empty?.close()
  await rm(home, { recursive: true, force: true })
})

onEachEngine(() => {
  test('killed at every message in turn, before and after it, the migration still converges', async () => {
    const first = { targets: empty.targets, model: toModel(versions.first, home) }
    await migrateAtStart({ ...first, mode: 'develop' })
    await empty.script(rows)
    const model = toModel(versions.second, home)
    const [database] = model.databases.values()
    if (database === undefined) throw new Error('no shop')
    await writeMigration({ database, home, name: 'grow' })
    const deaths = await dieUntilDone(model)
    expect(deaths).toBeGreaterThan(30)
    const second = { targets: empty.targets, model }
    expect((await readStatus(second))[0]?.pending).toEqual([])
    expect(
      (await readDrift(second)).flatMap((each) => each.differences.map(describeDifference)),
    ).toEqual([])
    const wrong = await empty.query(`select count(*) from t_shop.customers c
      where grade <> 'grade ' || upper(full_name)
         or orders <> (select count(*) from t_shop.orders o where o.client_id = c.id)`)
    expect(wrong.rows[0]?.[0]).toBe('0')
    const records = await empty.query('select version from acervo.migration order by 1')
    expect(records.rows.map(([version]) => Number(version))).toEqual(
      records.rows.map((_, at) => at + 1),
    )
  }, 120_000)
})

onEachEngine(() => {
  test('an end in the middle of a backfill keeps the batches done, and the next run goes on after them', async () => {
    const first = { targets: empty.targets, model: toModel(versions.first, home) }
    await migrateAtStart({ ...first, mode: 'develop' })
    await empty.script(rows)
    const end = new AbortController()
    const second = { targets: empty.targets, model: toModel(versions.second, home) }
    const batches: string[] = []
    const start = migrateAtStart({
      ...second,
      mode: 'develop',
      signal: end.signal,
      onProgress: ({ title = '' }) => {
        if (!title.endsWith(' rows')) return
        batches.push(title)
        end.abort()
      },
    })
    await expect(start).rejects.toMatchObject({ code: 'ACV308' })
    expect(batches).toHaveLength(1)
    const done = await empty.query('select rows_done from acervo.backfill')
    expect(done.rows).toEqual([['1000']])
    await migrateAtStart({
      ...second,
      mode: 'develop',
      onProgress: ({ title = '' }) => {
        if (title.endsWith(' rows')) batches.push(title)
      },
    })
    expect(batches.slice(0, 2)).toEqual([
      'fill grade of customers: 1000 rows',
      'fill grade of customers: 2000 rows',
    ])
    expect((await empty.query('select * from acervo.backfill')).rows).toEqual([])
    expect((await readDrift(second))[0]?.differences).toEqual([])
  })
})

/** Dies at 1, 2, 3 ... and begins again at 1 whenever a death let a file through. */
async function dieUntilDone(model: ReturnType<typeof toModel>): Promise<number> {
  let deaths = 0
  let at = 1
  let version = 1
  for (let run = 0; run < runsMax; run++) {
    const { target } = toDying(empty.target, at, run % 2 === 1)
    try {
      await applyPending({ targets: { of: () => target }, model })
      return deaths
    } catch (error) {
      if (!(error instanceof Error && error.cause instanceof Killed)) throw error
      deaths++
    }
    const now = Number(
      (await empty.query('select max(version) from acervo.migration')).rows[0]?.[0] ?? 0,
    )
    // Rights, set-up, lock and ledger come before a file's own messages.
    at = now > version ? 3 : at + (run % 2)
    version = now
  }
  throw new Error(`not done after ${runsMax} runs`)
}

onPostgres(() => {
  const columns = { name: text(), kind: text() }
  const before = defineTable('things', columns)
  const after = defineTable('things', columns, [unique(['name']), index(['kind'])])

  test('an index that broke half-way stands invalid, and is built again when the cause is mended', async () => {
    const plain = {
      targets: empty.targets,
      model: toModel({ thing: before }, home),
      mode: 'develop',
    } as const
    await migrateAtStart(plain)
    await empty.script(`insert into t_shop.things (name, kind) values ('a', 'x'), ('a', 'y')`)
    const options = { ...plain, model: toModel({ thing: after }, home) }
    await expect(migrateAtStart(options)).rejects.toMatchObject({ code: 'ACV400' })
    const invalid = await empty.query(`select count(*) from pg_index where not indisvalid`)
    expect(invalid.rows[0]?.[0]).toBe('1')
    await empty.script(`delete from t_shop.things where kind = 'y'`)
    await migrateAtStart(options)
    expect((await readDrift(options))[0]?.differences).toEqual([])
  })
})
