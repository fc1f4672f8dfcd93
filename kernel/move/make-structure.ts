// The structure of databases that are on their way to a target: empty schemas, marked as arriving before anything is
// in them, then what the migration files say, and the months that their rows will ask for.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { type ApplyOptions, applyMigrations, type DatabaseFiles } from '../migrate/apply.ts'
import { renderArriving } from '../migrate/mark.ts'
import { makePartitions } from '../migrate/partitions.ts'

const monthsAtOnce = 500

export interface Arriving extends Pick<ApplyOptions, 'signal' | 'onProgress'> {
  readonly sets: readonly DatabaseFiles[]
  /** What the mark says. */
  readonly from: string
  /** `2026-11` */
  readonly months: readonly string[]
}

/** The target is set up already, and none of the schemas is there. */
export async function makeStructure(there: Direct, arriving: Arriving): Promise<void> {
  const { sets, from, months, signal, onProgress } = arriving
  const databases = sets.map(({ database }) => database)
  await there.script(
    databases
      .map(
        ({ schema }) => `create schema ${quoteIdentifier(schema)} authorization acervo_owner;
${renderArriving(schema, from)}`,
      )
      .join(';\n'),
  )
  await applyMigrations(there, sets, { signal, onProgress })
  for (let at = 0; at < months.length; at += monthsAtOnce)
    await makePartitions(there, databases, { months: months.slice(at, at + monthsAtOnce) })
}
