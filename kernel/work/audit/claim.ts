// Which events are new, exactly: a snapshot of PostgreSQL says which transactions were open when one looked. New are
// those that were open then and are committed now, and those that began later. A transaction that commits late is
// found, and an open one keeps no other waiting.
import type { Result, Statement } from '../../database/target.ts'
import { AcervoError } from '../../errors/index.ts'
import { parseSnapshot } from '../stillness.ts'
import { claimText, type Log, strayText } from './audit-sql.ts'
import type { Sealed } from './note.ts'

export interface ClaimedEvent {
  readonly id: string
  readonly leaf: string
}

export interface Claim {
  readonly events: readonly ClaimedEvent[]
  /** Where the database stands once these are sealed. */
  readonly sealed: Sealed
  /** There may be more than the limit let through. */
  readonly more: boolean
  /** Numbers of transactions could not tell, so all was looked through. */
  readonly isByState: boolean
}

/** The question and its answer, so that several logs are asked in one round trip. */
export interface Claims {
  ask(sealed: Sealed | undefined, limit: number): Statement
  /** Undefined where it has to be asked again, in another way. */
  read(sealed: Sealed | undefined, limit: number, result: Result): Claim | undefined
}

/** What a campaign's mutants exchange. */
export interface ClaimRules {
  readonly next: (sealed: Sealed, read: Read, isFull: boolean) => Sealed
}

export const claimRules: ClaimRules = Object.freeze({ next: nextSealed })

/** Stands for the server where half of what was found by its state is sealed. */
export const elsewhere = 'unknown'

const nowhere = '00000000-0000-0000-0000-000000000000'

/** A clock is set back, or goes otherwise than that of the server before, by no more than this. */
export const clockSlackMs = 10_000

export function openClaims(log: Log, rules: ClaimRules = claimRules): Claims {
  const claim = claimText(log)
  const stray = strayText(log)
  let isByState = false
  return {
    ask: (sealed, limit) => {
      if (sealed === undefined) isByState = true
      if (sealed === undefined || isByState) return stray(limit + 1)
      const { cut, open, within, after = '-infinity' } = sealed
      return claim(cut, open, within?.transaction ?? null, within?.id ?? nowhere, limit + 1, after)
    },
    read: (sealed, limit, { rows }) => {
      const all = read(rows)
      // One more than wanted was asked for: half a transaction is left only where there is another half.
      const more = all.events.length > limit
      const found = more ? { ...all, events: all.events.slice(0, limit) } : all
      if (sealed === undefined || isByState) {
        isByState = more
        return { events: found.events, sealed: toAll(found, more), more, isByState: true }
      }
      isByState =
        found.place.system !== sealed.system ||
        found.end < sealed.cut ||
        isTooEarly(found.place.at, sealed.after)
      if (isByState) return undefined
      // Only what is written down is sure: after a crash the server gives numbers out again that left no trace.
      const next = found.events.length === 0 ? sealed : rules.next(sealed, found, more)
      return { events: found.events, sealed: next, more, isByState: false }
    },
  }
}

export interface Read {
  readonly place: Pick<Sealed, 'system' | 'at'>
  /** The first number that had not been given out, and those below it that were open. */
  readonly end: number
  readonly open: readonly number[]
  /** ISO: when the last event happened whose number was not given out here; asked by state alone. */
  readonly foreign?: string
  readonly events: readonly (ClaimedEvent & { readonly transaction: number })[]
}

function read(rows: readonly (readonly (string | null)[])[]): Read {
  const [snapshot, at, system, , , , foreign] = rows[0] ?? []
  const numbers = parseSnapshot(snapshot)
  if (numbers === undefined || at == null || system == null)
    throw new AcervoError('ACV344', 'the database does not tell its transactions', {
      details: `Its snapshot reads '${snapshot ?? ''}'.`,
    })
  return {
    place: { system, at },
    ...numbers,
    ...(foreign == null ? {} : { foreign }),
    events: rows.flatMap(([, , , id, transaction, leaf]) =>
      id == null ? [] : [{ id, transaction: Number(transaction), leaf: leaf as string }],
    ),
  }
}

/** Half of it is none: whoever goes on looks for the rest in the same way. */
function toAll({ place, end, open, foreign }: Read, isHalf: boolean): Sealed {
  if (isHalf) return { ...place, system: elsewhere, cut: 0, open: [], edge: end }
  return {
    ...place,
    cut: end,
    open,
    edge: end,
    ...(foreign === undefined ? {} : { after: foreign }),
  }
}

/** What happens now could be as old as what came from elsewhere: their numbers would not tell them apart. */
function isTooEarly(at: string, foreign: string | undefined): boolean {
  return foreign !== undefined && Date.parse(at) <= Date.parse(foreign) + clockSlackMs
}

function nextSealed(sealed: Sealed, { place, end, open, events }: Read, isFull: boolean): Sealed {
  const last = events.at(-1)
  const kept = sealed.after === undefined ? place : { ...place, after: sealed.after }
  if (!isFull || last === undefined) return { ...kept, cut: end, open, edge: end }
  const { transaction, id } = last
  const within = { transaction, id }
  const cut = Math.max(sealed.cut, transaction + 1)
  const waiting = transaction < sealed.cut ? sealed.open.filter((one) => one > transaction) : []
  const still = open.filter((one) => one < cut)
  const all = new Set([transaction, ...waiting, ...still])
  return { ...kept, cut, open: [...all].sort((a, b) => a - b), within, edge: end }
}

/** Whether an event of this number must have been sealed by then. */
export function isSealedBy(
  { cut, open, within }: Sealed,
  transaction: number,
  id: string,
): boolean {
  if (within?.transaction === transaction) return id <= within.id
  return transaction < cut && !open.includes(transaction)
}
