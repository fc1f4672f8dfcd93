// The specification's own SQL for conversations, as printed, without what no promise is about.
export const specified = `
create table users (
  id uuid primary key default gen_random_uuid(),
  email varchar(255) unique not null,
  username varchar(100) unique not null,
  password_hash varchar(255) not null
);
create table user_permissions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users(id) on delete cascade,
  permission_name varchar(100) not null
);
create table conversations (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users(id) on delete cascade,
  title varchar(255),
  status varchar(50) default 'active',
  model_used varchar(100),
  total_tokens integer default 0,
  created_at timestamp default current_timestamp
);
create table messages (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid references conversations(id) on delete cascade,
  role varchar(20) not null check (role in ('user', 'assistant', 'system')),
  content text not null,
  tokens_used integer default 0
);
create table conversation_analytics (
  id uuid primary key default gen_random_uuid(),
  conversation_id uuid references conversations(id) on delete cascade,
  sentiment_score decimal(3,2),
  user_satisfaction_rating integer check (user_satisfaction_rating between 1 and 5)
);
create table ai_models (
  id uuid primary key default gen_random_uuid(),
  name varchar(100) unique not null,
  provider varchar(50) not null,
  model_type varchar(50) not null,
  is_active boolean default true,
  temperature decimal(3,2) default 0.7
);
create table model_versions (
  id uuid primary key default gen_random_uuid(),
  model_id uuid references ai_models(id) on delete cascade,
  version_number varchar(20) not null,
  is_default boolean default false
);
create table usage_metrics (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users(id) on delete cascade,
  date date not null
);
create table api_keys (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users(id) on delete cascade,
  key_name varchar(100) not null,
  key_hash varchar(255) not null
);
create table webhooks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users(id) on delete cascade,
  url varchar(500) not null,
  events jsonb not null,
  secret_key varchar(255)
);
create table error_logs (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users(id) on delete set null,
  error_type varchar(100) not null,
  error_message text,
  request_data jsonb
);
create or replace function update_conversation_tokens() returns trigger as $$
begin
  update conversations set total_tokens = (
    select coalesce(sum(tokens_used), 0) from messages where conversation_id = new.conversation_id
  ) where id = new.conversation_id;
  return new;
end;
$$ language 'plpgsql';
create trigger update_conversation_tokens_trigger after insert or update on messages
  for each row execute function update_conversation_tokens();
create view user_statistics as
select u.id, u.username, u.email, count(distinct c.id) as total_conversations, count(m.id) as total_messages,
  coalesce(sum(c.total_tokens), 0) as total_tokens, max(c.created_at) as last_conversation
from users u left join conversations c on u.id = c.user_id left join messages m on c.id = m.conversation_id
group by u.id, u.username, u.email;
create view model_performance_summary as
select am.name, am.provider, count(c.id) as total_conversations, avg(c.total_tokens) as avg_tokens_per_conversation,
  sum(c.total_tokens) as total_tokens_used
from ai_models am left join conversations c on am.name = c.model_used
where am.is_active = true group by am.id, am.name, am.provider;
`
