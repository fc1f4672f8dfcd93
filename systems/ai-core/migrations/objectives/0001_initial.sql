-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: f18bfecc89f44027f1d9d0494f6869b8ab7f585b2276d0305fae1a203693edc3

-- step: create sm_objectives with 5 tables
-- locks: none
set local search_path to "sm_objectives", acervo, pg_temp;
create schema if not exists "sm_objectives" authorization acervo_owner;
grant usage on schema "sm_objectives" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_objectives"."objectives" (
  "id" uuid default acervo.uuid7() not null,
  "title" varchar(200) collate "C" not null,
  "description" text collate "C",
  "owner" varchar(200) collate "C" not null,
  "period_start" date not null,
  "period_end" date not null,
  "status" text collate "C" default 'DRAFT' not null,
  "progress" numeric(5, 4) default '0' not null,
  "revision" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "objectives_pkey" primary key ("id"),
  constraint "objectives_owner_title_period_start_key" unique ("owner", "title", "period_start"),
  constraint "objectives_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'CLOSED', 'ABANDONED')),
  constraint "objectives_period_check" check (period_end > period_start),
  constraint "objectives_progress_check" check (progress between 0 and 1)
);
create table "sm_objectives"."key_results" (
  "id" uuid default acervo.uuid7() not null,
  "objective_id" uuid not null,
  "metric" varchar(120) collate "C" not null,
  "title" varchar(200) collate "C" not null,
  "unit" varchar(20) collate "C",
  "start_value" numeric(20, 10) not null,
  "target_value" numeric(20, 10) not null,
  "weight" numeric(9, 4) default '1' not null,
  "current_value" numeric(20, 10),
  "progress" numeric(5, 4) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "key_results_pkey" primary key ("id"),
  constraint "key_results_objective_id_metric_key" unique ("objective_id", "metric"),
  constraint "key_results_metric_check" check (metric ~ '^[a-z][a-z0-9]*([._-][a-z0-9]+)*@[0-9]+$'),
  constraint "key_results_progress_check" check (progress between 0 and 1),
  constraint "key_results_way_check" check (target_value <> start_value),
  constraint "key_results_weight_check" check (weight > 0)
);
create table "sm_objectives"."check_ins" (
  "id" uuid default acervo.uuid7() not null,
  "key_result_id" uuid not null,
  "value" numeric(20, 10) not null,
  "measured_at" timestamptz(6) not null,
  "note" text collate "C",
  "recorded_by" varchar(200) collate "C",
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "check_ins_pkey" primary key ("id"),
  constraint "check_ins_key_result_id_measured_at_key" unique ("key_result_id", "measured_at"),
  constraint "check_ins_past_check" check (measured_at <= recorded_at)
);
create table "sm_objectives"."audit_events" (
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
create table "sm_objectives"."outbox_events" (
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
create index "objectives_search_vector_gin_idx" on "sm_objectives"."objectives" using gin ("search_vector");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_objectives"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_objectives"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_objectives"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_objectives"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_objectives"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_objectives"."key_results" add constraint "key_results_objective_id_fkey" foreign key ("objective_id") references "sm_objectives"."objectives" ("id") on delete restrict;
alter table "sm_objectives"."check_ins" add constraint "check_ins_key_result_id_fkey" foreign key ("key_result_id") references "sm_objectives"."key_results" ("id") on delete restrict;
create or replace function "sm_objectives"."objectives_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_objectives", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_objectives"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'objectives', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('objectives')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."title" as "title", n."description" as "description", n."owner" as "owner", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_objectives"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'objectives', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('objectives')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."title" as "title", o."description" as "description", o."owner" as "owner", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_objectives"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'objectives', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('objectives')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."title" as "title", o."description" as "description", o."owner" as "owner", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."title" as "title", n."description" as "description", n."owner" as "owner", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."period_start" is distinct from n."period_start") then 'periodStart' end, case when not (o."period_end" is distinct from n."period_end") then 'periodEnd' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_objectives"."objectives_emit"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.title, n.progress, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Objective', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_objectives"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Objective', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ObjectiveClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('objectiveId', n."id", 'title', n."title", 'progress', n."progress"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.title, n.progress, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'CLOSED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Objective', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_objectives"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Objective', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ObjectiveClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('objectiveId', n."id", 'title', n."title", 'progress', n."progress"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_objectives"."objectives_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_objectives"."objectives_states"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ACTIVE', 'ABANDONED']::text[] when 'ACTIVE' then array['CLOSED', 'ABANDONED']::text[] when 'CLOSED' then array[]::text[] when 'ABANDONED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'objectives', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_objectives"."objectives_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_objectives"."objectives_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_objectives", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT', 'ACTIVE']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'objectives', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT, ACTIVE.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_objectives"."key_results_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_objectives", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_objectives"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'key_results', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('key_results')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."objective_id" as "objectiveId", n."metric" as "metric", n."title" as "title", n."unit" as "unit", n."start_value"::text as "startValue", n."target_value"::text as "targetValue", n."weight"::text as "weight") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_objectives"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'key_results', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('key_results')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."objective_id" as "objectiveId", o."metric" as "metric", o."title" as "title", o."unit" as "unit", o."start_value"::text as "startValue", o."target_value"::text as "targetValue", o."weight"::text as "weight") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_objectives"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'key_results', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('key_results')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."objective_id" as "objectiveId", o."metric" as "metric", o."title" as "title", o."unit" as "unit", o."start_value"::text as "startValue", o."target_value"::text as "targetValue", o."weight"::text as "weight") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."objective_id" as "objectiveId", n."metric" as "metric", n."title" as "title", n."unit" as "unit", n."start_value"::text as "startValue", n."target_value"::text as "targetValue", n."weight"::text as "weight") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."objective_id" is distinct from n."objective_id") then 'objectiveId' end, case when not (o."metric" is distinct from n."metric") then 'metric' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."unit" is distinct from n."unit") then 'unit' end, case when not (o."start_value" is distinct from n."start_value") then 'startValue' end, case when not (o."target_value" is distinct from n."target_value") then 'targetValue' end, case when not (o."weight" is distinct from n."weight") then 'weight' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_objectives"."key_results_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_objectives"."key_results_locked_by_objective_id"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_objectives"."objectives" p where p.id in (select objective_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_objectives"."objectives" p where p.id in (select objective_id from new_rows where (true)) and (status not in ('DRAFT', 'ACTIVE'))
    ) then
      raise exception using errcode = 'AV304', message = 'an objective that is closed keeps its key results';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_objectives"."objectives" p where p.id in (select objective_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_objectives"."objectives" p where p.id in (select objective_id from old_rows where (true)) and (status not in ('DRAFT', 'ACTIVE'))
    ) then
      raise exception using errcode = 'AV304', message = 'an objective that is closed keeps its key results';
    end if;
  else
    perform from "sm_objectives"."objectives" p where p.id in (select objective_id from new_rows where (true) union select objective_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_objectives"."objectives" p where p.id in (select objective_id from new_rows where (true) union select objective_id from old_rows where (true)) and (status not in ('DRAFT', 'ACTIVE'))
    ) then
      raise exception using errcode = 'AV304', message = 'an objective that is closed keeps its key results';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_objectives"."key_results_progress"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
declare
  one uuid;
begin
  for one in select o.id from "sm_objectives"."objectives" o where o.id in (select objective_id from new_rows) order by o.id loop
    update "sm_objectives"."objectives" set revision = revision + 1 where id = one and status in ('DRAFT', 'ACTIVE');
    if not found then
      raise exception 'an objective that is closed is not measured';
    end if;
    update "sm_objectives"."key_results" k set current_value = c.value,
      progress = least(greatest(round((c.value - k.start_value) / (k.target_value - k.start_value), 4), 0), 1)
    from (
      select distinct on (i.key_result_id) i.key_result_id, i.value from "sm_objectives"."check_ins" i
      join "sm_objectives"."key_results" r on r.id = i.key_result_id
      where r.objective_id = one order by i.key_result_id, i.measured_at desc
    ) c where c.key_result_id = k.id;
    update "sm_objectives"."objectives" o set progress = coalesce(
      (select round(sum(k.progress * k.weight) / sum(k.weight), 4) from "sm_objectives"."key_results" k
       where k.objective_id = o.id), 0)
    where o.id = one;
  end loop;
  return null;
end$body$;
create or replace function "sm_objectives"."key_results_progress_again"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
declare
  one uuid;
begin
  for one in select o.id from "sm_objectives"."objectives" o where o.id in (select n.objective_id from new_rows n join old_rows o on o.id = n.id
      where (n.start_value, n.target_value, n.weight) is distinct from (o.start_value, o.target_value, o.weight)) order by o.id loop
    update "sm_objectives"."objectives" set revision = revision + 1 where id = one and status in ('DRAFT', 'ACTIVE');
    if not found then
      raise exception 'an objective that is closed is not measured';
    end if;
    update "sm_objectives"."key_results" k set current_value = c.value,
      progress = least(greatest(round((c.value - k.start_value) / (k.target_value - k.start_value), 4), 0), 1)
    from (
      select distinct on (i.key_result_id) i.key_result_id, i.value from "sm_objectives"."check_ins" i
      join "sm_objectives"."key_results" r on r.id = i.key_result_id
      where r.objective_id = one order by i.key_result_id, i.measured_at desc
    ) c where c.key_result_id = k.id;
    update "sm_objectives"."objectives" o set progress = coalesce(
      (select round(sum(k.progress * k.weight) / sum(k.weight), 4) from "sm_objectives"."key_results" k
       where k.objective_id = o.id), 0)
    where o.id = one;
  end loop;
  return null;
end$body$;
create or replace function "sm_objectives"."key_results_progress_less"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
declare
  one uuid;
begin
  for one in select o.id from "sm_objectives"."objectives" o where o.id in (select objective_id from old_rows) order by o.id loop
    update "sm_objectives"."objectives" set revision = revision + 1 where id = one and status in ('DRAFT', 'ACTIVE');
    if not found then
      raise exception 'an objective that is closed is not measured';
    end if;
    update "sm_objectives"."key_results" k set current_value = c.value,
      progress = least(greatest(round((c.value - k.start_value) / (k.target_value - k.start_value), 4), 0), 1)
    from (
      select distinct on (i.key_result_id) i.key_result_id, i.value from "sm_objectives"."check_ins" i
      join "sm_objectives"."key_results" r on r.id = i.key_result_id
      where r.objective_id = one order by i.key_result_id, i.measured_at desc
    ) c where c.key_result_id = k.id;
    update "sm_objectives"."objectives" o set progress = coalesce(
      (select round(sum(k.progress * k.weight) / sum(k.weight), 4) from "sm_objectives"."key_results" k
       where k.objective_id = o.id), 0)
    where o.id = one;
  end loop;
  return null;
end$body$;
create or replace function "sm_objectives"."key_results_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_objectives"."check_ins_emit"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.key_result_id, n.value, n.measured_at, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'CheckIn', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_objectives"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'CheckIn', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['KeyResultMeasured'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('keyResultId', n."key_result_id", 'value', n."value"::text, 'measuredAt', to_char(n."measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_objectives"."check_ins_progress"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
declare
  one uuid;
begin
  for one in select o.id from "sm_objectives"."objectives" o where o.id in (select k.objective_id from new_rows n join "sm_objectives"."key_results" k on k.id = n.key_result_id) order by o.id loop
    update "sm_objectives"."objectives" set revision = revision + 1 where id = one and status in ('DRAFT', 'ACTIVE');
    if not found then
      raise exception 'an objective that is closed is not measured';
    end if;
    update "sm_objectives"."key_results" k set current_value = c.value,
      progress = least(greatest(round((c.value - k.start_value) / (k.target_value - k.start_value), 4), 0), 1)
    from (
      select distinct on (i.key_result_id) i.key_result_id, i.value from "sm_objectives"."check_ins" i
      join "sm_objectives"."key_results" r on r.id = i.key_result_id
      where r.objective_id = one order by i.key_result_id, i.measured_at desc
    ) c where c.key_result_id = k.id;
    update "sm_objectives"."objectives" o set progress = coalesce(
      (select round(sum(k.progress * k.weight) / sum(k.weight), 4) from "sm_objectives"."key_results" k
       where k.objective_id = o.id), 0)
    where o.id = one;
  end loop;
  return null;
end$body$;
create or replace function "sm_objectives"."check_ins_sign_recorded_by"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (true)) then
    new.recorded_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (true)) then
    new.recorded_by = old.recorded_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    new.recorded_by = actor;
  end if;
  return new;
end$body$;
create or replace function "sm_objectives"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_objectives", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_objectives"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_objectives", pg_temp as $body$
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
  update "sm_objectives"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_objectives"."objectives" referencing new table as new_rows for each statement execute function "sm_objectives"."objectives_audit"();
create or replace trigger "audit_update" after update on "sm_objectives"."objectives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_objectives"."objectives_audit"();
create or replace trigger "audit_delete" after delete on "sm_objectives"."objectives" referencing old table as old_rows for each statement execute function "sm_objectives"."objectives_audit"();
create or replace trigger "emit_insert" after insert on "sm_objectives"."objectives" referencing new table as new_rows for each statement execute function "sm_objectives"."objectives_emit"();
create or replace trigger "emit_update" after update on "sm_objectives"."objectives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_objectives"."objectives_emit"();
create or replace trigger "keep" before truncate on "sm_objectives"."objectives" for each statement execute function "sm_objectives"."objectives_keep"();
create or replace trigger "states_update" before update on "sm_objectives"."objectives" for each row execute function "sm_objectives"."objectives_states"();
create or replace trigger "touch" before update on "sm_objectives"."objectives" for each row execute function "sm_objectives"."objectives_touch"();
create or replace trigger "transitions_insert" after insert on "sm_objectives"."objectives" referencing new table as new_rows for each statement execute function "sm_objectives"."objectives_transitions"();
create or replace trigger "audit_insert" after insert on "sm_objectives"."key_results" referencing new table as new_rows for each statement execute function "sm_objectives"."key_results_audit"();
create or replace trigger "audit_update" after update on "sm_objectives"."key_results" referencing new table as new_rows old table as old_rows for each statement execute function "sm_objectives"."key_results_audit"();
create or replace trigger "audit_delete" after delete on "sm_objectives"."key_results" referencing old table as old_rows for each statement execute function "sm_objectives"."key_results_audit"();
create or replace trigger "keep" before truncate on "sm_objectives"."key_results" for each statement execute function "sm_objectives"."key_results_keep"();
create or replace trigger "locked_by_objective_id_insert" after insert on "sm_objectives"."key_results" referencing new table as new_rows for each statement execute function "sm_objectives"."key_results_locked_by_objective_id"();
create or replace trigger "locked_by_objective_id_delete" after delete on "sm_objectives"."key_results" referencing old table as old_rows for each statement execute function "sm_objectives"."key_results_locked_by_objective_id"();
create or replace trigger "derive_progress" after insert on "sm_objectives"."key_results" referencing new table as new_rows for each statement execute function "sm_objectives"."key_results_progress"();
create or replace trigger "derive_progress_again" after update on "sm_objectives"."key_results" referencing new table as new_rows old table as old_rows for each statement execute function "sm_objectives"."key_results_progress_again"();
create or replace trigger "derive_progress_less" after delete on "sm_objectives"."key_results" referencing old table as old_rows for each statement execute function "sm_objectives"."key_results_progress_less"();
create or replace trigger "touch" before update on "sm_objectives"."key_results" for each row execute function "sm_objectives"."key_results_touch"();
create or replace trigger "emit_insert" after insert on "sm_objectives"."check_ins" referencing new table as new_rows for each statement execute function "sm_objectives"."check_ins_emit"();
create or replace trigger "emit_update" after update on "sm_objectives"."check_ins" referencing new table as new_rows old table as old_rows for each statement execute function "sm_objectives"."check_ins_emit"();
create or replace trigger "derive_progress" after insert on "sm_objectives"."check_ins" referencing new table as new_rows for each statement execute function "sm_objectives"."check_ins_progress"();
create or replace trigger "sign_recorded_by_insert" before insert on "sm_objectives"."check_ins" for each row execute function "sm_objectives"."check_ins_sign_recorded_by"();
create or replace trigger "sign_recorded_by_update" before update on "sm_objectives"."check_ins" for each row execute function "sm_objectives"."check_ins_sign_recorded_by"();
create or replace trigger "keep" before truncate on "sm_objectives"."audit_events" for each statement execute function "sm_objectives"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_objectives"."outbox_events" referencing new table as new_rows for each statement execute function "sm_objectives"."outbox_events_number"();
alter table "sm_objectives"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_objectives"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_objectives"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "title", "description", "owner", "period_start", "period_end", "status"), update ("title", "description", "owner", "period_start", "period_end", "status"), delete on "sm_objectives"."objectives" to acervo_app;
grant select, insert ("id", "title", "description", "owner", "period_start", "period_end", "status"), update ("title", "description", "owner", "period_start", "period_end", "status"), delete on "sm_objectives"."objectives" to acervo_worker;
grant select ("id", "title", "description", "owner", "period_start", "period_end", "status", "progress", "revision", "created_at", "updated_at") on "sm_objectives"."objectives" to acervo_readonly;
grant select, insert ("id", "objective_id", "metric", "title", "unit", "start_value", "target_value", "weight"), update ("metric", "title", "unit", "start_value", "target_value", "weight"), delete on "sm_objectives"."key_results" to acervo_app;
grant select, insert ("id", "objective_id", "metric", "title", "unit", "start_value", "target_value", "weight"), update ("metric", "title", "unit", "start_value", "target_value", "weight"), delete on "sm_objectives"."key_results" to acervo_worker;
grant select on "sm_objectives"."key_results" to acervo_readonly;
grant select, insert ("id", "key_result_id", "value", "measured_at", "note", "recorded_at") on "sm_objectives"."check_ins" to acervo_app;
grant select, insert ("id", "key_result_id", "value", "measured_at", "note", "recorded_at") on "sm_objectives"."check_ins" to acervo_worker;
grant select on "sm_objectives"."check_ins" to acervo_readonly;
grant select on "sm_objectives"."audit_events" to acervo_app;
grant select on "sm_objectives"."audit_events" to acervo_worker;
grant select on "sm_objectives"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_objectives"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_objectives"."outbox_events" to acervo_worker;
grant select on "sm_objectives"."outbox_events" to acervo_readonly;
set local role none;
