// Every mutant is caught in one of a few storms, and the right relay is never accused.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Areas, openAreas } from '../../support/events/areas.ts'
import { openTestStream, type TestStream } from '../../support/events/nats.ts'
import { mutants } from './mutants.ts'
import { runStorm, type StormReport } from './storm.ts'
import { innocent } from './verdict.ts'

export interface MutantSize {
  /** Storms that the right relay weathers. */
  readonly storms: number
  /** Faults of a storm. */
  readonly faults: number
  /** Storms in which a mutant must be caught once. */
  readonly chances: number
  readonly seed: number
}

export function holdMutants({ storms, faults, chances, seed }: MutantSize): void {
  let areas: Areas
  let stream: TestStream
  const caught: string[] = []
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(async () => {
    console.info(
      `storms: ${storms} of ${faults} faults, ${mutants.length} mutants, seed ${seed}\n  ${caught.join('\n  ')}`,
    )
    await areas?.close()
  })
  beforeEach(() => {
    stream = openTestStream()
  })
  afterEach(() => stream.close())
  const run = async (at: number, mutation = {}): Promise<StormReport> => {
    await stream.nats()
    await stream.purge()
    return runStorm({ areas, stream, seed: seed + at, faults, mutation })
  }

  test('the right relay loses, repeats and disorders nothing', async () => {
    for (let at = 0; at < storms; at++) {
      const report = await run(at)
      expect(report.verdict, `storm ${seed + at}: ${JSON.stringify(report)}`).toEqual(innocent)
      expect(report.acked).toBeGreaterThan(faults)
    }
  }, 3_600_000)

  test.each(mutants)(
    'is caught: %s',
    async (name, mutate) => {
      for (let at = 0; at < chances; at++) {
        const { verdict } = await run(at, mutate())
        const charges = Object.entries(verdict).filter(([, count]) => count > 0)
        if (charges.length === 0) continue
        caught.push(`${name}: ${charges.map(([what, count]) => `${count} ${what}`).join(', ')}`)
        return
      }
      expect.unreachable(`nobody noticed in ${chances} storms from seed ${seed}`)
    },
    600_000,
  )
}
