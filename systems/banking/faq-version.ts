// A text that a question had, as it was. The database alone writes it.
import {
  array,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  instant,
  integer,
  oneOf,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'

const writtenByQuestions = defineFeature('writtenByQuestions', () =>
  (['app', 'worker'] as const).map((role) => ({
    kind: 'grant',
    role,
    revoke: ['insert', 'update', 'delete'],
  })),
)

export const faqVersions = defineTable(
  'faq_versions',
  {
    faqId: belongsTo('faqs', { onDelete: 'cascade', inverse: 'versions' }).immutable(),
    version: integer().immutable(),
    title: text().immutable(),
    answer: text().immutable(),
    tags: array(text()).default([]).immutable(),
    status: oneOf('DRAFT', 'PUBLISHED', 'ARCHIVED').default('DRAFT'),
    publishedAt: instant().optional(),
    archivedAt: instant().optional(),
  },
  [
    unique(['faqId', 'version']),
    unique(['faqId'], { name: 'faq_versions_one_published_key', where: "status = 'PUBLISHED'" }),
    check('version', 'version >= 1'),
    check('published', "status <> 'PUBLISHED' or published_at is not null"),
    writtenByQuestions,
    timestamped(),
  ],
)
