create table if not exists acervo.retention (
  database text collate "C" not null,
  table_name text collate "C" not null,
  run_at timestamptz(6) not null,
  rows_gone bigint not null,
  months_gone integer not null,
  problem text,
  primary key (database, table_name)
);
create table if not exists acervo.partition (
  database text collate "C" not null,
  table_name text collate "C" not null,
  month text collate "C" not null check (month ~ '^[0-9]{4}-[0-9]{2}$'),
  -- Where the month is on its way: taken off, apart, in a file, gone from here; or back as a table beside, or for good.
  state text not null check (state in ('detaching', 'detached', 'archived', 'dropped', 'attached', 'held')),
  -- Of the schema of its table while it is there; of acervo_archive afterwards.
  piece text collate "C" not null,
  row_count bigint,
  digest text,
  archive text,
  changed_at timestamptz(6) not null,
  primary key (database, table_name, month)
);
create schema if not exists acervo_archive;
do $do$ begin
  if not exists (select from pg_namespace where nspname = 'acervo_archive' and pg_get_userbyid(nspowner) = 'acervo_owner') then
    alter schema acervo_archive owner to acervo_owner;
  end if;
end $do$;
revoke all on acervo.retention, acervo.partition from public;
grant select on acervo.retention, acervo.partition to acervo_worker;
grant usage on schema acervo_archive to acervo_readonly;
