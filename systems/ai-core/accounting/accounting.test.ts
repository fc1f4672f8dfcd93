// Promises of the general ledger: debits are credits, what is posted stays, what is closed stays closed.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { promiseLedger, toLedger } from '../../../test/support/ledger.ts'
import { accounting } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof accounting]>
  beforeAll(async () => {
    few = await openFew(accounting)
  })
  afterAll(() => few?.close())

  let made = 0
  const ledger = toLedger(() => few as never, {
    periods: 'sm_accounting.accounting_periods',
    accounts: 'sm_accounting.accounts',
    entries: 'sm_accounting.journal_entries',
    lines: 'sm_accounting.journal_lines',
    accountColumn: 'account_id',
    account: 'accountId',
    opened: () => ({ code: `57${String(++made).padStart(4, '0')}`, name: 'Bancos', kind: 'ASSET' }),
    acts: { database: 'accounting', table: 'journalEntry' },
  })
  promiseLedger(ledger)

  test('a source is posted once', async () => {
    const { period, account, entryText, lineText } = ledger
    const sourceId = randomUUID()
    const from = async () => {
      const [id, periodId, on] = [randomUUID(), await period(), await account()]
      return few.within(
        entryText(id, periodId)
          .replace('total)', 'total, source_type, source_id)')
          .replace(/\)$/, `, 'Receipt', '${sourceId}')`),
        lineText(id, on, 'DEBIT', '100'),
        lineText(id, on, 'CREDIT', '100'),
      )
    }
    await from()
    expect(await refusal(from())).toContain('journal_entries_source_type_source_id_key')
  })

  test('the trial balance of all accounts is nothing', async () => {
    const total = "select sum(balance) || ' ' || (sum(debit) > 0) from sm_accounting.trial_balance"
    expect(await few.cell(total)).toBe('0.00 true')
  })
})
