// One encrypted value: AES-256-GCM under the column's key, bound to the one place where it may stand. In bytes:
// format (1), name of the data key (16), nonce (12), ciphertext, tag (16): 45 more than the value.
import { randomFillSync } from 'node:crypto'
import { type DataKey, keyIdBytes } from './data-key.ts'
import { decrypt, encryptInto, nonceBytes, tagBytes } from './gcm.ts'

/** Where a value stands: a cell that is moved anywhere else does not open. */
export interface Place {
  /** Short name of the database, model names of table and column. */
  readonly database: string
  readonly table: string
  readonly column: string
  /** Texts of the key columns, in their order. */
  readonly row: readonly string[]
  readonly tenant: string | null
}

export const cellFormat = 1
const headBytes = 1 + keyIdBytes
const bodyAt = headBytes + nonceBytes
export const cellOverhead = headBytes + nonceBytes + tagBytes

export function sealCell(key: DataKey, place: Place, value: Uint8Array): Buffer {
  const cell = Buffer.allocUnsafe(cellOverhead + value.length)
  cell[0] = cellFormat
  key.id.copy(cell, 1)
  const nonce = cell.subarray(headBytes, bodyAt)
  takeNonce(nonce)
  const columnKey = key.columnKey(columnName(place))
  encryptInto(cell, bodyAt, columnKey, nonce, toAssociated(cell, place), value)
  return cell
}

/** The value; undefined where the cell is not one of this key, this place and these bytes. */
export function openCell(key: DataKey, place: Place, cell: Buffer): Buffer | undefined {
  const id = keyIdOf(cell)
  if (id === undefined || !key.id.equals(id)) return undefined
  const columnKey = key.columnKey(columnName(place))
  const nonce = cell.subarray(headBytes, bodyAt)
  return decrypt(columnKey, nonce, toAssociated(cell, place), cell.subarray(bodyAt))
}

/** Which data key a cell names; undefined where it is no cell. */
export function keyIdOf(cell: Uint8Array): Uint8Array | undefined {
  return cell.length >= cellOverhead && cell[0] === cellFormat
    ? cell.subarray(1, headBytes)
    : undefined
}

/** The dot stands in no name of the Model. */
export const columnName = ({ database, table, column }: Place): string =>
  `${database}.${table}.${column}`

/** Format and key as the cell says them, then each part after its length: no two places have the same bytes. */
function toAssociated(cell: Uint8Array, place: Place): Buffer {
  const { database, table, column, row, tenant } = place
  let text = `${part(database)}${part(table)}${part(column)}${row.length};`
  for (const key of row) text += part(key)
  text += tenant === null ? '-' : part(tenant)
  const associated = Buffer.allocUnsafe(headBytes + Buffer.byteLength(text))
  associated.set(cell.subarray(0, headBytes))
  associated.write(text, headBytes)
  return associated
}

const part = (text: string): string => `${text.length}:${text}`

// Random bytes are fetched for many nonces at once; none is used twice.
const noncePool = Buffer.alloc(nonceBytes * 512)
let nonceAt = noncePool.length

function takeNonce(into: Buffer): void {
  if (nonceAt === noncePool.length) {
    randomFillSync(noncePool)
    nonceAt = 0
  }
  noncePool.copy(into, 0, nonceAt, nonceAt + nonceBytes)
  noncePool.fill(0, nonceAt, nonceAt + nonceBytes)
  nonceAt += nonceBytes
}
