// What areas told of money to come, as it arrived.
import { defineTable, inbox } from '../../../kernel/index.ts'

export const inboxEvents = defineTable('inbox_events', {}, [inbox()])
