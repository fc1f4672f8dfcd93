// What is said in a ticket: by its user, by staff, or by a model, which is nobody.
import {
  belongsTo,
  boolean,
  check,
  defineTable,
  index,
  json,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { answered } from './answered.ts'

export const supportMessages = defineTable(
  'support_messages',
  {
    ticketId: belongsTo('support_tickets', {
      onDelete: 'cascade',
      inverse: 'messages',
    }).immutable(),
    /** The user whose ticket it is. */
    userId: belongsTo('users', { onDelete: 'cascade' }).maintained().immutable(),
    content: text(),
    isStaff: boolean().default(false).immutable(),
    isAi: boolean().default(false).immutable(),
    /** Among staff alone. */
    isInternal: boolean().default(false).immutable(),
    authorId: belongsTo('users', { onDelete: 'set null' }).optional().immutable(),
    attachments: json<readonly string[]>({ type: 'array', items: { type: 'string' } }).optional(),
  },
  [
    check('author', 'not is_ai or (author_id is null and not is_staff)'),
    check('internal', 'not is_internal or is_staff'),
    check('attachments', "jsonb_typeof(attachments) = 'array'"),
    answered,
    index(['ticketId']),
    index(['-createdAt']),
    ofWorkspace({ through: 'ticketId' }),
    timestamped(),
  ],
)
