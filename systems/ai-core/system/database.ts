// sm_system: configuration of the platform as its operators change it.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { dataServices } from './data-service.ts'
import { scheduledTasks } from './scheduled-task.ts'
import { settings } from './setting.ts'

export const system = defineDatabase({
  schema: 'sm_system',
  name: 'system',
  area: 'core',
  purpose: 'System configuration: settings, the catalogue of databases, scheduled work',
  tables: {
    setting: settings,
    dataService: dataServices,
    scheduledTask: scheduledTasks,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
