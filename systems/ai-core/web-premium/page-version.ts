// What a page says: drafted by one person, published by another, and never changed after that.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  emits,
  frozen,
  instant,
  integer,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { signed } from '../signed.ts'

export const pageVersions = defineTable(
  'page_versions',
  {
    pageId: belongsTo('pages', { inverse: 'versions' }).immutable(),
    version: integer().immutable(),
    title: varchar(200),
    description: varchar(320).optional(),
    body: text(),
    status: oneOf('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'RETIRED').default('DRAFT'),
    writtenBy: varchar(200).optional().maintained(),
    publishedBy: varchar(200).optional().maintained(),
    publishedAt: instant().optional(),
  },
  [
    unique(['pageId', 'version']),
    unique(['pageId'], { name: 'page_versions_one_published_key', where: "status = 'PUBLISHED'" }),
    check('version', 'version >= 1'),
    signed('writtenBy', 'true'),
    signed('publishedBy', "status in ('PUBLISHED', 'RETIRED')", { by: 'person' }),
    check('four_eyes', 'published_by <> written_by'),
    states('status', {
      next: {
        DRAFT: ['IN_REVIEW'],
        IN_REVIEW: ['PUBLISHED', 'DRAFT'],
        PUBLISHED: ['RETIRED'],
        RETIRED: [],
      },
      initial: ['DRAFT'],
      stamps: { PUBLISHED: 'publishedAt' },
    }),
    frozen({
      when: "status in ('PUBLISHED', 'RETIRED')",
      except: ['status'],
      message: 'a published page stays as it is',
    }),
    counted('pageId', { into: 'publishedCount', where: "r.status = 'PUBLISHED'" }),
    emits('PageVersion', {
      PagePublished: {
        when: "status = 'PUBLISHED'",
        payload: { pageId: 'pageId', version: 'version', title: 'title' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ title: 'A', description: 'B', body: 'C' }, { language: 'spanish' }),
  ],
)
