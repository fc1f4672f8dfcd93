// A month is taken off its table while everybody works: rows that link to it let go first, then DETACH ... CONCURRENTLY,
// which keeps nobody waiting, and at last it stands apart, closed. What a process left half-way is gone on with.
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { qualify } from '../ddl/statement.ts'
import { AcervoError } from '../errors/index.ts'
import { assertNotAborted, isLockConflict, retry, stateOf } from '../migrate/retry.ts'
import type { DatabaseModel, ForeignKeyModel, TableModel } from '../model/model.ts'
import { setApart } from './apart.ts'
import { type MonthEntry, readMonths, writeMonth } from './ledger.ts'
import { exists, readPieces, toApartName } from './pieces.ts'
import { inTransaction } from './rows.ts'
import { nameOf, quotedOf } from './rules.ts'

export interface MonthWork {
  readonly direct: Direct
  readonly database: DatabaseModel
  readonly table: TableModel
  /** `2026-08` */
  readonly month: string
  readonly signal?: AbortSignal | undefined
}

const linksABatch = 1_000
/** Rows that began to link to the month while it was let go of. */
const triesMax = 5

/** Answers where it stands then. @throws ACV430 where there is no such month, ACV431 where it may not leave. */
export async function detachMonth(work: MonthWork): Promise<MonthEntry> {
  const { direct, table, month } = work
  assertMayLeave(table)
  const known = (await readMonths(direct, table)).get(month)
  const piece = (await readPieces(direct, table)).find((one) => one.month === month)
  const isUnderway = known !== undefined && known.state !== 'dropped' && known.state !== 'held'
  if (piece === undefined && !isUnderway)
    throw new AcervoError('ACV430', `'${nameOf(table)}' has no month ${month}`, {
      hint: 'acervo partitions list shows them.',
    })
  if (piece !== undefined) {
    // Not before the record: whoever finds it loose must know whose it was.
    await writeMonth(direct, table, { month, state: 'detaching', piece: piece.name })
    await takeOff(work, piece.name)
  }
  const loose = piece?.name ?? known?.piece ?? ''
  if (piece !== undefined || known?.state === 'detaching') await standApart(work, loose)
  return (await readMonths(direct, table)).get(month) as MonthEntry
}

/** @throws ACV431 */
function assertMayLeave(table: TableModel): void {
  if (table.retention?.after !== 'keep' && !table.appended) return
  throw new AcervoError('ACV431', `nothing of '${nameOf(table)}' ever leaves it`, {
    details: 'What it says is sealed, or declared to be kept.',
  })
}

async function takeOff(work: MonthWork, piece: string): Promise<void> {
  const { direct, table, month, signal } = work
  for (let tries = 1; ; tries++) {
    await letGo(work)
    try {
      await retry(() => detach(direct, table, month, piece), { isPassing: isLockConflict, signal })
      return
    } catch (error) {
      if (stateOf(error) !== '23503' || tries === triesMax) throw error
    }
  }
}

/** No lock that keeps somebody waiting is waited for longer than a request would notice. */
async function detach(direct: Direct, table: TableModel, month: string, piece: string) {
  const found = (await readPieces(direct, table)).find((one) => one.month === month)
  if (found === undefined) return
  const how = direct.engine === 'embedded' ? '' : found.isPending ? ' finalize' : ' concurrently'
  await direct.script('set lock_timeout to 200')
  try {
    const text = `alter table ${quotedOf(table)} detach partition ${qualify(table.schema, piece)}${how}`
    await direct.query({ text, values: [] })
  } finally {
    await direct.script('set lock_timeout to default').catch(() => undefined)
  }
}

async function standApart(work: MonthWork, piece: string): Promise<void> {
  const { direct, table, month, signal } = work
  if (!(await exists(direct, table.schema, piece)))
    throw new AcervoError('ACV430', `the month ${month} of '${nameOf(table)}' is not to be found`, {
      details: `It was '${piece}', and stands neither in its schema nor apart as '${toApartName(table, month)}'.`,
    })
  await retry(() => inTransaction(direct, () => setApart(direct, table, piece, month)), {
    isPassing: isLockConflict,
    signal,
  })
}

interface Link {
  readonly child: TableModel
  readonly key: ForeignKeyModel
}

/** As a deletion would: links that are cleared are cleared, and one that holds its row keeps the month. */
async function letGo(work: MonthWork): Promise<void> {
  const { database, table } = work
  const links = [...database.tables.values()].flatMap((child) =>
    child.foreignKeys
      .filter((key) => key.references === table.sqlName)
      .map((key): Link => ({ child, key })),
  )
  for (const link of links) {
    if (link.key.onDelete === 'set null') await clear(work, link)
    else await assertUnlinked(work, link)
  }
}

async function clear({ direct, table, month, signal }: MonthWork, { child, key }: Link) {
  const names = (key.setNull ?? key.columns).map(quoteIdentifier)
  const keys = child.primaryKey.map(({ sqlName }) => quoteIdentifier(sqlName))
  const relation = quotedOf(child)
  const text = `update ${relation} set ${names.map((name) => `${name} = null`).join(', ')}
    where (${keys.join(', ')}) in (select ${keys.map((one) => `l.${one}`).join(', ')} from ${relation} l
      where ${inMonth(table, key, month)} limit ${linksABatch} for update)`
  for (let count = linksABatch; count === linksABatch; ) {
    assertNotAborted(signal)
    const once = () => inTransaction(direct, () => direct.query({ text, values: [] }))
    ;({ count } = await retry(once, { isPassing: isLockConflict, signal }))
  }
}

async function assertUnlinked({ direct, table, month }: MonthWork, { child, key }: Link) {
  const text = `select exists (select from ${quotedOf(child)} l where ${inMonth(table, key, month)})`
  const { rows } = await direct.query({ text, values: [] })
  if (rows[0]?.[0] !== 't') return
  throw new AcervoError('ACV431', `the month ${month} of '${nameOf(table)}' is still linked to`, {
    details: `By '${nameOf(child)}' (${key.columns.join(', ')}), which holds its rows.`,
    hint: 'Take those rows away first, or declare that the link is cleared.',
  })
}

/** The link carries the instant by which the table is in months. */
function inMonth(table: TableModel, key: ForeignKeyModel, month: string): string {
  const at = key.referencedColumns.indexOf(table.partition?.by.sqlName ?? '')
  const column = `l.${quoteIdentifier(key.columns[at] ?? '')}`
  const first = quoteLiteral(`${month}-01 00:00:00+00`)
  return `${column} >= ${first}::timestamptz
    and ${column} < ((${first}::timestamptz at time zone 'UTC') + interval '1 month') at time zone 'UTC'`
}
