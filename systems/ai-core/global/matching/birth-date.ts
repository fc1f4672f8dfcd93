// Dates of birth, also the impossible ones: a mistyped month still tells much.
import { textOf } from './fold.ts'
import type { BirthDate } from './normalised.ts'

/** Two-digit years up to this one are of this century. */
const pivot = 30

export function normaliseBirthDate(value: unknown): BirthDate | undefined {
  if (value instanceof Date) return ofDate(value)
  const text = textOf(value)
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (iso !== null) return make(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const dayFirst = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$/.exec(text)
  if (dayFirst !== null) return ofDayFirst(dayFirst)
  const month = /^(\d{4})-(\d{2})$/.exec(text)
  if (month !== null) return make(Number(month[1]), Number(month[2]), undefined)
  return /^\d{4}$/.test(text) ? make(Number(text), undefined, undefined) : undefined
}

/** dd/mm; where the second cannot be a month it was mm/dd. */
function ofDayFirst(parts: RegExpExecArray): BirthDate | undefined {
  const [first, second, written] = [Number(parts[1]), Number(parts[2]), parts[3] ?? '']
  const year = written.length === 4 ? Number(written) : century(Number(written)) + Number(written)
  return second > 12 && first <= 12 ? make(year, first, second) : make(year, second, first)
}

function century(year: number): number {
  return year <= pivot ? 2000 : 1900
}

/** A driver's `date` is local midnight. */
function ofDate(date: Date): BirthDate | undefined {
  if (Number.isNaN(date.getTime())) return undefined
  return make(date.getFullYear(), date.getMonth() + 1, date.getDate())
}

/** 1900-01-01 is what programs write for "unknown". */
function make(
  year: number,
  month: number | undefined,
  day: number | undefined,
): BirthDate | undefined {
  if (year === 0) return undefined
  if (year === 1900 && month === 1 && day === 1) return undefined
  if (month === undefined || month === 0) return { year }
  return day === undefined || day === 0 ? { year, month } : { year, month, day }
}

/** One text per date, for keys and frequencies. */
export function birthDateText(date: BirthDate): string {
  return `${date.year}-${date.month ?? ''}-${date.day ?? ''}`
}
