-- acervo: transactional
-- objects: extension btree_gist
-- model: 0e511b8e81aad3d0a396596220c22e643579a21990b22a3724ad2aca3d89e2b7

-- step: create ss_commissions with 6 tables
-- locks: none
set local search_path to "ss_commissions", acervo, pg_temp;
create schema if not exists "ss_commissions" authorization acervo_owner;
grant usage on schema "ss_commissions" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_commissions"."agreements" (
  "id" uuid default acervo.uuid7() not null,
  "agent_id" uuid not null,
  "line" text collate "C" not null,
  "rate" numeric(9, 6) not null,
  "valid_from" date not null,
  "valid_to" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "agreements_pkey" primary key ("id"),
  constraint "agreements_line_check" check ("line" in ('MOTOR', 'HOME', 'HEALTH', 'LIFE', 'FUNERAL', 'LIABILITY', 'BUSINESS', 'TRAVEL')),
  constraint "agreements_rate_check" check (rate between 0 and 100),
  constraint "agreements_valid_check" check (valid_to > valid_from),
  constraint "agreements_one_rate_a_day_excl" exclude using gist (agent_id with =, line with =, daterange(valid_from, valid_to) with &&)
);
create table "ss_commissions"."premium_collections" (
  "id" uuid default acervo.uuid7() not null,
  "receipt_id" uuid not null,
  "policy_id" uuid not null,
  "amount" numeric(20, 10) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "collected_on" date not null,
  "period_start" date not null,
  "period_end" date not null,
  "cancelled_on" date,
  "share_total" numeric(20, 10) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "premium_collections_pkey" primary key ("id"),
  constraint "premium_collections_receipt_id_key" unique ("receipt_id"),
  constraint "premium_collections_amount_check" check (amount >= 0),
  constraint "premium_collections_cancelled_check" check (cancelled_on >= period_start and cancelled_on <= period_end),
  constraint "premium_collections_period_check" check (period_end > period_start),
  constraint "premium_collections_shares_check" check (share_total between 0 and 1)
);
create table "ss_commissions"."settlements" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "agent_id" uuid not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "period_start" date not null,
  "period_end" date not null,
  "status" text collate "C" default 'DRAFT' not null,
  "sealed_at" timestamptz(6),
  "paid_on" date,
  "total" numeric(20, 10) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "settlements_pkey" primary key ("id"),
  constraint "settlements_number_key" unique ("number"),
  constraint "settlements_status_check" check ("status" in ('DRAFT', 'SEALED', 'PAID')),
  constraint "settlements_paid_check" check ((status = 'PAID') = (paid_on is not null)),
  constraint "settlements_period_check" check (period_end > period_start),
  constraint "settlements_sealed_check" check ((status = 'DRAFT') = (sealed_at is null))
);
create table "ss_commissions"."commission_entries" (
  "id" uuid default acervo.uuid7() not null,
  "collection_id" uuid not null,
  "agreement_id" uuid not null,
  "kind" text collate "C" default 'ACCRUAL' not null,
  "reverses_id" uuid,
  "share" numeric(20, 10) default '1' not null,
  "agent_id" uuid not null,
  "rate" numeric(9, 6) not null,
  "amount" numeric(20, 10) default '0' not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "settlement_id" uuid,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "commission_entries_pkey" primary key ("id"),
  constraint "commission_entries_reverses_id_key" unique ("reverses_id"),
  constraint "commission_entries_kind_check" check ("kind" in ('ACCRUAL', 'CLAWBACK')),
  constraint "commission_entries_reverses_check" check ((kind = 'CLAWBACK') = (reverses_id is not null)),
  constraint "commission_entries_share_check" check (share > 0 and share <= 1),
  constraint "commission_entries_sign_check" check (case kind when 'ACCRUAL' then amount >= 0 else amount <= 0 end)
);
create table "ss_commissions"."audit_events" (
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
create table "ss_commissions"."outbox_events" (
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
create index "premium_collections_policy_id_idx" on "ss_commissions"."premium_collections" ("policy_id");
create index "settlements_agent_id_period_end_idx" on "ss_commissions"."settlements" ("agent_id", "period_end" desc);
create unique index "commission_entries_one_accrual_key" on "ss_commissions"."commission_entries" ("collection_id", "agreement_id") where (kind = 'ACCRUAL');
create index "commission_entries_agent_id_settlement_id_idx" on "ss_commissions"."commission_entries" ("agent_id", "settlement_id");
create index "commission_entries_collection_id_idx" on "ss_commissions"."commission_entries" ("collection_id");
create index "commission_entries_agreement_id_idx" on "ss_commissions"."commission_entries" ("agreement_id");
create index "commission_entries_settlement_id_idx" on "ss_commissions"."commission_entries" ("settlement_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_commissions"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_commissions"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "ss_commissions"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_commissions"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_commissions"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_commissions"."commission_entries" add constraint "commission_entries_collection_id_fkey" foreign key ("collection_id") references "ss_commissions"."premium_collections" ("id") on delete restrict;
alter table "ss_commissions"."commission_entries" add constraint "commission_entries_agreement_id_fkey" foreign key ("agreement_id") references "ss_commissions"."agreements" ("id") on delete restrict;
alter table "ss_commissions"."commission_entries" add constraint "commission_entries_reverses_id_fkey" foreign key ("reverses_id") references "ss_commissions"."commission_entries" ("id") on delete restrict;
alter table "ss_commissions"."commission_entries" add constraint "commission_entries_settlement_id_fkey" foreign key ("settlement_id") references "ss_commissions"."settlements" ("id") on delete restrict;
create or replace function "ss_commissions"."agreements_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'agreements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agreements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."agent_id" as "agentId", n."line" as "line", n."rate"::text as "rate", n."valid_from" as "validFrom", n."valid_to" as "validTo") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'agreements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agreements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."agent_id" as "agentId", o."line" as "line", o."rate"::text as "rate", o."valid_from" as "validFrom", o."valid_to" as "validTo") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'agreements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agreements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."agent_id" as "agentId", o."line" as "line", o."rate"::text as "rate", o."valid_from" as "validFrom", o."valid_to" as "validTo") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."agent_id" as "agentId", n."line" as "line", n."rate"::text as "rate", n."valid_from" as "validFrom", n."valid_to" as "validTo") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."agent_id" is distinct from n."agent_id") then 'agentId' end, case when not (o."line" is distinct from n."line") then 'line' end, case when not (o."rate" is distinct from n."rate") then 'rate' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_to" is distinct from n."valid_to") then 'validTo' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."agreements_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_commissions"."agreements_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_commissions"."premium_collections_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'premium_collections', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('premium_collections')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."receipt_id" as "receiptId", n."policy_id" as "policyId", n."amount"::text as "amount", n."currency" as "currency", n."collected_on" as "collectedOn", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."cancelled_on" as "cancelledOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'premium_collections', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('premium_collections')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."receipt_id" as "receiptId", o."policy_id" as "policyId", o."amount"::text as "amount", o."currency" as "currency", o."collected_on" as "collectedOn", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."cancelled_on" as "cancelledOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'premium_collections', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('premium_collections')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."receipt_id" as "receiptId", o."policy_id" as "policyId", o."amount"::text as "amount", o."currency" as "currency", o."collected_on" as "collectedOn", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."cancelled_on" as "cancelledOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."receipt_id" as "receiptId", n."policy_id" as "policyId", n."amount"::text as "amount", n."currency" as "currency", n."collected_on" as "collectedOn", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."cancelled_on" as "cancelledOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."receipt_id" is distinct from n."receipt_id") then 'receiptId' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."collected_on" is distinct from n."collected_on") then 'collectedOn' end, case when not (o."period_start" is distinct from n."period_start") then 'periodStart' end, case when not (o."period_end" is distinct from n."period_end") then 'periodEnd' end, case when not (o."cancelled_on" is distinct from n."cancelled_on") then 'cancelledOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."premium_collections_claw_back"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if not exists (
    select from new_rows n join old_rows o on o.id = n.id
    where o.cancelled_on is null and n.cancelled_on is not null
  ) then
    return null;
  end if;
  insert into "ss_commissions"."commission_entries" (collection_id, agreement_id, kind, reverses_id, share)
  select e.collection_id, e.agreement_id, 'CLAWBACK', e.id, e.share
  from "ss_commissions"."commission_entries" e join new_rows n on n.id = e.collection_id
    join old_rows o on o.id = n.id and o.cancelled_on is null
  where n.cancelled_on is not null and e.kind = 'ACCRUAL'
  order by e.id;
  return null;
end$body$;
create or replace function "ss_commissions"."premium_collections_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (cancelled_on is not null)) then
      raise exception using errcode = 'AV304', message = 'a premium is cancelled once';
    end if;
  elsif exists (
    select from (select * from old_rows where (cancelled_on is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['share_total', 'updated_at'] is distinct from to_jsonb(n) - array['share_total', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a premium is cancelled once';
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."premium_collections_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_commissions"."premium_collections_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_commissions"."settlements_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'settlements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('settlements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."agent_id" as "agentId", n."currency" as "currency", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."status" as "status", to_char(n."sealed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt", n."paid_on" as "paidOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'settlements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('settlements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."agent_id" as "agentId", o."currency" as "currency", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."status" as "status", to_char(o."sealed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt", o."paid_on" as "paidOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'settlements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('settlements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."agent_id" as "agentId", o."currency" as "currency", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."status" as "status", to_char(o."sealed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt", o."paid_on" as "paidOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."agent_id" as "agentId", n."currency" as "currency", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."status" as "status", to_char(n."sealed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sealedAt", n."paid_on" as "paidOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."agent_id" is distinct from n."agent_id") then 'agentId' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."period_start" is distinct from n."period_start") then 'periodStart' end, case when not (o."period_end" is distinct from n."period_end") then 'periodEnd' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."sealed_at" is distinct from n."sealed_at") then 'sealedAt' end, case when not (o."paid_on" is distinct from n."paid_on") then 'paidOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."settlements_emit"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.agent_id, n.total, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'SEALED') is true as "holds 0", (status = 'PAID') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Settlement', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_commissions"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Settlement', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SettlementSealed', 'SettlementPaid'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('settlementId', n."id", 'agentId', n."agent_id", 'total', n."total"::text)
        when 2 then jsonb_build_object('settlementId', n."id", 'agentId', n."agent_id", 'total', n."total"::text, 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.agent_id, n.total, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'SEALED') is true as "holds 0", (status = 'PAID') is true as "holds 1" from new_rows) n
        join (select *, (status = 'SEALED') is true as "holds 0", (status = 'PAID') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Settlement', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_commissions"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Settlement', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SettlementSealed', 'SettlementPaid'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('settlementId', n."id", 'agentId', n."agent_id", 'total', n."total"::text)
        when 2 then jsonb_build_object('settlementId', n."id", 'agentId', n."agent_id", 'total', n."total"::text, 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."settlements_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'a sealed settlement stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'paid_on', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'paid_on', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a sealed settlement stays as it is';
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."settlements_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_commissions"."settlements_states"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['SEALED']::text[] when 'SEALED' then array['PAID']::text[] when 'PAID' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'settlements', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'SEALED' and (
    case tg_op when 'INSERT' then new.sealed_at is null
    else new.status is distinct from old.status and new.sealed_at is not distinct from old.sealed_at end
  ) then
    new.sealed_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "ss_commissions"."settlements_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_commissions"."settlements_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_commissions", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'settlements', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_accrue"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
declare
  agreement "ss_commissions"."agreements";
  collection "ss_commissions"."premium_collections";
  earned numeric;
begin
  select * into strict agreement from "ss_commissions"."agreements" where id = new.agreement_id;
  select * into strict collection from "ss_commissions"."premium_collections" where id = new.collection_id;
  new.agent_id = agreement.agent_id;
  new.rate = agreement.rate;
  new.currency = collection.currency;
  if new.kind = 'ACCRUAL' then
    if collection.collected_on < agreement.valid_from or collection.collected_on >= agreement.valid_to then
      raise exception 'the agreement was not in force when the premium was collected';
    end if;
    new.amount = round(collection.amount * new.rate / 100 * new.share, 2);
  else
    select e.amount into strict earned from "ss_commissions"."commission_entries" e
      where e.id = new.reverses_id and e.kind = 'ACCRUAL' and e.collection_id = new.collection_id;
    new.amount = - round(earned * (collection.period_end - collection.cancelled_on)
      / (collection.period_end - collection.period_start), 2);
  end if;
  return new;
end$body$;
create or replace function "ss_commissions"."commission_entries_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'commission_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('commission_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."collection_id" as "collectionId", n."agreement_id" as "agreementId", n."kind" as "kind", n."reverses_id" as "reversesId", n."share"::text as "share", n."settlement_id" as "settlementId", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'commission_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('commission_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."collection_id" as "collectionId", o."agreement_id" as "agreementId", o."kind" as "kind", o."reverses_id" as "reversesId", o."share"::text as "share", o."settlement_id" as "settlementId", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_commissions"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'commission_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('commission_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."collection_id" as "collectionId", o."agreement_id" as "agreementId", o."kind" as "kind", o."reverses_id" as "reversesId", o."share"::text as "share", o."settlement_id" as "settlementId", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."collection_id" as "collectionId", n."agreement_id" as "agreementId", n."kind" as "kind", n."reverses_id" as "reversesId", n."share"::text as "share", n."settlement_id" as "settlementId", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."collection_id" is distinct from n."collection_id") then 'collectionId' end, case when not (o."agreement_id" is distinct from n."agreement_id") then 'agreementId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."reverses_id" is distinct from n."reverses_id") then 'reversesId' end, case when not (o."share" is distinct from n."share") then 'share' end, case when not (o."settlement_id" is distinct from n."settlement_id") then 'settlementId' end, case when not (o."recorded_at" is distinct from n."recorded_at") then 'recordedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_count_share_total"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_commissions"."premium_collections" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.collection_id as id, coalesce(r.share, 0) as n from new_rows r where true and (r.kind = 'ACCRUAL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_commissions"."premium_collections" p set share_total = p.share_total + delta.n
    from (select c.id, sum(c.n) as n from (select r.collection_id as id, coalesce(r.share, 0) as n from new_rows r where true and (r.kind = 'ACCRUAL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_commissions"."premium_collections" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.collection_id as id, -coalesce(r.share, 0) as n from old_rows r where true and (r.kind = 'ACCRUAL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_commissions"."premium_collections" p set share_total = p.share_total + delta.n
    from (select c.id, sum(c.n) as n from (select r.collection_id as id, -coalesce(r.share, 0) as n from old_rows r where true and (r.kind = 'ACCRUAL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_commissions"."premium_collections" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.collection_id as id, coalesce(r.share, 0) as n from new_rows r where true and (r.kind = 'ACCRUAL') union all select r.collection_id as id, -coalesce(r.share, 0) as n from old_rows r where true and (r.kind = 'ACCRUAL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_commissions"."premium_collections" p set share_total = p.share_total + delta.n
    from (select c.id, sum(c.n) as n from (select r.collection_id as id, coalesce(r.share, 0) as n from new_rows r where true and (r.kind = 'ACCRUAL') union all select r.collection_id as id, -coalesce(r.share, 0) as n from old_rows r where true and (r.kind = 'ACCRUAL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_count_total"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_commissions"."settlements" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.settlement_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_commissions"."settlements" p set total = p.total + delta.n
    from (select c.id, sum(c.n) as n from (select r.settlement_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_commissions"."settlements" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.settlement_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_commissions"."settlements" p set total = p.total + delta.n
    from (select c.id, sum(c.n) as n from (select r.settlement_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_commissions"."settlements" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.settlement_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.settlement_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_commissions"."settlements" p set total = p.total + delta.n
    from (select c.id, sum(c.n) as n from (select r.settlement_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.settlement_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_emit"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.agent_id, n.amount, n.currency, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (kind = 'ACCRUAL') is true as "holds 0", (kind = 'CLAWBACK') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'CommissionEntry', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_commissions"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'CommissionEntry', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CommissionAccrued', 'CommissionClawedBack'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('entryId', n."id", 'agentId', n."agent_id", 'amount', n."amount"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('entryId', n."id", 'agentId', n."agent_id", 'amount', n."amount"::text, 'currency', n."currency") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.agent_id, n.amount, n.currency, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (kind = 'ACCRUAL') is true as "holds 0", (kind = 'CLAWBACK') is true as "holds 1" from new_rows) n
        join (select *, (kind = 'ACCRUAL') is true as "holds 0", (kind = 'CLAWBACK') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'CommissionEntry', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_commissions"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'CommissionEntry', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CommissionAccrued', 'CommissionClawedBack'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('entryId', n."id", 'agentId', n."agent_id", 'amount', n."amount"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('entryId', n."id", 'agentId', n."agent_id", 'amount', n."amount"::text, 'currency', n."currency") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a commission is set right by another entry';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['settlement_id', 'updated_at'] is distinct from to_jsonb(n) - array['settlement_id', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a commission is set right by another entry';
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_commissions"."commission_entries_locked_by_collection_id"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_commissions"."premium_collections" p where p.id in (select collection_id from new_rows where (kind = 'ACCRUAL'))
    order by p.id for share of p;
    if exists (
      select from "ss_commissions"."premium_collections" p where p.id in (select collection_id from new_rows where (kind = 'ACCRUAL')) and (cancelled_on is not null)
    ) then
      raise exception using errcode = 'AV304', message = 'a premium that was cancelled takes no commissions';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_commissions"."premium_collections" p where p.id in (select collection_id from old_rows where (kind = 'ACCRUAL'))
    order by p.id for share of p;
    if exists (
      select from "ss_commissions"."premium_collections" p where p.id in (select collection_id from old_rows where (kind = 'ACCRUAL')) and (cancelled_on is not null)
    ) then
      raise exception using errcode = 'AV304', message = 'a premium that was cancelled takes no commissions';
    end if;
  else
    perform from "ss_commissions"."premium_collections" p where p.id in (select collection_id from new_rows where (kind = 'ACCRUAL') union select collection_id from old_rows where (kind = 'ACCRUAL'))
    order by p.id for share of p;
    if exists (
      select from "ss_commissions"."premium_collections" p where p.id in (select collection_id from new_rows where (kind = 'ACCRUAL') union select collection_id from old_rows where (kind = 'ACCRUAL')) and (cancelled_on is not null)
    ) then
      raise exception using errcode = 'AV304', message = 'a premium that was cancelled takes no commissions';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_locked_by_settlement_id"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_commissions"."settlements" p where p.id in (select settlement_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_commissions"."settlements" p where p.id in (select settlement_id from new_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a sealed settlement keeps its entries';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_commissions"."settlements" p where p.id in (select settlement_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_commissions"."settlements" p where p.id in (select settlement_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a sealed settlement keeps its entries';
    end if;
  else
    perform from "ss_commissions"."settlements" p where p.id in (select settlement_id from new_rows where (true) union select settlement_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_commissions"."settlements" p where p.id in (select settlement_id from new_rows where (true) union select settlement_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a sealed settlement keeps its entries';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."commission_entries_settle"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
begin
  if exists (
    select from new_rows n join "ss_commissions"."settlements" s on s.id = n.settlement_id
    where s.agent_id <> n.agent_id
  ) then
    raise exception 'a commission is settled with its own agent';
  end if;
  return null;
end$body$;
create or replace function "ss_commissions"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_commissions", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_commissions"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_commissions", pg_temp as $body$
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
  update "ss_commissions"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_commissions"."agreements" referencing new table as new_rows for each statement execute function "ss_commissions"."agreements_audit"();
create or replace trigger "audit_update" after update on "ss_commissions"."agreements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."agreements_audit"();
create or replace trigger "audit_delete" after delete on "ss_commissions"."agreements" referencing old table as old_rows for each statement execute function "ss_commissions"."agreements_audit"();
create or replace trigger "keep" before truncate on "ss_commissions"."agreements" for each statement execute function "ss_commissions"."agreements_keep"();
create or replace trigger "touch" before update on "ss_commissions"."agreements" for each row execute function "ss_commissions"."agreements_touch"();
create or replace trigger "audit_insert" after insert on "ss_commissions"."premium_collections" referencing new table as new_rows for each statement execute function "ss_commissions"."premium_collections_audit"();
create or replace trigger "audit_update" after update on "ss_commissions"."premium_collections" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."premium_collections_audit"();
create or replace trigger "audit_delete" after delete on "ss_commissions"."premium_collections" referencing old table as old_rows for each statement execute function "ss_commissions"."premium_collections_audit"();
create or replace trigger "claw_back" after update on "ss_commissions"."premium_collections" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."premium_collections_claw_back"();
create or replace trigger "frozen_update" after update on "ss_commissions"."premium_collections" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."premium_collections_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_commissions"."premium_collections" referencing old table as old_rows for each statement execute function "ss_commissions"."premium_collections_frozen"();
create or replace trigger "keep" before truncate on "ss_commissions"."premium_collections" for each statement execute function "ss_commissions"."premium_collections_keep"();
create or replace trigger "touch" before update on "ss_commissions"."premium_collections" for each row execute function "ss_commissions"."premium_collections_touch"();
create or replace trigger "audit_insert" after insert on "ss_commissions"."settlements" referencing new table as new_rows for each statement execute function "ss_commissions"."settlements_audit"();
create or replace trigger "audit_update" after update on "ss_commissions"."settlements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."settlements_audit"();
create or replace trigger "audit_delete" after delete on "ss_commissions"."settlements" referencing old table as old_rows for each statement execute function "ss_commissions"."settlements_audit"();
create or replace trigger "emit_insert" after insert on "ss_commissions"."settlements" referencing new table as new_rows for each statement execute function "ss_commissions"."settlements_emit"();
create or replace trigger "emit_update" after update on "ss_commissions"."settlements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."settlements_emit"();
create or replace trigger "frozen_update" after update on "ss_commissions"."settlements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."settlements_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_commissions"."settlements" referencing old table as old_rows for each statement execute function "ss_commissions"."settlements_frozen"();
create or replace trigger "keep" before truncate on "ss_commissions"."settlements" for each statement execute function "ss_commissions"."settlements_keep"();
create or replace trigger "states_update" before update on "ss_commissions"."settlements" for each row execute function "ss_commissions"."settlements_states"();
create or replace trigger "states_insert" before insert on "ss_commissions"."settlements" for each row execute function "ss_commissions"."settlements_states"();
create or replace trigger "touch" before update on "ss_commissions"."settlements" for each row execute function "ss_commissions"."settlements_touch"();
create or replace trigger "transitions_insert" after insert on "ss_commissions"."settlements" referencing new table as new_rows for each statement execute function "ss_commissions"."settlements_transitions"();
create or replace trigger "accrue" before insert on "ss_commissions"."commission_entries" for each row execute function "ss_commissions"."commission_entries_accrue"();
create or replace trigger "audit_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_audit"();
create or replace trigger "audit_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_audit"();
create or replace trigger "audit_delete" after delete on "ss_commissions"."commission_entries" referencing old table as old_rows for each statement execute function "ss_commissions"."commission_entries_audit"();
create or replace trigger "count_share_total_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_count_share_total"();
create or replace trigger "count_share_total_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_count_share_total"();
create or replace trigger "count_share_total_delete" after delete on "ss_commissions"."commission_entries" referencing old table as old_rows for each statement execute function "ss_commissions"."commission_entries_count_share_total"();
create or replace trigger "count_total_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_count_total"();
create or replace trigger "count_total_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_count_total"();
create or replace trigger "count_total_delete" after delete on "ss_commissions"."commission_entries" referencing old table as old_rows for each statement execute function "ss_commissions"."commission_entries_count_total"();
create or replace trigger "emit_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_emit"();
create or replace trigger "emit_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_emit"();
create or replace trigger "frozen_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_commissions"."commission_entries" referencing old table as old_rows for each statement execute function "ss_commissions"."commission_entries_frozen"();
create or replace trigger "keep" before truncate on "ss_commissions"."commission_entries" for each statement execute function "ss_commissions"."commission_entries_keep"();
create or replace trigger "locked_by_collection_id_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_locked_by_collection_id"();
create or replace trigger "locked_by_settlement_id_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_locked_by_settlement_id"();
create or replace trigger "locked_by_settlement_id_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_locked_by_settlement_id"();
create or replace trigger "locked_by_settlement_id_delete" after delete on "ss_commissions"."commission_entries" referencing old table as old_rows for each statement execute function "ss_commissions"."commission_entries_locked_by_settlement_id"();
create or replace trigger "settle_insert" after insert on "ss_commissions"."commission_entries" referencing new table as new_rows for each statement execute function "ss_commissions"."commission_entries_settle"();
create or replace trigger "settle_update" after update on "ss_commissions"."commission_entries" referencing new table as new_rows old table as old_rows for each statement execute function "ss_commissions"."commission_entries_settle"();
create or replace trigger "keep" before truncate on "ss_commissions"."audit_events" for each statement execute function "ss_commissions"."audit_events_keep"();
create or replace trigger "number" after insert on "ss_commissions"."outbox_events" referencing new table as new_rows for each statement execute function "ss_commissions"."outbox_events_number"();
alter table "ss_commissions"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_commissions"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_commissions"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "agent_id", "line", "rate", "valid_from", "valid_to"), update ("valid_to"), delete on "ss_commissions"."agreements" to acervo_app;
grant select, insert ("id", "agent_id", "line", "rate", "valid_from", "valid_to"), update ("valid_to"), delete on "ss_commissions"."agreements" to acervo_worker;
grant select on "ss_commissions"."agreements" to acervo_readonly;
grant select, insert ("id", "receipt_id", "policy_id", "amount", "currency", "collected_on", "period_start", "period_end", "cancelled_on"), update ("cancelled_on"), delete on "ss_commissions"."premium_collections" to acervo_app;
grant select, insert ("id", "receipt_id", "policy_id", "amount", "currency", "collected_on", "period_start", "period_end", "cancelled_on"), update ("cancelled_on"), delete on "ss_commissions"."premium_collections" to acervo_worker;
grant select on "ss_commissions"."premium_collections" to acervo_readonly;
grant select, insert ("id", "number", "agent_id", "currency", "period_start", "period_end", "status", "sealed_at", "paid_on"), update ("period_start", "period_end", "status", "sealed_at", "paid_on"), delete on "ss_commissions"."settlements" to acervo_app;
grant select, insert ("id", "number", "agent_id", "currency", "period_start", "period_end", "status", "sealed_at", "paid_on"), update ("period_start", "period_end", "status", "sealed_at", "paid_on"), delete on "ss_commissions"."settlements" to acervo_worker;
grant select on "ss_commissions"."settlements" to acervo_readonly;
grant select, insert ("id", "collection_id", "agreement_id", "kind", "reverses_id", "share", "settlement_id", "recorded_at"), update ("settlement_id") on "ss_commissions"."commission_entries" to acervo_app;
grant select, insert ("id", "collection_id", "agreement_id", "kind", "reverses_id", "share", "settlement_id", "recorded_at"), update ("settlement_id") on "ss_commissions"."commission_entries" to acervo_worker;
grant select on "ss_commissions"."commission_entries" to acervo_readonly;
grant select on "ss_commissions"."audit_events" to acervo_app;
grant select on "ss_commissions"."audit_events" to acervo_worker;
grant select on "ss_commissions"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_commissions"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_commissions"."outbox_events" to acervo_worker;
grant select on "ss_commissions"."outbox_events" to acervo_readonly;
set local role none;
