// The WAL of a server as it stands in a store: one file a segment, compressed, sealed, and named after the sum of its
// bytes; the last segment again and again while it fills; and HEAD, which says how far it goes and what stands last. A
// file that is changed or cut has another sum than its name; one that is missing is a hole, or is what HEAD names.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { toChunks } from '../backup/backup-file.ts'
import type { Sealed } from '../backup/manifest.ts'
import type { Opener, Sealer } from '../backup/sealing.ts'
import { type BackupStore, readText } from '../backup/store.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { type Lsn, parseSegment, type Segment } from './lsn.ts'

export const headFile = 'HEAD'
export const toArchiveName = (system: string): string => `wal-${system}`

export interface ArchiveHead {
  readonly format: 1
  readonly system: string
  readonly walSegmentBytes: number
  /** Everything before it is in the store; `0/2000028`. */
  readonly lsn: string
  /** By the clock of the server: whatever was committed by then is in the store. */
  readonly at: string
  /** The files that stand last: a segment, the one that is filling, and the histories of timelines. */
  readonly last: readonly string[]
  readonly sealed: Sealed
}

export interface ArchivedFile {
  readonly path: string
  readonly kind: 'segment' | 'partial' | 'history'
  /** `000000010000000000000003`, `00000002.history`. */
  readonly name: string
  readonly sha256: string
  /** Absent of a history. */
  readonly segment?: Segment
  /** Up to where one that is filling was filled. */
  readonly upTo?: Lsn
}

export interface Archive {
  readonly store: BackupStore
  readonly system: string
  readonly walSegmentBytes: number
}

const pattern =
  /^(?:([0-9A-F]{24})(?:\.partial-([0-9A-F]{16}))?|([0-9A-F]{8}\.history))-([0-9a-f]{64})\.gz(?:\.age|\.gpg)?$/

/** Undefined for what is no file of an archive. */
export function parsePath(path: string, walSegmentBytes: number): ArchivedFile | undefined {
  const [, name, upTo, history, sha256 = ''] = pattern.exec(path) ?? []
  if (history !== undefined) return { path, kind: 'history', name: history, sha256 }
  if (name === undefined) return undefined
  const segment = parseSegment(name, walSegmentBytes)
  if (upTo === undefined) return { path, kind: 'segment', name, sha256, segment }
  return { path, kind: 'partial', name, sha256, segment, upTo: BigInt(`0x${upTo}`) }
}

export interface ArchiveListing {
  /** In their order, one of each name: what was stored twice is there twice. */
  readonly files: readonly ArchivedFile[]
  /** What has no business there. */
  readonly strange: readonly string[]
}

export async function listArchive({
  store,
  system,
  walSegmentBytes,
}: Archive): Promise<ArchiveListing> {
  const paths = (await store.files(toArchiveName(system))).filter((path) => !isDraft(path))
  const files: ArchivedFile[] = []
  const strange: string[] = []
  for (const path of paths) {
    const file = parsePath(path, walSegmentBytes)
    if (file !== undefined) files.push(file)
    else if (path !== headFile) strange.push(path)
  }
  return { files, strange }
}

/** What a host was writing when it was lost: it never got its name. */
const isDraft = (path: string): boolean => path.endsWith('.part')

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** `upTo` of a segment that is still filling. Answers the path. */
export async function putFile(
  { store, system }: Archive,
  sealer: Sealer,
  name: string,
  bytes: Uint8Array,
  upTo?: Lsn,
): Promise<string> {
  const packed = await pack(bytes, { level: 1 })
  const sealed = await collect(sealer.seal(once(packed)))
  const sum = createHash('sha256').update(sealed).digest('hex')
  const mark = upTo === undefined ? '' : `.partial-${toDigits(upTo)}`
  const path = `${name}${mark}-${sum}.gz${sealer.suffix}`
  await store.write(toArchiveName(system), path, once(sealed))
  return path
}

const toDigits = (lsn: Lsn): string => lsn.toString(16).toUpperCase().padStart(16, '0')

/** As it is stored. @throws ACV421 where it is not what was written */
export async function readStoredFile(archive: Archive, file: ArchivedFile): Promise<Uint8Array> {
  const { store, system } = archive
  const bytes = await collect(store.read(toArchiveName(system), file.path))
  if (createHash('sha256').update(bytes).digest('hex') === file.sha256) return bytes
  throw new AcervoError('ACV421', `the file '${file.path}' is not what was written`, {
    details: 'Its sum is another one than its name says.',
  })
}

/** What PostgreSQL wrote. @throws ACV421, ACV423 */
export async function openArchived(
  archive: Archive,
  file: ArchivedFile,
  opener: Opener,
): Promise<Uint8Array> {
  const stored = await readStoredFile(archive, file)
  const opened = await collect(opener.open(once(stored), sealedOf(file)))
  try {
    return await unpack(opened)
  } catch (cause) {
    throw new AcervoError('ACV421', `the file '${file.path}' cannot be unpacked`, { cause })
  }
}

function sealedOf({ path }: ArchivedFile): Sealed {
  const by = path.endsWith('.age') ? 'age' : path.endsWith('.gpg') ? 'gpg' : 'nothing'
  return { by, recipients: [] }
}

export function renderHead(head: ArchiveHead): string {
  const text = `${JSON.stringify(head, null, 1)}\n`
  return `${text}sha256 ${createHash('sha256').update(text).digest('hex')}\n`
}

export async function writeHead(store: BackupStore, head: ArchiveHead): Promise<void> {
  await store.write(toArchiveName(head.system), headFile, toChunks(renderHead(head)))
}

/** Undefined where no WAL of that server was ever archived here. @throws ACV421 where it is not what was written. */
export async function readHead(
  store: BackupStore,
  system: string,
): Promise<ArchiveHead | undefined> {
  const archive = toArchiveName(system)
  const files = await store.files(archive)
  if (files.every(isDraft)) return undefined
  const text = await readText(store, archive, headFile)
  const head = parseHead(text)
  if (head !== undefined && renderHead(head) === text) return head
  throw new AcervoError('ACV421', `${headFile} of ${archive} is not what was written`)
}

function parseHead(text: string): ArchiveHead | undefined {
  try {
    const head = JSON.parse(text.slice(0, text.lastIndexOf('sha256 '))) as ArchiveHead
    return head.format === 1 ? head : undefined
  } catch {
    return undefined
  }
}

export interface Hole {
  /** The segment that should be there. */
  readonly from: Segment
  /** The next one that is. */
  readonly to: Segment
}

/** Where segments are missing between those that there are; a new timeline may go on in the segment of the old one. */
export function findHoles(files: readonly ArchivedFile[]): readonly Hole[] {
  const segments = [...new Map(segmentsOf(files).map((one) => [keyOf(one), one])).values()].sort(
    (a, b) => a.timeline - b.timeline || compare(a.number, b.number),
  )
  const holes: Hole[] = []
  for (const [at, to] of segments.entries()) {
    const before = segments[at - 1]
    if (before === undefined || to.number <= before.number + 1n) continue
    holes.push({ from: { timeline: to.timeline, number: before.number + 1n }, to })
  }
  return holes
}

const segmentsOf = (files: readonly ArchivedFile[]): readonly Segment[] =>
  files.flatMap(({ segment }) => segment ?? [])

const keyOf = ({ timeline, number }: Segment): string => `${timeline}/${number}`
const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

export function describeFault(error: unknown): string {
  if (!isAcervoError(error) || error.code !== 'ACV421') throw error
  return error.details === undefined ? error.message : `${error.message}: ${error.details}`
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
