// What an operator asks of the queue: how much waits, runs and has failed, and how long the oldest has been due.
import { sql, toStatement } from '../../database/sql.ts'
import type { Target } from '../../database/target.ts'
import { asJobs } from './queue-database.ts'

export interface JobStatus {
  readonly name: string
  /** Due or delayed. */
  readonly waiting: number
  readonly active: number
  /** Out of tries, and kept for a while. */
  readonly failed: number
  /** Of those, in the last hour. */
  readonly failedLately: number
  /** Of the one due longest; 0 where none is. */
  readonly oldestDueSeconds: number
}

export async function readStatus(
  target: Target,
  names: readonly string[],
): Promise<readonly JobStatus[]> {
  const [result] = await target.group(asJobs, [toStatement(question(names))])
  return (result?.rows ?? []).map(([name, waiting, active, failed, lately, seconds]) => ({
    name: String(name),
    waiting: Number(waiting),
    active: Number(active),
    failed: Number(failed),
    failedLately: Number(lately),
    oldestDueSeconds: Number(seconds),
  }))
}

const question = (names: readonly string[]) => sql`
  select q.name,
         count(j.id) filter (where j.state < 'active'),
         count(j.id) filter (where j.state = 'active'),
         count(j.id) filter (where j.state = 'failed'),
         count(j.id) filter (where j.state = 'failed' and j.completed_on > pgboss.job_now() - interval '1 hour'),
         coalesce(extract(epoch from pgboss.job_now() - min(j.start_after)
           filter (where j.state < 'active' and j.start_after <= pgboss.job_now())), 0)
    from unnest(${names}::text[]) as q (name)
    left join pgboss.job j on j.name = q.name and j.state <> 'completed'
   group by q.name
   order by q.name collate "C"`
