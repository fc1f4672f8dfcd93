// How a carrier's own system is reached. The credential is not here: `secret` names it where secrets are kept.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  integer,
  oneOf,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const adapters = defineTable(
  'adapters',
  {
    carrierId: belongsTo('carriers', { inverse: 'adapters' }).immutable(),
    operation: oneOf('QUOTE', 'ISSUE', 'RECEIPT', 'CLAIM', 'DOCUMENT'),
    protocol: oneOf('REST', 'SOAP', 'EIAC_FILE'),
    url: varchar(500),
    secret: varchar(120).optional(),
    timeoutMs: integer().default(10000),
    status: oneOf('TRIAL', 'ACTIVE', 'OFF').default('TRIAL'),
  },
  [
    // One way at a time to do a thing.
    unique(['carrierId', 'operation'], {
      name: 'adapters_one_active_key',
      where: "status = 'ACTIVE'",
    }),
    check('url', "url ~ '^(https|sftp)://'"),
    check('timeout', 'timeout_ms between 100 and 120000'),
    audited(),
    timestamped(),
  ],
)
