// What there is to see: each rule with what is due by it, and each month of each partitioned table with where it is.
import type { Direct } from '../database/target.ts'
import type { TableModel } from '../model/model.ts'
import { type MonthState, readMonths } from './ledger.ts'
import { readMonthBefore, readPieces } from './pieces.ts'
import { countOver } from './rows.ts'
import { nameOf, type Rule } from './rules.ts'
import { dueMonths } from './run.ts'

export interface ListedRule {
  readonly table: string
  readonly by: readonly string[]
  readonly keep: string
  readonly hot: string | undefined
  /** The months that hold what is hot. */
  readonly hotMonths: readonly string[]
  readonly after: string
  /** Rows to go; of months as last counted by ANALYZE. */
  readonly dueRows: number
  readonly dueMonths: readonly string[]
  readonly lastRun: string | undefined
  readonly problem: string | undefined
}

export async function listRule(direct: Direct, rule: Rule): Promise<ListedRule> {
  const { table, retention } = rule
  const { by, keep, hot, after } = retention
  const isMonthly = table.partition !== undefined
  const stays = after === 'keep'
  const months = isMonthly && !stays ? await dueMonths(direct, rule) : []
  const rows = months.reduce((sum, one) => sum + one.rows, 0)
  const { rows: runs } = await direct.query({
    text: `select to_char(run_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), problem
      from acervo.retention where table_name = $1`,
    values: [nameOf(table)],
  })
  const [lastRun, problem] = runs[0] ?? []
  return {
    table: nameOf(table),
    by: by.map(({ name }) => name),
    keep,
    hot,
    hotMonths: hot === undefined || !isMonthly ? [] : await hotMonths(direct, table, hot),
    after,
    dueRows: isMonthly || stays ? rows : await countOver(direct, rule),
    dueMonths: months.map(({ month }) => month),
    lastRun: lastRun ?? undefined,
    problem: problem ?? undefined,
  }
}

async function hotMonths(direct: Direct, table: TableModel, hot: string) {
  const [since, now] = [await readMonthBefore(direct, hot), await readMonthBefore(direct, '0 days')]
  const pieces = await readPieces(direct, table)
  return pieces.map(({ month }) => month).filter((month) => month >= since && month <= now)
}

export interface ListedMonth {
  readonly table: string
  readonly month: string
  /** `live` in its table; the rest as on record. */
  readonly state: 'live' | MonthState
  readonly rows: number | undefined
  readonly bytes: number | undefined
  readonly archive: string | undefined
  readonly digest: string | undefined
}

export async function listMonths(
  direct: Direct,
  table: TableModel,
): Promise<readonly ListedMonth[]> {
  const name = nameOf(table)
  const known = await readMonths(direct, table)
  const live = (await readPieces(direct, table)).map(({ month, bytes, rowsAbout }): ListedMonth => {
    const state = known.get(month)?.state
    const shown = state === 'held' || state === 'detaching' ? state : 'live'
    const { archive, digest } = known.get(month) ?? {}
    return { table: name, month, state: shown, rows: rowsAbout, bytes, archive, digest }
  })
  const gone = [...known.values()]
    .filter(({ month }) => !live.some((one) => one.month === month))
    .map(({ month, state, rows, archive, digest }): ListedMonth => {
      return { table: name, month, state, rows, bytes: undefined, archive, digest }
    })
  return [...gone, ...live].toSorted((a, b) => (a.month < b.month ? -1 : 1))
}
