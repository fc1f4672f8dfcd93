// A database arrives on another server with every row as it was, or nothing has happened; whatever ends it, the same
// call again leads to the one or the other.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../../test/support/database/database.ts'
import { onPostgres } from '../../test/support/database.ts'
import { Killed, toDying } from '../../test/support/migrate/kill.ts'
import { fill, house, tenants } from '../../test/support/moving.ts'
import { createAcervo } from '../client/create-acervo.ts'
import { targetScripts } from '../client/target-scripts.ts'
import type { Target } from '../database/target.ts'
import { verifyAudit } from '../work/audit/auditor.ts'
import { startWork } from '../work/start-work.ts'
import { moveDatabases } from './move-databases.ts'
import type { MoveOptions, MoveProgress } from './moving.ts'

let filled: string
let home: string
let there: TestDatabase
let placed: number
beforeAll(async () => {
  filled = await mkdtemp(join(tmpdir(), 'acervo-house-'))
  const acervo = await createAcervo({
    systems: [house(filled)],
    dataDirectory: join(filled, 'data'),
  })
  await fill(acervo)
  await acervo.close()
}, 120_000)
afterAll(() => rm(filled, { recursive: true, force: true }))
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'acervo-move-'))
  await cp(join(filled, 'data'), join(home, 'data'), { recursive: true })
  there = await openTestDatabase('postgres')
  placed = 0
})
afterEach(async () => {
  await there?.close()
  await rm(home, { recursive: true, force: true })
})

const where = () => ({ dataDirectory: join(home, 'data'), home: filled })
const moved = () => ({ house: { run: there.run, migrate: there.migrate } })
const open = (more: object = {}) => createAcervo({ systems: [house(filled)], ...where(), ...more })
type Opened = Awaited<ReturnType<typeof open>>

async function query(target: Target, text: string): Promise<readonly (readonly unknown[])[]> {
  const direct = await target.direct()
  try {
    return (await direct.query({ text, values: [] })).rows
  } finally {
    await direct.close()
  }
}

function toMove(acervo: Opened, more: Partial<MoveOptions> = {}): MoveOptions {
  const database = acervo.model.databases.get('house')
  if (database === undefined) throw new Error('no house')
  return {
    model: acervo.model,
    targets: acervo.targets,
    scripts: targetScripts,
    home: filled,
    databases: [database],
    target: there.target,
    place: async () => void placed++,
    ...more,
  }
}

/** What a start at the old place finds. */
const startsThere = async () => (await open()).close()
/** Of vectors among them, which are away while rows come. */
const indexesOf = (target: Target) =>
  query(target, `select indexdef from pg_indexes where schemaname = 't_house' order by indexname`)
const leftovers = () =>
  query(there.target, `select nspname from pg_namespace where nspname = 't_house'`)

onPostgres(() => {
  test('every kind of value arrives as it was, with its keys, policies, audit and counters', async () => {
    const acervo = await open()
    const audit = join(home, 'audit')
    const work = await startWork(acervo, { auditDirectory: audit })
    const sealed = async () =>
      (await verifyAudit(acervo, { directory: audit, database: 'house' }))[0]
    await expect
      .poll(async () => (await sealed().catch(() => undefined))?.sealed ?? 0, { timeout: 20_000 })
      .toBeGreaterThan(0)
    await expect
      .poll(
        () =>
          query(
            acervo.targets.of('t_house'),
            `select count(*) from t_house.outbox_events where status <> 'PUBLISHED'`,
          ),
        { timeout: 20_000 },
      )
      .toEqual([['0']])
    await work.drain()
    await query(acervo.targets.of('t_house'), `insert into pgboss.job (name) values ('tidy')`)
    await expect(moveDatabases(toMove(acervo))).rejects.toMatchObject({
      code: 'ACV411',
      message: 'jobs wait in the queue beside the database',
    })
    await query(acervo.targets.of('t_house'), 'delete from pgboss.job')
    const indexes = await indexesOf(acervo.targets.of('t_house'))
    expect(indexes.filter(([text]) => String(text).includes('USING hnsw'))).toHaveLength(1)
    const report = await moveDatabases(toMove(acervo))
    expect(await indexesOf(there.target)).toEqual(indexes)
    expect(placed).toBe(1)
    expect(report).toMatchObject({ state: 'moved', to: there.target.key })
    const counts = Object.fromEntries(report.tables.map(({ table, rows }) => [table, rows]))
    expect(counts).toMatchObject({
      't_house.things': 302,
      't_house.readings': 40,
      't_house.persons': 3,
      't_house.invoices': 2,
    })
    for (const { table } of report.tables) {
      // Asked apart from the move's own comparison, generated columns too.
      const all = `select string_agg(t::text, '|' order by t::text collate "C") from ${table} t`
      const arrived = await query(there.target, all)
      expect(arrived, table).toEqual(await query(acervo.targets.of('t_house'), all))
    }
    // The running platform is let in no more, and a start says where it went.
    await expect(acervo.db.house.thing.count()).rejects.toMatchObject({ code: 'ACV410' })
    await acervo.close()
    await expect(open()).rejects.toMatchObject({
      code: 'ACV410',
      message: expect.stringContaining(there.target.key),
    })
    const now = await open({ placement: moved() })
    try {
      expect(now.engine).toBe('embedded')
      expect(await now.db.house.person.findMany({ orderBy: { name: 'asc' } })).toMatchObject([
        { name: 'Ana', ssn: '1234567890' },
        { name: 'Berta' },
        { name: 'Carla' },
      ])
      const mine = now.db.as({ actor: 'user:1', claims: { tenant: tenants[0] } })
      expect(await mine.house.invoice.findMany({ select: { total: true } })).toEqual([
        { total: '10.50' },
      ])
      const [report] = await verifyAudit(now, { directory: audit, database: 'house' })
      expect(report).toMatchObject({ ok: true })
      const yard = await now.db.yard.plot.count()
      expect(yard).toBe(1)
      await now.db.house.thing.create({ data: { name: 'after', whole: 1 } })
    } finally {
      await now.close()
    }
  }, 120_000)

  test('from one server to another it is the same, and what stays behind starts as before', async () => {
    const first = await openTestDatabase('postgres')
    const urls = { databaseUrl: first.run, migrateUrl: first.migrate }
    const at = { ...urls, keyFile: join(home, 'data', 'keys.json') }
    const acervo = await open(at)
    await fill(acervo)
    await relayed(acervo)
    const writing = await acervo.targets.of('t_house').direct()
    await writing.script(`begin; insert into t_house.things (name) values ('not committed')`)
    const moving = moveDatabases(toMove(acervo))
    // Whoever writes is waited for: the snapshot holds what he commits.
    await expect.poll(() => query(first.target, waiting), { timeout: 20_000 }).toEqual([['1']])
    await writing.script('commit')
    await writing.close()
    const report = await moving
    expect(report.tables.find(({ table }) => table === 't_house.things')?.rows).toBe(303)
    await acervo.close()
    await expect(open(at)).rejects.toMatchObject({ code: 'ACV410' })
    const now = await open({ ...at, placement: moved() })
    expect(now.engine).toBe('postgres')
    expect(await now.db.house.thing.count()).toBe(303)
    expect(await now.db.house.person.findFirst({ where: { name: 'Ana' } })).toMatchObject({
      ssn: '1234567890',
    })
    expect(await now.db.yard.plot.count()).toBe(1)
    await now.close()
    await first.close()
  }, 120_000)

  test('a row that changed on the way is found, and everything is as it was', async () => {
    const acervo = await open()
    await relayed(acervo)
    const spoil = toSpoiling(
      there.target,
      `update t_house.things set whole = whole + 1 where name = 'plain'`,
    )
    const failing = moveDatabases(toMove(acervo, { target: spoil }))
    await expect(failing).rejects.toMatchObject({
      code: 'ACV411',
      details: expect.stringContaining('t_house.things'),
    })
    expect(placed).toBe(0)
    expect(await leftovers()).toEqual([])
    expect(await acervo.db.house.thing.count()).toBe(302)
    await acervo.close()
    await startsThere()
  }, 120_000)

  test('a move that is cancelled leaves nothing behind', async () => {
    const acervo = await open()
    await relayed(acervo)
    const end = new AbortController()
    const onMove = ({ step }: MoveProgress) => {
      if (step === 'copy') end.abort()
    }
    await expect(
      moveDatabases(toMove(acervo, { onMove, signal: end.signal })),
    ).rejects.toMatchObject({ code: 'ACV308' })
    expect([placed, await leftovers()]).toEqual([0, []])
    await acervo.close()
    await startsThere()
  }, 120_000)

  test('a place that cannot be written undoes it all', async () => {
    const acervo = await open()
    await relayed(acervo)
    const place = () => Promise.reject(new Error('disk full'))
    await expect(moveDatabases(toMove(acervo, { place }))).rejects.toThrow('disk full')
    expect(await leftovers()).toEqual([])
    expect(await acervo.db.house.thing.count()).toBe(302)
    expect((await moveDatabases(toMove(acervo))).state).toBe('moved')
    await acervo.close()
  }, 120_000)

  test('what may not move is refused with what to do, and nothing is touched', async () => {
    const acervo = await open()
    const [house_, yard, shed] = [...acervo.model.databases.values()]
    if (house_ === undefined || yard === undefined || shed === undefined)
      throw new Error('no house')
    await expect(moveDatabases(toMove(acervo))).rejects.toMatchObject({
      code: 'ACV411',
      message: "events of 'house' have not been relayed",
      hint: expect.stringContaining('acervo events lag'),
    })
    await relayed(acervo)
    await expect(moveDatabases(toMove(acervo, { databases: [yard] }))).rejects.toMatchObject({
      code: 'ACV317',
      details: expect.stringContaining('together'),
    })
    const lease = `insert into acervo.lease values ('relay', 'x', 1, acervo.clock() + interval '1 minute')
      on conflict (name) do update set expires_at = excluded.expires_at`
    await query(acervo.targets.of('t_house'), lease)
    await expect(moveDatabases(toMove(acervo))).rejects.toMatchObject({
      code: 'ACV411',
      message: 'a platform is running on the source',
    })
    await query(acervo.targets.of('t_house'), 'delete from acervo.lease')
    await there.script('create schema t_house')
    await expect(moveDatabases(toMove(acervo))).rejects.toMatchObject({
      code: 'ACV411',
      message: "'t_house' is on the target already",
    })
    expect(placed).toBe(0)
    await there.script('drop schema t_house')
    expect((await moveDatabases(toMove(acervo, { dryRun: true }))).state).toBe('checked')
    expect(await leftovers()).toEqual([])
    await acervo.close()
    await startsThere()
  }, 120_000)

  test('killed on either side at messages all along the way, before or after the server heard it, the same call converges', async () => {
    const acervo = await open()
    await relayed(acervo)
    const wish = toMove(acervo)
    const deaths = { source: 0, target: 0 }
    const states = new Set<string>()
    for (const side of ['target', 'source'] as const) {
      for (let at = 1; ; at += side === 'source' ? 5 : 11) {
        const isAfter = at % 2 === 0
        const dying = toDying(
          side === 'target' ? there.target : acervo.targets.of('t_house'),
          at,
          isAfter,
        )
        const dies =
          side === 'target'
            ? { ...wish, target: dying.target }
            : { ...wish, targets: toOf(acervo, dying.target) }
        const error = await moveDatabases(dies).catch((reason: unknown) => reason)
        const isDead = error instanceof Killed
        if (isDead) deaths[side]++
        const { state } = await moveDatabases(wish)
        states.add(state)
        const same = await query(there.target, `select count(*), sum(whole) from t_house.things`)
        expect(same).toEqual(
          await query(
            acervo.targets.of('t_house'),
            `select count(*), sum(whole) from t_house.things`,
          ),
        )
        await goBack(acervo)
        if (!isDead) break
      }
    }
    expect(deaths.target).toBeGreaterThan(5)
    expect(deaths.source).toBeGreaterThan(5)
    expect(states).toContain('moved')
    await acervo.close()
  }, 400_000)

  test.each([
    ['source', 'moved to', false, 'moved'],
    ['source', 'moved to', true, 'finished'],
    ['target', 'is null', false, 'finished'],
    ['target', 'is null', true, 'finished'],
  ] as const)(
    'killed on the %s at the message that says "%s" (after: %s) the next call says %s',
    async (side, words, isAfter, state) => {
      const acervo = await open()
      await relayed(acervo)
      const wish = toMove(acervo)
      const watched = side === 'target' ? there.target : acervo.targets.of('t_house')
      const whole = toDying(watched, Number.POSITIVE_INFINITY, false)
      const via = (target: Target) =>
        side === 'target' ? { ...wish, target } : { ...wish, targets: toOf(acervo, target) }
      await moveDatabases(via(whole.target))
      const at = whole.sent().findLastIndex((text) => text.includes(words)) + 1
      expect(at).toBeGreaterThan(0)
      await goBack(acervo)
      const dying = toDying(watched, at, isAfter)
      await expect(moveDatabases(via(dying.target))).rejects.toBeInstanceOf(Killed)
      if (state === 'finished')
        await expect(acervo.db.house.thing.count()).rejects.toMatchObject({ code: 'ACV410' })
      expect((await moveDatabases(wish)).state).toBe(state)
      await acervo.close()
      await expect(open()).rejects.toMatchObject({ code: 'ACV410' })
      const now = await open({ placement: moved() })
      expect(await now.db.house.thing.count()).toBe(302)
      await now.close()
    },
    120_000,
  )
})

const waiting = `select count(*) from pg_locks where not granted
  and database = (select oid from pg_database where datname = current_database())`

const toOf = (acervo: Opened, target: Target) => ({
  of: (schema: string) => (schema === 't_house' ? target : acervo.targets.of(schema)),
})

/** For the next round: the source is let in again, the target is empty. */
async function goBack(acervo: Opened): Promise<void> {
  const direct = await acervo.targets.of('t_house').direct()
  await direct.script(`comment on schema t_house is null;
    grant usage on schema t_house to acervo_app, acervo_worker, acervo_readonly`)
  await direct.close()
  await there.script('drop schema if exists t_house, acervo cascade')
}

async function relayed(acervo: Opened): Promise<void> {
  await query(
    acervo.targets.of('t_house'),
    `update t_house.outbox_events set status = 'PUBLISHED', published_at = acervo.clock()`,
  )
}

/** Somebody else writes between the copy and the comparison. */
function toSpoiling(target: Target, text: string): Target {
  let isDone = false
  return {
    key: target.key,
    engine: target.engine,
    group: (...given) => target.group(...given),
    transaction: (...given) => target.transaction(...given),
    serverVersion: () => target.serverVersion(),
    close: () => target.close(),
    direct: async () => {
      const direct = await target.direct()
      return {
        ...direct,
        query: async (statement) => {
          if (!isDone && statement.text.includes('sha256')) {
            isDone = true
            await direct.script(text)
          }
          return direct.query(statement)
        },
      }
    },
  }
}
