// versioned: a changed text is a new version, and what was published before it is archived, in the same commit. The row
// of the question is locked by whoever changes it, so numbers have no gaps and no twins.
import { defineFeature } from '../../kernel/index.ts'

export const versioned = defineFeature('versioned', () => [
  {
    kind: 'routine',
    name: 'version',
    security: 'invoker',
    body: `begin
  if (new.title, new.answer, new.tags) is distinct from (old.title, old.answer, old.tags) then
    new.version := old.version + 1;
  end if;
  return new;
end`,
    triggers: [{ name: 'version', when: 'before', event: 'update', each: 'row' }],
  },
  {
    kind: 'routine',
    name: 'versions',
    // Nobody else writes a version.
    security: 'definer',
    underPolicies: true,
    body: `begin
  update {table:faq_versions} v set status = 'ARCHIVED', archived_at = acervo.now()
    from new_rows n where v.faq_id = n.id and v.status = 'PUBLISHED'
      and (v.version <> n.version or n.status <> 'PUBLISHED');
  insert into {table:faq_versions} (faq_id, version, title, answer, tags)
    select n.id, n.version, n.title, n.answer, n.tags from new_rows n
    on conflict (faq_id, version) do nothing;
  update {table:faq_versions} v set status = 'PUBLISHED', published_at = acervo.now(), archived_at = null
    from new_rows n where v.faq_id = n.id and v.version = n.version
      and n.status = 'PUBLISHED' and v.status <> 'PUBLISHED';
  return null;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `versions_${event}`,
      when: 'after',
      event,
      each: 'statement',
    })),
  },
])
