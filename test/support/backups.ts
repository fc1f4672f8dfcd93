// A house that is filled and backed up, on the engine of this test project, and empty places to restore it to. Only
// tests import it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBackup } from '../../kernel/backup/create.ts'
import { type DrillOptions, drillBackup } from '../../kernel/backup/drill.ts'
import { openFolderStore } from '../../kernel/backup/folder-store.ts'
import type { BackupOptions } from '../../kernel/backup/making.ts'
import { restoreBackup } from '../../kernel/backup/restore.ts'
import type { RestoreOptions } from '../../kernel/backup/restoring.ts'
import { toOpener, unsealed } from '../../kernel/backup/sealing.ts'
import { createAcervo } from '../../kernel/client/create-acervo.ts'
import { targetScripts } from '../../kernel/client/target-scripts.ts'
import { extensionNames } from '../../kernel/database/embedded/extensions.ts'
import { openEmbedded } from '../../kernel/database/embedded/open.ts'
import type { Target } from '../../kernel/database/target.ts'
import { openTestDatabase } from './database/database.ts'
import { engine } from './database.ts'
import { fill, house } from './moving.ts'

export interface Place {
  readonly target: Target
  /** For createAcervo, once the target is closed where it is embedded. */
  readonly options: object
  query(text: string): Promise<readonly (readonly (string | null)[])[]>
  /** Gives an embedded directory back, so that a platform may open it. */
  release(): Promise<void>
  close(): Promise<void>
}

/** In memory where nobody opens it again. */
export async function openPlace({ isKept = false } = {}): Promise<Place> {
  const home = await mkdtemp(join(tmpdir(), 'acervo-place-'))
  if (engine === 'postgres') {
    const database = await openTestDatabase('postgres')
    const options = { databaseUrl: database.run, migrateUrl: database.migrate, dataDirectory: home }
    const close = async () => {
      await database.close()
      await rm(home, { recursive: true, force: true })
    }
    const { target } = database
    return { target, options, query: queryOf(target), release: async () => undefined, close }
  }
  const target = await openEmbedded({
    ...(isKept ? { dataDirectory: home } : {}),
    extensions: extensionNames,
  })
  const close = async () => {
    await target.close()
    await rm(home, { recursive: true, force: true })
  }
  const release = () => target.close()
  return { target, options: { dataDirectory: home }, query: queryOf(target), release, close }
}

export function queryOf(target: Target): Place['query'] {
  return async (text) => {
    const direct = await target.direct()
    try {
      return (await direct.query({ text, values: [] })).rows
    } finally {
      await direct.close()
    }
  }
}

export async function openHouse() {
  const home = await mkdtemp(join(tmpdir(), 'acervo-house-'))
  const place = await openPlace({ isKept: true })
  await place.release()
  const keyFile = join(home, 'keys.json')
  const open = (options: object = place.options) =>
    createAcervo({ systems: [house(home)], home, keyFile, migrations: 'develop', ...options })
  const acervo = await open()
  await fill(acervo)
  const store = openFolderStore(join(home, 'backups'))
  const { model, targets } = acervo
  const databases = [...model.databases.values()]
  const common = { model, home, store, scripts: targetScripts }
  const opener = await toOpener([])
  return {
    acervo,
    store,
    folder: join(home, 'backups'),
    open,
    query: queryOf(targets.of('t_house')),
    backup: (wish: Partial<BackupOptions> = {}) =>
      createBackup({
        ...{ ...common, targets, databases, sealer: unsealed, content: 'all', label: 'manual' },
        ...{ embeddings: 'with', version: 'test' },
        ...wish,
      } as BackupOptions),
    restore: (name: string, target: Target, wish: Partial<RestoreOptions> = {}) =>
      restoreBackup({
        ...common,
        name,
        target: async () => target,
        opener,
        tombstones: [],
        ...wish,
      }),
    drill: (name: string, target: Target, wish: Partial<DrillOptions> = {}) =>
      drillBackup({ ...common, name, target: async () => target, opener, tombstones: [], ...wish }),
    close: async () => {
      await acervo.close()
      await place.close()
      await rm(home, { recursive: true, force: true })
    },
  }
}
