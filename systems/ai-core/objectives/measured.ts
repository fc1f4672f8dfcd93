// measured: progress follows from the check-ins, of a key result by its newest one and of the objective by the weights
// of its key results. The objective's row is changed first, so that two who measure at once come one after the other.
import { defineFeature } from '../../../kernel/index.ts'

export function measured(of: 'key_results' | 'check_ins') {
  const touched = (rows: string) =>
    of === 'key_results'
      ? `select objective_id from ${rows}`
      : `select k.objective_id from ${rows} n join {table:key_results} k on k.id = n.key_result_id`
  const terms = (alias: string) => `${alias}.start_value, ${alias}.target_value, ${alias}.weight`
  const changed = `select n.objective_id from new_rows n join old_rows o on o.id = n.id
      where (${terms('n')}) is distinct from (${terms('o')})`
  return defineFeature('measured', () => [
    routine('progress', touched('new_rows'), 'insert'),
    ...(of === 'check_ins'
      ? []
      : [
          routine('progress_again', changed, 'update'),
          routine('progress_less', touched('old_rows'), 'delete'),
        ]),
  ])
}

function routine(name: string, ids: string, event: 'insert' | 'update' | 'delete') {
  return {
    kind: 'routine' as const,
    name,
    // Nobody at run time writes progress.
    security: 'definer' as const,
    body: `declare
  one uuid;
begin
  for one in select o.id from {table:objectives} o where o.id in (${ids}) order by o.id loop
    update {table:objectives} set revision = revision + 1 where id = one and status in ('DRAFT', 'ACTIVE');
    if not found then
      raise exception 'an objective that is closed is not measured';
    end if;
    update {table:key_results} k set current_value = c.value,
      progress = least(greatest(round((c.value - k.start_value) / (k.target_value - k.start_value), 4), 0), 1)
    from (
      select distinct on (i.key_result_id) i.key_result_id, i.value from {table:check_ins} i
      join {table:key_results} r on r.id = i.key_result_id
      where r.objective_id = one order by i.key_result_id, i.measured_at desc
    ) c where c.key_result_id = k.id;
    update {table:objectives} o set progress = coalesce(
      (select round(sum(k.progress * k.weight) / sum(k.weight), 4) from {table:key_results} k
       where k.objective_id = o.id), 0)
    where o.id = one;
  end loop;
  return null;
end`,
    // Before 'locked_by_...': a lock taken in share mode first would have to be raised.
    triggers: [
      { name: `derive_${name}`, when: 'after' as const, event, each: 'statement' as const },
    ],
  }
}
