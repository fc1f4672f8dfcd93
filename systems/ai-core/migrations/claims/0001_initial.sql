-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 037caabb43ccccc5a1237dceb6c0e3098004330aea043052060189ba964c616d

-- step: create ss_claims with 6 tables
-- locks: none
set local search_path to "ss_claims", acervo, pg_temp;
create schema if not exists "ss_claims" authorization acervo_owner;
grant usage on schema "ss_claims" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_claims"."claim_files" (
  "id" uuid default acervo.uuid7() not null,
  "claim_id" uuid not null,
  "policy_id" uuid not null,
  "party_id" uuid not null,
  "loss_on" date not null,
  "status" text collate "C" default 'OPENED' not null,
  "handler" varchar(200) collate "C",
  "decision_reason" text collate "C",
  "decided_at" timestamptz(6),
  "reserve" numeric(20, 10) default '0' not null,
  "paid" numeric(20, 10) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(handler, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(decision_reason, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "claim_files_pkey" primary key ("id"),
  constraint "claim_files_claim_id_key" unique ("claim_id"),
  constraint "claim_files_status_check" check ("status" in ('OPENED', 'CHECKED', 'IN_ASSESSMENT', 'INFO_PENDING', 'ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED', 'PAID', 'CLOSED', 'REOPENED')),
  constraint "claim_files_closed_check" check (status <> 'CLOSED' or reserve = 0),
  constraint "claim_files_paid_check" check (paid >= 0 and (status <> 'PAID' or paid > 0)),
  constraint "claim_files_reason_check" check (status not in ('REJECTED', 'PARTLY_ACCEPTED') or decision_reason is not null),
  constraint "claim_files_reserve_check" check (reserve >= 0)
);
create table "ss_claims"."claim_coverages" (
  "id" uuid default acervo.uuid7() not null,
  "claim_file_id" uuid not null,
  "policy_version_id" uuid not null,
  "code" varchar(40) collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "valid_from" date not null,
  "valid_to" date,
  "limit_amount" numeric(20, 10) not null,
  "deductible" numeric(20, 10) default '0' not null,
  "paid_amount" numeric(20, 10) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "claim_coverages_pkey" primary key ("id"),
  constraint "claim_coverages_claim_file_id_code_key" unique ("claim_file_id", "code"),
  constraint "claim_coverages_amounts_check" check (limit_amount >= 0 and deductible >= 0),
  constraint "claim_coverages_limit_check" check (paid_amount between 0 and limit_amount),
  constraint "claim_coverages_valid_check" check (valid_to > valid_from)
);
create table "ss_claims"."reserve_movements" (
  "id" uuid default acervo.uuid7() not null,
  "claim_file_id" uuid not null,
  "coverage_id" uuid not null,
  "kind" text collate "C" not null,
  "amount" numeric(20, 10) not null,
  "reserve_change" numeric(20, 10) generated always as (case kind when 'RESERVE' then amount when 'RECOVERY' then 0 else - amount end) stored not null,
  "paid_change" numeric(20, 10) generated always as (case kind when 'PAYMENT' then amount when 'RECOVERY' then - amount else 0 end) stored not null,
  "reference" varchar(120) collate "C" not null,
  "note" text collate "C",
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "reserve_movements_pkey" primary key ("id"),
  constraint "reserve_movements_reference_key" unique ("reference"),
  constraint "reserve_movements_kind_check" check ("kind" in ('RESERVE', 'RELEASE', 'PAYMENT', 'RECOVERY')),
  constraint "reserve_movements_amount_check" check (amount > 0 and amount = round(amount, 2))
);
create table "ss_claims"."audit_events" (
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
create table "ss_claims"."audit_details" (
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
create table "ss_claims"."outbox_events" (
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
create index "claim_files_policy_id_loss_on_idx" on "ss_claims"."claim_files" ("policy_id", "loss_on" desc);
create index "claim_files_party_id_idx" on "ss_claims"."claim_files" ("party_id");
create index "claim_files_status_created_at_idx" on "ss_claims"."claim_files" ("status", "created_at");
create index "claim_files_search_vector_gin_idx" on "ss_claims"."claim_files" using gin ("search_vector");
create index "reserve_movements_claim_file_id_idx" on "ss_claims"."reserve_movements" ("claim_file_id");
create index "reserve_movements_coverage_id_idx" on "ss_claims"."reserve_movements" ("coverage_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_claims"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_claims"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "ss_claims"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "ss_claims"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_claims"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_claims"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_claims"."claim_coverages" add constraint "claim_coverages_claim_file_id_fkey" foreign key ("claim_file_id") references "ss_claims"."claim_files" ("id") on delete restrict;
alter table "ss_claims"."reserve_movements" add constraint "reserve_movements_claim_file_id_fkey" foreign key ("claim_file_id") references "ss_claims"."claim_files" ("id") on delete restrict;
alter table "ss_claims"."reserve_movements" add constraint "reserve_movements_coverage_id_fkey" foreign key ("coverage_id") references "ss_claims"."claim_coverages" ("id") on delete restrict;
create or replace function "ss_claims"."claim_files_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_claims", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."claim_id" as "claimId", n."policy_id" as "policyId", n."party_id" as "partyId", n."loss_on" as "lossOn", n."status" as "status", n."handler" as "handler", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came,
        (select to_jsonb(r) from (select n."decision_reason" as "decisionReason") r) as came_apart,
        nullif(array_remove(array[case when n."decision_reason" is not null then 'decisionReason' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "ss_claims"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'claim_files', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'claim_files', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claim_files')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."claim_id" as "claimId", o."policy_id" as "policyId", o."party_id" as "partyId", o."loss_on" as "lossOn", o."status" as "status", o."handler" as "handler", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone,
        (select to_jsonb(r) from (select o."decision_reason" as "decisionReason") r) as gone_apart,
        nullif(array_remove(array[case when o."decision_reason" is not null then 'decisionReason' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "ss_claims"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'claim_files', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'claim_files', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claim_files')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."claim_id" as "claimId", o."policy_id" as "policyId", o."party_id" as "partyId", o."loss_on" as "lossOn", o."status" as "status", o."handler" as "handler", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."claim_id" as "claimId", n."policy_id" as "policyId", n."party_id" as "partyId", n."loss_on" as "lossOn", n."status" as "status", n."handler" as "handler", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."claim_id" is distinct from n."claim_id") then 'claimId' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."loss_on" is distinct from n."loss_on") then 'lossOn' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."handler" is distinct from n."handler") then 'handler' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end] as same,
        (select to_jsonb(r) from (select o."decision_reason" as "decisionReason") r) as gone_apart, (select to_jsonb(r) from (select n."decision_reason" as "decisionReason") r) as came_apart, array[case when not (o."decision_reason" is distinct from n."decision_reason") then 'decisionReason' end] as same_apart,
        nullif(array_remove(array[case when o."decision_reason" is distinct from n."decision_reason" then 'decisionReason' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "ss_claims"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'claim_files', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'claim_files', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claim_files')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."claim_files_emit"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.claim_id, n.status, n.decision_reason, n.paid, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (status in ('ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED')) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'CLOSED') is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ClaimFile', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_claims"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ClaimFile', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ClaimDecided', 'ClaimPaid', 'ClaimFileClosed'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('claimId', n."claim_id", 'status', n."status", 'reason', n."decision_reason")
        when 2 then jsonb_build_object('claimId', n."claim_id", 'paid', n."paid"::text)
        when 3 then jsonb_build_object('claimId', n."claim_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.claim_id, n.status, n.decision_reason, n.paid, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end], null) as "its events"
      from (select *, (status in ('ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED')) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'CLOSED') is true as "holds 2" from new_rows) n
        join (select *, (status in ('ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED')) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'CLOSED') is true as "holds 2" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ClaimFile', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_claims"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ClaimFile', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ClaimDecided', 'ClaimPaid', 'ClaimFileClosed'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('claimId', n."claim_id", 'status', n."status", 'reason', n."decision_reason")
        when 2 then jsonb_build_object('claimId', n."claim_id", 'paid', n."paid"::text)
        when 3 then jsonb_build_object('claimId', n."claim_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."claim_files_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_claims"."claim_files_states"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPENED' then array['CHECKED', 'REJECTED']::text[] when 'CHECKED' then array['IN_ASSESSMENT', 'INFO_PENDING', 'REJECTED']::text[] when 'IN_ASSESSMENT' then array['INFO_PENDING', 'ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED']::text[] when 'INFO_PENDING' then array['IN_ASSESSMENT', 'REJECTED']::text[] when 'ACCEPTED' then array['PAID']::text[] when 'PARTLY_ACCEPTED' then array['PAID']::text[] when 'REJECTED' then array['CLOSED', 'REOPENED']::text[] when 'PAID' then array['CLOSED']::text[] when 'CLOSED' then array['REOPENED']::text[] when 'REOPENED' then array['IN_ASSESSMENT']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'claim_files', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_claims"."claim_files_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_claims"."claim_files_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_claims", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPENED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'claim_files', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPENED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."claim_coverages_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'claim_coverages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claim_coverages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."claim_file_id" as "claimFileId", n."policy_version_id" as "policyVersionId", n."code" as "code", n."name" as "name", n."valid_from" as "validFrom", n."valid_to" as "validTo", n."limit_amount"::text as "limitAmount", n."deductible"::text as "deductible") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'claim_coverages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claim_coverages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."claim_file_id" as "claimFileId", o."policy_version_id" as "policyVersionId", o."code" as "code", o."name" as "name", o."valid_from" as "validFrom", o."valid_to" as "validTo", o."limit_amount"::text as "limitAmount", o."deductible"::text as "deductible") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'claim_coverages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claim_coverages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."claim_file_id" as "claimFileId", o."policy_version_id" as "policyVersionId", o."code" as "code", o."name" as "name", o."valid_from" as "validFrom", o."valid_to" as "validTo", o."limit_amount"::text as "limitAmount", o."deductible"::text as "deductible") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."claim_file_id" as "claimFileId", n."policy_version_id" as "policyVersionId", n."code" as "code", n."name" as "name", n."valid_from" as "validFrom", n."valid_to" as "validTo", n."limit_amount"::text as "limitAmount", n."deductible"::text as "deductible") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."claim_file_id" is distinct from n."claim_file_id") then 'claimFileId' end, case when not (o."policy_version_id" is distinct from n."policy_version_id") then 'policyVersionId' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_to" is distinct from n."valid_to") then 'validTo' end, case when not (o."limit_amount" is distinct from n."limit_amount") then 'limitAmount' end, case when not (o."deductible" is distinct from n."deductible") then 'deductible' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."claim_coverages_covers_loss"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  if exists (
    select from new_rows n join "ss_claims"."claim_files" f on f.id = n.claim_file_id
    where f.loss_on < n.valid_from or f.loss_on >= n.valid_to
  ) then
    raise exception 'the coverage was not in force on the day of the loss';
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."claim_coverages_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_claims"."claim_coverages_locked_by_claim_file_id"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (true)) and (status in ('PAID', 'CLOSED', 'REJECTED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a claim that was paid or rejected keeps its covers';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_claims"."claim_files" p where p.id in (select claim_file_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_claims"."claim_files" p where p.id in (select claim_file_id from old_rows where (true)) and (status in ('PAID', 'CLOSED', 'REJECTED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a claim that was paid or rejected keeps its covers';
    end if;
  else
    perform from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (true) union select claim_file_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (true) union select claim_file_id from old_rows where (true)) and (status in ('PAID', 'CLOSED', 'REJECTED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a claim that was paid or rejected keeps its covers';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."claim_coverages_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_claims"."reserve_movements_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'reserve_movements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reserve_movements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."claim_file_id" as "claimFileId", n."coverage_id" as "coverageId", n."kind" as "kind", n."amount"::text as "amount", n."reference" as "reference", n."note" as "note", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'reserve_movements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reserve_movements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."claim_file_id" as "claimFileId", o."coverage_id" as "coverageId", o."kind" as "kind", o."amount"::text as "amount", o."reference" as "reference", o."note" as "note", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_claims"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'reserve_movements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reserve_movements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."claim_file_id" as "claimFileId", o."coverage_id" as "coverageId", o."kind" as "kind", o."amount"::text as "amount", o."reference" as "reference", o."note" as "note", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."claim_file_id" as "claimFileId", n."coverage_id" as "coverageId", n."kind" as "kind", n."amount"::text as "amount", n."reference" as "reference", n."note" as "note", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."claim_file_id" is distinct from n."claim_file_id") then 'claimFileId' end, case when not (o."coverage_id" is distinct from n."coverage_id") then 'coverageId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."reference" is distinct from n."reference") then 'reference' end, case when not (o."note" is distinct from n."note") then 'note' end, case when not (o."recorded_at" is distinct from n."recorded_at") then 'recordedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."reserve_movements_count_paid"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_claims"."claim_files" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_files" p set paid = p.paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_claims"."claim_files" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_files" p set paid = p.paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_claims"."claim_files" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true) union all select r.claim_file_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_files" p set paid = p.paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true) union all select r.claim_file_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."reserve_movements_count_paid_amount"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_claims"."claim_coverages" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.coverage_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_coverages" p set paid_amount = p.paid_amount + delta.n
    from (select c.id, sum(c.n) as n from (select r.coverage_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_claims"."claim_coverages" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.coverage_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_coverages" p set paid_amount = p.paid_amount + delta.n
    from (select c.id, sum(c.n) as n from (select r.coverage_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_claims"."claim_coverages" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.coverage_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true) union all select r.coverage_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_coverages" p set paid_amount = p.paid_amount + delta.n
    from (select c.id, sum(c.n) as n from (select r.coverage_id as id, coalesce(r.paid_change, 0) as n from new_rows r where true and (true) union all select r.coverage_id as id, -coalesce(r.paid_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."reserve_movements_count_reserve"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_claims"."claim_files" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.reserve_change, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_files" p set reserve = p.reserve + delta.n
    from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.reserve_change, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_claims"."claim_files" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, -coalesce(r.reserve_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_files" p set reserve = p.reserve + delta.n
    from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, -coalesce(r.reserve_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_claims"."claim_files" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.reserve_change, 0) as n from new_rows r where true and (true) union all select r.claim_file_id as id, -coalesce(r.reserve_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_claims"."claim_files" p set reserve = p.reserve + delta.n
    from (select c.id, sum(c.n) as n from (select r.claim_file_id as id, coalesce(r.reserve_change, 0) as n from new_rows r where true and (true) union all select r.claim_file_id as id, -coalesce(r.reserve_change, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."reserve_movements_emit"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.claim_file_id, n.kind, n.amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ReserveMovement', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_claims"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ReserveMovement', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReserveMoved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('movementId', n."id", 'claimFileId', n."claim_file_id", 'kind', n."kind", 'amount', n."amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."reserve_movements_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_claims"."reserve_movements_locked_by_claim_file_id"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (kind = 'PAYMENT'))
    order by p.id for share of p;
    if exists (
      select from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (kind = 'PAYMENT')) and (status not in ('ACCEPTED', 'PARTLY_ACCEPTED', 'PAID'))
    ) then
      raise exception using errcode = 'AV304', message = 'nothing is paid before the claim is accepted';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_claims"."claim_files" p where p.id in (select claim_file_id from old_rows where (kind = 'PAYMENT'))
    order by p.id for share of p;
    if exists (
      select from "ss_claims"."claim_files" p where p.id in (select claim_file_id from old_rows where (kind = 'PAYMENT')) and (status not in ('ACCEPTED', 'PARTLY_ACCEPTED', 'PAID'))
    ) then
      raise exception using errcode = 'AV304', message = 'nothing is paid before the claim is accepted';
    end if;
  else
    perform from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (kind = 'PAYMENT') union select claim_file_id from old_rows where (kind = 'PAYMENT'))
    order by p.id for share of p;
    if exists (
      select from "ss_claims"."claim_files" p where p.id in (select claim_file_id from new_rows where (kind = 'PAYMENT') union select claim_file_id from old_rows where (kind = 'PAYMENT')) and (status not in ('ACCEPTED', 'PARTLY_ACCEPTED', 'PAID'))
    ) then
      raise exception using errcode = 'AV304', message = 'nothing is paid before the claim is accepted';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."reserve_movements_same_file"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  if exists (
    select from new_rows n join "ss_claims"."claim_coverages" c on c.id = n.coverage_id
    where c.claim_file_id <> n.claim_file_id
  ) then
    raise exception 'the coverage belongs to another claim';
  end if;
  return null;
end$body$;
create or replace function "ss_claims"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_claims"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_claims", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_claims"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_claims", pg_temp as $body$
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
  update "ss_claims"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_claims"."claim_files" referencing new table as new_rows for each statement execute function "ss_claims"."claim_files_audit"();
create or replace trigger "audit_update" after update on "ss_claims"."claim_files" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."claim_files_audit"();
create or replace trigger "audit_delete" after delete on "ss_claims"."claim_files" referencing old table as old_rows for each statement execute function "ss_claims"."claim_files_audit"();
create or replace trigger "emit_insert" after insert on "ss_claims"."claim_files" referencing new table as new_rows for each statement execute function "ss_claims"."claim_files_emit"();
create or replace trigger "emit_update" after update on "ss_claims"."claim_files" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."claim_files_emit"();
create or replace trigger "keep" before truncate on "ss_claims"."claim_files" for each statement execute function "ss_claims"."claim_files_keep"();
create or replace trigger "states_update" before update on "ss_claims"."claim_files" for each row execute function "ss_claims"."claim_files_states"();
create or replace trigger "touch" before update on "ss_claims"."claim_files" for each row execute function "ss_claims"."claim_files_touch"();
create or replace trigger "transitions_insert" after insert on "ss_claims"."claim_files" referencing new table as new_rows for each statement execute function "ss_claims"."claim_files_transitions"();
create or replace trigger "audit_insert" after insert on "ss_claims"."claim_coverages" referencing new table as new_rows for each statement execute function "ss_claims"."claim_coverages_audit"();
create or replace trigger "audit_update" after update on "ss_claims"."claim_coverages" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."claim_coverages_audit"();
create or replace trigger "audit_delete" after delete on "ss_claims"."claim_coverages" referencing old table as old_rows for each statement execute function "ss_claims"."claim_coverages_audit"();
create or replace trigger "covers_loss" after insert on "ss_claims"."claim_coverages" referencing new table as new_rows for each statement execute function "ss_claims"."claim_coverages_covers_loss"();
create or replace trigger "keep" before truncate on "ss_claims"."claim_coverages" for each statement execute function "ss_claims"."claim_coverages_keep"();
create or replace trigger "locked_by_claim_file_id_insert" after insert on "ss_claims"."claim_coverages" referencing new table as new_rows for each statement execute function "ss_claims"."claim_coverages_locked_by_claim_file_id"();
create or replace trigger "locked_by_claim_file_id_delete" after delete on "ss_claims"."claim_coverages" referencing old table as old_rows for each statement execute function "ss_claims"."claim_coverages_locked_by_claim_file_id"();
create or replace trigger "touch" before update on "ss_claims"."claim_coverages" for each row execute function "ss_claims"."claim_coverages_touch"();
create or replace trigger "audit_insert" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_audit"();
create or replace trigger "audit_update" after update on "ss_claims"."reserve_movements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."reserve_movements_audit"();
create or replace trigger "audit_delete" after delete on "ss_claims"."reserve_movements" referencing old table as old_rows for each statement execute function "ss_claims"."reserve_movements_audit"();
create or replace trigger "count_paid_insert" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_count_paid"();
create or replace trigger "count_paid_update" after update on "ss_claims"."reserve_movements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."reserve_movements_count_paid"();
create or replace trigger "count_paid_delete" after delete on "ss_claims"."reserve_movements" referencing old table as old_rows for each statement execute function "ss_claims"."reserve_movements_count_paid"();
create or replace trigger "count_paid_amount_insert" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_count_paid_amount"();
create or replace trigger "count_paid_amount_update" after update on "ss_claims"."reserve_movements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."reserve_movements_count_paid_amount"();
create or replace trigger "count_paid_amount_delete" after delete on "ss_claims"."reserve_movements" referencing old table as old_rows for each statement execute function "ss_claims"."reserve_movements_count_paid_amount"();
create or replace trigger "count_reserve_insert" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_count_reserve"();
create or replace trigger "count_reserve_update" after update on "ss_claims"."reserve_movements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."reserve_movements_count_reserve"();
create or replace trigger "count_reserve_delete" after delete on "ss_claims"."reserve_movements" referencing old table as old_rows for each statement execute function "ss_claims"."reserve_movements_count_reserve"();
create or replace trigger "emit_insert" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_emit"();
create or replace trigger "emit_update" after update on "ss_claims"."reserve_movements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_claims"."reserve_movements_emit"();
create or replace trigger "keep" before truncate on "ss_claims"."reserve_movements" for each statement execute function "ss_claims"."reserve_movements_keep"();
create or replace trigger "locked_by_claim_file_id_insert" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_locked_by_claim_file_id"();
create or replace trigger "same_file" after insert on "ss_claims"."reserve_movements" referencing new table as new_rows for each statement execute function "ss_claims"."reserve_movements_same_file"();
create or replace trigger "keep" before truncate on "ss_claims"."audit_events" for each statement execute function "ss_claims"."audit_events_keep"();
create or replace trigger "keep" before truncate on "ss_claims"."audit_details" for each statement execute function "ss_claims"."audit_details_keep"();
create or replace trigger "number" after insert on "ss_claims"."outbox_events" referencing new table as new_rows for each statement execute function "ss_claims"."outbox_events_number"();
alter table "ss_claims"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_claims"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_claims"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "ss_claims"."audit_details" enable row level security, force row level security;
create policy "added" on "ss_claims"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "ss_claims"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "ss_claims"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "claim_id", "policy_id", "party_id", "loss_on", "status", "handler", "decision_reason", "decided_at"), update ("party_id", "status", "handler", "decision_reason", "decided_at"), delete on "ss_claims"."claim_files" to acervo_app;
grant select, insert ("id", "claim_id", "policy_id", "party_id", "loss_on", "status", "handler", "decision_reason", "decided_at"), update ("party_id", "status", "handler", "decision_reason", "decided_at"), delete on "ss_claims"."claim_files" to acervo_worker;
grant select ("id", "claim_id", "policy_id", "party_id", "loss_on", "status", "handler", "decision_reason", "decided_at", "reserve", "paid", "created_at", "updated_at") on "ss_claims"."claim_files" to acervo_readonly;
grant select, insert ("id", "claim_file_id", "policy_version_id", "code", "name", "valid_from", "valid_to", "limit_amount", "deductible"), update ("name"), delete on "ss_claims"."claim_coverages" to acervo_app;
grant select, insert ("id", "claim_file_id", "policy_version_id", "code", "name", "valid_from", "valid_to", "limit_amount", "deductible"), update ("name"), delete on "ss_claims"."claim_coverages" to acervo_worker;
grant select on "ss_claims"."claim_coverages" to acervo_readonly;
grant select, insert ("id", "claim_file_id", "coverage_id", "kind", "amount", "reference", "note", "recorded_at") on "ss_claims"."reserve_movements" to acervo_app;
grant select, insert ("id", "claim_file_id", "coverage_id", "kind", "amount", "reference", "note", "recorded_at") on "ss_claims"."reserve_movements" to acervo_worker;
grant select on "ss_claims"."reserve_movements" to acervo_readonly;
grant select on "ss_claims"."audit_events" to acervo_app;
grant select on "ss_claims"."audit_events" to acervo_worker;
grant select on "ss_claims"."audit_events" to acervo_readonly;
grant select on "ss_claims"."audit_details" to acervo_app;
grant select, delete on "ss_claims"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_claims"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_claims"."outbox_events" to acervo_worker;
grant select on "ss_claims"."outbox_events" to acervo_readonly;
set local role none;
