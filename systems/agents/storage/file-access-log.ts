// Who did what with a file, refused attempts too, in pieces of a month: a year is kept. Who did it may leave; that it was
// done stays as long as the file.
import {
  belongsTo,
  boolean,
  defineTable,
  index,
  inet,
  instant,
  json,
  oneOf,
  partitioned,
  retained,
  text,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

export const fileAccessLogs = defineTable(
  'file_access_logs',
  {
    fileId: belongsTo('storage_files', { inverse: 'accessLogs', onDelete: 'cascade' }),
    userId: belongsTo('users', { onDelete: 'set null' }).optional(),
    action: oneOf('UPLOAD', 'DOWNLOAD', 'VIEW', 'DELETE', 'SHARE', 'UPDATE'),
    denied: boolean().default(false),
    ipAddress: inet().optional(),
    userAgent: text().optional(),
    metadata: json().optional(),
    timestamp: instant().defaultNow(),
  },
  [
    partitioned({ by: 'timestamp', every: 'month', ahead: 3 }),
    retained({ by: 'timestamp', keep: '1 year' }),
    index(['-timestamp']),
    index(['action']),
    withheld('update', 'delete'),
    ofWorkspace({ through: 'fileId' }),
  ],
)
