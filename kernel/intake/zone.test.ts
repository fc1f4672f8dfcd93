// Promises of times without a zone: the instant that a clock of the stated zone showed, and nothing guessed where it
// showed it never or twice.
import { describe, expect, test } from 'vitest'
import { toClockReader } from './zone.ts'

const read = (zone: string, text: string) => toClockReader(zone)(text, 'at')

describe('a time without a zone', () => {
  test.each([
    ['America/Mexico_City', '2026-07-01 12:00:00', '2026-07-01T18:00:00Z'],
    // Clocks were put forward there until 2022.
    ['America/Mexico_City', '2021-07-01 12:00', '2021-07-01T17:00:00Z'],
    ['America/Mexico_City', '2021-12-31T23:59:59.123456', '2022-01-01T05:59:59.123456Z'],
    ['Europe/Madrid', '2026-03-29 01:59:59', '2026-03-29T00:59:59Z'],
    ['Europe/Madrid', '2026-03-29 03:00:00', '2026-03-29T01:00:00Z'],
    ['Europe/Madrid', '2026-10-25', '2026-10-24T22:00:00Z'],
    ['Asia/Kathmandu', '2026-01-01 00:00:00.5', '2025-12-31T18:15:00.5Z'],
    ['UTC', '1969-12-31 23:59:59', '1969-12-31T23:59:59Z'],
  ])('in %s: %s is %s', (zone, text, instant) => {
    expect(read(zone, text)).toBe(instant)
  })

  test.each([
    ['America/Mexico_City', '2021-04-04 02:30:00', 'never stood'],
    ['America/Mexico_City', '2021-10-31 01:30:00', 'stood twice'],
    ['Europe/Madrid', '2026-03-29 02:00:00', 'never stood'],
    ['Europe/Madrid', '2026-10-25 02:59:59', 'stood twice'],
    ['America/Santiago', '2026-09-06 00:15', 'never stood'],
    // A whole day that was left out.
    ['Pacific/Apia', '2011-12-30 12:00:00', 'never stood'],
  ])('in %s: %s %s', (zone, text, what) => {
    expect(() => read(zone, text)).toThrow(
      expect.objectContaining({ code: 'ACV205', message: `'at' ${what} on a clock of ${zone}` }),
    )
  })

  test('what it had is found again for each hour of a year but the one that stood twice', () => {
    const clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Madrid',
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    const reader = toClockReader('Europe/Madrid')
    const twice: string[] = []
    for (let hour = Date.UTC(2026, 0, 1); hour < Date.UTC(2027, 0, 1); hour += 3_600_000) {
      const shown = clock.format(hour)
      try {
        expect(Date.parse(reader(shown, 'at'))).toBe(hour)
      } catch {
        twice.push(shown)
      }
    }
    expect(twice).toEqual(['2026-10-25 02:00:00', '2026-10-25 02:00:00'])
  })

  test('keeps a zone that it has, and a day that does not exist is left to its column', () => {
    for (const text of ['2026-07-01T12:00:00Z', '2026-07-01 12:00:00+02', '2026-02-30 12:00:00'])
      expect(read('Europe/Madrid', text)).toBe(text)
  })

  test('a zone that nobody knows is refused', () => {
    expect(() => toClockReader('Mexico/City')).toThrow(expect.objectContaining({ code: 'ACV606' }))
  })
})
