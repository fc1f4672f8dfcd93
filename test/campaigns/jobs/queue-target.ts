// A target with what every target has, for the tests of jobs: no database of anybody's on it, and a settable clock.
import type { Engine, Target } from '../../../kernel/database/target.ts'
import { setUpTarget } from '../../../kernel/migrate/set-up-target.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database/database.ts'

export interface QueueTarget extends TestDatabase {
  /** As the migrator. */
  query(text: string): Promise<readonly (readonly (string | null)[])[]>
}

export async function openQueueTarget(engine: Engine): Promise<QueueTarget> {
  const database = await openTestDatabase(engine)
  await setUp(database.target)
  return { ...database, query: (text) => askDirectly(database.target, text) }
}

export async function setUp(target: Target): Promise<void> {
  const direct = await target.direct()
  try {
    await setUpTarget(direct, { testClock: true })
  } finally {
    await direct.close()
  }
}

async function askDirectly(target: Target, text: string) {
  const direct = await target.direct()
  try {
    return (await direct.query({ text, values: [] })).rows
  } finally {
    await direct.close()
  }
}

/** What a job acts with where it needs no database. */
export const noPlatform = Object.freeze({ db: { as: () => undefined } })
