// byMember: who wrote a row is of its workspace. Nobody rates or settles anything in the name of somebody else's user.
import { defineFeature, type Feature } from '../../kernel/index.ts'

/** `link` is a link to a user, which never changes or is cleared. */
export function byMember(link: string): Feature {
  return defineFeature('byMember', (table) => [
    {
      kind: 'routine',
      name: 'member',
      security: 'definer',
      underPolicies: true,
      body: `begin
  if exists (select from new_rows n join {table:users} u on u.id = n.${table.sql(link)}
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end`,
      triggers: [{ name: 'member', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])
}
