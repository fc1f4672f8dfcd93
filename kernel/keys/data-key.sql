-- Data keys, wrapped: one set of versions a subject and database. What opens them is in no database. A cell names
-- its key, and its reader takes the wrapped key along in the same statement: a deleted key is gone at once.
create table if not exists acervo.data_key (
  id bytea primary key check (octet_length(id) = 16),
  database text collate "C" not null,
  -- The id of whoever the values are about; '' where they are about nobody, '#index' for the blind indexes.
  subject text collate "C" not null,
  version integer not null,
  kek text collate "C" not null,
  wrapped bytea not null,
  -- How many values it has encrypted, by sample.
  seals bigint not null default 0,
  -- Nothing is encrypted under it any more; it goes when nothing is left to read.
  retired_at timestamptz(6),
  created_at timestamptz(6) not null default clock_timestamp(),
  unique (database, subject, version)
);
create index if not exists data_key_subject_idx on acervo.data_key (subject);
create index if not exists data_key_kek_idx on acervo.data_key (kek);
create table if not exists acervo.data_key_shredded (
  subject text collate "C" primary key,
  shredded_at timestamptz(6) not null default clock_timestamp()
);
revoke all on acervo.data_key, acervo.data_key_shredded from public;
grant select on acervo.data_key_shredded to acervo_worker;
grant select on acervo.data_key to acervo_owner, acervo_app, acervo_worker, acervo_readonly;

-- New keys, or those that another process made first. None for whoever was erased. A bucket of subjects is shared
-- by who makes keys and held alone by who shreds: no key is born beside its own tombstone.
create or replace function acervo.data_key_make(
  of_database text, subjects text[], ids bytea[], keks text[], wraps bytea[])
  returns table (subject text, id bytea, kek text, wrapped bytea)
  language plpgsql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  bucket integer;
begin
  for bucket in
    select distinct abs(hashtext(s) % 64) from unnest(subjects) s order by 1
  loop
    perform pg_advisory_xact_lock_shared(741133, bucket);
  end loop;
  if exists (select from acervo.data_key_shredded d where d.subject = any (subjects)) then
    raise exception using errcode = 'AV332', message = 'the subject was erased';
  end if;
  insert into acervo.data_key as k (id, database, subject, version, kek, wrapped)
    select g.id, of_database, g.subject,
        1 + coalesce((select max(o.version) from acervo.data_key o
          where o.database = of_database and o.subject = g.subject), 0),
        g.kek, g.wrapped
      from unnest(subjects, ids, keks, wraps) as g(subject, id, kek, wrapped)
      -- Somebody else may have made one since it was looked for.
      where not exists (select from acervo.data_key o
        where o.database = of_database and o.subject = g.subject
          and o.retired_at is null and o.seals < 2147483648)
      order by g.subject
    on conflict do nothing;
  return query
    select distinct on (k.subject) k.subject, k.id, k.kek, k.wrapped
      from acervo.data_key k
      where k.database = of_database and k.subject = any (subjects) and k.retired_at is null
      order by k.subject, k.version desc;
end
$$;

-- Adds to how many values a key has encrypted.
create or replace function acervo.data_key_count(of_key bytea, more bigint) returns void
  language sql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
  update acervo.data_key k set seals = k.seals + more where k.id = of_key
$$;

-- Which databases change their data keys at the moment: cut short, the next run goes on with the same beginning.
create table if not exists acervo.data_key_rotation (
  database text collate "C" primary key,
  began_at timestamptz(6) not null default clock_timestamp()
);
revoke all on acervo.data_key_rotation from public;

-- A next key for subjects that have none of this rotation yet; the operator's alone.
create or replace function acervo.data_key_renew(
  of_database text, subjects text[], ids bytea[], keks text[], wraps bytea[], began timestamptz)
  returns bigint
  language plpgsql volatile
  set search_path to pg_catalog, pg_temp
as $$
declare
  bucket integer;
  made bigint;
begin
  for bucket in
    select distinct abs(hashtext(s) % 64) from unnest(subjects) s order by 1
  loop
    perform pg_advisory_xact_lock_shared(741133, bucket);
  end loop;
  insert into acervo.data_key as k (id, database, subject, version, kek, wrapped)
    select g.id, of_database, g.subject, o.version + 1, g.kek, g.wrapped
      from unnest(subjects, ids, keks, wraps) as g(subject, id, kek, wrapped)
      -- Who was erased meanwhile has no key to follow.
      cross join lateral (
        select max(e.version) as version, max(e.created_at) as created_at from acervo.data_key e
          where e.database = of_database and e.subject = g.subject) o
      where o.created_at < began
    on conflict do nothing;
  get diagnostics made = row_count;
  return made;
end
$$;

-- Deletes a subject's keys in every database of this target and remembers that it did. Answers how many went.
create or replace function acervo.data_key_shred(of_subject text, at timestamptz) returns bigint
  language plpgsql volatile security definer
  set search_path to pg_catalog, pg_temp
as $$
declare
  gone bigint;
begin
  if of_subject in ('', '#index') then
    raise exception using errcode = 'AV200', message = 'no subject has this name';
  end if;
  perform pg_advisory_xact_lock(741133, abs(hashtext(of_subject) % 64));
  insert into acervo.data_key_shredded (subject, shredded_at) values (of_subject, at)
    on conflict do nothing;
  delete from acervo.data_key k where k.subject = of_subject;
  get diagnostics gone = row_count;
  return gone;
end
$$;

revoke execute on function
  acervo.data_key_make(text, text[], bytea[], text[], bytea[]),
  acervo.data_key_count(bytea, bigint),
  acervo.data_key_renew(text, text[], bytea[], text[], bytea[], timestamptz),
  acervo.data_key_shred(text, timestamptz)
  from public;
grant execute on function
  acervo.data_key_make(text, text[], bytea[], text[], bytea[]),
  acervo.data_key_count(bytea, bigint)
  to acervo_app, acervo_worker;
grant execute on function acervo.data_key_shred(text, timestamptz) to acervo_worker
