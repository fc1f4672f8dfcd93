// What a client ordered: lines that are done one by one. The order is complete when all of them are, and partly so
// when some failed; its counters say it and nobody types it.
import {
  audited,
  check,
  counter,
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

const open = "status in ('ACKNOWLEDGED', 'IN_PROGRESS')"

export const telecomOrders = defineTable(
  'telecom_orders',
  {
    number: varchar(60).immutable(),
    partyId: refersTo('global.party'),
    brand: varchar(80).default('Black Telecom'),
    status: oneOf(
      'ACKNOWLEDGED',
      'IN_PROGRESS',
      'COMPLETED',
      'PARTIAL',
      'FAILED',
      'CANCELLED',
    ).default('ACKNOWLEDGED'),
    requestedAt: instant().defaultNow().immutable(),
    closedAt: instant().optional(),
    lineCount: counter(),
    doneCount: counter(),
    failedCount: counter(),
  },
  [
    unique(['number']),
    check('completed', "status <> 'COMPLETED' or (line_count > 0 and done_count = line_count)"),
    check(
      'partial',
      `status <> 'PARTIAL' or (done_count > 0 and failed_count > 0
        and done_count + failed_count = line_count)`,
    ),
    check('failed', "status <> 'FAILED' or (line_count > 0 and failed_count = line_count)"),
    check('cancelled', "status <> 'CANCELLED' or done_count = 0"),
    index(['partyId', '-requestedAt']),
    index(['status', 'requestedAt']),
    states('status', {
      next: {
        ACKNOWLEDGED: ['IN_PROGRESS', 'CANCELLED'],
        IN_PROGRESS: ['COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED'],
        COMPLETED: [],
        PARTIAL: [],
        FAILED: [],
        CANCELLED: [],
      },
      initial: ['ACKNOWLEDGED'],
      stamps: {
        COMPLETED: 'closedAt',
        PARTIAL: 'closedAt',
        FAILED: 'closedAt',
        CANCELLED: 'closedAt',
      },
    }),
    frozen({ when: `not (${open})`, message: 'an order that is closed stays as it is' }),
    emits('TelecomOrder', {
      TelecomOrderReceived: { payload: { orderId: 'id', partyId: 'partyId', number: 'number' } },
      TelecomOrderClosed: {
        when: `not (${open})`,
        payload: { orderId: 'id', partyId: 'partyId', status: 'status' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
