-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 2220072c480d6f49e8ddaf7cfc7939cbf864d58936e7fa557d786384672fbb0f

-- step: create sm_accounting with 7 tables
-- locks: none
set local search_path to "sm_accounting", acervo, pg_temp;
create schema if not exists "sm_accounting" authorization acervo_owner;
grant usage on schema "sm_accounting" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_accounting"."accounts" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(12) collate "C" not null,
  "name" text collate "C" not null,
  "kind" text collate "C" not null,
  "parent_id" uuid,
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "accounts_pkey" primary key ("id"),
  constraint "accounts_code_key" unique ("code"),
  constraint "accounts_kind_check" check ("kind" in ('ASSET', 'LIABILITY', 'EQUITY', 'INCOME', 'EXPENSE')),
  constraint "accounts_status_check" check ("status" in ('ACTIVE', 'CLOSED')),
  constraint "accounts_code_check" check (code ~ '^[0-9]{1,12}$'),
  constraint "accounts_not_itself_check" check (parent_id <> id)
);
create table "sm_accounting"."accounting_periods" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(40) collate "C" not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "accounting_periods_pkey" primary key ("id"),
  constraint "accounting_periods_name_key" unique ("name"),
  constraint "accounting_periods_status_check" check ("status" in ('OPEN', 'CLOSED')),
  constraint "accounting_periods_term_check" check (ends_on >= starts_on),
  constraint "accounting_periods_no_overlap_excl" exclude using gist (daterange(starts_on, ends_on, '[]') with &&)
);
create table "sm_accounting"."journal_entries" (
  "id" uuid default acervo.uuid7() not null,
  "period_id" uuid not null,
  "posted_on" date not null,
  "description" text collate "C" not null,
  "total" numeric(18, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "reverses_id" uuid,
  "source_type" varchar(80) collate "C",
  "source_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "journal_entries_pkey" primary key ("id"),
  constraint "journal_entries_reverses_id_key" unique ("reverses_id"),
  constraint "journal_entries_source_type_source_id_key" unique ("source_type", "source_id"),
  constraint "journal_entries_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "journal_entries_not_itself_check" check (reverses_id <> id),
  constraint "journal_entries_source_check" check ((source_type is null) = (source_id is null)),
  constraint "journal_entries_total_check" check (total > 0)
);
create table "sm_accounting"."journal_lines" (
  "id" uuid default acervo.uuid7() not null,
  "entry_id" uuid not null,
  "account_id" uuid not null,
  "side" text collate "C" not null,
  "amount" numeric(18, 2) not null,
  "description" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "journal_lines_pkey" primary key ("id"),
  constraint "journal_lines_side_check" check ("side" in ('DEBIT', 'CREDIT')),
  constraint "journal_lines_amount_check" check (amount > 0)
);
create table "sm_accounting"."audit_events" (
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
create table "sm_accounting"."outbox_events" (
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
create index "accounts_parent_id_idx" on "sm_accounting"."accounts" ("parent_id") where parent_id is not null;
create index "accounts_search_vector_gin_idx" on "sm_accounting"."accounts" using gin ("search_vector");
create index "journal_entries_period_id_posted_on_idx" on "sm_accounting"."journal_entries" ("period_id", "posted_on" desc);
create index "journal_entries_search_vector_gin_idx" on "sm_accounting"."journal_entries" using gin ("search_vector");
create index "journal_lines_entry_id_idx" on "sm_accounting"."journal_lines" ("entry_id");
create index "journal_lines_account_id_idx" on "sm_accounting"."journal_lines" ("account_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_accounting"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_accounting"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_accounting"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_accounting"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_accounting"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_accounting"."accounts" add constraint "accounts_parent_id_fkey" foreign key ("parent_id") references "sm_accounting"."accounts" ("id") on delete restrict;
alter table "sm_accounting"."journal_entries" add constraint "journal_entries_period_id_fkey" foreign key ("period_id") references "sm_accounting"."accounting_periods" ("id") on delete restrict;
alter table "sm_accounting"."journal_entries" add constraint "journal_entries_reverses_id_fkey" foreign key ("reverses_id") references "sm_accounting"."journal_entries" ("id") on delete restrict;
alter table "sm_accounting"."journal_lines" add constraint "journal_lines_entry_id_fkey" foreign key ("entry_id") references "sm_accounting"."journal_entries" ("id") on delete restrict;
alter table "sm_accounting"."journal_lines" add constraint "journal_lines_account_id_fkey" foreign key ("account_id") references "sm_accounting"."accounts" ("id") on delete restrict;
create or replace function "sm_accounting"."accounts_acyclic_parent_id"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.parent_id is not null) then
    return null;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_accounting"."accounts".acyclic_parent_id', 7411));
  if exists (
    with recursive way(start, here) as (
      select n.id, n.parent_id from new_rows n where n.parent_id is not null and true
      union
      select w.start, t.parent_id from way w join "sm_accounting"."accounts" t on t.id = w.here
      where t.parent_id is not null and true
    )
    select from way where start = here
  ) then
    raise exception using errcode = 'AV304', message = 'the links lead back to where they started';
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."accounts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."kind" as "kind", n."parent_id" as "parentId", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."kind" as "kind", o."parent_id" as "parentId", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."kind" as "kind", o."parent_id" as "parentId", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."kind" as "kind", n."parent_id" as "parentId", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."parent_id" is distinct from n."parent_id") then 'parentId' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."accounts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_accounting"."accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_accounting"."accounting_periods_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'accounting_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('accounting_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'accounting_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('accounting_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'accounting_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('accounting_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."accounting_periods_emit"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.name, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'AccountingPeriod', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_accounting"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'AccountingPeriod', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PeriodClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('periodId', n."id", 'name', n."name") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.name, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CLOSED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'CLOSED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'AccountingPeriod', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_accounting"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'AccountingPeriod', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PeriodClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('periodId', n."id", 'name', n."name") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."accounting_periods_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
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
create or replace function "sm_accounting"."accounting_periods_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_accounting"."accounting_periods_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_accounting"."journal_entries_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'journal_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('journal_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."period_id" as "periodId", n."posted_on" as "postedOn", n."description" as "description", n."total"::text as "total", n."currency" as "currency", n."reverses_id" as "reversesId", n."source_type" as "sourceType", n."source_id" as "sourceId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'journal_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('journal_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."period_id" as "periodId", o."posted_on" as "postedOn", o."description" as "description", o."total"::text as "total", o."currency" as "currency", o."reverses_id" as "reversesId", o."source_type" as "sourceType", o."source_id" as "sourceId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'journal_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('journal_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."period_id" as "periodId", o."posted_on" as "postedOn", o."description" as "description", o."total"::text as "total", o."currency" as "currency", o."reverses_id" as "reversesId", o."source_type" as "sourceType", o."source_id" as "sourceId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."period_id" as "periodId", n."posted_on" as "postedOn", n."description" as "description", n."total"::text as "total", n."currency" as "currency", n."reverses_id" as "reversesId", n."source_type" as "sourceType", n."source_id" as "sourceId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."period_id" is distinct from n."period_id") then 'periodId' end, case when not (o."posted_on" is distinct from n."posted_on") then 'postedOn' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."total" is distinct from n."total") then 'total' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."reverses_id" is distinct from n."reverses_id") then 'reversesId' end, case when not (o."source_type" is distinct from n."source_type") then 'sourceType' end, case when not (o."source_id" is distinct from n."source_id") then 'sourceId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_entries_emit"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.posted_on, n.total, n.source_type, n.source_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'JournalEntry', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_accounting"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'JournalEntry', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EntryPosted'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('entryId', n."id", 'postedOn', n."posted_on", 'total', n."total"::text, 'sourceType', n."source_type", 'sourceId', n."source_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_entries_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a posted entry stays as it is: reverse it by another';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a posted entry stays as it is: reverse it by another';
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_entries_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_accounting"."journal_entries_locked_by_period_id"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_accounting"."accounting_periods" p where p.id in (select period_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_accounting"."accounting_periods" p where p.id in (select period_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_accounting"."accounting_periods" p where p.id in (select period_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_accounting"."accounting_periods" p where p.id in (select period_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  else
    perform from "sm_accounting"."accounting_periods" p where p.id in (select period_id from new_rows where (true) union select period_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_accounting"."accounting_periods" p where p.id in (select period_id from new_rows where (true) union select period_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_entries_settled_balanced"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
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
    perform from "sm_accounting"."journal_entries" p where p.id = asked for no key update;
    if found and not exists (select from "sm_accounting"."journal_entries" p where p.id = asked and ((select coalesce(sum(l.amount), 0) from "sm_accounting"."journal_lines" l
    where l.entry_id = p.id and l.side = 'DEBIT') = p.total and (select coalesce(sum(l.amount), 0) from "sm_accounting"."journal_lines" l
    where l.entry_id = p.id and l.side = 'CREDIT') = p.total)) then
      raise exception using errcode = 'AV304', message = 'debits and credits are not the total of the entry';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_entries_settled_dated"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
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
    perform from "sm_accounting"."journal_entries" p where p.id = asked for no key update;
    if found and not exists (select from "sm_accounting"."journal_entries" p where p.id = asked and (exists (select from "sm_accounting"."accounting_periods" d
        where d.id = p.period_id and p.posted_on between d.starts_on and d.ends_on))) then
      raise exception using errcode = 'AV304', message = 'the day is not in the period';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_entries_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_accounting"."journal_lines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'journal_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('journal_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."entry_id" as "entryId", n."account_id" as "accountId", n."side" as "side", n."amount"::text as "amount", n."description" as "description") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'journal_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('journal_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."entry_id" as "entryId", o."account_id" as "accountId", o."side" as "side", o."amount"::text as "amount", o."description" as "description") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_accounting"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'journal_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('journal_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."entry_id" as "entryId", o."account_id" as "accountId", o."side" as "side", o."amount"::text as "amount", o."description" as "description") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."entry_id" as "entryId", n."account_id" as "accountId", n."side" as "side", n."amount"::text as "amount", n."description" as "description") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."entry_id" is distinct from n."entry_id") then 'entryId' end, case when not (o."account_id" is distinct from n."account_id") then 'accountId' end, case when not (o."side" is distinct from n."side") then 'side' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."description" is distinct from n."description") then 'description' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_lines_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a posted line stays as it is: reverse its entry';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a posted line stays as it is: reverse its entry';
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_lines_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_accounting"."journal_lines_locked_by_account_id"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_accounting"."accounts" p where p.id in (select account_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_accounting"."accounts" p where p.id in (select account_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the account is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_accounting"."accounts" p where p.id in (select account_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_accounting"."accounts" p where p.id in (select account_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the account is closed';
    end if;
  else
    perform from "sm_accounting"."accounts" p where p.id in (select account_id from new_rows where (true) union select account_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_accounting"."accounts" p where p.id in (select account_id from new_rows where (true) union select account_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the account is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_lines_settled_balanced"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.entry_id, new.entry_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_accounting"."journal_entries" p where p.id = asked for no key update;
    if found and not exists (select from "sm_accounting"."journal_entries" p where p.id = asked and ((select coalesce(sum(l.amount), 0) from "sm_accounting"."journal_lines" l
    where l.entry_id = p.id and l.side = 'DEBIT') = p.total and (select coalesce(sum(l.amount), 0) from "sm_accounting"."journal_lines" l
    where l.entry_id = p.id and l.side = 'CREDIT') = p.total)) then
      raise exception using errcode = 'AV304', message = 'debits and credits are not the total of the entry';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_accounting"."journal_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_accounting"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_accounting", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_accounting"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_accounting", pg_temp as $body$
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
  update "sm_accounting"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "acyclic_parent_id_insert" after insert on "sm_accounting"."accounts" referencing new table as new_rows for each statement execute function "sm_accounting"."accounts_acyclic_parent_id"();
create or replace trigger "acyclic_parent_id_update" after update on "sm_accounting"."accounts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."accounts_acyclic_parent_id"();
create or replace trigger "audit_insert" after insert on "sm_accounting"."accounts" referencing new table as new_rows for each statement execute function "sm_accounting"."accounts_audit"();
create or replace trigger "audit_update" after update on "sm_accounting"."accounts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."accounts_audit"();
create or replace trigger "audit_delete" after delete on "sm_accounting"."accounts" referencing old table as old_rows for each statement execute function "sm_accounting"."accounts_audit"();
create or replace trigger "keep" before truncate on "sm_accounting"."accounts" for each statement execute function "sm_accounting"."accounts_keep"();
create or replace trigger "touch" before update on "sm_accounting"."accounts" for each row execute function "sm_accounting"."accounts_touch"();
create or replace trigger "audit_insert" after insert on "sm_accounting"."accounting_periods" referencing new table as new_rows for each statement execute function "sm_accounting"."accounting_periods_audit"();
create or replace trigger "audit_update" after update on "sm_accounting"."accounting_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."accounting_periods_audit"();
create or replace trigger "audit_delete" after delete on "sm_accounting"."accounting_periods" referencing old table as old_rows for each statement execute function "sm_accounting"."accounting_periods_audit"();
create or replace trigger "emit_insert" after insert on "sm_accounting"."accounting_periods" referencing new table as new_rows for each statement execute function "sm_accounting"."accounting_periods_emit"();
create or replace trigger "emit_update" after update on "sm_accounting"."accounting_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."accounting_periods_emit"();
create or replace trigger "frozen_update" after update on "sm_accounting"."accounting_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."accounting_periods_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_accounting"."accounting_periods" referencing old table as old_rows for each statement execute function "sm_accounting"."accounting_periods_frozen"();
create or replace trigger "keep" before truncate on "sm_accounting"."accounting_periods" for each statement execute function "sm_accounting"."accounting_periods_keep"();
create or replace trigger "touch" before update on "sm_accounting"."accounting_periods" for each row execute function "sm_accounting"."accounting_periods_touch"();
create or replace trigger "audit_insert" after insert on "sm_accounting"."journal_entries" referencing new table as new_rows for each statement execute function "sm_accounting"."journal_entries_audit"();
create or replace trigger "audit_update" after update on "sm_accounting"."journal_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_entries_audit"();
create or replace trigger "audit_delete" after delete on "sm_accounting"."journal_entries" referencing old table as old_rows for each statement execute function "sm_accounting"."journal_entries_audit"();
create or replace trigger "emit_insert" after insert on "sm_accounting"."journal_entries" referencing new table as new_rows for each statement execute function "sm_accounting"."journal_entries_emit"();
create or replace trigger "emit_update" after update on "sm_accounting"."journal_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_entries_emit"();
create or replace trigger "frozen_update" after update on "sm_accounting"."journal_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_entries_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_accounting"."journal_entries" referencing old table as old_rows for each statement execute function "sm_accounting"."journal_entries_frozen"();
create or replace trigger "keep" before truncate on "sm_accounting"."journal_entries" for each statement execute function "sm_accounting"."journal_entries_keep"();
create or replace trigger "locked_by_period_id_insert" after insert on "sm_accounting"."journal_entries" referencing new table as new_rows for each statement execute function "sm_accounting"."journal_entries_locked_by_period_id"();
create or replace trigger "locked_by_period_id_update" after update on "sm_accounting"."journal_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_entries_locked_by_period_id"();
create or replace trigger "locked_by_period_id_delete" after delete on "sm_accounting"."journal_entries" referencing old table as old_rows for each statement execute function "sm_accounting"."journal_entries_locked_by_period_id"();
create constraint trigger "settled_balanced_insert" after insert on "sm_accounting"."journal_entries" deferrable initially deferred for each row execute function "sm_accounting"."journal_entries_settled_balanced"();
create constraint trigger "settled_balanced_update" after update on "sm_accounting"."journal_entries" deferrable initially deferred for each row execute function "sm_accounting"."journal_entries_settled_balanced"();
create constraint trigger "settled_balanced_delete" after delete on "sm_accounting"."journal_entries" deferrable initially deferred for each row execute function "sm_accounting"."journal_entries_settled_balanced"();
create constraint trigger "settled_dated_insert" after insert on "sm_accounting"."journal_entries" deferrable initially deferred for each row execute function "sm_accounting"."journal_entries_settled_dated"();
create constraint trigger "settled_dated_update" after update on "sm_accounting"."journal_entries" deferrable initially deferred for each row execute function "sm_accounting"."journal_entries_settled_dated"();
create constraint trigger "settled_dated_delete" after delete on "sm_accounting"."journal_entries" deferrable initially deferred for each row execute function "sm_accounting"."journal_entries_settled_dated"();
create or replace trigger "touch" before update on "sm_accounting"."journal_entries" for each row execute function "sm_accounting"."journal_entries_touch"();
create or replace trigger "audit_insert" after insert on "sm_accounting"."journal_lines" referencing new table as new_rows for each statement execute function "sm_accounting"."journal_lines_audit"();
create or replace trigger "audit_update" after update on "sm_accounting"."journal_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_lines_audit"();
create or replace trigger "audit_delete" after delete on "sm_accounting"."journal_lines" referencing old table as old_rows for each statement execute function "sm_accounting"."journal_lines_audit"();
create or replace trigger "frozen_update" after update on "sm_accounting"."journal_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_lines_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_accounting"."journal_lines" referencing old table as old_rows for each statement execute function "sm_accounting"."journal_lines_frozen"();
create or replace trigger "keep" before truncate on "sm_accounting"."journal_lines" for each statement execute function "sm_accounting"."journal_lines_keep"();
create or replace trigger "locked_by_account_id_insert" after insert on "sm_accounting"."journal_lines" referencing new table as new_rows for each statement execute function "sm_accounting"."journal_lines_locked_by_account_id"();
create or replace trigger "locked_by_account_id_update" after update on "sm_accounting"."journal_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_accounting"."journal_lines_locked_by_account_id"();
create or replace trigger "locked_by_account_id_delete" after delete on "sm_accounting"."journal_lines" referencing old table as old_rows for each statement execute function "sm_accounting"."journal_lines_locked_by_account_id"();
create constraint trigger "settled_balanced_insert" after insert on "sm_accounting"."journal_lines" deferrable initially deferred for each row execute function "sm_accounting"."journal_lines_settled_balanced"();
create constraint trigger "settled_balanced_update" after update on "sm_accounting"."journal_lines" deferrable initially deferred for each row execute function "sm_accounting"."journal_lines_settled_balanced"();
create constraint trigger "settled_balanced_delete" after delete on "sm_accounting"."journal_lines" deferrable initially deferred for each row execute function "sm_accounting"."journal_lines_settled_balanced"();
create or replace trigger "touch" before update on "sm_accounting"."journal_lines" for each row execute function "sm_accounting"."journal_lines_touch"();
create or replace trigger "keep" before truncate on "sm_accounting"."audit_events" for each statement execute function "sm_accounting"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_accounting"."outbox_events" referencing new table as new_rows for each statement execute function "sm_accounting"."outbox_events_number"();
alter table "sm_accounting"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_accounting"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_accounting"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "kind", "parent_id", "status"), update ("code", "name", "kind", "parent_id", "status"), delete on "sm_accounting"."accounts" to acervo_app;
grant select, insert ("id", "code", "name", "kind", "parent_id", "status"), update ("code", "name", "kind", "parent_id", "status"), delete on "sm_accounting"."accounts" to acervo_worker;
grant select ("id", "code", "name", "kind", "parent_id", "status", "created_at", "updated_at") on "sm_accounting"."accounts" to acervo_readonly;
grant select, insert ("id", "name", "starts_on", "ends_on", "status"), update ("name", "status"), delete on "sm_accounting"."accounting_periods" to acervo_app;
grant select, insert ("id", "name", "starts_on", "ends_on", "status"), update ("name", "status"), delete on "sm_accounting"."accounting_periods" to acervo_worker;
grant select on "sm_accounting"."accounting_periods" to acervo_readonly;
grant select, insert ("id", "period_id", "posted_on", "description", "total", "currency", "reverses_id", "source_type", "source_id"), delete on "sm_accounting"."journal_entries" to acervo_app;
grant select, insert ("id", "period_id", "posted_on", "description", "total", "currency", "reverses_id", "source_type", "source_id"), delete on "sm_accounting"."journal_entries" to acervo_worker;
grant select ("id", "period_id", "posted_on", "description", "total", "currency", "reverses_id", "source_type", "source_id", "created_at", "updated_at") on "sm_accounting"."journal_entries" to acervo_readonly;
grant select, insert ("id", "entry_id", "account_id", "side", "amount", "description"), delete on "sm_accounting"."journal_lines" to acervo_app;
grant select, insert ("id", "entry_id", "account_id", "side", "amount", "description"), delete on "sm_accounting"."journal_lines" to acervo_worker;
grant select on "sm_accounting"."journal_lines" to acervo_readonly;
grant select on "sm_accounting"."audit_events" to acervo_app;
grant select on "sm_accounting"."audit_events" to acervo_worker;
grant select on "sm_accounting"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_accounting"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_accounting"."outbox_events" to acervo_worker;
grant select on "sm_accounting"."outbox_events" to acervo_readonly;
create view "sm_accounting"."trial_balance" with (security_invoker = true) as
select a.id as account_id, a.code,
     coalesce(sum(l.amount) filter (where l.side = 'DEBIT'), 0)::numeric(20, 2) as debit,
     coalesce(sum(l.amount) filter (where l.side = 'CREDIT'), 0)::numeric(20, 2) as credit,
     coalesce(sum(case l.side when 'DEBIT' then l.amount else -l.amount end), 0)::numeric(20, 2) as balance
   from accounts a left join journal_lines l on l.account_id = a.id
   group by a.id, a.code;
grant select on "sm_accounting"."trial_balance" to acervo_app;
grant select on "sm_accounting"."trial_balance" to acervo_worker;
grant select on "sm_accounting"."trial_balance" to acervo_readonly;
set local role none;
