// A month as a file: a backup of one table, in the form and with the sums of every other backup. It counts once it was
// read back from its store, opened, and its rows say the same as those of the month.
import { randomBytes } from 'node:crypto'
import { openFile, type Reading, readJson, toChunks, writeFile } from '../backup/backup-file.ts'
import {
  type Digests,
  databasesOf,
  digestsFile,
  type FileEntry,
  type Manifest,
  manifestFile,
  readManifest,
  renderManifest,
  renderSums,
  sumsFile,
  type TableEntry,
} from '../backup/manifest.ts'
import { makeIdentity, type Opener, type Sealer, toOpener, toSealer } from '../backup/sealing.ts'
import type { BackupStore } from '../backup/store.ts'
import { copyIn, copyOut } from '../backup/table-rows.ts'
import type { Direct } from '../database/target.ts'
import { qualify } from '../ddl/statement.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { readDigest, type TableDigest, textSettings } from '../move/table-digest.ts'
import { readShapes, type TableShape } from '../move/table-shape.ts'
import { archiveSchema } from './pieces.ts'
import { inTransaction } from './rows.ts'
import { quotedOf } from './rules.ts'

export interface ArchivePlace {
  readonly store: BackupStore
  readonly sealer: Sealer
  /** Of the program. */
  readonly version: string
}

export interface ArchiveWork {
  readonly direct: Direct
  readonly table: TableModel
  readonly month: string
  /** In the schema of archives. */
  readonly piece: string
  readonly place: ArchivePlace
  readonly signal?: AbortSignal | undefined
}

export interface Archived extends TableDigest {
  readonly archive: string
}

/** @throws ACV432 where what was stored does not say the same; nothing of it stays then. */
export async function writeArchive(work: ArchiveWork): Promise<Archived> {
  const { direct, place, table, month } = work
  const { sealer, opener } = await toProof(place.sealer)
  await removeUnrecorded(work)
  const archive = `${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}-${labelOf(table, month)}-${randomBytes(3).toString('hex')}`
  try {
    await direct.script(textSettings)
    const shape = await readShape(direct, work.piece)
    const save = () => saveRows(work, archive, sealer, shape)
    const { manifest, said } = await inTransaction(direct, save, 'repeatable read')
    await prove(work, manifest, opener, said)
    const text = renderManifest(manifest)
    await place.store.write(archive, manifestFile, toChunks(text))
    await place.store.write(archive, sumsFile, toChunks(renderSums(manifest, text)))
    return { archive, ...said }
  } catch (error) {
    // The first error is the one to tell.
    await place.store.remove(archive).catch(() => undefined)
    throw error
  }
}

/** `archive-banking-detection-events-2026-08` */
function labelOf({ schema, sqlName }: TableModel, month: string): string {
  return `archive-${schema}-${sqlName}-${month}`.replaceAll('_', '-')
}

/** Of a process that died before it was on record: the month still stands apart, so nothing is lost. */
async function removeUnrecorded({ place, table, month }: ArchiveWork): Promise<void> {
  const label = labelOf(table, month)
  for (const name of await place.store.list())
    if (new RegExp(`^\\d{8}T\\d{6}Z-${label}-[0-9a-f]{6}$`).test(name))
      await place.store.remove(name)
}

/**
 * Who seals for others cannot open it: a second recipient, made for this file and forgotten after it, reads it back.
 * GnuPG takes none: there its own keyring has to open it.
 */
async function toProof(sealer: Sealer): Promise<{ sealer: Sealer; opener: Opener }> {
  if (sealer.by !== 'age') return { sealer, opener: await toOpener([]) }
  const { identity, recipient } = await makeIdentity()
  return {
    sealer: await toSealer([...sealer.recipients, recipient]),
    opener: await toOpener([identity]),
  }
}

async function readShape(direct: Direct, piece: string): Promise<TableShape> {
  const name = qualify(archiveSchema, piece)
  const shapes = await readShapes(direct, [archiveSchema])
  const plain = (text: string) => text.replaceAll('"', '')
  const found = shapes.find(({ table }) => plain(table) === plain(name))
  if (found !== undefined) return found
  throw new AcervoError('ACV430', `the month '${name}' does not stand apart`)
}

const fileOf = (table: TableModel) => `data/${table.schema}.${table.sqlName}`

async function saveRows(
  { direct, table, month, place, signal }: ArchiveWork,
  archive: string,
  sealer: Sealer,
  shape: TableShape,
): Promise<{ readonly manifest: Manifest; readonly said: TableDigest }> {
  const writing = {
    store: place.store,
    backup: archive,
    sealers: { main: sealer, apart: sealer },
    ...(signal === undefined ? {} : { signal }),
  }
  const began = performance.now()
  const said = await readDigest(direct, shape)
  const path = fileOf(table)
  const rows = await copyOut(direct, shape, { signal }, (chunks) =>
    writeFile(writing, `${path}.copy.gz`, chunks),
  )
  const digests = JSON.stringify({ [path]: said.digest } satisfies Digests)
  const files = [rows, await writeFile(writing, digestsFile.main, toChunks(digests))]
  const entry: TableEntry = {
    table: quotedOf(table),
    columns: shape.columns,
    rows: said.rows,
    file: rows.path,
  }
  const facts = await readFacts(direct, table)
  const manifest = toManifest({ archive, table, month, place, sealer, files, entry, ...facts })
  return { manifest: { ...manifest, seconds: secondsSince(began) }, said }
}

const secondsSince = (began: number) => Math.round(performance.now() - began) / 1000

async function readFacts(direct: Direct, { database }: TableModel) {
  const { rows } = await direct.query({
    text: `select to_char(acervo.clock() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      current_setting('server_version_num'),
      (select string_agg(distinct kek, ',' order by kek) from acervo.data_key where database = $1)`,
    values: [database],
  })
  const [takenAt, version, keys] = rows[0] ?? []
  return {
    takenAt: takenAt ?? '',
    serverVersion: Number(version),
    keys: keys?.split(',') ?? [],
    engine: direct.engine,
  }
}

function toManifest(given: {
  readonly archive: string
  readonly table: TableModel
  readonly month: string
  readonly place: ArchivePlace
  readonly sealer: Sealer
  readonly files: readonly FileEntry[]
  readonly entry: TableEntry
  readonly takenAt: string
  readonly serverVersion: number
  readonly keys: readonly string[]
  readonly engine: string
}): Omit<Manifest, 'seconds'> {
  const { archive, table, month, place, sealer, entry, takenAt, keys, engine, files } = given
  const { schema, database: name } = table
  const database = { name, schema, system: '', migrations: [], months: [month], tables: [entry] }
  const at = { key: schema, engine, serverVersion: given.serverVersion, takenAt }
  return {
    format: 1,
    name: archive,
    takenAt,
    version: place.version,
    label: 'archive',
    content: 'rows',
    isPartial: true,
    embeddings: 'with',
    sealed: { by: sealer.by, recipients: sealer.recipients },
    needs: { keys, audits: [] },
    places: [{ ...at, databases: [database], kernel: [] }],
    files,
  }
}

const arrived = 'acervo_arrived'

/** The file is opened as it is stored, its rows are loaded beside, and the server says what they say. */
async function prove(
  { direct, piece, place, signal }: ArchiveWork,
  manifest: Manifest,
  opener: Opener,
  said: TableDigest,
): Promise<void> {
  const entry = tableOf(manifest)
  const reading = { store: place.store, manifest, opener, signal }
  const found = await inTransaction(direct, async () => {
    await direct.script(
      `create temp table ${arrived} (like ${qualify(archiveSchema, piece)}) on commit drop`,
    )
    const beside = { table: arrived, columns: entry.columns }
    await copyIn(direct, beside, openFile(reading, entry.file ?? ''), signal)
    return readDigest(direct, beside)
  })
  assertSame(manifest.name, said, found)
}

/** @throws ACV432 */
export function assertSame(archive: string, said: TableDigest, found: TableDigest): void {
  if (said.rows === found.rows && said.digest === found.digest) return
  throw new AcervoError('ACV432', `the archive '${archive}' does not say the same as its month`, {
    details: `${said.rows} rows in the month, ${found.rows} in the archive.`,
    hint: 'Look at what stores it. The month stays where it is.',
  })
}

export function tableOf(manifest: Manifest): TableEntry {
  const [entry] = databasesOf(manifest).flatMap(({ tables }) => tables)
  if (entry !== undefined) return entry
  throw new AcervoError('ACV432', `'${manifest.name}' is no archive of a month`)
}

export interface OpenedArchive {
  readonly reading: Reading
  readonly entry: TableEntry
  readonly said: TableDigest
}

/** @throws ACV420, ACV421, ACV422, ACV423 as for every backup. */
export async function openArchive(
  store: BackupStore,
  name: string,
  opener: Opener,
  signal?: AbortSignal,
): Promise<OpenedArchive> {
  const manifest = await readManifest(store, name)
  const reading = { store, manifest, opener, signal }
  const entry = tableOf(manifest)
  const digests = await readJson<Digests>(reading, digestsPath(manifest))
  const digest = Object.values(digests)[0] ?? ''
  return { reading, entry, said: { rows: entry.rows, digest } }
}

function digestsPath({ files }: Manifest): string {
  return files.find(({ path }) => path.startsWith(digestsFile.main))?.path ?? digestsFile.main
}
