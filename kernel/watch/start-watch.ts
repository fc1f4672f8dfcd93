// startWatch: looks at the platform every few seconds for as long as a process serves it, keeps what each alert is in
// the database, and sees to it that somebody is told. Of several processes one looks at what is the same for all; each
// looks at itself. Where the database of the alerts cannot be asked, each goes on from what it knew, and delivers
// itself: the ids of its messages are those that any other process makes.
import { randomUUID } from 'node:crypto'
import type { AcervoError } from '../errors/index.ts'
import { askingAs } from '../work/asking.ts'
import { toProblem } from '../work/inbox/problem.ts'
import { Lease, toLeaseName } from '../work/lease.ts'
import { type AlertStore, type Claimed, type Known, openAlertStore } from './alert-store.ts'
import { type Collected, openCollector, type WatchedPlatform } from './collect.ts'
import {
  type AlertState,
  type Change,
  evaluate,
  evaluateGone,
  keyOf,
  type Observation,
} from './evaluate.ts'
import { type AlertSink, toMessage } from './message.ts'
import { type MetricScope, type Reading, reading } from './metric.ts'
import { openObserver } from './observe.ts'
import { jobsReader, type Reader } from './readers.ts'
import type { AlertRule } from './rule.ts'
import { rules as shipped } from './rules.ts'

export interface WatchOptions {
  /** `host:port`: which process this is, among all of the platform and after a restart. */
  readonly instance: string
  /** Between two looks; 15 unless told. */
  readonly everySeconds?: number
  readonly rules?: readonly AlertRule[]
  readonly sinks?: readonly AlertSink[]
  readonly readers?: readonly Reader[]
  /** Names of jobs besides those that systems declare. */
  readonly jobs?: readonly string[]
  readonly onError?: (error: AcervoError) => void
  /** Beside the actor: a clock of tests. */
  readonly settings?: () => Readonly<Record<string, string>>
}

export interface Watch {
  /** More figures, from whoever is opened after it. */
  add(reader: Reader): void
  /** Ends when everything was looked at and whoever is to be told was told, or could not be. */
  look(): Promise<void>
  /** Of this process now, and of the platform not older than two looks. */
  readings(): Promise<readonly Reading[]>
  /** What fires and what is about to. */
  alerts(): readonly AlertState[]
  stop(): Promise<void>
}

export const watchLease = 'watch:alerts'
const leaseMs = 60_000
const sendMs = 10_000

/** `acervo start` calls it; a first look is taken at once. */
export function startWatch(platform: WatchedPlatform, options: WatchOptions): Watch {
  const watching = new Watching(platform, options)
  const everyMs = (options.everySeconds ?? 15) * 1_000
  const timer = setInterval(() => void watching.look(), everyMs).unref()
  void watching.look()
  return Object.freeze({
    add: (reader: Reader) => watching.add(reader),
    look: () => watching.look(),
    readings: () => watching.readings(everyMs),
    alerts: () => watching.alerts(),
    stop: () => {
      clearInterval(timer)
      return watching.stop()
    },
  })
}

class Watching {
  readonly #options: WatchOptions
  readonly #rules: ReadonlyMap<string, AlertRule>
  readonly #sinks: readonly AlertSink[]
  readonly #collector
  readonly #observer
  readonly #store: AlertStore
  readonly #lease: Lease
  readonly #stopping = new AbortController()
  /** What each alert was at the last look. */
  #states = new Map<string, AlertState>()
  /** Not in the database yet. */
  readonly #unsaved = new Map<string, AlertState>()
  #messages: Claimed[] = []
  #undelivered = 0
  #platformAt = Number.NEGATIVE_INFINITY
  #platform: readonly Reading[] = []
  #looking: Promise<void> | undefined

  constructor(platform: WatchedPlatform, options: WatchOptions) {
    this.#options = options
    const { rules = shipped, sinks = [], readers = [], instance, jobs = [] } = options
    this.#rules = new Map(rules.map((rule) => [rule.name, rule]))
    this.#sinks = sinks
    const { model, served = model, targets } = platform
    const context = () => askingAs('service:watch', options.settings?.())
    const databases = [...model.databases.values()]
    const home = targets.of(model.systems[0]?.databases[0]?.schema ?? '')
    const names = [
      ...served.systems.flatMap((system) => system.jobs.map(({ name }) => name)),
      ...jobs,
    ]
    const all = names.length === 0 ? readers : [...readers, jobsReader(home, names)]
    this.#collector = openCollector(platform, context, all)
    this.#observer = openObserver(rules, instance)
    this.#store = openAlertStore(home, context)
    const name = toLeaseName(watchLease, [...served.databases.values()], databases)
    this.#lease = new Lease({ target: home, name, holder: randomUUID(), leaseMs, context })
  }

  add(reader: Reader): void {
    this.#collector.add(reader)
  }

  alerts(): readonly AlertState[] {
    return [...this.#states.values()].filter(({ phase }) => phase !== 'quiet')
  }

  /** One at a time: who comes during a look waits for the next one. */
  look(): Promise<void> {
    if (this.#stopping.signal.aborted) return Promise.resolve()
    const before = this.#looking ?? Promise.resolve()
    const mine = before.then(() => this.#look()).catch((error: unknown) => this.#complain(error))
    this.#looking = mine
    return mine
  }

  async readings(everyMs: number): Promise<readonly Reading[]> {
    const own = await this.#collector.collect('process')
    if (performance.now() - this.#platformAt > 2 * everyMs)
      this.#keep(await this.#collector.collect('platform'))
    return [...own.readings, ...this.#ownReadings(), ...this.#platform]
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#collector.stop()
    await this.#looking
    await this.#lease.release().catch(() => undefined)
  }

  #ownReadings(): readonly Reading[] {
    return [reading('acervo.watch.undelivered', this.#undelivered)]
  }

  #keep({ readings }: Collected): readonly Reading[] {
    this.#platform = readings
    this.#platformAt = performance.now()
    return readings
  }

  async #look(): Promise<void> {
    const [leads, known] = await Promise.all([this.#leads(), this.#load()])
    const now = known?.now ?? new Date().toISOString()
    const scopes: readonly MetricScope[] = leads ? ['process', 'platform'] : ['process']
    const [own, platform] = await Promise.all(scopes.map((scope) => this.#collector.collect(scope)))
    if (own === undefined) return
    const shared = platform === undefined ? [] : this.#keep(platform)
    const observed = this.#observer.observe(
      [...own.readings, ...this.#ownReadings(), ...shared],
      Date.parse(now),
    )
    const gone = this.#findGone(observed, known?.gone ?? new Set(), { own, platform })
    const changes = [...evaluate(observed, this.#states, now), ...evaluateGone(gone, now)]
    this.#take(changes)
    if (known === undefined || !(await this.#save())) await this.#sendAlone()
    else await this.#deliver()
  }

  /** Whoever cannot ask takes it on. */
  async #leads(): Promise<boolean> {
    try {
      return (await this.#lease.keep()) !== undefined
    } catch {
      return true
    }
  }

  async #load(): Promise<Known | undefined> {
    try {
      const known = await this.#store.load()
      const states = known.states.filter(({ rule }) => this.#rules.has(rule))
      this.#states = new Map(states.map((state) => [keyOf(state), state]))
      for (const [key, state] of this.#unsaved) {
        const kept = this.#states.get(key)
        if (kept === undefined || kept.episode <= state.episode) this.#states.set(key, state)
        else this.#unsaved.delete(key)
      }
      this.#undelivered = known.undelivered
      return known
    } catch {
      return undefined
    }
  }

  /** Alerts of what is no longer there, where that is known; and of processes that have ended. */
  #findGone(
    observed: readonly Observation[],
    ended: ReadonlySet<string>,
    { own, platform }: { readonly own: Collected; readonly platform: Collected | undefined },
  ): readonly AlertState[] {
    const seen = new Set(observed.map(({ rule, subject }) => keyOf({ rule: rule.name, subject })))
    const { instance } = this.#options
    return this.alerts().filter((state) => {
      if (seen.has(keyOf(state))) return false
      if (state.instance === instance) return own.isWhole && platform?.isWhole === true
      if (state.instance === '') return platform?.isWhole === true
      return platform !== undefined && ended.has(state.instance)
    })
  }

  #take(changes: readonly Change[]): void {
    for (const change of changes) {
      const { state } = change
      this.#states.set(keyOf(state), state)
      this.#unsaved.set(keyOf(state), state)
      const rule = this.#rules.get(state.rule)
      const message = rule === undefined ? undefined : toMessage(change, rule)
      if (message !== undefined)
        this.#messages.push(...this.#sinks.map(({ name }) => ({ sink: name, message })))
    }
  }

  async #save(): Promise<boolean> {
    try {
      await this.#store.save([...this.#unsaved.values()], this.#messages, this.#options.instance)
      this.#unsaved.clear()
      this.#messages = []
      return true
    } catch (error) {
      this.#complain(error)
      return false
    }
  }

  async #deliver(): Promise<void> {
    const claimed = await this.#store.claim(this.#sinks.map(({ name }) => name))
    await Promise.all(
      claimed.map(async (one) => {
        const error = await this.#send(one)
        await this.#store.settle(one, error).catch((reason: unknown) => this.#complain(reason))
      }),
    )
  }

  /** Without the database: what does not arrive now is tried again at the next look. */
  async #sendAlone(): Promise<void> {
    const errors = await Promise.all(this.#messages.map((one) => this.#send(one)))
    this.#messages = this.#messages.filter((_, at) => errors[at] !== undefined)
  }

  /** Answers why it has not arrived. */
  async #send({ sink: name, message }: Claimed): Promise<string | undefined> {
    const sink = this.#sinks.find((one) => one.name === name)
    const signal = AbortSignal.any([this.#stopping.signal, AbortSignal.timeout(sendMs)])
    try {
      await sink?.send(message, signal)
      return undefined
    } catch (error) {
      this.#complain(error)
      return error instanceof Error ? error.message : String(error)
    }
  }

  #complain(error: unknown): void {
    if (!this.#stopping.signal.aborted) this.#options.onError?.(toProblem(error))
  }
}
