// A durable consumer of the stream inside PostgreSQL: one process at a time by a lease, batches in order, a cursor
// that moves only past what is acknowledged.
import type { Context, Target } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import { Lease } from '../lease.ts'
import { apart, openPause, type Pause } from '../relay/pause.ts'
import type { ConsumeOptions, Delivery } from '../transport.ts'
import { Deliveries } from './deliveries.ts'
import { consumerPosition, moveConsumer, readOn } from './stream-sql.ts'

export interface ConsumeStreamOptions extends ConsumeOptions {
  /** Of the subjects it takes. */
  readonly beginnings: readonly string[]
  readonly target: Target
  readonly context: () => Context
  readonly holder: string
  readonly leaseMs: number
  /** Of the other consumers of this process. */
  readonly leases: Set<Lease>
  readonly onError: (error: AcervoError) => void
  /** Called when this process has published. */
  readonly listeners: Set<() => void>
}

const batchMax = 256
/** Not acknowledged: beyond it nothing new is read. */
const openMax = 4_096
const ackWaitMs = 30_000
const failedWaitMs = 1_000
const saveEveryMs = 100
const gapMs = 5
/** Publishers of this process wake it, and of others the watch of the head: a look without either is for the worst. */
const idleMs = 20_000

export async function consumeStream(options: ConsumeStreamOptions): Promise<void> {
  const { signal, listeners } = options
  const pause = openPause()
  listeners.add(pause.wake)
  signal.addEventListener('abort', pause.wake, { once: true })
  try {
    await work(options, pause)
  } finally {
    listeners.delete(pause.wake)
    signal.removeEventListener('abort', pause.wake)
  }
}

async function work(options: ConsumeStreamOptions, pause: Pause): Promise<void> {
  const { target, holder, leaseMs, leases: beside, context, signal } = options
  const name = `consumer:${options.durable}`
  const lease = new Lease({ target, name, holder, leaseMs, context, beside })
  const complain = toComplaint(options)
  let reader: Reader | undefined
  let failures = 0
  // A batch may take longer than the lease; an error here comes up in the loop as well, which tells it.
  const renewing = setInterval(
    () => {
      if (lease.token !== undefined) lease.keep().catch(() => undefined)
    },
    apart(leaseMs / 3),
  )
  while (!signal.aborted) {
    try {
      const token = await lease.keep()
      if (token !== reader?.token)
        reader = token === undefined ? undefined : await openReader(options, name, token, pause)
      const restMs = reader === undefined ? leaseMs / 10 : await reader.step()
      complain(undefined)
      failures = 0
      if (restMs === 'lost') lease.forget()
      else if (!signal.aborted) await pause.wait(restMs, 0)
    } catch (error) {
      complain(error)
      failures++
      await pause.wait(Math.min(5_000, 50 * 2 ** Math.min(failures, 10)), 50)
    }
  }
  clearInterval(renewing)
  try {
    await reader?.save()
    await lease.release()
  } catch (error) {
    // What is acknowledged and not saved is delivered once more, and known by its id there.
    complain(error)
  }
}

interface Reader {
  readonly token: bigint
  /** Reads, delivers, saves; answers how long to rest. */
  step(): Promise<number | 'lost'>
  /** False when another has the lease. */
  save(): Promise<boolean>
}

async function openReader(
  { durable, deliver, beginnings, target, context }: ConsumeStreamOptions,
  leaseName: string,
  token: bigint,
  pause: Pause,
): Promise<Reader> {
  const [known] = await target.group(context(), [consumerPosition(durable)])
  let saved = BigInt(known?.rows[0]?.[0] ?? 0)
  const deliveries = new Deliveries(saved, pause.wake)
  let restMs = gapMs
  let savedAt = performance.now()
  const save = async (): Promise<boolean> => {
    const { position } = deliveries
    savedAt = performance.now()
    if (position === saved) return true
    const move = moveConsumer(leaseName, String(token), durable, String(position))
    const [moved] = await target.group(context(), [move])
    if (moved?.count !== 1) return false
    saved = position
    return true
  }
  const read = async (): Promise<number> => {
    if (deliveries.size >= openMax) return 0
    const text = readOn(String(deliveries.seen), beginnings, batchMax)
    const [found] = await target.group(context(), [text])
    const rows = (found?.rows ?? []).filter(([, position]) => position !== null)
    const events = rows.map(([, position, body]) => ({
      position: BigInt(position as string),
      body: body as string,
    }))
    const head = BigInt(found?.rows[0]?.[0] ?? 0)
    deliveries.add(events, events.length === batchMax ? (events.at(-1)?.position ?? head) : head)
    return events.length
  }
  return {
    token,
    save,
    step: async () => {
      const count = await read()
      const due = deliveries.takeDue(batchMax, ackWaitMs)
      if (due.length > 0) await deliverAll(deliver, due)
      const isQuiet = due.length === 0 && performance.now() - savedAt < saveEveryMs
      if (!isQuiet && !(await save())) return 'lost'
      restMs = count > 0 ? gapMs : Math.min(idleMs, restMs * 2)
      return count === batchMax ? 0 : Math.min(apart(restMs), deliveries.restMs())
    },
  }
}

async function deliverAll(
  deliver: ConsumeOptions['deliver'],
  due: readonly Delivery[],
): Promise<void> {
  try {
    await deliver(due)
  } catch (error) {
    // Whatever it has not answered comes again soon.
    for (const delivery of due) await delivery.retry(failedWaitMs)
    throw error
  }
}

/** Says a trouble once, and again only when it has been another one or gone in between. */
function toComplaint({ durable, onError }: ConsumeStreamOptions): (error: unknown) => void {
  let trouble: string | undefined
  return (error) => {
    if (error === undefined) {
      trouble = undefined
      return
    }
    const reason = error instanceof Error ? error.message : String(error)
    if (reason === trouble) return
    trouble = reason
    onError(
      new AcervoError('ACV500', `events wait: '${durable}' cannot go on`, {
        details: reason,
        hint: 'It goes on by itself as soon as it can; nothing is lost meanwhile.',
        cause: error,
      }),
    )
  }
}
