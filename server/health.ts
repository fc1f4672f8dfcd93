// Health as three answers: the process lives, it takes requests, and how each database does. Asked at most
// once a second, however many ask.
import type { Acervo, DatabaseHealth } from '../kernel/index.ts'
import type { EventsHealth, WorkWatch } from './observe/work-watch.ts'
import { limits } from './resource/limits.ts'

export interface Health {
  readonly status: 'ok' | 'degraded' | 'down'
  /** By short name. */
  readonly databases: Readonly<Record<string, boolean>>
  readonly details: readonly DatabaseHealth[]
  /** How far events have come; absent where this process carries none. */
  readonly events?: EventsHealth
}

type Checked = Pick<Acervo, 'served' | 'health' | 'engine'>

export type HealthCheck = () => Promise<Health>

export function healthCheck(
  acervo: Checked,
  watch?: WorkWatch,
  nowMs: () => number = () => performance.now(),
): HealthCheck {
  let latest: { readonly atMs: number; readonly health: Promise<Health> } | undefined
  return () => {
    const now = nowMs()
    if (latest === undefined || now - latest.atMs > limits.healthCacheMs)
      latest = { atMs: now, health: check(acervo, watch) }
    return latest.health
  }
}

async function check(acervo: Checked, watch: WorkWatch | undefined): Promise<Health> {
  const names = [...acervo.served.databases.keys()]
  const [details, events] = await Promise.all([withinTime(acervo, names), watch?.look()])
  const good = new Set(details.filter(({ status }) => status !== 'down').map((d) => d.database))
  const isOk = details.every(({ status }) => status === 'ok') && good.size === names.length
  return {
    status: isOk ? 'ok' : good.size > 0 ? 'degraded' : 'down',
    databases: Object.fromEntries(names.map((name) => [name, good.has(name)])),
    details,
    ...(events === undefined ? {} : { events }),
  }
}

async function withinTime(
  acervo: Checked,
  names: readonly string[],
): Promise<readonly DatabaseHealth[]> {
  // The embedded engine has one session: while a long transaction holds it, it is busy, not gone.
  const lateStatus = acervo.engine === 'embedded' ? 'degraded' : 'down'
  const late = Promise.withResolvers<readonly DatabaseHealth[]>()
  const timer = setTimeout(() => {
    const reason = `no answer within ${limits.healthTimeoutMs} ms`
    late.resolve(names.map((name) => toUnknown(name, lateStatus, reason)))
  }, limits.healthTimeoutMs)
  const failed = () => names.map((name) => toUnknown(name, 'down', 'the check failed'))
  try {
    return await Promise.race([acervo.health().catch(failed), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function toUnknown(
  database: string,
  status: DatabaseHealth['status'],
  reason: string,
): DatabaseHealth {
  return { database, status, reason, version: null, pending: 0, latencyMs: limits.healthTimeoutMs }
}
