// Retention, as rules say: rows that were kept long enough go, and months leave with a file or without. What cannot be
// done is said of its table, and the rest goes on.

import { isCancelled, toAcervoError } from '../database/sqlstate.ts'
import type { Direct, Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { withDirect } from '../migrate/placed.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import type { DatabaseModel } from '../model/model.ts'
import { archiveMonth } from './archive.ts'
import type { ArchivePlace } from './archive-file.ts'
import { type MonthEntry, readMonths, writeRun } from './ledger.ts'
import { readMonthBefore, readPieces, withTable } from './pieces.ts'
import { countOver, deleteOver } from './rows.ts'
import { nameOf, type Rule, rulesOf } from './rules.ts'

export interface RetentionOptions {
  readonly targets: { of(schema: string): Target }
  readonly databases: Iterable<DatabaseModel>
  /** SQL names of tables with their schema; all if unset. */
  readonly only?: ReadonlySet<string> | undefined
  /** Where months go whose rule says so; without it they stay and are told of. */
  readonly place?: ArchivePlace | undefined
  /** Counts, and changes nothing. */
  readonly isDry?: boolean
  readonly signal?: AbortSignal | undefined
  readonly onTable?: (name: string) => void
}

export interface Retained {
  /** `banking.detection_events` */
  readonly table: string
  /** Gone, or to go where nothing is changed. */
  readonly rows: number
  readonly months: readonly string[]
  readonly problem?: string
}

/** @throws ACV308 where it is cut short; everything else is told of its table. */
export async function applyRetention(options: RetentionOptions): Promise<readonly Retained[]> {
  const { targets, databases, only, signal, onTable } = options
  const done: Retained[] = []
  for (const rule of rulesOf(databases)) {
    const name = nameOf(rule.table)
    if (rule.retention.after === 'keep' || (only !== undefined && !only.has(name))) continue
    assertNotAborted(signal)
    onTable?.(name)
    done.push(await applyRule(targets.of(rule.table.schema), rule, options))
  }
  return done
}

/** @throws ACV431 naming what stays though it is over. */
export function assertRetained(done: readonly Retained[]): void {
  const left = done.flatMap(({ table, problem }) =>
    problem === undefined ? [] : [`${table}: ${problem}`],
  )
  if (left.length === 0) return
  throw new AcervoError('ACV431', 'something stays that was kept long enough', {
    details: left.join('\n'),
    hint: 'acervo retention list shows it.',
  })
}

async function applyRule(target: Target, rule: Rule, options: RetentionOptions): Promise<Retained> {
  const table = nameOf(rule.table)
  const done: Gone = { rows: 0, months: [], problems: [] }
  try {
    if (rule.table.partition !== undefined)
      await withDirect(target, (direct) => applyToMonths(direct, rule, options, done))
    else if (options.isDry === true)
      done.rows = await withDirect(target, (direct) => countOver(direct, rule))
    else done.rows = await deleteOver(target, rule, options)
  } catch (error) {
    done.problems.push(toProblem(error))
  }
  const { rows, months, problems } = done
  const problem = problems.length === 0 ? undefined : problems.join('\n')
  if (options.isDry !== true)
    await withDirect(target, (direct) =>
      writeRun(direct, rule.table, { rows, months: months.length, problem }),
    )
  return { table, rows, months, ...(problem === undefined ? {} : { problem }) }
}

interface Gone {
  rows: number
  readonly months: string[]
  readonly problems: string[]
}

/** Cancelled is not a problem of a table. */
function toProblem(error: unknown): string {
  if (isCancelled(error)) throw error
  const { code, message, details } = toAcervoError(error)
  return `${code}: ${message}${details === undefined ? '' : ` (${details})`}`
}

async function applyToMonths(
  direct: Direct,
  rule: Rule,
  options: RetentionOptions,
  done: Gone,
): Promise<void> {
  const months = await dueMonths(direct, rule)
  if (options.isDry === true) {
    done.rows = months.reduce((sum, { rows }) => sum + rows, 0)
    done.months.push(...months.map(({ month }) => month))
    return
  }
  for (const { month } of months) {
    assertNotAborted(options.signal)
    try {
      const entry = await takeMonth(direct, rule, month, options)
      done.rows += entry.rows ?? 0
      done.months.push(month)
    } catch (error) {
      // The next month may be well.
      done.problems.push(`${month}: ${toProblem(error)}`)
    }
  }
}

function takeMonth(
  direct: Direct,
  { database, table, retention }: Rule,
  month: string,
  { place, signal }: RetentionOptions,
): Promise<MonthEntry> {
  if (retention.after !== 'archive')
    return withTable(direct, table, () => archiveMonth({ direct, database, table, month, signal }))
  if (place === undefined) throw noPlace()
  return withTable(direct, table, () =>
    archiveMonth({ direct, database, table, month, place, signal }),
  )
}

const noPlace = () =>
  new AcervoError('ACV431', 'nobody says where its months are archived', {
    hint: 'ACERVO_ARCHIVE_URL, or --store.',
  })

/** On the way out; one that came back to be read is not. */
const isBegun: ReadonlySet<string> = new Set(['detaching', 'detached', 'archived'])

export interface DueMonth {
  readonly month: string
  readonly rows: number
}

/** Over as a whole and still here, those first that were begun; who came back to stay is not asked. */
export async function dueMonths(
  direct: Direct,
  { table, retention }: Rule,
): Promise<readonly DueMonth[]> {
  const before = await readMonthBefore(direct, retention.keep)
  const known = await readMonths(direct, table)
  const begun = [...known.values()]
    .filter(({ state, month }) => isBegun.has(state) && month < before)
    .map(({ month, rows }) => ({ month, rows: rows ?? 0 }))
  const over = (await readPieces(direct, table))
    .filter(({ month }) => month < before && known.get(month)?.state !== 'held')
    .map(({ month, rowsAbout }) => ({ month, rows: rowsAbout }))
  return [...begun, ...over.filter(({ month }) => !begun.some((one) => one.month === month))]
}
