// Something to do, by whom and by when. While it is blocked its clock stands still.
import {
  audited,
  check,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { slaClock } from '../sla-clock.ts'
import { inOrder } from './in-order.ts'

export const tasks = defineTable(
  'tasks',
  {
    title: text(),
    description: text().optional(),
    assigneeId: refersTo('hr.employee').optional(),
    projectId: refersTo('projects.project').optional(),
    priority: oneOf('LOW', 'NORMAL', 'HIGH', 'URGENT').default('NORMAL'),
    status: oneOf('TODO', 'DOING', 'BLOCKED', 'DONE').default('TODO'),
    blockedBecause: text().optional(),
  },
  [
    states('status', {
      next: {
        TODO: ['DOING', 'BLOCKED', 'DONE'],
        DOING: ['TODO', 'BLOCKED', 'DONE'],
        BLOCKED: ['TODO', 'DOING'],
        DONE: ['DOING'],
      },
    }),
    check('blocked', "(status = 'BLOCKED') = (blocked_because is not null)"),
    slaClock({ waits: "status = 'BLOCKED'", done: "status = 'DONE'" }),
    inOrder('id'),
    index(['assigneeId', 'status'], { where: 'assignee_id is not null' }),
    index(['projectId'], { where: 'project_id is not null' }),
    emits('Task', {
      TaskAssigned: {
        when: 'assignee_id is not null',
        payload: { taskId: 'id', assigneeId: 'assigneeId' },
      },
      TaskBlocked: {
        when: "status = 'BLOCKED'",
        payload: { taskId: 'id', because: 'blockedBecause' },
      },
      TaskDone: { when: "status = 'DONE'", payload: { taskId: 'id' } },
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
