// What is compared and which levels each comparison knows, best first. The shares are what the shipped model
// believes: `m` among records of one party, `u` among strangers.

export interface Comparison {
  readonly name: string
  /** Level 1 onwards; level 0 is "unobserved" for all. */
  readonly levels: readonly string[]
  readonly m: readonly number[]
  readonly u: readonly number[]
}

export const postcodeLevels = ['unknown', 'exact', 'typo', 'area', 'different'] as const
export const townLevels = ['unknown', 'exact', 'similar', 'different'] as const

/** Levels of an address. The pairs of postcode and town come after them. */
export const addressLevels = 5

export const comparisons: readonly Comparison[] = [
  {
    name: 'given',
    levels: [
      'exact',
      'typo',
      'similar',
      'variant',
      'partial',
      'loose',
      'initial',
      'elsewhere',
      'different',
      'gender',
    ],
    m: [0.72, 0.08, 0.03, 0.05, 0.03, 0.015, 0.02, 0.02, 0.034, 0.001],
    u: [0.02, 0.002, 0.003, 0.003, 0.01, 0.02, 0.05, 0.005, 0.884, 0.003],
  },
  {
    name: 'surname',
    levels: [
      'both',
      'first',
      'bothTypo',
      'typo',
      'similar',
      'moved',
      'loose',
      'elsewhere',
      'firstOnly',
      'secondOnly',
      'different',
    ],
    m: [0.38, 0.38, 0.06, 0.06, 0.02, 0.02, 0.01, 0.02, 0.02, 0.01, 0.02],
    u: [0.0002, 0.003, 0.0002, 0.002, 0.003, 0.002, 0.015, 0.001, 0.01, 0.01, 0.9536],
  },
  {
    name: 'middle',
    levels: ['same', 'contained', 'some', 'none'],
    m: [0.5, 0.2, 0.15, 0.15],
    u: [0.01, 0.02, 0.05, 0.92],
  },
  {
    name: 'birthDate',
    levels: [
      'exact',
      'typo',
      'exchanged',
      'yearKnown',
      'twoParts',
      'yearOnly',
      'dayMonth',
      'near',
      'different',
    ],
    m: [0.75, 0.08, 0.02, 0.03, 0.03, 0.03, 0.01, 0.01, 0.04],
    u: [0.00005, 0.0008, 0.0001, 0.002, 0.002, 0.012, 0.003, 0.03, 0.95],
  },
  {
    name: 'birthPlace',
    levels: ['exact', 'similar', 'different'],
    m: [0.8, 0.08, 0.12],
    u: [0.01, 0.01, 0.98],
  },
  placeComparison(),
  { name: 'gender', levels: ['same', 'different'], m: [0.98, 0.02], u: [0.5, 0.5] },
  {
    name: 'occupation',
    levels: ['exact', 'similar', 'different'],
    m: [0.7, 0.1, 0.2],
    u: [0.03, 0.03, 0.94],
  },
  {
    name: 'email',
    levels: ['exact', 'typo', 'local', 'similar', 'domain', 'different'],
    m: [0.6, 0.06, 0.08, 0.03, 0.08, 0.15],
    u: [0.00001, 0.00002, 0.0001, 0.002, 0.05, 0.94787],
  },
  {
    name: 'phone',
    levels: ['exact', 'typo', 'different'],
    m: [0.6, 0.05, 0.35],
    u: [0.00003, 0.0001, 0.99987],
  },
  {
    name: 'document',
    levels: ['valid', 'exact', 'typo', 'different'],
    m: [0.55, 0.35, 0.06, 0.04],
    u: [0.000001, 0.00002, 0.00002, 0.999959],
  },
  {
    name: 'company',
    levels: ['exact', 'typo', 'contained', 'most', 'some', 'different'],
    m: [0.6, 0.08, 0.14, 0.08, 0.06, 0.04],
    u: [0.0002, 0.0002, 0.003, 0.003, 0.05, 0.9436],
  },
]

/** Postcode and town tell the same thing twice, so that they are one comparison with a level per pair. */
function placeComparison(): Comparison {
  const postcode = { m: [0, 0.7, 0.08, 0.12, 0.1], u: [0, 0.0005, 0.0005, 0.01, 0.989] }
  const town = { m: [0, 0.75, 0.1, 0.15], u: [0, 0.02, 0.015, 0.965] }
  const levels = ['door', 'building', 'street', 'another number', 'another street']
  const m = [0.25, 0.12, 0.05, 0.03, 0.03]
  const u = [0.00001, 0.00003, 0.0003, 0.0005, 0.3]
  for (const [p, postcodeLevel] of postcodeLevels.entries()) {
    for (const [t, townLevel] of townLevels.entries()) {
      if (p === 0 && t === 0) continue
      levels.push(`postcode ${postcodeLevel}, town ${townLevel}`)
      // Towns depend on postcodes: only a part of the second one's evidence is new.
      m.push(0.06 * share(postcode.m, p) * share(town.m, t))
      u.push(share(postcode.u, p) * (p === 0 ? share(town.u, t) : share(town.u, t) ** 0.5) * 0.2)
    }
  }
  return { name: 'place', levels, m, u }
}

function share(shares: readonly number[], level: number): number {
  return level === 0 ? 1 : (shares[level] ?? 1)
}
