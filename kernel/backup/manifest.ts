// What a backup says of itself: what it holds, from when, how many rows, which files with which sums. It is plain, so
// that a list needs no key; whatever would tell of values stands in sealed files. The list of sums is written last
// and is made of the manifest alone: without it, or with another one, a backup is not whole.
import { createHash } from 'node:crypto'
import { AcervoError } from '../errors/index.ts'
import type { Column } from '../move/table-shape.ts'
import { openSigned, toSignedText } from './signing.ts'
import { type BackupStore, readText } from './store.ts'

export const manifestFile = 'manifest.json'
/** As `sha256sum --check` reads it. */
export const sumsFile = 'SHA256SUMS'
/** A signed note over the list of sums, written before it. */
export const signatureFile = 'SHA256SUMS.note'

export interface Manifest {
  readonly format: 1
  readonly name: string
  /** Of the snapshots, by the clock of the first database. */
  readonly takenAt: string
  readonly seconds: number
  /** Of the program that made it. */
  readonly version: string
  /** What it was made for: a schedule, or `manual`. */
  readonly label: string
  readonly keepDays?: number
  readonly content: BackupContent
  /** Only some tables, or some rows: not a state that foreign keys would accept. */
  readonly isPartial: boolean
  readonly embeddings: 'with' | 'without' | 'only'
  readonly sealed: Sealed
  /** Of tables with encrypted columns, where they have one of their own. */
  readonly sealedApart?: Sealed
  /** What it does not hold and a restored platform needs. */
  readonly needs: {
    /** Names of wrapping keys in the key file. */
    readonly keys: readonly string[]
    /** Databases whose audit has checkpoints outside. */
    readonly audits: readonly string[]
  }
  /** Verifier key of who made it: the signature beside the list of sums is by it. */
  readonly signer?: string
  readonly places: readonly PlaceEntry[]
  /** Of a whole server, file by file, which then has no places. */
  readonly server?: ServerEntry
  readonly files: readonly FileEntry[]
}

/** `server`: a base backup, which only WAL makes a moment of. */
export type BackupContent = 'all' | 'structure' | 'rows' | 'server'

export interface ServerEntry {
  /** The identifier that initdb gave it: its WAL stands in `wal-<system>`. */
  readonly system: string
  readonly serverVersion: number
  readonly timeline: number
  /** WAL from here, or the files are no database; `0/2000028`. */
  readonly startLsn: string
  /** Up to here at least. */
  readonly stopLsn: string
  readonly walSegmentBytes: number
  /** Of the files, as they were read. */
  readonly bytes: number
}

export interface Sealed {
  readonly by: 'age' | 'gpg' | 'nothing'
  readonly recipients: readonly string[]
}

export interface PlaceEntry {
  readonly key: string
  readonly engine: string
  /** 150020 for 15.20. */
  readonly serverVersion: number
  readonly takenAt: string
  /** Where the stream of the platform has come to, where it stands here. */
  readonly streamHead?: string
  readonly databases: readonly DatabaseEntry[]
  /** Rows of ours that go with them. */
  readonly kernel: readonly TableEntry[]
  /** Made by pg_dump in the same snapshot. */
  readonly dump?: string
}

export interface DatabaseEntry {
  readonly name: string
  readonly schema: string
  readonly system: string
  readonly migrations: readonly {
    readonly version: number
    readonly name: string
    readonly checksum: string
  }[]
  /** `2026-11`, of the pieces of partitioned tables. */
  readonly months: readonly string[]
  readonly tables: readonly TableEntry[]
}

export interface TableEntry {
  /** Quoted, with its schema. */
  readonly table: string
  readonly columns: readonly Column[]
  readonly rows: number
  /** SQL of the rows that are in it, where not all are. */
  readonly where?: string
  /** Absent where there are no rows. */
  readonly file?: string
}

export interface FileEntry {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly key: FileKey
}

export type FileKey = 'main' | 'apart'

/** Table -> digest of its rows; sealed, for of a small table it could confirm a guess. */
export type Digests = Readonly<Record<string, string>>

export const digestsFile: Readonly<Record<FileKey, string>> = Object.freeze({
  main: 'digests.json.gz',
  apart: 'digests-apart.json.gz',
})

export function renderManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 1)}\n`
}

/** One text for one manifest: every byte of it counts. */
export function renderSums({ files }: Manifest, manifestText: string): string {
  const sum = createHash('sha256').update(manifestText).digest('hex')
  const lines = files.map(({ path, sha256 }) => `${sha256}  ${path}\n`)
  return [...lines, `${sum}  ${manifestFile}\n`].join('')
}

/** @throws ACV420 where there is none, ACV422 where it is not whole, ACV421 where it was changed. */
export async function readManifest(store: BackupStore, name: string): Promise<Manifest> {
  const files = await store.files(name)
  if (files.length === 0)
    throw new AcervoError('ACV420', `there is no backup '${name}'`, {
      details: `Looked in ${store.place}.`,
      hint: 'acervo backup list shows them.',
    })
  if (!files.includes(sumsFile))
    throw new AcervoError('ACV422', `the backup '${name}' is not whole`, {
      details: `It has no ${sumsFile}, which is written last: whoever made it was cut short, or it was removed.`,
      hint: 'Take another one; acervo backup list says which are whole.',
    })
  const text = await readText(store, name, manifestFile)
  const manifest = parse(text)
  if (manifest === undefined || manifest.name !== name || renderManifest(manifest) !== text)
    throw new AcervoError('ACV421', `the manifest of '${name}' was changed`)
  const sums = renderSums(manifest, text)
  if ((await readText(store, name, sumsFile)) !== sums)
    throw new AcervoError('ACV421', `the manifest of '${name}' is not the one that was summed`, {
      hint: 'Use another backup; this one, or its list of sums, was changed.',
    })
  if (manifest.signer !== undefined && !(await isSigned(store, name, manifest.signer, sums)))
    throw new AcervoError('ACV421', `'${name}' is not signed by the key that it names`, {
      details: `${signatureFile} is missing, or is another one.`,
      hint: 'Use another backup, and look at who may write to the store.',
    })
  return manifest
}

async function isSigned(
  store: BackupStore,
  name: string,
  verifier: string,
  sums: string,
): Promise<boolean> {
  const note = await readText(store, name, signatureFile)
  return openSigned(note, verifier) === toSignedText(name, sums)
}

function parse(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest
    return manifest.format === 1 ? manifest : undefined
  } catch {
    return undefined
  }
}

export function databasesOf({ places }: Manifest): readonly DatabaseEntry[] {
  return places.flatMap(({ databases }) => databases)
}
