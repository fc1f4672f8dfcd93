-- acervo: transactional
-- objects: extension unaccent; text search acervo.simple_unaccent simple
-- model: 217644c85de938119a7934e314d913f6e9b019cda6bb46b77e663652b342de75

-- step: create sm_auth with 14 tables
-- locks: none
set local search_path to "sm_auth", acervo, pg_temp;
create schema if not exists "sm_auth" authorization acervo_owner;
grant usage on schema "sm_auth" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_auth"."users" (
  "id" uuid default acervo.uuid7() not null,
  "email" varchar(320) collate "C" not null,
  "display_name" text collate "C" not null,
  "password_hash" text collate "C",
  "status" text collate "C" default 'INVITED' not null,
  "locale" varchar(10) collate "C" default 'es' not null,
  "last_sign_in_at" timestamptz(6),
  "party_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "email_verified_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(display_name, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(email, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "users_pkey" primary key ("id"),
  constraint "users_status_check" check ("status" in ('INVITED', 'ACTIVE', 'DISABLED')),
  constraint "users_email_check" check (email = lower(email) and email like '%_@_%')
);
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
create table "sm_auth"."role_permissions" (
  "role_id" uuid not null,
  "permission_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "role_permissions_pkey" primary key ("role_id", "permission_id")
);
create table "sm_auth"."user_roles" (
  "user_id" uuid not null,
  "role_id" uuid not null,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "granted_by" varchar(200) collate "C",
  "expires_at" timestamptz(6),
  constraint "user_roles_pkey" primary key ("user_id", "role_id"),
  constraint "user_roles_expiry_check" check (expires_at > granted_at)
);
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
create table "sm_auth"."audit_events" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "actor" text collate "C" not null,
  "after" jsonb,
  "agent_id" text collate "C",
  "agent_run" text collate "C",
  "agent_tool" text collate "C",
  "before" jsonb,
  "detail_digest" bytea,
  "occurred_at" timestamptz(6) default acervo.now() not null,
  "operation" text collate "C" not null,
  "purpose" text collate "C",
  "request_id" text collate "C",
  "row_id" text collate "C",
  "table_name" varchar(63) collate "C" not null,
  "tenant_id" uuid,
  "transaction_id" bigint not null,
  "withheld" text[] collate "C",
  constraint "audit_events_pkey" primary key ("id", "occurred_at")
) partition by range ("occurred_at");
create table "sm_auth"."audit_details" (
  "after" jsonb,
  "before" jsonb,
  "event_id" uuid not null,
  "occurred_at" timestamptz(6) not null,
  "salt" bytea not null,
  "subject" text collate "C" not null,
  "table_name" varchar(63) collate "C" not null,
  "tenant_id" uuid,
  constraint "audit_details_pkey" primary key ("event_id")
);
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
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_auth"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_auth"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_auth"."audit_details" ("subject");
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
create or replace function "sm_auth"."users_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, came as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."status" as "status", n."locale" as "locale", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt", n."party_id" as "partyId", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(n."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt") r) as came,
        (select to_jsonb(r) from (select n."email" as "email", n."display_name" as "displayName") r) as came_apart,
        nullif(array_remove(array[case when n."email" is not null then 'email' end, case when n."display_name" is not null then 'displayName' end, case when n."password_hash" is not null then 'passwordHash' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_auth"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'users', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('users')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        gone as before, null::jsonb as after,
        gone_apart as before_apart, null::jsonb as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."status" as "status", o."locale" as "locale", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt", o."party_id" as "partyId", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(o."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt") r) as gone,
        (select to_jsonb(r) from (select o."email" as "email", o."display_name" as "displayName") r) as gone_apart,
        nullif(array_remove(array[case when o."email" is not null then 'email' end, case when o."display_name" is not null then 'displayName' end, case when o."password_hash" is not null then 'passwordHash' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_auth"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'users', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('users')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  else
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        gone - same as before, came - same as after,
        gone_apart - same_apart as before_apart, came_apart - same_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."status" as "status", o."locale" as "locale", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt", o."party_id" as "partyId", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(o."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."status" as "status", n."locale" as "locale", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt", n."party_id" as "partyId", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(n."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."locale" is distinct from n."locale") then 'locale' end, case when not (o."last_sign_in_at" is distinct from n."last_sign_in_at") then 'lastSignInAt' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end, case when not (o."email_verified_at" is distinct from n."email_verified_at") then 'emailVerifiedAt' end] as same,
        (select to_jsonb(r) from (select o."email" as "email", o."display_name" as "displayName") r) as gone_apart, (select to_jsonb(r) from (select n."email" as "email", n."display_name" as "displayName") r) as came_apart, array[case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."display_name" is distinct from n."display_name") then 'displayName' end] as same_apart,
        nullif(array_remove(array[case when o."email" is distinct from n."email" then 'email' end, case when o."display_name" is distinct from n."display_name" then 'displayName' end, case when o."password_hash" is distinct from n."password_hash" then 'passwordHash' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_auth"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'users', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('users')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."users_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_auth"."users_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception using errcode = 'AV304', message = 'the last administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."users_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."roles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'roles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('roles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."description" as "description", n."built_in" as "builtIn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'roles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('roles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."description" as "description", o."built_in" as "builtIn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'roles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('roles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."description" as "description", o."built_in" as "builtIn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."description" as "description", n."built_in" as "builtIn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."built_in" is distinct from n."built_in") then 'builtIn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."roles_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_auth"."roles_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."permissions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."resource" as "resource", n."action" as "action", n."description" as "description") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."resource" as "resource", o."action" as "action", o."description" as "description") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."resource" as "resource", o."action" as "action", o."description" as "description") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."resource" as "resource", n."action" as "action", n."description" as "description") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."resource" is distinct from n."resource") then 'resource' end, case when not (o."action" is distinct from n."action") then 'action' end, case when not (o."description" is distinct from n."description") then 'description' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."permissions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_auth"."permissions_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception using errcode = 'AV304', message = 'the last administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."permissions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."role_permissions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'role_permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('role_permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, jsonb_build_array(n."role_id", n."permission_id")::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."role_id" as "roleId", n."permission_id" as "permissionId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'role_permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('role_permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, jsonb_build_array(o."role_id", o."permission_id")::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."role_id" as "roleId", o."permission_id" as "permissionId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'role_permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('role_permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(jsonb_build_array(n."role_id", n."permission_id")::text, jsonb_build_array(o."role_id", o."permission_id")::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."role_id" as "roleId", o."permission_id" as "permissionId") r) as gone, (select to_jsonb(r) from (select n."role_id" as "roleId", n."permission_id" as "permissionId") r) as came, array[case when not (o."role_id" is distinct from n."role_id") then 'roleId' end, case when not (o."permission_id" is distinct from n."permission_id") then 'permissionId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."role_id" = n."role_id" and o."permission_id" = n."permission_id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."role_permissions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_auth"."role_permissions_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception using errcode = 'AV304', message = 'the last administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."role_permissions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."user_roles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'user_roles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('user_roles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, jsonb_build_array(n."user_id", n."role_id")::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."user_id" as "userId", n."role_id" as "roleId", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", n."granted_by" as "grantedBy", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'user_roles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('user_roles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, jsonb_build_array(o."user_id", o."role_id")::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."user_id" as "userId", o."role_id" as "roleId", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", o."granted_by" as "grantedBy", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'user_roles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('user_roles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(jsonb_build_array(n."user_id", n."role_id")::text, jsonb_build_array(o."user_id", o."role_id")::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."user_id" as "userId", o."role_id" as "roleId", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", o."granted_by" as "grantedBy", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as gone, (select to_jsonb(r) from (select n."user_id" as "userId", n."role_id" as "roleId", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", n."granted_by" as "grantedBy", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as came, array[case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."role_id" is distinct from n."role_id") then 'roleId' end, case when not (o."granted_at" is distinct from n."granted_at") then 'grantedAt' end, case when not (o."granted_by" is distinct from n."granted_by") then 'grantedBy' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."user_id" = n."user_id" and o."role_id" = n."role_id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."user_roles_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_auth"."user_roles_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"sm_auth"' and not exists (select from "sm_auth"."users" u
    join "sm_auth"."user_roles" g on g.user_id = u.id and g.expires_at is null
    join "sm_auth"."role_permissions" h on h.role_id = g.role_id
    join "sm_auth"."permissions" p on p.id = h.permission_id
    where u.status = 'ACTIVE' and u.deleted_at is null and p.resource = '*' and p.action = '*') then
    raise exception using errcode = 'AV304', message = 'the last administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."user_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."user_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."verification_tokens_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."invitations_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, came as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."role_id" as "roleId", n."invited_by" as "invitedBy", to_char(n."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", n."status" as "status") r) as came,
        (select to_jsonb(r) from (select n."email" as "email") r) as came_apart,
        nullif(array_remove(array[case when n."email" is not null then 'email' end, case when n."token_hash" is not null then 'tokenHash' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_auth"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'invitations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'invitations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invitations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        gone as before, null::jsonb as after,
        gone_apart as before_apart, null::jsonb as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."role_id" as "roleId", o."invited_by" as "invitedBy", to_char(o."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", o."status" as "status") r) as gone,
        (select to_jsonb(r) from (select o."email" as "email") r) as gone_apart,
        nullif(array_remove(array[case when o."email" is not null then 'email' end, case when o."token_hash" is not null then 'tokenHash' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_auth"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'invitations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'invitations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invitations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  else
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        gone - same as before, came - same as after,
        gone_apart - same_apart as before_apart, came_apart - same_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."role_id" as "roleId", o."invited_by" as "invitedBy", to_char(o."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."role_id" as "roleId", n."invited_by" as "invitedBy", to_char(n."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."role_id" is distinct from n."role_id") then 'roleId' end, case when not (o."invited_by" is distinct from n."invited_by") then 'invitedBy' end, case when not (o."accepted_at" is distinct from n."accepted_at") then 'acceptedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        (select to_jsonb(r) from (select o."email" as "email") r) as gone_apart, (select to_jsonb(r) from (select n."email" as "email") r) as came_apart, array[case when not (o."email" is distinct from n."email") then 'email' end] as same_apart,
        nullif(array_remove(array[case when o."email" is distinct from n."email" then 'email' end, case when o."token_hash" is distinct from n."token_hash" then 'tokenHash' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_auth"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'invitations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'invitations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invitations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."invitations_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_auth"."invitations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."service_accounts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'service_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('service_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."purpose" as "purpose", n."area" as "area", n."owner" as "owner", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", n."rows_per_day" as "rowsPerDay", n."rows_per_request" as "rowsPerRequest", to_char(n."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(n."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'service_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('service_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."purpose" as "purpose", o."area" as "area", o."owner" as "owner", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", o."rows_per_day" as "rowsPerDay", o."rows_per_request" as "rowsPerRequest", to_char(o."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(o."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'service_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('service_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."purpose" as "purpose", o."area" as "area", o."owner" as "owner", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", o."rows_per_day" as "rowsPerDay", o."rows_per_request" as "rowsPerRequest", to_char(o."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(o."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."purpose" as "purpose", n."area" as "area", n."owner" as "owner", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", n."rows_per_day" as "rowsPerDay", n."rows_per_request" as "rowsPerRequest", to_char(n."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(n."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."area" is distinct from n."area") then 'area' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end, case when not (o."rows_per_day" is distinct from n."rows_per_day") then 'rowsPerDay' end, case when not (o."rows_per_request" is distinct from n."rows_per_request") then 'rowsPerRequest' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_until" is distinct from n."valid_until") then 'validUntil' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."service_accounts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_auth"."service_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."api_keys_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_auth", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'api_keys', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('api_keys')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."user_id" as "userId", n."service_account_id" as "serviceAccountId", n."prefix" as "prefix", n."last_four" as "lastFour", n."scopes" as "scopes", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(n."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", n."last_used_ip" as "lastUsedIp", n."networks" as "networks", n."per_second" as "perSecond", n."routes" as "routes") r) as came,
        nullif(array_remove(array[case when n."key_hash" is not null then 'keyHash' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'api_keys', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('api_keys')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."user_id" as "userId", o."service_account_id" as "serviceAccountId", o."prefix" as "prefix", o."last_four" as "lastFour", o."scopes" as "scopes", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(o."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", o."last_used_ip" as "lastUsedIp", o."networks" as "networks", o."per_second" as "perSecond", o."routes" as "routes") r) as gone,
        nullif(array_remove(array[case when o."key_hash" is not null then 'keyHash' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_auth"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'api_keys', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('api_keys')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."user_id" as "userId", o."service_account_id" as "serviceAccountId", o."prefix" as "prefix", o."last_four" as "lastFour", o."scopes" as "scopes", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(o."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", o."last_used_ip" as "lastUsedIp", o."networks" as "networks", o."per_second" as "perSecond", o."routes" as "routes") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."user_id" as "userId", n."service_account_id" as "serviceAccountId", n."prefix" as "prefix", n."last_four" as "lastFour", n."scopes" as "scopes", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(n."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", n."last_used_ip" as "lastUsedIp", n."networks" as "networks", n."per_second" as "perSecond", n."routes" as "routes") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."service_account_id" is distinct from n."service_account_id") then 'serviceAccountId' end, case when not (o."prefix" is distinct from n."prefix") then 'prefix' end, case when not (o."last_four" is distinct from n."last_four") then 'lastFour' end, case when not (o."scopes" is distinct from n."scopes") then 'scopes' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."revoked_at" is distinct from n."revoked_at") then 'revokedAt' end, case when not (o."last_used_at" is distinct from n."last_used_at") then 'lastUsedAt' end, case when not (o."last_used_ip" is distinct from n."last_used_ip") then 'lastUsedIp' end, case when not (o."networks" is distinct from n."networks") then 'networks' end, case when not (o."per_second" is distinct from n."per_second") then 'perSecond' end, case when not (o."routes" is distinct from n."routes") then 'routes' end] as same,
        nullif(array_remove(array[case when o."key_hash" is distinct from n."key_hash" then 'keyHash' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_auth"."api_keys_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_auth"."api_keys_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_auth"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_auth"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_auth", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_auth"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_auth", pg_temp as $body$
begin
  if not exists (select from new_rows r where r.aggregate_seq is null) then
    return null;
  end if;
  with given as (
    select r.id, r.aggregate_type, r.aggregate_id, row_number() over () as place from new_rows r
    where r.aggregate_seq is null
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
create or replace trigger "audit_insert" after insert on "sm_auth"."users" referencing new table as new_rows for each statement execute function "sm_auth"."users_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."users" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."users_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."users" referencing old table as old_rows for each statement execute function "sm_auth"."users_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."users" for each statement execute function "sm_auth"."users_keep"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."users" for each statement execute function "sm_auth"."users_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."users" for each statement execute function "sm_auth"."users_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."users" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."users_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."users" referencing old table as old_rows for each statement execute function "sm_auth"."users_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."users" for each row execute function "sm_auth"."users_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."roles" referencing new table as new_rows for each statement execute function "sm_auth"."roles_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."roles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."roles_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."roles" referencing old table as old_rows for each statement execute function "sm_auth"."roles_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."roles" for each statement execute function "sm_auth"."roles_keep"();
create or replace trigger "touch" before update on "sm_auth"."roles" for each row execute function "sm_auth"."roles_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."permissions" referencing new table as new_rows for each statement execute function "sm_auth"."permissions_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."permissions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."permissions_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."permissions" referencing old table as old_rows for each statement execute function "sm_auth"."permissions_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."permissions" for each statement execute function "sm_auth"."permissions_keep"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."permissions" for each statement execute function "sm_auth"."permissions_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."permissions" for each statement execute function "sm_auth"."permissions_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."permissions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."permissions_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."permissions" referencing old table as old_rows for each statement execute function "sm_auth"."permissions_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."permissions" for each row execute function "sm_auth"."permissions_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."role_permissions" referencing new table as new_rows for each statement execute function "sm_auth"."role_permissions_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."role_permissions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."role_permissions_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."role_permissions" referencing old table as old_rows for each statement execute function "sm_auth"."role_permissions_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."role_permissions" for each statement execute function "sm_auth"."role_permissions_keep"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."role_permissions" for each statement execute function "sm_auth"."role_permissions_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."role_permissions" for each statement execute function "sm_auth"."role_permissions_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."role_permissions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."role_permissions_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."role_permissions" referencing old table as old_rows for each statement execute function "sm_auth"."role_permissions_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."role_permissions" for each row execute function "sm_auth"."role_permissions_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."user_roles" referencing new table as new_rows for each statement execute function "sm_auth"."user_roles_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."user_roles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."user_roles_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."user_roles" referencing old table as old_rows for each statement execute function "sm_auth"."user_roles_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."user_roles" for each statement execute function "sm_auth"."user_roles_keep"();
create or replace trigger "keep_administrator_update" before update on "sm_auth"."user_roles" for each statement execute function "sm_auth"."user_roles_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "sm_auth"."user_roles" for each statement execute function "sm_auth"."user_roles_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "sm_auth"."user_roles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."user_roles_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "sm_auth"."user_roles" referencing old table as old_rows for each statement execute function "sm_auth"."user_roles_kept_administrator"();
create or replace trigger "touch" before update on "sm_auth"."user_sessions" for each row execute function "sm_auth"."user_sessions_touch"();
create or replace trigger "touch" before update on "sm_auth"."user_accounts" for each row execute function "sm_auth"."user_accounts_touch"();
create or replace trigger "touch" before update on "sm_auth"."verification_tokens" for each row execute function "sm_auth"."verification_tokens_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."invitations" referencing new table as new_rows for each statement execute function "sm_auth"."invitations_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."invitations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."invitations_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."invitations" referencing old table as old_rows for each statement execute function "sm_auth"."invitations_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."invitations" for each statement execute function "sm_auth"."invitations_keep"();
create or replace trigger "touch" before update on "sm_auth"."invitations" for each row execute function "sm_auth"."invitations_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."service_accounts" referencing new table as new_rows for each statement execute function "sm_auth"."service_accounts_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."service_accounts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."service_accounts_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."service_accounts" referencing old table as old_rows for each statement execute function "sm_auth"."service_accounts_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."service_accounts" for each statement execute function "sm_auth"."service_accounts_keep"();
create or replace trigger "touch" before update on "sm_auth"."service_accounts" for each row execute function "sm_auth"."service_accounts_touch"();
create or replace trigger "audit_insert" after insert on "sm_auth"."api_keys" referencing new table as new_rows for each statement execute function "sm_auth"."api_keys_audit"();
create or replace trigger "audit_update" after update on "sm_auth"."api_keys" referencing new table as new_rows old table as old_rows for each statement execute function "sm_auth"."api_keys_audit"();
create or replace trigger "audit_delete" after delete on "sm_auth"."api_keys" referencing old table as old_rows for each statement execute function "sm_auth"."api_keys_audit"();
create or replace trigger "keep" before truncate on "sm_auth"."api_keys" for each statement execute function "sm_auth"."api_keys_keep"();
create or replace trigger "touch" before update on "sm_auth"."api_keys" for each row execute function "sm_auth"."api_keys_touch"();
create or replace trigger "keep" before truncate on "sm_auth"."audit_events" for each statement execute function "sm_auth"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_auth"."audit_details" for each statement execute function "sm_auth"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_auth"."outbox_events" referencing new table as new_rows for each statement execute function "sm_auth"."outbox_events_number"();
alter table "sm_auth"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_auth"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_auth"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_auth"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_auth"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_auth"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_auth"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "email", "display_name", "password_hash", "status", "locale", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at"), update ("email", "display_name", "password_hash", "status", "locale", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at") on "sm_auth"."users" to acervo_app;
grant select, insert ("id", "email", "display_name", "password_hash", "status", "locale", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at"), update ("email", "display_name", "password_hash", "status", "locale", "last_sign_in_at", "party_id", "deleted_at", "email_verified_at") on "sm_auth"."users" to acervo_worker;
grant select ("id", "email", "display_name", "status", "locale", "last_sign_in_at", "party_id", "created_at", "deleted_at", "email_verified_at", "updated_at") on "sm_auth"."users" to acervo_readonly;
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
grant select on "sm_auth"."audit_events" to acervo_app;
grant select on "sm_auth"."audit_events" to acervo_worker;
grant select on "sm_auth"."audit_events" to acervo_readonly;
grant select on "sm_auth"."audit_details" to acervo_app;
grant select, delete on "sm_auth"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_auth"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_auth"."outbox_events" to acervo_worker;
grant select on "sm_auth"."outbox_events" to acervo_readonly;
set local role none;
