// A month leaves: off its table, into a file that was read back and says the same, and then dropped. Every step is on
// record before the next begins, so that the same call goes on wherever another one ended.
import type { Direct } from '../database/target.ts'
import { qualify } from '../ddl/statement.ts'
import { isLockConflict, retry } from '../migrate/retry.ts'
import { refreshView, viewNameOf } from './apart.ts'
import { type ArchivePlace, writeArchive } from './archive-file.ts'
import { detachMonth, type MonthWork } from './detach.ts'
import { type MonthEntry, writeMonth } from './ledger.ts'
import { archiveSchema } from './pieces.ts'
import { inTransaction } from './rows.ts'

export interface ArchiveMonth extends MonthWork {
  /** Without one the month goes without a file: its rule says so. */
  readonly place?: ArchivePlace | undefined
  /** It stays apart after it was written. */
  readonly isKept?: boolean
}

/** Answers what is on record of it then. */
export async function archiveMonth(work: ArchiveMonth): Promise<MonthEntry> {
  let entry = await detachMonth(work)
  const { direct, table, month, place, signal } = work
  if (place !== undefined && entry.state === 'detached') {
    const archived = await writeArchive({ direct, table, month, place, signal, piece: entry.piece })
    entry = { ...entry, state: 'archived', ...archived }
    await writeMonth(direct, table, entry)
  }
  if (work.isKept === true || entry.state === 'dropped' || entry.state === 'attached') return entry
  const counted = entry.rows === undefined ? { ...entry, rows: await count(direct, entry) } : entry
  return drop(work, { ...counted, state: 'dropped' })
}

async function count(direct: Direct, { piece }: MonthEntry): Promise<number> {
  const text = `select count(*) from ${qualify(archiveSchema, piece)}`
  const { rows } = await direct.query({ text, values: [] })
  return Number(rows[0]?.[0])
}

/** Also of a month that came back to be read: its file stays. */
export async function drop(work: MonthWork, entry: MonthEntry): Promise<MonthEntry> {
  const { direct, table, signal } = work
  const gone = async () => {
    await direct.script(
      `drop view if exists ${qualify(archiveSchema, viewNameOf(table))};
      drop table if exists ${qualify(archiveSchema, entry.piece)}`,
    )
    await writeMonth(direct, table, entry)
    await refreshView(direct, table)
  }
  await retry(() => inTransaction(direct, gone), { isPassing: isLockConflict, signal })
  return entry
}
