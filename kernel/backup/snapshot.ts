// One place in one moment: a session of the migrator in a transaction that only reads, with a snapshot that pg_dump can
// share. On the embedded engine there is one session, and everybody else waits until it is given back.
import type { Direct, Target } from '../database/target.ts'
import { withDirect } from '../migrate/placed.ts'
import type { DatabaseModel } from '../model/model.ts'
import { textSettings } from '../move/table-digest.ts'

export interface Snapshot {
  readonly target: Target
  readonly databases: readonly DatabaseModel[]
  readonly direct: Direct
  /** By the clock of the database. */
  readonly takenAt: string
  /** For `pg_dump --snapshot`; absent on the embedded engine. */
  readonly exported?: string
}

/** All at once: they are taken one right after the other, and held until `body` has ended. */
export async function withSnapshots<T>(
  places: readonly { readonly target: Target; readonly databases: readonly DatabaseModel[] }[],
  body: (snapshots: readonly Snapshot[]) => Promise<T>,
): Promise<T> {
  const open = (rest: typeof places, opened: readonly Snapshot[]): Promise<T> => {
    const [first, ...others] = rest
    if (first === undefined) return begin(opened).then(body)
    return withDirect(first.target, (direct) =>
      open(others, [...opened, { ...first, direct, takenAt: '' }]),
    )
  }
  return open(places, [])
}

async function begin(snapshots: readonly Snapshot[]): Promise<readonly Snapshot[]> {
  for (const { direct } of snapshots) await direct.script(textSettings)
  return Promise.all(
    snapshots.map(async (snapshot) => {
      const { direct } = snapshot
      await direct.script('begin isolation level repeatable read read only')
      const { rows } = await direct.query({
        text: `select to_char(acervo.clock() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          ${direct.engine === 'postgres' ? 'pg_export_snapshot()' : 'null'}`,
        values: [],
      })
      const [takenAt = '', exported] = rows[0] ?? []
      return { ...snapshot, takenAt: takenAt ?? '', ...(exported == null ? {} : { exported }) }
    }),
  )
}
