-- What the routines of audited tables call, and what the sealer keeps of what it has sealed.

-- Who writes where no actor is named: a login that policies do not bind, by its name; anybody else is refused.
-- On the embedded engine every session is such a login, and requests are those that took a role on.
create or replace function acervo.audit_actor(audited text) returns text
  language plpgsql stable
  set search_path to pg_catalog, pg_temp
as $$
begin
  if current_setting('role') = 'none'
    and exists (select from pg_roles where rolname = session_user and (rolsuper or rolbypassrls)) then
    return 'migrator:' || session_user;
  end if;
  raise exception using errcode = 'AV340',
    message = format('nobody is named who writes ''%s''', audited),
    hint = 'Act for a principal; in SQL set acervo.actor for the transaction.';
end
$$;
-- What stands in the log of values that stand in the details.
create or replace function acervo.audit_digest(salt bytea, before jsonb, after jsonb) returns bytea
  language sql stable
as $$ select sha256(salt || convert_to(jsonb_build_array(before, after)::text, 'UTF8')) $$;
revoke execute on function acervo.audit_actor(text), acervo.audit_digest(bytea, jsonb, jsonb) from public;
grant execute on function acervo.audit_actor(text), acervo.audit_digest(bytea, jsonb, jsonb)
  to acervo_owner, acervo_worker
