// The months that rows fall into, begun where they are missing: with the limits of their users. A month that begins and
// a limit that changes take one lock for the user, so that each knows of the other.
import { monthOf, yearOf } from './counts.ts'

const limits = ['limit_messages', 'limit_tokens', 'limit_cost'] as const

/** Rows `r` of `rows` with their months `m`, by the instant that their column `at` holds. */
export const monthsOf = (rows: string, at: string): string =>
  `${rows} r join {table:monthly_usage} m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = ${yearOf(`r.${at}`)} and m.month = ${monthOf(`r.${at}`)}`

/** Adds `delta` (id of the month, then the amounts) to the months, locked in the order of their ids. */
export const addToMonths = (delta: string, columns: readonly string[]): string =>
  `with delta as (
    ${delta}
  ), locked as (
    select m.id from {table:monthly_usage} m join delta on delta.id = m.id
    order by m.id for no key update of m
  )
  update {table:monthly_usage} m set
    ${columns.map((name) => `${name} = m.${name} + delta.${name}`).join(',\n    ')}
  from delta join locked on locked.id = delta.id where m.id = delta.id;`

const lock = (users: string): string =>
  `perform pg_advisory_xact_lock(hashtextextended('{schema}.months.' || k.user_id, 7411))
    from (select distinct r.user_id from ${users} order by r.user_id) k;`

export function beginMonths(at: string): string {
  const missing = `new_rows r where not exists (select from {table:monthly_usage} m
      where m.workspace_id = r.workspace_id and m.user_id = r.user_id
        and m.year = ${yearOf(`r.${at}`)} and m.month = ${monthOf(`r.${at}`)})`
  return `if exists (select from ${missing}) then
    ${lock(missing)}
    insert into {table:monthly_usage} (workspace_id, user_id, year, month, ${limits.join(', ')})
    select distinct r.workspace_id, r.user_id, ${yearOf(`r.${at}`)}, ${monthOf(`r.${at}`)},
      ${limits.map((limit) => `l.${limit}`).join(', ')}
    from new_rows r left join {table:usage_limits} l
      on l.workspace_id = r.workspace_id and l.user_id = r.user_id
    order by 1, 2, 3, 4
    on conflict do nothing;
  end if;`
}

/** The month that is now takes the limits that were just written. */
export const followLimits = `${lock('new_rows r')}
  update {table:monthly_usage} m set ${limits.map((limit) => `${limit} = n.${limit}`).join(', ')}
  from new_rows n where m.workspace_id = n.workspace_id and m.user_id = n.user_id
    and m.year = ${yearOf('acervo.now()')} and m.month = ${monthOf('acervo.now()')};`
