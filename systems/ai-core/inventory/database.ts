// sm_inventory: what is kept where, and every movement of it.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { items } from './item.ts'
import { locations } from './location.ts'
import { stockLevels } from './stock-level.ts'
import { stockMovements } from './stock-movement.ts'

export const inventory = defineDatabase({
  schema: 'sm_inventory',
  name: 'inventory',
  area: 'others',
  purpose: 'Items, locations, stock and its movements',
  tables: {
    item: items,
    location: locations,
    stockLevel: stockLevels,
    stockMovement: stockMovements,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
