// A term of a policy as endorsements know it: its days and the yearly premium it began with. What it costs now
// follows from that and its endorsements, and nobody types it.
import {
  audited,
  check,
  counter,
  date,
  defineTable,
  exclude,
  refersTo,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { checkCurrency, keptMoney, money } from '../money.ts'
import { replayed } from './replayed.ts'

export const insuredTerms = defineTable(
  'insured_terms',
  {
    policyId: refersTo('insurance.policy').immutable(),
    startsOn: date().immutable(),
    /** Without this day. */
    endsOn: date().immutable(),
    annualPremium: money().immutable(),
    currency: varchar(3).default('EUR').immutable(),
    /** What the days of the term cost in all, as endorsed; rounded to the cent once, at the end. */
    premium: keptMoney(),
    /** How often the term was computed: two who endorse at once are one after the other. */
    revision: counter(),
  },
  [
    unique(['policyId', 'startsOn']),
    exclude('one_term_a_day', { policy_id: '=', 'daterange(starts_on, ends_on)': '&&' }),
    check('days', "ends_on > starts_on and ends_on <= (starts_on + interval '1 year')::date"),
    check('premium', 'annual_premium >= 0 and premium >= 0'),
    checkCurrency,
    replayed('insured_terms'),
    withheld('delete'),
    audited(),
    timestamped(),
  ],
)
