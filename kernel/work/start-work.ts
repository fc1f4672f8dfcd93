// startWork: everything that a platform does beside answering: a relay for each target, the consumers of each
// listening database, and its jobs. Any number of processes may do it; leases and locks part the work among them.
import { randomUUID } from 'node:crypto'
import type { AcervoError } from '../errors/index.ts'
import type { Model } from '../model/model.ts'
import type { Job } from '../table/job.ts'
import type { Sealer, SealerStatus } from './audit/sealer.ts'
import { type Consumers, startConsumers } from './consumers.ts'
import { type EventsLag, readLag } from './desk/lag.ts'
import { startFollowing } from './following.ts'
import { toProblem } from './inbox/problem.ts'
import { keepAhead } from './keep-ahead.ts'
import { keepRetained, type RetentionWork } from './keep-retained.ts'
import { keepSizes } from './keep-sizes.ts'
import { toLeaseName } from './lease.ts'
import type { Lookout } from './looking.ts'
import { type NatsOptions, openTransport } from './open-transport.ts'
import type { RunningPlatform } from './platform.ts'
import { type Relay, type RelayStatus, relayLease, startRelay } from './relay/relay.ts'
import { resumeSagas } from './saga/index.ts'
import type { Transport } from './transport.ts'

export interface WorkOptions extends NatsOptions {
  /** First token of every subject. */
  readonly prefix?: string
  /** Of NATS. */
  readonly stream?: string
  /** Where the signing key of the audit and its checkpoints stand, outside the databases. */
  readonly auditDirectory?: string
  /** Besides those that systems declare. */
  readonly jobs?: readonly Job[]
  /** What lets go of rows that were kept long enough; unset, they stay. */
  readonly retention?: RetentionWork
  /** What went wrong apart from any call; the work goes on. */
  readonly onError?: (error: AcervoError) => void
  /** How long `drain` waits for what is in hand. */
  readonly drainMs?: number
}

export interface WorkStatus {
  readonly transport: Transport['name']
  readonly relays: readonly (RelayStatus & { readonly target: string })[]
  readonly lag: EventsLag
  readonly jobs: unknown
  /** Of those that seal what audited tables keep. */
  readonly sealers: readonly (SealerStatus & { readonly target: string })[]
}

export interface Work {
  /** Looks for events at once. */
  wake(): void
  status(): Promise<WorkStatus>
  /** Takes nothing more, ends what is in hand within a bound, and gives back what it held. */
  drain(): Promise<void>
}

const drainMs = 10_000
const resumeEveryMs = 30_000

/** Where a database moves while it works, all of it begins anew at the new place. */
export function startWork(platform: RunningPlatform, options: WorkOptions = {}): Promise<Work> {
  const { moves } = platform
  if (moves === undefined) return startOnce(platform, options)
  const start = (onError: (error: AcervoError) => void) =>
    startOnce(platform, { ...options, onError })
  return startFollowing({ moves, start, onError: options.onError ?? (() => undefined) })
}

async function startOnce(platform: RunningPlatform, options: WorkOptions): Promise<Work> {
  const holder = randomUUID()
  const onError = options.onError ?? (() => undefined)
  const transport = await openTransport(platform, { ...options, holder, onError })
  const started: Started = { platform, options, transport, relays: [], sealers: [] }
  try {
    startRelays(started, holder, onError)
    await startSealing(started, holder, onError)
    started.consumers = await startConsumers({ platform, transport, onError })
    started.jobs = await startAllJobs(platform, options.jobs ?? [], onError)
    started.stopResuming = startResuming(platform, onError)
    started.ahead = keepAhead(platform, servedOf(platform), onError)
    started.sizes = keepSizes(platform, servedOf(platform), onError)
    if (options.retention !== undefined)
      started.retained = keepRetained(platform, servedOf(platform), options.retention, onError)
  } catch (error) {
    await drain(started)
    throw error
  }
  let draining: Promise<void> | undefined
  return Object.freeze({
    wake: () => {
      for (const { relay } of started.relays) relay.wake()
      started.consumers?.wake()
    },
    status: () => readStatus(started),
    drain: () => {
      draining ??= drain(started)
      return draining
    },
  })
}

const servedOf = ({ model, served = model }: RunningPlatform): Model => served

interface Started {
  readonly platform: RunningPlatform
  readonly options: WorkOptions
  readonly transport: Transport
  readonly relays: {
    readonly target: string
    readonly databases: ReadonlySet<string>
    readonly relay: Relay
  }[]
  readonly sealers: { readonly target: string; readonly sealer: Sealer }[]
  consumers?: Consumers
  jobs?: Jobs | undefined
  stopListening?: () => void
  stopResuming?: () => Promise<void>
  ahead?: Lookout
  sizes?: Lookout
  retained?: Lookout
}

/** Of the room of jobs: what this one needs. */
interface Jobs {
  status(): Promise<unknown>
  stop(): Promise<void>
}

function startRelays(
  started: Started,
  holder: string,
  onError: (error: AcervoError) => void,
): void {
  const { platform, options, transport, relays } = started
  const databases = [...platform.model.databases.values()].filter((one) => one.outbox !== undefined)
  const byTarget = Map.groupBy(databases, ({ schema }) => platform.targets.of(schema))
  const prefix = options.prefix ?? 'acervo'
  for (const [target, placed] of byTarget) {
    const own = placed.filter(({ name }) => servedOf(platform).databases.has(name))
    if (own.length === 0) continue
    const lease = toLeaseName(relayLease, own, placed)
    const relay = startRelay({ target, databases: own, transport, prefix, lease, holder, onError })
    const names = new Set(own.map(({ name }) => name))
    relays.push({ target: target.key, databases: names, relay })
  }
  started.stopListening = platform.onCommit((database) => {
    for (const { databases: names, relay } of relays) if (names.has(database)) relay.wake()
  })
}

async function startSealing(
  { platform, options, sealers }: Started,
  holder: string,
  onError: (error: AcervoError) => void,
): Promise<void> {
  const databases = [...platform.model.databases.values()].filter(
    (one) => one.auditLog !== undefined,
  )
  if (databases.length === 0) return
  // Nobody who audits nothing loads it.
  const { startSealers } = await import('./audit/start-sealers.ts')
  const { auditDirectory: directory } = options
  const served = new Set(servedOf(platform).databases.values())
  sealers.push(...startSealers({ platform, databases, served, directory, holder, onError }))
}

/** One queue for the platform, in the home target. */
async function startAllJobs(
  platform: RunningPlatform,
  more: readonly Job[],
  onError: (error: AcervoError) => void,
): Promise<Jobs | undefined> {
  const jobs = [...servedOf(platform).systems.flatMap((system) => system.jobs), ...more]
  const home = platform.model.systems[0]?.databases[0]
  if (jobs.length === 0 || home === undefined) return undefined
  // Nobody who declares no job loads the queue.
  const { startJobs } = await import('./jobs/start-jobs.ts')
  const report = (error: unknown) => onError(toProblem(error))
  const target = platform.targets.of(home.schema)
  return startJobs({ acervo: platform, jobs, target, onError: report })
}

/** Looks at once and from then on for sagas whose process has ended. */
function startResuming(platform: RunningPlatform, onError: (error: AcervoError) => void) {
  const sagas = servedOf(platform).systems.flatMap((system) => system.sagas)
  if (sagas.length === 0) return async () => undefined
  let resuming: Promise<unknown> = Promise.resolve()
  const resume = () => {
    resuming = resuming
      .then(() => Promise.all(sagas.map((saga) => resumeSagas(platform, saga))))
      .catch((error: unknown) => onError(toProblem(error)))
  }
  resume()
  const timer = setInterval(resume, resumeEveryMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await resuming
  }
}

async function readStatus({
  platform,
  transport,
  relays,
  jobs,
  sealers,
}: Started): Promise<WorkStatus> {
  const [lag, jobStatus] = await Promise.all([
    readLag(platform, transport, servedOf(platform)),
    jobs?.status(),
  ])
  return {
    transport: transport.name,
    relays: relays.map(({ target, relay }) => ({ target, ...relay.status() })),
    lag,
    jobs: jobStatus,
    sealers: sealers.map(({ target, sealer }) => ({ target, ...sealer.status() })),
  }
}

/** Relays first: what they publish last may still be taken. The transport goes when nobody uses it any more. */
async function drain(started: Started) {
  const { options, transport, relays, sealers, consumers, jobs } = started
  const { stopListening, stopResuming, ahead, sizes, retained } = started
  stopListening?.()
  const work = async () => {
    await Promise.allSettled([
      stopResuming?.(),
      ahead?.stop(),
      sizes?.stop(),
      retained?.stop(),
      jobs?.stop(),
      ...relays.map(({ relay }) => relay.stop()),
    ])
    await consumers?.stop()
    // Last: what the others did is sealed too.
    await Promise.allSettled(sealers.map(({ sealer }) => sealer.stop()))
  }
  await within(options.drainMs ?? drainMs, work())
  await within(2_000, transport.close())
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  try {
    await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
