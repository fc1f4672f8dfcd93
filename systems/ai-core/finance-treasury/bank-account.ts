// An account of the group at a bank. What stands on it is what it opened with and what moved since.
import {
  audited,
  check,
  counter,
  date,
  decimal,
  defineTable,
  encrypted,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'

export const bankAccounts = defineTable(
  'bank_accounts',
  {
    name: varchar(120),
    /** The company whose it is. */
    holderId: refersTo('global.party'),
    iban: varchar(34),
    currency: varchar(3).default('EUR').immutable(),
    openedOn: date().immutable(),
    openingBalance: decimal(18, 2).default('0').immutable(),
    moved: counter(decimal(18, 2)),
    balance: decimal(18, 2).generatedAs('opening_balance + moved'),
    status: oneOf('ACTIVE', 'CLOSED').default('ACTIVE'),
  },
  [
    states('status', { next: { ACTIVE: ['CLOSED'], CLOSED: [] } }),
    unique(['name']),
    unique(['iban']),
    checkCurrency,
    check('closed', "status = 'ACTIVE' or opening_balance + moved = 0"),
    encrypted({
      columns: ['iban'],
      index: { iban: ['alphanumeric', 'lower'] },
      shown: { iban: 4 },
    }),
    audited(),
    timestamped(),
  ],
)
