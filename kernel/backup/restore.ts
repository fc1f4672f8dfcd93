// A backup back into databases, at a place where they are not: sums and key first, before anything is touched; then
// structure by the migration files up to where the backup stood, rows, counts and digests compared, and who was erased
// since erased again. What ends it early takes away what it made; a mark says so to whoever comes after a kill.
import { assertRuntimeRole } from '../database/roles.ts'
import type { Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { clearBlindIndexes } from '../keys/shred.ts'
import { withLock } from '../migrate/lock.ts'
import { renderUnmarked } from '../migrate/mark.ts'
import { admit, placeFiles, toSetUpOptions, withDirect } from '../migrate/placed.ts'
import { setUpTarget } from '../migrate/set-up-target.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import { isHome, renderRemoval } from '../move/kernel-rows.ts'
import { makeStructure } from '../move/make-structure.ts'
import { assertStreamEmpty } from '../move/refusals.ts'
import { readMarks } from '../move/standing.ts'
import { type Reading, readJson } from './backup-file.ts'
import { compare, dropSchemas, load } from './load.ts'
import { type Digests, databasesOf, digestsFile, type FileKey, type Manifest } from './manifest.ts'
import { findLoose } from './references.ts'
import type { RestoreOptions, RestoreReport, Restoring } from './restoring.ts'
import { assertBackup } from './verify.ts'

/**
 * @throws ACV421 for a backup that was changed, ACV423 without its key, ACV425 where it cannot be restored, ACV426
 * where the copy says something else, ACV308 when cancelled.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const began = performance.now()
  const { store, name, opener, trusted, signal, onRestore } = options
  const onFile = (table: string, done: number, of: number) =>
    onRestore?.({ step: 'verify', table, done, of })
  const manifest = await assertBackup({ store, name, trusted, signal, onFile })
  const reading = { store, manifest, opener, signal }
  const chosen = choose(options, manifest)
  const digests = await readDigests(reading, chosen)
  const nowhere = {} as Target
  const [placed] = await placeFiles({ ...options, targets: { of: () => nowhere } })
  const sets = (placed?.sets ?? []).filter((set) => chosen.databases.includes(set.database))
  const standing = sets.map((set) => {
    const entry = chosen.entries.find(({ schema }) => schema === set.database.schema)
    return { ...set, files: toApplied(set.database.name, set.files, entry?.migrations ?? []) }
  })
  const schemas = chosen.databases.map(({ schema }) => schema)
  const target = await options.target()
  return withDirect(target, (there) =>
    withLock(there, options, async () => {
      const restoring = {
        ...options,
        ...reading,
        ...chosen,
        target,
        there,
        sets: standing,
        schemas,
        digests,
      }
      await clear(restoring)
      const done = await restore(restoring)
      const pending = sets.flatMap(({ database, files }, at) =>
        files.slice(standing[at]?.files.length ?? 0).map((file) => `${database.name} ${file.name}`),
      )
      const seconds = Math.round(performance.now() - began) / 1000
      return { ...done, pending, seconds }
    }),
  )
}

/** @throws ACV425 for a database that the backup, or this platform, has not. */
function choose({ model, databases, name }: RestoreOptions, manifest: Manifest) {
  if (manifest.server !== undefined)
    throw new AcervoError('ACV425', `'${name}' is a backup of a whole server`, {
      hint: 'It comes back as a server of its own, in a new folder.',
    })
  const all = databasesOf(manifest)
  const wanted =
    databases ??
    all.map(({ schema }) => {
      const found = [...model.databases.values()].find((one) => one.schema === schema)
      if (found !== undefined) return found
      throw new AcervoError('ACV425', `'${schema}' is of no system of this platform`, {
        hint: 'Restore with the project that made the backup, or name the databases you want.',
      })
    })
  const entries = wanted.map((database) => {
    const entry = all.find(({ schema }) => schema === database.schema)
    if (entry !== undefined) return entry
    throw new AcervoError('ACV425', `'${database.name}' is not in the backup '${name}'`, {
      details: `It has: ${all.map((one) => one.name).join(', ')}.`,
    })
  })
  return { databases: wanted, entries }
}

/** The first files that open: who has the wrong identity is told here. */
async function readDigests(
  reading: Reading,
  { entries }: Pick<Restoring, 'entries'>,
): Promise<Digests> {
  const { manifest } = reading
  const files = new Set(entries.flatMap(({ tables }) => tables.flatMap(({ file }) => file ?? [])))
  const isNeeded = (key: FileKey) =>
    key === 'main' || manifest.files.some((file) => file.key === key && files.has(file.path))
  const digests: Record<string, string> = {}
  for (const key of ['main', 'apart'] as const) {
    const found = manifest.files.find(({ path }) => path.startsWith(digestsFile[key]))
    if (found !== undefined && isNeeded(key))
      Object.assign(digests, await readJson<Digests>(reading, found.path))
  }
  return digests
}

/** The files that were applied then. @throws ACV425 where the code has other ones. */
function toApplied<File extends { readonly checksum: string }>(
  name: string,
  files: readonly File[],
  applied: readonly { readonly checksum: string; readonly name: string }[],
): readonly File[] {
  const at = applied.findIndex(({ checksum }, index) => files[index]?.checksum !== checksum)
  if (at === -1) return files.slice(0, applied.length)
  const isNewer = files[at] === undefined
  throw new AcervoError('ACV425', `the migrations of '${name}' are not those of the backup`, {
    details: `Number ${at + 1} of the backup is '${applied[at]?.name}'; here ${isNewer ? 'there is none' : 'it says something else'}.`,
    hint: 'Restore with the version of the code that made the backup, then go on to the newer one.',
  })
}

/** Of a copy that was only to be looked at. */
export async function removeRestored(
  target: Target,
  model: Model,
  databases: readonly DatabaseModel[],
): Promise<void> {
  const schemas = databases.map(({ schema }) => schema)
  await withDirect(target, (there) => clear({ there, schemas, target, model, databases }))
}

/** What an earlier restore has left there goes; anybody else's stays. @throws ACV425 */
async function clear({
  there,
  schemas,
  target,
  model,
  databases,
}: Pick<Restoring, 'there' | 'schemas' | 'target' | 'model' | 'databases'>): Promise<void> {
  const marks = await readMarks(there, schemas)
  for (const schema of schemas) {
    const mark = marks.get(schema)
    const isOurs = mark?.state === 'arriving' && mark.place.startsWith(fromBackup(''))
    if (!marks.has(schema) || isOurs) continue
    throw new AcervoError('ACV425', `'${schema}' is on ${target.key} already`, {
      details:
        'A backup is restored where its databases are not: nothing that stands is overwritten.',
      hint: 'Name another place with --to, then point the placement or ACERVO_DATABASE_URL there.',
    })
  }
  const left = schemas.filter((schema) => marks.has(schema))
  if (left.length === 0) return
  await dropSchemas(there, left)
  await there.script(renderRemoval(model, databases))
}

const fromBackup = (name: string): string => `backup ${name}`

async function restore(restoring: Restoring) {
  const { there, target, schemas, sets, entries, name, manifest, onRestore } = restoring
  const { signal, onProgress, model, databases, keepsClosed } = restoring
  try {
    onRestore?.({ step: 'structure' })
    await setUpTarget(there, toSetUpOptions(sets, restoring))
    if (isHome(model, databases)) await assertStreamEmpty(there)
    const months = [...new Set(entries.flatMap((entry) => entry.months))].sort()
    await makeStructure(there, { sets, from: fromBackup(name), months, signal, onProgress })
    const keys = await load(restoring)
    const rows = await compare(restoring)
    onRestore?.({ step: 'erase' })
    const erased = await eraseAgain(restoring)
    const onReference = (table: string, done: number, of: number) =>
      onRestore?.({ step: 'references', table, done, of })
    const loose = await findLoose({ ...restoring, onReference })
    // The embedded engine has one session, which is ours; whoever opens it next is checked as at every start.
    if (target.engine === 'postgres') {
      await admit(there, target, restoring)
      await assertRuntimeRole(target)
    }
    if (keepsClosed !== true) await there.script(schemas.map(renderUnmarked).join(';\n'))
    return {
      ...{
        name,
        takenAt: manifest.takenAt,
        to: target.key,
        engine: target.engine,
        rows,
        erased,
        keys,
        loose,
      },
      databases: databases.map((one) => one.name),
      tables: entries.reduce((sum, { tables }) => sum + tables.length, 0),
      needs: manifest.needs,
      embeddings: manifest.embeddings,
    }
  } catch (error) {
    onRestore?.({ step: 'undo' })
    // The first error is the one to tell; what cannot be undone now is undone by the next call.
    await there.script('rollback').catch(() => undefined)
    await clear(restoring).catch(() => undefined)
    throw error
  }
}

/** Keys come back with a backup; those of whoever was erased since go again, and what would still tell of them. */
async function eraseAgain(restoring: Restoring): Promise<number> {
  const { there, model, schemas, tombstones } = restoring
  const databases = [...model.databases.values()].filter(({ schema }) => schemas.includes(schema))
  let erased = 0
  for (const { subject, at } of tombstones) {
    const { rows } = await there.query({
      text: 'select acervo.data_key_shred($1::text, $2::timestamptz)',
      values: [subject, at],
    })
    erased += Number(rows[0]?.[0] ?? 0)
    await clearBlindIndexes(there, databases, subject)
  }
  return erased
}
