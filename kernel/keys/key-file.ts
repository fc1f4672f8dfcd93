// The key file: the wrapping keys of a platform by name, one of them current, readable by its owner alone. Beside
// it stands the list of subjects whose keys were deleted. Both belong on another medium than the database.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AcervoError } from '../errors/index.ts'
import { keyBytes } from './data-key.ts'
import type { Kms, Tombstone } from './kms.ts'
import { makePrivateFile, openModeOf } from './private-file.ts'
import { unwrapKey, wrapKey } from './wrapping.ts'

interface KeyRing {
  readonly current: string
  readonly keys: ReadonlyMap<string, Buffer>
  /** The file as it was read. */
  readonly document: KeyDocument
}

interface KeyDocument {
  readonly format: 1
  readonly current: string
  readonly keys: Readonly<Record<string, { readonly key: string; readonly createdAt: string }>>
}

export interface KeyFile extends Kms {
  readonly wasMade: boolean
}

const lookAgainMs = 1_000

/** Made where it is not there; @throws ACV334 where it cannot be used. */
export async function openKeyFile(path: string): Promise<KeyFile> {
  const wasMade = await makeMissing(path)
  let ring = await readRing(path)
  let lookedAt = performance.now()
  /** Another process may have rotated: it is noticed within a second. */
  const fresh = async (): Promise<KeyRing> => {
    if (performance.now() - lookedAt > lookAgainMs) {
      ring = await readRing(path)
      lookedAt = performance.now()
    }
    return ring
  }
  const find = async (name: string): Promise<Buffer> => {
    // Another process may have added it since.
    if (!ring.keys.has(name)) ring = await readRing(path)
    const found = ring.keys.get(name)
    if (found !== undefined) return found
    throw new AcervoError('ACV331', `the key file holds no key '${name}'`, {
      details: `Read: ${path}. It holds: ${[...ring.keys.keys()].join(', ')}.`,
      hint: 'Put back the key file that was in use when the data was written.',
    })
  }
  return Object.freeze({
    ...toKms({
      place: path,
      ring: fresh,
      find,
      rotate: async () => {
        ring = await addKey(path)
        return ring.current
      },
    }),
    wasMade,
    bury: (tombstone: Tombstone) => appendLine(`${path}.shredded`, JSON.stringify(tombstone)),
    tombstones: () => readTombstones(`${path}.shredded`),
  })
}

/** Keys that go with the process, as a database in memory does. */
export function openKeysInMemory(): KeyFile {
  let ring = toRing(withKey(undefined))
  const buried: Tombstone[] = []
  return Object.freeze({
    ...toKms({
      place: 'memory',
      ring: async () => ring,
      find: async (name) => {
        const found = ring.keys.get(name)
        if (found !== undefined) return found
        throw new AcervoError('ACV331', `no key is named '${name}'`)
      },
      rotate: async () => {
        ring = toRing(withKey(ring.document))
        return ring.current
      },
    }),
    wasMade: true,
    bury: async (tombstone: Tombstone) => {
      buried.push(tombstone)
    },
    tombstones: async () => buried,
  })
}

interface RingSource {
  readonly place: string
  readonly ring: () => Promise<KeyRing>
  readonly find: (name: string) => Promise<Buffer>
  readonly rotate: () => Promise<string>
}

function toKms({ place, ring, find, rotate }: RingSource) {
  return {
    place,
    current: async () => (await ring()).current,
    wrap: async (key: Uint8Array, context: string) => {
      const { current, keys } = await ring()
      return { kek: current, bytes: wrapKey(keys.get(current) as Buffer, current, key, context) }
    },
    unwrap: async ({ kek, bytes }: { kek: string; bytes: Uint8Array }, context: string) => {
      const key = unwrapKey(await find(kek), kek, bytes, context)
      if (key !== undefined) return key
      throw new AcervoError('ACV330', 'a data key was not wrapped by the key that it names', {
        hint: 'Its row was changed, or moved here from another subject.',
      })
    },
    rotate,
  }
}

async function makeMissing(path: string): Promise<boolean> {
  try {
    await mkdir(dirname(path), { recursive: true })
    if (!makePrivateFile(path, () => `${JSON.stringify(withKey(undefined), null, 2)}\n`))
      return false
    await syncFolder(dirname(path))
    return true
  } catch (error) {
    throw unusable(path, String((error as NodeJS.ErrnoException).code ?? error), error)
  }
}

/** On the disk when it resolves. */
async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function addKey(path: string): Promise<KeyRing> {
  const { document } = await readRing(path)
  const next = withKey(document)
  const draft = `${path}.new`
  // A second rotation at once is refused here: the draft is its lock.
  await writeNew(draft, `${JSON.stringify(next, null, 2)}\n`).catch((error: unknown) => {
    throw unusable(draft, 'another rotation is under way, or one was cut short', error)
  })
  try {
    await rename(draft, path)
  } catch (error) {
    await unlink(draft).catch(() => undefined)
    throw error
  }
  await syncFolder(dirname(path))
  return readRing(path)
}

function withKey(before: KeyDocument | undefined): KeyDocument {
  const createdAt = new Date().toISOString()
  const name = `kek-${createdAt.slice(0, 10)}-${randomBytes(4).toString('hex')}`
  const born = { key: randomBytes(keyBytes).toString('base64'), createdAt }
  return { format: 1, current: name, keys: { ...before?.keys, [name]: born } }
}

async function readRing(path: string): Promise<KeyRing> {
  let text: string
  try {
    const mode = openModeOf(path)
    if (mode !== undefined) throw unusable(path, `others may read it (mode ${mode}); chmod 600`)
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof AcervoError) throw error
    throw unusable(path, String((error as NodeJS.ErrnoException).code), error)
  }
  try {
    return toRing(JSON.parse(text) as KeyDocument)
  } catch {
    // The parser's own words would show what the file holds.
    throw unusable(path, 'it is no key file')
  }
}

function toRing(document: KeyDocument): KeyRing {
  const keys = new Map(
    Object.entries(document.keys).map(([name, { key }]) => [name, Buffer.from(key, 'base64')]),
  )
  const isWhole = [...keys.values()].every((key) => key.length === keyBytes)
  if (document.format !== 1 || !isWhole || !keys.has(document.current)) throw new Error('malformed')
  return { current: document.current, keys, document }
}

async function appendLine(path: string, line: string): Promise<void> {
  const file = await open(path, 'a', 0o600)
  try {
    await file.appendFile(`${line}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Of the list beside a key file: `<key file>.shredded`. */
export async function readTombstones(path: string): Promise<readonly Tombstone[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw unusable(path, String(error.code), error)
  })
  try {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Tombstone)
  } catch (error) {
    throw unusable(path, 'a line is no tombstone', error)
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  await folder
    .sync()
    .catch(() => undefined)
    .finally(() => folder.close())
}

function unusable(path: string, why: string, cause?: unknown): AcervoError {
  return new AcervoError('ACV334', `the key file ${path} cannot be used`, {
    details: why,
    hint: 'Correct ACERVO_KEY_FILE or the file. Never make a new one over data that an old one encrypts.',
    cause,
  })
}
