// Which base backup, and which WAL, make the state of a server at a moment; and what the store cannot make. The moment
// is a time of the server's clock (whatever was committed by then, in the order of the WAL), a place in the WAL
// (whatever was complete before it), or the last that there is.
import { type ListedBackup, listBackups } from '../backup/list.ts'
import type { Manifest, ServerEntry } from '../backup/manifest.ts'
import type { BackupStore } from '../backup/store.ts'
import { AcervoError } from '../errors/index.ts'
import {
  type Archive,
  type ArchivedFile,
  type ArchiveHead,
  findHoles,
  type Hole,
  listArchive,
  readHead,
} from './archive.ts'
import { parseLsn, renderLsn, renderSegment, type Segment, segmentOf } from './lsn.ts'

export type Moment =
  /** With a zone; up to six digits of a second. */
  { readonly time: string } | { readonly lsn: string } | 'last'

export type Base = Manifest & { readonly server: ServerEntry }

export interface Chosen {
  readonly base: Base
  readonly archive: Archive
  readonly head: ArchiveHead | undefined
  /** From the first that the base needs, in their order: whole segments, else what there is of them. */
  readonly files: readonly ArchivedFile[]
  readonly holes: readonly Hole[]
}

/** Newest first: two of one second have names in no order. */
export async function listBases(store: BackupStore): Promise<readonly Base[]> {
  const bases = (await listBackups(store)).flatMap((one) => toBase(one) ?? [])
  return bases.sort((a, b) => Date.parse(b.takenAt) - Date.parse(a.takenAt))
}

function toBase({ manifest }: ListedBackup): Base | undefined {
  return manifest?.server === undefined ? undefined : (manifest as Base)
}

/** @throws ACV420 for a base that is not there, ACV429 for a moment that the store cannot make. */
export async function chooseBase(
  store: BackupStore,
  moment: Moment,
  name?: string,
): Promise<Chosen> {
  const bases = await listBases(store)
  const named = name === undefined ? bases : bases.filter((one) => one.name === name)
  if (named.length === 0)
    throw new AcervoError(
      'ACV420',
      name === undefined
        ? 'there is no backup of a server'
        : `there is no backup '${name}' of a server`,
      {
        details: `Looked in ${store.place}.`,
        hint: 'acervo backup base makes one; acervo backup list shows them.',
      },
    )
  const base = named.find((one) => isBefore(one, moment))
  if (base === undefined) {
    const first = named.at(-1) as Base
    throw unreachable(
      moment,
      `The first backup is ${first.name}, of ${first.takenAt} and ${first.server.stopLsn}.`,
    )
  }
  const chosen = await findWal(store, base)
  assertReached(chosen, moment)
  return chosen
}

/** The WAL that there is for a base. */
export async function findWal(store: BackupStore, base: Base): Promise<Chosen> {
  const { system, walSegmentBytes, timeline, startLsn } = base.server
  const archive = { store, system, walSegmentBytes }
  const head = await readHead(store, system)
  const listed = await listArchive(archive)
  const files = listed.files.filter(({ segment }) => {
    if (segment === undefined) return true
    // What a base has itself is whole; in the archive it may be cut where the receiver began.
    if (segment.timeline === timeline) return segment.number > ownEnd(base)
    return (
      segment.timeline > timeline &&
      segment.number >= segmentOf(parseLsn(startLsn), walSegmentBytes)
    )
  })
  return { base, archive, head, files: preferWhole(files), holes: holesSince(files, base) }
}

/** The last segment that the base has itself. */
export function ownEnd({ server }: Pick<Base, 'server'>): bigint {
  return segmentOf(parseLsn(server.stopLsn) - 1n, server.walSegmentBytes)
}

function holesSince(files: readonly ArchivedFile[], base: Base): readonly Hole[] {
  const number = ownEnd(base)
  const own = { timeline: base.server.timeline, number }
  const after = files.filter(({ segment }) => segment === undefined || segment.number > number)
  const has = { path: '', kind: 'segment', name: '', sha256: '', segment: own } as const
  return findHoles([has, ...after])
}

function preferWhole(files: readonly ArchivedFile[]): readonly ArchivedFile[] {
  const byName = new Map<string, ArchivedFile>()
  for (const file of files) {
    const there = byName.get(file.name)
    if (there === undefined || there.kind === 'partial') {
      const isMore = (there?.upTo ?? 0n) <= (file.upTo ?? 0n) || file.kind !== 'partial'
      if (isMore) byName.set(file.name, file)
    }
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function isBefore({ takenAt, server }: Base, moment: Moment): boolean {
  if (moment === 'last') return true
  if ('lsn' in moment) return parseLsn(server.stopLsn) <= parseLsn(moment.lsn)
  return Date.parse(takenAt) <= toTime(moment.time)
}

const timePattern = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$/

/** Milliseconds, cut. @throws ACV429 for what is no time with a zone. */
export function toTime(text: string): number {
  const ms = timePattern.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isFinite(ms)) return ms
  throw new AcervoError('ACV429', `'${text.slice(0, 40)}' is no moment`, {
    hint: 'Write it with its zone: 2026-11-22T03:00:00Z, or 2026-11-22T04:00:00+01:00.',
  })
}

/** Up to when and where all is there: a base is whole before any WAL after it has come. */
export function reachOf(
  { takenAt, server }: Base,
  head: ArchiveHead | undefined,
): Pick<ArchiveHead, 'at' | 'lsn'> {
  const isBehind = head === undefined || parseLsn(head.lsn) < parseLsn(server.stopLsn)
  return isBehind ? { at: takenAt, lsn: server.stopLsn } : head
}

/** @throws ACV429 where the WAL does not go so far, or has a hole before. */
function assertReached({ base, head, holes, archive }: Chosen, moment: Moment): void {
  if (moment === 'last') return
  const reach = reachOf(base, head)
  const isReached =
    'lsn' in moment
      ? parseLsn(moment.lsn) <= parseLsn(reach.lsn)
      : toTime(moment.time) <= Date.parse(reach.at)
  if (!isReached)
    throw unreachable(moment, `The WAL in the store goes to ${reach.at}, ${reach.lsn}.`)
  const [hole] = holes
  if (hole === undefined || !('lsn' in moment)) return
  const number = segmentOf(parseLsn(moment.lsn), archive.walSegmentBytes)
  if (hole.from.number <= number) throw unreachable(moment, describeHole(hole, archive))
}

export function describeHole({ from, to }: Hole, { walSegmentBytes }: Archive): string {
  const name = (segment: Segment) => renderSegment(segment, walSegmentBytes)
  const lsn = renderLsn(from.number * BigInt(walSegmentBytes))
  return `WAL is missing from ${name(from)} (${lsn}) until ${name(to)}`
}

export function unreachable(moment: Moment, details: string): AcervoError {
  const words = moment === 'last' ? 'the end' : 'lsn' in moment ? moment.lsn : moment.time
  return new AcervoError('ACV429', `the store cannot bring a server back to ${words}`, {
    details,
    hint: 'acervo backup list says which moments there are.',
  })
}
