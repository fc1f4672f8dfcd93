-- Work over databases that share no transaction, step by step: where it stands is what anybody may see of it.
create table if not exists acervo.saga (
  id uuid primary key,
  name text collate "C" not null,
  state text not null check (state in ('RUNNING', 'DONE', 'COMPENSATING', 'COMPENSATED', 'STUCK')),
  step integer not null,
  input jsonb not null,
  results jsonb not null,
  error text,
  holder uuid,
  held_until timestamptz(6),
  created_at timestamptz(6) not null,
  updated_at timestamptz(6) not null
);
create index if not exists saga_open_idx on acervo.saga (updated_at)
  where state in ('RUNNING', 'COMPENSATING');
revoke all on acervo.saga from public;
grant select, insert, update on acervo.saga to acervo_worker;
