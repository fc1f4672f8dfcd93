// What a source said, kept: each new version of a record whole, and for a record never seen before a party of
// its own (UNRESOLVED). Nothing is compared here.
import { AcervoError } from '../../../kernel/index.ts'
import { toDigest } from './digest.ts'
import { makeIdentifiers } from './identifier.ts'

/** Rows of one batch. */
export const ingestionRowsMax = 5000
/** As many rows as one read may answer. */
const readRowsMax = 10_000

type Row = Readonly<Record<string, unknown>>

/** `keys`, `rows` and `payloads` run in parallel, one element per line of the file. */
export interface IngestionBatch {
  readonly source: string
  /** The source's identifier of each record. */
  readonly keys: readonly string[]
  /** Columns of the party, as the map reads them; what did not parse is absent. */
  readonly rows: readonly Row[]
  /** The lines as they were read. */
  readonly payloads: readonly Row[]
}

export interface IngestionResult {
  readonly added: number
  readonly unchanged: number
}

interface Writes {
  createMany(request: { readonly data: readonly Row[] }): Promise<unknown>
}

interface KnownRecord {
  readonly id: string
  readonly sourceKey: string
  readonly digest: string
  readonly current: boolean
  readonly originId: string
  readonly links: readonly { readonly partyId: string }[]
}

/** What ingestion needs of a transaction on `global`. */
export interface IngestionClient {
  readonly global: {
    readonly sourceRecord: Writes & {
      findMany(request: Row): Promise<readonly unknown[]>
      updateMany(request: { readonly where: Row; readonly data: Row }): Promise<unknown>
    }
    readonly party: Writes
    readonly partyLink: Writes
  }
}

/**
 * One read and three writes, however many rows, and two more where a source has changed its word. A repeated
 * batch adds nothing.
 */
export async function ingest(tx: IngestionClient, batch: IngestionBatch): Promise<IngestionResult> {
  assertParallel(batch)
  const known = toKnown(await findKnown(tx, batch.source, [...new Set(batch.keys)]))
  const { parties, records, links, stale, revived } = planRows(batch, known)
  const { sourceRecord, party, partyLink } = tx.global
  const update = (ids: readonly string[], data: Row) =>
    ids.length === 0 ? undefined : sourceRecord.updateMany({ where: { id: { in: ids } }, data })
  await update(stale, { current: false })
  if (parties.length > 0) await party.createMany({ data: parties })
  if (records.length > 0) {
    await sourceRecord.createMany({ data: records })
    await partyLink.createMany({ data: links })
  }
  await update(revived, { current: true, resolvedAt: null })
  const added = records.length + revived.length
  return { added, unchanged: batch.keys.length - added }
}

/** Asks in halves when records have so many versions that one answer cannot hold them. */
async function findKnown(
  tx: IngestionClient,
  source: string,
  keys: readonly string[],
): Promise<readonly KnownRecord[]> {
  if (keys.length === 0) return []
  const found = (await tx.global.sourceRecord.findMany({
    where: { source, sourceKey: { in: keys } },
    select: {
      id: true,
      sourceKey: true,
      digest: true,
      current: true,
      originId: true,
      links: { where: { validTo: null, supersededAt: null }, select: { partyId: true } },
    },
    orderBy: { id: 'asc' },
    take: readRowsMax,
  })) as readonly KnownRecord[]
  if (found.length < readRowsMax || keys.length === 1) return found
  const middle = keys.length >>> 1
  const first = await findKnown(tx, source, keys.slice(0, middle))
  return [...first, ...(await findKnown(tx, source, keys.slice(middle)))]
}

interface Known {
  /** Record ids of the versions. */
  readonly versions: Map<string, string>
  /** Digest of the version that stands. */
  current: string | undefined
  /** The party it belongs to, and the one it was born with: a new version leaves with it when a merge is taken back. */
  home: { readonly partyId: string; readonly originId: string } | undefined
}

function toKnown(records: readonly KnownRecord[]): Map<string, Known> {
  const known = new Map<string, Known>()
  for (const { id, sourceKey, digest, current, originId, links } of records) {
    const entry = known.get(sourceKey) ?? startKnown()
    entry.versions.set(digest, id)
    // Of the newest version that is linked, until the one that stands says it.
    const [link] = links
    if (entry.current === undefined && link !== undefined)
      entry.home = { partyId: link.partyId, originId }
    if (current) entry.current = digest
    known.set(sourceKey, entry)
  }
  return known
}

function startKnown(): Known {
  return { versions: new Map(), current: undefined, home: undefined }
}

/** `known` grows with the batch, so that a record repeated inside one file is one record too. */
function planRows(batch: IngestionBatch, known: Map<string, Known>) {
  const { source, keys, rows, payloads } = batch
  const recordIds = makeIdentifiers(keys.length)
  const partyIds = makeIdentifiers(keys.length)
  const records = new Map<string, Row>()
  const parties: Row[] = []
  const links: Row[] = []
  const stale = new Set<string>()
  const revived = new Set<string>()
  for (const [at, sourceKey] of keys.entries()) {
    const payload = payloads[at] ?? {}
    const attributes = rows[at] ?? {}
    const digest = toDigest(payload)
    const entry = known.get(sourceKey) ?? startKnown()
    known.set(sourceKey, entry)
    if (entry.current === digest) continue
    const previousId = entry.versions.get(entry.current ?? '')
    retire(previousId)
    entry.current = digest
    const before = entry.versions.get(digest)
    if (before !== undefined) {
      revive(before)
      continue
    }
    const id = recordIds[at] ?? ''
    entry.versions.set(digest, id)
    if (entry.home === undefined) {
      const born = partyIds[at] ?? ''
      entry.home = { partyId: born, originId: born }
      parties.push(toParty(born, attributes))
    }
    const { partyId, originId } = entry.home
    const said = { id, source, sourceKey, digest, payload, attributes }
    const place = { originId, previousId: previousId ?? null, current: true }
    records.set(id, { ...said, ...place })
    links.push({ sourceRecordId: id, partyId })
  }
  return {
    records: [...records.values()],
    parties,
    links,
    stale: [...stale],
    revived: [...revived],
  }

  /** A version of this very batch is written as what it ends as. */
  function retire(id: string | undefined): void {
    const own = records.get(id ?? '')
    if (own !== undefined) records.set(own.id as string, { ...own, current: false })
    else if (id !== undefined && !revived.delete(id)) stale.add(id)
  }

  function revive(id: string): void {
    const own = records.get(id)
    if (own !== undefined) records.set(id, { ...own, current: true })
    else if (!stale.delete(id)) revived.add(id)
  }
}

function toParty(id: string | undefined, row: Row): Row {
  const names = [row.givenName, row.firstSurname, row.secondSurname]
  const spoken = names.filter((name) => typeof name === 'string' && name !== '').join(' ')
  const displayName = row.displayName ?? row.legalName ?? (spoken === '' ? null : spoken)
  return { ...row, id, displayName, status: 'UNRESOLVED' }
}

function assertParallel({ source, keys, rows, payloads }: IngestionBatch): void {
  if (keys.length > ingestionRowsMax)
    throw new AcervoError('ACV206', 'the batch is too large', {
      details: `${keys.length} rows; at most ${ingestionRowsMax}`,
      hint: 'Send the rows in several batches.',
    })
  if (rows.length !== keys.length || payloads.length !== keys.length)
    throw new AcervoError('ACV200', 'keys, rows and payloads differ in length', {
      details: `${keys.length} keys, ${rows.length} rows, ${payloads.length} payloads`,
    })
  if (source === '' || keys.includes(''))
    throw new AcervoError('ACV205', 'a record needs a source and a key', {
      details: source === '' ? 'the source is empty' : `row ${keys.indexOf('')} has an empty key`,
      hint: 'Name the source with --source and the column of its identifier with --key.',
    })
}
