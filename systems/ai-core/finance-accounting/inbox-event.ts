// What areas told that is worth money, as it arrived.
import { defineTable, inbox } from '../../../kernel/index.ts'

export const inboxEvents = defineTable('inbox_events', {}, [inbox()])
