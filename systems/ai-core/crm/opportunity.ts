// A sale that may come: with whom, how much, how likely by its stage. What it was at any moment is in its history.
import {
  audited,
  check,
  date,
  decimal,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { historied } from '../historied.ts'
import { checkCurrency, money } from '../money.ts'

export const opportunities = defineTable(
  'opportunities',
  {
    partyId: refersTo('global.party'),
    title: varchar(200),
    line: oneOf('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS'),
    owner: varchar(200),
    amount: money(),
    currency: varchar(3).default('EUR'),
    stage: oneOf('NEW', 'QUALIFIED', 'PROPOSED', 'NEGOTIATION', 'WON', 'LOST').default('NEW'),
    /** From 0 to 1; where it is won or lost nothing is uncertain. */
    probability: decimal(5, 4).default('0.1'),
    expectedOn: date(),
    lostReason: text().optional(),
    closedAt: instant().optional(),
  },
  [
    check('amount', 'amount >= 0'),
    checkCurrency,
    check(
      'probability',
      "case stage when 'WON' then probability = 1 when 'LOST' then probability = 0 else probability > 0 and probability < 1 end",
    ),
    check('lost', "(stage = 'LOST') = (lost_reason is not null)"),
    index(['partyId']),
    index(['stage', 'expectedOn']),
    states('stage', {
      next: {
        NEW: ['QUALIFIED', 'PROPOSED', 'LOST'],
        QUALIFIED: ['PROPOSED', 'NEW', 'LOST'],
        PROPOSED: ['NEGOTIATION', 'QUALIFIED', 'WON', 'LOST'],
        NEGOTIATION: ['PROPOSED', 'WON', 'LOST'],
        WON: [],
        LOST: [],
      },
      initial: ['NEW', 'QUALIFIED'],
      stamps: { WON: 'closedAt', LOST: 'closedAt' },
    }),
    historied(['stage', 'amount', 'currency', 'probability', 'expectedOn'], {
      into: 'opportunity_moments',
      link: 'opportunity_id',
    }),
    withheld('delete'),
    emits('Opportunity', {
      OpportunityWon: {
        when: "stage = 'WON'",
        payload: { opportunityId: 'id', partyId: 'partyId', line: 'line', amount: 'amount' },
      },
      OpportunityLost: {
        when: "stage = 'LOST'",
        payload: { opportunityId: 'id', partyId: 'partyId', reason: 'lostReason' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ title: 'A', lostReason: 'C' }, { language: 'spanish' }),
  ],
)
