-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: d6d88b81486dcbe05401b321ac404d89e09942cb68b7ce6cb441565be6ed119d

-- step: create sm_analytics_reports with 5 tables
-- locks: none
set local search_path to "sm_analytics_reports", acervo, pg_temp;
create schema if not exists "sm_analytics_reports" authorization acervo_owner;
grant usage on schema "sm_analytics_reports" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_analytics_reports"."reports" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "title" varchar(200) collate "C" not null,
  "description" text collate "C",
  "dataset_id" uuid not null,
  "definition" jsonb not null,
  "definition_version" integer default 1 not null,
  "owner" varchar(200) collate "C" not null,
  "cron" varchar(120) collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "reports_pkey" primary key ("id"),
  constraint "reports_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'RETIRED')),
  constraint "reports_code_check" check (code ~ '^[A-Z0-9][A-Z0-9-]*$'),
  constraint "reports_cron_check" check (cron ~ '^[^ ]+( [^ ]+){4}$'),
  constraint "reports_definition_version_check" check (definition_version >= 1)
);
create table "sm_analytics_reports"."runs" (
  "id" uuid default acervo.uuid7() not null,
  "report_id" uuid not null,
  "definition_version" integer not null,
  "parameters" jsonb default '{}'::jsonb not null,
  "as_of" timestamptz(6) not null,
  "status" text collate "C" default 'QUEUED' not null,
  "data_hash" varchar(64) collate "C",
  "rows" integer,
  "started_at" timestamptz(6),
  "ended_at" timestamptz(6),
  "error" text collate "C",
  "asked_by" varchar(200) collate "C" not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "runs_pkey" primary key ("id"),
  constraint "runs_status_check" check ("status" in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  constraint "runs_data_hash_check" check (data_hash ~ '^[0-9a-f]{64}$'),
  constraint "runs_failed_check" check ((status = 'FAILED') = (error is not null)),
  constraint "runs_rows_check" check (rows >= 0),
  constraint "runs_succeeded_check" check ((status = 'SUCCEEDED') = (data_hash is not null) and (status = 'SUCCEEDED') = (rows is not null)),
  constraint "runs_same_inputs_same_data_excl" exclude using gist (report_id with =, definition_version with =, md5(parameters::text) with =, as_of with =, data_hash with <>) where ((status = 'SUCCEEDED'))
);
create table "sm_analytics_reports"."deliveries" (
  "id" uuid default acervo.uuid7() not null,
  "run_id" uuid not null,
  "channel" text collate "C" not null,
  "recipient" varchar(320) collate "C" not null,
  "format" text collate "C" not null,
  "status" text collate "C" default 'PENDING' not null,
  "sent_at" timestamptz(6),
  "error" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "deliveries_pkey" primary key ("id"),
  constraint "deliveries_run_id_channel_recipient_format_key" unique ("run_id", "channel", "recipient", "format"),
  constraint "deliveries_channel_check" check ("channel" in ('EMAIL', 'PORTAL', 'FILE')),
  constraint "deliveries_format_check" check ("format" in ('PDF', 'CSV', 'XLSX', 'HTML')),
  constraint "deliveries_status_check" check ("status" in ('PENDING', 'SENT', 'FAILED'))
);
create table "sm_analytics_reports"."audit_events" (
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
create table "sm_analytics_reports"."outbox_events" (
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
create unique index "reports_code_key" on "sm_analytics_reports"."reports" ("code") where (deleted_at is null);
create index "reports_search_vector_gin_idx" on "sm_analytics_reports"."reports" using gin ("search_vector");
create index "runs_report_id_as_of_idx" on "sm_analytics_reports"."runs" ("report_id", "as_of" desc);
create index "runs_status_created_at_idx" on "sm_analytics_reports"."runs" ("status", "created_at") where status in ('QUEUED', 'RUNNING');
create index "deliveries_status_created_at_idx" on "sm_analytics_reports"."deliveries" ("status", "created_at") where status = 'PENDING';
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_analytics_reports"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_analytics_reports"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_analytics_reports"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_analytics_reports"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_analytics_reports"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_analytics_reports"."runs" add constraint "runs_report_id_fkey" foreign key ("report_id") references "sm_analytics_reports"."reports" ("id") on delete restrict;
alter table "sm_analytics_reports"."deliveries" add constraint "deliveries_run_id_fkey" foreign key ("run_id") references "sm_analytics_reports"."runs" ("id") on delete restrict;
create or replace function "sm_analytics_reports"."reports_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics_reports"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'reports', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reports')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."dataset_id" as "datasetId", n."definition" as "definition", n."definition_version" as "definitionVersion", n."owner" as "owner", n."cron" as "cron", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics_reports"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'reports', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reports')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."dataset_id" as "datasetId", o."definition" as "definition", o."definition_version" as "definitionVersion", o."owner" as "owner", o."cron" as "cron", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics_reports"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'reports', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reports')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."dataset_id" as "datasetId", o."definition" as "definition", o."definition_version" as "definitionVersion", o."owner" as "owner", o."cron" as "cron", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."dataset_id" as "datasetId", n."definition" as "definition", n."definition_version" as "definitionVersion", n."owner" as "owner", n."cron" as "cron", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."dataset_id" is distinct from n."dataset_id") then 'datasetId' end, case when not (o."definition" is distinct from n."definition") then 'definition' end, case when not (o."definition_version" is distinct from n."definition_version") then 'definitionVersion' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."cron" is distinct from n."cron") then 'cron' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."reports_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_reports"."reports_states"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ACTIVE']::text[] when 'ACTIVE' then array['RETIRED']::text[] when 'RETIRED' then array['ACTIVE']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'reports', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_analytics_reports"."reports_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_reports"."reports_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_reports", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'reports', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."runs_emit"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.report_id, n.data_hash, n.as_of, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'SUCCEEDED') is true as "holds 0", (status = 'FAILED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ReportRun', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_analytics_reports"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ReportRun', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReportSucceeded', 'ReportFailed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('runId', n."id", 'reportId', n."report_id", 'dataHash', n."data_hash", 'asOf', to_char(n."as_of" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        when 2 then jsonb_build_object('runId', n."id", 'reportId', n."report_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.report_id, n.data_hash, n.as_of, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'SUCCEEDED') is true as "holds 0", (status = 'FAILED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'SUCCEEDED') is true as "holds 0", (status = 'FAILED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ReportRun', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_analytics_reports"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ReportRun', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReportSucceeded', 'ReportFailed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('runId', n."id", 'reportId', n."report_id", 'dataHash', n."data_hash", 'asOf', to_char(n."as_of" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        when 2 then jsonb_build_object('runId', n."id", 'reportId', n."report_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."runs_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('SUCCEEDED', 'FAILED'))) then
      raise exception using errcode = 'AV304', message = 'a run that ended is history';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('SUCCEEDED', 'FAILED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a run that ended is history';
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."runs_states"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'QUEUED' then array['RUNNING', 'FAILED']::text[] when 'RUNNING' then array['SUCCEEDED', 'FAILED']::text[] when 'SUCCEEDED' then array[]::text[] when 'FAILED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'runs', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'RUNNING' and (
    case tg_op when 'INSERT' then new.started_at is null
    else new.status is distinct from old.status and new.started_at is not distinct from old.started_at end
  ) then
    new.started_at := acervo.now();
  end if;
  if new.status = 'SUCCEEDED' and (
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
create or replace function "sm_analytics_reports"."runs_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_reports"."runs_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_reports", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['QUEUED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'runs', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: QUEUED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."runs_while"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_analytics_reports"."reports" p
    where p.id in (select r.report_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_analytics_reports"."reports" p on p.id = r.report_id where (p.status = 'ACTIVE' and p.definition_version = r.definition_version) is not true) then
      raise exception using errcode = 'AV304', message = 'the report is not in use or asks something else by now', table = 'runs';
    end if;
  else
    perform from "sm_analytics_reports"."reports" p
    where p.id in (select r.report_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.report_id is distinct from o.report_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.report_id is distinct from o.report_id) r join "sm_analytics_reports"."reports" p on p.id = r.report_id where (p.status = 'ACTIVE' and p.definition_version = r.definition_version) is not true) then
      raise exception using errcode = 'AV304', message = 'the report is not in use or asks something else by now', table = 'runs';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."deliveries_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics_reports"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'deliveries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('deliveries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."run_id" as "runId", n."channel" as "channel", n."recipient" as "recipient", n."format" as "format", n."status" as "status", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", n."error" as "error") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics_reports"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'deliveries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('deliveries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."run_id" as "runId", o."channel" as "channel", o."recipient" as "recipient", o."format" as "format", o."status" as "status", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", o."error" as "error") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics_reports"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'deliveries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('deliveries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."run_id" as "runId", o."channel" as "channel", o."recipient" as "recipient", o."format" as "format", o."status" as "status", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", o."error" as "error") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."run_id" as "runId", n."channel" as "channel", n."recipient" as "recipient", n."format" as "format", n."status" as "status", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", n."error" as "error") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."run_id" is distinct from n."run_id") then 'runId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."recipient" is distinct from n."recipient") then 'recipient' end, case when not (o."format" is distinct from n."format") then 'format' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."sent_at" is distinct from n."sent_at") then 'sentAt' end, case when not (o."error" is distinct from n."error") then 'error' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."deliveries_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_reports"."deliveries_states"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['SENT', 'FAILED']::text[] when 'FAILED' then array['PENDING']::text[] when 'SENT' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'deliveries', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'SENT' and (
    case tg_op when 'INSERT' then new.sent_at is null
    else new.status is distinct from old.status and new.sent_at is not distinct from old.sent_at end
  ) then
    new.sent_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_analytics_reports"."deliveries_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_reports"."deliveries_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_reports", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PENDING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'deliveries', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PENDING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."deliveries_while"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_analytics_reports"."runs" p
    where p.id in (select r.run_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_analytics_reports"."runs" p on p.id = r.run_id where (p.status = 'SUCCEEDED') is not true) then
      raise exception using errcode = 'AV304', message = 'only a run that succeeded is delivered', table = 'deliveries';
    end if;
  else
    perform from "sm_analytics_reports"."runs" p
    where p.id in (select r.run_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.run_id is distinct from o.run_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.run_id is distinct from o.run_id) r join "sm_analytics_reports"."runs" p on p.id = r.run_id where (p.status = 'SUCCEEDED') is not true) then
      raise exception using errcode = 'AV304', message = 'only a run that succeeded is delivered', table = 'deliveries';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_reports"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_reports", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_reports"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_reports", pg_temp as $body$
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
  update "sm_analytics_reports"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_analytics_reports"."reports" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."reports_audit"();
create or replace trigger "audit_update" after update on "sm_analytics_reports"."reports" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_reports"."reports_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics_reports"."reports" referencing old table as old_rows for each statement execute function "sm_analytics_reports"."reports_audit"();
create or replace trigger "keep" before truncate on "sm_analytics_reports"."reports" for each statement execute function "sm_analytics_reports"."reports_keep"();
create or replace trigger "states_update" before update on "sm_analytics_reports"."reports" for each row execute function "sm_analytics_reports"."reports_states"();
create or replace trigger "touch" before update on "sm_analytics_reports"."reports" for each row execute function "sm_analytics_reports"."reports_touch"();
create or replace trigger "transitions_insert" after insert on "sm_analytics_reports"."reports" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."reports_transitions"();
create or replace trigger "emit_insert" after insert on "sm_analytics_reports"."runs" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."runs_emit"();
create or replace trigger "emit_update" after update on "sm_analytics_reports"."runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_reports"."runs_emit"();
create or replace trigger "frozen_update" after update on "sm_analytics_reports"."runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_reports"."runs_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_analytics_reports"."runs" referencing old table as old_rows for each statement execute function "sm_analytics_reports"."runs_frozen"();
create or replace trigger "states_update" before update on "sm_analytics_reports"."runs" for each row execute function "sm_analytics_reports"."runs_states"();
create or replace trigger "states_insert" before insert on "sm_analytics_reports"."runs" for each row execute function "sm_analytics_reports"."runs_states"();
create or replace trigger "touch" before update on "sm_analytics_reports"."runs" for each row execute function "sm_analytics_reports"."runs_touch"();
create or replace trigger "transitions_insert" after insert on "sm_analytics_reports"."runs" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."runs_transitions"();
create or replace trigger "while_insert" after insert on "sm_analytics_reports"."runs" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."runs_while"();
create or replace trigger "while_update" after update on "sm_analytics_reports"."runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_reports"."runs_while"();
create or replace trigger "audit_insert" after insert on "sm_analytics_reports"."deliveries" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."deliveries_audit"();
create or replace trigger "audit_update" after update on "sm_analytics_reports"."deliveries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_reports"."deliveries_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics_reports"."deliveries" referencing old table as old_rows for each statement execute function "sm_analytics_reports"."deliveries_audit"();
create or replace trigger "keep" before truncate on "sm_analytics_reports"."deliveries" for each statement execute function "sm_analytics_reports"."deliveries_keep"();
create or replace trigger "states_update" before update on "sm_analytics_reports"."deliveries" for each row execute function "sm_analytics_reports"."deliveries_states"();
create or replace trigger "states_insert" before insert on "sm_analytics_reports"."deliveries" for each row execute function "sm_analytics_reports"."deliveries_states"();
create or replace trigger "touch" before update on "sm_analytics_reports"."deliveries" for each row execute function "sm_analytics_reports"."deliveries_touch"();
create or replace trigger "transitions_insert" after insert on "sm_analytics_reports"."deliveries" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."deliveries_transitions"();
create or replace trigger "while_insert" after insert on "sm_analytics_reports"."deliveries" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."deliveries_while"();
create or replace trigger "while_update" after update on "sm_analytics_reports"."deliveries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_reports"."deliveries_while"();
create or replace trigger "keep" before truncate on "sm_analytics_reports"."audit_events" for each statement execute function "sm_analytics_reports"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_analytics_reports"."outbox_events" referencing new table as new_rows for each statement execute function "sm_analytics_reports"."outbox_events_number"();
alter table "sm_analytics_reports"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_analytics_reports"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_analytics_reports"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "title", "description", "dataset_id", "definition", "definition_version", "owner", "cron", "status", "deleted_at"), update ("title", "description", "dataset_id", "definition", "definition_version", "owner", "cron", "status", "deleted_at") on "sm_analytics_reports"."reports" to acervo_app;
grant select, insert ("id", "code", "title", "description", "dataset_id", "definition", "definition_version", "owner", "cron", "status", "deleted_at"), update ("title", "description", "dataset_id", "definition", "definition_version", "owner", "cron", "status", "deleted_at") on "sm_analytics_reports"."reports" to acervo_worker;
grant select ("id", "code", "title", "description", "dataset_id", "definition", "definition_version", "owner", "cron", "status", "created_at", "deleted_at", "updated_at") on "sm_analytics_reports"."reports" to acervo_readonly;
grant select, insert ("id", "report_id", "definition_version", "parameters", "as_of", "status", "data_hash", "rows", "started_at", "ended_at", "error", "asked_by"), update ("status", "data_hash", "rows", "started_at", "ended_at", "error"), delete on "sm_analytics_reports"."runs" to acervo_app;
grant select, insert ("id", "report_id", "definition_version", "parameters", "as_of", "status", "data_hash", "rows", "started_at", "ended_at", "error", "asked_by"), update ("status", "data_hash", "rows", "started_at", "ended_at", "error"), delete on "sm_analytics_reports"."runs" to acervo_worker;
grant select on "sm_analytics_reports"."runs" to acervo_readonly;
grant select, insert ("id", "run_id", "channel", "recipient", "format", "status", "sent_at", "error"), update ("status", "sent_at", "error"), delete on "sm_analytics_reports"."deliveries" to acervo_app;
grant select, insert ("id", "run_id", "channel", "recipient", "format", "status", "sent_at", "error"), update ("status", "sent_at", "error"), delete on "sm_analytics_reports"."deliveries" to acervo_worker;
grant select on "sm_analytics_reports"."deliveries" to acervo_readonly;
grant select on "sm_analytics_reports"."audit_events" to acervo_app;
grant select on "sm_analytics_reports"."audit_events" to acervo_worker;
grant select on "sm_analytics_reports"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics_reports"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics_reports"."outbox_events" to acervo_worker;
grant select on "sm_analytics_reports"."outbox_events" to acervo_readonly;
set local role none;
