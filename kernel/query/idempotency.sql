-- Idempotency keys: what a request with a key answered, so that its repetition gets the same answer and
-- does nothing. Written in the request's own transaction; roles of the request path reach it through
-- these functions alone.
create table if not exists acervo.idempotency (
  principal text collate "C" not null,
  route text collate "C" not null,
  key text collate "C" not null,
  fingerprint text collate "C" not null,
  status integer not null,
  answer text not null,
  created_at timestamptz(6) not null default clock_timestamp(),
  primary key (principal, route, key)
);
create index if not exists idempotency_created_at_idx on acervo.idempotency (created_at);
revoke all on acervo.idempotency from public;

-- Takes the key for this transaction. ours: run it; theirs: still running elsewhere; other: used for
-- another request; done: answered before.
create or replace function acervo.idempotency_claim(principal text, route text, key text, fingerprint text)
  returns table (state text, status integer, answer text)
  language plpgsql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
declare
  known acervo.idempotency%rowtype;
begin
  if not pg_try_advisory_xact_lock(
    hashtextextended(jsonb_build_array(principal, route, key)::text, 7411)) then
    return query select 'theirs', null::integer, null::text;
    return;
  end if;
  select i.* into known from acervo.idempotency i
    where i.principal = idempotency_claim.principal and i.route = idempotency_claim.route
      and i.key = idempotency_claim.key and i.created_at > clock_timestamp() - interval '24 hours';
  if not found then
    return query select 'ours', null::integer, null::text;
  elsif known.fingerprint <> idempotency_claim.fingerprint then
    return query select 'other', null::integer, null::text;
  else
    return query select 'done', known.status, known.answer;
  end if;
end
$$;

-- Each answer kept takes some that have expired along: what stands never outgrows a day's.
create or replace function acervo.idempotency_keep(
  principal text, route text, key text, fingerprint text, status integer, answer text)
  returns void
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  with old as (
    select i.ctid from acervo.idempotency i
      where i.created_at < clock_timestamp() - interval '24 hours'
      order by i.created_at limit 10 for update skip locked
  )
  delete from acervo.idempotency i using old where i.ctid = old.ctid;
  insert into acervo.idempotency as i (principal, route, key, fingerprint, status, answer)
    values (principal, route, key, fingerprint, status, answer)
    on conflict (principal, route, key) do update
      set fingerprint = excluded.fingerprint, status = excluded.status, answer = excluded.answer,
        created_at = clock_timestamp()
$$;

-- Some of what has expired, so that no sweep takes long.
create or replace function acervo.idempotency_sweep(rows_max integer) returns bigint
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  with old as (
    select i.ctid from acervo.idempotency i
      where i.created_at < clock_timestamp() - interval '24 hours'
      limit rows_max for update skip locked
  ), gone as (
    delete from acervo.idempotency i using old where i.ctid = old.ctid returning 1
  )
  select count(*) from gone
$$;

revoke execute on function
  acervo.idempotency_claim(text, text, text, text),
  acervo.idempotency_keep(text, text, text, text, integer, text),
  acervo.idempotency_sweep(integer)
  from public;
grant execute on function
  acervo.idempotency_claim(text, text, text, text),
  acervo.idempotency_keep(text, text, text, text, integer, text),
  acervo.idempotency_sweep(integer)
  to acervo_app, acervo_worker
