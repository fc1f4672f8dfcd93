// People under one roof share surnames, address and telephone without being one person. Where two records share
// a home, what they agree on is weighed against a relative, and not only against a stranger.
import { comparisons } from './comparisons.ts'

const indexOf = (name: string) => comparisons.findIndex((comparison) => comparison.name === name)
const phone = indexOf('phone')
const place = indexOf('place')
const birthDate = indexOf('birthDate')
const company = indexOf('company')
/** What tells the members of a family apart. */
const personal: readonly number[] = [
  'given',
  'middle',
  'birthDate',
  'gender',
  'occupation',
  'email',
  'document',
].map(indexOf)

/** log2 odds that two records of one home are one person: relatives are the more likely by a little. */
const relativeBits = -1
/** The same against twins, of whom there are about one in sixteen such pairs. */
const twinBits = 4

/** Bits to be added, zero or less; `parts` holds the bits of each comparison. */
export function householdBits(levels: Uint8Array, parts: Float64Array, bits: number): number {
  const isHome = levels[place] === 1 || levels[place] === 2 || levels[phone] === 1
  if (!isHome || levels[company] !== 0) return 0
  let own = relativeBits
  for (const at of personal) own += parts[at] ?? 0
  const beyondTwin = own - relativeBits - (parts[birthDate] ?? 0) + twinBits
  return Math.min(0, own - bits, beyondTwin - bits)
}
