// Five schedulers on one database whose clock a test sets: it goes on by minutes, jumps an hour either way, and
// now and then a scheduler dies between moving the schedule and having made the job.
import type { PgBoss } from 'pg-boss'
import type { Target } from '../../../kernel/database/target.ts'
import { openScheduleStore, type ScheduleStore } from '../../../kernel/work/jobs/schedule-store.ts'
import { type Ahead, runTicks, type Schedule } from '../../../kernel/work/jobs/scheduler.ts'
import { toWalk } from '../../../kernel/work/jobs/ticks.ts'
import { random } from './random.ts'

export interface Simulation {
  readonly boss: PgBoss
  readonly target: Target
  readonly schedule: Schedule
  readonly from: Date
  readonly steps: number
  readonly seed: number
  /** Ticks in (from, until], ms. */
  readonly expected: (from: Date, until: Date) => readonly number[]
}

export interface Simulated {
  /** ISO, in order. */
  readonly expected: readonly string[]
  readonly deaths: number
}

const schedulers = 5
const minuteMs = 60_000

export async function simulateSchedulers(simulation: Simulation): Promise<Simulated> {
  const { boss, target, schedule, from, steps, seed, expected } = simulation
  const next = random(seed)
  const ticks = new Set<number>()
  const aheads = Array.from({ length: schedulers }, (): Ahead => new Map())
  let deaths = 0
  let last = from.getTime()
  let now = last
  const lookAll = (at: number, mayDie: boolean) =>
    Promise.all(
      aheads.map(async (ahead) => {
        const store = openScheduleStore(target, { 'acervo.fake_now': new Date(at).toISOString() })
        const dies = mayDie && next() < 0.3
        const options = { boss, walk: toWalk(boss), schedules: [schedule], onTick: () => undefined }
        const living = { ...options, store: dies ? dying(store, () => deaths++) : store }
        await runTicks(living, ahead).catch((error: unknown) => {
          if (!(error instanceof Death)) throw error
          ahead.clear()
        })
      }),
    )
  await lookAll(now, false)
  for (let step = 0; step < steps; step++) {
    now += toMove(next())
    await lookAll(now, true)
    // Whoever lives looks again: a death costs no tick.
    await lookAll(now, false)
    const tick = expected(new Date(last), new Date(now)).at(-1)
    if (tick !== undefined) ticks.add(tick)
    last = Math.max(last, tick ?? last)
  }
  return { expected: [...ticks].sort((a, b) => a - b).map(toIso), deaths }
}

/** Mostly what a look waits for; sometimes the clock is set. */
function toMove(chance: number): number {
  if (chance < 0.02) return -60 * minuteMs
  if (chance < 0.04) return 60 * minuteMs
  return (1 + Math.floor(chance * 15)) * minuteMs
}

function dying(store: ScheduleStore, onDeath: () => void): ScheduleStore {
  return {
    ...store,
    take: (schedule, tick, enqueue) =>
      store.take(schedule, tick, async (session) => {
        await enqueue(session)
        onDeath()
        throw new Death()
      }),
  }
}

class Death extends Error {}

const toIso = (at: number): string => new Date(at).toISOString()
