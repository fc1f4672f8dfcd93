// What a clock on the wall of a time zone shows, and when it shows it. A wall time is written as if it were UTC.

const dayMs = 86_400_000
const formats = new Map<string, Intl.DateTimeFormat>()

/** @throws RangeError for a zone that Intl does not know. */
export function toWall(timeZone: string, at: number): number {
  const parts = formatOf(timeZone).formatToParts(at)
  const of = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value)
  const date = [of('year'), of('month') - 1, of('day')] as const
  return Date.UTC(...date, of('hour'), of('minute'), of('second')) + (at % 1000)
}

/**
 * The instants that show a wall time, in order: two in a repeated hour. In a skipped hour `later` answers the one
 * that comes as much later as the clock jumped.
 */
export function toInstants(
  timeZone: string,
  wall: number,
): { readonly shown: readonly number[]; readonly later: number } {
  // A zone changes its clock at most once in two days.
  const before = wall - offsetOf(timeZone, wall - dayMs)
  const after = wall - offsetOf(timeZone, wall + dayMs)
  if (before === after) return { shown: [before], later: before }
  const shown = [before, after].filter((at) => toWall(timeZone, at) === wall).sort((a, b) => a - b)
  return { shown, later: before }
}

function offsetOf(timeZone: string, at: number): number {
  return toWall(timeZone, at) - at
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known !== undefined) return known
  const numeric = 'numeric'
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  })
  formats.set(timeZone, format)
  return format
}
