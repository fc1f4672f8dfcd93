// A series of invoices of one company and year: where its numbering and its chain of hashes stand.
import {
  audited,
  bigint,
  check,
  date,
  defineTable,
  integer,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const invoiceSeries = defineTable(
  'invoice_series',
  {
    code: varchar(20).immutable(),
    year: integer().immutable(),
    /** The company that issues. */
    issuerId: refersTo('global.party').immutable(),
    lastNumber: bigint().defaultSql('0').maintained(),
    lastHash: varchar(64).defaultSql("''").maintained(),
    lastIssuedOn: date().optional().maintained(),
  },
  [unique(['code', 'year']), check('year', 'year between 2000 and 2200'), audited(), timestamped()],
)
