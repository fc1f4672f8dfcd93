-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 5ee2fb89cb4286e4301d66fa85b48910e5fe94be430c30b9224756ad07d310c4

-- step: create conversations with 20 tables
-- locks: none
set local search_path to "conversations", acervo, pg_temp;
create schema if not exists "conversations" authorization acervo_owner;
grant usage on schema "conversations" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "conversations"."users" (
  "id" uuid default acervo.uuid7() not null,
  "email" varchar(255) collate "C" not null,
  "username" varchar(100) collate "C" not null,
  "password_hash" varchar(255) collate "C" not null,
  "first_name" varchar(100) collate "C",
  "last_name" varchar(100) collate "C",
  "is_active" boolean default true not null,
  "is_admin" boolean default false not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "email_verified_at" timestamptz(6),
  "last_sign_in_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "users_pkey" primary key ("id"),
  constraint "users_email_key" unique ("email"),
  constraint "users_username_key" unique ("username"),
  constraint "users_email_check" check (email = lower(email) and email like '%_@_%')
);
create table "conversations"."user_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "session_token" varchar(255) collate "C" not null,
  "expires_at" timestamptz(6) not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "family" uuid not null,
  "ip" inet,
  "last_seen_at" timestamptz(6),
  "replaced_at" timestamptz(6),
  "revoked_at" timestamptz(6),
  "user_agent" text collate "C",
  constraint "user_sessions_pkey" primary key ("id"),
  constraint "user_sessions_session_token_key" unique ("session_token"),
  constraint "user_sessions_session_token_check" check (session_token ~ '^[0-9a-f]{64}$')
);
create table "conversations"."user_permissions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "permission_name" varchar(100) collate "C" not null,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6),
  constraint "user_permissions_pkey" primary key ("id"),
  constraint "user_permissions_user_id_permission_name_key" unique ("user_id", "permission_name"),
  constraint "user_permissions_expiry_check" check (expires_at > granted_at),
  constraint "user_permissions_permission_name_check" check (permission_name ~ '^([*]|([*]|[a-z][A-Za-z0-9]*)[.]([*]|[a-z][A-Za-z0-9]*)):([*]|[a-z][A-Za-z0-9-]*)$')
);
create table "conversations"."ai_models" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(100) collate "C" not null,
  "provider" varchar(50) collate "C" not null,
  "model_type" text collate "C" not null,
  "version" varchar(20) collate "C",
  "is_active" boolean default true not null,
  "max_tokens" integer,
  "temperature" numeric(3, 2) default '0.70',
  "deprecated_at" timestamptz(6),
  "successor_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "ai_models_pkey" primary key ("id"),
  constraint "ai_models_name_key" unique ("name"),
  constraint "ai_models_model_type_check" check ("model_type" in ('chat', 'completion', 'embedding')),
  constraint "ai_models_max_tokens_check" check (max_tokens > 0),
  constraint "ai_models_successor_check" check (successor_id <> id),
  constraint "ai_models_temperature_check" check (temperature between 0 and 2)
);
create table "conversations"."model_aliases" (
  "id" uuid default acervo.uuid7() not null,
  "alias" varchar(100) collate "C" not null,
  "model_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "model_aliases_pkey" primary key ("id"),
  constraint "model_aliases_alias_key" unique ("alias")
);
create table "conversations"."model_versions" (
  "id" uuid default acervo.uuid7() not null,
  "model_id" uuid not null,
  "version_number" varchar(20) collate "C" not null,
  "release_notes" text collate "C",
  "is_default" boolean default false not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "model_versions_pkey" primary key ("id"),
  constraint "model_versions_model_id_version_number_key" unique ("model_id", "version_number")
);
create table "conversations"."model_performance" (
  "id" uuid default acervo.uuid7() not null,
  "model_id" uuid not null,
  "metric_name" varchar(100) collate "C" not null,
  "metric_value" numeric(10, 4),
  "sample_size" integer,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "model_performance_pkey" primary key ("id"),
  constraint "model_performance_sample_size_check" check (sample_size > 0)
);
create table "conversations"."conversations" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "title" varchar(255) collate "C",
  "status" text collate "C" default 'active' not null,
  "model_used" varchar(100) collate "C",
  "model_id" uuid,
  "total_tokens" bigint default 0 not null,
  "message_count" bigint default 0 not null,
  "deleted_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "conversations_pkey" primary key ("id"),
  constraint "conversations_user_id_key" unique ("user_id", "id"),
  constraint "conversations_status_check" check ("status" in ('active', 'archived', 'deleted'))
);
create table "conversations"."messages" (
  "id" uuid default acervo.uuid7() not null,
  "conversation_id" uuid not null,
  "role" text collate "C" not null,
  "content" text collate "C" not null,
  "tokens_used" integer default 0 not null,
  "model_id" uuid,
  "status" text collate "C" default 'complete' not null,
  "finish_reason" varchar(40) collate "C",
  "error_message" text collate "C",
  "provider_request_id" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(content, '')), 'A')) stored not null,
  "tenant_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "messages_pkey" primary key ("id"),
  constraint "messages_tenant_id_key" unique ("tenant_id", "id"),
  constraint "messages_role_check" check ("role" in ('system', 'developer', 'user', 'assistant', 'tool')),
  constraint "messages_status_check" check ("status" in ('complete', 'streaming', 'failed', 'cancelled')),
  constraint "messages_failed_check" check ((status = 'failed') = (error_message is not null)),
  constraint "messages_tokens_used_check" check (tokens_used >= 0)
);
create table "conversations"."conversation_analytics" (
  "id" uuid default acervo.uuid7() not null,
  "conversation_id" uuid not null,
  "sentiment_score" numeric(3, 2),
  "sentiment_method" varchar(100) collate "C",
  "topic_classification" varchar(100) collate "C",
  "response_time_ms" integer,
  "user_satisfaction_rating" integer,
  "created_at" timestamptz(6) default acervo.now() not null,
  "tenant_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "conversation_analytics_pkey" primary key ("id"),
  constraint "conversation_analytics_tenant_id_key" unique ("tenant_id", "id"),
  constraint "conversation_analytics_response_time_ms_check" check (response_time_ms >= 0),
  constraint "conversation_analytics_sentiment_method_check" check ((sentiment_score is null) = (sentiment_method is null)),
  constraint "conversation_analytics_sentiment_score_check" check (sentiment_score between -1 and 1),
  constraint "conversation_analytics_user_satisfaction_rating_check" check (user_satisfaction_rating between 1 and 5)
);
create table "conversations"."system_config" (
  "id" uuid default acervo.uuid7() not null,
  "config_key" varchar(100) collate "C" not null,
  "config_value" text collate "C",
  "secret_value" bytea,
  "config_type" text collate "C" default 'string' not null,
  "description" text collate "C",
  "is_encrypted" boolean default false not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "system_config_pkey" primary key ("id"),
  constraint "system_config_config_key_key" unique ("config_key"),
  constraint "system_config_config_type_check" check ("config_type" in ('string', 'integer', 'decimal', 'boolean', 'json')),
  constraint "system_config_known_check" check (case config_key
        when 'default_model' then config_type = 'string' and config_value <> ''
        when 'max_conversation_length' then config_type = 'integer' and config_value ~ '^[1-9][0-9]*$'
        when 'rate_limit_per_hour' then config_type = 'integer' and config_value ~ '^[1-9][0-9]*$'
        when 'maintenance_mode' then config_type = 'boolean'
        else true end is true
      and (config_value is not null or config_key not in
        ('default_model', 'max_conversation_length', 'rate_limit_per_hour', 'maintenance_mode'))),
  constraint "system_config_secret_check" check (not is_encrypted or config_value is null),
  constraint "system_config_value_of_type_check" check (case config_type
        when 'integer' then config_value ~ '^-?[0-9]{1,18}$'
        when 'decimal' then config_value ~ '^-?[0-9]+([.][0-9]+)?$'
        when 'boolean' then config_value in ('true', 'false')
        when 'json' then config_value::jsonb is not null
        else true end)
);
create table "conversations"."api_keys" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "key_name" varchar(100) collate "C" not null,
  "key_hash" varchar(255) collate "C" not null,
  "prefix" varchar(16) collate "C" not null,
  "permissions" text[] collate "C" default '{}' not null,
  "is_active" boolean generated always as (revoked_at is null) stored not null,
  "last_used_at" timestamptz(6),
  "expires_at" timestamptz(6) default acervo.now() + interval '90 days' not null,
  "revoked_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "last_used_ip" inet,
  "networks" text[] collate "C" default '{}' not null,
  "per_second" integer,
  "routes" text[] collate "C" default '{}' not null,
  constraint "api_keys_pkey" primary key ("id"),
  constraint "api_keys_prefix_key" unique ("prefix"),
  constraint "api_keys_key_hash_key" unique ("key_hash"),
  constraint "api_keys_expiry_check" check (expires_at > created_at),
  constraint "api_keys_key_hash_check" check (key_hash ~ '^[0-9a-f]{64}$')
);
create table "conversations"."webhooks" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "url" varchar(500) collate "C" not null,
  "events" jsonb not null,
  "secret_key" bytea,
  "previous_secret_key" bytea,
  "previous_secret_until" timestamptz(6),
  "is_active" boolean default true not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "webhooks_pkey" primary key ("id"),
  constraint "webhooks_user_id_key" unique ("user_id", "id"),
  constraint "webhooks_events_check" check (case when jsonb_typeof(events) = 'array' then jsonb_array_length(events) > 0 else false end),
  constraint "webhooks_url_check" check (url ~ '^https?://[^[:space:]]+$')
);
create table "conversations"."webhook_deliveries" (
  "id" uuid default acervo.uuid7() not null,
  "webhook_id" uuid not null,
  "message_id" uuid not null,
  "event_type" varchar(200) collate "C" not null,
  "kind" text collate "C" default 'event' not null,
  "attempt" integer default 1 not null,
  "status" text collate "C" default 'pending' not null,
  "payload" jsonb not null,
  "due_at" timestamptz(6) default acervo.now() not null,
  "finished_at" timestamptz(6),
  "response_status" integer,
  "response_body" varchar(2048) collate "C",
  "error_message" text collate "C",
  "duration_ms" integer,
  "created_at" timestamptz(6) default acervo.now() not null,
  "tenant_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "webhook_deliveries_pkey" primary key ("id"),
  constraint "webhook_deliveries_tenant_id_key" unique ("tenant_id", "id"),
  constraint "webhook_deliveries_webhook_id_message_id_kind_attempt_key" unique ("tenant_id", "webhook_id", "message_id", "kind", "attempt"),
  constraint "webhook_deliveries_kind_check" check ("kind" in ('event', 'replay', 'test')),
  constraint "webhook_deliveries_status_check" check ("status" in ('pending', 'delivered', 'failed', 'abandoned')),
  constraint "webhook_deliveries_attempt_check" check (attempt between 1 and 20),
  constraint "webhook_deliveries_delivered_check" check (status <> 'delivered' or coalesce(response_status between 200 and 299, false)),
  constraint "webhook_deliveries_duration_ms_check" check (duration_ms >= 0),
  constraint "webhook_deliveries_event_type_check" check (event_type ~ '^[A-Za-z0-9_]+([.][A-Za-z0-9_]+)*$'),
  constraint "webhook_deliveries_finished_check" check ((status = 'pending') = (finished_at is null)),
  constraint "webhook_deliveries_payload_check" check (octet_length(payload::text) <= 20480),
  constraint "webhook_deliveries_response_status_check" check (response_status between 100 and 599)
);
create table "conversations"."usage_metrics" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "date" date not null,
  "total_conversations" integer default 0 not null,
  "total_messages" integer default 0 not null,
  "total_tokens" integer default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "usage_metrics_pkey" primary key ("id"),
  constraint "usage_metrics_user_id_key" unique ("user_id", "id"),
  constraint "usage_metrics_user_id_date_key" unique ("user_id", "date"),
  constraint "usage_metrics_totals_check" check (total_conversations >= 0 and total_messages >= 0 and total_tokens >= 0)
);
create table "conversations"."error_logs" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid,
  "error_type" varchar(100) collate "C" not null,
  "error_message" text collate "C",
  "stack_trace" text collate "C",
  "request_data" jsonb,
  "request_id" varchar(100) collate "C",
  "fingerprint" varchar(32) collate "C" generated always as (md5(error_type || ' ' || coalesce(regexp_replace(error_message, '[0-9]+', '#', 'g'), ''))) stored not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "error_logs_pkey" primary key ("id")
);
create table "conversations"."audit_events" (
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
create table "conversations"."audit_details" (
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
create index "user_sessions_user_id_expires_at_idx" on "conversations"."user_sessions" ("user_id", "expires_at" desc);
create index "user_sessions_expires_at_idx" on "conversations"."user_sessions" ("expires_at") where revoked_at is null;
create index "ai_models_successor_id_idx" on "conversations"."ai_models" ("successor_id");
create index "model_aliases_model_id_idx" on "conversations"."model_aliases" ("model_id");
create unique index "model_versions_one_default_key" on "conversations"."model_versions" ("model_id") where (is_default);
create index "model_performance_model_id_metric_name_recorded_at_idx" on "conversations"."model_performance" ("model_id", "metric_name", "recorded_at" desc);
create index "conversations_user_id_status_updated_at_idx" on "conversations"."conversations" ("user_id", "status", "updated_at" desc);
create index "conversations_deleted_at_idx" on "conversations"."conversations" ("deleted_at") where deleted_at is not null;
create index "conversations_search_vector_gin_idx" on "conversations"."conversations" using gin ("search_vector");
create index "conversations_model_id_idx" on "conversations"."conversations" ("model_id");
create index "messages_conversation_id_created_at_idx" on "conversations"."messages" ("conversation_id", "created_at");
create index "messages_search_vector_gin_idx" on "conversations"."messages" using gin ("search_vector");
create index "idx_messages_created_at" on "conversations"."messages" ("created_at");
create index "messages_model_id_idx" on "conversations"."messages" ("model_id");
create unique index "conversation_analytics_one_rating_key" on "conversations"."conversation_analytics" ("tenant_id", "conversation_id") where (user_satisfaction_rating is not null);
create index "idx_conversation_analytics_conversation_id" on "conversations"."conversation_analytics" ("conversation_id");
create index "api_keys_expires_at_idx" on "conversations"."api_keys" ("expires_at") where revoked_at is null;
create index "api_keys_user_id_idx" on "conversations"."api_keys" ("user_id");
create index "webhook_deliveries_due_at_idx" on "conversations"."webhook_deliveries" ("due_at") where status = 'pending';
create index "webhook_deliveries_webhook_id_created_at_idx" on "conversations"."webhook_deliveries" ("webhook_id", "created_at" desc);
create index "error_logs_fingerprint_created_at_idx" on "conversations"."error_logs" ("fingerprint", "created_at" desc);
create index "error_logs_request_id_idx" on "conversations"."error_logs" ("request_id") where request_id is not null;
create index "idx_error_logs_created_at" on "conversations"."error_logs" ("created_at");
create index "error_logs_user_id_idx" on "conversations"."error_logs" ("user_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "conversations"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "conversations"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "conversations"."audit_details" ("subject");
alter table "conversations"."user_sessions" add constraint "user_sessions_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete cascade;
alter table "conversations"."user_permissions" add constraint "user_permissions_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete cascade;
alter table "conversations"."ai_models" add constraint "ai_models_successor_id_fkey" foreign key ("successor_id") references "conversations"."ai_models" ("id") on delete restrict;
alter table "conversations"."model_aliases" add constraint "model_aliases_model_id_fkey" foreign key ("model_id") references "conversations"."ai_models" ("id") on delete cascade;
alter table "conversations"."model_versions" add constraint "model_versions_model_id_fkey" foreign key ("model_id") references "conversations"."ai_models" ("id") on delete cascade;
alter table "conversations"."model_performance" add constraint "model_performance_model_id_fkey" foreign key ("model_id") references "conversations"."ai_models" ("id") on delete cascade;
alter table "conversations"."conversations" add constraint "conversations_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete cascade;
alter table "conversations"."conversations" add constraint "conversations_model_id_fkey" foreign key ("model_id") references "conversations"."ai_models" ("id") on delete restrict;
alter table "conversations"."messages" add constraint "messages_conversation_id_fkey" foreign key ("conversation_id", "tenant_id") references "conversations"."conversations" ("id", "user_id") on delete cascade;
alter table "conversations"."messages" add constraint "messages_model_id_fkey" foreign key ("model_id") references "conversations"."ai_models" ("id") on delete restrict;
alter table "conversations"."conversation_analytics" add constraint "conversation_analytics_conversation_id_fkey" foreign key ("conversation_id", "tenant_id") references "conversations"."conversations" ("id", "user_id") on delete cascade;
alter table "conversations"."api_keys" add constraint "api_keys_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete cascade;
alter table "conversations"."webhooks" add constraint "webhooks_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete cascade;
alter table "conversations"."webhook_deliveries" add constraint "webhook_deliveries_webhook_id_fkey" foreign key ("webhook_id", "tenant_id") references "conversations"."webhooks" ("id", "user_id") on delete cascade;
alter table "conversations"."usage_metrics" add constraint "usage_metrics_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete cascade;
alter table "conversations"."error_logs" add constraint "error_logs_user_id_fkey" foreign key ("user_id") references "conversations"."users" ("id") on delete set null;
create or replace function "conversations"."users_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."is_active" as "isActive", n."is_admin" as "isAdmin", to_char(n."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as came,
        (select to_jsonb(r) from (select n."email" as "email", n."username" as "username", n."first_name" as "firstName", n."last_name" as "lastName") r) as came_apart,
        nullif(array_remove(array[case when n."email" is not null then 'email' end, case when n."username" is not null then 'username' end, case when n."password_hash" is not null then 'passwordHash' end, case when n."first_name" is not null then 'firstName' end, case when n."last_name" is not null then 'lastName' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "conversations"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "conversations"."audit_events" as e
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
        (select to_jsonb(r) from (select o."id" as "id", o."is_active" as "isActive", o."is_admin" as "isAdmin", to_char(o."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as gone,
        (select to_jsonb(r) from (select o."email" as "email", o."username" as "username", o."first_name" as "firstName", o."last_name" as "lastName") r) as gone_apart,
        nullif(array_remove(array[case when o."email" is not null then 'email' end, case when o."username" is not null then 'username' end, case when o."password_hash" is not null then 'passwordHash' end, case when o."first_name" is not null then 'firstName' end, case when o."last_name" is not null then 'lastName' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "conversations"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "conversations"."audit_events" as e
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
        (select to_jsonb(r) from (select o."id" as "id", o."is_active" as "isActive", o."is_admin" as "isAdmin", to_char(o."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."is_active" as "isActive", n."is_admin" as "isAdmin", to_char(n."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."is_admin" is distinct from n."is_admin") then 'isAdmin' end, case when not (o."email_verified_at" is distinct from n."email_verified_at") then 'emailVerifiedAt' end, case when not (o."last_sign_in_at" is distinct from n."last_sign_in_at") then 'lastSignInAt' end] as same,
        (select to_jsonb(r) from (select o."email" as "email", o."username" as "username", o."first_name" as "firstName", o."last_name" as "lastName") r) as gone_apart, (select to_jsonb(r) from (select n."email" as "email", n."username" as "username", n."first_name" as "firstName", n."last_name" as "lastName") r) as came_apart, array[case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."username" is distinct from n."username") then 'username' end, case when not (o."first_name" is distinct from n."first_name") then 'firstName' end, case when not (o."last_name" is distinct from n."last_name") then 'lastName' end] as same_apart,
        nullif(array_remove(array[case when o."email" is distinct from n."email" then 'email' end, case when o."username" is distinct from n."username" then 'username' end, case when o."password_hash" is distinct from n."password_hash" then 'passwordHash' end, case when o."first_name" is distinct from n."first_name" then 'firstName' end, case when o."last_name" is distinct from n."last_name" then 'lastName' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "conversations"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "conversations"."audit_events" as e
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
create or replace function "conversations"."users_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."users_keep_administrator"() returns trigger language plpgsql security definer
set search_path to "conversations", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"conversations".administrator', 7411));
  if exists (select from "conversations"."users" u where u.is_active and u.is_admin) then perform set_config('acervo.kept_administrator', '"conversations"', true); end if;
  return null;
end$body$;
create or replace function "conversations"."users_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "conversations", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"conversations"' and not exists (select from "conversations"."users" u where u.is_active and u.is_admin) then
    raise exception using errcode = 'AV304', message = 'the last administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "conversations"."users_touch"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "conversations"."user_permissions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'user_permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('user_permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."permission_name" as "permissionName", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'user_permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('user_permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."permission_name" as "permissionName", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'user_permissions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('user_permissions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."permission_name" as "permissionName", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."permission_name" as "permissionName", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."permission_name" is distinct from n."permission_name") then 'permissionName' end, case when not (o."granted_at" is distinct from n."granted_at") then 'grantedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."user_permissions_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."ai_models_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'ai_models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('ai_models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."provider" as "provider", n."model_type" as "modelType", n."version" as "version", n."is_active" as "isActive", n."max_tokens" as "maxTokens", n."temperature"::text as "temperature", to_char(n."deprecated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deprecatedAt", n."successor_id" as "successorId", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'ai_models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('ai_models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."provider" as "provider", o."model_type" as "modelType", o."version" as "version", o."is_active" as "isActive", o."max_tokens" as "maxTokens", o."temperature"::text as "temperature", to_char(o."deprecated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deprecatedAt", o."successor_id" as "successorId", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'ai_models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('ai_models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."provider" as "provider", o."model_type" as "modelType", o."version" as "version", o."is_active" as "isActive", o."max_tokens" as "maxTokens", o."temperature"::text as "temperature", to_char(o."deprecated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deprecatedAt", o."successor_id" as "successorId", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."provider" as "provider", n."model_type" as "modelType", n."version" as "version", n."is_active" as "isActive", n."max_tokens" as "maxTokens", n."temperature"::text as "temperature", to_char(n."deprecated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deprecatedAt", n."successor_id" as "successorId", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."provider" is distinct from n."provider") then 'provider' end, case when not (o."model_type" is distinct from n."model_type") then 'modelType' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."max_tokens" is distinct from n."max_tokens") then 'maxTokens' end, case when not (o."temperature" is distinct from n."temperature") then 'temperature' end, case when not (o."deprecated_at" is distinct from n."deprecated_at") then 'deprecatedAt' end, case when not (o."successor_id" is distinct from n."successor_id") then 'successorId' end, case when not (o."created_at" is distinct from n."created_at") then 'createdAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."ai_models_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."model_aliases_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'model_aliases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_aliases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."alias" as "alias", n."model_id" as "modelId", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'model_aliases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_aliases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."alias" as "alias", o."model_id" as "modelId", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'model_aliases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_aliases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."alias" as "alias", o."model_id" as "modelId", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."alias" as "alias", n."model_id" as "modelId", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."alias" is distinct from n."alias") then 'alias' end, case when not (o."model_id" is distinct from n."model_id") then 'modelId' end, case when not (o."created_at" is distinct from n."created_at") then 'createdAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."model_aliases_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."model_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'model_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."model_id" as "modelId", n."version_number" as "versionNumber", n."release_notes" as "releaseNotes", n."is_default" as "isDefault", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'model_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model_id" as "modelId", o."version_number" as "versionNumber", o."release_notes" as "releaseNotes", o."is_default" as "isDefault", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'model_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model_id" as "modelId", o."version_number" as "versionNumber", o."release_notes" as "releaseNotes", o."is_default" as "isDefault", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."model_id" as "modelId", n."version_number" as "versionNumber", n."release_notes" as "releaseNotes", n."is_default" as "isDefault", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."model_id" is distinct from n."model_id") then 'modelId' end, case when not (o."version_number" is distinct from n."version_number") then 'versionNumber' end, case when not (o."release_notes" is distinct from n."release_notes") then 'releaseNotes' end, case when not (o."is_default" is distinct from n."is_default") then 'isDefault' end, case when not (o."created_at" is distinct from n."created_at") then 'createdAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."model_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."conversations_deleted_since"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  if new.status <> 'deleted' then new.deleted_at = null;
  elsif tg_op = 'INSERT' then new.deleted_at = acervo.now();
  else new.deleted_at = coalesce(old.deleted_at, acervo.now());
  end if;
  return new;
end$body$;
create or replace function "conversations"."conversations_open"() returns trigger language plpgsql security definer
set search_path to "conversations", pg_temp as $body$
begin
  insert into "conversations"."usage_metrics" as u (user_id, date, total_conversations)
    select n.user_id, (n.created_at at time zone 'UTC')::date, count(*) from new_rows n group by 1, 2 order by 1, 2
    on conflict (user_id, date) do update
      set total_conversations = u.total_conversations + excluded.total_conversations;
  return null;
end$body$;
create or replace function "conversations"."conversations_touch"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "conversations"."messages_count_message_count"() returns trigger language plpgsql security definer
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "conversations"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "conversations"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "conversations"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "conversations"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "conversations"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true) union all select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "conversations"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true) union all select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "conversations"."messages_count_total_tokens"() returns trigger language plpgsql security definer
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "conversations"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.tokens_used, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "conversations"."conversations" p set total_tokens = p.total_tokens + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.tokens_used, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "conversations"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -coalesce(r.tokens_used, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "conversations"."conversations" p set total_tokens = p.total_tokens + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -coalesce(r.tokens_used, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "conversations"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.tokens_used, 0) as n from new_rows r where true and (true) union all select r.conversation_id as id, -coalesce(r.tokens_used, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "conversations"."conversations" p set total_tokens = p.total_tokens + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.tokens_used, 0) as n from new_rows r where true and (true) union all select r.conversation_id as id, -coalesce(r.tokens_used, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "conversations"."messages_meter"() returns trigger language plpgsql security definer
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."usage_metrics" as u (user_id, date, total_messages, total_tokens)
      select n.tenant_id, (n.created_at at time zone 'UTC')::date, count(*), sum(n.tokens_used) from new_rows n group by 1, 2 order by 1, 2
      on conflict (user_id, date) do update set total_messages = u.total_messages + excluded.total_messages,
        total_tokens = u.total_tokens + excluded.total_tokens;
  else
    perform from "conversations"."usage_metrics" u where (u.user_id, u.date) in (select d.user_id, d.date from (select n.tenant_id as user_id, (n.created_at at time zone 'UTC')::date as date, sum(n.tokens_used - o.tokens_used) as tokens
      from new_rows n join old_rows o on o.id = n.id group by 1, 2 having sum(n.tokens_used - o.tokens_used) <> 0) d)
      order by u.user_id, u.date for no key update of u;
    update "conversations"."usage_metrics" u set total_tokens = u.total_tokens + d.tokens
      from (select n.tenant_id as user_id, (n.created_at at time zone 'UTC')::date as date, sum(n.tokens_used - o.tokens_used) as tokens
      from new_rows n join old_rows o on o.id = n.id group by 1, 2 having sum(n.tokens_used - o.tokens_used) <> 0) d where d.user_id = u.user_id and d.date = u.date;
  end if;
  return null;
end$body$;
create or replace function "conversations"."messages_states"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'streaming' then array['complete', 'failed', 'cancelled']::text[] when 'complete' then array[]::text[] when 'failed' then array[]::text[] when 'cancelled' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'messages', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "conversations"."system_config_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'system_config', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('system_config')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."config_key" as "configKey", n."config_value" as "configValue", n."config_type" as "configType", n."description" as "description", n."is_encrypted" as "isEncrypted") r) as came,
        nullif(array_remove(array[case when n."secret_value" is not null then 'secretValue' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'system_config', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('system_config')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."config_key" as "configKey", o."config_value" as "configValue", o."config_type" as "configType", o."description" as "description", o."is_encrypted" as "isEncrypted") r) as gone,
        nullif(array_remove(array[case when o."secret_value" is not null then 'secretValue' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'system_config', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('system_config')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."config_key" as "configKey", o."config_value" as "configValue", o."config_type" as "configType", o."description" as "description", o."is_encrypted" as "isEncrypted") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."config_key" as "configKey", n."config_value" as "configValue", n."config_type" as "configType", n."description" as "description", n."is_encrypted" as "isEncrypted") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."config_key" is distinct from n."config_key") then 'configKey' end, case when not (o."config_value" is distinct from n."config_value") then 'configValue' end, case when not (o."config_type" is distinct from n."config_type") then 'configType' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."is_encrypted" is distinct from n."is_encrypted") then 'isEncrypted' end] as same,
        nullif(array_remove(array[case when o."secret_value" is distinct from n."secret_value" then 'secretValue' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."system_config_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."system_config_sealed"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.secret_value is not null and not exists (select from acervo.data_key k where k.id = substring(n.secret_value from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.secret_value is not null and not exists (select from acervo.data_key k where k.id = substring(n.secret_value from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.secret_value = n.secret_value))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "conversations"."system_config_touch"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "conversations"."api_keys_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'api_keys', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('api_keys')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."key_name" as "keyName", n."prefix" as "prefix", n."permissions" as "permissions", to_char(n."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt", n."last_used_ip" as "lastUsedIp", n."networks" as "networks", n."per_second" as "perSecond", n."routes" as "routes") r) as came,
        nullif(array_remove(array[case when n."key_hash" is not null then 'keyHash' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'api_keys', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('api_keys')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."key_name" as "keyName", o."prefix" as "prefix", o."permissions" as "permissions", to_char(o."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt", o."last_used_ip" as "lastUsedIp", o."networks" as "networks", o."per_second" as "perSecond", o."routes" as "routes") r) as gone,
        nullif(array_remove(array[case when o."key_hash" is not null then 'keyHash' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'api_keys', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('api_keys')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."key_name" as "keyName", o."prefix" as "prefix", o."permissions" as "permissions", to_char(o."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt", o."last_used_ip" as "lastUsedIp", o."networks" as "networks", o."per_second" as "perSecond", o."routes" as "routes") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."key_name" as "keyName", n."prefix" as "prefix", n."permissions" as "permissions", to_char(n."last_used_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastUsedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt", n."last_used_ip" as "lastUsedIp", n."networks" as "networks", n."per_second" as "perSecond", n."routes" as "routes") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."key_name" is distinct from n."key_name") then 'keyName' end, case when not (o."prefix" is distinct from n."prefix") then 'prefix' end, case when not (o."permissions" is distinct from n."permissions") then 'permissions' end, case when not (o."last_used_at" is distinct from n."last_used_at") then 'lastUsedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."revoked_at" is distinct from n."revoked_at") then 'revokedAt' end, case when not (o."created_at" is distinct from n."created_at") then 'createdAt' end, case when not (o."last_used_ip" is distinct from n."last_used_ip") then 'lastUsedIp' end, case when not (o."networks" is distinct from n."networks") then 'networks' end, case when not (o."per_second" is distinct from n."per_second") then 'perSecond' end, case when not (o."routes" is distinct from n."routes") then 'routes' end] as same,
        nullif(array_remove(array[case when o."key_hash" is distinct from n."key_hash" then 'keyHash' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."api_keys_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."webhooks_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'webhooks', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('webhooks')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."user_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."url" as "url", n."events" as "events", to_char(n."previous_secret_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "previousSecretUntil", n."is_active" as "isActive", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came,
        nullif(array_remove(array[case when n."secret_key" is not null then 'secretKey' end, case when n."previous_secret_key" is not null then 'previousSecretKey' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'webhooks', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('webhooks')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."user_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."url" as "url", o."events" as "events", to_char(o."previous_secret_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "previousSecretUntil", o."is_active" as "isActive", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone,
        nullif(array_remove(array[case when o."secret_key" is not null then 'secretKey' end, case when o."previous_secret_key" is not null then 'previousSecretKey' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "conversations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'webhooks', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('webhooks')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."user_id", o."user_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."url" as "url", o."events" as "events", to_char(o."previous_secret_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "previousSecretUntil", o."is_active" as "isActive", to_char(o."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."url" as "url", n."events" as "events", to_char(n."previous_secret_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "previousSecretUntil", n."is_active" as "isActive", to_char(n."created_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "createdAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."url" is distinct from n."url") then 'url' end, case when not (o."events" is distinct from n."events") then 'events' end, case when not (o."previous_secret_until" is distinct from n."previous_secret_until") then 'previousSecretUntil' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."created_at" is distinct from n."created_at") then 'createdAt' end] as same,
        nullif(array_remove(array[case when o."secret_key" is distinct from n."secret_key" then 'secretKey' end, case when o."previous_secret_key" is distinct from n."previous_secret_key" then 'previousSecretKey' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "conversations"."webhooks_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."webhooks_sealed"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.secret_key is not null and not exists (select from acervo.data_key k where k.id = substring(n.secret_key from 2 for 16) and k.retired_at is null)) or (n.previous_secret_key is not null and not exists (select from acervo.data_key k where k.id = substring(n.previous_secret_key from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.secret_key is not null and not exists (select from acervo.data_key k where k.id = substring(n.secret_key from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.secret_key = n.secret_key)) or (n.previous_secret_key is not null and not exists (select from acervo.data_key k where k.id = substring(n.previous_secret_key from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.previous_secret_key = n.previous_secret_key))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "conversations"."webhook_deliveries_states"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'pending' then array['delivered', 'failed', 'abandoned']::text[] when 'delivered' then array[]::text[] when 'failed' then array[]::text[] when 'abandoned' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'webhook_deliveries', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'delivered' and old.status = 'delivered' and (old."id" is distinct from new."id" or old."webhook_id" is distinct from new."webhook_id" or old."message_id" is distinct from new."message_id" or old."event_type" is distinct from new."event_type" or old."kind" is distinct from new."kind" or old."attempt" is distinct from new."attempt" or old."status" is distinct from new."status" or old."payload" is distinct from new."payload" or old."due_at" is distinct from new."due_at" or old."finished_at" is distinct from new."finished_at" or old."response_status" is distinct from new."response_status" or old."response_body" is distinct from new."response_body" or old."error_message" is distinct from new."error_message" or old."duration_ms" is distinct from new."duration_ms" or old."created_at" is distinct from new."created_at") then
    raise exception using errcode = 'AV323', table = 'webhook_deliveries',
      message = 'what is delivered stays as it is', detail = 'While status is delivered, nothing of it changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'failed' and old.status = 'failed' and (old."id" is distinct from new."id" or old."webhook_id" is distinct from new."webhook_id" or old."message_id" is distinct from new."message_id" or old."event_type" is distinct from new."event_type" or old."kind" is distinct from new."kind" or old."attempt" is distinct from new."attempt" or old."status" is distinct from new."status" or old."payload" is distinct from new."payload" or old."due_at" is distinct from new."due_at" or old."finished_at" is distinct from new."finished_at" or old."response_status" is distinct from new."response_status" or old."response_body" is distinct from new."response_body" or old."error_message" is distinct from new."error_message" or old."duration_ms" is distinct from new."duration_ms" or old."created_at" is distinct from new."created_at") then
    raise exception using errcode = 'AV323', table = 'webhook_deliveries',
      message = 'what is failed stays as it is', detail = 'While status is failed, nothing of it changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'abandoned' and old.status = 'abandoned' and (old."id" is distinct from new."id" or old."webhook_id" is distinct from new."webhook_id" or old."message_id" is distinct from new."message_id" or old."event_type" is distinct from new."event_type" or old."kind" is distinct from new."kind" or old."attempt" is distinct from new."attempt" or old."status" is distinct from new."status" or old."payload" is distinct from new."payload" or old."due_at" is distinct from new."due_at" or old."finished_at" is distinct from new."finished_at" or old."response_status" is distinct from new."response_status" or old."response_body" is distinct from new."response_body" or old."error_message" is distinct from new."error_message" or old."duration_ms" is distinct from new."duration_ms" or old."created_at" is distinct from new."created_at") then
    raise exception using errcode = 'AV323', table = 'webhook_deliveries',
      message = 'what is abandoned stays as it is', detail = 'While status is abandoned, nothing of it changes.';
  end if;
  if new.status = 'delivered' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  if new.status = 'failed' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  if new.status = 'abandoned' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "conversations"."error_logs_redact"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
declare
  found record;
begin
  for found in
    with recursive node(path, name, value) as (
      select '{}'::text[], '', new.request_data
      union all
      select n.path || child.name, child.name, child.value from node n cross join lateral (
        select e.key as name, e.value from jsonb_each(
          case jsonb_typeof(n.value) when 'object' then n.value else '{}' end) e
        union all
        select (e.place - 1)::text, e.value from jsonb_array_elements(
          case jsonb_typeof(n.value) when 'array' then n.value else '[]' end) with ordinality as e(value, place)
      ) child where n.name !~* '(pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)'
    )
    select path, name ~* '(pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)' as is_secret, value #>> '{}' as words from node
    where name ~* '(pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)' or jsonb_typeof(value) = 'string'
  loop
    new.request_data = case
      when found.path = '{}' then to_jsonb(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(found.words, '(bearer|basic)\s+[a-z0-9._~+/=-]{8,}', '\1 [redacted]', 'gi'), '\m(acervo|sk|pk|whsec|ghp|xox[a-z])_[a-z0-9_-]{8,}', '[redacted]', 'gi'), '\meyJ[a-z0-9_-]+[.][a-z0-9_-]+[.][a-z0-9_-]*', '[redacted]', 'gi'), '((pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)["'']?\s*[=:]\s*)("[^"]*"|''[^'']*''|[^\s,;&]+)', '\1[redacted]', 'gi'), '://[^/@\s:]+:[^/@\s]+@', '://[redacted]@', 'gi'), '[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)+', '[redacted]', 'gi'))
      else jsonb_set(new.request_data, found.path,
        to_jsonb(case when found.is_secret then '[redacted]' else regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(found.words, '(bearer|basic)\s+[a-z0-9._~+/=-]{8,}', '\1 [redacted]', 'gi'), '\m(acervo|sk|pk|whsec|ghp|xox[a-z])_[a-z0-9_-]{8,}', '[redacted]', 'gi'), '\meyJ[a-z0-9_-]+[.][a-z0-9_-]+[.][a-z0-9_-]*', '[redacted]', 'gi'), '((pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)["'']?\s*[=:]\s*)("[^"]*"|''[^'']*''|[^\s,;&]+)', '\1[redacted]', 'gi'), '://[^/@\s:]+:[^/@\s]+@', '://[redacted]@', 'gi'), '[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)+', '[redacted]', 'gi') end)) end;
  end loop;
  new.error_message = regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(new.error_message, '(bearer|basic)\s+[a-z0-9._~+/=-]{8,}', '\1 [redacted]', 'gi'), '\m(acervo|sk|pk|whsec|ghp|xox[a-z])_[a-z0-9_-]{8,}', '[redacted]', 'gi'), '\meyJ[a-z0-9_-]+[.][a-z0-9_-]+[.][a-z0-9_-]*', '[redacted]', 'gi'), '((pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)["'']?\s*[=:]\s*)("[^"]*"|''[^'']*''|[^\s,;&]+)', '\1[redacted]', 'gi'), '://[^/@\s:]+:[^/@\s]+@', '://[redacted]@', 'gi'), '[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)+', '[redacted]', 'gi');
  new.stack_trace = regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(new.stack_trace, '(bearer|basic)\s+[a-z0-9._~+/=-]{8,}', '\1 [redacted]', 'gi'), '\m(acervo|sk|pk|whsec|ghp|xox[a-z])_[a-z0-9_-]{8,}', '[redacted]', 'gi'), '\meyJ[a-z0-9_-]+[.][a-z0-9_-]+[.][a-z0-9_-]*', '[redacted]', 'gi'), '((pass(word|wd|phrase)|contrase.a|clave|secret|token(?!s)|api.?key|private.?key|authorization|cookie|credential|session|cvv|card.?number|tarjeta)["'']?\s*[=:]\s*)("[^"]*"|''[^'']*''|[^\s,;&]+)', '\1[redacted]', 'gi'), '://[^/@\s:]+:[^/@\s]+@', '://[redacted]@', 'gi'), '[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)+', '[redacted]', 'gi');
  return new;
end$body$;
create or replace function "conversations"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "conversations"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "conversations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace trigger "audit_insert" after insert on "conversations"."users" referencing new table as new_rows for each statement execute function "conversations"."users_audit"();
create or replace trigger "audit_update" after update on "conversations"."users" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."users_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."users" referencing old table as old_rows for each statement execute function "conversations"."users_audit"();
create or replace trigger "keep" before truncate on "conversations"."users" for each statement execute function "conversations"."users_keep"();
create or replace trigger "keep_administrator_update" before update on "conversations"."users" for each statement execute function "conversations"."users_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "conversations"."users" for each statement execute function "conversations"."users_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "conversations"."users" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."users_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "conversations"."users" referencing old table as old_rows for each statement execute function "conversations"."users_kept_administrator"();
create or replace trigger "touch" before update on "conversations"."users" for each row execute function "conversations"."users_touch"();
create or replace trigger "audit_insert" after insert on "conversations"."user_permissions" referencing new table as new_rows for each statement execute function "conversations"."user_permissions_audit"();
create or replace trigger "audit_update" after update on "conversations"."user_permissions" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."user_permissions_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."user_permissions" referencing old table as old_rows for each statement execute function "conversations"."user_permissions_audit"();
create or replace trigger "keep" before truncate on "conversations"."user_permissions" for each statement execute function "conversations"."user_permissions_keep"();
create or replace trigger "audit_insert" after insert on "conversations"."ai_models" referencing new table as new_rows for each statement execute function "conversations"."ai_models_audit"();
create or replace trigger "audit_update" after update on "conversations"."ai_models" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."ai_models_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."ai_models" referencing old table as old_rows for each statement execute function "conversations"."ai_models_audit"();
create or replace trigger "keep" before truncate on "conversations"."ai_models" for each statement execute function "conversations"."ai_models_keep"();
create or replace trigger "audit_insert" after insert on "conversations"."model_aliases" referencing new table as new_rows for each statement execute function "conversations"."model_aliases_audit"();
create or replace trigger "audit_update" after update on "conversations"."model_aliases" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."model_aliases_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."model_aliases" referencing old table as old_rows for each statement execute function "conversations"."model_aliases_audit"();
create or replace trigger "keep" before truncate on "conversations"."model_aliases" for each statement execute function "conversations"."model_aliases_keep"();
create or replace trigger "audit_insert" after insert on "conversations"."model_versions" referencing new table as new_rows for each statement execute function "conversations"."model_versions_audit"();
create or replace trigger "audit_update" after update on "conversations"."model_versions" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."model_versions_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."model_versions" referencing old table as old_rows for each statement execute function "conversations"."model_versions_audit"();
create or replace trigger "keep" before truncate on "conversations"."model_versions" for each statement execute function "conversations"."model_versions_keep"();
create or replace trigger "deleted_since_insert" before insert on "conversations"."conversations" for each row execute function "conversations"."conversations_deleted_since"();
create or replace trigger "deleted_since_update" before update on "conversations"."conversations" for each row execute function "conversations"."conversations_deleted_since"();
create or replace trigger "open_insert" after insert on "conversations"."conversations" referencing new table as new_rows for each statement execute function "conversations"."conversations_open"();
create or replace trigger "touch" before update on "conversations"."conversations" for each row execute function "conversations"."conversations_touch"();
create or replace trigger "count_message_count_insert" after insert on "conversations"."messages" referencing new table as new_rows for each statement execute function "conversations"."messages_count_message_count"();
create or replace trigger "count_message_count_update" after update on "conversations"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."messages_count_message_count"();
create or replace trigger "count_message_count_delete" after delete on "conversations"."messages" referencing old table as old_rows for each statement execute function "conversations"."messages_count_message_count"();
create or replace trigger "count_total_tokens_insert" after insert on "conversations"."messages" referencing new table as new_rows for each statement execute function "conversations"."messages_count_total_tokens"();
create or replace trigger "count_total_tokens_update" after update on "conversations"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."messages_count_total_tokens"();
create or replace trigger "count_total_tokens_delete" after delete on "conversations"."messages" referencing old table as old_rows for each statement execute function "conversations"."messages_count_total_tokens"();
create or replace trigger "meter_insert" after insert on "conversations"."messages" referencing new table as new_rows for each statement execute function "conversations"."messages_meter"();
create or replace trigger "meter_update" after update on "conversations"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."messages_meter"();
create or replace trigger "states_update" before update on "conversations"."messages" for each row execute function "conversations"."messages_states"();
create or replace trigger "audit_insert" after insert on "conversations"."system_config" referencing new table as new_rows for each statement execute function "conversations"."system_config_audit"();
create or replace trigger "audit_update" after update on "conversations"."system_config" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."system_config_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."system_config" referencing old table as old_rows for each statement execute function "conversations"."system_config_audit"();
create or replace trigger "keep" before truncate on "conversations"."system_config" for each statement execute function "conversations"."system_config_keep"();
create or replace trigger "sealed_insert" after insert on "conversations"."system_config" referencing new table as new_rows for each statement execute function "conversations"."system_config_sealed"();
create or replace trigger "sealed_update" after update on "conversations"."system_config" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."system_config_sealed"();
create or replace trigger "touch" before update on "conversations"."system_config" for each row execute function "conversations"."system_config_touch"();
create or replace trigger "audit_insert" after insert on "conversations"."api_keys" referencing new table as new_rows for each statement execute function "conversations"."api_keys_audit"();
create or replace trigger "audit_update" after update on "conversations"."api_keys" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."api_keys_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."api_keys" referencing old table as old_rows for each statement execute function "conversations"."api_keys_audit"();
create or replace trigger "keep" before truncate on "conversations"."api_keys" for each statement execute function "conversations"."api_keys_keep"();
create or replace trigger "audit_insert" after insert on "conversations"."webhooks" referencing new table as new_rows for each statement execute function "conversations"."webhooks_audit"();
create or replace trigger "audit_update" after update on "conversations"."webhooks" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."webhooks_audit"();
create or replace trigger "audit_delete" after delete on "conversations"."webhooks" referencing old table as old_rows for each statement execute function "conversations"."webhooks_audit"();
create or replace trigger "keep" before truncate on "conversations"."webhooks" for each statement execute function "conversations"."webhooks_keep"();
create or replace trigger "sealed_insert" after insert on "conversations"."webhooks" referencing new table as new_rows for each statement execute function "conversations"."webhooks_sealed"();
create or replace trigger "sealed_update" after update on "conversations"."webhooks" referencing new table as new_rows old table as old_rows for each statement execute function "conversations"."webhooks_sealed"();
create or replace trigger "states_update" before update on "conversations"."webhook_deliveries" for each row execute function "conversations"."webhook_deliveries_states"();
create or replace trigger "states_insert" before insert on "conversations"."webhook_deliveries" for each row execute function "conversations"."webhook_deliveries_states"();
create or replace trigger "redact_insert" before insert on "conversations"."error_logs" for each row execute function "conversations"."error_logs_redact"();
create or replace trigger "redact_update" before update on "conversations"."error_logs" for each row execute function "conversations"."error_logs_redact"();
create or replace trigger "keep" before truncate on "conversations"."audit_events" for each statement execute function "conversations"."audit_events_keep"();
create or replace trigger "keep" before truncate on "conversations"."audit_details" for each statement execute function "conversations"."audit_details_keep"();
alter table "conversations"."conversations" enable row level security, force row level security;
create policy "rows" on "conversations"."conversations" as permissive for all to public using (true) with check (true);
create policy "tenant" on "conversations"."conversations" as restrictive for all to public using (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "conversations"."messages" enable row level security, force row level security;
create policy "rows" on "conversations"."messages" as permissive for all to public using (true) with check (true);
create policy "tenant" on "conversations"."messages" as restrictive for all to public using (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "conversations"."conversation_analytics" enable row level security, force row level security;
create policy "rows" on "conversations"."conversation_analytics" as permissive for all to public using (true) with check (true);
create policy "tenant" on "conversations"."conversation_analytics" as restrictive for all to public using (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "conversations"."webhooks" enable row level security, force row level security;
create policy "rows" on "conversations"."webhooks" as permissive for all to public using (true) with check (true);
create policy "tenant" on "conversations"."webhooks" as restrictive for all to public using (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "conversations"."webhook_deliveries" enable row level security, force row level security;
create policy "rows" on "conversations"."webhook_deliveries" as permissive for all to public using (true) with check (true);
create policy "tenant" on "conversations"."webhook_deliveries" as restrictive for all to public using (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "conversations"."usage_metrics" enable row level security, force row level security;
create policy "rows" on "conversations"."usage_metrics" as permissive for all to public using (true) with check (true);
create policy "tenant" on "conversations"."usage_metrics" as restrictive for all to public using (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "conversations"."audit_events" enable row level security, force row level security;
create policy "added" on "conversations"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "conversations"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "conversations"."audit_details" enable row level security, force row level security;
create policy "added" on "conversations"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "conversations"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "conversations"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "email", "username", "password_hash", "first_name", "last_name", "is_active", "is_admin", "email_verified_at", "last_sign_in_at"), update ("email", "username", "password_hash", "first_name", "last_name", "is_active", "is_admin", "email_verified_at", "last_sign_in_at"), delete on "conversations"."users" to acervo_app;
grant select, insert ("id", "email", "username", "password_hash", "first_name", "last_name", "is_active", "is_admin", "email_verified_at", "last_sign_in_at"), update ("email", "username", "password_hash", "first_name", "last_name", "is_active", "is_admin", "email_verified_at", "last_sign_in_at"), delete on "conversations"."users" to acervo_worker;
grant select ("id", "email", "username", "first_name", "last_name", "is_active", "is_admin", "created_at", "email_verified_at", "last_sign_in_at", "updated_at") on "conversations"."users" to acervo_readonly;
grant select, insert ("id", "user_id", "session_token", "expires_at", "created_at", "family", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), update ("expires_at", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), delete on "conversations"."user_sessions" to acervo_app;
grant select, insert ("id", "user_id", "session_token", "expires_at", "created_at", "family", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), update ("expires_at", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), delete on "conversations"."user_sessions" to acervo_worker;
grant select ("id", "user_id", "expires_at", "created_at", "ip", "last_seen_at", "revoked_at", "user_agent") on "conversations"."user_sessions" to acervo_readonly;
grant select, insert ("id", "user_id", "permission_name", "granted_at", "expires_at"), update ("expires_at"), delete on "conversations"."user_permissions" to acervo_app;
grant select, insert ("id", "user_id", "permission_name", "granted_at", "expires_at"), update ("expires_at"), delete on "conversations"."user_permissions" to acervo_worker;
grant select on "conversations"."user_permissions" to acervo_readonly;
grant select, insert ("id", "name", "provider", "model_type", "version", "is_active", "max_tokens", "temperature", "deprecated_at", "successor_id", "created_at"), update ("name", "provider", "model_type", "version", "is_active", "max_tokens", "temperature", "deprecated_at", "successor_id"), delete on "conversations"."ai_models" to acervo_app;
grant select, insert ("id", "name", "provider", "model_type", "version", "is_active", "max_tokens", "temperature", "deprecated_at", "successor_id", "created_at"), update ("name", "provider", "model_type", "version", "is_active", "max_tokens", "temperature", "deprecated_at", "successor_id"), delete on "conversations"."ai_models" to acervo_worker;
grant select on "conversations"."ai_models" to acervo_readonly;
grant select, insert ("id", "alias", "model_id", "created_at"), update ("model_id"), delete on "conversations"."model_aliases" to acervo_app;
grant select, insert ("id", "alias", "model_id", "created_at"), update ("model_id"), delete on "conversations"."model_aliases" to acervo_worker;
grant select on "conversations"."model_aliases" to acervo_readonly;
grant select, insert ("id", "model_id", "version_number", "release_notes", "is_default", "created_at"), update ("version_number", "release_notes", "is_default"), delete on "conversations"."model_versions" to acervo_app;
grant select, insert ("id", "model_id", "version_number", "release_notes", "is_default", "created_at"), update ("version_number", "release_notes", "is_default"), delete on "conversations"."model_versions" to acervo_worker;
grant select on "conversations"."model_versions" to acervo_readonly;
grant select, insert ("id", "model_id", "metric_name", "metric_value", "sample_size", "recorded_at"), update ("model_id", "metric_name", "metric_value", "sample_size", "recorded_at"), delete on "conversations"."model_performance" to acervo_app;
grant select, insert ("id", "model_id", "metric_name", "metric_value", "sample_size", "recorded_at"), update ("model_id", "metric_name", "metric_value", "sample_size", "recorded_at"), delete on "conversations"."model_performance" to acervo_worker;
grant select on "conversations"."model_performance" to acervo_readonly;
grant select, insert ("id", "user_id", "title", "status", "model_used", "model_id"), update ("title", "status", "model_used", "model_id"), delete on "conversations"."conversations" to acervo_app;
grant select, insert ("id", "user_id", "title", "status", "model_used", "model_id"), update ("title", "status", "model_used", "model_id"), delete on "conversations"."conversations" to acervo_worker;
grant select ("id", "user_id", "title", "status", "model_used", "model_id", "total_tokens", "message_count", "deleted_at", "created_at", "updated_at") on "conversations"."conversations" to acervo_readonly;
grant select, insert ("id", "conversation_id", "role", "content", "tokens_used", "model_id", "status", "finish_reason", "error_message", "provider_request_id", "created_at", "tenant_id"), update ("conversation_id", "role", "content", "tokens_used", "model_id", "status", "finish_reason", "error_message", "provider_request_id"), delete on "conversations"."messages" to acervo_app;
grant select, insert ("id", "conversation_id", "role", "content", "tokens_used", "model_id", "status", "finish_reason", "error_message", "provider_request_id", "created_at", "tenant_id"), update ("conversation_id", "role", "content", "tokens_used", "model_id", "status", "finish_reason", "error_message", "provider_request_id"), delete on "conversations"."messages" to acervo_worker;
grant select ("id", "conversation_id", "role", "content", "tokens_used", "model_id", "status", "finish_reason", "error_message", "provider_request_id", "created_at", "tenant_id") on "conversations"."messages" to acervo_readonly;
grant select, insert ("id", "conversation_id", "sentiment_score", "sentiment_method", "topic_classification", "response_time_ms", "user_satisfaction_rating", "created_at", "tenant_id"), update ("conversation_id", "sentiment_score", "sentiment_method", "topic_classification", "response_time_ms", "user_satisfaction_rating"), delete on "conversations"."conversation_analytics" to acervo_app;
grant select, insert ("id", "conversation_id", "sentiment_score", "sentiment_method", "topic_classification", "response_time_ms", "user_satisfaction_rating", "created_at", "tenant_id"), update ("conversation_id", "sentiment_score", "sentiment_method", "topic_classification", "response_time_ms", "user_satisfaction_rating"), delete on "conversations"."conversation_analytics" to acervo_worker;
grant select on "conversations"."conversation_analytics" to acervo_readonly;
grant select, insert ("id", "config_key", "config_value", "secret_value", "config_type", "description", "is_encrypted"), update ("config_value", "secret_value", "config_type", "description", "is_encrypted"), delete on "conversations"."system_config" to acervo_app;
grant select, insert ("id", "config_key", "config_value", "secret_value", "config_type", "description", "is_encrypted"), update ("config_value", "secret_value", "config_type", "description", "is_encrypted"), delete on "conversations"."system_config" to acervo_worker;
grant select on "conversations"."system_config" to acervo_readonly;
grant select, insert ("id", "user_id", "key_name", "key_hash", "prefix", "permissions", "last_used_at", "expires_at", "revoked_at", "created_at", "last_used_ip", "networks", "per_second", "routes"), update ("key_name", "permissions", "last_used_at", "expires_at", "revoked_at", "last_used_ip", "networks", "per_second", "routes"), delete on "conversations"."api_keys" to acervo_app;
grant select, insert ("id", "user_id", "key_name", "key_hash", "prefix", "permissions", "last_used_at", "expires_at", "revoked_at", "created_at", "last_used_ip", "networks", "per_second", "routes"), update ("key_name", "permissions", "last_used_at", "expires_at", "revoked_at", "last_used_ip", "networks", "per_second", "routes"), delete on "conversations"."api_keys" to acervo_worker;
grant select ("id", "user_id", "key_name", "prefix", "permissions", "is_active", "last_used_at", "expires_at", "revoked_at", "created_at", "last_used_ip", "networks", "per_second", "routes") on "conversations"."api_keys" to acervo_readonly;
grant select, insert ("id", "user_id", "url", "events", "secret_key", "previous_secret_key", "previous_secret_until", "is_active", "created_at"), update ("url", "events", "secret_key", "previous_secret_key", "previous_secret_until", "is_active"), delete on "conversations"."webhooks" to acervo_app;
grant select, insert ("id", "user_id", "url", "events", "secret_key", "previous_secret_key", "previous_secret_until", "is_active", "created_at"), update ("url", "events", "secret_key", "previous_secret_key", "previous_secret_until", "is_active"), delete on "conversations"."webhooks" to acervo_worker;
grant select on "conversations"."webhooks" to acervo_readonly;
grant select, insert ("id", "webhook_id", "message_id", "event_type", "kind", "attempt", "status", "payload", "due_at", "finished_at", "response_status", "response_body", "error_message", "duration_ms", "created_at", "tenant_id"), update ("status", "due_at", "finished_at", "response_status", "response_body", "error_message", "duration_ms"), delete on "conversations"."webhook_deliveries" to acervo_app;
grant select, insert ("id", "webhook_id", "message_id", "event_type", "kind", "attempt", "status", "payload", "due_at", "finished_at", "response_status", "response_body", "error_message", "duration_ms", "created_at", "tenant_id"), update ("status", "due_at", "finished_at", "response_status", "response_body", "error_message", "duration_ms"), delete on "conversations"."webhook_deliveries" to acervo_worker;
grant select on "conversations"."webhook_deliveries" to acervo_readonly;
grant select, insert ("id", "user_id", "date", "created_at"), delete on "conversations"."usage_metrics" to acervo_app;
grant select, insert ("id", "user_id", "date", "created_at"), delete on "conversations"."usage_metrics" to acervo_worker;
grant select on "conversations"."usage_metrics" to acervo_readonly;
grant select, insert ("id", "user_id", "error_type", "error_message", "stack_trace", "request_data", "request_id", "created_at"), update ("user_id", "error_type", "error_message", "stack_trace", "request_data", "request_id"), delete on "conversations"."error_logs" to acervo_app;
grant select, insert ("id", "user_id", "error_type", "error_message", "stack_trace", "request_data", "request_id", "created_at"), update ("user_id", "error_type", "error_message", "stack_trace", "request_data", "request_id"), delete on "conversations"."error_logs" to acervo_worker;
grant select on "conversations"."error_logs" to acervo_readonly;
grant select on "conversations"."audit_events" to acervo_app;
grant select on "conversations"."audit_events" to acervo_worker;
grant select on "conversations"."audit_events" to acervo_readonly;
grant select on "conversations"."audit_details" to acervo_app;
grant select, delete on "conversations"."audit_details" to acervo_worker;
create view "conversations"."user_statistics" with (security_invoker = true) as
select u.id, u.username, u.email,
      coalesce(c.conversations, 0)::bigint as total_conversations,
      coalesce(c.messages, 0)::bigint as total_messages,
      coalesce(c.tokens, 0)::bigint as total_tokens,
      c.last as last_conversation
    from users u left join (
      select user_id, count(*) as conversations, sum(message_count) as messages,
        sum(total_tokens) as tokens, max(created_at) as last
      from conversations group by user_id
    ) c on c.user_id = u.id
    where not row_security_active('conversations'::regclass) or
      u.id = any (string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[]);
grant select on "conversations"."user_statistics" to acervo_app;
grant select on "conversations"."user_statistics" to acervo_worker;
grant select on "conversations"."user_statistics" to acervo_readonly;
create view "conversations"."model_performance_summary" with (security_invoker = true) as
select m.id, m.name, m.provider,
      coalesce(c.conversations, 0)::bigint as total_conversations,
      round(c.tokens / nullif(c.conversations, 0), 4) as avg_tokens_per_conversation,
      coalesce(c.tokens, 0)::bigint as total_tokens_used
    from ai_models m left join (
      select model_id, count(*) as conversations, sum(total_tokens) as tokens
      from conversations where model_id is not null group by model_id
    ) c on c.model_id = m.id
    where m.is_active;
grant select on "conversations"."model_performance_summary" to acervo_app;
grant select on "conversations"."model_performance_summary" to acervo_worker;
grant select on "conversations"."model_performance_summary" to acervo_readonly;
set local role none;
