-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 37bc50533cce9b498ec907909e7ee4e532a47d00e6f5d756f682fd097a019956

-- step: create sm_ai_prompts with 5 tables
-- locks: none
set local search_path to "sm_ai_prompts", acervo, pg_temp;
create schema if not exists "sm_ai_prompts" authorization acervo_owner;
grant usage on schema "sm_ai_prompts" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_ai_prompts"."prompts" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "description" text collate "C",
  "owner" varchar(200) collate "C" not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "prompts_pkey" primary key ("id"),
  constraint "prompts_name_check" check (name ~ '^[a-z0-9]+([./-][a-z0-9]+)*$')
);
create table "sm_ai_prompts"."prompt_versions" (
  "id" uuid default acervo.uuid7() not null,
  "prompt_id" uuid not null,
  "version" integer not null,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "published_by" varchar(200) collate "C",
  "change_note" varchar(500) collate "C",
  "template" text collate "C" not null,
  "variables" text[] collate "C" default '{}' not null,
  "settings" jsonb default '{}'::jsonb not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "prompt_versions_pkey" primary key ("id"),
  constraint "prompt_versions_prompt_id_version_key" unique ("prompt_id", "version"),
  constraint "prompt_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  constraint "prompt_versions_published_check" check (status = 'DRAFT' or published_at is not null),
  constraint "prompt_versions_template_check" check (template ~ '[^[:space:]]')
);
create table "sm_ai_prompts"."prompt_tests" (
  "id" uuid default acervo.uuid7() not null,
  "prompt_version_id" uuid not null,
  "name" varchar(160) collate "C" not null,
  "input" jsonb not null,
  "expectation" jsonb not null,
  "result" text collate "C" default 'PENDING' not null,
  "ran_at" timestamptz(6),
  "output" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "prompt_tests_pkey" primary key ("id"),
  constraint "prompt_tests_prompt_version_id_name_key" unique ("prompt_version_id", "name"),
  constraint "prompt_tests_result_check" check ("result" in ('PENDING', 'PASSED', 'FAILED')),
  constraint "prompt_tests_ran_check" check ((result = 'PENDING') = (ran_at is null))
);
create table "sm_ai_prompts"."audit_events" (
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
create table "sm_ai_prompts"."outbox_events" (
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
create unique index "prompts_name_key" on "sm_ai_prompts"."prompts" ("name") where (deleted_at is null);
create index "prompts_search_vector_gin_idx" on "sm_ai_prompts"."prompts" using gin ("search_vector");
create unique index "prompt_versions_one_published_key" on "sm_ai_prompts"."prompt_versions" ("prompt_id") where (status = 'PUBLISHED');
create index "prompt_versions_prompt_id_status_idx" on "sm_ai_prompts"."prompt_versions" ("prompt_id", "status");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_ai_prompts"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_ai_prompts"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_ai_prompts"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_ai_prompts"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_ai_prompts"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_ai_prompts"."prompt_versions" add constraint "prompt_versions_prompt_id_fkey" foreign key ("prompt_id") references "sm_ai_prompts"."prompts" ("id") on delete restrict;
alter table "sm_ai_prompts"."prompt_tests" add constraint "prompt_tests_prompt_version_id_fkey" foreign key ("prompt_version_id") references "sm_ai_prompts"."prompt_versions" ("id") on delete cascade;
create or replace function "sm_ai_prompts"."prompts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'prompts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."description" as "description", n."owner" as "owner", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'prompts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."description" as "description", o."owner" as "owner", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'prompts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."description" as "description", o."owner" as "owner", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."description" as "description", n."owner" as "owner", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_prompts"."prompts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'prompt_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompt_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."prompt_id" as "promptId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."template" as "template", n."variables" as "variables", n."settings" as "settings") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'prompt_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompt_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."prompt_id" as "promptId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."template" as "template", o."variables" as "variables", o."settings" as "settings") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'prompt_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompt_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."prompt_id" as "promptId", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", o."published_by" as "publishedBy", o."change_note" as "changeNote", o."template" as "template", o."variables" as "variables", o."settings" as "settings") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."prompt_id" as "promptId", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt", n."published_by" as "publishedBy", n."change_note" as "changeNote", n."template" as "template", n."variables" as "variables", n."settings" as "settings") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."prompt_id" is distinct from n."prompt_id") then 'promptId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end, case when not (o."published_by" is distinct from n."published_by") then 'publishedBy' end, case when not (o."change_note" is distinct from n."change_note") then 'changeNote' end, case when not (o."template" is distinct from n."template") then 'template' end, case when not (o."variables" is distinct from n."variables") then 'variables' end, case when not (o."settings" is distinct from n."settings") then 'settings' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_emit"() returns trigger language plpgsql security definer
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.prompt_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Prompt', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_prompts"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Prompt', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PromptPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('promptVersionId', n."id", 'promptId', n."prompt_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.prompt_id, n.version, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Prompt', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_prompts"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Prompt', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PromptPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('promptVersionId', n."id", 'promptId', n."prompt_id", 'version', n."version") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
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
create or replace function "sm_ai_prompts"."prompt_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  perform from "sm_ai_prompts"."prompts" p where p.id = new.prompt_id for no key update;
  new.version := 1 + coalesce(
    (select max(r.version) from "sm_ai_prompts"."prompt_versions" r where r.prompt_id = new.prompt_id), 0);
  return new;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_proven"() returns trigger language plpgsql security definer
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if exists (select from new_rows n join old_rows o on o.id = n.id
    where n.status = 'PUBLISHED' and o.status <> 'PUBLISHED'
    and not coalesce((select bool_and(t.result = 'PASSED') from "sm_ai_prompts"."prompt_tests" t
      where t.prompt_version_id = n.id), false)) then
    raise exception 'its tests do not all pass, or there are none' using errcode = 'AV304';
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array['PUBLISHED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'prompt_versions', column = 'status',
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
create or replace function "sm_ai_prompts"."prompt_versions_supersede"() returns trigger language plpgsql security definer
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if new.status = 'PUBLISHED' and old.status <> 'PUBLISHED' then
    perform from "sm_ai_prompts"."prompts" p where p.id = new.prompt_id for no key update;
    update "sm_ai_prompts"."prompt_versions" r set status = 'RETIRED'
    where r.prompt_id = new.prompt_id and r.status = 'PUBLISHED' and r.id <> new.id;
  end if;
  return new;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_prompts"."prompt_versions_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_prompts", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'prompt_versions', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompt_tests_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'prompt_tests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompt_tests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."prompt_version_id" as "promptVersionId", n."name" as "name", n."input" as "input", n."expectation" as "expectation", n."result" as "result", to_char(n."ran_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "ranAt", n."output" as "output") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'prompt_tests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompt_tests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."prompt_version_id" as "promptVersionId", o."name" as "name", o."input" as "input", o."expectation" as "expectation", o."result" as "result", to_char(o."ran_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "ranAt", o."output" as "output") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_prompts"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'prompt_tests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prompt_tests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."prompt_version_id" as "promptVersionId", o."name" as "name", o."input" as "input", o."expectation" as "expectation", o."result" as "result", to_char(o."ran_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "ranAt", o."output" as "output") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."prompt_version_id" as "promptVersionId", n."name" as "name", n."input" as "input", n."expectation" as "expectation", n."result" as "result", to_char(n."ran_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "ranAt", n."output" as "output") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."prompt_version_id" is distinct from n."prompt_version_id") then 'promptVersionId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."input" is distinct from n."input") then 'input' end, case when not (o."expectation" is distinct from n."expectation") then 'expectation' end, case when not (o."result" is distinct from n."result") then 'result' end, case when not (o."ran_at" is distinct from n."ran_at") then 'ranAt' end, case when not (o."output" is distinct from n."output") then 'output' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompt_tests_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_prompts"."prompt_tests_proof"() returns trigger language plpgsql security definer
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'DELETE' then
    perform from "sm_ai_prompts"."prompt_versions" p
    where p.id in (select r.prompt_version_id from old_rows r) order by p.id for share of p;
    if exists (select from old_rows r join "sm_ai_prompts"."prompt_versions" p on p.id = r.prompt_version_id
      where p.status <> 'DRAFT') then
      raise exception 'the tests of what was published are its proof' using errcode = 'AV304';
    end if;
  else
    perform from "sm_ai_prompts"."prompt_versions" p
    where p.id in (select r.prompt_version_id from new_rows r) order by p.id for share of p;
    if exists (select from new_rows r join "sm_ai_prompts"."prompt_versions" p on p.id = r.prompt_version_id
      where p.status <> 'DRAFT') then
      raise exception 'the tests of what was published are its proof' using errcode = 'AV304';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_prompts"."prompt_tests_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_prompts"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_prompts", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_prompts"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_prompts", pg_temp as $body$
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
  update "sm_ai_prompts"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_ai_prompts"."prompts" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."prompts_audit"();
create or replace trigger "audit_update" after update on "sm_ai_prompts"."prompts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompts_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_prompts"."prompts" referencing old table as old_rows for each statement execute function "sm_ai_prompts"."prompts_audit"();
create or replace trigger "keep" before truncate on "sm_ai_prompts"."prompts" for each statement execute function "sm_ai_prompts"."prompts_keep"();
create or replace trigger "touch" before update on "sm_ai_prompts"."prompts" for each row execute function "sm_ai_prompts"."prompts_touch"();
create or replace trigger "audit_insert" after insert on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."prompt_versions_audit"();
create or replace trigger "audit_update" after update on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_prompts"."prompt_versions" referencing old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_versions_audit"();
create or replace trigger "emit_insert" after insert on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."prompt_versions_emit"();
create or replace trigger "emit_update" after update on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_versions_emit"();
create or replace trigger "frozen_update" after update on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_ai_prompts"."prompt_versions" referencing old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_versions_frozen"();
create or replace trigger "keep" before truncate on "sm_ai_prompts"."prompt_versions" for each statement execute function "sm_ai_prompts"."prompt_versions_keep"();
create or replace trigger "number" before insert on "sm_ai_prompts"."prompt_versions" for each row execute function "sm_ai_prompts"."prompt_versions_number"();
create or replace trigger "proven" after update on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_versions_proven"();
create or replace trigger "states_update" before update on "sm_ai_prompts"."prompt_versions" for each row execute function "sm_ai_prompts"."prompt_versions_states"();
create or replace trigger "states_insert" before insert on "sm_ai_prompts"."prompt_versions" for each row execute function "sm_ai_prompts"."prompt_versions_states"();
create or replace trigger "supersede" before update on "sm_ai_prompts"."prompt_versions" for each row execute function "sm_ai_prompts"."prompt_versions_supersede"();
create or replace trigger "touch" before update on "sm_ai_prompts"."prompt_versions" for each row execute function "sm_ai_prompts"."prompt_versions_touch"();
create or replace trigger "transitions_insert" after insert on "sm_ai_prompts"."prompt_versions" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."prompt_versions_transitions"();
create or replace trigger "audit_insert" after insert on "sm_ai_prompts"."prompt_tests" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."prompt_tests_audit"();
create or replace trigger "audit_update" after update on "sm_ai_prompts"."prompt_tests" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_tests_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_prompts"."prompt_tests" referencing old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_tests_audit"();
create or replace trigger "keep" before truncate on "sm_ai_prompts"."prompt_tests" for each statement execute function "sm_ai_prompts"."prompt_tests_keep"();
create or replace trigger "proof_insert" after insert on "sm_ai_prompts"."prompt_tests" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."prompt_tests_proof"();
create or replace trigger "proof_update" after update on "sm_ai_prompts"."prompt_tests" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_tests_proof"();
create or replace trigger "proof_delete" after delete on "sm_ai_prompts"."prompt_tests" referencing old table as old_rows for each statement execute function "sm_ai_prompts"."prompt_tests_proof"();
create or replace trigger "touch" before update on "sm_ai_prompts"."prompt_tests" for each row execute function "sm_ai_prompts"."prompt_tests_touch"();
create or replace trigger "keep" before truncate on "sm_ai_prompts"."audit_events" for each statement execute function "sm_ai_prompts"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_ai_prompts"."outbox_events" referencing new table as new_rows for each statement execute function "sm_ai_prompts"."outbox_events_number"();
alter table "sm_ai_prompts"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_ai_prompts"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_ai_prompts"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "description", "owner", "deleted_at"), update ("description", "owner", "deleted_at") on "sm_ai_prompts"."prompts" to acervo_app;
grant select, insert ("id", "name", "description", "owner", "deleted_at"), update ("description", "owner", "deleted_at") on "sm_ai_prompts"."prompts" to acervo_worker;
grant select ("id", "name", "description", "owner", "created_at", "deleted_at", "updated_at") on "sm_ai_prompts"."prompts" to acervo_readonly;
grant select, insert ("id", "prompt_id", "status", "published_at", "published_by", "change_note", "template", "variables", "settings"), update ("status", "published_at", "published_by", "change_note", "template", "variables", "settings"), delete on "sm_ai_prompts"."prompt_versions" to acervo_app;
grant select, insert ("id", "prompt_id", "status", "published_at", "published_by", "change_note", "template", "variables", "settings"), update ("status", "published_at", "published_by", "change_note", "template", "variables", "settings"), delete on "sm_ai_prompts"."prompt_versions" to acervo_worker;
grant select on "sm_ai_prompts"."prompt_versions" to acervo_readonly;
grant select, insert ("id", "prompt_version_id", "name", "input", "expectation", "result", "ran_at", "output"), update ("input", "expectation", "result", "ran_at", "output"), delete on "sm_ai_prompts"."prompt_tests" to acervo_app;
grant select, insert ("id", "prompt_version_id", "name", "input", "expectation", "result", "ran_at", "output"), update ("input", "expectation", "result", "ran_at", "output"), delete on "sm_ai_prompts"."prompt_tests" to acervo_worker;
grant select on "sm_ai_prompts"."prompt_tests" to acervo_readonly;
grant select on "sm_ai_prompts"."audit_events" to acervo_app;
grant select on "sm_ai_prompts"."audit_events" to acervo_worker;
grant select on "sm_ai_prompts"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_prompts"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_prompts"."outbox_events" to acervo_worker;
grant select on "sm_ai_prompts"."outbox_events" to acervo_readonly;
set local role none;
