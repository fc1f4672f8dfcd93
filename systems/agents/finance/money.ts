// Amounts of money: exact, two decimals; sums have room for many of them.
import { check, decimal, varchar } from '../../../kernel/index.ts'

export const amount = () => decimal(15, 2)
export const total = () => decimal(20, 2).default('0').maintained()

/** ISO 4217, or the ticker of what is no country's money. */
export const currency = () => varchar(10).default('MXN')
export const checkCurrency = check('currency', "currency ~ '^[A-Z0-9]{3,10}$'")

/** A day of the month on which something is due; in a shorter month it is the last. */
export const checkDayOfMonth = (name: string, column: string) =>
  check(name, `${column} between 1 and 31`)
