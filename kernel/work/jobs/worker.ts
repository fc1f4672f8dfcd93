// Runs the jobs of one queue. pg-boss claims, beats and settles them, and settles only the attempt it fetched:
// what a worker finishes after it has lost a job changes nothing.
import type { JobResult, PerJobWorkHandler, PgBoss, Job as Taken } from 'pg-boss'
import type { Job } from '../../table/job.ts'
import { jobLimits } from './settings.ts'

export interface WorkerOptions {
  readonly boss: PgBoss
  readonly job: Job
  /** The client a job acts with. */
  readonly db: unknown
  /** Aborted at shutdown. */
  readonly stopping: AbortSignal
  readonly onFailure: (job: Job, id: string, error: unknown) => void
}

type Input = Readonly<Record<string, unknown>>

interface Worker {
  /** Unknown until pg-boss has started it. */
  id: string | undefined
  isBusy: boolean
}

/** One of those at rest looks for what no notice told; the others wait until it has found something. */
export async function startWorkers(options: WorkerOptions): Promise<void> {
  const { boss, job, stopping } = options
  const workers: Worker[] = []
  const look = (): void => {
    const free = workers.find(({ id, isBusy }) => id !== undefined && !isBusy)
    if (free?.id !== undefined) boss.notifyWorker(free.id)
  }
  for (let index = 0; index < (job.concurrency ?? jobLimits.concurrency); index++) {
    const worker: Worker = { id: undefined, isBusy: false }
    workers.push(worker)
    worker.id = await startWorker(options, worker, look)
  }
  const timer = setInterval(look, jobLimits.pollSeconds * 1000)
  timer.unref()
  const end = (): void => clearInterval(timer)
  if (stopping.aborted) end()
  else stopping.addEventListener('abort', end, { once: true })
}

async function startWorker(
  options: WorkerOptions,
  worker: Worker,
  look: () => void,
): Promise<string> {
  const { boss, job } = options
  const handle: PerJobWorkHandler<Input> = async (taken) => {
    worker.isBusy = true
    // Work is often followed by more: the next look comes at once, another's now and its own afterwards.
    look()
    try {
      return await Promise.all(taken.map((one) => runOne(options, one)))
    } finally {
      worker.isBusy = false
      if (worker.id !== undefined) boss.notifyWorker(worker.id)
    }
  }
  return boss.work(
    job.name,
    {
      // One that fails must not take the others of its batch with it.
      perJobResults: true,
      batchSize: job.batch ?? 1,
      pollingIntervalSeconds: jobLimits.restSeconds,
      notifyPollingIntervalSeconds: jobLimits.restSeconds,
      heartbeatRefreshSeconds: jobLimits.heartbeatRefreshSeconds,
    } as const,
    handle,
  )
}

async function runOne(
  { job, db, stopping, onFailure }: WorkerOptions,
  taken: Taken<Input>,
): Promise<JobResult> {
  const signal = AbortSignal.any([stopping, taken.signal])
  try {
    await job.run({ db, input: taken.data ?? {}, signal })
    return { id: taken.id, status: 'completed' }
  } catch (error) {
    onFailure(job, taken.id, error)
    return { id: taken.id, status: 'failed', output: toOutput(error) }
  }
}

/** What is kept beside the job: enough to know what happened, without the stack's paths. */
function toOutput(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message } = error
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? { name, message, code } : { name, message }
}
