// The crash campaign in small: three kills and a pause on a server, two kills on the embedded engine.
import { test } from 'vitest'
import { onEachEngine } from '../../support/database/database.ts'
import { crashCampaign } from './crash.ts'

onEachEngine((engine) => {
  test('killed workers lose no job, paused ones complete none that is not theirs', async () => {
    const small = engine === 'postgres' ? { kills: 4, pauses: 1 } : { kills: 2, pauses: 0 }
    await crashCampaign(engine, { ...small, jobs: 120, seed: 5 })
  }, 120_000)
})
