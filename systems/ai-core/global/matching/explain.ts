// Why two records are held to be one party, or not: for people to read.
import { compareInto, type Veto, vetoOf } from './compare.ts'
import { comparisons } from './comparisons.ts'
import { householdBits } from './household.ts'
import { adjustmentOf, type MatchModel } from './model.ts'
import type { Normalised } from './normalised.ts'

export interface ComparisonExplanation {
  readonly name: string
  /** A word of the comparison's levels. */
  readonly level: string
  readonly bits: number
  readonly left?: string
  readonly right?: string
}

export interface PairExplanation {
  /** The prior and the comparisons, added. */
  readonly bits: number
  readonly priorBits: number
  readonly probability: number
  readonly veto?: Veto
  readonly comparisons: readonly ComparisonExplanation[]
}

const texts: Readonly<Record<string, (fields: Normalised) => string | undefined>> = {
  given: ({ name }) => name?.given.join(' '),
  surname: ({ name }) => name?.surnames.join(' '),
  middle: ({ name }) => name?.others.join(' '),
  birthDate: ({ birthDate }) =>
    birthDate && [birthDate.year, birthDate.month, birthDate.day].filter(Boolean).join('-'),
  birthPlace: ({ birthPlace }) => birthPlace,
  place: ({ address, postcode, city, birthPlace }) =>
    [address?.street, address?.number, address?.unit, postcode, city ?? birthPlace]
      .filter(Boolean)
      .join(' '),
  gender: ({ gender }) => gender,
  occupation: ({ occupation }) => occupation,
  email: ({ email }) => email && `${email.local}@${email.domain}`,
  phone: ({ phone }) => phone,
  document: ({ documents }) => documents?.map(({ value }) => value).join(' '),
  company: ({ company }) => company && [...company.core, ...(company.trade ?? [])].join(' '),
}

export function explainPair(model: MatchModel, a: Normalised, b: Normalised): PairExplanation {
  const levels = new Uint8Array(comparisons.length)
  compareInto(a, b, levels)
  const explained: ComparisonExplanation[] = []
  const parts = new Float64Array(comparisons.length)
  for (const [at, { name, levels: names }] of comparisons.entries()) {
    const level = levels[at] ?? 0
    if (level === 0) continue
    const weight = model.comparisons.find((comparison) => comparison.name === name)?.bits[level]
    const bits = (weight ?? 0) + adjustmentOf(model, at, level, a, b)
    parts[at] = bits
    const left = texts[name]?.(a)
    const right = texts[name]?.(b)
    explained.push({
      name,
      level: names[level - 1] ?? '',
      bits,
      ...(left ? { left } : {}),
      ...(right ? { right } : {}),
    })
  }
  const alone = explained.reduce((sum, comparison) => sum + comparison.bits, model.priorBits)
  const household = householdBits(levels, parts, alone)
  if (household < 0) explained.push({ name: 'household', level: 'shared', bits: household })
  const bits = alone + household
  const veto = vetoOf(a, b)
  const explanation = { bits, priorBits: model.priorBits, probability: 1 / (1 + 2 ** -bits) }
  return { ...explanation, ...(veto === undefined ? {} : { veto }), comparisons: explained }
}
