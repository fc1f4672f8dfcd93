// How far the log of a server had come when somebody's write was committed: what a replica must have replayed before
// that one reads there. Kept by the actor, in this process; a token carries it to another.

/** `0/16B3748`, as the server writes it. */
const form = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/

/** Nobody knows how far: no replica has come there. */
const unknown = 2n ** 64n - 1n
const actorsMax = 10_000

export class Positions {
  readonly #byActor = new Map<string, bigint>()
  /** Of those that are not remembered any more. */
  #floor = 0n

  /** Undefined where no replica will do. */
  of(actor: string): string | undefined {
    const at = this.#byActor.get(actor) ?? this.#floor
    return at === unknown ? undefined : toText(at > this.#floor ? at : this.#floor)
  }

  /** Whether the actor has written here as far as this process knows. */
  has(actor: string): boolean {
    return this.#byActor.has(actor)
  }

  /** Undefined: it may have been committed, and nobody knows where. Positions that are none are nobody's. */
  wrote(actor: string, position: string | undefined): void {
    const at = position === undefined ? unknown : toNumber(position)
    if (at === undefined) return
    const before = this.#byActor.get(actor) ?? 0n
    // Last written, last forgotten.
    this.#byActor.delete(actor)
    this.#byActor.set(actor, at > before ? at : before)
    if (this.#byActor.size <= actorsMax) return
    const [[oldest, left] = ['', 0n]] = this.#byActor
    this.#byActor.delete(oldest)
    if (left > this.#floor) this.#floor = left
  }
}

function toNumber(position: string): bigint | undefined {
  const [, high, low] = form.exec(position) ?? []
  if (high === undefined || low === undefined) return undefined
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

function toText(at: bigint): string {
  const hex = (part: bigint) => part.toString(16).toUpperCase()
  return `${hex(at >> 32n)}/${hex(at & 0xffffffffn)}`
}
