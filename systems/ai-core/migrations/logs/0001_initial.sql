-- acervo: transactional
-- model: 087eced29ef5f578ac36d45c5bdd31613beeabaa64cdaf62859dbe39cc7f8158

-- step: create sm_logs with 2 tables
-- locks: none
set local search_path to "sm_logs", acervo, pg_temp;
create schema if not exists "sm_logs" authorization acervo_owner;
grant usage on schema "sm_logs" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_logs"."error_groups" (
  "id" uuid default acervo.uuid7() not null,
  "fingerprint" varchar(64) collate "C" not null,
  "service" varchar(80) collate "C" not null,
  "title" text collate "C" not null,
  "occurrences" bigint default '1' not null,
  "status" text collate "C" default 'OPEN' not null,
  "first_seen_at" timestamptz(6) default acervo.now() not null,
  "last_seen_at" timestamptz(6) default acervo.now() not null,
  "resolved_by" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "error_groups_pkey" primary key ("id"),
  constraint "error_groups_service_fingerprint_key" unique ("service", "fingerprint"),
  constraint "error_groups_status_check" check ("status" in ('OPEN', 'RESOLVED', 'IGNORED')),
  constraint "error_groups_occurrences_check" check (occurrences > 0),
  constraint "error_groups_seen_check" check (last_seen_at >= first_seen_at)
);
create table "sm_logs"."log_entries" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "logged_at" timestamptz(6) default acervo.now() not null,
  "level" text collate "C" not null,
  "service" varchar(80) collate "C" not null,
  "message" text collate "C" not null,
  "context" jsonb default '{}'::jsonb not null,
  "request_id" varchar(100) collate "C",
  "error_group_id" uuid,
  constraint "log_entries_pkey" primary key ("id", "logged_at"),
  constraint "log_entries_level_check" check ("level" in ('TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL')),
  constraint "log_entries_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "logged_at") * 1000)::bigint), 3))
) partition by range ("logged_at");
create index "error_groups_status_last_seen_at_idx" on "sm_logs"."error_groups" ("status", "last_seen_at" desc);
create index "log_entries_service_logged_at_idx" on "sm_logs"."log_entries" ("service", "logged_at" desc);
create index "log_entries_request_id_idx" on "sm_logs"."log_entries" ("request_id") where request_id is not null;
create index "log_entries_trouble_idx" on "sm_logs"."log_entries" ("logged_at" desc) where level in ('WARN', 'ERROR', 'FATAL');
create index "log_entries_error_group_id_idx" on "sm_logs"."log_entries" ("error_group_id");
alter table "sm_logs"."log_entries" add constraint "log_entries_error_group_id_fkey" foreign key ("error_group_id") references "sm_logs"."error_groups" ("id") on delete restrict;
create or replace function "sm_logs"."error_groups_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_logs", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace trigger "touch" before update on "sm_logs"."error_groups" for each row execute function "sm_logs"."error_groups_touch"();
grant select, insert ("id", "fingerprint", "service", "title", "occurrences", "status", "first_seen_at", "last_seen_at", "resolved_by"), update ("title", "occurrences", "status", "last_seen_at", "resolved_by"), delete on "sm_logs"."error_groups" to acervo_app;
grant select, insert ("id", "fingerprint", "service", "title", "occurrences", "status", "first_seen_at", "last_seen_at", "resolved_by"), update ("title", "occurrences", "status", "last_seen_at", "resolved_by"), delete on "sm_logs"."error_groups" to acervo_worker;
grant select on "sm_logs"."error_groups" to acervo_readonly;
grant select, insert ("id", "logged_at", "level", "service", "message", "context", "request_id", "error_group_id") on "sm_logs"."log_entries" to acervo_app;
grant select, insert ("id", "logged_at", "level", "service", "message", "context", "request_id", "error_group_id") on "sm_logs"."log_entries" to acervo_worker;
grant select on "sm_logs"."log_entries" to acervo_readonly;
set local role none;
