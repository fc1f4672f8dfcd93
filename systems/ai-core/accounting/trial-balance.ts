// What stands on each account: debits, credits and what is left.
import { decimal, defineView, text, uuid } from '../../../kernel/index.ts'

export const trialBalance = defineView(
  'trial_balance',
  {
    accountId: uuid(),
    code: text(),
    debit: decimal(20, 2),
    credit: decimal(20, 2),
    balance: decimal(20, 2),
  },
  `select a.id as account_id, a.code,
     coalesce(sum(l.amount) filter (where l.side = 'DEBIT'), 0)::numeric(20, 2) as debit,
     coalesce(sum(l.amount) filter (where l.side = 'CREDIT'), 0)::numeric(20, 2) as credit,
     coalesce(sum(case l.side when 'DEBIT' then l.amount else -l.amount end), 0)::numeric(20, 2) as balance
   from accounts a left join journal_lines l on l.account_id = a.id
   group by a.id, a.code`,
  { key: ['accountId'] },
)
