-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.simple_unaccent simple
-- model: 49c14f62bfa715df2a3ee4e92bbea16bdebd32920b1b4e89fd7812da81eeb344

-- step: create sm_ai_models with 6 tables
-- locks: none
set local search_path to "sm_ai_models", acervo, pg_temp;
create schema if not exists "sm_ai_models" authorization acervo_owner;
grant usage on schema "sm_ai_models" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_ai_models"."models" (
  "id" uuid default acervo.uuid7() not null,
  "provider" varchar(80) collate "C" not null,
  "name" varchar(120) collate "C" not null,
  "kind" text collate "C" not null,
  "description" text collate "C",
  "deprecated_on" date,
  "successor_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(provider, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "models_pkey" primary key ("id"),
  constraint "models_provider_name_key" unique ("provider", "name"),
  constraint "models_kind_check" check ("kind" in ('CHAT', 'COMPLETION', 'EMBEDDING', 'SPEECH', 'IMAGE', 'RERANK')),
  constraint "models_not_itself_check" check (successor_id <> id)
);
create table "sm_ai_models"."model_versions" (
  "id" uuid default acervo.uuid7() not null,
  "model_id" uuid not null,
  "version" integer not null,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "published_by" varchar(200) collate "C",
  "change_note" varchar(500) collate "C",
  "provider_version" varchar(160) collate "C" not null,
  "context_tokens" integer,
  "max_output_tokens" integer,
  "dimensions" integer,
  "modalities" text[] collate "C" default array['TEXT'] not null,
  "capabilities" text[] collate "C" default '{}' not null,
  "temperature_max" numeric(3, 2) default '2.00' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "model_versions_pkey" primary key ("id"),
  constraint "model_versions_model_id_version_key" unique ("model_id", "version"),
  constraint "model_versions_model_id_provider_version_key" unique ("model_id", "provider_version"),
  constraint "model_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  constraint "model_versions_output_check" check (max_output_tokens <= context_tokens),
  constraint "model_versions_published_check" check (status = 'DRAFT' or published_at is not null),
  constraint "model_versions_sizes_check" check (context_tokens > 0 and max_output_tokens > 0 and dimensions > 0),
  constraint "model_versions_temperature_check" check (temperature_max between 0 and 2)
);
create table "sm_ai_models"."model_prices" (
  "id" uuid default acervo.uuid7() not null,
  "model_version_id" uuid not null,
  "measure" text collate "C" not null,
  "units" integer default 1000000 not null,
  "price" numeric(20, 10) not null,
  "currency" varchar(3) collate "C" default 'USD' not null,
  "valid_from" timestamptz(6) not null,
  "valid_to" timestamptz(6),
  "source" varchar(200) collate "C" not null,
  "entered_by" varchar(200) collate "C" not null,
  "approved_by" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "model_prices_pkey" primary key ("id"),
  constraint "model_prices_measure_check" check ("measure" in ('INPUT', 'OUTPUT', 'CACHE_READ', 'CACHE_WRITE', 'REASONING', 'AUDIO', 'IMAGE', 'REQUEST')),
  constraint "model_prices_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "model_prices_price_check" check (price >= 0),
  constraint "model_prices_two_persons_check" check (approved_by <> entered_by),
  constraint "model_prices_units_check" check (units > 0),
  constraint "model_prices_valid_check" check (valid_to > valid_from),
  constraint "model_prices_one_at_a_time_excl" exclude using gist (model_version_id with =, measure with =, currency with =, tstzrange(valid_from, valid_to) with &&)
);
create table "sm_ai_models"."model_health" (
  "id" uuid default acervo.uuid7() not null,
  "model_version_id" uuid not null,
  "window_start" timestamptz(6) not null,
  "window_end" timestamptz(6) not null,
  "requests" integer default 0 not null,
  "errors" integer default 0 not null,
  "timeouts" integer default 0 not null,
  "p50_ms" integer,
  "p95_ms" integer,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "model_health_pkey" primary key ("id"),
  constraint "model_health_asked_check" check (requests > 0 or (p50_ms is null and p95_ms is null)),
  constraint "model_health_counts_check" check (errors >= 0 and timeouts >= 0 and errors + timeouts <= requests),
  constraint "model_health_latency_check" check (p50_ms >= 0 and p95_ms >= p50_ms),
  constraint "model_health_window_check" check (window_end > window_start),
  constraint "model_health_one_at_a_time_excl" exclude using gist (model_version_id with =, tstzrange(window_start, window_end) with &&)
);
create table "sm_ai_models"."audit_events" (
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
create table "sm_ai_models"."outbox_events" (
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
create index "models_search_vector_gin_idx" on "sm_ai_models"."models" using gin ("search_vector");
create index "models_successor_id_idx" on "sm_ai_models"."models" ("successor_id");
create unique index "model_versions_one_published_key" on "sm_ai_models"."model_versions" ("model_id") where (status = 'PUBLISHED');
create index "model_versions_model_id_status_idx" on "sm_ai_models"."model_versions" ("model_id", "status");
create index "model_prices_model_version_id_idx" on "sm_ai_models"."model_prices" ("model_version_id");
create index "model_health_model_version_id_idx" on "sm_ai_models"."model_health" ("model_version_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_ai_models"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_ai_models"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_ai_models"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_ai_models"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_ai_models"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_ai_models"."models" add constraint "models_successor_id_fkey" foreign key ("successor_id") references "sm_ai_models"."models" ("id") on delete restrict;
alter table "sm_ai_models"."model_versions" add constraint "model_versions_model_id_fkey" foreign key ("model_id") references "sm_ai_models"."models" ("id") on delete restrict;
alter table "sm_ai_models"."model_prices" add constraint "model_prices_model_version_id_fkey" foreign key ("model_version_id") references "sm_ai_models"."model_versions" ("id") on delete restrict;
alter table "sm_ai_models"."model_health" add constraint "model_health_model_version_id_fkey" foreign key ("model_version_id") references "sm_ai_models"."model_versions" ("id") on delete restrict;
create or replace function "sm_ai_models"."models_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_models", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."provider" as "provider", n."name" as "name", n."kind" as "kind", n."description" as "description", n."deprecated_on" as "deprecatedOn", n."successor_id" as "successorId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."provider" as "provider", o."name" as "name", o."kind" as "kind", o."description" as "description", o."deprecated_on" as "deprecatedOn", o."successor_id" as "successorId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."provider" as "provider", o."name" as "name", o."kind" as "kind", o."description" as "description", o."deprecated_on" as "deprecatedOn", o."successor_id" as "successorId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."provider" as "provider", n."name" as "name", n."kind" as "kind", n."description" as "description", n."deprecated_on" as "deprecatedOn", n."successor_id" as "successorId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."provider" is distinct from n."provider") then 'provider' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."deprecated_on" is distinct from n."deprecated_on") then 'deprecatedOn' end, case when not (o."successor_id" is distinct from n."successor_id") then 'successorId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_models"."models_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_models"."models_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_models"."model_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_models", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'model_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."model_id" as "modelId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."provider_version" as "providerVersion", n."context_tokens" as "contextTokens", n."max_output_tokens" as "maxOutputTokens", n."dimensions" as "dimensions", n."modalities" as "modalities", n."capabilities" as "capabilities", n."temperature_max"::text as "temperatureMax") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'model_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model_id" as "modelId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."provider_version" as "providerVersion", o."context_tokens" as "contextTokens", o."max_output_tokens" as "maxOutputTokens", o."dimensions" as "dimensions", o."modalities" as "modalities", o."capabilities" as "capabilities", o."temperature_max"::text as "temperatureMax") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'model_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model_id" as "modelId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."provider_version" as "providerVersion", o."context_tokens" as "contextTokens", o."max_output_tokens" as "maxOutputTokens", o."dimensions" as "dimensions", o."modalities" as "modalities", o."capabilities" as "capabilities", o."temperature_max"::text as "temperatureMax") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."model_id" as "modelId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."provider_version" as "providerVersion", n."context_tokens" as "contextTokens", n."max_output_tokens" as "maxOutputTokens", n."dimensions" as "dimensions", n."modalities" as "modalities", n."capabilities" as "capabilities", n."temperature_max"::text as "temperatureMax") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."model_id" is distinct from n."model_id") then 'modelId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end, case when not (o."published_by" is distinct from n."published_by") then 'publishedBy' end, case when not (o."change_note" is distinct from n."change_note") then 'changeNote' end, case when not (o."provider_version" is distinct from n."provider_version") then 'providerVersion' end, case when not (o."context_tokens" is distinct from n."context_tokens") then 'contextTokens' end, case when not (o."max_output_tokens" is distinct from n."max_output_tokens") then 'maxOutputTokens' end, case when not (o."dimensions" is distinct from n."dimensions") then 'dimensions' end, case when not (o."modalities" is distinct from n."modalities") then 'modalities' end, case when not (o."capabilities" is distinct from n."capabilities") then 'capabilities' end, case when not (o."temperature_max" is distinct from n."temperature_max") then 'temperatureMax' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_models"."model_versions_emit"() returns trigger language plpgsql security definer
set search_path to "sm_ai_models", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.model_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Model', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_models"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Model', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ModelPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('modelVersionId', n."id", 'modelId', n."model_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.model_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Model', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_models"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Model', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ModelPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('modelVersionId', n."id", 'modelId', n."model_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_models"."model_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
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
create or replace function "sm_ai_models"."model_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_models"."model_versions_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_models", pg_temp as $body$
begin
  perform from "sm_ai_models"."models" p where p.id = new.model_id for no key update;
  new.version := 1 + coalesce(
    (select max(r.version) from "sm_ai_models"."model_versions" r where r.model_id = new.model_id), 0);
  return new;
end$body$;
create or replace function "sm_ai_models"."model_versions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array['PUBLISHED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'model_versions', column = 'status',
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
create or replace function "sm_ai_models"."model_versions_supersede"() returns trigger language plpgsql security definer
set search_path to "sm_ai_models", pg_temp as $body$
begin
  if new.status = 'PUBLISHED' and old.status <> 'PUBLISHED' then
    perform from "sm_ai_models"."models" p where p.id = new.model_id for no key update;
    update "sm_ai_models"."model_versions" r set status = 'RETIRED'
    where r.model_id = new.model_id and r.status = 'PUBLISHED' and r.id <> new.id;
  end if;
  return new;
end$body$;
create or replace function "sm_ai_models"."model_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_models"."model_versions_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_models", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'model_versions', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_ai_models"."model_prices_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_models", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'model_prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."model_version_id" as "modelVersionId", n."measure" as "measure", n."units" as "units", n."price"::text as "price", n."currency" as "currency", to_char(n."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(n."valid_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validTo", n."source" as "source", n."entered_by" as "enteredBy", n."approved_by" as "approvedBy") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'model_prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model_version_id" as "modelVersionId", o."measure" as "measure", o."units" as "units", o."price"::text as "price", o."currency" as "currency", to_char(o."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(o."valid_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validTo", o."source" as "source", o."entered_by" as "enteredBy", o."approved_by" as "approvedBy") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_models"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'model_prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model_version_id" as "modelVersionId", o."measure" as "measure", o."units" as "units", o."price"::text as "price", o."currency" as "currency", to_char(o."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(o."valid_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validTo", o."source" as "source", o."entered_by" as "enteredBy", o."approved_by" as "approvedBy") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."model_version_id" as "modelVersionId", n."measure" as "measure", n."units" as "units", n."price"::text as "price", n."currency" as "currency", to_char(n."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(n."valid_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validTo", n."source" as "source", n."entered_by" as "enteredBy", n."approved_by" as "approvedBy") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."model_version_id" is distinct from n."model_version_id") then 'modelVersionId' end, case when not (o."measure" is distinct from n."measure") then 'measure' end, case when not (o."units" is distinct from n."units") then 'units' end, case when not (o."price" is distinct from n."price") then 'price' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_to" is distinct from n."valid_to") then 'validTo' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."entered_by" is distinct from n."entered_by") then 'enteredBy' end, case when not (o."approved_by" is distinct from n."approved_by") then 'approvedBy' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_models"."model_prices_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (valid_to is not null)) then
      raise exception using errcode = 'AV304', message = 'a price that has ended is history';
    end if;
  elsif exists (
    select from (select * from old_rows where (valid_to is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a price that has ended is history';
  end if;
  return null;
end$body$;
create or replace function "sm_ai_models"."model_prices_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_models"."model_prices_plausible"() returns trigger language plpgsql security definer
set search_path to "sm_ai_models", pg_temp as $body$
declare
  before numeric;
begin
  perform from "sm_ai_models"."model_versions" p where p.id = new.model_version_id for no key update;
  select r.price / r.units into before from "sm_ai_models"."model_prices" r
  where r.model_version_id = new.model_version_id and r.measure = new.measure
    and r.currency = new.currency and r.valid_from < new.valid_from
  order by r.valid_from desc limit 1;
  if new.price / new.units > 10 * before and new.approved_by is null then
    raise exception 'more than ten times the price before' using errcode = 'AV304',
      hint = 'Is it of one unit or of a million? A second person approves it by name.';
  end if;
  return new;
end$body$;
create or replace function "sm_ai_models"."model_prices_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_models"."model_health_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_models"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_models", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_models"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_models", pg_temp as $body$
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
  update "sm_ai_models"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_ai_models"."models" referencing new table as new_rows for each statement execute function "sm_ai_models"."models_audit"();
create or replace trigger "audit_update" after update on "sm_ai_models"."models" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_models"."models_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_models"."models" referencing old table as old_rows for each statement execute function "sm_ai_models"."models_audit"();
create or replace trigger "keep" before truncate on "sm_ai_models"."models" for each statement execute function "sm_ai_models"."models_keep"();
create or replace trigger "touch" before update on "sm_ai_models"."models" for each row execute function "sm_ai_models"."models_touch"();
create or replace trigger "audit_insert" after insert on "sm_ai_models"."model_versions" referencing new table as new_rows for each statement execute function "sm_ai_models"."model_versions_audit"();
create or replace trigger "audit_update" after update on "sm_ai_models"."model_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_models"."model_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_models"."model_versions" referencing old table as old_rows for each statement execute function "sm_ai_models"."model_versions_audit"();
create or replace trigger "emit_insert" after insert on "sm_ai_models"."model_versions" referencing new table as new_rows for each statement execute function "sm_ai_models"."model_versions_emit"();
create or replace trigger "emit_update" after update on "sm_ai_models"."model_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_models"."model_versions_emit"();
create or replace trigger "frozen_update" after update on "sm_ai_models"."model_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_models"."model_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_ai_models"."model_versions" referencing old table as old_rows for each statement execute function "sm_ai_models"."model_versions_frozen"();
create or replace trigger "keep" before truncate on "sm_ai_models"."model_versions" for each statement execute function "sm_ai_models"."model_versions_keep"();
create or replace trigger "number" before insert on "sm_ai_models"."model_versions" for each row execute function "sm_ai_models"."model_versions_number"();
create or replace trigger "states_update" before update on "sm_ai_models"."model_versions" for each row execute function "sm_ai_models"."model_versions_states"();
create or replace trigger "states_insert" before insert on "sm_ai_models"."model_versions" for each row execute function "sm_ai_models"."model_versions_states"();
create or replace trigger "supersede" before update on "sm_ai_models"."model_versions" for each row execute function "sm_ai_models"."model_versions_supersede"();
create or replace trigger "touch" before update on "sm_ai_models"."model_versions" for each row execute function "sm_ai_models"."model_versions_touch"();
create or replace trigger "transitions_insert" after insert on "sm_ai_models"."model_versions" referencing new table as new_rows for each statement execute function "sm_ai_models"."model_versions_transitions"();
create or replace trigger "audit_insert" after insert on "sm_ai_models"."model_prices" referencing new table as new_rows for each statement execute function "sm_ai_models"."model_prices_audit"();
create or replace trigger "audit_update" after update on "sm_ai_models"."model_prices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_models"."model_prices_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_models"."model_prices" referencing old table as old_rows for each statement execute function "sm_ai_models"."model_prices_audit"();
create or replace trigger "frozen_update" after update on "sm_ai_models"."model_prices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_models"."model_prices_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_ai_models"."model_prices" referencing old table as old_rows for each statement execute function "sm_ai_models"."model_prices_frozen"();
create or replace trigger "keep" before truncate on "sm_ai_models"."model_prices" for each statement execute function "sm_ai_models"."model_prices_keep"();
create or replace trigger "plausible" before insert on "sm_ai_models"."model_prices" for each row execute function "sm_ai_models"."model_prices_plausible"();
create or replace trigger "touch" before update on "sm_ai_models"."model_prices" for each row execute function "sm_ai_models"."model_prices_touch"();
create or replace trigger "touch" before update on "sm_ai_models"."model_health" for each row execute function "sm_ai_models"."model_health_touch"();
create or replace trigger "keep" before truncate on "sm_ai_models"."audit_events" for each statement execute function "sm_ai_models"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_ai_models"."outbox_events" referencing new table as new_rows for each statement execute function "sm_ai_models"."outbox_events_number"();
alter table "sm_ai_models"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_ai_models"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_ai_models"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "provider", "name", "kind", "description", "deprecated_on", "successor_id"), update ("description", "deprecated_on", "successor_id"), delete on "sm_ai_models"."models" to acervo_app;
grant select, insert ("id", "provider", "name", "kind", "description", "deprecated_on", "successor_id"), update ("description", "deprecated_on", "successor_id"), delete on "sm_ai_models"."models" to acervo_worker;
grant select ("id", "provider", "name", "kind", "description", "deprecated_on", "successor_id", "created_at", "updated_at") on "sm_ai_models"."models" to acervo_readonly;
grant select, insert ("id", "model_id", "status", "published_at", "published_by", "change_note", "provider_version", "context_tokens", "max_output_tokens", "dimensions", "modalities", "capabilities", "temperature_max"), update ("status", "published_at", "published_by", "change_note", "provider_version", "context_tokens", "max_output_tokens", "dimensions", "modalities", "capabilities", "temperature_max"), delete on "sm_ai_models"."model_versions" to acervo_app;
grant select, insert ("id", "model_id", "status", "published_at", "published_by", "change_note", "provider_version", "context_tokens", "max_output_tokens", "dimensions", "modalities", "capabilities", "temperature_max"), update ("status", "published_at", "published_by", "change_note", "provider_version", "context_tokens", "max_output_tokens", "dimensions", "modalities", "capabilities", "temperature_max"), delete on "sm_ai_models"."model_versions" to acervo_worker;
grant select on "sm_ai_models"."model_versions" to acervo_readonly;
grant select, insert ("id", "model_version_id", "measure", "units", "price", "currency", "valid_from", "valid_to", "source", "entered_by", "approved_by"), update ("valid_to"), delete on "sm_ai_models"."model_prices" to acervo_app;
grant select, insert ("id", "model_version_id", "measure", "units", "price", "currency", "valid_from", "valid_to", "source", "entered_by", "approved_by"), update ("valid_to"), delete on "sm_ai_models"."model_prices" to acervo_worker;
grant select on "sm_ai_models"."model_prices" to acervo_readonly;
grant select, insert ("id", "model_version_id", "window_start", "window_end", "requests", "errors", "timeouts", "p50_ms", "p95_ms"), update ("requests", "errors", "timeouts", "p50_ms", "p95_ms"), delete on "sm_ai_models"."model_health" to acervo_app;
grant select, insert ("id", "model_version_id", "window_start", "window_end", "requests", "errors", "timeouts", "p50_ms", "p95_ms"), update ("requests", "errors", "timeouts", "p50_ms", "p95_ms"), delete on "sm_ai_models"."model_health" to acervo_worker;
grant select on "sm_ai_models"."model_health" to acervo_readonly;
grant select on "sm_ai_models"."audit_events" to acervo_app;
grant select on "sm_ai_models"."audit_events" to acervo_worker;
grant select on "sm_ai_models"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_models"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_models"."outbox_events" to acervo_worker;
grant select on "sm_ai_models"."outbox_events" to acervo_readonly;
set local role none;
