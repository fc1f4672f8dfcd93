-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 58056390509b98c05d5cacb780b42ca3c97393a7b7cdddafec69868e9c9d8809

-- step: create sm_finance_treasury with 8 tables
-- locks: none
set local search_path to "sm_finance_treasury", acervo, pg_temp;
create schema if not exists "sm_finance_treasury" authorization acervo_owner;
grant usage on schema "sm_finance_treasury" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_finance_treasury"."bank_accounts" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "holder_id" uuid not null,
  "iban" bytea not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "opened_on" date not null,
  "opening_balance" numeric(18, 2) default '0' not null,
  "moved" numeric(18, 2) default 0 not null,
  "balance" numeric(18, 2) generated always as (opening_balance + moved) stored not null,
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "iban_blind" bytea,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "bank_accounts_pkey" primary key ("id"),
  constraint "bank_accounts_name_key" unique ("name"),
  constraint "bank_accounts_iban_key" unique ("iban_blind"),
  constraint "bank_accounts_status_check" check ("status" in ('ACTIVE', 'CLOSED')),
  constraint "bank_accounts_closed_check" check (status = 'ACTIVE' or opening_balance + moved = 0),
  constraint "bank_accounts_currency_check" check (currency ~ '^[A-Z]{3}$')
);
create table "sm_finance_treasury"."statement_lines" (
  "id" uuid default acervo.uuid7() not null,
  "account_id" uuid not null,
  "reference" varchar(80) collate "C" not null,
  "booked_on" date not null,
  "amount" numeric(18, 2) not null,
  "description" text collate "C",
  "explained" numeric(18, 2) default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(reference, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "statement_lines_pkey" primary key ("id"),
  constraint "statement_lines_account_id_reference_key" unique ("account_id", "reference"),
  constraint "statement_lines_amount_check" check (amount <> 0),
  constraint "statement_lines_explained_check" check (explained between 0 and abs(amount))
);
create table "sm_finance_treasury"."expected_flows" (
  "id" uuid default acervo.uuid7() not null,
  "source_type" varchar(80) collate "C" not null,
  "source_id" uuid not null,
  "due_on" date not null,
  "amount" numeric(18, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "status" text collate "C" default 'EXPECTED' not null,
  "matched" numeric(18, 2) default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "expected_flows_pkey" primary key ("id"),
  constraint "expected_flows_source_type_source_id_key" unique ("source_type", "source_id"),
  constraint "expected_flows_status_check" check ("status" in ('EXPECTED', 'SETTLED', 'DROPPED')),
  constraint "expected_flows_amount_check" check (amount <> 0),
  constraint "expected_flows_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "expected_flows_matched_check" check (matched between 0 and abs(amount)),
  constraint "expected_flows_settled_check" check (status <> 'SETTLED' or matched = abs(amount))
);
create table "sm_finance_treasury"."bank_matches" (
  "id" uuid default acervo.uuid7() not null,
  "line_id" uuid not null,
  "flow_id" uuid not null,
  "amount" numeric(18, 2) not null,
  "matched_by" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "bank_matches_pkey" primary key ("id"),
  constraint "bank_matches_line_id_flow_id_key" unique ("line_id", "flow_id"),
  constraint "bank_matches_amount_check" check (amount > 0)
);
create table "sm_finance_treasury"."audit_events" (
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
create table "sm_finance_treasury"."inbox_events" (
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
create table "sm_finance_treasury"."outbox_events" (
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
create index "bank_accounts_iban_blind_idx" on "sm_finance_treasury"."bank_accounts" ("iban_blind");
create index "statement_lines_account_id_booked_on_idx" on "sm_finance_treasury"."statement_lines" ("account_id", "booked_on" desc);
create index "statement_lines_booked_on_idx" on "sm_finance_treasury"."statement_lines" ("booked_on") where explained <> abs(amount);
create index "statement_lines_search_vector_gin_idx" on "sm_finance_treasury"."statement_lines" using gin ("search_vector");
create index "expected_flows_due_on_idx" on "sm_finance_treasury"."expected_flows" ("due_on") where status = 'EXPECTED';
create index "bank_matches_flow_id_idx" on "sm_finance_treasury"."bank_matches" ("flow_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_finance_treasury"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_finance_treasury"."audit_events" ("transaction_id", "id");
create index "inbox_events_received_at_idx" on "sm_finance_treasury"."inbox_events" ("received_at") where status <> 'APPLIED';
create index "outbox_events_available_at_id_idx" on "sm_finance_treasury"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_finance_treasury"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_finance_treasury"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_finance_treasury"."statement_lines" add constraint "statement_lines_account_id_fkey" foreign key ("account_id") references "sm_finance_treasury"."bank_accounts" ("id") on delete restrict;
alter table "sm_finance_treasury"."bank_matches" add constraint "bank_matches_line_id_fkey" foreign key ("line_id") references "sm_finance_treasury"."statement_lines" ("id") on delete restrict;
alter table "sm_finance_treasury"."bank_matches" add constraint "bank_matches_flow_id_fkey" foreign key ("flow_id") references "sm_finance_treasury"."expected_flows" ("id") on delete restrict;
create or replace function "sm_finance_treasury"."bank_accounts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'bank_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bank_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."holder_id" as "holderId", n."currency" as "currency", n."opened_on" as "openedOn", n."opening_balance"::text as "openingBalance", n."status" as "status") r) as came,
        nullif(array_remove(array[case when n."iban" is not null then 'iban' end, case when n."iban_blind" is not null then 'ibanBlind' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'bank_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bank_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."holder_id" as "holderId", o."currency" as "currency", o."opened_on" as "openedOn", o."opening_balance"::text as "openingBalance", o."status" as "status") r) as gone,
        nullif(array_remove(array[case when o."iban" is not null then 'iban' end, case when o."iban_blind" is not null then 'ibanBlind' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'bank_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bank_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."holder_id" as "holderId", o."currency" as "currency", o."opened_on" as "openedOn", o."opening_balance"::text as "openingBalance", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."holder_id" as "holderId", n."currency" as "currency", n."opened_on" as "openedOn", n."opening_balance"::text as "openingBalance", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."holder_id" is distinct from n."holder_id") then 'holderId' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."opened_on" is distinct from n."opened_on") then 'openedOn' end, case when not (o."opening_balance" is distinct from n."opening_balance") then 'openingBalance' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        nullif(array_remove(array[case when o."iban" is distinct from n."iban" then 'iban' end, case when o."iban_blind" is distinct from n."iban_blind" then 'ibanBlind' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."bank_accounts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_treasury"."bank_accounts_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.iban is not null and not exists (select from acervo.data_key k where k.id = substring(n.iban from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.iban is not null and not exists (select from acervo.data_key k where k.id = substring(n.iban from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.iban = n.iban))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."bank_accounts_states"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'ACTIVE' then array['CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'bank_accounts', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_finance_treasury"."bank_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_treasury"."statement_lines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'statement_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('statement_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."account_id" as "accountId", n."reference" as "reference", n."booked_on" as "bookedOn", n."amount"::text as "amount", n."description" as "description") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'statement_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('statement_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."account_id" as "accountId", o."reference" as "reference", o."booked_on" as "bookedOn", o."amount"::text as "amount", o."description" as "description") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'statement_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('statement_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."account_id" as "accountId", o."reference" as "reference", o."booked_on" as "bookedOn", o."amount"::text as "amount", o."description" as "description") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."account_id" as "accountId", n."reference" as "reference", n."booked_on" as "bookedOn", n."amount"::text as "amount", n."description" as "description") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."account_id" is distinct from n."account_id") then 'accountId' end, case when not (o."reference" is distinct from n."reference") then 'reference' end, case when not (o."booked_on" is distinct from n."booked_on") then 'bookedOn' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."description" is distinct from n."description") then 'description' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."statement_lines_count_moved"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_treasury"."bank_accounts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."bank_accounts" p set moved = p.moved + delta.n
    from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_treasury"."bank_accounts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."bank_accounts" p set moved = p.moved + delta.n
    from (select c.id, sum(c.n) as n from (select r.account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_finance_treasury"."bank_accounts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."bank_accounts" p set moved = p.moved + delta.n
    from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."statement_lines_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'what the bank said stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['explained', 'updated_at'] is distinct from to_jsonb(n) - array['explained', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what the bank said stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."statement_lines_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_treasury"."statement_lines_locked_by_account_id"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_treasury"."bank_accounts" p where p.id in (select account_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_treasury"."bank_accounts" p where p.id in (select account_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the account is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_treasury"."bank_accounts" p where p.id in (select account_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_treasury"."bank_accounts" p where p.id in (select account_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the account is closed';
    end if;
  else
    perform from "sm_finance_treasury"."bank_accounts" p where p.id in (select account_id from new_rows where (true) union select account_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_treasury"."bank_accounts" p where p.id in (select account_id from new_rows where (true) union select account_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the account is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."statement_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_treasury"."expected_flows_settled_same_way"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.id, new.id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_finance_treasury"."expected_flows" p where p.id = asked for no key update;
    if found and not exists (select from "sm_finance_treasury"."expected_flows" p where p.id = asked and (not exists (
      select from "sm_finance_treasury"."bank_matches" m join "sm_finance_treasury"."statement_lines" l on l.id = m.line_id
      where m.flow_id = p.id and sign(l.amount) <> sign(p.amount)))) then
      raise exception using errcode = 'AV304', message = 'what goes out does not explain what comes in';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."expected_flows_states"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'EXPECTED' then array['SETTLED', 'DROPPED']::text[] when 'SETTLED' then array['EXPECTED']::text[] when 'DROPPED' then array['EXPECTED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'expected_flows', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_finance_treasury"."expected_flows_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_treasury"."bank_matches_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'bank_matches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bank_matches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."line_id" as "lineId", n."flow_id" as "flowId", n."amount"::text as "amount", n."matched_by" as "matchedBy") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'bank_matches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bank_matches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."line_id" as "lineId", o."flow_id" as "flowId", o."amount"::text as "amount", o."matched_by" as "matchedBy") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_treasury"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'bank_matches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('bank_matches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."line_id" as "lineId", o."flow_id" as "flowId", o."amount"::text as "amount", o."matched_by" as "matchedBy") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."line_id" as "lineId", n."flow_id" as "flowId", n."amount"::text as "amount", n."matched_by" as "matchedBy") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."line_id" is distinct from n."line_id") then 'lineId' end, case when not (o."flow_id" is distinct from n."flow_id") then 'flowId' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."matched_by" is distinct from n."matched_by") then 'matchedBy' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."bank_matches_count_explained"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_treasury"."statement_lines" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.line_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."statement_lines" p set explained = p.explained + delta.n
    from (select c.id, sum(c.n) as n from (select r.line_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_treasury"."statement_lines" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.line_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."statement_lines" p set explained = p.explained + delta.n
    from (select c.id, sum(c.n) as n from (select r.line_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_finance_treasury"."statement_lines" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.line_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.line_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."statement_lines" p set explained = p.explained + delta.n
    from (select c.id, sum(c.n) as n from (select r.line_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.line_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."bank_matches_count_matched"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_treasury"."expected_flows" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.flow_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."expected_flows" p set matched = p.matched + delta.n
    from (select c.id, sum(c.n) as n from (select r.flow_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_treasury"."expected_flows" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.flow_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."expected_flows" p set matched = p.matched + delta.n
    from (select c.id, sum(c.n) as n from (select r.flow_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_finance_treasury"."expected_flows" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.flow_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.flow_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_treasury"."expected_flows" p set matched = p.matched + delta.n
    from (select c.id, sum(c.n) as n from (select r.flow_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.flow_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."bank_matches_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_treasury"."bank_matches_settled_same_way"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.flow_id, new.flow_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_finance_treasury"."expected_flows" p where p.id = asked for no key update;
    if found and not exists (select from "sm_finance_treasury"."expected_flows" p where p.id = asked and (not exists (
      select from "sm_finance_treasury"."bank_matches" m join "sm_finance_treasury"."statement_lines" l on l.id = m.line_id
      where m.flow_id = p.id and sign(l.amount) <> sign(p.amount)))) then
      raise exception using errcode = 'AV304', message = 'what goes out does not explain what comes in';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_finance_treasury"."bank_matches_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_treasury"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_treasury", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_treasury"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_finance_treasury", pg_temp as $body$
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
  update "sm_finance_treasury"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_finance_treasury"."bank_accounts" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."bank_accounts_audit"();
create or replace trigger "audit_update" after update on "sm_finance_treasury"."bank_accounts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."bank_accounts_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_treasury"."bank_accounts" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."bank_accounts_audit"();
create or replace trigger "keep" before truncate on "sm_finance_treasury"."bank_accounts" for each statement execute function "sm_finance_treasury"."bank_accounts_keep"();
create or replace trigger "sealed_insert" after insert on "sm_finance_treasury"."bank_accounts" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."bank_accounts_sealed"();
create or replace trigger "sealed_update" after update on "sm_finance_treasury"."bank_accounts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."bank_accounts_sealed"();
create or replace trigger "states_update" before update on "sm_finance_treasury"."bank_accounts" for each row execute function "sm_finance_treasury"."bank_accounts_states"();
create or replace trigger "touch" before update on "sm_finance_treasury"."bank_accounts" for each row execute function "sm_finance_treasury"."bank_accounts_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance_treasury"."statement_lines" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."statement_lines_audit"();
create or replace trigger "audit_update" after update on "sm_finance_treasury"."statement_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_treasury"."statement_lines" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_audit"();
create or replace trigger "count_moved_insert" after insert on "sm_finance_treasury"."statement_lines" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."statement_lines_count_moved"();
create or replace trigger "count_moved_update" after update on "sm_finance_treasury"."statement_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_count_moved"();
create or replace trigger "count_moved_delete" after delete on "sm_finance_treasury"."statement_lines" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_count_moved"();
create or replace trigger "frozen_update" after update on "sm_finance_treasury"."statement_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_finance_treasury"."statement_lines" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_frozen"();
create or replace trigger "keep" before truncate on "sm_finance_treasury"."statement_lines" for each statement execute function "sm_finance_treasury"."statement_lines_keep"();
create or replace trigger "locked_by_account_id_insert" after insert on "sm_finance_treasury"."statement_lines" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."statement_lines_locked_by_account_id"();
create or replace trigger "locked_by_account_id_update" after update on "sm_finance_treasury"."statement_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_locked_by_account_id"();
create or replace trigger "locked_by_account_id_delete" after delete on "sm_finance_treasury"."statement_lines" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."statement_lines_locked_by_account_id"();
create or replace trigger "touch" before update on "sm_finance_treasury"."statement_lines" for each row execute function "sm_finance_treasury"."statement_lines_touch"();
create constraint trigger "settled_same_way_insert" after insert on "sm_finance_treasury"."expected_flows" deferrable initially deferred for each row execute function "sm_finance_treasury"."expected_flows_settled_same_way"();
create constraint trigger "settled_same_way_update" after update on "sm_finance_treasury"."expected_flows" deferrable initially deferred for each row execute function "sm_finance_treasury"."expected_flows_settled_same_way"();
create constraint trigger "settled_same_way_delete" after delete on "sm_finance_treasury"."expected_flows" deferrable initially deferred for each row execute function "sm_finance_treasury"."expected_flows_settled_same_way"();
create or replace trigger "states_update" before update on "sm_finance_treasury"."expected_flows" for each row execute function "sm_finance_treasury"."expected_flows_states"();
create or replace trigger "touch" before update on "sm_finance_treasury"."expected_flows" for each row execute function "sm_finance_treasury"."expected_flows_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance_treasury"."bank_matches" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."bank_matches_audit"();
create or replace trigger "audit_update" after update on "sm_finance_treasury"."bank_matches" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."bank_matches_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_treasury"."bank_matches" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."bank_matches_audit"();
create or replace trigger "count_explained_insert" after insert on "sm_finance_treasury"."bank_matches" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."bank_matches_count_explained"();
create or replace trigger "count_explained_update" after update on "sm_finance_treasury"."bank_matches" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."bank_matches_count_explained"();
create or replace trigger "count_explained_delete" after delete on "sm_finance_treasury"."bank_matches" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."bank_matches_count_explained"();
create or replace trigger "count_matched_insert" after insert on "sm_finance_treasury"."bank_matches" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."bank_matches_count_matched"();
create or replace trigger "count_matched_update" after update on "sm_finance_treasury"."bank_matches" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_treasury"."bank_matches_count_matched"();
create or replace trigger "count_matched_delete" after delete on "sm_finance_treasury"."bank_matches" referencing old table as old_rows for each statement execute function "sm_finance_treasury"."bank_matches_count_matched"();
create or replace trigger "keep" before truncate on "sm_finance_treasury"."bank_matches" for each statement execute function "sm_finance_treasury"."bank_matches_keep"();
create constraint trigger "settled_same_way_insert" after insert on "sm_finance_treasury"."bank_matches" deferrable initially deferred for each row execute function "sm_finance_treasury"."bank_matches_settled_same_way"();
create constraint trigger "settled_same_way_update" after update on "sm_finance_treasury"."bank_matches" deferrable initially deferred for each row execute function "sm_finance_treasury"."bank_matches_settled_same_way"();
create constraint trigger "settled_same_way_delete" after delete on "sm_finance_treasury"."bank_matches" deferrable initially deferred for each row execute function "sm_finance_treasury"."bank_matches_settled_same_way"();
create or replace trigger "touch" before update on "sm_finance_treasury"."bank_matches" for each row execute function "sm_finance_treasury"."bank_matches_touch"();
create or replace trigger "keep" before truncate on "sm_finance_treasury"."audit_events" for each statement execute function "sm_finance_treasury"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_finance_treasury"."outbox_events" referencing new table as new_rows for each statement execute function "sm_finance_treasury"."outbox_events_number"();
alter table "sm_finance_treasury"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_finance_treasury"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_finance_treasury"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "holder_id", "iban", "currency", "opened_on", "opening_balance", "status", "iban_blind"), update ("name", "holder_id", "iban", "status", "iban_blind"), delete on "sm_finance_treasury"."bank_accounts" to acervo_app;
grant select, insert ("id", "name", "holder_id", "iban", "currency", "opened_on", "opening_balance", "status", "iban_blind"), update ("name", "holder_id", "iban", "status", "iban_blind"), delete on "sm_finance_treasury"."bank_accounts" to acervo_worker;
grant select ("id", "name", "holder_id", "iban", "currency", "opened_on", "opening_balance", "moved", "balance", "status", "created_at", "updated_at") on "sm_finance_treasury"."bank_accounts" to acervo_readonly;
grant select, insert ("id", "account_id", "reference", "booked_on", "amount", "description"), delete on "sm_finance_treasury"."statement_lines" to acervo_app;
grant select, insert ("id", "account_id", "reference", "booked_on", "amount", "description"), delete on "sm_finance_treasury"."statement_lines" to acervo_worker;
grant select ("id", "account_id", "reference", "booked_on", "amount", "description", "explained", "created_at", "updated_at") on "sm_finance_treasury"."statement_lines" to acervo_readonly;
grant select, insert ("id", "source_type", "source_id", "due_on", "amount", "currency", "status"), update ("due_on", "amount", "currency", "status"), delete on "sm_finance_treasury"."expected_flows" to acervo_app;
grant select, insert ("id", "source_type", "source_id", "due_on", "amount", "currency", "status"), update ("due_on", "amount", "currency", "status"), delete on "sm_finance_treasury"."expected_flows" to acervo_worker;
grant select on "sm_finance_treasury"."expected_flows" to acervo_readonly;
grant select, insert ("id", "line_id", "flow_id", "amount", "matched_by"), delete on "sm_finance_treasury"."bank_matches" to acervo_app;
grant select, insert ("id", "line_id", "flow_id", "amount", "matched_by"), delete on "sm_finance_treasury"."bank_matches" to acervo_worker;
grant select on "sm_finance_treasury"."bank_matches" to acervo_readonly;
grant select on "sm_finance_treasury"."audit_events" to acervo_app;
grant select on "sm_finance_treasury"."audit_events" to acervo_worker;
grant select on "sm_finance_treasury"."audit_events" to acervo_readonly;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_finance_treasury"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_finance_treasury"."inbox_events" to acervo_worker;
grant select on "sm_finance_treasury"."inbox_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance_treasury"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance_treasury"."outbox_events" to acervo_worker;
grant select on "sm_finance_treasury"."outbox_events" to acervo_readonly;
create view "sm_finance_treasury"."cash_forecast" with (security_invoker = true) as
select f.currency, f.due_on, f.flow::numeric(20, 2) as flow,
     (coalesce((select sum(a.balance) from bank_accounts a where a.currency = f.currency), 0)
       + sum(f.flow) over (partition by f.currency order by f.due_on))::numeric(20, 2) as balance
   from (
     select e.currency, e.due_on, sum(e.amount - sign(e.amount) * e.matched) as flow
     from expected_flows e where e.status = 'EXPECTED' group by e.currency, e.due_on
   ) f;
grant select on "sm_finance_treasury"."cash_forecast" to acervo_app;
grant select on "sm_finance_treasury"."cash_forecast" to acervo_worker;
grant select on "sm_finance_treasury"."cash_forecast" to acervo_readonly;
set local role none;
