// Nothing new comes into a project that is archived or deleted. The project is locked for sharing, so that it is archived
// before the new row or after it, never meanwhile.
import { defineFeature } from '../../kernel/index.ts'

export const openProject = defineFeature('openProject', () => [
  {
    kind: 'routine',
    name: 'open_project',
    security: 'definer',
    body: `declare
  closed uuid;
begin
  perform from {table:projects} p where p.id in (select n.project_id from new_rows n) order by p.id for share;
  select p.id into closed from {table:projects} p
    where p.id in (select n.project_id from new_rows n)
      and (p.archived_at is not null or p.deleted_at is not null) limit 1;
  if found then
    raise exception 'the project is archived and takes nothing new' using errcode = 'AV304',
      detail = format('Project %s.', closed);
  end if;
  return null;
end`,
    triggers: [{ name: 'open_project', when: 'after', event: 'insert', each: 'statement' }],
  },
])
