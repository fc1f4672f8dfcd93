// A platform with encrypted columns on a PostgreSQL of the test's own, whose every file may be read.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Acervo, DatabasesOf } from '../../../kernel/client/acervo.ts'
import { createAcervo } from '../../../kernel/client/create-acervo.ts'
import { createRuntimeLogin, renderRoles } from '../../../kernel/database/roles.ts'
import { openMigrator } from '../../../kernel/database/targets.ts'
import type { System } from '../../../kernel/table/database.ts'
import { patientsSystem } from '../../support/patients.ts'
import { type Cluster, startCluster } from '../events/servers.ts'

export interface OnCluster<S extends readonly System[] = readonly [typeof patientsSystem]> {
  readonly cluster: Cluster
  /** Of keys, migrations and dumps: not where the database is. */
  readonly folder: string
  readonly keyFile: string
  /** The platform on a database of the cluster. */
  open(database?: string): Promise<Acervo<DatabasesOf<S>>>
  query(text: string, database?: string): Promise<readonly (readonly (string | null)[])[]>
  close(): Promise<void>
}

export async function openOnCluster(settings: readonly string[] = []): Promise<OnCluster> {
  return openSystemsOnCluster([patientsSystem], settings)
}

export async function openSystemsOnCluster<const S extends readonly System[]>(
  systems: S,
  settings: readonly string[] = [],
): Promise<OnCluster<S>> {
  const cluster = await startCluster(settings)
  const folder = await mkdtemp(join(tmpdir(), 'acervo-keys-'))
  const keyFile = join(folder, 'keys.json')
  const password = randomBytes(12).toString('hex')
  const admin = await openMigrator(cluster.url)
  await admin.script(renderRoles())
  await createRuntimeLogin(admin, { name: 'keeper', password })
  await admin.close()
  const urlOf = (database: string) => {
    const url = new URL(cluster.url)
    url.pathname = `/${database}`
    return url
  }
  return {
    cluster,
    folder,
    keyFile,
    open: (database = 'postgres') => {
      const run = urlOf(database)
      run.username = 'keeper'
      run.password = password
      const migrateUrl = urlOf(database).href
      const place = { databaseUrl: run.href, migrateUrl, home: folder, keyFile }
      return createAcervo({ systems, migrations: 'develop', ...place })
    },
    query: async (text, database = 'postgres') => {
      const direct = await openMigrator(urlOf(database).href)
      try {
        return (await direct.query({ text, values: [] })).rows
      } finally {
        await direct.close()
      }
    },
    close: async () => {
      await cluster.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
