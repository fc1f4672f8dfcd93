// A user's account at another service, one row for each account. Its tokens are ciphertext under the key of their person.
import {
  belongsTo,
  boolean,
  check,
  defineTable,
  encrypted,
  index,
  instant,
  integer,
  json,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const mcpIntegrations = defineTable(
  'mcp_integrations',
  {
    userId: belongsTo('users', { inverse: 'integrations', onDelete: 'cascade' }).immutable(),
    provider: oneOf('GMAIL', 'CALENDAR', 'NOTION', 'SLACK', 'GITHUB').immutable(),
    /** Whose account it is at the provider. */
    providerUserId: varchar(255).immutable(),
    label: varchar(100).optional(),
    accessToken: text().named('access_token_encrypted').hidden(),
    refreshToken: text().named('refresh_token_encrypted').optional().hidden(),
    scopes: text(),
    expiresAt: instant().optional(),
    isActive: boolean().default(true),
    status: oneOf('CONNECTED', 'NEEDS_REAUTH', 'PAUSED').default('CONNECTED'),
    /** Since the last synchronisation that went well: three tell somebody, ten pause it. */
    consecutiveFailures: integer().default(0).maintained(),
    lastSync: instant().optional().maintained(),
    metadata: json().optional(),
  },
  [
    unique(['userId', 'provider', 'providerUserId']),
    encrypted({ columns: ['accessToken', 'refreshToken'], subject: 'userId' }),
    check('active', "not is_active or status <> 'PAUSED'"),
    index(['provider']),
    index(['isActive'], { where: 'is_active' }),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
