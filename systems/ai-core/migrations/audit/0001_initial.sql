-- acervo: transactional
-- model: b1b14f78f68a4b8294544ac637bf54c02f97e04f054a76f02557688979b1a439

-- step: create sm_audit with 2 tables
-- locks: none
set local search_path to "sm_audit", acervo, pg_temp;
create schema if not exists "sm_audit" authorization acervo_owner;
grant usage on schema "sm_audit" to acervo_app, acervo_worker, acervo_readonly;
create table "sm_audit"."audit_events" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "occurred_at" timestamptz(6) default acervo.now() not null,
  "actor_kind" text collate "C" not null,
  "actor_id" varchar(200) collate "C" not null,
  "action" varchar(80) collate "C" not null,
  "database_name" varchar(63) collate "C" not null,
  "table_name" varchar(63) collate "C",
  "row_id" varchar(200) collate "C",
  "before" jsonb,
  "after" jsonb,
  "purpose" text collate "C",
  "request_id" varchar(100) collate "C",
  "agent_id" varchar(100) collate "C",
  "run_id" varchar(100) collate "C",
  "tool_name" varchar(200) collate "C",
  "ip" inet,
  constraint "audit_events_pkey" primary key ("id", "occurred_at"),
  constraint "audit_events_actor_kind_check" check ("actor_kind" in ('USER', 'SERVICE', 'AGENT', 'SYSTEM')),
  constraint "audit_events_id_instant_check" check (acervo.uuid7_instant("id") = date_trunc('milliseconds', "occurred_at"))
) partition by range ("occurred_at");
alter table "sm_audit"."audit_events" owner to acervo_owner;
create table "sm_audit"."audit_checkpoints" (
  "id" uuid default acervo.uuid7() not null,
  "database_name" varchar(63) collate "C" not null,
  "from_instant" timestamptz(6) not null,
  "until_instant" timestamptz(6) not null,
  "event_count" bigint not null,
  "digest" bytea not null,
  "previous_digest" bytea,
  "signature" bytea,
  "key_name" varchar(120) collate "C",
  "sealed_at" timestamptz(6) default acervo.now() not null,
  constraint "audit_checkpoints_pkey" primary key ("id"),
  constraint "audit_checkpoints_database_name_until_instant_key" unique ("database_name", "until_instant"),
  constraint "audit_checkpoints_event_count_check" check (event_count >= 0),
  constraint "audit_checkpoints_signed_check" check ((signature is null) = (key_name is null)),
  constraint "audit_checkpoints_stretch_check" check (until_instant > from_instant)
);
alter table "sm_audit"."audit_checkpoints" owner to acervo_owner;
create index "audit_events_database_name_table_name_row_id_occurred_at_idx" on "sm_audit"."audit_events" ("database_name", "table_name", "row_id", "occurred_at" desc);
create index "audit_events_actor_id_occurred_at_idx" on "sm_audit"."audit_events" ("actor_id", "occurred_at" desc);
create index "audit_events_request_id_idx" on "sm_audit"."audit_events" ("request_id") where request_id is not null;
grant select on "sm_audit"."audit_events" to acervo_app;
grant select on "sm_audit"."audit_events" to acervo_worker;
grant select on "sm_audit"."audit_events" to acervo_readonly;
grant select on "sm_audit"."audit_checkpoints" to acervo_app;
grant select on "sm_audit"."audit_checkpoints" to acervo_worker;
grant select on "sm_audit"."audit_checkpoints" to acervo_readonly;
