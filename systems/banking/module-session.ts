// An agent at a desk: opened, paused, closed. One agent a desk and one desk an agent, and nobody leaves while somebody
// is being served.
import {
  belongsTo,
  check,
  defineTable,
  instant,
  oneOf,
  states,
  tenant,
  text,
  timestamped,
  unique,
  uuid,
} from '../../kernel/index.ts'
import { attended } from './module-attended.ts'

const lives = "status <> 'CLOSED'"

export const moduleSessions = defineTable(
  'module_sessions',
  {
    branchId: uuid(),
    moduleId: belongsTo('agent_modules', { onDelete: 'cascade', inverse: 'sessions' }).immutable(),
    userId: belongsTo('users', { inverse: 'moduleSessions' }).immutable(),
    status: oneOf('OPEN', 'PAUSED', 'CLOSED').default('OPEN'),
    /** Why it is paused or was closed. */
    reason: text().optional(),
    openedAt: instant().defaultNow().immutable(),
    closedAt: instant().optional(),
    lastSeenAt: instant().optional(),
  },
  [
    tenant({ by: 'branchId', through: 'moduleId' }),
    unique(['moduleId'], { name: 'module_sessions_one_agent_key', where: lives }),
    unique(['userId'], { name: 'module_sessions_one_desk_key', where: lives }),
    check('closed', "(status = 'CLOSED') = (closed_at is not null)"),
    states('status', {
      next: { OPEN: ['PAUSED', 'CLOSED'], PAUSED: ['OPEN', 'CLOSED'], CLOSED: [] },
      stamps: { CLOSED: 'closedAt' },
      fixed: { CLOSED: ['reason', 'closedAt'] },
    }),
    attended,
    timestamped(),
  ],
)
