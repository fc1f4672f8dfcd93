// Where figures come from. A reader is asked at each look, for itself: one that fails or takes too long keeps no other
// waiting, and that it failed is a figure too. Others give more of them: whoever knows a store, a disk or HTTP.
import type { Target } from '../database/target.ts'
import { readStatus } from '../work/jobs/status.ts'
import { type MetricScope, type Reading, reading } from './metric.ts'

export interface Reader {
  /** `backups`: the label of acervo.watch.failed. */
  readonly name: string
  /** `platform`: asked in one of all processes. */
  readonly scope: MetricScope
  read(signal: AbortSignal): Promise<readonly Reading[]> | readonly Reading[]
}

/** What `Acervo.health` tells of each database. */
export interface Healthy {
  readonly database: string
  readonly status: 'ok' | 'degraded' | 'down'
  readonly pending: number
}

/** Of databases by the short name; a server is up where one of its databases answers. */
export function toHealthReadings(
  health: readonly Healthy[],
  keyOf: (database: string) => string,
): readonly Reading[] {
  const up = new Map<string, boolean>()
  for (const { database, status } of health) {
    const key = keyOf(database)
    up.set(key, up.get(key) === true || status !== 'down')
  }
  return [
    ...[...up].map(([key, isUp]) =>
      reading('acervo.server.up', isUp ? 1 : 0, { 'server.address': key }),
    ),
    ...health.flatMap(({ database, status, pending }) => [
      reading('acervo.database.up', status === 'down' ? 0 : 1, { 'db.namespace': database }),
      // Of one that does not answer nobody knows.
      ...(status === 'down'
        ? []
        : [reading('acervo.migration.pending', pending, { 'db.namespace': database })]),
    ]),
  ]
}

export interface Connected {
  readonly open: number
  readonly idle: number
  readonly waiting: number
  readonly max: number
  readonly waitedSeconds: number
  readonly timeouts: number
}

export function toConnectionReadings(connections: Connected): readonly Reading[] {
  const { open, idle, waiting, max, waitedSeconds, timeouts } = connections
  return [
    reading('db.client.connection.count', open),
    reading('db.client.connection.idle', idle),
    reading('db.client.connection.max', max),
    reading('db.client.connection.pending_requests', waiting),
    reading('db.client.connection.timeouts', timeouts),
    reading('acervo.connection.waited', waitedSeconds),
    reading('acervo.connection.use', max === 0 ? 0 : (open - idle) / max),
  ]
}

/** Jobs by name; of a platform that declares none there is nothing to read. */
export function jobsReader(target: Target, names: readonly string[]): Reader {
  return {
    name: 'jobs',
    scope: 'platform',
    read: async () => {
      const jobs = await readStatus(target, names)
      return jobs.flatMap(({ name: job, waiting, failedLately, oldestDueSeconds }) => [
        reading('acervo.job.waiting', waiting, { job }),
        reading('acervo.job.due_age', oldestDueSeconds, { job }),
        reading('acervo.job.failed', failedLately, { job }),
      ])
    },
  }
}
