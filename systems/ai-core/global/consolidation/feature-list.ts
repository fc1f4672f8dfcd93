// The features that consolidation keeps, and how what subjects add becomes one value of a person.
import { deriveId } from '../../../../kernel/index.ts'

export const featureList = {
  policiesInForce: { aggregate: 'sum', of: 'policies that are issued or in force' },
  premiumYear: { aggregate: 'money', of: 'premiums of policies in force, by currency' },
  openClaims: { aggregate: 'sum', of: 'claims that are neither paid, rejected nor closed' },
  unpaidReceipts: { aggregate: 'sum', of: 'receipts that are pending or returned' },
  energyContracts: { aggregate: 'sum', of: 'energy contracts that are activated' },
  lastContactAt: { aggregate: 'latest', of: 'when any area last reported anything' },
} as const satisfies Readonly<Record<string, Definition>>

interface Definition {
  readonly aggregate: 'sum' | 'money' | 'latest'
  readonly of: string
}

export type FeatureName = keyof typeof featureList
export const featureNames = Object.keys(featureList) as readonly FeatureName[]

export interface Features {
  readonly policiesInForce: number
  /** Currency -> decimal text. */
  readonly premiumYear: Readonly<Record<string, string>>
  readonly openClaims: number
  readonly unpaidReceipts: number
  readonly energyContracts: number
  /** ISO UTC; null where nothing was ever reported. */
  readonly lastContactAt: string | null
}

/** What a subject adds that adds nothing any more. */
export const nothing = { sum: 0, money: {}, latest: '' } as const

const valueTypes = { sum: 'NUMBER', money: 'JSON', latest: 'TEXT' } as const

/** Rows of `features`, with the same id wherever they are made. */
export const featureRows = featureNames.map((name) => ({
  id: deriveId(`feature/${name}`, '1'),
  name,
  description: featureList[name].of,
  value_type: valueTypes[featureList[name].aggregate],
  definition: featureList[name],
}))

/** `values` are what the subjects of one person add. */
export function combine(values: readonly (readonly [FeatureName, unknown])[]): Features {
  const of = (name: FeatureName) => values.flatMap(([one, value]) => (one === name ? [value] : []))
  return {
    policiesInForce: sum(of('policiesInForce')),
    premiumYear: sumMoney(of('premiumYear')),
    openClaims: sum(of('openClaims')),
    unpaidReceipts: sum(of('unpaidReceipts')),
    energyContracts: sum(of('energyContracts')),
    lastContactAt: latest(of('lastContactAt')),
  }
}

const sum = (values: readonly unknown[]): number =>
  values.reduce<number>((total, value) => total + Number(value ?? 0), 0)

function sumMoney(values: readonly unknown[]): Readonly<Record<string, string>> {
  const cents = new Map<string, bigint>()
  for (const value of values)
    for (const [currency, amount] of Object.entries((value ?? {}) as Record<string, string>))
      cents.set(currency, (cents.get(currency) ?? 0n) + toCents(amount))
  const entries = [...cents].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([currency, total]) => [currency, toAmount(total)]))
}

function toCents(amount: string): bigint {
  const [whole = '0', fraction = ''] = amount.replace('-', '').split('.')
  const size = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0').slice(0, 2))
  return amount.startsWith('-') ? -size : size
}

function toAmount(cents: bigint): string {
  const size = cents < 0n ? -cents : cents
  const text = `${size / 100n}.${String(size % 100n).padStart(2, '0')}`
  return cents < 0n ? `-${text}` : text
}

/** Instants of one form: the greatest text is the latest. */
function latest(values: readonly unknown[]): string | null {
  const texts = values.filter((value) => typeof value === 'string')
  return texts.reduce<string | null>((a, b) => (b > (a ?? '') ? b : a), null)
}
