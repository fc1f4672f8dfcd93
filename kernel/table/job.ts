// defineJob: work that runs apart from any request, by the clock (`cron`) or because somebody asked for it.

export interface JobContext<Db = unknown> {
  readonly db: Db
  readonly input: Readonly<Record<string, unknown>>
  /** Aborted at shutdown and when another worker has taken the job over. */
  readonly signal: AbortSignal
}

export interface Job {
  readonly name: string
  /**
   * Short name of the database that it works on: the processes that serve it run it. The first of its system if unset.
   */
  readonly database?: string
  /** Five fields; with `timeZone` (IANA, default UTC). */
  readonly cron?: string
  readonly timeZone?: string
  /** Runs at a time in one process; 4 if unset. */
  readonly concurrency?: number
  /** Taken together by each of them and settled together, for many small jobs; 1 if unset. */
  readonly batch?: number
  readonly run: (context: JobContext) => Promise<void>
}

export function defineJob<Db>(definition: {
  readonly name: string
  readonly database?: string
  readonly cron?: string
  readonly timeZone?: string
  readonly concurrency?: number
  readonly batch?: number
  readonly run: (context: JobContext<Db>) => Promise<void>
}): Job {
  return Object.freeze({ ...definition }) as unknown as Job
}
