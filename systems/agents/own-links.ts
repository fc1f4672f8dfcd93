// ownLinks: a row links only to rows of its own user. Whose a row is never changes, so one look when the link is written
// holds for good; a row of another user is as absent as none.
import { defineFeature, type Feature } from '../../kernel/index.ts'

/** The tables on both sides have an immutable `userId`. */
export function ownLinks(...links: readonly string[]): Feature {
  return defineFeature('ownLinks', (table) => {
    const strange = (rows: (link: string) => string) =>
      links
        .map((link) => {
          const parent = table.columns[link]?.link?.table ?? ''
          return `exists (select from ${rows(table.sql(link))} where n.${table.sql(link)} is not null
      and not exists (select from {table:${parent}} p
        where p.id = n.${table.sql(link)} and p.user_id = n.user_id))`
        })
        .join('\n    or ')
    const changed = (link: string) =>
      `new_rows n join old_rows o on o.id = n.id and n.${link} is distinct from o.${link}`
    return [
      {
        kind: 'routine',
        name: 'own_links',
        security: 'invoker',
        underPolicies: true,
        // Apart, because a statement of the one has no rows of the other.
        body: `declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := ${strange(() => 'new_rows n')};
  else
    is_strange := ${strange(changed)};
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end`,
        triggers: (['insert', 'update'] as const).map((event) => ({
          name: `own_links_${event}`,
          when: 'after' as const,
          event,
          each: 'statement' as const,
        })),
      },
    ]
  })
}
