// What the matrix and its mutants promise, at whatever size.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defineModel, type Model } from '../../../kernel/index.ts'
import { systems } from '../../../systems/index.ts'
import { shopSystem } from '../../journeys/attacks/shop.ts'
import { isOfTenants } from './fill.ts'
import { runMatrix } from './matrix.ts'
import { aboutOf, mutants } from './mutants.ts'
import { openAlone, openFull, type World, type WorldOptions } from './world.ts'

const timeout = 900_000

export interface LeakSize {
  readonly oneIn: number
  readonly casesMin: number
  /** Of the tables of the project's systems, which are many. */
  readonly ownOneIn?: number
  /** How many mutants stand for one that is tried. */
  readonly mutantsOneIn?: number
  /** Of a mutant's run: it ends with the first leak. */
  readonly mutantOneIn: number
}

export function holdLeaks(
  engine: string,
  { oneIn, casesMin, ownOneIn = oneIn, mutantOneIn, mutantsOneIn = 1 }: LeakSize,
): void {
  describe('the system of all shapes', () => {
    const model = defineModel([shopSystem])
    const worlds = openWorlds(model)

    test('shows, tells and changes nothing of anybody else', { timeout }, async () => {
      const { full, alone } = worlds()
      const started = performance.now()
      const { leaks, ...counts } = await runMatrix(full, alone, { oneIn })
      const seconds = Math.round((performance.now() - started) / 1000)
      console.info(`leaks, ${engine}: one in ${oneIn}, ${seconds} s`, JSON.stringify(counts))
      expect(leaks.slice(0, 5)).toEqual([])
      expect(counts.cases).toBeGreaterThanOrEqual(casesMin)
      const databases = [...model.databases.values()]
      const tables = databases.flatMap(({ tables }) => [...tables.values()])
      expect(counts.tables.length).toBe(tables.filter(isOfTenants).length)
    })

    test.each(mutants.filter((_, at) => at % mutantsOneIn === 0))(
      'the matrix finds $name',
      { timeout },
      async (mutant) => {
        const { full, alone } = worlds()
        const { name, open, close, isSession = false } = mutant
        for (const { prober } of [full, alone]) await prober.script(open)
        try {
          const { leaks, cases } = await runMatrix(full, alone, {
            oneIn: mutantOneIn,
            about: aboutOf(mutant),
            stopAtFirst: true,
            isSession,
          })
          console.info(
            `${name}: after ${cases} cases`,
            leaks[0]?.why ?? 'nothing',
            leaks[0]?.sql ?? '',
          )
          expect(leaks.length).toBe(1)
        } finally {
          for (const { prober } of [full, alone]) await prober.script(close)
        }
      },
    )

    test('closed again, nothing is left of the holes', { timeout }, async () => {
      const { full, alone } = worlds()
      const { leaks } = await runMatrix(full, alone, { oneIn: oneIn * 3 })
      expect(leaks.slice(0, 5)).toEqual([])
    })
  })

  const own = defineModel(systems as never)
  const tables = [...own.databases.values()].flatMap(({ tables }) =>
    [...tables.values()].filter(isOfTenants),
  )
  if (tables.length > 0)
    describe('the systems of the project', () => {
      const worlds = openWorlds(own, { isOwn: true })
      test(`${tables.length} tables of tenants show, tell and change nothing`, {
        timeout,
      }, async () => {
        const { full, alone } = worlds()
        const { leaks, ...counts } = await runMatrix(full, alone, { oneIn: ownOneIn })
        console.info(`leaks of the systems, ${engine}:`, JSON.stringify(counts))
        expect(leaks.slice(0, 5)).toEqual([])
        expect(counts.tables.length).toBe(tables.length)
      })
    })
}

function openWorlds(
  model: Model,
  options: WorldOptions = {},
): () => { readonly full: World; readonly alone: World } {
  let full: World | undefined
  let alone: World | undefined
  beforeAll(async () => {
    full = await openFull(model, options)
    alone = await openAlone(model, options)
  }, 120_000)
  afterAll(async () => {
    await full?.close()
    await alone?.close()
  })
  return () => ({ full: full as World, alone: alone as World })
}
