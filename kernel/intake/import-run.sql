-- How far each import of a file came: written in the transaction of every batch, so that a re-run goes on
-- after the last committed one and adds nothing once it is done. Idempotent; applied with the target.
create table if not exists acervo.import_run (
  key text collate "C" primary key,
  digest text collate "C" not null,
  database text collate "C" not null,
  table_name text collate "C" not null,
  source_file text not null,
  options jsonb not null,
  rows_read bigint not null default 0,
  rows_inserted bigint not null default 0,
  rows_unchanged bigint not null default 0,
  rows_rejected bigint not null default 0,
  rejects_bytes bigint not null default 0,
  started_at timestamptz(6) not null default acervo.now(),
  updated_at timestamptz(6) not null default acervo.now(),
  finished_at timestamptz(6)
);
revoke all on acervo.import_run from public;
grant select, insert on acervo.import_run to acervo_app;
grant update (source_file, rows_read, rows_inserted, rows_unchanged, rows_rejected, rejects_bytes,
  started_at, updated_at, finished_at) on acervo.import_run to acervo_app;
grant select on acervo.import_run to acervo_worker, acervo_readonly
