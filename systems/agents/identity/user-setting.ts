// What one user prefers. Language stands with the user and retrieval with its own settings: one place for each.
import {
  belongsTo,
  boolean,
  check,
  decimal,
  defineTable,
  integer,
  json,
  oneOf,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const userSettings = defineTable(
  'user_settings',
  {
    userId: belongsTo('users', { inverse: 'settings', onDelete: 'cascade' }).immutable(),
    defaultModel: varchar(100).default('gemini-2.0-flash'),
    temperature: decimal(3, 2).default('0.7'),
    maxTokens: integer().default(4096),
    theme: oneOf('light', 'dark', 'system').default('system'),
    codeTheme: varchar(50).default('vs-dark'),
    ragEnabled: boolean().default(true),
    emailNotifications: boolean().default(true),
    pushNotifications: boolean().default(true),
    notificationPreferences: json().optional(),
    advancedSettings: json().optional(),
  },
  [
    unique(['userId']),
    check('temperature', 'temperature between 0 and 2'),
    check('max_tokens', 'max_tokens > 0'),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
