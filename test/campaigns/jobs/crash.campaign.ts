// 200 kills of workers on a server, a tenth of them pauses; 30 kills of the one process of the embedded engine.
import { test } from 'vitest'
import { onEachEngine } from '../../support/database/database.ts'
import { crashCampaign } from './crash.ts'

onEachEngine((engine) => {
  test('killed workers lose no job, paused ones complete none that is not theirs', async () => {
    const full = engine === 'postgres' ? { kills: 200, pauses: 20 } : { kills: 30, pauses: 0 }
    await crashCampaign(engine, { ...full, jobs: engine === 'postgres' ? 4000 : 1000, seed: 200 })
  })
})
