// What has changed since a snapshot, told by the transactions that wrote the rows: the last rows are copied, and
// compared, without reading everything once more while writers wait. What is told is never too little: rows of
// transactions that were at work when the snapshot was taken are counted as changed.
import { quoteLiteral } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { copyTable } from './copy-table.ts'
import type { Part } from './table-counts.ts'
import { readDigest } from './table-digest.ts'
import type { TableShape } from './table-shape.ts'

/** The oldest transaction that a snapshot does not hold, as a 64-bit number. */
export async function readHorizon(direct: Direct): Promise<string> {
  const text = 'select pg_snapshot_xmin(pg_current_snapshot())::text'
  return (await direct.query({ text, values: [] })).rows[0]?.[0] as string
}

/**
 * Over `t`. A row keeps 32 bits of its transaction's number: counted from the horizon they are unambiguous, because
 * what lies between then and now is far less than 2^32.
 */
export function renderChanged(since: string): string {
  return `((t.xmin::text::bigint - (${since}::bigint & 4294967295)) & 4294967295)
    < (select pg_snapshot_xmax(pg_current_snapshot())::text::bigint - ${since}::bigint)`
}

/** As many numbers are looked up in a table of them, which costs a row a tenth of counting. */
const listedMax = 500_000

/** The same, of the source's own snapshot: what the pause takes is reading every row once. */
async function renderListed(source: Direct, since: string): Promise<string> {
  const text = 'select pg_snapshot_xmax(pg_current_snapshot())::text'
  const until = BigInt((await source.query({ text, values: [] })).rows[0]?.[0] ?? since)
  const from = BigInt(since)
  const count = Number(until - from)
  if (count > listedMax) return renderChanged(since)
  const numbers = Array.from({ length: count }, (_, at) => (from + BigInt(at)) & 0xffffffffn)
  return `t.xmin = any ('{${numbers.join(',')}}'::xid[])`
}

export interface Keyed extends Part {
  /** Quoted names of the primary key. */
  readonly keys: readonly string[]
}

export async function withKeys(direct: Direct, parts: readonly Part[]): Promise<readonly Keyed[]> {
  const { rows } = await direct.query({
    text: `select quote_ident(n.nspname) || '.' || quote_ident(c.relname), quote_ident(a.attname)
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
      cross join unnest(i.indkey::int2[]) with ordinality k (attnum, place)
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indisprimary and c.oid in (select unnest($1::text[])::regclass) order by 1, k.place`,
    values: [parts.map(({ shape }) => shape.table)],
  })
  const keys = Map.groupBy(rows, ([table]) => table)
  return parts.map((part) => ({
    ...part,
    keys: (keys.get(part.shape.table) ?? []).map(([, key]) => key as string),
  }))
}

/** Rows of ours that changed: added, replaced, and taken away where the source has fewer. */
export async function copyChanges(
  from: Direct,
  to: Direct,
  parts: readonly Keyed[],
  since: string,
): Promise<void> {
  for (const { shape, where = 'true', merge, keys } of parts) {
    const changed = `(${where}) and ${renderChanged(since)}`
    await copyTable({ from, to, shape, where: changed, merge: merge ?? renderReplace(shape, keys) })
    if (merge === undefined) await removeGone(from, to, { shape, where, keys })
  }
}

function renderReplace({ columns }: TableShape, keys: readonly string[]): string {
  const others = columns.filter(({ name }) => !keys.includes(name))
  const sets = others.map(({ name }) => `${name} = excluded.${name}`)
  const does = sets.length === 0 ? 'nothing' : `update set ${sets.join(', ')}`
  return `(${keys.join(', ')}) do ${does}`
}

async function removeGone(from: Direct, to: Direct, { shape, where, keys }: Keyed): Promise<void> {
  const { table } = shape
  const count = `select count(*) from ${table} t where ${where}`
  const [here, there] = await Promise.all(
    [from, to].map(
      async (direct) => (await direct.query({ text: count, values: [] })).rows[0]?.[0],
    ),
  )
  if (here === there) return
  const texts = keys.map((key) => `t.${key}::text`).join(', ')
  const all = await from.query({
    text: `select row(${texts})::text from ${table} t where ${where}`,
    values: [],
  })
  await to.query({
    text: `delete from ${table} t where (${where}) and row(${texts})::text <> all ($1::text[])`,
    values: [all.rows.map(([key]) => key)],
  })
}

/** More rows than this are not compared one by one while writers wait. */
const changedMax = 200_000

/**
 * Both sides say the same of every row that changed, and have as many in all.
 * @throws ACV411 naming the tables that differ
 */
export async function compareChanges(
  source: Direct,
  there: Direct,
  parts: readonly Keyed[],
  since: string,
): Promise<void> {
  const differing: string[] = []
  const isChanged = await renderListed(source, since)
  for (const part of parts) {
    const { shape, where = 'true' } = part
    const count = `select count(*) from ${shape.table} t where ${where}`
    const [{ rows, changed, keys }, counted] = await Promise.all([
      readChanged(source, part, isChanged),
      there.query({ text: count, values: [] }),
    ])
    const rowsThere = counted.rows[0]?.[0] ?? ''
    if (changed > changedMax)
      throw new AcervoError('ACV411', `too much of ${shape.table} has changed meanwhile`, {
        details: `More than ${changedMax} rows since everything was compared.`,
        hint: 'Ask again when less is being written.',
      })
    const among = `(${where}) and ${renderAmong(part, keys)}`
    const read = async (direct: Direct) =>
      changed === 0 ? '' : (await readDigest(direct, shape, among)).digest
    const [here, other] = await Promise.all([read(source), read(there)])
    if (rows !== rowsThere || here !== other)
      differing.push(`${shape.table}: ${rows} rows, ${rowsThere} there`)
  }
  if (differing.length === 0) return
  throw new AcervoError('ACV411', 'the target does not say the same as the source', {
    details: differing.join('\n'),
    hint: 'Nobody but the move may write there. The target is cleared; the source is as it was.',
  })
}

interface Changed {
  readonly rows: string
  readonly changed: number
  /** Of the changed rows: of each column of the key an array, as PostgreSQL writes it. */
  readonly keys: readonly string[]
}

/** In one pass: writers wait for it. */
async function readChanged(
  source: Direct,
  { shape, where = 'true', keys }: Keyed,
  isChanged: string,
): Promise<Changed> {
  const lists = keys.map((key) => `array_agg(t.${key}::text) filter (where ${isChanged})`)
  const texts = [`coalesce(cardinality(${lists[0]}), 0)`, ...lists.map((list) => `(${list})::text`)]
  const { rows } = await source.query({
    text: `select count(*), ${texts.join(', ')} from ${shape.table} t where ${where}`,
    values: [],
  })
  const [all = '', changed, ...found] = rows[0] ?? []
  return { rows: all ?? '', changed: Number(changed), keys: found.map((text) => text ?? '{}') }
}

/** As the types of the key, so that its index is of use. */
function renderAmong({ shape, keys }: Keyed, lists: readonly string[]): string {
  const typeOf = new Map(shape.columns.map(({ name, type }) => [name, type]))
  const arrays = lists.map((list) => `${quoteLiteral(list)}::text[]`)
  const cells = keys.map((_, at) => `c${at}`).join(', ')
  const typed = keys.map((key, at) => `v.c${at}::${typeOf.get(key)}`).join(', ')
  return `(${keys.map((key) => `t.${key}`).join(', ')}) in
    (select ${typed} from unnest(${arrays.join(', ')}) v (${cells}))`
}
