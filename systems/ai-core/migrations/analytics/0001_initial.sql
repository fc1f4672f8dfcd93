-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 3e2bd5c0ae30f062253c5351c5e9266e76f2d603bff38c0c8b881ca0b3704081

-- step: create sm_analytics with 6 tables
-- locks: none
set local search_path to "sm_analytics", acervo, pg_temp;
create schema if not exists "sm_analytics" authorization acervo_owner;
grant usage on schema "sm_analytics" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_analytics"."datasets" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "description" text collate "C",
  "source" varchar(130) collate "C" not null,
  "columns" text[] collate "C" not null,
  "owner" varchar(200) collate "C" not null,
  "classification" text collate "C" default 'INTERNAL' not null,
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "datasets_pkey" primary key ("id"),
  constraint "datasets_classification_check" check ("classification" in ('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL')),
  constraint "datasets_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'RETIRED')),
  constraint "datasets_columns_check" check (cardinality(columns) > 0),
  constraint "datasets_source_check" check (source ~ '^[a-z][A-Za-z0-9]*[.][a-z][A-Za-z0-9]*$')
);
create table "sm_analytics"."dataset_grants" (
  "id" uuid default acervo.uuid7() not null,
  "dataset_id" uuid not null,
  "grantee" varchar(200) collate "C" not null,
  "granted_by" varchar(200) collate "C" not null,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "revoked_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "dataset_grants_pkey" primary key ("id"),
  constraint "dataset_grants_expiry_check" check (expires_at > granted_at),
  constraint "dataset_grants_revoked_check" check (revoked_at >= granted_at),
  constraint "dataset_grants_one_at_a_time_excl" exclude using gist (dataset_id with =, grantee with =, tstzrange(granted_at, greatest(granted_at, least(expires_at, revoked_at))) with &&)
);
create table "sm_analytics"."queries" (
  "id" uuid default acervo.uuid7() not null,
  "dataset_id" uuid not null,
  "name" varchar(200) collate "C" not null,
  "owner" varchar(200) collate "C" default nullif(current_setting('acervo.actor', true), '') not null,
  "visibility" text collate "C" default 'PRIVATE' not null,
  "request" jsonb not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "queries_pkey" primary key ("id"),
  constraint "queries_owner_name_key" unique ("owner", "name"),
  constraint "queries_visibility_check" check ("visibility" in ('PRIVATE', 'SHARED')),
  constraint "queries_reads_check" check (coalesce(request ->> 'verb' in ('findMany', 'findUnique', 'count', 'aggregate', 'groupBy'), false))
);
create table "sm_analytics"."query_runs" (
  "id" uuid default acervo.uuid7() not null,
  "dataset_id" uuid not null,
  "query_id" uuid,
  "asked_by" varchar(200) collate "C" not null,
  "asked_at" timestamptz(6) default acervo.now() not null,
  "rows" integer default 0 not null,
  "duration_ms" integer default 0 not null,
  constraint "query_runs_pkey" primary key ("id"),
  constraint "query_runs_measures_check" check (rows >= 0 and duration_ms >= 0)
);
create table "sm_analytics"."audit_events" (
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
create table "sm_analytics"."outbox_events" (
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
create unique index "datasets_name_key" on "sm_analytics"."datasets" ("name") where (deleted_at is null);
create index "datasets_search_vector_gin_idx" on "sm_analytics"."datasets" using gin ("search_vector");
create index "dataset_grants_grantee_expires_at_idx" on "sm_analytics"."dataset_grants" ("grantee", "expires_at" desc);
create index "dataset_grants_dataset_id_idx" on "sm_analytics"."dataset_grants" ("dataset_id");
create index "queries_dataset_id_idx" on "sm_analytics"."queries" ("dataset_id");
create index "query_runs_dataset_id_asked_at_idx" on "sm_analytics"."query_runs" ("dataset_id", "asked_at" desc);
create index "query_runs_asked_by_asked_at_idx" on "sm_analytics"."query_runs" ("asked_by", "asked_at" desc);
create index "query_runs_query_id_idx" on "sm_analytics"."query_runs" ("query_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_analytics"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_analytics"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_analytics"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_analytics"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_analytics"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_analytics"."dataset_grants" add constraint "dataset_grants_dataset_id_fkey" foreign key ("dataset_id") references "sm_analytics"."datasets" ("id") on delete restrict;
alter table "sm_analytics"."queries" add constraint "queries_dataset_id_fkey" foreign key ("dataset_id") references "sm_analytics"."datasets" ("id") on delete restrict;
alter table "sm_analytics"."query_runs" add constraint "query_runs_dataset_id_fkey" foreign key ("dataset_id") references "sm_analytics"."datasets" ("id") on delete restrict;
alter table "sm_analytics"."query_runs" add constraint "query_runs_query_id_fkey" foreign key ("query_id") references "sm_analytics"."queries" ("id") on delete set null;
create or replace function "sm_analytics"."datasets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'datasets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('datasets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."description" as "description", n."source" as "source", n."columns" as "columns", n."owner" as "owner", n."classification" as "classification", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'datasets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('datasets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."description" as "description", o."source" as "source", o."columns" as "columns", o."owner" as "owner", o."classification" as "classification", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'datasets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('datasets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."description" as "description", o."source" as "source", o."columns" as "columns", o."owner" as "owner", o."classification" as "classification", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."description" as "description", n."source" as "source", n."columns" as "columns", n."owner" as "owner", n."classification" as "classification", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."columns" is distinct from n."columns") then 'columns' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."classification" is distinct from n."classification") then 'classification' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics"."datasets_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics"."datasets_states"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ACTIVE']::text[] when 'ACTIVE' then array['RETIRED']::text[] when 'RETIRED' then array['ACTIVE']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'datasets', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_analytics"."datasets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics"."datasets_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'datasets', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_analytics"."dataset_grants_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'dataset_grants', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dataset_grants')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."grantee" as "grantee", n."granted_by" as "grantedBy", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'dataset_grants', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dataset_grants')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."grantee" as "grantee", o."granted_by" as "grantedBy", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'dataset_grants', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dataset_grants')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."grantee" as "grantee", o."granted_by" as "grantedBy", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."grantee" as "grantee", n."granted_by" as "grantedBy", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."dataset_id" is distinct from n."dataset_id") then 'datasetId' end, case when not (o."grantee" is distinct from n."grantee") then 'grantee' end, case when not (o."granted_by" is distinct from n."granted_by") then 'grantedBy' end, case when not (o."granted_at" is distinct from n."granted_at") then 'grantedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."revoked_at" is distinct from n."revoked_at") then 'revokedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics"."dataset_grants_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (revoked_at is not null)) then
      raise exception using errcode = 'AV304', message = 'a revoked grant is history';
    end if;
  elsif exists (
    select from (select * from old_rows where (revoked_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a revoked grant is history';
  end if;
  return null;
end$body$;
create or replace function "sm_analytics"."dataset_grants_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics"."dataset_grants_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics"."queries_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_analytics", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'queries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('queries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."name" as "name", n."owner" as "owner", n."visibility" as "visibility", n."request" as "request") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'queries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('queries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."name" as "name", o."owner" as "owner", o."visibility" as "visibility", o."request" as "request") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_analytics"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'queries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('queries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."name" as "name", o."owner" as "owner", o."visibility" as "visibility", o."request" as "request") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."name" as "name", n."owner" as "owner", n."visibility" as "visibility", n."request" as "request") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."dataset_id" is distinct from n."dataset_id") then 'datasetId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."visibility" is distinct from n."visibility") then 'visibility' end, case when not (o."request" is distinct from n."request") then 'request' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_analytics"."queries_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics"."queries_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_analytics"."query_runs_grant"() returns trigger language plpgsql security definer
set search_path to "sm_analytics", pg_temp as $body$
declare
  source "sm_analytics"."datasets";
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  new.asked_by := coalesce(nullif(current_setting('acervo.actor', true), ''), 'migrator:' || session_user);
  select p.* into source from "sm_analytics"."datasets" p where p.id = new.dataset_id for share of p;
  if source.status <> 'ACTIVE' or source.deleted_at is not null then
    raise exception 'the dataset is not in use' using errcode = 'AV304';
  end if;
  if source.owner = new.asked_by or source.classification = 'PUBLIC' then
    return new;
  end if;
  perform from "sm_analytics"."dataset_grants" g where g.dataset_id = new.dataset_id and g.grantee = new.asked_by
    and g.revoked_at is null and g.expires_at > acervo.clock() for share of g;
  if not found then
    raise exception 'no grant stands for this dataset' using errcode = 'AV304';
  end if;
  return new;
end$body$;
create or replace function "sm_analytics"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_analytics", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_analytics"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_analytics", pg_temp as $body$
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
  update "sm_analytics"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_analytics"."datasets" referencing new table as new_rows for each statement execute function "sm_analytics"."datasets_audit"();
create or replace trigger "audit_update" after update on "sm_analytics"."datasets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics"."datasets_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics"."datasets" referencing old table as old_rows for each statement execute function "sm_analytics"."datasets_audit"();
create or replace trigger "keep" before truncate on "sm_analytics"."datasets" for each statement execute function "sm_analytics"."datasets_keep"();
create or replace trigger "states_update" before update on "sm_analytics"."datasets" for each row execute function "sm_analytics"."datasets_states"();
create or replace trigger "touch" before update on "sm_analytics"."datasets" for each row execute function "sm_analytics"."datasets_touch"();
create or replace trigger "transitions_insert" after insert on "sm_analytics"."datasets" referencing new table as new_rows for each statement execute function "sm_analytics"."datasets_transitions"();
create or replace trigger "audit_insert" after insert on "sm_analytics"."dataset_grants" referencing new table as new_rows for each statement execute function "sm_analytics"."dataset_grants_audit"();
create or replace trigger "audit_update" after update on "sm_analytics"."dataset_grants" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics"."dataset_grants_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics"."dataset_grants" referencing old table as old_rows for each statement execute function "sm_analytics"."dataset_grants_audit"();
create or replace trigger "frozen_update" after update on "sm_analytics"."dataset_grants" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics"."dataset_grants_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_analytics"."dataset_grants" referencing old table as old_rows for each statement execute function "sm_analytics"."dataset_grants_frozen"();
create or replace trigger "keep" before truncate on "sm_analytics"."dataset_grants" for each statement execute function "sm_analytics"."dataset_grants_keep"();
create or replace trigger "touch" before update on "sm_analytics"."dataset_grants" for each row execute function "sm_analytics"."dataset_grants_touch"();
create or replace trigger "audit_insert" after insert on "sm_analytics"."queries" referencing new table as new_rows for each statement execute function "sm_analytics"."queries_audit"();
create or replace trigger "audit_update" after update on "sm_analytics"."queries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_analytics"."queries_audit"();
create or replace trigger "audit_delete" after delete on "sm_analytics"."queries" referencing old table as old_rows for each statement execute function "sm_analytics"."queries_audit"();
create or replace trigger "keep" before truncate on "sm_analytics"."queries" for each statement execute function "sm_analytics"."queries_keep"();
create or replace trigger "touch" before update on "sm_analytics"."queries" for each row execute function "sm_analytics"."queries_touch"();
create or replace trigger "grant" before insert on "sm_analytics"."query_runs" for each row execute function "sm_analytics"."query_runs_grant"();
create or replace trigger "keep" before truncate on "sm_analytics"."audit_events" for each statement execute function "sm_analytics"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_analytics"."outbox_events" referencing new table as new_rows for each statement execute function "sm_analytics"."outbox_events_number"();
alter table "sm_analytics"."queries" enable row level security, force row level security;
create policy "own" on "sm_analytics"."queries" as permissive for all to public using (owner = (select nullif(current_setting('acervo.actor', true), ''))) with check (owner = (select nullif(current_setting('acervo.actor', true), '')));
create policy "seen" on "sm_analytics"."queries" as permissive for select to public using (visibility = 'SHARED' or owner = (select nullif(current_setting('acervo.actor', true), '')));
alter table "sm_analytics"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_analytics"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_analytics"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "description", "source", "columns", "owner", "classification", "status", "deleted_at"), update ("name", "description", "source", "columns", "owner", "classification", "status", "deleted_at") on "sm_analytics"."datasets" to acervo_app;
grant select, insert ("id", "name", "description", "source", "columns", "owner", "classification", "status", "deleted_at"), update ("name", "description", "source", "columns", "owner", "classification", "status", "deleted_at") on "sm_analytics"."datasets" to acervo_worker;
grant select ("id", "name", "description", "source", "columns", "owner", "classification", "status", "created_at", "deleted_at", "updated_at") on "sm_analytics"."datasets" to acervo_readonly;
grant select, insert ("id", "dataset_id", "grantee", "granted_by", "granted_at", "expires_at", "revoked_at"), update ("expires_at", "revoked_at") on "sm_analytics"."dataset_grants" to acervo_app;
grant select, insert ("id", "dataset_id", "grantee", "granted_by", "granted_at", "expires_at", "revoked_at"), update ("expires_at", "revoked_at") on "sm_analytics"."dataset_grants" to acervo_worker;
grant select on "sm_analytics"."dataset_grants" to acervo_readonly;
grant select, insert ("id", "dataset_id", "name", "owner", "visibility", "request"), update ("dataset_id", "name", "visibility", "request"), delete on "sm_analytics"."queries" to acervo_app;
grant select, insert ("id", "dataset_id", "name", "owner", "visibility", "request"), update ("dataset_id", "name", "visibility", "request"), delete on "sm_analytics"."queries" to acervo_worker;
grant select on "sm_analytics"."queries" to acervo_readonly;
grant select, insert ("id", "dataset_id", "query_id", "asked_at", "rows", "duration_ms") on "sm_analytics"."query_runs" to acervo_app;
grant select, insert ("id", "dataset_id", "query_id", "asked_at", "rows", "duration_ms") on "sm_analytics"."query_runs" to acervo_worker;
grant select on "sm_analytics"."query_runs" to acervo_readonly;
grant select on "sm_analytics"."audit_events" to acervo_app;
grant select on "sm_analytics"."audit_events" to acervo_worker;
grant select on "sm_analytics"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_analytics"."outbox_events" to acervo_worker;
grant select on "sm_analytics"."outbox_events" to acervo_readonly;
set local role none;
