// sm_accounting: the general ledger of the group. Every entry balances, every period closes once.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { accounts } from './account.ts'
import { accountingPeriods } from './accounting-period.ts'
import { journalEntries } from './journal-entry.ts'
import { journalLines } from './journal-line.ts'
import { trialBalance } from './trial-balance.ts'

export const accounting = defineDatabase({
  schema: 'sm_accounting',
  name: 'accounting',
  area: 'corporate-finance',
  purpose: 'General ledger: accounts, periods, entries',
  tables: {
    account: accounts,
    accountingPeriod: accountingPeriods,
    journalEntry: journalEntries,
    journalLine: journalLines,
    trialBalance,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
