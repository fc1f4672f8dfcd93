-- acervo: transactional
-- objects: extension unaccent; extension vector; text search acervo.spanish_unaccent spanish
-- model: 0271b131ce5e372615fcf2dc489bce6b2af0dbfb6fa27c54b77c7f131961d817

-- step: create orquix with 9 tables
-- locks: none
set local search_path to "orquix", acervo, pg_temp;
create schema if not exists "orquix" authorization acervo_owner;
grant usage on schema "orquix" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "orquix"."users" (
  "id" uuid default acervo.uuid7() not null,
  "email" text collate "C" not null,
  "name" text collate "C" not null,
  "google_id" text collate "C",
  "avatar_url" text collate "C",
  "role" text collate "C" default 'member' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "email_verified_at" timestamptz(6),
  "last_sign_in_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "users_pkey" primary key ("id"),
  constraint "users_role_check" check ("role" in ('member', 'administrator')),
  constraint "users_avatar_url_check" check (avatar_url ~ '^https?://'),
  constraint "users_email_check" check (email = lower(email) and email like '%_@_%')
);
create table "orquix"."user_accounts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "issuer" text collate "C" not null,
  "subject" text collate "C" not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "user_accounts_pkey" primary key ("id"),
  constraint "user_accounts_issuer_subject_key" unique ("issuer", "subject")
);
create table "orquix"."user_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "family" uuid not null,
  "ip" inet,
  "last_seen_at" timestamptz(6),
  "replaced_at" timestamptz(6),
  "revoked_at" timestamptz(6),
  "token_hash" bytea not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "user_agent" text collate "C",
  constraint "user_sessions_pkey" primary key ("id"),
  constraint "user_sessions_token_hash_key" unique ("token_hash")
);
create table "orquix"."projects" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "name" text collate "C" not null,
  "description" text collate "C" not null,
  "moderator_personality" text collate "C" default 'Analytical' not null,
  "moderator_temperature" double precision default 0.7 not null,
  "moderator_length_penalty" double precision default 0.5 not null,
  "archived_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "projects_pkey" primary key ("id"),
  constraint "projects_user_id_key" unique ("user_id", "id"),
  constraint "projects_moderator_personality_check" check ("moderator_personality" in ('Analytical', 'Creative', 'Concise', 'DevilsAdvocate')),
  constraint "projects_moderator_length_penalty_check" check (moderator_length_penalty between 0 and 1),
  constraint "projects_moderator_temperature_check" check (moderator_temperature between 0 and 2)
);
create table "orquix"."moderated_syntheses" (
  "id" uuid default acervo.uuid7() not null,
  "interaction_event_id" uuid not null,
  "synthesis_text" text collate "C" not null,
  "method" text collate "C" default 'model' not null,
  "model_name" varchar(100) collate "C",
  "prompt_version" varchar(60) collate "C",
  "input_tokens" integer,
  "output_tokens" integer,
  "cost" numeric(20, 10),
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "tenant_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "moderated_syntheses_pkey" primary key ("id"),
  constraint "moderated_syntheses_tenant_id_key" unique ("tenant_id", "id"),
  constraint "moderated_syntheses_method_check" check ("method" in ('model', 'fallback_model', 'extractive')),
  constraint "moderated_syntheses_by_model_check" check ((method = 'extractive') = (model_name is null)),
  constraint "moderated_syntheses_cost_check" check (cost >= 0),
  constraint "moderated_syntheses_synthesis_text_check" check (btrim(synthesis_text) <> ''),
  constraint "moderated_syntheses_tokens_check" check (input_tokens >= 0 and output_tokens >= 0)
);
create table "orquix"."interaction_events" (
  "id" uuid default acervo.uuid7() not null,
  "project_id" uuid not null,
  "user_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "user_prompt_text" text collate "C" not null,
  "context_used_summary" text collate "C",
  "moderated_synthesis_id" uuid,
  "status" text collate "C" default 'running' not null,
  "moderator_settings" jsonb,
  "user_feedback_score" integer,
  "user_feedback_comment" text collate "C",
  "ai_responses_json" jsonb,
  "moderator_synthesis_json" jsonb,
  "context_used" boolean default false not null,
  "context_preview" varchar(500) collate "C",
  "processing_time_ms" integer,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "interaction_events_pkey" primary key ("id"),
  constraint "interaction_events_user_id_key" unique ("user_id", "id"),
  constraint "interaction_events_status_check" check ("status" in ('running', 'complete', 'partial', 'single', 'failed')),
  constraint "interaction_events_context_check" check (context_used or (context_used_summary is null and context_preview is null)),
  constraint "interaction_events_processing_time_ms_check" check (processing_time_ms >= 0),
  constraint "interaction_events_user_feedback_score_check" check (user_feedback_score between 1 and 5)
);
create table "orquix"."ia_responses" (
  "id" uuid default acervo.uuid7() not null,
  "interaction_event_id" uuid not null,
  "ia_provider_name" text collate "C" not null,
  "attempt" integer default 1 not null,
  "status" text collate "C" default 'queued' not null,
  "model_name" varchar(100) collate "C",
  "prompt_version" varchar(60) collate "C",
  "raw_response_text" text collate "C",
  "latency_ms" integer,
  "first_token_ms" integer,
  "input_tokens" integer,
  "output_tokens" integer,
  "cost" numeric(20, 10),
  "cost_source" text collate "C",
  "provider_request_id" varchar(200) collate "C",
  "error_message" text collate "C",
  "received_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "tenant_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "ia_responses_pkey" primary key ("id"),
  constraint "ia_responses_tenant_id_key" unique ("tenant_id", "id"),
  constraint "ia_responses_status_check" check ("status" in ('queued', 'streaming', 'ok', 'timeout', 'rate_limited', 'content_filter', 'auth_error', 'provider_error', 'cancelled')),
  constraint "ia_responses_cost_source_check" check ("cost_source" in ('provider', 'price_list', 'estimate', 'local_zero')),
  constraint "ia_responses_answered_check" check (status <> 'ok' or num_nonnulls(raw_response_text, latency_ms, model_name, received_at) = 4),
  constraint "ia_responses_attempt_check" check (attempt between 1 and 20),
  constraint "ia_responses_cost_check" check (cost >= 0 and (cost is null) = (cost_source is null)),
  constraint "ia_responses_error_check" check ((status in ('ok', 'queued', 'streaming')) = (error_message is null)),
  constraint "ia_responses_open_check" check (status not in ('queued', 'streaming') or num_nonnulls(latency_ms, received_at, cost) = 0),
  constraint "ia_responses_queued_check" check (status <> 'queued' or raw_response_text is null),
  constraint "ia_responses_times_check" check (latency_ms >= 0 and first_token_ms between 0 and latency_ms),
  constraint "ia_responses_tokens_check" check (input_tokens >= 0 and output_tokens >= 0)
);
create table "orquix"."context_chunks" (
  "id" uuid default acervo.uuid7() not null,
  "project_id" uuid not null,
  "user_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "content_text" text collate "C" not null,
  "source_type" text collate "C" not null,
  "source_identifier" text collate "C" not null,
  "content_embedding" acervo.vector(384),
  "content_embedding_model" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(content_text, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "context_chunks_pkey" primary key ("id"),
  constraint "context_chunks_user_id_key" unique ("user_id", "id"),
  constraint "context_chunks_content_embedding_model_check" check (content_embedding is null or content_embedding_model is not distinct from 'all-MiniLM-L6-v2')
);
create unique index "users_email_key" on "orquix"."users" ("email") where (deleted_at is null);
create unique index "users_google_id_key" on "orquix"."users" ("google_id") where (deleted_at is null);
create index "ix_users_deleted_at" on "orquix"."users" ("deleted_at") where deleted_at is not null;
create index "user_accounts_user_id_idx" on "orquix"."user_accounts" ("user_id");
create index "user_sessions_user_id_expires_at_idx" on "orquix"."user_sessions" ("user_id", "expires_at" desc);
create index "projects_search_vector_gin_idx" on "orquix"."projects" using gin ("search_vector");
create index "ix_projects_deleted_at" on "orquix"."projects" ("deleted_at") where deleted_at is not null;
create index "ix_projects_user_archived" on "orquix"."projects" ("user_id", "archived_at");
create index "moderated_syntheses_interaction_event_id_idx" on "orquix"."moderated_syntheses" ("interaction_event_id", "tenant_id");
create index "ix_interaction_events_created_at" on "orquix"."interaction_events" ("created_at");
create index "ix_interaction_events_feedback_score" on "orquix"."interaction_events" ("user_feedback_score") where user_feedback_score is not null;
create index "ix_interaction_events_project_created" on "orquix"."interaction_events" ("project_id", "created_at");
create index "ix_interaction_events_user_created" on "orquix"."interaction_events" ("user_id", "created_at");
create index "interaction_events_moderated_synthesis_id_idx" on "orquix"."interaction_events" ("moderated_synthesis_id", "user_id");
create unique index "ia_responses_interaction_event_id_ia_provider_name_attempt_key" on "orquix"."ia_responses" ("tenant_id", "interaction_event_id", "ia_provider_name", "attempt") where (deleted_at is null);
create index "ix_ia_responses_errors" on "orquix"."ia_responses" ("ia_provider_name", "created_at" desc) where error_message is not null;
create index "ix_ia_responses_latency" on "orquix"."ia_responses" ("latency_ms") where latency_ms is not null;
create index "ix_ia_responses_provider_received" on "orquix"."ia_responses" ("ia_provider_name", "received_at");
create index "ia_responses_interaction_event_id_idx" on "orquix"."ia_responses" ("interaction_event_id", "tenant_id");
create index "context_chunks_content_embedding_hnsw_idx" on "orquix"."context_chunks" using hnsw ("content_embedding" vector_cosine_ops);
create index "context_chunks_search_vector_gin_idx" on "orquix"."context_chunks" using gin ("search_vector");
create index "ix_context_chunks_project_created" on "orquix"."context_chunks" ("project_id", "created_at");
create index "ix_context_chunks_project_user_type" on "orquix"."context_chunks" ("project_id", "user_id", "source_type");
alter table "orquix"."user_accounts" add constraint "user_accounts_user_id_fkey" foreign key ("user_id") references "orquix"."users" ("id") on delete cascade;
alter table "orquix"."user_sessions" add constraint "user_sessions_user_id_fkey" foreign key ("user_id") references "orquix"."users" ("id") on delete cascade;
alter table "orquix"."projects" add constraint "projects_user_id_fkey" foreign key ("user_id") references "orquix"."users" ("id") on delete cascade;
alter table "orquix"."moderated_syntheses" add constraint "moderated_syntheses_interaction_event_id_fkey" foreign key ("interaction_event_id", "tenant_id") references "orquix"."interaction_events" ("id", "user_id") on delete cascade;
alter table "orquix"."interaction_events" add constraint "interaction_events_project_id_fkey" foreign key ("project_id", "user_id") references "orquix"."projects" ("id", "user_id") on delete cascade;
alter table "orquix"."interaction_events" add constraint "interaction_events_user_id_fkey" foreign key ("user_id") references "orquix"."users" ("id") on delete cascade;
alter table "orquix"."interaction_events" add constraint "interaction_events_moderated_synthesis_id_fkey" foreign key ("moderated_synthesis_id", "user_id") references "orquix"."moderated_syntheses" ("id", "tenant_id") on delete set null ("moderated_synthesis_id");
alter table "orquix"."ia_responses" add constraint "ia_responses_interaction_event_id_fkey" foreign key ("interaction_event_id", "tenant_id") references "orquix"."interaction_events" ("id", "user_id") on delete cascade;
alter table "orquix"."context_chunks" add constraint "context_chunks_project_id_fkey" foreign key ("project_id", "user_id") references "orquix"."projects" ("id", "user_id") on delete cascade;
alter table "orquix"."context_chunks" add constraint "context_chunks_user_id_fkey" foreign key ("user_id") references "orquix"."users" ("id") on delete cascade;
create or replace function "orquix"."users_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."user_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."user_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."projects_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."moderated_syntheses_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."interaction_events_open_project"() returns trigger language plpgsql security definer
set search_path to "orquix", pg_temp as $body$
declare
  closed uuid;
begin
  perform from "orquix"."projects" p where p.id in (select n.project_id from new_rows n) order by p.id for share;
  select p.id into closed from "orquix"."projects" p
    where p.id in (select n.project_id from new_rows n)
      and (p.archived_at is not null or p.deleted_at is not null) limit 1;
  if found then
    raise exception 'the project is archived and takes nothing new' using errcode = 'AV304',
      detail = format('Project %s.', closed);
  end if;
  return null;
end$body$;
create or replace function "orquix"."interaction_events_own_synthesis"() returns trigger language plpgsql security definer
set search_path to "orquix", pg_temp as $body$
begin
  if exists (select from new_rows n join "orquix"."moderated_syntheses" s on s.id = n.moderated_synthesis_id
      where s.interaction_event_id <> n.id) then
    raise exception 'the synthesis is of another question' using errcode = 'AV304';
  end if;
  return null;
end$body$;
create or replace function "orquix"."interaction_events_states"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'running' then array['complete', 'partial', 'single', 'failed']::text[] when 'complete' then array[]::text[] when 'partial' then array[]::text[] when 'single' then array[]::text[] when 'failed' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'interaction_events', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "orquix"."interaction_events_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."ia_responses_states"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'queued' then array['streaming', 'ok', 'timeout', 'rate_limited', 'content_filter', 'auth_error', 'provider_error', 'cancelled']::text[] when 'streaming' then array['ok', 'timeout', 'rate_limited', 'content_filter', 'auth_error', 'provider_error', 'cancelled']::text[] when 'ok' then array[]::text[] when 'timeout' then array[]::text[] when 'rate_limited' then array[]::text[] when 'content_filter' then array[]::text[] when 'auth_error' then array[]::text[] when 'provider_error' then array[]::text[] when 'cancelled' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'ia_responses', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'ok' and (
    case tg_op when 'INSERT' then new.received_at is null
    else new.status is distinct from old.status and new.received_at is not distinct from old.received_at end
  ) then
    new.received_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "orquix"."ia_responses_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "orquix"."context_chunks_open_project"() returns trigger language plpgsql security definer
set search_path to "orquix", pg_temp as $body$
declare
  closed uuid;
begin
  perform from "orquix"."projects" p where p.id in (select n.project_id from new_rows n) order by p.id for share;
  select p.id into closed from "orquix"."projects" p
    where p.id in (select n.project_id from new_rows n)
      and (p.archived_at is not null or p.deleted_at is not null) limit 1;
  if found then
    raise exception 'the project is archived and takes nothing new' using errcode = 'AV304',
      detail = format('Project %s.', closed);
  end if;
  return null;
end$body$;
create or replace function "orquix"."context_chunks_touch"() returns trigger language plpgsql security invoker
set search_path to "orquix", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace trigger "touch" before update on "orquix"."users" for each row execute function "orquix"."users_touch"();
create or replace trigger "touch" before update on "orquix"."user_accounts" for each row execute function "orquix"."user_accounts_touch"();
create or replace trigger "touch" before update on "orquix"."user_sessions" for each row execute function "orquix"."user_sessions_touch"();
create or replace trigger "touch" before update on "orquix"."projects" for each row execute function "orquix"."projects_touch"();
create or replace trigger "touch" before update on "orquix"."moderated_syntheses" for each row execute function "orquix"."moderated_syntheses_touch"();
create or replace trigger "open_project" after insert on "orquix"."interaction_events" referencing new table as new_rows for each statement execute function "orquix"."interaction_events_open_project"();
create or replace trigger "own_synthesis_insert" after insert on "orquix"."interaction_events" referencing new table as new_rows for each statement execute function "orquix"."interaction_events_own_synthesis"();
create or replace trigger "own_synthesis_update" after update on "orquix"."interaction_events" referencing new table as new_rows old table as old_rows for each statement execute function "orquix"."interaction_events_own_synthesis"();
create or replace trigger "states_update" before update on "orquix"."interaction_events" for each row execute function "orquix"."interaction_events_states"();
create or replace trigger "touch" before update on "orquix"."interaction_events" for each row execute function "orquix"."interaction_events_touch"();
create or replace trigger "states_update" before update on "orquix"."ia_responses" for each row execute function "orquix"."ia_responses_states"();
create or replace trigger "states_insert" before insert on "orquix"."ia_responses" for each row execute function "orquix"."ia_responses_states"();
create or replace trigger "touch" before update on "orquix"."ia_responses" for each row execute function "orquix"."ia_responses_touch"();
create or replace trigger "open_project" after insert on "orquix"."context_chunks" referencing new table as new_rows for each statement execute function "orquix"."context_chunks_open_project"();
create or replace trigger "touch" before update on "orquix"."context_chunks" for each row execute function "orquix"."context_chunks_touch"();
alter table "orquix"."projects" enable row level security, force row level security;
create policy "rows" on "orquix"."projects" as permissive for all to public using (true) with check (true);
create policy "tenant" on "orquix"."projects" as restrictive for all to public using (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "orquix"."moderated_syntheses" enable row level security, force row level security;
create policy "rows" on "orquix"."moderated_syntheses" as permissive for all to public using (true) with check (true);
create policy "tenant" on "orquix"."moderated_syntheses" as restrictive for all to public using (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "orquix"."interaction_events" enable row level security, force row level security;
create policy "rows" on "orquix"."interaction_events" as permissive for all to public using (true) with check (true);
create policy "tenant" on "orquix"."interaction_events" as restrictive for all to public using (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "orquix"."ia_responses" enable row level security, force row level security;
create policy "rows" on "orquix"."ia_responses" as permissive for all to public using (true) with check (true);
create policy "tenant" on "orquix"."ia_responses" as restrictive for all to public using (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "orquix"."context_chunks" enable row level security, force row level security;
create policy "rows" on "orquix"."context_chunks" as permissive for all to public using (true) with check (true);
create policy "tenant" on "orquix"."context_chunks" as restrictive for all to public using (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (user_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
grant select, insert ("id", "email", "name", "google_id", "avatar_url", "role", "deleted_at", "email_verified_at", "last_sign_in_at"), update ("email", "name", "google_id", "avatar_url", "role", "deleted_at", "email_verified_at", "last_sign_in_at") on "orquix"."users" to acervo_app;
grant select, insert ("id", "email", "name", "google_id", "avatar_url", "role", "deleted_at", "email_verified_at", "last_sign_in_at"), update ("email", "name", "google_id", "avatar_url", "role", "deleted_at", "email_verified_at", "last_sign_in_at") on "orquix"."users" to acervo_worker;
grant select on "orquix"."users" to acervo_readonly;
grant select, insert ("id", "user_id", "issuer", "subject"), delete on "orquix"."user_accounts" to acervo_app;
grant select, insert ("id", "user_id", "issuer", "subject"), delete on "orquix"."user_accounts" to acervo_worker;
grant select on "orquix"."user_accounts" to acervo_readonly;
grant select, insert ("id", "user_id", "expires_at", "family", "ip", "last_seen_at", "replaced_at", "revoked_at", "token_hash", "user_agent"), update ("expires_at", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), delete on "orquix"."user_sessions" to acervo_app;
grant select, insert ("id", "user_id", "expires_at", "family", "ip", "last_seen_at", "replaced_at", "revoked_at", "token_hash", "user_agent"), update ("expires_at", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), delete on "orquix"."user_sessions" to acervo_worker;
grant select ("id", "user_id", "created_at", "expires_at", "ip", "last_seen_at", "revoked_at", "updated_at", "user_agent") on "orquix"."user_sessions" to acervo_readonly;
grant select, insert ("id", "user_id", "name", "description", "moderator_personality", "moderator_temperature", "moderator_length_penalty", "archived_at", "deleted_at"), update ("name", "description", "moderator_personality", "moderator_temperature", "moderator_length_penalty", "archived_at", "deleted_at") on "orquix"."projects" to acervo_app;
grant select, insert ("id", "user_id", "name", "description", "moderator_personality", "moderator_temperature", "moderator_length_penalty", "archived_at", "deleted_at"), update ("name", "description", "moderator_personality", "moderator_temperature", "moderator_length_penalty", "archived_at", "deleted_at") on "orquix"."projects" to acervo_worker;
grant select ("id", "user_id", "name", "description", "moderator_personality", "moderator_temperature", "moderator_length_penalty", "archived_at", "created_at", "deleted_at", "updated_at") on "orquix"."projects" to acervo_readonly;
grant select, insert ("id", "interaction_event_id", "synthesis_text", "method", "model_name", "prompt_version", "input_tokens", "output_tokens", "cost", "deleted_at", "tenant_id"), update ("synthesis_text", "method", "model_name", "prompt_version", "input_tokens", "output_tokens", "cost", "deleted_at") on "orquix"."moderated_syntheses" to acervo_app;
grant select, insert ("id", "interaction_event_id", "synthesis_text", "method", "model_name", "prompt_version", "input_tokens", "output_tokens", "cost", "deleted_at", "tenant_id"), update ("synthesis_text", "method", "model_name", "prompt_version", "input_tokens", "output_tokens", "cost", "deleted_at") on "orquix"."moderated_syntheses" to acervo_worker;
grant select on "orquix"."moderated_syntheses" to acervo_readonly;
grant select, insert ("id", "project_id", "user_id", "user_prompt_text", "context_used_summary", "moderated_synthesis_id", "status", "moderator_settings", "user_feedback_score", "user_feedback_comment", "ai_responses_json", "moderator_synthesis_json", "context_used", "context_preview", "processing_time_ms", "deleted_at"), update ("user_prompt_text", "context_used_summary", "moderated_synthesis_id", "status", "user_feedback_score", "user_feedback_comment", "context_used", "context_preview", "processing_time_ms", "deleted_at") on "orquix"."interaction_events" to acervo_app;
grant select, insert ("id", "project_id", "user_id", "user_prompt_text", "context_used_summary", "moderated_synthesis_id", "status", "moderator_settings", "user_feedback_score", "user_feedback_comment", "ai_responses_json", "moderator_synthesis_json", "context_used", "context_preview", "processing_time_ms", "deleted_at"), update ("user_prompt_text", "context_used_summary", "moderated_synthesis_id", "status", "user_feedback_score", "user_feedback_comment", "context_used", "context_preview", "processing_time_ms", "deleted_at") on "orquix"."interaction_events" to acervo_worker;
grant select ("id", "project_id", "user_id", "user_prompt_text", "context_used_summary", "moderated_synthesis_id", "status", "moderator_settings", "user_feedback_score", "user_feedback_comment", "context_used", "context_preview", "processing_time_ms", "created_at", "deleted_at", "updated_at") on "orquix"."interaction_events" to acervo_readonly;
grant select, insert ("id", "interaction_event_id", "ia_provider_name", "attempt", "status", "model_name", "prompt_version", "raw_response_text", "latency_ms", "first_token_ms", "input_tokens", "output_tokens", "cost", "cost_source", "provider_request_id", "error_message", "received_at", "deleted_at", "tenant_id"), update ("status", "model_name", "prompt_version", "raw_response_text", "latency_ms", "first_token_ms", "input_tokens", "output_tokens", "cost", "cost_source", "provider_request_id", "error_message", "received_at", "deleted_at") on "orquix"."ia_responses" to acervo_app;
grant select, insert ("id", "interaction_event_id", "ia_provider_name", "attempt", "status", "model_name", "prompt_version", "raw_response_text", "latency_ms", "first_token_ms", "input_tokens", "output_tokens", "cost", "cost_source", "provider_request_id", "error_message", "received_at", "deleted_at", "tenant_id"), update ("status", "model_name", "prompt_version", "raw_response_text", "latency_ms", "first_token_ms", "input_tokens", "output_tokens", "cost", "cost_source", "provider_request_id", "error_message", "received_at", "deleted_at") on "orquix"."ia_responses" to acervo_worker;
grant select on "orquix"."ia_responses" to acervo_readonly;
grant select, insert ("id", "project_id", "user_id", "content_text", "source_type", "source_identifier", "content_embedding", "content_embedding_model", "deleted_at"), update ("content_text", "source_type", "source_identifier", "content_embedding", "content_embedding_model", "deleted_at") on "orquix"."context_chunks" to acervo_app;
grant select, insert ("id", "project_id", "user_id", "content_text", "source_type", "source_identifier", "content_embedding", "content_embedding_model", "deleted_at"), update ("content_text", "source_type", "source_identifier", "content_embedding", "content_embedding_model", "deleted_at") on "orquix"."context_chunks" to acervo_worker;
grant select ("id", "project_id", "user_id", "content_text", "source_type", "source_identifier", "created_at", "deleted_at", "updated_at") on "orquix"."context_chunks" to acervo_readonly;
create view "orquix"."interaction_results" with (security_invoker = true) as
select e.id, e.status,
      coalesce((
        select jsonb_agg(jsonb_build_object('provider', r.ia_provider_name, 'attempt', r.attempt, 'status', r.status,
          'model', r.model_name, 'text', r.raw_response_text, 'latencyMs', r.latency_ms, 'error', r.error_message)
          order by r.ia_provider_name, r.attempt)
        from ia_responses r where r.interaction_event_id = e.id and r.deleted_at is null
      ), '[]'::jsonb) as ai_responses_json,
      (
        select jsonb_build_object('id', s.id, 'text', s.synthesis_text, 'method', s.method, 'model', s.model_name)
        from moderated_syntheses s where s.id = e.moderated_synthesis_id and s.deleted_at is null
      ) as moderator_synthesis_json
    from interaction_events e where e.deleted_at is null;
grant select on "orquix"."interaction_results" to acervo_app;
grant select on "orquix"."interaction_results" to acervo_worker;
grant select on "orquix"."interaction_results" to acervo_readonly;
set local role none;
