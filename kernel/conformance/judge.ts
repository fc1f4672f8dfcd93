// Differences against what is on record: the class of each, those that nobody wrote down, and records of what no
// longer differs.
import type { DifferenceClass, Recorded, Specification } from '../table/specification.ts'
import type { Item, ItemDifference, ItemKind } from './item.ts'
import { matches } from './reading.ts'
import { rules } from './rules.ts'

export type ItemClass = 'same' | DifferenceClass | 'unrecorded'

export interface JudgedDifference extends ItemDifference {
  readonly class: DifferenceClass | 'unrecorded'
  readonly because?: string
}

export interface JudgedItem {
  readonly key: string
  readonly kind: ItemKind
  readonly is?: string
  readonly class: ItemClass
  readonly differences: readonly JudgedDifference[]
}

export interface Judgement {
  readonly items: readonly JudgedItem[]
  /** Keys of records and of answers that nothing is left to say of. */
  readonly stale: readonly string[]
}

/** The first that an item has names its class. */
const severity = ['unrecorded', 'missing', 'corrected', 'retyped', 'renamed'] as const

export function judge(items: readonly Item[], specification: Specification): Judgement {
  const used = new Set<string>()
  const judged = items.map((item): JudgedItem => {
    const differences = item.differences.map((one) => judgeDifference(one, specification, used))
    const worst = severity.find((name) => differences.some((one) => one.class === name))
    return Object.freeze({ ...item, differences, class: worst ?? 'same' })
  })
  const { differences, answers } = specification
  const records = Object.keys(differences).filter((key) => !used.has(key))
  const unasked = Object.keys(answers).filter((rule) => !used.has(`rule ${rule}`))
  return { items: judged, stale: [...records, ...unasked.map((rule) => `answers.${rule}`)] }
}

function judgeDifference(
  difference: ItemDifference,
  { differences, answers }: Specification,
  used: Set<string>,
): JudgedDifference {
  const found = findRecord(difference.key, differences)
  if (found !== undefined) {
    const [key, record] = found
    used.add(key)
    return { ...difference, class: record.class, because: record.because }
  }
  const { rule } = difference
  if (rule === undefined) return { ...difference, class: 'unrecorded' }
  used.add(`rule ${rule}`)
  const answer = answers[rule]
  const because = answer === undefined ? rules[rule].because : `${answer}: ${rules[rule].because}`
  return { ...difference, class: rules[rule].class, because }
}

/** A key itself wins over a pattern, a longer pattern over a shorter one. */
function findRecord(
  key: string,
  differences: Specification['differences'],
): readonly [string, Recorded] | undefined {
  const exact = differences[key]
  if (exact !== undefined) return [key, exact]
  return Object.entries(differences)
    .filter(([pattern]) => matches(pattern, key))
    .toSorted(([a], [b]) => b.length - a.length)[0]
}
