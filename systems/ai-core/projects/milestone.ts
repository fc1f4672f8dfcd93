// A day by which something of a project stands.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  states,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const milestones = defineTable(
  'milestones',
  {
    projectId: belongsTo('projects', { inverse: 'milestones' }).immutable(),
    name: text(),
    dueOn: date(),
    reachedOn: date().optional(),
    status: oneOf('OPEN', 'REACHED', 'DROPPED').default('OPEN'),
  },
  [
    states('status', {
      next: { OPEN: ['REACHED', 'DROPPED'], REACHED: ['OPEN'], DROPPED: ['OPEN'] },
    }),
    unique(['projectId', 'name']),
    check('reached', "(status = 'REACHED') = (reached_on is not null)"),
    index(['dueOn'], { where: "status = 'OPEN'" }),
    emits('Milestone', {
      MilestoneReached: {
        when: "status = 'REACHED'",
        payload: { milestoneId: 'id', projectId: 'projectId', reachedOn: 'reachedOn' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
