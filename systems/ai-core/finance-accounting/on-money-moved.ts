// What areas tell that is worth money becomes a posting: once, under the rule of its day, or waiting for one.
import { defineConsumer, type ReceivedEvent } from '../../../kernel/index.ts'

interface MoneyMoved {
  readonly invoiceId?: string
  readonly receiptId?: string
  readonly entryId?: string
  readonly kind?: string
  readonly total?: string
  readonly amount?: string
  /** Where it is not told, the usual one. */
  readonly currency?: string
  readonly issuedOn?: string
  readonly paidOn?: string
}

interface Rule {
  readonly id: string
  readonly validTo: string | null
}

interface Mapping {
  readonly financeAccounting: {
    readonly postingRule: {
      findMany(request: { where: object; select: object }): Promise<readonly Rule[]>
    }
    readonly posting: {
      createMany(request: { skipDuplicates: true; data: readonly object[] }): Promise<unknown>
    }
  }
}

interface Moved {
  readonly sourceType: string
  readonly sourceId: string | undefined
  readonly amount: string
  readonly occurredOn: string
}

const posted =
  (read: (payload: MoneyMoved, day: string) => Moved) =>
  async (
    event: ReceivedEvent<MoneyMoved>,
    { tx, makeId }: { readonly tx: Mapping; readonly makeId: (part: string) => string },
  ): Promise<void> => {
    const { source: area, type: eventType, payload } = event
    const moved = read(payload, event.occurredAt.slice(0, 10))
    if (Number(moved.amount) === 0) return
    const rules = await tx.financeAccounting.postingRule.findMany({
      where: { area, eventType, validFrom: { lte: moved.occurredOn } },
      select: { id: true, validTo: true },
    })
    const rule = rules.find(({ validTo }) => validTo === null || validTo > moved.occurredOn)
    const currency = payload.currency === undefined ? {} : { currency: payload.currency }
    const status = rule === undefined ? 'UNMAPPED' : 'PENDING'
    const data = { ...moved, area, eventType, status, ...currency }
    await tx.financeAccounting.posting.createMany({
      skipDuplicates: true,
      data: [{ ...data, ruleId: rule?.id ?? null, id: makeId('posting') }],
    })
  }

export const onInvoiceIssued = defineConsumer<MoneyMoved, Mapping>({
  name: 'accounting-on-invoice',
  database: 'financeAccounting',
  from: 'financeInvoicing',
  events: ['InvoiceIssued'],
  handle: posted(({ invoiceId, kind, total = '0', issuedOn }, day) => ({
    sourceType: 'Invoice',
    sourceId: invoiceId,
    amount: kind === 'CREDIT_NOTE' ? `-${total}` : total,
    occurredOn: issuedOn ?? day,
  })),
})

export const onReceiptPaid = defineConsumer<MoneyMoved, Mapping>({
  name: 'accounting-on-receipt',
  database: 'financeAccounting',
  from: 'insurance',
  events: ['ReceiptPaid'],
  handle: posted(({ receiptId, amount = '0', paidOn }, day) => ({
    sourceType: 'Receipt',
    sourceId: receiptId,
    amount,
    occurredOn: paidOn ?? day,
  })),
})

/** An accrual and what takes it back are entries of their own, the second one below zero. */
export const onCommission = defineConsumer<MoneyMoved, Mapping>({
  name: 'accounting-on-commission',
  database: 'financeAccounting',
  from: 'commissions',
  events: ['CommissionAccrued', 'CommissionClawedBack'],
  handle: posted(({ entryId, amount = '0' }, day) => ({
    sourceType: 'CommissionEntry',
    sourceId: entryId,
    // The entry is rounded to the cent already; a posting has no more digits.
    amount: amount.replace(/(\.\d\d)\d+$/, '$1'),
    occurredOn: day,
  })),
})
