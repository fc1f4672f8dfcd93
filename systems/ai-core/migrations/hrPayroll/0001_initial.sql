-- acervo: transactional
-- model: a5042febd615ffaf92d18fc8396676bb5a2b73d0a54c031c1eaabaf9669c3c88

-- step: create sm_hr_payroll with 5 tables
-- locks: none
set local search_path to "sm_hr_payroll", acervo, pg_temp;
create schema if not exists "sm_hr_payroll" authorization acervo_owner;
grant usage on schema "sm_hr_payroll" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_hr_payroll"."payroll_periods" (
  "id" uuid default acervo.uuid7() not null,
  "year" integer not null,
  "month" integer not null,
  "pay_on" date not null,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "payroll_periods_pkey" primary key ("id"),
  constraint "payroll_periods_year_month_key" unique ("year", "month"),
  constraint "payroll_periods_status_check" check ("status" in ('OPEN', 'CLOSED')),
  constraint "payroll_periods_month_check" check (month between 1 and 12),
  constraint "payroll_periods_year_check" check (year between 2000 and 2200)
);
create table "sm_hr_payroll"."payslips" (
  "id" uuid default acervo.uuid7() not null,
  "period_id" uuid not null,
  "employee_id" uuid not null,
  "status" text collate "C" default 'DRAFT' not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "gross" numeric(12, 2) default 0 not null,
  "deductions" numeric(12, 2) default 0 not null,
  "net" numeric(12, 2) generated always as (gross - deductions) stored not null,
  "paid_on" date,
  "corrects_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "payslips_pkey" primary key ("id"),
  constraint "payslips_corrects_id_key" unique ("corrects_id"),
  constraint "payslips_status_check" check ("status" in ('DRAFT', 'CALCULATED', 'APPROVED', 'PAID')),
  constraint "payslips_calculated_check" check (status = 'DRAFT' or gross + deductions > 0),
  constraint "payslips_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "payslips_not_itself_check" check (corrects_id <> id),
  constraint "payslips_paid_check" check ((status = 'PAID') = (paid_on is not null))
);
create table "sm_hr_payroll"."payslip_lines" (
  "id" uuid default acervo.uuid7() not null,
  "payslip_id" uuid not null,
  "kind" text collate "C" not null,
  "concept" varchar(120) collate "C" not null,
  "amount" numeric(12, 2) not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "payslip_lines_pkey" primary key ("id"),
  constraint "payslip_lines_kind_check" check ("kind" in ('EARNING', 'DEDUCTION')),
  constraint "payslip_lines_amount_check" check (amount > 0)
);
create table "sm_hr_payroll"."audit_events" (
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
create table "sm_hr_payroll"."outbox_events" (
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
create unique index "payslips_one_a_period_key" on "sm_hr_payroll"."payslips" ("period_id", "employee_id") where (corrects_id is null);
create index "payslips_employee_id_period_id_idx" on "sm_hr_payroll"."payslips" ("employee_id", "period_id");
create index "payslips_period_id_idx" on "sm_hr_payroll"."payslips" ("period_id");
create index "payslip_lines_payslip_id_idx" on "sm_hr_payroll"."payslip_lines" ("payslip_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_hr_payroll"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_hr_payroll"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_hr_payroll"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_hr_payroll"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_hr_payroll"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_hr_payroll"."payslips" add constraint "payslips_period_id_fkey" foreign key ("period_id") references "sm_hr_payroll"."payroll_periods" ("id") on delete restrict;
alter table "sm_hr_payroll"."payslips" add constraint "payslips_corrects_id_fkey" foreign key ("corrects_id") references "sm_hr_payroll"."payslips" ("id") on delete restrict;
alter table "sm_hr_payroll"."payslip_lines" add constraint "payslip_lines_payslip_id_fkey" foreign key ("payslip_id") references "sm_hr_payroll"."payslips" ("id") on delete restrict;
create or replace function "sm_hr_payroll"."payroll_periods_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'payroll_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payroll_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."year" as "year", n."month" as "month", n."pay_on" as "payOn", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'payroll_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payroll_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."year" as "year", o."month" as "month", o."pay_on" as "payOn", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'payroll_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payroll_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."year" as "year", o."month" as "month", o."pay_on" as "payOn", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."year" as "year", n."month" as "month", n."pay_on" as "payOn", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."year" is distinct from n."year") then 'year' end, case when not (o."month" is distinct from n."month") then 'month' end, case when not (o."pay_on" is distinct from n."pay_on") then 'payOn' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payroll_periods_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'CLOSED')) then
      raise exception using errcode = 'AV304', message = 'a closed period stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'CLOSED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a closed period stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payroll_periods_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_payroll"."payroll_periods_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_payroll"."payslips_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'payslips', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payslips')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."period_id" as "periodId", n."employee_id" as "employeeId", n."status" as "status", n."currency" as "currency", n."paid_on" as "paidOn", n."corrects_id" as "correctsId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'payslips', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payslips')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."period_id" as "periodId", o."employee_id" as "employeeId", o."status" as "status", o."currency" as "currency", o."paid_on" as "paidOn", o."corrects_id" as "correctsId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'payslips', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payslips')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."period_id" as "periodId", o."employee_id" as "employeeId", o."status" as "status", o."currency" as "currency", o."paid_on" as "paidOn", o."corrects_id" as "correctsId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."period_id" as "periodId", n."employee_id" as "employeeId", n."status" as "status", n."currency" as "currency", n."paid_on" as "paidOn", n."corrects_id" as "correctsId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."period_id" is distinct from n."period_id") then 'periodId' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."paid_on" is distinct from n."paid_on") then 'paidOn' end, case when not (o."corrects_id" is distinct from n."corrects_id") then 'correctsId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslips_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.employee_id, n.period_id, n.net, n.currency, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'APPROVED') is true as "holds 0", (status = 'PAID') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Payslip', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_payroll"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Payslip', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PayslipApproved', 'PayslipPaid'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('payslipId', n."id", 'employeeId', n."employee_id", 'periodId', n."period_id", 'net', n."net"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('payslipId', n."id", 'employeeId', n."employee_id", 'periodId', n."period_id", 'net', n."net"::text, 'currency', n."currency", 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.employee_id, n.period_id, n.net, n.currency, n.paid_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'APPROVED') is true as "holds 0", (status = 'PAID') is true as "holds 1" from new_rows) n
        join (select *, (status = 'APPROVED') is true as "holds 0", (status = 'PAID') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Payslip', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_payroll"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Payslip', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PayslipApproved', 'PayslipPaid'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('payslipId', n."id", 'employeeId', n."employee_id", 'periodId', n."period_id", 'net', n."net"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('payslipId', n."id", 'employeeId', n."employee_id", 'periodId', n."period_id", 'net', n."net"::text, 'currency', n."currency", 'paidOn', n."paid_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslips_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'PAID')) then
      raise exception using errcode = 'AV304', message = 'a paid slip stays as it is: correct it by a new one';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'PAID')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a paid slip stays as it is: correct it by a new one';
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslips_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_payroll"."payslips_locked_by_period_id"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_payroll"."payroll_periods" p where p.id in (select period_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_payroll"."payroll_periods" p where p.id in (select period_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_payroll"."payroll_periods" p where p.id in (select period_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_payroll"."payroll_periods" p where p.id in (select period_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  else
    perform from "sm_hr_payroll"."payroll_periods" p where p.id in (select period_id from new_rows where (true) union select period_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_payroll"."payroll_periods" p where p.id in (select period_id from new_rows where (true) union select period_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslips_settled_correction"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
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
    perform from "sm_hr_payroll"."payslips" p where p.id = asked for no key update;
    if found and not exists (select from "sm_hr_payroll"."payslips" p where p.id = asked and (p.corrects_id is null or exists (select from "sm_hr_payroll"."payslips" c
    where c.id = p.corrects_id and c.employee_id = p.employee_id and c.status = 'PAID'))) then
      raise exception using errcode = 'AV304', message = 'only a paid slip of the same employee is corrected';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslips_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['CALCULATED']::text[] when 'CALCULATED' then array['DRAFT', 'APPROVED']::text[] when 'APPROVED' then array['CALCULATED', 'PAID']::text[] when 'PAID' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'payslips', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_hr_payroll"."payslips_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_payroll"."payslips_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_payroll", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'payslips', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslip_lines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'payslip_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payslip_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."payslip_id" as "payslipId", n."kind" as "kind", n."concept" as "concept", n."amount"::text as "amount") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'payslip_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payslip_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."payslip_id" as "payslipId", o."kind" as "kind", o."concept" as "concept", o."amount"::text as "amount") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_payroll"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'payslip_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('payslip_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."payslip_id" as "payslipId", o."kind" as "kind", o."concept" as "concept", o."amount"::text as "amount") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."payslip_id" as "payslipId", n."kind" as "kind", n."concept" as "concept", n."amount"::text as "amount") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."payslip_id" is distinct from n."payslip_id") then 'payslipId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."concept" is distinct from n."concept") then 'concept' end, case when not (o."amount" is distinct from n."amount") then 'amount' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslip_lines_count_deductions"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_payroll"."payslips" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'DEDUCTION')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_payroll"."payslips" p set deductions = p.deductions + delta.n
    from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'DEDUCTION')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_payroll"."payslips" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'DEDUCTION')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_payroll"."payslips" p set deductions = p.deductions + delta.n
    from (select c.id, sum(c.n) as n from (select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'DEDUCTION')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_hr_payroll"."payslips" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'DEDUCTION') union all select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'DEDUCTION')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_payroll"."payslips" p set deductions = p.deductions + delta.n
    from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'DEDUCTION') union all select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'DEDUCTION')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslip_lines_count_gross"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_payroll"."payslips" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'EARNING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_payroll"."payslips" p set gross = p.gross + delta.n
    from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'EARNING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_payroll"."payslips" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'EARNING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_payroll"."payslips" p set gross = p.gross + delta.n
    from (select c.id, sum(c.n) as n from (select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'EARNING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_hr_payroll"."payslips" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'EARNING') union all select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'EARNING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_payroll"."payslips" p set gross = p.gross + delta.n
    from (select c.id, sum(c.n) as n from (select r.payslip_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.kind = 'EARNING') union all select r.payslip_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.kind = 'EARNING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslip_lines_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_payroll"."payslip_lines_locked_by_payslip_id"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_payroll"."payslips" p where p.id in (select payslip_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_payroll"."payslips" p where p.id in (select payslip_id from new_rows where (true)) and (status in ('APPROVED', 'PAID'))
    ) then
      raise exception using errcode = 'AV304', message = 'the slip is approved';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_payroll"."payslips" p where p.id in (select payslip_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_payroll"."payslips" p where p.id in (select payslip_id from old_rows where (true)) and (status in ('APPROVED', 'PAID'))
    ) then
      raise exception using errcode = 'AV304', message = 'the slip is approved';
    end if;
  else
    perform from "sm_hr_payroll"."payslips" p where p.id in (select payslip_id from new_rows where (true) union select payslip_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_payroll"."payslips" p where p.id in (select payslip_id from new_rows where (true) union select payslip_id from old_rows where (true)) and (status in ('APPROVED', 'PAID'))
    ) then
      raise exception using errcode = 'AV304', message = 'the slip is approved';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_payroll"."payslip_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_payroll"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_payroll", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_payroll"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_hr_payroll", pg_temp as $body$
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
  update "sm_hr_payroll"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_hr_payroll"."payroll_periods" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payroll_periods_audit"();
create or replace trigger "audit_update" after update on "sm_hr_payroll"."payroll_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payroll_periods_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_payroll"."payroll_periods" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payroll_periods_audit"();
create or replace trigger "frozen_update" after update on "sm_hr_payroll"."payroll_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payroll_periods_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_hr_payroll"."payroll_periods" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payroll_periods_frozen"();
create or replace trigger "keep" before truncate on "sm_hr_payroll"."payroll_periods" for each statement execute function "sm_hr_payroll"."payroll_periods_keep"();
create or replace trigger "touch" before update on "sm_hr_payroll"."payroll_periods" for each row execute function "sm_hr_payroll"."payroll_periods_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_payroll"."payslips" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslips_audit"();
create or replace trigger "audit_update" after update on "sm_hr_payroll"."payslips" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_payroll"."payslips" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_audit"();
create or replace trigger "emit_insert" after insert on "sm_hr_payroll"."payslips" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslips_emit"();
create or replace trigger "emit_update" after update on "sm_hr_payroll"."payslips" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_emit"();
create or replace trigger "frozen_update" after update on "sm_hr_payroll"."payslips" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_hr_payroll"."payslips" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_frozen"();
create or replace trigger "keep" before truncate on "sm_hr_payroll"."payslips" for each statement execute function "sm_hr_payroll"."payslips_keep"();
create or replace trigger "locked_by_period_id_insert" after insert on "sm_hr_payroll"."payslips" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslips_locked_by_period_id"();
create or replace trigger "locked_by_period_id_update" after update on "sm_hr_payroll"."payslips" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_locked_by_period_id"();
create or replace trigger "locked_by_period_id_delete" after delete on "sm_hr_payroll"."payslips" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslips_locked_by_period_id"();
create constraint trigger "settled_correction_insert" after insert on "sm_hr_payroll"."payslips" deferrable initially deferred for each row execute function "sm_hr_payroll"."payslips_settled_correction"();
create constraint trigger "settled_correction_update" after update on "sm_hr_payroll"."payslips" deferrable initially deferred for each row execute function "sm_hr_payroll"."payslips_settled_correction"();
create constraint trigger "settled_correction_delete" after delete on "sm_hr_payroll"."payslips" deferrable initially deferred for each row execute function "sm_hr_payroll"."payslips_settled_correction"();
create or replace trigger "states_update" before update on "sm_hr_payroll"."payslips" for each row execute function "sm_hr_payroll"."payslips_states"();
create or replace trigger "touch" before update on "sm_hr_payroll"."payslips" for each row execute function "sm_hr_payroll"."payslips_touch"();
create or replace trigger "transitions_insert" after insert on "sm_hr_payroll"."payslips" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslips_transitions"();
create or replace trigger "audit_insert" after insert on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslip_lines_audit"();
create or replace trigger "audit_update" after update on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_payroll"."payslip_lines" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_audit"();
create or replace trigger "count_deductions_insert" after insert on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslip_lines_count_deductions"();
create or replace trigger "count_deductions_update" after update on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_count_deductions"();
create or replace trigger "count_deductions_delete" after delete on "sm_hr_payroll"."payslip_lines" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_count_deductions"();
create or replace trigger "count_gross_insert" after insert on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslip_lines_count_gross"();
create or replace trigger "count_gross_update" after update on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_count_gross"();
create or replace trigger "count_gross_delete" after delete on "sm_hr_payroll"."payslip_lines" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_count_gross"();
create or replace trigger "keep" before truncate on "sm_hr_payroll"."payslip_lines" for each statement execute function "sm_hr_payroll"."payslip_lines_keep"();
create or replace trigger "locked_by_payslip_id_insert" after insert on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."payslip_lines_locked_by_payslip_id"();
create or replace trigger "locked_by_payslip_id_update" after update on "sm_hr_payroll"."payslip_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_locked_by_payslip_id"();
create or replace trigger "locked_by_payslip_id_delete" after delete on "sm_hr_payroll"."payslip_lines" referencing old table as old_rows for each statement execute function "sm_hr_payroll"."payslip_lines_locked_by_payslip_id"();
create or replace trigger "touch" before update on "sm_hr_payroll"."payslip_lines" for each row execute function "sm_hr_payroll"."payslip_lines_touch"();
create or replace trigger "keep" before truncate on "sm_hr_payroll"."audit_events" for each statement execute function "sm_hr_payroll"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_hr_payroll"."outbox_events" referencing new table as new_rows for each statement execute function "sm_hr_payroll"."outbox_events_number"();
alter table "sm_hr_payroll"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_hr_payroll"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_hr_payroll"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "year", "month", "pay_on", "status"), update ("pay_on", "status"), delete on "sm_hr_payroll"."payroll_periods" to acervo_app;
grant select, insert ("id", "year", "month", "pay_on", "status"), update ("pay_on", "status"), delete on "sm_hr_payroll"."payroll_periods" to acervo_worker;
grant select on "sm_hr_payroll"."payroll_periods" to acervo_readonly;
grant select, insert ("id", "period_id", "employee_id", "status", "currency", "paid_on", "corrects_id"), update ("status", "currency", "paid_on"), delete on "sm_hr_payroll"."payslips" to acervo_app;
grant select, insert ("id", "period_id", "employee_id", "status", "currency", "paid_on", "corrects_id"), update ("status", "currency", "paid_on"), delete on "sm_hr_payroll"."payslips" to acervo_worker;
grant select on "sm_hr_payroll"."payslips" to acervo_readonly;
grant select, insert ("id", "payslip_id", "kind", "concept", "amount"), update ("kind", "concept", "amount"), delete on "sm_hr_payroll"."payslip_lines" to acervo_app;
grant select, insert ("id", "payslip_id", "kind", "concept", "amount"), update ("kind", "concept", "amount"), delete on "sm_hr_payroll"."payslip_lines" to acervo_worker;
grant select on "sm_hr_payroll"."payslip_lines" to acervo_readonly;
grant select on "sm_hr_payroll"."audit_events" to acervo_app;
grant select on "sm_hr_payroll"."audit_events" to acervo_worker;
grant select on "sm_hr_payroll"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_payroll"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_payroll"."outbox_events" to acervo_worker;
grant select on "sm_hr_payroll"."outbox_events" to acervo_readonly;
set local role none;
