// Every mutant is caught in one of a few storms, and the right relay is never accused.
import { afterAll, expect, test } from 'vitest'
import { type Areas, openAreas } from '../../support/events/areas.ts'
import { openTestStream, type TestStream } from '../../support/events/nats.ts'
import { mutants } from './mutants.ts'
import { type Mutation, runStorm, type StormReport } from './storm.ts'
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
  const caught: string[] = []
  afterAll(() => {
    console.info(
      `storms: ${storms} of ${faults} faults, ${mutants.length} mutants, seed ${seed}\n  ${caught.join('\n  ')}`,
    )
  })
  const run = async (
    at: number,
    { areas, stream }: Place,
    mutation: Mutation = {},
  ): Promise<StormReport> => {
    await stream.nats()
    await stream.purge()
    return runStorm({ areas, stream, seed: seed + at, faults, mutation })
  }

  // A storm waits most of its time: several rage at once, each over databases and a stream of its own.
  test.concurrent(
    'the right relay loses, repeats and disorders nothing',
    () =>
      inPlace(async (place) => {
        for (let at = 0; at < storms; at++) {
          const report = await run(at, place)
          expect(report.verdict, `storm ${seed + at}: ${JSON.stringify(report)}`).toEqual(innocent)
          expect(report.acked).toBeGreaterThan(faults)
        }
      }),
    3_600_000,
  )

  test.concurrent.each(mutants)(
    'is caught: %s',
    (name, mutate) =>
      inPlace(async (place) => {
        for (let at = 0; at < chances; at++) {
          const { verdict } = await run(at, place, mutate())
          const charges = Object.entries(verdict).filter(([, count]) => count > 0)
          if (charges.length === 0) continue
          caught.push(`${name}: ${charges.map(([what, count]) => `${count} ${what}`).join(', ')}`)
          return
        }
        expect.unreachable(`nobody noticed in ${chances} storms from seed ${seed}`)
      }),
    600_000,
  )
}

interface Place {
  readonly areas: Areas
  readonly stream: TestStream
}

async function inPlace(body: (place: Place) => Promise<void>): Promise<void> {
  const areas = await openAreas()
  const stream = openTestStream()
  try {
    await body({ areas, stream })
  } finally {
    await stream.close()
    await areas.close()
  }
}
