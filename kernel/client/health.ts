// Health of each logical database: reachable in time, and at the version that this process knows.
import type { Target } from '../database/target.ts'
import type { Targets } from '../database/targets.ts'
import { isAcervoError } from '../errors/index.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import type { DatabaseHealth } from './acervo.ts'

const timeoutMs = 2000

/** `expected`: the last migration of each database by short name, where migrations are kept. */
export async function checkHealth(
  model: Model,
  targets: Targets,
  expected: ReadonlyMap<string, number>,
): Promise<readonly DatabaseHealth[]> {
  const byTarget = Map.groupBy(model.databases.values(), ({ schema }) => targets.of(schema))
  const checked = await Promise.all(
    [...byTarget].map(([target, databases]) => checkTarget(target, databases, expected)),
  )
  const byName = new Map(checked.flat().map((health) => [health.database, health]))
  return [...model.databases.keys()].map((name) => byName.get(name) as DatabaseHealth)
}

async function checkTarget(
  target: Target,
  databases: readonly DatabaseModel[],
  expected: ReadonlyMap<string, number>,
): Promise<readonly DatabaseHealth[]> {
  const begin = performance.now()
  try {
    const applied = await readVersions(target)
    const latencyMs = Math.round(performance.now() - begin)
    return databases.map(({ name }) =>
      toHealth(name, applied.get(name), expected.get(name), latencyMs),
    )
  } catch (error) {
    const latencyMs = Math.round(performance.now() - begin)
    // The way to a server is the operator's affair: the code says enough to whoever asks over HTTP.
    const reason = isAcervoError(error) ? `${error.code} ${error.message}` : 'unreachable'
    // Nobody was asked: this process is busy, its database is not gone.
    const status = isAcervoError(error) && error.code === 'ACV311' ? 'degraded' : 'down'
    return databases.map(({ name }) => ({
      database: name,
      status,
      reason,
      version: null,
      pending: 0,
      latencyMs,
    }))
  }
}

function toHealth(
  database: string,
  applied: number | undefined,
  expected: number | undefined,
  latencyMs: number,
): DatabaseHealth {
  const version = applied === undefined ? null : String(applied).padStart(4, '0')
  const pending = Math.max(0, (expected ?? 0) - (applied ?? 0))
  if (pending === 0) return { database, status: 'ok', version, pending, latencyMs }
  const reason = pending === 1 ? 'a migration is pending' : `${pending} migrations are pending`
  return { database, status: 'degraded', reason, version, pending, latencyMs }
}

async function readVersions(target: Target): Promise<ReadonlyMap<string, number>> {
  const text = 'select database, max(version) from acervo.migration group by database'
  const [result] = await target.group(
    { settings: {} },
    [{ text, values: [], name: 'acervo_health' }],
    {
      timeoutMs,
    },
  )
  return new Map(result?.rows.map(([database, version]) => [database ?? '', Number(version)]))
}
