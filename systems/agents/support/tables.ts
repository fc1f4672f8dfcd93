// Where users ask for help.
import { supportMessages } from './support-message.ts'
import { supportTickets } from './support-ticket.ts'
import { supportTransitions } from './support-transition.ts'
import { ticketCounters } from './ticket-counter.ts'

export const supportTables = {
  ticketCounter: ticketCounters,
  supportTicket: supportTickets,
  supportMessage: supportMessages,
  supportTransition: supportTransitions,
}
