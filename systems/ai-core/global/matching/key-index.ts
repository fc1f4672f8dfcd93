// Which records share a key, in memory.
import { type KeyText, keyCap } from './keys.ts'

export class KeyIndex {
  readonly #held = new Map<string, number[]>()

  add(record: number, keys: readonly KeyText[]): void {
    for (const { text } of keys) {
      const held = this.#held.get(text)
      if (held === undefined) this.#held.set(text, [record])
      else held.push(record)
    }
  }

  /** Keys held by more than the cap are passed over: finer keys of the same fields do their work. */
  find(keys: readonly KeyText[]): Set<number> {
    const found = new Set<number>()
    for (const { text } of keys) {
      const held = this.#held.get(text)
      if (held === undefined || held.length > keyCap) continue
      for (const record of held) found.add(record)
    }
    return found
  }
}
