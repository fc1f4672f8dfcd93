// When a resource can be booked. Its slots never overlap.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  exclude,
  index,
  instant,
  oneOf,
  timestamped,
} from '../../../kernel/index.ts'
import { withinSlot } from './within-slot.ts'

export const slots = defineTable(
  'slots',
  {
    resourceId: belongsTo('resources', { inverse: 'slots' }).immutable(),
    startsAt: instant(),
    endsAt: instant(),
    status: oneOf('OPEN', 'CLOSED').default('OPEN'),
  },
  [
    exclude('no_overlap', { resource_id: '=', 'tstzrange(starts_at, ends_at)': '&&' }),
    check('term', 'ends_at > starts_at'),
    withinSlot('id'),
    index(['startsAt'], { where: "status = 'OPEN'" }),
    audited(),
    timestamped(),
  ],
)
