// Who was erased is erased in what comes back, too: in every physical database of a copy that has a platform.
import type { Direct } from '../database/target.ts'
import { openMigrator } from '../database/targets.ts'
import type { Tombstone } from '../keys/kms.ts'
import { clearBlindIndexes } from '../keys/shred.ts'
import type { Model } from '../model/model.ts'
import type { BaseFacts } from './base.ts'

export interface Erasing {
  /** Subjects whose keys were deleted, whenever. */
  readonly tombstones: readonly Tombstone[]
  /** Which columns would still tell of them. */
  readonly model: Pick<Model, 'databases'>
}

/** Keys come back with the files; those of whoever was erased since go again, in every database that has some. */
export async function eraseAgain(
  { tombstones, model }: Erasing,
  { databases }: BaseFacts,
  urlOf: (database: string) => string,
): Promise<number> {
  let erased = 0
  for (const name of tombstones.length === 0 ? [] : databases) {
    const direct = await openMigrator(urlOf(name))
    try {
      const known = await direct.query({
        text: `select to_regclass('acervo.data_key')`,
        values: [],
      })
      if (known.rows[0]?.[0] === null) continue
      const schemas = await readSchemas(direct)
      const standing = [...model.databases.values()].filter(({ schema }) => schemas.has(schema))
      for (const { subject, at } of tombstones) {
        const text = 'select acervo.data_key_shred($1::text, $2::timestamptz)'
        const { rows } = await direct.query({ text, values: [subject, at] })
        erased += Number(rows[0]?.[0] ?? 0)
        await clearBlindIndexes(direct, standing, subject)
      }
    } finally {
      await direct.close()
    }
  }
  return erased
}

async function readSchemas(direct: Direct): Promise<ReadonlySet<string>> {
  const { rows } = await direct.query({ text: 'select nspname from pg_namespace', values: [] })
  return new Set(rows.flatMap(([name]) => name ?? []))
}
