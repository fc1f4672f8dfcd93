// treeWithin: a link to an earlier row of the same table that never changes. A parent of another group, or a circle
// among rows of one statement, is refused.
import { defineFeature, type Feature } from '../../kernel/index.ts'

/** `parent` links to the table itself and is immutable; rows and their parents share `group`. */
export function treeWithin(parent: string, group: string): Feature {
  return defineFeature('treeWithin', (table) => {
    const [link, shared] = [table.sql(parent), table.sql(group)]
    return [
      {
        kind: 'routine',
        name: 'tree',
        security: 'definer',
        underPolicies: true,
        // Parents stand before their children do, so a circle needs a step back among the new rows.
        body: `begin
  if exists (select from new_rows n join {table} p on p.id = n.${link}
      where p.${shared} is distinct from n.${shared})
    or exists (select from new_rows n join new_rows p on p.id = n.${link} where p.id >= n.id) then
    raise exception using errcode = 'AV303', message = 'the parent is no earlier row of the same tree';
  end if;
  return null;
end`,
        triggers: [{ name: 'tree', when: 'after', event: 'insert', each: 'statement' }],
      },
    ]
  })
}
