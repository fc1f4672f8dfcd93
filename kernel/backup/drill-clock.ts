// Drills by the clock: every whole backup that nobody has restored for real yet, newest first, one at a time in the
// whole fleet. How one is drilled, and where, is the caller's: apart from the process that serves.
import { randomUUID } from 'node:crypto'
import type { Target } from '../database/target.ts'
import { defineJob, type Job } from '../table/job.ts'
import { Lease } from '../work/lease.ts'
import { listBackups } from './list.ts'
import type { BackupStore } from './store.ts'

/** Well within the day in which every backup is to be restored. */
const cron = '20 * * * *'
const leaseMs = 60_000

export interface DrillClockOptions {
  readonly store: BackupStore
  /** Verifier keys: what a stranger made is not restored. */
  readonly trusted: readonly string[]
  /** Where the lease is kept. */
  readonly home: Target
  /** Restores it somewhere apart and keeps the record. */
  readonly drill: (name: string, signal: AbortSignal) => Promise<unknown>
}

export function toDrillJob(options: DrillClockOptions): Job {
  return defineJob({
    name: 'backup-drill',
    cron,
    concurrency: 1,
    run: async ({ signal }) => {
      await drillUndrilled(options, signal)
    },
  })
}

/**
 * Answers their names; none where another process is at it. One that cannot be drilled keeps no other from it;
 * @throws the first reason, after the last.
 */
export async function drillUndrilled(
  { store, trusted, home, drill }: DrillClockOptions,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const lease = new Lease({
    ...{ target: home, name: 'backup:drill', holder: randomUUID(), leaseMs },
    context: () => ({ settings: { 'acervo.actor': 'service:backup' }, role: 'acervo_worker' }),
  })
  if ((await lease.confirm()) === undefined) return []
  const lost = new AbortController()
  const renewing = setInterval(() => {
    const onToken = (token: bigint | undefined) => token === undefined && lost.abort()
    // What cannot be asked now is asked again; the lease outlasts three tries.
    lease.confirm().then(onToken, () => undefined)
  }, leaseMs / 3)
  const ends = AbortSignal.any([signal, lost.signal])
  const drilled: string[] = []
  const failures: unknown[] = []
  try {
    for (const name of await findWaiting(store, trusted)) {
      if (ends.aborted) break
      try {
        await drill(name, ends)
        drilled.push(name)
      } catch (error) {
        failures.push(error)
      }
    }
  } finally {
    clearInterval(renewing)
    await lease.release().catch(() => undefined)
  }
  if (failures.length > 0) throw failures[0]
  return drilled
}

async function findWaiting(
  store: BackupStore,
  trusted: readonly string[],
): Promise<readonly string[]> {
  const listed = await listBackups(store, trusted)
  return listed
    .filter(({ state, drill }) => state === 'whole' && drill === undefined)
    .filter(({ signed }) => trusted.length === 0 || signed === 'trusted')
    .map(({ name }) => name)
}
