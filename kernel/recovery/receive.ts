// WAL as it is written, from a server into a store: pg_receivewal flushes it into a folder of this machine and tells the
// server so through a slot; from there every finished segment is sealed into the store, and every few seconds the one
// that is filling, so that what a lost machine loses is seconds. Nothing leaves the folder before the store has it.
import { mkdir, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import type { Sealer } from '../backup/sealing.ts'
import type { BackupStore } from '../backup/store.ts'
import type { Direct } from '../database/target.ts'
import { isAcervoError } from '../errors/index.ts'
import {
  type Archive,
  type ArchivedFile,
  type ArchiveHead,
  listArchive,
  putFile,
  readHead,
  toArchiveName,
  writeHead,
} from './archive.ts'
import { type Lsn, parseLsn, parseSegment, renderLsn, segmentPattern } from './lsn.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { readFacts, type ServerAddress, type ServerFacts, withServer } from './server.ts'

export const walSlot = 'acervo_wal'

export interface ReceiveOptions extends ServerAddress {
  readonly store: BackupStore
  readonly sealer: Sealer
  /** Folder of its own, on the disk of the machine that receives: WAL stands in it in the plain. */
  readonly spool: string
  /** How often what has come goes into the store. */
  readonly everyMs?: number | undefined
  readonly slot?: string | undefined
  /** Ends it: what has come is stored first. */
  readonly signal: AbortSignal
  readonly onTick?: (tick: ReceiveTick) => void
}

export interface ReceiveTick {
  readonly system: string
  /** Everything before it is in the store. */
  readonly lsn: string
  /** Whatever was committed by then is in the store. */
  readonly at: string
  readonly stored: number
  /** Why it does not go on just now; it is tried again. */
  readonly trouble?: string
}

interface Receiving extends ReceiveOptions {
  readonly archive: Archive
  readonly slot: string
  /** What the server has said, until all before it has come. */
  readonly awaited: { readonly at: string; readonly lsn: Lsn }[]
  head: ArchiveHead
  /** What the receiver has told the server that it holds; 0 where it is not known. */
  received: Lsn
  /** Up to where the store has it; 0 before anything has come. */
  filled: Lsn
}

/** Until it is told to end. @throws ACV424, ACV427, ACV428 */
export async function receiveWal(options: ReceiveOptions): Promise<void> {
  const { signal, spool, slot = walSlot, everyMs = 5_000 } = options
  await mkdir(spool, { recursive: true, mode: 0o700 })
  const server = await withServer(options, (direct) => prepare(direct, slot))
  const receiving = await begin({ ...options, slot }, server)
  const child = startReceiver(receiving, server)
  try {
    while (!signal.aborted && child.failure === undefined) {
      await tick(receiving, child)
      await Promise.race([rest(everyMs, undefined, { signal }).catch(() => undefined), child.ended])
    }
  } finally {
    await child.stop()
  }
  if (!signal.aborted && child.failure !== undefined) throw child.failure
  await tick(receiving, child)
}

async function prepare(direct: Direct, slot: string): Promise<ServerFacts> {
  const facts = await readFacts(direct)
  const text = `select pg_create_physical_replication_slot($1, true)
    where not exists (select from pg_replication_slots where slot_name = $1)`
  await direct.query({ text, values: [slot] })
  return facts
}

async function begin(
  options: ReceiveOptions & { readonly slot: string },
  { system, walSegmentBytes }: ServerFacts,
): Promise<Receiving> {
  const { store, sealer } = options
  const sealed = { by: sealer.by, recipients: sealer.recipients }
  const before = await readHead(store, system)
  const head: ArchiveHead = {
    format: 1,
    system,
    walSegmentBytes,
    lsn: before?.lsn ?? '0/0',
    at: before?.at ?? new Date(0).toISOString(),
    last: before?.last ?? [],
    sealed,
  }
  // Before any file: an archive without HEAD has lost it.
  if (before === undefined) await writeHead(store, head)
  const archive = { store, system, walSegmentBytes }
  return { ...options, archive, head, awaited: [], received: 0n, filled: 0n }
}

/** What has come goes into the store, finished segments first; then HEAD says so; then the folder lets go of them. */
async function tick(receiving: Receiving, child: Receiver): Promise<void> {
  const { onTick } = receiving
  let trouble = child.trouble()
  let stored = 0
  try {
    trouble = (await askServer(receiving)) ?? trouble
    stored = await store(receiving)
  } catch (error) {
    if (!isAcervoError(error)) throw error
    trouble = `${error.code} ${error.message}`
  }
  const { system, lsn, at } = receiving.head
  onTick?.({ system, lsn, at, stored, ...(trouble === undefined ? {} : { trouble }) })
}

/** What must have come before it may be said that all until now has. */
async function askServer(receiving: Receiving): Promise<string | undefined> {
  const { url, allowPlain, slot, awaited } = receiving
  const text = `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      pg_current_wal_flush_lsn(), wal_status, active, coalesce(flush_lsn, '0/0')
    from pg_replication_slots left join pg_stat_replication on pid = active_pid
    where slot_name = $1`
  try {
    return await withServer({ url, allowPlain }, async (direct) => {
      const { rows } = await direct.query({ text, values: [slot] })
      const [at, lsn, status, active, received] = rows[0] ?? []
      receiving.received = parseLsn(received ?? '0/0')
      if (at == null || lsn == null) return `the slot ${slot} is gone`
      if (status === 'lost') return `the server has removed WAL that the slot ${slot} needed`
      awaited.push({ at, lsn: parseLsn(lsn) })
      return active === 't' ? undefined : `nobody receives through the slot ${slot}`
    })
  } catch (error) {
    // A server that is down writes nothing, either.
    return error instanceof Error ? error.message : String(error)
  }
}

async function store(receiving: Receiving): Promise<number> {
  const { spool, archive, sealer } = receiving
  const names = (await readdir(spool)).sort()
  const finished = names.filter((name) => segmentPattern.test(name) || name.endsWith('.history'))
  const known = await listArchive(archive)
  const last = new Map(lastOf(receiving, known.files).map((file) => [file.kind, file.path]))
  const histories = new Set(known.files.flatMap((one) => (one.kind === 'history' ? one.path : [])))
  let stored = 0
  for (const name of finished) {
    const there = known.files.find((one) => one.name === name && one.kind !== 'partial')
    const path =
      there?.path ?? (await putFile(archive, sealer, name, await readFile(join(spool, name))))
    if (there === undefined) stored++
    if (name.endsWith('.history')) histories.add(path)
    else {
      last.set('segment', path)
      receiving.filled = later(receiving.filled, endOf(name, archive))
    }
  }
  stored += await storeFilling(receiving, names, last)
  const isSaid = await tellHead(receiving, [...last.values(), ...histories].sort())
  if (isSaid) await letGo(receiving, finished, known.files, [...last.values()])
  return stored
}

/** Those of HEAD that there still are. */
function lastOf({ head }: Receiving, files: readonly ArchivedFile[]): readonly ArchivedFile[] {
  return files.filter(({ path, kind }) => kind !== 'history' && head.last.includes(path))
}

const endOf = (name: string, { walSegmentBytes }: Archive): Lsn =>
  (parseSegment(name, walSegmentBytes).number + 1n) * BigInt(walSegmentBytes)

const later = (a: Lsn, b: Lsn): Lsn => (a > b ? a : b)

/** Answers how many were stored: one where it has grown. */
async function storeFilling(
  receiving: Receiving,
  names: readonly string[],
  last: Map<string, string>,
): Promise<number> {
  const { spool, archive, sealer } = receiving
  const name = names.findLast((one) => /^[0-9A-F]{24}\.partial$/.test(one))
  if (name === undefined) {
    last.delete('partial')
    return 0
  }
  // Finished between the two looks: the next tick finds it under its own name.
  const bytes = await readFile(join(spool, name)).catch(() => undefined)
  if (bytes === undefined) return 0
  const segment = name.slice(0, 24)
  const begin = endOf(segment, archive) - BigInt(archive.walSegmentBytes)
  const upTo = later(begin + BigInt(lengthOf(bytes)), receiving.received)
  if (upTo <= receiving.filled || upTo > endOf(segment, archive)) return 0
  const filled = bytes.subarray(0, Number(upTo - begin))
  last.set('partial', await putFile(archive, sealer, segment, filled, upTo))
  receiving.filled = upTo
  return 1
}

/** Without the zeros that are not written yet; a record may end in some, which the server tells. */
function lengthOf(bytes: Uint8Array): number {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  return end
}

const quietMs = 30_000

/** Where nothing has come it is said again now and then: that nothing was written is news, too. Answers whether it was. */
async function tellHead(receiving: Receiving, last: readonly string[]): Promise<boolean> {
  const { awaited, head, filled, archive } = receiving
  const reached = awaited.findLastIndex(({ lsn }) => lsn <= filled)
  const at = awaited[reached]?.at ?? head.at
  awaited.splice(0, reached + 1)
  const lsn = filled === 0n ? head.lsn : renderLsn(filled)
  const isSame = last.join() === head.last.join() && lsn === head.lsn
  if (isSame && Date.parse(at) - Date.parse(head.at) < quietMs) {
    awaited.unshift({ at, lsn: filled })
    return false
  }
  receiving.head = { ...head, at, lsn, last }
  await writeHead(archive.store, receiving.head)
  return true
}

/** Of the folder what the store has, of the store what was stored of a segment before it had more. */
async function letGo(
  { spool, archive }: Receiving,
  finished: readonly string[],
  known: readonly ArchivedFile[],
  last: readonly string[],
): Promise<void> {
  const name = toArchiveName(archive.system)
  // What an older timeline wrote last nobody writes again.
  const timeline = last
    .map((path) => path.slice(0, 8))
    .sort()
    .at(-1)
  for (const { path, kind } of known)
    if (
      kind === 'partial' &&
      !last.includes(path) &&
      timeline !== undefined &&
      path.startsWith(timeline)
    )
      await archive.store.removeFile(name, path)
  for (const file of finished) if (!file.endsWith('.history')) await unlink(join(spool, file))
}
