// What could not be taken over, whole, until somebody plays it again or lets it go and says why.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  index,
  instant,
  integer,
  json,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

export const deadLetters = defineTable(
  'dead_letters',
  {
    syncId: belongsTo('syncs', { inverse: 'deadLetters' }).immutable(),
    itemKey: varchar(300).immutable(),
    payload: json().immutable(),
    error: text().immutable(),
    attempts: integer().default(1),
    status: oneOf('DEAD', 'REPLAYED', 'DISCARDED').default('DEAD'),
    decidedAt: instant().optional(),
    decidedBy: varchar(200).optional(),
    reason: text().optional(),
  },
  [
    unique(['syncId', 'itemKey']),
    check('attempts', 'attempts >= 1'),
    check('decided', "(status = 'DEAD') = (decided_by is null)"),
    check('discarded', "status <> 'DISCARDED' or reason is not null"),
    states('status', {
      next: { DEAD: ['REPLAYED', 'DISCARDED'], REPLAYED: [], DISCARDED: [] },
      initial: ['DEAD'],
      stamps: { REPLAYED: 'decidedAt', DISCARDED: 'decidedAt' },
    }),
    counted('syncId', { into: 'deadItems' }),
    onlyWhile('syncId', { holds: "p.status = 'RUNNING'", message: 'the pass has ended' }),
    index(['createdAt'], { where: "status = 'DEAD'" }),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
