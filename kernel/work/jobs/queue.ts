// pg-boss as this platform sets it up: one instance, one queue a job, its bounds kept as settings.ts says.
import type { PgBoss, QueueOptions } from 'pg-boss'
import type { Job } from '../../table/job.ts'
import type { QueueDatabase } from './queue-database.ts'
import { jobLimits } from './settings.ts'

/** Loaded here and nowhere else, so that who declares no job never loads it. */
export async function openQueue(
  database: QueueDatabase,
  onError: (error: unknown) => void,
): Promise<PgBoss> {
  const { PgBoss } = await import('pg-boss')
  const boss = new PgBoss({
    superviseIntervalSeconds: jobLimits.superviseSeconds,
    monitorIntervalSeconds: jobLimits.superviseSeconds,
    ...database.options,
    schema: jobLimits.schema,
    createSchema: false,
    // Ticks are ours: pg-boss forwards them by a second job, which runs twice where its worker dies in between.
    schedule: false,
    useListenNotify: true,
    maintenanceIntervalSeconds: jobLimits.deletionEverySeconds,
    // Jobs that wait for other jobs are not offered.
    flowIntervalSeconds: 3600,
  })
  boss.on('error', onError)
  boss.on('warning', ({ message }) => onError(new Error(message)))
  return boss
}

export async function ensureQueues(boss: PgBoss, jobs: readonly Job[]): Promise<void> {
  const known = new Set((await boss.getQueues()).map(({ name }) => name))
  for (const { name } of jobs) {
    if (known.has(name)) await boss.updateQueue(name, queueOptions)
    else await boss.createQueue(name, queueOptions)
    // pg-boss looks a queue up on first use. Inside the one transaction of the embedded engine it would wait for
    // itself, so the first use is here.
    await boss.insert(name, [])
  }
}

const queueOptions: QueueOptions & { readonly notify: boolean } = {
  notify: true,
  retryLimit: jobLimits.retries,
  retryDelay: jobLimits.retryDelaySeconds,
  retryBackoff: true,
  retryDelayMax: jobLimits.retryDelayMaxSeconds,
  heartbeatSeconds: jobLimits.heartbeatSeconds,
  expireInSeconds: jobLimits.expireSeconds,
  retentionSeconds: jobLimits.waitMaxSeconds,
  deleteAfterSeconds: jobLimits.keepSeconds,
}
