-- acervo: transactional
-- model: 19f15b98a414652b52e1f3e1d9247c061ebb8aeb6eb99c09f6fb0ded0920d390

-- step: create sm_audit with 2 tables
-- locks: none
set local search_path to "sm_audit", acervo, pg_temp;
create schema if not exists "sm_audit" authorization acervo_owner;
grant usage on schema "sm_audit" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_audit"."audit_events" (
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
create table "sm_audit"."audit_checkpoints" (
  "id" uuid default acervo.uuid7() not null,
  "database_name" varchar(63) collate "C" not null,
  "note" text collate "C" not null,
  "sealed_at" timestamptz(6) not null,
  "size" bigint not null,
  constraint "audit_checkpoints_pkey" primary key ("id"),
  constraint "audit_checkpoints_database_name_size_key" unique ("database_name", "size")
);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_audit"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_audit"."audit_events" ("transaction_id", "id");
create or replace function "sm_audit"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_audit", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_audit"."audit_checkpoints_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_audit", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace trigger "keep" before truncate on "sm_audit"."audit_events" for each statement execute function "sm_audit"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_audit"."audit_checkpoints" for each statement execute function "sm_audit"."audit_checkpoints_keep"();
alter table "sm_audit"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_audit"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_audit"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select on "sm_audit"."audit_events" to acervo_app;
grant select on "sm_audit"."audit_events" to acervo_worker;
grant select on "sm_audit"."audit_events" to acervo_readonly;
grant select on "sm_audit"."audit_checkpoints" to acervo_app;
grant select, insert ("id", "database_name", "note", "sealed_at", "size") on "sm_audit"."audit_checkpoints" to acervo_worker;
grant select on "sm_audit"."audit_checkpoints" to acervo_readonly;
set local role none;
