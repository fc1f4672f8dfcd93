// What the bank says moved, word for word and once. Only how much of it is explained goes on changing.
import {
  audited,
  belongsTo,
  check,
  counted,
  counter,
  date,
  decimal,
  defineTable,
  frozen,
  index,
  lockedBy,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const statementLines = defineTable(
  'statement_lines',
  {
    accountId: belongsTo('bank_accounts', { inverse: 'lines' }).immutable(),
    /** The bank's own. */
    reference: varchar(80).immutable(),
    bookedOn: date().immutable(),
    /** Out of the account where it is below zero. */
    amount: decimal(18, 2).immutable(),
    description: text().optional().immutable(),
    explained: counter(decimal(18, 2)),
  },
  [
    unique(['accountId', 'reference']),
    check('amount', 'amount <> 0'),
    check('explained', 'explained between 0 and abs(amount)'),
    counted('accountId', { into: 'moved', sum: 'amount' }),
    lockedBy('accountId', { when: "status = 'CLOSED'", message: 'the account is closed' }),
    frozen({ except: ['explained'], message: 'what the bank said stays as it is' }),
    index(['accountId', '-bookedOn']),
    index(['bookedOn'], { where: 'explained <> abs(amount)' }),
    audited(),
    timestamped(),
    searchable({ reference: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
