// What a stream holds, and whether it is what it must be: each event once, each aggregate gapless and in order.
// Only tests import it.
import type { Envelope } from '../../../kernel/work/envelope.ts'

export interface Faults {
  readonly repeated: number
  readonly outOfOrder: number
}

export function toEnvelope(text: string): Envelope {
  return JSON.parse(text) as Envelope
}

export function faultsOf(stored: readonly Envelope[]): Faults {
  const seen = new Set(stored.map(({ id }) => id))
  const last = new Map<string, number>()
  let outOfOrder = 0
  for (const { source, subject, sequence } of stored) {
    const key = `${source} ${subject}`
    if (Number(sequence) !== (last.get(key) ?? 0) + 1) outOfOrder++
    last.set(key, Number(sequence))
  }
  return { repeated: stored.length - seen.size, outOfOrder }
}

export const noFaults: Faults = { repeated: 0, outOfOrder: 0 }

/** `Thing/a0: 1 2 3` of each aggregate, in the order of the stream. */
export function sequencesOf(stored: readonly Envelope[], aggregateId: string): readonly number[] {
  return stored.flatMap(({ aggregateid, sequence }) =>
    aggregateid === aggregateId ? [Number(sequence)] : [],
  )
}
