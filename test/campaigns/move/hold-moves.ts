// What a move promises while the platform serves: nothing acknowledged is lost, nobody waits for longer than said, both
// sides say the same, and whoever is killed on the way leaves nothing that the next call does not mend.
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Direct, Target } from '../../../kernel/database/target.ts'
import { clearBehind, type MoveProgress } from '../../../kernel/move/index.ts'
import { verifyAudit } from '../../../kernel/work/audit/auditor.ts'
import { startWork } from '../../../kernel/work/start-work.ts'
import { Killed } from '../../support/migrate/kill.ts'
import {
  abort,
  ask,
  leftovers,
  move,
  openWorld,
  type Platform,
  type Stage,
  type World,
} from './world.ts'
import { startWriters } from './writers.ts'

export interface MovesSize {
  readonly perSecond: number
  /** Rows in the house before it moves. */
  readonly rows: number
  /** What is allowed. */
  readonly pauseMaxMs: number
  /** What nobody waits longer than, over all the pauses that were tried; the same if unsaid. */
  readonly longestMs?: number
  /** Where the mover is killed: every so many messages, or at these. */
  readonly killEvery?: number
  readonly killAt?: readonly KillPoint[]
}

/** The first message that holds the last of these words after the others have passed; after it, or before it is heard. */
export type KillPoint = readonly [when: 'before' | 'after', ...words: readonly string[]]

export function holdMoves(size: MovesSize): void {
  let world: World
  beforeAll(async () => {
    world = await openWorld()
  }, 120_000)
  afterAll(() => world?.close())

  test(`a house of ${size.rows} rows moves under ${size.perSecond} writes/s: nothing is lost, published twice or held for long`, async ({
    onTestFinished,
  }) => {
    const stage = await world.begin()
    const platforms = [await stage.open(), await stage.open()] as const
    await ask(
      stage.here.target,
      `insert into t_house.things (name, whole) select 'old ' || n, n from generate_series(1, ${size.rows}) n`,
    )
    const auditDirectory = await mkdtemp(join(world.home, 'audit-'))
    const problems: string[] = []
    const onError = (error: Error) => void problems.push(String(error))
    const work = await startWork(platforms[0], { auditDirectory, onError })
    const writers = startWriters(platforms, size.perSecond)
    onTestFinished(() => writers.abandon())
    await expect
      .poll(() => writers.acknowledged(), { timeout: 20_000 })
      .toBeGreaterThan(size.perSecond)
    const steps = new Set<string>()
    const mover = await stage.open()
    const onMove = ({ step }: MoveProgress) => void steps.add(step)
    const online = { pauseMs: size.pauseMaxMs }
    const report = await move(stage.toMove(mover, { onMove, online })).finally(() => mover.close())
    const moved = writers.acknowledged()
    await expect
      .poll(() => writers.acknowledged(), { timeout: 20_000 })
      .toBeGreaterThan(moved + size.perSecond)
    const written = await writers.stop()

    console.info(
      `move: ${JSON.stringify({
        rows: report.tables.reduce((sum, { rows }) => sum + rows, 0),
        ...report.online,
        longestWriteMs: written.longestMs,
        longestGapMs: written.gapMs,
        acknowledged: written.acknowledged,
        rate: written.rate,
        refused: Object.fromEntries(written.refused),
      })}`,
    )
    expect(report).toMatchObject({ state: 'moved', to: stage.there.target.key })
    expect(report.online?.left).toBeUndefined()
    expect([...steps]).toEqual(
      expect.arrayContaining([
        'prepare',
        'replicate',
        'catch-up',
        'fence',
        'drain',
        'compare',
        'mark',
        'place',
        'clean',
      ]),
    )
    // Who waits for longer than five seconds finds no free connection; nothing of it was begun.
    const invited = size.pauseMaxMs > 5_000 ? ['ACV410', 'ACV311'] : ['ACV410']
    expect([...written.refused.keys()].filter((code) => !invited.includes(code))).toEqual([])
    expect(written.rate).toBeGreaterThan(size.perSecond * 0.9)
    expect(report.online?.pauseMs).toBeLessThan(size.pauseMaxMs)
    expect(written.longestMs).toBeLessThan(size.longestMs ?? size.pauseMaxMs)

    await holdRows(stage, written)
    // Everything that was put into the outbox has been published once, in order.
    await expect
      .poll(
        () =>
          ask(
            stage.there.target,
            `select count(*) from t_house.outbox_events where status <> 'PUBLISHED'`,
          ),
        { timeout: 20_000 },
      )
      .toEqual([['0']])
    const events = await ask(stage.here.target, 'select event_id from acervo.stream_event')
    const published = events.map(([id]) => String(id))
    expect(new Set(published).size).toBe(published.length)
    expect(new Set(published)).toEqual(new Set(await idsOf(stage)))
    expect(written.events.filter((id) => !published.includes(id))).toEqual([])
    const [numbers] = await ask(
      stage.there.target,
      `select count(*) from (select aggregate_id, count(*), max(aggregate_seq) from t_house.outbox_events group by 1
        having count(*) <> max(aggregate_seq)) gaps`,
    )
    expect(numbers).toEqual(['0'])
    await work.drain()
    const [audit] = await verifyAudit(platforms[0], {
      directory: auditDirectory,
      database: 'house',
    })
    expect(audit).toMatchObject({ ok: true })
    expect(problems.filter((problem) => /ACV51|ACV53/.test(problem))).toEqual([])
    expect(await leftovers(stage)).toEqual([])
    for (const platform of platforms) await platform.close()
    // Who starts anew finds it there; who starts at the old place is told.
    const now = await stage.open()
    expect(await now.db.house.person.findFirst({ where: { name: 'Ana' } })).toMatchObject({
      ssn: '1234567890',
    })
    await now.close()
    stage.placement = {}
    await expect(stage.open()).rejects.toMatchObject({ code: 'ACV410' })
    await stage.close()
  }, 600_000)

  test('a transaction in hand is let finish, and one that does not end is cut; one that began before ends or is asked again', async () => {
    const stage = await world.begin('same')
    const platform = await stage.open()
    const { db } = platform
    const copied = Promise.withResolvers<void>()
    const moved = Promise.withResolvers<void>()
    // It has read where the database was, and writes when it is elsewhere: not half here and half there.
    const read = () =>
      db
        .transaction(
          ['house'],
          async (tx) => {
            await tx.house.thing.count()
            await moved.promise
            await db.house.thing.create({ data: { name: 'too late' } })
          },
          { timeoutMs: 60_000 },
        )
        .catch((error: { code: string }) => error.code)
    const write = () =>
      db.transaction(
        ['house'],
        async (tx) => {
          await tx.house.thing.create({ data: { name: 'in hand' } })
          await copied.promise
          await tx.house.thing.create({ data: { name: 'in hand too' } })
        },
        { timeoutMs: 60_000 },
      )
    const stuck = await stage.here.target.direct()
    const running: Promise<unknown>[] = []
    const onMove = ({ step }: MoveProgress) => {
      if (step === 'read' && running.length === 0) {
        // Everything has been copied: they come between the two moments in which writers wait.
        running.push(read(), write())
        running.push(stuck.script(`begin; insert into t_house.things (name) values ('stuck')`))
        copied.resolve()
      }
    }
    const report = await move(stage.toMove(platform, { onMove, online: { drainMs: 700 } }))
    expect(report.state).toBe('moved')
    moved.resolve()
    expect(await Promise.all(running)).toMatchObject(['ACV410', undefined, {}])
    await expect(stuck.script('commit')).rejects.toMatchObject({ code: 'ACV301' })
    const names = `select name from t_house.things where name in ('too late', 'in hand', 'in hand too', 'stuck') order by 1`
    expect(await ask(stage.there.target, names)).toEqual([['in hand'], ['in hand too']])
    await stuck.close().catch(() => undefined)
    await platform.close()
    await stage.close()
  }, 120_000)

  test('a server that is lost in the middle leaves the other one as it was, and no slot', async () => {
    for (const lost of ['target', 'source'] as const) {
      const stage = await world.begin()
      const platform = await stage.open()
      const cluster = lost === 'target' ? world.second : world.first
      let restarting: Promise<void> | undefined
      const onMove = ({ step }: MoveProgress) => {
        if (step === 'drain') restarting ??= cluster.killAndRestart()
      }
      const failed = await move(stage.toMove(platform, { onMove })).catch((error) => error)
      await restarting
      expect(failed.code, lost).toMatch(/^ACV/)
      // Whichever way it went, it is told what to do, and that does it.
      if (!/--abort/.test(failed.hint ?? '')) expect(await leftovers(stage)).toEqual([])
      expect(await abort(stage.toMove(platform))).toMatchObject({ state: 'aborted' })
      expect(await leftovers(stage)).toEqual([])
      await platform.db.house.thing.create({ data: { name: 'goes on' } })
      expect((await move(stage.toMove(platform))).state).toBe('moved')
      await platform.close()
      // The servers go away with the world; its own sessions are lost with one of them.
    }
  }, 240_000)

  test('what cannot be moved while it serves is refused with what to do, and nothing is touched', async () => {
    const stage = await world.begin('same')
    const platform = await stage.open()
    const wish = stage.toMove(platform)
    const [first] = platform.model.databases.values()
    const home = { ...wish, databases: first === undefined ? [] : [first] }
    await expect(move(home)).rejects.toMatchObject({
      code: 'ACV411',
      message: expect.stringContaining('first database'),
    })
    await stage.here.script('alter table t_house.images drop constraint images_pkey')
    await expect(move(wish)).rejects.toMatchObject({
      code: 'ACV411',
      details: 't_house.images',
      hint: expect.stringContaining('replica identity'),
    })
    await stage.here.script('alter table t_house.images add primary key (id)')
    const unreachable = { via: 'postgres://postgres@127.0.0.1:1/none' }
    await expect(move({ ...wish, online: unreachable })).rejects.toMatchObject({
      code: 'ACV411',
      hint: expect.stringContaining('--via'),
    })
    // Nobody writes for longer than that while others wait.
    await expect(move({ ...wish, online: { pauseMs: 1 } })).rejects.toMatchObject({
      code: 'ACV411',
      message: expect.stringContaining('1 ms'),
    })
    // Whoever else writes there is noticed: by the whole digests, and by what is counted while writers wait.
    const spoils = [
      ['begin isolation', `update t_house.things set whole = 7 where name = 'plain'`],
      ['set statement_timeout', `delete from t_house.readings`],
    ] as const
    for (const [before, text] of spoils) {
      const target = toSpoiled(stage.there.target, before, text)
      await expect(move({ ...wish, target })).rejects.toMatchObject({
        code: 'ACV411',
        message: 'the target does not say the same as the source',
      })
    }
    const place = () => Promise.reject(new Error('disk full'))
    await expect(move({ ...wish, place })).rejects.toThrow('disk full')
    expect(await leftovers(stage)).toEqual([])
    await platform.db.house.thing.create({ data: { name: 'let in again' } })
    expect((await move({ ...wish, dryRun: true })).state).toBe('checked')
    await platform.db.house.thing.create({ data: { name: 'as before' } })
    await platform.close()
    await stage.close()
  }, 120_000)

  test('killed at messages all along the way, the same call or --abort converges, and no slot is left', async () => {
    const stage = await world.begin('same')
    const setUp = String((await ask(stage.here.target, setUpText))[0]?.[0])
    const states: string[] = []
    for (let round = 0; ; round++) {
      const platform = await stage.open()
      const point = size.killAt?.[round] ?? 3 + round * (size.killEvery ?? Number.POSITIVE_INFINITY)
      const mortal = toMortal(point, round % 2 === 0)
      const wish = stage.toMove(platform, { target: mortal.wrap(stage.there.target) })
      const targets = { of: (schema: string) => mortal.wrap(platform.targets.of(schema)) }
      const died: unknown = await move({ ...wish, targets }).catch((error: unknown) => error)
      const isDead = died instanceof Error
      if (isDead) expect(died).toBeInstanceOf(Killed)
      await mortal.bury()
      states.push(await mend(stage, platform, round % 2 === 1))
      expect(await leftovers(stage)).toEqual([])
      await platform.db.house.thing.create({ data: { name: 'there', whole: round } })
      const there = `select count(*) from t_house.things where name = 'there'`
      expect(await ask(stage.there.target, there)).toEqual([['1']])
      await platform.close()
      await goBack(stage, setUp)
      if (!isDead || round + 1 === size.killAt?.length) break
    }
    console.info(`killed ${states.length} times: ${JSON.stringify(count(states))}`)
    expect(new Set(states).size).toBeGreaterThan(1)
    await stage.close()
  }, 1_800_000)
}

/** Whoever finds it so runs the same command again, perhaps with --abort first. Answers what that said. */
async function mend(stage: Stage, platform: Platform, isAbort: boolean): Promise<string> {
  const again = stage.toMove(platform)
  if (Object.keys(stage.placement).length > 0) {
    await clearBehind(stage.toMove(await followed(platform)))
    return 'told'
  }
  const ended = isAbort ? await abort(again).catch((error: { code: string }) => error.code) : ''
  if (ended === '' || ended === 'ACV411') return (await move(again)).state
  const schema = `select nspname from pg_namespace where nspname = 't_house'`
  expect([await leftovers(stage), await ask(stage.there.target, schema)]).toEqual([[], []])
  // The old place serves as before.
  await platform.db.house.thing.create({ data: { name: 'not moved' } })
  expect((await move(again)).state).toBe('moved')
  return 'aborted'
}

/** It learns where everything is by being refused. */
async function followed(platform: Platform): Promise<Platform> {
  await platform.db.house.thing.count()
  return platform
}

function count(words: readonly string[]) {
  return Object.fromEntries(
    [...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]),
  )
}

async function idsOf(stage: Stage): Promise<readonly string[]> {
  const rows = await ask(stage.there.target, 'select id from t_house.outbox_events')
  return rows.map(([id]) => String(id))
}

/** Every acknowledged write is there as it was acknowledged, and both sides agree on all that is older. */
async function holdRows(
  stage: Stage,
  written: Awaited<ReturnType<ReturnType<typeof startWriters>['stop']>>,
) {
  const rows = await ask(
    stage.there.target,
    `select name, whole, doubled from t_house.things where name like 'written%'`,
  )
  const things = new Map(rows.map(([name, whole]) => [String(name), Number(whole)]))
  const lost = [...written.things].filter(([name, whole]) => things.get(name) !== whole)
  expect(lost).toEqual([])
  expect(rows.filter(([, whole, doubled]) => Number(doubled) !== 2 * Number(whole))).toEqual([])
  const now = await stage.open()
  const persons = await now.db.house.person.findMany({
    where: { name: { startsWith: 'written' } },
    take: 1000,
  })
  const known = new Map(persons.map(({ name, ssn }) => [name, ssn]))
  expect([...written.persons].filter(([name, ssn]) => known.get(name) !== ssn).slice(0, 3)).toEqual(
    [],
  )
  await now.close()
  const old = `select count(*), sum(whole) from t_house.things where name like 'old %'`
  expect(await ask(stage.there.target, old)).toEqual(await ask(stage.here.target, old))
}

const setUpText = `select obj_description('acervo'::regnamespace, 'pg_namespace')`

/** For the next round: the source is let in again, with what came after; the target is empty. */
async function goBack(stage: Stage, setUp: string): Promise<void> {
  stage.placement = {}
  await stage.here.script(`comment on schema acervo is '${setUp}'`)
  await stage.here.script(`comment on schema t_house is null;
    grant usage on schema t_house to acervo_app, acervo_worker, acervo_readonly;
    drop publication if exists ${(await ask(stage.here.target, `select coalesce(min(pubname), 'none') from pg_publication`))[0]?.[0]}`)
  await stage.there.script('drop schema if exists t_house, acervo cascade')
}

/** Somebody else writes to the target before a message of the move is heard. */
function toSpoiled(target: Target, before: string, text: string): Target {
  const spoil = async (said: string): Promise<void> => {
    if (!said.includes(before)) return
    const direct = await target.direct()
    await direct.script(`set session_replication_role to replica; ${text}`)
    await direct.close()
  }
  return toWrapped(target, (direct) => ({
    ...direct,
    script: async (said) => {
      await spoil(said)
      return direct.script(said)
    },
  }))
}

function toWrapped(target: Target, wrap: (direct: Direct) => Direct): Target {
  return {
    key: target.key,
    engine: target.engine,
    ...(target.operator === undefined ? {} : { operator: target.operator }),
    group: (...given) => target.group(...given),
    transaction: (...given) => target.transaction(...given),
    serverVersion: () => target.serverVersion(),
    close: () => target.close(),
    direct: async () => wrap(await target.direct()),
  }
}

/** A process that is killed: at one message of any session, all of its sessions end. */
function toMortal(point: number | KillPoint, isAfter: boolean) {
  const opened = new Set<Direct>()
  let [sent, isDead] = [0, false]
  const die = async (): Promise<never> => {
    isDead = true
    await Promise.all([...opened].map((direct) => direct.close().catch(() => undefined)))
    throw new Killed(`killed at ${point}`)
  }
  const [when, ...words] = typeof point === 'number' ? [isAfter ? 'after' : 'before'] : point
  let passed = 0
  const isLast = (text: string): boolean => {
    if (typeof point === 'number') return sent === point
    if (text.includes(words[passed] ?? '')) passed++
    return passed === words.length
  }
  const live = (direct: Direct): Direct => {
    opened.add(direct)
    const send = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
      if (isDead) throw new Killed('already dead')
      sent++
      if (!isLast(text))
        return run().catch((error: unknown) => {
          throw isDead ? new Killed('already dead') : error
        })
      if (when === 'after') await run()
      return die()
    }
    return {
      engine: direct.engine,
      script: (text) => send(text, () => direct.script(text)),
      query: (statement) => send(statement.text, () => direct.query(statement)),
      close: async () => {
        opened.delete(direct)
        if (!isDead) await direct.close()
      },
    }
  }
  const wrap = (target: Target): Target => ({
    ...toWrapped(target, live),
    direct: async () => {
      if (isDead) throw new Killed('already dead')
      return live(await target.direct())
    },
  })
  return {
    wrap,
    bury: () => Promise.all([...opened].map((direct) => direct.close().catch(() => undefined))),
  }
}
