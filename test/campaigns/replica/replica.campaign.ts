// Nobody reads less than he has written: 10,000 checks with a standby that lags and halts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { type Beside, openBeside, readOwnWrites } from './replica.ts'

onPostgres(() => {
  let beside: Beside
  beforeAll(async () => {
    beside = await openBeside(15)
  })
  afterAll(() => beside?.close())

  test('10,000 of 10,000 reads see what their reader wrote', async () => {
    const { checks, stale, state } = await readOwnWrites(beside, { checks: 10_000, writers: 8 })
    console.log(`${checks} checks, ${stale} stale; standby: ${JSON.stringify(state)}`)
    expect(stale).toBe(0)
    expect(checks).toBeGreaterThanOrEqual(10_000)
    // Both had their part, or nothing was shown.
    expect(state.served).toBeGreaterThan(500)
    expect(state.behind).toBeGreaterThan(100)
  })
})
