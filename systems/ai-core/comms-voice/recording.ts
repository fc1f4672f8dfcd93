// What was said in a call, as a file of the storage: only of calls whose recipient agreed to it.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  integer,
  refersTo,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

export const recordings = defineTable(
  'recordings',
  {
    messageId: belongsTo('messages', { inverse: 'recordings' }).immutable(),
    fileId: refersTo('storage.file').immutable(),
    seconds: integer().immutable(),
  },
  [
    unique(['fileId']),
    check('seconds', 'seconds >= 0'),
    onlyWhile('messageId', {
      holds: "p.recordable and p.status in ('DELIVERED', 'READ')",
      message: 'only an answered call that may be recorded has a recording',
    }),
    audited(),
    timestamped(),
  ],
)
