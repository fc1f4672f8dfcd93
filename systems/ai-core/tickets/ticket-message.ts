// One thing said in a ticket. Closed, a ticket takes no more.
import {
  audited,
  belongsTo,
  boolean,
  counted,
  defineTable,
  frozen,
  index,
  lockedBy,
  searchable,
  text,
  timestamped,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const ticketMessages = defineTable(
  'ticket_messages',
  {
    ticketId: belongsTo('tickets', { inverse: 'messages' }).immutable(),
    /** `user:<id>`, `party:<id>`, `service:<name>`. */
    author: varchar(200).immutable(),
    content: text().immutable(),
    /** Seen by us alone. */
    internal: boolean().default(false).immutable(),
  },
  [
    counted('ticketId', { into: 'messageCount' }),
    lockedBy('ticketId', { when: "status = 'CLOSED'", message: 'the ticket is closed' }),
    withheld('delete'),
    frozen({ message: 'what was said was said' }),
    index(['ticketId', 'createdAt']),
    audited({ personal: ['content'] }),
    timestamped(),
    searchable({ content: 'A' }, { language: 'spanish' }),
  ],
)
