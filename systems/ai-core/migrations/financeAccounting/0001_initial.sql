-- acervo: transactional
-- objects: extension btree_gist
-- model: a4381c1388659b6e03764a56164d8105b0a8cd995b99a3648d6c9b61c615a7cc

-- step: create sm_finance_accounting with 5 tables
-- locks: none
set local search_path to "sm_finance_accounting", acervo, pg_temp;
create schema if not exists "sm_finance_accounting" authorization acervo_owner;
grant usage on schema "sm_finance_accounting" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_finance_accounting"."posting_rules" (
  "id" uuid default acervo.uuid7() not null,
  "area" varchar(60) collate "C" not null,
  "event_type" varchar(120) collate "C" not null,
  "debit_account_id" uuid not null,
  "credit_account_id" uuid not null,
  "valid_from" date not null,
  "valid_to" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "posting_rules_pkey" primary key ("id"),
  constraint "posting_rules_accounts_check" check (debit_account_id <> credit_account_id),
  constraint "posting_rules_valid_check" check (valid_to > valid_from),
  constraint "posting_rules_one_a_day_excl" exclude using gist (area with =, event_type with =, daterange(valid_from, valid_to) with &&)
);
create table "sm_finance_accounting"."postings" (
  "id" uuid default acervo.uuid7() not null,
  "area" varchar(60) collate "C" not null,
  "source_type" varchar(80) collate "C" not null,
  "source_id" uuid not null,
  "event_type" varchar(120) collate "C" not null,
  "amount" numeric(18, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "occurred_on" date not null,
  "rule_id" uuid,
  "entry_id" uuid,
  "status" text collate "C" default 'PENDING' not null,
  "posted_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "postings_pkey" primary key ("id"),
  constraint "postings_entry_id_key" unique ("entry_id"),
  constraint "postings_once_key" unique ("area", "source_type", "source_id", "event_type"),
  constraint "postings_status_check" check ("status" in ('PENDING', 'UNMAPPED', 'POSTED')),
  constraint "postings_amount_check" check (amount <> 0),
  constraint "postings_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "postings_posted_check" check ((status = 'POSTED') = (entry_id is not null)),
  constraint "postings_posted_at_check" check ((status = 'POSTED') = (posted_at is not null)),
  constraint "postings_unmapped_check" check ((status = 'UNMAPPED') = (rule_id is null))
);
create table "sm_finance_accounting"."audit_events" (
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
create table "sm_finance_accounting"."inbox_events" (
  "id" uuid default acervo.uuid7() not null,
  "aggregate_id" varchar(200) collate "C" not null,
  "aggregate_seq" bigint not null,
  "aggregate_type" varchar(80) collate "C" not null,
  "applied_at" timestamptz(6),
  "attempts" integer default 0 not null,
  "available_at" timestamptz(6) default acervo.now() not null,
  "envelope" jsonb not null,
  "event_id" uuid not null,
  "event_type" varchar(120) collate "C" not null,
  "event_version" integer default 1 not null,
  "last_error" text collate "C",
  "note" text collate "C",
  "occurred_at" timestamptz(6) not null,
  "received_at" timestamptz(6) default acervo.now() not null,
  "source" varchar(80) collate "C" not null,
  "status" text collate "C" default 'WAITING' not null,
  constraint "inbox_events_pkey" primary key ("id"),
  constraint "inbox_events_source_event_id_key" unique ("source", "event_id"),
  constraint "inbox_events_source_aggregate_type_aggregate_id_ag_8b1e1278_key" unique ("source", "aggregate_type", "aggregate_id", "aggregate_seq"),
  constraint "inbox_events_status_check" check ("status" in ('WAITING', 'APPLIED', 'DEAD')),
  constraint "inbox_events_applied_check" check ((status = 'APPLIED') = (applied_at is not null))
);
create table "sm_finance_accounting"."outbox_events" (
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
create index "postings_status_occurred_on_idx" on "sm_finance_accounting"."postings" ("status", "occurred_on");
create index "postings_rule_id_idx" on "sm_finance_accounting"."postings" ("rule_id") where rule_id is not null;
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_finance_accounting"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_finance_accounting"."audit_events" ("transaction_id", "id");
create index "inbox_events_received_at_idx" on "sm_finance_accounting"."inbox_events" ("received_at") where status <> 'APPLIED';
create index "outbox_events_available_at_id_idx" on "sm_finance_accounting"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_finance_accounting"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_finance_accounting"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_finance_accounting"."postings" add constraint "postings_rule_id_fkey" foreign key ("rule_id") references "sm_finance_accounting"."posting_rules" ("id") on delete restrict;
create or replace function "sm_finance_accounting"."posting_rules_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'posting_rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('posting_rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."area" as "area", n."event_type" as "eventType", n."debit_account_id" as "debitAccountId", n."credit_account_id" as "creditAccountId", n."valid_from" as "validFrom", n."valid_to" as "validTo") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'posting_rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('posting_rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."area" as "area", o."event_type" as "eventType", o."debit_account_id" as "debitAccountId", o."credit_account_id" as "creditAccountId", o."valid_from" as "validFrom", o."valid_to" as "validTo") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'posting_rules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('posting_rules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."area" as "area", o."event_type" as "eventType", o."debit_account_id" as "debitAccountId", o."credit_account_id" as "creditAccountId", o."valid_from" as "validFrom", o."valid_to" as "validTo") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."area" as "area", n."event_type" as "eventType", n."debit_account_id" as "debitAccountId", n."credit_account_id" as "creditAccountId", n."valid_from" as "validFrom", n."valid_to" as "validTo") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."area" is distinct from n."area") then 'area' end, case when not (o."event_type" is distinct from n."event_type") then 'eventType' end, case when not (o."debit_account_id" is distinct from n."debit_account_id") then 'debitAccountId' end, case when not (o."credit_account_id" is distinct from n."credit_account_id") then 'creditAccountId' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_to" is distinct from n."valid_to") then 'validTo' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_accounting"."posting_rules_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_accounting"."posting_rules_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_accounting"."postings_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'postings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('postings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."area" as "area", n."source_type" as "sourceType", n."source_id" as "sourceId", n."event_type" as "eventType", n."amount"::text as "amount", n."currency" as "currency", n."occurred_on" as "occurredOn", n."rule_id" as "ruleId", n."entry_id" as "entryId", n."status" as "status", to_char(n."posted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "postedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'postings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('postings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."area" as "area", o."source_type" as "sourceType", o."source_id" as "sourceId", o."event_type" as "eventType", o."amount"::text as "amount", o."currency" as "currency", o."occurred_on" as "occurredOn", o."rule_id" as "ruleId", o."entry_id" as "entryId", o."status" as "status", to_char(o."posted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "postedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'postings', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('postings')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."area" as "area", o."source_type" as "sourceType", o."source_id" as "sourceId", o."event_type" as "eventType", o."amount"::text as "amount", o."currency" as "currency", o."occurred_on" as "occurredOn", o."rule_id" as "ruleId", o."entry_id" as "entryId", o."status" as "status", to_char(o."posted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "postedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."area" as "area", n."source_type" as "sourceType", n."source_id" as "sourceId", n."event_type" as "eventType", n."amount"::text as "amount", n."currency" as "currency", n."occurred_on" as "occurredOn", n."rule_id" as "ruleId", n."entry_id" as "entryId", n."status" as "status", to_char(n."posted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "postedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."area" is distinct from n."area") then 'area' end, case when not (o."source_type" is distinct from n."source_type") then 'sourceType' end, case when not (o."source_id" is distinct from n."source_id") then 'sourceId' end, case when not (o."event_type" is distinct from n."event_type") then 'eventType' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."occurred_on" is distinct from n."occurred_on") then 'occurredOn' end, case when not (o."rule_id" is distinct from n."rule_id") then 'ruleId' end, case when not (o."entry_id" is distinct from n."entry_id") then 'entryId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."posted_at" is distinct from n."posted_at") then 'postedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_accounting"."postings_emit"() returns trigger language plpgsql security definer
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.rule_id, n.amount, n.occurred_on, n.area, n.event_type, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'PENDING') is true as "holds 0", (status = 'UNMAPPED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Posting', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_finance_accounting"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Posting', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PostingDue', 'PostingUnmapped'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('postingId', n."id", 'ruleId', n."rule_id", 'amount', n."amount"::text, 'occurredOn', n."occurred_on")
        when 2 then jsonb_build_object('postingId', n."id", 'area', n."area", 'eventType', n."event_type") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.rule_id, n.amount, n.occurred_on, n.area, n.event_type, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'PENDING') is true as "holds 0", (status = 'UNMAPPED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'PENDING') is true as "holds 0", (status = 'UNMAPPED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Posting', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_finance_accounting"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Posting', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PostingDue', 'PostingUnmapped'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('postingId', n."id", 'ruleId', n."rule_id", 'amount', n."amount"::text, 'occurredOn', n."occurred_on")
        when 2 then jsonb_build_object('postingId', n."id", 'area', n."area", 'eventType', n."event_type") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_accounting"."postings_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'POSTED')) then
      raise exception using errcode = 'AV304', message = 'what is posted stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'POSTED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what is posted stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_finance_accounting"."postings_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_accounting"."postings_states"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['POSTED', 'UNMAPPED']::text[] when 'UNMAPPED' then array['PENDING']::text[] when 'POSTED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'postings', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_finance_accounting"."postings_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_accounting"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_accounting"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_finance_accounting", pg_temp as $body$
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
  update "sm_finance_accounting"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_finance_accounting"."posting_rules" referencing new table as new_rows for each statement execute function "sm_finance_accounting"."posting_rules_audit"();
create or replace trigger "audit_update" after update on "sm_finance_accounting"."posting_rules" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_accounting"."posting_rules_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_accounting"."posting_rules" referencing old table as old_rows for each statement execute function "sm_finance_accounting"."posting_rules_audit"();
create or replace trigger "keep" before truncate on "sm_finance_accounting"."posting_rules" for each statement execute function "sm_finance_accounting"."posting_rules_keep"();
create or replace trigger "touch" before update on "sm_finance_accounting"."posting_rules" for each row execute function "sm_finance_accounting"."posting_rules_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance_accounting"."postings" referencing new table as new_rows for each statement execute function "sm_finance_accounting"."postings_audit"();
create or replace trigger "audit_update" after update on "sm_finance_accounting"."postings" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_accounting"."postings_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_accounting"."postings" referencing old table as old_rows for each statement execute function "sm_finance_accounting"."postings_audit"();
create or replace trigger "emit_insert" after insert on "sm_finance_accounting"."postings" referencing new table as new_rows for each statement execute function "sm_finance_accounting"."postings_emit"();
create or replace trigger "emit_update" after update on "sm_finance_accounting"."postings" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_accounting"."postings_emit"();
create or replace trigger "frozen_update" after update on "sm_finance_accounting"."postings" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_accounting"."postings_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_finance_accounting"."postings" referencing old table as old_rows for each statement execute function "sm_finance_accounting"."postings_frozen"();
create or replace trigger "keep" before truncate on "sm_finance_accounting"."postings" for each statement execute function "sm_finance_accounting"."postings_keep"();
create or replace trigger "states_update" before update on "sm_finance_accounting"."postings" for each row execute function "sm_finance_accounting"."postings_states"();
create or replace trigger "touch" before update on "sm_finance_accounting"."postings" for each row execute function "sm_finance_accounting"."postings_touch"();
create or replace trigger "keep" before truncate on "sm_finance_accounting"."audit_events" for each statement execute function "sm_finance_accounting"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_finance_accounting"."outbox_events" referencing new table as new_rows for each statement execute function "sm_finance_accounting"."outbox_events_number"();
alter table "sm_finance_accounting"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_finance_accounting"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_finance_accounting"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "area", "event_type", "debit_account_id", "credit_account_id", "valid_from", "valid_to"), update ("debit_account_id", "credit_account_id", "valid_from", "valid_to"), delete on "sm_finance_accounting"."posting_rules" to acervo_app;
grant select, insert ("id", "area", "event_type", "debit_account_id", "credit_account_id", "valid_from", "valid_to"), update ("debit_account_id", "credit_account_id", "valid_from", "valid_to"), delete on "sm_finance_accounting"."posting_rules" to acervo_worker;
grant select on "sm_finance_accounting"."posting_rules" to acervo_readonly;
grant select, insert ("id", "area", "source_type", "source_id", "event_type", "amount", "currency", "occurred_on", "rule_id", "entry_id", "status", "posted_at"), update ("rule_id", "entry_id", "status", "posted_at"), delete on "sm_finance_accounting"."postings" to acervo_app;
grant select, insert ("id", "area", "source_type", "source_id", "event_type", "amount", "currency", "occurred_on", "rule_id", "entry_id", "status", "posted_at"), update ("rule_id", "entry_id", "status", "posted_at"), delete on "sm_finance_accounting"."postings" to acervo_worker;
grant select on "sm_finance_accounting"."postings" to acervo_readonly;
grant select on "sm_finance_accounting"."audit_events" to acervo_app;
grant select on "sm_finance_accounting"."audit_events" to acervo_worker;
grant select on "sm_finance_accounting"."audit_events" to acervo_readonly;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_finance_accounting"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_finance_accounting"."inbox_events" to acervo_worker;
grant select on "sm_finance_accounting"."inbox_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance_accounting"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance_accounting"."outbox_events" to acervo_worker;
grant select on "sm_finance_accounting"."outbox_events" to acervo_readonly;
set local role none;
