// An amount of money: exact, with more digits than any currency has, so that no sum of small amounts is
// rounded away. What is owed or paid is rounded where the law rounds it, to the cent.
import { check, decimal } from '../../kernel/index.ts'

export const money = () => decimal(20, 10)

/** An amount that the database keeps: the sum or the outcome of other rows. */
export const keptMoney = () => money().default('0').maintained()

/** `currency` is a code of ISO 4217. */
export const checkCurrency = check('currency', "currency ~ '^[A-Z]{3}$'")
