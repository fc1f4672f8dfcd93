// A data key: the secret of one subject in one database. Its name is derived from it, so that a cell that names
// its key commits to it: no second key opens the same bytes. Columns never share a key.
import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'

export const keyBytes = 32
export const keyIdBytes = 16

const nameInfo = 'acervo data key id v1'
const columnInfo = 'acervo column v1'
const blindInfo = 'acervo blind index v1'

export class DataKey {
  readonly id: Buffer
  readonly #secret: Buffer
  // As objects of OpenSSL: bytes would be made into one at each use, which costs more than the cipher.
  readonly #columns = new Map<string, KeyObject>()

  private constructor(secret: Buffer) {
    this.#secret = secret
    this.id = derive(secret, nameInfo, keyIdBytes)
  }

  static make(): DataKey {
    return new DataKey(randomBytes(keyBytes))
  }

  /** Undefined where the secret is not the one that `id` names. */
  static from(secret: Uint8Array, id: Uint8Array): DataKey | undefined {
    if (secret.length !== keyBytes) return undefined
    const key = new DataKey(Buffer.from(secret))
    return key.id.equals(id) ? key : undefined
  }

  /** For the KMS alone. */
  get secret(): Uint8Array {
    return this.#secret
  }

  /** `column` is its full name: database, table, column. */
  columnKey(column: string): KeyObject {
    return this.#derived(`${columnInfo}|${column}`)
  }

  blindKey(column: string): KeyObject {
    return this.#derived(`${blindInfo}|${column}`)
  }

  #derived(info: string): KeyObject {
    const known = this.#columns.get(info)
    if (known !== undefined) return known
    const born = createSecretKey(derive(this.#secret, info, keyBytes))
    this.#columns.set(info, born)
    return born
  }
}

/** HKDF-SHA256 without salt: the secret is uniformly random already. */
export function derive(secret: Uint8Array, info: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, bytes))
}
