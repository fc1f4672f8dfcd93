// sm_tasks: what is to be done, in which order and by when.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { lateTasks } from './late-task.ts'
import { tasks } from './task.ts'
import { taskDependencies } from './task-dependency.ts'

export const tasksDatabase = defineDatabase({
  schema: 'sm_tasks',
  name: 'tasks',
  area: 'workflows',
  purpose: 'Tasks, what they wait for and their clocks',
  tables: {
    task: tasks,
    taskDependency: taskDependencies,
    lateTask: lateTasks,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
