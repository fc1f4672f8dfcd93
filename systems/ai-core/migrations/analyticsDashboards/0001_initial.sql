-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: d59cd3e165243ff98736403ef671e41452e17b0338b43ce731b20df6a3160c08

-- step: create sm_analytics_dashboards with 5 tables
-- locks: none
set local search_path to "sm_analytics_dashboards", acervo, pg_temp;
create schema if not exists "sm_analytics_dashboards" authorization acervo_owner;
grant usage on schema "sm_analytics_dashboards" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_analytics_dashboards"."dashboards" (
  "id" uuid default acervo.uuid7() not null,
  "slug" varchar(80) collate "C" not null,
  "title" varchar(200) collate "C" not null,
  "description" text collate "C",
  "owner" varchar(200) collate "C" not null,
  "status" text collate "C" default 'DRAFT' not null,
  "tile_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "dashboards_pkey" primary key ("id"),
  constraint "dashboards_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
  constraint "dashboards_slug_check" check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
create table "sm_analytics_dashboards"."tiles" (
  "id" uuid default acervo.uuid7() not null,
  "dashboard_id" uuid not null,
  "title" varchar(120) collate "C" not null,
  "kind" text collate "C" not null,
  "metric_version_id" uuid not null,
  "definition" text collate "C" not null,
  "left" integer not null,
  "top" integer not null,
  "width" integer default 1 not null,
  "height" integer default 1 not null,
  "value" jsonb,
  "data_as_of" timestamptz(6),
  "fresh_for_minutes" integer default 1440 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "tiles_pkey" primary key ("id"),
  constraint "tiles_kind_check" check ("kind" in ('NUMBER', 'LINE', 'BAR', 'TABLE', 'TEXT')),
  constraint "tiles_definition_check" check (definition ~ '[^[:space:]]'),
  constraint "tiles_fresh_for_check" check (fresh_for_minutes > 0),
  constraint "tiles_freshness_check" check ((value is null) = (data_as_of is null)),
  constraint "tiles_place_check" check ("left" >= 0 and top >= 0 and width between 1 and 12 and height between 1 and 12),
  constraint "tiles_right_check" check ("left" + width <= 12),
  constraint "tiles_no_overlap_excl" exclude using gist (dashboard_id with =, int4range("left", "left" + width) with &&, int4range(top, top + height) with &&)
);
create table "sm_analytics_dashboards"."audit_events" (
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
create table "sm_analytics_dashboards"."outbox_events" (
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
create unique index "dashboards_slug_key" on "sm_analytics_dashboards"."dashboards" ("slug") where (deleted_at is null);
create index "dashboards_search_vector_gin_idx" on "sm_analytics_dashboards"."dashboards" using gin ("search_vector");
create index "tiles_dashboard_id_idx" on "sm_analytics_dashboards"."tiles" ("dashboard_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_analytics_dashboards"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_analytics_dashboards"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_analytics_dashboards"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_analytics_dashboards"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_analytics_dashboards"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_analytics_dashboards"."tiles" add constraint "tiles_dashboard_id_fkey" foreign key ("dashboard_id") references "sm_analytics_dashboards"."dashboards" ("id") on delete restrict;
create or replace function "sm_analytics_dashboards"."dashboards_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics_dashboards"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'dashboards', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dashboards')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."slug" as "slug", n."title" as "title", n."description" as "description", n."owner" as "owner", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics_dashboards"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'dashboards', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dashboards')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."slug" as "slug", o."title" as "title", o."description" as "description", o."owner" as "owner", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics_dashboards"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'dashboards', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dashboards')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."slug" as "slug", o."title" as "title", o."description" as "description", o."owner" as "owner", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."slug" as "slug", n."title" as "title", n."description" as "description", n."owner" as "owner", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."slug" is distinct from n."slug") then 'slug' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_dashboards"."dashboards_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_dashboards"."dashboards_states"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED']::text[] when 'PUBLISHED' then array['DRAFT', 'ARCHIVED']::text[] when 'ARCHIVED' then array['DRAFT']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'dashboards', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_analytics_dashboards"."dashboards_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_dashboards"."dashboards_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_dashboards", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'dashboards', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_dashboards"."tiles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics_dashboards"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'tiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."dashboard_id" as "dashboardId", n."title" as "title", n."kind" as "kind", n."metric_version_id" as "metricVersionId", n."definition" as "definition", n."left" as "left", n."top" as "top", n."width" as "width", n."height" as "height", n."value" as "value", to_char(n."data_as_of" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dataAsOf", n."fresh_for_minutes" as "freshForMinutes") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics_dashboards"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'tiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dashboard_id" as "dashboardId", o."title" as "title", o."kind" as "kind", o."metric_version_id" as "metricVersionId", o."definition" as "definition", o."left" as "left", o."top" as "top", o."width" as "width", o."height" as "height", o."value" as "value", to_char(o."data_as_of" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dataAsOf", o."fresh_for_minutes" as "freshForMinutes") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics_dashboards"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'tiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dashboard_id" as "dashboardId", o."title" as "title", o."kind" as "kind", o."metric_version_id" as "metricVersionId", o."definition" as "definition", o."left" as "left", o."top" as "top", o."width" as "width", o."height" as "height", o."value" as "value", to_char(o."data_as_of" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dataAsOf", o."fresh_for_minutes" as "freshForMinutes") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."dashboard_id" as "dashboardId", n."title" as "title", n."kind" as "kind", n."metric_version_id" as "metricVersionId", n."definition" as "definition", n."left" as "left", n."top" as "top", n."width" as "width", n."height" as "height", n."value" as "value", to_char(n."data_as_of" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dataAsOf", n."fresh_for_minutes" as "freshForMinutes") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."dashboard_id" is distinct from n."dashboard_id") then 'dashboardId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."metric_version_id" is distinct from n."metric_version_id") then 'metricVersionId' end, case when not (o."definition" is distinct from n."definition") then 'definition' end, case when not (o."left" is distinct from n."left") then 'left' end, case when not (o."top" is distinct from n."top") then 'top' end, case when not (o."width" is distinct from n."width") then 'width' end, case when not (o."height" is distinct from n."height") then 'height' end, case when not (o."value" is distinct from n."value") then 'value' end, case when not (o."data_as_of" is distinct from n."data_as_of") then 'dataAsOf' end, case when not (o."fresh_for_minutes" is distinct from n."fresh_for_minutes") then 'freshForMinutes' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_dashboards"."tiles_count_tile_count"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_analytics_dashboards"."dashboards" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.dashboard_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_analytics_dashboards"."dashboards" p set tile_count = p.tile_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.dashboard_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_analytics_dashboards"."dashboards" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.dashboard_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_analytics_dashboards"."dashboards" p set tile_count = p.tile_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.dashboard_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_analytics_dashboards"."dashboards" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.dashboard_id as id, 1 as n from new_rows r where true and (true) union all select r.dashboard_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_analytics_dashboards"."dashboards" p set tile_count = p.tile_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.dashboard_id as id, 1 as n from new_rows r where true and (true) union all select r.dashboard_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics_dashboards"."tiles_forward"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  if old.data_as_of is not null and (new.data_as_of >= old.data_as_of) is not true
    and new.metric_version_id = old.metric_version_id then
    raise exception 'the tile shows newer data already' using errcode = 'AV304';
  end if;
  if new.metric_version_id <> old.metric_version_id and new.value is not distinct from old.value
    and new.value is not null then
    raise exception 'a value of another definition' using errcode = 'AV304',
      hint = 'Empty the value with the definition, or give both.';
  end if;
  return new;
end$body$;
create or replace function "sm_analytics_dashboards"."tiles_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_dashboards"."tiles_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics_dashboards"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics_dashboards", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics_dashboards"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_analytics_dashboards", pg_temp as $body$
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
  update "sm_analytics_dashboards"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_analytics_dashboards"."dashboards" referencing new table as new_rows for each statement execute function "sm_analytics_dashboards"."dashboards_audit"();
create or replace trigger "audit_update" after update on "sm_analytics_dashboards"."dashboards" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_dashboards"."dashboards_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics_dashboards"."dashboards" referencing old table as old_rows for each statement execute function "sm_analytics_dashboards"."dashboards_audit"();
create or replace trigger "keep" before truncate on "sm_analytics_dashboards"."dashboards" for each statement execute function "sm_analytics_dashboards"."dashboards_keep"();
create or replace trigger "states_update" before update on "sm_analytics_dashboards"."dashboards" for each row execute function "sm_analytics_dashboards"."dashboards_states"();
create or replace trigger "touch" before update on "sm_analytics_dashboards"."dashboards" for each row execute function "sm_analytics_dashboards"."dashboards_touch"();
create or replace trigger "transitions_insert" after insert on "sm_analytics_dashboards"."dashboards" referencing new table as new_rows for each statement execute function "sm_analytics_dashboards"."dashboards_transitions"();
create or replace trigger "audit_insert" after insert on "sm_analytics_dashboards"."tiles" referencing new table as new_rows for each statement execute function "sm_analytics_dashboards"."tiles_audit"();
create or replace trigger "audit_update" after update on "sm_analytics_dashboards"."tiles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_dashboards"."tiles_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics_dashboards"."tiles" referencing old table as old_rows for each statement execute function "sm_analytics_dashboards"."tiles_audit"();
create or replace trigger "count_tile_count_insert" after insert on "sm_analytics_dashboards"."tiles" referencing new table as new_rows for each statement execute function "sm_analytics_dashboards"."tiles_count_tile_count"();
create or replace trigger "count_tile_count_update" after update on "sm_analytics_dashboards"."tiles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics_dashboards"."tiles_count_tile_count"();
create or replace trigger "count_tile_count_delete" after delete on "sm_analytics_dashboards"."tiles" referencing old table as old_rows for each statement execute function "sm_analytics_dashboards"."tiles_count_tile_count"();
create or replace trigger "forward" before update on "sm_analytics_dashboards"."tiles" for each row execute function "sm_analytics_dashboards"."tiles_forward"();
create or replace trigger "keep" before truncate on "sm_analytics_dashboards"."tiles" for each statement execute function "sm_analytics_dashboards"."tiles_keep"();
create or replace trigger "touch" before update on "sm_analytics_dashboards"."tiles" for each row execute function "sm_analytics_dashboards"."tiles_touch"();
create or replace trigger "keep" before truncate on "sm_analytics_dashboards"."audit_events" for each statement execute function "sm_analytics_dashboards"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_analytics_dashboards"."outbox_events" referencing new table as new_rows for each statement execute function "sm_analytics_dashboards"."outbox_events_number"();
alter table "sm_analytics_dashboards"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_analytics_dashboards"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_analytics_dashboards"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "slug", "title", "description", "owner", "status", "deleted_at"), update ("slug", "title", "description", "owner", "status", "deleted_at") on "sm_analytics_dashboards"."dashboards" to acervo_app;
grant select, insert ("id", "slug", "title", "description", "owner", "status", "deleted_at"), update ("slug", "title", "description", "owner", "status", "deleted_at") on "sm_analytics_dashboards"."dashboards" to acervo_worker;
grant select ("id", "slug", "title", "description", "owner", "status", "tile_count", "created_at", "deleted_at", "updated_at") on "sm_analytics_dashboards"."dashboards" to acervo_readonly;
grant select, insert ("id", "dashboard_id", "title", "kind", "metric_version_id", "definition", "left", "top", "width", "height", "value", "data_as_of", "fresh_for_minutes"), update ("title", "kind", "metric_version_id", "definition", "left", "top", "width", "height", "value", "data_as_of", "fresh_for_minutes"), delete on "sm_analytics_dashboards"."tiles" to acervo_app;
grant select, insert ("id", "dashboard_id", "title", "kind", "metric_version_id", "definition", "left", "top", "width", "height", "value", "data_as_of", "fresh_for_minutes"), update ("title", "kind", "metric_version_id", "definition", "left", "top", "width", "height", "value", "data_as_of", "fresh_for_minutes"), delete on "sm_analytics_dashboards"."tiles" to acervo_worker;
grant select on "sm_analytics_dashboards"."tiles" to acervo_readonly;
grant select on "sm_analytics_dashboards"."audit_events" to acervo_app;
grant select on "sm_analytics_dashboards"."audit_events" to acervo_worker;
grant select on "sm_analytics_dashboards"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics_dashboards"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics_dashboards"."outbox_events" to acervo_worker;
grant select on "sm_analytics_dashboards"."outbox_events" to acervo_readonly;
create view "sm_analytics_dashboards"."tile_states" with (security_invoker = true) as
select t.id as tile_id, t.dashboard_id, t.title, t.value, t.definition, t.data_as_of,
     floor(extract(epoch from acervo.now() - t.data_as_of) / 60)::integer as age_minutes,
     coalesce(t.data_as_of + t.fresh_for_minutes * interval '1 minute' < acervo.now(), true) as stale
   from "sm_analytics_dashboards"."tiles" t;
grant select on "sm_analytics_dashboards"."tile_states" to acervo_app;
grant select on "sm_analytics_dashboards"."tile_states" to acervo_worker;
grant select on "sm_analytics_dashboards"."tile_states" to acervo_readonly;
set local role none;
