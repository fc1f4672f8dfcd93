// What the watch tells of a platform that does well: a figure for everything, and no alert.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { openWatched, type Watched } from '../../test/support/watch/world.ts'
import { findMetric, metrics } from './metrics.ts'
import { toServerName } from './read-target.ts'
import { rules } from './rules.ts'
import { applyRuleSettings } from './settings.ts'

onEachEngine((engine) => {
  let world: Watched
  beforeAll(async () => {
    world = await openWatched()
  })
  afterAll(() => world?.close())

  test('a platform that does well has figures and no alerts', async () => {
    const watch = await world.begin()
    for (let turn = 0; turn < 6; turn++) await world.look(15)
    expect(watch.alerts()).toEqual([])
    expect(world.told).toEqual([])
    const found = await watch.readings()
    const names = new Set(found.map(({ metric }) => metric))
    for (const name of everywhere) expect(names).toContain(name)
    if (engine === 'postgres') for (const name of onServers) expect(names).toContain(name)
    for (const { metric, labels } of found)
      expect(findMetric(metric)?.labels, metric).toEqual(
        expect.arrayContaining(Object.keys(labels)),
      )
  })

  test('what only a write could change is asked again after one, or after five minutes', async () => {
    // Others write to the same server: there it may be asked at any time.
    if (engine === 'postgres') return
    const watch = await world.begin()
    const ages = async (seconds: number) => {
      await world.look(seconds)
      const found = await watch.readings()
      return found.filter(({ metric }) => metric === 'acervo.key.age').map(({ value }) => value)
    }
    const clientId = crypto.randomUUID()
    await world.platform.db.shop.client.create({ data: { name: 'Ana', taxId: '1', clientId } })
    const first = await ages(15)
    expect(first).toHaveLength(1)
    expect(await ages(60)).toEqual(first)
    await world.platform.query('create table public.written ()')
    const [second = 0] = await ages(15)
    expect(second - (first[0] ?? 0)).toBeCloseTo(75, 0)
    expect(await ages(60)).toEqual([second])
    expect((await ages(300))[0]).toBeCloseTo(second + 360, 0)
  })

  test('events of another server, sealed before it moved here, are not taken for late ones', async () => {
    const { query } = world.platform
    const { price } = world.platform.db.as({ actor: 'user:ada' }).shop
    await price.create({ data: { name: 'there' } })
    await price.create({ data: { name: 'there too' } })
    const direct = await world.platform.targets.of('t_shop').direct()
    await direct.script(`set session_replication_role = replica;
      update t_shop.audit_events set occurred_at = occurred_at - interval '1 hour',
        transaction_id = transaction_id + 900000000`)
    await direct.close()
    const seal = `insert into acervo.audit_checkpoint (database, first, size, events, hashes, note, sealed_at)
      select 'shop', size, size + 1, array[id], repeat('x', 32)::bytea, 'x', occurred_at
      from (select id, occurred_at, row_number() over (order by occurred_at, id) - 1 as size from t_shop.audit_events) e
      on conflict do nothing`
    await query(seal)
    await price.create({ data: { name: 'here' } })
    await query(seal)
    const watch = await world.begin()
    const lag = async () => {
      const found = await watch.readings()
      return found.find(({ metric }) => metric === 'acervo.audit.seal_lag')?.value
    }
    expect(await lag()).toBe(0)
    await price.create({ data: { name: 'late' } })
    await world.look(3_600)
    expect(await lag()).toBeGreaterThan(3_500)
    await query(seal)
    await world.look(1)
    expect(await lag()).toBe(0)
  })

  test('what cannot be read is told as such, and the rest is still told', async () => {
    await world.platform.query('revoke select on acervo.saga from acervo_worker')
    const watch = await world.begin()
    await world.look(60)
    const found = await watch.readings()
    const failed = found.filter(
      ({ metric, value }) => metric === 'acervo.watch.failed' && value > 0,
    )
    expect(failed.map(({ labels }) => labels.reader)).toEqual([
      toServerName(world.platform.targets.of('t_shop')),
    ])
    expect(found.map(({ metric }) => metric)).toContain('acervo.job.waiting')
    await world.platform.query('grant select on acervo.saga to acervo_worker')
  })
})

test('every rule is about a metric of the list, and names are given once', () => {
  for (const rule of rules) expect(findMetric(rule.metric), rule.name).toBeDefined()
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
  expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length)
})

test('an operator changes a threshold or turns a rule off, and a wrong name is told', () => {
  const changed = applyRuleSettings(rules, { 'pool-full': { threshold: 0.5 }, 'key-old': false })
  expect(changed.find(({ name }) => name === 'pool-full')).toMatchObject({
    threshold: 0.5,
    forSeconds: 30,
  })
  expect(changed.some(({ name }) => name === 'key-old')).toBe(false)
  expect(() => applyRuleSettings(rules, { 'pool-ful': false })).toThrow(
    expect.objectContaining({ code: 'ACV606', hint: expect.stringContaining('pool-full') }),
  )
  expect(() => applyRuleSettings(rules, { 'pool-full': { for: -1 } })).toThrow(
    expect.objectContaining({ code: 'ACV606' }),
  )
})

const everywhere = [
  'acervo.connection.use',
  'acervo.operation.total',
  'acervo.server.up',
  'acervo.database.up',
  'acervo.migration.pending',
  'acervo.migration.failed',
  'acervo.outbox.lag',
  'acervo.inbox.dead',
  'acervo.partition.ahead',
  'acervo.audit.seal_lag',
  'acervo.job.due_age',
  'acervo.saga.stuck',
]
const onServers = [
  'acervo.server.connection.use',
  'acervo.server.transaction.age',
  'acervo.server.lock.wait',
  'acervo.server.wraparound',
  'postgresql.deadlocks',
]
