// Promises of the management ledger: what one centre is charged another is credited, in open periods alone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { promiseLedger, toLedger } from '../../../test/support/ledger.ts'
import { corporateFinance } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof corporateFinance]>
  beforeAll(async () => {
    few = await openFew(corporateFinance)
  })
  afterAll(() => few?.close())

  promiseLedger(
    toLedger(() => few as never, {
      periods: 'sm_finance.fiscal_periods',
      accounts: 'sm_finance.cost_centres',
      entries: 'sm_finance.allocation_entries',
      lines: 'sm_finance.allocation_lines',
      accountColumn: 'cost_centre_id',
      account: 'costCentreId',
      opened: () => ({ code: randomUUID().slice(0, 20), name: 'Marketing' }),
      acts: { database: 'corporateFinance', table: 'allocationEntry' },
    }),
  )
})
