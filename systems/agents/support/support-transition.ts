// How a ticket went from its opening to its end: what the times of answering and of solving are read from.
import { belongsTo, defineTable, transitions } from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const supportTransitions = defineTable(
  'support_transitions',
  {
    ticketId: belongsTo('support_tickets', {
      onDelete: 'cascade',
      inverse: 'transitions',
    }).immutable(),
    userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
  },
  [transitions('ticketId'), ofWorkspace({ through: 'ticketId' })],
)
