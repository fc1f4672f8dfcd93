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
;
-- What was sealed: one row a checkpoint, with the events that it added, their leaf hashes one after the other, and the
-- signed note. Only added to.
create table if not exists acervo.audit_checkpoint (
  database text collate "C" not null,
  -- Leaves before and after.
  first bigint not null,
  size bigint not null,
  events uuid[] not null,
  hashes bytea not null,
  note text not null,
  sealed_at timestamptz(6) not null,
  primary key (database, size),
  unique (database, first),
  check (size > first and cardinality(events) = size - first and length(hashes) = 32 * (size - first))
);
revoke all on acervo.audit_checkpoint from public;
grant select, insert on acervo.audit_checkpoint to acervo_worker
;
-- What no trigger sees, told by the platform itself: rows that were read, personal values that were erased.
create or replace function acervo.audit_note(place text, operation text, told text, row_id text, what jsonb)
  returns boolean language plpgsql security definer
  set row_security to on
  set search_path to pg_catalog, pg_temp
as $$
declare
  at timestamptz(6) := acervo.clock();
  -- One of several would be a guess.
  tenant text := nullif(current_setting('acervo.tenant', true), '');
begin
  if operation not in ('READ', 'EXPORT', 'ERASE') then
    raise exception using errcode = 'AV341', message = format('''%s'' is kept by triggers alone', operation);
  end if;
  execute format('insert into %I.audit_events (id, occurred_at, transaction_id, operation, table_name, row_id,
      tenant_id, actor, purpose, request_id, agent_id, agent_run, agent_tool, after)
    values (acervo.uuid7($1), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)', place)
  using at, pg_current_xact_id()::text::bigint, operation, told, row_id,
    case when tenant not like '%,%' then tenant::uuid end,
    coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor(told)),
    nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
    nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''),
    nullif(current_setting('acervo.agent_tool', true), ''), what;
  return true;
end
$$;
alter function acervo.audit_note(text, text, text, text, jsonb) owner to acervo_owner;
revoke execute on function acervo.audit_note(text, text, text, text, jsonb) from public;
grant execute on function acervo.audit_note(text, text, text, text, jsonb) to acervo_app, acervo_worker
