-- Attempts to sign in, by account and by network address, whether or not such an account exists: nobody learns from
-- the count who has one. Kept as digests. Roles of the request path reach them through these functions alone.
create table if not exists acervo.sign_in_attempt (
  system text collate "C" not null,
  kind text collate "C" not null,
  digest bytea not null,
  failures integer not null,
  since timestamptz(6) not null,
  locked_until timestamptz(6),
  primary key (system, kind, digest)
);
create index if not exists sign_in_attempt_since_idx on acervo.sign_in_attempt (since);
revoke all on acervo.sign_in_attempt from public;

-- Counts one attempt before it is tried, so that many at once are counted too. Answers for how many seconds more
-- nobody may try (0: may). After `failures_max` in 15 minutes it is closed for a quarter of an hour.
create or replace function acervo.sign_in_claim(system text, kind text, digest bytea, failures_max integer)
  returns integer
  language plpgsql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
declare
  known acervo.sign_in_attempt%rowtype;
begin
  delete from acervo.sign_in_attempt a using (
    select o.system, o.kind, o.digest from acervo.sign_in_attempt o
      where o.since < acervo.now() - interval '1 day' and coalesce(o.locked_until, o.since) < acervo.now()
      order by o.since limit 5 for update skip locked
  ) old where a.system = old.system and a.kind = old.kind and a.digest = old.digest;
  insert into acervo.sign_in_attempt as a (system, kind, digest, failures, since)
    values (sign_in_claim.system, sign_in_claim.kind, sign_in_claim.digest, 1, acervo.now())
    on conflict on constraint sign_in_attempt_pkey do update set
      failures = case
        when a.locked_until > acervo.now() then a.failures
        when a.locked_until is not null or a.since < acervo.now() - interval '15 minutes' then 1
        else a.failures + 1 end,
      since = case
        when a.locked_until > acervo.now() then a.since
        when a.locked_until is not null or a.since < acervo.now() - interval '15 minutes' then acervo.now()
        else a.since end,
      locked_until = case when a.locked_until > acervo.now() then a.locked_until end
    returning a.* into known;
  if known.locked_until is null and known.failures > failures_max then
    update acervo.sign_in_attempt a set locked_until = acervo.now() + interval '15 minutes'
      where a.system = sign_in_claim.system and a.kind = sign_in_claim.kind
        and a.digest = sign_in_claim.digest
      returning a.* into known;
  end if;
  if known.locked_until is null then return 0; end if;
  return greatest(1, ceil(extract(epoch from known.locked_until - acervo.now())))::integer;
end
$$;

-- Who signed in has no failures any more; the network address keeps its count, less this one.
create or replace function acervo.sign_in_settle(system text, account bytea, address bytea) returns void
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  delete from acervo.sign_in_attempt a
    where a.system = sign_in_settle.system and a.kind = 'account' and a.digest = account;
  update acervo.sign_in_attempt a set failures = greatest(0, a.failures - 1)
    where a.system = sign_in_settle.system and a.kind = 'address' and a.digest = address
$$;

-- A sign-in at another issuer that has begun: known by the digest of a secret that only its browser has.
create table if not exists acervo.sign_in_flow (
  digest bytea primary key,
  system text collate "C" not null,
  provider text collate "C" not null,
  redirect_uri text not null,
  expires_at timestamptz(6) not null
);
revoke all on acervo.sign_in_flow from public;

create or replace function acervo.sign_in_flow_begin(
  digest bytea, system text, provider text, redirect_uri text, seconds integer)
  returns void
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  delete from acervo.sign_in_flow f using (
    select o.digest from acervo.sign_in_flow o where o.expires_at < acervo.now()
      limit 10 for update skip locked
  ) old where f.digest = old.digest;
  insert into acervo.sign_in_flow (digest, system, provider, redirect_uri, expires_at)
    values (digest, system, provider, redirect_uri, acervo.now() + seconds * interval '1 second')
$$;

-- Once: a second use of the same flow finds nothing.
create or replace function acervo.sign_in_flow_end(digest bytea, system text, provider text)
  returns table (redirect_uri text)
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  delete from acervo.sign_in_flow f
    where f.digest = sign_in_flow_end.digest and f.system = sign_in_flow_end.system
      and f.provider = sign_in_flow_end.provider and f.expires_at > acervo.now()
    returning f.redirect_uri
$$;

-- Rows that a service account has been given or has written today.
create table if not exists acervo.row_use (
  holder text collate "C" not null,
  day date not null,
  rows bigint not null,
  primary key (holder, day)
);
revoke all on acervo.row_use from public;

create or replace function acervo.row_use_add(holder text, added bigint) returns bigint
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  delete from acervo.row_use u
    where u.holder = row_use_add.holder and u.day < (acervo.now() at time zone 'UTC')::date - 31;
  insert into acervo.row_use as u (holder, day, rows)
    values (row_use_add.holder, (acervo.now() at time zone 'UTC')::date, added)
    on conflict (holder, day) do update set rows = u.rows + excluded.rows
    returning u.rows
$$;

revoke execute on function
  acervo.sign_in_claim(text, text, bytea, integer),
  acervo.sign_in_settle(text, bytea, bytea),
  acervo.sign_in_flow_begin(bytea, text, text, text, integer),
  acervo.sign_in_flow_end(bytea, text, text),
  acervo.row_use_add(text, bigint)
  from public;
grant execute on function
  acervo.sign_in_claim(text, text, bytea, integer),
  acervo.sign_in_settle(text, bytea, bytea),
  acervo.sign_in_flow_begin(bytea, text, text, text, integer),
  acervo.sign_in_flow_end(bytea, text, text),
  acervo.row_use_add(text, bigint)
  to acervo_app, acervo_worker
