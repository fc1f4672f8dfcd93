// How long does it take to write down one person among 200,000 parties and know at once who it is? The whole
// transaction of `party.create`, committed, on PostgreSQL: half of those who come are known already.
import { setTimeout as delay } from 'node:timers/promises'
import { systemPrincipal } from '../kernel/index.ts'
import { resolveQueue } from '../systems/ai-core/global/resolution/index.ts'
import { aiCore } from '../systems/ai-core/system.ts'
import { openPlatform } from './fixture.ts'
import { type MadePerson, makePeople, misspell } from './match-one/people.ts'
import type { Measurement } from './result.ts'

const standing = 200_000
const asked = 2_000
const warmUp = 300
const goals = { p50: 2, p99: 10 }

export const measure = (server: string): Promise<Measurement> => measureAmong(server, standing)

export async function measureAmong(server: string, parties: number): Promise<Measurement> {
  const platform = await openPlatform(server, [aiCore])
  try {
    const people = makePeople(parties + asked + warmUp, 11)
    const filledAt = performance.now()
    await fill(platform, people.slice(0, parties))
    const fillSeconds = (performance.now() - filledAt) / 1000
    await platform.admin.query('vacuum analyze')
    await delay(1000)
    return await measureFilled(platform, people, { parties, from: 0, fillSeconds })
  } finally {
    await platform.close()
  }
}

interface Filled {
  /** How many of the people stand in the database. */
  readonly parties: number
  /** Of those that do not, the first that nobody asked for yet. */
  readonly from: number
  readonly fillSeconds: number
}

/** Beside each fourth question a bare commit of one row: what the machine can do at all while it is asked. */
export async function measureFilled(
  { acervo, admin }: Pick<Platform, 'acervo' | 'admin'>,
  people: readonly MadePerson[],
  { parties, from, fillSeconds }: Filled,
): Promise<Measurement> {
  const question = `One person written down and resolved among ${parties} parties: milliseconds.`
  await admin.query('create table if not exists public.bare_commits (id bigserial primary key)')
  const times = { known: [] as number[], unknown: [] as number[], bare: [] as number[] }
  const right = { known: 0, unknown: 0 }
  for (let at = from; at < from + asked + warmUp; at++) {
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
    if (at < from + warmUp) continue
    times[kind].push(ms)
    if (documentNumber === (kind === 'known' ? seen : fresh)?.documentNumber) right[kind] += 1
    if (at % 4 === 0) times.bare.push(await commitBare(admin))
  }
  const { rows } = await admin.query<{ parties: string; keys: string }>(
    `select (select count(*) from sm_global.parties where status = 'ACTIVE') as parties,
      (select count(*) from sm_global.match_keys) + (select count(*) from sm_global.recent_keys)
        as keys`,
  )
  const all = [...times.known, ...times.unknown]
  const figures = {
    stands: rows[0],
    server: await settingsOf(admin),
    fillSeconds,
    milliseconds: {
      all: spread(all),
      known: spread(times.known),
      unknown: spread(times.unknown),
      bareCommit: spread(times.bare),
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
}

/** As the server runs: its memory and what a commit waits for decide half of the answer. */
async function settingsOf(admin: Platform['admin']): Promise<Readonly<Record<string, string>>> {
  const { rows } = await admin.query<{ name: string; value: string }>(
    `select name, current_setting(name) as value from pg_settings where name = any($1)`,
    [told],
  )
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
}

const told = [
  'server_version',
  'shared_buffers',
  'effective_cache_size',
  'max_wal_size',
  'checkpoint_timeout',
  'wal_compression',
  'random_page_cost',
  'fsync',
  'synchronous_commit',
  'full_page_writes',
]

async function commitBare(admin: Platform['admin']): Promise<number> {
  const begin = performance.now()
  await admin.query('insert into public.bare_commits default values')
  return performance.now() - begin
}

type Platform = Awaited<ReturnType<typeof openPlatform<readonly [typeof aiCore]>>>

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
