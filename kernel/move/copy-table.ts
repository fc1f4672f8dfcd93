// The rows of one table from one session to another, as texts, a handful at a time: the server reads what it wrote,
// whatever the type, and memory holds no more than a batch.
import type { Direct } from '../database/target.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import type { TableShape } from './table-shape.ts'

export interface CopyOptions {
  readonly from: Direct
  readonly to: Direct
  readonly shape: TableShape
  readonly where?: string | undefined
  /** What follows `on conflict`; the table is `e` there. */
  readonly merge?: string | undefined
  readonly signal?: AbortSignal | undefined
  readonly onRows?: (copied: number) => void
}

const batch = Object.freeze({ first: 64, most: 5_000, characters: 4_000_000 })

/** Inside a transaction on either side. Answers the number of rows. */
export async function copyTable(options: CopyOptions): Promise<number> {
  const { from, to, shape, where, merge, signal, onRows } = options
  let copied = 0
  for await (const rows of readRows(from, shape, where, signal)) {
    await insertRows(to, shape, rows, merge)
    copied += rows.length
    onRows?.(copied)
  }
  return copied
}

export type Row = readonly (string | null)[]

/** A table without columns has nothing to say. */
export async function* readRows(
  from: Direct,
  { table, columns }: TableShape,
  where = 'true',
  signal?: AbortSignal,
): AsyncGenerator<readonly Row[]> {
  if (columns.length === 0) return
  const texts = columns.map(({ name }) => `t.${name}::text`).join(', ')
  const cursor = `declare acervo_move no scroll cursor for select ${texts} from ${table} t where ${where}`
  await from.script(cursor)
  for (let size: number = batch.first; ; ) {
    assertNotAborted(signal)
    const { rows } = await from.query({ text: `fetch ${size} from acervo_move`, values: [] })
    if (rows.length > 0) yield rows
    if (rows.length < size) break
    size = nextSize(size, rows)
  }
  await from.script('close acervo_move')
}

export async function insertRows(
  to: Direct,
  { table, columns }: TableShape,
  rows: readonly Row[],
  merge?: string,
): Promise<void> {
  const names = columns.map(({ name }) => name).join(', ')
  const values = columns.map(({ type }, at) => `v.c${at}::${type}`).join(', ')
  const lists = columns.map((_, at) => `$${at + 1}::text[]`).join(', ')
  const cells = columns.map((_, at) => `c${at}`).join(', ')
  await to.query({
    text: `insert into ${table} as e (${names}) overriding system value
      select ${values} from unnest(${lists}) v (${cells})${merge === undefined ? '' : ` on conflict ${merge}`}`,
    values: columns.map((_, at) => rows.map((row) => row[at] ?? null)),
  })
}

function nextSize(size: number, rows: readonly Row[]): number {
  const characters = rows.reduce(
    (sum, row) => row.reduce((total, cell) => total + (cell?.length ?? 4), sum),
    0,
  )
  const fitting = Math.floor((size * batch.characters) / Math.max(characters, 1))
  return Math.max(1, Math.min(size * 2, fitting, batch.most))
}
