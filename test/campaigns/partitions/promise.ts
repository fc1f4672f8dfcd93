// What months that pass under load must show, whatever their size.
import { expect } from 'vitest'
import type { MonthsVerdict } from './months.ts'

export function holdMonths(verdict: MonthsVerdict, months: number): void {
  expect(verdict.failed).toEqual([])
  expect(verdict.problems).toEqual([])
  expect(verdict.differing).toEqual([])
  // Ninety days are up to four months that are not over yet.
  expect(verdict.archivedMonths).toBeGreaterThanOrEqual(months - 4)
  expect(verdict.archivedRows + verdict.liveRows).toBe(verdict.written)
  expect(verdict.aheadMin).toBeGreaterThanOrEqual(3)
  expect(verdict.aheadAtTurnMin).toBeGreaterThanOrEqual(2)
  expect(verdict.blockedMs).toBeLessThan(500)
  expect(verdict.after).toEqual(verdict.before)
  expect(verdict.after.rows).toBeGreaterThan(0)
}
