// Months that pass while somebody writes: the clock of the database is set, a month lasts some seconds, and retention
// and the making of months run beside an even load. Every row is counted by the writer, and found again: in its table or
// in an archive.
import { setTimeout as delay } from 'node:timers/promises'
import { toOpener } from '../../../kernel/backup/sealing.ts'
import type { Direct } from '../../../kernel/database/target.ts'
import { makeAhead } from '../../../kernel/migrate/make-ahead.ts'
import { readDigest, type TableDigest, textSettings } from '../../../kernel/move/table-digest.ts'
import { readShapes } from '../../../kernel/move/table-shape.ts'
import { attachMonth } from '../../../kernel/retention/attach.ts'
import { listMonths } from '../../../kernel/retention/list.ts'
import { applyRetention } from '../../../kernel/retention/run.ts'
import { readRetention } from '../../../kernel/retention/status.ts'
import { cellOf } from '../../support/migrate/opened.ts'
import { clockedAt, openRetained, tenantId } from '../../support/retention.ts'

export interface MonthsWish {
  readonly months: number
  /** Of one month, by the clock of this process. */
  readonly monthMs: number
  readonly writesPerSecond: number
  /** Rows that each month gets at once besides. */
  readonly bulkRows: number
}

export interface MonthsVerdict {
  readonly written: number
  readonly failed: readonly string[]
  readonly archivedRows: number
  readonly archivedMonths: number
  readonly liveRows: number
  /** Months whose record says another number than the writer. */
  readonly differing: readonly string[]
  /** The least, after each making and at the turn before it. */
  readonly aheadMin: number
  readonly aheadAtTurnMin: number
  readonly problems: readonly string[]
  /** Longest wait of anybody for a lock of a table, as the server says it. */
  readonly blockedMs: number
  /** Of one insert, from when it was due. */
  readonly writeMs: { readonly p50: number; readonly p99: number; readonly max: number }
  readonly before: TableDigest
  readonly after: TableDigest
}

type House = Awaited<ReturnType<typeof openRetained>>

const first = Date.UTC(2031, 0, 1)
const sampleMs = 20

export async function passMonths(wish: MonthsWish): Promise<MonthsVerdict> {
  const house = await openRetained()
  try {
    const state = toState(wish)
    await makeMonths(house, state)
    const camera = cellOf(
      await house.ask(`insert into t_shop.cameras (name) values ('door') returning id`),
    )
    const ended = new AbortController()
    const watching = watchLocks(house, state, ended.signal)
    const writing = write(house, state, camera ?? '', ended.signal)
    for (let month = 0; month < wish.months; month++)
      await passMonth(house, state, camera ?? '', month)
    ended.abort()
    await Promise.all([writing, watching])
    return await judge(house, state)
  } finally {
    await house.close()
  }
}

function toState(wish: MonthsWish) {
  return {
    ...wish,
    began: performance.now(),
    month: 0,
    monthBegan: performance.now(),
    /** By month, as the writer knows it. */
    written: new Map<string, number>(),
    failed: [] as string[],
    problems: [] as string[],
    latencies: [] as number[],
    aheadMin: Number.POSITIVE_INFINITY,
    aheadAtTurnMin: Number.POSITIVE_INFINITY,
    blockedMs: 0,
    before: undefined as TableDigest | undefined,
  }
}

type State = ReturnType<typeof toState>

/** The instant that it is in the months that pass: never the last second of one, so that a row knows its month. */
function nowOf({ month, monthBegan, monthMs }: State): string {
  const share = Math.min((performance.now() - monthBegan) / monthMs, 0.999)
  const [from, to] = [startOf(month), startOf(month + 1)]
  return new Date(from + Math.floor((to - from) * share)).toISOString()
}

const startOf = (month: number) => new Date(first).setUTCMonth(month)
const monthOf = (at: string) => at.slice(0, 7)

async function passMonth(house: House, state: State, camera: string, month: number) {
  state.month = month
  state.monthBegan = performance.now()
  state.aheadAtTurnMin = Math.min(state.aheadAtTurnMin, await readAhead(house, state))
  await makeMonths(house, state)
  await fill(house, state, camera)
  const targets = { of: () => clockedAt(house.target, nowOf(state)) }
  const done = await applyRetention({
    targets,
    databases: [house.database],
    only: new Set(['t_shop.sights', 't_shop.beats']),
    place: house.place,
  })
  for (const { problem } of done) if (problem !== undefined) state.problems.push(problem)
  await delay(Math.max(0, state.monthMs - (performance.now() - state.monthBegan)))
  // The first month is over and no row of it is still on its way: what it says now it must say when it comes back.
  if (month === 1) state.before = await digestOf(house, `t_shop.sights_y2031m01`)
}

async function makeMonths(house: House, state: State): Promise<void> {
  await makeAhead(clockedAt(house.target, nowOf(state)), [house.database])
  state.aheadMin = Math.min(state.aheadMin, await readAhead(house, state))
}

async function readAhead(house: House, state: State): Promise<number> {
  const target = clockedAt(house.target, nowOf(state))
  const all = await readRetention({ of: () => target }, [house.database])
  return Math.min(...all.flatMap(({ monthsAhead }) => monthsAhead ?? []))
}

async function fill(house: House, state: State, camera: string): Promise<void> {
  const at = nowOf(state)
  const count = await insert(house, camera, at, state.bulkRows)
  tally(state, at, count)
}

function tally(state: State, at: string, count: number): void {
  state.written.set(monthOf(at), (state.written.get(monthOf(at)) ?? 0) + count)
}

async function insert(house: House, camera: string, at: string, rows: number): Promise<number> {
  const [result] = await house.target.group(
    { settings: { 'acervo.tenant': tenantId, 'acervo.fake_now': at }, role: 'acervo_app' },
    [
      {
        text: `insert into t_shop.sights (id, camera_id, seen_at, face, score)
          select acervo.uuid7(acervo.now()), $1::uuid, acervo.now(), 'face ' || n, n
          from generate_series(1, $2::integer) n`,
        values: [camera, String(rows)],
      },
    ],
  )
  return result?.count ?? 0
}

/** Each insert at its time, whether or not those before it have ended. */
async function write(house: House, state: State, camera: string, signal: AbortSignal) {
  const everyMs = 1_000 / state.writesPerSecond
  const underway = new Set<Promise<void>>()
  for (let due = performance.now(); !signal.aborted; due += everyMs) {
    const early = due - performance.now()
    if (early > 0) await delay(early)
    const one = writeOne(house, state, camera, due).finally(() => underway.delete(one))
    underway.add(one)
  }
  await Promise.all(underway)
}

async function writeOne(house: House, state: State, camera: string, due: number) {
  const at = nowOf(state)
  try {
    tally(state, at, await insert(house, camera, at, 1))
    state.latencies.push(performance.now() - due)
  } catch (error) {
    state.failed.push(String(error))
  }
}

/** The embedded engine has one session: nobody waits for a lock there. */
async function watchLocks(house: House, state: State, signal: AbortSignal): Promise<void> {
  if (house.target.engine === 'embedded') return
  const direct = await house.target.direct()
  try {
    while (!signal.aborted) {
      state.blockedMs = Math.max(state.blockedMs, await longestWait(direct))
      await delay(sampleMs)
    }
  } finally {
    await direct.close()
  }
}

/** Of whoever is no migrator: those wait on purpose, and give up. */
async function longestWait(direct: Direct): Promise<number> {
  const { rows } = await direct.query({
    text: `select coalesce(max(extract(epoch from clock_timestamp() - l.waitstart)) * 1000, 0)
      from pg_locks l join pg_stat_activity a on a.pid = l.pid
      where not l.granted and a.datname = current_database() and a.query ilike 'insert%'`,
    values: [],
  })
  const waited = Number(rows[0]?.[0])
  return waited === 0 ? 0 : waited + sampleMs
}

function digestOf(house: House, table: string): Promise<TableDigest> {
  return house.use(new Date(first).toISOString(), async (direct) => {
    await direct.script(textSettings)
    const shapes = await readShapes(direct, ['t_shop'])
    const columns = shapes.find((shape) => shape.table === 't_shop.sights')?.columns ?? []
    return readDigest(direct, { table, columns })
  })
}

async function judge(house: House, state: State): Promise<MonthsVerdict> {
  const table = house.table('sight')
  const now = nowOf(state)
  const listed = await house.use(now, (direct) => listMonths(direct, table))
  // Those around today were made before the clock was set.
  const archived = listed.filter(
    ({ month, state: where }) =>
      where === 'dropped' && month >= monthOf(new Date(first).toISOString()),
  )
  const differing = archived.flatMap(({ month, rows }) =>
    rows === (state.written.get(month) ?? 0)
      ? []
      : [`${month}: ${rows} archived, ${state.written.get(month)} written`],
  )
  const liveRows = Number(cellOf(await house.query('select count(*) from t_shop.sights')))
  const place = { store: house.store, opener: await toOpener([]) }
  const month = monthOf(new Date(first).toISOString())
  await house.use(now, (direct) =>
    attachMonth({ direct, database: house.database, table, month, place }),
  )
  const after = await digestOf(house, 'acervo_archive.t_shop_sights_y2031m01')
  const sorted = state.latencies.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 10) / 10
  return {
    written: [...state.written.values()].reduce((sum, count) => sum + count, 0),
    failed: state.failed,
    archivedRows: archived.reduce((sum, { rows = 0 }) => sum + rows, 0),
    archivedMonths: archived.length,
    liveRows,
    differing,
    aheadMin: state.aheadMin,
    aheadAtTurnMin: state.aheadAtTurnMin,
    problems: state.problems,
    blockedMs: Math.round(state.blockedMs),
    writeMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
    before: state.before ?? { rows: 0, digest: '' },
    after,
  }
}
