-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: a10dee89831536d4d6196abcb254fec13b24cf253c88659a090919539bacc056

-- step: create sm_compliance with 6 tables
-- locks: none
set local search_path to "sm_compliance", acervo, pg_temp;
create schema if not exists "sm_compliance" authorization acervo_owner;
grant usage on schema "sm_compliance" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_compliance"."obligations" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "title" text collate "C" not null,
  "description" text collate "C",
  "source" text collate "C" not null,
  "owner_id" uuid,
  "due_on" date not null,
  "status" text collate "C" default 'OPEN' not null,
  "waived_because" text collate "C",
  "evidence_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "obligations_pkey" primary key ("id"),
  constraint "obligations_code_key" unique ("code"),
  constraint "obligations_source_check" check ("source" in ('LAW', 'REGULATOR', 'CONTRACT', 'POLICY')),
  constraint "obligations_status_check" check ("status" in ('OPEN', 'MET', 'WAIVED')),
  constraint "obligations_met_check" check (status <> 'MET' or evidence_count > 0),
  constraint "obligations_waived_check" check ((status = 'WAIVED') = (waived_because is not null))
);
create table "sm_compliance"."evidences" (
  "id" uuid default acervo.uuid7() not null,
  "obligation_id" uuid not null,
  "title" text collate "C" not null,
  "location" text collate "C" not null,
  "sha256" varchar(64) collate "C" not null,
  "collected_at" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "evidences_pkey" primary key ("id"),
  constraint "evidences_obligation_id_sha256_key" unique ("obligation_id", "sha256"),
  constraint "evidences_sha256_check" check (sha256 ~ '^[0-9a-f]{64}$')
);
create table "sm_compliance"."control_tests" (
  "id" uuid default acervo.uuid7() not null,
  "obligation_id" uuid not null,
  "tested_on" date not null,
  "tester_id" uuid not null,
  "result" text collate "C" not null,
  "findings" text collate "C",
  "evidence_id" uuid,
  "next_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "control_tests_pkey" primary key ("id"),
  constraint "control_tests_result_check" check ("result" in ('PASSED', 'FAILED')),
  constraint "control_tests_failed_check" check (result = 'PASSED' or findings is not null),
  constraint "control_tests_next_check" check (next_on > tested_on)
);
create table "sm_compliance"."audit_events" (
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
create table "sm_compliance"."outbox_events" (
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
create index "obligations_due_on_idx" on "sm_compliance"."obligations" ("due_on") where status = 'OPEN';
create index "obligations_search_vector_gin_idx" on "sm_compliance"."obligations" using gin ("search_vector");
create index "control_tests_obligation_id_tested_on_idx" on "sm_compliance"."control_tests" ("obligation_id", "tested_on" desc);
create index "control_tests_next_on_idx" on "sm_compliance"."control_tests" ("next_on") where next_on is not null;
create index "control_tests_evidence_id_idx" on "sm_compliance"."control_tests" ("evidence_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_compliance"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_compliance"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_compliance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_compliance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_compliance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_compliance"."evidences" add constraint "evidences_obligation_id_fkey" foreign key ("obligation_id") references "sm_compliance"."obligations" ("id") on delete restrict;
alter table "sm_compliance"."control_tests" add constraint "control_tests_obligation_id_fkey" foreign key ("obligation_id") references "sm_compliance"."obligations" ("id") on delete restrict;
alter table "sm_compliance"."control_tests" add constraint "control_tests_evidence_id_fkey" foreign key ("evidence_id") references "sm_compliance"."evidences" ("id") on delete restrict;
create or replace function "sm_compliance"."obligations_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'obligations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('obligations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."source" as "source", n."owner_id" as "ownerId", n."due_on" as "dueOn", n."status" as "status", n."waived_because" as "waivedBecause") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'obligations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('obligations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."source" as "source", o."owner_id" as "ownerId", o."due_on" as "dueOn", o."status" as "status", o."waived_because" as "waivedBecause") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'obligations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('obligations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."description" as "description", o."source" as "source", o."owner_id" as "ownerId", o."due_on" as "dueOn", o."status" as "status", o."waived_because" as "waivedBecause") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."description" as "description", n."source" as "source", n."owner_id" as "ownerId", n."due_on" as "dueOn", n."status" as "status", n."waived_because" as "waivedBecause") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."owner_id" is distinct from n."owner_id") then 'ownerId' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."waived_because" is distinct from n."waived_because") then 'waivedBecause' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."obligations_emit"() returns trigger language plpgsql security definer
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.code, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'MET') is true as "holds 0", (status = 'WAIVED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Obligation', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_compliance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Obligation', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ObligationMet', 'ObligationWaived'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('obligationId', n."id", 'code', n."code")
        when 2 then jsonb_build_object('obligationId', n."id", 'code', n."code") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.code, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'MET') is true as "holds 0", (status = 'WAIVED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'MET') is true as "holds 0", (status = 'WAIVED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Obligation', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_compliance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Obligation', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ObligationMet', 'ObligationWaived'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('obligationId', n."id", 'code', n."code")
        when 2 then jsonb_build_object('obligationId', n."id", 'code', n."code") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."obligations_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_compliance"."obligations_states"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['MET', 'WAIVED']::text[] when 'MET' then array['OPEN']::text[] when 'WAIVED' then array['OPEN']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'obligations', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_compliance"."obligations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_compliance"."evidences_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'evidences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('evidences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."obligation_id" as "obligationId", n."title" as "title", n."location" as "location", n."sha256" as "sha256", to_char(n."collected_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "collectedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'evidences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('evidences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."obligation_id" as "obligationId", o."title" as "title", o."location" as "location", o."sha256" as "sha256", to_char(o."collected_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "collectedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'evidences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('evidences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."obligation_id" as "obligationId", o."title" as "title", o."location" as "location", o."sha256" as "sha256", to_char(o."collected_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "collectedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."obligation_id" as "obligationId", n."title" as "title", n."location" as "location", n."sha256" as "sha256", to_char(n."collected_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "collectedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."obligation_id" is distinct from n."obligation_id") then 'obligationId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."location" is distinct from n."location") then 'location' end, case when not (o."sha256" is distinct from n."sha256") then 'sha256' end, case when not (o."collected_at" is distinct from n."collected_at") then 'collectedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."evidences_count_evidence_count"() returns trigger language plpgsql security definer
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_compliance"."obligations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.obligation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_compliance"."obligations" p set evidence_count = p.evidence_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.obligation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_compliance"."obligations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.obligation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_compliance"."obligations" p set evidence_count = p.evidence_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.obligation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_compliance"."obligations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.obligation_id as id, 1 as n from new_rows r where true and (true) union all select r.obligation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_compliance"."obligations" p set evidence_count = p.evidence_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.obligation_id as id, 1 as n from new_rows r where true and (true) union all select r.obligation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."evidences_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'evidence stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'evidence stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."evidences_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_compliance"."evidences_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_compliance"."control_tests_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'control_tests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('control_tests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."obligation_id" as "obligationId", n."tested_on" as "testedOn", n."tester_id" as "testerId", n."result" as "result", n."findings" as "findings", n."evidence_id" as "evidenceId", n."next_on" as "nextOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'control_tests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('control_tests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."obligation_id" as "obligationId", o."tested_on" as "testedOn", o."tester_id" as "testerId", o."result" as "result", o."findings" as "findings", o."evidence_id" as "evidenceId", o."next_on" as "nextOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_compliance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'control_tests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('control_tests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."obligation_id" as "obligationId", o."tested_on" as "testedOn", o."tester_id" as "testerId", o."result" as "result", o."findings" as "findings", o."evidence_id" as "evidenceId", o."next_on" as "nextOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."obligation_id" as "obligationId", n."tested_on" as "testedOn", n."tester_id" as "testerId", n."result" as "result", n."findings" as "findings", n."evidence_id" as "evidenceId", n."next_on" as "nextOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."obligation_id" is distinct from n."obligation_id") then 'obligationId' end, case when not (o."tested_on" is distinct from n."tested_on") then 'testedOn' end, case when not (o."tester_id" is distinct from n."tester_id") then 'testerId' end, case when not (o."result" is distinct from n."result") then 'result' end, case when not (o."findings" is distinct from n."findings") then 'findings' end, case when not (o."evidence_id" is distinct from n."evidence_id") then 'evidenceId' end, case when not (o."next_on" is distinct from n."next_on") then 'nextOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."control_tests_emit"() returns trigger language plpgsql security definer
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.obligation_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (result = 'FAILED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ControlTest', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_compliance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ControlTest', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ControlFailed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('testId', n."id", 'obligationId', n."obligation_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.obligation_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (result = 'FAILED') is true as "holds 0" from new_rows) n
        join (select *, (result = 'FAILED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ControlTest', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_compliance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ControlTest', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ControlFailed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('testId', n."id", 'obligationId', n."obligation_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."control_tests_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a result stays as it is: test again';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['next_on', 'updated_at'] is distinct from to_jsonb(n) - array['next_on', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a result stays as it is: test again';
  end if;
  return null;
end$body$;
create or replace function "sm_compliance"."control_tests_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_compliance"."control_tests_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_compliance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_compliance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_compliance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_compliance", pg_temp as $body$
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
  update "sm_compliance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_compliance"."obligations" referencing new table as new_rows for each statement execute function "sm_compliance"."obligations_audit"();
create or replace trigger "audit_update" after update on "sm_compliance"."obligations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."obligations_audit"();
create or replace trigger "audit_delete" after delete on "sm_compliance"."obligations" referencing old table as old_rows for each statement execute function "sm_compliance"."obligations_audit"();
create or replace trigger "emit_insert" after insert on "sm_compliance"."obligations" referencing new table as new_rows for each statement execute function "sm_compliance"."obligations_emit"();
create or replace trigger "emit_update" after update on "sm_compliance"."obligations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."obligations_emit"();
create or replace trigger "keep" before truncate on "sm_compliance"."obligations" for each statement execute function "sm_compliance"."obligations_keep"();
create or replace trigger "states_update" before update on "sm_compliance"."obligations" for each row execute function "sm_compliance"."obligations_states"();
create or replace trigger "touch" before update on "sm_compliance"."obligations" for each row execute function "sm_compliance"."obligations_touch"();
create or replace trigger "audit_insert" after insert on "sm_compliance"."evidences" referencing new table as new_rows for each statement execute function "sm_compliance"."evidences_audit"();
create or replace trigger "audit_update" after update on "sm_compliance"."evidences" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."evidences_audit"();
create or replace trigger "audit_delete" after delete on "sm_compliance"."evidences" referencing old table as old_rows for each statement execute function "sm_compliance"."evidences_audit"();
create or replace trigger "count_evidence_count_insert" after insert on "sm_compliance"."evidences" referencing new table as new_rows for each statement execute function "sm_compliance"."evidences_count_evidence_count"();
create or replace trigger "count_evidence_count_update" after update on "sm_compliance"."evidences" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."evidences_count_evidence_count"();
create or replace trigger "count_evidence_count_delete" after delete on "sm_compliance"."evidences" referencing old table as old_rows for each statement execute function "sm_compliance"."evidences_count_evidence_count"();
create or replace trigger "frozen_update" after update on "sm_compliance"."evidences" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."evidences_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_compliance"."evidences" referencing old table as old_rows for each statement execute function "sm_compliance"."evidences_frozen"();
create or replace trigger "keep" before truncate on "sm_compliance"."evidences" for each statement execute function "sm_compliance"."evidences_keep"();
create or replace trigger "touch" before update on "sm_compliance"."evidences" for each row execute function "sm_compliance"."evidences_touch"();
create or replace trigger "audit_insert" after insert on "sm_compliance"."control_tests" referencing new table as new_rows for each statement execute function "sm_compliance"."control_tests_audit"();
create or replace trigger "audit_update" after update on "sm_compliance"."control_tests" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."control_tests_audit"();
create or replace trigger "audit_delete" after delete on "sm_compliance"."control_tests" referencing old table as old_rows for each statement execute function "sm_compliance"."control_tests_audit"();
create or replace trigger "emit_insert" after insert on "sm_compliance"."control_tests" referencing new table as new_rows for each statement execute function "sm_compliance"."control_tests_emit"();
create or replace trigger "emit_update" after update on "sm_compliance"."control_tests" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."control_tests_emit"();
create or replace trigger "frozen_update" after update on "sm_compliance"."control_tests" referencing new table as new_rows old table as old_rows for each statement execute function "sm_compliance"."control_tests_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_compliance"."control_tests" referencing old table as old_rows for each statement execute function "sm_compliance"."control_tests_frozen"();
create or replace trigger "keep" before truncate on "sm_compliance"."control_tests" for each statement execute function "sm_compliance"."control_tests_keep"();
create or replace trigger "touch" before update on "sm_compliance"."control_tests" for each row execute function "sm_compliance"."control_tests_touch"();
create or replace trigger "keep" before truncate on "sm_compliance"."audit_events" for each statement execute function "sm_compliance"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_compliance"."outbox_events" referencing new table as new_rows for each statement execute function "sm_compliance"."outbox_events_number"();
alter table "sm_compliance"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_compliance"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_compliance"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "title", "description", "source", "owner_id", "due_on", "status", "waived_because"), update ("code", "title", "description", "source", "owner_id", "due_on", "status", "waived_because"), delete on "sm_compliance"."obligations" to acervo_app;
grant select, insert ("id", "code", "title", "description", "source", "owner_id", "due_on", "status", "waived_because"), update ("code", "title", "description", "source", "owner_id", "due_on", "status", "waived_because"), delete on "sm_compliance"."obligations" to acervo_worker;
grant select ("id", "code", "title", "description", "source", "owner_id", "due_on", "status", "waived_because", "evidence_count", "created_at", "updated_at") on "sm_compliance"."obligations" to acervo_readonly;
grant select, insert ("id", "obligation_id", "title", "location", "sha256", "collected_at") on "sm_compliance"."evidences" to acervo_app;
grant select, insert ("id", "obligation_id", "title", "location", "sha256", "collected_at") on "sm_compliance"."evidences" to acervo_worker;
grant select on "sm_compliance"."evidences" to acervo_readonly;
grant select, insert ("id", "obligation_id", "tested_on", "tester_id", "result", "findings", "evidence_id", "next_on"), update ("next_on"), delete on "sm_compliance"."control_tests" to acervo_app;
grant select, insert ("id", "obligation_id", "tested_on", "tester_id", "result", "findings", "evidence_id", "next_on"), update ("next_on"), delete on "sm_compliance"."control_tests" to acervo_worker;
grant select on "sm_compliance"."control_tests" to acervo_readonly;
grant select on "sm_compliance"."audit_events" to acervo_app;
grant select on "sm_compliance"."audit_events" to acervo_worker;
grant select on "sm_compliance"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_compliance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_compliance"."outbox_events" to acervo_worker;
grant select on "sm_compliance"."outbox_events" to acervo_readonly;
create view "sm_compliance"."overdue_obligations" with (security_invoker = true) as
select id, code, owner_id, due_on, d.today - due_on as days_late
   from obligations, (select (acervo.now() at time zone 'Europe/Madrid')::date as today) d
   where status = 'OPEN' and due_on < d.today;
grant select on "sm_compliance"."overdue_obligations" to acervo_app;
grant select on "sm_compliance"."overdue_obligations" to acervo_worker;
grant select on "sm_compliance"."overdue_obligations" to acervo_readonly;
set local role none;
