// The fingerprint of a payload: SHA-256 of its canonical JSON, so that the order of columns in a file
// never makes a new version of a record.
import { createHash } from 'node:crypto'

export function toDigest(payload: unknown): string {
  return createHash('sha256').update(toCanonicalJson(payload)).digest('hex')
}

/** Keys sorted by UTF-16 code units at every depth, no white space; what is undefined is left out. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${toCanonicalJson(inner)}`).join(',')}}`
}
