// What a channel hears from others: what people said about being written to.
import { defineTable, inbox } from '../../../kernel/index.ts'

export const inboxEvents = defineTable('inbox_events', {}, [inbox()])
