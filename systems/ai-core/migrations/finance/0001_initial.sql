-- acervo: transactional
-- model: dd7c9b38b69f97c8116599db84fd725652da83e5ac9b3f84901270a32ce7bb01

-- step: create sf_finance with 7 tables
-- locks: none
set local search_path to "sf_finance", acervo, pg_temp;
create schema if not exists "sf_finance" authorization acervo_owner;
grant usage on schema "sf_finance" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sf_finance"."loans" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "product" text collate "C" not null,
  "lender" varchar(200) collate "C" default 'Eurocaja Rural' not null,
  "principal" numeric(20, 10) not null,
  "annual_rate" numeric(9, 6) not null,
  "index" text collate "C" default 'FIXED' not null,
  "spread" numeric(9, 6) default '0' not null,
  "months" integer not null,
  "first_due_on" date not null,
  "opening_fee" numeric(20, 10) default '0' not null,
  "property_value" numeric(20, 10),
  "monthly_income" numeric(20, 10),
  "other_monthly_debt" numeric(20, 10) default '0' not null,
  "status" text collate "C" default 'REQUESTED' not null,
  "rejection_reason" text collate "C",
  "ltv" numeric(9, 4) generated always as (round(principal / property_value * 100, 4)) stored,
  "dti" numeric(9, 4) generated always as (round((other_monthly_debt + instalment) / monthly_income * 100, 4)) stored,
  "instalment" numeric(20, 10) default '0' not null,
  "tae" numeric(9, 4),
  "repaid_principal" numeric(20, 10) default '0' not null,
  "early_principal" numeric(20, 10) default '0' not null,
  "revision" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "loans_pkey" primary key ("id"),
  constraint "loans_number_key" unique ("number"),
  constraint "loans_product_check" check ("product" in ('MORTGAGE', 'PERSONAL')),
  constraint "loans_index_check" check ("index" in ('FIXED', 'EURIBOR_12M')),
  constraint "loans_status_check" check ("status" in ('REQUESTED', 'IN_STUDY', 'OFFERED', 'ACTIVE', 'SETTLED', 'REJECTED', 'WITHDRAWN')),
  constraint "loans_fee_check" check (opening_fee >= 0 and opening_fee < principal),
  constraint "loans_income_check" check (monthly_income > 0 and property_value > 0 and other_monthly_debt >= 0),
  constraint "loans_months_check" check (months between 1 and 480),
  constraint "loans_principal_check" check (principal > 0 and principal = round(principal, 2)),
  constraint "loans_rate_check" check (annual_rate between 0 and 100),
  constraint "loans_rejected_check" check ((status = 'REJECTED') = (rejection_reason is not null)),
  constraint "loans_repaid_check" check (repaid_principal + early_principal <= principal),
  constraint "loans_settled_check" check (status <> 'SETTLED' or repaid_principal + early_principal = principal)
);
create table "sf_finance"."instalments" (
  "id" uuid default acervo.uuid7() not null,
  "loan_id" uuid not null,
  "number" integer not null,
  "due_on" date not null,
  "annual_rate" numeric(9, 6) not null,
  "payment" numeric(20, 10) not null,
  "interest" numeric(20, 10) not null,
  "principal" numeric(20, 10) not null,
  "balance" numeric(20, 10) not null,
  "paid_on" date,
  constraint "instalments_pkey" primary key ("id"),
  constraint "instalments_loan_id_number_key" unique ("loan_id", "number"),
  constraint "instalments_balance_check" check (balance >= 0),
  constraint "instalments_cents_check" check (payment = round(payment, 2) and interest = round(interest, 2)),
  constraint "instalments_parts_check" check (payment = interest + principal and interest >= 0 and principal > 0)
);
create table "sf_finance"."early_repayments" (
  "id" uuid default acervo.uuid7() not null,
  "loan_id" uuid not null,
  "after_number" integer not null,
  "amount" numeric(20, 10) not null,
  "effect" text collate "C" not null,
  "fee" numeric(20, 10) default '0' not null,
  "reference" varchar(120) collate "C" not null,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "early_repayments_pkey" primary key ("id"),
  constraint "early_repayments_reference_key" unique ("reference"),
  constraint "early_repayments_effect_check" check ("effect" in ('SHORTER_TERM', 'SMALLER_INSTALMENT')),
  constraint "early_repayments_after_check" check (after_number >= 0),
  constraint "early_repayments_amount_check" check (amount > 0 and amount = round(amount, 2) and fee >= 0)
);
create table "sf_finance"."rate_revisions" (
  "id" uuid default acervo.uuid7() not null,
  "loan_id" uuid not null,
  "from_number" integer not null,
  "index_value" numeric(9, 6) not null,
  "published_on" date not null,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "rate_revisions_pkey" primary key ("id"),
  constraint "rate_revisions_loan_id_from_number_key" unique ("loan_id", "from_number"),
  constraint "rate_revisions_from_check" check (from_number >= 2)
);
create table "sf_finance"."audit_events" (
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
create table "sf_finance"."audit_details" (
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
create table "sf_finance"."outbox_events" (
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
create index "loans_party_id_idx" on "sf_finance"."loans" ("party_id");
create index "loans_status_created_at_idx" on "sf_finance"."loans" ("status", "created_at");
create index "instalments_due_on_idx" on "sf_finance"."instalments" ("due_on") where paid_on is null;
create index "early_repayments_loan_id_idx" on "sf_finance"."early_repayments" ("loan_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sf_finance"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sf_finance"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sf_finance"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sf_finance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sf_finance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sf_finance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sf_finance"."instalments" add constraint "instalments_loan_id_fkey" foreign key ("loan_id") references "sf_finance"."loans" ("id") on delete restrict;
alter table "sf_finance"."early_repayments" add constraint "early_repayments_loan_id_fkey" foreign key ("loan_id") references "sf_finance"."loans" ("id") on delete restrict;
alter table "sf_finance"."rate_revisions" add constraint "rate_revisions_loan_id_fkey" foreign key ("loan_id") references "sf_finance"."loans" ("id") on delete restrict;
create or replace function "sf_finance"."loans_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sf_finance", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."product" as "product", n."lender" as "lender", n."principal"::text as "principal", n."annual_rate"::text as "annualRate", n."index" as "index", n."spread"::text as "spread", n."months" as "months", n."first_due_on" as "firstDueOn", n."opening_fee"::text as "openingFee", n."status" as "status", n."rejection_reason" as "rejectionReason") r) as came,
        (select to_jsonb(r) from (select n."property_value"::text as "propertyValue", n."monthly_income"::text as "monthlyIncome", n."other_monthly_debt"::text as "otherMonthlyDebt") r) as came_apart,
        nullif(array_remove(array[case when n."property_value" is not null then 'propertyValue' end, case when n."monthly_income" is not null then 'monthlyIncome' end, case when n."other_monthly_debt" is not null then 'otherMonthlyDebt' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sf_finance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'loans', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'loans', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('loans')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."product" as "product", o."lender" as "lender", o."principal"::text as "principal", o."annual_rate"::text as "annualRate", o."index" as "index", o."spread"::text as "spread", o."months" as "months", o."first_due_on" as "firstDueOn", o."opening_fee"::text as "openingFee", o."status" as "status", o."rejection_reason" as "rejectionReason") r) as gone,
        (select to_jsonb(r) from (select o."property_value"::text as "propertyValue", o."monthly_income"::text as "monthlyIncome", o."other_monthly_debt"::text as "otherMonthlyDebt") r) as gone_apart,
        nullif(array_remove(array[case when o."property_value" is not null then 'propertyValue' end, case when o."monthly_income" is not null then 'monthlyIncome' end, case when o."other_monthly_debt" is not null then 'otherMonthlyDebt' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sf_finance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'loans', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'loans', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('loans')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."product" as "product", o."lender" as "lender", o."principal"::text as "principal", o."annual_rate"::text as "annualRate", o."index" as "index", o."spread"::text as "spread", o."months" as "months", o."first_due_on" as "firstDueOn", o."opening_fee"::text as "openingFee", o."status" as "status", o."rejection_reason" as "rejectionReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."product" as "product", n."lender" as "lender", n."principal"::text as "principal", n."annual_rate"::text as "annualRate", n."index" as "index", n."spread"::text as "spread", n."months" as "months", n."first_due_on" as "firstDueOn", n."opening_fee"::text as "openingFee", n."status" as "status", n."rejection_reason" as "rejectionReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."product" is distinct from n."product") then 'product' end, case when not (o."lender" is distinct from n."lender") then 'lender' end, case when not (o."principal" is distinct from n."principal") then 'principal' end, case when not (o."annual_rate" is distinct from n."annual_rate") then 'annualRate' end, case when not (o."index" is distinct from n."index") then 'index' end, case when not (o."spread" is distinct from n."spread") then 'spread' end, case when not (o."months" is distinct from n."months") then 'months' end, case when not (o."first_due_on" is distinct from n."first_due_on") then 'firstDueOn' end, case when not (o."opening_fee" is distinct from n."opening_fee") then 'openingFee' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."rejection_reason" is distinct from n."rejection_reason") then 'rejectionReason' end] as same,
        (select to_jsonb(r) from (select o."property_value"::text as "propertyValue", o."monthly_income"::text as "monthlyIncome", o."other_monthly_debt"::text as "otherMonthlyDebt") r) as gone_apart, (select to_jsonb(r) from (select n."property_value"::text as "propertyValue", n."monthly_income"::text as "monthlyIncome", n."other_monthly_debt"::text as "otherMonthlyDebt") r) as came_apart, array[case when not (o."property_value" is distinct from n."property_value") then 'propertyValue' end, case when not (o."monthly_income" is distinct from n."monthly_income") then 'monthlyIncome' end, case when not (o."other_monthly_debt" is distinct from n."other_monthly_debt") then 'otherMonthlyDebt' end] as same_apart,
        nullif(array_remove(array[case when o."property_value" is distinct from n."property_value" then 'propertyValue' end, case when o."monthly_income" is distinct from n."monthly_income" then 'monthlyIncome' end, case when o."other_monthly_debt" is distinct from n."other_monthly_debt" then 'otherMonthlyDebt' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sf_finance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'loans', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'loans', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('loans')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."loans_emit"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.product, n.principal, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'ACTIVE') is true as "holds 1", (status in ('SETTLED', 'REJECTED', 'WITHDRAWN')) is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Loan', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sf_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Loan', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LoanRequested', 'LoanActivated', 'LoanEnded'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('loanId', n."id", 'partyId', n."party_id", 'product', n."product")
        when 2 then jsonb_build_object('loanId', n."id", 'partyId', n."party_id", 'principal', n."principal"::text)
        when 3 then jsonb_build_object('loanId', n."id", 'partyId', n."party_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.principal, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ACTIVE') is true as "holds 0", (status in ('SETTLED', 'REJECTED', 'WITHDRAWN')) is true as "holds 1" from new_rows) n
        join (select *, (status = 'ACTIVE') is true as "holds 0", (status in ('SETTLED', 'REJECTED', 'WITHDRAWN')) is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Loan', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sf_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Loan', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LoanActivated', 'LoanEnded'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('loanId', n."id", 'partyId', n."party_id", 'principal', n."principal"::text)
        when 2 then jsonb_build_object('loanId', n."id", 'partyId', n."party_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."loans_frozen"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('ACTIVE', 'SETTLED'))) then
      raise exception using errcode = 'AV304', message = 'what was signed stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('ACTIVE', 'SETTLED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'party_id', 'other_monthly_debt', 'monthly_income', 'dti', 'instalment', 'tae', 'repaid_principal', 'early_principal', 'revision', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'party_id', 'other_monthly_debt', 'monthly_income', 'dti', 'instalment', 'tae', 'repaid_principal', 'early_principal', 'revision', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was signed stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."loans_keep"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sf_finance"."loans_schedule"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
declare
  loan "sf_finance"."loans";
  early record;
  line "sf_finance"."instalments";
  lines "sf_finance"."instalments"[];
  revised numeric;
  balance numeric;
  rate numeric;
  pay numeric;
  first_pay numeric;
  interest numeric;
  part numeric;
  remaining integer;
  n integer;
  low double precision;
  high double precision;
  mid double precision;
begin
  for loan in select l.* from "sf_finance"."loans" l where l.id in (select id from new_rows) order by l.id loop
    update "sf_finance"."loans" set revision = revision + 1 where id = loan.id returning * into loan;
    balance := loan.principal;
    rate := loan.annual_rate;
    remaining := loan.months;
    pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
    first_pay := pay;
    n := 0;
    lines := '{}';
    loop
      for early in
        select e.amount, e.effect from "sf_finance"."early_repayments" e
        where e.loan_id = loan.id and e.after_number = n order by e.recorded_at, e.id
      loop
        if early.amount > balance then
          raise exception 'more is repaid than is owed';
        end if;
        balance := balance - early.amount;
        if balance > 0 and early.effect = 'SMALLER_INSTALMENT' then
          pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
        elsif balance > 0 then
          part := balance;
          for months in 1 .. remaining loop
            part := part + round(part * rate / 1200, 2) - pay;
            if part <= 0 then
              remaining := months;
              exit;
            end if;
          end loop;
        end if;
      end loop;
      exit when balance = 0 or remaining = 0;
      n := n + 1;
      select r.index_value + loan.spread into revised from "sf_finance"."rate_revisions" r
        where r.loan_id = loan.id and r.from_number = n;
      if found then
        rate := greatest(revised, 0);
        pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
      end if;
      interest := round(balance * rate / 1200, 2);
      part := case when remaining = 1 then balance else least(pay - interest, balance) end;
      balance := balance - part;
      remaining := remaining - 1;
      line.number := n;
      line.due_on := (loan.first_due_on + (n - 1) * interval '1 month')::date;
      line.annual_rate := rate;
      line.payment := interest + part;
      line.interest := interest;
      line.principal := part;
      line.balance := balance;
      lines := lines || line;
    end loop;
    -- One statement: what watches instalments is asked once and not once for each.
    insert into "sf_finance"."instalments" as i
      (loan_id, number, due_on, annual_rate, payment, interest, principal, balance)
    select loan.id, l.number, l.due_on, l.annual_rate, l.payment, l.interest, l.principal, l.balance
    from unnest(lines) l
    on conflict (loan_id, number) do update set due_on = excluded.due_on,
      annual_rate = excluded.annual_rate, payment = excluded.payment,
      interest = excluded.interest, principal = excluded.principal, balance = excluded.balance
    where (i.due_on, i.annual_rate, i.payment, i.interest, i.principal, i.balance) is distinct from
      (excluded.due_on, excluded.annual_rate, excluded.payment, excluded.interest,
       excluded.principal, excluded.balance);
    if exists (select from "sf_finance"."early_repayments" e where e.loan_id = loan.id and e.after_number > n) then
      raise exception 'it is repaid after the loan is over';
    end if;
    delete from "sf_finance"."instalments" i where i.loan_id = loan.id and i.number > n;
    if loan.early_principal = 0 then
      low := -0.9;
      high := 1;
      for step in 1 .. 60 loop
        mid := (low + high) / 2;
        if (select sum(i.payment::float8 / power(1 + mid, i.number)) from "sf_finance"."instalments" i
            where i.loan_id = loan.id) > (loan.principal - loan.opening_fee)::float8 then
          low := mid;
        else
          high := mid;
        end if;
      end loop;
      update "sf_finance"."loans" set instalment = first_pay,
        tae = round(((power(1 + mid, 12) - 1) * 100)::numeric, 4) where id = loan.id;
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sf_finance"."loans_schedule_again"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
declare
  loan "sf_finance"."loans";
  early record;
  line "sf_finance"."instalments";
  lines "sf_finance"."instalments"[];
  revised numeric;
  balance numeric;
  rate numeric;
  pay numeric;
  first_pay numeric;
  interest numeric;
  part numeric;
  remaining integer;
  n integer;
  low double precision;
  high double precision;
  mid double precision;
begin
  for loan in select l.* from "sf_finance"."loans" l where l.id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.principal, n.annual_rate, n.months, n.first_due_on, n.opening_fee) is distinct from (o.principal, o.annual_rate, o.months, o.first_due_on, o.opening_fee)) order by l.id loop
    update "sf_finance"."loans" set revision = revision + 1 where id = loan.id returning * into loan;
    balance := loan.principal;
    rate := loan.annual_rate;
    remaining := loan.months;
    pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
    first_pay := pay;
    n := 0;
    lines := '{}';
    loop
      for early in
        select e.amount, e.effect from "sf_finance"."early_repayments" e
        where e.loan_id = loan.id and e.after_number = n order by e.recorded_at, e.id
      loop
        if early.amount > balance then
          raise exception 'more is repaid than is owed';
        end if;
        balance := balance - early.amount;
        if balance > 0 and early.effect = 'SMALLER_INSTALMENT' then
          pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
        elsif balance > 0 then
          part := balance;
          for months in 1 .. remaining loop
            part := part + round(part * rate / 1200, 2) - pay;
            if part <= 0 then
              remaining := months;
              exit;
            end if;
          end loop;
        end if;
      end loop;
      exit when balance = 0 or remaining = 0;
      n := n + 1;
      select r.index_value + loan.spread into revised from "sf_finance"."rate_revisions" r
        where r.loan_id = loan.id and r.from_number = n;
      if found then
        rate := greatest(revised, 0);
        pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
      end if;
      interest := round(balance * rate / 1200, 2);
      part := case when remaining = 1 then balance else least(pay - interest, balance) end;
      balance := balance - part;
      remaining := remaining - 1;
      line.number := n;
      line.due_on := (loan.first_due_on + (n - 1) * interval '1 month')::date;
      line.annual_rate := rate;
      line.payment := interest + part;
      line.interest := interest;
      line.principal := part;
      line.balance := balance;
      lines := lines || line;
    end loop;
    -- One statement: what watches instalments is asked once and not once for each.
    insert into "sf_finance"."instalments" as i
      (loan_id, number, due_on, annual_rate, payment, interest, principal, balance)
    select loan.id, l.number, l.due_on, l.annual_rate, l.payment, l.interest, l.principal, l.balance
    from unnest(lines) l
    on conflict (loan_id, number) do update set due_on = excluded.due_on,
      annual_rate = excluded.annual_rate, payment = excluded.payment,
      interest = excluded.interest, principal = excluded.principal, balance = excluded.balance
    where (i.due_on, i.annual_rate, i.payment, i.interest, i.principal, i.balance) is distinct from
      (excluded.due_on, excluded.annual_rate, excluded.payment, excluded.interest,
       excluded.principal, excluded.balance);
    if exists (select from "sf_finance"."early_repayments" e where e.loan_id = loan.id and e.after_number > n) then
      raise exception 'it is repaid after the loan is over';
    end if;
    delete from "sf_finance"."instalments" i where i.loan_id = loan.id and i.number > n;
    if loan.early_principal = 0 then
      low := -0.9;
      high := 1;
      for step in 1 .. 60 loop
        mid := (low + high) / 2;
        if (select sum(i.payment::float8 / power(1 + mid, i.number)) from "sf_finance"."instalments" i
            where i.loan_id = loan.id) > (loan.principal - loan.opening_fee)::float8 then
          low := mid;
        else
          high := mid;
        end if;
      end loop;
      update "sf_finance"."loans" set instalment = first_pay,
        tae = round(((power(1 + mid, 12) - 1) * 100)::numeric, 4) where id = loan.id;
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sf_finance"."loans_states"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'REQUESTED' then array['IN_STUDY', 'REJECTED', 'WITHDRAWN']::text[] when 'IN_STUDY' then array['OFFERED', 'REJECTED', 'WITHDRAWN']::text[] when 'OFFERED' then array['ACTIVE', 'WITHDRAWN']::text[] when 'ACTIVE' then array['SETTLED']::text[] when 'SETTLED' then array[]::text[] when 'REJECTED' then array[]::text[] when 'WITHDRAWN' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'loans', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sf_finance"."loans_touch"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sf_finance"."loans_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sf_finance", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['REQUESTED', 'IN_STUDY']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'loans', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: REQUESTED, IN_STUDY.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."instalments_count_repaid_principal"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sf_finance"."loans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.principal, 0) as n from new_rows r where true and (r.paid_on is not null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sf_finance"."loans" p set repaid_principal = p.repaid_principal + delta.n
    from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.principal, 0) as n from new_rows r where true and (r.paid_on is not null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sf_finance"."loans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.loan_id as id, -coalesce(r.principal, 0) as n from old_rows r where true and (r.paid_on is not null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sf_finance"."loans" p set repaid_principal = p.repaid_principal + delta.n
    from (select c.id, sum(c.n) as n from (select r.loan_id as id, -coalesce(r.principal, 0) as n from old_rows r where true and (r.paid_on is not null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sf_finance"."loans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.principal, 0) as n from new_rows r where true and (r.paid_on is not null) union all select r.loan_id as id, -coalesce(r.principal, 0) as n from old_rows r where true and (r.paid_on is not null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sf_finance"."loans" p set repaid_principal = p.repaid_principal + delta.n
    from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.principal, 0) as n from new_rows r where true and (r.paid_on is not null) union all select r.loan_id as id, -coalesce(r.principal, 0) as n from old_rows r where true and (r.paid_on is not null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."instalments_emit"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.loan_id, n.payment, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (paid_on is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Instalment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sf_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Instalment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['InstalmentPaid'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('instalmentId', n."id", 'loanId', n."loan_id", 'payment', n."payment"::text, 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.loan_id, n.payment, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (paid_on is not null) is true as "holds 0" from new_rows) n
        join (select *, (paid_on is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Instalment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sf_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Instalment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['InstalmentPaid'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('instalmentId', n."id", 'loanId', n."loan_id", 'payment', n."payment"::text, 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."instalments_frozen"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (paid_on is not null)) then
      raise exception using errcode = 'AV304', message = 'an instalment that was paid stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (paid_on is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an instalment that was paid stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."early_repayments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'early_repayments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('early_repayments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."loan_id" as "loanId", n."after_number" as "afterNumber", n."amount"::text as "amount", n."effect" as "effect", n."fee"::text as "fee", n."reference" as "reference", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'early_repayments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('early_repayments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."loan_id" as "loanId", o."after_number" as "afterNumber", o."amount"::text as "amount", o."effect" as "effect", o."fee"::text as "fee", o."reference" as "reference", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'early_repayments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('early_repayments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."loan_id" as "loanId", o."after_number" as "afterNumber", o."amount"::text as "amount", o."effect" as "effect", o."fee"::text as "fee", o."reference" as "reference", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."loan_id" as "loanId", n."after_number" as "afterNumber", n."amount"::text as "amount", n."effect" as "effect", n."fee"::text as "fee", n."reference" as "reference", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."loan_id" is distinct from n."loan_id") then 'loanId' end, case when not (o."after_number" is distinct from n."after_number") then 'afterNumber' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."effect" is distinct from n."effect") then 'effect' end, case when not (o."fee" is distinct from n."fee") then 'fee' end, case when not (o."reference" is distinct from n."reference") then 'reference' end, case when not (o."recorded_at" is distinct from n."recorded_at") then 'recordedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."early_repayments_count_early_principal"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sf_finance"."loans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sf_finance"."loans" p set early_principal = p.early_principal + delta.n
    from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sf_finance"."loans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.loan_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sf_finance"."loans" p set early_principal = p.early_principal + delta.n
    from (select c.id, sum(c.n) as n from (select r.loan_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sf_finance"."loans" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.loan_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sf_finance"."loans" p set early_principal = p.early_principal + delta.n
    from (select c.id, sum(c.n) as n from (select r.loan_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.loan_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."early_repayments_emit"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.loan_id, n.amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'EarlyRepayment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sf_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'EarlyRepayment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LoanRepaidEarly'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('repaymentId', n."id", 'loanId', n."loan_id", 'amount', n."amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."early_repayments_keep"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sf_finance"."early_repayments_locked_by_loan_id"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'only an active loan is repaid early';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sf_finance"."loans" p where p.id in (select loan_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sf_finance"."loans" p where p.id in (select loan_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'only an active loan is repaid early';
    end if;
  else
    perform from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true) union select loan_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true) union select loan_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'only an active loan is repaid early';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."early_repayments_schedule"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
declare
  loan "sf_finance"."loans";
  early record;
  line "sf_finance"."instalments";
  lines "sf_finance"."instalments"[];
  revised numeric;
  balance numeric;
  rate numeric;
  pay numeric;
  first_pay numeric;
  interest numeric;
  part numeric;
  remaining integer;
  n integer;
  low double precision;
  high double precision;
  mid double precision;
begin
  for loan in select l.* from "sf_finance"."loans" l where l.id in (select loan_id from new_rows) order by l.id loop
    update "sf_finance"."loans" set revision = revision + 1 where id = loan.id returning * into loan;
    balance := loan.principal;
    rate := loan.annual_rate;
    remaining := loan.months;
    pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
    first_pay := pay;
    n := 0;
    lines := '{}';
    loop
      for early in
        select e.amount, e.effect from "sf_finance"."early_repayments" e
        where e.loan_id = loan.id and e.after_number = n order by e.recorded_at, e.id
      loop
        if early.amount > balance then
          raise exception 'more is repaid than is owed';
        end if;
        balance := balance - early.amount;
        if balance > 0 and early.effect = 'SMALLER_INSTALMENT' then
          pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
        elsif balance > 0 then
          part := balance;
          for months in 1 .. remaining loop
            part := part + round(part * rate / 1200, 2) - pay;
            if part <= 0 then
              remaining := months;
              exit;
            end if;
          end loop;
        end if;
      end loop;
      exit when balance = 0 or remaining = 0;
      n := n + 1;
      select r.index_value + loan.spread into revised from "sf_finance"."rate_revisions" r
        where r.loan_id = loan.id and r.from_number = n;
      if found then
        rate := greatest(revised, 0);
        pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
      end if;
      interest := round(balance * rate / 1200, 2);
      part := case when remaining = 1 then balance else least(pay - interest, balance) end;
      balance := balance - part;
      remaining := remaining - 1;
      line.number := n;
      line.due_on := (loan.first_due_on + (n - 1) * interval '1 month')::date;
      line.annual_rate := rate;
      line.payment := interest + part;
      line.interest := interest;
      line.principal := part;
      line.balance := balance;
      lines := lines || line;
    end loop;
    -- One statement: what watches instalments is asked once and not once for each.
    insert into "sf_finance"."instalments" as i
      (loan_id, number, due_on, annual_rate, payment, interest, principal, balance)
    select loan.id, l.number, l.due_on, l.annual_rate, l.payment, l.interest, l.principal, l.balance
    from unnest(lines) l
    on conflict (loan_id, number) do update set due_on = excluded.due_on,
      annual_rate = excluded.annual_rate, payment = excluded.payment,
      interest = excluded.interest, principal = excluded.principal, balance = excluded.balance
    where (i.due_on, i.annual_rate, i.payment, i.interest, i.principal, i.balance) is distinct from
      (excluded.due_on, excluded.annual_rate, excluded.payment, excluded.interest,
       excluded.principal, excluded.balance);
    if exists (select from "sf_finance"."early_repayments" e where e.loan_id = loan.id and e.after_number > n) then
      raise exception 'it is repaid after the loan is over';
    end if;
    delete from "sf_finance"."instalments" i where i.loan_id = loan.id and i.number > n;
    if loan.early_principal = 0 then
      low := -0.9;
      high := 1;
      for step in 1 .. 60 loop
        mid := (low + high) / 2;
        if (select sum(i.payment::float8 / power(1 + mid, i.number)) from "sf_finance"."instalments" i
            where i.loan_id = loan.id) > (loan.principal - loan.opening_fee)::float8 then
          low := mid;
        else
          high := mid;
        end if;
      end loop;
      update "sf_finance"."loans" set instalment = first_pay,
        tae = round(((power(1 + mid, 12) - 1) * 100)::numeric, 4) where id = loan.id;
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sf_finance"."rate_revisions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'rate_revisions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rate_revisions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."loan_id" as "loanId", n."from_number" as "fromNumber", n."index_value"::text as "indexValue", n."published_on" as "publishedOn", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'rate_revisions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rate_revisions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."loan_id" as "loanId", o."from_number" as "fromNumber", o."index_value"::text as "indexValue", o."published_on" as "publishedOn", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sf_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'rate_revisions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rate_revisions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."loan_id" as "loanId", o."from_number" as "fromNumber", o."index_value"::text as "indexValue", o."published_on" as "publishedOn", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."loan_id" as "loanId", n."from_number" as "fromNumber", n."index_value"::text as "indexValue", n."published_on" as "publishedOn", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."loan_id" is distinct from n."loan_id") then 'loanId' end, case when not (o."from_number" is distinct from n."from_number") then 'fromNumber' end, case when not (o."index_value" is distinct from n."index_value") then 'indexValue' end, case when not (o."published_on" is distinct from n."published_on") then 'publishedOn' end, case when not (o."recorded_at" is distinct from n."recorded_at") then 'recordedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."rate_revisions_emit"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.loan_id, n.index_value, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RateRevision', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sf_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RateRevision', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LoanRateRevised'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('revisionId', n."id", 'loanId', n."loan_id", 'indexValue', n."index_value"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."rate_revisions_keep"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sf_finance"."rate_revisions_locked_by_loan_id"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true)) and (status <> 'ACTIVE' or "index" = 'FIXED')
    ) then
      raise exception using errcode = 'AV304', message = 'only the rate of an active loan that follows an index is revised';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sf_finance"."loans" p where p.id in (select loan_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sf_finance"."loans" p where p.id in (select loan_id from old_rows where (true)) and (status <> 'ACTIVE' or "index" = 'FIXED')
    ) then
      raise exception using errcode = 'AV304', message = 'only the rate of an active loan that follows an index is revised';
    end if;
  else
    perform from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true) union select loan_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sf_finance"."loans" p where p.id in (select loan_id from new_rows where (true) union select loan_id from old_rows where (true)) and (status <> 'ACTIVE' or "index" = 'FIXED')
    ) then
      raise exception using errcode = 'AV304', message = 'only the rate of an active loan that follows an index is revised';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sf_finance"."rate_revisions_schedule"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
declare
  loan "sf_finance"."loans";
  early record;
  line "sf_finance"."instalments";
  lines "sf_finance"."instalments"[];
  revised numeric;
  balance numeric;
  rate numeric;
  pay numeric;
  first_pay numeric;
  interest numeric;
  part numeric;
  remaining integer;
  n integer;
  low double precision;
  high double precision;
  mid double precision;
begin
  for loan in select l.* from "sf_finance"."loans" l where l.id in (select loan_id from new_rows) order by l.id loop
    update "sf_finance"."loans" set revision = revision + 1 where id = loan.id returning * into loan;
    balance := loan.principal;
    rate := loan.annual_rate;
    remaining := loan.months;
    pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
    first_pay := pay;
    n := 0;
    lines := '{}';
    loop
      for early in
        select e.amount, e.effect from "sf_finance"."early_repayments" e
        where e.loan_id = loan.id and e.after_number = n order by e.recorded_at, e.id
      loop
        if early.amount > balance then
          raise exception 'more is repaid than is owed';
        end if;
        balance := balance - early.amount;
        if balance > 0 and early.effect = 'SMALLER_INSTALMENT' then
          pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
        elsif balance > 0 then
          part := balance;
          for months in 1 .. remaining loop
            part := part + round(part * rate / 1200, 2) - pay;
            if part <= 0 then
              remaining := months;
              exit;
            end if;
          end loop;
        end if;
      end loop;
      exit when balance = 0 or remaining = 0;
      n := n + 1;
      select r.index_value + loan.spread into revised from "sf_finance"."rate_revisions" r
        where r.loan_id = loan.id and r.from_number = n;
      if found then
        rate := greatest(revised, 0);
        pay := (case when rate = 0 then round(balance / remaining, 2)
      else round(balance * (rate / 1200) / (1 - power(1 + rate / 1200, - remaining::numeric)), 2) end);
      end if;
      interest := round(balance * rate / 1200, 2);
      part := case when remaining = 1 then balance else least(pay - interest, balance) end;
      balance := balance - part;
      remaining := remaining - 1;
      line.number := n;
      line.due_on := (loan.first_due_on + (n - 1) * interval '1 month')::date;
      line.annual_rate := rate;
      line.payment := interest + part;
      line.interest := interest;
      line.principal := part;
      line.balance := balance;
      lines := lines || line;
    end loop;
    -- One statement: what watches instalments is asked once and not once for each.
    insert into "sf_finance"."instalments" as i
      (loan_id, number, due_on, annual_rate, payment, interest, principal, balance)
    select loan.id, l.number, l.due_on, l.annual_rate, l.payment, l.interest, l.principal, l.balance
    from unnest(lines) l
    on conflict (loan_id, number) do update set due_on = excluded.due_on,
      annual_rate = excluded.annual_rate, payment = excluded.payment,
      interest = excluded.interest, principal = excluded.principal, balance = excluded.balance
    where (i.due_on, i.annual_rate, i.payment, i.interest, i.principal, i.balance) is distinct from
      (excluded.due_on, excluded.annual_rate, excluded.payment, excluded.interest,
       excluded.principal, excluded.balance);
    if exists (select from "sf_finance"."early_repayments" e where e.loan_id = loan.id and e.after_number > n) then
      raise exception 'it is repaid after the loan is over';
    end if;
    delete from "sf_finance"."instalments" i where i.loan_id = loan.id and i.number > n;
    if loan.early_principal = 0 then
      low := -0.9;
      high := 1;
      for step in 1 .. 60 loop
        mid := (low + high) / 2;
        if (select sum(i.payment::float8 / power(1 + mid, i.number)) from "sf_finance"."instalments" i
            where i.loan_id = loan.id) > (loan.principal - loan.opening_fee)::float8 then
          low := mid;
        else
          high := mid;
        end if;
      end loop;
      update "sf_finance"."loans" set instalment = first_pay,
        tae = round(((power(1 + mid, 12) - 1) * 100)::numeric, 4) where id = loan.id;
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sf_finance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sf_finance"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sf_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sf_finance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sf_finance", pg_temp as $body$
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
  update "sf_finance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sf_finance"."loans" referencing new table as new_rows for each statement execute function "sf_finance"."loans_audit"();
create or replace trigger "audit_update" after update on "sf_finance"."loans" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."loans_audit"();
create or replace trigger "audit_delete" after delete on "sf_finance"."loans" referencing old table as old_rows for each statement execute function "sf_finance"."loans_audit"();
create or replace trigger "emit_insert" after insert on "sf_finance"."loans" referencing new table as new_rows for each statement execute function "sf_finance"."loans_emit"();
create or replace trigger "emit_update" after update on "sf_finance"."loans" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."loans_emit"();
create or replace trigger "frozen_update" after update on "sf_finance"."loans" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."loans_frozen"();
create or replace trigger "frozen_delete" after delete on "sf_finance"."loans" referencing old table as old_rows for each statement execute function "sf_finance"."loans_frozen"();
create or replace trigger "keep" before truncate on "sf_finance"."loans" for each statement execute function "sf_finance"."loans_keep"();
create or replace trigger "derive_schedule_insert" after insert on "sf_finance"."loans" referencing new table as new_rows for each statement execute function "sf_finance"."loans_schedule"();
create or replace trigger "derive_schedule_update" after update on "sf_finance"."loans" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."loans_schedule_again"();
create or replace trigger "states_update" before update on "sf_finance"."loans" for each row execute function "sf_finance"."loans_states"();
create or replace trigger "touch" before update on "sf_finance"."loans" for each row execute function "sf_finance"."loans_touch"();
create or replace trigger "transitions_insert" after insert on "sf_finance"."loans" referencing new table as new_rows for each statement execute function "sf_finance"."loans_transitions"();
create or replace trigger "count_repaid_principal_insert" after insert on "sf_finance"."instalments" referencing new table as new_rows for each statement execute function "sf_finance"."instalments_count_repaid_principal"();
create or replace trigger "count_repaid_principal_update" after update on "sf_finance"."instalments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."instalments_count_repaid_principal"();
create or replace trigger "count_repaid_principal_delete" after delete on "sf_finance"."instalments" referencing old table as old_rows for each statement execute function "sf_finance"."instalments_count_repaid_principal"();
create or replace trigger "emit_insert" after insert on "sf_finance"."instalments" referencing new table as new_rows for each statement execute function "sf_finance"."instalments_emit"();
create or replace trigger "emit_update" after update on "sf_finance"."instalments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."instalments_emit"();
create or replace trigger "frozen_update" after update on "sf_finance"."instalments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."instalments_frozen"();
create or replace trigger "frozen_delete" after delete on "sf_finance"."instalments" referencing old table as old_rows for each statement execute function "sf_finance"."instalments_frozen"();
create or replace trigger "audit_insert" after insert on "sf_finance"."early_repayments" referencing new table as new_rows for each statement execute function "sf_finance"."early_repayments_audit"();
create or replace trigger "audit_update" after update on "sf_finance"."early_repayments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."early_repayments_audit"();
create or replace trigger "audit_delete" after delete on "sf_finance"."early_repayments" referencing old table as old_rows for each statement execute function "sf_finance"."early_repayments_audit"();
create or replace trigger "count_early_principal_insert" after insert on "sf_finance"."early_repayments" referencing new table as new_rows for each statement execute function "sf_finance"."early_repayments_count_early_principal"();
create or replace trigger "count_early_principal_update" after update on "sf_finance"."early_repayments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."early_repayments_count_early_principal"();
create or replace trigger "count_early_principal_delete" after delete on "sf_finance"."early_repayments" referencing old table as old_rows for each statement execute function "sf_finance"."early_repayments_count_early_principal"();
create or replace trigger "emit_insert" after insert on "sf_finance"."early_repayments" referencing new table as new_rows for each statement execute function "sf_finance"."early_repayments_emit"();
create or replace trigger "emit_update" after update on "sf_finance"."early_repayments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."early_repayments_emit"();
create or replace trigger "keep" before truncate on "sf_finance"."early_repayments" for each statement execute function "sf_finance"."early_repayments_keep"();
create or replace trigger "locked_by_loan_id_insert" after insert on "sf_finance"."early_repayments" referencing new table as new_rows for each statement execute function "sf_finance"."early_repayments_locked_by_loan_id"();
create or replace trigger "locked_by_loan_id_update" after update on "sf_finance"."early_repayments" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."early_repayments_locked_by_loan_id"();
create or replace trigger "locked_by_loan_id_delete" after delete on "sf_finance"."early_repayments" referencing old table as old_rows for each statement execute function "sf_finance"."early_repayments_locked_by_loan_id"();
create or replace trigger "derive_schedule_insert" after insert on "sf_finance"."early_repayments" referencing new table as new_rows for each statement execute function "sf_finance"."early_repayments_schedule"();
create or replace trigger "audit_insert" after insert on "sf_finance"."rate_revisions" referencing new table as new_rows for each statement execute function "sf_finance"."rate_revisions_audit"();
create or replace trigger "audit_update" after update on "sf_finance"."rate_revisions" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."rate_revisions_audit"();
create or replace trigger "audit_delete" after delete on "sf_finance"."rate_revisions" referencing old table as old_rows for each statement execute function "sf_finance"."rate_revisions_audit"();
create or replace trigger "emit_insert" after insert on "sf_finance"."rate_revisions" referencing new table as new_rows for each statement execute function "sf_finance"."rate_revisions_emit"();
create or replace trigger "emit_update" after update on "sf_finance"."rate_revisions" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."rate_revisions_emit"();
create or replace trigger "keep" before truncate on "sf_finance"."rate_revisions" for each statement execute function "sf_finance"."rate_revisions_keep"();
create or replace trigger "locked_by_loan_id_insert" after insert on "sf_finance"."rate_revisions" referencing new table as new_rows for each statement execute function "sf_finance"."rate_revisions_locked_by_loan_id"();
create or replace trigger "locked_by_loan_id_update" after update on "sf_finance"."rate_revisions" referencing new table as new_rows old table as old_rows for each statement execute function "sf_finance"."rate_revisions_locked_by_loan_id"();
create or replace trigger "locked_by_loan_id_delete" after delete on "sf_finance"."rate_revisions" referencing old table as old_rows for each statement execute function "sf_finance"."rate_revisions_locked_by_loan_id"();
create or replace trigger "derive_schedule_insert" after insert on "sf_finance"."rate_revisions" referencing new table as new_rows for each statement execute function "sf_finance"."rate_revisions_schedule"();
create or replace trigger "keep" before truncate on "sf_finance"."audit_events" for each statement execute function "sf_finance"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sf_finance"."audit_details" for each statement execute function "sf_finance"."audit_details_keep"();
create or replace trigger "number" after insert on "sf_finance"."outbox_events" referencing new table as new_rows for each statement execute function "sf_finance"."outbox_events_number"();
alter table "sf_finance"."audit_events" enable row level security, force row level security;
create policy "added" on "sf_finance"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sf_finance"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sf_finance"."audit_details" enable row level security, force row level security;
create policy "added" on "sf_finance"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sf_finance"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sf_finance"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "party_id", "product", "lender", "principal", "annual_rate", "index", "spread", "months", "first_due_on", "opening_fee", "property_value", "monthly_income", "other_monthly_debt", "status", "rejection_reason"), update ("party_id", "product", "lender", "principal", "annual_rate", "index", "spread", "months", "first_due_on", "opening_fee", "property_value", "monthly_income", "other_monthly_debt", "status", "rejection_reason") on "sf_finance"."loans" to acervo_app;
grant select, insert ("id", "number", "party_id", "product", "lender", "principal", "annual_rate", "index", "spread", "months", "first_due_on", "opening_fee", "property_value", "monthly_income", "other_monthly_debt", "status", "rejection_reason"), update ("party_id", "product", "lender", "principal", "annual_rate", "index", "spread", "months", "first_due_on", "opening_fee", "property_value", "monthly_income", "other_monthly_debt", "status", "rejection_reason") on "sf_finance"."loans" to acervo_worker;
grant select on "sf_finance"."loans" to acervo_readonly;
grant select, update ("paid_on") on "sf_finance"."instalments" to acervo_app;
grant select, update ("paid_on") on "sf_finance"."instalments" to acervo_worker;
grant select on "sf_finance"."instalments" to acervo_readonly;
grant select, insert ("id", "loan_id", "after_number", "amount", "effect", "fee", "reference", "recorded_at") on "sf_finance"."early_repayments" to acervo_app;
grant select, insert ("id", "loan_id", "after_number", "amount", "effect", "fee", "reference", "recorded_at") on "sf_finance"."early_repayments" to acervo_worker;
grant select on "sf_finance"."early_repayments" to acervo_readonly;
grant select, insert ("id", "loan_id", "from_number", "index_value", "published_on", "recorded_at") on "sf_finance"."rate_revisions" to acervo_app;
grant select, insert ("id", "loan_id", "from_number", "index_value", "published_on", "recorded_at") on "sf_finance"."rate_revisions" to acervo_worker;
grant select on "sf_finance"."rate_revisions" to acervo_readonly;
grant select on "sf_finance"."audit_events" to acervo_app;
grant select on "sf_finance"."audit_events" to acervo_worker;
grant select on "sf_finance"."audit_events" to acervo_readonly;
grant select on "sf_finance"."audit_details" to acervo_app;
grant select, delete on "sf_finance"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sf_finance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sf_finance"."outbox_events" to acervo_worker;
grant select on "sf_finance"."outbox_events" to acervo_readonly;
set local role none;
