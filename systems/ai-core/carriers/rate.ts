// A price of a card for a class of risk and some ages, and whether the carrier wants such risks at all.
import {
  belongsTo,
  check,
  defineTable,
  exclude,
  integer,
  lockedBy,
  oneOf,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

export const rates = defineTable(
  'rates',
  {
    rateCardId: belongsTo('rate_cards', { inverse: 'rates', onDelete: 'cascade' }).immutable(),
    riskClass: varchar(40),
    /** From this age up to, and without, the other. */
    ageFrom: integer().default(0),
    ageTo: integer().default(150),
    appetite: oneOf('ACCEPTS', 'REFERS', 'DECLINES').default('ACCEPTS'),
    annualPremium: money().optional(),
  },
  [
    exclude('one_rate_an_age', {
      rate_card_id: '=',
      risk_class: '=',
      'int4range(age_from, age_to)': '&&',
    }),
    check('ages', 'age_from >= 0 and age_to > age_from'),
    check('premium', "(appetite = 'DECLINES') = (annual_premium is null) and annual_premium >= 0"),
    lockedBy('rateCardId', {
      when: "status <> 'DRAFT'",
      message: 'a rate card that was published takes no other rates',
    }),
    timestamped(),
  ],
)
