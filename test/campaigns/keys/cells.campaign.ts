// C1 at full size.
import { test } from 'vitest'
import { cellsCampaign } from './cells.ts'

test('no changed or moved cell opens', () => {
  cellsCampaign({ flips: 100_000, roundTrips: 1_000_000, places: 1_000 })
})
