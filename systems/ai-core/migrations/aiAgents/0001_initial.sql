-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: ad4a2b7de6b28fafc602f3285d1a536ab8291ca950b613cf9f2cc52249604c20

-- step: create sm_ai_agents with 5 tables
-- locks: none
set local search_path to "sm_ai_agents", acervo, pg_temp;
create schema if not exists "sm_ai_agents" authorization acervo_owner;
grant usage on schema "sm_ai_agents" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_ai_agents"."agents" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "name" varchar(120) collate "C" not null,
  "description" text collate "C",
  "owner" varchar(200) collate "C" not null,
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "agents_pkey" primary key ("id"),
  constraint "agents_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'PAUSED', 'RETIRED')),
  constraint "agents_code_check" check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
);
create table "sm_ai_agents"."agent_versions" (
  "id" uuid default acervo.uuid7() not null,
  "agent_id" uuid not null,
  "version" integer not null,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "published_by" varchar(200) collate "C",
  "change_note" varchar(500) collate "C",
  "instructions" text collate "C" not null,
  "model_version_id" uuid not null,
  "prompt_version_id" uuid,
  "tools" text[] collate "C" default '{}' not null,
  "temperature" numeric(3, 2),
  "max_output_tokens" integer,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "agent_versions_pkey" primary key ("id"),
  constraint "agent_versions_agent_id_version_key" unique ("agent_id", "version"),
  constraint "agent_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  constraint "agent_versions_max_output_tokens_check" check (max_output_tokens > 0),
  constraint "agent_versions_published_check" check (status = 'DRAFT' or published_at is not null),
  constraint "agent_versions_temperature_check" check (temperature between 0 and 2)
);
create table "sm_ai_agents"."agent_grants" (
  "id" uuid default acervo.uuid7() not null,
  "agent_id" uuid not null,
  "principal" varchar(200) collate "C" not null,
  "resource" varchar(120) collate "C" not null,
  "action" varchar(60) collate "C" not null,
  "purpose" text collate "C" not null,
  "granted_by" varchar(200) collate "C" not null,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "revoked_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "agent_grants_pkey" primary key ("id"),
  constraint "agent_grants_expiry_check" check (expires_at > granted_at and expires_at <= granted_at + interval '366 days'),
  constraint "agent_grants_purpose_check" check (purpose ~ '[^[:space:]]'),
  constraint "agent_grants_revoked_check" check (revoked_at >= granted_at),
  constraint "agent_grants_somebody_else_check" check (granted_by <> 'agent:' || agent_id::text),
  constraint "agent_grants_one_at_a_time_excl" exclude using gist (agent_id with =, principal with =, resource with =, action with =, tstzrange(granted_at, greatest(granted_at, least(expires_at, revoked_at))) with &&)
);
create table "sm_ai_agents"."audit_events" (
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
create table "sm_ai_agents"."outbox_events" (
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
create unique index "agents_code_key" on "sm_ai_agents"."agents" ("code") where (deleted_at is null);
create index "agents_search_vector_gin_idx" on "sm_ai_agents"."agents" using gin ("search_vector");
create unique index "agent_versions_one_published_key" on "sm_ai_agents"."agent_versions" ("agent_id") where (status = 'PUBLISHED');
create index "agent_versions_agent_id_status_idx" on "sm_ai_agents"."agent_versions" ("agent_id", "status");
create index "agent_grants_principal_resource_idx" on "sm_ai_agents"."agent_grants" ("principal", "resource") where revoked_at is null;
create index "agent_grants_agent_id_idx" on "sm_ai_agents"."agent_grants" ("agent_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_ai_agents"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_ai_agents"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_ai_agents"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_ai_agents"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_ai_agents"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_ai_agents"."agent_versions" add constraint "agent_versions_agent_id_fkey" foreign key ("agent_id") references "sm_ai_agents"."agents" ("id") on delete restrict;
alter table "sm_ai_agents"."agent_grants" add constraint "agent_grants_agent_id_fkey" foreign key ("agent_id") references "sm_ai_agents"."agents" ("id") on delete restrict;
create or replace function "sm_ai_agents"."agents_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'agents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."description" as "description", n."owner" as "owner", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'agents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."description" as "description", o."owner" as "owner", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'agents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."description" as "description", o."owner" as "owner", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."description" as "description", n."owner" as "owner", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agents_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_agents"."agents_states"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ACTIVE']::text[] when 'ACTIVE' then array['PAUSED', 'RETIRED']::text[] when 'PAUSED' then array['ACTIVE', 'RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'agents', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_ai_agents"."agents_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_agents"."agents_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_agents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'agents', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agent_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'agent_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."agent_id" as "agentId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."instructions" as "instructions", n."model_version_id" as "modelVersionId", n."prompt_version_id" as "promptVersionId", n."tools" as "tools", n."temperature"::text as "temperature", n."max_output_tokens" as "maxOutputTokens") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'agent_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."agent_id" as "agentId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."instructions" as "instructions", o."model_version_id" as "modelVersionId", o."prompt_version_id" as "promptVersionId", o."tools" as "tools", o."temperature"::text as "temperature", o."max_output_tokens" as "maxOutputTokens") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'agent_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."agent_id" as "agentId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."instructions" as "instructions", o."model_version_id" as "modelVersionId", o."prompt_version_id" as "promptVersionId", o."tools" as "tools", o."temperature"::text as "temperature", o."max_output_tokens" as "maxOutputTokens") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."agent_id" as "agentId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."instructions" as "instructions", n."model_version_id" as "modelVersionId", n."prompt_version_id" as "promptVersionId", n."tools" as "tools", n."temperature"::text as "temperature", n."max_output_tokens" as "maxOutputTokens") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."agent_id" is distinct from n."agent_id") then 'agentId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end, case when not (o."published_by" is distinct from n."published_by") then 'publishedBy' end, case when not (o."change_note" is distinct from n."change_note") then 'changeNote' end, case when not (o."instructions" is distinct from n."instructions") then 'instructions' end, case when not (o."model_version_id" is distinct from n."model_version_id") then 'modelVersionId' end, case when not (o."prompt_version_id" is distinct from n."prompt_version_id") then 'promptVersionId' end, case when not (o."tools" is distinct from n."tools") then 'tools' end, case when not (o."temperature" is distinct from n."temperature") then 'temperature' end, case when not (o."max_output_tokens" is distinct from n."max_output_tokens") then 'maxOutputTokens' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agent_versions_emit"() returns trigger language plpgsql security definer
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.agent_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Agent', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_agents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Agent', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AgentPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('agentVersionId', n."id", 'agentId', n."agent_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.agent_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Agent', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_agents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Agent', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AgentPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('agentVersionId', n."id", 'agentId', n."agent_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agent_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
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
create or replace function "sm_ai_agents"."agent_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_agents"."agent_versions_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  perform from "sm_ai_agents"."agents" p where p.id = new.agent_id for no key update;
  new.version := 1 + coalesce(
    (select max(r.version) from "sm_ai_agents"."agent_versions" r where r.agent_id = new.agent_id), 0);
  return new;
end$body$;
create or replace function "sm_ai_agents"."agent_versions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array['PUBLISHED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'agent_versions', column = 'status',
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
create or replace function "sm_ai_agents"."agent_versions_supersede"() returns trigger language plpgsql security definer
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if new.status = 'PUBLISHED' and old.status <> 'PUBLISHED' then
    perform from "sm_ai_agents"."agents" p where p.id = new.agent_id for no key update;
    update "sm_ai_agents"."agent_versions" r set status = 'RETIRED'
    where r.agent_id = new.agent_id and r.status = 'PUBLISHED' and r.id <> new.id;
  end if;
  return new;
end$body$;
create or replace function "sm_ai_agents"."agent_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_agents"."agent_versions_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_agents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'agent_versions', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agent_grants_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'agent_grants', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_grants')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."agent_id" as "agentId", n."principal" as "principal", n."resource" as "resource", n."action" as "action", n."purpose" as "purpose", n."granted_by" as "grantedBy", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'agent_grants', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_grants')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."agent_id" as "agentId", o."principal" as "principal", o."resource" as "resource", o."action" as "action", o."purpose" as "purpose", o."granted_by" as "grantedBy", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'agent_grants', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_grants')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."agent_id" as "agentId", o."principal" as "principal", o."resource" as "resource", o."action" as "action", o."purpose" as "purpose", o."granted_by" as "grantedBy", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."agent_id" as "agentId", n."principal" as "principal", n."resource" as "resource", n."action" as "action", n."purpose" as "purpose", n."granted_by" as "grantedBy", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."revoked_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "revokedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."agent_id" is distinct from n."agent_id") then 'agentId' end, case when not (o."principal" is distinct from n."principal") then 'principal' end, case when not (o."resource" is distinct from n."resource") then 'resource' end, case when not (o."action" is distinct from n."action") then 'action' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."granted_by" is distinct from n."granted_by") then 'grantedBy' end, case when not (o."granted_at" is distinct from n."granted_at") then 'grantedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."revoked_at" is distinct from n."revoked_at") then 'revokedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agent_grants_emit"() returns trigger language plpgsql security definer
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.agent_id, n.principal, n.resource, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (revoked_at is not null) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'AgentGrant', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_agents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'AgentGrant', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AgentGranted', 'AgentRevoked'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('grantId', n."id", 'agentId', n."agent_id", 'principal', n."principal", 'resource', n."resource")
        when 2 then jsonb_build_object('grantId', n."id", 'agentId', n."agent_id", 'principal', n."principal", 'resource', n."resource") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.agent_id, n.principal, n.resource, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (revoked_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (revoked_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'AgentGrant', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_agents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'AgentGrant', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AgentRevoked'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('grantId', n."id", 'agentId', n."agent_id", 'principal', n."principal", 'resource', n."resource") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."agent_grants_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
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
create or replace function "sm_ai_agents"."agent_grants_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_agents"."agent_grants_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_agents"."agent_grants_while"() returns trigger language plpgsql security definer
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_ai_agents"."agents" p
    where p.id in (select r.agent_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_ai_agents"."agents" p on p.id = r.agent_id where (p.status in ('ACTIVE', 'PAUSED') and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'an agent that is not in use is given nothing', table = 'agent_grants';
    end if;
  else
    perform from "sm_ai_agents"."agents" p
    where p.id in (select r.agent_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.agent_id is distinct from o.agent_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.agent_id is distinct from o.agent_id) r join "sm_ai_agents"."agents" p on p.id = r.agent_id where (p.status in ('ACTIVE', 'PAUSED') and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'an agent that is not in use is given nothing', table = 'agent_grants';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_agents"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_agents"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_agents", pg_temp as $body$
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
  update "sm_ai_agents"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_ai_agents"."agents" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agents_audit"();
create or replace trigger "audit_update" after update on "sm_ai_agents"."agents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agents_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_agents"."agents" referencing old table as old_rows for each statement execute function "sm_ai_agents"."agents_audit"();
create or replace trigger "keep" before truncate on "sm_ai_agents"."agents" for each statement execute function "sm_ai_agents"."agents_keep"();
create or replace trigger "states_update" before update on "sm_ai_agents"."agents" for each row execute function "sm_ai_agents"."agents_states"();
create or replace trigger "touch" before update on "sm_ai_agents"."agents" for each row execute function "sm_ai_agents"."agents_touch"();
create or replace trigger "transitions_insert" after insert on "sm_ai_agents"."agents" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agents_transitions"();
create or replace trigger "audit_insert" after insert on "sm_ai_agents"."agent_versions" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agent_versions_audit"();
create or replace trigger "audit_update" after update on "sm_ai_agents"."agent_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_agents"."agent_versions" referencing old table as old_rows for each statement execute function "sm_ai_agents"."agent_versions_audit"();
create or replace trigger "emit_insert" after insert on "sm_ai_agents"."agent_versions" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agent_versions_emit"();
create or replace trigger "emit_update" after update on "sm_ai_agents"."agent_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_versions_emit"();
create or replace trigger "frozen_update" after update on "sm_ai_agents"."agent_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_ai_agents"."agent_versions" referencing old table as old_rows for each statement execute function "sm_ai_agents"."agent_versions_frozen"();
create or replace trigger "keep" before truncate on "sm_ai_agents"."agent_versions" for each statement execute function "sm_ai_agents"."agent_versions_keep"();
create or replace trigger "number" before insert on "sm_ai_agents"."agent_versions" for each row execute function "sm_ai_agents"."agent_versions_number"();
create or replace trigger "states_update" before update on "sm_ai_agents"."agent_versions" for each row execute function "sm_ai_agents"."agent_versions_states"();
create or replace trigger "states_insert" before insert on "sm_ai_agents"."agent_versions" for each row execute function "sm_ai_agents"."agent_versions_states"();
create or replace trigger "supersede" before update on "sm_ai_agents"."agent_versions" for each row execute function "sm_ai_agents"."agent_versions_supersede"();
create or replace trigger "touch" before update on "sm_ai_agents"."agent_versions" for each row execute function "sm_ai_agents"."agent_versions_touch"();
create or replace trigger "transitions_insert" after insert on "sm_ai_agents"."agent_versions" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agent_versions_transitions"();
create or replace trigger "audit_insert" after insert on "sm_ai_agents"."agent_grants" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agent_grants_audit"();
create or replace trigger "audit_update" after update on "sm_ai_agents"."agent_grants" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_grants_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_agents"."agent_grants" referencing old table as old_rows for each statement execute function "sm_ai_agents"."agent_grants_audit"();
create or replace trigger "emit_insert" after insert on "sm_ai_agents"."agent_grants" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agent_grants_emit"();
create or replace trigger "emit_update" after update on "sm_ai_agents"."agent_grants" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_grants_emit"();
create or replace trigger "frozen_update" after update on "sm_ai_agents"."agent_grants" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_grants_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_ai_agents"."agent_grants" referencing old table as old_rows for each statement execute function "sm_ai_agents"."agent_grants_frozen"();
create or replace trigger "keep" before truncate on "sm_ai_agents"."agent_grants" for each statement execute function "sm_ai_agents"."agent_grants_keep"();
create or replace trigger "touch" before update on "sm_ai_agents"."agent_grants" for each row execute function "sm_ai_agents"."agent_grants_touch"();
create or replace trigger "while_insert" after insert on "sm_ai_agents"."agent_grants" referencing new table as new_rows for each statement execute function "sm_ai_agents"."agent_grants_while"();
create or replace trigger "while_update" after update on "sm_ai_agents"."agent_grants" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_agents"."agent_grants_while"();
create or replace trigger "keep" before truncate on "sm_ai_agents"."audit_events" for each statement execute function "sm_ai_agents"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_ai_agents"."outbox_events" referencing new table as new_rows for each statement execute function "sm_ai_agents"."outbox_events_number"();
alter table "sm_ai_agents"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_ai_agents"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_ai_agents"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "description", "owner", "status", "deleted_at"), update ("name", "description", "owner", "status", "deleted_at") on "sm_ai_agents"."agents" to acervo_app;
grant select, insert ("id", "code", "name", "description", "owner", "status", "deleted_at"), update ("name", "description", "owner", "status", "deleted_at") on "sm_ai_agents"."agents" to acervo_worker;
grant select ("id", "code", "name", "description", "owner", "status", "created_at", "deleted_at", "updated_at") on "sm_ai_agents"."agents" to acervo_readonly;
grant select, insert ("id", "agent_id", "status", "published_at", "published_by", "change_note", "instructions", "model_version_id", "prompt_version_id", "tools", "temperature", "max_output_tokens"), update ("status", "published_at", "published_by", "change_note", "instructions", "model_version_id", "prompt_version_id", "tools", "temperature", "max_output_tokens"), delete on "sm_ai_agents"."agent_versions" to acervo_app;
grant select, insert ("id", "agent_id", "status", "published_at", "published_by", "change_note", "instructions", "model_version_id", "prompt_version_id", "tools", "temperature", "max_output_tokens"), update ("status", "published_at", "published_by", "change_note", "instructions", "model_version_id", "prompt_version_id", "tools", "temperature", "max_output_tokens"), delete on "sm_ai_agents"."agent_versions" to acervo_worker;
grant select on "sm_ai_agents"."agent_versions" to acervo_readonly;
grant select, insert ("id", "agent_id", "principal", "resource", "action", "purpose", "granted_by", "granted_at", "expires_at", "revoked_at"), update ("revoked_at") on "sm_ai_agents"."agent_grants" to acervo_app;
grant select, insert ("id", "agent_id", "principal", "resource", "action", "purpose", "granted_by", "granted_at", "expires_at", "revoked_at"), update ("revoked_at") on "sm_ai_agents"."agent_grants" to acervo_worker;
grant select on "sm_ai_agents"."agent_grants" to acervo_readonly;
grant select on "sm_ai_agents"."audit_events" to acervo_app;
grant select on "sm_ai_agents"."audit_events" to acervo_worker;
grant select on "sm_ai_agents"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_agents"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_agents"."outbox_events" to acervo_worker;
grant select on "sm_ai_agents"."outbox_events" to acervo_readonly;
set local role none;
