// C4 at full size: a million data keys would be a million people; a hundred thousand say as much of the shape.
import { test } from 'vitest'
import { onEachEngine } from '../../support/database.ts'
import { rotationCampaign } from './rotation.ts'

onEachEngine((engine) => {
  test('keys are replaced under load and no read fails', async () => {
    const rows = engine === 'postgres' ? 100_000 : 10_000
    await rotationCampaign({ rows, rounds: 3, readers: 6, writers: 3 })
  })
})
