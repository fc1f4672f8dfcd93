// An empty database for the tests of this room, of the embedded engine or on the real server. Only tests import it,
// beside test/support/database.ts.
import { randomBytes } from 'node:crypto'
import { quoteIdentifier } from '../../../kernel/database/sql.ts'
import type { Direct, Engine, Result, Target } from '../../../kernel/database/target.ts'
import { openMigrator, openTargets } from '../../../kernel/database/targets.ts'
import { serverUrl } from '../database.ts'
import {
  copyDirectory,
  createCopy,
  emptyTemplate,
  type Template,
  withDatabase,
} from '../templates.ts'

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

/** `template`: where it is not to be empty after all. */
export async function openEmpty(
  engine: Engine,
  template: Template = emptyTemplate,
): Promise<EmptyDatabase> {
  const { url, dataDirectory, remove } =
    engine === 'postgres'
      ? await createDatabase(serverUrl as string, template)
      : { url: undefined, ...(await copyDirectory(template)) }
  const databases = ['any']
  const targets = await openTargets({
    databases,
    extensions,
    run: url,
    migrate: url,
    dataDirectory,
  })
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
    url: url ?? '',
    query: (text, values = []) => use((direct) => direct.query({ text, values })),
    script: (text) => use(async (direct) => void (await direct.script(text))),
    close: async () => {
      await targets.close()
      await remove()
    },
  }
}

async function createDatabase(server: string, template: Template) {
  const name = `acervo_test_${randomBytes(6).toString('hex')}`
  const admin = await openMigrator(server)
  await createCopy(admin, server, name, template)
  return {
    url: withDatabase(server, name),
    dataDirectory: undefined,
    remove: async () => {
      await admin.script(`drop database ${quoteIdentifier(name)} with (force)`)
      await admin.close()
    },
  }
}
