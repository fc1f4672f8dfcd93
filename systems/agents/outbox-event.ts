// What the agents tell other databases, written in the transaction of the fact it tells.
import { defineTable, id, outbox } from '../../kernel/index.ts'

export const outboxEvents = defineTable(
  'outbox_events',
  {
    // Consumers drop a repeated event by its id, so no writer chooses it.
    id: id().maintained(),
  },
  [outbox()],
)
