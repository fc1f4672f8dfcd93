// A look at how something is done, planned and reported.
import {
  audited,
  check,
  counter,
  date,
  defineTable,
  oneOf,
  searchable,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const qualityAudits = defineTable(
  'quality_audits',
  {
    number: varchar(60).immutable(),
    scope: varchar(300),
    standard: varchar(80).default('ISO 9001:2015'),
    leadAuditor: varchar(200),
    auditee: varchar(200),
    plannedOn: date(),
    performedOn: date().optional(),
    status: oneOf('PLANNED', 'PERFORMED', 'REPORTED', 'CANCELLED').default('PLANNED'),
    openCount: counter(),
  },
  [
    unique(['number']),
    // Nobody audits their own work.
    check('independent', 'lead_auditor <> auditee'),
    check('performed', "status in ('PLANNED', 'CANCELLED') or performed_on is not null"),
    states('status', {
      next: {
        PLANNED: ['PERFORMED', 'CANCELLED'],
        PERFORMED: ['REPORTED'],
        REPORTED: [],
        CANCELLED: [],
      },
      initial: ['PLANNED'],
    }),
    audited(),
    timestamped(),
    searchable({ number: 'A', scope: 'B' }, { language: 'spanish' }),
  ],
)
