// The version after the parent's, of the same user and type. Two who change one version at once meet at its unique.
import { defineFeature } from '../../../kernel/index.ts'

export const successor = defineFeature('successor', () => [
  {
    kind: 'routine',
    name: 'succeed',
    security: 'definer',
    underPolicies: true,
    body: `begin
  new.version = 1;
  if new.parent_id is null then return new; end if;
  select p.version + 1 into new.version from {table} p where p.id = new.parent_id
    and p.workspace_id = new.workspace_id and p.user_id = new.user_id and p.type = new.type;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such version to follow';
  end if;
  return new;
end`,
    triggers: [{ name: 'succeed', when: 'before', event: 'insert', each: 'row' }],
  },
])
