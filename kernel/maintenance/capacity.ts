// Rows of tables -> what they take: bytes of rows and indexes, months, memory, and when one server is not enough. From the
// declarations alone where a table is empty, from what is on the disk where it is not. Pure: it opens nothing.
import type { ColumnModel, IndexModel, TableModel } from '../model/model.ts'

export interface Growth {
  readonly table: TableModel
  /** Now, or to begin with. */
  readonly rows: number
  /** Added a month. */
  readonly monthly: number
}

export interface Measured {
  readonly rows: number
  readonly heapBytes: number
  readonly indexBytes: number
  readonly toastBytes: number
}

export interface CapacityOptions {
  readonly months?: number
  /** Characters of a text of no declared length, on average. */
  readonly textBytes?: number
  /** By `schema.table`: what stands. */
  readonly measured?: ReadonlyMap<string, Measured>
  /** Of the machine; what must be in memory is held against it. */
  readonly memoryBytes?: number
}

export interface TablePlan {
  readonly table: string
  readonly how: 'measured' | 'declared'
  readonly rows: number
  readonly heapBytes: number
  readonly indexBytes: number
  /** Of the indexes those of vectors, which are only fast in memory. */
  readonly vectorBytes: number
  readonly partitions: number
}

export interface CapacityPlan {
  readonly months: number
  readonly tables: readonly TablePlan[]
  readonly bytes: number
  /** Vector indexes, and of the others the share that is asked for again and again. */
  readonly workingBytes: number
  readonly settings: {
    readonly shared_buffers: number
    readonly effective_cache_size: number
    /** For the largest vector index in one piece. */
    readonly maintenance_work_mem: number
  }
  readonly split: readonly SplitAdvice[]
}

export interface SplitAdvice {
  readonly reason: 'memory' | 'table' | 'restore'
  /** What it is about; null: all. */
  readonly table: string | null
  /** Months from now; 0: already. Null: not within the time asked for. */
  readonly inMonths: number | null
}

const page = 8192
const mb = 1024 ** 2
const gb = 1024 ** 3
/** Of what is not a vector index: what a working day asks for. */
const hotShare = 0.25
/** A table that is not in months: vacuum and a new index take hours from about here. */
const tableBytesMax = 100 * gb
/** Restored at about 60 MB/s, four hours. */
const restoreBytesMax = 864 * gb

export function planCapacity(
  growths: readonly Growth[],
  options: CapacityOptions = {},
): CapacityPlan {
  const months = options.months ?? 12
  const at = (month: number) => growths.map((one) => planTable(one, month, options))
  const tables = at(months)
  const bytes = sumOf(tables)
  const workingBytes = workingOf(tables)
  const largest = Math.max(0, ...tables.map(({ vectorBytes }) => vectorBytes))
  return {
    ...{ months, tables, bytes, workingBytes },
    settings: {
      shared_buffers: clamp(workingBytes / 2, 256 * mb, 16 * gb),
      effective_cache_size: Math.round(Math.max(workingBytes * 1.5, gb)),
      maintenance_work_mem: clamp(largest * 1.1, 256 * mb, 16 * gb),
    },
    split: adviseSplit(growths, at, months, options),
  }
}

const clamp = (value: number, low: number, high: number) =>
  Math.round(Math.min(Math.max(value, low), high))

const sumOf = (tables: readonly TablePlan[]) =>
  tables.reduce((sum, one) => sum + one.heapBytes + one.indexBytes, 0)

function workingOf(tables: readonly TablePlan[]): number {
  const vectors = tables.reduce((sum, one) => sum + one.vectorBytes, 0)
  return Math.round(vectors + (sumOf(tables) - vectors) * hotShare)
}

/** The first month in which it is so. */
function adviseSplit(
  growths: readonly Growth[],
  at: (month: number) => readonly TablePlan[],
  months: number,
  { memoryBytes }: CapacityOptions,
): readonly SplitAdvice[] {
  const plans = Array.from({ length: months + 1 }, (_, month) => at(month))
  const first = (is: (tables: readonly TablePlan[]) => boolean): number | null => {
    const month = plans.findIndex(is)
    return month === -1 ? null : month
  }
  const whole = growths.flatMap(({ table }, index) => {
    if (table.partition !== undefined) return []
    const inMonths = first((tables) => {
      const { heapBytes = 0, indexBytes = 0 } = tables[index] ?? {}
      return heapBytes + indexBytes > tableBytesMax
    })
    return [{ reason: 'table' as const, table: nameOf(table), inMonths }]
  })
  const advice: readonly SplitAdvice[] = [
    {
      reason: 'memory',
      table: null,
      inMonths:
        memoryBytes === undefined ? null : first((tables) => workingOf(tables) > memoryBytes * 0.7),
    },
    {
      reason: 'restore',
      table: null,
      inMonths: first((tables) => sumOf(tables) > restoreBytesMax),
    },
    ...whole,
  ]
  return advice.filter(({ inMonths }) => inMonths !== null)
}

const nameOf = ({ schema, sqlName }: TableModel) => `${schema}.${sqlName}`

function planTable(
  { table, rows: begin, monthly }: Growth,
  months: number,
  { measured, textBytes = 200 }: CapacityOptions,
): TablePlan {
  const rows = Math.round(begin + monthly * months)
  const known = measured?.get(nameOf(table))
  const vectors = table.indexes.filter(({ using }) => using === 'hnsw')
  const vectorEach = vectors.reduce((sum, index) => sum + vectorBytes(table, index), 0)
  const partitions = table.partition === undefined ? 0 : months + 1 + table.partition.ahead
  const common = {
    table: nameOf(table),
    rows,
    vectorBytes: Math.round(vectorEach * rows),
    partitions,
  }
  // A few rows are pages that are mostly empty: what they take says nothing of many.
  if (known !== undefined && known.rows >= 1_000) {
    const each = (bytes: number) => Math.round((bytes / known.rows) * rows)
    return {
      ...{ ...common, how: 'measured' },
      heapBytes: each(known.heapBytes + known.toastBytes),
      indexBytes: each(known.indexBytes),
    }
  }
  const btrees = [
    keyBytes(table.primaryKey, textBytes),
    ...table.uniques.map(({ columns }) => keyBytes(columns, textBytes)),
    ...table.indexes.flatMap((index) =>
      index.using === 'hnsw' ? [] : [indexBytes(table, index, textBytes)],
    ),
  ]
  return {
    ...{ ...common, how: 'declared' },
    heapBytes: toPages(rows, rowBytes(table, textBytes)),
    indexBytes:
      btrees.reduce((sum, each) => sum + toPages(rows, each, 0.7), 0) + common.vectorBytes,
  }
}

/** Rows of so many bytes, as pages filled so far. */
function toPages(rows: number, each: number, fill = 1): number {
  return Math.ceil((rows * each) / ((page - 24) * fill)) * page
}

/** 4 bytes of line pointer, 24 of header, then the columns; what is long lies apart and is counted with it. */
function rowBytes({ columns }: TableModel, textBytes: number): number {
  let bytes = 28
  for (const column of columns.values()) bytes += widthOf(column, textBytes) * likelihood(column)
  return align(bytes)
}

/** An optional column is null in every other row. */
const likelihood = ({ spec }: ColumnModel) =>
  spec.optional && spec.type.name !== 'vector' ? 0.5 : 1

const align = (bytes: number) => Math.ceil(bytes / 8) * 8

/** 4 bytes of line pointer, 8 of header. */
function keyBytes(columns: readonly ColumnModel[], textBytes: number): number {
  return (
    12 + align(columns.reduce((sum, column) => sum + Math.min(widthOf(column, textBytes), 100), 0))
  )
}

function indexBytes(table: TableModel, { using, elements }: IndexModel, textBytes: number): number {
  if (using === 'brin') return 0.1
  // Words or members: a few bytes for each that a row has.
  if (using === 'gin') return textBytes * 0.4
  const columns = [...table.columns.values()].filter(({ sqlName }) =>
    elements.some((element) => element.replaceAll('"', '').split(' ')[0] === sqlName),
  )
  return keyBytes(columns, textBytes)
}

/** The vector again, its neighbours (m = 16, twice on the lowest layer), and what is left of its page. */
function vectorBytes(table: TableModel, { elements }: IndexModel): number {
  const column = [...table.columns.values()].find(
    ({ sqlName, spec }) =>
      spec.type.name === 'vector' && elements.some((element) => element.includes(sqlName)),
  )
  const dimensions = column?.spec.type.name === 'vector' ? column.spec.type.dimensions : 0
  const each = dimensions * 4 + 72 + 16 * 2 * 6 * 1.1 + 16
  const perPage = Math.max(1, Math.floor((page - 24) / each))
  return page / perPage
}

const widths: Readonly<Record<string, number>> = {
  ...{ boolean: 1, integer: 4, real: 4, date: 4, bigint: 8, double: 8, instant: 8, time: 8 },
  ...{ uuid: 16, decimal: 10, inet: 10, json: 120, bytes: 64, array: 60 },
}

function widthOf({ spec }: ColumnModel, textBytes: number): number {
  const { type } = spec
  if (type.name === 'vector') return type.dimensions * 4 + 8
  if (type.name === 'varchar') return 1 + Math.min(type.length / 2, textBytes)
  if (type.name === 'text') return spec.values === undefined ? 1 + textBytes : 8
  // Words with their places take about as much as the text they come from.
  if (type.name === 'searchVector') return textBytes * 1.2
  return widths[type.name] ?? 16
}
