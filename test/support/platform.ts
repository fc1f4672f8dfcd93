// A whole platform for a test: typed client, REST's door and the migrator's SQL, over a database of its own.
import type { Acervo, DatabasesOf } from '../../kernel/client/acervo.ts'
import { toAcervo } from '../../kernel/client/to-acervo.ts'
import type { Result } from '../../kernel/database/target.ts'
import { openKeysInMemory } from '../../kernel/keys/key-file.ts'
import type { Kms } from '../../kernel/keys/kms.ts'
import { Vault } from '../../kernel/keys/vault.ts'
import { defineModel } from '../../kernel/model/define-model.ts'
import type { System } from '../../kernel/table/database.ts'
import { openTestTargets, type TestTargets } from './database.ts'

export interface TestPlatform<S extends readonly System[]> extends TestTargets {
  readonly acervo: Acervo<DatabasesOf<S>>
  readonly db: Acervo<DatabasesOf<S>>['db']
  /** As the migrator, past every policy. */
  query(text: string, values?: unknown[]): Promise<Result>
}

export async function openTestPlatform<const S extends readonly System[]>(
  systems: S,
  keys: Kms = openKeysInMemory(),
): Promise<TestPlatform<S>> {
  const model = defineModel(systems)
  const opened = await openTestTargets(model)
  const vault = Promise.resolve(new Vault(keys))
  const acervo = toAcervo<DatabasesOf<S>>({ model, targets: opened.targets, vault: () => vault })
  return {
    ...opened,
    acervo,
    db: acervo.db,
    query: async (text, values = []) => {
      const schemas = [...model.databases.values()].map(({ schema }) => schema)
      const named = schemas.find((schema) => new RegExp(`\\b${schema}\\b`).test(text))
      const target = named === undefined ? opened.targets.all()[0] : opened.targets.of(named)
      if (target === undefined) throw new Error('the platform has no target')
      const session = await target.direct()
      try {
        return await session.query({ text, values })
      } finally {
        await session.close()
      }
    },
  }
}
