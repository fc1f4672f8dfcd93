// The whole audit of one database against the checkpoints outside it: every leaf is made again from the row that stands
// there now, every root from the leaves, and what stands beside them is accounted for. Tells the first event that is
// not as it was sealed.
import { createHash } from 'node:crypto'
import type { Context, Target } from '../../database/target.ts'
import { isAcervoError } from '../../errors/index.ts'
import { checkpointsAfter, type Log, leavesText, sealedTwice, unsealedText } from './audit-sql.ts'
import { clockSlackMs, elsewhere, isSealedBy } from './claim.ts'
import { openCheckpoint } from './log-state.ts'
import { appendLeaves, hashLeaf, noLeaves, type Peaks, rootOf } from './merkle.ts'
import type { Sealed, Signer } from './note.ts'
import type { ReadablePlace, Witnessed } from './place.ts'

export type Fault =
  | 'changed'
  | 'missing'
  | 'doubled'
  | 'inserted'
  | 'backdated'
  | 'detail changed'
  | 'rolled back'
  | 'forked'
  | 'checkpoint'

export interface BadEvent {
  readonly fault: Fault
  /** Place in the log from 0, where it has one. */
  readonly position?: number
  readonly eventId?: string
  readonly message: string
}

export interface VerifyReport {
  readonly database: string
  readonly ok: boolean
  /** Events in the checkpoints outside, and in those inside that are not outside yet. */
  readonly sealed: number
  readonly ahead: number
  readonly unsealed: number
  readonly checkpoints: number
  /** Events whose personal values were erased. */
  readonly erased: number
  readonly root: string
  readonly verifier: string
  readonly first?: BadEvent
}

export interface VerifyOptions {
  readonly target: Target
  readonly log: Log
  readonly signer: Pick<Signer, 'publicKey'>
  readonly place: ReadablePlace
  readonly signal?: AbortSignal
}

const pageEvents = 2_000
const strayMax = 1_000

class Found extends Error {
  readonly bad: BadEvent

  constructor(bad: BadEvent) {
    super(bad.message)
    this.bad = bad
  }
}

export async function verifyLog(options: VerifyOptions, verifier: string): Promise<VerifyReport> {
  const walk = new Walk(options)
  let first: BadEvent | undefined
  try {
    await walk.run()
  } catch (error) {
    if (error instanceof Found) first = error.bad
    else if (isAcervoError(error) && error.code === 'ACV343')
      first = {
        fault: 'checkpoint',
        position: walk.tree.size,
        message: error.details ?? error.message,
      }
    else throw error
  }
  return {
    database: options.log.database,
    ok: first === undefined,
    sealed: walk.outside,
    ahead: walk.tree.size - walk.outside,
    unsealed: walk.unsealed,
    checkpoints: walk.checkpoints,
    erased: walk.erased,
    root: rootOf(walk.tree).toString('base64'),
    verifier,
    ...(first === undefined ? {} : { first }),
  }
}

interface Inside extends Witnessed {
  readonly events: readonly string[]
}

class Walk {
  tree: Peaks = noLeaves
  outside = 0
  unsealed = 0
  checkpoints = 0
  erased = 0
  readonly #options: VerifyOptions
  #sealed: Sealed | undefined
  readonly #edges: Pick<Sealed, 'edge' | 'at'>[] = []
  /** How many of the edges tell of the numbers that are looked at. */
  #edgesTold = 0

  constructor(options: VerifyOptions) {
    this.#options = options
  }

  async run(): Promise<void> {
    const { place, log } = this.#options
    const inside = this.#readInside()
    for await (const record of place.read(log.database)) {
      this.#options.signal?.throwIfAborted()
      const checkpoint = openCheckpoint(record.note, log.database, this.#options.signer)
      const size = this.tree.size + record.hashes.length
      if (checkpoint.tree.size !== size || size === this.tree.size)
        throw this.#found(
          'checkpoint',
          `the file goes from ${this.tree.size} to ${checkpoint.tree.size} events`,
        )
      const { value } = await inside.next()
      const known = value as Inside | undefined
      if (known === undefined)
        throw this.#found(
          'rolled back',
          `the database knows ${this.tree.size} sealed events, the file more`,
        )
      await this.#check(known, record.hashes)
      if (
        known.note !== record.note ||
        !Buffer.concat(known.hashes).equals(Buffer.concat(record.hashes))
      )
        throw this.#found('forked', 'the database holds another checkpoint')
      this.outside = size
    }
    for (let next = await inside.next(); next.done !== true; next = await inside.next())
      await this.#check(next.value, next.value.hashes)
    const [twice] = await this.#ask(sealedTwice(log.database))
    if (twice !== undefined)
      throw this.#found('doubled', 'two checkpoints hold the event', {
        eventId: twice[0] as string,
      })
    await this.#checkUnsealed()
  }

  async *#readInside(): AsyncGenerator<Inside, undefined> {
    const { log } = this.#options
    for (let size = 0; ; ) {
      const rows = await this.#ask(checkpointsAfter(log.database, size, 16))
      for (const [at, note, hex, ids] of rows) {
        const bytes = Buffer.from(hex ?? '', 'hex')
        const hashes = Array.from({ length: bytes.length / 32 }, (_, n) =>
          bytes.subarray(n * 32, n * 32 + 32),
        )
        yield { note: note ?? '', hashes, events: (ids ?? '').split(',').filter(Boolean) }
        size = Number(at)
      }
      if (rows.length === 0) return undefined
    }
  }

  /** `hashes` are those of outside, where there are any. */
  async #check(inside: Inside, hashes: readonly Buffer[]): Promise<void> {
    const begin = this.tree.size
    const signed = openCheckpoint(inside.note, this.#options.log.database, this.#options.signer)
    this.#meet(signed.sealed.system)
    for (let at = 0; at < hashes.length; at += pageEvents)
      await this.#checkEvents(
        inside.events.slice(at, at + pageEvents),
        hashes.slice(at, at + pageEvents),
        begin + at,
      )
    if (inside.events.length > hashes.length)
      throw this.#found('inserted', 'the checkpoint of the database names more events', {
        position: begin + hashes.length,
        eventId: inside.events[hashes.length] as string,
      })
    const tree = appendLeaves(this.tree, hashes)
    if (signed.tree.size !== tree.size || !rootOf(signed.tree).equals(rootOf(tree)))
      throw this.#found('checkpoint', `the root over ${tree.size} events is not the signed one`)
    this.tree = tree
    this.#sealed = signed.sealed
    this.#edges.push({ edge: signed.sealed.edge, at: signed.sealed.at })
    this.checkpoints++
  }

  async #checkEvents(
    ids: readonly string[],
    hashes: readonly Buffer[],
    begin: number,
  ): Promise<void> {
    const rows = await this.#ask(leavesText(this.#options.log)(ids))
    const byId = Map.groupBy(rows, ([id]) => id as string)
    for (const [at, hash] of hashes.entries()) {
      const position = begin + at
      const eventId = ids[at]
      if (eventId === undefined)
        throw this.#found('missing', 'the database names fewer events than were sealed', {
          position,
        })
      const [row, second] = byId.get(eventId) ?? []
      const place = { position, eventId }
      if (row === undefined) throw this.#found('missing', 'the event is gone', place)
      if (second !== undefined) throw this.#found('doubled', 'the event stands there twice', place)
      const [, leaf, transaction, occurredAt, digest, salt, values, isApart] = row
      if (!hashLeaf(leaf ?? '').equals(hash))
        throw this.#found('changed', 'the event is not the one that was sealed here', place)
      this.#checkTime({
        eventId,
        position,
        transaction: Number(transaction),
        occurredAt: occurredAt ?? '',
      })
      if (isApart === 't') {
        const now = createHash('sha256')
          .update(Buffer.from(salt ?? '', 'hex'))
          .update(values ?? '')
          .digest('hex')
        if (now !== digest)
          throw this.#found('detail changed', 'what stands apart is not what was sealed', place)
      } else if (digest != null) this.erased++
    }
  }

  /**
   * A server numbers its own transactions. What another one seals first may have been written at either: all of it
   * happened after what the one before had sealed, and nothing else is told by its numbers.
   */
  #meet(system: string): void {
    const before = this.#sealed?.system
    if (before === system && system !== elsewhere) this.#edgesTold = Number.POSITIVE_INFINITY
    else if (before !== elsewhere) this.#edgesTold = this.#edges.length
  }

  /** Whatever got its number after a checkpoint happened after it, give or take what clocks are set back. */
  #checkTime(event: {
    eventId: string
    position?: number
    transaction: number
    occurredAt: string
  }): void {
    const before = this.#edges.findLast(
      ({ edge }, at) => at < this.#edgesTold && edge <= event.transaction,
    )
    if (before === undefined) return
    if (Date.parse(event.occurredAt) >= Date.parse(before.at) - clockSlackMs) return
    const { transaction: _, occurredAt, ...place } = event
    throw this.#found(
      'backdated',
      `the event says ${occurredAt}, and its transaction began later`,
      place,
    )
  }

  async #checkUnsealed(): Promise<void> {
    const sealed = this.#sealed
    const rows = await this.#ask(unsealedText(this.#options.log)(strayMax))
    this.unsealed = Number(rows[0]?.[3] ?? 0)
    if (sealed === undefined) return
    const system = rows[0]?.[4] ?? sealed.system
    this.#meet(system)
    for (const [id, number, occurredAt] of rows) {
      const [eventId, transaction] = [id as string, Number(number)]
      if (system === sealed.system && isSealedBy(sealed, transaction, eventId))
        throw this.#found('inserted', 'the event was added behind the seal', { eventId })
      this.#checkTime({ eventId, transaction, occurredAt: occurredAt ?? '' })
    }
  }

  async #ask(statement: Parameters<Target['group']>[1][number]) {
    const [result] = await this.#options.target.group(context, [statement], { timeoutMs: 600_000 })
    return result?.rows ?? []
  }

  #found(
    fault: Fault,
    message: string,
    place: { position?: number; eventId?: string } = {},
  ): Found {
    return new Found({ fault, position: this.tree.size, ...place, message })
  }
}

const context: Context = { settings: { 'acervo.actor': 'service:auditor' }, role: 'acervo_worker' }
