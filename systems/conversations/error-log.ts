// An error of the platform, for its operators: secrets go before it is written, the user may go and it stays, and after
// thirty days it goes itself. It belongs to no tenant: nobody's own rows stand here.
import {
  belongsTo,
  defineTable,
  index,
  instant,
  json,
  retained,
  text,
  varchar,
} from '../../kernel/index.ts'
import { redacted } from './redacted.ts'

export const errorLogs = defineTable(
  'error_logs',
  {
    userId: belongsTo('users', { inverse: 'errors', onDelete: 'set null' }).optional(),
    errorType: varchar(100),
    errorMessage: text().optional(),
    stackTrace: text().optional(),
    requestData: json().optional(),
    requestId: varchar(100).optional(),
    /** The same for errors that differ in numbers only. */
    fingerprint: varchar(32).generatedAs(
      "md5(error_type || ' ' || coalesce(regexp_replace(error_message, '[0-9]+', '#', 'g'), ''))",
    ),
    createdAt: instant().defaultNow().immutable(),
  },
  [
    redacted({ json: 'requestData', texts: ['errorMessage', 'stackTrace'] }),
    retained({ by: 'createdAt', keep: '30 days' }),
    index(['createdAt'], { name: 'idx_error_logs_created_at' }),
    index(['fingerprint', '-createdAt']),
    index(['requestId'], { where: 'request_id is not null' }),
  ],
)
