// Who did what to which row, when and why. Nobody on the request path can write, change or remove one:
// the database's own triggers add them.
import {
  defineTable,
  index,
  inet,
  instant,
  json,
  oneOf,
  partitioned,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { withheld } from '../withheld.ts'

export const auditEvents = defineTable(
  'audit_events',
  {
    occurredAt: instant().defaultNow(),
    actorKind: oneOf('USER', 'SERVICE', 'AGENT', 'SYSTEM'),
    actorId: varchar(200),
    action: varchar(80),
    databaseName: varchar(63),
    tableName: varchar(63).optional(),
    rowId: varchar(200).optional(),
    before: json().optional(),
    after: json().optional(),
    purpose: text().optional(),
    requestId: varchar(100).optional(),
    agentId: varchar(100).optional(),
    runId: varchar(100).optional(),
    toolName: varchar(200).optional(),
    ip: inet().optional(),
  },
  [
    partitioned({ by: 'occurredAt', every: 'month', ahead: 3 }),
    index(['databaseName', 'tableName', 'rowId', '-occurredAt']),
    index(['actorId', '-occurredAt']),
    index(['requestId'], { where: 'request_id is not null' }),
    withheld('insert', 'update', 'delete'),
  ],
)
