// One file of a backup, from what it says to what is stored and back: compressed, sealed, summed. Streamed, so that
// memory stays flat whatever the table.
import { createHash } from 'node:crypto'
import { pipeline, Readable, type Transform } from 'node:stream'
import { createGunzip, createGzip } from 'node:zlib'
import { AcervoError } from '../errors/index.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import type { FileEntry, FileKey, Manifest, Sealed } from './manifest.ts'
import type { Opener, Sealer } from './sealing.ts'
import type { BackupStore } from './store.ts'

type Chunks = AsyncIterable<Uint8Array>

export interface Writing {
  readonly store: BackupStore
  readonly backup: string
  readonly sealers: Readonly<Record<FileKey, Sealer>>
  readonly signal?: AbortSignal | undefined
}

/** `path` ends in .gz where the file is compressed. */
export async function writeFile(
  { store, backup, sealers, signal }: Writing,
  path: string,
  chunks: Chunks,
  key: FileKey = 'main',
): Promise<FileEntry> {
  const sealer = sealers[key]
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured(): Chunks {
    const packed = path.endsWith('.gz') ? through(chunks, createGzip({ level: 1 })) : chunks
    for await (const chunk of sealer.seal(packed)) {
      assertNotAborted(signal)
      hash.update(chunk)
      bytes += chunk.length
      yield chunk
    }
  }
  const stored = `${path}${sealer.suffix}`
  await store.write(backup, stored, measured())
  return { path: stored, bytes, sha256: hash.digest('hex'), key }
}

export interface Reading {
  readonly store: BackupStore
  readonly manifest: Manifest
  readonly opener: Opener
  readonly signal?: AbortSignal | undefined
}

/** What it says, and its sum is compared at the end. @throws ACV421, ACV423 */
export async function* openFile(reading: Reading, path: string): Chunks {
  const { manifest, opener } = reading
  const entry = findFile(manifest, path)
  const opened = opener.open(readStored(reading, entry), sealedOf(manifest, entry.key))
  if (!/\.gz(\.|$)/.test(entry.path)) {
    yield* opened
    return
  }
  try {
    yield* through(opened, createGunzip())
  } catch (cause) {
    if (cause instanceof AcervoError) throw cause
    throw changed(entry, cause instanceof Error ? cause.message : String(cause))
  }
}

/** As it is stored; @throws ACV421 after the last byte where it is not what was written. */
export async function* readStored(
  { store, manifest, signal }: Omit<Reading, 'opener'>,
  entry: FileEntry,
): Chunks {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of store.read(manifest.name, entry.path)) {
    assertNotAborted(signal)
    hash.update(chunk)
    bytes += chunk.length
    yield chunk
  }
  if (bytes !== entry.bytes) throw changed(entry, `It has ${bytes} bytes, and had ${entry.bytes}.`)
  if (hash.digest('hex') !== entry.sha256) throw changed(entry, 'Its sum is another one.')
}

export async function readJson<T>(reading: Reading, path: string): Promise<T> {
  return JSON.parse((await toBytes(openFile(reading, path))).toString('utf8')) as T
}

/** What is small. */
export async function toBytes(chunks: Chunks): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

export function findFile({ name, files }: Manifest, path: string): FileEntry {
  const found = files.find((file) => file.path === path)
  if (found !== undefined) return found
  throw new AcervoError('ACV421', `the manifest of '${name}' has no file '${path}'`)
}

export function sealedOf({ sealed, sealedApart }: Manifest, key: FileKey): Sealed {
  return key === 'apart' ? (sealedApart ?? sealed) : sealed
}

function changed({ path }: FileEntry, details: string): AcervoError {
  return new AcervoError('ACV421', `the file '${path}' is not what was written`, {
    details,
    hint: 'Use another backup, and look at what stores this one.',
  })
}

/** An error on either side ends both. */
function through(chunks: Chunks, transform: Transform): Chunks {
  return pipeline(Readable.from(chunks), transform, () => undefined)
}

export async function* toChunks(text: string): Chunks {
  yield Buffer.from(text)
}
