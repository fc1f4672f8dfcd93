// Faults that only a server has: connections, locks, deadlocks, slots, and a server that is gone. Only tests import it.
import { vi } from 'vitest'
import type { Direct } from '../../../kernel/database/target.ts'
import type { Fault } from './faults.ts'
import type { Watched } from './world.ts'

/** What a fault holds until it is mended. */
const held: (() => Promise<unknown>)[] = []
const release = () => Promise.all(held.splice(0).map((end) => end()))

async function open({ platform }: Watched): Promise<Direct> {
  const direct = await platform.targets.of('t_shop').direct()
  held.push(() => direct.close())
  return direct
}

/** Connections of the pool, each in a transaction, until `release`. */
async function hold({ platform }: Watched, connections: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const target = platform.targets.of('t_shop')
  const begun: Promise<void>[] = []
  const ended = Array.from({ length: connections }, () => {
    const mine = Promise.withResolvers<void>()
    begun.push(mine.promise)
    return target.transaction({ settings: {} }, async (session) => {
      await session.query({ text: 'select 1', values: [] })
      mine.resolve()
      await promise
    })
  })
  held.push(() => {
    resolve()
    return Promise.all(ended)
  })
  await Promise.all(begun)
}

/** Until the server itself says so. */
async function until(world: Watched, condition: string): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await world.platform.query(`select ${condition}`)
      if (rows[0]?.[0] !== 't') throw new Error(`not yet: ${condition}`)
    },
    { timeout: 10_000, interval: 50 },
  )
}

const lock = (key: number, scope = '') => ({
  text: `select pg_advisory${scope}_lock(${key})`,
  values: [],
})

async function deadlock(world: Watched): Promise<void> {
  const [a, b] = [await open(world), await open(world)]
  for (const one of [a, b]) await one.script("begin; set local deadlock_timeout to '20ms'")
  await a.query(lock(1, '_xact'))
  await b.query(lock(2, '_xact'))
  await Promise.allSettled([a.query(lock(2, '_xact')), b.query(lock(1, '_xact'))])
  // What a session has counted it tells when it ends.
  await release()
  await until(world, 'deadlocks > 0 from pg_stat_database where datname = current_database()')
}

const login = ({ platform }: Watched) => new URL(platform.run).username

export const serverFaults: readonly Fault[] = [
  {
    what: 'nearly all connections are held',
    alert: 'pool-full',
    inject: (world) => hold(world, 19),
    mend: release,
  },
  {
    what: 'nobody gets a connection in time',
    alert: 'pool-timeouts',
    inject: async (world) => {
      await hold(world, 20)
      const ask = { text: 'select 1', values: [] }
      const target = world.platform.targets.of('t_shop')
      await target.group({ settings: {} }, [ask], { timeoutMs: 50 }).catch(() => undefined)
      await release()
    },
    mend: () => undefined,
  },
  {
    what: 'two transactions wait for each other',
    alert: 'deadlocks',
    inject: deadlock,
    mend: () => undefined,
  },
  {
    what: 'somebody waits for a lock',
    alert: 'lock-wait',
    changes: { 'lock-wait': { threshold: 0.2 } },
    inject: async (world) => {
      const [holder, waiter] = [await open(world), await open(world)]
      await holder.query(lock(3))
      const waiting = waiter.query(lock(3))
      held.unshift(async () => {
        await holder.script('select pg_advisory_unlock(3)')
        await waiting
      })
      await until(
        world,
        "exists (select from pg_locks where clock_timestamp() - waitstart > interval '0.3 s')",
      )
    },
    mend: async () => {
      const [first] = held.splice(0, 1)
      await first?.()
      await release()
    },
  },
  {
    what: 'a transaction is left open',
    alert: 'transaction-old',
    changes: { 'transaction-old': { threshold: 0.5 } },
    inject: async (world) => {
      const left = await open(world)
      await left.script('begin; select 1')
      await until(
        world,
        "exists (select from pg_stat_activity where datname = current_database() and clock_timestamp() - xact_start > interval '0.6 s')",
      )
    },
    mend: release,
  },
  {
    what: 'nobody reads a replication slot',
    alert: 'slot-retains',
    changes: { 'slot-retains': { threshold: 1_000_000 } },
    inject: async (world) => {
      const name = slotOf(world)
      // What a run that was killed has left is not this fault.
      await world.platform.query(
        `select pg_drop_replication_slot(slot_name) from pg_replication_slots
         where slot_name like 'slot\\_acervo\\_test\\_%' and not active and slot_type = 'physical'`,
      )
      await world.platform.query(`select pg_create_physical_replication_slot('${name}', true)`)
      await world.platform.query("select pg_logical_emit_message(false, 'x', repeat('x', 2000000))")
      // Where commits do not wait for the disk, what was said is written a moment later.
      await until(
        world,
        `exists (select from pg_replication_slots where slot_name = '${name}'
          and pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) > 1500000)`,
      )
    },
    mend: (world) => world.platform.query(`select pg_drop_replication_slot('${slotOf(world)}')`),
  },
  {
    what: 'the server does not let us in any more',
    alert: 'server-down',
    changes: { 'server-down': { for: 0 } },
    inject: async (world) => {
      const name = login(world)
      await world.platform.query(`alter role ${name} nologin`)
      await world.platform.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${name}'`,
      )
    },
    mend: (world) => world.platform.query(`alter role ${login(world)} login`),
  },
]

const slotOf = (world: Watched) => `slot_${login(world)}`
