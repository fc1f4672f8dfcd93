// An application that writes all the while, at a fixed rate, through two processes of the platform; it remembers what
// was acknowledged, and how long anybody waited.
import { randomUUID } from 'node:crypto'
import { isAcervoError } from '../../../kernel/errors/index.ts'
import type { Platform } from './world.ts'

export interface Written {
  /** Names of things that were acknowledged, with the number they should have now; undefined: deleted. */
  readonly things: ReadonlyMap<string, number | undefined>
  readonly persons: ReadonlyMap<string, string>
  readonly events: readonly string[]
  readonly acknowledged: number
  /** Codes of refusals, each of them one that invites to ask again. */
  readonly refused: ReadonlyMap<string, number>
  /** The longest that one write took, and the longest time without any acknowledgement, in ms. */
  readonly longestMs: number
  readonly gapMs: number
  /** Writes a second that were begun. */
  readonly rate: number
}

export interface Writers {
  /** So far. */
  acknowledged(): number
  stop(): Promise<Written>
  /** Where the test has failed: nobody asks again. */
  abandon(): void
}

const retryable = new Set(['ACV309', 'ACV410', 'ACV301', 'ACV311'])

export function startWriters(platforms: readonly Platform[], perSecond: number): Writers {
  const things = new Map<string, number | undefined>()
  // A name has no index: among a million rows it would be the search that is measured.
  const ids = new Map<string, string>()
  const persons = new Map<string, string>()
  const events: string[] = []
  const refused = new Map<string, number>()
  const running = new Set<Promise<void>>()
  const began = performance.now()
  let [acknowledged, begun, longestMs, gapMs, lastAt] = [0, 0, 0, 0, began]
  let isAbandoned = false
  const aggregates = Array.from({ length: 5 }, () => randomUUID())

  const remember = (made: { readonly id: string; readonly name: string }, whole: number) => {
    ids.set(made.name, made.id)
    things.set(made.name, whole)
  }
  const idOf = (name: string) => ids.get(name) ?? ''

  const write = async (at: number): Promise<void> => {
    const { db } = platforms[at % platforms.length] as Platform
    const name = `written ${at}`
    switch (at % 10) {
      case 3: {
        const ssn = String(1_000_000 + at)
        await db.house.person.create({ data: { name, ssn, personId: randomUUID() } })
        persons.set(name, ssn)
        return
      }
      case 5: {
        const [known] = [...things].findLast(([, whole]) => whole !== undefined) ?? []
        if (known === undefined) return
        // Nobody else changes it meanwhile.
        things.delete(known)
        await db.house.thing.update({ where: { id: idOf(known) }, data: { whole: -at } })
        things.set(known, -at)
        return
      }
      case 6: {
        const [known] = [...things].find(([, whole]) => whole !== undefined) ?? []
        if (known === undefined) return
        things.delete(known)
        await db.house.thing.deleteMany({ where: { id: idOf(known) } })
        things.set(known, undefined)
        return
      }
      case 7: {
        const made = await db.house.outboxEvent.create({
          data: {
            aggregateType: 'Thing',
            aggregateId: aggregates[at % aggregates.length] as string,
            eventType: 'ThingMade',
            payload: { at },
          },
        })
        events.push(String((made as { id: string }).id))
        return
      }
      case 8:
        await db.house.reading.create({ data: { value: at } })
        return
      case 9: {
        const made = await db.transaction(['house'], async (tx) => [
          await tx.house.thing.create({ data: { name, whole: at } }),
          await tx.house.thing.create({ data: { name: `${name} too`, whole: at } }),
        ])
        for (const one of made) remember(one, at)
        return
      }
      default:
        remember(await db.house.thing.create({ data: { name, whole: at } }), at)
    }
  }

  /** As an application does: what may be asked again is asked again. */
  const persist = async (at: number): Promise<void> => {
    const from = performance.now()
    for (;;) {
      try {
        await write(at)
        break
      } catch (error) {
        const code = isAcervoError(error) ? error.code : String(error)
        refused.set(code, (refused.get(code) ?? 0) + 1)
        if (isAbandoned || !retryable.has(code)) return
      }
    }
    const now = performance.now()
    acknowledged++
    longestMs = Math.max(longestMs, now - from)
    gapMs = Math.max(gapMs, now - lastAt)
    lastAt = now
  }

  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * perSecond)
    for (; begun < due; begun++) {
      const one = persist(begun).finally(() => running.delete(one))
      running.add(one)
    }
  }, 5)

  return {
    acknowledged: () => acknowledged,
    abandon: () => {
      isAbandoned = true
      clearInterval(timer)
    },
    stop: async () => {
      clearInterval(timer)
      const seconds = (performance.now() - began) / 1000
      await Promise.all(running)
      return {
        things,
        persons,
        events,
        acknowledged,
        refused,
        longestMs: Math.round(longestMs),
        gapMs: Math.round(gapMs),
        rate: Math.round(begun / seconds),
      }
    },
  }
}
