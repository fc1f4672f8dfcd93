// Who shares keys with a subject: what the database found, and the subjects of the same batch that were resolved
// before it.
import { keyCap, nearestMax, rarityOf } from '../matching/index.ts'
import type { Subject, Surroundings } from './subject.ts'

export class Neighbours {
  readonly #stored: readonly ReadonlyMap<string, number>[]
  readonly #byKey = new Map<bigint, string[]>()

  constructor({ hits }: Surroundings, subjects: readonly Subject[]) {
    const stored = subjects.map(() => new Map<string, number>())
    for (const { at, recordId, shared } of hits) stored[at]?.set(recordId, shared)
    this.#stored = stored
  }

  /** Record ids, the nearest first. */
  find(subject: Subject, at: number): readonly string[] {
    const shared = new Map(this.#stored[at])
    for (const { key } of subject.keys) {
      const holders = this.#byKey.get(key)
      if (holders === undefined || holders.length > keyCap) continue
      const rarity = rarityOf(holders.length)
      for (const id of holders) shared.set(id, (shared.get(id) ?? 0) + rarity)
    }
    shared.delete(subject.id)
    const ranked = [...shared].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    return ranked.slice(0, nearestMax).map(([id]) => id)
  }

  add({ id, keys }: Subject): void {
    for (const { key } of keys) {
      const holders = this.#byKey.get(key)
      if (holders === undefined) this.#byKey.set(key, [id])
      else holders.push(id)
    }
  }
}
