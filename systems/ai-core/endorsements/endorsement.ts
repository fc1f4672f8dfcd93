// A change to a policy from a day on. It adds to the yearly premium or multiplies it, so that the order of days
// matters: one that arrives late is put in its place and those after it are computed again.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'
import { replayed } from './replayed.ts'

export const endorsements = defineTable(
  'endorsements',
  {
    termId: belongsTo('insured_terms', { inverse: 'endorsements' }).immutable(),
    number: varchar(60).immutable(),
    effectiveOn: date().immutable(),
    effect: oneOf('ADD', 'MULTIPLY', 'NONE').immutable(),
    /** Money a year to add (or, below zero, to take away), or the factor. */
    value: money().immutable(),
    kind: oneOf('COVERAGE', 'RISK', 'HOLDER', 'CORRECTION').immutable(),
    description: text().immutable(),
    status: oneOf('ISSUED', 'VOIDED').default('ISSUED'),
  },
  [
    unique(['number']),
    check('factor', "effect <> 'MULTIPLY' or value >= 0"),
    check('nothing', "effect <> 'NONE' or value = 0"),
    index(['termId', 'effectiveOn', 'id']),
    states('status', { next: { ISSUED: ['VOIDED'], VOIDED: [] }, initial: ['ISSUED'] }),
    replayed('endorsements'),
    withheld('delete'),
    emits('Endorsement', {
      EndorsementIssued: {
        when: "status = 'ISSUED'",
        payload: { endorsementId: 'id', termId: 'termId', effectiveOn: 'effectiveOn' },
      },
      EndorsementVoided: {
        when: "status = 'VOIDED'",
        payload: { endorsementId: 'id', termId: 'termId' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ number: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
