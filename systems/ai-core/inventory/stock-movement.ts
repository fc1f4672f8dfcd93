// What came or went, once and for good. Two of one transfer take away exactly what they bring.
import {
  audited,
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  frozen,
  index,
  instant,
  oneOf,
  settled,
  text,
  timestamped,
  uuid,
  withheld,
} from '../../../kernel/index.ts'

export const stockMovements = defineTable(
  'stock_movements',
  {
    levelId: belongsTo('stock_levels', { inverse: 'movements' }).immutable(),
    kind: oneOf('RECEIPT', 'ISSUE', 'TRANSFER', 'COUNT').immutable(),
    /** Out where it is below zero. */
    quantity: decimal(14, 3).immutable(),
    transferId: uuid().optional().immutable(),
    reason: text().optional().immutable(),
    movedAt: instant().defaultNow().immutable(),
  },
  [
    check('quantity', 'quantity <> 0'),
    check('receipt', "kind <> 'RECEIPT' or quantity > 0"),
    check('issue', "kind <> 'ISSUE' or quantity < 0"),
    check('transfer', "(kind = 'TRANSFER') = (transfer_id is not null)"),
    check('count', "kind <> 'COUNT' or reason is not null"),
    counted('levelId', { into: 'quantity', sum: 'quantity' }),
    settled('transfer', {
      condition: `p.transfer_id is null or (
        select sum(m.quantity) = 0 and count(*) = 2 and count(distinct l.item_id) = 1
        from {table:stock_movements} m join {table:stock_levels} l on l.id = m.level_id
        where m.transfer_id = p.transfer_id)`,
      message: 'a transfer takes away from one place what it brings to another',
    }),
    frozen({ message: 'a movement stays as it is: correct it by another' }),
    withheld('update', 'delete'),
    index(['levelId', '-movedAt']),
    index(['transferId'], { where: 'transfer_id is not null' }),
    audited(),
    timestamped(),
  ],
)
