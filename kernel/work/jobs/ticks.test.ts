// Ticks of cron expressions, held to an oracle that asks the wall clock minute by minute.
import fc from 'fast-check'
import { PgBoss } from 'pg-boss'
import { describe, expect, test } from 'vitest'
import { type Expression, tickOracle, toCron } from '../../../test/campaigns/jobs/cron-oracle.ts'
import { findLastTick, findNextTick, toWalk } from './ticks.ts'

const walk = toWalk(new PgBoss({ db: { executeSql: async () => ({ rows: [] }) } }))
const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** The changes of 2026: by an hour, by half of one, at two, at midnight, and none. */
const zones: readonly (readonly [string, readonly string[]])[] = [
  ['Europe/Madrid', ['2026-03-29', '2026-10-25']],
  ['America/New_York', ['2026-03-08', '2026-11-01']],
  ['America/Santiago', ['2026-04-05', '2026-09-06']],
  ['Pacific/Chatham', ['2026-04-05', '2026-09-27']],
  ['Australia/Lord_Howe', ['2026-04-05', '2026-10-04']],
  ['Asia/Kolkata', ['2026-06-01']],
  ['UTC', ['2026-12-31']],
]

const some = (max: number) =>
  fc
    .uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: 4 })
    .map((all) => all.sort((a, b) => a - b))
const expressions: fc.Arbitrary<Expression> = fc.record({
  minutes: some(59),
  hours: fc.oneof(fc.constant(undefined), some(23), fc.constant([1, 2, 3]), fc.constant([0])),
  weekdays: fc.oneof(fc.constant(undefined), fc.constant(undefined), some(6)),
})
const situations = fc.record({
  expression: expressions,
  zone: fc.constantFrom(...zones.flatMap(([zone, days]) => days.map((day) => ({ zone, day })))),
  /** Of the start, around the day of the change. */
  offset: fc.integer({ min: -30 * 60, max: 30 * 60 }),
})

describe('ticks', () => {
  test('are the instants at which the wall clock shows what the expression names', () => {
    fc.assert(
      fc.property(situations, ({ expression, zone: { zone, day }, offset }) => {
        const from = new Date(Date.parse(`${day}T00:00:00Z`) + offset * 60_000)
        const until = new Date(from.getTime() + 2 * dayMs)
        const recurrence = { cron: toCron(expression), timeZone: zone }
        const found = walk(recurrence, from, until)
        expect(found.map((tick) => tick.toISOString())).toEqual(
          tickOracle(expression, zone, { from, until }).map((at) => new Date(at).toISOString()),
        )
      }),
      { numRuns: 100, seed: 27, endOnFailure: true },
    )
  })

  test('are the same from wherever one begins to look', () => {
    fc.assert(
      fc.property(situations, ({ expression, zone: { zone, day }, offset }) => {
        const recurrence = { cron: toCron(expression), timeZone: zone }
        const start = new Date(Date.parse(`${day}T00:00:00Z`) - 2 * dayMs)
        const until = new Date(Date.parse(`${day}T00:00:00Z`) + offset * 60_000)
        const all = walk(recurrence, start, until)
        expect(findLastTick(walk, recurrence, { after: start, until })).toEqual(all.at(-1))
      }),
      { numRuns: 100, seed: 27, endOnFailure: true },
    )
  })

  test('in the repeated hour come once where the hour is named', () => {
    const recurrence = { cron: '30 2 * * *', timeZone: 'Europe/Madrid' }
    const first = new Date('2026-10-25T00:30:00Z')
    expect(findNextTick(walk, recurrence, new Date('2026-10-25T00:00:00Z'))).toEqual(first)
    // 02:10 for the second time.
    const second = new Date('2026-10-25T01:10:00Z')
    expect(findNextTick(walk, recurrence, second)).toEqual(new Date('2026-10-26T01:30:00Z'))
  })

  test('of a rare expression are found years back', () => {
    const recurrence = { cron: '0 0 29 2 *', timeZone: 'UTC' }
    const span = {
      after: new Date('2020-03-01T00:00:00Z'),
      until: new Date('2027-01-01T00:00:00Z'),
    }
    expect(findLastTick(walk, recurrence, span)).toEqual(new Date('2024-02-29T00:00:00Z'))
  })

  test('of a dense expression are found after a long time', () => {
    const recurrence = { cron: '* 0 1 * *', timeZone: 'UTC' }
    const span = {
      after: new Date('2025-01-01T00:00:00Z'),
      until: new Date('2026-11-30T12:00:00Z'),
    }
    expect(findLastTick(walk, recurrence, span)).toEqual(new Date('2026-11-01T00:59:00Z'))
  })
})
