// Recovery in time, at any size: random moments whose state must be the model's, and hosts that are lost with their
// data, their WAL and whoever received it.
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Moment } from '../../../kernel/recovery/choose.ts'
import { parseLsn, renderLsn } from '../../../kernel/recovery/lsn.ts'
import { receiveWal } from '../../../kernel/recovery/receive.ts'
import { readArchives, removeUnneededWal } from '../../../kernel/recovery/state.ts'
import { verifyServer } from '../../../kernel/recovery/verify.ts'
import { damages } from '../../support/backup-damage.ts'
import { random as toRandom } from '../jobs/random.ts'
import {
  digestOf,
  type Ended,
  type Host,
  openHost,
  readDigest,
  readOrder,
  startReceiving,
  type Write,
  withDirect,
  writeUntil,
} from './host.ts'

export interface Filled {
  readonly host: Host
  readonly writes: ReadonlyMap<string, Write>
  readonly order: readonly Ended[]
}

/** Two bases, one of them made while people write, and all WAL since the first. */
export async function fillHost(count: number, seed: number): Promise<Filled> {
  const host = await openHost()
  const stop = new AbortController()
  const { cluster, store, sealer, folder } = host
  try {
    const first = await host.base()
    const receiving = receiveWal({
      ...{ url: cluster.url, store, sealer, spool: `${folder}/spool`, everyMs: 200 },
      signal: stop.signal,
    })
    const write = (part: number) => {
      const random = toRandom(seed + part)
      return writeUntil(cluster.url, { writers: 3, random, isOver: (n) => n >= count / 2 })
    }
    const early = await write(0)
    const second = host.base()
    const late = await write(1)
    await second
    const end = await waitForWal(host)
    stop.abort()
    await receiving
    await removeUnneededWal(store, first.manifest.server.system)
    const writes = new Map([...early, ...late].map((one) => [one.xid, one]))
    const order = readOrder(host, first.manifest.server.stopLsn, end)
    expect(order.filter(({ xid }) => writes.has(xid)).length).toBe(writes.size)
    return { host, writes, order }
  } catch (error) {
    stop.abort()
    await host.close()
    throw error
  }
}

/** Answers how many moments were right: all, or it throws at the first that is not. */
export async function holdTargets(filled: Filled, targets: number, seed: number): Promise<number> {
  const random = toRandom(seed)
  for (let n = 0; n < targets; n++) await holdTarget(filled, random, n)
  return targets
}

/** Answers how many were found by verify: all, or it throws at the first that is not. */
export async function holdDamages({ host }: Filled, count: number, seed: number): Promise<number> {
  const { store, folder } = host
  const isWell = async () => {
    const names = await store.list()
    const found = await Promise.all(names.map((name) => verifyServer({ store, name })))
    return found.every(({ ok }) => ok)
  }
  let found = 0
  for (const { what, make, undo } of await damages(join(folder, 'store'), count, seed)) {
    await make()
    expect(await isWell(), `${what}, seed ${seed}`).toBe(false)
    found++
    await undo()
  }
  expect(await isWell()).toBe(true)
  return found
}

async function holdTarget(
  { host, writes, order }: Filled,
  random: () => number,
  n: number,
): Promise<void> {
  const at = 1 + Math.floor(random() * (order.length - 1))
  // Each of the four kinds in its turn.
  const { moment, done } = choose(order, at, n % 4)
  let found = ''
  const restored = await host.restore(moment, async (direct) => {
    found = await readDigest(direct)
  })
  const told = `${JSON.stringify(moment)}, commit ${at} of ${order.length}, by ${restored.name}`
  expect(found, told).toBe(digestOf(writes, order.slice(0, done)))
}

/** Just before a commit and just after it, by its place in the WAL and by its time to the microsecond. */
function choose(order: readonly Ended[], at: number, kind: number) {
  const { lsn, at: time } = order[at] as Ended
  if (kind === 0) return { moment: { lsn }, done: at }
  if (kind === 1) return { moment: { lsn: renderLsn(parseLsn(lsn) + 1n) }, done: at + 1 }
  const wanted = kind === 2 ? time : before(time)
  const over = order.findIndex((one) => one.at > wanted)
  const moment: Moment = { time: `${wanted.replace(' ', 'T')}Z` }
  return { moment, done: over === -1 ? order.length : over }
}

function before(time: string): string {
  const [whole = '', micros = ''] = time.split('.')
  if (Number(micros) > 0) return `${whole}.${String(Number(micros) - 1).padStart(6, '0')}`
  return `${new Date(Date.parse(`${whole}Z`) - 1_000).toISOString().slice(0, 19).replace('T', ' ')}.999999`
}

/** Until all that stands is in the store; answers where that is. */
async function waitForWal({ cluster, store }: Host): Promise<string> {
  const lsn = await withDirect(cluster.url, async (direct) => {
    const text = 'select pg_current_wal_flush_lsn()'
    return (await direct.query({ text, values: [] })).rows[0]?.[0] ?? ''
  })
  for (;;) {
    const [archive] = await readArchives(store)
    if (archive !== undefined && parseLsn(archive.lsn) >= parseLsn(lsn)) return lsn
    await rest(50)
  }
}

export interface Loss {
  readonly seed: number
  readonly everySeconds: number
  /** How long it writes, or, idle, how long nobody does before it is lost. */
  readonly loadMs: number
  readonly isIdle?: boolean
}

export interface Lost {
  readonly writes: number
  /** Acknowledged, and not in what came back. */
  readonly lost: number
  /** How long before the loss the first of them was acknowledged. */
  readonly rpoSeconds: number
  readonly rtoSeconds: number
}

/** The data, the WAL, the receiver and what it had not stored: everything but the store is gone at one moment. */
export async function loseHost({ seed, everySeconds, loadMs, isIdle }: Loss): Promise<Lost> {
  const host = await openHost()
  try {
    await host.base()
    const receiver = await startReceiving(host, everySeconds)
    const end = performance.now() + (isIdle ? 500 : loadMs)
    let isLost = false
    const writing = writeUntil(host.cluster.url, {
      writers: 3,
      random: toRandom(seed),
      isOver: () => isLost || (isIdle === true && performance.now() > end),
    })
    await rest(loadMs)
    const at = Date.now()
    await Promise.all([receiver.lose(), host.lose()])
    isLost = true
    const writes = await writing
    const began = performance.now()
    const last = new Map<number, number>()
    await host.restore('last', async (direct) => {
      const text = 'select writer, max(seq), count(*) from journal group by writer'
      for (const [writer, seq, count] of (await direct.query({ text, values: [] })).rows) {
        // Of each what it wrote first: nothing in the middle is missing.
        expect(Number(count)).toBe(Number(seq) + 1)
        last.set(Number(writer), Number(seq))
      }
    })
    const lost = writes.filter(({ writer, seq }) => seq > (last.get(writer) ?? -1))
    const first = Math.min(at, ...lost.map((write) => write.at))
    return {
      writes: writes.length,
      lost: lost.length,
      rpoSeconds: (at - first) / 1000,
      rtoSeconds: Math.round(performance.now() - began) / 1000,
    }
  } finally {
    await host.close()
  }
}
