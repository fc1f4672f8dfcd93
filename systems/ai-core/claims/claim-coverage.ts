// A cover that the policy gave on the day of the loss: the version of the policy that was in force then, and
// what it pays at most.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  lockedBy,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { keptMoney, money } from '../money.ts'
import { coversLoss } from './covers-loss.ts'

export const claimCoverages = defineTable(
  'claim_coverages',
  {
    claimFileId: belongsTo('claim_files', { inverse: 'coverages' }).immutable(),
    policyVersionId: refersTo('insurance.policyVersion').immutable(),
    code: varchar(40).immutable(),
    name: varchar(200),
    /** The days of that version: the loss lies among them. */
    validFrom: date().immutable(),
    validTo: date().optional().immutable(),
    limitAmount: money().immutable(),
    deductible: money().default('0').immutable(),
    paidAmount: keptMoney(),
  },
  [
    unique(['claimFileId', 'code']),
    check('valid', 'valid_to > valid_from'),
    check('amounts', 'limit_amount >= 0 and deductible >= 0'),
    // Two payments at once cannot pass the limit together.
    check('limit', 'paid_amount between 0 and limit_amount'),
    lockedBy('claimFileId', {
      when: "status in ('PAID', 'CLOSED', 'REJECTED')",
      events: ['insert', 'delete'],
      message: 'a claim that was paid or rejected keeps its covers',
    }),
    coversLoss(),
    audited(),
    timestamped(),
  ],
)
