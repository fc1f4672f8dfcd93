// How well a relation stands, by a method with a version, and what it was made of. Computed again it is another row.
import {
  check,
  decimal,
  defineTable,
  emits,
  instant,
  json,
  refersTo,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { explained } from './explained.ts'

export const healthScores = defineTable(
  'health_scores',
  {
    partyId: refersTo('global.party'),
    method: varchar(80),
    /** From 0 to 100. */
    score: decimal(5, 2),
    /** Name of a factor -> its points; they add up to the score. */
    factors: json<Readonly<Record<string, number>>>({
      type: 'object',
      minProperties: 1,
      additionalProperties: { type: 'number' },
    }),
    computedAt: instant().defaultNow(),
  },
  [
    unique(['partyId', 'method', 'computedAt']),
    check('score', 'score between 0 and 100'),
    explained(),
    withheld('update', 'delete'),
    emits('HealthScore', {
      HealthScored: { payload: { partyId: 'partyId', method: 'method', score: 'score' } },
    }),
  ],
)
