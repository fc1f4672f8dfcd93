// A change of supplier is reported to master data: it belongs to whoever its contract belongs to.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { handledBy } from './when-asked.ts'

export const onSwitch = defineConsumer({
  name: 'on-switch',
  database: 'global',
  from: 'energy',
  events: ['SwitchRequested', 'SwitchChanged', 'SwitchRemoved'],
  makes: consolidated,
  handle: handledBy(({ consolidate, supplierSwitch }) => consolidate(supplierSwitch)),
})
