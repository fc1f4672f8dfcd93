// Whether a base backup and the WAL that belongs to it are what was written: every byte by its sum, no segment missing,
// none besides; with an identity everything is opened, too. All that is wrong is told.
import type { Opener } from '../backup/sealing.ts'
import type { BackupStore } from '../backup/store.ts'
import { type VerifiedBackup, verifyBackup } from '../backup/verify.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import {
  type ArchivedFile,
  headFile,
  listArchive,
  openArchived,
  readHead,
  readStoredFile,
} from './archive.ts'
import { type Chosen, describeHole, findWal, listBases } from './choose.ts'

export interface VerifyServerOptions {
  readonly store: BackupStore
  readonly name: string
  /** Verifier keys: what none of them has signed is not well. Empty: whoever made it. */
  readonly trusted?: readonly string[] | undefined
  readonly opener?: Opener | undefined
  readonly signal?: AbortSignal | undefined
  readonly onFile?: (path: string, done: number, of: number) => void
}

/** The base, and all WAL since. @throws ACV423 where the identity opens nothing; what is wrong is answered. */
export async function verifyServer(options: VerifyServerOptions): Promise<VerifiedBackup> {
  const { store, name } = options
  const verified = await verifyBackup(options)
  const base = (await listBases(store)).find((one) => one.name === name)
  if (base === undefined) return verified
  const wal = await findFaults(options, () => findWal(store, base))
  const faults = [...verified.faults, ...wal.faults]
  return { ...verified, ok: faults.length === 0, bytes: verified.bytes + wal.bytes, faults }
}

async function findFaults(
  { opener, signal, onFile, store }: VerifyServerOptions,
  find: () => Promise<Chosen>,
): Promise<{ readonly faults: readonly string[]; readonly bytes: number }> {
  const faults: string[] = []
  let bytes = 0
  const look = async (body: () => Promise<number>) => {
    if (signal?.aborted) throw new AcervoError('ACV308', 'cancelled')
    try {
      bytes += await body()
    } catch (error) {
      if (!isAcervoError(error) || error.code !== 'ACV421') throw error
      faults.push(
        error.details === undefined ? error.message : `${error.message}: ${error.details}`,
      )
    }
  }
  let chosen: Chosen | undefined
  await look(async () => {
    chosen = await find()
    return 0
  })
  if (chosen === undefined) return { faults, bytes }
  const { archive } = chosen
  const { files } = await listArchive(archive)
  for (const [at, file] of files.entries()) {
    onFile?.(file.path, at, files.length)
    await look(async () => {
      try {
        const stored = await readStoredFile(archive, file)
        if (opener !== undefined) await openArchived(archive, file, opener)
        return stored.length
      } catch (error) {
        if (await isPassed(store, file, archive.system)) return 0
        throw error
      }
    })
  }
  faults.push(...(await findMissing(store, chosen)))
  return { faults, bytes }
}

/** While WAL arrives, what was stored of a segment that fills gives way to more of it. */
async function isPassed(store: BackupStore, { kind, path }: ArchivedFile, system: string) {
  return kind === 'partial' && (await readHead(store, system))?.last.includes(path) === false
}

/** HEAD is read again at the end: while WAL arrives, what it named before may have given way to more. */
async function findMissing(store: BackupStore, chosen: Chosen): Promise<readonly string[]> {
  const { archive, head, holes } = chosen
  if (head === undefined) return []
  const missing = holes.map((hole) => describeHole(hole, archive))
  const now = (await readHead(store, archive.system)) ?? head
  const { files, strange } = await listArchive(archive)
  const there = new Set(files.map(({ path }) => path))
  for (const path of now.last)
    if (!there.has(path)) missing.push(`'${path}', which ${headFile} names, is not there`)
  return [...missing, ...timelines(files), ...strange.map((path) => `'${path}' is no file of it`)]
}

/** A timeline that is not the first has a history, without which nobody finds into it. */
function timelines(files: readonly ArchivedFile[]): readonly string[] {
  const known = new Set(files.flatMap(({ kind, name }) => (kind === 'history' ? [name] : [])))
  const wanted = files.flatMap(({ segment }) =>
    segment && segment.timeline > 1 ? [segment.timeline] : [],
  )
  return [...new Set(wanted)]
    .map((timeline) => `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is missing`)
}
