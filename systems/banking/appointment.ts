// A time at a desk, agreed with a client. No desk and no client has two at once; one that begins when another ends is
// fine. A hold is an appointment that lapses unless it is kept.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  exclude,
  index,
  instant,
  oneOf,
  states,
  tenant,
  text,
  timestamped,
} from '../../kernel/index.ts'
import { lapsing } from './appointment-hold.ts'
import { inOpenBranch } from './branch-closing.ts'
import { ofActiveClient } from './of-active-client.ts'

const stands = "status in ('SCHEDULED', 'CONFIRMED')"
const during = 'tstzrange(starts_at, ends_at)'

export const appointments = defineTable(
  'appointments',
  {
    clientId: belongsTo('clients', { onDelete: 'cascade', inverse: 'appointments' }),
    branchId: belongsTo('branches', { inverse: 'appointments' }),
    moduleId: belongsTo('agent_modules', { inverse: 'appointments' }),
    status: oneOf('SCHEDULED', 'CONFIRMED', 'COMPLETED', 'CANCELLED', 'NO_SHOW').default(
      'SCHEDULED',
    ),
    purpose: text().optional(),
    startsAt: instant(),
    endsAt: instant(),
    /** Not before the client says yes: until then it is theirs, afterwards anybody's. */
    heldUntil: instant().optional(),
    cancelReason: text().optional(),
  },
  [
    tenant({ by: 'branchId' }),
    exclude('desk', { module_id: '=', [during]: '&&' }, { where: stands }),
    exclude('client', { client_id: '=', [during]: '&&' }, { where: stands }),
    check('time', 'ends_at > starts_at'),
    check('hold', "held_until is null or status in ('SCHEDULED', 'CANCELLED')"),
    states('status', {
      next: {
        SCHEDULED: ['CONFIRMED', 'COMPLETED', 'CANCELLED', 'NO_SHOW'],
        CONFIRMED: ['COMPLETED', 'CANCELLED', 'NO_SHOW'],
        COMPLETED: [],
        CANCELLED: [],
        NO_SHOW: [],
      },
      initial: ['SCHEDULED', 'CONFIRMED'],
      fixed: {
        COMPLETED: ['startsAt', 'endsAt', 'moduleId'],
        CANCELLED: ['startsAt', 'endsAt', 'moduleId'],
        NO_SHOW: ['startsAt', 'endsAt', 'moduleId'],
      },
    }),
    lapsing,
    inOpenBranch,
    ofActiveClient,
    index(['branchId', 'startsAt']),
    index(['clientId', 'startsAt']),
    index(['heldUntil'], { where: "held_until is not null and status = 'SCHEDULED'" }),
    audited(),
    timestamped(),
  ],
)
