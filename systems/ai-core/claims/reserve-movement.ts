// The ledger of a claim: what is set aside, what is taken back, what is paid out of it. Rows are only added; what
// is wrong is set right by another row.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineTable,
  emits,
  instant,
  lockedBy,
  oneOf,
  text,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'
import { sameFile } from './same-file.ts'

export const reserveMovements = defineTable(
  'reserve_movements',
  {
    claimFileId: belongsTo('claim_files', { inverse: 'movements' }),
    coverageId: belongsTo('claim_coverages', { inverse: 'movements' }),
    kind: oneOf('RESERVE', 'RELEASE', 'PAYMENT', 'RECOVERY'),
    amount: money(),
    /** With its sign, as the reserve feels it. A recovery comes back to what was paid. */
    reserveChange: money().generatedAs(
      "case kind when 'RESERVE' then amount when 'RECOVERY' then 0 else - amount end",
    ),
    paidChange: money().generatedAs(
      "case kind when 'PAYMENT' then amount when 'RECOVERY' then - amount else 0 end",
    ),
    /** The same instruction twice is one movement. */
    reference: varchar(120),
    note: text().optional(),
    recordedAt: instant().defaultNow(),
  },
  [
    unique(['reference']),
    check('amount', 'amount > 0 and amount = round(amount, 2)'),
    counted('claimFileId', { into: 'reserve', sum: 'reserveChange' }),
    counted('claimFileId', { into: 'paid', sum: 'paidChange' }),
    counted('coverageId', { into: 'paidAmount', sum: 'paidChange' }),
    lockedBy('claimFileId', {
      when: "status not in ('ACCEPTED', 'PARTLY_ACCEPTED', 'PAID')",
      of: "kind = 'PAYMENT'",
      events: ['insert'],
      message: 'nothing is paid before the claim is accepted',
    }),
    sameFile(),
    withheld('update', 'delete'),
    emits('ReserveMovement', {
      ReserveMoved: {
        payload: { movementId: 'id', claimFileId: 'claimFileId', kind: 'kind', amount: 'amount' },
      },
    }),
    audited(),
  ],
)
