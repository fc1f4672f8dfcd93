// The sealer of one target: under a lease, asks all its logs at once what is new, adds it to each log's tree, signs the
// new root, and keeps that first in the database and then outside it. Writers never wait for it.
import type { Context, Result, Target } from '../../database/target.ts'
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import type { DatabaseModel } from '../../model/model.ts'
import { askingAs } from '../asking.ts'
import { Lease, lockLease } from '../lease.ts'
import { openPause, type Pause } from '../relay/pause.ts'
import { isStill, type Moment, momentOf, readMoment } from '../stillness.ts'
import { keepCheckpoint, type Log, toLogs } from './audit-sql.ts'
import { type Claim, type ClaimRules, type Claims, claimRules, openClaims } from './claim.ts'
import { type LogState, openState, originOf } from './log-state.ts'
import { appendLeaves, hashLeaf } from './merkle.ts'
import { type Signer, signNote, toCheckpointText } from './note.ts'
import type { CheckpointPlace } from './place.ts'

export interface SealerPace {
  readonly leaseMs: number
  readonly standbyMs: number
  /** Between two looks while events come, and when none do: doubles up to it. */
  readonly gapMs: number
  readonly idleMs: number
  /** Events of one checkpoint. */
  readonly eventsMax: number
  /** After a failure. */
  readonly failedMs: number
}

export const sealerPace: SealerPace = Object.freeze({
  leaseMs: 15_000,
  standbyMs: 2_000,
  gapMs: 500,
  idleMs: 2_000,
  eventsMax: 8_192,
  failedMs: 5_000,
})

export const sealerLease = 'audit:seal'

export interface SealerOptions {
  readonly target: Target
  readonly databases: readonly DatabaseModel[]
  /** `audit:seal` if unset: another name for some of the databases of the target. */
  readonly lease?: string
  readonly holder: string
  readonly signer: Signer
  readonly places: readonly CheckpointPlace[]
  readonly pace?: Partial<SealerPace>
  /** Beside the actor: a clock of tests. */
  readonly settings?: () => Readonly<Record<string, string>>
  readonly rules?: ClaimRules
  readonly onError: (error: AcervoError) => void
}

export interface SealerStatus {
  readonly isWorking: boolean
  /** Since its start. */
  readonly sealed: number
  readonly checkpoints: number
  /** Why events wait unsealed, by database. */
  readonly troubles: Readonly<Record<string, string>>
}

export interface Sealer {
  /** Looks at once. */
  wake(): void
  /** Gives the lease back. What it had begun stands whole or not at all. */
  stop(): Promise<void>
  status(): SealerStatus
}

interface Working {
  readonly log: Log
  readonly claims: Claims
  state: LogState | undefined
  /** Not before, after a failure. */
  waitsUntil: number
  /** A place outside was late. */
  opensAgain: number
}

export function startSealer(options: SealerOptions): Sealer {
  return new RunningSealer(options)
}

class RunningSealer implements Sealer {
  readonly #options: SealerOptions
  readonly #pace: SealerPace
  readonly #logs: readonly Working[]
  readonly #lease: Lease
  readonly #context: () => Context
  readonly #pause: Pause = openPause()
  readonly #troubles = new Map<string, string>()
  readonly #done: Promise<void>
  #restMs: number
  /** All logs were looked through then, and all that stands in them is sealed. */
  #still: Moment | undefined
  #isStopping = false
  #sealed = 0
  #checkpoints = 0

  constructor(options: SealerOptions) {
    this.#options = options
    this.#pace = { ...sealerPace, ...options.pace }
    this.#restMs = this.#pace.gapMs
    this.#logs = toLogs(options.databases).map((log) => ({
      log,
      claims: openClaims(log, options.rules ?? claimRules),
      state: undefined,
      waitsUntil: 0,
      opensAgain: Number.POSITIVE_INFINITY,
    }))
    this.#context = () => askingAs('service:sealer', options.settings?.())
    const { target, holder, lease: name = sealerLease } = options
    const { leaseMs } = this.#pace
    const context = this.#context
    this.#lease = new Lease({ target, name, holder, leaseMs, context })
    this.#done = this.#logs.length === 0 ? Promise.resolve() : this.#run()
  }

  wake(): void {
    this.#pause.wake()
  }

  status(): SealerStatus {
    return {
      isWorking: this.#lease.token !== undefined,
      sealed: this.#sealed,
      checkpoints: this.#checkpoints,
      troubles: Object.fromEntries(this.#troubles),
    }
  }

  stop(): Promise<void> {
    this.#isStopping = true
    this.#pause.wake()
    return this.#done
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        const restMs = await this.#turn()
        this.#troubles.delete('')
        if (!this.#isStopping) await this.#pause.wait(restMs, 0)
      } catch (error) {
        // The server may have been another one meanwhile, or have forgotten what was not written down.
        for (const one of this.#logs) one.state = undefined
        this.#still = undefined
        this.#complain('', error)
        if (!this.#isStopping) await this.#pause.wait(this.#pace.failedMs, 0)
      }
    }
    try {
      await this.#lease.release()
    } catch {
      // It expires by itself.
    }
  }

  /** Answers how long to rest. */
  async #turn(): Promise<number> {
    const before = this.#lease.token
    const token = await this.#lease.keep()
    // Another token: whoever had it meanwhile may have sealed more.
    if (token !== before) for (const one of this.#logs) one.state = undefined
    if (token !== before) this.#still = undefined
    if (token === undefined) return this.#pace.standbyMs
    if (await this.#isStill()) return this.#pace.idleMs
    const now = performance.now()
    const ready = this.#logs.filter(({ waitsUntil }) => waitsUntil <= now)
    for (const one of ready) await this.#guard(one, () => this.#open(one))
    const opened = ready.filter(({ state }) => state !== undefined)
    if (opened.length === 0) return Math.min(this.#pace.failedMs, this.#pace.idleMs)
    const limit = this.#pace.eventsMax
    const [moment, ...results] = await this.#options.target.group(this.#context(), [
      momentOf('infinity'),
      ...opened.map(({ claims, state }) => claims.ask(state?.sealed, limit)),
    ])
    let [found, more] = [false, false]
    let sealedAll = 0
    for (const [at, one] of opened.entries()) {
      await this.#guard(one, async () => {
        const claim = one.claims.read(one.state?.sealed, limit, results[at] as Result)
        if (claim === undefined || claim.more) more = true
        if (claim === undefined) return
        if (claim.events.length > 0) found = true
        await this.#seal(one, claim, token)
        if (
          claim.events.length === 0 &&
          !claim.isByState &&
          one.opensAgain === Number.POSITIVE_INFINITY
        )
          sealedAll++
      })
    }
    this.#still = sealedAll === this.#logs.length ? readMoment(moment as Result) : undefined
    this.#restMs = found ? this.#pace.gapMs : Math.min(this.#pace.idleMs, this.#restMs * 2)
    return more ? 0 : this.#restMs
  }

  async #isStill(): Promise<boolean> {
    if (this.#still === undefined) return false
    const [answer] = await this.#options.target.group(this.#context(), [momentOf('infinity')])
    const now = readMoment(answer as Result)
    const { target } = this.#options
    this.#still = now !== undefined && isStill(target, this.#still, now) ? now : undefined
    return this.#still !== undefined
  }

  async #open(one: Working): Promise<void> {
    if (one.opensAgain <= performance.now()) {
      one.state = undefined
      one.opensAgain = Number.POSITIVE_INFINITY
    }
    if (one.state !== undefined) return
    const { target, signer, places } = this.#options
    const { log } = one
    const onLate = (place: CheckpointPlace, error: unknown) => this.#complain(place.name, error)
    one.state = await openState({ target, context: this.#context, log, signer, places, onLate })
    if (one.state.places.length < places.length)
      one.opensAgain = performance.now() + this.#pace.failedMs
  }

  async #seal(one: Working, { events, sealed }: Claim, token: bigint): Promise<void> {
    const { target, signer } = this.#options
    const { database } = one.log
    const { tree: before, places = [] } = one.state ?? {}
    if (before === undefined) return
    if (events.length === 0) {
      one.state = { tree: before, sealed, places }
      return
    }
    const hashes = events.map(({ leaf }) => hashLeaf(leaf))
    const tree = appendLeaves(before, hashes)
    const origin = originOf(database, signer.publicKey)
    const note = signNote(toCheckpointText({ origin, tree, sealed }), origin, signer)
    const [name, held] = [this.#lease.name, String(token)]
    const ids = events.map(({ id }) => id)
    // Until it is known to stand, what stands is read again.
    one.state = undefined
    const [, kept] = await target.group(this.#context(), [
      lockLease(name, held),
      keepCheckpoint(
        name,
        held,
        database,
        before.size,
        ids,
        Buffer.concat(hashes),
        note,
        sealed.at,
      ),
    ])
    if (kept?.count !== 1) {
      this.#lease.forget()
      return
    }
    for (const place of places) await place.append(database, [{ note, hashes }])
    one.state = { tree, sealed, places }
    this.#sealed += events.length
    this.#checkpoints++
  }

  /** One log in trouble keeps no other waiting. */
  async #guard(one: Working, work: () => Promise<void>): Promise<void> {
    const { database } = one.log
    try {
      await work()
      this.#troubles.delete(database)
    } catch (error) {
      one.state = undefined
      one.waitsUntil = performance.now() + this.#pace.failedMs
      this.#complain(database, error)
    }
  }

  #complain(database: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    if (this.#troubles.get(database) === reason) return
    this.#troubles.set(database, reason)
    const isOurs = isAcervoError(error) && (error.code === 'ACV343' || error.code === 'ACV344')
    const place = database === '' ? this.#options.target.key : `'${database}'`
    this.#options.onError(
      isOurs
        ? error
        : new AcervoError('ACV344', `events of ${place} wait unsealed`, {
            details: reason,
            hint: 'It goes on by itself as soon as it can; nothing is lost meanwhile.',
            cause: error,
          }),
    )
  }
}
