// A platform under load with all of its work (relay, consumers, jobs, sealers) and a watch beside it: whatever it tells
// is wrong, for nothing is the matter.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { type AlertMessage, startWatch } from '../../../kernel/watch/index.ts'
import type { RunningPlatform } from '../../../kernel/work/index.ts'
import { startWork } from '../../../kernel/work/index.ts'
import { metrics } from '../../../server/observe/metrics.ts'
import { openTestPlatform } from '../../support/platform.ts'
import { watchedSystem } from '../../support/watch/world.ts'

export interface LoadSize {
  readonly seconds: number
  /** Between two looks. */
  readonly everySeconds: number
  /** Rounds a second: five writes and two reads each. */
  readonly rate: number
}

export interface Loaded {
  readonly told: readonly AlertMessage[]
  /** Pending or firing at the end. */
  readonly alerts: readonly string[]
  readonly looks: number
  readonly rounds: number
  readonly failures: readonly string[]
  /** Events that the listener has applied. */
  readonly applied: number
}

export async function holdCleanLoad({ seconds, everySeconds, rate }: LoadSize): Promise<Loaded> {
  const platform = await openTestPlatform([watchedSystem] as const)
  const { acervo } = platform
  const directory = mkdtempSync(join(tmpdir(), 'acervo-clean-'))
  const failures: string[] = []
  const onError = (error: Error) => void failures.push(error.message)
  const running = acervo as unknown as RunningPlatform
  const work = await startWork(running, { auditDirectory: directory, onError })
  const told: AlertMessage[] = []
  const counted = metrics()
  let looks = 0
  const watch = startWatch(acervo, {
    instance: 'clean:1',
    everySeconds,
    onError,
    sinks: [{ name: 'memory', send: async (message) => void told.push(message) }],
    readers: [
      {
        name: 'server',
        scope: 'process',
        read: () => {
          looks++
          return counted.readings()
        },
      },
    ],
  })
  const end = performance.now() + seconds * 1_000
  let rounds = 0
  try {
    while (performance.now() < end) {
      const began = performance.now()
      await turn(platform, rounds++, counted).catch(onError)
      await rest(Math.max(0, 1_000 / rate - (performance.now() - began)))
    }
    await watch.look()
    const { rows } = await platform.query('select count(*) from t_books.entries')
    const alerts = watch.alerts().map(({ rule, subject, phase }) => `${rule} ${subject} ${phase}`)
    return { told, alerts, looks, rounds, failures, applied: Number(rows[0]?.[0]) }
  } finally {
    await watch.stop()
    await work.drain()
    await platform.close()
    rmSync(directory, { recursive: true })
  }
}

type Platform = Awaited<ReturnType<typeof openTestPlatform<readonly [typeof watchedSystem]>>>

async function turn(
  { db }: Platform,
  round: number,
  counted: ReturnType<typeof metrics>,
): Promise<void> {
  const measured = async (verb: string, work: Promise<unknown>) => {
    const began = performance.now()
    await work
    counted.database('shop', verb, (performance.now() - began) / 1_000, '')
  }
  const { order, price, visit, client } = db.shop
  await measured('create', order.create({ data: { number: round, status: 'PLACED' } }))
  await measured('create', price.create({ data: { name: `price ${round}` } }))
  await measured('create', visit.create({ data: { value: round } }))
  await measured(
    'create',
    client.create({
      data: { name: 'Ana', taxId: `${round}`, clientId: crypto.randomUUID() },
    }),
  )
  await measured('findMany', order.findMany({ take: 20 }))
  await measured('findMany', price.findMany({ take: 20 }))
}
