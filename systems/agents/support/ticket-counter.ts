// The last number of each workspace's tickets.
import { counter, defineTable, primaryKey } from '../../../kernel/index.ts'
import { withheld } from '../withheld.ts'
import { ofWorkspace } from '../workspace.ts'

export const ticketCounters = defineTable('ticket_counters', { last: counter() }, [
  ofWorkspace(),
  primaryKey('workspaceId'),
  withheld('insert', 'update', 'delete'),
])
