-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: b49ffe1cfdee44dbb42e61a44d2986bc3e58d41543e4487e5603d951b943017e

-- step: create sm_scheduling with 6 tables
-- locks: none
set local search_path to "sm_scheduling", acervo, pg_temp;
create schema if not exists "sm_scheduling" authorization acervo_owner;
grant usage on schema "sm_scheduling" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_scheduling"."resources" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "kind" text collate "C" not null,
  "employee_id" uuid,
  "time_zone" varchar(60) collate "C" default 'Europe/Madrid' not null,
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "resources_pkey" primary key ("id"),
  constraint "resources_kind_check" check ("kind" in ('PERSON', 'ROOM', 'VEHICLE', 'EQUIPMENT')),
  constraint "resources_status_check" check ("status" in ('ACTIVE', 'RETIRED')),
  constraint "resources_person_check" check ((kind = 'PERSON') = (employee_id is not null))
);
create table "sm_scheduling"."slots" (
  "id" uuid default acervo.uuid7() not null,
  "resource_id" uuid not null,
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "slots_pkey" primary key ("id"),
  constraint "slots_status_check" check ("status" in ('OPEN', 'CLOSED')),
  constraint "slots_term_check" check (ends_at > starts_at),
  constraint "slots_no_overlap_excl" exclude using gist (resource_id with =, tstzrange(starts_at, ends_at) with &&)
);
create table "sm_scheduling"."bookings" (
  "id" uuid default acervo.uuid7() not null,
  "slot_id" uuid not null,
  "resource_id" uuid not null,
  "party_id" uuid,
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "status" text collate "C" default 'CONFIRMED' not null,
  "notes" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "bookings_pkey" primary key ("id"),
  constraint "bookings_status_check" check ("status" in ('HELD', 'CONFIRMED', 'DONE', 'MISSED', 'CANCELLED')),
  constraint "bookings_term_check" check (ends_at > starts_at),
  constraint "bookings_no_overlap_excl" exclude using gist (resource_id with =, tstzrange(starts_at, ends_at) with &&) where ((status <> 'CANCELLED'))
);
create table "sm_scheduling"."audit_events" (
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
create table "sm_scheduling"."audit_details" (
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
create table "sm_scheduling"."outbox_events" (
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
create unique index "resources_name_key" on "sm_scheduling"."resources" ("name") where (deleted_at is null);
create unique index "resources_employee_id_key" on "sm_scheduling"."resources" ("employee_id") where (deleted_at is null);
create index "resources_search_vector_gin_idx" on "sm_scheduling"."resources" using gin ("search_vector");
create index "slots_starts_at_idx" on "sm_scheduling"."slots" ("starts_at") where status = 'OPEN';
create index "slots_resource_id_idx" on "sm_scheduling"."slots" ("resource_id");
create index "bookings_slot_id_idx" on "sm_scheduling"."bookings" ("slot_id");
create index "bookings_party_id_starts_at_idx" on "sm_scheduling"."bookings" ("party_id", "starts_at" desc) where party_id is not null;
create index "bookings_resource_id_idx" on "sm_scheduling"."bookings" ("resource_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_scheduling"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_scheduling"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_scheduling"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_scheduling"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_scheduling"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_scheduling"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_scheduling"."slots" add constraint "slots_resource_id_fkey" foreign key ("resource_id") references "sm_scheduling"."resources" ("id") on delete restrict;
alter table "sm_scheduling"."bookings" add constraint "bookings_slot_id_fkey" foreign key ("slot_id") references "sm_scheduling"."slots" ("id") on delete restrict;
alter table "sm_scheduling"."bookings" add constraint "bookings_resource_id_fkey" foreign key ("resource_id") references "sm_scheduling"."resources" ("id") on delete restrict;
create or replace function "sm_scheduling"."resources_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_scheduling", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'resources', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('resources')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."kind" as "kind", n."employee_id" as "employeeId", n."time_zone" as "timeZone", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'resources', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('resources')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."kind" as "kind", o."employee_id" as "employeeId", o."time_zone" as "timeZone", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'resources', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('resources')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."kind" as "kind", o."employee_id" as "employeeId", o."time_zone" as "timeZone", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."kind" as "kind", n."employee_id" as "employeeId", n."time_zone" as "timeZone", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."time_zone" is distinct from n."time_zone") then 'timeZone' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_scheduling"."resources_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_scheduling"."resources_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_scheduling"."slots_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_scheduling", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'slots', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('slots')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."resource_id" as "resourceId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'slots', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('slots')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."resource_id" as "resourceId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'slots', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('slots')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."resource_id" as "resourceId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."resource_id" as "resourceId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."resource_id" is distinct from n."resource_id") then 'resourceId' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_scheduling"."slots_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_scheduling"."slots_settled_within"() returns trigger language plpgsql security definer
set search_path to "sm_scheduling", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.id, new.id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_scheduling"."slots" p where p.id = asked for no key update;
    if found and not exists (select from "sm_scheduling"."slots" p where p.id = asked and (not exists (select from "sm_scheduling"."bookings" b where b.slot_id = p.id
      and b.status <> 'CANCELLED'
      and (b.resource_id <> p.resource_id or b.starts_at < p.starts_at or b.ends_at > p.ends_at)))) then
      raise exception using errcode = 'AV304', message = 'the booking is not within its slot';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_scheduling"."slots_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_scheduling"."bookings_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_scheduling", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."slot_id" as "slotId", n."resource_id" as "resourceId", n."party_id" as "partyId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."status" as "status") r) as came,
        (select to_jsonb(r) from (select n."notes" as "notes") r) as came_apart,
        nullif(array_remove(array[case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_scheduling"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'bookings', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'bookings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bookings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."slot_id" as "slotId", o."resource_id" as "resourceId", o."party_id" as "partyId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."status" as "status") r) as gone,
        (select to_jsonb(r) from (select o."notes" as "notes") r) as gone_apart,
        nullif(array_remove(array[case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_scheduling"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'bookings', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'bookings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bookings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."slot_id" as "slotId", o."resource_id" as "resourceId", o."party_id" as "partyId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."slot_id" as "slotId", n."resource_id" as "resourceId", n."party_id" as "partyId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."slot_id" is distinct from n."slot_id") then 'slotId' end, case when not (o."resource_id" is distinct from n."resource_id") then 'resourceId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        (select to_jsonb(r) from (select o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."notes" as "notes") r) as came_apart, array[case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        nullif(array_remove(array[case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_scheduling"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'bookings', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_scheduling"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'bookings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bookings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_scheduling"."bookings_emit"() returns trigger language plpgsql security definer
set search_path to "sm_scheduling", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.resource_id, n.party_id, n.status, n.starts_at, n.ends_at, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status in ('HELD', 'CONFIRMED')) is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Booking', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_scheduling"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Booking', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['BookingMade', 'BookingCancelled'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('bookingId', n."id", 'resourceId', n."resource_id", 'partyId', n."party_id", 'status', n."status", 'startsAt', to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'endsAt', to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        when 2 then jsonb_build_object('bookingId', n."id", 'resourceId', n."resource_id", 'partyId', n."party_id", 'status', n."status", 'startsAt', to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'endsAt', to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.resource_id, n.party_id, n.status, n.starts_at, n.ends_at, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and (n.starts_at, n.ends_at, n.resource_id) is distinct from (o.starts_at, o.ends_at, o.resource_id) then 2 end, case when n."holds 2" and not o."holds 2" then 3 end], null) as "its events"
      from (select *, (status in ('HELD', 'CONFIRMED')) is true as "holds 0", (true) is true as "holds 1", (status = 'CANCELLED') is true as "holds 2" from new_rows) n
        join (select *, (status in ('HELD', 'CONFIRMED')) is true as "holds 0", (true) is true as "holds 1", (status = 'CANCELLED') is true as "holds 2" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Booking', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_scheduling"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Booking', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['BookingMade', 'BookingMoved', 'BookingCancelled'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('bookingId', n."id", 'resourceId', n."resource_id", 'partyId', n."party_id", 'status', n."status", 'startsAt', to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'endsAt', to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        when 2 then jsonb_build_object('bookingId', n."id", 'resourceId', n."resource_id", 'partyId', n."party_id", 'status', n."status", 'startsAt', to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'endsAt', to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        when 3 then jsonb_build_object('bookingId', n."id", 'resourceId', n."resource_id", 'partyId', n."party_id", 'status', n."status", 'startsAt', to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), 'endsAt', to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_scheduling"."bookings_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_scheduling"."bookings_settled_within"() returns trigger language plpgsql security definer
set search_path to "sm_scheduling", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.slot_id, new.slot_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_scheduling"."slots" p where p.id = asked for no key update;
    if found and not exists (select from "sm_scheduling"."slots" p where p.id = asked and (not exists (select from "sm_scheduling"."bookings" b where b.slot_id = p.id
      and b.status <> 'CANCELLED'
      and (b.resource_id <> p.resource_id or b.starts_at < p.starts_at or b.ends_at > p.ends_at)))) then
      raise exception using errcode = 'AV304', message = 'the booking is not within its slot';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_scheduling"."bookings_states"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'HELD' then array['CONFIRMED', 'CANCELLED']::text[] when 'CONFIRMED' then array['DONE', 'MISSED', 'CANCELLED']::text[] when 'DONE' then array[]::text[] when 'MISSED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'bookings', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_scheduling"."bookings_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_scheduling"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_scheduling"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_scheduling", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_scheduling"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_scheduling", pg_temp as $body$
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
  update "sm_scheduling"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_scheduling"."resources" referencing new table as new_rows for each statement execute function "sm_scheduling"."resources_audit"();
create or replace trigger "audit_update" after update on "sm_scheduling"."resources" referencing new table as new_rows old table as old_rows for each statement execute function "sm_scheduling"."resources_audit"();
create or replace trigger "audit_delete" after delete on "sm_scheduling"."resources" referencing old table as old_rows for each statement execute function "sm_scheduling"."resources_audit"();
create or replace trigger "keep" before truncate on "sm_scheduling"."resources" for each statement execute function "sm_scheduling"."resources_keep"();
create or replace trigger "touch" before update on "sm_scheduling"."resources" for each row execute function "sm_scheduling"."resources_touch"();
create or replace trigger "audit_insert" after insert on "sm_scheduling"."slots" referencing new table as new_rows for each statement execute function "sm_scheduling"."slots_audit"();
create or replace trigger "audit_update" after update on "sm_scheduling"."slots" referencing new table as new_rows old table as old_rows for each statement execute function "sm_scheduling"."slots_audit"();
create or replace trigger "audit_delete" after delete on "sm_scheduling"."slots" referencing old table as old_rows for each statement execute function "sm_scheduling"."slots_audit"();
create or replace trigger "keep" before truncate on "sm_scheduling"."slots" for each statement execute function "sm_scheduling"."slots_keep"();
create constraint trigger "settled_within_insert" after insert on "sm_scheduling"."slots" deferrable initially deferred for each row execute function "sm_scheduling"."slots_settled_within"();
create constraint trigger "settled_within_update" after update on "sm_scheduling"."slots" deferrable initially deferred for each row execute function "sm_scheduling"."slots_settled_within"();
create constraint trigger "settled_within_delete" after delete on "sm_scheduling"."slots" deferrable initially deferred for each row execute function "sm_scheduling"."slots_settled_within"();
create or replace trigger "touch" before update on "sm_scheduling"."slots" for each row execute function "sm_scheduling"."slots_touch"();
create or replace trigger "audit_insert" after insert on "sm_scheduling"."bookings" referencing new table as new_rows for each statement execute function "sm_scheduling"."bookings_audit"();
create or replace trigger "audit_update" after update on "sm_scheduling"."bookings" referencing new table as new_rows old table as old_rows for each statement execute function "sm_scheduling"."bookings_audit"();
create or replace trigger "audit_delete" after delete on "sm_scheduling"."bookings" referencing old table as old_rows for each statement execute function "sm_scheduling"."bookings_audit"();
create or replace trigger "emit_insert" after insert on "sm_scheduling"."bookings" referencing new table as new_rows for each statement execute function "sm_scheduling"."bookings_emit"();
create or replace trigger "emit_update" after update on "sm_scheduling"."bookings" referencing new table as new_rows old table as old_rows for each statement execute function "sm_scheduling"."bookings_emit"();
create or replace trigger "keep" before truncate on "sm_scheduling"."bookings" for each statement execute function "sm_scheduling"."bookings_keep"();
create constraint trigger "settled_within_insert" after insert on "sm_scheduling"."bookings" deferrable initially deferred for each row execute function "sm_scheduling"."bookings_settled_within"();
create constraint trigger "settled_within_update" after update on "sm_scheduling"."bookings" deferrable initially deferred for each row execute function "sm_scheduling"."bookings_settled_within"();
create constraint trigger "settled_within_delete" after delete on "sm_scheduling"."bookings" deferrable initially deferred for each row execute function "sm_scheduling"."bookings_settled_within"();
create or replace trigger "states_update" before update on "sm_scheduling"."bookings" for each row execute function "sm_scheduling"."bookings_states"();
create or replace trigger "touch" before update on "sm_scheduling"."bookings" for each row execute function "sm_scheduling"."bookings_touch"();
create or replace trigger "keep" before truncate on "sm_scheduling"."audit_events" for each statement execute function "sm_scheduling"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_scheduling"."audit_details" for each statement execute function "sm_scheduling"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_scheduling"."outbox_events" referencing new table as new_rows for each statement execute function "sm_scheduling"."outbox_events_number"();
alter table "sm_scheduling"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_scheduling"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_scheduling"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_scheduling"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_scheduling"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_scheduling"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_scheduling"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "kind", "employee_id", "time_zone", "status", "deleted_at"), update ("name", "kind", "employee_id", "time_zone", "status", "deleted_at") on "sm_scheduling"."resources" to acervo_app;
grant select, insert ("id", "name", "kind", "employee_id", "time_zone", "status", "deleted_at"), update ("name", "kind", "employee_id", "time_zone", "status", "deleted_at") on "sm_scheduling"."resources" to acervo_worker;
grant select ("id", "name", "kind", "employee_id", "time_zone", "status", "created_at", "deleted_at", "updated_at") on "sm_scheduling"."resources" to acervo_readonly;
grant select, insert ("id", "resource_id", "starts_at", "ends_at", "status"), update ("starts_at", "ends_at", "status"), delete on "sm_scheduling"."slots" to acervo_app;
grant select, insert ("id", "resource_id", "starts_at", "ends_at", "status"), update ("starts_at", "ends_at", "status"), delete on "sm_scheduling"."slots" to acervo_worker;
grant select on "sm_scheduling"."slots" to acervo_readonly;
grant select, insert ("id", "slot_id", "resource_id", "party_id", "starts_at", "ends_at", "status", "notes"), update ("slot_id", "resource_id", "party_id", "starts_at", "ends_at", "status", "notes"), delete on "sm_scheduling"."bookings" to acervo_app;
grant select, insert ("id", "slot_id", "resource_id", "party_id", "starts_at", "ends_at", "status", "notes"), update ("slot_id", "resource_id", "party_id", "starts_at", "ends_at", "status", "notes"), delete on "sm_scheduling"."bookings" to acervo_worker;
grant select on "sm_scheduling"."bookings" to acervo_readonly;
grant select on "sm_scheduling"."audit_events" to acervo_app;
grant select on "sm_scheduling"."audit_events" to acervo_worker;
grant select on "sm_scheduling"."audit_events" to acervo_readonly;
grant select on "sm_scheduling"."audit_details" to acervo_app;
grant select, delete on "sm_scheduling"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_scheduling"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_scheduling"."outbox_events" to acervo_worker;
grant select on "sm_scheduling"."outbox_events" to acervo_readonly;
set local role none;
