-- acervo: transactional
-- objects: extension unaccent; text search acervo.simple_unaccent simple
-- model: 07338a8771d348595c055d868555222feed080d37385ac766b3b8b64d563be54

-- step: create sm_system with 4 tables
-- locks: none
set local search_path to "sm_system", acervo, pg_temp;
create schema if not exists "sm_system" authorization acervo_owner;
grant usage on schema "sm_system" to acervo_app, acervo_worker, acervo_readonly;
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
alter table "sm_system"."settings" owner to acervo_owner;
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
alter table "sm_system"."data_services" owner to acervo_owner;
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
alter table "sm_system"."scheduled_tasks" owner to acervo_owner;
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
alter table "sm_system"."outbox_events" owner to acervo_owner;
create index "data_services_area_code_idx" on "sm_system"."data_services" ("area", "code");
create index "data_services_search_vector_gin_idx" on "sm_system"."data_services" using gin ("search_vector");
create index "outbox_events_available_at_id_idx" on "sm_system"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_system"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_system"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
create or replace function "sm_system"."settings_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_system"."settings_touch"() owner to acervo_owner;
revoke execute on function "sm_system"."settings_touch"() from public;
create or replace function "sm_system"."data_services_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_system"."data_services_touch"() owner to acervo_owner;
revoke execute on function "sm_system"."data_services_touch"() from public;
create or replace function "sm_system"."scheduled_tasks_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_system", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_system"."scheduled_tasks_touch"() owner to acervo_owner;
revoke execute on function "sm_system"."scheduled_tasks_touch"() from public;
create or replace function "sm_system"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_system", pg_temp as $body$
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
  update "sm_system"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
alter function "sm_system"."outbox_events_number"() owner to acervo_owner;
revoke execute on function "sm_system"."outbox_events_number"() from public;
create or replace trigger "touch" before update on "sm_system"."settings" for each row execute function "sm_system"."settings_touch"();
create or replace trigger "touch" before update on "sm_system"."data_services" for each row execute function "sm_system"."data_services_touch"();
create or replace trigger "touch" before update on "sm_system"."scheduled_tasks" for each row execute function "sm_system"."scheduled_tasks_touch"();
create or replace trigger "number" after insert on "sm_system"."outbox_events" referencing new table as new_rows for each statement execute function "sm_system"."outbox_events_number"();
grant select, insert ("id", "key", "value", "description", "changed_by"), update ("value", "description", "changed_by"), delete on "sm_system"."settings" to acervo_app;
grant select, insert ("id", "key", "value", "description", "changed_by"), update ("value", "description", "changed_by"), delete on "sm_system"."settings" to acervo_worker;
grant select on "sm_system"."settings" to acervo_readonly;
grant select, insert ("id", "code", "name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), update ("name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), delete on "sm_system"."data_services" to acervo_app;
grant select, insert ("id", "code", "name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), update ("name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status"), delete on "sm_system"."data_services" to acervo_worker;
grant select ("id", "code", "name", "area", "purpose", "owner", "classification", "rpo_minutes", "rto_minutes", "placement", "status", "created_at", "updated_at") on "sm_system"."data_services" to acervo_readonly;
grant select, insert ("id", "name", "description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), update ("description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), delete on "sm_system"."scheduled_tasks" to acervo_app;
grant select, insert ("id", "name", "description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), update ("description", "cron", "time_zone", "arguments", "enabled", "last_started_at", "last_ended_at", "last_outcome", "last_error"), delete on "sm_system"."scheduled_tasks" to acervo_worker;
grant select on "sm_system"."scheduled_tasks" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_system"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_system"."outbox_events" to acervo_worker;
grant select on "sm_system"."outbox_events" to acervo_readonly;
