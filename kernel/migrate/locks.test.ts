// What a file declares to lock is what it locks, and requests go on while it is applied.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, onEachEngine, onPostgres } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import { toModel } from '../../test/support/migrate/shop.ts'
import { rows, tenantId, versions } from '../../test/support/migrate/versions.ts'
import type { Direct } from '../database/target.ts'
import { type LockMode, lockModes, type MigrationFile } from './file.ts'
import { readFiles } from './files.ts'
import { applyPending } from './operations.ts'
import { runFile } from './run-file.ts'
import { setUpTarget } from './set-up-target.ts'
import { migrateAtStart } from './start.ts'
import { writeMigration } from './write.ts'

let empty: EmptyDatabase
let home: string
beforeEach(async () => {
  empty = await openEmpty(engine)
  home = await mkdtemp(join(tmpdir(), 'acervo-locks-'))
  const model = toModel(versions.first, home)
  await migrateAtStart({ targets: empty.targets, model, mode: 'develop' })
  await empty.script(rows)
})
afterEach(async () => {
  await empty?.close()
  await rm(home, { recursive: true, force: true })
})

async function writeSecond() {
  const model = toModel(versions.second, home)
  const [database] = model.databases.values()
  if (database === undefined) throw new Error('no shop')
  await writeMigration({ database, home, name: 'grow' })
  return { model, database, files: (await readFiles(home, 'shop')).slice(1) }
}

onEachEngine(() => {
  test('observed locks stay within the declared ones, file by file', async () => {
    const { database, files } = await writeSecond()
    const direct = await empty.target.direct()
    let watched = 0
    try {
      await setUpTarget(direct, { objects: database.objects })
      for (const file of files) {
        if (file.kind !== 'transactional') {
          await runFile(direct, database, file)
          continue
        }
        expect({ file: file.name, beyond: await observe(direct, file) }).toEqual({
          file: file.name,
          beyond: [],
        })
        watched++
      }
    } finally {
      await direct.close()
    }
    expect(watched).toBeGreaterThanOrEqual(4)
  })
})

onPostgres(() => {
  test('requests are answered all the time while the tables they read are changed', async () => {
    const { model } = await writeSecond()
    let isDone = false
    let answered = 0
    let slowestMs = 0
    const failures: unknown[] = []
    const context = { role: 'acervo_app', settings: { 'acervo.tenant': tenantId } } as const
    const read = async (name: string, text: string) => {
      while (!isDone) {
        const begun = performance.now()
        try {
          const [result] = await empty.target.group(context, [{ text, values: [], name }])
          if ((result?.count ?? 0) > 0) answered++
          else failures.push('no rows')
        } catch (error) {
          failures.push(error)
        }
        slowestMs = Math.max(slowestMs, performance.now() - begun)
      }
    }
    const readers = [
      read('hot_orders', 'select id, title, size from t_shop.orders order by id limit 5'),
      read('hot_events', 'select id, at, kind from t_shop.events order by id limit 5'),
      read('hot_count', `select count(*) from t_shop.orders where state = 'OPEN'`),
    ]
    await applyPending({ targets: empty.targets, model }).finally(() => {
      isDone = true
    })
    await Promise.all(readers)
    expect(failures).toEqual([])
    expect(answered).toBeGreaterThan(50)
    expect(slowestMs).toBeLessThan(5_000)
  })

  test('a table that somebody holds is waited for in short tries, and its readers are not kept waiting', async () => {
    const { model } = await writeSecond()
    const holder = await empty.target.direct()
    await holder.script('begin; select 1 from t_shop.orders limit 1')
    const tries: string[] = []
    let slowestMs = 0
    const apply = applyPending({
      targets: empty.targets,
      model,
      onProgress: ({ title = '' }) => {
        if (!title.startsWith('a lock was not free')) return
        tries.push(title)
        if (tries.length === 3) void holder.script('commit')
      },
    })
    let isDone = false
    const done = apply.finally(() => {
      isDone = true
    })
    while (!isDone) {
      const begun = performance.now()
      await empty.query('select count(*) from t_shop.orders')
      slowestMs = Math.max(slowestMs, performance.now() - begun)
    }
    await done
    await holder.close()
    expect(tries.length).toBeGreaterThanOrEqual(3)
    expect(slowestMs).toBeLessThan(2_500)
  })
})

/** Runs the file step by step in a transaction; answers what it locked harder than declared. */
async function observe(direct: Direct, file: MigrationFile): Promise<readonly string[]> {
  await direct.script('begin')
  const before = await direct.query({
    text: `select oid::text from pg_class where relnamespace = 't_shop'::regnamespace`,
    values: [],
  })
  const known = before.rows.map(([oid]) => oid).join(',')
  for (const { sql } of file.steps) await direct.script(sql)
  const { rows } = await direct.query({
    text: `select coalesce(p.relname, c.relname), l.mode
      from pg_locks l join pg_class c on c.oid = l.relation
      left join pg_inherits i on i.inhrelid = c.oid left join pg_class p on p.oid = i.inhparent
      where l.pid = pg_backend_pid() and c.relkind in ('r', 'p', 'v')
        and c.oid = any (string_to_array($1, ',')::oid[])`,
    values: [known],
  })
  await direct.script('commit')
  const declared = file.steps.flatMap(({ locks }) => locks)
  return rows.flatMap(([table = '', mode]) => {
    const rank = lockModes.indexOf(toMode(mode ?? ''))
    const names = table === 'customers' ? ['clients', table] : [table]
    const allowed = declared.filter((lock) => names.includes(lock.table))
    const highest = Math.max(0, ...allowed.map((lock) => lockModes.indexOf(lock.mode)))
    return rank > highest ? [`${table}: ${toMode(mode ?? '')}`] : []
  })
}

/** AccessExclusiveLock -> access exclusive */
function toMode(name: string): LockMode {
  const words = name.replace(/Lock$/, '').replaceAll(/(?<!^)([A-Z])/g, ' $1')
  return words.toLowerCase() as LockMode
}
