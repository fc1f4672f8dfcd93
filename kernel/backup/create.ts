// A backup of logical databases: rows of each table out of one snapshot a place, with what the server itself counts and
// digests in that snapshot, the structure they stand in, and a manifest; the list of sums last. What ends it early
// takes away what was written.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AcervoError } from '../errors/index.ts'
import { placeFiles } from '../migrate/placed.ts'
import { toChunks, writeFile } from './backup-file.ts'
import type { BackupOptions, BackupReport, Making } from './making.ts'
import {
  digestsFile,
  type FileKey,
  type Manifest,
  manifestFile,
  type PlaceEntry,
  renderManifest,
  renderSums,
  type Sealed,
  signatureFile,
  sumsFile,
} from './manifest.ts'
import { savePlace } from './save-place.ts'
import type { Sealer } from './sealing.ts'
import { isPartial } from './selection.ts'
import { type BackupSigner, sign, toSignedText } from './signing.ts'
import { type Snapshot, withSnapshots } from './snapshot.ts'
import type { BackupStore } from './store.ts'

/** @throws ACV308 when cancelled, ACV424 for a wish that no backup can be. */
export async function createBackup(options: BackupOptions): Promise<BackupReport> {
  const { store, targets, databases, onBackup, sealer, apart = sealer } = options
  if (databases.length === 0) throw new AcervoError('ACV424', 'no database is chosen')
  const began = performance.now()
  const backup = createBackupName(options.label)
  const making: Making = {
    ...options,
    backup,
    sealers: { main: sealer, apart },
    files: [],
    digests: { main: {}, apart: {} },
    undeclared: [],
    tell: toTeller(options),
  }
  const places = [...Map.groupBy(databases, ({ schema }) => targets.of(schema))].map(
    ([target, placed]) => ({ target, databases: placed }),
  )
  onBackup?.({ step: 'snapshot' })
  try {
    return await withSnapshots(places, async (snapshots) => {
      const entries: PlaceEntry[] = []
      for (const [at, snapshot] of snapshots.entries())
        entries.push(await savePlace(making, snapshot, at))
      const keys = await readKeys(making, snapshots)
      return finish(making, entries, keys, began)
    })
  } catch (error) {
    onBackup?.({ step: 'undo' })
    // The first error is the one to tell.
    await store.remove(backup).catch(() => undefined)
    throw error
  }
}

async function finish(
  making: Making,
  places: readonly PlaceEntry[],
  keys: readonly string[],
  began: number,
): Promise<BackupReport> {
  const { store, backup, files, content, label, keepDays, sealers, signer } = making
  if (content !== 'rows') await saveStructure(making, places)
  for (const key of ['main', 'apart'] as const) await saveDigests(making, key)
  making.onBackup?.({ step: 'manifest' })
  const { main, apart } = sealers
  const manifest: Manifest = {
    format: 1,
    name: backup,
    takenAt: places[0]?.takenAt ?? '',
    seconds: Math.round(performance.now() - began) / 1000,
    version: making.version,
    label,
    ...(keepDays === undefined ? {} : { keepDays }),
    content,
    isPartial: isPartial(making),
    embeddings: making.embeddings,
    sealed: toSealed(main),
    ...(apart === main ? {} : { sealedApart: toSealed(apart) }),
    needs: { keys, audits: toAudits(making) },
    ...(signer === undefined ? {} : { signer: signer.verifier }),
    places,
    files,
  }
  await writeManifest(store, manifest, signer)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return { manifest, bytes, undeclared: making.undeclared }
}

/** Last of all: it makes the files before it a backup. */
export async function writeManifest(
  store: BackupStore,
  manifest: Manifest,
  signer: BackupSigner | undefined,
): Promise<void> {
  const { name } = manifest
  const text = renderManifest(manifest)
  await store.write(name, manifestFile, toChunks(text))
  const sums = renderSums(manifest, text)
  if (signer !== undefined)
    await store.write(name, signatureFile, toChunks(sign(toSignedText(name, sums), signer)))
  await store.write(name, sumsFile, toChunks(sums))
}

const toSealed = ({ by, recipients }: Sealer): Sealed => ({ by, recipients })

/** Whoever has the wrong identity is told by this small file, before anything is touched. */
async function saveDigests(making: Making, key: FileKey): Promise<void> {
  const { digests, files } = making
  if (key === 'apart' && Object.keys(digests.apart).length === 0) return
  const text = JSON.stringify(digests[key])
  files.push(await writeFile(making, digestsFile[key], toChunks(text), key))
}

/** The files that were applied: whoever has lost the code can still make the tables by hand. */
async function saveStructure(making: Making, places: readonly PlaceEntry[]): Promise<void> {
  const applied = new Map(
    places.flatMap(({ databases }) => databases.map((one) => [one.schema, one.migrations.length])),
  )
  for (const { sets } of await placeFiles(making))
    for (const { database, files } of sets) {
      const standing = files.slice(0, applied.get(database.schema) ?? 0)
      if (standing.length === 0) continue
      const texts = await Promise.all(standing.map(({ path }) => readFile(path, 'utf8')))
      const path = `structure/${database.schema}.sql.gz`
      making.files.push(await writeFile(making, path, toChunks(texts.join('\n'))))
    }
}

/** Of the wrapping keys: which, not what they are. */
async function readKeys(
  { databases }: Making,
  snapshots: readonly Snapshot[],
): Promise<readonly string[]> {
  const names = databases.map(({ name }) => name).join(',')
  const text = `select distinct kek from acervo.data_key
    where database = any (string_to_array($1, ',')) order by 1`
  const keys = new Set<string>()
  for (const { direct } of snapshots) {
    const { rows } = await direct.query({ text, values: [names] })
    for (const [key] of rows) keys.add(key ?? '')
  }
  return [...keys]
}

const toAudits = ({ databases }: Making): readonly string[] =>
  databases.filter(({ auditLog }) => auditLog !== undefined).map(({ name }) => name)

function toTeller({ databases, onBackup }: BackupOptions): (table: string) => void {
  const of = databases.reduce((sum, { tables }) => sum + tables.size, 0)
  let done = 0
  return (table) => onBackup?.({ step: 'table', table, done: done++, of })
}

/** Sorted by name they are sorted by time. @throws ACV424 for what is no label */
export function createBackupName(label: string): string {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(label))
    throw new AcervoError('ACV424', `'${label}' cannot label a backup`, {
      details: 'Allowed: a-z, 0-9 and -.',
    })
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
  return `${stamp}-${label}-${randomBytes(3).toString('hex')}`
}
