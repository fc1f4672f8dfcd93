// To which accounts an event of an area is posted, on which days. A day has one rule for an event.
import {
  audited,
  check,
  date,
  defineTable,
  exclude,
  refersTo,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const postingRules = defineTable(
  'posting_rules',
  {
    /** Short name of the database that tells: `insurance`. */
    area: varchar(60).immutable(),
    eventType: varchar(120).immutable(),
    debitAccountId: refersTo('accounting.account'),
    creditAccountId: refersTo('accounting.account'),
    validFrom: date(),
    /** Without this day; open where it is empty. */
    validTo: date().optional(),
  },
  [
    exclude('one_a_day', {
      area: '=',
      event_type: '=',
      'daterange(valid_from, valid_to)': '&&',
    }),
    check('valid', 'valid_to > valid_from'),
    check('accounts', 'debit_account_id <> credit_account_id'),
    audited(),
    timestamped(),
  ],
)
