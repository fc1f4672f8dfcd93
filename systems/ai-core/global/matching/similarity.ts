// How near two short texts are: Jaro-Winkler and Damerau-Levenshtein bounded to one edit, over UTF-16 units.
// Own code, as this is the inner loop: buffers are kept and nothing is allocated per pair.

const longest = 128
const takenA = new Uint8Array(longest)
const takenB = new Uint8Array(longest)

/** 0 to 1; texts beyond 128 units are cut. Below `least` the answer may be 0: that is much faster. */
export function jaroWinkler(a: string, b: string, least = 0): number {
  if (a === b) return 1
  if (least > 0 && upperBound(a, b) < least) return 0
  const jaro = jaroOf(a, b)
  if (jaro === 0) return 0
  let prefix = 0
  const most = Math.min(4, a.length, b.length)
  while (prefix < most && a.charCodeAt(prefix) === b.charCodeAt(prefix)) prefix++
  return jaro + prefix * 0.1 * (1 - jaro)
}

/** What the similarity would be if all letters that occur in both stood in their places. */
function upperBound(a: string, b: string): number {
  const lettersA = lettersOf(a)
  const lettersB = lettersOf(b)
  let matchable = 0
  for (let at = 0; at < a.length; at++) matchable += (lettersB >>> (a.charCodeAt(at) & 31)) & 1
  let other = 0
  for (let at = 0; at < b.length; at++) other += (lettersA >>> (b.charCodeAt(at) & 31)) & 1
  const matches = Math.min(matchable, other)
  if (matches === 0) return 0
  const jaro = (matches / a.length + matches / b.length + 1) / 3
  return a.charCodeAt(0) === b.charCodeAt(0) ? jaro + 0.4 * (1 - jaro) : jaro
}

/** One bit per letter, modulo 32. */
function lettersOf(text: string): number {
  let letters = 0
  for (let at = 0; at < text.length; at++) letters |= 1 << (text.charCodeAt(at) & 31)
  return letters
}

function jaroOf(a: string, b: string): number {
  const lengthA = Math.min(a.length, longest)
  const lengthB = Math.min(b.length, longest)
  if (lengthA === 0 || lengthB === 0) return 0
  const reach = Math.max(0, (Math.max(lengthA, lengthB) >> 1) - 1)
  takenA.fill(0, 0, lengthA)
  takenB.fill(0, 0, lengthB)
  let matches = 0
  for (let i = 0; i < lengthA; i++) {
    const unit = a.charCodeAt(i)
    const end = Math.min(lengthB, i + reach + 1)
    for (let j = Math.max(0, i - reach); j < end; j++) {
      if (takenB[j] === 1 || b.charCodeAt(j) !== unit) continue
      takenA[i] = 1
      takenB[j] = 1
      matches++
      break
    }
  }
  if (matches === 0) return 0
  const moved = transpositions(a, b, lengthA)
  return (matches / lengthA + matches / lengthB + (matches - moved / 2) / matches) / 3
}

function transpositions(a: string, b: string, lengthA: number): number {
  let moved = 0
  let j = 0
  for (let i = 0; i < lengthA; i++) {
    if (takenA[i] === 0) continue
    while (takenB[j] === 0) j++
    if (a.charCodeAt(i) !== b.charCodeAt(j)) moved++
    j++
  }
  return moved
}

/** One insertion, deletion, replacement or exchange of neighbours at most. */
export function isWithinOneEdit(a: string, b: string): boolean {
  if (a === b) return true
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  const rest = long.length - short.length
  if (rest > 1) return false
  let start = 0
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start++
  let end = 0
  while (
    end < short.length - start &&
    short.charCodeAt(short.length - 1 - end) === long.charCodeAt(long.length - 1 - end)
  )
    end++
  const leftShort = short.length - start - end
  const leftLong = long.length - start - end
  if (rest === 1) return leftShort === 0
  if (leftLong === 1) return true
  return (
    leftLong === 2 &&
    short.charCodeAt(start) === long.charCodeAt(start + 1) &&
    short.charCodeAt(start + 1) === long.charCodeAt(start)
  )
}
