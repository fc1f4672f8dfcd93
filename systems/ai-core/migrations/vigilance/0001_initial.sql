-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 29352d151c5e9b25a2195f9965038517ec4e2635da3972c6af4e059e5e38f3c3

-- step: create ss_vigilance with 7 tables
-- locks: none
set local search_path to "ss_vigilance", acervo, pg_temp;
create schema if not exists "ss_vigilance" authorization acervo_owner;
grant usage on schema "ss_vigilance" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_vigilance"."fraud_rules" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "version" integer not null,
  "description" text collate "C" not null,
  "definition" jsonb not null,
  "weight" numeric(5, 4) not null,
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "fraud_rules_pkey" primary key ("id"),
  constraint "fraud_rules_code_version_key" unique ("code", "version"),
  constraint "fraud_rules_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'RETIRED')),
  constraint "fraud_rules_weight_check" check (weight between 0 and 1)
);
create table "ss_vigilance"."party_ties" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "other_party_id" uuid not null,
  "kind" text collate "C" not null,
  "digest" varchar(64) collate "C" not null,
  "seen_at" timestamptz(6) default acervo.now() not null,
  constraint "party_ties_pkey" primary key ("id"),
  constraint "party_ties_party_id_other_party_id_kind_digest_key" unique ("party_id", "other_party_id", "kind", "digest"),
  constraint "party_ties_kind_check" check ("kind" in ('PHONE', 'IBAN', 'WORKSHOP', 'ADDRESS', 'EMAIL', 'VEHICLE')),
  constraint "party_ties_digest_check" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "party_ties_pair_check" check (party_id < other_party_id)
);
create table "ss_vigilance"."fraud_cases" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "claim_id" uuid,
  "status" text collate "C" default 'OPEN' not null,
  "opened_by" varchar(200) collate "C",
  "decided_by" varchar(200) collate "C",
  "decided_at" timestamptz(6),
  "reason" text collate "C",
  "alert_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "fraud_cases_pkey" primary key ("id"),
  constraint "fraud_cases_number_key" unique ("number"),
  constraint "fraud_cases_status_check" check ("status" in ('OPEN', 'INVESTIGATING', 'CLEARED', 'CONFIRMED')),
  constraint "fraud_cases_four_eyes_check" check (status <> 'CONFIRMED' or decided_by <> opened_by),
  constraint "fraud_cases_reason_check" check (status not in ('CLEARED', 'CONFIRMED') or reason is not null)
);
create table "ss_vigilance"."fraud_alerts" (
  "id" uuid default acervo.uuid7() not null,
  "rule_id" uuid not null,
  "party_id" uuid not null,
  "claim_id" uuid,
  "evidence" jsonb not null,
  "score" numeric(5, 4) not null,
  "case_id" uuid,
  "status" text collate "C" default 'RAISED' not null,
  "dismissed_by" varchar(200) collate "C",
  "dismissal_reason" text collate "C",
  "raised_at" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "fraud_alerts_pkey" primary key ("id"),
  constraint "fraud_alerts_rule_id_party_id_claim_id_key" unique ("rule_id", "party_id", "claim_id"),
  constraint "fraud_alerts_status_check" check ("status" in ('RAISED', 'IN_CASE', 'DISMISSED')),
  constraint "fraud_alerts_case_check" check ((status = 'IN_CASE') = (case_id is not null)),
  constraint "fraud_alerts_dismissed_check" check ((status = 'DISMISSED') = (dismissal_reason is not null)),
  constraint "fraud_alerts_score_check" check (score between 0 and 1)
);
create table "ss_vigilance"."audit_events" (
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
create table "ss_vigilance"."audit_details" (
  "after" jsonb,
  "before" jsonb,
  "event_id" uuid not null,
  "occurred_at" timestamptz(6) not null,
  "salt" bytea not null,
  "subject" text collate "C" not null,
  "table_name" varchar(63) collate "C" not null,
  "tenant_id" uuid,
  constraint "audit_details_pkey" primary key ("event_id")
);
create table "ss_vigilance"."outbox_events" (
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
create unique index "fraud_rules_one_active_key" on "ss_vigilance"."fraud_rules" ("code") where (status = 'ACTIVE');
create index "fraud_rules_search_vector_gin_idx" on "ss_vigilance"."fraud_rules" using gin ("search_vector");
create index "party_ties_kind_digest_idx" on "ss_vigilance"."party_ties" ("kind", "digest");
create index "party_ties_other_party_id_idx" on "ss_vigilance"."party_ties" ("other_party_id");
create unique index "fraud_cases_one_open_key" on "ss_vigilance"."fraud_cases" ("claim_id") where (status in ('OPEN', 'INVESTIGATING'));
create index "fraud_cases_party_id_idx" on "ss_vigilance"."fraud_cases" ("party_id");
create unique index "fraud_alerts_without_claim_key" on "ss_vigilance"."fraud_alerts" ("rule_id", "party_id") where (claim_id is null);
create index "fraud_alerts_party_id_idx" on "ss_vigilance"."fraud_alerts" ("party_id");
create index "fraud_alerts_case_id_idx" on "ss_vigilance"."fraud_alerts" ("case_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_vigilance"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_vigilance"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "ss_vigilance"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "ss_vigilance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_vigilance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_vigilance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_vigilance"."fraud_alerts" add constraint "fraud_alerts_rule_id_fkey" foreign key ("rule_id") references "ss_vigilance"."fraud_rules" ("id") on delete restrict;
alter table "ss_vigilance"."fraud_alerts" add constraint "fraud_alerts_case_id_fkey" foreign key ("case_id") references "ss_vigilance"."fraud_cases" ("id") on delete restrict;
create or replace function "ss_vigilance"."fraud_rules_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'fraud_rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."version" as "version", n."description" as "description", n."definition" as "definition", n."weight"::text as "weight", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'fraud_rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."version" as "version", o."description" as "description", o."definition" as "definition", o."weight"::text as "weight", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'fraud_rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."version" as "version", o."description" as "description", o."definition" as "definition", o."weight"::text as "weight", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."version" as "version", n."description" as "description", n."definition" as "definition", n."weight"::text as "weight", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."definition" is distinct from n."definition") then 'definition' end, case when not (o."weight" is distinct from n."weight") then 'weight' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_rules_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_vigilance"."fraud_rules_states"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ACTIVE', 'RETIRED']::text[] when 'ACTIVE' then array['RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'fraud_rules', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_rules_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, came as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."claim_id" as "claimId", n."status" as "status", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came,
        (select to_jsonb(r) from (select n."reason" as "reason") r) as came_apart,
        nullif(array_remove(array[case when n."reason" is not null then 'reason' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "ss_vigilance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'fraud_cases', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'fraud_cases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_cases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        gone as before, null::jsonb as after,
        gone_apart as before_apart, null::jsonb as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."claim_id" as "claimId", o."status" as "status", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone,
        (select to_jsonb(r) from (select o."reason" as "reason") r) as gone_apart,
        nullif(array_remove(array[case when o."reason" is not null then 'reason' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "ss_vigilance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'fraud_cases', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'fraud_cases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_cases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  else
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        gone - same as before, came - same as after,
        gone_apart - same_apart as before_apart, came_apart - same_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."claim_id" as "claimId", o."status" as "status", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."claim_id" as "claimId", n."status" as "status", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."claim_id" is distinct from n."claim_id") then 'claimId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end] as same,
        (select to_jsonb(r) from (select o."reason" as "reason") r) as gone_apart, (select to_jsonb(r) from (select n."reason" as "reason") r) as came_apart, array[case when not (o."reason" is distinct from n."reason") then 'reason' end] as same_apart,
        nullif(array_remove(array[case when o."reason" is distinct from n."reason" then 'reason' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "ss_vigilance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'fraud_cases', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'fraud_cases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_cases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_emit"() returns trigger language plpgsql security definer
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.claim_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status in ('CLEARED', 'CONFIRMED')) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'FraudCase', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_vigilance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'FraudCase', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['FraudCaseDecided'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('caseId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.claim_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status in ('CLEARED', 'CONFIRMED')) is true as "holds 0" from new_rows) n
        join (select *, (status in ('CLEARED', 'CONFIRMED')) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'FraudCase', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_vigilance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'FraudCase', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['FraudCaseDecided'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('caseId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('CLEARED', 'CONFIRMED'))) then
      raise exception using errcode = 'AV304', message = 'a case that was decided stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('CLEARED', 'CONFIRMED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['alert_count', 'updated_at'] is distinct from to_jsonb(n) - array['alert_count', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a case that was decided stays as it is';
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_vigilance"."fraud_cases_sign_decided_by"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status in ('CLEARED', 'CONFIRMED'))) then
    new.decided_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status in ('CLEARED', 'CONFIRMED'))) then
    new.decided_by = old.decided_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;
    new.decided_by = actor;
  end if;
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_sign_opened_by"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (true)) then
    new.opened_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (true)) then
    new.opened_by = old.opened_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    new.opened_by = actor;
  end if;
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_states"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['INVESTIGATING']::text[] when 'INVESTIGATING' then array['CLEARED', 'CONFIRMED']::text[] when 'CLEARED' then array[]::text[] when 'CONFIRMED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'fraud_cases', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'CLEARED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.status = 'CONFIRMED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_cases_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_vigilance", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'fraud_cases', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'fraud_alerts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_alerts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."rule_id" as "ruleId", n."party_id" as "partyId", n."claim_id" as "claimId", n."evidence" as "evidence", n."score"::text as "score", n."case_id" as "caseId", n."status" as "status", n."dismissal_reason" as "dismissalReason", to_char(n."raised_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "raisedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'fraud_alerts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_alerts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."rule_id" as "ruleId", o."party_id" as "partyId", o."claim_id" as "claimId", o."evidence" as "evidence", o."score"::text as "score", o."case_id" as "caseId", o."status" as "status", o."dismissal_reason" as "dismissalReason", to_char(o."raised_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "raisedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_vigilance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'fraud_alerts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fraud_alerts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."rule_id" as "ruleId", o."party_id" as "partyId", o."claim_id" as "claimId", o."evidence" as "evidence", o."score"::text as "score", o."case_id" as "caseId", o."status" as "status", o."dismissal_reason" as "dismissalReason", to_char(o."raised_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "raisedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."rule_id" as "ruleId", n."party_id" as "partyId", n."claim_id" as "claimId", n."evidence" as "evidence", n."score"::text as "score", n."case_id" as "caseId", n."status" as "status", n."dismissal_reason" as "dismissalReason", to_char(n."raised_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "raisedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."rule_id" is distinct from n."rule_id") then 'ruleId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."claim_id" is distinct from n."claim_id") then 'claimId' end, case when not (o."evidence" is distinct from n."evidence") then 'evidence' end, case when not (o."score" is distinct from n."score") then 'score' end, case when not (o."case_id" is distinct from n."case_id") then 'caseId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."dismissal_reason" is distinct from n."dismissal_reason") then 'dismissalReason' end, case when not (o."raised_at" is distinct from n."raised_at") then 'raisedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_count_alert_count"() returns trigger language plpgsql security definer
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_vigilance"."fraud_cases" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.case_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_vigilance"."fraud_cases" p set alert_count = p.alert_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.case_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_vigilance"."fraud_cases" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.case_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_vigilance"."fraud_cases" p set alert_count = p.alert_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.case_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_vigilance"."fraud_cases" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.case_id as id, 1 as n from new_rows r where true and (true) union all select r.case_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_vigilance"."fraud_cases" p set alert_count = p.alert_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.case_id as id, 1 as n from new_rows r where true and (true) union all select r.case_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_emit"() returns trigger language plpgsql security definer
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.score, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'FraudAlert', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_vigilance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'FraudAlert', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['FraudAlertRaised'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('alertId', n."id", 'partyId', n."party_id", 'score', n."score"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_locked_by_case_id"() returns trigger language plpgsql security definer
set search_path to "ss_vigilance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_vigilance"."fraud_cases" p where p.id in (select case_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_vigilance"."fraud_cases" p where p.id in (select case_id from new_rows where (true)) and (status not in ('OPEN', 'INVESTIGATING'))
    ) then
      raise exception using errcode = 'AV304', message = 'a case that was decided takes no alerts';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_vigilance"."fraud_cases" p where p.id in (select case_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_vigilance"."fraud_cases" p where p.id in (select case_id from old_rows where (true)) and (status not in ('OPEN', 'INVESTIGATING'))
    ) then
      raise exception using errcode = 'AV304', message = 'a case that was decided takes no alerts';
    end if;
  else
    perform from "ss_vigilance"."fraud_cases" p where p.id in (select case_id from new_rows where (true) union select case_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_vigilance"."fraud_cases" p where p.id in (select case_id from new_rows where (true) union select case_id from old_rows where (true)) and (status not in ('OPEN', 'INVESTIGATING'))
    ) then
      raise exception using errcode = 'AV304', message = 'a case that was decided takes no alerts';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_sign_dismissed_by"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status = 'DISMISSED')) then
    new.dismissed_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status = 'DISMISSED')) then
    new.dismissed_by = old.dismissed_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;
    new.dismissed_by = actor;
  end if;
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_states"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'RAISED' then array['IN_CASE', 'DISMISSED']::text[] when 'IN_CASE' then array[]::text[] when 'DISMISSED' then array['IN_CASE']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'fraud_alerts', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_vigilance"."fraud_alerts_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_vigilance", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['RAISED', 'IN_CASE']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'fraud_alerts', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: RAISED, IN_CASE.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_vigilance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_vigilance"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_vigilance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_vigilance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_vigilance", pg_temp as $body$
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
  update "ss_vigilance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_vigilance"."fraud_rules" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_rules_audit"();
create or replace trigger "audit_update" after update on "ss_vigilance"."fraud_rules" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_rules_audit"();
create or replace trigger "audit_delete" after delete on "ss_vigilance"."fraud_rules" referencing old table as old_rows for each statement execute function "ss_vigilance"."fraud_rules_audit"();
create or replace trigger "keep" before truncate on "ss_vigilance"."fraud_rules" for each statement execute function "ss_vigilance"."fraud_rules_keep"();
create or replace trigger "states_update" before update on "ss_vigilance"."fraud_rules" for each row execute function "ss_vigilance"."fraud_rules_states"();
create or replace trigger "touch" before update on "ss_vigilance"."fraud_rules" for each row execute function "ss_vigilance"."fraud_rules_touch"();
create or replace trigger "audit_insert" after insert on "ss_vigilance"."fraud_cases" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_cases_audit"();
create or replace trigger "audit_update" after update on "ss_vigilance"."fraud_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_cases_audit"();
create or replace trigger "audit_delete" after delete on "ss_vigilance"."fraud_cases" referencing old table as old_rows for each statement execute function "ss_vigilance"."fraud_cases_audit"();
create or replace trigger "emit_insert" after insert on "ss_vigilance"."fraud_cases" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_cases_emit"();
create or replace trigger "emit_update" after update on "ss_vigilance"."fraud_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_cases_emit"();
create or replace trigger "frozen_update" after update on "ss_vigilance"."fraud_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_cases_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_vigilance"."fraud_cases" referencing old table as old_rows for each statement execute function "ss_vigilance"."fraud_cases_frozen"();
create or replace trigger "keep" before truncate on "ss_vigilance"."fraud_cases" for each statement execute function "ss_vigilance"."fraud_cases_keep"();
create or replace trigger "sign_decided_by_insert" before insert on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_sign_decided_by"();
create or replace trigger "sign_decided_by_update" before update on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_sign_decided_by"();
create or replace trigger "sign_opened_by_insert" before insert on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_sign_opened_by"();
create or replace trigger "sign_opened_by_update" before update on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_sign_opened_by"();
create or replace trigger "states_update" before update on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_states"();
create or replace trigger "states_insert" before insert on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_states"();
create or replace trigger "touch" before update on "ss_vigilance"."fraud_cases" for each row execute function "ss_vigilance"."fraud_cases_touch"();
create or replace trigger "transitions_insert" after insert on "ss_vigilance"."fraud_cases" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_cases_transitions"();
create or replace trigger "audit_insert" after insert on "ss_vigilance"."fraud_alerts" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_alerts_audit"();
create or replace trigger "audit_update" after update on "ss_vigilance"."fraud_alerts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_audit"();
create or replace trigger "audit_delete" after delete on "ss_vigilance"."fraud_alerts" referencing old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_audit"();
create or replace trigger "count_alert_count_insert" after insert on "ss_vigilance"."fraud_alerts" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_alerts_count_alert_count"();
create or replace trigger "count_alert_count_update" after update on "ss_vigilance"."fraud_alerts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_count_alert_count"();
create or replace trigger "count_alert_count_delete" after delete on "ss_vigilance"."fraud_alerts" referencing old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_count_alert_count"();
create or replace trigger "emit_insert" after insert on "ss_vigilance"."fraud_alerts" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_alerts_emit"();
create or replace trigger "emit_update" after update on "ss_vigilance"."fraud_alerts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_emit"();
create or replace trigger "keep" before truncate on "ss_vigilance"."fraud_alerts" for each statement execute function "ss_vigilance"."fraud_alerts_keep"();
create or replace trigger "locked_by_case_id_insert" after insert on "ss_vigilance"."fraud_alerts" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_alerts_locked_by_case_id"();
create or replace trigger "locked_by_case_id_update" after update on "ss_vigilance"."fraud_alerts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_locked_by_case_id"();
create or replace trigger "locked_by_case_id_delete" after delete on "ss_vigilance"."fraud_alerts" referencing old table as old_rows for each statement execute function "ss_vigilance"."fraud_alerts_locked_by_case_id"();
create or replace trigger "sign_dismissed_by_insert" before insert on "ss_vigilance"."fraud_alerts" for each row execute function "ss_vigilance"."fraud_alerts_sign_dismissed_by"();
create or replace trigger "sign_dismissed_by_update" before update on "ss_vigilance"."fraud_alerts" for each row execute function "ss_vigilance"."fraud_alerts_sign_dismissed_by"();
create or replace trigger "states_update" before update on "ss_vigilance"."fraud_alerts" for each row execute function "ss_vigilance"."fraud_alerts_states"();
create or replace trigger "touch" before update on "ss_vigilance"."fraud_alerts" for each row execute function "ss_vigilance"."fraud_alerts_touch"();
create or replace trigger "transitions_insert" after insert on "ss_vigilance"."fraud_alerts" referencing new table as new_rows for each statement execute function "ss_vigilance"."fraud_alerts_transitions"();
create or replace trigger "keep" before truncate on "ss_vigilance"."audit_events" for each statement execute function "ss_vigilance"."audit_events_keep"();
create or replace trigger "keep" before truncate on "ss_vigilance"."audit_details" for each statement execute function "ss_vigilance"."audit_details_keep"();
create or replace trigger "number" after insert on "ss_vigilance"."outbox_events" referencing new table as new_rows for each statement execute function "ss_vigilance"."outbox_events_number"();
alter table "ss_vigilance"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_vigilance"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_vigilance"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "ss_vigilance"."audit_details" enable row level security, force row level security;
create policy "added" on "ss_vigilance"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "ss_vigilance"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "ss_vigilance"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "version", "description", "definition", "weight", "status"), update ("description", "weight", "status"), delete on "ss_vigilance"."fraud_rules" to acervo_app;
grant select, insert ("id", "code", "version", "description", "definition", "weight", "status"), update ("description", "weight", "status"), delete on "ss_vigilance"."fraud_rules" to acervo_worker;
grant select ("id", "code", "version", "description", "definition", "weight", "status", "created_at", "updated_at") on "ss_vigilance"."fraud_rules" to acervo_readonly;
grant select, insert ("id", "party_id", "other_party_id", "kind", "digest", "seen_at"), delete on "ss_vigilance"."party_ties" to acervo_app;
grant select, insert ("id", "party_id", "other_party_id", "kind", "digest", "seen_at"), delete on "ss_vigilance"."party_ties" to acervo_worker;
grant select on "ss_vigilance"."party_ties" to acervo_readonly;
grant select, insert ("id", "number", "party_id", "claim_id", "status", "decided_at", "reason"), update ("party_id", "claim_id", "status", "decided_at", "reason") on "ss_vigilance"."fraud_cases" to acervo_app;
grant select, insert ("id", "number", "party_id", "claim_id", "status", "decided_at", "reason"), update ("party_id", "claim_id", "status", "decided_at", "reason") on "ss_vigilance"."fraud_cases" to acervo_worker;
grant select on "ss_vigilance"."fraud_cases" to acervo_readonly;
grant select, insert ("id", "rule_id", "party_id", "claim_id", "evidence", "score", "case_id", "status", "dismissal_reason", "raised_at"), update ("case_id", "status", "dismissal_reason"), delete on "ss_vigilance"."fraud_alerts" to acervo_app;
grant select, insert ("id", "rule_id", "party_id", "claim_id", "evidence", "score", "case_id", "status", "dismissal_reason", "raised_at"), update ("case_id", "status", "dismissal_reason"), delete on "ss_vigilance"."fraud_alerts" to acervo_worker;
grant select on "ss_vigilance"."fraud_alerts" to acervo_readonly;
grant select on "ss_vigilance"."audit_events" to acervo_app;
grant select on "ss_vigilance"."audit_events" to acervo_worker;
grant select on "ss_vigilance"."audit_events" to acervo_readonly;
grant select on "ss_vigilance"."audit_details" to acervo_app;
grant select, delete on "ss_vigilance"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_vigilance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_vigilance"."outbox_events" to acervo_worker;
grant select on "ss_vigilance"."outbox_events" to acervo_readonly;
set local role none;
