// What the hash of an issued invoice covers, and where the chain of a series is broken.
import { bigint, defineView, text, uuid } from '../../../kernel/index.ts'
import { renderHash } from '../legal-series.ts'

export const covers = ['kind', 'party_id', 'currency', 'net', 'tax', 'credits_id'] as const
/** Empty while every issued invoice says what it said and follows the one before. */
export const brokenInvoices = defineView(
  'broken_invoices',
  { id: uuid(), seriesId: uuid(), number: bigint(), fault: text() },
  `select c.id, c.series_id, c.number, c.fault from (
     select i.id, i.series_id, i.number, case
       when i.hash is distinct from ${renderHash('i', 'series_id', covers)} then 'CONTENT'
       when i.number is distinct from 1 + coalesce(lag(i.number) over one, 0) then 'GAP'
       when i.previous_hash is distinct from coalesce(lag(i.hash) over one, '') then 'CHAIN'
       when lead(i.number) over one is null
         and (i.number, i.hash) is distinct from (s.last_number, s.last_hash) then 'END'
     end as fault
     from invoices i join invoice_series s on s.id = i.series_id where i.number is not null
     window one as (partition by i.series_id order by i.number)
   ) c where c.fault is not null`,
  { key: ['id'] },
)
