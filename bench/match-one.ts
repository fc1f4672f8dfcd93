// How long does it take to write down one person among 200,000 parties and know at once who it is? The whole
// transaction of `party.create`, committed, on PostgreSQL: half of those who come are known already.
import { setTimeout as delay } from 'node:timers/promises'
import { systemPrincipal } from '../kernel/index.ts'
import { resolveQueue } from '../systems/ai-core/global/resolution/index.ts'
import { systems } from '../systems/index.ts'
import { openPlatform } from './fixture.ts'
import { makePeople, misspell } from './match-one/people.ts'
import type { Measurement } from './result.ts'

const standing = 200_000
const asked = 2_000
const warmUp = 300
const goals = { p50: 2, p99: 10 }

export const measure = (server: string): Promise<Measurement> => measureAmong(server, standing)

export async function measureAmong(server: string, parties: number): Promise<Measurement> {
  const question = `One person written down and resolved among ${parties} parties: milliseconds.`
  const platform = await openPlatform(server, systems)
  try {
    const { acervo, admin } = platform
    const people = makePeople(parties + asked + warmUp, 11)
    const filledAt = performance.now()
    await fill(platform, people.slice(0, parties))
    const fillSeconds = (performance.now() - filledAt) / 1000
    await admin.query('vacuum analyze')
    await delay(1000)
    const times = { known: [] as number[], unknown: [] as number[] }
    const right = { known: 0, unknown: 0 }
    for (let at = 0; at < asked + warmUp; at++) {
      const kind = at % 2 === 0 ? 'known' : 'unknown'
      const seen = people[(at * 7919) % parties]
      const fresh = people[parties + at]
      const data = kind === 'known' ? misspell(seen ?? {}, at) : (fresh ?? {})
      const begin = performance.now()
      const { documentNumber } = (await acervo.db.global.party.create({
        data: data as never,
        select: { documentNumber: true },
      })) as { documentNumber: string | null }
      const ms = performance.now() - begin
      if (at < warmUp) continue
      times[kind].push(ms)
      if (documentNumber === (kind === 'known' ? seen : fresh)?.documentNumber) right[kind] += 1
    }
    const { rows } = await admin.query<{ parties: string; keys: string }>(
      `select (select count(*) from sm_global.parties where status = 'ACTIVE') as parties,
        (select count(*) from sm_global.match_keys) as keys`,
    )
    const all = [...times.known, ...times.unknown]
    const figures = {
      stands: rows[0],
      fillSeconds,
      milliseconds: {
        all: spread(all),
        known: spread(times.known),
        unknown: spread(times.unknown),
      },
      /** Share of those that were known and were found to be so. */
      found: right.known / times.known.length,
    }
    const claims = (['p50', 'p99'] as const).map((name) => {
      const value = figures.milliseconds.all[name]
      const ratio = { median: value, min: value, max: value }
      return { claim: `${name} of the whole transaction, milliseconds`, ratio, atMost: goals[name] }
    })
    return { question, claims, figures }
  } finally {
    await platform.close()
  }
}

type Platform = Awaited<ReturnType<typeof openPlatform<typeof systems>>>

async function fill({ acervo }: Platform, people: readonly object[]): Promise<void> {
  const handler = acervo.model.databases.get('global')?.tables.get('party')?.actions.get('import')
    ?.handler as (client: unknown, batch: object) => Promise<unknown>
  for (let from = 0; from < people.length; from += 5000) {
    const rows = people.slice(from, from + 5000)
    const keys = rows.map((_, at) => String(from + at))
    await acervo.db.transaction(
      ['global'],
      (tx) => handler(tx, { source: 'bench', keys, rows, payloads: rows }),
      { timeoutMs: 300_000 },
    )
  }
  await resolveQueue({
    transact: (body) =>
      acervo.transaction(systemPrincipal, ['global'], (_tx, session) => body(session), {
        timeoutMs: 600_000,
      }),
  })
}

function spread(values: readonly number[]) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0 }
}
