// Policies are issued, changed, billed and claimed, people are merged and parted, while the processes that consume
// are killed at random. In the end every party must have what a recount of the areas says.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { expect } from 'vitest'
import { replay, stateHash } from '../../../kernel/work/index.ts'
import { startRelay } from '../../../kernel/work/relay/relay.ts'
import { createPostgresTransport } from '../../../kernel/work/stream/postgres-transport.ts'
import { consolidated as tables } from '../../../systems/ai-core/global/consolidated.ts'
import {
  type Areas,
  consolidated,
  mergeInto,
  openAreas,
  partFrom,
  recount,
} from '../../support/consolidation.ts'
import { type Random, seededRandom } from '../events/random.ts'

export interface StormSize {
  readonly policies: number
  readonly parties: number
  readonly kills: number
  readonly processes: number
  readonly seed: number
}

export async function storm(size: StormSize): Promise<void> {
  const areas = await openAreas()
  const prefix = `t${randomUUID().slice(0, 8)}`
  const relay = openRelay(areas, prefix)
  const consumers = new Consumers(areas.platform.run, prefix, size.processes)
  try {
    const random = seededRandom(size.seed)
    await consumers.start()
    const writing = write(areas, size, random)
    const killing = consumers.killAtRandom(size.kills, seededRandom(size.seed + 1))
    await writing
    await killing
    const events = await untilApplied(areas)
    await expectRecount(areas)
    const { acervo } = areas.platform
    await consumers.stop()
    const before = await stateHash(acervo, 'global', tables)
    await replay(acervo, 'global')
    expect(await stateHash(acervo, 'global', tables)).toBe(before)
    console.log(JSON.stringify({ ...size, events, killed: consumers.killed }))
    expect(consumers.killed).toBe(size.kills)
  } finally {
    await consumers.stop()
    await relay.stop()
    await areas.platform.close()
  }
}

function openRelay({ platform: { acervo } }: Areas, prefix: string) {
  const target = acervo.targets.of('sm_global')
  const onError = (error: unknown): void => console.error(error)
  const holder = randomUUID()
  const transport = createPostgresTransport({ target, prefix, holder, onError })
  const databases = [...acervo.model.databases.values()]
  return startRelay({ target, databases, transport, prefix, holder, onError })
}

const program = join(import.meta.dirname, 'consumer-process.ts')

class Consumers {
  killed = 0
  readonly #run: string
  readonly #prefix: string
  readonly #count: number
  readonly #running = new Set<ChildProcess>()

  constructor(run: string, prefix: string, count: number) {
    this.#run = run
    this.#prefix = prefix
    this.#count = count
  }

  async start(): Promise<void> {
    await Promise.all(Array.from({ length: this.#count }, () => this.#startOne()))
  }

  /** One dies at a time, wherever it is; another one takes its place. */
  async killAtRandom(kills: number, random: Random): Promise<void> {
    for (let done = 0; done < kills; done++) {
      await rest(random.below(250))
      await this.#kill(random.pick([...this.#running]))
      this.killed += 1
      await this.#startOne()
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#running].map((one) => this.#kill(one)))
  }

  async #startOne(): Promise<void> {
    const child = spawn(process.execPath, [program, this.#run, this.#prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#running.add(child)
    await new Promise<void>((resolve, reject) => {
      child.stdout?.once('data', () => resolve())
      child.once('exit', (code) => reject(new Error(`a consumer ended by itself (${code})`)))
    })
  }

  async #kill(child: ChildProcess): Promise<void> {
    this.#running.delete(child)
    const ended = new Promise((resolve) => child.once('exit', resolve))
    if (child.exitCode === null && child.kill('SIGKILL')) await ended
  }
}

/** Every policy is issued; about half of them have more of a life. */
async function write(
  areas: Areas,
  { policies, parties }: StormSize,
  random: Random,
): Promise<void> {
  const { query } = areas.platform
  const people: string[] = []
  for (let at = 0; at < parties; at++) people.push(await areas.party())
  const merged: string[] = []
  for (let at = 0; at < policies; at++) {
    await issue(areas, at, random.pick(people), random)
    if (random.chance(0.03)) {
      const [from, into] = [random.pick(people), random.pick(people)]
      const free = from !== into && !merged.includes(from) && !merged.includes(into)
      if (free) {
        await mergeInto(query, from, into)
        merged.push(from)
      }
    }
    if (random.chance(0.02)) {
      const from = merged.shift()
      if (from !== undefined) await partFrom(query, from)
    }
  }
}

async function issue(areas: Areas, at: number, partyId: string, random: Random): Promise<void> {
  const { policy, receipt, claim } = areas.platform.db.insurance
  const { id: policyId } = await policy.create({
    data: {
      number: `S-${at}`,
      partyId,
      productId: areas.productId,
      status: 'ISSUED',
      startsOn: '2026-01-01',
      endsOn: '2027-01-01',
      premium: `${random.below(1000)}.${10 + random.below(90)}`,
    },
  })
  if (random.chance(0.5)) {
    const { id } = await receipt.create({
      data: {
        policyId,
        periodStart: '2026-01-01',
        periodEnd: '2026-07-01',
        dueOn: '2026-01-01',
        amount: '9.90',
      },
    })
    if (random.chance(0.5))
      await receipt.update({ where: { id }, data: { status: 'PAID', paidOn: '2026-01-02' } })
    else if (random.chance(0.2)) await receipt.delete({ where: { id } })
  }
  if (random.chance(0.2))
    await policy.update({ where: { id: policyId }, data: { premium: '1.00' } })
  if (random.chance(0.1))
    await policy.update({
      where: { id: policyId },
      data: { status: 'CANCELLED', cancelledOn: '2026-02-01' },
    })
  if (random.chance(0.1))
    await claim.create({ data: { number: `S-${at}`, policyId, lossOn: '2026-01-05' } })
}

/** Answers how many events there were. */
async function untilApplied({ platform: { query } }: Areas): Promise<number> {
  const text = `select (select count(*) from ss_insurance.outbox_events where aggregate_type <> 'Product'),
    (select count(*) from sm_global.inbox_events where status = 'APPLIED')`
  for (let look = 0; look < 1200; look++) {
    const [[written, applied] = []] = (await query(text)).rows
    if (written === applied) return Number(applied)
    await rest(100)
  }
  throw new Error('events were left')
}

async function expectRecount(areas: Areas): Promise<void> {
  const wanted = await recount(areas.platform.query)
  for (const [id, counted] of wanted)
    expect([id, await consolidated(areas, id)]).toEqual([id, counted])
}
