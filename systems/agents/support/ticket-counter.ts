// The last number of each workspace's tickets.
import { counter, defineTable, primaryKey, withheld } from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const ticketCounters = defineTable('ticket_counters', { last: counter() }, [
  ofWorkspace(),
  primaryKey('workspaceId'),
  withheld('insert', 'update', 'delete'),
])
