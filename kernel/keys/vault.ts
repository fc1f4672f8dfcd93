// The data keys of a process: made, wrapped, unwrapped and remembered for a moment. What is remembered opens
// nothing by itself: the statement that reads a cell brings its wrapped key along, or there is none any more.
import { randomInt } from 'node:crypto'
import type { Result, Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { Normalisation } from '../table/codec.ts'
import { blindIndex } from './blind-index.ts'
import { openCell, type Place, sealCell } from './cell.ts'
import { DataKey } from './data-key.ts'
import type { Kms, Wrapped } from './kms.ts'
import { ShortCache } from './short-cache.ts'

/** How the vault asks the database of its keys; `joined` inside a transaction of the caller's. */
export interface KeyAsker {
  readonly joined: boolean
  group(statements: readonly Statement[]): Promise<readonly Result[]>
}

/** A wrapped key as a reading statement brings it. */
export interface CarriedKey extends Wrapped {
  readonly subject: string
}

export const nobody = ''
export const indexSubject = '#index'

/** With random nonces of 96 bits NIST allows 2^32 values a key; ours retire at half of it. */
export const sealsMax = 2 ** 31
const sampleEvery = 4096

/** How long a process may go on encrypting under a key that has a successor. */
export const subjectLifeMs = 5_000

const limits = Object.freeze({
  keys: 20_000,
  keyLifeMs: 60_000,
  subjects: 20_000,
  subjectLifeMs,
})

export class Vault {
  readonly kms: Kms
  /** By id in hex: unwrapping again is saved, nothing else. */
  readonly #keys = new ShortCache<DataKey>(limits.keys, limits.keyLifeMs)
  /** The key under which a subject's next value is encrypted, by database and subject. */
  readonly #current = new ShortCache<DataKey>(limits.subjects, limits.subjectLifeMs)

  constructor(kms: Kms) {
    this.kms = kms
  }

  /** The keys that encrypt for these subjects, made where there are none. */
  async sealingKeys(
    database: string,
    subjects: Iterable<string>,
    asker: KeyAsker,
  ): Promise<ReadonlyMap<string, DataKey>> {
    const found = new Map<string, DataKey>()
    const unknown: string[] = []
    for (const subject of new Set(subjects)) {
      const key = this.#current.get(`${database}|${subject}`)
      if (key === undefined) unknown.push(subject)
      else found.set(subject, key)
    }
    if (unknown.length === 0) return found
    const [known] = await asker.group([selectKeys(database, unknown)])
    await this.#take(database, known, found, asker.joined)
    const missing = unknown.filter((subject) => !found.has(subject))
    if (missing.length > 0) {
      const [made] = await asker.group([await this.#makeKeys(database, missing)])
      await this.#take(database, made, found, asker.joined)
    }
    if (unknown.every((subject) => found.has(subject))) return found
    throw new AcervoError('ACV309', 'another transaction makes the same data keys', {
      hint: 'Run the transaction again.',
    })
  }

  /** The key of a database's blind indexes; it is never replaced. */
  async indexKey(database: string, asker: KeyAsker): Promise<DataKey> {
    const keys = await this.sealingKeys(database, [indexSubject], asker)
    return keys.get(indexSubject) as DataKey
  }

  /** What was remembered of who encrypts under what: after a refusal it is asked again. */
  forget(): void {
    this.#current.clear()
  }

  seal(key: DataKey, place: Place, value: Uint8Array): Buffer {
    return sealCell(key, place, value)
  }

  blind(key: DataKey, column: string, text: string, steps: readonly Normalisation[]): Buffer {
    return blindIndex(key, column, text, steps)
  }

  /** Statements that count what was encrypted: about one in 4,096 values says it for all. */
  counted(keys: readonly DataKey[]): readonly Statement[] {
    return keys
      .filter(() => randomInt(sampleEvery) === 0)
      .map(({ id }) => ({
        text: 'select acervo.data_key_count($1::bytea, $2::bigint)',
        values: [hex(id), String(sampleEvery)],
      }))
  }

  /** Unwraps what a statement brought, by id in hex. */
  async carried(
    database: string,
    wanted: ReadonlyMap<string, CarriedKey>,
  ): Promise<ReadonlyMap<string, DataKey>> {
    const entries = [...wanted].map(
      async ([id, one]) =>
        [id, this.#keys.get(id) ?? (await this.#unwrap(database, one, id))] as const,
    )
    return new Map(await Promise.all(entries))
  }

  open(key: DataKey, place: Place, cell: Buffer): Buffer {
    const value = openCell(key, place, cell)
    if (value !== undefined) return value
    throw new AcervoError(
      'ACV330',
      `'${place.column}' of '${place.table}' is not what was written`,
      {
        hint: 'It was changed past the platform, or moved here from another place.',
      },
    )
  }

  async #take(
    database: string,
    result: Result | undefined,
    found: Map<string, DataKey>,
    joined: boolean,
  ): Promise<void> {
    await Promise.all(
      (result?.rows ?? []).map(async ([subject, id, kek, wrapped]) => {
        const carried = {
          subject: subject ?? '',
          kek: kek ?? '',
          bytes: Buffer.from((wrapped ?? '').slice(2), 'hex'),
        }
        const key = await this.#unwrap(database, carried, (id ?? '').slice(2))
        found.set(carried.subject, key)
        // A key made in a transaction that is undone never was.
        if (!joined) this.#current.set(`${database}|${carried.subject}`, key)
      }),
    )
  }

  async #unwrap(database: string, carried: CarriedKey, id: string): Promise<DataKey> {
    const known = this.#keys.get(id)
    if (known !== undefined) return known
    const secret = await this.kms.unwrap(carried, toContext(database, carried.subject, id))
    const key = DataKey.from(secret, Buffer.from(id, 'hex'))
    if (key === undefined)
      throw new AcervoError('ACV330', 'a data key is not the one that its name commits to')
    this.#keys.set(id, key)
    return key
  }

  /** A next key for subjects that have one; answers how many were made. As the migrator. */
  async renew(database: string, subjects: readonly string[], began: string, asker: KeyAsker) {
    const values = [...(await this.#newKeys(database, subjects)), began]
    const [result] = await asker.group([
      {
        text: `select acervo.data_key_renew(
          $1::text, $2::text[], $3::bytea[], $4::text[], $5::bytea[], $6::timestamptz)`,
        values,
      },
    ])
    return Number(result?.rows[0]?.[0] ?? 0)
  }

  async #makeKeys(database: string, subjects: readonly string[]): Promise<Statement> {
    return {
      text: `select subject, id, kek, wrapped from acervo.data_key_make(
        $1::text, $2::text[], $3::bytea[], $4::text[], $5::bytea[])`,
      values: await this.#newKeys(database, subjects),
    }
  }

  async #newKeys(database: string, subjects: readonly string[]): Promise<readonly string[]> {
    const made = await Promise.all(
      subjects.map(async (subject) => {
        const key = DataKey.make()
        const id = key.id.toString('hex')
        const wrapped = await this.kms.wrap(key.secret, toContext(database, subject, id))
        return { id: hex(key.id), kek: wrapped.kek, wrapped: hex(wrapped.bytes) }
      }),
    )
    return [
      database,
      toTextArray(subjects),
      toTextArray(made.map(({ id }) => id)),
      toTextArray(made.map(({ kek }) => kek)),
      toTextArray(made.map(({ wrapped }) => wrapped)),
    ]
  }
}

/** A wrapped key opens for its own subject in its own database alone. */
export function toContext(database: string, subject: string, id: string): string {
  return `${database}|${id}|${subject}`
}

export const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`

/** An SQL array of texts that hold no null. */
export function toTextArray(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}

function selectKeys(database: string, subjects: readonly string[]): Statement {
  return {
    text: `select distinct on (subject) subject, id, kek, wrapped from acervo.data_key
      where database = $1::text and subject = any ($2::text[])
        and retired_at is null and seals < ${sealsMax}
      order by subject, version desc`,
    values: [database, toTextArray(subjects)],
  }
}
