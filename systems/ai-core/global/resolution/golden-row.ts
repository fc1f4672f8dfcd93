// The golden columns of the parties that a batch leaves behind, from all records that each then has.
import { type Golden, rules, survive, type Voice } from '../survivorship/index.ts'
import type { Edge, Settled } from './changes.ts'
import type { Attributes } from './subject.ts'
import type { TouchedRecord } from './touched.ts'

export interface GoldenRow {
  readonly partyId: string
  readonly golden: Golden
}

/** One row per party that still answers for itself. */
export function toGoldenRows(
  partyIds: readonly string[],
  records: readonly TouchedRecord[],
  { settled, edges }: { readonly settled: readonly Settled[]; readonly edges: readonly Edge[] },
  now: string,
): readonly GoldenRow[] {
  const into = new Map(edges.map(({ fromId, intoId }) => [fromId, intoId]))
  const rootOf = (id: string): string => {
    const next = into.get(id)
    return next === undefined ? id : rootOf(next)
  }
  const voices = new Map<string, Voice[]>()
  for (const id of partyIds) if (!into.has(id)) voices.set(id, [])
  const settledIds = new Set(settled.map(({ subject }) => subject.id))
  for (const record of records)
    if (!settledIds.has(record.id)) voices.get(rootOf(record.partyId))?.push(toVoice(record))
  for (const { subject, originId } of settled)
    voices.get(rootOf(originId))?.push(toVoice({ ...subject, documents: subject.fields.documents }))
  return [...voices].map(([partyId, of]) => ({ partyId, golden: survive(of, rules, now) }))
}

interface Said {
  readonly id: string
  readonly source: string
  readonly receivedAt: string
  readonly attributes: Attributes
  readonly documents: TouchedRecord['documents']
}

function toVoice({ id, source, receivedAt, attributes, documents }: Said): Voice {
  const isWrong = documents?.every(({ valid }) => !valid) ?? false
  return {
    recordId: id,
    source,
    receivedAt,
    attributes,
    ...(isWrong ? { invalid: ['document'] } : {}),
  }
}
