// Ticks become jobs once, whoever looks and whatever the clock does. Five schedulers on one database, whose clock
// jumps and who die while they enqueue; what they make is held to an oracle that knows no cron parser.
import type { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Expression, tickOracle, toCron } from '../../../test/campaigns/jobs/cron-oracle.ts'
import { openQueueTarget, type QueueTarget } from '../../../test/campaigns/jobs/queue-target.ts'
import { simulateSchedulers } from '../../../test/campaigns/jobs/simulated-schedulers.ts'
import { onEachEngine } from '../../../test/support/database/database.ts'
import { ensureQueues, openQueue } from './queue.ts'
import { toQueueDatabase } from './queue-database.ts'
import { openScheduleStore } from './schedule-store.ts'
import { runTicks, type Schedule, toSchedules } from './scheduler.ts'
import { setUpJobs } from './set-up.ts'
import { toWalk } from './ticks.ts'

onEachEngine((engine) => {
  let database: QueueTarget
  let boss: PgBoss
  beforeAll(async () => {
    database = await openQueueTarget(engine)
    await setUpJobs(database.target, () => database.target.direct())
    boss = await openQueue(toQueueDatabase(database.target), (error) => {
      throw error
    })
    await boss.start()
  })
  afterAll(async () => {
    await boss?.stop()
    await database?.close()
  })

  async function declare(name: string, cron: string, timeZone = 'UTC'): Promise<Schedule> {
    const job = { name, cron, timeZone, run: async () => undefined }
    await ensureQueues(boss, [job])
    return toSchedules([job])[0] as Schedule
  }

  async function look(schedule: Schedule, now: string) {
    const late: number[] = []
    const waitMs = await runTicks({
      boss,
      store: openScheduleStore(database.target, { 'acervo.fake_now': now }),
      walk: toWalk(boss),
      schedules: [schedule],
      onTick: (_name, _tick, lateMs) => late.push(lateMs),
    })
    return { waitMs, late }
  }

  async function ticksOf(name: string): Promise<readonly (string | null)[]> {
    const rows = await database.query(
      `select data ->> 'tick' from pgboss.job where name = '${name}' order by 1`,
    )
    return rows.map(([tick = null]) => tick)
  }

  describe('a schedule', () => {
    test('begins when it is first seen: what came before is not made up for', async () => {
      const schedule = await declare('begins', '0 3 * * *')
      await look(schedule, '2026-06-01T15:00:00Z')
      await look(schedule, '2026-06-02T02:59:59Z')
      expect(await ticksOf('begins')).toEqual([])
      await look(schedule, '2026-06-02T03:00:00Z')
      expect(await ticksOf('begins')).toEqual(['2026-06-02T03:00:00.000Z'])
    })

    test('of which no scheduler took care makes up for its latest tick only, and says how late', async () => {
      const schedule = await declare('made-up', '0 3 * * *')
      await look(schedule, '2026-06-01T00:00:00Z')
      expect(await look(schedule, '2026-06-05T04:00:00Z')).toMatchObject({ late: [3_600_000] })
      expect(await ticksOf('made-up')).toEqual(['2026-06-05T03:00:00.000Z'])
    })

    test('is looked at again at its next tick, and within seconds in any case', async () => {
      const schedule = await declare('waits', '0 3 * * *')
      await look(schedule, '2026-06-01T00:00:00Z')
      expect((await look(schedule, '2026-06-01T02:59:58Z')).waitMs).toBe(2000)
      expect((await look(schedule, '2026-06-01T02:00:00Z')).waitMs).toBe(10_000)
    })

    test('written anew is another one, which leaves the older version of the code its own', async () => {
      const before = await declare('rewritten', '0 3 * * *')
      await look(before, '2026-06-01T00:00:00Z')
      const after = toSchedules([
        { name: 'rewritten', cron: '0 4 * * *', run: async () => undefined },
      ])[0] as Schedule
      await look(after, '2026-06-01T01:00:00Z')
      for (const hour of ['03', '04']) {
        await look(before, `2026-06-01T${hour}:00:00Z`)
        await look(after, `2026-06-01T${hour}:00:00Z`)
      }
      expect(await ticksOf('rewritten')).toHaveLength(2)
    })
  })

  test('five schedulers make each tick once while clocks jump and schedulers die', async () => {
    const seed = 20_261
    const expression: Expression = { minutes: [0, 20, 40], hours: undefined, weekdays: undefined }
    const schedule = await declare('crowded', toCron(expression), 'Europe/Madrid')
    const made = await simulateSchedulers({
      boss,
      target: database.target,
      schedule,
      from: new Date('2026-10-24T12:00:00Z'),
      steps: 120,
      seed,
      expected: (from, until) => tickOracle(expression, 'Europe/Madrid', { from, until }),
    })
    console.log(`${engine}: ${made.expected.length} ticks, ${made.deaths} deaths, seed ${seed}`)
    expect(made.expected.length).toBeGreaterThan(40)
    expect(await ticksOf('crowded')).toEqual(made.expected)
  })
})
