// When nothing of a purpose leaves, by the recipient's own clock. Past midnight where it ends before it begins.
import {
  audited,
  check,
  defineTable,
  oneOf,
  time,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { purposes } from './purpose.ts'

export const defineQuietHours = () =>
  defineTable(
    'quiet_hours',
    {
      purpose: oneOf(...purposes),
      startsAt: time().default('21:00'),
      endsAt: time().default('09:00'),
    },
    [
      unique(['purpose', 'startsAt']),
      check('hours', 'starts_at <> ends_at'),
      audited(),
      timestamped(),
    ],
  )
