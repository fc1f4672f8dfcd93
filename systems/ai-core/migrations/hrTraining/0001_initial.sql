-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: a439aacc0f608813e146bd789cf9487682e625021587a183f90a55047c6ba3ce

-- step: create sm_hr_training with 7 tables
-- locks: none
set local search_path to "sm_hr_training", acervo, pg_temp;
create schema if not exists "sm_hr_training" authorization acervo_owner;
grant usage on schema "sm_hr_training" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_hr_training"."courses" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "title" text collate "C" not null,
  "description" text collate "C",
  "hours" numeric(6, 2) not null,
  "valid_days" integer,
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "courses_pkey" primary key ("id"),
  constraint "courses_status_check" check ("status" in ('ACTIVE', 'RETIRED')),
  constraint "courses_hours_check" check (hours > 0),
  constraint "courses_valid_check" check (valid_days > 0)
);
create table "sm_hr_training"."course_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "course_id" uuid not null,
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "place" varchar(200) collate "C",
  "capacity" integer not null,
  "taken_count" bigint default 0 not null,
  "status" text collate "C" default 'PLANNED' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "course_sessions_pkey" primary key ("id"),
  constraint "course_sessions_status_check" check ("status" in ('PLANNED', 'HELD', 'CANCELLED')),
  constraint "course_sessions_capacity_check" check (capacity >= 0 and taken_count <= capacity),
  constraint "course_sessions_term_check" check (ends_at > starts_at)
);
create table "sm_hr_training"."enrolments" (
  "id" uuid default acervo.uuid7() not null,
  "session_id" uuid not null,
  "employee_id" uuid not null,
  "status" text collate "C" default 'ENROLLED' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "enrolments_pkey" primary key ("id"),
  constraint "enrolments_session_id_employee_id_key" unique ("session_id", "employee_id"),
  constraint "enrolments_status_check" check ("status" in ('WAITING', 'ENROLLED', 'ATTENDED', 'ABSENT', 'CANCELLED'))
);
create table "sm_hr_training"."certificates" (
  "id" uuid default acervo.uuid7() not null,
  "enrolment_id" uuid not null,
  "employee_id" uuid not null,
  "number" varchar(60) collate "C" not null,
  "issued_on" date not null,
  "expires_on" date,
  "alert_on" date generated always as (expires_on - 60) stored,
  "alerted_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "certificates_pkey" primary key ("id"),
  constraint "certificates_number_key" unique ("number"),
  constraint "certificates_enrolment_id_key" unique ("enrolment_id"),
  constraint "certificates_alerted_check" check (alerted_at is null or alert_on is not null),
  constraint "certificates_term_check" check (expires_on > issued_on)
);
create table "sm_hr_training"."audit_events" (
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
create table "sm_hr_training"."outbox_events" (
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
create unique index "courses_code_key" on "sm_hr_training"."courses" ("code") where (deleted_at is null);
create index "courses_search_vector_gin_idx" on "sm_hr_training"."courses" using gin ("search_vector");
create index "course_sessions_course_id_starts_at_idx" on "sm_hr_training"."course_sessions" ("course_id", "starts_at" desc);
create index "enrolments_employee_id_idx" on "sm_hr_training"."enrolments" ("employee_id");
create index "certificates_employee_id_issued_on_idx" on "sm_hr_training"."certificates" ("employee_id", "issued_on" desc);
create index "certificates_alert_on_idx" on "sm_hr_training"."certificates" ("alert_on") where alerted_at is null;
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_hr_training"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_hr_training"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_hr_training"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_hr_training"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_hr_training"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_hr_training"."course_sessions" add constraint "course_sessions_course_id_fkey" foreign key ("course_id") references "sm_hr_training"."courses" ("id") on delete restrict;
alter table "sm_hr_training"."enrolments" add constraint "enrolments_session_id_fkey" foreign key ("session_id") references "sm_hr_training"."course_sessions" ("id") on delete restrict;
alter table "sm_hr_training"."certificates" add constraint "certificates_enrolment_id_fkey" foreign key ("enrolment_id") references "sm_hr_training"."enrolments" ("id") on delete restrict;
create or replace function "sm_hr_training"."courses_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'courses', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('courses')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."hours"::text as "hours", n."valid_days" as "validDays", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'courses', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('courses')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."hours"::text as "hours", o."valid_days" as "validDays", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'courses', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('courses')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."hours"::text as "hours", o."valid_days" as "validDays", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."hours"::text as "hours", n."valid_days" as "validDays", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."hours" is distinct from n."hours") then 'hours' end, case when not (o."valid_days" is distinct from n."valid_days") then 'validDays' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."courses_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_training"."courses_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_training"."course_sessions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'course_sessions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('course_sessions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."course_id" as "courseId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."place" as "place", n."capacity" as "capacity", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'course_sessions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('course_sessions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."course_id" as "courseId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."place" as "place", o."capacity" as "capacity", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'course_sessions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('course_sessions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."course_id" as "courseId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."place" as "place", o."capacity" as "capacity", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."course_id" as "courseId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."place" as "place", n."capacity" as "capacity", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."course_id" is distinct from n."course_id") then 'courseId' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end, case when not (o."place" is distinct from n."place") then 'place' end, case when not (o."capacity" is distinct from n."capacity") then 'capacity' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."course_sessions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_training"."course_sessions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PLANNED' then array['HELD', 'CANCELLED']::text[] when 'HELD' then array[]::text[] when 'CANCELLED' then array['PLANNED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'course_sessions', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_hr_training"."course_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_training"."enrolments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'enrolments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('enrolments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."session_id" as "sessionId", n."employee_id" as "employeeId", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'enrolments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('enrolments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."session_id" as "sessionId", o."employee_id" as "employeeId", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'enrolments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('enrolments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."session_id" as "sessionId", o."employee_id" as "employeeId", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."session_id" as "sessionId", n."employee_id" as "employeeId", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."session_id" is distinct from n."session_id") then 'sessionId' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."enrolments_count_taken_count"() returns trigger language plpgsql security definer
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_training"."course_sessions" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.session_id as id, 1 as n from new_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_training"."course_sessions" p set taken_count = p.taken_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.session_id as id, 1 as n from new_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_training"."course_sessions" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.session_id as id, -1 as n from old_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_training"."course_sessions" p set taken_count = p.taken_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.session_id as id, -1 as n from old_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_hr_training"."course_sessions" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.session_id as id, 1 as n from new_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT')) union all select r.session_id as id, -1 as n from old_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_training"."course_sessions" p set taken_count = p.taken_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.session_id as id, 1 as n from new_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT')) union all select r.session_id as id, -1 as n from old_rows r where true and (r.status in ('ENROLLED', 'ATTENDED', 'ABSENT'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."enrolments_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.session_id, n.employee_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ENROLLED') is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Enrolment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Enrolment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EnrolmentMade', 'EnrolmentCancelled'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('enrolmentId', n."id", 'sessionId', n."session_id", 'employeeId', n."employee_id")
        when 2 then jsonb_build_object('enrolmentId', n."id", 'sessionId', n."session_id", 'employeeId', n."employee_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.session_id, n.employee_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ENROLLED') is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'ENROLLED') is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Enrolment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Enrolment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EnrolmentMade', 'EnrolmentCancelled'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('enrolmentId', n."id", 'sessionId', n."session_id", 'employeeId', n."employee_id")
        when 2 then jsonb_build_object('enrolmentId', n."id", 'sessionId', n."session_id", 'employeeId', n."employee_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."enrolments_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_training"."enrolments_settled_attended"() returns trigger language plpgsql security definer
set search_path to "sm_hr_training", pg_temp as $body$
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
    perform from "sm_hr_training"."enrolments" p where p.id = asked for no key update;
    if found and not exists (select from "sm_hr_training"."enrolments" p where p.id = asked and (not exists (select from "sm_hr_training"."certificates" c where c.enrolment_id = p.id
      and (p.status <> 'ATTENDED' or c.employee_id <> p.employee_id)))) then
      raise exception using errcode = 'AV304', message = 'who was not there is not certified';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_hr_training"."enrolments_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'WAITING' then array['ENROLLED', 'CANCELLED']::text[] when 'ENROLLED' then array['WAITING', 'ATTENDED', 'ABSENT', 'CANCELLED']::text[] when 'ATTENDED' then array['ABSENT']::text[] when 'ABSENT' then array['ATTENDED']::text[] when 'CANCELLED' then array['WAITING', 'ENROLLED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'enrolments', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_hr_training"."enrolments_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_training"."certificates_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'certificates', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('certificates')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."enrolment_id" as "enrolmentId", n."employee_id" as "employeeId", n."number" as "number", n."issued_on" as "issuedOn", n."expires_on" as "expiresOn", to_char(n."alerted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "alertedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'certificates', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('certificates')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."enrolment_id" as "enrolmentId", o."employee_id" as "employeeId", o."number" as "number", o."issued_on" as "issuedOn", o."expires_on" as "expiresOn", to_char(o."alerted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "alertedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'certificates', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('certificates')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."enrolment_id" as "enrolmentId", o."employee_id" as "employeeId", o."number" as "number", o."issued_on" as "issuedOn", o."expires_on" as "expiresOn", to_char(o."alerted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "alertedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."enrolment_id" as "enrolmentId", n."employee_id" as "employeeId", n."number" as "number", n."issued_on" as "issuedOn", n."expires_on" as "expiresOn", to_char(n."alerted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "alertedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."enrolment_id" is distinct from n."enrolment_id") then 'enrolmentId' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."issued_on" is distinct from n."issued_on") then 'issuedOn' end, case when not (o."expires_on" is distinct from n."expires_on") then 'expiresOn' end, case when not (o."alerted_at" is distinct from n."alerted_at") then 'alertedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."certificates_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.employee_id, n.expires_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (alerted_at is not null) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Certificate', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Certificate', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CertificateIssued', 'CertificateExpiring'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('certificateId', n."id", 'employeeId', n."employee_id")
        when 2 then jsonb_build_object('certificateId', n."id", 'employeeId', n."employee_id", 'expiresOn', n."expires_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.employee_id, n.expires_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (alerted_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (alerted_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Certificate', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Certificate', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CertificateExpiring'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('certificateId', n."id", 'employeeId', n."employee_id", 'expiresOn', n."expires_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."certificates_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a certificate stays as it was issued';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['alerted_at', 'updated_at'] is distinct from to_jsonb(n) - array['alerted_at', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a certificate stays as it was issued';
  end if;
  return null;
end$body$;
create or replace function "sm_hr_training"."certificates_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_training"."certificates_settled_attended"() returns trigger language plpgsql security definer
set search_path to "sm_hr_training", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.enrolment_id, new.enrolment_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_hr_training"."enrolments" p where p.id = asked for no key update;
    if found and not exists (select from "sm_hr_training"."enrolments" p where p.id = asked and (not exists (select from "sm_hr_training"."certificates" c where c.enrolment_id = p.id
      and (p.status <> 'ATTENDED' or c.employee_id <> p.employee_id)))) then
      raise exception using errcode = 'AV304', message = 'who was not there is not certified';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_hr_training"."certificates_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_training"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_training"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_hr_training", pg_temp as $body$
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
  update "sm_hr_training"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_hr_training"."courses" referencing new table as new_rows for each statement execute function "sm_hr_training"."courses_audit"();
create or replace trigger "audit_update" after update on "sm_hr_training"."courses" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."courses_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_training"."courses" referencing old table as old_rows for each statement execute function "sm_hr_training"."courses_audit"();
create or replace trigger "keep" before truncate on "sm_hr_training"."courses" for each statement execute function "sm_hr_training"."courses_keep"();
create or replace trigger "touch" before update on "sm_hr_training"."courses" for each row execute function "sm_hr_training"."courses_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_training"."course_sessions" referencing new table as new_rows for each statement execute function "sm_hr_training"."course_sessions_audit"();
create or replace trigger "audit_update" after update on "sm_hr_training"."course_sessions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."course_sessions_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_training"."course_sessions" referencing old table as old_rows for each statement execute function "sm_hr_training"."course_sessions_audit"();
create or replace trigger "keep" before truncate on "sm_hr_training"."course_sessions" for each statement execute function "sm_hr_training"."course_sessions_keep"();
create or replace trigger "states_update" before update on "sm_hr_training"."course_sessions" for each row execute function "sm_hr_training"."course_sessions_states"();
create or replace trigger "touch" before update on "sm_hr_training"."course_sessions" for each row execute function "sm_hr_training"."course_sessions_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_training"."enrolments" referencing new table as new_rows for each statement execute function "sm_hr_training"."enrolments_audit"();
create or replace trigger "audit_update" after update on "sm_hr_training"."enrolments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."enrolments_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_training"."enrolments" referencing old table as old_rows for each statement execute function "sm_hr_training"."enrolments_audit"();
create or replace trigger "count_taken_count_insert" after insert on "sm_hr_training"."enrolments" referencing new table as new_rows for each statement execute function "sm_hr_training"."enrolments_count_taken_count"();
create or replace trigger "count_taken_count_update" after update on "sm_hr_training"."enrolments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."enrolments_count_taken_count"();
create or replace trigger "count_taken_count_delete" after delete on "sm_hr_training"."enrolments" referencing old table as old_rows for each statement execute function "sm_hr_training"."enrolments_count_taken_count"();
create or replace trigger "emit_insert" after insert on "sm_hr_training"."enrolments" referencing new table as new_rows for each statement execute function "sm_hr_training"."enrolments_emit"();
create or replace trigger "emit_update" after update on "sm_hr_training"."enrolments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."enrolments_emit"();
create or replace trigger "keep" before truncate on "sm_hr_training"."enrolments" for each statement execute function "sm_hr_training"."enrolments_keep"();
create constraint trigger "settled_attended_insert" after insert on "sm_hr_training"."enrolments" deferrable initially deferred for each row execute function "sm_hr_training"."enrolments_settled_attended"();
create constraint trigger "settled_attended_update" after update on "sm_hr_training"."enrolments" deferrable initially deferred for each row execute function "sm_hr_training"."enrolments_settled_attended"();
create constraint trigger "settled_attended_delete" after delete on "sm_hr_training"."enrolments" deferrable initially deferred for each row execute function "sm_hr_training"."enrolments_settled_attended"();
create or replace trigger "states_update" before update on "sm_hr_training"."enrolments" for each row execute function "sm_hr_training"."enrolments_states"();
create or replace trigger "touch" before update on "sm_hr_training"."enrolments" for each row execute function "sm_hr_training"."enrolments_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_training"."certificates" referencing new table as new_rows for each statement execute function "sm_hr_training"."certificates_audit"();
create or replace trigger "audit_update" after update on "sm_hr_training"."certificates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."certificates_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_training"."certificates" referencing old table as old_rows for each statement execute function "sm_hr_training"."certificates_audit"();
create or replace trigger "emit_insert" after insert on "sm_hr_training"."certificates" referencing new table as new_rows for each statement execute function "sm_hr_training"."certificates_emit"();
create or replace trigger "emit_update" after update on "sm_hr_training"."certificates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."certificates_emit"();
create or replace trigger "frozen_update" after update on "sm_hr_training"."certificates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_training"."certificates_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_hr_training"."certificates" referencing old table as old_rows for each statement execute function "sm_hr_training"."certificates_frozen"();
create or replace trigger "keep" before truncate on "sm_hr_training"."certificates" for each statement execute function "sm_hr_training"."certificates_keep"();
create constraint trigger "settled_attended_insert" after insert on "sm_hr_training"."certificates" deferrable initially deferred for each row execute function "sm_hr_training"."certificates_settled_attended"();
create constraint trigger "settled_attended_update" after update on "sm_hr_training"."certificates" deferrable initially deferred for each row execute function "sm_hr_training"."certificates_settled_attended"();
create constraint trigger "settled_attended_delete" after delete on "sm_hr_training"."certificates" deferrable initially deferred for each row execute function "sm_hr_training"."certificates_settled_attended"();
create or replace trigger "touch" before update on "sm_hr_training"."certificates" for each row execute function "sm_hr_training"."certificates_touch"();
create or replace trigger "keep" before truncate on "sm_hr_training"."audit_events" for each statement execute function "sm_hr_training"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_hr_training"."outbox_events" referencing new table as new_rows for each statement execute function "sm_hr_training"."outbox_events_number"();
alter table "sm_hr_training"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_hr_training"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_hr_training"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "title", "description", "hours", "valid_days", "status", "deleted_at"), update ("code", "title", "description", "hours", "valid_days", "status", "deleted_at") on "sm_hr_training"."courses" to acervo_app;
grant select, insert ("id", "code", "title", "description", "hours", "valid_days", "status", "deleted_at"), update ("code", "title", "description", "hours", "valid_days", "status", "deleted_at") on "sm_hr_training"."courses" to acervo_worker;
grant select ("id", "code", "title", "description", "hours", "valid_days", "status", "created_at", "deleted_at", "updated_at") on "sm_hr_training"."courses" to acervo_readonly;
grant select, insert ("id", "course_id", "starts_at", "ends_at", "place", "capacity", "status"), update ("starts_at", "ends_at", "place", "capacity", "status"), delete on "sm_hr_training"."course_sessions" to acervo_app;
grant select, insert ("id", "course_id", "starts_at", "ends_at", "place", "capacity", "status"), update ("starts_at", "ends_at", "place", "capacity", "status"), delete on "sm_hr_training"."course_sessions" to acervo_worker;
grant select on "sm_hr_training"."course_sessions" to acervo_readonly;
grant select, insert ("id", "session_id", "employee_id", "status"), update ("status"), delete on "sm_hr_training"."enrolments" to acervo_app;
grant select, insert ("id", "session_id", "employee_id", "status"), update ("status"), delete on "sm_hr_training"."enrolments" to acervo_worker;
grant select on "sm_hr_training"."enrolments" to acervo_readonly;
grant select, insert ("id", "enrolment_id", "employee_id", "number", "issued_on", "expires_on", "alerted_at"), update ("number", "alerted_at"), delete on "sm_hr_training"."certificates" to acervo_app;
grant select, insert ("id", "enrolment_id", "employee_id", "number", "issued_on", "expires_on", "alerted_at"), update ("number", "alerted_at"), delete on "sm_hr_training"."certificates" to acervo_worker;
grant select on "sm_hr_training"."certificates" to acervo_readonly;
grant select on "sm_hr_training"."audit_events" to acervo_app;
grant select on "sm_hr_training"."audit_events" to acervo_worker;
grant select on "sm_hr_training"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_training"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_training"."outbox_events" to acervo_worker;
grant select on "sm_hr_training"."outbox_events" to acervo_readonly;
create view "sm_hr_training"."expiring_certificates" with (security_invoker = true) as
select id, employee_id, expires_on from certificates
   where alerted_at is null and alert_on <= (acervo.now() at time zone 'Europe/Madrid')::date;
grant select on "sm_hr_training"."expiring_certificates" to acervo_app;
grant select on "sm_hr_training"."expiring_certificates" to acervo_worker;
grant select on "sm_hr_training"."expiring_certificates" to acervo_readonly;
set local role none;
