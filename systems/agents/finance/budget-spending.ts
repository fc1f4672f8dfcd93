// What was spent of a budget follows the transactions by deltas. The first expense of a period begins it, and it takes
// what was there before it. Both lock the profile first: of a period and a transaction that are written at once each knows of the other.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

/** What a transaction takes from the budgets of its category; what comes back is an income in it. */
const taken = (alias: string) =>
  `case ${alias}.type when 'expense' then ${alias}.amount when 'income' then -${alias}.amount else 0 end`

const lockProfiles = (ids: string) =>
  `perform from {table:financial_profiles} p where p.id in (${ids}) order by p.id for no key update;`

const source = (rows: string, sign: string) =>
  `select r.financial_profile_id, r.category, r.date, ${sign}(${taken('r')}) as n from ${rows} r`

function renderDelta(rows: readonly (readonly [rows: string, sign: string])[]): string {
  const ids = rows.map(([name]) => `select financial_profile_id from ${name}`).join(' union ')
  return `${lockProfiles(ids)}
    update {table:budget_periods} q set spent = q.spent + d.n from (
      select q.id, sum(s.n) as n
      from (${rows.map(([name, sign]) => source(name, sign)).join(' union all ')}) s
      join {table:budgets} b on b.financial_profile_id = s.financial_profile_id and b.category = s.category
      join {table:budget_periods} q on q.budget_id = b.id and s.date between q.starts_on and q.ends_on
      group by q.id having sum(s.n) <> 0
    ) d where q.id = d.id;`
}

/** Counted from the first day of the budget, so that the 31st comes back after a shorter month. */
const start = (periods: string) => `(b.start_date + ${periods} * s.step)::date`

/** Periods that new expenses fall into and that are not there yet; each begins with what was spent in it. */
const beginPeriods = `insert into {table:budget_periods} (workspace_id, user_id, budget_id, starts_on, ends_on, amount)
    select distinct b.workspace_id, b.user_id, b.id, ${start('k.n')}, ${start('(k.n + 1)')} - 1, b.amount
    from new_rows r
    join {table:budgets} b on b.financial_profile_id = r.financial_profile_id and b.category = r.category
    cross join lateral (select case b.period when 'weekly' then interval '7 days'
      when 'monthly' then interval '1 month' when 'quarterly' then interval '3 months'
      else interval '1 year' end as step) s
    cross join lateral (select case b.period when 'weekly' then (r.date - b.start_date) / 7
      else (extract(year from r.date) * 12 + extract(month from r.date) - extract(year from b.start_date) * 12
        - extract(month from b.start_date))::integer
        / case b.period when 'monthly' then 1 when 'quarterly' then 3 else 12 end end as most) m
    cross join lateral (select m.most - (${start('m.most')} > r.date)::integer as n) k
    where r.type = 'expense' and b.is_active
      and r.date >= b.start_date and (b.end_date is null or r.date <= b.end_date)
      and not exists (select from {table:budget_periods} q
        where q.budget_id = b.id and r.date between q.starts_on and q.ends_on)
    on conflict do nothing;`

/** On transactions. */
export const budgetSpending: Feature = defineFeature('budgetSpending', () => [
  {
    kind: 'routine',
    name: 'budget_spending',
    security: 'definer',
    body: `begin
  if tg_op = 'INSERT' then
    ${renderDelta([['new_rows', '']])}
    ${beginPeriods}
  elsif tg_op = 'DELETE' then
    ${renderDelta([['old_rows', '-']])}
  else
    ${renderDelta([
      ['new_rows', ''],
      ['old_rows', '-'],
    ])}
    ${beginPeriods}
  end if;
  return null;
end`,
    triggers: (['insert', 'update', 'delete'] as const).map((event) => ({
      name: `budget_spending_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  },
])

/** On periods. */
export const periodSpending: Feature = defineFeature('periodSpending', () => [
  {
    kind: 'routine',
    name: 'begin_period',
    security: 'definer',
    body: `begin
  ${lockProfiles(
    'select b.financial_profile_id from new_rows n join {table:budgets} b on b.id = n.budget_id',
  )}
  update {table} q set spent = d.n from (
    select n.id, sum(${taken('t')}) as n
    from new_rows n join {table:budgets} b on b.id = n.budget_id
    join {table:transactions} t on t.financial_profile_id = b.financial_profile_id
      and t.category = b.category and t.date between n.starts_on and n.ends_on
    group by n.id having sum(${taken('t')}) <> 0
  ) d where q.id = d.id;
  return null;
end`,
    triggers: [{ name: 'begin_period', when: 'after', event: 'insert', each: 'statement' }],
  },
  {
    kind: 'routine',
    name: 'tell_spending',
    security: 'definer',
    body: `begin
  insert into {table:budget_alerts} (workspace_id, user_id, budget_period_id, threshold)
  select distinct n.workspace_id, n.user_id, n.id, t.threshold
  from new_rows n join {table:budgets} b on b.id = n.budget_id
  cross join lateral (values (b.alert_threshold), (100)) t (threshold)
  where n.spent * 100 >= n.amount * t.threshold
  order by n.id, t.threshold
  on conflict do nothing;
  return null;
end`,
    triggers: [{ name: 'tell_spending', when: 'after', event: 'update', each: 'statement' }],
  },
])
