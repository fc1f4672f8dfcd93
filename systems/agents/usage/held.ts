// What is held free in a month follows the reservations by deltas. One that does not fit into the limit is refused where
// the month's row is locked: of a hundred at once no more pass than there is room for.
import { defineFeature } from '../../../kernel/index.ts'
import { addToMonths, beginMonths, monthsOf } from './months.ts'

const columns = ['reserved_messages', 'reserved_tokens', 'reserved_cost'] as const

const source = (rows: string, sign: string) =>
  `select m.id, ${sign}r.messages as messages, ${sign}r.tokens as tokens, ${sign}r.cost as cost
      from ${monthsOf(rows, 'reserved_at')} where r.status = 'held'`

const add = (sources: string) =>
  addToMonths(
    `select s.id, sum(s.messages) as reserved_messages, sum(s.tokens) as reserved_tokens,
      sum(s.cost) as reserved_cost
    from (${sources}) s group by s.id
    having sum(s.messages) <> 0 or sum(s.tokens) <> 0 or sum(s.cost) <> 0`,
    columns,
  )

export const held = defineFeature('held', () => [
  {
    kind: 'routine',
    name: 'hold',
    security: 'definer',
    underPolicies: true,
    // What was forgotten gives its room back when somebody asks for room.
    body: `begin
  with late as (
    select r.id from {table:usage_reservations} r
    where r.user_id in (select n.user_id from new_rows n)
      and r.status = 'held' and r.expires_at <= acervo.now()
    order by r.id for no key update skip locked
  )
  update {table:usage_reservations} r set status = 'expired' from late where r.id = late.id;
  ${beginMonths('reserved_at')}
  ${add(source('new_rows', ''))}
  if exists (select from ${monthsOf('new_rows', 'reserved_at')}
      where m.total_messages + m.reserved_messages > m.limit_messages
        or m.total_tokens + m.reserved_tokens > m.limit_tokens
        or m.total_cost + m.reserved_cost > m.limit_cost) then
    raise exception 'the limit of the month leaves no room for this call' using errcode = 'AV304';
  end if;
  return null;
end`,
    triggers: [{ name: 'hold', when: 'after', event: 'insert', each: 'statement' }],
  },
  {
    kind: 'routine',
    name: 'let_go',
    security: 'definer',
    underPolicies: true,
    body: `begin
  ${add(`${source('new_rows', '')} union all ${source('old_rows', '-')}`)}
  return null;
end`,
    triggers: [{ name: 'let_go', when: 'after', event: 'update', each: 'statement' }],
  },
])
