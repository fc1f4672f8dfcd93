// One task that waits for another. They never wait in a circle.
import {
  acyclic,
  belongsTo,
  check,
  defineTable,
  index,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { inOrder } from './in-order.ts'

export const taskDependencies = defineTable(
  'task_dependencies',
  {
    taskId: belongsTo('tasks', { inverse: 'dependencies' }).immutable(),
    dependsOnId: belongsTo('tasks', { inverse: 'dependants' }).immutable(),
  },
  [
    unique(['taskId', 'dependsOnId']),
    check('not_itself', 'task_id <> depends_on_id'),
    acyclic('taskId', 'dependsOnId'),
    inOrder('taskId'),
    index(['dependsOnId']),
    timestamped(),
  ],
)
