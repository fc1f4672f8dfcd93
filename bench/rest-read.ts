// What does a read over REST cost, with a key, a tenant and metrics, against a server written by hand without
// any of them? And what when all systems are served beside it, instead of seven databases? Each server and the load have
// a process of their own.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { type Client, fillShop, openPlatform, shop } from './fixture.ts'
import type { Ask, Load, Order } from './rest/load.ts'
import type { Measurement } from './result.ts'
import { median, quantile, ratio } from './rounds.ts'

const rounds = 5
const roundMs = 1_200
const warmUpMs = 1_500

export async function measure(server: string): Promise<Measurement> {
  const { systems } = await import('../systems/index.ts')
  const platform = await openPlatform(server, [shop, ...systems])
  const children: ChildProcess[] = []
  const start = (file: string, ...given: string[]) => {
    const child = fork(join(import.meta.dirname, 'rest', file), given)
    children.push(child)
    return child
  }
  try {
    const clients = await fillShop(platform.admin, { clients: 20_000, tenants: 50 })
    const load = start('load.ts')
    const arms = await Promise.all([
      toArm('acervo', start('acervo.ts', platform.run), clients),
      toArm('by hand', start('by-hand.ts', platform.run), clients),
      toArm('beside seven', start('acervo.ts', platform.run, 'seven'), clients),
      toArm('beside all', start('acervo.ts', platform.run, 'all'), clients),
    ])
    const point = await interleave(load, arms, 'point')
    const list = await interleave(load, arms, 'list')
    return toMeasurement(point, list)
  } finally {
    for (const child of children) if (child.connected) child.disconnect()
    await Promise.all(children.map((child) => child.exitCode ?? once(child, 'exit')))
    await platform.close()
  }
}

type Kind = 'point' | 'list'

interface Arm {
  readonly name: string
  readonly port: number
  readonly asks: Readonly<Record<Kind, readonly Ask[]>>
}

async function toArm(name: string, child: ChildProcess, clients: readonly Client[]): Promise<Arm> {
  const [{ port, key }] = (await once(child, 'message')) as [{ port: number; key?: string }]
  const headersOf = ({ tenant }: Client): Ask['headers'] =>
    key === undefined
      ? { tenant }
      : { authorization: `Bearer ${key}`, 'acervo-claims': `tenant="${tenant}"` }
  const some = clients.slice(0, 5_000)
  const point = some.map((client) => ({
    path: `/v1/shop/clients/${client.id}`,
    headers: headersOf(client),
    expected: `"name":"${client.name}"`,
  }))
  const firsts = [...Map.groupBy(clients, ({ tenant }) => tenant).values()].map(firstByName)
  const list = firsts.map((client) => ({
    path: '/v1/shop/clients?sort=name&limit=20',
    headers: headersOf(client),
    expected: `{"data":[{"id":"${client.id}"`,
  }))
  return { name, port, asks: { point, list } }
}

function firstByName(clients: readonly Client[]): Client {
  return clients.reduce((first, one) => (one.name < first.name ? one : first))
}

interface Figures {
  readonly name: string
  readonly perSecond: readonly number[]
  readonly p50Ms: readonly number[]
  readonly p99Ms: readonly number[]
}

async function interleave(load: ChildProcess, arms: readonly Arm[], kind: Kind) {
  for (const arm of arms) await run(load, arm, kind, warmUpMs)
  const figures = arms.map(({ name }) => ({
    name,
    perSecond: [] as number[],
    p50Ms: [] as number[],
    p99Ms: [] as number[],
  }))
  for (let round = 0; round < rounds; round++)
    for (const [at, arm] of arms.entries()) {
      const { perSecond, latenciesMs } = await run(load, arm, kind, roundMs)
      const sorted = [...latenciesMs].sort((a, b) => a - b)
      figures[at]?.perSecond.push(perSecond)
      figures[at]?.p50Ms.push(quantile(sorted, 0.5))
      figures[at]?.p99Ms.push(quantile(sorted, 0.99))
    }
  return figures
}

async function run(load: ChildProcess, arm: Arm, kind: Kind, durationMs: number): Promise<Load> {
  const { port, asks } = arm
  const order: Order = { port, requests: asks[kind], connections: 32, durationMs }
  load.send(order)
  const waiting = new AbortController()
  const { signal } = waiting
  try {
    const [answer] = await Promise.race([
      once(load, 'message', { signal }),
      once(load, 'exit', { signal }),
    ])
    if (typeof answer !== 'object') throw new Error(`the load on ${arm.name} failed`)
    return answer as Load
  } finally {
    waiting.abort()
  }
}

function toMeasurement(point: readonly Figures[], list: readonly Figures[]): Measurement {
  const against = (figures: readonly Figures[], part: 'perSecond' | 'p99Ms') =>
    ratio(figures[0]?.[part] ?? [], figures[1]?.[part] ?? [])
  const [, , seven, all] = point
  const shown = (figures: readonly Figures[]) =>
    figures.map(({ name, perSecond, p50Ms, p99Ms }) => ({
      name,
      perSecond,
      p50Ms: median(p50Ms),
      p99Ms: median(p99Ms),
    }))
  return {
    question: 'Reads over REST, with key and tenant, against a hand-written server without them.',
    claims: [
      { claim: 'point reads a second', ratio: against(point, 'perSecond'), atLeast: 0.6 },
      { claim: 'lists of 20 a second', ratio: against(list, 'perSecond'), atLeast: 0.6 },
      { claim: 'p99 of a point read', ratio: against(point, 'p99Ms'), atMost: 2 },
      {
        claim: 'point reads a second beside all systems, of those beside seven databases',
        ratio: ratio(all?.perSecond ?? [], seven?.perSecond ?? []),
        atLeast: 0.95,
      },
    ],
    figures: { point: shown(point), list: shown(list) },
  }
}
