// 30 minutes of load with nothing wrong: a look every 15 s, and nobody is told anything.
import { expect, test } from 'vitest'
import { onEachEngine } from '../../support/database.ts'
import { holdCleanLoad } from './clean-load.ts'

onEachEngine((engine) => {
  test('30 minutes of clean load raise no alert', async () => {
    const found = await holdCleanLoad({ seconds: 1_800, everySeconds: 15, rate: 5 })
    process.stdout.write(`${engine} ${JSON.stringify(found)}\n`)
    expect(found).toMatchObject({ told: [], alerts: [], failures: [] })
    expect(found.looks).toBeGreaterThanOrEqual(119)
    expect(found.applied).toBeGreaterThan(1_000)
  }, 2_400_000)
})
