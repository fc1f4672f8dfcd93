// What a process of the embedded engine had in its hands when it died. One process has the directory at a time, so
// whatever counts as running when it opens is nobody's: it is given back at once, not after a heartbeat.
import type { PgBoss } from 'pg-boss'
import { sql, toStatement } from '../../database/sql.ts'
import type { Target } from '../../database/target.ts'
import { asJobs } from './queue-database.ts'

/** Before this process takes its first job. */
export async function giveBack(target: Target, boss: Pick<PgBoss, 'supervise'>): Promise<void> {
  const [silenced] = await target.group(asJobs, [silence, forgetLook])
  if (silenced !== undefined && silenced.count > 0) await boss.supervise()
}

const silence = toStatement(sql`
  update pgboss.job set heartbeat_on = '-infinity' where state = 'active'`)

// A look of the process that died may have been a moment ago.
const forgetLook = toStatement(sql`
  update pgboss.queue set monitor_on = null, monitor_claim_on = null`)
