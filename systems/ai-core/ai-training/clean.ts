// clean: no job on whom its dataset, or one that this was made from, had to leave out. It shares the locks of the whole
// line: who is being excluded waits for it and then stops it, or is seen by it.
import { defineFeature, freshGuard } from '../../../kernel/index.ts'

export const clean = defineFeature('clean', () => [
  {
    kind: 'routine',
    name: 'clean',
    security: 'definer',
    body: `declare
  line uuid[];
begin
  if new.status not in ('QUEUED', 'RUNNING') or (tg_op = 'UPDATE' and new.status = old.status) then
    return new;
  end if;
  ${freshGuard}
  with recursive up as (
    select d.id, d.parent_id from {table:datasets} d where d.id = new.dataset_id
    union
    select d.id, d.parent_id from {table:datasets} d join up on d.id = up.parent_id
  )
  select array_agg(up.id) into line from up;
  perform from {table:datasets} p where p.id = any (line) order by p.id for share of p;
  if exists (select from {table:dataset_subjects} s
    where s.dataset_id = any (line) and s.excluded_at is not null) then
    raise exception 'a subject of the dataset was excluded' using errcode = 'AV304',
      hint = 'Make a dataset without them.';
  end if;
  return new;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `clean_${event}`,
      when: 'before' as const,
      event,
      each: 'row' as const,
    })),
  },
])
