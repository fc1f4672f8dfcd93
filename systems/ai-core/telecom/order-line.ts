// One line of an order: fibre, mobile or another. A number that comes from another operator is carried over within a
// window that the clearing house gave, one request at a time.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  emits,
  instant,
  integer,
  lockedBy,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const orderLines = defineTable(
  'order_lines',
  {
    orderId: belongsTo('telecom_orders', { inverse: 'lines' }).immutable(),
    position: integer().immutable(),
    service: oneOf('FIBRE', 'MOBILE', 'LANDLINE', 'TELEVISION').immutable(),
    /** E.164. */
    phoneNumber: varchar(16).optional(),
    donor: varchar(120).optional(),
    portsFrom: instant().optional(),
    portsTo: instant().optional(),
    status: oneOf('PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'CANCELLED').default('PENDING'),
    failureReason: text().optional(),
  },
  [
    unique(['orderId', 'position']),
    unique(['phoneNumber'], {
      name: 'order_lines_one_port_key',
      where: "donor is not null and status in ('PENDING', 'IN_PROGRESS')",
    }),
    check('phone', "phone_number ~ '^[+][1-9][0-9]{6,14}$'"),
    check('donor', 'donor is null or phone_number is not null'),
    check(
      'window',
      "(ports_from is null) = (ports_to is null) and ports_to > ports_from and ports_to <= ports_from + interval '24 hours'",
    ),
    check('ported', "donor is null or status <> 'DONE' or ports_from is not null"),
    check('failed', "(status = 'FAILED') = (failure_reason is not null)"),
    states('status', {
      next: {
        PENDING: ['IN_PROGRESS', 'FAILED', 'CANCELLED'],
        IN_PROGRESS: ['DONE', 'FAILED', 'CANCELLED'],
        DONE: [],
        FAILED: [],
        CANCELLED: [],
      },
      initial: ['PENDING'],
    }),
    counted('orderId', { into: 'lineCount' }),
    counted('orderId', { into: 'doneCount', where: "r.status = 'DONE'" }),
    counted('orderId', { into: 'failedCount', where: "r.status in ('FAILED', 'CANCELLED')" }),
    lockedBy('orderId', {
      when: "status not in ('ACKNOWLEDGED', 'IN_PROGRESS')",
      message: 'an order that is closed keeps its lines',
    }),
    emits('OrderLine', {
      OrderLineDone: { when: "status = 'DONE'", payload: { lineId: 'id', orderId: 'orderId' } },
      OrderLineFailed: {
        when: "status = 'FAILED'",
        payload: { lineId: 'id', orderId: 'orderId', reason: 'failureReason' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
