// The rate of a loan from an instalment on: the index as published and the loan's spread.
import {
  audited,
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  emits,
  instant,
  integer,
  lockedBy,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { scheduled } from './scheduled.ts'

export const rateRevisions = defineTable(
  'rate_revisions',
  {
    loanId: belongsTo('loans', { inverse: 'rateRevisions' }),
    fromNumber: integer(),
    indexValue: decimal(9, 6),
    publishedOn: date(),
    recordedAt: instant().defaultNow(),
  },
  [
    unique(['loanId', 'fromNumber']),
    check('from', 'from_number >= 2'),
    lockedBy('loanId', {
      when: `status <> 'ACTIVE' or "index" = 'FIXED'`,
      message: 'only the rate of an active loan that follows an index is revised',
    }),
    scheduled('rate_revisions'),
    withheld('update', 'delete'),
    emits('RateRevision', {
      LoanRateRevised: {
        payload: { revisionId: 'id', loanId: 'loanId', indexValue: 'indexValue' },
      },
    }),
    audited(),
  ],
)
