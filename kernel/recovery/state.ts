// How the WAL of a server stands in a store, for whoever watches it; and what of it no base backup needs any more.
import type { BackupStore } from '../backup/store.ts'
import { listArchive, readHead, toArchiveName } from './archive.ts'
import { type Base, describeHole, findWal, listBases, ownEnd, reachOf } from './choose.ts'

export interface ArchiveState {
  readonly system: string
  /** Newest base backup of it. */
  readonly base: string
  /** From the oldest base on every moment can be had, but for what `gaps` says. */
  readonly from: string
  /** Whatever was committed by then is in the store. */
  readonly until: string
  /** Everything before it is in the store. */
  readonly lsn: string
  /** How far that lags behind: what would be lost now. */
  readonly ageSeconds: number
  /** WAL that is missing between the oldest base and the end, in words. */
  readonly gaps: readonly string[]
  readonly files: number
}

/** Of every server that has a base backup here; from a listing and HEAD alone. @throws ACV421 for a changed HEAD */
export async function readArchives(
  store: BackupStore,
  now: Date = new Date(),
): Promise<readonly ArchiveState[]> {
  const bySystem = Map.groupBy(await listBases(store), ({ server }) => server.system)
  const states: ArchiveState[] = []
  for (const [system, bases] of bySystem) states.push(await readArchive(store, system, bases, now))
  return states
}

async function readArchive(
  store: BackupStore,
  system: string,
  bases: readonly Base[],
  now: Date,
): Promise<ArchiveState> {
  const [newest, oldest] = [bases[0] as Base, bases.at(-1) as Base]
  const { head, holes, archive, files } = await findWal(store, oldest)
  const { at: until, lsn } = reachOf(newest, head)
  return {
    system,
    base: newest.name,
    from: oldest.takenAt,
    until,
    lsn,
    ageSeconds: Math.max(0, Math.round((now.getTime() - Date.parse(until)) / 1000)),
    gaps: holes.map((hole) => describeHole(hole, archive)),
    files: files.length,
  }
}

/** WAL older than the oldest base, or in it: a base has what it needs to be whole. Answers how many files went. */
export async function removeUnneededWal(store: BackupStore, system: string): Promise<number> {
  const bases = (await listBases(store)).filter(({ server }) => server.system === system)
  const oldest = bases.at(-1)
  const head = oldest === undefined ? undefined : await readHead(store, system)
  if (oldest === undefined || head === undefined) return 0
  const { walSegmentBytes } = oldest.server
  const own = ownEnd(oldest)
  const { files } = await listArchive({ store, system, walSegmentBytes })
  // Oldest first: cut short it leaves no hole.
  const over = files
    .filter(
      ({ path, segment }) =>
        segment !== undefined && segment.number <= own && !head.last.includes(path),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const { path } of over) await store.removeFile(toArchiveName(system), path)
  return over.length
}
