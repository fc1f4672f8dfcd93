// An empty database for the tests of this room: in memory, or one of its own on the real server. Only tests
// import it, beside test/support/database.ts.
import { randomBytes } from 'node:crypto'
import { quoteIdentifier } from '../../../kernel/database/sql.ts'
import type { Direct, Engine, Result, Target } from '../../../kernel/database/target.ts'
import { openMigrator, openTargets } from '../../../kernel/database/targets.ts'
import { serverUrl } from '../database.ts'

export interface EmptyDatabase {
  readonly target: Target
  readonly targets: { of(schema: string): Target }
  /** Of the migrator; empty on the embedded engine. */
  readonly url: string
  /** As the migrator, on a session of its own. */
  query(text: string, values?: readonly unknown[]): Promise<Result>
  script(text: string): Promise<void>
  close(): Promise<void>
}

const extensions = ['vector', 'unaccent', 'btree_gist', 'pg_trgm'] as const

export async function openEmpty(engine: Engine): Promise<EmptyDatabase> {
  const server = engine === 'postgres' ? await createDatabase(serverUrl as string) : undefined
  const url = server?.url ?? ''
  const run = server?.url
  const targets = await openTargets({ databases: ['any'], extensions, run, migrate: run })
  const target = targets.of('any')
  const use = async <T>(body: (direct: Direct) => Promise<T>): Promise<T> => {
    const direct = await target.direct()
    try {
      return await body(direct)
    } finally {
      await direct.close()
    }
  }
  return {
    target,
    targets: { of: () => target },
    url,
    query: (text, values = []) => use((direct) => direct.query({ text, values })),
    script: (text) => use(async (direct) => void (await direct.script(text))),
    close: async () => {
      await targets.close()
      await server?.drop()
    },
  }
}

async function createDatabase(server: string) {
  const name = `acervo_test_${randomBytes(6).toString('hex')}`
  const admin = await openMigrator(server)
  await admin.script(`create database ${quoteIdentifier(name)}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    drop: async () => {
      await admin.script(`drop database ${quoteIdentifier(name)} with (force)`)
      await admin.close()
    },
  }
}
