// The prepared statements one connection holds: least recently used out first, at most a fixed number.
// A memory of what the server knows; it sends nothing itself.

interface Held {
  readonly text: string
  used: number
}

export class PreparedStatements {
  readonly #max: number
  readonly #texts = new Map<string, Held>()
  #uses = 0
  #closes = new Set<string>()

  constructor(max: number) {
    this.#max = max
  }

  get size(): number {
    return this.#texts.size
  }

  get hasCloses(): boolean {
    return this.#closes.size > 0
  }

  /** True when the server holds this name with this very text; marks it as used. */
  holds(name: string, text: string): boolean {
    const known = this.#texts.get(name)
    if (known === undefined || known.text !== text) return false
    known.used = ++this.#uses
    return true
  }

  remember(name: string, text: string): void {
    this.#texts.set(name, { text, used: ++this.#uses })
  }

  /** The server is told at the head of the next batch; closing an unknown name is no error there. */
  forget(name: string): void {
    this.#texts.delete(name)
    this.#closes.add(name)
  }

  clear(): void {
    this.#texts.clear()
    this.#closes.clear()
  }

  /** The names that must be closed before `added` new ones fit; none of `wanted` is among them. */
  takeCloses(wanted: ReadonlySet<string>, added: number): string[] {
    const excess = this.#texts.size + added - this.#max
    if (excess > 0) {
      const others = [...this.#texts].filter(([name]) => !wanted.has(name))
      others.sort(([, a], [, b]) => a.used - b.used)
      for (const [name] of others.slice(0, excess)) this.forget(name)
    }
    const closes = [...this.#closes]
    this.#closes = new Set()
    return closes
  }
}
