// How fast does the relay carry events, how late do they arrive, and what does it cost to watch outboxes where nothing
// happens? Over NATS beside bare publishing with the same window, and inside PostgreSQL.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as rest } from 'node:timers/promises'
import { relayPace } from '../kernel/work/relay/relay-pace.ts'
import { openNatsLink } from '../kernel/work/stream/nats-connection.ts'
import type { Transport } from '../kernel/work/transport.ts'
import {
  drain,
  fill,
  type Outboxes,
  openNatsStream,
  openOutboxes,
  openPostgresStream,
  openRelay,
  type TestStream,
} from './events/outboxes.ts'
import type { Measurement } from './result.ts'
import { median, quantile, ratio } from './rounds.ts'

const rounds = 5
const count = 10_000
/** Events of an aggregate. */
const each = 2
const openLoop = { perSecond: 500, seconds: 10 }
const idleSeconds = 20
const bodyBytes = 480

export async function measure(server: string, nats: string): Promise<Measurement> {
  const outboxes = await openOutboxes(server)
  try {
    const bare: number[] = []
    const relayed: number[] = []
    const inside: number[] = []
    await drainOverNats(outboxes, nats)
    for (let round = 0; round < rounds; round++) {
      bare.push(await publishBare(nats))
      relayed.push(await drainOverNats(outboxes, nats))
      inside.push(await drainInside(outboxes))
    }
    const held = await drainWhileHeld(outboxes, nats)
    const overNats = await latencyOver(outboxes, await openNatsStream(nats))
    const overPostgres = await latencyOver(outboxes, openPostgresStream(outboxes))
    const idle = await idleShare(outboxes, await openNatsStream(nats))
    const goal = (value: number) => Array(relayed.length).fill(value)
    return {
      question: 'The relay: events a second, latency from commit to answer, cost of watching.',
      claims: [
        { claim: 'over NATS, of bare publishing', ratio: ratio(relayed, bare), atLeast: 0.5 },
        { claim: 'over NATS, of 5,000/s', ratio: ratio(relayed, goal(5_000)), atLeast: 1 },
        {
          claim: `p99 from commit to answer at ${openLoop.perSecond}/s, of 100 ms`,
          ratio: one(overNats.p99Ms / 100),
          atMost: 1,
        },
        { claim: 'idle, of 1 % of a core', ratio: one(idle.percentOfCore), atMost: 1 },
        {
          claim: 'draining while an old transaction is held, of draining without',
          ratio: ratio(held.held, held.free),
          atLeast: 0.95,
        },
      ],
      figures: {
        perSecond: {
          bare: Math.round(median(bare)),
          overNats: Math.round(median(relayed)),
          insidePostgres: Math.round(median(inside)),
        },
        latency: { overNats, overPostgres },
        idle,
        held: { free: Math.round(median(held.free)), held: Math.round(median(held.held)) },
      },
    }
  } finally {
    await outboxes.close()
  }
}

const one = (value: number) => ({ median: value, min: value, max: value })

/** One event an aggregate at a time, and as many at once as the relay's window. */
async function publishBare(url: string): Promise<number> {
  const prefix = `bare${randomUUID().slice(0, 8)}`
  const stream = prefix.toUpperCase()
  const link = openNatsLink({ url, prefix, stream, duplicateWindowMs: 120_000 })
  const { client, manager } = await link.open()
  const { callsMax, callMax } = relayPace('nats')
  const aggregates = count / each
  const lastOf = new Map<number, number>()
  const body = Buffer.alloc(bodyBytes, 'x')
  const publish = async (aggregate: number): Promise<void> => {
    for (let at = 0; at < each; at++) {
      const expect = { lastSubjectSequence: lastOf.get(aggregate) ?? 0 }
      const subject = `${prefix}.busy.Policy.policy-${aggregate}`
      const { seq } = await client.publish(subject, body, { msgID: randomUUID(), expect })
      lastOf.set(aggregate, seq)
    }
  }
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < aggregates) await publish(next++)
  }
  const begun = performance.now()
  await Promise.all(Array.from({ length: callsMax * callMax }, worker))
  const perSecond = count / ((performance.now() - begun) / 1000)
  const { state } = await manager.streams.info(stream)
  assert.equal(state.messages, count)
  await manager.streams.delete(stream)
  await link.close()
  return perSecond
}

async function drainOverNats(outboxes: Outboxes, url: string): Promise<number> {
  await fill(outboxes, count, each)
  const stream = await openNatsStream(url)
  const ms = await drain(outboxes, stream, count)
  await stream.close()
  return count / (ms / 1000)
}

async function drainInside(outboxes: Outboxes): Promise<number> {
  await fill(outboxes, count, each)
  return count / ((await drain(outboxes, openPostgresStream(outboxes), count)) / 1000)
}

/** Twenty drains into the same tables, whose dead rows an old transaction keeps; and the same without it. */
async function drainWhileHeld(outboxes: Outboxes, url: string) {
  const drains = 20
  const run = async (): Promise<number> => {
    await fill(outboxes, 1, 1)
    const stream = await openNatsStream(url)
    const relay = openRelay(outboxes, stream)
    let done = 0
    const begun = performance.now()
    for (let at = 0; at < drains; at++) {
      await outboxes.admin.query(
        `insert into bench_busy.outbox_events (aggregate_type, aggregate_id, event_type, payload)
         select 'Policy', 'held-' || n % 200, 'PolicyIssued', '{}' from generate_series(1, 2000) n`,
      )
      done += 2_000
      relay.wake()
      while (relay.status().published < done) await rest(2)
    }
    const perSecond = done / ((performance.now() - begun) / 1000)
    await relay.stop()
    await stream.close()
    return perSecond
  }
  const { targets } = outboxes
  const runHeld = () =>
    targets.of('bench_busy').transaction(
      { settings: {} },
      async (session) => {
        await session.query({ text: 'select pg_current_xact_id()', values: [] })
        return run()
      },
      { timeoutMs: 600_000, isolation: 'repeatable read' },
    )
  const free: number[] = []
  const held: number[] = []
  for (let round = 0; round < rounds; round++) {
    free.push(await run())
    held.push(await runHeld())
  }
  return { free, held }
}

/** Writers that do not wait for each other, each waking the relay as a local commit does. */
async function latencyOver(outboxes: Outboxes, stream: TestStream) {
  await fill(outboxes, 1, 1)
  const committed = new Map<string, number>()
  const answered = new Map<string, number>()
  const transport: Transport = {
    ...stream.transport,
    publish: async (events, signal) => {
      const answers = await stream.transport.publish(events, signal)
      const now = performance.now()
      for (const [at, { eventId }] of events.entries())
        if (answers[at]?.kind === 'stored') answered.set(eventId, now)
      return answers
    },
  }
  const relay = openRelay(outboxes, { ...stream, transport })
  const target = outboxes.targets.of('bench_busy')
  const write = async (at: number): Promise<void> => {
    const text = `insert into bench_busy.outbox_events (aggregate_type, aggregate_id, event_type, payload)
      values ('Policy', $1, 'PolicyIssued', '{"premium": 1}') returning id`
    const values = [`open-${at % 1_000}`]
    const [written] = await target.group({ settings: {}, role: 'acervo_app' }, [
      { text, values, name: 'bench_write' },
    ])
    committed.set(written?.rows[0]?.[0] as string, performance.now())
    relay.wake()
  }
  const total = openLoop.perSecond * openLoop.seconds
  const begun = performance.now()
  const writes: Promise<void>[] = []
  for (let at = 0; at < total; at++) {
    const waitMs = begun + (at * 1000) / openLoop.perSecond - performance.now()
    if (waitMs > 1) await rest(waitMs)
    writes.push(write(at))
  }
  await Promise.all(writes)
  while ([...committed.keys()].some((id) => !answered.has(id))) await rest(5)
  await relay.stop()
  await stream.close()
  const latencies = [...committed]
    .map(([id, at]) => Math.max(0, (answered.get(id) ?? 0) - at))
    .sort((a, b) => a - b)
  const round = (ms: number) => Math.round(ms * 10) / 10
  return {
    p50Ms: round(quantile(latencies, 0.5)),
    p99Ms: round(quantile(latencies, 0.99)),
    maxMs: round(latencies.at(-1) ?? 0),
    events: latencies.length,
  }
}

/** Of this process and of the server's processes that work for it all the while. */
async function idleShare(outboxes: Outboxes, stream: TestStream) {
  await fill(outboxes, 1, 1)
  const relay = openRelay(outboxes, stream)
  await rest(3_000)
  const { rows } = await outboxes.admin.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  const before = { own: process.cpuUsage(), server: ticksOf(rows) }
  await rest(idleSeconds * 1000)
  const { user, system } = process.cpuUsage(before.own)
  const after = ticksOf(rows)
  await relay.stop()
  await stream.close()
  const percent = (ms: number) => Math.round((ms / (idleSeconds * 1000)) * 10_000) / 100
  let serverTicks = 0
  for (const [pid, ticks] of after) serverTicks += ticks - (before.server.get(pid) ?? 0)
  const relayPercent = percent((user + system) / 1000)
  // The kernel counts in hundredths of a second.
  const serverPercent = percent(serverTicks * 10)
  const percentOfCore = relayPercent + serverPercent
  return { percentOfCore, relayPercent, serverPercent, backends: after.size }
}

/** Empty where the server runs elsewhere. */
function ticksOf(backends: readonly { readonly pid: number }[]): Map<number, number> {
  const ticks = new Map<number, number>()
  for (const { pid } of backends) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      ticks.set(pid, Number(fields[11]) + Number(fields[12]))
    } catch {
      // Another machine's, or ended meanwhile: nothing to count.
    }
  }
  return ticks
}
