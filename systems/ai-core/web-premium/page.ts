// A page of the corporate web; what it says is in its versions.
import {
  audited,
  check,
  counter,
  defineTable,
  oneOf,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const pages = defineTable(
  'pages',
  {
    slug: varchar(160),
    language: varchar(5).default('es'),
    kind: oneOf('LANDING', 'PRODUCT', 'ARTICLE', 'LEGAL').default('PRODUCT'),
    publishedCount: counter(),
  },
  [
    unique(['language', 'slug']),
    check('slug', "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$'"),
    check('one_published', 'published_count <= 1'),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
