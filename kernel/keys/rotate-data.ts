// New data keys for every subject of a database, while everything runs: next keys are made, cells are encrypted
// again in batches, each only if it is still the one that was read, and the old keys go when no cell names them.
// A reader takes cell and key from one snapshot, so it always has both. Cut short, it goes on.
import { setTimeout as delay } from 'node:timers/promises'
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { renderType } from '../ddl/column.ts'
import { AcervoError } from '../errors/index.ts'
import { codedOf } from '../model/coded.ts'
import type { ColumnModel, DatabaseModel, TableModel } from '../model/model.ts'
import { type Hands, openHands } from './at-direct.ts'
import { keyIdOf, type Place } from './cell.ts'
import type { Kms } from './kms.ts'
import type { RotationOptions } from './rotate-kek.ts'
import { type CarriedKey, hex, indexSubject, subjectLifeMs, toTextArray, Vault } from './vault.ts'

export interface DataRotation {
  /** Subjects that have a new key, cells that were encrypted again, old keys that went. */
  readonly subjects: number
  readonly cells: number
  readonly removed: number
}

export interface DataRotationOptions extends RotationOptions {
  /** How long writers may go on under the old keys before those are closed to them. */
  readonly settleMs?: number
  /** How long older transactions are waited for. */
  readonly waitMs?: number
}

const subjectsAtOnce = 500
const rowsAtOnce = 300

/** @throws ACV309 where transactions of before go on too long: run it again. */
export async function rotateData(
  kms: Kms,
  target: Target,
  database: DatabaseModel,
  options: DataRotationOptions = {},
): Promise<DataRotation> {
  const { hands, close } = openHands(target)
  try {
    const began = await begin(hands, database.name)
    // Its own: the process's vault may still encrypt under the old keys.
    const vault = new Vault(kms)
    return await rotate({ vault, hands, database: database.name, began, options }, database)
  } finally {
    await close()
  }
}

async function rotate(work: Work, database: DatabaseModel): Promise<DataRotation> {
  const { options } = work
  const subjects = await renewAll(work)
  const settled = delay(options.settleMs ?? subjectLifeMs + 1_000)
  let cells = await encryptAll(work, database)
  await settled
  await retire(work)
  cells += await encryptAll(work, database)
  const removed = await remove(work)
  return { subjects, cells, removed }
}

interface Work {
  readonly vault: Vault
  readonly hands: Hands
  readonly database: string
  readonly began: string
  readonly options: DataRotationOptions
}

function begin(hands: Hands, database: string): Promise<string> {
  return hands(async (direct) => {
    const { rows } = await direct.query({
      text: `insert into acervo.data_key_rotation as r (database) values ($1::text)
        on conflict (database) do update set began_at = r.began_at
        returning to_char(began_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      values: [database],
    })
    return rows[0]?.[0] ?? ''
  })
}

async function renewAll({ vault, hands, database, began, options }: Work): Promise<number> {
  let made = 0
  for (let after = ''; ; ) {
    options.signal?.throwIfAborted()
    const subjects = await hands(async (direct) => {
      const { rows } = await direct.query({
        text: `select subject from acervo.data_key
          where database = $1::text and subject <> $2::text and subject || '.' > $3::text
          group by subject having max(created_at) < $4::timestamptz order by subject limit ${subjectsAtOnce}`,
        values: [database, indexSubject, after, began],
      })
      const found = rows.map(([subject]) => subject ?? '')
      if (found.length > 0) made += await vault.renew(database, found, began, askerOf(direct))
      return found
    })
    if (subjects.length < subjectsAtOnce) return made
    after = `${subjects.at(-1)}.`
  }
}

async function encryptAll(work: Work, { tables }: DatabaseModel): Promise<number> {
  let cells = 0
  for (const table of tables.values()) {
    const coded = codedOf(table)
    if (coded === undefined || coded.sealed.length === 0) continue
    cells += await encryptTable(work, table, coded.sealed, coded.row)
  }
  return cells
}

async function encryptTable(
  work: Work,
  table: TableModel,
  sealed: readonly ColumnModel[],
  key: readonly ColumnModel[],
): Promise<number> {
  let cells = 0
  let after: readonly string[] | undefined
  for (;;) {
    work.options.signal?.throwIfAborted()
    const read = await work.hands(async (direct) => {
      const rows = await readOld(direct, work, { table, sealed, key, after })
      cells += await writeNew(direct, work, { table, sealed, key }, rows)
      return rows
    })
    work.options.onProgress?.(cells)
    if (read.length < rowsAtOnce) return cells
    after = read.at(-1)?.row
  }
}

interface Part {
  readonly table: TableModel
  readonly sealed: readonly ColumnModel[]
  readonly key: readonly ColumnModel[]
}

interface OldRow {
  readonly row: readonly string[]
  readonly tenant: string | null
  /** By position of the column; null where it is empty. */
  readonly cells: readonly (Buffer | null)[]
}

const quote = ({ sqlName }: ColumnModel) => quoteIdentifier(sqlName)
const relation = ({ schema, sqlName }: TableModel) =>
  `${quoteIdentifier(schema)}.${quoteIdentifier(sqlName)}`

/** Rows with a cell under a key of before this rotation, in the order of their key. */
async function readOld(
  direct: Direct,
  { database, began }: Work,
  { table, sealed, key, after }: Part & { readonly after: readonly string[] | undefined },
): Promise<readonly OldRow[]> {
  const isOld = sealed.map(
    (column) => `exists (select from acervo.data_key k
      where k.id = substring(t.${quote(column)} from 2 for 16)
        and k.database = $1::text and k.created_at < $2::timestamptz)`,
  )
  const names = key.map((column) => `t.${quote(column)}`).join(', ')
  const place = key.map((column, at) => `$${at + 3}::${renderType(column.spec.type)}`).join(', ')
  const rest = after === undefined ? '' : ` and (${names}) > (${place})`
  const tenant = table.keyPrefix === undefined ? 'null' : `t.${quote(table.keyPrefix)}::text`
  const texts = key.map((column) => `t.${quote(column)}::text`)
  const cells = sealed.map((column) => `encode(t.${quote(column)}, 'hex')`)
  const { rows } = await direct.query({
    text: `select ${[...texts, tenant, ...cells].join(', ')} from ${relation(table)} t
      where (${isOld.join(' or ')})${rest} order by ${names} limit ${rowsAtOnce}`,
    values: [database, began, ...(after ?? [])],
  })
  return rows.map((row) => ({
    row: row.slice(0, key.length).map((text) => text ?? ''),
    tenant: row[key.length] ?? null,
    cells: row.slice(key.length + 1).map((text) => (text ? Buffer.from(text, 'hex') : null)),
  }))
}

async function writeNew(
  direct: Direct,
  work: Work,
  part: Part,
  rows: readonly OldRow[],
): Promise<number> {
  if (rows.length === 0) return 0
  const { vault, database } = work
  const carried = await readKeys(direct, work, rows)
  const old = await vault.carried(database, carried)
  const subjects = [...carried.values()].map(({ subject }) => subject)
  const next = await vault.sealingKeys(database, subjects, askerOf(direct))
  let count = 0
  for (const [at, column] of part.sealed.entries()) {
    const changes = rows.flatMap(({ row, tenant, cells }) => {
      const cell = cells[at]
      const id = cell ? Buffer.from(keyIdOf(cell) ?? []).toString('hex') : ''
      const from = old.get(id)
      const to = next.get(carried.get(id)?.subject ?? '#')
      if (!cell || from === undefined || to === undefined) return []
      const { table } = part
      const place: Place = { database, table: table.name, column: column.name, row, tenant }
      return [{ row, cell, born: vault.seal(to, place, vault.open(from, place, cell)) }]
    })
    count += await replaceCells(direct, part, column, changes)
  }
  return count
}

/** The keys of before this rotation that the cells name. */
async function readKeys(
  direct: Direct,
  { database, began }: Work,
  rows: readonly OldRow[],
): Promise<ReadonlyMap<string, CarriedKey>> {
  const ids = new Set(
    rows.flatMap(({ cells }) =>
      cells.flatMap((cell) => {
        const id = cell ? keyIdOf(cell) : undefined
        return id === undefined ? [] : [hex(id)]
      }),
    ),
  )
  const { rows: keys } = await direct.query({
    text: `select encode(id, 'hex'), subject, kek, encode(wrapped, 'hex') from acervo.data_key
      where id = any ($1::bytea[]) and database = $2::text and created_at < $3::timestamptz`,
    values: [toTextArray([...ids]), database, began],
  })
  return new Map(
    keys.map(([id, subject, kek, bytes]) => [
      id ?? '',
      { subject: subject ?? '', kek: kek ?? '', bytes: Buffer.from(bytes ?? '', 'hex') },
    ]),
  )
}

/** Only where the cell is still the one that was read: a writer of meanwhile has the last word. */
async function replaceCells(
  direct: Direct,
  { table, key }: Part,
  column: ColumnModel,
  changes: readonly { row: readonly string[]; cell: Buffer; born: Buffer }[],
): Promise<number> {
  if (changes.length === 0) return 0
  const lists = key.map((one, at) => ({
    cast: `$${at + 3}::${renderType(one.spec.type)}[]`,
    values: toTextArray(changes.map(({ row }) => row[at] ?? '')),
  }))
  const names = key.map((_, at) => `k${at}`)
  const isSame = key.map((one, at) => `t.${quote(one)} = g.k${at}`).join(' and ')
  const { count } = await direct.query({
    text: `update ${relation(table)} t set ${quote(column)} = g.born
      from unnest($1::bytea[], $2::bytea[], ${lists.map(({ cast }) => cast).join(', ')})
        as g(cell, born, ${names.join(', ')})
      where ${isSame} and t.${quote(column)} = g.cell`,
    values: [
      toTextArray(changes.map(({ cell }) => hex(cell))),
      toTextArray(changes.map(({ born }) => hex(born))),
      ...lists.map(({ values }) => values),
    ],
  })
  return count
}

/** From here on nothing new is encrypted under the old keys; what was begun before is waited for. */
async function retire(work: Work): Promise<void> {
  const { database, began, options } = work
  await work.hands((direct) =>
    direct.query({
      text: `update acervo.data_key set retired_at = clock_timestamp()
        where database = $1::text and subject <> $2::text and created_at < $3::timestamptz
          and retired_at is null`,
      values: [database, indexSubject, began],
    }),
  )
  // A later transaction than the one that closed them: whoever may have looked before has a smaller number.
  const barrier = await ask(work, 'select pg_current_xact_id()::text', [])
  const until = performance.now() + (options.waitMs ?? 60_000)
  for (;;) {
    // By numbers of writers, and by snapshots of those who have not written yet.
    const isOver = await ask(
      work,
      `select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 and not exists (
        select from pg_stat_activity a where a.pid <> pg_backend_pid()
          and a.backend_xmin is not null and age(a.backend_xmin) >= age($1::xid8::xid))`,
      [barrier],
    )
    if (isOver === 't') return
    options.signal?.throwIfAborted()
    if (performance.now() > until)
      throw new AcervoError('ACV309', 'transactions of before the rotation go on', {
        hint: 'Run it again when they have ended: it goes on where it stopped.',
      })
    await delay(50)
  }
}

async function ask(work: Work, text: string, values: readonly unknown[]): Promise<string> {
  const { rows } = await work.hands((direct) => direct.query({ text, values }))
  return rows[0]?.[0] ?? ''
}

function remove({ hands, database, began }: Work): Promise<number> {
  return hands(async (direct) => {
    const { count } = await direct.query({
      text: `delete from acervo.data_key where database = $1::text and subject <> $2::text
        and retired_at is not null and created_at < $3::timestamptz`,
      values: [database, indexSubject, began],
    })
    await direct.query({
      text: 'delete from acervo.data_key_rotation where database = $1::text',
      values: [database],
    })
    return count
  })
}

function askerOf(direct: Direct) {
  return {
    joined: false,
    group: async (statements: readonly Parameters<Direct['query']>[0][]) => {
      const results = []
      for (const statement of statements) results.push(await direct.query(statement))
      return results
    },
  }
}
