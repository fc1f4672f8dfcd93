// forgotten: the status DELETED and the moment of deletion are one fact, whichever of the two somebody writes; and who
// is deleted leaves no template, no open door and no word to come back by.
import { defineFeature } from '../../kernel/index.ts'

export const forgotten = defineFeature('forgotten', () => [
  {
    kind: 'routine',
    name: 'deleted',
    security: 'invoker',
    body: `begin
  if new.status = 'DELETED' and old.status <> 'DELETED' then
    new.deleted_at := coalesce(new.deleted_at, acervo.now());
  elsif new.deleted_at is not null and old.deleted_at is null then
    new.status := 'DELETED';
  elsif old.deleted_at is not null and new.deleted_at is null and new.status = 'DELETED' then
    new.status := 'ACTIVE';
  end if;
  if new.status = 'DELETED' then
    new.hashed_password := null;
  end if;
  return new;
end`,
    triggers: [{ name: 'deleted', when: 'before', event: 'update', each: 'row' }],
  },
  {
    kind: 'routine',
    name: 'forget',
    security: 'definer',
    underPolicies: true,
    body: `begin
  if exists (select from new_rows n where n.status = 'DELETED') then
    update {table:biometric_consents} c set withdrawn_at = acervo.now()
      from new_rows n where c.client_id = n.id and n.status = 'DELETED' and c.withdrawn_at is null;
    delete from {table:password_reset_tokens} t using new_rows n
      where t.client_id = n.id and n.status = 'DELETED';
  end if;
  return null;
end`,
    triggers: [{ name: 'forget', when: 'after', event: 'update', each: 'statement' }],
  },
])
