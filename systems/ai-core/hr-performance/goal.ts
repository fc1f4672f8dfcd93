// What an employee means to reach within a cycle.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  integer,
  lockedBy,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'

export const goals = defineTable(
  'goals',
  {
    cycleId: belongsTo('review_cycles', { inverse: 'goals' }).immutable(),
    employeeId: refersTo('hr.employee').immutable(),
    title: text(),
    /** Hundredths of the whole. */
    weight: integer().default(0),
    progress: integer().default(0),
    status: oneOf('OPEN', 'REACHED', 'MISSED').default('OPEN'),
  },
  [
    states('status', { next: { OPEN: ['REACHED', 'MISSED'], REACHED: ['OPEN'], MISSED: [] } }),
    check('weight', 'weight between 0 and 100'),
    check('progress', 'progress between 0 and 100'),
    check('reached', "status <> 'REACHED' or progress = 100"),
    lockedBy('cycleId', { when: "phase = 'RELEASED'", message: 'the cycle is over' }),
    index(['cycleId', 'employeeId']),
    audited(),
    timestamped(),
  ],
)
