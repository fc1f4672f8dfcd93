// Rows to write -> rows whose coded columns hold what is stored. A cell is bound to its row, so the row's key must
// be known: an id that the database would make is made here instead.
import { randomUUID } from 'node:crypto'
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import type { DataKey } from '../../keys/data-key.ts'
import type { KeyAsker, Vault } from '../../keys/vault.ts'
import { type Coded, codedOf, plainColumn } from '../../model/coded.ts'
import type { ColumnModel, TableModel } from '../../model/model.ts'
import type { SealedCodec } from '../../table/column.ts'
import type { Caller } from '../caller.ts'
import { assertSchema } from '../json-schema.ts'
import { isPlainObject } from '../json-value.ts'
import type { Data } from '../request.ts'
import { toText } from '../value.ts'
import { type Blind, misfitOf, toBlind, toDigest } from './encode-where.ts'
import { Encoded } from './encoded.ts'
import { keyAsker, vaultOf } from './vault-of.ts'

/** Of one row: where its cells stand. */
export interface RowPlace {
  readonly row: readonly string[]
  readonly tenant: string | null
  /** By name of the column that holds it. */
  readonly subjects: ReadonlyMap<string, string>
}

interface Prepared {
  readonly data: Record<string, unknown>
  readonly place: RowPlace | undefined
  readonly cells: readonly { readonly column: ColumnModel; readonly text: string }[]
}

export interface EncodeOptions {
  readonly asker?: KeyAsker
  /** The number of the first row, where a mistake names its row. */
  readonly from?: number
}

/** New rows; what is no row at all is left to the planner. */
export async function encodeRows(
  caller: Caller,
  table: TableModel,
  rows: readonly unknown[],
  options: EncodeOptions = {},
): Promise<readonly Data[]> {
  const coded = codedOf(table)
  if (coded === undefined) return rows as readonly Data[]
  const prepared = rows.map((row, at) => {
    if (!isPlainObject(row)) return undefined
    try {
      return prepareNew(caller, table, coded, row)
    } catch (error) {
      if (options.from === undefined || !isAcervoError(error)) throw error
      throw numbered(error, options.from + at)
    }
  })
  const asker = options.asker ?? keyAsker(caller, table.database)
  await fill(
    caller,
    table,
    prepared.filter((one) => one !== undefined),
    asker,
  )
  return rows.map((row, at) => (prepared[at]?.data ?? row) as Data)
}

/** Changes of a row that stands at `place`. */
export async function encodeChanges(
  caller: Caller,
  table: TableModel,
  data: Data,
  place: RowPlace,
): Promise<Data> {
  const coded = codedOf(table) as Coded
  const own = { ...data }
  const prepared = { data: own, place, cells: takeCells(coded, own) }
  await fill(caller, table, [prepared], keyAsker(caller, table.database))
  return own
}

/** Whether an encrypted column is given a value: then the row must be known first. */
export function givesCells(table: TableModel, data: unknown): boolean {
  const coded = codedOf(table)
  if (coded === undefined || !isPlainObject(data)) return false
  return coded.sealed.some(({ name }) => data[name] !== undefined && data[name] !== null)
}

function prepareNew(caller: Caller, table: TableModel, coded: Coded, row: Data): Prepared {
  const data: Record<string, unknown> = { ...row }
  const cells = takeCells(coded, data)
  if (cells.length === 0) return { data, place: undefined, cells }
  giveId(table, data)
  const texts = coded.row.map((column) => boundText(table, column, data))
  const tenant = table.keyPrefix === undefined ? null : tenantText(caller, table, data)
  const subjects = new Map(
    coded.subjects.map((column) => [column.name, subjectText(table, column, data, tenant)]),
  )
  return { data, place: { row: texts, tenant, subjects }, cells }
}

/** Takes the plain values out, checked; digests are made at once. */
function takeCells(coded: Coded, data: Record<string, unknown>): Prepared['cells'] {
  for (const column of coded.hashed) {
    const given = operandOf(column, data[column.name])
    if (given === undefined || given === null) continue
    data[column.name] = toDigest(column, toSecret(column, given))
  }
  return coded.sealed.flatMap((column) => {
    const given = operandOf(column, data[column.name])
    const { blind } = column.spec.codec as SealedCodec
    if (given === undefined) return []
    if (given === null) {
      data[column.name] = null
      if (blind !== undefined) data[blind] = new Encoded(null)
      return []
    }
    assertSchema(column, given)
    return [{ column, text: plainText(column, given) }]
  })
}

/** `{ set: value }` is a value; no other change can be made of what the database cannot read. */
function operandOf(column: ColumnModel, given: unknown): unknown {
  const isJson = plainColumn(column).spec.type.name === 'json'
  if (isJson || !isPlainObject(given)) return given
  const [operation, ...others] = Object.keys(given)
  if (operation === 'set' && others.length === 0) return given.set
  throw new AcervoError('ACV333', `'${column.name}' can only be given a whole value`)
}

/** What a mask shows must not come back as the value. */
const masked = /^••••/

export function plainText(column: ColumnModel, given: unknown): string {
  if (typeof given === 'string' && masked.test(given))
    throw new AcervoError('ACV205', `'${column.name}' is given what a mask shows`, {
      hint: 'Leave the column out, or give its whole value.',
    })
  try {
    const text = toText(plainColumn(column), given)
    if (text === null) throw misfitOf(column)
    const { of } = column.spec.codec as SealedCodec
    if (of.name === 'decimal') return toScale(text, of.scale)
    return of.name === 'integer' || of.name === 'bigint' ? String(BigInt(text)) : text
  } catch {
    throw misfitOf(column)
  }
}

/** As PostgreSQL tells a number of the column: every digit after the point, none too many before it. */
function toScale(text: string, scale: number): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(text) ?? []
  const digits = fraction.slice(0, scale).padEnd(scale, '0')
  const isZero = !/[1-9]/.test(whole + digits)
  return `${isZero ? '' : sign}${whole}${scale === 0 ? '' : `.${digits}`}`
}

const secretLengthMin = 22

function toSecret(column: ColumnModel, given: unknown): string {
  if (typeof given === 'string' && given.length >= secretLengthMin) return given
  throw new AcervoError(
    'ACV205',
    `the value given for '${column.name}' is no secret of a machine`,
    {
      details: `A digest hides only what nobody could guess: at least ${secretLengthMin} random characters.`,
    },
  )
}

/** UUIDv7 as acervo.uuid7() makes it; of a partitioned table from the row's own instant. */
function giveId(table: TableModel, data: Record<string, unknown>): void {
  const id = table.columns.get('id')
  if (id === undefined || data.id !== undefined || id.spec.default !== 'acervo.uuid7()') return
  const by = table.partition?.by
  if (by === undefined) {
    data.id = uuid7(Date.now())
    return
  }
  const at = data[by.name]
  if (at === undefined)
    throw new AcervoError('ACV305', `'${by.name}' of '${table.name}' is missing`, {
      details:
        'The row holds encrypted values, which are bound to its id, and the id to this instant.',
    })
  data.id = uuid7(new Date(toText(by, at) ?? '').getTime())
}

function uuid7(ms: number): string {
  const time = Math.max(0, Math.floor(ms)).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${randomUUID().slice(15)}`
}

function boundText(table: TableModel, column: ColumnModel, data: Data): string {
  const given = data[column.name]
  const text = given === undefined ? null : toText(column, given)
  if (text !== null) return text
  throw new AcervoError('ACV305', `'${column.name}' of '${table.name}' is missing`, {
    details: 'Encrypted values are bound to the key of their row.',
  })
}

/** The tenant given, or the one tenant that the caller acts for. */
function tenantText(caller: Caller, table: TableModel, data: Data): string {
  const prefix = table.keyPrefix as ColumnModel
  const given = data[prefix.name]
  if (given !== undefined && given !== null) return toText(prefix, given) as string
  const claimed = caller.context.settings[table.prefixSetting ?? ''] ?? ''
  if (claimed !== '' && !claimed.includes(',')) return toText(prefix, claimed) as string
  throw new AcervoError('ACV305', `'${prefix.name}' of '${table.name}' is missing`, {
    details: 'Encrypted values are bound to the tenant of their row.',
    hint: 'Give it, or act for one tenant.',
  })
}

function subjectText(
  table: TableModel,
  column: ColumnModel,
  data: Data,
  tenant: string | null,
): string {
  const given = data[column.name]
  if (given !== undefined && given !== null) return toText(column, given) as string
  // About nobody, then: under the key of the database.
  return column === table.keyPrefix ? (tenant ?? '') : ''
}

async function fill(
  caller: Caller,
  table: TableModel,
  rows: readonly Prepared[],
  asker: KeyAsker,
): Promise<void> {
  const subjects = new Set<string>()
  let isBlind = false
  for (const { cells, place } of rows)
    for (const { column } of cells) {
      const codec = column.spec.codec as SealedCodec
      subjects.add(place?.subjects.get(codec.subject) ?? '')
      isBlind ||= codec.blind !== undefined
    }
  if (subjects.size === 0) return
  const vault = await vaultOf(caller)
  const keys = await vault.sealingKeys(table.database, subjects, asker)
  const blind = isBlind
    ? toBlind(vault, await vault.indexKey(table.database, asker), caller, table.database)
    : undefined
  const used: DataKey[] = []
  for (const row of rows) used.push(...fillRow(vault, table, row, keys, blind))
  const counts = vault.counted(used)
  if (counts.length > 0) await asker.group(counts)
}

function fillRow(
  vault: Vault,
  table: TableModel,
  { data, place, cells }: Prepared,
  keys: ReadonlyMap<string, DataKey>,
  blind: Blind | undefined,
): readonly DataKey[] {
  if (place === undefined) return []
  return cells.map(({ column, text }) => {
    const codec = column.spec.codec as SealedCodec
    const key = keys.get(place.subjects.get(codec.subject) ?? '') as DataKey
    const { row, tenant } = place
    const { database, name } = table
    const stands = { database, table: name, column: column.name, row, tenant }
    data[column.name] = new Encoded(vault.seal(key, stands, Buffer.from(text)))
    if (codec.blind !== undefined) data[codec.blind] = blind?.(column, text)
    return key
  })
}

export function numbered(error: AcervoError, at: number): AcervoError {
  return new AcervoError(error.code, `row ${at}: ${error.message}`, {
    ...(error.details === undefined ? {} : { details: error.details }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  })
}
