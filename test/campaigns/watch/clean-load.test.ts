// The same as clean-load.campaign.ts in small: 4 seconds with a look every second.
import { expect, test } from 'vitest'
import { onEachEngine } from '../../support/database.ts'
import { holdCleanLoad } from './clean-load.ts'

onEachEngine(() => {
  test('a clean load raises no alert', async () => {
    const found = await holdCleanLoad({ seconds: 4, everySeconds: 1, rate: 20 })
    expect(found).toMatchObject({ told: [], alerts: [], failures: [] })
    expect(found.looks).toBeGreaterThanOrEqual(4)
    expect(found.applied).toBeGreaterThan(0)
  }, 60_000)
})
