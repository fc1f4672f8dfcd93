-- acervo: transactional
-- objects: extension unaccent; text search acervo.simple_unaccent simple
-- model: f4735393dc63995451acaeb1fb2beaedcfbce385ee0e99ad47fdb89da2eccf21

-- step: create sm_auth with 12 tables
-- locks: none
set local search_path to "sm_auth", acervo, pg_temp;
create schema if not exists "sm_auth" authorization acervo_owner;
grant usage on schema "sm_auth" to acervo_app, acervo_worker, acervo_readonly;
create table "sm_auth"."users" (
  "id" uuid default acervo.uuid7() not null,
  "email" varchar(320) collate "C" not null,
  "display_name" text collate "C" not null,
  "password_hash" text collate "C",
  "status" text collate "C" default 'INVITED' not null,
  "locale" varchar(10) collate "C" default 'es' not null,
  "failed_sign_ins" integer default 0 not null,
  "locked_until" timestamptz(6),
  "last_sign_in_at" timestamptz(6),
  "party_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "email_verified_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(display_name, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(email, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "users_pkey" primary key ("id"),
  constraint "users_status_check" check ("status" in ('INVITED', 'ACTIVE', 'LOCKED', 'DISABLED')),
  constraint "users_email_check" check (email = lower(email) and email like '%_@_%'),
  constraint "users_failed_sign_ins_check" check (failed_sign_ins >= 0)
);
alter table "sm_auth"."users" owner to acervo_owner;
create table "sm_auth"."roles" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(80) collate "C" not null,
  "description" text collate "C",
  "built_in" boolean default false not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "roles_pkey" primary key ("id"),
  constraint "roles_name_key" unique ("name"),
  constraint "roles_name_check" check (name ~ '^[a-z][a-z0-9-]*$')
);
alter table "sm_auth"."roles" owner to acervo_owner;
create table "sm_auth"."permissions" (
  "id" uuid default acervo.uuid7() not null,
  "resource" varchar(120) collate "C" not null,
  "action" varchar(60) collate "C" not null,
  "description" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "permissions_pkey" primary key ("id"),
  constraint "permissions_resource_action_key" unique ("resource", "action")
);
alter table "sm_auth"."permissions" owner to acervo_owner;
create table "sm_auth"."role_permissions" (
  "role_id" uuid not null,
  "permission_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "role_permissions_pkey" primary key ("role_id", "permission_id")
);
alter table "sm_auth"."role_permissions" owner to acervo_owner;
create table "sm_auth"."user_roles" (
  "user_id" uuid not null,
  "role_id" uuid not null,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "granted_by" varchar(200) collate "C",
  "expires_at" timestamptz(6),
  constraint "user_roles_pkey" primary key ("user_id", "role_id"),
  constraint "user_roles_expiry_check" check (expires_at > granted_at)
);
alter table "sm_auth"."user_roles" owner to acervo_owner;
create table "sm_auth"."user_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "token_hash" bytea not null,
  "expires_at" timestamptz(6) not null,
  "revoked_at" timestamptz(6),
  "last_seen_at" timestamptz(6),
  "ip" inet,
  "user_agent" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "family" uuid not null,
  "replaced_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "user_sessions_pkey" primary key ("id"),
  constraint "user_sessions_token_hash_key" unique ("token_hash"),
  constraint "user_sessions_token_hash_check" check (octet_length(token_hash) = 32)
);
alter table "sm_auth"."user_sessions" owner to acervo_owner;
create table "sm_auth"."user_accounts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "issuer" text collate "C" not null,
  "subject" text collate "C" not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "user_accounts_pkey" primary key ("id"),
  constraint "user_accounts_issuer_subject_key" unique ("issuer", "subject")
);
alter table "sm_auth"."user_accounts" owner to acervo_owner;
create table "sm_auth"."verification_tokens" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "purpose" varchar(40) collate "C" not null,
  "token_hash" bytea not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "used_at" timestamptz(6),
  constraint "verification_tokens_pkey" primary key ("id"),
  constraint "verification_tokens_token_hash_key" unique ("token_hash")
);
alter table "sm_auth"."verification_tokens" owner to acervo_owner;
create table "sm_auth"."invitations" (
  "id" uuid default acervo.uuid7() not null,
  "email" varchar(320) collate "C" not null,
  "role_id" uuid,
  "invited_by" varchar(200) collate "C" not null,
  "accepted_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "status" text collate "C" default 'PENDING' not null,
  "token_hash" bytea not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "invitations_pkey" primary key ("id"),
  constraint "invitations_token_hash_key" unique ("token_hash"),
  constraint "invitations_status_check" check ("status" in ('PENDING', 'ACCEPTED', 'CANCELLED', 'EXPIRED')),
  constraint "invitations_email_check" check (email = lower(email))
);
alter table "sm_auth"."invitations" owner to acervo_owner;
create table "sm_auth"."service_accounts" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(80) collate "C" not null,
  "purpose" text collate "C" not null,
  "area" varchar(40) collate "C" not null,
  "owner" varchar(200) collate "C",
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "rows_per_day" integer,
  "rows_per_request" integer,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "valid_from" timestamptz(6),
  "valid_until" timestamptz(6),
  constraint "service_accounts_pkey" primary key ("id"),
  constraint "service_accounts_status_check" check ("status" in ('ACTIVE', 'DISABLED'))
);
alter table "sm_auth"."service_accounts" owner to acervo_owner;
create table "sm_auth"."api_keys" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "user_id" uuid,
  "service_account_id" uuid,
  "prefix" varchar(16) collate "C" not null,
  "key_hash" bytea not null,
  "last_four" varchar(4) collate "C" not null,
  "scopes" text[] collate "C" default '{}' not null,
  "expires_at" timestamptz(6),
  "revoked_at" timestamptz(6),
  "last_used_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "last_used_ip" inet,
  "networks" text[] collate "C" default '{}' not null,
  "per_second" integer,
  "routes" text[] collate "C" default '{}' not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "api_keys_pkey" primary key ("id"),
  constraint "api_keys_prefix_key" unique ("prefix"),
  constraint "api_keys_key_hash_check" check (octet_length(key_hash) = 32),
  constraint "api_keys_one_holder_check" check (num_nonnulls(user_id, service_account_id) = 1)
);
alter table "sm_auth"."api_keys" owner to acervo_owner;
create table "sm_auth"."outbox_events" (
  "id" uuid default acervo.uuid7() not null,
  "aggregate_id" varchar(200) collate "C" not null,
  "aggregate_seq" bigint,
  "aggregate_type" varchar(80) collate "C" not null,
  "attempts" integer default 0 not null,
  "available_at" timestamptz(6) default acervo.now() not null,
  "event_type" varchar(120) collate "C" not null,
  "event_version" integer default 1 not null,
  "last_error" text collate "C",
  "occurred_at" timestamptz(6) default acervo.now() not null,
  "payload" jsonb not null,
  "published_at" timestamptz(6),
  "status" text collate "C" default 'PENDING' not null,
  constraint "outbox_events_pkey" primary key ("id"),
  constraint "outbox_events_status_check" check ("status" in ('PENDING', 'PUBLISHED', 'DEAD')),
  constraint "outbox_events_attempts_check" check (attempts >= 0),
  constraint "outbox_events_published_check" check ((status = 'PUBLISHED') = (published_at is not null))
);
alter table "sm_auth"."outbox_events" owner to acervo_owner;
create unique index "users_email_key" on "sm_auth"."users" ("email") where (deleted_at is null);
create index "users_search_vector_gin_idx" on "sm_auth"."users" using gin ("search_vector");
create index "role_permissions_permission_id_idx" on "sm_auth"."role_permissions" ("permission_id");
create index "user_roles_role_id_idx" on "sm_auth"."user_roles" ("role_id");
create index "user_sessions_user_id_expires_at_idx" on "sm_auth"."user_sessions" ("user_id", "expires_at" desc);
create index "user_sessions_expires_at_idx" on "sm_auth"."user_sessions" ("expires_at") where revoked_at is null;
create index "user_accounts_user_id_idx" on "sm_auth"."user_accounts" ("user_id");
create index "verification_tokens_expires_at_idx" on "sm_auth"."verification_tokens" ("expires_at");
create index "verification_tokens_user_id_idx" on "sm_auth"."verification_tokens" ("user_id");
create unique index "invitations_email_key" on "sm_auth"."invitations" ("email") where (status = 'PENDING');
create index "invitations_role_id_idx" on "sm_auth"."invitations" ("role_id");
create unique index "service_accounts_name_key" on "sm_auth"."service_accounts" ("name") where (deleted_at is null);
create index "api_keys_expires_at_idx" on "sm_auth"."api_keys" ("expires_at") where revoked_at is null;
create index "api_keys_user_id_idx" on "sm_auth"."api_keys" ("user_id");
create index "api_keys_service_account_id_idx" on "sm_auth"."api_keys" ("service_account_id");
create index "outbox_events_available_at_id_idx" on "sm_auth"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_auth"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_auth"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_auth"."role_permissions" add constraint "role_permissions_role_id_fkey" foreign key ("role_id") references "sm_auth"."roles" ("id") on delete cascade;
alter table "sm_auth"."role_permissions" add constraint "role_permissions_permission_id_fkey" foreign key ("permission_id") references "sm_auth"."permissions" ("id") on delete cascade;
alter table "sm_auth"."user_roles" add constraint "user_roles_user_id_fkey" foreign key ("user_id") references "sm_auth"."users" ("id") on delete cascade;
alter table "sm_auth"."user_roles" add constraint "user_roles_role_id_fkey" foreign key ("role_id") references "sm_auth"."roles" ("id") on delete restrict;
alter table "sm_auth"."user_sessions" add constraint "user_sessions_user_id_fkey" foreign key ("user_id") references "sm_auth"."users" ("id") on delete cascade;
alter table "sm_auth"."user_accounts" add constraint "user_accounts_user_id_fkey" foreign key ("user_id") references "sm_auth"."users" ("id") on delete cascade;
alter table "sm_auth"."verification_tokens" add constraint "verification_tokens_user_id_fkey" foreign key ("user_id") references "sm_auth"."users" ("id") on delete cascade;
alter table "sm_auth"."invitations" add constraint "invitations_role_id_fkey" foreign key ("role_id") references "sm_auth"."roles" ("id") on delete cascade;
alter table "sm_auth"."api_keys" add constraint "api_keys_user_id_fkey" foreign key ("user_id") references "sm_auth"."users" ("id") on delete restrict;
alter table "sm_auth"."api_keys" add constraint "api_keys_service_account_id_fkey" foreign key ("service_account_id") references "sm_auth"."service_accounts" ("id") on delete restrict;
create or replace function "sm_auth"."users_keep_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_auth".administrator', 7411));
  if exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then perform set_config('acervo.kept_administrator', '"sm_auth"', true); end if;
  return null;
end$body$;
alter function "sm_auth"."users_keep_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."users_keep_administrator"() from public;
create or replace function "sm_auth"."users_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception 'the last administrator cannot be taken away' using errcode = 'AV304';
  end if;
  return null;
end$body$;
alter function "sm_auth"."users_kept_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."users_kept_administrator"() from public;
create or replace function "sm_auth"."users_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."users_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."users_touch"() from public;
create or replace function "sm_auth"."roles_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."roles_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."roles_touch"() from public;
create or replace function "sm_auth"."permissions_keep_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_auth".administrator', 7411));
  if exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then perform set_config('acervo.kept_administrator', '"sm_auth"', true); end if;
  return null;
end$body$;
alter function "sm_auth"."permissions_keep_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."permissions_keep_administrator"() from public;
create or replace function "sm_auth"."permissions_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception 'the last administrator cannot be taken away' using errcode = 'AV304';
  end if;
  return null;
end$body$;
alter function "sm_auth"."permissions_kept_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."permissions_kept_administrator"() from public;
create or replace function "sm_auth"."permissions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."permissions_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."permissions_touch"() from public;
create or replace function "sm_auth"."role_permissions_keep_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_auth".administrator', 7411));
  if exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then perform set_config('acervo.kept_administrator', '"sm_auth"', true); end if;
  return null;
end$body$;
alter function "sm_auth"."role_permissions_keep_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."role_permissions_keep_administrator"() from public;
create or replace function "sm_auth"."role_permissions_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception 'the last administrator cannot be taken away' using errcode = 'AV304';
  end if;
  return null;
end$body$;
alter function "sm_auth"."role_permissions_kept_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."role_permissions_kept_administrator"() from public;
create or replace function "sm_auth"."role_permissions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."role_permissions_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."role_permissions_touch"() from public;
create or replace function "sm_auth"."user_roles_keep_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_auth".administrator', 7411));
  if exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then perform set_config('acervo.kept_administrator', '"sm_auth"', true); end if;
  return null;
end$body$;
alter function "sm_auth"."user_roles_keep_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."user_roles_keep_administrator"() from public;
create or replace function "sm_auth"."user_roles_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception 'the last administrator cannot be taken away' using errcode = 'AV304';
  end if;
  return null;
end$body$;
alter function "sm_auth"."user_roles_kept_administrator"() owner to acervo_owner;
revoke execute on function "sm_auth"."user_roles_kept_administrator"() from public;
create or replace function "sm_auth"."user_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."user_sessions_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."user_sessions_touch"() from public;
create or replace function "sm_auth"."user_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."user_accounts_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."user_accounts_touch"() from public;
create or replace function "sm_auth"."verification_tokens_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."verification_tokens_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."verification_tokens_touch"() from public;
create or replace function "sm_auth"."invitations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."invitations_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."invitations_touch"() from public;
create or replace function "sm_auth"."service_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."service_accounts_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."service_accounts_touch"() from public;
create or replace function "sm_auth"."api_keys_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_auth"."api_keys_touch"() owner to acervo_owner;
revoke execute on function "sm_auth"."api_keys_touch"() from public;
create or replace function "sm_auth"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  with given as (
    select r.id, r.aggregate_type, r.aggregate_id, row_number() over () as place from new_rows r
  ), ranked as (
    select g.id, g.aggregate_type, g.aggregate_id,
      row_number() over (partition by g.aggregate_type, g.aggregate_id order by g.place) as rank,
      count(*) over (partition by g.aggregate_type, g.aggregate_id) as total
    from given g
  ), taken as (
    insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
    select tg_table_schema, r.aggregate_type, r.aggregate_id, r.total from ranked r where r.rank = 1
    order by r.aggregate_type, r.aggregate_id
    on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
    returning c.aggregate_type, c.aggregate_id, c.seq
  )
  update "sm_auth"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
alter function "sm_auth"."outbox_events_number"() owner to acervo_owner;
revoke execute on function "sm_auth"."outbox_events_number"() from public;
create or replace trigger "keep_administrator_update" before update on "sm_auth"."users" for each statement execute function "sm_auth"."users_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."users" for each statement execute function "sm_auth"."users_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."users" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."users_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."users" referencing old table as old_rows for each statement execute function "sm_auth"."users_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."users" for each row execute function "sm_auth"."users_touch"();
create or replace trigger "touch" before update on "sm_auth"."roles" for each row execute function "sm_auth"."roles_touch"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."permissions" for each statement execute function "sm_auth"."permissions_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."permissions" for each statement execute function "sm_auth"."permissions_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."permissions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."permissions_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."permissions" referencing old table as old_rows for each statement execute function "sm_auth"."permissions_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."permissions" for each row execute function "sm_auth"."permissions_touch"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."role_permissions" for each statement execute function "sm_auth"."role_permissions_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."role_permissions" for each statement execute function "sm_auth"."role_permissions_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."role_permissions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."role_permissions_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."role_permissions" referencing old table as old_rows for each statement execute function "sm_auth"."role_permissions_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."role_permissions" for each row execute function "sm_auth"."role_permissions_touch"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."user_roles" for each statement execute function "sm_auth"."user_roles_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."user_roles" for each statement execute function "sm_auth"."user_roles_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."user_roles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."user_roles_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."user_roles" referencing old table as old_rows for each statement execute function "sm_auth"."user_roles_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."user_sessions" for each row execute function "sm_auth"."user_sessions_touch"();
create or replace trigger "touch" before update on "sm_auth"."user_accounts" for each row execute function "sm_auth"."user_accounts_touch"();
create or replace trigger "touch" before update on "sm_auth"."verification_tokens" for each row execute function "sm_auth"."verification_tokens_touch"();
create or replace trigger "touch" before update on "sm_auth"."invitations" for each row execute function "sm_auth"."invitations_touch"();
create or replace trigger "touch" before update on "sm_auth"."service_accounts" for each row execute function "sm_auth"."service_accounts_touch"();
create or replace trigger "touch" before update on "sm_auth"."api_keys" for each row execute function "sm_auth"."api_keys_touch"();
create or replace trigger "number" after insert on "sm_auth"."outbox_events" referencing new table as new_rows for each statement execute function "sm_auth"."outbox_events_number"();
grant select, insert ("id", "email", "display_name", "password_hash", "status", "locale", "failed_sign_ins", "locked_until", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at"), update ("email", "display_name", "password_hash", "status", "locale", "failed_sign_ins", "locked_until", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at") on "sm_auth"."users" to acervo_app;
grant select, insert ("id", "email", "display_name", "password_hash", "status", "locale", "failed_sign_ins", "locked_until", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at"), update ("email", "display_name", "password_hash", "status", "locale", "failed_sign_ins", "locked_until", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at") on "sm_auth"."users" to acervo_worker;
grant select ("id", "email", "display_name", "status", "locale", "failed_sign_ins", "locked_until", "last_sign_in_at", "party_id", "created_at", "deleted_at", "email_verified_at", "updated_at") on "sm_auth"."users" to acervo_readonly;
grant select, insert ("id", "name", "description", "built_in"), update ("name", "description"), delete on "sm_auth"."roles" to acervo_app;
grant select, insert ("id", "name", "description", "built_in"), update ("name", "description"), delete on "sm_auth"."roles" to acervo_worker;
grant select on "sm_auth"."roles" to acervo_readonly;
grant select, insert ("id", "resource", "action", "description"), update ("description"), delete on "sm_auth"."permissions" to acervo_app;
grant select, insert ("id", "resource", "action", "description"), update ("description"), delete on "sm_auth"."permissions" to acervo_worker;
grant select on "sm_auth"."permissions" to acervo_readonly;
grant select, insert ("role_id", "permission_id"), delete on "sm_auth"."role_permissions" to acervo_app;
grant select, insert ("role_id", "permission_id"), delete on "sm_auth"."role_permissions" to acervo_worker;
grant select on "sm_auth"."role_permissions" to acervo_readonly;
grant select, insert ("user_id", "role_id", "granted_at", "granted_by", "expires_at"), update ("granted_by", "expires_at"), delete on "sm_auth"."user_roles" to acervo_app;
grant select, insert ("user_id", "role_id", "granted_at", "granted_by", "expires_at"), update ("granted_by", "expires_at"), delete on "sm_auth"."user_roles" to acervo_worker;
grant select on "sm_auth"."user_roles" to acervo_readonly;
grant select, insert ("id", "user_id", "token_hash", "expires_at", "revoked_at", "last_seen_at", "ip", "user_agent", "family", "replaced_at"), update ("expires_at", "revoked_at", "last_seen_at", "ip", "user_agent", "replaced_at"), delete on "sm_auth"."user_sessions" to acervo_app;
grant select, insert ("id", "user_id", "token_hash", "expires_at", "revoked_at", "last_seen_at", "ip", "user_agent", "family", "replaced_at"), update ("expires_at", "revoked_at", "last_seen_at", "ip", "user_agent", "replaced_at"), delete on "sm_auth"."user_sessions" to acervo_worker;
grant select ("id", "user_id", "expires_at", "revoked_at", "last_seen_at", "ip", "user_agent", "created_at", "updated_at") on "sm_auth"."user_sessions" to acervo_readonly;
grant select, insert ("id", "user_id", "issuer", "subject"), delete on "sm_auth"."user_accounts" to acervo_app;
grant select, insert ("id", "user_id", "issuer", "subject"), delete on "sm_auth"."user_accounts" to acervo_worker;
grant select on "sm_auth"."user_accounts" to acervo_readonly;
grant select, insert ("id", "user_id", "expires_at", "purpose", "token_hash", "used_at"), update ("expires_at", "used_at"), delete on "sm_auth"."verification_tokens" to acervo_app;
grant select, insert ("id", "user_id", "expires_at", "purpose", "token_hash", "used_at"), update ("expires_at", "used_at"), delete on "sm_auth"."verification_tokens" to acervo_worker;
grant select ("id", "user_id", "created_at", "expires_at", "purpose", "updated_at", "used_at") on "sm_auth"."verification_tokens" to acervo_readonly;
grant select, insert ("id", "email", "role_id", "invited_by", "accepted_at", "expires_at", "status", "token_hash"), update ("accepted_at", "expires_at", "status"), delete on "sm_auth"."invitations" to acervo_app;
grant select, insert ("id", "email", "role_id", "invited_by", "accepted_at", "expires_at", "status", "token_hash"), update ("accepted_at", "expires_at", "status"), delete on "sm_auth"."invitations" to acervo_worker;
grant select ("id", "email", "role_id", "invited_by", "accepted_at", "created_at", "expires_at", "status", "updated_at") on "sm_auth"."invitations" to acervo_readonly;
grant select, insert ("id", "name", "purpose", "area", "owner", "status", "deleted_at", "rows_per_day", "rows_per_request", "valid_from", "valid_until"), update ("name", "purpose", "area", "owner", "status", "deleted_at", "rows_per_day", "rows_per_request", "valid_from", "valid_until") on "sm_auth"."service_accounts" to acervo_app;
grant select, insert ("id", "name", "purpose", "area", "owner", "status", "deleted_at", "rows_per_day", "rows_per_request", "valid_from", "valid_until"), update ("name", "purpose", "area", "owner", "status", "deleted_at", "rows_per_day", "rows_per_request", "valid_from", "valid_until") on "sm_auth"."service_accounts" to acervo_worker;
grant select on "sm_auth"."service_accounts" to acervo_readonly;
grant select, insert ("id", "name", "user_id", "service_account_id", "prefix", "key_hash", "last_four", "scopes", "expires_at", "revoked_at", "last_used_at", "last_used_ip", "networks", "per_second", "routes"), update ("name", "scopes", "expires_at", "revoked_at", "last_used_at", "last_used_ip", "networks", "per_second", "routes"), delete on "sm_auth"."api_keys" to acervo_app;
grant select, insert ("id", "name", "user_id", "service_account_id", "prefix", "key_hash", "last_four", "scopes", "expires_at", "revoked_at", "last_used_at", "last_used_ip", "networks", "per_second", "routes"), update ("name", "scopes", "expires_at", "revoked_at", "last_used_at", "last_used_ip", "networks", "per_second", "routes"), delete on "sm_auth"."api_keys" to acervo_worker;
grant select ("id", "name", "user_id", "service_account_id", "prefix", "last_four", "scopes", "expires_at", "revoked_at", "last_used_at", "created_at", "last_used_ip", "networks", "per_second", "routes", "updated_at") on "sm_auth"."api_keys" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_auth"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_auth"."outbox_events" to acervo_worker;
grant select on "sm_auth"."outbox_events" to acervo_readonly;
