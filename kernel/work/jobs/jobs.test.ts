// What startJobs promises whoever declares a job, sends one, or stops the process.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import {
  noPlatform,
  openQueueTarget,
  type QueueTarget,
} from '../../../test/campaigns/jobs/queue-target.ts'
import { onEachEngine, onPostgres } from '../../../test/support/database/database.ts'
import { defineJob, type Job, type JobContext } from '../../table/job.ts'
import { enqueueFor } from './enqueue-for.ts'
import { openQueue } from './queue.ts'
import { toQueueDatabase } from './queue-database.ts'
import { type Jobs, type JobsOptions, startJobs } from './start-jobs.ts'

onEachEngine((engine) => {
  let database: QueueTarget
  const started: Jobs[] = []
  const problems: unknown[] = []
  beforeAll(async () => {
    database = await openQueueTarget(engine)
  })
  afterEach(async () => {
    await Promise.all(started.splice(0).map((jobs) => jobs.stop()))
    problems.length = 0
  })
  afterAll(() => database?.close())

  async function start(jobs: readonly Job[], extra: Partial<JobsOptions> = {}): Promise<Jobs> {
    const onError = (error: unknown) => void problems.push(error)
    const { target } = database
    const running = await startJobs({ acervo: noPlatform, jobs, target, onError, ...extra })
    started.push(running)
    return running
  }

  /** A job that says when it runs, and ends when it is told to. */
  function stepwise(name: string, extra: Partial<Job> = {}) {
    const runs: { context: JobContext; end: (error?: Error) => void }[] = []
    const waiting: (() => void)[] = []
    const job = defineJob({
      ...extra,
      name,
      run: (context) => {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        runs.push({ context, end: (error) => (error === undefined ? resolve() : reject(error)) })
        for (const wake of waiting.splice(0)) wake()
        return promise
      },
    })
    const run = async (index: number) => {
      while (runs[index] === undefined) await new Promise<void>((wake) => waiting.push(wake))
      return runs[index] as (typeof runs)[number]
    }
    return { job, run, count: () => runs.length }
  }

  const rowsOf = (name: string, columns = 'state, retry_count') =>
    database.query(`select ${columns} from pgboss.job where name = '${name}' order by created_on`)

  async function settled(name: string, state: string) {
    await expect.poll(() => rowsOf(name, 'state'), { timeout: 20_000 }).toContainEqual([state])
  }

  describe('a job', () => {
    test('runs with its input as soon as it is sent', async () => {
      const { job, run } = stepwise('greet')
      const jobs = await start([job])
      const sent = performance.now()
      await jobs.send('greet', { to: 'Ana' })
      const { context, end } = await run(0)
      expect(context.input).toEqual({ to: 'Ana' })
      expect(performance.now() - sent).toBeLessThan(2000)
      end()
      await settled('greet', 'completed')
    })

    test('is sent once for one key, even when the first has long been done', async () => {
      const { job, run, count } = stepwise('once')
      const jobs = await start([job])
      const first = await jobs.send('once', {}, { singletonKey: 'event-1' })
      expect(first.isNew).toBe(true)
      ;(await run(0)).end()
      await settled('once', 'completed')
      expect(await jobs.send('once', {}, { singletonKey: 'event-1' })).toEqual({
        id: first.id,
        isNew: false,
      })
      const many = [
        { singletonKey: 'event-1' },
        { singletonKey: 'event-2' },
        { singletonKey: 'event-2' },
      ]
      expect(await jobs.sendAll('once', many)).toBe(1)
      ;(await run(1)).end()
      expect(count()).toBe(2)
    })

    test('sent for later waits', async () => {
      const { job, count } = stepwise('later')
      const jobs = await start([job])
      await jobs.send('later', {}, { startAfter: new Date(Date.now() + 3_600_000) })
      expect((await jobs.status()).jobs).toMatchObject([{ waiting: 1, oldestDueSeconds: 0 }])
      expect(count()).toBe(0)
    })

    test('that fails runs again, is reported each time, and stays as failed after five', async () => {
      const job = defineJob({
        name: 'broken',
        run: async ({ input }) => {
          if (!input.isNotice) throw new Error('no paper')
        },
      })
      const jobs = await start([job])
      await jobs.send('broken')
      for (let tries = 1; tries <= 5; tries++) {
        await expect.poll(() => problems.length, { timeout: 20_000 }).toBe(tries)
        await settled('broken', tries < 5 ? 'retry' : 'failed')
        await database.query(
          `update pgboss.job set start_after = now() where name = 'broken' and state = 'retry'`,
        )
        // Its notice makes the workers look: the poll would be seconds away.
        await jobs.send('broken', { isNotice: true })
      }
      expect(problems[0]).toMatchObject({ code: 'ACV523', cause: { message: 'no paper' } })
      expect((await jobs.status()).jobs).toMatchObject([{ failed: 1 }])
      expect(await rowsOf('broken', `output ->> 'message'`)).toContainEqual(['no paper'])
    }, 60_000)

    test('that fails in a batch takes no other of its batch with it', async () => {
      const job = defineJob({
        name: 'batched',
        batch: 10,
        concurrency: 1,
        run: async ({ input }) => {
          if (input.n === 3) throw new Error('three')
        },
      })
      const jobs = await start([job])
      await jobs.sendAll(
        'batched',
        Array.from({ length: 10 }, (_, n) => ({ input: { n } })),
      )
      const states = `select count(*) filter (where state = 'completed'), count(*) filter (where state = 'retry')
        from pgboss.job where name = 'batched'`
      await expect.poll(() => database.query(states), { timeout: 20_000 }).toEqual([['9', '1']])
    })

    test('nobody declares is refused with the nearest name', async () => {
      const jobs = await start([defineJob({ name: 'greet', run: async () => undefined })])
      await expect(jobs.send('great')).rejects.toMatchObject({
        code: 'ACV520',
        hint: "Perhaps you meant 'greet'.",
      })
    })
  })

  describe('an event', () => {
    const deliver = (id: string, type: string) => {
      const told: string[] = []
      const envelope = {
        id,
        type,
        subject: 'Policy/1',
        time: '2026-11-21T00:00:00Z',
        data: { n: 1 },
      }
      const ack = async () => void told.push('ack')
      const retry = async (ms: number) => void told.push(`retry ${ms}`)
      return { told, delivery: { body: JSON.stringify(envelope), redelivered: 0, ack, retry } }
    }

    test('delivered twice asks for one job, and is acknowledged once the job is there', async () => {
      const jobs = await start([defineJob({ name: 'letter', run: async () => undefined })])
      const take = enqueueFor(jobs, new Map([['PolicyIssued', 'letter']]))
      const given = [deliver('e1', 'PolicyIssued'), deliver('e2', 'PolicyChanged')]
      await take(given.map(({ delivery }) => delivery))
      await take(given.map(({ delivery }) => delivery))
      expect(given.map(({ told }) => told)).toEqual([
        ['ack', 'ack'],
        ['ack', 'ack'],
      ])
      expect(await rowsOf('letter', `data #>> '{event,id}'`)).toEqual([['e1']])
    })

    test('whose job cannot be made comes again', async () => {
      const refused = { sendAll: () => Promise.reject(new Error('gone')) }
      const take = enqueueFor(refused, new Map([['PolicyIssued', 'letter']]))
      const { told, delivery } = deliver('e3', 'PolicyIssued')
      await expect(take([delivery])).rejects.toThrow('gone')
      expect(told).toEqual(['retry 1000'])
    })
  })

  describe('a worker that lost its job', () => {
    /** As if its process had been paused: the database has not heard of it for a minute. */
    async function takeAway(name: string): Promise<void> {
      const boss = await openQueue(toQueueDatabase(database.target), (error) =>
        problems.push(error),
      )
      await boss.start()
      await database.query(
        `update pgboss.job set heartbeat_on = now() - interval '1 minute' where name = '${name}' and state = 'active';`,
      )
      await database.query(`update pgboss.queue set monitor_on = null, monitor_claim_on = null`)
      await boss.supervise(name)
      await boss.stop()
      await database.query(`update pgboss.job set start_after = now() where name = '${name}'`)
    }

    test.each([
      ['complete', undefined],
      ['fail', new Error('too late')],
    ] as const)(
      'cannot %s it: the next one has it',
      async (ending, error) => {
        const name = `zombie-${ending}`
        const paused = stepwise(name, { concurrency: 1 })
        const next = stepwise(name, { concurrency: 1 })
        const first = await start([paused.job])
        await first.send(name)
        const zombie = await paused.run(0)
        await takeAway(name)
        await start([next.job])
        const { context, end } = await next.run(0)
        await expect.poll(() => zombie.context.signal.aborted, { timeout: 10_000 }).toBe(true)
        zombie.end(error)
        // Stops when the zombie has tried to settle.
        await first.stop()
        expect(await rowsOf(name)).toEqual([['active', '1']])
        expect(context.signal.aborted).toBe(false)
        end()
        await settled(name, 'completed')
        expect(await rowsOf(name)).toEqual([['completed', '1']])
      },
      60_000,
    )
  })

  describe('stopping', () => {
    test('signals what runs, waits for it, and leaves it done', async () => {
      const { job, run } = stepwise('patient')
      const jobs = await start([job])
      await jobs.send('patient')
      const { context, end } = await run(0)
      context.signal.addEventListener('abort', () => end())
      await jobs.stop()
      expect(await rowsOf('patient')).toEqual([['completed', '0']])
    })

    test('gives back what does not end in time', async () => {
      const { job, run } = stepwise('stubborn')
      const jobs = await start([job], { drainMs: 1_000 })
      await jobs.send('stubborn')
      await run(0)
      const begin = performance.now()
      await jobs.stop()
      expect(performance.now() - begin).toBeLessThan(4_000)
      expect(await rowsOf('stubborn')).toEqual([['retry', '0']])
    }, 30_000)
  })

  test('what is finished is deleted after three days, what has failed too', async () => {
    const jobs = await start([defineJob({ name: 'old', run: async () => undefined })])
    await jobs.send('old')
    await settled('old', 'completed')
    await database.query(
      `update pgboss.job set completed_on = now() - interval '73 hours' where name = 'old'`,
    )
    await database.query(`update pgboss.queue set maintain_on = null where name = 'old'`)
    const boss = await openQueue(toQueueDatabase(database.target), (error) => problems.push(error))
    await boss.start()
    await boss.supervise('old')
    await boss.stop()
    expect(await rowsOf('old')).toEqual([])
  })

  test('a schedule that no parser reads, and a name twice, are refused before anything runs', async () => {
    const run = async () => undefined
    const twice = [defineJob({ name: 'a', run }), defineJob({ name: 'a', run })]
    await expect(start(twice)).rejects.toMatchObject({ code: 'ACV101' })
    for (const [cron, timeZone] of [
      ['61 * * * *'],
      ['* * * *'],
      ['0 3 * * *', 'Europe/Mardid'],
    ] as const)
      await expect(
        start([
          defineJob({ name: 'a', cron, ...(timeZone === undefined ? {} : { timeZone }), run }),
        ]),
      ).rejects.toMatchObject({ code: 'ACV521' })
  })

  test('the queue belongs to a role that may do nothing else', async () => {
    await start([defineJob({ name: 'owned', run: async () => undefined })])
    const [role] = await database.query(
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb from pg_roles where rolname = 'acervo_jobs'`,
    )
    expect(role).toEqual(['f', 'f', 'f', 'f', 'f'])
    expect(
      await database.query(
        `select distinct pg_get_userbyid(relowner) from pg_class where relnamespace = 'pgboss'::regnamespace`,
      ),
    ).toEqual([['acervo_jobs']])
  })
})

onPostgres(() => {
  test('starting needs the migrator once: afterwards the runtime login is enough', async () => {
    const database = await openQueueTarget('postgres')
    const job = defineJob({ name: 'plain', run: async () => undefined })
    const { target } = database
    const options = { acervo: noPlatform, jobs: [job], target }
    await (await startJobs(options)).stop()
    const migrator = () => Promise.reject(new Error('no migrator here'))
    await (await startJobs({ ...options, migrator })).stop()
    await database.close()
  })
})
