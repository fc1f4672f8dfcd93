// Who comes without a workspace gets one of their own, and the last to leave takes it along: with it go the rows of
// everybody who worked there, so nothing of a person is left behind.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

export const ownWorkspace: Feature = defineFeature('ownWorkspace', () => [
  {
    kind: 'routine',
    name: 'give_workspace',
    security: 'definer',
    body: `begin
  insert into {table:workspaces} (id, name)
    values (new.workspace_id, coalesce(nullif(btrim(new.display_name), ''), nullif(btrim(new.name), ''), new.email))
    on conflict (id) do nothing;
  return new;
end`,
    triggers: [{ name: 'give_workspace', when: 'before', event: 'insert', each: 'row' }],
  },
  {
    kind: 'routine',
    name: 'leave_workspace',
    security: 'definer',
    // The workspace is locked before it is counted: of two who leave at once the later one takes it along.
    body: `begin
  perform from {table:workspaces} w where w.id in (select o.workspace_id from old_rows o) order by w.id for update;
  delete from {table:workspaces} w where w.id in (select o.workspace_id from old_rows o)
    and not exists (select from {table} u where u.workspace_id = w.id);
  return null;
end`,
    triggers: [{ name: 'leave_workspace', when: 'after', event: 'delete', each: 'statement' }],
  },
])
