// How much does a program pay for importing the door and all systems, before it opens anything? Run twice as a
// user's program would be: with Node's compile cache filled, and without it.
import assert from 'node:assert/strict'
import { runScript } from './child.ts'
import type { Measurement } from './result.ts'
import { median, ratio } from './rounds.ts'

const rounds = 9
const goalMs = 60

export async function measure(): Promise<Measurement> {
  const arms = ['nothing', 'cached', 'uncached'] as const
  const times = { nothing: [] as number[], cached: [] as number[], uncached: [] as number[] }
  const inside = { nothing: [] as number[], cached: [] as number[], uncached: [] as number[] }
  for (const arm of arms) await runScript('start/import.ts', arm)
  for (let round = 0; round < rounds; round++)
    for (const arm of arms) {
      const { ms, answer } = await runScript('start/import.ts', arm)
      assert.equal(Number(answer.tables) > 20, arm !== 'nothing')
      times[arm].push(ms)
      inside[arm].push(Number(answer.ms))
    }
  const added = times.cached.map((ms, at) => ms - (times.nothing[at] ?? 0))
  return {
    question: 'Importing the door and all systems, and making the Model.',
    claims: [
      {
        claim: 'what a program pays, of 60 ms',
        ratio: ratio(added, Array(rounds).fill(goalMs)),
        atMost: 1,
      },
    ],
    figures: {
      addedMs: median(added),
      ...Object.fromEntries(
        arms.map((arm) => [
          arm,
          { fromSpawnMs: median(times[arm]), inProcessMs: median(inside[arm]) },
        ]),
      ),
    },
  }
}
