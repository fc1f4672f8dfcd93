// sm_documents: papers, their versions, who signed them and why some of them must stay.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { documents } from './document.ts'
import { documentHolds } from './document-hold.ts'
import { documentVersions } from './document-version.ts'
import { signatures } from './signature.ts'

export const documentsDatabase = defineDatabase({
  schema: 'sm_documents',
  name: 'documents',
  area: 'documents',
  purpose: 'Documents, versions, signatures, retention and legal holds',
  tables: {
    document: documents,
    documentVersion: documentVersions,
    signature: signatures,
    documentHold: documentHolds,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
