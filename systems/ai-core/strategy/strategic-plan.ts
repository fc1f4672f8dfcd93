// Where the group wants to be in some years, and what it may cost. One plan is in force at a time.
import {
  audited,
  check,
  date,
  defineTable,
  exclude,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { keptMoney, money } from '../money.ts'
import { signed } from '../signed.ts'

export const strategicPlans = defineTable(
  'strategic_plans',
  {
    name: varchar(200),
    vision: text().optional(),
    startsOn: date(),
    /** Without this day. */
    endsOn: date(),
    budget: money(),
    status: oneOf('DRAFT', 'APPROVED', 'CLOSED', 'DISCARDED').default('DRAFT'),
    approvedBy: varchar(200).optional().maintained(),
    /** Σ of the budgets of its initiatives. */
    committed: keptMoney(),
  },
  [
    unique(['name']),
    exclude(
      'one_plan_a_day',
      { 'daterange(starts_on, ends_on)': '&&' },
      { where: "status = 'APPROVED'" },
    ),
    check('days', 'ends_on > starts_on'),
    // Two initiatives at once cannot spend the same euro.
    check('budget', 'budget >= 0 and committed between 0 and budget'),
    signed('approvedBy', "status in ('APPROVED', 'CLOSED')", { by: 'person' }),
    states('status', {
      next: {
        DRAFT: ['APPROVED', 'DISCARDED'],
        APPROVED: ['CLOSED'],
        CLOSED: [],
        DISCARDED: [],
      },
      initial: ['DRAFT'],
      fixed: { APPROVED: ['startsOn', 'endsOn'] },
    }),
    audited(),
    timestamped(),
    searchable({ name: 'A', vision: 'B' }, { language: 'spanish' }),
  ],
)
