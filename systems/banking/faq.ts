// A question and its answer. Each text that it ever had is a version, which past answers go on naming; at most one
// version is published.
import {
  array,
  audited,
  defineTable,
  index,
  integer,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
} from '../../kernel/index.ts'
import { similar } from './faq-similar.ts'
import { versioned } from './faq-versioned.ts'

export const faqs = defineTable(
  'faqs',
  {
    title: text(),
    answer: text(),
    status: oneOf('DRAFT', 'PUBLISHED', 'ARCHIVED').default('DRAFT'),
    tags: array(text()).default([]),
    version: integer().default(1).maintained(),
  },
  [
    states('status', {
      next: {
        DRAFT: ['PUBLISHED', 'ARCHIVED'],
        PUBLISHED: ['DRAFT', 'ARCHIVED'],
        ARCHIVED: ['DRAFT'],
      },
    }),
    versioned,
    index(['status', 'createdAt'], { name: 'faq_published_idx', where: "status = 'PUBLISHED'" }),
    index(['tags'], { using: 'gin' }),
    searchable({ title: 'A', answer: 'B' }, { language: 'spanish' }),
    similar,
    audited(),
    timestamped(),
  ],
)
