// The audit as the specification reads it: who did what to whom, under its names of actions. A reading of the one audit,
// never a second record; the row outlives both of them.
import { defineView, instant, json, text, uuid, varchar } from '../../../kernel/index.ts'

export const auditLogs = defineView(
  'audit_logs',
  {
    id: uuid(),
    adminId: uuid().optional(),
    actor: text(),
    action: varchar(100),
    targetId: uuid().optional(),
    targetType: varchar(50),
    details: json(),
    requestId: text().optional(),
    timestamp: instant(),
  },
  `select e.id,
  case when e.actor ~ '^user:[0-9a-f-]{36}$' then substr(e.actor, 6)::uuid end as admin_id,
  e.actor,
  (case
    when e.table_name = 'invitations' and e.operation = 'INSERT' then 'INVITE_USER'
    when e.table_name = 'users' and e.operation = 'INSERT' then 'CREATE_USER'
    when e.table_name = 'users' and e.operation = 'DELETE' then 'DELETE_USER'
    when e.table_name = 'users' and jsonb_exists(e.after, 'role') then 'CHANGE_ROLE'
    when e.table_name = 'users' and jsonb_exists(e.after, 'subscriptionTier') then 'CHANGE_TIER'
    when e.table_name = 'storage_quotas' and e.operation = 'UPDATE' then 'MODIFY_QUOTA'
    else e.operation || '_' || upper(e.table_name)
  end)::varchar(100) as action,
  case when e.row_id ~ '^[0-9a-f-]{36}$' then e.row_id::uuid end as target_id,
  e.table_name::varchar(50) as target_type,
  jsonb_build_object('old', e.before, 'new', e.after) as details,
  e.request_id,
  e.occurred_at as timestamp
from {table:audit_events} e`,
  { key: ['id'] },
)
