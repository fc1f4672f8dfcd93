// Whether a backup is what was written: every file there and none besides, every byte by its sum and, where an identity
// opens it, every file opened to its end and its rows counted. All that is wrong is told, not only the first.
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { openFile, type Reading, readStored } from './backup-file.ts'
import { countLines } from './copy-text.ts'
import {
  type FileEntry,
  type Manifest,
  manifestFile,
  readManifest,
  signatureFile,
  sumsFile,
} from './manifest.ts'
import type { Opener } from './sealing.ts'
import { judge, type Signed } from './signing.ts'
import type { BackupStore } from './store.ts'

export interface VerifyOptions {
  readonly store: BackupStore
  readonly name: string
  /** Verifier keys: what none of them has signed is not well. Empty: whoever made it. */
  readonly trusted?: readonly string[] | undefined
  /** Without one only sums are compared. */
  readonly opener?: Opener | undefined
  readonly signal?: AbortSignal | undefined
  readonly onFile?: (path: string, done: number, of: number) => void
}

export interface VerifiedBackup {
  readonly name: string
  readonly ok: boolean
  readonly bytes: number
  /** Whether its files were opened, too. */
  readonly opened: boolean
  readonly signed: Signed
  /** Verifier key that it names, and that signed it. */
  readonly signer?: string
  readonly faults: readonly string[]
}

/** @throws ACV420 where there is no such backup, ACV423 where the identity opens nothing; what is wrong is answered. */
export async function verifyBackup(options: VerifyOptions): Promise<VerifiedBackup> {
  const { store, name, opener, signal, trusted = [] } = options
  let manifest: Manifest
  try {
    manifest = await readManifest(store, name)
  } catch (error) {
    return { name, ok: false, bytes: 0, opened: false, signed: 'no', faults: [toFault(error)] }
  }
  const { signer } = manifest
  const signed = judge(signer, trusted)
  const faults = [
    ...(trusted.length > 0 && signed !== 'trusted' ? [toStranger(signer)] : []),
    ...(await compareFiles(options, manifest)),
  ]
  const rows = rowsOf(manifest)
  let bytes = 0
  for (const [at, entry] of manifest.files.entries()) {
    options.onFile?.(entry.path, at, manifest.files.length)
    try {
      const reading = { store, manifest, signal }
      // First as it is stored: what does not open then is not ours to open.
      await drain(readStored(reading, entry))
      if (opener !== undefined) await openWhole({ ...reading, opener }, entry, rows.get(entry.path))
      bytes += entry.bytes
    } catch (error) {
      faults.push(toFault(error))
    }
  }
  return {
    ...{ name, ok: faults.length === 0, bytes, opened: opener !== undefined, signed, faults },
    ...(signer === undefined ? {} : { signer }),
  }
}

function toStranger(signer: string | undefined): string {
  return signer === undefined
    ? 'nobody signed it: whoever may write to the store can have made it'
    : `it is signed by a key that is not trusted here: ${signer}`
}

/** @throws ACV421 naming all that is wrong. */
export async function assertBackup(options: VerifyOptions): Promise<Manifest> {
  const { ok, faults } = await verifyBackup(options)
  if (ok) return readManifest(options.store, options.name)
  throw new AcervoError('ACV421', `the backup '${options.name}' is not what was written`, {
    details: faults.slice(0, 20).join('\n'),
    hint: 'Use another backup, and look at what stores this one.',
  })
}

async function compareFiles(
  { store, name }: VerifyOptions,
  { files, signer }: Manifest,
): Promise<string[]> {
  const there = await store.files(name)
  const known = new Set([...files.map(({ path }) => path), manifestFile, sumsFile])
  if (signer !== undefined) known.add(signatureFile)
  return there.filter((path) => !known.has(path)).map((path) => `'${path}' is no file of it`)
}

async function openWhole(
  reading: Reading,
  entry: FileEntry,
  rows: number | undefined,
): Promise<void> {
  const lines = await countLines(openFile(reading, entry.path))
  if (rows !== undefined && rows !== lines)
    throw new AcervoError('ACV421', `'${entry.path}' has ${lines} rows, and had ${rows}`)
}

function rowsOf({ places }: Manifest): ReadonlyMap<string, number> {
  const tables = places.flatMap(({ databases, kernel }) => [
    ...databases.flatMap((database) => database.tables),
    ...kernel,
  ])
  return new Map(tables.flatMap(({ file, rows }) => (file === undefined ? [] : [[file, rows]])))
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _ of chunks);
}

function toFault(error: unknown): string {
  // Who cancels, who has no such backup and who has no key has not found a fault.
  if (!isAcervoError(error) || !['ACV421', 'ACV422'].includes(error.code)) throw error
  return error.details === undefined ? error.message : `${error.message}: ${error.details}`
}
