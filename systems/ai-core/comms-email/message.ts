// An e-mail to one recipient.
import { array, defineTable, uuid, varchar } from '../../../kernel/index.ts'
import { messageColumns, toMessageFeatures } from '../channel/message.ts'

export const messages = defineTable(
  'messages',
  {
    ...messageColumns,
    sender: varchar(320).immutable(),
    subject: varchar(400).immutable(),
    /** Files of the storage that go along. */
    attachments: array(uuid()).default([]).immutable(),
  },
  toMessageFeatures(),
)
