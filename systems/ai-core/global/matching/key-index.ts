// Which records share a key, in memory.
import { type KeyText, keyCap, nearestMax, rarityOf } from './keys.ts'

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

  /** Of these the nearest. */
  nearest(keys: readonly KeyText[]): readonly number[] {
    const shared = new Map<number, number>()
    for (const { text } of keys) {
      const held = this.#held.get(text)
      if (held === undefined || held.length > keyCap) continue
      const rarity = rarityOf(held.length)
      for (const record of held) shared.set(record, (shared.get(record) ?? 0) + rarity)
    }
    return [...shared]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, nearestMax)
      .map(([record]) => record)
  }
}
