-- How large each table was, once a day at most: what growth is told from. Idempotent; applied with the target.
create table if not exists acervo.size_sample (
  at timestamptz(6) not null,
  schema_name text collate "C" not null,
  table_name text collate "C" not null,
  row_count bigint,
  total_bytes bigint not null,
  primary key (schema_name, table_name, at)
);
revoke all on acervo.size_sample from public;
grant select on acervo.size_sample to acervo_worker, acervo_readonly
