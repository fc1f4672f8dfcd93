// sm_notifications: what users are told, over which channels, and what they have read.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { deliveries } from './delivery.ts'
import { digests } from './digest.ts'
import { notifications } from './notification.ts'
import { preferences } from './preference.ts'

export const notificationsDatabase = defineDatabase({
  schema: 'sm_notifications',
  name: 'notifications',
  area: 'others',
  purpose: 'Notifications, preferences, digests and deliveries',
  tables: {
    notification: notifications,
    preference: preferences,
    digest: digests,
    delivery: deliveries,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
