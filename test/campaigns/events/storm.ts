// One storm: writers, two relays of which one works, a consumer, and at random moments a relay that dies, one that
// sleeps through its lease, a transport that fails or whose answers get lost. Ends with calm, and a verdict.
import { setTimeout as rest } from 'node:timers/promises'
import { type RelayParts, relayParts } from '../../../kernel/work/relay/relay.ts'
import type { Nats } from '../../../kernel/work/stream/nats-connection.ts'
import type { Published, Transport } from '../../../kernel/work/transport.ts'
import type { Areas } from '../../support/events/areas.ts'
import type { TestStream } from '../../support/events/nats.ts'
import { type ConsumerFault, runConsumer } from './consumer.ts'
import { startLoad } from './load.ts'
import { type RelayNode, startNode } from './node.ts'
import { type Random, seededRandom } from './random.ts'
import { judge, unmarkedText, type Verdict, witnessSql } from './verdict.ts'

/** What is changed for one storm; state in it belongs to that storm. */
export interface Mutation {
  readonly parts?: RelayParts
  /** Under the faults, so that it too meets them. */
  readonly wrap?: (transport: Transport, nats: Nats) => Transport
  readonly consumer?: ConsumerFault
}

export interface StormOptions {
  readonly areas: Areas
  readonly stream: TestStream
  readonly seed: number
  readonly faults: number
  readonly mutation: Mutation
}

export interface StormReport {
  readonly verdict: Verdict
  readonly acked: number
  readonly faults: Readonly<Record<string, number>>
}

const pace = {
  leaseMs: 200,
  standbyMs: 30,
  attemptsMax: 1_000,
  backoffMs: 20,
  backoffMaxMs: 100,
  // A relay that dies leaves much behind that it has not marked.
  writeAfterMs: 60,
}
const calmMaxMs = 20_000
/** So long without a change, and what is left stays. */
const stillMs = 2_500
const deathsMax = 4

export async function runStorm(options: StormOptions): Promise<StormReport> {
  const { areas, stream, mutation } = options
  const random = seededRandom(options.seed)
  await areas.empty()
  await areas.script(witnessSql)
  const weather = openWeather(random)
  const plain = stream.open({ ackTimeoutMs: 1_000, ackWaitMs: 1_000 })
  const wrapped = mutation.wrap?.(plain, await stream.nats()) ?? plain
  const transport = weather.over(wrapped)
  const parts = mutation.parts ?? relayParts
  const start = (): RelayNode =>
    startNode({ target: areas.target, transport, prefix: stream.prefix, parts, pace })
  const nodes = [start(), start()]
  const all = [...nodes]
  const stopping = new AbortController()
  let deaths = 0
  const mayDie = (): void => {
    if (weather.isCalm() || deaths >= deathsMax || !random.chance(0.1)) return
    deaths++
    throw new Error('the consumer dies here')
  }
  const { target } = areas
  const given = { target, transport: plain, fault: mutation.consumer, mayDie }
  const consuming = runConsumer({ ...given, signal: stopping.signal })
  const load = startLoad({ target, random, writers: 5, aggregates: 12, openMs: 60, restMs: 8 })
  const faults: Record<string, number> = {}
  for (let at = 0; at < options.faults; at++) {
    await rest(60 + random.below(120))
    const fault = random.pick(['kill', 'kill', 'sleep', 'fail', 'deaf'] as const)
    faults[fault] = (faults[fault] ?? 0) + 1
    if (fault === 'kill') {
      nodes.shift()?.kill()
      nodes.push(start())
      all.push(nodes.at(-1) as RelayNode)
    } else if (fault === 'sleep') await sleepOver(nodes, areas)
    else await weather.turn(fault, 150)
  }
  await load.stop()
  weather.calm()
  const query = (text: string) => areas.query(text)
  await settleDown(query, stream)
  stopping.abort()
  await consuming
  await Promise.all(nodes.map((node) => node.stop()))
  const marked = all.reduce((sum, node) => sum + node.marked(), 0)
  const verdict = await judge({ log: load.log, stored: await stream.stored(), marked, query })
  return { verdict, acked: load.log.acked.size, faults: { ...faults, death: deaths } }
}

/** The one that works falls asleep over a mark, until another has taken over and gone on for a while. */
async function sleepOver(nodes: readonly RelayNode[], areas: Areas): Promise<void> {
  const [[holder] = []] = await areas.query('select holder from acervo.lease')
  const worker = nodes.find((node) => node.holder === holder)
  worker?.sleepAtMark()
  await rest(pace.writeAfterMs + pace.leaseMs + 200)
  worker?.awake()
}

/** Until everything is marked and its effect is made, or nothing moves any more. */
async function settleDown(query: (text: string) => ReturnType<Areas['query']>, stream: TestStream) {
  const begun = performance.now()
  const counts = `select (${unmarkedText}), (select count(*) from campaign.effect)`
  let before = ''
  let changedAt = begun
  while (performance.now() - begun < calmMaxMs && performance.now() - changedAt < stillMs) {
    const [unmarked, effects] = (await query(counts))[0] ?? []
    if (unmarked === '0' && Number(effects) >= (await stream.count())) return
    const now = `${unmarked} ${effects}`
    if (now !== before) changedAt = performance.now()
    before = now
    await rest(40)
  }
}

interface Weather {
  over(transport: Transport): Transport
  turn(kind: 'fail' | 'deaf', ms: number): Promise<void>
  isCalm(): boolean
  calm(): void
}

/** `fail`: some events are refused before they are sent. `deaf`: they are sent, and the answer is lost. */
function openWeather(random: Random): Weather {
  let kind: 'fail' | 'deaf' | undefined
  let isCalm = false
  return {
    isCalm: () => isCalm,
    calm: () => {
      isCalm = true
      kind = undefined
    },
    turn: async (next, ms) => {
      kind = next
      await rest(ms)
      kind = undefined
    },
    over: (transport) => ({
      ...transport,
      publish: async (events, signal) => {
        const now = kind
        const refused = events.map(() => now === 'fail' && random.chance(0.3))
        const sent = events.filter((_, at) => !refused[at])
        const answers = sent.length === 0 ? [] : [...(await transport.publish(sent, signal))]
        return refused.map((isRefused): Published => {
          if (isRefused) return { kind: 'failed', error: new Error('refused'), lasting: false }
          const answer = answers.shift() as Published
          const isLost = now === 'deaf' && random.chance(0.3)
          return isLost ? { kind: 'unavailable', error: new Error('lost') } : answer
        })
      },
    }),
  }
}
