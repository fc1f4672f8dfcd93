// A receipt is reported to master data: it belongs to whoever its policy belongs to.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { handledBy } from './when-asked.ts'

export const onReceipt = defineConsumer({
  name: 'on-receipt',
  database: 'global',
  from: 'insurance',
  events: [
    'ReceiptIssued',
    'ReceiptPaid',
    'ReceiptReturned',
    'ReceiptWrittenOff',
    'ReceiptReopened',
    'ReceiptChanged',
    'ReceiptRemoved',
  ],
  makes: consolidated,
  handle: handledBy(({ consolidate, receipt }) => consolidate(receipt)),
})
