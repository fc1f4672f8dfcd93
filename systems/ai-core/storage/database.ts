// sm_storage: files, where they lie and why some of them must stay.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { buckets } from './bucket.ts'
import { files } from './file.ts'
import { fileHolds } from './file-hold.ts'

export const storage = defineDatabase({
  schema: 'sm_storage',
  name: 'storage',
  area: 'documents',
  purpose: 'Files by digest, their buckets, retention and legal holds',
  tables: {
    bucket: buckets,
    file: files,
    fileHold: fileHolds,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
