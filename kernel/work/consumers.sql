-- What was delivered and is no event of ours: kept, because nothing is lost without a word.
create table if not exists acervo.rejected_event (
  database text collate "C" not null,
  digest text collate "C" not null,
  body bytea not null,
  reason text not null,
  received_at timestamptz(6) not null,
  primary key (database, digest)
);
revoke all on acervo.rejected_event from public;
grant select, insert, delete on acervo.rejected_event to acervo_worker;
