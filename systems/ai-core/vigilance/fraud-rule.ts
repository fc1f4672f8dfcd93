// What raises an alert: a version of a rule, which is written once so that an old alert can be explained.
import {
  audited,
  check,
  decimal,
  defineTable,
  integer,
  json,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const fraudRules = defineTable(
  'fraud_rules',
  {
    code: varchar(40).immutable(),
    version: integer().immutable(),
    description: text(),
    definition: json().immutable(),
    /** The weight of an alert, from 0 to 1. */
    weight: decimal(5, 4),
    status: oneOf('DRAFT', 'ACTIVE', 'RETIRED').default('DRAFT'),
  },
  [
    unique(['code', 'version']),
    unique(['code'], { name: 'fraud_rules_one_active_key', where: "status = 'ACTIVE'" }),
    check('weight', 'weight between 0 and 1'),
    states('status', { next: { DRAFT: ['ACTIVE', 'RETIRED'], ACTIVE: ['RETIRED'], RETIRED: [] } }),
    audited(),
    timestamped(),
    searchable({ code: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
