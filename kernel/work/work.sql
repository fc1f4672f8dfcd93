create table if not exists acervo.outbox_counter (
  database text collate "C" not null,
  aggregate_type text collate "C" not null,
  aggregate_id text collate "C" not null,
  seq bigint not null,
  primary key (database, aggregate_type, aggregate_id)
);
create table if not exists acervo.outbox_cursor (
  database text collate "C" not null,
  aggregate_type text collate "C" not null,
  aggregate_id text collate "C" not null,
  published_seq bigint not null,
  stream_seq bigint not null,
  primary key (database, aggregate_type, aggregate_id)
);
create table if not exists acervo.lease (
  name text collate "C" primary key,
  holder text not null,
  token bigint not null,
  expires_at timestamptz(6) not null
);
create table if not exists acervo.stream_head (
  id boolean primary key default true check (id),
  position bigint not null
);
insert into acervo.stream_head (position) values (0) on conflict do nothing;
create table if not exists acervo.stream_event (
  position bigint primary key,
  subject text collate "C" not null,
  event_id uuid not null unique,
  envelope text not null,
  published_at timestamptz(6) not null
);
create index if not exists stream_event_subject_position_idx on acervo.stream_event (subject, position desc);
create table if not exists acervo.stream_consumer (
  name text collate "C" primary key,
  position bigint not null,
  updated_at timestamptz(6) not null
);
create table if not exists acervo.inbox_cursor (
  database text collate "C" not null,
  source text collate "C" not null,
  aggregate_type text collate "C" not null,
  aggregate_id text collate "C" not null,
  applied_seq bigint not null,
  primary key (database, source, aggregate_type, aggregate_id)
);
revoke all on acervo.outbox_counter, acervo.outbox_cursor, acervo.lease, acervo.stream_head,
  acervo.stream_event, acervo.stream_consumer, acervo.inbox_cursor from public;
-- Counters are written by the outbox's own routine, which runs as the owner.
grant select, insert, update on acervo.outbox_counter to acervo_owner;
grant select on acervo.outbox_counter to acervo_worker;
grant select, insert, update on acervo.outbox_cursor, acervo.lease, acervo.stream_consumer,
  acervo.inbox_cursor to acervo_worker;
grant select, update on acervo.stream_head to acervo_worker;
grant select, insert, delete on acervo.stream_event to acervo_worker;
