// A way for others to read a conversation up to one message, as it was then: what is said, changed or branched later is
// never in it. The token is kept as a digest.
import {
  belongsTo,
  boolean,
  defineTable,
  hashed,
  instant,
  json,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { byMember } from '../member.ts'
import { ofWorkspace } from '../workspace.ts'
import { frozen } from './frozen.ts'

export const conversationShares = defineTable(
  'conversation_shares',
  {
    conversationId: belongsTo('conversations', {
      inverse: 'shares',
      onDelete: 'cascade',
    }).immutable(),
    /** The last message that is shared; those it answers come with it. */
    messageId: belongsTo('messages', { inverse: 'shares', onDelete: 'cascade' }).immutable(),
    sharedById: belongsTo('users', { inverse: 'conversationShares', onDelete: 'cascade' })
      .named('shared_by')
      .immutable(),
    shareToken: text().hidden(),
    snapshot: json().optional().maintained(),
    allowContinue: boolean().default(false),
    expiresAt: instant().optional(),
    revokedAt: instant().optional(),
  },
  [
    unique(['shareToken']),
    hashed({ columns: ['shareToken'], prefix: 'acv_chat_' }),
    frozen,
    byMember('sharedById'),
    ofWorkspace({ through: 'conversationId' }),
    timestamped(),
  ],
)
