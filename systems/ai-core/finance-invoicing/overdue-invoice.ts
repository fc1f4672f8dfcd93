// Invoices that should have been paid before today and are not marked so.
import { date, decimal, defineView, uuid } from '../../../kernel/index.ts'

export const overdueInvoices = defineView(
  'overdue_invoices',
  { id: uuid(), partyId: uuid(), dueOn: date(), open: decimal(18, 2) },
  `select id, party_id, due_on, (net + tax - paid - credited)::numeric(18, 2) as open from invoices
   where kind = 'INVOICE' and status in ('ISSUED', 'PARTLY_PAID') and paid + credited < net + tax
     and due_on < (acervo.now() at time zone 'Europe/Madrid')::date`,
  { key: ['id'] },
)
