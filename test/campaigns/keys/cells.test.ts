// C1 as CI runs it: all the bit flips, fewer round trips.
import { test } from 'vitest'
import { cellsCampaign } from './cells.ts'

test('no changed or moved cell opens', () => {
  cellsCampaign({ flips: 100_000, roundTrips: 20_000, places: 200 })
}, 60_000)
