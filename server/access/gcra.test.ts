// Rates: what may come at once, what comes back with time, and how little is kept of whom.
import { expect, test } from 'vitest'
import { gcra, toRate } from './gcra.ts'

test('a burst may come at once, then one each time the clock allows it', () => {
  const rates = gcra(10)
  const rate = { perSecond: 2, burst: 3 }
  const take = (nowMs: number) => rates.take('a', rate, nowMs)
  expect([take(0), take(0), take(0)].map(({ remaining }) => remaining)).toEqual([2, 1, 0])
  expect(take(0)).toEqual({ isAllowed: false, remaining: 0, nextSeconds: 1 })
  expect(take(499).isAllowed).toBe(false)
  expect(take(500)).toEqual({ isAllowed: true, remaining: 0, nextSeconds: 1 })
  expect(take(999).isAllowed).toBe(false)
  expect(take(10_000).remaining).toBe(2)
})

test('a refused request costs nothing, and a clock that goes back gives nothing', () => {
  const rates = gcra(10)
  const rate = toRate(1)
  expect(rates.take('a', rate, 1_000).isAllowed).toBe(true)
  for (let i = 0; i < 100; i++) expect(rates.take('a', rate, 1_500).isAllowed).toBe(false)
  expect(rates.take('a', rate, 500).isAllowed).toBe(false)
  expect(rates.take('a', rate, 2_000).isAllowed).toBe(true)
})

test('no more come in any time than the rate and one burst, at any rate', () => {
  for (const perSecond of [0.1, 0.5, 1, 3, 7, 1_000]) {
    const rates = gcra(1)
    const rate = toRate(perSecond)
    let allowed = 0
    const seconds = 20
    for (let ms = 0; ms < seconds * 1_000; ms++)
      for (let i = 0; i < 2; i++) if (rates.take('a', rate, ms).isAllowed) allowed++
    expect(allowed).toBeLessThanOrEqual(Math.ceil(perSecond * seconds) + rate.burst)
    expect(allowed).toBeGreaterThanOrEqual(Math.floor(perSecond * seconds))
  }
})

test('a slow rate says how long to wait', () => {
  const rates = gcra(10)
  const rate = toRate(0.1)
  expect(rates.take('a', rate, 0)).toEqual({ isAllowed: true, remaining: 0, nextSeconds: 10 })
  expect(rates.take('a', rate, 4_000)).toEqual({ isAllowed: false, remaining: 0, nextSeconds: 6 })
})

test('one knows nothing of the other, and what is kept is bounded', () => {
  const rates = gcra(100)
  const rate = toRate(1)
  for (let i = 0; i < 10_000; i++) expect(rates.take(`address ${i}`, rate, 0).isAllowed).toBe(true)
  expect(rates.size).toBe(100)
  expect(rates.take('address 9999', rate, 0).isAllowed).toBe(false)
})

test('who keeps coming is not forgotten for those who come once', () => {
  const rates = gcra(100)
  const rate = { perSecond: 1, burst: 2_000 }
  for (let i = 0; i < 1_000; i++) {
    rates.take('busy', rate, 0)
    rates.take(`address ${i}`, rate, 0)
  }
  expect(rates.take('busy', rate, 0).remaining).toBe(999)
})
