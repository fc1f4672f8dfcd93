// Which tables are the general ledger.
import type { Ledger } from '../ledger/balanced.ts'

export const generalLedger: Ledger = {
  lines: 'journal_lines',
  periods: 'accounting_periods',
}
