-- What each alert is now, and what somebody has yet to be told of it. In the first target of the platform.
create table if not exists acervo.alert (
  rule text collate "C" not null,
  subject text collate "C" not null,
  -- The process whose figure it is; '' where it is the platform's.
  instance text collate "C" not null,
  phase text not null check (phase in ('quiet', 'pending', 'firing')),
  episode bigint not null,
  since timestamptz(6) not null,
  clear_since timestamptz(6),
  value double precision not null,
  seen_at timestamptz(6) not null,
  primary key (rule, subject)
);
create table if not exists acervo.alert_message (
  -- Made of the alert and its number: whoever else finds the same makes the same id.
  id uuid not null,
  sink text collate "C" not null,
  body jsonb not null,
  attempts integer not null default 0,
  due_at timestamptz(6) not null,
  created_at timestamptz(6) not null,
  sent_at timestamptz(6),
  last_error text,
  primary key (id, sink)
);
create index if not exists alert_message_due_idx on acervo.alert_message (due_at) where sent_at is null;
revoke all on acervo.alert, acervo.alert_message from public;
grant select, insert, update, delete on acervo.alert, acervo.alert_message to acervo_worker
