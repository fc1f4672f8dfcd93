// A call is added to its month, and to its agent's share of it, in its own transaction: the month of the call's instant,
// however late it is written. What was reserved for it is settled, once.
import { defineFeature } from '../../../kernel/index.ts'
import { countNames, shares } from './counts.ts'
import { addToMonths, beginMonths, monthsOf } from './months.ts'

const summed = countNames.map((name) => `${shares[name]} as ${name}`).join(',\n      ')

export const rolledUp = defineFeature('rolledUp', () => [
  {
    kind: 'routine',
    name: 'roll_up',
    security: 'definer',
    underPolicies: true,
    body: `declare
  named integer;
  settled integer;
begin
  if exists (select from new_rows n where n.agent_id is null) then
    raise exception 'a call names the agent that made it' using errcode = 'AV305';
  end if;
  select count(*) into named from new_rows n where n.reservation_id is not null;
  if named > 0 then
    with open as (
      select r.id from {table:usage_reservations} r join new_rows n on n.reservation_id = r.id
      where r.user_id = n.user_id and r.status in ('held', 'expired')
      order by r.id for no key update of r
    ), done as (
      update {table:usage_reservations} r set status = 'settled' from open
      where r.id = open.id returning r.id
    )
    select count(*) into settled from done;
    if settled <> named then
      raise exception 'what was reserved for the call is settled or released' using errcode = 'AV304';
    end if;
  end if;
  ${beginMonths('timestamp')}
  ${addToMonths(
    `select m.id, ${summed}
    from ${monthsOf('new_rows', 'timestamp')}
    group by m.id`,
    countNames,
  )}
  insert into {table:monthly_agent_usage} as a
    (workspace_id, user_id, monthly_usage_id, agent_id, ${countNames.join(', ')})
  select m.workspace_id, m.user_id, m.id, r.agent_id, ${summed}
  from ${monthsOf('new_rows', 'timestamp')}
  group by m.workspace_id, m.user_id, m.id, r.agent_id order by m.id, r.agent_id
  on conflict (workspace_id, monthly_usage_id, agent_id) do update set
    ${countNames.map((name) => `${name} = a.${name} + excluded.${name}`).join(',\n    ')};
  return null;
end`,
    triggers: [{ name: 'roll_up', when: 'after', event: 'insert', each: 'statement' }],
  },
])
