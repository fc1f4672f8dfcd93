// A service that runs, and what leaving before the end of its commitment costs: the days that are left, pro rata.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  exclude,
  frozen,
  index,
  integer,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'

/** The day on which the commitment ends. */
const until = "(starts_on + commitment_months * interval '1 month')::date"

export const subscriptions = defineTable(
  'subscriptions',
  {
    orderLineId: belongsTo('order_lines', { inverse: 'subscriptions' }).immutable(),
    partyId: refersTo('global.party'),
    phoneNumber: varchar(16).optional().immutable(),
    tariff: varchar(80),
    monthlyFee: money(),
    startsOn: date().immutable(),
    /** The day on which it ended, without it. */
    endsOn: date().optional(),
    commitmentMonths: integer().default(0).immutable(),
    /** What leaving on the first day would cost. */
    penalty: money().default('0').immutable(),
    committedUntil: date().generatedAs(until),
    penaltyDue: money().generatedAs(
      `case when commitment_months > 0 and ends_on < ${until}
        then round(penalty * (${until} - ends_on) / (${until} - starts_on), 2) else 0 end`,
    ),
  },
  [
    unique(['orderLineId']),
    exclude(
      'one_holder_a_day',
      { phone_number: '=', 'daterange(starts_on, ends_on)': '&&' },
      { where: 'phone_number is not null' },
    ),
    check('days', 'ends_on >= starts_on'),
    check('commitment', 'commitment_months between 0 and 24'),
    check('amounts', 'monthly_fee >= 0 and penalty >= 0'),
    check('penalty', 'penalty = 0 or commitment_months > 0'),
    index(['partyId', '-startsOn']),
    frozen({ when: 'ends_on is not null', message: 'a service that ended stays as it is' }),
    emits('Subscription', {
      SubscriptionStarted: {
        payload: { subscriptionId: 'id', partyId: 'partyId', startsOn: 'startsOn' },
      },
      SubscriptionEnded: {
        when: 'ends_on is not null',
        payload: {
          subscriptionId: 'id',
          partyId: 'partyId',
          endsOn: 'endsOn',
          penaltyDue: 'penaltyDue',
        },
      },
    }),
    audited(),
    timestamped(),
  ],
)
