// A receipt, commission or invoice on its way into the general ledger: once, however often it is told.
import {
  audited,
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'

export const postings = defineTable(
  'postings',
  {
    area: varchar(60).immutable(),
    sourceType: varchar(80).immutable(),
    sourceId: uuid().immutable(),
    eventType: varchar(120).immutable(),
    amount: decimal(18, 2).immutable(),
    currency: varchar(3).default('EUR').immutable(),
    occurredOn: date().immutable(),
    ruleId: belongsTo('posting_rules', { inverse: 'postings' }).optional(),
    entryId: refersTo('accounting.journalEntry').optional(),
    status: oneOf('PENDING', 'UNMAPPED', 'POSTED').default('PENDING'),
    postedAt: instant().optional(),
  },
  [
    states('status', {
      next: { PENDING: ['POSTED', 'UNMAPPED'], UNMAPPED: ['PENDING'], POSTED: [] },
    }),
    unique(['area', 'sourceType', 'sourceId', 'eventType'], { name: 'postings_once_key' }),
    unique(['entryId']),
    check('amount', 'amount <> 0'),
    checkCurrency,
    check('unmapped', "(status = 'UNMAPPED') = (rule_id is null)"),
    check('posted', "(status = 'POSTED') = (entry_id is not null)"),
    check('posted_at', "(status = 'POSTED') = (posted_at is not null)"),
    frozen({ when: "status = 'POSTED'", message: 'what is posted stays as it is' }),
    index(['status', 'occurredOn']),
    index(['ruleId'], { where: 'rule_id is not null' }),
    emits('Posting', {
      PostingDue: {
        when: "status = 'PENDING'",
        payload: { postingId: 'id', ruleId: 'ruleId', amount: 'amount', occurredOn: 'occurredOn' },
      },
      PostingUnmapped: {
        when: "status = 'UNMAPPED'",
        payload: { postingId: 'id', area: 'area', eventType: 'eventType' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
