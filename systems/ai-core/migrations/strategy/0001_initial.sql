-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 031b40d9ca02595633855a214a325003c226915e299937676ffd8ebdba23cd9e

-- step: create sm_strategy with 5 tables
-- locks: none
set local search_path to "sm_strategy", acervo, pg_temp;
create schema if not exists "sm_strategy" authorization acervo_owner;
grant usage on schema "sm_strategy" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_strategy"."strategic_plans" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(200) collate "C" not null,
  "vision" text collate "C",
  "starts_on" date not null,
  "ends_on" date not null,
  "budget" numeric(20, 10) not null,
  "status" text collate "C" default 'DRAFT' not null,
  "approved_by" varchar(200) collate "C",
  "committed" numeric(20, 10) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(vision, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "strategic_plans_pkey" primary key ("id"),
  constraint "strategic_plans_name_key" unique ("name"),
  constraint "strategic_plans_status_check" check ("status" in ('DRAFT', 'APPROVED', 'CLOSED', 'DISCARDED')),
  constraint "strategic_plans_budget_check" check (budget >= 0 and committed between 0 and budget),
  constraint "strategic_plans_days_check" check (ends_on > starts_on),
  constraint "strategic_plans_one_plan_a_day_excl" exclude using gist (daterange(starts_on, ends_on) with &&) where ((status = 'APPROVED'))
);
create table "sm_strategy"."initiatives" (
  "id" uuid default acervo.uuid7() not null,
  "plan_id" uuid not null,
  "objective_id" uuid,
  "title" varchar(200) collate "C" not null,
  "description" text collate "C",
  "owner" varchar(200) collate "C" not null,
  "budget" numeric(20, 10) not null,
  "status" text collate "C" default 'PROPOSED' not null,
  "starts_on" date,
  "ends_on" date,
  "stop_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "initiatives_pkey" primary key ("id"),
  constraint "initiatives_plan_id_title_key" unique ("plan_id", "title"),
  constraint "initiatives_status_check" check ("status" in ('PROPOSED', 'APPROVED', 'RUNNING', 'DONE', 'STOPPED')),
  constraint "initiatives_budget_check" check (budget >= 0),
  constraint "initiatives_days_check" check (ends_on > starts_on),
  constraint "initiatives_objective_check" check (status in ('PROPOSED', 'STOPPED') or objective_id is not null),
  constraint "initiatives_stopped_check" check ((status = 'STOPPED') = (stop_reason is not null))
);
create table "sm_strategy"."initiative_moments" (
  "id" uuid default acervo.uuid7() not null,
  "initiative_id" uuid not null,
  "status" varchar(20) collate "C" not null,
  "owner" varchar(200) collate "C" not null,
  "budget" numeric(20, 10) not null,
  "objective_id" uuid,
  "changed_by" varchar(200) collate "C",
  "valid_from" timestamptz(6) not null,
  "valid_to" timestamptz(6),
  constraint "initiative_moments_pkey" primary key ("id")
);
create table "sm_strategy"."audit_events" (
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
create table "sm_strategy"."outbox_events" (
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
create index "strategic_plans_search_vector_gin_idx" on "sm_strategy"."strategic_plans" using gin ("search_vector");
create index "initiatives_objective_id_idx" on "sm_strategy"."initiatives" ("objective_id") where objective_id is not null;
create index "initiatives_search_vector_gin_idx" on "sm_strategy"."initiatives" using gin ("search_vector");
create unique index "one_open_initiative_moment_key" on "sm_strategy"."initiative_moments" ("initiative_id") where (valid_to is null);
create index "initiative_moments_initiative_id_valid_from_idx" on "sm_strategy"."initiative_moments" ("initiative_id", "valid_from" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_strategy"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_strategy"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_strategy"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_strategy"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_strategy"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_strategy"."initiatives" add constraint "initiatives_plan_id_fkey" foreign key ("plan_id") references "sm_strategy"."strategic_plans" ("id") on delete restrict;
alter table "sm_strategy"."initiative_moments" add constraint "initiative_moments_initiative_id_fkey" foreign key ("initiative_id") references "sm_strategy"."initiatives" ("id") on delete restrict;
create or replace function "sm_strategy"."strategic_plans_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_strategy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_strategy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'strategic_plans', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('strategic_plans')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."vision" as "vision", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."budget"::text as "budget", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_strategy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'strategic_plans', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('strategic_plans')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."vision" as "vision", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."budget"::text as "budget", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_strategy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'strategic_plans', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('strategic_plans')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."vision" as "vision", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."budget"::text as "budget", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."vision" as "vision", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."budget"::text as "budget", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."vision" is distinct from n."vision") then 'vision' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."budget" is distinct from n."budget") then 'budget' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."strategic_plans_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_strategy"."strategic_plans_sign_approved_by"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status in ('APPROVED', 'CLOSED'))) then
    new.approved_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status in ('APPROVED', 'CLOSED'))) then
    new.approved_by = old.approved_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;
    new.approved_by = actor;
  end if;
  return new;
end$body$;
create or replace function "sm_strategy"."strategic_plans_states"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['APPROVED', 'DISCARDED']::text[] when 'APPROVED' then array['CLOSED']::text[] when 'CLOSED' then array[]::text[] when 'DISCARDED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'strategic_plans', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'APPROVED' and old.status = 'APPROVED' and (old."starts_on" is distinct from new."starts_on" or old."ends_on" is distinct from new."ends_on") then
    raise exception using errcode = 'AV323', table = 'strategic_plans',
      message = 'what is APPROVED stays as it is', detail = 'While status is APPROVED, none of startsOn, endsOn changes.';
  end if;
  return new;
end$body$;
create or replace function "sm_strategy"."strategic_plans_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_strategy"."strategic_plans_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_strategy", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'strategic_plans', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."initiatives_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_strategy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_strategy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'initiatives', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('initiatives')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."plan_id" as "planId", n."objective_id" as "objectiveId", n."title" as "title", n."description" as "description", n."owner" as "owner", n."budget"::text as "budget", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."stop_reason" as "stopReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_strategy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'initiatives', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('initiatives')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."plan_id" as "planId", o."objective_id" as "objectiveId", o."title" as "title", o."description" as "description", o."owner" as "owner", o."budget"::text as "budget", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."stop_reason" as "stopReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_strategy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'initiatives', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('initiatives')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."plan_id" as "planId", o."objective_id" as "objectiveId", o."title" as "title", o."description" as "description", o."owner" as "owner", o."budget"::text as "budget", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."stop_reason" as "stopReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."plan_id" as "planId", n."objective_id" as "objectiveId", n."title" as "title", n."description" as "description", n."owner" as "owner", n."budget"::text as "budget", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."stop_reason" as "stopReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."plan_id" is distinct from n."plan_id") then 'planId' end, case when not (o."objective_id" is distinct from n."objective_id") then 'objectiveId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."budget" is distinct from n."budget") then 'budget' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."stop_reason" is distinct from n."stop_reason") then 'stopReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."initiatives_count_committed"() returns trigger language plpgsql security definer
set search_path to "sm_strategy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_strategy"."strategic_plans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.plan_id as id, coalesce(r.budget, 0) as n from new_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_strategy"."strategic_plans" p set committed = p.committed + delta.n
    from (select c.id, sum(c.n) as n from (select r.plan_id as id, coalesce(r.budget, 0) as n from new_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_strategy"."strategic_plans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.plan_id as id, -coalesce(r.budget, 0) as n from old_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_strategy"."strategic_plans" p set committed = p.committed + delta.n
    from (select c.id, sum(c.n) as n from (select r.plan_id as id, -coalesce(r.budget, 0) as n from old_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_strategy"."strategic_plans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.plan_id as id, coalesce(r.budget, 0) as n from new_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE')) union all select r.plan_id as id, -coalesce(r.budget, 0) as n from old_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_strategy"."strategic_plans" p set committed = p.committed + delta.n
    from (select c.id, sum(c.n) as n from (select r.plan_id as id, coalesce(r.budget, 0) as n from new_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE')) union all select r.plan_id as id, -coalesce(r.budget, 0) as n from old_rows r where true and (r.status in ('APPROVED', 'RUNNING', 'DONE'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."initiatives_emit"() returns trigger language plpgsql security definer
set search_path to "sm_strategy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    null;
  else
    with told as (
      select n.id, n.plan_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and (n.status) is distinct from (o.status) then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
        join (select *, (true) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Initiative', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_strategy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Initiative', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['InitiativeMoved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('initiativeId', n."id", 'planId', n."plan_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."initiatives_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_strategy"."initiatives_keep_history"() returns trigger language plpgsql security definer
set search_path to "sm_strategy", pg_temp as $body$
declare
  at timestamptz(6) := acervo.clock();
begin
  if tg_op = 'INSERT' then
    insert into "sm_strategy"."initiative_moments"
      (initiative_id, status, owner, budget, objective_id, changed_by, valid_from)
    select n.id, n.status, n.owner, n.budget, n.objective_id, nullif(current_setting('acervo.actor', true), ''), at
    from new_rows n;
  else
    update "sm_strategy"."initiative_moments" h set valid_to = greatest(at, h.valid_from)
    where h.valid_to is null and h.initiative_id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.status, n.owner, n.budget, n.objective_id) is distinct from (o.status, o.owner, o.budget, o.objective_id));
    insert into "sm_strategy"."initiative_moments"
      (initiative_id, status, owner, budget, objective_id, changed_by, valid_from)
    select n.id, n.status, n.owner, n.budget, n.objective_id, nullif(current_setting('acervo.actor', true), ''), at
    from (select * from new_rows where id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.status, n.owner, n.budget, n.objective_id) is distinct from (o.status, o.owner, o.budget, o.objective_id))) n;
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."initiatives_locked_by_plan_id"() returns trigger language plpgsql security definer
set search_path to "sm_strategy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_strategy"."strategic_plans" p where p.id in (select plan_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_strategy"."strategic_plans" p where p.id in (select plan_id from new_rows where (true)) and (status not in ('DRAFT', 'APPROVED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a plan that is closed takes no initiatives';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_strategy"."strategic_plans" p where p.id in (select plan_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_strategy"."strategic_plans" p where p.id in (select plan_id from old_rows where (true)) and (status not in ('DRAFT', 'APPROVED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a plan that is closed takes no initiatives';
    end if;
  else
    perform from "sm_strategy"."strategic_plans" p where p.id in (select plan_id from new_rows where (true) union select plan_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_strategy"."strategic_plans" p where p.id in (select plan_id from new_rows where (true) union select plan_id from old_rows where (true)) and (status not in ('DRAFT', 'APPROVED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a plan that is closed takes no initiatives';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."initiatives_states"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PROPOSED' then array['APPROVED', 'STOPPED']::text[] when 'APPROVED' then array['RUNNING', 'STOPPED']::text[] when 'RUNNING' then array['DONE', 'STOPPED']::text[] when 'DONE' then array[]::text[] when 'STOPPED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'initiatives', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_strategy"."initiatives_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_strategy"."initiatives_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_strategy", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PROPOSED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'initiatives', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PROPOSED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_strategy"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_strategy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_strategy"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_strategy", pg_temp as $body$
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
  update "sm_strategy"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_strategy"."strategic_plans" referencing new table as new_rows for each statement execute function "sm_strategy"."strategic_plans_audit"();
create or replace trigger "audit_update" after update on "sm_strategy"."strategic_plans" referencing new table as new_rows old table as old_rows for each statement execute function "sm_strategy"."strategic_plans_audit"();
create or replace trigger "audit_delete" after delete on "sm_strategy"."strategic_plans" referencing old table as old_rows for each statement execute function "sm_strategy"."strategic_plans_audit"();
create or replace trigger "keep" before truncate on "sm_strategy"."strategic_plans" for each statement execute function "sm_strategy"."strategic_plans_keep"();
create or replace trigger "sign_approved_by_insert" before insert on "sm_strategy"."strategic_plans" for each row execute function "sm_strategy"."strategic_plans_sign_approved_by"();
create or replace trigger "sign_approved_by_update" before update on "sm_strategy"."strategic_plans" for each row execute function "sm_strategy"."strategic_plans_sign_approved_by"();
create or replace trigger "states_update" before update on "sm_strategy"."strategic_plans" for each row execute function "sm_strategy"."strategic_plans_states"();
create or replace trigger "touch" before update on "sm_strategy"."strategic_plans" for each row execute function "sm_strategy"."strategic_plans_touch"();
create or replace trigger "transitions_insert" after insert on "sm_strategy"."strategic_plans" referencing new table as new_rows for each statement execute function "sm_strategy"."strategic_plans_transitions"();
create or replace trigger "audit_insert" after insert on "sm_strategy"."initiatives" referencing new table as new_rows for each statement execute function "sm_strategy"."initiatives_audit"();
create or replace trigger "audit_update" after update on "sm_strategy"."initiatives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_strategy"."initiatives_audit"();
create or replace trigger "audit_delete" after delete on "sm_strategy"."initiatives" referencing old table as old_rows for each statement execute function "sm_strategy"."initiatives_audit"();
create or replace trigger "count_committed_insert" after insert on "sm_strategy"."initiatives" referencing new table as new_rows for each statement execute function "sm_strategy"."initiatives_count_committed"();
create or replace trigger "count_committed_update" after update on "sm_strategy"."initiatives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_strategy"."initiatives_count_committed"();
create or replace trigger "count_committed_delete" after delete on "sm_strategy"."initiatives" referencing old table as old_rows for each statement execute function "sm_strategy"."initiatives_count_committed"();
create or replace trigger "emit_insert" after insert on "sm_strategy"."initiatives" referencing new table as new_rows for each statement execute function "sm_strategy"."initiatives_emit"();
create or replace trigger "emit_update" after update on "sm_strategy"."initiatives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_strategy"."initiatives_emit"();
create or replace trigger "keep" before truncate on "sm_strategy"."initiatives" for each statement execute function "sm_strategy"."initiatives_keep"();
create or replace trigger "keep_history_insert" after insert on "sm_strategy"."initiatives" referencing new table as new_rows for each statement execute function "sm_strategy"."initiatives_keep_history"();
create or replace trigger "keep_history_update" after update on "sm_strategy"."initiatives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_strategy"."initiatives_keep_history"();
create or replace trigger "locked_by_plan_id_insert" after insert on "sm_strategy"."initiatives" referencing new table as new_rows for each statement execute function "sm_strategy"."initiatives_locked_by_plan_id"();
create or replace trigger "locked_by_plan_id_update" after update on "sm_strategy"."initiatives" referencing new table as new_rows old table as old_rows for each statement execute function "sm_strategy"."initiatives_locked_by_plan_id"();
create or replace trigger "locked_by_plan_id_delete" after delete on "sm_strategy"."initiatives" referencing old table as old_rows for each statement execute function "sm_strategy"."initiatives_locked_by_plan_id"();
create or replace trigger "states_update" before update on "sm_strategy"."initiatives" for each row execute function "sm_strategy"."initiatives_states"();
create or replace trigger "touch" before update on "sm_strategy"."initiatives" for each row execute function "sm_strategy"."initiatives_touch"();
create or replace trigger "transitions_insert" after insert on "sm_strategy"."initiatives" referencing new table as new_rows for each statement execute function "sm_strategy"."initiatives_transitions"();
create or replace trigger "keep" before truncate on "sm_strategy"."audit_events" for each statement execute function "sm_strategy"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_strategy"."outbox_events" referencing new table as new_rows for each statement execute function "sm_strategy"."outbox_events_number"();
alter table "sm_strategy"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_strategy"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_strategy"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "vision", "starts_on", "ends_on", "budget", "status"), update ("name", "vision", "starts_on", "ends_on", "budget", "status"), delete on "sm_strategy"."strategic_plans" to acervo_app;
grant select, insert ("id", "name", "vision", "starts_on", "ends_on", "budget", "status"), update ("name", "vision", "starts_on", "ends_on", "budget", "status"), delete on "sm_strategy"."strategic_plans" to acervo_worker;
grant select ("id", "name", "vision", "starts_on", "ends_on", "budget", "status", "approved_by", "committed", "created_at", "updated_at") on "sm_strategy"."strategic_plans" to acervo_readonly;
grant select, insert ("id", "plan_id", "objective_id", "title", "description", "owner", "budget", "status", "starts_on", "ends_on", "stop_reason"), update ("objective_id", "title", "description", "owner", "budget", "status", "starts_on", "ends_on", "stop_reason") on "sm_strategy"."initiatives" to acervo_app;
grant select, insert ("id", "plan_id", "objective_id", "title", "description", "owner", "budget", "status", "starts_on", "ends_on", "stop_reason"), update ("objective_id", "title", "description", "owner", "budget", "status", "starts_on", "ends_on", "stop_reason") on "sm_strategy"."initiatives" to acervo_worker;
grant select ("id", "plan_id", "objective_id", "title", "description", "owner", "budget", "status", "starts_on", "ends_on", "stop_reason", "created_at", "updated_at") on "sm_strategy"."initiatives" to acervo_readonly;
grant select on "sm_strategy"."initiative_moments" to acervo_app;
grant select on "sm_strategy"."initiative_moments" to acervo_worker;
grant select on "sm_strategy"."initiative_moments" to acervo_readonly;
grant select on "sm_strategy"."audit_events" to acervo_app;
grant select on "sm_strategy"."audit_events" to acervo_worker;
grant select on "sm_strategy"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_strategy"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_strategy"."outbox_events" to acervo_worker;
grant select on "sm_strategy"."outbox_events" to acervo_readonly;
set local role none;
