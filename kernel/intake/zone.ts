// A time of a wall clock and the zone of that wall -> the instant. What a clock never showed (it was put forward) or
// showed twice (it was put back) is told per row, not guessed.
import { AcervoError } from '../errors/index.ts'

/** `2026-11-21 07:43:42.123`, with nothing that tells the zone. */
const local = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d{1,6})?)?)?$/
const dayMs = 86_400_000

export type ReadClock = (text: string, name: string) => string

/** A text that has a zone of its own keeps it. @throws ACV606 for a zone that nobody knows. */
export function toClockReader(zone: string): ReadClock {
  const offsetOf = toOffset(zone)
  return (text, name) => {
    const match = local.exec(text)
    if (match === null) return text
    const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = ''] = match
    const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}`
    const shown = Date.parse(`${wall}Z`)
    // No such day or hour: its column's own check says so.
    if (Number.isNaN(shown) || !new Date(shown).toISOString().startsWith(wall)) return text
    const offsets = new Set([offsetOf(shown - dayMs), offsetOf(shown + dayMs)])
    const instants = [...offsets].filter((offset) => offsetOf(shown - offset) === offset)
    const [offset] = instants
    if (offset !== undefined && instants.length === 1)
      return `${new Date(shown - offset).toISOString().slice(0, 19)}${fraction}Z`
    const what = offset === undefined ? 'never stood' : 'stood twice'
    throw new AcervoError('ACV205', `'${name}' ${what} on a clock of ${zone}`, {
      details: `Given: ${JSON.stringify(text)}. Clocks were changed there.`,
      hint: 'Write it with its offset, such as 2026-04-05T02:30:00-06:00.',
    })
  }
}

/** Milliseconds that clocks there are ahead of UTC. */
function toOffset(zone: string): (instant: number) => number {
  let format: Intl.DateTimeFormat
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    throw new AcervoError('ACV606', `the zone '${zone.slice(0, 80)}' is not known`, {
      hint: 'For example America/Mexico_City.',
      cause,
    })
  }
  return (instant) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type))
    const wall = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    )
    return wall - Math.floor(instant / 1000) * 1000
  }
}
