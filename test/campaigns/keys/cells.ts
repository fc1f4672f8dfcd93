// C1: cells that were changed by a bit, and cells that were moved, none of which may open; and as many that were
// left alone, all of which must.
import { expect } from 'vitest'
import { openCell, type Place, sealCell } from '../../../kernel/keys/cell.ts'
import { DataKey } from '../../../kernel/keys/data-key.ts'

export interface CellsSize {
  readonly flips: number
  readonly roundTrips: number
  readonly places: number
}

export function cellsCampaign({ flips, roundTrips, places }: CellsSize): void {
  const key = DataKey.make()
  const place: Place = {
    database: 'care',
    table: 'patient',
    column: 'ssn',
    row: ['r'],
    tenant: 't',
  }
  const random = numbers(7411)
  const start = performance.now()
  for (let n = 0; n < roundTrips; n++) {
    const value = Buffer.from(`value ${n} ${'x'.repeat(random(40))}`)
    const opened = openCell(key, place, sealCell(key, place, value))
    if (opened?.equals(value) !== true) throw new Error(`round trip ${n} failed`)
  }
  let opened = 0
  for (let n = 0; n < flips; n++) {
    const cell = sealCell(key, place, Buffer.from(`value ${n}`))
    const bit = random(cell.length * 8)
    cell[bit >> 3] = (cell[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    if (openCell(key, place, cell) !== undefined) opened++
  }
  expect(opened, 'changed cells that opened').toBe(0)
  const swaps = swapAll(places)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(
    `C1: ${roundTrips} round trips, ${flips} bit flips, ${swaps} swaps over ${places} places, ${seconds} s`,
  )
}

/** Every cell at every other place: no two places may be one to the cipher. */
function swapAll(count: number): number {
  const key = DataKey.make()
  const words = ['a', 'b', 'ab', '', 'a.b', '1:a', 'a1:b', '-', ':', 'é']
  const random = numbers(42)
  const word = () => words[random(words.length)] as string
  const made = new Map<string, Place>()
  while (made.size < count) {
    const row = Array.from({ length: 1 + random(2) }, word)
    const tenant = random(4) === 0 ? null : word()
    const place = { database: word(), table: word(), column: word(), row, tenant }
    made.set(JSON.stringify(place), place)
  }
  const all = [...made.values()]
  const cells = all.map((place) => sealCell(key, place, Buffer.from('value')))
  let swaps = 0
  for (const [from, cell] of cells.entries())
    for (const [to, place] of all.entries()) {
      const opened = openCell(key, place, cell)
      if ((opened !== undefined) !== (from === to))
        throw new Error(`from ${JSON.stringify(all[from])} to ${JSON.stringify(place)}`)
      if (from !== to) swaps++
    }
  return swaps
}

/** Whole numbers below `n`, the same for the same seed. */
function numbers(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
