// `migrate write`: the files that stand are applied to a throw-away database in memory, what it then lacks of
// the Model becomes new files. The live database is not asked: files follow from files and declarations alone.
import type { ExtensionName } from '../database/embedded/extensions.ts'
import { openEmbedded } from '../database/embedded/open.ts'
import type { Direct } from '../database/target.ts'
import { hashDatabase } from '../ddl/database.ts'
import type { DatabaseModel } from '../model/model.ts'
import { applyLocked } from './apply.ts'
import type { FileBody, MigrationFile } from './file.ts'
import { readFiles, toFileObjects, writeFiles } from './files.ts'
import { planDatabase } from './plan-database.ts'
import { renderFirst } from './plan-tables.ts'
import { setUpTarget } from './set-up-target.ts'

export interface WriteOptions {
  readonly database: DatabaseModel
  readonly home: string
  /** a-z, 0-9 and _; `initial` for the first. */
  readonly name: string
  readonly allowLoss?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** Answers the files written: none when the last one already stands for this declaration. */
export async function writeMigration(options: WriteOptions): Promise<readonly MigrationFile[]> {
  const { database, home } = options
  const files = await readFiles(home, database.name)
  if (isCurrent(database, files)) return []
  const bodies =
    files.length === 0
      ? [renderFirst(database)]
      : await withReplica(options, files, (direct) => planDatabase(direct, database, options))
  return writeBodies(bodies, { database, home, name: options.name, files })
}

export function isCurrent(database: DatabaseModel, files: readonly MigrationFile[]): boolean {
  return files.at(-1)?.modelHash === hashDatabase(database)
}

export interface BodiesOptions {
  readonly database: DatabaseModel
  readonly home: string
  readonly name: string
  /** Those that stand. */
  readonly files: readonly MigrationFile[]
}

export function writeBodies(
  bodies: readonly FileBody[],
  { database, home, name, files }: BodiesOptions,
): Promise<readonly MigrationFile[]> {
  return writeFiles(bodies.length === 0 ? [nothing] : bodies, {
    home,
    database: database.name,
    name,
    modelHash: hashDatabase(database),
    objects: database.objects,
    after: files.length,
  })
}

/** Another text for the same catalog: only the hash of the declaration goes on. */
const nothing: FileBody = {
  kind: 'transactional',
  headers: {},
  steps: [{ title: 'the catalog stays as it is', locks: [], sql: 'select 1' }],
}

async function withReplica<T>(
  { database, signal }: WriteOptions,
  files: readonly MigrationFile[],
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  const objects = [...database.objects, ...toFileObjects(files)]
  const names = objects.flatMap((object): ExtensionName[] =>
    object.type === 'extension' ? [object.name] : [],
  )
  const target = await openEmbedded({ extensions: [...new Set(names)] })
  try {
    const direct = await target.direct()
    try {
      await setUpTarget(direct, { objects, signal })
      await applyLocked(direct, [{ database, files }], { signal })
      return await body(direct)
    } finally {
      await direct.close()
    }
  } finally {
    await target.close()
  }
}
