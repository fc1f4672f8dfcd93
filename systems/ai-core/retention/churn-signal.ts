// A sign that a client may leave: how strong, why, and by which method it was found. Never changed, so that what was
// known when somebody called can be told.
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

const reasons = { type: 'array', minItems: 1, items: { type: 'string' } } as const

export const churnSignals = defineTable(
  'churn_signals',
  {
    partyId: refersTo('global.party'),
    policyId: refersTo('insurance.policy').optional(),
    /** The rule or the model, with its version. */
    method: varchar(80),
    score: decimal(5, 4),
    reasons: json<readonly string[]>(reasons),
    observedAt: instant().defaultNow(),
  },
  [
    // The same observation twice is one.
    unique(['partyId', 'method', 'observedAt']),
    check('score', 'score between 0 and 1'),
    check('reasons', "jsonb_typeof(reasons) = 'array' and jsonb_array_length(reasons) > 0"),
    withheld('update', 'delete'),
    emits('ChurnSignal', {
      ChurnSignalled: { payload: { signalId: 'id', partyId: 'partyId', score: 'score' } },
    }),
  ],
)
