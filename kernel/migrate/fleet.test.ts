// Many databases on many targets are brought to their files side by side: whatever ends it, at whichever message, the
// next call goes on; what fails is told by name and keeps nobody waiting who does not need it.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { engine, onEachEngine, onPostgres } from '../../test/support/database.ts'
import { type Fleet, openFleet, toDyingFleet } from '../../test/support/migrate/fleet.ts'
import type { Direct, Target } from '../database/target.ts'
import { applyPending, migrateFleet } from './operations.ts'
import type { DatabaseOutcome } from './outcome.ts'
import { migrateAtStart } from './start.ts'

let fleet: Fleet
beforeEach(async () => {
  fleet = await openFleet()
})
afterEach(async () => {
  await fleet?.close()
})

const whole = ['base 1', 'core 1', 'free 1', 'shop 1', 'till 1']

const toStates = (outcomes: readonly DatabaseOutcome[]) =>
  Object.fromEntries(outcomes.map(({ database, state }) => [database, state]))

onEachEngine(() => {
  test('killed at every message in turn, a fleet converges', async () => {
    let deaths = 0
    for (let at = 1; at < 200; at++) {
      const dying = toDyingFleet(fleet.targets, at, at % 2 === 0)
      const outcomes = await migrateFleet({ model: fleet.model, targets: dying.targets })
      if (!dying.isDead()) {
        expect(outcomes.every(({ state }) => state === 'applied' || state === 'current')).toBe(true)
        break
      }
      // Everything is done by the time the lock is given back, and a session that ended has given it back.
      const wasDone = dying.last().includes('pg_advisory_unlock')
      expect(wasDone || outcomes.some(({ state }) => state === 'failed')).toBe(true)
      deaths++
    }
    // One target gets all first files in one message.
    expect(deaths).toBeGreaterThan(engine === 'embedded' ? 5 : 15)
    expect(await fleet.applied()).toEqual(whole)
    const again = await migrateFleet({ model: fleet.model, targets: fleet.targets })
    expect(new Set(Object.values(toStates(again)))).toEqual(new Set(['current']))
  })

  test('one that fails is told with its code; who needs it waits, all others are done, and the next call goes on', async () => {
    await migrateFleet({ model: fleet.model, targets: fleet.targets })
    for (const name of ['base', 'core', 'till', 'free']) await fleet.addFile(name, 'select 1;')
    await fleet.addFile('shop', 'select 1 / 0;')
    const told: string[] = []
    const outcomes = await migrateFleet({
      ...fleet,
      onOutcome: ({ database }) => told.push(database),
    })
    expect(toStates(outcomes)).toEqual({
      base: 'applied',
      core: 'applied',
      shop: 'failed',
      till: 'held',
      free: 'applied',
    })
    expect(told.toSorted()).toEqual(['base', 'core', 'free', 'shop', 'till'])
    expect(outcomes.find(({ state }) => state === 'failed')?.error).toMatchObject({
      code: 'ACV400',
      details: expect.stringContaining('0002_more.sql'),
    })
    expect(outcomes.find(({ state }) => state === 'held')?.needs).toBe('shop')
    await expect(applyPending(fleet)).rejects.toMatchObject({ code: 'ACV400' })
    await fleet.addFile('shop', 'select 1;')
    expect((await applyPending(fleet)).map(({ path }) => path.split('/').at(-2))).toEqual([
      'shop',
      'till',
    ])
    expect(await fleet.applied()).toHaveLength(10)
  })

  test('several that fail are named in one error', async () => {
    await applyPending(fleet)
    for (const name of ['shop', 'free']) await fleet.addFile(name, 'select 1 / 0;')
    await expect(applyPending(fleet)).rejects.toMatchObject({
      code: 'ACV412',
      details: expect.stringMatching(/shop: ACV400.*; free: ACV400/),
    })
  })

  test('an end is told by what is left, and the next call does that', async () => {
    const end = new AbortController()
    const outcomes = await migrateFleet({
      ...fleet,
      signal: end.signal,
      targets: { ...fleet.targets, connections: () => ({ max: 1 }) },
      onOutcome: ({ database }) => {
        if (database === 'core') end.abort()
      },
    })
    const states = toStates(outcomes)
    expect(states).toMatchObject({ base: 'applied', core: 'applied' })
    // On one target all were one message.
    const left = Object.keys(states).filter((name) => states[name] === 'left')
    const files = (await applyPending(fleet)).map(({ path }) => path.split('/').at(-2))
    expect(files).toEqual(left)
    expect(await fleet.applied()).toEqual(whole)
  })
})

onPostgres(() => {
  const script = join(import.meta.dirname, '../../test/support/migrate/fleet-process.ts')

  test('targets go side by side, and never more of them than the bound', async () => {
    for (const [max, most] of [
      [2, 2],
      [1, 1],
    ] as const) {
      const watched = watchSessions(fleet, most)
      await migrateFleet({
        model: fleet.model,
        targets: { of: watched.of, connections: () => ({ max }) },
      })
      expect(watched.most()).toBe(most)
    }
  })

  test('four processes that start on an empty fleet together all find it whole', async () => {
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(
        process.execPath,
        ['--conditions=source', script, fleet.home, JSON.stringify(fleet.urls)],
        { timeout: 60_000 },
      ),
    )
    const counts = (await Promise.all(runs)).map(({ stdout }) => Number(stdout))
    expect(counts.reduce((sum, count) => sum + count)).toBe(5)
    expect(await fleet.applied()).toEqual(whole)
  })

  test('a start waits for who is migrating, and refuses what nobody is at', async () => {
    const { model, targets } = fleet
    await applyPending(fleet)
    await fleet.addFile('free', 'select 1;')
    const start = (of = targets.of) => migrateAtStart({ model, targets: { of }, mode: 'serve' })
    await expect(start()).rejects.toMatchObject({ code: 'ACV401' })
    const gate = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    const slow = instead(targets.of('f_free'), 'direct', async (target) => {
      const direct = await target.direct()
      return instead(direct, 'script', async (own, text) => {
        if (text.includes('select 1;')) {
          begun.resolve()
          await gate.promise
        }
        return own.script(text)
      })
    })
    const other = migrateFleet({
      model,
      targets: { of: (schema) => (schema === 'f_free' ? slow : targets.of(schema)) },
    })
    await begun.promise
    let asked = 0
    const watched = instead(targets.of('f_free'), 'group', (target, ...given) => {
      asked++
      // It looks again and again: whoever refused would have asked three times at most.
      if (asked === 6) gate.resolve()
      return target.group(...given)
    })
    await start((schema) => (schema === 'f_free' ? watched : targets.of(schema)))
    expect(toStates(await other).free).toBe('applied')
    expect(asked).toBeGreaterThanOrEqual(6)
  })

  test('a start refuses what is pending on any target before it changes another', async () => {
    const { model, targets } = fleet
    await migrateFleet({ model, targets, only: new Set(['free']) })
    await fleet.addFile('free', 'select 1;')
    await expect(migrateAtStart({ model, targets, mode: 'serve' })).rejects.toMatchObject({
      code: 'ACV401',
    })
    expect(await fleet.applied()).toEqual(['free 1'])
  })
})

/** Counts open sessions of migrators; the first of `most` wait until that many are open. */
function watchSessions({ targets }: Fleet, most: number) {
  const open = new Set<Direct>()
  let seen = 0
  const met = Promise.withResolvers<void>()
  const wrapped = new Map<Target, Target>()
  const watch = (target: Target): Target =>
    new Proxy(target, {
      get: (whole_, name) => {
        if (name !== 'direct') {
          const value = Reflect.get(whole_, name)
          return typeof value === 'function' ? value.bind(whole_) : value
        }
        return async () => {
          const direct = await whole_.direct()
          open.add(direct)
          seen = Math.max(seen, open.size)
          if (open.size >= most) met.resolve()
          // base and core come first, alone: everybody else needs them.
          if (target !== targets.of('f_base')) await met.promise
          return {
            engine: direct.engine,
            script: (text: string) => direct.script(text),
            query: (statement: Parameters<Direct['query']>[0]) => direct.query(statement),
            close: async () => {
              open.delete(direct)
              await direct.close()
            },
          }
        }
      },
    })
  return {
    of: (schema: string): Target => {
      const target = targets.of(schema)
      const watched = wrapped.get(target) ?? watch(target)
      wrapped.set(target, watched)
      return watched
    },
    most: () => seen,
  }
}

/** The same with one method exchanged. */
function instead<T extends object, const N extends keyof T>(
  whole_: T,
  name: N,
  method: (own: T, ...given: Parameters<Extract<T[N], (...given: never[]) => unknown>>) => unknown,
): T {
  return new Proxy(whole_, {
    get: (own, asked) => {
      if (asked === name)
        return (...given: Parameters<Extract<T[N], (...given: never[]) => unknown>>) =>
          method(own, ...given)
      const value = Reflect.get(own, asked)
      return typeof value === 'function' ? value.bind(own) : value
    },
  })
}
