// What a policy covered and cost during a stretch of days. Stretches never overlap, so a day has one
// answer; a change closes a version and opens the next.
import {
  belongsTo,
  check,
  date,
  decimal,
  defineTable,
  exclude,
  integer,
  json,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

const coverages = {
  type: 'array',
  items: {
    type: 'object',
    required: ['code', 'name'],
    properties: {
      code: { type: 'string' },
      name: { type: 'string' },
      limit: { type: 'string', description: 'Decimal, in the currency of the policy' },
      deductible: { type: 'string' },
    },
  },
} as const

export interface Coverage {
  readonly code: string
  readonly name: string
  readonly limit?: string
  readonly deductible?: string
}

export const policyVersions = defineTable(
  'policy_versions',
  {
    policyId: belongsTo('policies', { inverse: 'versions' }).immutable(),
    version: integer().immutable(),
    validFrom: date(),
    /** Without this day; open where it is empty. */
    validTo: date().optional(),
    premium: decimal(12, 2),
    coverages: json<readonly Coverage[]>(coverages).default([]),
    reason: text().optional(),
  },
  [
    unique(['policyId', 'version']),
    exclude('one_version_a_day', { policy_id: '=', 'daterange(valid_from, valid_to)': '&&' }),
    check('version', 'version >= 1'),
    check('valid', 'valid_to > valid_from'),
    check('premium', 'premium >= 0'),
    timestamped(),
  ],
)
