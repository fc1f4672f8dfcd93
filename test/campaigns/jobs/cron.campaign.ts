// 5,000 looks in spring and 5,000 in autumn, by five schedulers whose clock jumps and who die at it: a tick a look.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureQueues, openQueue } from '../../../kernel/work/jobs/queue.ts'
import { toQueueDatabase } from '../../../kernel/work/jobs/queue-database.ts'
import { type Schedule, toSchedules } from '../../../kernel/work/jobs/scheduler.ts'
import { setUpJobs } from '../../../kernel/work/jobs/set-up.ts'
import { onEachEngine } from '../../support/database/database.ts'
import { type Expression, tickOracle, toCron } from './cron-oracle.ts'
import { openQueueTarget, type QueueTarget } from './queue-target.ts'
import { simulateSchedulers } from './simulated-schedulers.ts'

const everyMinute = Array.from({ length: 60 }, (_, minute) => minute)
const expression: Expression = { minutes: everyMinute, hours: undefined, weekdays: undefined }
const timeZone = 'Europe/Madrid'

onEachEngine((engine) => {
  let database: QueueTarget
  beforeAll(async () => {
    database = await openQueueTarget(engine)
    await setUpJobs(database.target, () => database.target.direct())
  })
  afterAll(() => database?.close())

  test.each([
    ['spring', '2026-03-10T00:00:00Z', 1],
    ['autumn', '2026-10-06T00:00:00Z', 2],
  ])('each tick becomes one job, over the change of clocks in %s', async (name, from, seed) => {
    const boss = await openQueue(toQueueDatabase(database.target), (error) => console.error(error))
    await boss.start()
    const job = { name, cron: toCron(expression), timeZone, run: async () => undefined }
    await ensureQueues(boss, [job])
    const made = await simulateSchedulers({
      boss,
      target: database.target,
      schedule: toSchedules([job])[0] as Schedule,
      from: new Date(from),
      steps: 5000,
      seed,
      expected: (begin, until) => tickOracle(expression, timeZone, { from: begin, until }),
    })
    console.log(
      `${engine} ${name}: ${made.expected.length} ticks, ${made.deaths} deaths, seed ${seed}`,
    )
    const rows = await database.query(
      `select data ->> 'tick' from pgboss.job where name = '${name}' order by 1`,
    )
    await boss.stop()
    expect(rows.map(([tick]) => tick)).toEqual(made.expected)
  })
})
