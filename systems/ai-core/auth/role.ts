// A named set of permissions, given to users and service accounts.
import {
  audited,
  boolean,
  check,
  defineTable,
  identity,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const roles = defineTable(
  'roles',
  {
    name: varchar(80),
    description: text().optional(),
    /** The platform's own: shown, not edited. */
    builtIn: boolean().default(false).immutable(),
  },
  [
    unique(['name']),
    check('name', "name ~ '^[a-z][a-z0-9-]*$'"),
    identity('role', { name: 'name' }),
    audited(),
    timestamped(),
  ],
)
