// A page of tiles, drawn for one audience.
import {
  audited,
  check,
  counter,
  defineTable,
  oneOf,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const dashboards = defineTable(
  'dashboards',
  {
    slug: varchar(80),
    title: varchar(200),
    description: text().optional(),
    owner: varchar(200),
    status: oneOf('DRAFT', 'PUBLISHED', 'ARCHIVED').default('DRAFT'),
    tileCount: counter(),
  },
  [
    unique(['slug']),
    check('slug', "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'"),
    states('status', {
      next: { DRAFT: ['PUBLISHED'], PUBLISHED: ['DRAFT', 'ARCHIVED'], ARCHIVED: ['DRAFT'] },
      initial: ['DRAFT'],
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
