// The instants a cron expression names. Summer time: what an hour names that a change skips comes an hour later,
// what it names twice comes the first time; with `*` for the hour every real hour counts.
import type { PgBoss } from 'pg-boss'
import { toInstants, toWall } from './wall-clock.ts'

export interface Recurrence {
  /** Five fields. */
  readonly cron: string
  /** IANA. */
  readonly timeZone: string
}

/** Ticks in (from, until], in order. */
export type Walk = (recurrence: Recurrence, from: Date, until: Date) => readonly Date[]

type Preview = Pick<PgBoss, 'previewSchedule'>

const hourMs = 3_600_000
/** No clock is ever set by more. */
const changeMaxMs = 3 * hourMs
const pageMax = 1000
const yearsMax = 30

/**
 * The parser reads the expression in UTC only, as times on a wall. In zones with summer time it answers another
 * tick depending on where it begins, and in the Chatham Islands it never gets past a change.
 */
export function toWalk(boss: Preview): Walk {
  return ({ cron, timeZone }, from, until) => {
    const isEveryHour = /^\S+\s+\*(\/1)?\s/.test(cron.trim())
    const span = {
      from: toWall(timeZone, from.getTime()) - changeMaxMs,
      until: toWall(timeZone, until.getTime()) + changeMaxMs,
    }
    const ticks = new Set<number>()
    for (const wall of readWalls(boss, cron, span)) {
      const { shown, later } = toInstants(timeZone, wall)
      for (const at of isEveryHour ? shown : [shown[0] ?? later])
        if (at > from.getTime() && at <= until.getTime()) ticks.add(at)
    }
    return [...ticks].sort((a, b) => a - b).map((at) => new Date(at))
  }
}

interface Span {
  readonly from: number
  readonly until: number
}

function* readWalls(boss: Preview, cron: string, { from, until }: Span): Generator<number> {
  let last = from
  // Few at first: of an expression that is named once a year, many would be searched for through centuries.
  for (let count = 4; ; count = Math.min(count * 4, pageMax)) {
    const page = boss.previewSchedule(cron, { tz: 'UTC', from: new Date(last), count })
    for (const wall of page) {
      if (wall.getTime() > until) return
      yield wall.getTime()
    }
    const end = page.at(-1)?.getTime()
    if (end === undefined || page.length < count) return
    last = end
  }
}

/** The last tick in (after, until], if there is one: looked for in ever larger windows before `until`. */
export function findLastTick(
  walk: Walk,
  recurrence: Recurrence,
  { after, until }: { readonly after: Date; readonly until: Date },
): Date | undefined {
  for (let windowMs = hourMs; ; windowMs *= 8) {
    const from = new Date(Math.max(after.getTime(), until.getTime() - windowMs))
    const last = walk(recurrence, from, until).at(-1)
    if (last !== undefined || from <= after) return last
  }
}

/** Undefined where none comes within 30 years. */
export function findNextTick(walk: Walk, recurrence: Recurrence, after: Date): Date | undefined {
  const end = after.getTime() + yearsMax * 366 * 24 * hourMs
  for (let windowMs = hourMs; ; windowMs *= 8) {
    const until = Math.min(after.getTime() + windowMs, end)
    const next = walk(recurrence, after, new Date(until)).at(0)
    if (next !== undefined || until === end) return next
  }
}
