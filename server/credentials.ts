// <dataDirectory>/credentials.json: the keys this server knows, and its own secrets. Made at first start with
// one administrator key; readable by its owner alone. Keys of users are rows, not lines of this file.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createKey } from '../kernel/identity/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { makePrivateFile, openModeOf } from '../kernel/keys/index.ts'

export interface KeyEntry {
  readonly id: string
  readonly name: string
  readonly digest: Buffer
  /** May act with claims of its own choice (`acervo-claims`). */
  readonly mayClaim: boolean
  readonly perSecond?: number
}

export interface Credentials {
  readonly path: string
  /** This call made the file. */
  readonly created: boolean
  readonly keys: ReadonlyMap<string, KeyEntry>
  /** Signs cursors, so that they outlive a restart. */
  readonly cursorSecret: Buffer
}

interface StoredKey {
  readonly id: string
  readonly name: string
  /** The key itself, for its owner to read; may be taken out once it is noted elsewhere. */
  readonly key?: string
  readonly sha256: string
  readonly mayClaim?: boolean
  readonly perSecond?: number
}

interface Stored {
  readonly version: 1
  readonly keys: readonly StoredKey[]
  readonly cursorSecret: string
}

/** @throws ACV606 when the file is malformed or others may read it. */
export function openCredentials(dataDirectory: string): Credentials {
  const path = join(dataDirectory, 'credentials.json')
  const created = createOnce(dataDirectory, path)
  assertPrivate(path)
  const stored = readStored(path)
  const keys = new Map(stored.keys.map((key) => [key.id, toEntry(key, path)]))
  const cursorSecret = Buffer.from(stored.cursorSecret, 'base64')
  return Object.freeze({ path, created, keys, cursorSecret })
}

function createOnce(dataDirectory: string, path: string): boolean {
  if (existsSync(path)) return false
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 })
  chmodSync(dataDirectory, 0o700)
  return makePrivateFile(path, () => `${JSON.stringify(firstContent(), null, 2)}\n`)
}

function firstContent(): Stored {
  const { id, text, digest } = createKey()
  const sha256 = digest.toString('hex')
  return {
    version: 1,
    keys: [{ id, name: 'administrator', key: text, sha256, mayClaim: true }],
    cursorSecret: randomBytes(32).toString('base64'),
  }
}

function assertPrivate(path: string): void {
  const mode = openModeOf(path)
  if (mode === undefined) return
  throw new AcervoError('ACV606', 'the credentials file may be read by others', {
    details: `Given: mode ${mode}. Allowed: 600.`,
    hint: `chmod 600 ${path}`,
  })
}

function readStored(path: string): Stored {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    // The cause would quote the file, which holds secrets.
    throw malformed(path, 'It is not valid JSON.')
  }
  if (typeof value !== 'object' || value === null) throw malformed(path, 'It is not an object.')
  const { version, keys, cursorSecret } = value as Partial<Stored>
  if (version !== 1) throw malformed(path, `Its version is ${String(version)}. Allowed: 1.`)
  const secret = typeof cursorSecret === 'string' ? Buffer.from(cursorSecret, 'base64') : undefined
  if (secret === undefined || secret.length < 32)
    throw malformed(path, 'Its cursorSecret is not 32 bytes of base64.')
  if (!Array.isArray(keys)) throw malformed(path, 'Its keys are no list.')
  return value as Stored
}

function toEntry(stored: StoredKey, path: string): KeyEntry {
  const { id, name, sha256, mayClaim, perSecond } = stored
  const digest = Buffer.from(typeof sha256 === 'string' ? sha256 : '', 'hex')
  if (typeof id !== 'string' || typeof name !== 'string' || digest.length !== 32)
    throw malformed(path, 'Each key needs id, name and sha256.')
  return Object.freeze({
    id,
    name,
    digest,
    mayClaim: mayClaim === true,
    ...(typeof perSecond === 'number' && perSecond > 0 ? { perSecond } : {}),
  })
}

function malformed(path: string, details: string): AcervoError {
  return new AcervoError('ACV606', 'the credentials file is malformed', {
    details,
    hint: `Restore it, or move ${path} away: the next start makes a new one with a new key.`,
  })
}
