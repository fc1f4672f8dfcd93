// Looks are left out only where nothing can have been written since the last one.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type Areas, openAreas } from '../../test/support/events/areas.ts'
import type { Result, Target } from '../database/target.ts'
import { Lease } from './lease.ts'
import { isStill, type Moment, momentOf, noteRenewal, readMoment } from './stillness.ts'

onEachEngine((engine) => {
  let areas: Areas
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.close())

  const context = () => ({ settings: areas.settings(), role: 'acervo_worker' }) as const
  const moment = async (until = 'infinity'): Promise<Moment> => {
    const [answer] = await areas.target.group(context(), [momentOf(until)])
    return readMoment(answer as Result) as Moment
  }

  test('whatever is written ends it, also what was begun before and ends later', async () => {
    const script = async (sql: string) => {
      const direct = await areas.target.direct()
      await direct.script(sql)
      return direct
    }
    const since = await moment()
    await (await script('create table stillness_probe ()')).close()
    expect(isStill(areas.target, since, await moment())).toBe(false)
    if (engine === 'postgres') {
      const open = await script('begin; select pg_current_xact_id(); drop table stillness_probe')
      const during = await moment()
      await open.script('commit')
      expect(isStill(areas.target, during, await moment())).toBe(false)
      await open.close()
    }
  })

  test('who renews a lease has written nothing', async () => {
    const { target } = areas
    const lease = new Lease({ target, name: 'still', holder: 'one', leaseMs: 10_000, context })
    await lease.confirm()
    const since = await moment()
    await lease.confirm()
    await lease.confirm()
    const now = await moment()
    expect(now.end).toBeGreaterThan(since.end)
    // Others write to the same server meanwhile.
    if (engine === 'embedded') expect(isStill(target, since, now)).toBe(true)
    expect(isStill({} as Target, since, now)).toBe(false)
  })

  test('an instant that has come is told', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    expect((await moment('2030-01-01T00:00:00.001Z')).isDue).toBe(false)
    expect((await moment('2030-01-01T00:00:00Z')).isDue).toBe(true)
    expect((await moment()).isDue).toBe(false)
  })
})

test('the same transactions are over, or only those that are known', () => {
  const target = {} as Target
  const at = (end: number, open: readonly number[] = [], epoch = 'a'): Moment => ({
    epoch,
    end,
    open,
    at: '2030-01-01T00:00:00.000Z',
    isDue: false,
  })
  noteRenewal(target, 12)
  expect(isStill(target, at(10), at(10))).toBe(true)
  expect(isStill(target, at(10, [7]), at(10, [7]))).toBe(true)
  // It was open and is over.
  expect(isStill(target, at(10, [7]), at(10))).toBe(false)
  expect(isStill(target, at(10), at(11))).toBe(false)
  // It began later and is open still.
  expect(isStill(target, at(10), at(12, [10, 11]))).toBe(true)
  expect(isStill(target, at(12), at(13))).toBe(true)
  expect(isStill(target, at(12), at(14))).toBe(false)
  // After a crash numbers come again; a copy of an earlier day has lower ones.
  expect(isStill(target, at(10), at(10, [], 'b'))).toBe(false)
  expect(isStill(target, at(10), at(9))).toBe(false)
  expect(isStill(target, at(10), at(100_000))).toBe(false)
})
