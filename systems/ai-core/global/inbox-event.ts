// Every event that reached master data: the log from which the consolidated facts can be made again.
import { defineTable, inbox } from '../../../kernel/index.ts'

export const inboxEvents = defineTable('inbox_events', {}, [inbox()])
