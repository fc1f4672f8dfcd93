// What a user is told together: one letter for a stretch of time and a channel.
import {
  check,
  counter,
  defineTable,
  exclude,
  index,
  instant,
  oneOf,
  refersTo,
  states,
  timestamped,
} from '../../../kernel/index.ts'
import { channels } from './words.ts'

export const digests = defineTable(
  'digests',
  {
    userId: refersTo('auth.user').immutable(),
    channel: oneOf(...channels).immutable(),
    periodStart: instant().immutable(),
    periodEnd: instant().immutable(),
    status: oneOf('OPEN', 'SENT').default('OPEN'),
    sentAt: instant().optional(),
    itemCount: counter(),
  },
  [
    exclude('one_at_a_time', {
      user_id: '=',
      channel: '=',
      'tstzrange(period_start, period_end)': '&&',
    }),
    check('period', 'period_end > period_start'),
    check('not_empty', "status = 'OPEN' or item_count > 0"),
    states('status', {
      next: { OPEN: ['SENT'], SENT: [] },
      initial: ['OPEN'],
      stamps: { SENT: 'sentAt' },
    }),
    index(['periodEnd'], { where: "status = 'OPEN'" }),
    timestamped(),
  ],
)
