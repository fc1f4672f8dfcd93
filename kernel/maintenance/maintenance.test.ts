// Each maintenance query of the specifications, corrected, against tables whose state is known. Names are mixed-case
// where the printed queries fail for them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine, onPostgres } from '../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../test/support/migrate/opened.ts'
import { toDatabase } from '../../test/support/migrate/shop.ts'
import type { Direct } from '../database/target.ts'
import { belongsTo, instant, integer, oneOf, text } from '../table/column.ts'
import { index } from '../table/constraint.ts'
import { defineTable } from '../table/table.ts'
import { partitioned, states } from '../traits/index.ts'
import { readBlocked, readHolders, readLongTransactions } from './activity.ts'
import { adviseIndexes } from './advise-indexes.ts'
import { readBloat } from './bloat.ts'
import { readIndexes } from './indexes.ts'
import { readSlowQueries } from './queries.ts'
import { withDirect } from './reading.ts'
import { reindex } from './reindex.ts'
import { advise, readSettings } from './settings.ts'
import { readSizes, sampleSizes } from './sizes.ts'
import { readVacuum, vacuumTable } from './vacuum.ts'

const branch = defineTable('branches', { name: text() })
const detection = defineTable(
  'detections',
  {
    branchId: belongsTo('branches', { onDelete: 'cascade' }),
    state: oneOf('NEW', 'SEEN', 'DONE').default('NEW'),
    note: text(),
    place: integer(),
  },
  [
    index(['place']),
    index(['place', 'note']),
    states('state', { next: { NEW: ['SEEN'], SEEN: ['DONE'], DONE: [] } }),
  ],
)
const reading = defineTable('readings', { at: instant().defaultNow(), value: integer() }, [
  partitioned({ by: 'at', every: 'month', ahead: 2 }),
  index(['value']),
])
const tables = { branch, detection, reading }
const schemas = ['t_shop']
const rows = 20_000

onEachEngine((engine) => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables(tables)
    await opened.script(`
      insert into t_shop.branches (name) select 'branch ' || i from generate_series(1, 400) i;
      alter table t_shop.detections disable trigger user;
      insert into t_shop.detections (branch_id, note, place, state)
        select b.id, repeat('x', 40), i, (array['NEW', 'SEEN', 'DONE'])[1 + i % 3]
        from generate_series(1, ${rows}) i
          join (select id, row_number() over () as n from t_shop.branches) b on b.n = 1 + i % 400;
      alter table t_shop.detections enable trigger user;
      insert into t_shop.readings (value) select i from generate_series(1, 1000) i;
      create table t_shop."DetectionEvent" (id int primary key, "branchId" int);
      create index "DetectionEvent_branchId_idx" on t_shop."DetectionEvent" ("branchId");
      create index "Twice" on t_shop."DetectionEvent" ("branchId")`)
    await opened.script('analyze')
  })
  afterAll(() => opened?.close())

  const ask = <T>(read: (direct: Direct) => Promise<T>): Promise<T> =>
    withDirect(opened.target, read)

  test('uses of indexes are counted, and names in mixed case are found (O0-04)', async () => {
    const before = await ask((direct) => readIndexes(direct, schemas))
    // Which of the two the planner takes is its affair.
    const placed = async () => {
      const { indexes } = await ask((direct) => readIndexes(direct, schemas))
      return indexes.filter((one) => one.definition.includes('(place'))
    }
    expect((await placed()).map((one) => one.isUnused)).toEqual([true, true])
    await opened.query('select branch_id from t_shop.detections where place = 7')
    const used = async () => (await placed()).filter((one) => !one.isUnused).map((one) => one.scans)
    // A server takes the counts of another session over within a second.
    await expect.poll(used, { timeout: 10_000 }).toEqual([1])
    expect(before.indexes.map((one) => one.index)).toContain('DetectionEvent_branchId_idx')
  })

  test('double and covered indexes are told, those of constraints are not', async () => {
    const { indexes } = await ask((direct) => readIndexes(direct, schemas))
    const found = (name: string) => indexes.find((one) => one.index === name)
    expect(found('Twice')?.doubleOf).toBe('DetectionEvent_branchId_idx')
    expect(found('DetectionEvent_branchId_idx')?.doubleOf).toBeNull()
    expect(found('DetectionEvent_pkey')).toMatchObject({ isConstraint: true, isUnused: false })
    const narrow = indexes.find((one) => one.definition.endsWith('(place)'))
    const wide = indexes.find((one) => one.definition.includes('(place, note'))
    expect(narrow?.coveredBy).toBe(wide?.index)
    expect(wide?.coveredBy).toBeNull()
  })

  test('an index that is double in everything but its condition is neither', async () => {
    await opened.script(`create index some_of_them on t_shop.branches (name) where name > 'b';
      create index all_of_them on t_shop.branches (name)`)
    const { indexes } = await ask((direct) => readIndexes(direct, schemas))
    for (const name of ['some_of_them', 'all_of_them'])
      expect(indexes.find((one) => one.index === name)).toMatchObject({
        doubleOf: null,
        coveredBy: null,
      })
    await opened.script('drop index t_shop.some_of_them, t_shop.all_of_them')
  })

  test('sizes are told of mixed-case names too, and of a partitioned table as the sum of its months', async () => {
    const { tables: sizes, databaseBytes } = await ask((direct) => readSizes(direct, schemas))
    expect(sizes.map((one) => one.table)).toContain('DetectionEvent')
    expect(sizes[0]).toMatchObject({ table: 'detections', rows, partitions: 0 })
    const size = cellOf(await opened.query(`select pg_total_relation_size('t_shop.detections')`))
    expect(sizes[0]?.totalBytes).toBe(Number(size))
    const months = sizes.find((one) => one.table === 'readings')
    expect(months?.partitions).toBeGreaterThanOrEqual(1)
    expect(months?.heapBytes).toBeGreaterThan(0)
    expect(databaseBytes).toBeGreaterThan(sizes[0]?.totalBytes ?? Number.POSITIVE_INFINITY)
  })

  test('growth is told from samples, which are kept once a day', async () => {
    const sizeOf = async () =>
      (await ask((direct) => readSizes(direct, schemas))).tables.find(
        (one) => one.table === 'branches',
      )
    expect(await sampleSizes(opened.target, schemas)).toBe(true)
    expect(await sampleSizes(opened.target, schemas)).toBe(false)
    expect((await sizeOf())?.growthBytes).toBeNull()
    await opened.script(
      `update acervo.size_sample set at = at - interval '10 days', total_bytes = 0`,
    )
    const grown = await sizeOf()
    expect(Math.abs((grown?.growthBytes ?? 0) - (grown?.totalBytes ?? 0) / 10)).toBeLessThan(2)
    expect(await sampleSizes(opened.target, schemas)).toBe(true)
  })

  test('space without rows is found, and said to be estimated', async () => {
    await opened.script(`delete from t_shop.detections where place % 5 <> 0`)
    await opened.script('vacuum (analyze) t_shop.detections')
    const { how, relations } = await ask((direct) => readBloat(direct, schemas, 100_000))
    const table = relations.find((one) => one.table === 'detections' && one.index === null)
    expect(how).toBe('estimated')
    expect(table?.share).toBeGreaterThan(0.6)
    expect(table?.share).toBeLessThan(0.95)
    // A btree of ids that were deleted everywhere is as empty as its table.
    const primary = relations.find((one) => one.index === 'detections_pkey')
    expect(primary?.share).toBeGreaterThan(0.5)
  })

  test('what vacuum and analyze have to do follows the thresholds of each table', async () => {
    await opened.script(`create table t_shop.quiet (id int) with (autovacuum_enabled = off,
      autovacuum_vacuum_threshold = 5, autovacuum_vacuum_scale_factor = 0);
      insert into t_shop.quiet select generate_series(1, 100)`)
    await opened.script('delete from t_shop.quiet where id <= 20')
    const stateOf = async () =>
      (await ask((direct) => readVacuum(direct, schemas))).find((one) => one.table === 'quiet')
    await expect.poll(async () => (await stateOf())?.deadRows, { timeout: 10_000 }).toBe(20)
    expect(await stateOf()).toMatchObject({
      ...{ liveRows: 80, vacuumAt: 5, autovacuum: false, lastVacuum: null },
      needs: ['vacuum', 'analyze'],
    })
    await ask((direct) => vacuumTable(direct, { schema: 't_shop', table: 'quiet' }))
    const after = await stateOf()
    expect(after).toMatchObject({ deadRows: 0, needs: [] })
    expect(after?.lastVacuum).not.toBeNull()
    await ask((direct) =>
      vacuumTable(direct, { schema: 't_shop', table: 'DetectionEvent', full: true }),
    )
  })

  test('indexes are built anew while the table stands, and become small again', async () => {
    const done = await reindex(opened.target, { schema: 't_shop', table: 'detections' })
    const primary = done.indexes.find((one) => one.index === 'detections_pkey')
    expect(primary?.after).toBeLessThan((primary?.before ?? 0) / 2)
    expect(done.dropped).toEqual([])
    const months = await reindex(opened.target, { schema: 't_shop', table: 'readings' })
    expect(months.indexes.length).toBeGreaterThanOrEqual(2)
    const one = await reindex(opened.target, {
      schema: 't_shop',
      table: 'DetectionEvent',
      index: 'Twice',
    })
    expect(one.indexes.map((each) => each.index)).toEqual(['Twice'])
  })

  test('an index is advised with what asks for it and the plans before and after', async () => {
    await opened.script('drop index if exists t_shop.detections_branch_id_idx')
    await opened.script('vacuum (analyze) t_shop.detections')
    const database = toDatabase(tables)
    const wish = { rowsMin: 1_000, gain: 2 }
    const found = await ask((direct) => adviseIndexes(direct, database, wish))
    const advice = found.find((one) => one.columns.join() === 'branch_id')
    expect(advice).toMatchObject({
      ...{ schema: 't_shop', table: 'detections', declaration: `index(['branchId'])` },
      ...{ rows: rows / 5, evidence: { how: 'sample', rows: rows / 5, uses: true } },
    })
    expect(advice?.evidence.costAfter).toBeLessThan((advice?.evidence.costBefore ?? 0) / 2)
    // Three states of a few thousand rows: the planner reads nearly all of them anyway.
    expect(found.map((one) => one.columns.join())).not.toContain('state')
    await opened.script('create index detections_branch_id_idx on t_shop.detections (branch_id)')
    expect(await ask((direct) => adviseIndexes(direct, database, wish))).toEqual([])
    const left = await opened.query(
      `select count(*) from pg_class where relname ~ 'acervo_(sample|hypothetical)'`,
    )
    expect(cellOf(left)).toBe('0')
  })

  test('settings are judged with a reason, and what is well is said to be', async () => {
    const settings = await ask(readSettings)
    expect(settings.find((one) => one.name === 'autovacuum_vacuum_scale_factor')).toMatchObject({
      ...{ value: '0.2', advice: null },
    })
    for (const { reason } of settings) expect(reason.en && reason.es).not.toBe('')
    const off = { name: 'autovacuum', shown: 'off', amount: 0, needsRestart: false }
    expect(advise([off], { databaseBytes: 0, hitShare: null })[0]?.advice).toBe('on')
  })

  test('what the embedded engine has not is said to be unknown, not none', async () => {
    const activity = await ask((direct) => readHolders(direct))
    const slow = await ask((direct) => readSlowQueries(direct))
    if (engine === 'embedded') {
      for (const one of [activity, slow]) expect(one).toEqual({ unknown: 'embedded' })
    } else expect(slow).toEqual({ unknown: 'extension' })
  })

  onPostgres(() => {
    test('space is measured where the extension stands', async () => {
      await opened.script('create extension pgstattuple schema t_shop')
      const { how, relations } = await ask((direct) => readBloat(direct, schemas))
      expect(how).toBe('measured')
      expect(
        relations.find((one) => one.table === 'detections' && one.index === null)?.share,
      ).toBeGreaterThan(0.6)
      await opened.script('drop extension pgstattuple')
    })

    test('a long transaction, who waits for it and what it keeps are told, never what was asked', async () => {
      const holder = await opened.target.direct()
      const waiter = await opened.target.direct()
      const { rows: pids } = await holder.script('select pg_backend_pid()')
      const pid = Number(pids[0]?.[0])
      await holder.script(`begin; set transaction isolation level repeatable read;
        update t_shop.branches set name = 'secret words' where name = 'branch 1'`)
      const waiting = waiter.script('create index on t_shop.branches (name)')
      const blocked = () => ask((direct) => readBlocked(direct))
      await expect
        .poll(async () => JSON.stringify(await blocked()))
        .toContain(`"blockedBy":[${pid}]`)
      expect(await blocked()).toMatchObject({
        known: [{ verb: 'CREATE', mode: 'ShareLock', relation: 't_shop.branches' }],
      })
      const long = await ask((direct) => readLongTransactions(direct, 0))
      expect(long).toMatchObject({
        known: expect.arrayContaining([
          expect.objectContaining({ pid, state: 'idle in transaction' }),
        ]),
      })
      const holders = await ask((direct) => readHolders(direct))
      expect(holders).toMatchObject({
        known: expect.arrayContaining([
          expect.objectContaining({ kind: 'session', name: `${pid}` }),
        ]),
      })
      for (const one of [long, holders, await blocked()])
        expect(JSON.stringify(one)).not.toContain('secret')
      await holder.script('rollback')
      await waiting
      await holder.close()
      await waiter.close()
    })

    test('whoever may see only its own sessions is told that', async () => {
      const run = {
        query: (given: { text: string; values: readonly unknown[] }) =>
          opened.target
            .group({ settings: {}, role: 'acervo_app' }, [given])
            .then(([result]) => result),
      }
      const direct = { ...run, engine: 'postgres' } as unknown as Direct
      expect(await readHolders(direct)).toEqual({ unknown: 'rights' })
    })

    test('the invalid rest of a build that was broken off is dropped, and not one under way', async () => {
      await opened.script(`update pg_index set indisvalid = false
        where indexrelid = 't_shop."Twice"'::regclass`)
      const { indexes } = await ask((direct) => readIndexes(direct, schemas))
      expect(indexes.find((one) => one.index === 'Twice')?.isValid).toBe(false)
      const done = await reindex(opened.target, { schema: 't_shop', table: 'DetectionEvent' })
      expect(done.dropped).toEqual(['Twice'])
    })

    test('a table is rewritten whole only where nobody holds it', async () => {
      const holder = await opened.target.direct()
      await holder.script('begin; lock table t_shop."DetectionEvent" in access share mode')
      const full = { schema: 't_shop', table: 'DetectionEvent', full: true }
      await expect(ask((direct) => vacuumTable(direct, full))).rejects.toMatchObject({
        code: 'ACV309',
      })
      await holder.script('rollback')
      await holder.close()
    })
  })
})
