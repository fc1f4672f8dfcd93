-- acervo: transactional
-- model: fca587ef84fd0225e812cdddbd9c1a29b3362e59e0b7632110662011b976176d

-- step: create sm_finance_invoicing with 8 tables
-- locks: none
set local search_path to "sm_finance_invoicing", acervo, pg_temp;
create schema if not exists "sm_finance_invoicing" authorization acervo_owner;
grant usage on schema "sm_finance_invoicing" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_finance_invoicing"."invoice_series" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(20) collate "C" not null,
  "year" integer not null,
  "issuer_id" uuid not null,
  "last_number" bigint default 0 not null,
  "last_hash" varchar(64) collate "C" default '' not null,
  "last_issued_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "invoice_series_pkey" primary key ("id"),
  constraint "invoice_series_code_year_key" unique ("code", "year"),
  constraint "invoice_series_year_check" check (year between 2000 and 2200)
);
create table "sm_finance_invoicing"."invoices" (
  "id" uuid default acervo.uuid7() not null,
  "series_id" uuid not null,
  "kind" text collate "C" default 'INVOICE' not null,
  "party_id" uuid not null,
  "status" text collate "C" default 'DRAFT' not null,
  "due_on" date not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "credits_id" uuid,
  "net" numeric(18, 2) default 0 not null,
  "tax" numeric(18, 2) default 0 not null,
  "total" numeric(18, 2) generated always as (net + tax) stored not null,
  "paid" numeric(18, 2) default 0 not null,
  "credited" numeric(18, 2) default 0 not null,
  "number" bigint,
  "issued_on" date,
  "previous_hash" varchar(64) collate "C",
  "hash" varchar(64) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "invoices_pkey" primary key ("id"),
  constraint "invoices_series_id_number_key" unique ("series_id", "number"),
  constraint "invoices_kind_check" check ("kind" in ('INVOICE', 'CREDIT_NOTE')),
  constraint "invoices_status_check" check ("status" in ('DRAFT', 'ISSUED', 'PARTLY_PAID', 'OVERDUE', 'PAID', 'CREDITED')),
  constraint "invoices_amounts_check" check (net >= 0 and tax >= 0 and paid >= 0 and credited >= 0),
  constraint "invoices_credited_check" check (status <> 'CREDITED' or credited > 0 and paid + credited = net + tax),
  constraint "invoices_credits_check" check ((kind = 'CREDIT_NOTE') = (credits_id is not null)),
  constraint "invoices_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "invoices_hash_check" check ((number is null) = (hash is null)),
  constraint "invoices_issued_check" check (status = 'DRAFT' or net > 0),
  constraint "invoices_no_more_than_owed_check" check (paid + credited <= net + tax),
  constraint "invoices_not_itself_check" check (credits_id <> id),
  constraint "invoices_number_check" check ((status = 'DRAFT') = (number is null)),
  constraint "invoices_paid_check" check (status <> 'PAID' or paid > 0 and paid + credited = net + tax),
  constraint "invoices_partly_paid_check" check (status <> 'PARTLY_PAID' or paid > 0)
);
create table "sm_finance_invoicing"."invoice_lines" (
  "id" uuid default acervo.uuid7() not null,
  "invoice_id" uuid not null,
  "place" integer not null,
  "description" text collate "C" not null,
  "quantity" numeric(14, 3) default '1' not null,
  "unit_price" numeric(20, 10) not null,
  "tax_rate" numeric(5, 2) default '21' not null,
  "net" numeric(18, 2) generated always as (round(quantity * unit_price, 2)) stored not null,
  "tax" numeric(18, 2) generated always as (round(round(quantity * unit_price, 2) * tax_rate / 100, 2)) stored not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "invoice_lines_pkey" primary key ("id"),
  constraint "invoice_lines_invoice_id_place_key" unique ("invoice_id", "place"),
  constraint "invoice_lines_quantity_check" check (quantity > 0),
  constraint "invoice_lines_tax_rate_check" check (tax_rate between 0 and 100),
  constraint "invoice_lines_unit_price_check" check (unit_price >= 0)
);
create table "sm_finance_invoicing"."invoice_payments" (
  "id" uuid default acervo.uuid7() not null,
  "invoice_id" uuid not null,
  "paid_on" date not null,
  "amount" numeric(18, 2) not null,
  "statement_line_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "invoice_payments_pkey" primary key ("id"),
  constraint "invoice_payments_statement_line_id_invoice_id_key" unique ("statement_line_id", "invoice_id"),
  constraint "invoice_payments_amount_check" check (amount > 0)
);
create table "sm_finance_invoicing"."audit_events" (
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
create table "sm_finance_invoicing"."outbox_events" (
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
create index "invoices_party_id_issued_on_idx" on "sm_finance_invoicing"."invoices" ("party_id", "issued_on" desc);
create index "invoices_credits_id_idx" on "sm_finance_invoicing"."invoices" ("credits_id") where credits_id is not null;
create index "invoices_due_on_idx" on "sm_finance_invoicing"."invoices" ("due_on") where status in ('ISSUED', 'PARTLY_PAID');
create index "invoice_payments_invoice_id_idx" on "sm_finance_invoicing"."invoice_payments" ("invoice_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_finance_invoicing"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_finance_invoicing"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_finance_invoicing"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_finance_invoicing"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_finance_invoicing"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_finance_invoicing"."invoices" add constraint "invoices_series_id_fkey" foreign key ("series_id") references "sm_finance_invoicing"."invoice_series" ("id") on delete restrict;
alter table "sm_finance_invoicing"."invoices" add constraint "invoices_credits_id_fkey" foreign key ("credits_id") references "sm_finance_invoicing"."invoices" ("id") on delete restrict;
alter table "sm_finance_invoicing"."invoice_lines" add constraint "invoice_lines_invoice_id_fkey" foreign key ("invoice_id") references "sm_finance_invoicing"."invoices" ("id") on delete restrict;
alter table "sm_finance_invoicing"."invoice_payments" add constraint "invoice_payments_invoice_id_fkey" foreign key ("invoice_id") references "sm_finance_invoicing"."invoices" ("id") on delete restrict;
create or replace function "sm_finance_invoicing"."invoice_series_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'invoice_series', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_series')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."year" as "year", n."issuer_id" as "issuerId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'invoice_series', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_series')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."year" as "year", o."issuer_id" as "issuerId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'invoice_series', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_series')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."year" as "year", o."issuer_id" as "issuerId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."year" as "year", n."issuer_id" as "issuerId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."year" is distinct from n."year") then 'year' end, case when not (o."issuer_id" is distinct from n."issuer_id") then 'issuerId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_series_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_invoicing"."invoice_series_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'invoices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."series_id" as "seriesId", n."kind" as "kind", n."party_id" as "partyId", n."status" as "status", n."due_on" as "dueOn", n."currency" as "currency", n."credits_id" as "creditsId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'invoices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."series_id" as "seriesId", o."kind" as "kind", o."party_id" as "partyId", o."status" as "status", o."due_on" as "dueOn", o."currency" as "currency", o."credits_id" as "creditsId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'invoices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."series_id" as "seriesId", o."kind" as "kind", o."party_id" as "partyId", o."status" as "status", o."due_on" as "dueOn", o."currency" as "currency", o."credits_id" as "creditsId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."series_id" as "seriesId", n."kind" as "kind", n."party_id" as "partyId", n."status" as "status", n."due_on" as "dueOn", n."currency" as "currency", n."credits_id" as "creditsId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."series_id" is distinct from n."series_id") then 'seriesId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."credits_id" is distinct from n."credits_id") then 'creditsId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_count_credited"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (
      select from (select r.credits_id as id, coalesce(r.total, 0) as n from new_rows r where true and (r.status <> 'DRAFT')) c where c.id is not null group by c.id having sum(c.n) <> 0
    ) then
      perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.credits_id as id, coalesce(r.total, 0) as n from new_rows r where true and (r.status <> 'DRAFT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set credited = p.credited + delta.n
    from (select c.id, sum(c.n) as n from (select r.credits_id as id, coalesce(r.total, 0) as n from new_rows r where true and (r.status <> 'DRAFT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
    end if;
  elsif tg_op = 'DELETE' then
    if exists (
      select from (select r.credits_id as id, -coalesce(r.total, 0) as n from old_rows r where true and (r.status <> 'DRAFT')) c where c.id is not null group by c.id having sum(c.n) <> 0
    ) then
      perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.credits_id as id, -coalesce(r.total, 0) as n from old_rows r where true and (r.status <> 'DRAFT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set credited = p.credited + delta.n
    from (select c.id, sum(c.n) as n from (select r.credits_id as id, -coalesce(r.total, 0) as n from old_rows r where true and (r.status <> 'DRAFT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
    end if;
  else
    if exists (
      select from (select r.credits_id as id, coalesce(r.total, 0) as n from new_rows r where true and (r.status <> 'DRAFT') union all select r.credits_id as id, -coalesce(r.total, 0) as n from old_rows r where true and (r.status <> 'DRAFT')) c where c.id is not null group by c.id having sum(c.n) <> 0
    ) then
      perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.credits_id as id, coalesce(r.total, 0) as n from new_rows r where true and (r.status <> 'DRAFT') union all select r.credits_id as id, -coalesce(r.total, 0) as n from old_rows r where true and (r.status <> 'DRAFT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set credited = p.credited + delta.n
    from (select c.id, sum(c.n) as n from (select r.credits_id as id, coalesce(r.total, 0) as n from new_rows r where true and (r.status <> 'DRAFT') union all select r.credits_id as id, -coalesce(r.total, 0) as n from old_rows r where true and (r.status <> 'DRAFT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_emit"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.kind, n.number, n.issued_on, n.due_on, n.total, n.currency, n.paid, n.credited, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end, case when n."holds 3" then 4 end], null) as "its events"
      from (select *, (number is not null) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'OVERDUE') is true as "holds 2", (status = 'CREDITED') is true as "holds 3" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Invoice', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_finance_invoicing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Invoice', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['InvoiceIssued', 'InvoicePaid', 'InvoiceOverdue', 'InvoiceCredited'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('invoiceId', n."id", 'partyId', n."party_id", 'kind', n."kind", 'number', n."number"::text, 'issuedOn', n."issued_on", 'dueOn', n."due_on", 'total', n."total"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('invoiceId', n."id", 'paid', n."paid"::text)
        when 3 then jsonb_build_object('invoiceId', n."id", 'partyId', n."party_id", 'kind', n."kind", 'number', n."number"::text, 'issuedOn', n."issued_on", 'dueOn', n."due_on", 'total', n."total"::text, 'currency', n."currency")
        when 4 then jsonb_build_object('invoiceId', n."id", 'credited', n."credited"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.kind, n.number, n.issued_on, n.due_on, n.total, n.currency, n.paid, n.credited, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end, case when n."holds 3" and not o."holds 3" then 4 end], null) as "its events"
      from (select *, (number is not null) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'OVERDUE') is true as "holds 2", (status = 'CREDITED') is true as "holds 3" from new_rows) n
        join (select *, (number is not null) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'OVERDUE') is true as "holds 2", (status = 'CREDITED') is true as "holds 3" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Invoice', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_finance_invoicing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Invoice', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['InvoiceIssued', 'InvoicePaid', 'InvoiceOverdue', 'InvoiceCredited'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('invoiceId', n."id", 'partyId', n."party_id", 'kind', n."kind", 'number', n."number"::text, 'issuedOn', n."issued_on", 'dueOn', n."due_on", 'total', n."total"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('invoiceId', n."id", 'paid', n."paid"::text)
        when 3 then jsonb_build_object('invoiceId', n."id", 'partyId', n."party_id", 'kind', n."kind", 'number', n."number"::text, 'issuedOn', n."issued_on", 'dueOn', n."due_on", 'total', n."total"::text, 'currency', n."currency")
        when 4 then jsonb_build_object('invoiceId', n."id", 'credited', n."credited"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'an issued invoice stays as it is: credit it';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'paid', 'credited', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'paid', 'credited', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an issued invoice stays as it is: credit it';
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_issue"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
declare
  s record;
begin
  if not (select status <> 'DRAFT' from (select new.*) r) then
    if new.number is not null then
      raise exception using errcode = 'AV304', message = 'what has a number is issued';
    end if;
    return new;
  end if;
  if tg_op = 'UPDATE' and old.number is not null then
    return new;
  end if;
  select l.* into strict s from "sm_finance_invoicing"."invoice_series" l where l.id = new.series_id for no key update;
  new.number := s.last_number + 1;
  new.issued_on := (acervo.now() at time zone 'Europe/Madrid')::date;
  if new.issued_on < s.last_issued_on then
    raise exception using errcode = 'AV304', message = 'the day is before that of the last number';
  end if;
  new.previous_hash := s.last_hash;
  new.hash := encode(sha256(convert_to(concat_ws('|', new.previous_hash, new.series_id::text, new.number::text, to_char(new.issued_on, 'YYYY-MM-DD'), coalesce(new.kind::text, ''), coalesce(new.party_id::text, ''), coalesce(new.currency::text, ''), coalesce(new.net::text, ''), coalesce(new.tax::text, ''), coalesce(new.credits_id::text, '')), 'UTF8')), 'hex');
  update "sm_finance_invoicing"."invoice_series" l
  set last_number = new.number, last_hash = new.hash, last_issued_on = new.issued_on where l.id = s.id;
  return new;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_invoicing"."invoices_settled_credits_an_invoice"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
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
    perform from "sm_finance_invoicing"."invoices" p where p.id = asked for no key update;
    if found and not exists (select from "sm_finance_invoicing"."invoices" p where p.id = asked and (p.credits_id is null or exists (select from "sm_finance_invoicing"."invoices" i where i.id = p.credits_id
        and i.kind = 'INVOICE' and i.status <> 'DRAFT' and i.party_id = p.party_id
        and i.currency = p.currency))) then
      raise exception using errcode = 'AV304', message = 'only an issued invoice to the same party is credited';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_states"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ISSUED']::text[] when 'ISSUED' then array['PARTLY_PAID', 'OVERDUE', 'PAID', 'CREDITED']::text[] when 'PARTLY_PAID' then array['OVERDUE', 'PAID', 'CREDITED']::text[] when 'OVERDUE' then array['PARTLY_PAID', 'PAID', 'CREDITED']::text[] when 'PAID' then array['CREDITED']::text[] when 'CREDITED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'invoices', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_invoicing"."invoices_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_invoicing", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'invoices', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_lines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'invoice_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."invoice_id" as "invoiceId", n."place" as "place", n."description" as "description", n."quantity"::text as "quantity", n."unit_price"::text as "unitPrice", n."tax_rate"::text as "taxRate") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'invoice_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."invoice_id" as "invoiceId", o."place" as "place", o."description" as "description", o."quantity"::text as "quantity", o."unit_price"::text as "unitPrice", o."tax_rate"::text as "taxRate") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'invoice_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."invoice_id" as "invoiceId", o."place" as "place", o."description" as "description", o."quantity"::text as "quantity", o."unit_price"::text as "unitPrice", o."tax_rate"::text as "taxRate") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."invoice_id" as "invoiceId", n."place" as "place", n."description" as "description", n."quantity"::text as "quantity", n."unit_price"::text as "unitPrice", n."tax_rate"::text as "taxRate") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."invoice_id" is distinct from n."invoice_id") then 'invoiceId' end, case when not (o."place" is distinct from n."place") then 'place' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."quantity" is distinct from n."quantity") then 'quantity' end, case when not (o."unit_price" is distinct from n."unit_price") then 'unitPrice' end, case when not (o."tax_rate" is distinct from n."tax_rate") then 'taxRate' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_lines_count_net"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.net, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set net = p.net + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.net, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, -coalesce(r.net, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set net = p.net + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, -coalesce(r.net, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.net, 0) as n from new_rows r where true and (true) union all select r.invoice_id as id, -coalesce(r.net, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set net = p.net + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.net, 0) as n from new_rows r where true and (true) union all select r.invoice_id as id, -coalesce(r.net, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_lines_count_tax"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.tax, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set tax = p.tax + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.tax, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, -coalesce(r.tax, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set tax = p.tax + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, -coalesce(r.tax, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.tax, 0) as n from new_rows r where true and (true) union all select r.invoice_id as id, -coalesce(r.tax, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set tax = p.tax + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.tax, 0) as n from new_rows r where true and (true) union all select r.invoice_id as id, -coalesce(r.tax, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_lines_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_invoicing"."invoice_lines_locked_by_invoice_id"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'the invoice is issued';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'the invoice is issued';
    end if;
  else
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true) union select invoice_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true) union select invoice_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'the invoice is issued';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_payments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'invoice_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."invoice_id" as "invoiceId", n."paid_on" as "paidOn", n."amount"::text as "amount", n."statement_line_id" as "statementLineId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'invoice_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."invoice_id" as "invoiceId", o."paid_on" as "paidOn", o."amount"::text as "amount", o."statement_line_id" as "statementLineId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance_invoicing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'invoice_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invoice_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."invoice_id" as "invoiceId", o."paid_on" as "paidOn", o."amount"::text as "amount", o."statement_line_id" as "statementLineId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."invoice_id" as "invoiceId", n."paid_on" as "paidOn", n."amount"::text as "amount", n."statement_line_id" as "statementLineId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."invoice_id" is distinct from n."invoice_id") then 'invoiceId' end, case when not (o."paid_on" is distinct from n."paid_on") then 'paidOn' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."statement_line_id" is distinct from n."statement_line_id") then 'statementLineId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_payments_count_paid"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set paid = p.paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set paid = p.paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.invoice_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_finance_invoicing"."invoices" p set paid = p.paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.invoice_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.invoice_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_payments_emit"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.invoice_id, n.amount, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'InvoicePayment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_finance_invoicing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'InvoicePayment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PaymentReceived'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('paymentId', n."id", 'invoiceId', n."invoice_id", 'amount', n."amount"::text, 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_payments_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_invoicing"."invoice_payments_locked_by_invoice_id"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true)) and (status = 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a draft is not paid';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from old_rows where (true)) and (status = 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a draft is not paid';
    end if;
  else
    perform from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true) union select invoice_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance_invoicing"."invoices" p where p.id in (select invoice_id from new_rows where (true) union select invoice_id from old_rows where (true)) and (status = 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a draft is not paid';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_finance_invoicing"."invoice_payments_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance_invoicing"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance_invoicing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance_invoicing"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_finance_invoicing", pg_temp as $body$
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
  update "sm_finance_invoicing"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_finance_invoicing"."invoice_series" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_series_audit"();
create or replace trigger "audit_update" after update on "sm_finance_invoicing"."invoice_series" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_series_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_invoicing"."invoice_series" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_series_audit"();
create or replace trigger "keep" before truncate on "sm_finance_invoicing"."invoice_series" for each statement execute function "sm_finance_invoicing"."invoice_series_keep"();
create or replace trigger "touch" before update on "sm_finance_invoicing"."invoice_series" for each row execute function "sm_finance_invoicing"."invoice_series_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance_invoicing"."invoices" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoices_audit"();
create or replace trigger "audit_update" after update on "sm_finance_invoicing"."invoices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_invoicing"."invoices" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_audit"();
create or replace trigger "count_credited_insert" after insert on "sm_finance_invoicing"."invoices" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoices_count_credited"();
create or replace trigger "count_credited_update" after update on "sm_finance_invoicing"."invoices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_count_credited"();
create or replace trigger "count_credited_delete" after delete on "sm_finance_invoicing"."invoices" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_count_credited"();
create or replace trigger "emit_insert" after insert on "sm_finance_invoicing"."invoices" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoices_emit"();
create or replace trigger "emit_update" after update on "sm_finance_invoicing"."invoices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_emit"();
create or replace trigger "frozen_update" after update on "sm_finance_invoicing"."invoices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_finance_invoicing"."invoices" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoices_frozen"();
create or replace trigger "issue_insert" before insert on "sm_finance_invoicing"."invoices" for each row execute function "sm_finance_invoicing"."invoices_issue"();
create or replace trigger "issue_update" before update on "sm_finance_invoicing"."invoices" for each row execute function "sm_finance_invoicing"."invoices_issue"();
create or replace trigger "keep" before truncate on "sm_finance_invoicing"."invoices" for each statement execute function "sm_finance_invoicing"."invoices_keep"();
create constraint trigger "settled_credits_an_invoice_insert" after insert on "sm_finance_invoicing"."invoices" deferrable initially deferred for each row execute function "sm_finance_invoicing"."invoices_settled_credits_an_invoice"();
create constraint trigger "settled_credits_an_invoice_update" after update on "sm_finance_invoicing"."invoices" deferrable initially deferred for each row execute function "sm_finance_invoicing"."invoices_settled_credits_an_invoice"();
create constraint trigger "settled_credits_an_invoice_delete" after delete on "sm_finance_invoicing"."invoices" deferrable initially deferred for each row execute function "sm_finance_invoicing"."invoices_settled_credits_an_invoice"();
create or replace trigger "states_update" before update on "sm_finance_invoicing"."invoices" for each row execute function "sm_finance_invoicing"."invoices_states"();
create or replace trigger "touch" before update on "sm_finance_invoicing"."invoices" for each row execute function "sm_finance_invoicing"."invoices_touch"();
create or replace trigger "transitions_insert" after insert on "sm_finance_invoicing"."invoices" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoices_transitions"();
create or replace trigger "audit_insert" after insert on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_audit"();
create or replace trigger "audit_update" after update on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_invoicing"."invoice_lines" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_audit"();
create or replace trigger "count_net_insert" after insert on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_count_net"();
create or replace trigger "count_net_update" after update on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_count_net"();
create or replace trigger "count_net_delete" after delete on "sm_finance_invoicing"."invoice_lines" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_count_net"();
create or replace trigger "count_tax_insert" after insert on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_count_tax"();
create or replace trigger "count_tax_update" after update on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_count_tax"();
create or replace trigger "count_tax_delete" after delete on "sm_finance_invoicing"."invoice_lines" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_count_tax"();
create or replace trigger "keep" before truncate on "sm_finance_invoicing"."invoice_lines" for each statement execute function "sm_finance_invoicing"."invoice_lines_keep"();
create or replace trigger "locked_by_invoice_id_insert" after insert on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_locked_by_invoice_id"();
create or replace trigger "locked_by_invoice_id_update" after update on "sm_finance_invoicing"."invoice_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_locked_by_invoice_id"();
create or replace trigger "locked_by_invoice_id_delete" after delete on "sm_finance_invoicing"."invoice_lines" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_lines_locked_by_invoice_id"();
create or replace trigger "touch" before update on "sm_finance_invoicing"."invoice_lines" for each row execute function "sm_finance_invoicing"."invoice_lines_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_audit"();
create or replace trigger "audit_update" after update on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance_invoicing"."invoice_payments" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_audit"();
create or replace trigger "count_paid_insert" after insert on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_count_paid"();
create or replace trigger "count_paid_update" after update on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_count_paid"();
create or replace trigger "count_paid_delete" after delete on "sm_finance_invoicing"."invoice_payments" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_count_paid"();
create or replace trigger "emit_insert" after insert on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_emit"();
create or replace trigger "emit_update" after update on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_emit"();
create or replace trigger "keep" before truncate on "sm_finance_invoicing"."invoice_payments" for each statement execute function "sm_finance_invoicing"."invoice_payments_keep"();
create or replace trigger "locked_by_invoice_id_insert" after insert on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_locked_by_invoice_id"();
create or replace trigger "locked_by_invoice_id_update" after update on "sm_finance_invoicing"."invoice_payments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_locked_by_invoice_id"();
create or replace trigger "locked_by_invoice_id_delete" after delete on "sm_finance_invoicing"."invoice_payments" referencing old table as old_rows for each statement execute function "sm_finance_invoicing"."invoice_payments_locked_by_invoice_id"();
create or replace trigger "touch" before update on "sm_finance_invoicing"."invoice_payments" for each row execute function "sm_finance_invoicing"."invoice_payments_touch"();
create or replace trigger "keep" before truncate on "sm_finance_invoicing"."audit_events" for each statement execute function "sm_finance_invoicing"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_finance_invoicing"."outbox_events" referencing new table as new_rows for each statement execute function "sm_finance_invoicing"."outbox_events_number"();
alter table "sm_finance_invoicing"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_finance_invoicing"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_finance_invoicing"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "year", "issuer_id"), delete on "sm_finance_invoicing"."invoice_series" to acervo_app;
grant select, insert ("id", "code", "year", "issuer_id"), delete on "sm_finance_invoicing"."invoice_series" to acervo_worker;
grant select on "sm_finance_invoicing"."invoice_series" to acervo_readonly;
grant select, insert ("id", "series_id", "kind", "party_id", "status", "due_on", "currency", "credits_id"), update ("party_id", "status", "due_on", "currency"), delete on "sm_finance_invoicing"."invoices" to acervo_app;
grant select, insert ("id", "series_id", "kind", "party_id", "status", "due_on", "currency", "credits_id"), update ("party_id", "status", "due_on", "currency"), delete on "sm_finance_invoicing"."invoices" to acervo_worker;
grant select on "sm_finance_invoicing"."invoices" to acervo_readonly;
grant select, insert ("id", "invoice_id", "place", "description", "quantity", "unit_price", "tax_rate"), update ("place", "description", "quantity", "unit_price", "tax_rate"), delete on "sm_finance_invoicing"."invoice_lines" to acervo_app;
grant select, insert ("id", "invoice_id", "place", "description", "quantity", "unit_price", "tax_rate"), update ("place", "description", "quantity", "unit_price", "tax_rate"), delete on "sm_finance_invoicing"."invoice_lines" to acervo_worker;
grant select on "sm_finance_invoicing"."invoice_lines" to acervo_readonly;
grant select, insert ("id", "invoice_id", "paid_on", "amount", "statement_line_id"), update ("statement_line_id"), delete on "sm_finance_invoicing"."invoice_payments" to acervo_app;
grant select, insert ("id", "invoice_id", "paid_on", "amount", "statement_line_id"), update ("statement_line_id"), delete on "sm_finance_invoicing"."invoice_payments" to acervo_worker;
grant select on "sm_finance_invoicing"."invoice_payments" to acervo_readonly;
grant select on "sm_finance_invoicing"."audit_events" to acervo_app;
grant select on "sm_finance_invoicing"."audit_events" to acervo_worker;
grant select on "sm_finance_invoicing"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance_invoicing"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance_invoicing"."outbox_events" to acervo_worker;
grant select on "sm_finance_invoicing"."outbox_events" to acervo_readonly;
create view "sm_finance_invoicing"."broken_invoices" with (security_invoker = true) as
select c.id, c.series_id, c.number, c.fault from (
     select i.id, i.series_id, i.number, case
       when i.hash is distinct from encode(sha256(convert_to(concat_ws('|', i.previous_hash, i.series_id::text, i.number::text, to_char(i.issued_on, 'YYYY-MM-DD'), coalesce(i.kind::text, ''), coalesce(i.party_id::text, ''), coalesce(i.currency::text, ''), coalesce(i.net::text, ''), coalesce(i.tax::text, ''), coalesce(i.credits_id::text, '')), 'UTF8')), 'hex') then 'CONTENT'
       when i.number is distinct from 1 + coalesce(lag(i.number) over one, 0) then 'GAP'
       when i.previous_hash is distinct from coalesce(lag(i.hash) over one, '') then 'CHAIN'
       when lead(i.number) over one is null
         and (i.number, i.hash) is distinct from (s.last_number, s.last_hash) then 'END'
     end as fault
     from invoices i join invoice_series s on s.id = i.series_id where i.number is not null
     window one as (partition by i.series_id order by i.number)
   ) c where c.fault is not null;
grant select on "sm_finance_invoicing"."broken_invoices" to acervo_app;
grant select on "sm_finance_invoicing"."broken_invoices" to acervo_worker;
grant select on "sm_finance_invoicing"."broken_invoices" to acervo_readonly;
create view "sm_finance_invoicing"."overdue_invoices" with (security_invoker = true) as
select id, party_id, due_on, (net + tax - paid - credited)::numeric(18, 2) as open from invoices
   where kind = 'INVOICE' and status in ('ISSUED', 'PARTLY_PAID') and paid + credited < net + tax
     and due_on < (acervo.now() at time zone 'Europe/Madrid')::date;
grant select on "sm_finance_invoicing"."overdue_invoices" to acervo_app;
grant select on "sm_finance_invoicing"."overdue_invoices" to acervo_worker;
grant select on "sm_finance_invoicing"."overdue_invoices" to acervo_readonly;
set local role none;
