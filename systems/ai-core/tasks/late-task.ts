// Tasks whose clock ran out before they were done, or would have been done too late.
import { defineView, instant, text, uuid } from '../../../kernel/index.ts'

export const lateTasks = defineView(
  'late_tasks',
  { id: uuid(), assigneeId: uuid().optional(), slaDueAt: instant(), status: text() },
  `select id, assignee_id, sla_due_at, status from tasks
   where deleted_at is null and sla_due_at < coalesce(sla_stopped_at, sla_waits_since, acervo.now())`,
  { key: ['id'] },
)
