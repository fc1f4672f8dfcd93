// What a call may use, kept free before it is made: the month's limit is asked while its row is locked, so that calls at
// once pass it never. The call settles it, its failure releases it, and what was forgotten expires.
import {
  belongsTo,
  bigint,
  check,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  states,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { cost } from './counts.ts'
import { held } from './held.ts'

export const usageReservations = defineTable(
  'usage_reservations',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'usageReservations' }).immutable(),
    agentId: belongsTo('agents', { onDelete: 'set null' }).optional().immutable(),
    /** The caller's own name for the call: asked twice it is reserved once. */
    requestId: varchar(100).immutable(),
    messages: integer().default(1).immutable(),
    tokens: bigint().default('0').immutable(),
    cost: cost().default('0').immutable(),
    status: oneOf('held', 'settled', 'released', 'expired').default('held'),
    reservedAt: instant().defaultNow().immutable(),
    expiresAt: instant().defaultSql("acervo.now() + interval '10 minutes'"),
  },
  [
    unique(['userId', 'requestId']),
    check('amounts', 'messages >= 0 and tokens >= 0 and cost >= 0'),
    check('expires_at', 'expires_at > reserved_at'),
    index(['expiresAt'], { where: "status = 'held'" }),
    held,
    states('status', {
      next: {
        held: ['settled', 'released', 'expired'],
        // A call that outlasted its time is counted all the same.
        expired: ['settled'],
        settled: [],
        released: [],
      },
      initial: ['held'],
    }),
    ofWorkspace({ member: 'userId' }),
    withheld('delete'),
    timestamped(),
  ],
)
