-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: f8da2b5f0715dac9bea8e21c1842eb8515590157e3b5bc0d27551baa5ace2ff6

-- step: create sm_integrations with 7 tables
-- locks: none
set local search_path to "sm_integrations", acervo, pg_temp;
create schema if not exists "sm_integrations" authorization acervo_owner;
grant usage on schema "sm_integrations" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_integrations"."connectors" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "name" varchar(160) collate "C" not null,
  "kind" text collate "C" not null,
  "address" text collate "C" not null,
  "owner" varchar(200) collate "C" not null,
  "settings" jsonb default '{}'::jsonb not null,
  "status" text collate "C" default 'PAUSED' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "connectors_pkey" primary key ("id"),
  constraint "connectors_kind_check" check ("kind" in ('REST', 'SOAP', 'SFTP', 'DATABASE', 'WEBHOOK', 'FILE')),
  constraint "connectors_status_check" check ("status" in ('ACTIVE', 'PAUSED', 'RETIRED')),
  constraint "connectors_address_check" check (address !~ '://[^/]*:[^/]*@'),
  constraint "connectors_code_check" check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
create table "sm_integrations"."credentials" (
  "id" uuid default acervo.uuid7() not null,
  "connector_id" uuid not null,
  "kind" text collate "C" not null,
  "account" varchar(200) collate "C" not null,
  "generation" integer default 0 not null,
  "refresh_holder" varchar(200) collate "C",
  "refresh_until" timestamptz(6),
  "revoked_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "credentials_pkey" primary key ("id"),
  constraint "credentials_kind_check" check ("kind" in ('API_KEY', 'BASIC', 'OAUTH2', 'CERTIFICATE', 'SSH_KEY')),
  constraint "credentials_lease_check" check ((refresh_holder is null) = (refresh_until is null))
);
create table "sm_integrations"."secrets" (
  "id" uuid default acervo.uuid7() not null,
  "credential_id" uuid not null,
  "generation" integer not null,
  "stored_by" varchar(200) collate "C" not null,
  "secret" bytea not null,
  "refresh_token" bytea,
  "expires_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "secrets_pkey" primary key ("id"),
  constraint "secrets_credential_id_generation_key" unique ("credential_id", "generation")
);
create table "sm_integrations"."syncs" (
  "id" uuid default acervo.uuid7() not null,
  "connector_id" uuid not null,
  "stream" varchar(120) collate "C" not null,
  "pass" integer not null,
  "direction" text collate "C" default 'IN' not null,
  "status" text collate "C" default 'RUNNING' not null,
  "cursor_from" text collate "C",
  "cursor_to" text collate "C",
  "read_items" integer default 0 not null,
  "written_items" integer default 0 not null,
  "dead_items" bigint default 0 not null,
  "started_at" timestamptz(6) default acervo.now() not null,
  "ended_at" timestamptz(6),
  "error" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "syncs_pkey" primary key ("id"),
  constraint "syncs_connector_id_stream_pass_key" unique ("connector_id", "stream", "pass"),
  constraint "syncs_direction_check" check ("direction" in ('IN', 'OUT')),
  constraint "syncs_status_check" check ("status" in ('RUNNING', 'SUCCEEDED', 'FAILED')),
  constraint "syncs_complete_check" check (status <> 'SUCCEEDED' or (cursor_to is not null and read_items = written_items + dead_items)),
  constraint "syncs_counts_check" check (read_items >= 0 and written_items >= 0),
  constraint "syncs_failed_check" check ((status = 'FAILED') = (error is not null))
);
create table "sm_integrations"."dead_letters" (
  "id" uuid default acervo.uuid7() not null,
  "sync_id" uuid not null,
  "item_key" varchar(300) collate "C" not null,
  "payload" jsonb not null,
  "error" text collate "C" not null,
  "attempts" integer default 1 not null,
  "status" text collate "C" default 'DEAD' not null,
  "decided_at" timestamptz(6),
  "decided_by" varchar(200) collate "C",
  "reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "dead_letters_pkey" primary key ("id"),
  constraint "dead_letters_sync_id_item_key_key" unique ("sync_id", "item_key"),
  constraint "dead_letters_status_check" check ("status" in ('DEAD', 'REPLAYED', 'DISCARDED')),
  constraint "dead_letters_attempts_check" check (attempts >= 1),
  constraint "dead_letters_decided_check" check ((status = 'DEAD') = (decided_by is null)),
  constraint "dead_letters_discarded_check" check (status <> 'DISCARDED' or reason is not null)
);
create table "sm_integrations"."audit_events" (
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
create table "sm_integrations"."outbox_events" (
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
create unique index "connectors_code_key" on "sm_integrations"."connectors" ("code") where (deleted_at is null);
create index "connectors_search_vector_gin_idx" on "sm_integrations"."connectors" using gin ("search_vector");
create unique index "credentials_one_in_force_key" on "sm_integrations"."credentials" ("connector_id", "account") where (revoked_at is null);
create index "credentials_connector_id_idx" on "sm_integrations"."credentials" ("connector_id");
create index "secrets_expires_at_idx" on "sm_integrations"."secrets" ("expires_at");
create unique index "syncs_one_running_key" on "sm_integrations"."syncs" ("connector_id", "stream") where (status = 'RUNNING');
create index "syncs_connector_id_started_at_idx" on "sm_integrations"."syncs" ("connector_id", "started_at" desc);
create index "dead_letters_created_at_idx" on "sm_integrations"."dead_letters" ("created_at") where status = 'DEAD';
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_integrations"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_integrations"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_integrations"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_integrations"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_integrations"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_integrations"."credentials" add constraint "credentials_connector_id_fkey" foreign key ("connector_id") references "sm_integrations"."connectors" ("id") on delete restrict;
alter table "sm_integrations"."secrets" add constraint "secrets_credential_id_fkey" foreign key ("credential_id") references "sm_integrations"."credentials" ("id") on delete restrict;
alter table "sm_integrations"."syncs" add constraint "syncs_connector_id_fkey" foreign key ("connector_id") references "sm_integrations"."connectors" ("id") on delete restrict;
alter table "sm_integrations"."dead_letters" add constraint "dead_letters_sync_id_fkey" foreign key ("sync_id") references "sm_integrations"."syncs" ("id") on delete restrict;
create or replace function "sm_integrations"."connectors_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'connectors', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('connectors')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."kind" as "kind", n."address" as "address", n."owner" as "owner", n."settings" as "settings", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'connectors', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('connectors')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."kind" as "kind", o."address" as "address", o."owner" as "owner", o."settings" as "settings", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'connectors', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('connectors')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."kind" as "kind", o."address" as "address", o."owner" as "owner", o."settings" as "settings", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."kind" as "kind", n."address" as "address", n."owner" as "owner", n."settings" as "settings", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."address" is distinct from n."address") then 'address' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."settings" is distinct from n."settings") then 'settings' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."connectors_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_integrations"."connectors_states"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PAUSED' then array['ACTIVE', 'RETIRED']::text[] when 'ACTIVE' then array['PAUSED', 'RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'connectors', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_integrations"."connectors_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_integrations"."connectors_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_integrations", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PAUSED', 'ACTIVE']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'connectors', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PAUSED, ACTIVE.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."credentials_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'credentials', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('credentials')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."connector_id" as "connectorId", n."kind" as "kind", n."account" as "account", n."refresh_holder" as "refreshHolder", to_char(n."refresh_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "refreshUntil", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'credentials', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('credentials')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."connector_id" as "connectorId", o."kind" as "kind", o."account" as "account", o."refresh_holder" as "refreshHolder", to_char(o."refresh_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "refreshUntil", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'credentials', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('credentials')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."connector_id" as "connectorId", o."kind" as "kind", o."account" as "account", o."refresh_holder" as "refreshHolder", to_char(o."refresh_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "refreshUntil", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."connector_id" as "connectorId", n."kind" as "kind", n."account" as "account", n."refresh_holder" as "refreshHolder", to_char(n."refresh_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "refreshUntil", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."connector_id" is distinct from n."connector_id") then 'connectorId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."account" is distinct from n."account") then 'account' end, case when not (o."refresh_holder" is distinct from n."refresh_holder") then 'refreshHolder' end, case when not (o."refresh_until" is distinct from n."refresh_until") then 'refreshUntil' end, case when not (o."revoked_at" is distinct from n."revoked_at") then 'revokedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."credentials_emit"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.connector_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (revoked_at is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Credential', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_integrations"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Credential', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CredentialRevoked'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('credentialId', n."id", 'connectorId', n."connector_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.connector_id, n.generation, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and (n.generation) is distinct from (o.generation) then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (revoked_at is not null) is true as "holds 1" from new_rows) n
        join (select *, (true) is true as "holds 0", (revoked_at is not null) is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Credential', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_integrations"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Credential', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CredentialRefreshed', 'CredentialRevoked'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('credentialId', n."id", 'connectorId', n."connector_id", 'generation', n."generation")
        when 2 then jsonb_build_object('credentialId', n."id", 'connectorId', n."connector_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."credentials_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (revoked_at is not null)) then
      raise exception using errcode = 'AV304', message = 'a revoked credential stays so';
    end if;
  elsif exists (
    select from (select * from old_rows where (revoked_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a revoked credential stays so';
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."credentials_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_integrations"."credentials_single_flight"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  if new.refresh_holder is distinct from old.refresh_holder and new.refresh_holder is not null
    and old.refresh_holder is not null and old.refresh_until > acervo.clock() then
    raise exception 'somebody else is refreshing it' using errcode = 'AV304',
      hint = 'Wait until the lease ends and read it again.';
  end if;
  return new;
end$body$;
create or replace function "sm_integrations"."credentials_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_integrations"."secrets_fence"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
declare
  held "sm_integrations"."credentials";
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  select p.* into held from "sm_integrations"."credentials" p where p.id = new.credential_id for no key update of p;
  if held.revoked_at is not null then
    raise exception 'the credential is revoked' using errcode = 'AV304';
  elsif held.refresh_holder is distinct from new.stored_by then
    raise exception 'the lease is not held' using errcode = 'AV304';
  elsif held.generation + 1 <> new.generation then
    raise exception 'another generation was stored meanwhile' using errcode = 'AV304';
  end if;
  update "sm_integrations"."credentials" p set generation = new.generation, refresh_holder = null, refresh_until = null
  where p.id = new.credential_id;
  return new;
end$body$;
create or replace function "sm_integrations"."secrets_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.secret is not null and not exists (select from acervo.data_key k where k.id = substring(n.secret from 2 for 16) and k.retired_at is null)) or (n.refresh_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.refresh_token from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.secret is not null and not exists (select from acervo.data_key k where k.id = substring(n.secret from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.secret = n.secret)) or (n.refresh_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.refresh_token from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.refresh_token = n.refresh_token))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."secrets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_integrations"."syncs_emit"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.connector_id, n.stream, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status <> 'RUNNING') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Sync', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_integrations"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Sync', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SyncEnded'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('syncId', n."id", 'connectorId', n."connector_id", 'stream', n."stream", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.connector_id, n.stream, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status <> 'RUNNING') is true as "holds 0" from new_rows) n
        join (select *, (status <> 'RUNNING') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Sync', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_integrations"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Sync', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SyncEnded'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('syncId', n."id", 'connectorId', n."connector_id", 'stream', n."stream", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."syncs_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'RUNNING')) then
      raise exception using errcode = 'AV304', message = 'a pass that ended is history';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'RUNNING')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a pass that ended is history';
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."syncs_resume"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
begin
  perform from "sm_integrations"."connectors" p where p.id = new.connector_id for no key update;
  select r.cursor_to into new.cursor_from from "sm_integrations"."syncs" r
  where r.connector_id = new.connector_id and r.stream = new.stream and r.status = 'SUCCEEDED'
  order by r.pass desc limit 1;
  new.pass := 1 + coalesce((select max(r.pass) from "sm_integrations"."syncs" r
    where r.connector_id = new.connector_id and r.stream = new.stream), 0);
  return new;
end$body$;
create or replace function "sm_integrations"."syncs_states"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'RUNNING' then array['SUCCEEDED', 'FAILED']::text[] when 'SUCCEEDED' then array[]::text[] when 'FAILED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'syncs', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
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
create or replace function "sm_integrations"."syncs_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_integrations"."syncs_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_integrations", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['RUNNING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'syncs', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: RUNNING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."syncs_while"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_integrations"."connectors" p
    where p.id in (select r.connector_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_integrations"."connectors" p on p.id = r.connector_id where (p.status = 'ACTIVE' and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'the connector is not in use', table = 'syncs';
    end if;
  else
    perform from "sm_integrations"."connectors" p
    where p.id in (select r.connector_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.connector_id is distinct from o.connector_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.connector_id is distinct from o.connector_id) r join "sm_integrations"."connectors" p on p.id = r.connector_id where (p.status = 'ACTIVE' and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'the connector is not in use', table = 'syncs';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."dead_letters_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'dead_letters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dead_letters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."sync_id" as "syncId", n."item_key" as "itemKey", n."payload" as "payload", n."error" as "error", n."attempts" as "attempts", n."status" as "status", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", n."decided_by" as "decidedBy", n."reason" as "reason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'dead_letters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dead_letters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."sync_id" as "syncId", o."item_key" as "itemKey", o."payload" as "payload", o."error" as "error", o."attempts" as "attempts", o."status" as "status", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", o."decided_by" as "decidedBy", o."reason" as "reason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_integrations"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'dead_letters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dead_letters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."sync_id" as "syncId", o."item_key" as "itemKey", o."payload" as "payload", o."error" as "error", o."attempts" as "attempts", o."status" as "status", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", o."decided_by" as "decidedBy", o."reason" as "reason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."sync_id" as "syncId", n."item_key" as "itemKey", n."payload" as "payload", n."error" as "error", n."attempts" as "attempts", n."status" as "status", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt", n."decided_by" as "decidedBy", n."reason" as "reason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."sync_id" is distinct from n."sync_id") then 'syncId' end, case when not (o."item_key" is distinct from n."item_key") then 'itemKey' end, case when not (o."payload" is distinct from n."payload") then 'payload' end, case when not (o."error" is distinct from n."error") then 'error' end, case when not (o."attempts" is distinct from n."attempts") then 'attempts' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end, case when not (o."decided_by" is distinct from n."decided_by") then 'decidedBy' end, case when not (o."reason" is distinct from n."reason") then 'reason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."dead_letters_count_dead_items"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_integrations"."syncs" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.sync_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_integrations"."syncs" p set dead_items = p.dead_items + delta.n
    from (select c.id, sum(c.n) as n from (select r.sync_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_integrations"."syncs" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.sync_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_integrations"."syncs" p set dead_items = p.dead_items + delta.n
    from (select c.id, sum(c.n) as n from (select r.sync_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_integrations"."syncs" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.sync_id as id, 1 as n from new_rows r where true and (true) union all select r.sync_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_integrations"."syncs" p set dead_items = p.dead_items + delta.n
    from (select c.id, sum(c.n) as n from (select r.sync_id as id, 1 as n from new_rows r where true and (true) union all select r.sync_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."dead_letters_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_integrations"."dead_letters_states"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DEAD' then array['REPLAYED', 'DISCARDED']::text[] when 'REPLAYED' then array[]::text[] when 'DISCARDED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'dead_letters', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'REPLAYED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.status = 'DISCARDED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_integrations"."dead_letters_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_integrations"."dead_letters_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_integrations", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DEAD']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'dead_letters', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DEAD.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."dead_letters_while"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_integrations"."syncs" p
    where p.id in (select r.sync_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_integrations"."syncs" p on p.id = r.sync_id where (p.status = 'RUNNING') is not true) then
      raise exception using errcode = 'AV304', message = 'the pass has ended', table = 'dead_letters';
    end if;
  else
    perform from "sm_integrations"."syncs" p
    where p.id in (select r.sync_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.sync_id is distinct from o.sync_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.sync_id is distinct from o.sync_id) r join "sm_integrations"."syncs" p on p.id = r.sync_id where (p.status = 'RUNNING') is not true) then
      raise exception using errcode = 'AV304', message = 'the pass has ended', table = 'dead_letters';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_integrations"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_integrations", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_integrations"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_integrations", pg_temp as $body$
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
  update "sm_integrations"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_integrations"."connectors" referencing new table as new_rows for each statement execute function "sm_integrations"."connectors_audit"();
create or replace trigger "audit_update" after update on "sm_integrations"."connectors" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."connectors_audit"();
create or replace trigger "audit_delete" after delete on "sm_integrations"."connectors" referencing old table as old_rows for each statement execute function "sm_integrations"."connectors_audit"();
create or replace trigger "keep" before truncate on "sm_integrations"."connectors" for each statement execute function "sm_integrations"."connectors_keep"();
create or replace trigger "states_update" before update on "sm_integrations"."connectors" for each row execute function "sm_integrations"."connectors_states"();
create or replace trigger "touch" before update on "sm_integrations"."connectors" for each row execute function "sm_integrations"."connectors_touch"();
create or replace trigger "transitions_insert" after insert on "sm_integrations"."connectors" referencing new table as new_rows for each statement execute function "sm_integrations"."connectors_transitions"();
create or replace trigger "audit_insert" after insert on "sm_integrations"."credentials" referencing new table as new_rows for each statement execute function "sm_integrations"."credentials_audit"();
create or replace trigger "audit_update" after update on "sm_integrations"."credentials" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."credentials_audit"();
create or replace trigger "audit_delete" after delete on "sm_integrations"."credentials" referencing old table as old_rows for each statement execute function "sm_integrations"."credentials_audit"();
create or replace trigger "emit_insert" after insert on "sm_integrations"."credentials" referencing new table as new_rows for each statement execute function "sm_integrations"."credentials_emit"();
create or replace trigger "emit_update" after update on "sm_integrations"."credentials" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."credentials_emit"();
create or replace trigger "frozen_update" after update on "sm_integrations"."credentials" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."credentials_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_integrations"."credentials" referencing old table as old_rows for each statement execute function "sm_integrations"."credentials_frozen"();
create or replace trigger "keep" before truncate on "sm_integrations"."credentials" for each statement execute function "sm_integrations"."credentials_keep"();
create or replace trigger "single_flight" before update on "sm_integrations"."credentials" for each row execute function "sm_integrations"."credentials_single_flight"();
create or replace trigger "touch" before update on "sm_integrations"."credentials" for each row execute function "sm_integrations"."credentials_touch"();
create or replace trigger "fence" before insert on "sm_integrations"."secrets" for each row execute function "sm_integrations"."secrets_fence"();
create or replace trigger "sealed_insert" after insert on "sm_integrations"."secrets" referencing new table as new_rows for each statement execute function "sm_integrations"."secrets_sealed"();
create or replace trigger "sealed_update" after update on "sm_integrations"."secrets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."secrets_sealed"();
create or replace trigger "touch" before update on "sm_integrations"."secrets" for each row execute function "sm_integrations"."secrets_touch"();
create or replace trigger "emit_insert" after insert on "sm_integrations"."syncs" referencing new table as new_rows for each statement execute function "sm_integrations"."syncs_emit"();
create or replace trigger "emit_update" after update on "sm_integrations"."syncs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."syncs_emit"();
create or replace trigger "frozen_update" after update on "sm_integrations"."syncs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."syncs_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_integrations"."syncs" referencing old table as old_rows for each statement execute function "sm_integrations"."syncs_frozen"();
create or replace trigger "resume" before insert on "sm_integrations"."syncs" for each row execute function "sm_integrations"."syncs_resume"();
create or replace trigger "states_update" before update on "sm_integrations"."syncs" for each row execute function "sm_integrations"."syncs_states"();
create or replace trigger "states_insert" before insert on "sm_integrations"."syncs" for each row execute function "sm_integrations"."syncs_states"();
create or replace trigger "touch" before update on "sm_integrations"."syncs" for each row execute function "sm_integrations"."syncs_touch"();
create or replace trigger "transitions_insert" after insert on "sm_integrations"."syncs" referencing new table as new_rows for each statement execute function "sm_integrations"."syncs_transitions"();
create or replace trigger "while_insert" after insert on "sm_integrations"."syncs" referencing new table as new_rows for each statement execute function "sm_integrations"."syncs_while"();
create or replace trigger "while_update" after update on "sm_integrations"."syncs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."syncs_while"();
create or replace trigger "audit_insert" after insert on "sm_integrations"."dead_letters" referencing new table as new_rows for each statement execute function "sm_integrations"."dead_letters_audit"();
create or replace trigger "audit_update" after update on "sm_integrations"."dead_letters" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."dead_letters_audit"();
create or replace trigger "audit_delete" after delete on "sm_integrations"."dead_letters" referencing old table as old_rows for each statement execute function "sm_integrations"."dead_letters_audit"();
create or replace trigger "count_dead_items_insert" after insert on "sm_integrations"."dead_letters" referencing new table as new_rows for each statement execute function "sm_integrations"."dead_letters_count_dead_items"();
create or replace trigger "count_dead_items_update" after update on "sm_integrations"."dead_letters" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."dead_letters_count_dead_items"();
create or replace trigger "count_dead_items_delete" after delete on "sm_integrations"."dead_letters" referencing old table as old_rows for each statement execute function "sm_integrations"."dead_letters_count_dead_items"();
create or replace trigger "keep" before truncate on "sm_integrations"."dead_letters" for each statement execute function "sm_integrations"."dead_letters_keep"();
create or replace trigger "states_update" before update on "sm_integrations"."dead_letters" for each row execute function "sm_integrations"."dead_letters_states"();
create or replace trigger "states_insert" before insert on "sm_integrations"."dead_letters" for each row execute function "sm_integrations"."dead_letters_states"();
create or replace trigger "touch" before update on "sm_integrations"."dead_letters" for each row execute function "sm_integrations"."dead_letters_touch"();
create or replace trigger "transitions_insert" after insert on "sm_integrations"."dead_letters" referencing new table as new_rows for each statement execute function "sm_integrations"."dead_letters_transitions"();
create or replace trigger "while_insert" after insert on "sm_integrations"."dead_letters" referencing new table as new_rows for each statement execute function "sm_integrations"."dead_letters_while"();
create or replace trigger "while_update" after update on "sm_integrations"."dead_letters" referencing new table as new_rows old table as old_rows for each statement execute function "sm_integrations"."dead_letters_while"();
create or replace trigger "keep" before truncate on "sm_integrations"."audit_events" for each statement execute function "sm_integrations"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_integrations"."outbox_events" referencing new table as new_rows for each statement execute function "sm_integrations"."outbox_events_number"();
alter table "sm_integrations"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_integrations"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_integrations"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "kind", "address", "owner", "settings", "status", "deleted_at"), update ("name", "address", "owner", "settings", "status", "deleted_at") on "sm_integrations"."connectors" to acervo_app;
grant select, insert ("id", "code", "name", "kind", "address", "owner", "settings", "status", "deleted_at"), update ("name", "address", "owner", "settings", "status", "deleted_at") on "sm_integrations"."connectors" to acervo_worker;
grant select ("id", "code", "name", "kind", "address", "owner", "settings", "status", "created_at", "deleted_at", "updated_at") on "sm_integrations"."connectors" to acervo_readonly;
grant select, insert ("id", "connector_id", "kind", "account", "refresh_holder", "refresh_until", "revoked_at"), update ("refresh_holder", "refresh_until", "revoked_at") on "sm_integrations"."credentials" to acervo_app;
grant select, insert ("id", "connector_id", "kind", "account", "refresh_holder", "refresh_until", "revoked_at"), update ("refresh_holder", "refresh_until", "revoked_at") on "sm_integrations"."credentials" to acervo_worker;
grant select on "sm_integrations"."credentials" to acervo_readonly;
grant select, insert ("id", "credential_id", "generation", "stored_by", "secret", "refresh_token", "expires_at"), delete on "sm_integrations"."secrets" to acervo_app;
grant select, insert ("id", "credential_id", "generation", "stored_by", "secret", "refresh_token", "expires_at"), delete on "sm_integrations"."secrets" to acervo_worker;
grant select ("id", "credential_id", "generation", "stored_by", "expires_at", "created_at", "updated_at") on "sm_integrations"."secrets" to acervo_readonly;
grant select, insert ("id", "connector_id", "stream", "direction", "status", "cursor_to", "read_items", "written_items", "started_at", "ended_at", "error"), update ("status", "cursor_to", "read_items", "written_items", "ended_at", "error"), delete on "sm_integrations"."syncs" to acervo_app;
grant select, insert ("id", "connector_id", "stream", "direction", "status", "cursor_to", "read_items", "written_items", "started_at", "ended_at", "error"), update ("status", "cursor_to", "read_items", "written_items", "ended_at", "error"), delete on "sm_integrations"."syncs" to acervo_worker;
grant select on "sm_integrations"."syncs" to acervo_readonly;
grant select, insert ("id", "sync_id", "item_key", "payload", "error", "attempts", "status", "decided_at", "decided_by", "reason"), update ("attempts", "status", "decided_at", "decided_by", "reason") on "sm_integrations"."dead_letters" to acervo_app;
grant select, insert ("id", "sync_id", "item_key", "payload", "error", "attempts", "status", "decided_at", "decided_by", "reason"), update ("attempts", "status", "decided_at", "decided_by", "reason") on "sm_integrations"."dead_letters" to acervo_worker;
grant select on "sm_integrations"."dead_letters" to acervo_readonly;
grant select on "sm_integrations"."audit_events" to acervo_app;
grant select on "sm_integrations"."audit_events" to acervo_worker;
grant select on "sm_integrations"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_integrations"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_integrations"."outbox_events" to acervo_worker;
grant select on "sm_integrations"."outbox_events" to acervo_readonly;
set local role none;
