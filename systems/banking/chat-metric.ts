// What is measured of a conversation: one value a measure.
import {
  belongsTo,
  check,
  defineTable,
  double,
  instant,
  oneOf,
  unique,
} from '../../kernel/index.ts'

export const chatMetrics = defineTable(
  'chat_metrics',
  {
    sessionId: belongsTo('chat_sessions', { onDelete: 'cascade', inverse: 'metrics' }).immutable(),
    clientId: belongsTo('clients', { onDelete: 'set null', inverse: 'chatMetrics' }).optional(),
    name: oneOf('FIRST_RESPONSE_MS', 'CSAT', 'ANSWERED', 'CLARIFIED', 'HANDED_OFF').immutable(),
    value: double(),
    recordedAt: instant().defaultNow(),
  },
  [
    unique(['sessionId', 'name']),
    check('value', 'value >= 0'),
    check('csat', "name <> 'CSAT' or value in (1, 2, 3, 4, 5)"),
  ],
)
