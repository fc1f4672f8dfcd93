-- Elevations: who was let to act for which tenants, why and until when. Written before the principal is given, in
-- every target; asked for again by every request that carries one. Roles of the request path reach the table
-- through these functions alone; nothing is ever deleted.
create table if not exists acervo.elevation (
  id uuid primary key,
  actor text collate "C" not null,
  tenants uuid[] not null check (cardinality(tenants) between 1 and 100),
  reason text not null check (length(btrim(reason)) between 10 and 1000),
  given_at timestamptz(6) not null default acervo.now(),
  expires_at timestamptz(6) not null,
  revoked_at timestamptz(6),
  revoked_by text collate "C",
  check (expires_at > given_at and expires_at <= given_at + interval '8 hours'),
  check ((revoked_at is null) = (revoked_by is null))
);
create index if not exists elevation_given_at_idx on acervo.elevation (given_at);
revoke all on acervo.elevation from public;

create or replace function acervo.give_elevation(id uuid, tenants uuid[], reason text, minutes integer)
  returns timestamptz
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  insert into acervo.elevation as e (id, actor, tenants, reason, expires_at)
    values (give_elevation.id, current_setting('acervo.actor'), give_elevation.tenants,
      give_elevation.reason, acervo.now() + make_interval(mins => minutes))
    returning e.expires_at
$$;

-- By the clock of the database, and for its own actor and tenants alone: an id that was overheard opens nothing.
create or replace function acervo.assert_elevation() returns void
  language plpgsql stable security definer
  set search_path to pg_catalog, pg_temp
as $$
declare
  held acervo.elevation%rowtype;
begin
  select e.* into held from acervo.elevation e
    where e.id::text = current_setting('acervo.elevation', true)
      and e.actor = current_setting('acervo.actor', true);
  if not found or not coalesce(
    string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[] <@ held.tenants, false) then
    raise exception using errcode = 'AV321', message = 'the elevation does not cover this';
  elsif held.revoked_at is not null then
    raise exception using errcode = 'AV321', message = 'the elevation was taken back';
  elsif held.expires_at <= acervo.clock() then
    raise exception using errcode = 'AV321', message = 'the elevation has ended';
  end if;
end
$$;

create or replace function acervo.end_elevation(id uuid) returns boolean
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  update acervo.elevation e set revoked_at = acervo.clock(), revoked_by = current_setting('acervo.actor')
    where e.id = end_elevation.id and e.revoked_at is null and e.expires_at > acervo.clock()
    returning true
$$;

create or replace function acervo.elevations(lives boolean)
  returns setof acervo.elevation
  language sql stable security definer
  set search_path to pg_catalog, pg_temp
as $$
  select e.* from acervo.elevation e
    where not lives or (e.revoked_at is null and e.expires_at > acervo.clock())
    order by e.given_at desc, e.id limit 1000
$$;
revoke execute on function acervo.give_elevation(uuid, uuid[], text, integer), acervo.assert_elevation(),
  acervo.end_elevation(uuid), acervo.elevations(boolean) from public;
grant execute on function acervo.give_elevation(uuid, uuid[], text, integer), acervo.end_elevation(uuid),
  acervo.elevations(boolean) to acervo_app;
grant execute on function acervo.assert_elevation() to acervo_app, acervo_worker, acervo_readonly
