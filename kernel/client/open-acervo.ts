// What createAcervo does: the Model, the targets, their migrations, the checks, and then the platform. Loaded
// when it is called, with all that reaches a database.
import { join } from 'node:path'
import type { Placement } from '../database/placement.ts'
import { assertRuntimeRole } from '../database/roles.ts'
import { openTargets, type Places, type Targets, type TargetsOptions } from '../database/targets.ts'
import { AcervoError } from '../errors/index.ts'
import type { Vault } from '../keys/vault.ts'
import type { ApplyProgress } from '../migrate/apply.ts'
import { assertClosed } from '../migrate/assert-closed.ts'
import type { MigrateOptions } from '../migrate/placed.ts'
import { migrateAtStart, toStartDigest } from '../migrate/start.ts'
import { hasCoded } from '../model/coded.ts'
import { defineModel } from '../model/define-model.ts'
import type { DatabaseModel, Model } from '../model/model.ts'
import type { System } from '../table/database.ts'
import type { Acervo, DatabasesOf } from './acervo.ts'
import type { AcervoOptions } from './acervo-options.ts'
import { loadDemo } from './demo.ts'
import { assertWhole, pickDatabases, toReached, toServed } from './served.ts'
import { targetScripts } from './target-scripts.ts'
import { toAcervo } from './to-acervo.ts'
import { assertTogether, isPlacedWhole, toSchemas } from './together.ts'

export async function openAcervo<const S extends readonly System[]>(
  options: AcervoOptions<S>,
): Promise<Acervo<DatabasesOf<S>>> {
  const model = defineModel(options.systems)
  const served = toServed(model, pickDatabases(model, options.databases ?? ['*']))
  const { placement } = options
  const placed = typeof placement === 'function' ? await placement() : placement
  // Before anything is opened: what is refused leaves no directory behind.
  if (served !== model && isEmbedded(model, options, placed)) assertWhole(model, served)
  options.onProgress?.({ step: 'open' })
  const targets = await openTargets(await toTargetsOptions(model, options, placed))
  try {
    assertTogether(model, targets)
    const reached = toReached(model, served)
    const versions = await prepare(model, targets, options, reached)
    const databases = [...model.databases.values()].filter(({ name }) => reached.has(name))
    const vault = toVault(options, databases)
    // A key file that cannot be used is told now, and whoever was erased is erased again.
    if (options.migrations !== 'inspect' && [...served.databases.values()].some(hasCoded))
      await vault(targets.now())
    const again = typeof placement === 'function' ? { placement } : {}
    const parts = {
      model,
      served,
      targets,
      versions,
      vault,
      reached: databases.map(({ schema }) => schema),
      ...again,
    }
    const acervo = toAcervo<DatabasesOf<S>>(parts)
    if (options.demo === true) await loadDemo(acervo as unknown as Acervo, model, options)
    return acervo
  } catch (error) {
    await targets.close()
    throw error
  }
}

/** Whether any database is: then the process holds the data directory. */
function isEmbedded(
  model: Model,
  { databaseUrl, migrateUrl }: AcervoOptions,
  placement: Placement = {},
): boolean {
  return !(databaseUrl ?? migrateUrl) && !isPlacedWhole(model, placement)
}

/** Opened once for databases as they are placed; a failure is not remembered. */
function toVault(
  options: AcervoOptions,
  databases: readonly DatabaseModel[],
): (places: Places) => Promise<Vault> {
  const { dataDirectory, databaseUrl } = options
  const keyFile =
    options.keyFile ?? (dataDirectory === undefined ? undefined : join(dataDirectory, 'keys.json'))
  const opened = new WeakMap<Places, Promise<Vault>>()
  const open = async (places: Places): Promise<Vault> => {
    // Keys in memory would outlive neither this process nor what they encrypt on a server.
    if (keyFile === undefined && databaseUrl !== undefined)
      throw new AcervoError('ACV331', 'no key file is named', {
        hint: 'Give keyFile, or a dataDirectory in which one is made.',
      })
    const { openVault } = await import('../keys/open-vault.ts')
    const placed = Map.groupBy(databases, ({ schema }) => places.of(schema))
    const standing = [...placed].map(([target, here]) => ({ target, databases: here }))
    return openVault({ standing, ...(keyFile === undefined ? {} : { keyFile }) })
  }
  return (places) => {
    const known = opened.get(places)
    if (known !== undefined) return known
    const opening = open(places).catch((error: unknown) => {
      opened.delete(places)
      throw error
    })
    opened.set(places, opening)
    return opening
  }
}

async function prepare(
  model: Model,
  targets: Targets,
  options: AcervoOptions,
  only: ReadonlySet<string>,
) {
  const mode = options.migrations
  if (mode === 'inspect') return new Map<string, number>()
  const { versions } = await migrateAtStart({
    ...toMigrateOptions(model, targets, options),
    only,
    ...(mode === undefined ? {} : { mode }),
  })
  options.signal?.throwIfAborted()
  const reached = [...model.databases.values()].filter(({ name }) => only.has(name))
  const placed = Map.groupBy(reached, ({ schema }) => targets.of(schema))
  await Promise.all(
    [...placed].flatMap(([target, databases]) => [
      assertRuntimeRole(target),
      assertClosed(target, databases),
    ]),
  )
  return versions
}

function toMigrateOptions(
  model: Model,
  targets: MigrateOptions['targets'],
  options: AcervoOptions,
) {
  const { home, signal, onProgress } = options
  return {
    model,
    targets,
    scripts: targetScripts,
    ...(home === undefined ? {} : { home }),
    ...(signal === undefined ? {} : { signal }),
    onProgress: ({ database, name, state }: ApplyProgress) => {
      if (state === 'begun') onProgress?.({ step: 'migrate', database, name })
    },
  }
}

async function toTargetsOptions(
  model: Model,
  options: AcervoOptions,
  placed: Placement | undefined,
): Promise<TargetsOptions> {
  const databases = [...model.databases.values()]
  const objects = databases.flatMap(({ objects }) => objects)
  const extensions = objects.flatMap((one) => (one.type === 'extension' ? [one.name] : []))
  return {
    run: options.databaseUrl,
    migrate: options.migrateUrl,
    replica: options.replicaUrl,
    dataDirectory: options.dataDirectory,
    placement: toSchemas(model, placed),
    databases: databases.map(({ schema }) => schema),
    connectionsMax: options.connectionsMax,
    extensions: [...new Set(extensions)],
    allowPlain: options.allowPlain,
    ready: await toReady(model, options),
  }
}

/** A new directory is migrated before it is one, and kept: for these declarations, these files and this kernel only. */
async function toReady(model: Model, options: AcervoOptions): Promise<TargetsOptions['ready']> {
  const { cacheDirectory, databaseUrl, migrations } = options
  if (databaseUrl !== undefined || migrations === 'inspect') return undefined
  return {
    kept: cacheDirectory === undefined ? undefined : await toKept(model, options, cacheDirectory),
    build: async (target) => {
      options.onProgress?.({ step: 'create' })
      const targets = { of: () => target }
      const mode = migrations ?? 'develop'
      await migrateAtStart({ ...toMigrateOptions(model, targets, options), mode })
    },
  }
}

async function toKept(model: Model, options: AcervoOptions, cacheDirectory: string) {
  // Only one place: the digest asks for files, not for databases.
  const nowhere = { of: () => undefined as never }
  const digest = await toStartDigest(toMigrateOptions(model, nowhere, options))
  return { cacheDirectory, hash: digest.slice(0, 20) }
}
