// A data key: the secret of one subject in one database. Its name is derived from it, so that a cell that names
// its key commits to it: no second key opens the same bytes. Columns never share a key.
import { hkdfSync, randomBytes } from 'node:crypto'

export const keyBytes = 32
export const keyIdBytes = 16

const nameInfo = 'acervo data key id v1'
const columnInfo = 'acervo column v1'
const blindInfo = 'acervo blind index v1'

export class DataKey {
  readonly id: Buffer
  readonly #secret: Buffer
  readonly #columns = new Map<string, Buffer>()

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
  columnKey(column: string): Buffer {
    return this.#derived(`${columnInfo}|${column}`)
  }

  blindKey(column: string): Buffer {
    return this.#derived(`${blindInfo}|${column}`)
  }

  #derived(info: string): Buffer {
    const known = this.#columns.get(info)
    if (known !== undefined) return known
    const born = derive(this.#secret, info, keyBytes)
    this.#columns.set(info, born)
    return born
  }
}

/** HKDF-SHA256 without salt: the secret is uniformly random already. */
export function derive(secret: Uint8Array, info: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), info, bytes))
}
