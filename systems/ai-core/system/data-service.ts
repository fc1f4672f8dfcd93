// The catalogue of the group's databases: what each is for, who answers for it, how much of it may be
// lost and for how long it may be gone.
import {
  check,
  defineTable,
  index,
  integer,
  oneOf,
  searchable,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const dataServices = defineTable(
  'data_services',
  {
    /** The schema: `ss_insurance`. */
    code: varchar(63).immutable(),
    /** The short name in the client and in REST. */
    name: varchar(63),
    area: varchar(40),
    purpose: text(),
    owner: varchar(200).optional(),
    classification: oneOf('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL').default('INTERNAL'),
    /** Recovery point: the data that may be lost. */
    rpoMinutes: integer().default(1440),
    /** Recovery time: how long it may be gone. */
    rtoMinutes: integer().default(240),
    placement: varchar(200).default('default'),
    status: oneOf('PLANNED', 'ACTIVE', 'RETIRED').default('ACTIVE'),
  },
  [
    unique(['code']),
    unique(['name']),
    check('recovery', 'rpo_minutes >= 0 and rto_minutes > 0'),
    index(['area', 'code']),
    timestamped(),
    searchable({ code: 'A', name: 'A', purpose: 'B' }, { language: 'simple' }),
  ],
)
