// sm_finance_invoicing: invoices in legal series, what they charge and what was paid.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { brokenInvoices } from './chain.ts'
import { invoices } from './invoice.ts'
import { invoiceLines } from './invoice-line.ts'
import { invoicePayments } from './invoice-payment.ts'
import { invoiceSeries } from './invoice-series.ts'
import { overdueInvoices } from './overdue-invoice.ts'

export const financeInvoicing = defineDatabase({
  schema: 'sm_finance_invoicing',
  name: 'financeInvoicing',
  area: 'corporate-finance',
  purpose: 'Invoices in legal series, lines and payments',
  tables: {
    invoiceSeries,
    invoice: invoices,
    invoiceLine: invoiceLines,
    invoicePayment: invoicePayments,
    brokenInvoice: brokenInvoices,
    overdueInvoice: overdueInvoices,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
