// A call: let go when it is dialled, delivered when it is answered.
import { boolean, defineTable, varchar } from '../../../kernel/index.ts'
import { messageColumns, toMessageFeatures } from '../channel/message.ts'

export const messages = defineTable(
  'messages',
  {
    ...messageColumns,
    caller: varchar(16).immutable(),
    /** The recipient agreed to be recorded. */
    recordable: boolean().default(false).immutable(),
  },
  toMessageFeatures(),
)
