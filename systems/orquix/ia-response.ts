// One attempt to have a question answered by one provider. What an attempt has depends on how it ended: nothing is made up
// for one that failed.
import {
  belongsTo,
  check,
  decimal,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  softDeleted,
  states,
  tenant,
  text,
  timestamped,
  unique,
  varchar,
} from '../../kernel/index.ts'

const open = "('queued', 'streaming')"

const ends = [
  'ok',
  'timeout',
  'rate_limited',
  'content_filter',
  'auth_error',
  'provider_error',
  'cancelled',
] as const

export const iaResponses = defineTable(
  'ia_responses',
  {
    interactionEventId: belongsTo('interaction_events', {
      inverse: 'responses',
      onDelete: 'cascade',
    }).immutable(),
    iaProviderName: text().immutable(),
    attempt: integer().default(1).immutable(),
    status: oneOf('queued', 'streaming', ...ends).default('queued'),
    /** The model that answered, which need not be the one that was asked. */
    modelName: varchar(100).optional(),
    promptVersion: varchar(60).optional(),
    rawResponseText: text().optional(),
    latencyMs: integer().optional(),
    firstTokenMs: integer().optional(),
    inputTokens: integer().optional(),
    outputTokens: integer().optional(),
    cost: decimal(20, 10).optional(),
    costSource: oneOf('provider', 'price_list', 'estimate', 'local_zero').optional(),
    providerRequestId: varchar(200).optional(),
    errorMessage: text().optional(),
    receivedAt: instant().optional(),
  },
  [
    tenant({ through: 'interactionEventId' }),
    unique(['interactionEventId', 'iaProviderName', 'attempt']),
    states('status', {
      next: {
        queued: ['streaming', ...ends],
        streaming: ends,
        ok: [],
        timeout: [],
        rate_limited: [],
        content_filter: [],
        auth_error: [],
        provider_error: [],
        cancelled: [],
      },
      stamps: { ok: 'receivedAt' },
    }),
    check('attempt', 'attempt between 1 and 20'),
    check(
      'answered',
      "status <> 'ok' or num_nonnulls(raw_response_text, latency_ms, model_name, received_at) = 4",
    ),
    check('error', `(status in ('ok', 'queued', 'streaming')) = (error_message is null)`),
    check('open', `status not in ${open} or num_nonnulls(latency_ms, received_at, cost) = 0`),
    check('queued', "status <> 'queued' or raw_response_text is null"),
    check('times', 'latency_ms >= 0 and first_token_ms between 0 and latency_ms'),
    check('tokens', 'input_tokens >= 0 and output_tokens >= 0'),
    check('cost', 'cost >= 0 and (cost is null) = (cost_source is null)'),
    index(['iaProviderName', 'receivedAt'], { name: 'ix_ia_responses_provider_received' }),
    index(['latencyMs'], { name: 'ix_ia_responses_latency', where: 'latency_ms is not null' }),
    index(['iaProviderName', '-createdAt'], {
      name: 'ix_ia_responses_errors',
      where: 'error_message is not null',
    }),
    softDeleted(),
    timestamped(),
  ],
)
