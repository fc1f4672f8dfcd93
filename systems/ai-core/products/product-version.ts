// What a product is like, by version: written until it is published, and as it was from then on.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  frozen,
  instant,
  integer,
  json,
  oneOf,
  states,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const productVersions = defineTable(
  'product_versions',
  {
    productId: belongsTo('products', { inverse: 'versions' }).immutable(),
    version: integer().immutable(),
    features: json().default({}),
    conditions: text().optional(),
    status: oneOf('DRAFT', 'PUBLISHED', 'RETIRED').default('DRAFT'),
    publishedAt: instant().optional(),
  },
  [
    unique(['productId', 'version']),
    unique(['productId'], {
      name: 'product_versions_one_published_key',
      where: "status = 'PUBLISHED'",
    }),
    check('version', 'version >= 1'),
    states('status', {
      next: { DRAFT: ['PUBLISHED', 'RETIRED'], PUBLISHED: ['RETIRED'], RETIRED: [] },
      initial: ['DRAFT'],
      stamps: { PUBLISHED: 'publishedAt' },
    }),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status'],
      message: 'a published version stays as it is',
    }),
    audited(),
    timestamped(),
  ],
)
