// A machine, service or licence that somebody looks after.
import {
  audited,
  date,
  defineTable,
  index,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const assets = defineTable(
  'assets',
  {
    code: varchar(60),
    name: text(),
    kind: oneOf('SERVER', 'SERVICE', 'LAPTOP', 'NETWORK', 'LICENCE'),
    ownerId: refersTo('hr.employee').optional(),
    status: oneOf('IN_USE', 'SPARE', 'RETIRED').default('IN_USE'),
    expiresOn: date().optional(),
  },
  [
    unique(['code']),
    index(['expiresOn'], { where: "expires_on is not null and status <> 'RETIRED'" }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ code: 'A', name: 'A' }, { language: 'spanish' }),
  ],
)
