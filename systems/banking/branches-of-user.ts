// branchesOfUser: a user's own row lists the branches they work for, because who somebody is comes before whose rows
// they see. Kept by what is added and taken away, like a counter.
import { defineFeature } from '../../kernel/index.ts'

const lock = (rows: string) =>
  `perform from {table:users} u where u.id in (select r.user_id from ${rows} r) order by u.id for no key update;`

export const branchesOfUser = defineFeature('branchesOfUser', () => [
  {
    kind: 'routine',
    name: 'branches',
    // Nobody else writes the list.
    security: 'definer',
    underPolicies: true,
    body: `begin
  if tg_op = 'INSERT' then
    ${lock('new_rows')}
    update {table:users} u set branch_ids = array(
        select distinct b from unnest(u.branch_ids || n.added) b order by b)
      from (select user_id, array_agg(branch_id) as added from new_rows group by user_id) n
      where u.id = n.user_id;
  else
    ${lock('old_rows')}
    update {table:users} u set branch_ids = array(
        select b from unnest(u.branch_ids) b where b <> all (o.gone) order by b)
      from (select user_id, array_agg(branch_id) as gone from old_rows group by user_id) o
      where u.id = o.user_id;
  end if;
  return null;
end`,
    maintains: [
      {
        table: 'users',
        column: 'branchIds',
        recount:
          "(select coalesce(array_agg(r.branch_id order by r.branch_id), '{}') from {table} r where r.user_id = p.id)",
      },
    ],
    triggers: (['insert', 'delete'] as const).map((event) => ({
      name: `branches_${event}`,
      when: 'after',
      event,
      each: 'statement',
    })),
  },
])
