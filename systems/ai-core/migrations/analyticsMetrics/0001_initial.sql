-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 1e57cba29e49fe6e660cde3b8d805e5415c6645dcc128e4333bfa8f0a2c74e82

-- step: create sm_analytics_metrics with 5 tables
-- locks: none
set local search_path to "sm_analytics_metrics", acervo, pg_temp;
create schema if not exists "sm_analytics_metrics" authorization acervo_owner;
grant usage on schema "sm_analytics_metrics" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_analytics_metrics"."metrics" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "title" varchar(200) collate "C" not null,
  "description" text collate "C" not null,
  "unit" varchar(20) collate "C" not null,
  "direction" text collate "C" default 'UP' not null,
  "owner" varchar(200) collate "C" not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "metrics_pkey" primary key ("id"),
  constraint "metrics_name_key" unique ("name"),
  constraint "metrics_direction_check" check ("direction" in ('UP', 'DOWN', 'NEITHER')),
  constraint "metrics_name_check" check (name ~ '^[a-z][a-z0-9_]*$')
);
create table "sm_analytics_metrics"."metric_versions" (
  "id" uuid default acervo.uuid7() not null,
  "metric_id" uuid not null,
  "version" integer not null,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "published_by" varchar(200) collate "C",
  "change_note" varchar(500) collate "C",
  "kind" text collate "C" not null,
  "formula" text collate "C" not null,
  "inputs" jsonb not null,
  "grain" text collate "C" default 'MONTH' not null,
  "dataset" varchar(120) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "metric_versions_pkey" primary key ("id"),
  constraint "metric_versions_metric_id_version_key" unique ("metric_id", "version"),
  constraint "metric_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  constraint "metric_versions_kind_check" check ("kind" in ('COUNT', 'SUM', 'RATIO')),
  constraint "metric_versions_grain_check" check ("grain" in ('DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR')),
  constraint "metric_versions_formula_check" check (formula ~ '[^[:space:]]'),
  constraint "metric_versions_published_check" check (status = 'DRAFT' or published_at is not null)
);
create table "sm_analytics_metrics"."metric_values" (
  "id" uuid default acervo.uuid7() not null,
  "metric_version_id" uuid not null,
  "period_start" date not null,
  "period_end" date not null,
  "dimensions" jsonb default '{}'::jsonb not null,
  "numerator" numeric(30, 10) not null,
  "denominator" numeric(30, 10) default '1' not null,
  "value" numeric(30, 10) generated always as (round(numerator / nullif(denominator, 0), 10)) stored,
  "input_digest" varchar(64) collate "C" not null,
  "computed_at" timestamptz(6) default acervo.now() not null,
  "superseded_at" timestamptz(6),
  constraint "metric_values_pkey" primary key ("id"),
  constraint "metric_values_input_digest_check" check (input_digest ~ '^[0-9a-f]{64}$'),
  constraint "metric_values_period_check" check (period_end > period_start),
  constraint "metric_values_same_inputs_same_denominator_excl" exclude using gist (metric_version_id with =, period_start with =, md5(dimensions::text) with =, input_digest with =, denominator with <>),
  constraint "metric_values_same_inputs_same_numerator_excl" exclude using gist (metric_version_id with =, period_start with =, md5(dimensions::text) with =, input_digest with =, numerator with <>)
);
create table "sm_analytics_metrics"."audit_events" (
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
create table "sm_analytics_metrics"."outbox_events" (
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
create index "metrics_search_vector_gin_idx" on "sm_analytics_metrics"."metrics" using gin ("search_vector");
create unique index "metric_versions_one_published_key" on "sm_analytics_metrics"."metric_versions" ("metric_id") where (status = 'PUBLISHED');
create index "metric_versions_metric_id_status_idx" on "sm_analytics_metrics"."metric_versions" ("metric_id", "status");
create unique index "metric_values_in_force_key" on "sm_analytics_metrics"."metric_values" ("metric_version_id", "period_start", "dimensions") where (superseded_at is null);
create index "metric_values_metric_version_id_period_start_idx" on "sm_analytics_metrics"."metric_values" ("metric_version_id", "period_start" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_analytics_metrics"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_analytics_metrics"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_analytics_metrics"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_analytics_metrics"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_analytics_metrics"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_analytics_metrics"."metric_versions" add constraint "metric_versions_metric_id_fkey" foreign key ("metric_id") references "sm_analytics_metrics"."metrics" ("id") on delete restrict;
alter table "sm_analytics_metrics"."metric_values" add constraint "metric_values_metric_version_id_fkey" foreign key ("metric_version_id") references "sm_analytics_metrics"."metric_versions" ("id") on delete restrict;
create or replace function "sm_analytics_metrics"."metrics_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics_metrics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'metrics', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('metrics')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."title" as "title", n."description" as "description", n."unit" as "unit", n."direction" as "direction", n."owner" as "owner") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics_metrics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'metrics', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('metrics')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."title" as "title", o."description" as "description", o."unit" as "unit", o."direction" as "direction", o."owner" as "owner") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics_metrics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'metrics', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('metrics')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."title" as "title", o."description" as "description", o."unit" as "unit", o."direction" as "direction", o."owner" as "owner") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."title" as "title", n."description" as "description", n."unit" as "unit", n."direction" as "direction", n."owner" as "owner") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."unit" is distinct from n."unit") then 'unit' end, case when not (o."direction" is distinct from n."direction") then 'direction' end, case when not (o."owner" is distinct from n."owner") then 'owner' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metrics_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_metrics"."metrics_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics_metrics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'metric_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('metric_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."metric_id" as "metricId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."kind" as "kind", n."formula" as "formula", n."inputs" as "inputs", n."grain" as "grain", n."dataset" as "dataset") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics_metrics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'metric_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('metric_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."metric_id" as "metricId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."kind" as "kind", o."formula" as "formula", o."inputs" as "inputs", o."grain" as "grain", o."dataset" as "dataset") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics_metrics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'metric_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('metric_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."metric_id" as "metricId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."kind" as "kind", o."formula" as "formula", o."inputs" as "inputs", o."grain" as "grain", o."dataset" as "dataset") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."metric_id" as "metricId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."kind" as "kind", n."formula" as "formula", n."inputs" as "inputs", n."grain" as "grain", n."dataset" as "dataset") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."metric_id" is distinct from n."metric_id") then 'metricId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end, case when not (o."published_by" is distinct from n."published_by") then 'publishedBy' end, case when not (o."change_note" is distinct from n."change_note") then 'changeNote' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."formula" is distinct from n."formula") then 'formula' end, case when not (o."inputs" is distinct from n."inputs") then 'inputs' end, case when not (o."grain" is distinct from n."grain") then 'grain' end, case when not (o."dataset" is distinct from n."dataset") then 'dataset' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_emit"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.metric_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Metric', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_analytics_metrics"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Metric', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MetricPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('metricVersionId', n."id", 'metricId', n."metric_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.metric_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Metric', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_analytics_metrics"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Metric', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MetricPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('metricVersionId', n."id", 'metricId', n."metric_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'a version that was published does not change';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'published_at', 'published_by', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'published_at', 'published_by', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a version that was published does not change';
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_number"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  perform from "sm_analytics_metrics"."metrics" p where p.id = new.metric_id for no key update;
  new.version := 1 + coalesce(
    (select max(r.version) from "sm_analytics_metrics"."metric_versions" r where r.metric_id = new.metric_id), 0);
  return new;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array['PUBLISHED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'metric_versions', column = 'status',
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
create or replace function "sm_analytics_metrics"."metric_versions_supersede"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if new.status = 'PUBLISHED' and old.status <> 'PUBLISHED' then
    perform from "sm_analytics_metrics"."metrics" p where p.id = new.metric_id for no key update;
    update "sm_analytics_metrics"."metric_versions" r set status = 'RETIRED'
    where r.metric_id = new.metric_id and r.status = 'PUBLISHED' and r.id <> new.id;
  end if;
  return new;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_metrics"."metric_versions_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_metrics", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'metric_versions', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metric_values_emit"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.metric_version_id, n.period_start, n.period_end, n.value, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'MetricValue', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_analytics_metrics"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'MetricValue', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MetricComputed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('metricVersionId', n."metric_version_id", 'periodStart', n."period_start", 'periodEnd', n."period_end", 'value', n."value"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metric_values_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a value that was computed does not change';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['superseded_at', 'updated_at'] is distinct from to_jsonb(n) - array['superseded_at', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a value that was computed does not change';
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."metric_values_succeed"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  perform from "sm_analytics_metrics"."metric_versions" p where p.id = new.metric_version_id for no key update;
  update "sm_analytics_metrics"."metric_values" r set superseded_at = acervo.clock()
  where r.metric_version_id = new.metric_version_id and r.period_start = new.period_start
    and r.dimensions = new.dimensions and r.superseded_at is null
    and r.input_digest <> new.input_digest;
  return new;
end$body$;
create or replace function "sm_analytics_metrics"."metric_values_while"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_analytics_metrics"."metric_versions" p
    where p.id in (select r.metric_version_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_analytics_metrics"."metric_versions" p on p.id = r.metric_version_id where (p.status <> 'DRAFT') is not true) then
      raise exception using errcode = 'AV304', message = 'a draft measures nothing yet', table = 'metric_values';
    end if;
  else
    perform from "sm_analytics_metrics"."metric_versions" p
    where p.id in (select r.metric_version_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.metric_version_id is distinct from o.metric_version_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.metric_version_id is distinct from o.metric_version_id) r join "sm_analytics_metrics"."metric_versions" p on p.id = r.metric_version_id where (p.status <> 'DRAFT') is not true) then
      raise exception using errcode = 'AV304', message = 'a draft measures nothing yet', table = 'metric_values';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_metrics"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_metrics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_metrics"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_metrics", pg_temp as $body$
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
  update "sm_analytics_metrics"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_analytics_metrics"."metrics" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."metrics_audit"();
create or replace trigger "audit_update" after update on "sm_analytics_metrics"."metrics" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metrics_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics_metrics"."metrics" referencing old table as old_rows for each statement execute function "sm_analytics_metrics"."metrics_audit"();
create or replace trigger "keep" before truncate on "sm_analytics_metrics"."metrics" for each statement execute function "sm_analytics_metrics"."metrics_keep"();
create or replace trigger "touch" before update on "sm_analytics_metrics"."metrics" for each row execute function "sm_analytics_metrics"."metrics_touch"();
create or replace trigger "audit_insert" after insert on "sm_analytics_metrics"."metric_versions" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."metric_versions_audit"();
create or replace trigger "audit_update" after update on "sm_analytics_metrics"."metric_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics_metrics"."metric_versions" referencing old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_versions_audit"();
create or replace trigger "emit_insert" after insert on "sm_analytics_metrics"."metric_versions" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."metric_versions_emit"();
create or replace trigger "emit_update" after update on "sm_analytics_metrics"."metric_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_versions_emit"();
create or replace trigger "frozen_update" after update on "sm_analytics_metrics"."metric_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_analytics_metrics"."metric_versions" referencing old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_versions_frozen"();
create or replace trigger "keep" before truncate on "sm_analytics_metrics"."metric_versions" for each statement execute function "sm_analytics_metrics"."metric_versions_keep"();
create or replace trigger "number" before insert on "sm_analytics_metrics"."metric_versions" for each row execute function "sm_analytics_metrics"."metric_versions_number"();
create or replace trigger "states_update" before update on "sm_analytics_metrics"."metric_versions" for each row execute function "sm_analytics_metrics"."metric_versions_states"();
create or replace trigger "states_insert" before insert on "sm_analytics_metrics"."metric_versions" for each row execute function "sm_analytics_metrics"."metric_versions_states"();
create or replace trigger "supersede" before update on "sm_analytics_metrics"."metric_versions" for each row execute function "sm_analytics_metrics"."metric_versions_supersede"();
create or replace trigger "touch" before update on "sm_analytics_metrics"."metric_versions" for each row execute function "sm_analytics_metrics"."metric_versions_touch"();
create or replace trigger "transitions_insert" after insert on "sm_analytics_metrics"."metric_versions" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."metric_versions_transitions"();
create or replace trigger "emit_insert" after insert on "sm_analytics_metrics"."metric_values" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."metric_values_emit"();
create or replace trigger "emit_update" after update on "sm_analytics_metrics"."metric_values" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_values_emit"();
create or replace trigger "frozen_update" after update on "sm_analytics_metrics"."metric_values" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_values_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_analytics_metrics"."metric_values" referencing old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_values_frozen"();
create or replace trigger "succeed" before insert on "sm_analytics_metrics"."metric_values" for each row execute function "sm_analytics_metrics"."metric_values_succeed"();
create or replace trigger "while_insert" after insert on "sm_analytics_metrics"."metric_values" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."metric_values_while"();
create or replace trigger "while_update" after update on "sm_analytics_metrics"."metric_values" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_metrics"."metric_values_while"();
create or replace trigger "keep" before truncate on "sm_analytics_metrics"."audit_events" for each statement execute function "sm_analytics_metrics"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_analytics_metrics"."outbox_events" referencing new table as new_rows for each statement execute function "sm_analytics_metrics"."outbox_events_number"();
alter table "sm_analytics_metrics"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_analytics_metrics"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_analytics_metrics"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "title", "description", "unit", "direction", "owner"), update ("title", "description", "unit", "direction", "owner"), delete on "sm_analytics_metrics"."metrics" to acervo_app;
grant select, insert ("id", "name", "title", "description", "unit", "direction", "owner"), update ("title", "description", "unit", "direction", "owner"), delete on "sm_analytics_metrics"."metrics" to acervo_worker;
grant select ("id", "name", "title", "description", "unit", "direction", "owner", "created_at", "updated_at") on "sm_analytics_metrics"."metrics" to acervo_readonly;
grant select, insert ("id", "metric_id", "status", "published_at", "published_by", "change_note", "kind", "formula", "inputs", "grain", "dataset"), update ("status", "published_at", "published_by", "change_note", "kind", "formula", "inputs", "grain", "dataset"), delete on "sm_analytics_metrics"."metric_versions" to acervo_app;
grant select, insert ("id", "metric_id", "status", "published_at", "published_by", "change_note", "kind", "formula", "inputs", "grain", "dataset"), update ("status", "published_at", "published_by", "change_note", "kind", "formula", "inputs", "grain", "dataset"), delete on "sm_analytics_metrics"."metric_versions" to acervo_worker;
grant select on "sm_analytics_metrics"."metric_versions" to acervo_readonly;
grant select, insert ("id", "metric_version_id", "period_start", "period_end", "dimensions", "numerator", "denominator", "input_digest", "computed_at") on "sm_analytics_metrics"."metric_values" to acervo_app;
grant select, insert ("id", "metric_version_id", "period_start", "period_end", "dimensions", "numerator", "denominator", "input_digest", "computed_at") on "sm_analytics_metrics"."metric_values" to acervo_worker;
grant select on "sm_analytics_metrics"."metric_values" to acervo_readonly;
grant select on "sm_analytics_metrics"."audit_events" to acervo_app;
grant select on "sm_analytics_metrics"."audit_events" to acervo_worker;
grant select on "sm_analytics_metrics"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics_metrics"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics_metrics"."outbox_events" to acervo_worker;
grant select on "sm_analytics_metrics"."outbox_events" to acervo_readonly;
set local role none;
