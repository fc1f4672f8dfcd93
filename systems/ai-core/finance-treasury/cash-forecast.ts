// What will stand on all accounts of a currency at the end of each day on which something is expected.
import { date, decimal, defineView, text } from '../../../kernel/index.ts'

export const cashForecast = defineView(
  'cash_forecast',
  { currency: text(), dueOn: date(), flow: decimal(20, 2), balance: decimal(20, 2) },
  `select f.currency, f.due_on, f.flow::numeric(20, 2) as flow,
     (coalesce((select sum(a.balance) from bank_accounts a where a.currency = f.currency), 0)
       + sum(f.flow) over (partition by f.currency order by f.due_on))::numeric(20, 2) as balance
   from (
     select e.currency, e.due_on, sum(e.amount - sign(e.amount) * e.matched) as flow
     from expected_flows e where e.status = 'EXPECTED' group by e.currency, e.due_on
   ) f`,
  { key: ['currency', 'dueOn'] },
)
