// A change of supplier is reported to master data: it belongs to whoever its contract belongs to.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { consolidate, supplierSwitch } from './consolidation/index.ts'

export const onSwitch = defineConsumer({
  name: 'on-switch',
  database: 'global',
  from: 'energy',
  events: ['SwitchRequested', 'SwitchChanged', 'SwitchRemoved'],
  makes: consolidated,
  handle: consolidate(supplierSwitch),
})
