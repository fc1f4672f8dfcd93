// What is to be paid becomes part of the forecast: receipts of policies and invoices of the group, each once.
import { defineConsumer } from '../../../kernel/index.ts'

interface MoneyDue {
  readonly invoiceId?: string
  readonly receiptId?: string
  readonly kind?: string
  readonly total?: string
  readonly amount?: string
  readonly currency: string
  readonly dueOn: string
}

interface Treasury {
  readonly financeTreasury: {
    readonly expectedFlow: {
      createMany(request: { skipDuplicates: true; data: readonly object[] }): Promise<unknown>
      updateMany(request: { where: object; data: object }): Promise<unknown>
    }
  }
}

export const onInvoiceDue = defineConsumer<MoneyDue, Treasury>({
  name: 'treasury-on-invoice',
  database: 'financeTreasury',
  from: 'financeInvoicing',
  events: ['InvoiceIssued'],
  handle: async ({ payload }, { tx, makeId }) => {
    const { invoiceId, kind, total = '0', currency, dueOn } = payload
    // A credit note is money that goes back.
    const amount = kind === 'CREDIT_NOTE' ? `-${total}` : total
    const flow = { sourceType: 'Invoice', sourceId: invoiceId, dueOn, amount, currency }
    await tx.financeTreasury.expectedFlow.createMany({
      skipDuplicates: true,
      data: [{ ...flow, id: makeId('flow') }],
    })
  },
})

export const onReceiptDue = defineConsumer<MoneyDue, Treasury>({
  name: 'treasury-on-receipt',
  database: 'financeTreasury',
  from: 'insurance',
  events: ['ReceiptIssued', 'ReceiptWrittenOff', 'ReceiptRemoved'],
  handle: async ({ type, payload }, { tx, makeId }) => {
    const { receiptId, amount = '0', currency, dueOn } = payload
    const source = { sourceType: 'Receipt', sourceId: receiptId }
    const { expectedFlow } = tx.financeTreasury
    if (type !== 'ReceiptIssued')
      await expectedFlow.updateMany({
        where: { ...source, status: 'EXPECTED' },
        data: { status: 'DROPPED' },
      })
    else if (Number(amount) !== 0)
      await expectedFlow.createMany({
        skipDuplicates: true,
        data: [{ ...source, dueOn, amount, currency, id: makeId('flow') }],
      })
  },
})
