// Text as the matcher reads it: lower case, no accents, words apart.

const plain = /^[\x20-\x7e]*$/
const marks = /\p{M}/gu
const separators = /[^\p{L}\p{N}]+/u

/** Lower case without accents, ñ as n; white space at the ends is gone. */
export function fold(text: string): string {
  const lower = text.toLowerCase().trim()
  if (plain.test(lower)) return lower
  const bare = lower.normalize('NFKD').replace(marks, '').toLowerCase().trim()
  return bare.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('æ', 'ae').replaceAll('ł', 'l')
}

/** As `fold`, but ñ stays ñ: in Spanish it is a letter of its own. */
export function foldKeepingEnye(text: string): string {
  const kept = text.normalize('NFC').toLowerCase().replaceAll('ñ', '\u0001')
  return fold(kept).replaceAll('\u0001', 'ñ')
}

export function tokensOf(folded: string): string[] {
  return folded
    .replaceAll(/['’`´]/g, '')
    .split(separators)
    .filter((token) => token !== '')
}

/** The text of a value, '' for what is not text or a number. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return ''
}
