// Sixty-four askers of a hundred tenants over a few server connections of PgBouncer in transaction mode: reads, writes,
// errors in the middle, time limits, cancellations, and server connections killed under them. Each row carries its
// tenant, and nobody ever meets another's.
import { setTimeout } from 'node:timers/promises'
import { expect } from 'vitest'
import { toAcervo } from '../../../kernel/client/to-acervo.ts'
import { openMigrator, openTargets } from '../../../kernel/database/targets.ts'
import {
  type DatabasesOf,
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  integer,
  isAcervoError,
  tenant,
  text,
} from '../../../kernel/index.ts'
import { openPooler } from '../../support/database/pgbouncer.ts'
import { openTestTargets } from '../../support/database.ts'
import { type Random, seededRandom } from '../events/random.ts'

const item = defineTable('items', { owner: text(), size: integer() }, [tenant()])
const system = defineSystem({
  name: 'pooled',
  databases: [defineDatabase({ schema: 't_pooled', name: 'pooled', tables: { item } })],
})
const tenants = Array.from(
  { length: 100 },
  (_, at) => `00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`,
)

export interface PooledSize {
  readonly transactions: number
  readonly clients: number
  /** One server connection is killed in so many transactions. */
  readonly killOneIn: number
  readonly seed: number
}

export async function pooledCampaign(size: PooledSize): Promise<void> {
  const model = defineModel([system])
  const opened = await openTestTargets(model)
  const pooler = await openPooler(new URL(opened.run), { poolSize: 12 })
  const through = new URL(opened.run)
  through.searchParams.set('pgbouncer', 'true')
  through.searchParams.set('connection_limit', `${size.clients}`)
  through.host = `${pooler.address.host}:${pooler.address.port}`
  const options = { run: through.href, migrate: opened.migrate, databases: ['t_pooled'] }
  const targets = await openTargets({ ...options, connectionsMax: size.clients })
  const killer = await openMigrator(opened.migrate)
  const acervo = toAcervo<DatabasesOf<readonly [typeof system]>>({ model, targets })
  const target = targets.of('t_pooled')
  const tally = { answered: 0, rows: 0, foreign: 0, empty: 0, kills: 0 }
  const refused = new Map<string, number>()
  let next = 0

  async function one(random: Random, at: number): Promise<void> {
    const mine = random.pick(tenants)
    const principal = { actor: 'user:pooled', claims: { tenant: mine } }
    const context = { settings: { 'acervo.actor': 'user:pooled', 'acervo.tenant': mine } }
    const see = (rows: readonly { readonly owner: string }[]) => {
      tally.answered++
      tally.rows += rows.length
      tally.foreign += rows.filter(({ owner }) => owner !== mine).length
      if (rows.length === 0) tally.empty++
    }
    const client = acervo.db.as(principal).pooled.item
    const kind = random.below(100)
    if (at % size.killOneIn === size.killOneIn - 1) await kill()
    if (kind < 50) see(await client.findMany({}))
    else if (kind < 70)
      await acervo.db.as(principal).transaction(['pooled'], async (tx) => {
        see(await tx.pooled.item.findMany({}))
        await tx.pooled.item.updateMany({ data: { size: { increment: 1 } } })
        see(await tx.pooled.item.findMany({}))
        if (random.chance(0.3)) throw new Error('aborted on purpose')
      })
    else if (kind < 80) {
      const list = { text: 'select owner from t_pooled.items', values: [] }
      const [first] = await target.group(context, [
        list,
        { text: 'select 1 / 0', values: [] },
        list,
      ])
      see((first?.rows ?? []).map(([owner]) => ({ owner: owner ?? '' })))
    } else if (kind < 85) {
      const slow = { text: 'select owner, pg_sleep(0.05) from t_pooled.items', values: [] }
      await target.group(context, [slow], { timeoutMs: 10 })
    } else if (kind < 90) {
      const signal = AbortSignal.timeout(random.below(4) + 1)
      const slow = { text: 'select owner, pg_sleep(0.02) from t_pooled.items', values: [] }
      await target.group(context, [slow], { signal })
    } else if (kind < 95) {
      // Nobody is claimed: whoever was before on this connection must not show.
      const rows = await acervo.db.pooled.item.findMany({})
      tally.foreign += rows.length
      tally.answered++
    } else see(await client.findMany({ where: { OR: [{ owner: random.pick(tenants) }, {}] } }))
  }

  let killing: Promise<unknown> = Promise.resolve()
  function kill(): Promise<unknown> {
    tally.kills++
    killing = killing.then(() => killOne())
    return killing
  }

  async function killOne(): Promise<void> {
    await killer.query({
      text: `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = $1 order by random() limit 1`,
      values: [through.username],
    })
  }

  async function client(number: number): Promise<void> {
    const random = seededRandom(size.seed * 1000 + number)
    for (let at = next++; at < size.transactions; at = next++)
      try {
        await one(random, at)
      } catch (error) {
        const code = isAcervoError(error) ? error.code : (error as Error).message
        refused.set(code, (refused.get(code) ?? 0) + 1)
        if (code !== 'ACV301') continue
        // It has not reached the server: it is no transaction of those that were promised.
        next--
        await setTimeout(25)
      }
  }

  try {
    for (const owner of tenants) {
      const data = [1, 2, 3].map((each) => ({ owner, size: each }))
      await acervo.db
        .as({ actor: 'user:x', claims: { tenant: owner } })
        .pooled.item.createMany({ data })
    }
    await Promise.all(Array.from({ length: size.clients }, (_, number) => client(number)))
    console.info(
      'pooled',
      JSON.stringify({
        ...size,
        ...tally,
        poolerFalls: pooler.falls(),
        refused: Object.fromEntries(refused),
      }),
    )
    expect(tally.foreign).toBe(0)
    expect(tally.empty).toBe(0)
    expect(tally.answered).toBeGreaterThan(size.transactions * 0.6)
    expect(tally.kills).toBeGreaterThan(0)
    // Every way to fail was met: what an attack never provokes it does not test.
    for (const code of ['ACV307', 'ACV308', 'ACV310', 'aborted on purpose'])
      expect([code, (refused.get(code) ?? 0) > 0]).toEqual([code, true])
    const { rows } = await killer.query({
      text: 'select count(*) from t_pooled.items where owner::uuid <> tenant_id',
      values: [],
    })
    expect(rows).toEqual([['0']])
  } finally {
    await killer.close()
    await targets.close()
    await pooler.close()
    await opened.close()
  }
}
