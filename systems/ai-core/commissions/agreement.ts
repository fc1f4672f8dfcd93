// What an agent earns on a line of business during some days: one rate a day.
import {
  audited,
  check,
  date,
  decimal,
  defineTable,
  exclude,
  oneOf,
  refersTo,
  timestamped,
} from '../../../kernel/index.ts'

export const agreements = defineTable(
  'agreements',
  {
    agentId: refersTo('global.party').immutable(),
    line: oneOf(
      'MOTOR',
      'HOME',
      'HEALTH',
      'LIFE',
      'FUNERAL',
      'LIABILITY',
      'BUSINESS',
      'TRAVEL',
    ).immutable(),
    /** Percent of the premium collected. */
    rate: decimal(9, 6).immutable(),
    validFrom: date().immutable(),
    validTo: date().optional(),
  },
  [
    exclude('one_rate_a_day', {
      agent_id: '=',
      line: '=',
      'daterange(valid_from, valid_to)': '&&',
    }),
    check('rate', 'rate between 0 and 100'),
    check('valid', 'valid_to > valid_from'),
    audited(),
    timestamped(),
  ],
)
