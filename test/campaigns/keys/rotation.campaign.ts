// C4 at full size.
import { test } from 'vitest'
import { onEachEngine } from '../../support/database.ts'
import { rotationCampaign } from './rotation.ts'

onEachEngine((engine) => {
  test('keys are replaced under load and no read fails', async () => {
    const rows = engine === 'postgres' ? 30_000 : 10_000
    await rotationCampaign({ rows, rounds: 3, readers: 6, writers: 3 })
  })
})
