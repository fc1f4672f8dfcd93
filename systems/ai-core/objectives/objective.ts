// What somebody wants to reach in a period. How far it is follows from its key results, and nobody types it.
import {
  audited,
  check,
  counter,
  date,
  decimal,
  defineTable,
  emits,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const objectives = defineTable(
  'objectives',
  {
    title: varchar(200),
    description: text().optional(),
    owner: varchar(200),
    periodStart: date(),
    /** Without this day. */
    periodEnd: date(),
    status: oneOf('DRAFT', 'ACTIVE', 'CLOSED', 'ABANDONED').default('DRAFT'),
    /** From 0 to 1: the mean of its key results by their weights. */
    progress: decimal(5, 4).default('0').maintained(),
    revision: counter(),
  },
  [
    unique(['owner', 'title', 'periodStart']),
    check('period', 'period_end > period_start'),
    check('progress', 'progress between 0 and 1'),
    states('status', {
      next: {
        DRAFT: ['ACTIVE', 'ABANDONED'],
        ACTIVE: ['CLOSED', 'ABANDONED'],
        CLOSED: [],
        ABANDONED: [],
      },
      initial: ['DRAFT', 'ACTIVE'],
    }),
    emits('Objective', {
      ObjectiveClosed: {
        when: "status = 'CLOSED'",
        payload: { objectiveId: 'id', title: 'title', progress: 'progress' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ title: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
