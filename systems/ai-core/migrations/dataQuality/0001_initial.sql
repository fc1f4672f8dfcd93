-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 4d56f0b16cb4eb45f470b9c7d9a32e450b3e60a2bbad614e1a0e1c00a2a6cd3e

-- step: create sm_data_quality with 6 tables
-- locks: none
set local search_path to "sm_data_quality", acervo, pg_temp;
create schema if not exists "sm_data_quality" authorization acervo_owner;
grant usage on schema "sm_data_quality" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_data_quality"."rules" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "title" varchar(200) collate "C" not null,
  "description" text collate "C",
  "target" varchar(130) collate "C" not null,
  "condition" jsonb not null,
  "severity" text collate "C" default 'WARN' not null,
  "owner" varchar(200) collate "C" not null,
  "active" boolean default true not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "rules_pkey" primary key ("id"),
  constraint "rules_severity_check" check ("severity" in ('WARN', 'QUARANTINE', 'BLOCK')),
  constraint "rules_code_check" check (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$'),
  constraint "rules_target_check" check (target ~ '^[a-z][A-Za-z0-9]*[.][a-z][A-Za-z0-9]*$')
);
create table "sm_data_quality"."runs" (
  "id" uuid default acervo.uuid7() not null,
  "rule_id" uuid not null,
  "severity" text collate "C" not null,
  "checked_rows" bigint default '0' not null,
  "violation_count" bigint default 0 not null,
  "started_at" timestamptz(6) default acervo.now() not null,
  "ended_at" timestamptz(6),
  "error" text collate "C",
  "outcome" text collate "C" generated always as (case
          when ended_at is null then null
          when error is not null then 'FAILED'
          when violation_count = 0 then 'PASSED'
          when severity = 'WARN' then 'WARNED'
          when severity = 'QUARANTINE' then 'QUARANTINED'
          else 'BLOCKED'
        end) stored,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "runs_pkey" primary key ("id"),
  constraint "runs_severity_check" check ("severity" in ('WARN', 'QUARANTINE', 'BLOCK')),
  constraint "runs_outcome_check" check ("outcome" in ('PASSED', 'WARNED', 'QUARANTINED', 'BLOCKED', 'FAILED')),
  constraint "runs_counts_check" check (checked_rows >= 0 and violation_count <= checked_rows or ended_at is null),
  constraint "runs_order_check" check (ended_at >= started_at)
);
create table "sm_data_quality"."violations" (
  "id" uuid default acervo.uuid7() not null,
  "run_id" uuid not null,
  "row_id" varchar(200) collate "C" not null,
  "column_name" varchar(63) collate "C" default '' not null,
  "observed" jsonb,
  "status" text collate "C" default 'OPEN' not null,
  "decided_by" varchar(200) collate "C",
  "decided_at" timestamptz(6),
  "reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "violations_pkey" primary key ("id"),
  constraint "violations_run_id_row_id_column_name_key" unique ("run_id", "row_id", "column_name"),
  constraint "violations_status_check" check ("status" in ('OPEN', 'CORRECTED', 'ACCEPTED')),
  constraint "violations_accepted_check" check (status <> 'ACCEPTED' or reason is not null),
  constraint "violations_decided_check" check ((status = 'OPEN') = (decided_by is null))
);
create table "sm_data_quality"."audit_events" (
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
create table "sm_data_quality"."outbox_events" (
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
create unique index "rules_code_key" on "sm_data_quality"."rules" ("code") where (deleted_at is null);
create index "rules_search_vector_gin_idx" on "sm_data_quality"."rules" using gin ("search_vector");
create index "runs_rule_id_started_at_idx" on "sm_data_quality"."runs" ("rule_id", "started_at" desc);
create index "violations_status_row_id_idx" on "sm_data_quality"."violations" ("status", "row_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_data_quality"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_data_quality"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_data_quality"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_data_quality"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_data_quality"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_data_quality"."runs" add constraint "runs_rule_id_fkey" foreign key ("rule_id") references "sm_data_quality"."rules" ("id") on delete restrict;
alter table "sm_data_quality"."violations" add constraint "violations_run_id_fkey" foreign key ("run_id") references "sm_data_quality"."runs" ("id") on delete restrict;
create or replace function "sm_data_quality"."rules_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_data_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."target" as "target", n."condition" as "condition", n."severity" as "severity", n."owner" as "owner", n."active" as "active", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_data_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."target" as "target", o."condition" as "condition", o."severity" as "severity", o."owner" as "owner", o."active" as "active", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_data_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."target" as "target", o."condition" as "condition", o."severity" as "severity", o."owner" as "owner", o."active" as "active", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."target" as "target", n."condition" as "condition", n."severity" as "severity", n."owner" as "owner", n."active" as "active", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."target" is distinct from n."target") then 'target' end, case when not (o."condition" is distinct from n."condition") then 'condition' end, case when not (o."severity" is distinct from n."severity") then 'severity' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."active" is distinct from n."active") then 'active' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."rules_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_data_quality"."rules_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_data_quality"."runs_emit"() returns trigger language plpgsql security definer
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.rule_id, n.outcome, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (ended_at is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'QualityRun', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_data_quality"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'QualityRun', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['QualityChecked'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('runId', n."id", 'ruleId', n."rule_id", 'outcome', n."outcome") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.rule_id, n.outcome, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (ended_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (ended_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'QualityRun', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_data_quality"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'QualityRun', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['QualityChecked'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('runId', n."id", 'ruleId', n."rule_id", 'outcome', n."outcome") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."runs_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (ended_at is not null)) then
      raise exception using errcode = 'AV304', message = 'a run that ended is history';
    end if;
  elsif exists (
    select from (select * from old_rows where (ended_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a run that ended is history';
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."runs_severity"() returns trigger language plpgsql security definer
set search_path to "sm_data_quality", pg_temp as $body$
begin
  select p.severity into new.severity from "sm_data_quality"."rules" p where p.id = new.rule_id;
  return new;
end$body$;
create or replace function "sm_data_quality"."runs_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_data_quality"."runs_while"() returns trigger language plpgsql security definer
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_data_quality"."rules" p
    where p.id in (select r.rule_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_data_quality"."rules" p on p.id = r.rule_id where (p.active and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'the rule is not in use', table = 'runs';
    end if;
  else
    perform from "sm_data_quality"."rules" p
    where p.id in (select r.rule_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.rule_id is distinct from o.rule_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.rule_id is distinct from o.rule_id) r join "sm_data_quality"."rules" p on p.id = r.rule_id where (p.active and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'the rule is not in use', table = 'runs';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."violations_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_data_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'violations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('violations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."run_id" as "runId", n."row_id" as "rowId", n."column_name" as "columnName", n."observed" as "observed", n."status" as "status", n."decided_by" as "decidedBy", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", n."reason" as "reason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_data_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'violations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('violations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."run_id" as "runId", o."row_id" as "rowId", o."column_name" as "columnName", o."observed" as "observed", o."status" as "status", o."decided_by" as "decidedBy", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", o."reason" as "reason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_data_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'violations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('violations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."run_id" as "runId", o."row_id" as "rowId", o."column_name" as "columnName", o."observed" as "observed", o."status" as "status", o."decided_by" as "decidedBy", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", o."reason" as "reason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."run_id" as "runId", n."row_id" as "rowId", n."column_name" as "columnName", n."observed" as "observed", n."status" as "status", n."decided_by" as "decidedBy", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", n."reason" as "reason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."run_id" is distinct from n."run_id") then 'runId' end, case when not (o."row_id" is distinct from n."row_id") then 'rowId' end, case when not (o."column_name" is distinct from n."column_name") then 'columnName' end, case when not (o."observed" is distinct from n."observed") then 'observed' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."decided_by" is distinct from n."decided_by") then 'decidedBy' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end, case when not (o."reason" is distinct from n."reason") then 'reason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."violations_count_violation_count"() returns trigger language plpgsql security definer
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_data_quality"."runs" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.run_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_data_quality"."runs" p set violation_count = p.violation_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.run_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_data_quality"."runs" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.run_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_data_quality"."runs" p set violation_count = p.violation_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.run_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_data_quality"."runs" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.run_id as id, 1 as n from new_rows r where true and (true) union all select r.run_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_data_quality"."runs" p set violation_count = p.violation_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.run_id as id, 1 as n from new_rows r where true and (true) union all select r.run_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."violations_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_data_quality"."violations_states"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['CORRECTED', 'ACCEPTED']::text[] when 'CORRECTED' then array[]::text[] when 'ACCEPTED' then array['OPEN']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'violations', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'CORRECTED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.status = 'ACCEPTED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_data_quality"."violations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_data_quality"."violations_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_data_quality", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'violations', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."violations_while"() returns trigger language plpgsql security definer
set search_path to "sm_data_quality", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_data_quality"."runs" p
    where p.id in (select r.run_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_data_quality"."runs" p on p.id = r.run_id where (p.ended_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'the run has ended', table = 'violations';
    end if;
  else
    perform from "sm_data_quality"."runs" p
    where p.id in (select r.run_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.run_id is distinct from o.run_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.run_id is distinct from o.run_id) r join "sm_data_quality"."runs" p on p.id = r.run_id where (p.ended_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'the run has ended', table = 'violations';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_data_quality"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_data_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_data_quality"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_data_quality", pg_temp as $body$
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
  update "sm_data_quality"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_data_quality"."rules" referencing new table as new_rows for each statement execute function "sm_data_quality"."rules_audit"();
create or replace trigger "audit_update" after update on "sm_data_quality"."rules" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."rules_audit"();
create or replace trigger "audit_delete" after delete on "sm_data_quality"."rules" referencing old table as old_rows for each statement execute function "sm_data_quality"."rules_audit"();
create or replace trigger "keep" before truncate on "sm_data_quality"."rules" for each statement execute function "sm_data_quality"."rules_keep"();
create or replace trigger "touch" before update on "sm_data_quality"."rules" for each row execute function "sm_data_quality"."rules_touch"();
create or replace trigger "emit_insert" after insert on "sm_data_quality"."runs" referencing new table as new_rows for each statement execute function "sm_data_quality"."runs_emit"();
create or replace trigger "emit_update" after update on "sm_data_quality"."runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."runs_emit"();
create or replace trigger "frozen_update" after update on "sm_data_quality"."runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."runs_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_data_quality"."runs" referencing old table as old_rows for each statement execute function "sm_data_quality"."runs_frozen"();
create or replace trigger "severity" before insert on "sm_data_quality"."runs" for each row execute function "sm_data_quality"."runs_severity"();
create or replace trigger "touch" before update on "sm_data_quality"."runs" for each row execute function "sm_data_quality"."runs_touch"();
create or replace trigger "while_insert" after insert on "sm_data_quality"."runs" referencing new table as new_rows for each statement execute function "sm_data_quality"."runs_while"();
create or replace trigger "while_update" after update on "sm_data_quality"."runs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."runs_while"();
create or replace trigger "audit_insert" after insert on "sm_data_quality"."violations" referencing new table as new_rows for each statement execute function "sm_data_quality"."violations_audit"();
create or replace trigger "audit_update" after update on "sm_data_quality"."violations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."violations_audit"();
create or replace trigger "audit_delete" after delete on "sm_data_quality"."violations" referencing old table as old_rows for each statement execute function "sm_data_quality"."violations_audit"();
create or replace trigger "count_violation_count_insert" after insert on "sm_data_quality"."violations" referencing new table as new_rows for each statement execute function "sm_data_quality"."violations_count_violation_count"();
create or replace trigger "count_violation_count_update" after update on "sm_data_quality"."violations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."violations_count_violation_count"();
create or replace trigger "count_violation_count_delete" after delete on "sm_data_quality"."violations" referencing old table as old_rows for each statement execute function "sm_data_quality"."violations_count_violation_count"();
create or replace trigger "keep" before truncate on "sm_data_quality"."violations" for each statement execute function "sm_data_quality"."violations_keep"();
create or replace trigger "states_update" before update on "sm_data_quality"."violations" for each row execute function "sm_data_quality"."violations_states"();
create or replace trigger "states_insert" before insert on "sm_data_quality"."violations" for each row execute function "sm_data_quality"."violations_states"();
create or replace trigger "touch" before update on "sm_data_quality"."violations" for each row execute function "sm_data_quality"."violations_touch"();
create or replace trigger "transitions_insert" after insert on "sm_data_quality"."violations" referencing new table as new_rows for each statement execute function "sm_data_quality"."violations_transitions"();
create or replace trigger "while_insert" after insert on "sm_data_quality"."violations" referencing new table as new_rows for each statement execute function "sm_data_quality"."violations_while"();
create or replace trigger "while_update" after update on "sm_data_quality"."violations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_data_quality"."violations_while"();
create or replace trigger "keep" before truncate on "sm_data_quality"."audit_events" for each statement execute function "sm_data_quality"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_data_quality"."outbox_events" referencing new table as new_rows for each statement execute function "sm_data_quality"."outbox_events_number"();
alter table "sm_data_quality"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_data_quality"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_data_quality"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "title", "description", "target", "condition", "severity", "owner", "active", "deleted_at"), update ("title", "description", "target", "condition", "severity", "owner", "active", "deleted_at") on "sm_data_quality"."rules" to acervo_app;
grant select, insert ("id", "code", "title", "description", "target", "condition", "severity", "owner", "active", "deleted_at"), update ("title", "description", "target", "condition", "severity", "owner", "active", "deleted_at") on "sm_data_quality"."rules" to acervo_worker;
grant select ("id", "code", "title", "description", "target", "condition", "severity", "owner", "active", "created_at", "deleted_at", "updated_at") on "sm_data_quality"."rules" to acervo_readonly;
grant select, insert ("id", "rule_id", "checked_rows", "started_at", "ended_at", "error"), update ("checked_rows", "ended_at", "error"), delete on "sm_data_quality"."runs" to acervo_app;
grant select, insert ("id", "rule_id", "checked_rows", "started_at", "ended_at", "error"), update ("checked_rows", "ended_at", "error"), delete on "sm_data_quality"."runs" to acervo_worker;
grant select on "sm_data_quality"."runs" to acervo_readonly;
grant select, insert ("id", "run_id", "row_id", "column_name", "observed", "status", "decided_by", "decided_at", "reason"), update ("status", "decided_by", "decided_at", "reason") on "sm_data_quality"."violations" to acervo_app;
grant select, insert ("id", "run_id", "row_id", "column_name", "observed", "status", "decided_by", "decided_at", "reason"), update ("status", "decided_by", "decided_at", "reason") on "sm_data_quality"."violations" to acervo_worker;
grant select on "sm_data_quality"."violations" to acervo_readonly;
grant select on "sm_data_quality"."audit_events" to acervo_app;
grant select on "sm_data_quality"."audit_events" to acervo_worker;
grant select on "sm_data_quality"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_data_quality"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_data_quality"."outbox_events" to acervo_worker;
grant select on "sm_data_quality"."outbox_events" to acervo_readonly;
create view "sm_data_quality"."rule_trends" with (security_invoker = true) as
select r.rule_id, (r.started_at at time zone 'UTC')::date as day, count(*) as runs,
     sum(r.checked_rows) as checked_rows, sum(r.violation_count) as violations,
     round(sum(r.violation_count) / nullif(sum(r.checked_rows), 0), 6) as violation_rate
   from "sm_data_quality"."runs" r where r.ended_at is not null and r.error is null
   group by r.rule_id, (r.started_at at time zone 'UTC')::date;
grant select on "sm_data_quality"."rule_trends" to acervo_app;
grant select on "sm_data_quality"."rule_trends" to acervo_worker;
grant select on "sm_data_quality"."rule_trends" to acervo_readonly;
set local role none;
