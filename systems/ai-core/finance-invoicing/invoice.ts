// An invoice or a credit note. Issued, it has its number and its hash and stays as it is; what was wrong is credited.
import {
  audited,
  belongsTo,
  bigint,
  check,
  counted,
  counter,
  date,
  decimal,
  defineTable,
  emits,
  frozen,
  index,
  oneOf,
  refersTo,
  settled,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { legalSeries } from '../legal-series.ts'
import { checkCurrency } from '../money.ts'
import { covers } from './chain.ts'

/** What others need to know of an invoice. */
const reported = {
  invoiceId: 'id',
  partyId: 'partyId',
  kind: 'kind',
  number: 'number',
  issuedOn: 'issuedOn',
  dueOn: 'dueOn',
  total: 'total',
  currency: 'currency',
}
export const invoices = defineTable(
  'invoices',
  {
    seriesId: belongsTo('invoice_series', { inverse: 'invoices' }).immutable(),
    kind: oneOf('INVOICE', 'CREDIT_NOTE').default('INVOICE').immutable(),
    partyId: refersTo('global.party'),
    status: oneOf('DRAFT', 'ISSUED', 'PARTLY_PAID', 'OVERDUE', 'PAID', 'CREDITED').default('DRAFT'),
    dueOn: date(),
    currency: varchar(3).default('EUR'),
    /** The invoice that a credit note takes back, whole or in part. */
    creditsId: belongsTo('invoices', { inverse: 'creditNotes' }).optional().immutable(),
    net: counter(decimal(18, 2)),
    tax: counter(decimal(18, 2)),
    total: decimal(18, 2).generatedAs('net + tax'),
    paid: counter(decimal(18, 2)),
    credited: counter(decimal(18, 2)),
    number: bigint().optional().maintained(),
    issuedOn: date().optional().maintained(),
    previousHash: varchar(64).optional().maintained(),
    hash: varchar(64).optional().maintained(),
  },
  [
    states('status', {
      next: {
        DRAFT: ['ISSUED'],
        ISSUED: ['PARTLY_PAID', 'OVERDUE', 'PAID', 'CREDITED'],
        PARTLY_PAID: ['OVERDUE', 'PAID', 'CREDITED'],
        OVERDUE: ['PARTLY_PAID', 'PAID', 'CREDITED'],
        PAID: ['CREDITED'],
        CREDITED: [],
      },
      initial: ['DRAFT'],
    }),
    unique(['seriesId', 'number']),
    check('number', "(status = 'DRAFT') = (number is null)"),
    check('hash', '(number is null) = (hash is null)'),
    checkCurrency,
    check('amounts', 'net >= 0 and tax >= 0 and paid >= 0 and credited >= 0'),
    check('issued', "status = 'DRAFT' or net > 0"),
    check('no_more_than_owed', 'paid + credited <= net + tax'),
    check('paid', "status <> 'PAID' or paid > 0 and paid + credited = net + tax"),
    check('partly_paid', "status <> 'PARTLY_PAID' or paid > 0"),
    check('credited', "status <> 'CREDITED' or credited > 0 and paid + credited = net + tax"),
    check('credits', "(kind = 'CREDIT_NOTE') = (credits_id is not null)"),
    check('not_itself', 'credits_id <> id'),
    counted('creditsId', {
      into: 'credited',
      sum: 'total',
      where: "r.status <> 'DRAFT'",
    }),
    settled('credits_an_invoice', {
      condition: `p.credits_id is null or exists (select from {table:invoices} i where i.id = p.credits_id
        and i.kind = 'INVOICE' and i.status <> 'DRAFT' and i.party_id = p.party_id
        and i.currency = p.currency)`,
      message: 'only an issued invoice to the same party is credited',
    }),
    legalSeries({ series: 'seriesId', issued: "status <> 'DRAFT'", covers }),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status', 'paid', 'credited'],
      message: 'an issued invoice stays as it is: credit it',
    }),
    index(['partyId', '-issuedOn']),
    index(['creditsId'], { where: 'credits_id is not null' }),
    index(['dueOn'], { where: "status in ('ISSUED', 'PARTLY_PAID')" }),
    emits('Invoice', {
      InvoiceIssued: { when: 'number is not null', payload: reported },
      InvoicePaid: { when: "status = 'PAID'", payload: { invoiceId: 'id', paid: 'paid' } },
      InvoiceOverdue: { when: "status = 'OVERDUE'", payload: reported },
      InvoiceCredited: {
        when: "status = 'CREDITED'",
        payload: { invoiceId: 'id', credited: 'credited' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
