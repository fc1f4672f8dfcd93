// A question kept for asking it again: a request that reads, never SQL. A private one is its owner's alone, and nobody
// keeps one in another's name.
import {
  audited,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  json,
  oneOf,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { asker } from './asker.ts'

/** What others see, and what they may not touch. */
const owned = defineFeature('owned', () => [
  {
    kind: 'policy',
    name: 'seen',
    command: 'select',
    restrictive: false,
    using: `visibility = 'SHARED' or owner = (select ${asker})`,
  },
  {
    kind: 'policy',
    name: 'own',
    command: 'all',
    restrictive: false,
    using: `owner = (select ${asker})`,
    check: `owner = (select ${asker})`,
  },
])

export const queries = defineTable(
  'queries',
  {
    datasetId: belongsTo('datasets', { inverse: 'queries' }),
    name: varchar(200),
    owner: varchar(200).defaultSql(asker).immutable(),
    visibility: oneOf('PRIVATE', 'SHARED').default('PRIVATE'),
    /** A request as the platform reads it: `{ "verb": "findMany", "where": ... }`. */
    request: json(),
  },
  [
    unique(['owner', 'name']),
    check(
      'reads',
      "coalesce(request ->> 'verb' in ('findMany', 'findUnique', 'count', 'aggregate', 'groupBy'), false)",
    ),
    owned,
    audited(),
    timestamped(),
  ],
)
