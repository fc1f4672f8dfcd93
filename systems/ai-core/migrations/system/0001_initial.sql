-- acervo: transactional
-- objects: extension unaccent; text search acervo.simple_unaccent simple
-- model: 6346e777ab29150bb353dda783450f0e53fb8073a5fd646518f9d0951a8183bd

-- step: create sm_system with 5 tables
-- locks: none
set local search_path to "sm_system", acervo, pg_temp;
create schema if not exists "sm_system" authorization acervo_owner;
grant usage on schema "sm_system" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_system"."settings" (
  "id" uuid default acervo.uuid7() not null,
  "key" varchar(200) collate "C" not null,
  "value" jsonb not null,
  "description" text collate "C",
  "changed_by" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "settings_pkey" primary key ("id"),
  constraint "settings_key_key" unique ("key"),
  constraint "settings_key_check" check (key ~ '^[a-z][A-Za-z0-9]*([.][a-z][A-Za-z0-9]*)*$')
);
create table "sm_system"."data_services" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(63) collate "C" not null,
  "name" varchar(63) collate "C" not null,
  "area" varchar(40) collate "C" not null,
  "purpose" text collate "C" not null,
  "owner" varchar(200) collate "C",
  "classification" text collate "C" default 'INTERNAL' not null,
  "rpo_minutes" integer default 1440 not null,
  "rto_minutes" integer default 240 not null,
  "placement" varchar(200) collate "C" default 'default' not null,
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(purpose, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "data_services_pkey" primary key ("id"),
  constraint "data_services_code_key" unique ("code"),
  constraint "data_services_name_key" unique ("name"),
  constraint "data_services_classification_check" check ("classification" in ('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL')),
  constraint "data_services_status_check" check ("status" in ('PLANNED', 'ACTIVE', 'RETIRED')),
  constraint "data_services_recovery_check" check (rpo_minutes >= 0 and rto_minutes > 0)
);
create table "sm_system"."scheduled_tasks" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "description" text collate "C",
  "cron" varchar(120) collate "C" not null,
  "time_zone" varchar(60) collate "C" default 'Europe/Madrid' not null,
  "arguments" jsonb default '{}'::jsonb not null,
  "enabled" boolean default true not null,
  "last_started_at" timestamptz(6),
  "last_ended_at" timestamptz(6),
  "last_outcome" text collate "C",
  "last_error" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "scheduled_tasks_pkey" primary key ("id"),
  constraint "scheduled_tasks_name_key" unique ("name"),
  constraint "scheduled_tasks_last_outcome_check" check ("last_outcome" in ('DONE', 'FAILED')),
  constraint "scheduled_tasks_cron_check" check (cron ~ '^[^ ]+( [^ ]+){4}$')
);
create table "sm_system"."audit_events" (
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
create table "sm_system"."outbox_events" (
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
create index "data_services_area_code_idx" on "sm_system"."data_services" ("area", "code");
create index "data_services_search_vector_gin_idx" on "sm_system"."data_services" using gin ("search_vector");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_system"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_system"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_system"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_system"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_system"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
create or replace function "sm_system"."settings_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_system", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_system"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'settings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('settings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."key" as "key", n."value" as "value", n."description" as "description", n."changed_by" as "changedBy") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_system"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'settings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('settings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."key" as "key", o."value" as "value", o."description" as "description", o."changed_by" as "changedBy") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_system"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'settings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('settings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."key" as "key", o."value" as "value", o."description" as "description", o."changed_by" as "changedBy") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."key" as "key", n."value" as "value", n."description" as "description", n."changed_by" as "changedBy") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."key" is distinct from n."key") then 'key' end, case when not (o."value" is distinct from n."value") then 'value' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."changed_by" is distinct from n."changed_by") then 'changedBy' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_system"."settings_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_system"."settings_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_system"."data_services_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_system"."scheduled_tasks_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_system"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_system"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_system", pg_temp as $body$
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
  update "sm_system"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_system"."settings" referencing new table as new_rows for each statement execute function "sm_system"."settings_audit"();
create or replace trigger "audit_update" after update on "sm_system"."settings" referencing new table as new_rows old table as old_rows for each statement execute function "sm_system"."settings_audit"();
create or replace trigger "audit_delete" after delete on "sm_system"."settings" referencing old table as old_rows for each statement execute function "sm_system"."settings_audit"();
create or replace trigger "keep" before truncate on "sm_system"."settings" for each statement execute function "sm_system"."settings_keep"();
create or replace trigger "touch" before update on "sm_system"."settings" for each row execute function "sm_system"."settings_touch"();
create or replace trigger "touch" before update on "sm_system"."data_services" for each row execute function "sm_system"."data_services_touch"();
create or replace trigger "touch" before update on "sm_system"."scheduled_tasks" for each row execute function "sm_system"."scheduled_tasks_touch"();
create or replace trigger "keep" before truncate on "sm_system"."audit_events" for each statement execute function "sm_system"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_system"."outbox_events" referencing new table as new_rows for each statement execute function "sm_system"."outbox_events_number"();
alter table "sm_system"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_system"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_system"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "key", "value", "description", "changed_by"), update ("value", "description", "changed_by"), delete on "sm_system"."settings" to acervo_app;
grant select, insert ("id", "key", "value", "description", "changed_by"), update ("value", "description", "changed_by"), delete on "sm_system"."settings" to acervo_worker;
grant select on "sm_system"."settings" to acervo_readonly;
grant select, insert ("id", "code", "name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), update ("name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), delete on "sm_system"."data_services" to acervo_app;
grant select, insert ("id", "code", "name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), update ("name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), delete on "sm_system"."data_services" to acervo_worker;
grant select ("id", "code", "name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status", "created_at", "updated_at") on "sm_system"."data_services" to acervo_readonly;
grant select, insert ("id", "name", "description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), update ("description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), delete on "sm_system"."scheduled_tasks" to acervo_app;
grant select, insert ("id", "name", "description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), update ("description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), delete on "sm_system"."scheduled_tasks" to acervo_worker;
grant select on "sm_system"."scheduled_tasks" to acervo_readonly;
grant select on "sm_system"."audit_events" to acervo_app;
grant select on "sm_system"."audit_events" to acervo_worker;
grant select on "sm_system"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_system"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_system"."outbox_events" to acervo_worker;
grant select on "sm_system"."outbox_events" to acervo_readonly;
set local role none;
