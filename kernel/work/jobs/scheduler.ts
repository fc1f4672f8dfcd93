// Turns the clock into jobs. Every process runs one; a tick's job is made once however many there are. After a
// time in which none ran, only the latest missed tick of each schedule is made, at once.
import type { PgBoss } from 'pg-boss'
import type { Job } from '../../table/job.ts'
import { deriveId } from '../inbox/derived-id.ts'
import { toIDatabase } from './queue-database.ts'
import { type ScheduleKey, type ScheduleStore, toScheduleId } from './schedule-store.ts'
import { jobLimits } from './settings.ts'
import { findLastTick, findNextTick, type Recurrence, type Walk } from './ticks.ts'

export interface Schedule extends ScheduleKey, Recurrence {}

export interface SchedulerOptions {
  readonly boss: Pick<PgBoss, 'insert'>
  readonly store: ScheduleStore
  readonly walk: Walk
  readonly schedules: readonly Schedule[]
  /** The tick's job is committed. */
  readonly onTick: (name: string, tick: Date, lateMs: number) => void
}

export interface Scheduler {
  stop(): Promise<void>
}

export function toSchedules(jobs: readonly Job[]): readonly Schedule[] {
  return jobs.flatMap(({ name, cron, timeZone = 'UTC' }) =>
    cron === undefined ? [] : [{ name, cron, timeZone, expression: `${cron} ${timeZone}` }],
  )
}

/** Of each schedule by its id: the first tick that is not made yet, in 30 years at most. */
export type Ahead = Map<string, Date | undefined>

/** One look at the clock; answers how long until the next tick, in ms. Reads expressions only where one is due. */
export async function runTicks(
  options: SchedulerOptions,
  ahead: Ahead = new Map(),
): Promise<number> {
  const { store, walk, schedules } = options
  const { now, last } = await store.read()
  const missing = schedules.filter((schedule) => !last.has(toScheduleId(schedule)))
  if (missing.length > 0) await store.register(schedules)
  for (const schedule of schedules) {
    const id = toScheduleId(schedule)
    const isDue = (ahead.get(id)?.getTime() ?? Number.POSITIVE_INFINITY) <= now.getTime()
    if (ahead.has(id) && !isDue) continue
    const after = last.get(id)
    const tick = after && findLastTick(walk, schedule, { after, until: now })
    if (tick !== undefined) await runTick(options, schedule, { tick, now })
    ahead.set(id, findNextTick(walk, schedule, now))
  }
  const next = [...ahead.values()].flatMap((tick) => tick ?? [])
  return Math.min(...next.map((tick) => tick.getTime() - now.getTime()), jobLimits.scheduleEveryMs)
}

async function runTick(
  { boss, store, onTick }: SchedulerOptions,
  schedule: Schedule,
  { tick, now }: { readonly tick: Date; readonly now: Date },
): Promise<void> {
  const at = tick.toISOString()
  const job = { id: deriveId(`tick ${schedule.name}`, at), data: { tick: at } }
  const isTaken = await store.take(schedule, tick, async (session) => {
    const db = toIDatabase((statements) => session.group(statements))
    await boss.insert(schedule.name, [job], { db })
  })
  if (isTaken) onTick(schedule.name, tick, now.getTime() - tick.getTime())
}

/** Looks now, at every tick, and every few seconds, because the database's clock may be set. */
export function startScheduler(
  options: SchedulerOptions & { readonly onError: (error: unknown) => void },
): Scheduler {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let running = Promise.resolve()
  const ahead: Ahead = new Map()
  const look = async (): Promise<void> => {
    let waitMs: number = jobLimits.scheduleEveryMs
    try {
      waitMs = await runTicks(options, ahead)
    } catch (error) {
      options.onError(error)
    }
    if (!isStopped) timer = setTimeout(begin, Math.max(waitMs, 10))
  }
  const begin = (): void => {
    running = look()
  }
  begin()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
