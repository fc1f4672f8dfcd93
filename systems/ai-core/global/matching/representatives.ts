// The few records by which a large party is judged.
import type { Normalised } from './normalised.ts'
import type { PartyRecord } from './party-record.ts'

/** Records of a party that another record is compared with; more only where more documents must veto. */
export const representativeCap = 12

/** The records that speak for a party: all its valid documents, then the fullest; the same in any order. */
export function representativesOf(records: readonly PartyRecord[]): readonly PartyRecord[] {
  if (records.length <= representativeCap) return records
  const documents = new Set<string>()
  const ranked = [...records].sort(byFullness)
  const telling = ranked.filter(({ fields }) => {
    const fresh = (fields.documents ?? []).filter(
      ({ valid, value }) => valid && !documents.has(value),
    )
    for (const { value } of fresh) documents.add(value)
    return fresh.length > 0
  })
  return [...new Set([...telling, ...ranked])].slice(0, Math.max(representativeCap, telling.length))
}

function byFullness(a: PartyRecord, b: PartyRecord): number {
  return fullness(b.fields) - fullness(a.fields) || (a.id < b.id ? -1 : 1)
}

function fullness(fields: Normalised): number {
  const { name } = fields
  const names = name === undefined ? 0 : name.surnames.length + Math.min(1, name.given.length)
  return Object.keys(fields).length + names
}
