// One database for the tests of a file, and for each test a home of its own, both emptied after it: what a later
// file does to tables that stand. Called inside `onEachEngine`; only tests import it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { Difference } from '../../../kernel/migrate/compare.ts'
import { readDrift } from '../../../kernel/migrate/operations.ts'
import { migrateAtStart } from '../../../kernel/migrate/start.ts'
import { writeMigration } from '../../../kernel/migrate/write.ts'
import type { Tables } from '../../../kernel/table/database.ts'
import { engine } from '../database.ts'
import { type EmptyDatabase, openEmpty } from './empty.ts'
import { toDatabase, toModel } from './shop.ts'

export function useLaterFiles() {
  let empty: EmptyDatabase
  let home: string
  beforeAll(async () => {
    empty = await openEmpty(engine)
  })
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'acervo-later-'))
    return async () => {
      await empty.script('drop schema t_shop cascade; delete from acervo.migration')
      await rm(home, { recursive: true, force: true })
    }
  })
  afterAll(() => empty?.close())

  return {
    script: (text: string) => empty.script(text),
    query: (text: string) => empty.query(text),
    target: () => empty.target,
    develop: (tables: Tables) =>
      migrateAtStart({ targets: empty.targets, model: toModel(tables, home), mode: 'develop' }),
    write: (tables: Tables, allowLoss: boolean) =>
      writeMigration({ database: toDatabase(tables), home, name: 'later', allowLoss }),
    differences: async (tables: Tables): Promise<readonly Difference[]> => {
      const drift = await readDrift({ targets: empty.targets, model: toModel(tables, home) })
      return drift.flatMap(({ differences }) => differences)
    },
  }
}
