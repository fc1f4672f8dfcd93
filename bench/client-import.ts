// How much does a program pay for importing the client, before it opens anything? Run as a user's program would be,
// with Node's compile cache filled. Beside it: the declarations of all five systems too, that without the cache, and
// with the Model made, which opening does.
import assert from 'node:assert/strict'
import { runScript } from './child.ts'
import type { Measurement } from './result.ts'
import { median, ratio } from './rounds.ts'

const rounds = 15
const goalMs = 60

export async function measure(): Promise<Measurement> {
  const arms = ['nothing', 'client', 'systems', 'uncached', 'model'] as const
  const times = toLists(arms)
  const inside = toLists(arms)
  await runScript('start/import.ts', 'fill')
  for (const arm of arms) await runScript('start/import.ts', arm)
  for (let round = 0; round < rounds; round++)
    for (const arm of arms) {
      const { ms, answer } = await runScript('start/import.ts', arm)
      assert.equal(Number(answer.systemCount) > 0, arm !== 'nothing' && arm !== 'client')
      assert.equal(Number(answer.tableCount) > 20, arm === 'model')
      times[arm].push(ms)
      inside[arm].push(Number(answer.ms))
    }
  const addedBy = (arm: (typeof arms)[number]) =>
    times[arm].map((ms, at) => ms - (times.nothing[at] ?? 0))
  return {
    question: 'Importing the client, and the declarations of all systems.',
    claims: [
      {
        claim: 'what a program pays for the client, of 60 ms',
        ratio: ratio(addedBy('client'), Array(rounds).fill(goalMs)),
        atMost: 1,
      },
    ],
    figures: {
      addedMs: median(addedBy('client')),
      addedWithSystemsMs: median(addedBy('systems')),
      ...Object.fromEntries(
        arms.map((arm) => [
          arm,
          { fromSpawnMs: median(times[arm]), inProcessMs: median(inside[arm]) },
        ]),
      ),
    },
  }
}

function toLists<Arm extends string>(arms: readonly Arm[]): Record<Arm, number[]> {
  return Object.fromEntries(arms.map((arm) => [arm, [] as number[]])) as Record<Arm, number[]>
}
