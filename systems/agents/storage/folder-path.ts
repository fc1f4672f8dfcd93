// The path of a folder, in NFC, from its parent's. A folder never comes below itself; what stands below moves with it in
// one statement. Changes of one workspace's folders come one after the other: two moves that only together make a circle
// cannot both be made.
import { defineFeature, type Fact, freshGuard } from '../../../kernel/index.ts'

const lock = (workspace: string) =>
  `perform pg_advisory_xact_lock(hashtextextended('{schema}.folders:' || ${workspace}, 7411));`

const each = (name: string, when: 'before' | 'after', every: 'row' | 'statement') =>
  (['insert', 'update'] as const).map((event) => ({
    name: `${name}_${event}`,
    when,
    event,
    each: every,
  }))

const place: Fact = {
  kind: 'routine',
  name: 'place_folder',
  security: 'definer',
  underPolicies: true,
  body: `declare above record;
begin
  new.name = normalize(new.name, nfc);
  if tg_op = 'UPDATE' then
    if new.parent_id is not distinct from old.parent_id and new.name = old.name then return new; end if;
  end if;
  ${lock('new.workspace_id::text')}
  if new.parent_id is null then
    new.path = '/' || new.name;
    new.depth = 1;
    return new;
  end if;
  select p.path, p.depth into above from {table} p
    where p.id = new.parent_id and p.user_id = new.user_id and p.workspace_id = new.workspace_id;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such folder to be in';
  end if;
  if tg_op = 'UPDATE' then
    if new.parent_id = new.id or starts_with(above.path, old.path || '/') then
      raise exception using errcode = 'AV304', message = 'a folder cannot be moved below itself';
    end if;
  end if;
  new.path = above.path || '/' || new.name;
  new.depth = above.depth + 1;
  return new;
end`,
  triggers: each('place_folder', 'before', 'row'),
}

const follow: Fact = {
  kind: 'routine',
  name: 'follow_folder',
  security: 'definer',
  underPolicies: true,
  // What follows has not moved by itself, so the second round ends it.
  body: `begin
  if not exists (select from old_rows o join new_rows n on n.id = o.id
      where n.parent_id is distinct from o.parent_id or n.name <> o.name) then
    return null;
  end if;
  update {table} d
    set path = n.path || substr(d.path, length(o.path) + 1), depth = d.depth + n.depth - o.depth
    from old_rows o join new_rows n on n.id = o.id
    where (n.parent_id is distinct from o.parent_id or n.name <> o.name)
      and d.user_id = o.user_id and d.id <> o.id and starts_with(d.path, o.path || '/');
  return null;
end`,
  triggers: [{ name: 'follow_folder', when: 'after', event: 'update', each: 'statement' }],
}

const queue: Fact = {
  kind: 'routine',
  name: 'queue_folders',
  security: 'invoker',
  // Before any row is locked, or two moves would hold what the other one waits for. A snapshot older than the lock
  // would not show the other move.
  body: `begin
  ${freshGuard}
  ${lock(`coalesce(nullif(current_setting('acervo.tenant', true), ''), '')`)}
  return null;
end`,
  triggers: each('queue_folders', 'before', 'statement'),
}

export const folderPath = defineFeature('folderPath', () => [place, follow, queue])
