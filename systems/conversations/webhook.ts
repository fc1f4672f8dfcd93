// Where a user wants to be told. What signs the calls is encrypted under the user's key; while it is changed the old
// one signs beside it.
import {
  audited,
  belongsTo,
  boolean,
  check,
  defineTable,
  encrypted,
  instant,
  json,
  tenant,
  varchar,
} from '../../kernel/index.ts'

export const webhooks = defineTable(
  'webhooks',
  {
    userId: belongsTo('users', { inverse: 'webhooks', onDelete: 'cascade' }),
    url: varchar(500),
    events: json<readonly string[]>({
      type: 'array',
      items: { type: 'string', pattern: '^[A-Za-z0-9_]+([.][A-Za-z0-9_]+)*$' },
      minItems: 1,
    }),
    secretKey: varchar(255).optional(),
    previousSecretKey: varchar(255).optional(),
    previousSecretUntil: instant().optional(),
    isActive: boolean().default(true),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    tenant({ by: 'userId' }),
    encrypted({ columns: ['secretKey', 'previousSecretKey'], subject: 'userId' }),
    check('url', "url ~ '^https?://[^[:space:]]+$'"),
    check(
      'events',
      "case when jsonb_typeof(events) = 'array' then jsonb_array_length(events) > 0 else false end",
    ),
    audited(),
  ],
)
