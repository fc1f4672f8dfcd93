-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 62d5c1c68f896985264582b5b7c22529cca2faa005c15c76b263490277f177ee

-- step: create sm_quality with 5 tables
-- locks: none
set local search_path to "sm_quality", acervo, pg_temp;
create schema if not exists "sm_quality" authorization acervo_owner;
grant usage on schema "sm_quality" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_quality"."quality_audits" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "scope" varchar(300) collate "C" not null,
  "standard" varchar(80) collate "C" default 'ISO 9001:2015' not null,
  "lead_auditor" varchar(200) collate "C" not null,
  "auditee" varchar(200) collate "C" not null,
  "planned_on" date not null,
  "performed_on" date,
  "status" text collate "C" default 'PLANNED' not null,
  "open_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(scope, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "quality_audits_pkey" primary key ("id"),
  constraint "quality_audits_number_key" unique ("number"),
  constraint "quality_audits_status_check" check ("status" in ('PLANNED', 'PERFORMED', 'REPORTED', 'CANCELLED')),
  constraint "quality_audits_independent_check" check (lead_auditor <> auditee),
  constraint "quality_audits_performed_check" check (status in ('PLANNED', 'CANCELLED') or performed_on is not null)
);
create table "sm_quality"."non_conformities" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "audit_id" uuid,
  "description" text collate "C" not null,
  "severity" text collate "C" default 'MINOR' not null,
  "responsible" varchar(200) collate "C" not null,
  "due_on" date not null,
  "root_cause" text collate "C",
  "status" text collate "C" default 'OPEN' not null,
  "verified_by" varchar(200) collate "C",
  "closed_by" varchar(200) collate "C",
  "closed_at" timestamptz(6),
  "action_count" bigint default 0 not null,
  "effective_action_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(root_cause, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "non_conformities_pkey" primary key ("id"),
  constraint "non_conformities_number_key" unique ("number"),
  constraint "non_conformities_severity_check" check ("severity" in ('OBSERVATION', 'MINOR', 'MAJOR')),
  constraint "non_conformities_status_check" check ("status" in ('OPEN', 'ACTION', 'VERIFIED', 'CLOSED')),
  constraint "non_conformities_acted_check" check (status not in ('VERIFIED', 'CLOSED') or action_count > 0),
  constraint "non_conformities_cause_check" check (status = 'OPEN' or root_cause is not null),
  constraint "non_conformities_closer_check" check (closed_by <> responsible),
  constraint "non_conformities_responsible_check" check (responsible like 'user:%'),
  constraint "non_conformities_verified_check" check (status not in ('VERIFIED', 'CLOSED') or effective_action_count = action_count),
  constraint "non_conformities_verifier_check" check (verified_by <> responsible)
);
create table "sm_quality"."corrective_actions" (
  "id" uuid default acervo.uuid7() not null,
  "non_conformity_id" uuid not null,
  "description" text collate "C" not null,
  "owner" varchar(200) collate "C" not null,
  "due_on" date not null,
  "done_on" date,
  "is_effective" boolean,
  "evidence" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "corrective_actions_pkey" primary key ("id"),
  constraint "corrective_actions_effective_check" check (is_effective is null or done_on is not null),
  constraint "corrective_actions_evidence_check" check (is_effective is not true or evidence is not null)
);
create table "sm_quality"."audit_events" (
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
create table "sm_quality"."outbox_events" (
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
create index "quality_audits_search_vector_gin_idx" on "sm_quality"."quality_audits" using gin ("search_vector");
create index "non_conformities_status_due_on_idx" on "sm_quality"."non_conformities" ("status", "due_on");
create index "non_conformities_responsible_idx" on "sm_quality"."non_conformities" ("responsible") where status <> 'CLOSED';
create index "non_conformities_search_vector_gin_idx" on "sm_quality"."non_conformities" using gin ("search_vector");
create index "non_conformities_audit_id_idx" on "sm_quality"."non_conformities" ("audit_id");
create index "corrective_actions_non_conformity_id_idx" on "sm_quality"."corrective_actions" ("non_conformity_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_quality"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_quality"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_quality"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_quality"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_quality"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_quality"."non_conformities" add constraint "non_conformities_audit_id_fkey" foreign key ("audit_id") references "sm_quality"."quality_audits" ("id") on delete restrict;
alter table "sm_quality"."corrective_actions" add constraint "corrective_actions_non_conformity_id_fkey" foreign key ("non_conformity_id") references "sm_quality"."non_conformities" ("id") on delete restrict;
create or replace function "sm_quality"."quality_audits_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'quality_audits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quality_audits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."scope" as "scope", n."standard" as "standard", n."lead_auditor" as "leadAuditor", n."auditee" as "auditee", n."planned_on" as "plannedOn", n."performed_on" as "performedOn", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'quality_audits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quality_audits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."scope" as "scope", o."standard" as "standard", o."lead_auditor" as "leadAuditor", o."auditee" as "auditee", o."planned_on" as "plannedOn", o."performed_on" as "performedOn", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'quality_audits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quality_audits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."scope" as "scope", o."standard" as "standard", o."lead_auditor" as "leadAuditor", o."auditee" as "auditee", o."planned_on" as "plannedOn", o."performed_on" as "performedOn", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."scope" as "scope", n."standard" as "standard", n."lead_auditor" as "leadAuditor", n."auditee" as "auditee", n."planned_on" as "plannedOn", n."performed_on" as "performedOn", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."scope" is distinct from n."scope") then 'scope' end, case when not (o."standard" is distinct from n."standard") then 'standard' end, case when not (o."lead_auditor" is distinct from n."lead_auditor") then 'leadAuditor' end, case when not (o."auditee" is distinct from n."auditee") then 'auditee' end, case when not (o."planned_on" is distinct from n."planned_on") then 'plannedOn' end, case when not (o."performed_on" is distinct from n."performed_on") then 'performedOn' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."quality_audits_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_quality"."quality_audits_states"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PLANNED' then array['PERFORMED', 'CANCELLED']::text[] when 'PERFORMED' then array['REPORTED']::text[] when 'REPORTED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'quality_audits', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_quality"."quality_audits_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_quality"."quality_audits_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_quality", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PLANNED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'quality_audits', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PLANNED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."non_conformities_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'non_conformities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('non_conformities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."audit_id" as "auditId", n."description" as "description", n."severity" as "severity", n."responsible" as "responsible", n."due_on" as "dueOn", n."root_cause" as "rootCause", n."status" as "status", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'non_conformities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('non_conformities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."audit_id" as "auditId", o."description" as "description", o."severity" as "severity", o."responsible" as "responsible", o."due_on" as "dueOn", o."root_cause" as "rootCause", o."status" as "status", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'non_conformities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('non_conformities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."audit_id" as "auditId", o."description" as "description", o."severity" as "severity", o."responsible" as "responsible", o."due_on" as "dueOn", o."root_cause" as "rootCause", o."status" as "status", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."audit_id" as "auditId", n."description" as "description", n."severity" as "severity", n."responsible" as "responsible", n."due_on" as "dueOn", n."root_cause" as "rootCause", n."status" as "status", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."audit_id" is distinct from n."audit_id") then 'auditId' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."severity" is distinct from n."severity") then 'severity' end, case when not (o."responsible" is distinct from n."responsible") then 'responsible' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."root_cause" is distinct from n."root_cause") then 'rootCause' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."closed_at" is distinct from n."closed_at") then 'closedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."non_conformities_count_open_count"() returns trigger language plpgsql security definer
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_quality"."quality_audits" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.audit_id as id, 1 as n from new_rows r where true and (r.status <> 'CLOSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."quality_audits" p set open_count = p.open_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.audit_id as id, 1 as n from new_rows r where true and (r.status <> 'CLOSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_quality"."quality_audits" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.audit_id as id, -1 as n from old_rows r where true and (r.status <> 'CLOSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."quality_audits" p set open_count = p.open_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.audit_id as id, -1 as n from old_rows r where true and (r.status <> 'CLOSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_quality"."quality_audits" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.audit_id as id, 1 as n from new_rows r where true and (r.status <> 'CLOSED') union all select r.audit_id as id, -1 as n from old_rows r where true and (r.status <> 'CLOSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."quality_audits" p set open_count = p.open_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.audit_id as id, 1 as n from new_rows r where true and (r.status <> 'CLOSED') union all select r.audit_id as id, -1 as n from old_rows r where true and (r.status <> 'CLOSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."non_conformities_emit"() returns trigger language plpgsql security definer
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.number, n.severity, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'CLOSED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'NonConformity', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_quality"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'NonConformity', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['NonConformityOpened', 'NonConformityClosed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('id', n."id", 'number', n."number", 'severity', n."severity")
        when 2 then jsonb_build_object('id', n."id", 'number', n."number") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.number, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'CLOSED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'NonConformity', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_quality"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'NonConformity', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['NonConformityClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('id', n."id", 'number', n."number") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."non_conformities_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'CLOSED')) then
      raise exception using errcode = 'AV304', message = 'what was closed stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'CLOSED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was closed stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."non_conformities_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_quality"."non_conformities_sign_closed_by"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status = 'CLOSED')) then
    new.closed_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status = 'CLOSED')) then
    new.closed_by = old.closed_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;
    new.closed_by = actor;
  end if;
  return new;
end$body$;
create or replace function "sm_quality"."non_conformities_sign_verified_by"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status in ('VERIFIED', 'CLOSED'))) then
    new.verified_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status in ('VERIFIED', 'CLOSED'))) then
    new.verified_by = old.verified_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;
    new.verified_by = actor;
  end if;
  return new;
end$body$;
create or replace function "sm_quality"."non_conformities_states"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['ACTION']::text[] when 'ACTION' then array['VERIFIED', 'OPEN']::text[] when 'VERIFIED' then array['CLOSED', 'ACTION']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'non_conformities', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'VERIFIED' and old.status = 'VERIFIED' and (old."responsible" is distinct from new."responsible") then
    raise exception using errcode = 'AV323', table = 'non_conformities',
      message = 'what is VERIFIED stays as it is', detail = 'While status is VERIFIED, none of responsible changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'CLOSED' and old.status = 'CLOSED' and (old."id" is distinct from new."id" or old."number" is distinct from new."number" or old."audit_id" is distinct from new."audit_id" or old."description" is distinct from new."description" or old."severity" is distinct from new."severity" or old."responsible" is distinct from new."responsible" or old."due_on" is distinct from new."due_on" or old."root_cause" is distinct from new."root_cause" or old."status" is distinct from new."status" or old."closed_at" is distinct from new."closed_at") then
    raise exception using errcode = 'AV323', table = 'non_conformities',
      message = 'what is CLOSED stays as it is', detail = 'While status is CLOSED, nothing of it changes.';
  end if;
  if new.status = 'CLOSED' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_quality"."non_conformities_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_quality"."non_conformities_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_quality", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'non_conformities', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."corrective_actions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'corrective_actions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('corrective_actions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."non_conformity_id" as "nonConformityId", n."description" as "description", n."owner" as "owner", n."due_on" as "dueOn", n."done_on" as "doneOn", n."is_effective" as "isEffective", n."evidence" as "evidence") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'corrective_actions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('corrective_actions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."non_conformity_id" as "nonConformityId", o."description" as "description", o."owner" as "owner", o."due_on" as "dueOn", o."done_on" as "doneOn", o."is_effective" as "isEffective", o."evidence" as "evidence") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_quality"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'corrective_actions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('corrective_actions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."non_conformity_id" as "nonConformityId", o."description" as "description", o."owner" as "owner", o."due_on" as "dueOn", o."done_on" as "doneOn", o."is_effective" as "isEffective", o."evidence" as "evidence") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."non_conformity_id" as "nonConformityId", n."description" as "description", n."owner" as "owner", n."due_on" as "dueOn", n."done_on" as "doneOn", n."is_effective" as "isEffective", n."evidence" as "evidence") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."non_conformity_id" is distinct from n."non_conformity_id") then 'nonConformityId' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."done_on" is distinct from n."done_on") then 'doneOn' end, case when not (o."is_effective" is distinct from n."is_effective") then 'isEffective' end, case when not (o."evidence" is distinct from n."evidence") then 'evidence' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."corrective_actions_count_action_count"() returns trigger language plpgsql security definer
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_quality"."non_conformities" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."non_conformities" p set action_count = p.action_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_quality"."non_conformities" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."non_conformities" p set action_count = p.action_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_quality"."non_conformities" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (true) union all select r.non_conformity_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."non_conformities" p set action_count = p.action_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (true) union all select r.non_conformity_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."corrective_actions_count_effective_action_count"() returns trigger language plpgsql security definer
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_quality"."non_conformities" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (r.is_effective)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."non_conformities" p set effective_action_count = p.effective_action_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (r.is_effective)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_quality"."non_conformities" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, -1 as n from old_rows r where true and (r.is_effective)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."non_conformities" p set effective_action_count = p.effective_action_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, -1 as n from old_rows r where true and (r.is_effective)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_quality"."non_conformities" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (r.is_effective) union all select r.non_conformity_id as id, -1 as n from old_rows r where true and (r.is_effective)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_quality"."non_conformities" p set effective_action_count = p.effective_action_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.non_conformity_id as id, 1 as n from new_rows r where true and (r.is_effective) union all select r.non_conformity_id as id, -1 as n from old_rows r where true and (r.is_effective)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."corrective_actions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_quality"."corrective_actions_locked_by_non_conformity_id"() returns trigger language plpgsql security definer
set search_path to "sm_quality", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_quality"."non_conformities" p where p.id in (select non_conformity_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_quality"."non_conformities" p where p.id in (select non_conformity_id from new_rows where (true)) and (status not in ('OPEN', 'ACTION'))
    ) then
      raise exception using errcode = 'AV304', message = 'what was verified takes no other actions';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_quality"."non_conformities" p where p.id in (select non_conformity_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_quality"."non_conformities" p where p.id in (select non_conformity_id from old_rows where (true)) and (status not in ('OPEN', 'ACTION'))
    ) then
      raise exception using errcode = 'AV304', message = 'what was verified takes no other actions';
    end if;
  else
    perform from "sm_quality"."non_conformities" p where p.id in (select non_conformity_id from new_rows where (true) union select non_conformity_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_quality"."non_conformities" p where p.id in (select non_conformity_id from new_rows where (true) union select non_conformity_id from old_rows where (true)) and (status not in ('OPEN', 'ACTION'))
    ) then
      raise exception using errcode = 'AV304', message = 'what was verified takes no other actions';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_quality"."corrective_actions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_quality"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_quality", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_quality"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_quality", pg_temp as $body$
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
  update "sm_quality"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_quality"."quality_audits" referencing new table as new_rows for each statement execute function "sm_quality"."quality_audits_audit"();
create or replace trigger "audit_update" after update on "sm_quality"."quality_audits" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."quality_audits_audit"();
create or replace trigger "audit_delete" after delete on "sm_quality"."quality_audits" referencing old table as old_rows for each statement execute function "sm_quality"."quality_audits_audit"();
create or replace trigger "keep" before truncate on "sm_quality"."quality_audits" for each statement execute function "sm_quality"."quality_audits_keep"();
create or replace trigger "states_update" before update on "sm_quality"."quality_audits" for each row execute function "sm_quality"."quality_audits_states"();
create or replace trigger "touch" before update on "sm_quality"."quality_audits" for each row execute function "sm_quality"."quality_audits_touch"();
create or replace trigger "transitions_insert" after insert on "sm_quality"."quality_audits" referencing new table as new_rows for each statement execute function "sm_quality"."quality_audits_transitions"();
create or replace trigger "audit_insert" after insert on "sm_quality"."non_conformities" referencing new table as new_rows for each statement execute function "sm_quality"."non_conformities_audit"();
create or replace trigger "audit_update" after update on "sm_quality"."non_conformities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."non_conformities_audit"();
create or replace trigger "audit_delete" after delete on "sm_quality"."non_conformities" referencing old table as old_rows for each statement execute function "sm_quality"."non_conformities_audit"();
create or replace trigger "count_open_count_insert" after insert on "sm_quality"."non_conformities" referencing new table as new_rows for each statement execute function "sm_quality"."non_conformities_count_open_count"();
create or replace trigger "count_open_count_update" after update on "sm_quality"."non_conformities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."non_conformities_count_open_count"();
create or replace trigger "count_open_count_delete" after delete on "sm_quality"."non_conformities" referencing old table as old_rows for each statement execute function "sm_quality"."non_conformities_count_open_count"();
create or replace trigger "emit_insert" after insert on "sm_quality"."non_conformities" referencing new table as new_rows for each statement execute function "sm_quality"."non_conformities_emit"();
create or replace trigger "emit_update" after update on "sm_quality"."non_conformities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."non_conformities_emit"();
create or replace trigger "frozen_update" after update on "sm_quality"."non_conformities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."non_conformities_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_quality"."non_conformities" referencing old table as old_rows for each statement execute function "sm_quality"."non_conformities_frozen"();
create or replace trigger "keep" before truncate on "sm_quality"."non_conformities" for each statement execute function "sm_quality"."non_conformities_keep"();
create or replace trigger "sign_closed_by_insert" before insert on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_sign_closed_by"();
create or replace trigger "sign_closed_by_update" before update on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_sign_closed_by"();
create or replace trigger "sign_verified_by_insert" before insert on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_sign_verified_by"();
create or replace trigger "sign_verified_by_update" before update on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_sign_verified_by"();
create or replace trigger "states_update" before update on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_states"();
create or replace trigger "states_insert" before insert on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_states"();
create or replace trigger "touch" before update on "sm_quality"."non_conformities" for each row execute function "sm_quality"."non_conformities_touch"();
create or replace trigger "transitions_insert" after insert on "sm_quality"."non_conformities" referencing new table as new_rows for each statement execute function "sm_quality"."non_conformities_transitions"();
create or replace trigger "audit_insert" after insert on "sm_quality"."corrective_actions" referencing new table as new_rows for each statement execute function "sm_quality"."corrective_actions_audit"();
create or replace trigger "audit_update" after update on "sm_quality"."corrective_actions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."corrective_actions_audit"();
create or replace trigger "audit_delete" after delete on "sm_quality"."corrective_actions" referencing old table as old_rows for each statement execute function "sm_quality"."corrective_actions_audit"();
create or replace trigger "count_action_count_insert" after insert on "sm_quality"."corrective_actions" referencing new table as new_rows for each statement execute function "sm_quality"."corrective_actions_count_action_count"();
create or replace trigger "count_action_count_update" after update on "sm_quality"."corrective_actions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."corrective_actions_count_action_count"();
create or replace trigger "count_action_count_delete" after delete on "sm_quality"."corrective_actions" referencing old table as old_rows for each statement execute function "sm_quality"."corrective_actions_count_action_count"();
create or replace trigger "count_effective_action_count_insert" after insert on "sm_quality"."corrective_actions" referencing new table as new_rows for each statement execute function "sm_quality"."corrective_actions_count_effective_action_count"();
create or replace trigger "count_effective_action_count_update" after update on "sm_quality"."corrective_actions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."corrective_actions_count_effective_action_count"();
create or replace trigger "count_effective_action_count_delete" after delete on "sm_quality"."corrective_actions" referencing old table as old_rows for each statement execute function "sm_quality"."corrective_actions_count_effective_action_count"();
create or replace trigger "keep" before truncate on "sm_quality"."corrective_actions" for each statement execute function "sm_quality"."corrective_actions_keep"();
create or replace trigger "locked_by_non_conformity_id_insert" after insert on "sm_quality"."corrective_actions" referencing new table as new_rows for each statement execute function "sm_quality"."corrective_actions_locked_by_non_conformity_id"();
create or replace trigger "locked_by_non_conformity_id_update" after update on "sm_quality"."corrective_actions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_quality"."corrective_actions_locked_by_non_conformity_id"();
create or replace trigger "locked_by_non_conformity_id_delete" after delete on "sm_quality"."corrective_actions" referencing old table as old_rows for each statement execute function "sm_quality"."corrective_actions_locked_by_non_conformity_id"();
create or replace trigger "touch" before update on "sm_quality"."corrective_actions" for each row execute function "sm_quality"."corrective_actions_touch"();
create or replace trigger "keep" before truncate on "sm_quality"."audit_events" for each statement execute function "sm_quality"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_quality"."outbox_events" referencing new table as new_rows for each statement execute function "sm_quality"."outbox_events_number"();
alter table "sm_quality"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_quality"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_quality"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "scope", "standard", "lead_auditor", "auditee", "planned_on", "performed_on", "status"), update ("scope", "standard", "lead_auditor", "auditee", "planned_on", "performed_on", "status"), delete on "sm_quality"."quality_audits" to acervo_app;
grant select, insert ("id", "number", "scope", "standard", "lead_auditor", "auditee", "planned_on", "performed_on", "status"), update ("scope", "standard", "lead_auditor", "auditee", "planned_on", "performed_on", "status"), delete on "sm_quality"."quality_audits" to acervo_worker;
grant select ("id", "number", "scope", "standard", "lead_auditor", "auditee", "planned_on", "performed_on", "status", "open_count", "created_at", "updated_at") on "sm_quality"."quality_audits" to acervo_readonly;
grant select, insert ("id", "number", "audit_id", "description", "severity", "responsible", "due_on", "root_cause", "status", "closed_at"), update ("audit_id", "description", "severity", "responsible", "due_on", "root_cause", "status", "closed_at") on "sm_quality"."non_conformities" to acervo_app;
grant select, insert ("id", "number", "audit_id", "description", "severity", "responsible", "due_on", "root_cause", "status", "closed_at"), update ("audit_id", "description", "severity", "responsible", "due_on", "root_cause", "status", "closed_at") on "sm_quality"."non_conformities" to acervo_worker;
grant select ("id", "number", "audit_id", "description", "severity", "responsible", "due_on", "root_cause", "status", "verified_by", "closed_by", "closed_at", "action_count", "effective_action_count", "created_at", "updated_at") on "sm_quality"."non_conformities" to acervo_readonly;
grant select, insert ("id", "non_conformity_id", "description", "owner", "due_on", "done_on", "is_effective", "evidence"), update ("description", "owner", "due_on", "done_on", "is_effective", "evidence"), delete on "sm_quality"."corrective_actions" to acervo_app;
grant select, insert ("id", "non_conformity_id", "description", "owner", "due_on", "done_on", "is_effective", "evidence"), update ("description", "owner", "due_on", "done_on", "is_effective", "evidence"), delete on "sm_quality"."corrective_actions" to acervo_worker;
grant select on "sm_quality"."corrective_actions" to acervo_readonly;
grant select on "sm_quality"."audit_events" to acervo_app;
grant select on "sm_quality"."audit_events" to acervo_worker;
grant select on "sm_quality"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_quality"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_quality"."outbox_events" to acervo_worker;
grant select on "sm_quality"."outbox_events" to acervo_readonly;
set local role none;
