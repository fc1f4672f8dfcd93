// A batch of entries that is paid to an agent. Sealed, neither it nor what is in it changes: what comes later goes
// into the next.
import {
  audited,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { keptMoney } from '../money.ts'

export const settlements = defineTable(
  'settlements',
  {
    number: varchar(60).immutable(),
    agentId: refersTo('global.party').immutable(),
    currency: varchar(3).default('EUR').immutable(),
    periodStart: date(),
    periodEnd: date(),
    status: oneOf('DRAFT', 'SEALED', 'PAID').default('DRAFT'),
    sealedAt: instant().optional(),
    paidOn: date().optional(),
    /** Σ of its entries; below zero it is carried over to the next one. */
    total: keptMoney(),
  },
  [
    unique(['number']),
    check('period', 'period_end > period_start'),
    check('sealed', "(status = 'DRAFT') = (sealed_at is null)"),
    check('paid', "(status = 'PAID') = (paid_on is not null)"),
    index(['agentId', '-periodEnd']),
    states('status', {
      next: { DRAFT: ['SEALED'], SEALED: ['PAID'], PAID: [] },
      initial: ['DRAFT'],
      stamps: { SEALED: 'sealedAt' },
    }),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status', 'paidOn'],
      message: 'a sealed settlement stays as it is',
    }),
    emits('Settlement', {
      SettlementSealed: {
        when: "status = 'SEALED'",
        payload: { settlementId: 'id', agentId: 'agentId', total: 'total' },
      },
      SettlementPaid: {
        when: "status = 'PAID'",
        payload: { settlementId: 'id', agentId: 'agentId', total: 'total', paidOn: 'paidOn' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
