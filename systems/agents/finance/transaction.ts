// Money that came, went, or moved between two accounts. A transfer is one row with both accounts; when one of them is
// deleted the row stays, for the other account was told by it.
import {
  belongsTo,
  boolean,
  check,
  counted,
  date,
  decimal,
  defineTable,
  index,
  json,
  oneOf,
  text,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { budgetSpending } from './budget-spending.ts'
import { ofFinancialProfile, profileLinks } from './of-financial-profile.ts'
import { transferAccounts } from './transfer-accounts.ts'

export const transactions = defineTable(
  'transactions',
  {
    ...profileLinks('transactions'),
    accountId: belongsTo('financial_accounts', {
      onDelete: 'set null',
      inverse: 'transactions',
    }).optional(),
    date: date(),
    description: varchar(500),
    /** Without sign: the type says whether it came or went. */
    amount: decimal(15, 2),
    type: oneOf('income', 'expense', 'transfer').immutable(),
    category: varchar(100),
    subcategory: varchar(100).optional(),
    tags: json<readonly string[]>({ type: 'array', items: { type: 'string' } }).optional(),
    fromAccountId: belongsTo('financial_accounts', { onDelete: 'set null' }).optional().immutable(),
    toAccountId: belongsTo('financial_accounts', { onDelete: 'set null' }).optional().immutable(),
    isRecurring: boolean().default(false),
    recurringPaymentId: belongsTo('recurring_payments', {
      onDelete: 'set null',
      inverse: 'transactions',
    }).optional(),
    /** What the bank calls it: a statement that is read twice comes once. */
    externalId: varchar(200).optional(),
    notes: text().optional(),
    receipt: varchar(500).optional(),
  },
  [
    unique(['accountId', 'externalId'], { where: 'external_id is not null' }),
    check('amount', 'amount > 0'),
    check(
      'accounts',
      `case when type = 'transfer' then account_id is null
        and (from_account_id <> to_account_id) is not false
      else from_account_id is null and to_account_id is null end`,
    ),
    check('recurring', 'recurring_payment_id is null or is_recurring'),
    check('tags', "jsonb_typeof(tags) = 'array'"),
    transferAccounts,
    counted('accountId', {
      into: 'posted',
      amount: "case type when 'income' then amount else -amount end",
      also: { fromAccountId: { amount: '-amount' }, toAccountId: { sum: 'amount' } },
    }),
    budgetSpending,
    index(['financialProfileId', '-date']),
    index(['accountId']),
    index(['category', '-date']),
    index(['type']),
    ...ofFinancialProfile('accountId', 'fromAccountId', 'toAccountId', 'recurringPaymentId'),
  ],
)
