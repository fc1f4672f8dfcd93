// One attempt to tell a webhook of one event, and what came back. A replay or a test is an attempt of its own kind, which
// says nothing of the webhook's health.
import {
  belongsTo,
  check,
  defineTable,
  index,
  instant,
  integer,
  json,
  oneOf,
  states,
  tenant,
  text,
  unique,
  uuid,
  varchar,
} from '../../kernel/index.ts'

export const webhookDeliveries = defineTable(
  'webhook_deliveries',
  {
    webhookId: belongsTo('webhooks', { inverse: 'deliveries', onDelete: 'cascade' }).immutable(),
    /** The same in every attempt: who receives it twice knows it by this. */
    messageId: uuid().immutable(),
    eventType: varchar(200).immutable(),
    kind: oneOf('event', 'replay', 'test').default('event').immutable(),
    attempt: integer().default(1).immutable(),
    status: oneOf('pending', 'delivered', 'failed', 'abandoned').default('pending'),
    payload: json().immutable(),
    dueAt: instant().defaultNow(),
    finishedAt: instant().optional(),
    responseStatus: integer().optional(),
    /** As much of it as helps to understand a failure. */
    responseBody: varchar(2048).optional(),
    errorMessage: text().optional(),
    durationMs: integer().optional(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    tenant({ through: 'webhookId' }),
    states('status', {
      next: {
        pending: ['delivered', 'failed', 'abandoned'],
        delivered: [],
        failed: [],
        abandoned: [],
      },
      stamps: { delivered: 'finishedAt', failed: 'finishedAt', abandoned: 'finishedAt' },
      fixed: { delivered: '*', failed: '*', abandoned: '*' },
    }),
    unique(['webhookId', 'messageId', 'kind', 'attempt']),
    check('event_type', "event_type ~ '^[A-Za-z0-9_]+([.][A-Za-z0-9_]+)*$'"),
    check('attempt', 'attempt between 1 and 20'),
    check('payload', 'octet_length(payload::text) <= 20480'),
    check('response_status', 'response_status between 100 and 599'),
    check('duration_ms', 'duration_ms >= 0'),
    check('finished', "(status = 'pending') = (finished_at is null)"),
    check(
      'delivered',
      "status <> 'delivered' or coalesce(response_status between 200 and 299, false)",
    ),
    index(['dueAt'], { where: "status = 'pending'" }),
    index(['webhookId', '-createdAt']),
  ],
)
