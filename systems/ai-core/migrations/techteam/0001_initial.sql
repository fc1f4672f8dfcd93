-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 91021c37353143de9c850966b147371fbcf6f4e56877d700d2805fd0aae16b66

-- step: create sm_techteam with 6 tables
-- locks: none
set local search_path to "sm_techteam", acervo, pg_temp;
create schema if not exists "sm_techteam" authorization acervo_owner;
grant usage on schema "sm_techteam" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_techteam"."assets" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "name" text collate "C" not null,
  "kind" text collate "C" not null,
  "owner_id" uuid,
  "status" text collate "C" default 'IN_USE' not null,
  "expires_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "assets_pkey" primary key ("id"),
  constraint "assets_kind_check" check ("kind" in ('SERVER', 'SERVICE', 'LAPTOP', 'NETWORK', 'LICENCE')),
  constraint "assets_status_check" check ("status" in ('IN_USE', 'SPARE', 'RETIRED'))
);
create table "sm_techteam"."incidents" (
  "id" uuid default acervo.uuid7() not null,
  "asset_id" uuid,
  "title" text collate "C" not null,
  "severity" text collate "C" not null,
  "status" text collate "C" default 'OPEN' not null,
  "responder_id" uuid,
  "started_at" timestamptz(6) default acervo.now() not null,
  "resolved_at" timestamptz(6),
  "cause" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(cause, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "incidents_pkey" primary key ("id"),
  constraint "incidents_severity_check" check ("severity" in ('SEV1', 'SEV2', 'SEV3', 'SEV4')),
  constraint "incidents_status_check" check ("status" in ('OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'CLOSED')),
  constraint "incidents_cause_check" check (status <> 'CLOSED' or cause is not null),
  constraint "incidents_resolved_check" check ((status in ('RESOLVED', 'CLOSED')) = (resolved_at is not null)),
  constraint "incidents_responder_check" check (status = 'OPEN' or responder_id is not null),
  constraint "incidents_term_check" check (resolved_at >= started_at)
);
create table "sm_techteam"."on_call_rotas" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "on_call_rotas_pkey" primary key ("id"),
  constraint "on_call_rotas_name_starts_at_key" unique ("name", "starts_at"),
  constraint "on_call_rotas_status_check" check ("status" in ('DRAFT', 'PUBLISHED')),
  constraint "on_call_rotas_term_check" check (ends_at > starts_at)
);
create table "sm_techteam"."on_call_shifts" (
  "id" uuid default acervo.uuid7() not null,
  "rota_id" uuid not null,
  "employee_id" uuid not null,
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "on_call_shifts_pkey" primary key ("id"),
  constraint "on_call_shifts_term_check" check (ends_at > starts_at),
  constraint "on_call_shifts_not_twice_excl" exclude using gist (employee_id with =, tstzrange(starts_at, ends_at) with &&),
  constraint "on_call_shifts_one_at_a_time_excl" exclude using gist (rota_id with =, tstzrange(starts_at, ends_at) with &&)
);
create table "sm_techteam"."audit_events" (
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
create table "sm_techteam"."outbox_events" (
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
create unique index "assets_code_key" on "sm_techteam"."assets" ("code") where (deleted_at is null);
create index "assets_expires_on_idx" on "sm_techteam"."assets" ("expires_on") where expires_on is not null and status <> 'RETIRED';
create index "assets_search_vector_gin_idx" on "sm_techteam"."assets" using gin ("search_vector");
create index "incidents_status_severity_started_at_idx" on "sm_techteam"."incidents" ("status", "severity", "started_at" desc);
create index "incidents_asset_id_idx" on "sm_techteam"."incidents" ("asset_id") where asset_id is not null;
create index "incidents_search_vector_gin_idx" on "sm_techteam"."incidents" using gin ("search_vector");
create index "on_call_shifts_rota_id_starts_at_idx" on "sm_techteam"."on_call_shifts" ("rota_id", "starts_at");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_techteam"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_techteam"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_techteam"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_techteam"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_techteam"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_techteam"."incidents" add constraint "incidents_asset_id_fkey" foreign key ("asset_id") references "sm_techteam"."assets" ("id") on delete restrict;
alter table "sm_techteam"."on_call_shifts" add constraint "on_call_shifts_rota_id_fkey" foreign key ("rota_id") references "sm_techteam"."on_call_rotas" ("id") on delete restrict;
create or replace function "sm_techteam"."assets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_techteam", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'assets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('assets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."kind" as "kind", n."owner_id" as "ownerId", n."status" as "status", n."expires_on" as "expiresOn", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'assets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('assets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."kind" as "kind", o."owner_id" as "ownerId", o."status" as "status", o."expires_on" as "expiresOn", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'assets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('assets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."kind" as "kind", o."owner_id" as "ownerId", o."status" as "status", o."expires_on" as "expiresOn", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."kind" as "kind", n."owner_id" as "ownerId", n."status" as "status", n."expires_on" as "expiresOn", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."owner_id" is distinct from n."owner_id") then 'ownerId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."expires_on" is distinct from n."expires_on") then 'expiresOn' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_techteam"."assets_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_techteam"."assets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_techteam"."incidents_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_techteam", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'incidents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('incidents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."asset_id" as "assetId", n."title" as "title", n."severity" as "severity", n."status" as "status", n."responder_id" as "responderId", to_char(n."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(n."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt", n."cause" as "cause") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'incidents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('incidents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."asset_id" as "assetId", o."title" as "title", o."severity" as "severity", o."status" as "status", o."responder_id" as "responderId", to_char(o."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(o."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt", o."cause" as "cause") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'incidents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('incidents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."asset_id" as "assetId", o."title" as "title", o."severity" as "severity", o."status" as "status", o."responder_id" as "responderId", to_char(o."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(o."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt", o."cause" as "cause") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."asset_id" as "assetId", n."title" as "title", n."severity" as "severity", n."status" as "status", n."responder_id" as "responderId", to_char(n."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(n."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt", n."cause" as "cause") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."asset_id" is distinct from n."asset_id") then 'assetId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."severity" is distinct from n."severity") then 'severity' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."responder_id" is distinct from n."responder_id") then 'responderId' end, case when not (o."started_at" is distinct from n."started_at") then 'startedAt' end, case when not (o."resolved_at" is distinct from n."resolved_at") then 'resolvedAt' end, case when not (o."cause" is distinct from n."cause") then 'cause' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_techteam"."incidents_emit"() returns trigger language plpgsql security definer
set search_path to "sm_techteam", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.asset_id, n.severity, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'RESOLVED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Incident', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_techteam"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Incident', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['IncidentOpened', 'IncidentResolved'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('incidentId', n."id", 'assetId', n."asset_id", 'severity', n."severity", 'status', n."status")
        when 2 then jsonb_build_object('incidentId', n."id", 'assetId', n."asset_id", 'severity', n."severity", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.asset_id, n.severity, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'RESOLVED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'RESOLVED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Incident', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_techteam"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Incident', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['IncidentResolved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('incidentId', n."id", 'assetId', n."asset_id", 'severity', n."severity", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_techteam"."incidents_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_techteam"."incidents_states"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['ACKNOWLEDGED', 'RESOLVED']::text[] when 'ACKNOWLEDGED' then array['RESOLVED']::text[] when 'RESOLVED' then array['ACKNOWLEDGED', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'incidents', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'RESOLVED' and (
    case tg_op when 'INSERT' then new.resolved_at is null
    else new.status is distinct from old.status and new.resolved_at is not distinct from old.resolved_at end
  ) then
    new.resolved_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_techteam"."incidents_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_techteam"."on_call_rotas_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_techteam", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'on_call_rotas', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('on_call_rotas')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'on_call_rotas', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('on_call_rotas')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'on_call_rotas', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('on_call_rotas')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_techteam"."on_call_rotas_emit"() returns trigger language plpgsql security definer
set search_path to "sm_techteam", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.name, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'OnCallRota', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_techteam"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'OnCallRota', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RotaPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('rotaId', n."id", 'name', n."name") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.name, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'OnCallRota', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_techteam"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'OnCallRota', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RotaPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('rotaId', n."id", 'name', n."name") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_techteam"."on_call_rotas_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_techteam"."on_call_rotas_settled_covered"() returns trigger language plpgsql security definer
set search_path to "sm_techteam", pg_temp as $body$
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
    perform from "sm_techteam"."on_call_rotas" p where p.id = asked for no key update;
    if found and not exists (select from "sm_techteam"."on_call_rotas" p where p.id = asked and (p.status <> 'PUBLISHED' or (
      select range_agg(tstzrange(s.starts_at, s.ends_at)) from "sm_techteam"."on_call_shifts" s
      where s.rota_id = p.id) = tstzmultirange(tstzrange(p.starts_at, p.ends_at)))) then
      raise exception using errcode = 'AV304', message = 'a published rota is covered from end to end';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_techteam"."on_call_rotas_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_techteam"."on_call_shifts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_techteam", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'on_call_shifts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('on_call_shifts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."rota_id" as "rotaId", n."employee_id" as "employeeId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'on_call_shifts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('on_call_shifts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."rota_id" as "rotaId", o."employee_id" as "employeeId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_techteam"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'on_call_shifts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('on_call_shifts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."rota_id" as "rotaId", o."employee_id" as "employeeId", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."rota_id" as "rotaId", n."employee_id" as "employeeId", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."rota_id" is distinct from n."rota_id") then 'rotaId' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_techteam"."on_call_shifts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_techteam"."on_call_shifts_settled_covered"() returns trigger language plpgsql security definer
set search_path to "sm_techteam", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.rota_id, new.rota_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_techteam"."on_call_rotas" p where p.id = asked for no key update;
    if found and not exists (select from "sm_techteam"."on_call_rotas" p where p.id = asked and (p.status <> 'PUBLISHED' or (
      select range_agg(tstzrange(s.starts_at, s.ends_at)) from "sm_techteam"."on_call_shifts" s
      where s.rota_id = p.id) = tstzmultirange(tstzrange(p.starts_at, p.ends_at)))) then
      raise exception using errcode = 'AV304', message = 'a published rota is covered from end to end';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_techteam"."on_call_shifts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_techteam"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_techteam", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_techteam"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_techteam", pg_temp as $body$
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
  update "sm_techteam"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_techteam"."assets" referencing new table as new_rows for each statement execute function "sm_techteam"."assets_audit"();
create or replace trigger "audit_update" after update on "sm_techteam"."assets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_techteam"."assets_audit"();
create or replace trigger "audit_delete" after delete on "sm_techteam"."assets" referencing old table as old_rows for each statement execute function "sm_techteam"."assets_audit"();
create or replace trigger "keep" before truncate on "sm_techteam"."assets" for each statement execute function "sm_techteam"."assets_keep"();
create or replace trigger "touch" before update on "sm_techteam"."assets" for each row execute function "sm_techteam"."assets_touch"();
create or replace trigger "audit_insert" after insert on "sm_techteam"."incidents" referencing new table as new_rows for each statement execute function "sm_techteam"."incidents_audit"();
create or replace trigger "audit_update" after update on "sm_techteam"."incidents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_techteam"."incidents_audit"();
create or replace trigger "audit_delete" after delete on "sm_techteam"."incidents" referencing old table as old_rows for each statement execute function "sm_techteam"."incidents_audit"();
create or replace trigger "emit_insert" after insert on "sm_techteam"."incidents" referencing new table as new_rows for each statement execute function "sm_techteam"."incidents_emit"();
create or replace trigger "emit_update" after update on "sm_techteam"."incidents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_techteam"."incidents_emit"();
create or replace trigger "keep" before truncate on "sm_techteam"."incidents" for each statement execute function "sm_techteam"."incidents_keep"();
create or replace trigger "states_update" before update on "sm_techteam"."incidents" for each row execute function "sm_techteam"."incidents_states"();
create or replace trigger "states_insert" before insert on "sm_techteam"."incidents" for each row execute function "sm_techteam"."incidents_states"();
create or replace trigger "touch" before update on "sm_techteam"."incidents" for each row execute function "sm_techteam"."incidents_touch"();
create or replace trigger "audit_insert" after insert on "sm_techteam"."on_call_rotas" referencing new table as new_rows for each statement execute function "sm_techteam"."on_call_rotas_audit"();
create or replace trigger "audit_update" after update on "sm_techteam"."on_call_rotas" referencing new table as new_rows old table as old_rows for each statement execute function "sm_techteam"."on_call_rotas_audit"();
create or replace trigger "audit_delete" after delete on "sm_techteam"."on_call_rotas" referencing old table as old_rows for each statement execute function "sm_techteam"."on_call_rotas_audit"();
create or replace trigger "emit_insert" after insert on "sm_techteam"."on_call_rotas" referencing new table as new_rows for each statement execute function "sm_techteam"."on_call_rotas_emit"();
create or replace trigger "emit_update" after update on "sm_techteam"."on_call_rotas" referencing new table as new_rows old table as old_rows for each statement execute function "sm_techteam"."on_call_rotas_emit"();
create or replace trigger "keep" before truncate on "sm_techteam"."on_call_rotas" for each statement execute function "sm_techteam"."on_call_rotas_keep"();
create constraint trigger "settled_covered_insert" after insert on "sm_techteam"."on_call_rotas" deferrable initially deferred for each row execute function "sm_techteam"."on_call_rotas_settled_covered"();
create constraint trigger "settled_covered_update" after update on "sm_techteam"."on_call_rotas" deferrable initially deferred for each row execute function "sm_techteam"."on_call_rotas_settled_covered"();
create constraint trigger "settled_covered_delete" after delete on "sm_techteam"."on_call_rotas" deferrable initially deferred for each row execute function "sm_techteam"."on_call_rotas_settled_covered"();
create or replace trigger "touch" before update on "sm_techteam"."on_call_rotas" for each row execute function "sm_techteam"."on_call_rotas_touch"();
create or replace trigger "audit_insert" after insert on "sm_techteam"."on_call_shifts" referencing new table as new_rows for each statement execute function "sm_techteam"."on_call_shifts_audit"();
create or replace trigger "audit_update" after update on "sm_techteam"."on_call_shifts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_techteam"."on_call_shifts_audit"();
create or replace trigger "audit_delete" after delete on "sm_techteam"."on_call_shifts" referencing old table as old_rows for each statement execute function "sm_techteam"."on_call_shifts_audit"();
create or replace trigger "keep" before truncate on "sm_techteam"."on_call_shifts" for each statement execute function "sm_techteam"."on_call_shifts_keep"();
create constraint trigger "settled_covered_insert" after insert on "sm_techteam"."on_call_shifts" deferrable initially deferred for each row execute function "sm_techteam"."on_call_shifts_settled_covered"();
create constraint trigger "settled_covered_update" after update on "sm_techteam"."on_call_shifts" deferrable initially deferred for each row execute function "sm_techteam"."on_call_shifts_settled_covered"();
create constraint trigger "settled_covered_delete" after delete on "sm_techteam"."on_call_shifts" deferrable initially deferred for each row execute function "sm_techteam"."on_call_shifts_settled_covered"();
create or replace trigger "touch" before update on "sm_techteam"."on_call_shifts" for each row execute function "sm_techteam"."on_call_shifts_touch"();
create or replace trigger "keep" before truncate on "sm_techteam"."audit_events" for each statement execute function "sm_techteam"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_techteam"."outbox_events" referencing new table as new_rows for each statement execute function "sm_techteam"."outbox_events_number"();
alter table "sm_techteam"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_techteam"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_techteam"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "kind", "owner_id", "status", "expires_on", "deleted_at"), update ("code", "name", "kind", "owner_id", "status", "expires_on", "deleted_at") on "sm_techteam"."assets" to acervo_app;
grant select, insert ("id", "code", "name", "kind", "owner_id", "status", "expires_on", "deleted_at"), update ("code", "name", "kind", "owner_id", "status", "expires_on", "deleted_at") on "sm_techteam"."assets" to acervo_worker;
grant select ("id", "code", "name", "kind", "owner_id", "status", "expires_on", "created_at", "deleted_at", "updated_at") on "sm_techteam"."assets" to acervo_readonly;
grant select, insert ("id", "asset_id", "title", "severity", "status", "responder_id", "started_at", "resolved_at", "cause"), update ("asset_id", "title", "severity", "status", "responder_id", "started_at", "resolved_at", "cause"), delete on "sm_techteam"."incidents" to acervo_app;
grant select, insert ("id", "asset_id", "title", "severity", "status", "responder_id", "started_at", "resolved_at", "cause"), update ("asset_id", "title", "severity", "status", "responder_id", "started_at", "resolved_at", "cause"), delete on "sm_techteam"."incidents" to acervo_worker;
grant select ("id", "asset_id", "title", "severity", "status", "responder_id", "started_at", "resolved_at", "cause", "created_at", "updated_at") on "sm_techteam"."incidents" to acervo_readonly;
grant select, insert ("id", "name", "starts_at", "ends_at", "status"), update ("name", "starts_at", "ends_at", "status"), delete on "sm_techteam"."on_call_rotas" to acervo_app;
grant select, insert ("id", "name", "starts_at", "ends_at", "status"), update ("name", "starts_at", "ends_at", "status"), delete on "sm_techteam"."on_call_rotas" to acervo_worker;
grant select on "sm_techteam"."on_call_rotas" to acervo_readonly;
grant select, insert ("id", "rota_id", "employee_id", "starts_at", "ends_at"), update ("employee_id", "starts_at", "ends_at"), delete on "sm_techteam"."on_call_shifts" to acervo_app;
grant select, insert ("id", "rota_id", "employee_id", "starts_at", "ends_at"), update ("employee_id", "starts_at", "ends_at"), delete on "sm_techteam"."on_call_shifts" to acervo_worker;
grant select on "sm_techteam"."on_call_shifts" to acervo_readonly;
grant select on "sm_techteam"."audit_events" to acervo_app;
grant select on "sm_techteam"."audit_events" to acervo_worker;
grant select on "sm_techteam"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_techteam"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_techteam"."outbox_events" to acervo_worker;
grant select on "sm_techteam"."outbox_events" to acervo_readonly;
set local role none;
