// One rung of a deadline's ladder: a day on which somebody is reminded, once.
import {
  belongsTo,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  integer,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'

export const reminders = defineTable(
  'reminders',
  {
    deadlineId: belongsTo('deadlines', { onDelete: 'cascade', inverse: 'reminders' }).immutable(),
    daysBefore: integer().immutable(),
    remindOn: date().immutable(),
    sentAt: instant().optional(),
  },
  [
    unique(['deadlineId', 'daysBefore']),
    frozen({ when: 'sent_at is not null', message: 'what was sent was sent' }),
    withheld('insert', 'delete'),
    index(['remindOn'], { where: 'sent_at is null' }),
    emits('Reminder', {
      DeadlineNear: {
        when: 'sent_at is not null',
        payload: { reminderId: 'id', deadlineId: 'deadlineId', daysBefore: 'daysBefore' },
      },
    }),
    timestamped(),
  ],
)
