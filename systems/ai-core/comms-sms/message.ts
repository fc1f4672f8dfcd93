// A text message. Long ones travel in segments, and each of them is paid for.
import { check, defineTable, integer, varchar } from '../../../kernel/index.ts'
import { messageColumns, toMessageFeatures } from '../channel/message.ts'

export const messages = defineTable(
  'messages',
  {
    ...messageColumns,
    /** A number, or up to eleven letters. */
    sender: varchar(16).immutable(),
    segments: integer().default(1).immutable(),
  },
  [
    ...toMessageFeatures(),
    check('sender', "sender ~ '^([+][1-9][0-9]{6,14}|[A-Za-z0-9 ]{1,11})$'"),
    check('segments', 'segments between 1 and 10'),
  ],
)
