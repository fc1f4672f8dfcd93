// sm_finance_treasury: accounts at banks, what moved on them, what it was for and what is to come.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { bankAccounts } from './bank-account.ts'
import { bankMatches } from './bank-match.ts'
import { cashForecast } from './cash-forecast.ts'
import { expectedFlows } from './expected-flow.ts'
import { inboxEvents } from './inbox-event.ts'
import { statementLines } from './statement-line.ts'

export const financeTreasury = defineDatabase({
  schema: 'sm_finance_treasury',
  name: 'financeTreasury',
  area: 'corporate-finance',
  purpose: 'Bank accounts, statement lines, matches and the cash forecast',
  tables: {
    bankAccount: bankAccounts,
    statementLine: statementLines,
    expectedFlow: expectedFlows,
    bankMatch: bankMatches,
    cashForecast,
    auditEvent: auditEvents,
    inboxEvent: inboxEvents,
    outboxEvent: outboxEvents,
  },
})
