// AuditLog as the specification names it: a reading of the one audit. The action is the operation and the noun,
// DELETE_CLIENT; the actor and the client are told where they are known, and no key lets them vanish with the person.
import { defineView, instant, json, text, uuid } from '../../kernel/index.ts'

const anId = `'^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'`
const asId = (expression: string) =>
  `case when ${expression} ~ ${anId} then (${expression})::uuid end`
const noun = `case
      when e.table_name ~ '(ch|x|ss|sh)es$' then left(e.table_name, -2)
      when e.table_name ~ 'ies$' then left(e.table_name, -3) || 'y'
      else regexp_replace(e.table_name, 's$', '') end`

export const auditLogs = defineView(
  'audit_logs',
  {
    id: uuid(),
    actorId: uuid().optional(),
    clientId: uuid().optional(),
    branchId: uuid().optional(),
    action: text(),
    entityId: text().optional(),
    actor: text(),
    purpose: text().optional(),
    before: json().optional(),
    after: json().optional(),
    createdAt: instant(),
  },
  `select e.id,
    ${asId(`substring(e.actor from '^user:(.*)$')`)} as actor_id,
    ${asId(`case when e.table_name = 'clients' then e.row_id else coalesce(e.after ->> 'clientId', e.before ->> 'clientId') end`)} as client_id,
    e.tenant_id as branch_id,
    e.operation || '_' || upper(${noun}) as action,
    e.row_id as entity_id, e.actor, e.purpose, e.before, e.after, e.occurred_at as created_at
  from audit_events e`,
  { key: ['id'] },
)
