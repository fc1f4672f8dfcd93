// The campaign of months in the size of CI: eight months of 0.4 s, 40 inserts a second and 500 rows at once a month.
import { test } from 'vitest'
import { onEachEngine } from '../../support/database.ts'
import { passMonths } from './months.ts'
import { holdMonths } from './promise.ts'

const wish = { months: 8, monthMs: 400, writesPerSecond: 40, bulkRows: 500 }

onEachEngine(() => {
  test('months pass under load: no insert fails, and every row is in its table or in an archive', async () => {
    holdMonths(await passMonths(wish), wish.months)
  }, 120_000)
})
