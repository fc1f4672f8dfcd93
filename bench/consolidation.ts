// How long after a policy was issued does its party show it? From the outbox row of the writer's transaction to the
// fact in master data, over PostgreSQL and NATS, at a steady rate; and how fast what has piled up is worked off.
import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { startWork, type Work } from '../kernel/work/index.ts'
import { systems } from '../systems/index.ts'
import { openPlatform } from './fixture.ts'
import type { Measurement } from './result.ts'
import { quantile } from './rounds.ts'

const perSecond = 200
const seconds = 10
const rounds = 3
const parties = 1000
const pile = 4000
const goalMs = 300

type Platform = Awaited<ReturnType<typeof open>>

export async function measure(server: string, nats: string): Promise<Measurement> {
  const platform = await open(server)
  try {
    const overNats = await steady(platform, nats)
    const inside = await steady(platform, undefined)
    const piled = await workOff(platform, nats)
    return {
      question:
        'From an issued policy to the fact on its party: latency at a steady rate, and a pile worked off.',
      claims: [
        {
          claim: `p99 from outbox to golden record at ${perSecond} policies/s over NATS, of ${goalMs} ms`,
          ratio: spread(overNats.map(({ p99Ms }) => p99Ms / goalMs)),
          atMost: 1,
        },
      ],
      figures: { perSecond, seconds, parties, overNats, insidePostgres: inside, pile: piled },
    }
  } finally {
    await platform.close()
  }
}

async function open(server: string) {
  const platform = await openPlatform(server, systems)
  await platform.admin.query(
    `with p as (insert into sm_global.parties (status) select 'ACTIVE' from generate_series(1, $1::int) returning id),
      r as (insert into sm_global.source_records (source, source_key, digest, payload, origin_id, resolved_at)
        select 'bench', p.id::text, repeat('a', 64), '{}', p.id, now() from p returning id, origin_id)
    insert into sm_global.party_links (source_record_id, party_id) select r.id, r.origin_id from r`,
    [parties],
  )
  const { rows } = await platform.admin.query<{ id: string }>('select id from sm_global.parties')
  const product = await platform.acervo.db.insurance.product.create({
    data: { code: 'BENCH', name: 'Hogar', line: 'HOME', carrierName: 'Aseguradora' },
  })
  return { ...platform, people: rows.map(({ id }) => id), productId: product.id }
}

function start({ acervo }: Platform, natsUrl: string | undefined): Promise<Work> {
  // Each start has a stream of its own: what stood in another one is no part of the question.
  const name = `b${randomUUID().slice(0, 8)}`
  const onError = (error: unknown) => console.error(error)
  return startWork(acervo, {
    onError,
    prefix: name,
    ...(natsUrl === undefined ? {} : { natsUrl, stream: name }),
  })
}

async function steady(platform: Platform, natsUrl: string | undefined) {
  const work = await start(platform, natsUrl)
  try {
    // Connections, plans and records of the people are there afterwards.
    await write(platform, perSecond, 3)
    await untilApplied(platform)
    const found: { readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }[] = []
    for (let round = 0; round < rounds; round++) {
      const since = await now(platform)
      await write(platform, perSecond, seconds)
      await untilApplied(platform)
      found.push(await latencies(platform, since))
    }
    return found
  } finally {
    await work.drain()
  }
}

/** Events that lie there when the work begins. */
async function workOff(platform: Platform, natsUrl: string) {
  const data = Array.from({ length: pile }, (_, at) => toPolicy(platform, at))
  for (let at = 0; at < pile; at += 500)
    await platform.acervo.db.insurance.policy.createMany({ data: data.slice(at, at + 500) })
  const work = await start(platform, natsUrl)
  const begun = performance.now()
  try {
    await untilApplied(platform)
    const took = (performance.now() - begun) / 1000
    return { events: pile, seconds: round(took), perSecond: Math.round(pile / took) }
  } finally {
    await work.drain()
  }
}

/** Open loop: each policy has its time, whatever became of those before it. */
async function write(platform: Platform, rate: number, duration: number): Promise<void> {
  const { policy } = platform.acervo.db.insurance
  const begun = performance.now()
  const writing: Promise<unknown>[] = []
  for (let at = 0; at < rate * duration; at++) {
    const due = begun + (at * 1000) / rate - performance.now()
    if (due > 1) await rest(due)
    writing.push(policy.create({ data: toPolicy(platform, at) }))
  }
  await Promise.all(writing)
}

function toPolicy({ people, productId }: Platform, at: number) {
  return {
    number: randomUUID(),
    partyId: people[(at * 7919) % people.length] ?? '',
    productId,
    status: 'ISSUED' as const,
    startsOn: '2026-01-01',
    endsOn: '2027-01-01',
    premium: '100.00',
  }
}

async function untilApplied({ admin }: Platform): Promise<void> {
  const text = `select (select count(*) from ss_insurance.outbox_events where event_type like 'Policy%')
    - (select count(*) from sm_global.inbox_events where status = 'APPLIED') as left`
  for (let look = 0; look < 3000; look++) {
    const { rows } = await admin.query<{ left: string }>(text)
    if (rows[0]?.left === '0') return
    await rest(50)
  }
  throw new Error('events were left')
}

/** From the writer's transaction to the end of the handler's, by the one clock of the server. */
async function latencies({ admin }: Platform, since: string) {
  const { rows } = await admin.query<{ ms: number }>(
    `select extract(epoch from i.applied_at - i.occurred_at)::float8 * 1000 as ms
    from sm_global.inbox_events i where i.occurred_at > $1 order by 1`,
    [since],
  )
  const sorted = rows.map(({ ms }) => ms)
  return {
    p50Ms: round(quantile(sorted, 0.5)),
    p99Ms: round(quantile(sorted, 0.99)),
    maxMs: round(sorted.at(-1) ?? 0),
  }
}

async function now({ admin }: Platform): Promise<string> {
  return (await admin.query<{ at: string }>('select now()::text as at')).rows[0]?.at ?? ''
}

const round = (value: number): number => Math.round(value * 10) / 10

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    min: sorted[0] ?? 0,
    max: sorted.at(-1) ?? 0,
  }
}
