// The finances of users: accounts and what moves between them, plans, debts and what is meant to grow.
import { budgets } from './budget.ts'
import { budgetAlerts } from './budget-alert.ts'
import { budgetPeriods } from './budget-period.ts'
import { debts } from './debt.ts'
import { debtPayments } from './debt-payment.ts'
import { financialAccounts } from './financial-account.ts'
import { financialProfiles } from './financial-profile.ts'
import { investments } from './investment.ts'
import { recurringPayments } from './recurring-payment.ts'
import { transactions } from './transaction.ts'

export const financeTables = {
  financialProfile: financialProfiles,
  financialAccount: financialAccounts,
  recurringPayment: recurringPayments,
  transaction: transactions,
  budget: budgets,
  budgetPeriod: budgetPeriods,
  budgetAlert: budgetAlerts,
  debt: debts,
  debtPayment: debtPayments,
  investment: investments,
}
