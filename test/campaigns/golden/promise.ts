// The promise of exact partings, as long as it is asked to run.
import fc from 'fast-check'
import { afterAll, beforeAll, test } from 'vitest'
import { aiCore } from '../../../systems/ai-core/system.ts'
import { openTestPlatform, type TestPlatform } from '../../support/platform.ts'
import { type History, histories, runHistory } from './history.ts'

const emptyTables = 'truncate sm_global.parties, sm_global.source_records cascade'

export function holdHistories(options: {
  readonly runs: number
  readonly timeoutMs: number
}): void {
  let platform: TestPlatform<readonly [typeof aiCore]>
  beforeAll(async () => {
    platform = await openTestPlatform([aiCore])
  })
  afterAll(() => platform?.close())

  test(
    'a parting leaves what would stand had the merge never been',
    async () => {
      let runs = 0
      const run = async (history: History) => {
        // Each history replays the whole log: it must not grow without end.
        if (runs++ % 50 === 0) await platform.query(emptyTables)
        await runHistory(platform, history)
      }
      await fc.assert(fc.asyncProperty(histories, run), { numRuns: options.runs })
    },
    options.timeoutMs,
  )
}
