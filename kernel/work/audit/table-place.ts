// Checkpoints as rows of a declared table: a second place, that may stand on another server than what was sealed.
import { quoteIdentifier } from '../../database/sql.ts'
import type { Context, Target } from '../../database/target.ts'
import type { DatabaseModel } from '../../model/model.ts'
import { namedText } from '../named-statement.ts'
import { parseCheckpointText } from './note.ts'
import type { CheckpointPlace, Witnessed } from './place.ts'

/** Undefined where the database has no such table. */
export function openTablePlace(
  target: Target,
  { schema, auditCheckpoints }: DatabaseModel,
): CheckpointPlace | undefined {
  if (auditCheckpoints === undefined) return undefined
  const table = `${quoteIdentifier(schema)}.${quoteIdentifier(auditCheckpoints.sqlName)}`
  const last = namedText(
    `select note from ${table} where database_name = $1 order by size desc limit 1`,
  )
  const add = namedText(`
    insert into ${table} (database_name, size, note, sealed_at)
    select $1, u.* from unnest($2::bigint[], $3::text[], $4::timestamptz[]) u
    on conflict (database_name, size) do nothing`)
  return Object.freeze({
    name: `${schema}.${auditCheckpoints.sqlName}`,
    last: async (database: string) => {
      const [result] = await target.group(context, [last(database)])
      return result?.rows[0]?.[0] ?? undefined
    },
    append: async (database: string, records: readonly Witnessed[]) => {
      const notes = records.map(({ note }) => note)
      // They were signed and opened before they came here.
      const read = notes.flatMap((note) => parseCheckpointText(note) ?? [])
      const sizes = read.map(({ tree }) => tree.size)
      const times = read.map(({ sealed }) => sealed.at)
      await target.group(context, [add(database, sizes, notes, times)])
    },
  })
}

const context: Context = { settings: { 'acervo.actor': 'service:sealer' }, role: 'acervo_worker' }
