// Kills for real: relays in processes of their own, a PostgreSQL cluster with all its children, a NATS server, and
// relays stopped for longer than their lease, all under load. The log of the writers is the oracle.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { openTargets } from '../../../kernel/database/targets.ts'
import { areaSchemas, areasModel } from '../../support/events/areas-system.ts'
import { openTestStream } from '../../support/events/nats.ts'
import { runConsumer } from './consumer.ts'
import { startLoad } from './load.ts'
import { type Ask, prepareCluster, toAsk } from './prepare.ts'
import { type Random, seededRandom } from './random.ts'
import type { RelayProcessOptions } from './relay-process.ts'
import { startCluster, startNatsServer } from './servers.ts'
import { judge, unmarkedText, type Verdict, witnessSql } from './verdict.ts'

export interface KillSize {
  readonly relays: number
  readonly clusters: number
  readonly brokers: number
  readonly zombies: number
  readonly seed: number
}

export interface KillReport {
  readonly verdict: Verdict
  readonly acked: number
  readonly unknown: number
  readonly seconds: number
}

const leaseMs = 800
const calmMaxMs = 120_000

export async function runKills(size: KillSize): Promise<KillReport> {
  const begun = performance.now()
  const random = seededRandom(size.seed)
  const cluster = await startCluster()
  const broker = await startNatsServer()
  const stream = openTestStream(broker.url)
  await stream.nats()
  const run = await prepareCluster(cluster, [...areasModel.databases.values()], witnessSql)
  const targets = await openTargets({ databases: areaSchemas, run })
  const target = targets.of(areaSchemas[0] as string)
  const options = {
    run,
    nats: broker.url,
    prefix: stream.prefix,
    stream: stream.prefix.toUpperCase(),
  }
  const relays = openRelays({ ...options, leaseMs })
  const stopping = new AbortController()
  const consuming = runConsumer({
    target,
    transport: stream.open({ ackWaitMs: 2_000 }),
    signal: stopping.signal,
    fault: undefined,
    mayDie: () => undefined,
  })
  const load = startLoad({ target, random, writers: 6, aggregates: 50, openMs: 60, restMs: 4 })
  const query = toAsk(cluster)
  try {
    for (const fault of plan(size, random)) {
      await rest(40 + random.below(260))
      if (fault === 'relay') await relays.killOne(random)
      else if (fault === 'cluster') await cluster.killAndRestart()
      else if (fault === 'broker') await broker.killAndRestart()
      else await relays.sleepOver(query)
    }
    await load.stop()
    await settleDown(query, () => stream.count())
    stopping.abort()
    await consuming
    await relays.close()
    const stored = await stream.stored()
    const verdict = await judge({ log: load.log, stored, marked: 0, query })
    const seconds = Math.round((performance.now() - begun) / 1000)
    return { verdict, acked: load.log.acked.size, unknown: load.log.unknown.size, seconds }
  } finally {
    await load.stop()
    stopping.abort()
    await relays.close()
    await targets.close()
    await stream.close()
    await broker.close()
    await cluster.close()
  }
}

/** Answers the URL of the runtime login. */
type Fault = 'relay' | 'cluster' | 'broker' | 'zombie'

/** Every fault as often as it is wanted, shuffled. */
function plan({ relays, clusters, brokers, zombies }: KillSize, random: Random): readonly Fault[] {
  const of = (fault: Fault, count: number): Fault[] => Array(count).fill(fault)
  const faults = [
    ...of('relay', relays),
    ...of('cluster', clusters),
    ...of('broker', brokers),
    ...of('zombie', zombies),
  ]
  for (let at = faults.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const [here, there] = [faults[at] as Fault, faults[other] as Fault]
    faults[at] = there
    faults[other] = here
  }
  return faults
}

interface RelayProcess {
  readonly holder: string
  readonly child: ChildProcess
  readonly begun: Promise<unknown>
}

/** Two at all times: one works, the other waits for its lease. */
function openRelays(options: Omit<RelayProcessOptions, 'holder'>) {
  const start = (): RelayProcess => {
    const holder = randomUUID()
    const script = join(import.meta.dirname, 'relay-process.ts')
    const given = ['--conditions=source', script, JSON.stringify({ ...options, holder })]
    const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] })
    return { holder, child, begun: once(child.stdout, 'data') }
  }
  const end = async ({ child }: RelayProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  const running = [start(), start()]
  return {
    killOne: async (random: Random): Promise<void> => {
      const [one] = running.splice(random.below(running.length), 1)
      await one?.begun
      await end(one as RelayProcess)
      running.push(start())
    },
    /** The one that works is stopped until another has taken over, and then finds itself in another time. */
    sleepOver: async (query: Ask): Promise<void> => {
      await Promise.all(running.map(({ begun }) => begun))
      const holderNow = async () =>
        (await query(`select holder from acervo.lease where name = 'relay:outbox'`))[0]?.[0]
      const holder = await holderNow()
      const worker = running.find((one) => one.holder === holder)
      worker?.child.kill('SIGSTOP')
      const limit = performance.now() + 5 * leaseMs
      while (performance.now() < limit && (await holderNow()) === holder) await rest(50)
      await rest(100)
      worker?.child.kill('SIGCONT')
    },
    close: async (): Promise<void> => {
      await Promise.all(running.map(end))
    },
  }
}

async function settleDown(query: Ask, stored: () => Promise<number>): Promise<void> {
  const end = performance.now() + calmMaxMs
  while (performance.now() < end) {
    const text = `select (${unmarkedText}), (select count(distinct event_id) from campaign.effect)`
    const [unmarked, effects] = (await query(text))[0] ?? []
    if (unmarked === '0' && Number(effects) >= (await stored())) return
    await rest(200)
  }
}
