// survivorship: what the records of a party say -> what the party is. A pure function of records, rules and the
// instant asked about; every tie is broken, so that the order of the records never shows.
import type { GoldenColumn } from '../golden-column.ts'
import { type Attribute, attributes } from './attribute.ts'
import { type SurvivorshipRules, stewardSource, type Trust } from './rules.ts'

/** One current record of the party. */
export interface Voice {
  readonly recordId: string
  readonly source: string
  /** ISO 8601, UTC. */
  readonly receivedAt: string
  readonly attributes: Readonly<Record<string, unknown>>
  /** Attributes and groups whose value is known to be wrong in itself, such as a document's letter. */
  readonly invalid?: readonly string[]
}

export interface LosingValue {
  readonly value: unknown
  readonly sourceRecordId: string
}

export interface GoldenValue {
  readonly attribute: string
  /** Of a group: the object of its columns. */
  readonly value: unknown
  readonly sourceRecordId: string
  /** The first criterion that set it apart from the best other value; `only` where there is none. */
  readonly rule: Criterion | 'only'
  readonly losing: readonly LosingValue[]
}

export interface Golden {
  readonly columns: Readonly<Partial<Record<GoldenColumn, unknown>>>
  readonly values: readonly GoldenValue[]
}

export const criteria = [
  'pin',
  'verified',
  'trust',
  'valid',
  'recency',
  'frequency',
  'completeness',
  'tie',
] as const
export type Criterion = (typeof criteria)[number]

const losingMax = 20
const dayMs = 86_400_000

/** @param asOf ISO 8601: trust ages, pins end. */
export function survive(voices: readonly Voice[], rules: SurvivorshipRules, asOf: string): Golden {
  const columns: Partial<Record<GoldenColumn, unknown>> = {}
  const values: GoldenValue[] = []
  for (const attribute of attributes) {
    const chosen = choose(attribute, voices, rules, asOf)
    if (chosen === undefined) continue
    values.push(chosen)
    const [first] = attribute.columns
    if (attribute.columns.length === 1 && first !== undefined) columns[first] = chosen.value
    else Object.assign(columns, chosen.value)
  }
  const displayName = columns.displayName ?? toDisplayName(columns)
  return { columns: displayName === undefined ? columns : { ...columns, displayName }, values }
}

/** One value of an attribute as one record says it; higher is better in every place of `rank`. */
interface Bid {
  readonly voice: Voice
  readonly value: unknown
  /** Equal for values that mean the same. */
  readonly folded: string
  readonly rank: number[]
}

function choose(
  attribute: Attribute,
  voices: readonly Voice[],
  rules: SurvivorshipRules,
  asOf: string,
): GoldenValue | undefined {
  const bids = voices.flatMap((voice) => toBid(attribute, voice, rules, asOf) ?? [])
  const counts = new Map<string, number>()
  for (const { folded } of bids) counts.set(folded, (counts.get(folded) ?? 0) + 1)
  for (const { folded, rank } of bids) rank[criteria.indexOf('frequency')] = counts.get(folded) ?? 0
  bids.sort(compareBids)
  const [best] = bids
  if (best === undefined) return undefined
  const others = bids.filter(({ folded }) => folded !== best.folded)
  return {
    attribute: attribute.name,
    value: best.value,
    sourceRecordId: best.voice.recordId,
    rule: others[0] === undefined ? 'only' : decidingCriterion(best, others[0]),
    losing: toLosing(others),
  }
}

function toBid(
  { name, columns }: Attribute,
  voice: Voice,
  rules: SurvivorshipRules,
  asOf: string,
): Bid | undefined {
  const said = columns.flatMap((column) => {
    const value = voice.attributes[column]
    return value === undefined || value === null || value === '' ? [] : [[column, value] as const]
  })
  // A number without its type is no document.
  const isWhole = name !== 'document' || said.some(([column]) => column === 'documentNumber')
  if (said.length === 0 || !isWhole) return undefined
  if (voice.source === stewardSource && isOver(voice, asOf)) return undefined
  const value = columns.length === 1 ? said[0]?.[1] : Object.fromEntries(said)
  const folded = fold(said)
  const source = rules.sources[voice.source]
  const rank = [
    Number(voice.source === stewardSource),
    Number(source?.verifies?.includes(name) ?? false),
    trustOf(source?.trustIn?.[name] ?? source?.trust ?? rules.trust, voice.receivedAt, asOf),
    Number(!(voice.invalid?.includes(name) ?? false)),
    // A file takes a while to read: what arrives on one day is one word, and none of it is newer.
    Math.floor(Date.parse(voice.receivedAt) / dayMs),
    0,
    said.length * 1000 + Math.min(999, folded.length),
  ]
  return { voice, value, folded, rank }
}

function isOver({ attributes: { pinnedUntil } }: Voice, asOf: string): boolean {
  return typeof pinnedUntil === 'string' && Date.parse(pinnedUntil) <= Date.parse(asOf)
}

function trustOf({ max, min, halfLifeDays }: Trust, receivedAt: string, asOf: string): number {
  if (halfLifeDays === undefined) return max
  const days = Math.max(0, (Date.parse(asOf) - Date.parse(receivedAt)) / dayMs)
  return min + (max - min) * 2 ** (-days / halfLifeDays)
}

function compareBids(a: Bid, b: Bid): number {
  for (const [at, rank] of a.rank.entries()) {
    const difference = (b.rank[at] ?? 0) - rank
    if (difference !== 0) return difference
  }
  if (a.folded !== b.folded) return a.folded < b.folded ? -1 : 1
  return a.voice.recordId < b.voice.recordId ? -1 : 1
}

function decidingCriterion(best: Bid, other: Bid): Criterion {
  const at = best.rank.findIndex((rank, place) => rank !== other.rank[place])
  return criteria[at] ?? 'tie'
}

/** Each other value once, with the record that said it best. */
function toLosing(others: readonly Bid[]): readonly LosingValue[] {
  const seen = new Set<string>()
  const losing: LosingValue[] = []
  for (const { folded, value, voice } of others) {
    if (seen.has(folded) || losing.length >= losingMax) continue
    seen.add(folded)
    losing.push({ value, sourceRecordId: voice.recordId })
  }
  return losing
}

function fold(said: readonly (readonly [string, unknown])[]): string {
  return said
    .map(([column, value]) => `${column}=${String(value).normalize('NFC').toLowerCase().trim()}`)
    .join('\n')
}

function toDisplayName(columns: Partial<Record<GoldenColumn, unknown>>): string | undefined {
  if (typeof columns.legalName === 'string') return columns.legalName
  const names = [columns.givenName, columns.firstSurname, columns.secondSurname]
  const spoken = names.filter((name) => typeof name === 'string').join(' ')
  return spoken === '' ? undefined : spoken
}
