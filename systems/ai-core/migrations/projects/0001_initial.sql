-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 2ea900758de53aaf5922328fe1546d2fe19fa35a6157d78dd8c5f715c959a621

-- step: create sm_projects with 5 tables
-- locks: none
set local search_path to "sm_projects", acervo, pg_temp;
create schema if not exists "sm_projects" authorization acervo_owner;
grant usage on schema "sm_projects" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_projects"."projects" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "name" text collate "C" not null,
  "description" text collate "C",
  "customer_id" uuid,
  "lead_id" uuid,
  "status" text collate "C" default 'PLANNED' not null,
  "starts_on" date,
  "ends_on" date,
  "budget_minutes" bigint,
  "spent_minutes" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "projects_pkey" primary key ("id"),
  constraint "projects_status_check" check ("status" in ('PLANNED', 'ACTIVE', 'ON_HOLD', 'CLOSED')),
  constraint "projects_budget_check" check (budget_minutes > 0),
  constraint "projects_term_check" check (ends_on >= starts_on)
);
create table "sm_projects"."milestones" (
  "id" uuid default acervo.uuid7() not null,
  "project_id" uuid not null,
  "name" text collate "C" not null,
  "due_on" date not null,
  "reached_on" date,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "milestones_pkey" primary key ("id"),
  constraint "milestones_project_id_name_key" unique ("project_id", "name"),
  constraint "milestones_status_check" check ("status" in ('OPEN', 'REACHED', 'DROPPED')),
  constraint "milestones_reached_check" check ((status = 'REACHED') = (reached_on is not null))
);
create table "sm_projects"."timesheet_entries" (
  "id" uuid default acervo.uuid7() not null,
  "project_id" uuid not null,
  "employee_id" uuid not null,
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "minutes" integer generated always as ((extract(epoch from ends_at - starts_at) / 60)::integer) stored not null,
  "description" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "approved_by_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "timesheet_entries_pkey" primary key ("id"),
  constraint "timesheet_entries_status_check" check ("status" in ('DRAFT', 'APPROVED')),
  constraint "timesheet_entries_approved_check" check ((status = 'APPROVED') = (approved_by_id is not null)),
  constraint "timesheet_entries_not_by_oneself_check" check (approved_by_id <> employee_id),
  constraint "timesheet_entries_term_check" check (ends_at > starts_at and ends_at <= starts_at + interval '24 hours'),
  constraint "timesheet_entries_not_twice_excl" exclude using gist (employee_id with =, tstzrange(starts_at, ends_at) with &&)
);
create table "sm_projects"."audit_events" (
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
create table "sm_projects"."outbox_events" (
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
create unique index "projects_code_key" on "sm_projects"."projects" ("code") where (deleted_at is null);
create index "projects_status_ends_on_idx" on "sm_projects"."projects" ("status", "ends_on");
create index "projects_search_vector_gin_idx" on "sm_projects"."projects" using gin ("search_vector");
create index "milestones_due_on_idx" on "sm_projects"."milestones" ("due_on") where status = 'OPEN';
create index "timesheet_entries_project_id_starts_at_idx" on "sm_projects"."timesheet_entries" ("project_id", "starts_at" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_projects"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_projects"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_projects"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_projects"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_projects"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_projects"."milestones" add constraint "milestones_project_id_fkey" foreign key ("project_id") references "sm_projects"."projects" ("id") on delete restrict;
alter table "sm_projects"."timesheet_entries" add constraint "timesheet_entries_project_id_fkey" foreign key ("project_id") references "sm_projects"."projects" ("id") on delete restrict;
create or replace function "sm_projects"."projects_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'projects', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('projects')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."description" as "description", n."customer_id" as "customerId", n."lead_id" as "leadId", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."budget_minutes"::text as "budgetMinutes", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'projects', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('projects')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."description" as "description", o."customer_id" as "customerId", o."lead_id" as "leadId", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."budget_minutes"::text as "budgetMinutes", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'projects', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('projects')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."description" as "description", o."customer_id" as "customerId", o."lead_id" as "leadId", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."budget_minutes"::text as "budgetMinutes", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."description" as "description", n."customer_id" as "customerId", n."lead_id" as "leadId", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."budget_minutes"::text as "budgetMinutes", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."customer_id" is distinct from n."customer_id") then 'customerId' end, case when not (o."lead_id" is distinct from n."lead_id") then 'leadId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."budget_minutes" is distinct from n."budget_minutes") then 'budgetMinutes' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."projects_emit"() returns trigger language plpgsql security definer
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.code, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Project', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_projects"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Project', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ProjectClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('projectId', n."id", 'code', n."code") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.code, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'CLOSED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Project', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_projects"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Project', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ProjectClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('projectId', n."id", 'code', n."code") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."projects_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_projects"."projects_states"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PLANNED' then array['ACTIVE', 'CLOSED']::text[] when 'ACTIVE' then array['ON_HOLD', 'CLOSED']::text[] when 'ON_HOLD' then array['ACTIVE', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'projects', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_projects"."projects_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_projects"."milestones_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'milestones', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('milestones')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."project_id" as "projectId", n."name" as "name", n."due_on" as "dueOn", n."reached_on" as "reachedOn", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'milestones', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('milestones')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."project_id" as "projectId", o."name" as "name", o."due_on" as "dueOn", o."reached_on" as "reachedOn", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'milestones', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('milestones')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."project_id" as "projectId", o."name" as "name", o."due_on" as "dueOn", o."reached_on" as "reachedOn", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."project_id" as "projectId", n."name" as "name", n."due_on" as "dueOn", n."reached_on" as "reachedOn", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."project_id" is distinct from n."project_id") then 'projectId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."reached_on" is distinct from n."reached_on") then 'reachedOn' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."milestones_emit"() returns trigger language plpgsql security definer
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.project_id, n.reached_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'REACHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Milestone', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_projects"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Milestone', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MilestoneReached'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('milestoneId', n."id", 'projectId', n."project_id", 'reachedOn', n."reached_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.project_id, n.reached_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'REACHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'REACHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Milestone', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_projects"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Milestone', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MilestoneReached'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('milestoneId', n."id", 'projectId', n."project_id", 'reachedOn', n."reached_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."milestones_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_projects"."milestones_states"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['REACHED', 'DROPPED']::text[] when 'REACHED' then array['OPEN']::text[] when 'DROPPED' then array['OPEN']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'milestones', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_projects"."milestones_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_projects"."timesheet_entries_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'timesheet_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('timesheet_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."project_id" as "projectId", n."employee_id" as "employeeId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."description" as "description", n."status" as "status", n."approved_by_id" as "approvedById") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'timesheet_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('timesheet_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."project_id" as "projectId", o."employee_id" as "employeeId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."description" as "description", o."status" as "status", o."approved_by_id" as "approvedById") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_projects"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'timesheet_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('timesheet_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."project_id" as "projectId", o."employee_id" as "employeeId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."description" as "description", o."status" as "status", o."approved_by_id" as "approvedById") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."project_id" as "projectId", n."employee_id" as "employeeId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."description" as "description", n."status" as "status", n."approved_by_id" as "approvedById") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."project_id" is distinct from n."project_id") then 'projectId' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."approved_by_id" is distinct from n."approved_by_id") then 'approvedById' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."timesheet_entries_count_spent_minutes"() returns trigger language plpgsql security definer
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_projects"."projects" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.project_id as id, coalesce(r.minutes, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_projects"."projects" p set spent_minutes = p.spent_minutes + delta.n
    from (select c.id, sum(c.n) as n from (select r.project_id as id, coalesce(r.minutes, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_projects"."projects" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.project_id as id, -coalesce(r.minutes, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_projects"."projects" p set spent_minutes = p.spent_minutes + delta.n
    from (select c.id, sum(c.n) as n from (select r.project_id as id, -coalesce(r.minutes, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_projects"."projects" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.project_id as id, coalesce(r.minutes, 0) as n from new_rows r where true and (true) union all select r.project_id as id, -coalesce(r.minutes, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_projects"."projects" p set spent_minutes = p.spent_minutes + delta.n
    from (select c.id, sum(c.n) as n from (select r.project_id as id, coalesce(r.minutes, 0) as n from new_rows r where true and (true) union all select r.project_id as id, -coalesce(r.minutes, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."timesheet_entries_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'APPROVED')) then
      raise exception using errcode = 'AV304', message = 'approved hours stay as they are';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'APPROVED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'approved hours stay as they are';
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."timesheet_entries_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_projects"."timesheet_entries_locked_by_project_id"() returns trigger language plpgsql security definer
set search_path to "sm_projects", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_projects"."projects" p where p.id in (select project_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_projects"."projects" p where p.id in (select project_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the project is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_projects"."projects" p where p.id in (select project_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_projects"."projects" p where p.id in (select project_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the project is closed';
    end if;
  else
    perform from "sm_projects"."projects" p where p.id in (select project_id from new_rows where (true) union select project_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_projects"."projects" p where p.id in (select project_id from new_rows where (true) union select project_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the project is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_projects"."timesheet_entries_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_projects"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_projects", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_projects"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_projects", pg_temp as $body$
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
  update "sm_projects"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_projects"."projects" referencing new table as new_rows for each statement execute function "sm_projects"."projects_audit"();
create or replace trigger "audit_update" after update on "sm_projects"."projects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."projects_audit"();
create or replace trigger "audit_delete" after delete on "sm_projects"."projects" referencing old table as old_rows for each statement execute function "sm_projects"."projects_audit"();
create or replace trigger "emit_insert" after insert on "sm_projects"."projects" referencing new table as new_rows for each statement execute function "sm_projects"."projects_emit"();
create or replace trigger "emit_update" after update on "sm_projects"."projects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."projects_emit"();
create or replace trigger "keep" before truncate on "sm_projects"."projects" for each statement execute function "sm_projects"."projects_keep"();
create or replace trigger "states_update" before update on "sm_projects"."projects" for each row execute function "sm_projects"."projects_states"();
create or replace trigger "touch" before update on "sm_projects"."projects" for each row execute function "sm_projects"."projects_touch"();
create or replace trigger "audit_insert" after insert on "sm_projects"."milestones" referencing new table as new_rows for each statement execute function "sm_projects"."milestones_audit"();
create or replace trigger "audit_update" after update on "sm_projects"."milestones" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."milestones_audit"();
create or replace trigger "audit_delete" after delete on "sm_projects"."milestones" referencing old table as old_rows for each statement execute function "sm_projects"."milestones_audit"();
create or replace trigger "emit_insert" after insert on "sm_projects"."milestones" referencing new table as new_rows for each statement execute function "sm_projects"."milestones_emit"();
create or replace trigger "emit_update" after update on "sm_projects"."milestones" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."milestones_emit"();
create or replace trigger "keep" before truncate on "sm_projects"."milestones" for each statement execute function "sm_projects"."milestones_keep"();
create or replace trigger "states_update" before update on "sm_projects"."milestones" for each row execute function "sm_projects"."milestones_states"();
create or replace trigger "touch" before update on "sm_projects"."milestones" for each row execute function "sm_projects"."milestones_touch"();
create or replace trigger "audit_insert" after insert on "sm_projects"."timesheet_entries" referencing new table as new_rows for each statement execute function "sm_projects"."timesheet_entries_audit"();
create or replace trigger "audit_update" after update on "sm_projects"."timesheet_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_audit"();
create or replace trigger "audit_delete" after delete on "sm_projects"."timesheet_entries" referencing old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_audit"();
create or replace trigger "count_spent_minutes_insert" after insert on "sm_projects"."timesheet_entries" referencing new table as new_rows for each statement execute function "sm_projects"."timesheet_entries_count_spent_minutes"();
create or replace trigger "count_spent_minutes_update" after update on "sm_projects"."timesheet_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_count_spent_minutes"();
create or replace trigger "count_spent_minutes_delete" after delete on "sm_projects"."timesheet_entries" referencing old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_count_spent_minutes"();
create or replace trigger "frozen_update" after update on "sm_projects"."timesheet_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_projects"."timesheet_entries" referencing old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_frozen"();
create or replace trigger "keep" before truncate on "sm_projects"."timesheet_entries" for each statement execute function "sm_projects"."timesheet_entries_keep"();
create or replace trigger "locked_by_project_id_insert" after insert on "sm_projects"."timesheet_entries" referencing new table as new_rows for each statement execute function "sm_projects"."timesheet_entries_locked_by_project_id"();
create or replace trigger "locked_by_project_id_update" after update on "sm_projects"."timesheet_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_locked_by_project_id"();
create or replace trigger "locked_by_project_id_delete" after delete on "sm_projects"."timesheet_entries" referencing old table as old_rows for each statement execute function "sm_projects"."timesheet_entries_locked_by_project_id"();
create or replace trigger "touch" before update on "sm_projects"."timesheet_entries" for each row execute function "sm_projects"."timesheet_entries_touch"();
create or replace trigger "keep" before truncate on "sm_projects"."audit_events" for each statement execute function "sm_projects"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_projects"."outbox_events" referencing new table as new_rows for each statement execute function "sm_projects"."outbox_events_number"();
alter table "sm_projects"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_projects"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_projects"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "description", "customer_id", "lead_id", "status", "starts_on", "ends_on", "budget_minutes", "deleted_at"), update ("code", "name", "description", "customer_id", "lead_id", "status", "starts_on", "ends_on", "budget_minutes", "deleted_at") on "sm_projects"."projects" to acervo_app;
grant select, insert ("id", "code", "name", "description", "customer_id", "lead_id", "status", "starts_on", "ends_on", "budget_minutes", "deleted_at"), update ("code", "name", "description", "customer_id", "lead_id", "status", "starts_on", "ends_on", "budget_minutes", "deleted_at") on "sm_projects"."projects" to acervo_worker;
grant select ("id", "code", "name", "description", "customer_id", "lead_id", "status", "starts_on", "ends_on", "budget_minutes", "spent_minutes", "created_at", "deleted_at", "updated_at") on "sm_projects"."projects" to acervo_readonly;
grant select, insert ("id", "project_id", "name", "due_on", "reached_on", "status"), update ("name", "due_on", "reached_on", "status"), delete on "sm_projects"."milestones" to acervo_app;
grant select, insert ("id", "project_id", "name", "due_on", "reached_on", "status"), update ("name", "due_on", "reached_on", "status"), delete on "sm_projects"."milestones" to acervo_worker;
grant select on "sm_projects"."milestones" to acervo_readonly;
grant select, insert ("id", "project_id", "employee_id", "starts_at", "ends_at", "description", "status", "approved_by_id"), update ("starts_at", "ends_at", "description", "status", "approved_by_id"), delete on "sm_projects"."timesheet_entries" to acervo_app;
grant select, insert ("id", "project_id", "employee_id", "starts_at", "ends_at", "description", "status", "approved_by_id"), update ("starts_at", "ends_at", "description", "status", "approved_by_id"), delete on "sm_projects"."timesheet_entries" to acervo_worker;
grant select on "sm_projects"."timesheet_entries" to acervo_readonly;
grant select on "sm_projects"."audit_events" to acervo_app;
grant select on "sm_projects"."audit_events" to acervo_worker;
grant select on "sm_projects"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_projects"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_projects"."outbox_events" to acervo_worker;
grant select on "sm_projects"."outbox_events" to acervo_readonly;
set local role none;
