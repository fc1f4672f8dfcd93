// An effort to keep clients, with a share of them left alone on purpose: without that nobody knows what it did.
import {
  audited,
  check,
  counter,
  date,
  decimal,
  defineTable,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const retentionCampaigns = defineTable(
  'retention_campaigns',
  {
    name: varchar(200),
    startsOn: date(),
    endsOn: date(),
    /** The part of its cases that is not contacted. */
    controlShare: decimal(5, 4).default('0.1'),
    offer: text().optional(),
    status: oneOf('DRAFT', 'RUNNING', 'CLOSED').default('DRAFT'),
    treatedCount: counter(),
    treatedKeptCount: counter(),
    controlCount: counter(),
    controlKeptCount: counter(),
  },
  [
    unique(['name']),
    check('days', 'ends_on > starts_on'),
    check('control', 'control_share between 0 and 1'),
    states('status', {
      next: { DRAFT: ['RUNNING', 'CLOSED'], RUNNING: ['CLOSED'], CLOSED: [] },
      initial: ['DRAFT'],
      fixed: {
        RUNNING: ['controlShare', 'startsOn'],
        CLOSED: ['controlShare', 'startsOn', 'endsOn'],
      },
    }),
    audited(),
    timestamped(),
    searchable({ name: 'A', offer: 'C' }, { language: 'spanish' }),
  ],
)
