// C4 in small: 600 rows, one rotation under load.
import { test } from 'vitest'
import { onEachEngine } from '../../support/database.ts'
import { rotationCampaign } from './rotation.ts'

onEachEngine(() => {
  test('keys are replaced under load and no read fails', async () => {
    await rotationCampaign({ rows: 600, rounds: 1, readers: 2, writers: 1 })
  }, 120_000)
})
