// How well what came out of a job did, by suite and measure.
import {
  belongsTo,
  check,
  decimal,
  defineTable,
  integer,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

export const evaluations = defineTable(
  'evaluations',
  {
    jobId: belongsTo('jobs', { inverse: 'evaluations' }).immutable(),
    suite: varchar(120).immutable(),
    measure: varchar(80).immutable(),
    score: decimal(20, 10).immutable(),
    /** Of how many cases. */
    samples: integer().immutable(),
  },
  [
    unique(['jobId', 'suite', 'measure']),
    check('samples', 'samples > 0'),
    onlyWhile('jobId', {
      holds: "p.status = 'SUCCEEDED'",
      message: 'only what came out is judged',
    }),
    timestamped(),
    withheld('update', 'delete'),
  ],
)
