// Double entry. An entry says its total beforehand; when the transaction commits, its debits and its credits each add
// up to it. An entry is whole or is not there: a line added later, even beside its counterpart, misses the total.
import { check, frozen, lockedBy, settled, unique } from '../../../kernel/index.ts'

export interface Ledger {
  readonly lines: string
  readonly periods: string
}
const sum = (lines: string, side: string) =>
  `(select coalesce(sum(l.amount), 0) from {table:${lines}} l
    where l.entry_id = p.id and l.side = '${side}')`
const balanced = ({ lines }: Ledger, of: string) =>
  settled('balanced', {
    of,
    condition: `${sum(lines, 'DEBIT')} = p.total and ${sum(lines, 'CREDIT')} = p.total`,
    message: 'debits and credits are not the total of the entry',
  })
/** Of entries: `entryId`, `periodId`, `total`, `postedOn`, `reversesId`. */
export const balancedEntry = (ledger: Ledger) =>
  [
    balanced(ledger, 'id'),
    settled('dated', {
      condition: `exists (select from {table:${ledger.periods}} d
        where d.id = p.period_id and p.posted_on between d.starts_on and d.ends_on)`,
      message: 'the day is not in the period',
    }),
    lockedBy('periodId', { when: "status = 'CLOSED'", message: 'the period is closed' }),
    frozen({ message: 'a posted entry stays as it is: reverse it by another' }),
    unique(['reversesId']),
    check('total', 'total > 0'),
    check('not_itself', 'reverses_id <> id'),
  ] as const
/** Of lines: `entryId`, `side`, `amount`. */
export const balancedLine = (ledger: Ledger) =>
  [
    balanced(ledger, 'entryId'),
    frozen({ message: 'a posted line stays as it is: reverse its entry' }),
    check('amount', 'amount > 0'),
  ] as const
