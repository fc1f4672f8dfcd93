// A course held at a time, with so many places. The count of those taken is the database's, and never passes them.
import {
  audited,
  belongsTo,
  check,
  counter,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  states,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const courseSessions = defineTable(
  'course_sessions',
  {
    courseId: belongsTo('courses', { inverse: 'sessions' }).immutable(),
    startsAt: instant(),
    endsAt: instant(),
    place: varchar(200).optional(),
    capacity: integer(),
    takenCount: counter(),
    status: oneOf('PLANNED', 'HELD', 'CANCELLED').default('PLANNED'),
  },
  [
    states('status', {
      next: { PLANNED: ['HELD', 'CANCELLED'], HELD: [], CANCELLED: ['PLANNED'] },
    }),
    check('term', 'ends_at > starts_at'),
    check('capacity', 'capacity >= 0 and taken_count <= capacity'),
    index(['courseId', '-startsAt']),
    audited(),
    timestamped(),
  ],
)
