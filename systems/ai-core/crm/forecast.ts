// What is expected to be sold, by month and currency, each opportunity by its likelihood. The same of another day is
// `renderForecastAt`.
import { bigint, date, defineView, varchar } from '../../../kernel/index.ts'
import { money } from '../money.ts'

const weigh = (
  rows: string,
) => `select date_trunc('month', o.expected_on::timestamp)::date as month, o.currency,
    count(*) as opportunities, sum(o.amount) as amount, sum(o.amount * o.probability) as weighted
  from ${rows} o where o.stage <> 'LOST' group by 1, 2`

export const forecasts = defineView(
  'forecasts',
  {
    month: date(),
    currency: varchar(3),
    opportunities: bigint(),
    amount: money(),
    weighted: money(),
  },
  weigh('{table:opportunities}'),
  { key: ['month', 'currency'] },
)

/** The forecast as it was known at the instant `$1`, from the moments of the schema. */
export function renderForecastAt(schema: string): string {
  return `${weigh(`(select * from ${schema}.opportunity_moments m
    where m.valid_from <= $1 and (m.valid_to is null or m.valid_to > $1))`)} order by 1, 2`
}
