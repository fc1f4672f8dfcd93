// A Model straight onto an empty target, without migration files: for tests and for throw-away copies.
// A served database is never made this way: it would have no history to go on from.
import type { Direct } from '../database/target.ts'
import { renderDatabase, toText } from '../ddl/database.ts'
import type { DatabaseModel } from '../model/model.ts'
import { makePartitions } from './partitions.ts'
import { type SetUpOptions, setUpTarget } from './set-up-target.ts'

export async function applyModel(
  direct: Direct,
  databases: readonly DatabaseModel[],
  options: Omit<SetUpOptions, 'objects'> = {},
): Promise<void> {
  await setUpTarget(direct, { ...options, objects: databases.flatMap(({ objects }) => objects) })
  await direct.script(databases.map((database) => toText(renderDatabase(database))).join('\n'))
  await makePartitions(direct, databases)
}
