// Which tables are the management ledger.
import type { Ledger } from '../ledger/balanced.ts'

export const managementLedger: Ledger = {
  lines: 'allocation_lines',
  periods: 'fiscal_periods',
}
