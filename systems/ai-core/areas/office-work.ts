// What the office does apart from any request: by the clock, and when something happens elsewhere.
import {
  onCommission,
  onInvoiceIssued,
  onReceiptPaid,
} from '../finance-accounting/on-money-moved.ts'
import { markOverdue } from '../finance-invoicing/mark-overdue.ts'
import { onInvoiceDue, onReceiptDue } from '../finance-treasury/on-money-due.ts'
import { eraseExpired } from '../hr-recruitment/erase-expired.ts'
import { alertExpiring } from '../hr-training/alert-expiring.ts'
import { sendReminders } from '../legal/send-reminders.ts'

export const officeJobs = [eraseExpired, alertExpiring, sendReminders, markOverdue] as const
export const officeConsumers = [
  onInvoiceDue,
  onReceiptDue,
  onInvoiceIssued,
  onReceiptPaid,
  onCommission,
] as const
