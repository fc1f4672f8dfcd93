// One thing that may be done with one resource: `insurance.policy` + `create`.
import {
  audited,
  defineTable,
  identity,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { administratorGuard } from './administrator-guard.ts'

export const permissions = defineTable(
  'permissions',
  {
    resource: varchar(120).immutable(),
    action: varchar(60).immutable(),
    description: text().optional(),
  },
  [
    unique(['resource', 'action']),
    identity('permission', { resource: 'resource', action: 'action' }),
    audited(),
    timestamped(),
    ...administratorGuard,
  ],
)
