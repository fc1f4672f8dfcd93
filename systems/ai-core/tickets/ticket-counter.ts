// The last number that a ticket was given: its lock makes one new ticket wait for the other.
import { bigint, defineTable, primaryKey, varchar, withheld } from '../../../kernel/index.ts'

export const ticketCounters = defineTable(
  'ticket_counters',
  { series: varchar(10), last: bigint() },
  [primaryKey('series'), withheld('insert', 'update', 'delete')],
)
