// A task is done after those that it waits for.
import { settled } from '../../../kernel/index.ts'

export const inOrder = (task: string) =>
  settled('in_order', {
    of: task,
    condition: `p.status <> 'DONE' or not exists (
      select from {table:task_dependencies} d join {table:tasks} t on t.id = d.depends_on_id
      where d.task_id = p.id and t.status <> 'DONE' and t.deleted_at is null)`,
    message: 'it waits for a task that is not done',
  })
