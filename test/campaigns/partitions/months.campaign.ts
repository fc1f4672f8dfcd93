// P1: thirty-six months under 200 inserts a second, while months are made, archived and dropped.
import { expect, test } from 'vitest'
import { onPostgres } from '../../support/database.ts'
import { passMonths } from './months.ts'
import { holdMonths } from './promise.ts'

const wish = { months: 36, monthMs: 4_000, writesPerSecond: 200, bulkRows: 20_000 }

onPostgres(() => {
  test(`${wish.months} months at ${wish.writesPerSecond} inserts a second`, async () => {
    const verdict = await passMonths(wish)
    process.stdout.write(`months: ${JSON.stringify({ ...wish, ...verdict })}\n`)
    holdMonths(verdict, wish.months)
    expect(verdict.written).toBeGreaterThan(wish.months * wish.bulkRows)
  }, 600_000)
})
