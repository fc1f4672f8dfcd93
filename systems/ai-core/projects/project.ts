// Work with an end in view. Once closed, no hours are written to it.
import {
  audited,
  bigint,
  check,
  counter,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const projects = defineTable(
  'projects',
  {
    code: varchar(40),
    name: text(),
    description: text().optional(),
    customerId: refersTo('global.party').optional(),
    leadId: refersTo('hr.employee').optional(),
    status: oneOf('PLANNED', 'ACTIVE', 'ON_HOLD', 'CLOSED').default('PLANNED'),
    startsOn: date().optional(),
    endsOn: date().optional(),
    budgetMinutes: bigint().optional(),
    spentMinutes: counter(),
  },
  [
    states('status', {
      next: {
        PLANNED: ['ACTIVE', 'CLOSED'],
        ACTIVE: ['ON_HOLD', 'CLOSED'],
        ON_HOLD: ['ACTIVE', 'CLOSED'],
        CLOSED: [],
      },
    }),
    unique(['code']),
    check('term', 'ends_on >= starts_on'),
    check('budget', 'budget_minutes > 0'),
    index(['status', 'endsOn']),
    emits('Project', {
      ProjectClosed: { when: "status = 'CLOSED'", payload: { projectId: 'id', code: 'code' } },
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ code: 'A', name: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
