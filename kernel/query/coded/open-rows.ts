// Rows with markers -> rows with values: what the keys at hand open, masked for who may not see it. A value whose
// key was deleted is null; one that was changed or moved is an error, because it is an attack or a fault.

import type { CarriedKey } from '../../keys/vault.ts'
import { codedOf } from '../../model/coded.ts'
import type { ColumnModel, TableModel } from '../../model/model.ts'
import type { SealedCodec } from '../../table/column.ts'
import type { Caller } from '../caller.ts'
import { findTable } from '../name.ts'
import { type Marker, separator } from './marker.ts'
import { vaultOf } from './vault-of.ts'

interface Sealed {
  readonly table: TableModel
  readonly column: ColumnModel
  readonly codec: SealedCodec
  readonly masked: boolean
}

interface Piece {
  readonly marker: Marker
  readonly sealed: Sealed
  readonly cell: Buffer
  readonly keyId: string
}

export async function openRows(
  caller: Caller,
  rows: readonly string[],
): Promise<readonly string[]> {
  const parts = rows.map((row) => (row.includes(separator) ? row.split(separator) : undefined))
  const columns = new Map<string, Sealed>()
  const wanted = new Map<string, Map<string, CarriedKey>>()
  const pieces = parts.map((texts) =>
    texts?.map((text, at) =>
      at % 2 === 0 ? text : toPiece(caller, columns, wanted, JSON.parse(text) as Marker),
    ),
  )
  if (columns.size === 0) return rows
  const vault = await vaultOf(caller)
  const keys = new Map(
    await Promise.all(
      [...wanted].map(
        async ([database, ids]) => [database, await vault.carried(database, ids)] as const,
      ),
    ),
  )
  const open = ({ marker, sealed, cell, keyId }: Piece): string => {
    const { table, column, codec, masked } = sealed
    if (masked && codec.shown === 0) return 'null'
    const key = keys.get(table.database)?.get(keyId)
    if (key === undefined) return 'null'
    const place = {
      database: table.database,
      table: table.name,
      column: column.name,
      row: marker[2],
      tenant: marker[1],
    }
    const text = vault.open(key, place, cell).toString()
    return masked ? toMasked(text, codec) : toJson(text, codec)
  }
  return rows.map((row, at) => {
    const texts = pieces[at]
    if (texts === undefined) return row
    return texts.map((piece) => (typeof piece === 'string' ? piece : open(piece))).join('')
  })
}

function toPiece(
  caller: Caller,
  columns: Map<string, Sealed>,
  wanted: Map<string, Map<string, CarriedKey>>,
  marker: Marker,
): Piece {
  const [name, , , text, key] = marker
  const sealed = columns.get(name) ?? findSealed(caller, name)
  columns.set(name, sealed)
  const cell = Buffer.from(text, 'base64')
  const keyId = cell.toString('hex', 1, 17)
  if (key !== null && !(sealed.masked && sealed.codec.shown === 0)) {
    const { database } = sealed.table
    const ids = wanted.get(database) ?? new Map<string, CarriedKey>()
    wanted.set(database, ids)
    const [subject, kek, wrapped] = key
    if (!ids.has(keyId)) ids.set(keyId, { subject, kek, bytes: Buffer.from(wrapped, 'base64') })
  }
  return { marker, sealed, cell, keyId }
}

function findSealed(caller: Caller, name: string): Sealed {
  const [database = '', tableName = '', columnName] = name.split('.')
  const table = findTable(caller.model, database, tableName)
  const column = codedOf(table)?.sealed.find((one) => one.name === columnName) as ColumnModel
  return {
    table,
    column,
    codec: column.spec.codec as SealedCodec,
    masked: caller.mayUnmask?.(database, tableName) === false,
  }
}

/** What stands in a JSON row: texts are quoted, numbers, booleans and documents are written as they are. */
function toJson(text: string, { of }: SealedCodec): string {
  const isBare = of.name === 'integer' || of.name === 'boolean' || of.name === 'json'
  return isBare ? text : JSON.stringify(text)
}

export const maskSign = '••••'

/** The last characters, unless they would be most of it. */
function toMasked(text: string, { of, shown }: SealedCodec): string {
  if (of.name === 'boolean' || of.name === 'json') return 'null'
  const letters = [...text]
  const rest = letters.length >= shown + 4 ? ` ${letters.slice(-shown).join('')}` : ''
  return JSON.stringify(`${maskSign}${rest}`)
}
