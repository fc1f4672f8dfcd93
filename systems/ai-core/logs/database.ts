// sm_logs: what the services say while they work.
import { defineDatabase } from '../../../kernel/index.ts'
import { errorGroups } from './error-group.ts'
import { logEntries } from './log-entry.ts'

export const logs = defineDatabase({
  schema: 'sm_logs',
  name: 'logs',
  area: 'core',
  purpose: 'Logs of the services and the errors found in them',
  tables: { errorGroup: errorGroups, logEntry: logEntries },
})
