-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: ad548db504ebeb933a48fb44d60dd66312a40f5dc9b27a1a5f9af0551fe2e076

-- step: create sm_workflows with 7 tables
-- locks: none
set local search_path to "sm_workflows", acervo, pg_temp;
create schema if not exists "sm_workflows" authorization acervo_owner;
grant usage on schema "sm_workflows" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_workflows"."workflow_definitions" (
  "id" uuid default acervo.uuid7() not null,
  "key" varchar(120) collate "C" not null,
  "name" text collate "C" not null,
  "description" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "workflow_definitions_pkey" primary key ("id"),
  constraint "workflow_definitions_key_check" check (key ~ '^[a-z][a-z0-9-]*$')
);
create table "sm_workflows"."workflow_versions" (
  "id" uuid default acervo.uuid7() not null,
  "definition_id" uuid not null,
  "version" integer not null,
  "steps" jsonb not null,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "workflow_versions_pkey" primary key ("id"),
  constraint "workflow_versions_definition_id_version_key" unique ("definition_id", "version"),
  constraint "workflow_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  constraint "workflow_versions_published_check" check ((status = 'DRAFT') = (published_at is null)),
  constraint "workflow_versions_version_check" check (version >= 1)
);
create table "sm_workflows"."workflow_instances" (
  "id" uuid default acervo.uuid7() not null,
  "version_id" uuid not null,
  "status" text collate "C" default 'RUNNING' not null,
  "input" jsonb default '{}'::jsonb not null,
  "leased_by" varchar(200) collate "C",
  "leased_until" timestamptz(6),
  "ended_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "workflow_instances_pkey" primary key ("id"),
  constraint "workflow_instances_status_check" check ("status" in ('RUNNING', 'WAITING', 'DONE', 'FAILED', 'CANCELLED')),
  constraint "workflow_instances_ended_check" check ((status in ('DONE', 'FAILED', 'CANCELLED')) = (ended_at is not null)),
  constraint "workflow_instances_lease_check" check ((leased_by is null) = (leased_until is null)),
  constraint "workflow_instances_leased_check" check (leased_by is null or status in ('RUNNING', 'WAITING'))
);
create table "sm_workflows"."workflow_step_runs" (
  "id" uuid default acervo.uuid7() not null,
  "instance_id" uuid not null,
  "step" varchar(120) collate "C" not null,
  "status" text collate "C" default 'STARTED' not null,
  "attempts" integer default 1 not null,
  "output" jsonb,
  "error" text collate "C",
  "started_at" timestamptz(6) default acervo.now() not null,
  "ended_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "workflow_step_runs_pkey" primary key ("id"),
  constraint "workflow_step_runs_instance_id_step_key" unique ("instance_id", "step"),
  constraint "workflow_step_runs_status_check" check ("status" in ('STARTED', 'DONE', 'FAILED')),
  constraint "workflow_step_runs_attempts_check" check (attempts >= 1),
  constraint "workflow_step_runs_ended_check" check ((status = 'STARTED') = (ended_at is null)),
  constraint "workflow_step_runs_failed_check" check ((status = 'FAILED') = (error is not null))
);
create table "sm_workflows"."audit_events" (
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
create table "sm_workflows"."outbox_events" (
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
create unique index "workflow_definitions_key_key" on "sm_workflows"."workflow_definitions" ("key") where (deleted_at is null);
create index "workflow_definitions_search_vector_gin_idx" on "sm_workflows"."workflow_definitions" using gin ("search_vector");
create unique index "workflow_versions_one_published_key" on "sm_workflows"."workflow_versions" ("definition_id") where (status = 'PUBLISHED');
create index "workflow_instances_version_id_idx" on "sm_workflows"."workflow_instances" ("version_id");
create index "workflow_instances_leased_until_idx" on "sm_workflows"."workflow_instances" ("leased_until") where status = 'RUNNING';
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_workflows"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_workflows"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_workflows"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_workflows"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_workflows"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_workflows"."workflow_versions" add constraint "workflow_versions_definition_id_fkey" foreign key ("definition_id") references "sm_workflows"."workflow_definitions" ("id") on delete restrict;
alter table "sm_workflows"."workflow_instances" add constraint "workflow_instances_version_id_fkey" foreign key ("version_id") references "sm_workflows"."workflow_versions" ("id") on delete restrict;
alter table "sm_workflows"."workflow_step_runs" add constraint "workflow_step_runs_instance_id_fkey" foreign key ("instance_id") references "sm_workflows"."workflow_instances" ("id") on delete restrict;
create or replace function "sm_workflows"."workflow_definitions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'workflow_definitions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_definitions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."key" as "key", n."name" as "name", n."description" as "description", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'workflow_definitions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_definitions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."key" as "key", o."name" as "name", o."description" as "description", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'workflow_definitions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_definitions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."key" as "key", o."name" as "name", o."description" as "description", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."key" as "key", n."name" as "name", n."description" as "description", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."key" is distinct from n."key") then 'key' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_definitions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_workflows"."workflow_definitions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_workflows"."workflow_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'workflow_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."definition_id" as "definitionId", n."version" as "version", n."steps" as "steps", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'workflow_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."definition_id" as "definitionId", o."version" as "version", o."steps" as "steps", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'workflow_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."definition_id" as "definitionId", o."version" as "version", o."steps" as "steps", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."definition_id" as "definitionId", n."version" as "version", n."steps" as "steps", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."definition_id" is distinct from n."definition_id") then 'definitionId' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."steps" is distinct from n."steps") then 'steps' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_versions_emit"() returns trigger language plpgsql security definer
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.definition_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'WorkflowVersion', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_workflows"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'WorkflowVersion', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['WorkflowPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('versionId', n."id", 'definitionId', n."definition_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.definition_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'WorkflowVersion', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_workflows"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'WorkflowVersion', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['WorkflowPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('versionId', n."id", 'definitionId', n."definition_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'a published version stays as it is: write the next one';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a published version stays as it is: write the next one';
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_workflows"."workflow_versions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'workflow_versions', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'PUBLISHED' and (
    case tg_op when 'INSERT' then new.published_at is null
    else new.status is distinct from old.status and new.published_at is not distinct from old.published_at end
  ) then
    new.published_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_workflows"."workflow_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_workflows"."workflow_instances_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'workflow_instances', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_instances')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."version_id" as "versionId", n."status" as "status", n."input" as "input", n."leased_by" as "leasedBy", to_char(n."leased_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "leasedUntil", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'workflow_instances', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_instances')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."version_id" as "versionId", o."status" as "status", o."input" as "input", o."leased_by" as "leasedBy", to_char(o."leased_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "leasedUntil", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_workflows"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'workflow_instances', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('workflow_instances')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."version_id" as "versionId", o."status" as "status", o."input" as "input", o."leased_by" as "leasedBy", to_char(o."leased_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "leasedUntil", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."version_id" as "versionId", n."status" as "status", n."input" as "input", n."leased_by" as "leasedBy", to_char(n."leased_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "leasedUntil", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."version_id" is distinct from n."version_id") then 'versionId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."input" is distinct from n."input") then 'input' end, case when not (o."leased_by" is distinct from n."leased_by") then 'leasedBy' end, case when not (o."leased_until" is distinct from n."leased_until") then 'leasedUntil' end, case when not (o."ended_at" is distinct from n."ended_at") then 'endedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_instances_emit"() returns trigger language plpgsql security definer
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.version_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status in ('DONE', 'FAILED', 'CANCELLED')) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'WorkflowInstance', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_workflows"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'WorkflowInstance', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['WorkflowStarted', 'WorkflowEnded'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('instanceId', n."id", 'versionId', n."version_id")
        when 2 then jsonb_build_object('instanceId', n."id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status in ('DONE', 'FAILED', 'CANCELLED')) is true as "holds 0" from new_rows) n
        join (select *, (status in ('DONE', 'FAILED', 'CANCELLED')) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'WorkflowInstance', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_workflows"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'WorkflowInstance', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['WorkflowEnded'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('instanceId', n."id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_instances_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a run keeps its version and its input';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'leased_by', 'leased_until', 'ended_at', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'leased_by', 'leased_until', 'ended_at', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a run keeps its version and its input';
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_instances_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_workflows"."workflow_instances_locked_by_version_id"() returns trigger language plpgsql security definer
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_workflows"."workflow_versions" p where p.id in (select version_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_workflows"."workflow_versions" p where p.id in (select version_id from new_rows where (true)) and (status = 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a draft is not run';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_workflows"."workflow_versions" p where p.id in (select version_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_workflows"."workflow_versions" p where p.id in (select version_id from old_rows where (true)) and (status = 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a draft is not run';
    end if;
  else
    perform from "sm_workflows"."workflow_versions" p where p.id in (select version_id from new_rows where (true) union select version_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_workflows"."workflow_versions" p where p.id in (select version_id from new_rows where (true) union select version_id from old_rows where (true)) and (status = 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a draft is not run';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_instances_states"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'RUNNING' then array['WAITING', 'DONE', 'FAILED', 'CANCELLED']::text[] when 'WAITING' then array['RUNNING', 'FAILED', 'CANCELLED']::text[] when 'FAILED' then array['RUNNING']::text[] when 'DONE' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'workflow_instances', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'DONE' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'FAILED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'CANCELLED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_workflows"."workflow_instances_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_workflows"."workflow_step_runs_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'DONE')) then
      raise exception using errcode = 'AV304', message = 'a step is done once';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'DONE')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a step is done once';
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_step_runs_locked_by_instance_id"() returns trigger language plpgsql security definer
set search_path to "sm_workflows", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_workflows"."workflow_instances" p where p.id in (select instance_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_workflows"."workflow_instances" p where p.id in (select instance_id from new_rows where (true)) and (status in ('DONE', 'FAILED', 'CANCELLED'))
    ) then
      raise exception using errcode = 'AV304', message = 'the run has ended';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_workflows"."workflow_instances" p where p.id in (select instance_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_workflows"."workflow_instances" p where p.id in (select instance_id from old_rows where (true)) and (status in ('DONE', 'FAILED', 'CANCELLED'))
    ) then
      raise exception using errcode = 'AV304', message = 'the run has ended';
    end if;
  else
    perform from "sm_workflows"."workflow_instances" p where p.id in (select instance_id from new_rows where (true) union select instance_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_workflows"."workflow_instances" p where p.id in (select instance_id from new_rows where (true) union select instance_id from old_rows where (true)) and (status in ('DONE', 'FAILED', 'CANCELLED'))
    ) then
      raise exception using errcode = 'AV304', message = 'the run has ended';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_workflows"."workflow_step_runs_states"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'STARTED' then array['DONE', 'FAILED']::text[] when 'FAILED' then array['STARTED']::text[] when 'DONE' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'workflow_step_runs', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'DONE' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'FAILED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_workflows"."workflow_step_runs_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_workflows"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_workflows", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_workflows"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_workflows", pg_temp as $body$
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
  update "sm_workflows"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_workflows"."workflow_definitions" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_definitions_audit"();
create or replace trigger "audit_update" after update on "sm_workflows"."workflow_definitions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_definitions_audit"();
create or replace trigger "audit_delete" after delete on "sm_workflows"."workflow_definitions" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_definitions_audit"();
create or replace trigger "keep" before truncate on "sm_workflows"."workflow_definitions" for each statement execute function "sm_workflows"."workflow_definitions_keep"();
create or replace trigger "touch" before update on "sm_workflows"."workflow_definitions" for each row execute function "sm_workflows"."workflow_definitions_touch"();
create or replace trigger "audit_insert" after insert on "sm_workflows"."workflow_versions" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_versions_audit"();
create or replace trigger "audit_update" after update on "sm_workflows"."workflow_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_workflows"."workflow_versions" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_versions_audit"();
create or replace trigger "emit_insert" after insert on "sm_workflows"."workflow_versions" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_versions_emit"();
create or replace trigger "emit_update" after update on "sm_workflows"."workflow_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_versions_emit"();
create or replace trigger "frozen_update" after update on "sm_workflows"."workflow_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_workflows"."workflow_versions" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_versions_frozen"();
create or replace trigger "keep" before truncate on "sm_workflows"."workflow_versions" for each statement execute function "sm_workflows"."workflow_versions_keep"();
create or replace trigger "states_update" before update on "sm_workflows"."workflow_versions" for each row execute function "sm_workflows"."workflow_versions_states"();
create or replace trigger "states_insert" before insert on "sm_workflows"."workflow_versions" for each row execute function "sm_workflows"."workflow_versions_states"();
create or replace trigger "touch" before update on "sm_workflows"."workflow_versions" for each row execute function "sm_workflows"."workflow_versions_touch"();
create or replace trigger "audit_insert" after insert on "sm_workflows"."workflow_instances" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_instances_audit"();
create or replace trigger "audit_update" after update on "sm_workflows"."workflow_instances" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_audit"();
create or replace trigger "audit_delete" after delete on "sm_workflows"."workflow_instances" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_audit"();
create or replace trigger "emit_insert" after insert on "sm_workflows"."workflow_instances" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_instances_emit"();
create or replace trigger "emit_update" after update on "sm_workflows"."workflow_instances" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_emit"();
create or replace trigger "frozen_update" after update on "sm_workflows"."workflow_instances" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_workflows"."workflow_instances" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_frozen"();
create or replace trigger "keep" before truncate on "sm_workflows"."workflow_instances" for each statement execute function "sm_workflows"."workflow_instances_keep"();
create or replace trigger "locked_by_version_id_insert" after insert on "sm_workflows"."workflow_instances" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_instances_locked_by_version_id"();
create or replace trigger "locked_by_version_id_update" after update on "sm_workflows"."workflow_instances" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_locked_by_version_id"();
create or replace trigger "locked_by_version_id_delete" after delete on "sm_workflows"."workflow_instances" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_instances_locked_by_version_id"();
create or replace trigger "states_update" before update on "sm_workflows"."workflow_instances" for each row execute function "sm_workflows"."workflow_instances_states"();
create or replace trigger "states_insert" before insert on "sm_workflows"."workflow_instances" for each row execute function "sm_workflows"."workflow_instances_states"();
create or replace trigger "touch" before update on "sm_workflows"."workflow_instances" for each row execute function "sm_workflows"."workflow_instances_touch"();
create or replace trigger "frozen_update" after update on "sm_workflows"."workflow_step_runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_step_runs_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_workflows"."workflow_step_runs" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_step_runs_frozen"();
create or replace trigger "locked_by_instance_id_insert" after insert on "sm_workflows"."workflow_step_runs" referencing new table as new_rows for each statement execute function "sm_workflows"."workflow_step_runs_locked_by_instance_id"();
create or replace trigger "locked_by_instance_id_update" after update on "sm_workflows"."workflow_step_runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_workflows"."workflow_step_runs_locked_by_instance_id"();
create or replace trigger "locked_by_instance_id_delete" after delete on "sm_workflows"."workflow_step_runs" referencing old table as old_rows for each statement execute function "sm_workflows"."workflow_step_runs_locked_by_instance_id"();
create or replace trigger "states_update" before update on "sm_workflows"."workflow_step_runs" for each row execute function "sm_workflows"."workflow_step_runs_states"();
create or replace trigger "states_insert" before insert on "sm_workflows"."workflow_step_runs" for each row execute function "sm_workflows"."workflow_step_runs_states"();
create or replace trigger "touch" before update on "sm_workflows"."workflow_step_runs" for each row execute function "sm_workflows"."workflow_step_runs_touch"();
create or replace trigger "keep" before truncate on "sm_workflows"."audit_events" for each statement execute function "sm_workflows"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_workflows"."outbox_events" referencing new table as new_rows for each statement execute function "sm_workflows"."outbox_events_number"();
alter table "sm_workflows"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_workflows"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_workflows"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "key", "name", "description", "deleted_at"), update ("name", "description", "deleted_at") on "sm_workflows"."workflow_definitions" to acervo_app;
grant select, insert ("id", "key", "name", "description", "deleted_at"), update ("name", "description", "deleted_at") on "sm_workflows"."workflow_definitions" to acervo_worker;
grant select ("id", "key", "name", "description", "created_at", "deleted_at", "updated_at") on "sm_workflows"."workflow_definitions" to acervo_readonly;
grant select, insert ("id", "definition_id", "version", "steps", "status", "published_at"), update ("steps", "status", "published_at"), delete on "sm_workflows"."workflow_versions" to acervo_app;
grant select, insert ("id", "definition_id", "version", "steps", "status", "published_at"), update ("steps", "status", "published_at"), delete on "sm_workflows"."workflow_versions" to acervo_worker;
grant select on "sm_workflows"."workflow_versions" to acervo_readonly;
grant select, insert ("id", "version_id", "status", "input", "leased_by", "leased_until", "ended_at"), update ("status", "leased_by", "leased_until", "ended_at"), delete on "sm_workflows"."workflow_instances" to acervo_app;
grant select, insert ("id", "version_id", "status", "input", "leased_by", "leased_until", "ended_at"), update ("status", "leased_by", "leased_until", "ended_at"), delete on "sm_workflows"."workflow_instances" to acervo_worker;
grant select on "sm_workflows"."workflow_instances" to acervo_readonly;
grant select, insert ("id", "instance_id", "step", "status", "attempts", "output", "error", "started_at", "ended_at"), update ("status", "attempts", "output", "error", "ended_at"), delete on "sm_workflows"."workflow_step_runs" to acervo_app;
grant select, insert ("id", "instance_id", "step", "status", "attempts", "output", "error", "started_at", "ended_at"), update ("status", "attempts", "output", "error", "ended_at"), delete on "sm_workflows"."workflow_step_runs" to acervo_worker;
grant select on "sm_workflows"."workflow_step_runs" to acervo_readonly;
grant select on "sm_workflows"."audit_events" to acervo_app;
grant select on "sm_workflows"."audit_events" to acervo_worker;
grant select on "sm_workflows"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_workflows"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_workflows"."outbox_events" to acervo_worker;
grant select on "sm_workflows"."outbox_events" to acervo_readonly;
create view "sm_workflows"."resumable_runs" with (security_invoker = true) as
select i.id, i.version_id, (
     select s.step ->> 'name' from jsonb_array_elements(v.steps) with ordinality s(step, place)
     where not exists (select from workflow_step_runs r where r.instance_id = i.id
       and r.step = s.step ->> 'name' and r.status = 'DONE')
     order by s.place limit 1) as next_step
   from workflow_instances i join workflow_versions v on v.id = i.version_id
   where i.status = 'RUNNING' and (i.leased_until is null or i.leased_until < acervo.now());
grant select on "sm_workflows"."resumable_runs" to acervo_app;
grant select on "sm_workflows"."resumable_runs" to acervo_worker;
grant select on "sm_workflows"."resumable_runs" to acervo_readonly;
set local role none;
