// A file that came with a message; the file is its owner's and may go before the message does.
import {
  belongsTo,
  check,
  defineTable,
  integer,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const messageAttachments = defineTable(
  'message_attachments',
  {
    messageId: belongsTo('messages', { inverse: 'attachments', onDelete: 'cascade' }).immutable(),
    fileId: belongsTo('storage_files', { inverse: 'messages', onDelete: 'cascade' }).immutable(),
    position: integer().default(0),
  },
  [
    unique(['messageId', 'fileId']),
    check('position', 'position >= 0'),
    ofWorkspace({ through: 'messageId' }),
    timestamped(),
  ],
)
