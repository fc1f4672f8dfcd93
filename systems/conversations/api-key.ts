// A key for programs, shown once: the prefix finds it, the digest proves it. It is never more than its user.
import {
  array,
  audited,
  belongsTo,
  boolean,
  check,
  defineTable,
  identity,
  index,
  instant,
  text,
  unique,
  varchar,
} from '../../kernel/index.ts'

export const apiKeys = defineTable(
  'api_keys',
  {
    userId: belongsTo('users', { inverse: 'apiKeys', onDelete: 'cascade' }).immutable(),
    keyName: varchar(100),
    /** SHA-256 of the key, in hexadecimal. */
    keyHash: varchar(255).immutable().hidden(),
    prefix: varchar(16).immutable(),
    permissions: array(text()).default([]),
    /** It has not been revoked. */
    isActive: boolean().generatedAs('revoked_at is null'),
    lastUsedAt: instant().optional(),
    expiresAt: instant().defaultSql("acervo.now() + interval '90 days'"),
    revokedAt: instant().optional(),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    identity('apiKey', {
      user: 'userId',
      name: 'keyName',
      keyHash: 'keyHash',
      scopes: 'permissions',
      lastUsedAt: 'lastUsedAt',
      expiresAt: 'expiresAt',
    }),
    unique(['keyHash']),
    check('key_hash', "key_hash ~ '^[0-9a-f]{64}$'"),
    check('expiry', 'expires_at > created_at'),
    index(['expiresAt'], { where: 'revoked_at is null' }),
    audited(),
  ],
)
