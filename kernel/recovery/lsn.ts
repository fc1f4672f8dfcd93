// Places in the WAL: `16/B374D848` as a number, and the names of the segment files that hold them. No input or output.
import { AcervoError } from '../errors/index.ts'

/** A byte of the WAL, counted from its beginning. */
export type Lsn = bigint

/** @throws ACV429 for what is no place in the WAL. */
export function parseLsn(text: string): Lsn {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? []
  if (high === undefined || low === undefined)
    throw new AcervoError('ACV429', `'${text.slice(0, 40)}' is no place in the WAL`, {
      hint: 'It is written as PostgreSQL does: 16/B374D848.',
    })
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}

export function renderLsn(lsn: Lsn): string {
  return `${(lsn >> 32n).toString(16)}/${(lsn & 0xffff_ffffn).toString(16)}`.toUpperCase()
}

export interface Segment {
  readonly timeline: number
  /** Counted from the first one of all. */
  readonly number: bigint
}

/** 24 hexadecimal digits: timeline, and twice the number. */
export const segmentPattern = /^[0-9A-F]{24}$/

export function parseSegment(name: string, segmentBytes: number): Segment {
  const word = (at: number) => BigInt(`0x${name.slice(at, at + 8)}`)
  return { timeline: Number(word(0)), number: word(8) * perLog(segmentBytes) + word(16) }
}

export function renderSegment({ timeline, number }: Segment, segmentBytes: number): string {
  const per = perLog(segmentBytes)
  return [BigInt(timeline), number / per, number % per]
    .map((word) => word.toString(16).toUpperCase().padStart(8, '0'))
    .join('')
}

export const segmentOf = (lsn: Lsn, segmentBytes: number): bigint => lsn / BigInt(segmentBytes)

const perLog = (segmentBytes: number): bigint => 0x1_0000_0000n / BigInt(segmentBytes)
