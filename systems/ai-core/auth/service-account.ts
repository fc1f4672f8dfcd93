// A program that acts in its own name, with least rights, in one area.
import {
  audited,
  defineTable,
  identity,
  oneOf,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const serviceAccounts = defineTable(
  'service_accounts',
  {
    name: varchar(80),
    purpose: text(),
    area: varchar(40),
    owner: varchar(200).optional(),
    status: oneOf('ACTIVE', 'DISABLED').default('ACTIVE'),
  },
  [
    unique(['name']),
    identity(
      'serviceAccount',
      { name: 'name', purpose: 'purpose' },
      { active: { column: 'status', is: 'ACTIVE', off: 'DISABLED' } },
    ),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
