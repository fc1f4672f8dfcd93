// Room that an upload has been promised before its first byte. Whoever writes the file gives it back in the same
// transaction; what was forgotten runs out when its user reserves again.
import {
  belongsTo,
  bigint,
  check,
  defineFeature,
  defineTable,
  index,
  instant,
  timestamped,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { reserved } from './metered.ts'

const runsOut = defineFeature('runsOut', () => [
  {
    kind: 'routine',
    name: 'run_out',
    security: 'definer',
    underPolicies: true,
    body: `begin
  delete from {table} r using new_rows n
    where r.user_id = n.user_id and r.workspace_id = n.workspace_id and r.expires_at <= acervo.now();
  return null;
end`,
    // By its name before the meter: room that ran out is room again.
    triggers: [{ name: 'forget_reservations', when: 'after', event: 'insert', each: 'statement' }],
  },
])

export const storageReservations = defineTable(
  'storage_reservations',
  {
    userId: belongsTo('users', { inverse: 'storageReservations', onDelete: 'cascade' }).immutable(),
    size: bigint().immutable(),
    expiresAt: instant().defaultSql(`acervo.now() + interval '1 hour'`),
  },
  [
    check('size', 'size > 0'),
    index(['userId', 'expiresAt']),
    reserved,
    runsOut,
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
