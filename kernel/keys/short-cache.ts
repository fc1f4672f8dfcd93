// A bounded map whose entries live for a moment: what is least recently written goes first.

export class ShortCache<Value> {
  readonly #entries = new Map<string, { readonly value: Value; readonly until: number }>()
  readonly #max: number
  readonly #lifeMs: number

  constructor(max: number, lifeMs: number) {
    this.#max = max
    this.#lifeMs = lifeMs
  }

  get(name: string): Value | undefined {
    const found = this.#entries.get(name)
    if (found === undefined) return undefined
    if (found.until > performance.now()) return found.value
    this.#entries.delete(name)
    return undefined
  }

  set(name: string, value: Value): void {
    this.#entries.delete(name)
    this.#entries.set(name, { value, until: performance.now() + this.#lifeMs })
    if (this.#entries.size <= this.#max) return
    const [oldest] = this.#entries.keys()
    if (oldest !== undefined) this.#entries.delete(oldest)
  }

  clear(): void {
    this.#entries.clear()
  }
}
