// A key for programs. The prefix finds it, the hash proves it, the last four let a person tell it from
// others; the key itself is shown once and kept nowhere.
import {
  array,
  audited,
  belongsTo,
  bytes,
  check,
  defineTable,
  identity,
  index,
  instant,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const apiKeys = defineTable(
  'api_keys',
  {
    name: varchar(120),
    userId: belongsTo('users', { inverse: 'apiKeys' }).optional().immutable(),
    serviceAccountId: belongsTo('service_accounts', { inverse: 'apiKeys' }).optional().immutable(),
    prefix: varchar(16).immutable(),
    keyHash: bytes().immutable().hidden(),
    lastFour: varchar(4).immutable(),
    /** What it may do, as permissions; never more than its holder. */
    scopes: array(text()).default([]),
    expiresAt: instant().optional(),
    revokedAt: instant().optional(),
    lastUsedAt: instant().optional(),
  },
  [
    identity('apiKey', {
      user: 'userId',
      serviceAccount: 'serviceAccountId',
      name: 'name',
      lastFour: 'lastFour',
    }),
    check('one_holder', 'num_nonnulls(user_id, service_account_id) = 1'),
    check('key_hash', 'octet_length(key_hash) = 32'),
    index(['expiresAt'], { where: 'revoked_at is null' }),
    audited(),
    timestamped(),
  ],
)
