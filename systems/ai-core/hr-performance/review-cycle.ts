// A round of reviews. What is written in it is shown to those it is about once it is released, and no sooner.
import {
  audited,
  check,
  date,
  defineTable,
  emits,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const reviewCycles = defineTable(
  'review_cycles',
  {
    name: varchar(120),
    /** Who runs it and sees all of it. */
    ownerUserId: refersTo('auth.user'),
    phase: oneOf('WRITING', 'CALIBRATION', 'RELEASED').default('WRITING'),
    startsOn: date(),
    endsOn: date(),
  },
  [
    states('phase', {
      next: {
        WRITING: ['CALIBRATION', 'RELEASED'],
        CALIBRATION: ['WRITING', 'RELEASED'],
        RELEASED: [],
      },
    }),
    unique(['name']),
    check('term', 'ends_on > starts_on'),
    emits('ReviewCycle', {
      ReviewsReleased: { when: "phase = 'RELEASED'", payload: { cycleId: 'id' } },
    }),
    audited(),
    timestamped(),
  ],
)
