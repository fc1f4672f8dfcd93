// startJobs: the declared jobs of a platform, run by this process and every other that starts them, on one queue
// in one target. Nothing here takes part in a transaction of anybody's data.
import type { PgBoss } from 'pg-boss'
import type { Direct, Target } from '../../database/target.ts'
import { AcervoError, nearestHint } from '../../errors/index.ts'
import type { Job } from '../../table/job.ts'
import { deriveId } from '../inbox/derived-id.ts'
import { assertJobs } from './assert-jobs.ts'
import { giveBack } from './give-back.ts'
import { ensureQueues, openQueue } from './queue.ts'
import { type QueueDatabase, toQueueDatabase } from './queue-database.ts'
import { openScheduleStore } from './schedule-store.ts'
import { type Scheduler, startScheduler, toSchedules } from './scheduler.ts'
import { setUpJobs } from './set-up.ts'
import { jobLimits } from './settings.ts'
import { type JobStatus, readStatus } from './status.ts'
import { toWalk } from './ticks.ts'
import { startWorkers } from './worker.ts'

export interface JobsPlatform {
  readonly db: { as(principal: { readonly actor: string }): unknown }
}

export interface JobsOptions {
  readonly acervo: JobsPlatform
  readonly jobs: readonly Job[]
  /** Of the system that owns `sm_system`, or the home target: one queue for the platform. */
  readonly target: Target
  /** Makes the queue's role and schema where they are missing; the target's own unless told. */
  readonly migrator?: () => Promise<Direct>
  /** `send` enqueues only: another process runs them. */
  readonly mode?: 'run' | 'send'
  /** How long `stop` waits for what runs: 10 s unless told. */
  readonly drainMs?: number
  /** What went wrong apart from any call; a warning of the process unless told. */
  readonly onError?: (error: unknown) => void
}

export interface SendOptions {
  /** At most one job has this key for as long as it is kept, 3 days after its end: the id of an event. */
  readonly singletonKey?: string
  readonly startAfter?: Date
}

export interface Sending extends SendOptions {
  readonly input?: Readonly<Record<string, unknown>>
}

export interface Jobs {
  /** Answers the job's id and whether this call made it. @throws ACV520 for a job nobody declares. */
  send(
    name: string,
    input?: Readonly<Record<string, unknown>>,
    options?: SendOptions,
  ): Promise<{ readonly id: string; readonly isNew: boolean }>
  /** Many of one name in one statement; answers how many were new. */
  sendAll(name: string, all: readonly Sending[]): Promise<number>
  status(): Promise<{ readonly jobs: readonly JobStatus[]; readonly lateTicks: number }>
  /** Signals running jobs, waits for them within `drainMs`, gives the others back. */
  stop(): Promise<void>
}

/** @throws ACV521 for a wrong schedule, ACV522 where the queue cannot be made. */
export async function startJobs(options: JobsOptions): Promise<Jobs> {
  const { jobs, target, migrator = () => target.direct(), mode = 'run' } = options
  if (jobs.length === 0) return noJobs
  const report = options.onError ?? warn
  const database = toQueueDatabase(target)
  const boss = await openQueue(database, report)
  const walk = toWalk(boss)
  assertJobs(jobs, walk)
  await setUpJobs(target, migrator)
  const running = { ...options, boss, database, report, stopping: new AbortController() }
  try {
    await boss.start()
    await ensureQueues(boss, jobs)
    if (target.engine === 'embedded') await giveBack(target, boss)
    // Whoever died before this start is found now: where processes live shortly, none may reach the next look.
    else if (mode === 'run') await boss.supervise()
    if (mode === 'run') await runJobs(running)
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
  let lateTicks = 0
  const onTick = (name: string, _tick: Date, lateMs: number): void => {
    if (lateMs > jobLimits.lateMs) lateTicks++
    database.wake(name)
  }
  const schedules = mode === 'run' ? toSchedules(jobs) : []
  const store = openScheduleStore(target)
  const scheduling = { boss, store, walk, schedules, onTick, onError: report }
  const scheduler = schedules.length === 0 ? undefined : startScheduler(scheduling)
  return {
    send: (name, input = {}, given = {}) => send(running, name, { ...given, input }),
    sendAll: (name, all) => sendAll(running, name, all),
    status: async () => ({
      jobs: await readStatus(
        target,
        jobs.map(({ name }) => name),
      ),
      lateTicks,
    }),
    stop: () => stop(running, scheduler),
  }
}

interface Running extends JobsOptions {
  readonly boss: PgBoss
  readonly database: QueueDatabase
  readonly report: (error: unknown) => void
  readonly stopping: AbortController
}

async function runJobs({ acervo, jobs, boss, report, stopping }: Running): Promise<void> {
  const onFailure = (job: Job, id: string, cause: unknown): void => {
    if (!stopping.signal.aborted)
      report(new AcervoError('ACV523', `the job '${job.name}' failed`, { details: id, cause }))
  }
  for (const job of jobs) {
    const db = acervo.db.as({ actor: `service:${job.name}` })
    await startWorkers({ boss, job, db, stopping: stopping.signal, onFailure })
  }
}

async function send(running: Running, name: string, sending: Sending) {
  const id = toId(name, sending.singletonKey)
  const made = await insert(running, name, [{ ...sending, id }])
  return { id, isNew: made.length === 1 }
}

async function sendAll(running: Running, name: string, all: readonly Sending[]): Promise<number> {
  const byId = new Map(all.map((one) => [toId(name, one.singletonKey), one]))
  const made = await insert(
    running,
    name,
    [...byId].map(([id, one]) => ({ ...one, id })),
  )
  return made.length
}

async function insert(
  { boss, database, jobs }: Running,
  name: string,
  all: readonly (Sending & { readonly id: string })[],
): Promise<readonly string[]> {
  const names = jobs.map((job) => job.name)
  if (!names.includes(name))
    throw new AcervoError('ACV520', `no job is called '${name}'`, {
      hint: nearestHint(name, names),
    })
  if (all.length === 0) return []
  const rows = all.map(({ id, input = {}, singletonKey, startAfter }) => ({
    id,
    data: input,
    ...(singletonKey === undefined ? {} : { singletonKey }),
    ...(startAfter === undefined ? {} : { startAfter: startAfter.toISOString() }),
  }))
  const made = (await boss.insert(name, rows, { returnId: true })) ?? []
  if (made.length > 0) database.wake(name)
  return made
}

/** The id is made of the key, so the queue's primary key holds it, whatever has become of the first. */
function toId(name: string, key: string | undefined): string {
  return key === undefined ? crypto.randomUUID() : deriveId(`job ${name}`, key)
}

async function stop(running: Running, scheduler: Scheduler | undefined): Promise<void> {
  const { boss, stopping, drainMs = jobLimits.drainMs } = running
  stopping.abort(new AcervoError('ACV614', 'the process is shutting down'))
  await scheduler?.stop()
  await boss.stop({ graceful: true, timeout: drainMs })
}

function warn(error: unknown): void {
  process.emitWarning(error instanceof Error ? error : String(error))
}

const noJobs: Jobs = Object.freeze({
  send: (name: string) => Promise.reject(unknownJob(name)),
  sendAll: (name: string) => Promise.reject(unknownJob(name)),
  status: async () => ({ jobs: [], lateTicks: 0 }),
  stop: async () => undefined,
})

function unknownJob(name: string): AcervoError {
  return new AcervoError('ACV520', `no job is called '${name}'`, {
    hint: 'No system of this platform declares a job.',
  })
}
