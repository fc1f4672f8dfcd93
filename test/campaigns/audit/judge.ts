// The verdict: the audit played from the beginning gives exactly the rows that stand there, each version of each row has
// its event, and whatever was acknowledged is in it.
import type { Ask } from '../events/prepare.ts'
import type { Change } from './writers.ts'

export interface Verdict {
  /** Rows that the log does not explain, and rows that it tells of and that are not there. */
  readonly unexplained: number
  readonly imagined: number
  /** Versions of a row without an event, and events that do not follow from the one before. */
  readonly holes: number
  readonly unordered: number
  /** Acknowledged to a writer and not in the log. */
  readonly forgotten: number
  readonly nameless: number
  /** Personal values without their event, or with another digest. */
  readonly apart: number
}

export const innocent: Verdict = Object.freeze({
  unexplained: 0,
  imagined: 0,
  holes: 0,
  unordered: 0,
  forgotten: 0,
  nameless: 0,
  apart: 0,
})

export async function judge(ask: Ask, acknowledged: readonly Change[]): Promise<Verdict> {
  const events = await ask(`
    select table_name || ' ' || row_id, operation, coalesce(after->>'version', ''), coalesce(before->>'version', ''), actor
    from t_clinic.audit_events where table_name in ('rooms', 'patients')
    order by coalesce((after->>'version')::int, (before->>'version')::int + 1), occurred_at, id`)
  const told = new Map<string, number>()
  const seen = new Map<string, Set<number>>()
  let [holes, unordered, nameless] = [0, 0, 0]
  for (const [row = '', operation, after, before, actor] of events) {
    const key = row as string
    const at = told.get(key)
    if (actor !== 'user:writer') nameless++
    const versions = seen.get(key) ?? new Set<number>()
    seen.set(key, versions)
    if (operation === 'INSERT') {
      if (at !== undefined || after !== '0') unordered++
      told.set(key, 0)
      versions.add(0)
    } else if (operation === 'UPDATE') {
      if (at === undefined || at < 0) holes++
      else if (Number(before) !== at || Number(after) !== at + 1) unordered++
      told.set(key, Number(after))
      versions.add(Number(after))
    } else {
      if (at === undefined || Number(before) !== at) holes++
      told.set(key, -1)
      versions.add(-1)
    }
  }
  const rows = await ask(`
    select 'rooms ' || id, version from t_clinic.rooms union all select 'patients ' || id, version from t_clinic.patients`)
  const standing = new Map(rows.map(([key, version]) => [key as string, Number(version)]))
  const unexplained = [...standing].filter(([key, version]) => told.get(key) !== version).length
  const imagined = [...told].filter(([key, version]) => version >= 0 && !standing.has(key)).length
  const forgotten = acknowledged.filter(
    ({ table, id, version }) => seen.get(`${table} ${id}`)?.has(version) !== true,
  ).length
  const [[apart] = []] = await ask(`
    select count(*) from t_clinic.audit_details d full join
      (select * from t_clinic.audit_events where detail_digest is not null) e on e.id = d.event_id
    where d.event_id is null or e.id is null
      or e.detail_digest <> acervo.audit_digest(d.salt, d.before, d.after)`)
  return { unexplained, imagined, holes, unordered, forgotten, nameless, apart: Number(apart) }
}
