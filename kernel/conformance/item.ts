// One thing that a specification says, and how what stands differs from it.
import type { RuleName } from './rules.ts'

export type ItemKind =
  | 'database'
  | 'table'
  | 'column'
  | 'key'
  | 'unique'
  | 'check'
  | 'link'
  | 'index'
  | 'trigger'
  | 'function'
  | 'view'
  | 'policy'

export interface ItemDifference {
  /** `users.email type`: how it is named on record. */
  readonly key: string
  readonly says: string
  readonly stands: string
  /** Where it follows from what holds for every system. */
  readonly rule?: RuleName
}

export interface Item {
  /** `users.email` */
  readonly key: string
  readonly kind: ItemKind
  /** What stands for it: `agents.user.email`. */
  readonly is?: string
  readonly differences: readonly ItemDifference[]
}

/** Gathers the differences of one item. */
export class ItemDraft {
  readonly #differences: ItemDifference[] = []
  readonly key: string
  readonly kind: ItemKind

  constructor(kind: ItemKind, key: string) {
    this.kind = kind
    this.key = key
  }

  differs(aspect: string, says: unknown, stands: unknown, rule?: RuleName): void {
    const texts = { says: toText(says), stands: toText(stands) }
    const key = `${this.key} ${aspect}`
    this.#differences.push({ key, ...texts, ...(rule === undefined ? {} : { rule }) })
  }

  done(is?: string): Item {
    const { key, kind } = this
    const differences = Object.freeze([...this.#differences])
    return Object.freeze({ key, kind, differences, ...(is === undefined ? {} : { is }) })
  }
}

function toText(value: unknown): string {
  if (value === undefined || value === null) return '–'
  return Array.isArray(value) ? `(${value.join(', ')})` : String(value)
}
