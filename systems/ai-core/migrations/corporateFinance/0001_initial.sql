-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 9e26ef693548465bc4d9f521067ec05577652be0b168b1a52eb57a107fc5e4f6

-- step: create sm_finance with 6 tables
-- locks: none
set local search_path to "sm_finance", acervo, pg_temp;
create schema if not exists "sm_finance" authorization acervo_owner;
grant usage on schema "sm_finance" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_finance"."cost_centres" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(20) collate "C" not null,
  "name" text collate "C" not null,
  "parent_id" uuid,
  "responsible_id" uuid,
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "cost_centres_pkey" primary key ("id"),
  constraint "cost_centres_code_key" unique ("code"),
  constraint "cost_centres_status_check" check ("status" in ('ACTIVE', 'CLOSED')),
  constraint "cost_centres_not_itself_check" check (parent_id <> id)
);
create table "sm_finance"."fiscal_periods" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(40) collate "C" not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "fiscal_periods_pkey" primary key ("id"),
  constraint "fiscal_periods_name_key" unique ("name"),
  constraint "fiscal_periods_status_check" check ("status" in ('OPEN', 'CLOSED')),
  constraint "fiscal_periods_term_check" check (ends_on >= starts_on),
  constraint "fiscal_periods_no_overlap_excl" exclude using gist (daterange(starts_on, ends_on, '[]') with &&)
);
create table "sm_finance"."allocation_entries" (
  "id" uuid default acervo.uuid7() not null,
  "period_id" uuid not null,
  "posted_on" date not null,
  "description" text collate "C" not null,
  "total" numeric(18, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "reverses_id" uuid,
  "journal_entry_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "allocation_entries_pkey" primary key ("id"),
  constraint "allocation_entries_reverses_id_key" unique ("reverses_id"),
  constraint "allocation_entries_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "allocation_entries_not_itself_check" check (reverses_id <> id),
  constraint "allocation_entries_total_check" check (total > 0)
);
create table "sm_finance"."allocation_lines" (
  "id" uuid default acervo.uuid7() not null,
  "entry_id" uuid not null,
  "cost_centre_id" uuid not null,
  "side" text collate "C" not null,
  "amount" numeric(18, 2) not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "allocation_lines_pkey" primary key ("id"),
  constraint "allocation_lines_side_check" check ("side" in ('DEBIT', 'CREDIT')),
  constraint "allocation_lines_amount_check" check (amount > 0)
);
create table "sm_finance"."audit_events" (
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
create table "sm_finance"."outbox_events" (
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
create index "cost_centres_parent_id_idx" on "sm_finance"."cost_centres" ("parent_id") where parent_id is not null;
create index "cost_centres_search_vector_gin_idx" on "sm_finance"."cost_centres" using gin ("search_vector");
create index "allocation_entries_period_id_posted_on_idx" on "sm_finance"."allocation_entries" ("period_id", "posted_on" desc);
create index "allocation_lines_entry_id_idx" on "sm_finance"."allocation_lines" ("entry_id");
create index "allocation_lines_cost_centre_id_idx" on "sm_finance"."allocation_lines" ("cost_centre_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_finance"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_finance"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_finance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_finance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_finance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_finance"."cost_centres" add constraint "cost_centres_parent_id_fkey" foreign key ("parent_id") references "sm_finance"."cost_centres" ("id") on delete restrict;
alter table "sm_finance"."allocation_entries" add constraint "allocation_entries_period_id_fkey" foreign key ("period_id") references "sm_finance"."fiscal_periods" ("id") on delete restrict;
alter table "sm_finance"."allocation_entries" add constraint "allocation_entries_reverses_id_fkey" foreign key ("reverses_id") references "sm_finance"."allocation_entries" ("id") on delete restrict;
alter table "sm_finance"."allocation_lines" add constraint "allocation_lines_entry_id_fkey" foreign key ("entry_id") references "sm_finance"."allocation_entries" ("id") on delete restrict;
alter table "sm_finance"."allocation_lines" add constraint "allocation_lines_cost_centre_id_fkey" foreign key ("cost_centre_id") references "sm_finance"."cost_centres" ("id") on delete restrict;
create or replace function "sm_finance"."cost_centres_acyclic_parent_id"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.parent_id is not null) then
    return null;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_finance"."cost_centres".acyclic_parent_id', 7411));
  if exists (
    with recursive way(start, here) as (
      select n.id, n.parent_id from new_rows n where n.parent_id is not null and true
      union
      select w.start, t.parent_id from way w join "sm_finance"."cost_centres" t on t.id = w.here
      where t.parent_id is not null and true
    )
    select from way where start = here
  ) then
    raise exception using errcode = 'AV304', message = 'the links lead back to where they started';
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."cost_centres_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'cost_centres', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('cost_centres')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."parent_id" as "parentId", n."responsible_id" as "responsibleId", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'cost_centres', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('cost_centres')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."parent_id" as "parentId", o."responsible_id" as "responsibleId", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'cost_centres', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('cost_centres')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."parent_id" as "parentId", o."responsible_id" as "responsibleId", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."parent_id" as "parentId", n."responsible_id" as "responsibleId", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."parent_id" is distinct from n."parent_id") then 'parentId' end, case when not (o."responsible_id" is distinct from n."responsible_id") then 'responsibleId' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."cost_centres_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance"."cost_centres_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance"."fiscal_periods_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'fiscal_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fiscal_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'fiscal_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fiscal_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'fiscal_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('fiscal_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
create or replace function "sm_finance"."fiscal_periods_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
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
create or replace function "sm_finance"."fiscal_periods_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance"."fiscal_periods_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance"."allocation_entries_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'allocation_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allocation_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."period_id" as "periodId", n."posted_on" as "postedOn", n."description" as "description", n."total"::text as "total", n."currency" as "currency", n."reverses_id" as "reversesId", n."journal_entry_id" as "journalEntryId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'allocation_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allocation_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."period_id" as "periodId", o."posted_on" as "postedOn", o."description" as "description", o."total"::text as "total", o."currency" as "currency", o."reverses_id" as "reversesId", o."journal_entry_id" as "journalEntryId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'allocation_entries', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allocation_entries')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."period_id" as "periodId", o."posted_on" as "postedOn", o."description" as "description", o."total"::text as "total", o."currency" as "currency", o."reverses_id" as "reversesId", o."journal_entry_id" as "journalEntryId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."period_id" as "periodId", n."posted_on" as "postedOn", n."description" as "description", n."total"::text as "total", n."currency" as "currency", n."reverses_id" as "reversesId", n."journal_entry_id" as "journalEntryId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."period_id" is distinct from n."period_id") then 'periodId' end, case when not (o."posted_on" is distinct from n."posted_on") then 'postedOn' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."total" is distinct from n."total") then 'total' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."reverses_id" is distinct from n."reverses_id") then 'reversesId' end, case when not (o."journal_entry_id" is distinct from n."journal_entry_id") then 'journalEntryId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_entries_emit"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.posted_on, n.total, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'AllocationEntry', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_finance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'AllocationEntry', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AllocationPosted'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('entryId', n."id", 'postedOn', n."posted_on", 'total', n."total"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_entries_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
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
create or replace function "sm_finance"."allocation_entries_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance"."allocation_entries_locked_by_period_id"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance"."fiscal_periods" p where p.id in (select period_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance"."fiscal_periods" p where p.id in (select period_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance"."fiscal_periods" p where p.id in (select period_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance"."fiscal_periods" p where p.id in (select period_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  else
    perform from "sm_finance"."fiscal_periods" p where p.id in (select period_id from new_rows where (true) union select period_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance"."fiscal_periods" p where p.id in (select period_id from new_rows where (true) union select period_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the period is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_entries_settled_balanced"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
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
    perform from "sm_finance"."allocation_entries" p where p.id = asked for no key update;
    if found and not exists (select from "sm_finance"."allocation_entries" p where p.id = asked and ((select coalesce(sum(l.amount), 0) from "sm_finance"."allocation_lines" l
    where l.entry_id = p.id and l.side = 'DEBIT') = p.total and (select coalesce(sum(l.amount), 0) from "sm_finance"."allocation_lines" l
    where l.entry_id = p.id and l.side = 'CREDIT') = p.total)) then
      raise exception using errcode = 'AV304', message = 'debits and credits are not the total of the entry';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_entries_settled_dated"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
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
    perform from "sm_finance"."allocation_entries" p where p.id = asked for no key update;
    if found and not exists (select from "sm_finance"."allocation_entries" p where p.id = asked and (exists (select from "sm_finance"."fiscal_periods" d
        where d.id = p.period_id and p.posted_on between d.starts_on and d.ends_on))) then
      raise exception using errcode = 'AV304', message = 'the day is not in the period';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_entries_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance"."allocation_lines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'allocation_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allocation_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."entry_id" as "entryId", n."cost_centre_id" as "costCentreId", n."side" as "side", n."amount"::text as "amount") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'allocation_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allocation_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."entry_id" as "entryId", o."cost_centre_id" as "costCentreId", o."side" as "side", o."amount"::text as "amount") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_finance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'allocation_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allocation_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."entry_id" as "entryId", o."cost_centre_id" as "costCentreId", o."side" as "side", o."amount"::text as "amount") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."entry_id" as "entryId", n."cost_centre_id" as "costCentreId", n."side" as "side", n."amount"::text as "amount") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."entry_id" is distinct from n."entry_id") then 'entryId' end, case when not (o."cost_centre_id" is distinct from n."cost_centre_id") then 'costCentreId' end, case when not (o."side" is distinct from n."side") then 'side' end, case when not (o."amount" is distinct from n."amount") then 'amount' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_lines_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
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
create or replace function "sm_finance"."allocation_lines_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance"."allocation_lines_locked_by_cost_centre_id"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_finance"."cost_centres" p where p.id in (select cost_centre_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance"."cost_centres" p where p.id in (select cost_centre_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the centre is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_finance"."cost_centres" p where p.id in (select cost_centre_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance"."cost_centres" p where p.id in (select cost_centre_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the centre is closed';
    end if;
  else
    perform from "sm_finance"."cost_centres" p where p.id in (select cost_centre_id from new_rows where (true) union select cost_centre_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_finance"."cost_centres" p where p.id in (select cost_centre_id from new_rows where (true) union select cost_centre_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the centre is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_lines_settled_balanced"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
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
    perform from "sm_finance"."allocation_entries" p where p.id = asked for no key update;
    if found and not exists (select from "sm_finance"."allocation_entries" p where p.id = asked and ((select coalesce(sum(l.amount), 0) from "sm_finance"."allocation_lines" l
    where l.entry_id = p.id and l.side = 'DEBIT') = p.total and (select coalesce(sum(l.amount), 0) from "sm_finance"."allocation_lines" l
    where l.entry_id = p.id and l.side = 'CREDIT') = p.total)) then
      raise exception using errcode = 'AV304', message = 'debits and credits are not the total of the entry';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_finance"."allocation_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_finance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_finance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_finance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_finance", pg_temp as $body$
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
  update "sm_finance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "acyclic_parent_id_insert" after insert on "sm_finance"."cost_centres" referencing new table as new_rows for each statement execute function "sm_finance"."cost_centres_acyclic_parent_id"();
create or replace trigger "acyclic_parent_id_update" after update on "sm_finance"."cost_centres" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."cost_centres_acyclic_parent_id"();
create or replace trigger "audit_insert" after insert on "sm_finance"."cost_centres" referencing new table as new_rows for each statement execute function "sm_finance"."cost_centres_audit"();
create or replace trigger "audit_update" after update on "sm_finance"."cost_centres" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."cost_centres_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance"."cost_centres" referencing old table as old_rows for each statement execute function "sm_finance"."cost_centres_audit"();
create or replace trigger "keep" before truncate on "sm_finance"."cost_centres" for each statement execute function "sm_finance"."cost_centres_keep"();
create or replace trigger "touch" before update on "sm_finance"."cost_centres" for each row execute function "sm_finance"."cost_centres_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance"."fiscal_periods" referencing new table as new_rows for each statement execute function "sm_finance"."fiscal_periods_audit"();
create or replace trigger "audit_update" after update on "sm_finance"."fiscal_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."fiscal_periods_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance"."fiscal_periods" referencing old table as old_rows for each statement execute function "sm_finance"."fiscal_periods_audit"();
create or replace trigger "frozen_update" after update on "sm_finance"."fiscal_periods" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."fiscal_periods_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_finance"."fiscal_periods" referencing old table as old_rows for each statement execute function "sm_finance"."fiscal_periods_frozen"();
create or replace trigger "keep" before truncate on "sm_finance"."fiscal_periods" for each statement execute function "sm_finance"."fiscal_periods_keep"();
create or replace trigger "touch" before update on "sm_finance"."fiscal_periods" for each row execute function "sm_finance"."fiscal_periods_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance"."allocation_entries" referencing new table as new_rows for each statement execute function "sm_finance"."allocation_entries_audit"();
create or replace trigger "audit_update" after update on "sm_finance"."allocation_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_entries_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance"."allocation_entries" referencing old table as old_rows for each statement execute function "sm_finance"."allocation_entries_audit"();
create or replace trigger "emit_insert" after insert on "sm_finance"."allocation_entries" referencing new table as new_rows for each statement execute function "sm_finance"."allocation_entries_emit"();
create or replace trigger "emit_update" after update on "sm_finance"."allocation_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_entries_emit"();
create or replace trigger "frozen_update" after update on "sm_finance"."allocation_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_entries_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_finance"."allocation_entries" referencing old table as old_rows for each statement execute function "sm_finance"."allocation_entries_frozen"();
create or replace trigger "keep" before truncate on "sm_finance"."allocation_entries" for each statement execute function "sm_finance"."allocation_entries_keep"();
create or replace trigger "locked_by_period_id_insert" after insert on "sm_finance"."allocation_entries" referencing new table as new_rows for each statement execute function "sm_finance"."allocation_entries_locked_by_period_id"();
create or replace trigger "locked_by_period_id_update" after update on "sm_finance"."allocation_entries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_entries_locked_by_period_id"();
create or replace trigger "locked_by_period_id_delete" after delete on "sm_finance"."allocation_entries" referencing old table as old_rows for each statement execute function "sm_finance"."allocation_entries_locked_by_period_id"();
create constraint trigger "settled_balanced_insert" after insert on "sm_finance"."allocation_entries" deferrable initially deferred for each row execute function "sm_finance"."allocation_entries_settled_balanced"();
create constraint trigger "settled_balanced_update" after update on "sm_finance"."allocation_entries" deferrable initially deferred for each row execute function "sm_finance"."allocation_entries_settled_balanced"();
create constraint trigger "settled_balanced_delete" after delete on "sm_finance"."allocation_entries" deferrable initially deferred for each row execute function "sm_finance"."allocation_entries_settled_balanced"();
create constraint trigger "settled_dated_insert" after insert on "sm_finance"."allocation_entries" deferrable initially deferred for each row execute function "sm_finance"."allocation_entries_settled_dated"();
create constraint trigger "settled_dated_update" after update on "sm_finance"."allocation_entries" deferrable initially deferred for each row execute function "sm_finance"."allocation_entries_settled_dated"();
create constraint trigger "settled_dated_delete" after delete on "sm_finance"."allocation_entries" deferrable initially deferred for each row execute function "sm_finance"."allocation_entries_settled_dated"();
create or replace trigger "touch" before update on "sm_finance"."allocation_entries" for each row execute function "sm_finance"."allocation_entries_touch"();
create or replace trigger "audit_insert" after insert on "sm_finance"."allocation_lines" referencing new table as new_rows for each statement execute function "sm_finance"."allocation_lines_audit"();
create or replace trigger "audit_update" after update on "sm_finance"."allocation_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_lines_audit"();
create or replace trigger "audit_delete" after delete on "sm_finance"."allocation_lines" referencing old table as old_rows for each statement execute function "sm_finance"."allocation_lines_audit"();
create or replace trigger "frozen_update" after update on "sm_finance"."allocation_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_lines_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_finance"."allocation_lines" referencing old table as old_rows for each statement execute function "sm_finance"."allocation_lines_frozen"();
create or replace trigger "keep" before truncate on "sm_finance"."allocation_lines" for each statement execute function "sm_finance"."allocation_lines_keep"();
create or replace trigger "locked_by_cost_centre_id_insert" after insert on "sm_finance"."allocation_lines" referencing new table as new_rows for each statement execute function "sm_finance"."allocation_lines_locked_by_cost_centre_id"();
create or replace trigger "locked_by_cost_centre_id_update" after update on "sm_finance"."allocation_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_finance"."allocation_lines_locked_by_cost_centre_id"();
create or replace trigger "locked_by_cost_centre_id_delete" after delete on "sm_finance"."allocation_lines" referencing old table as old_rows for each statement execute function "sm_finance"."allocation_lines_locked_by_cost_centre_id"();
create constraint trigger "settled_balanced_insert" after insert on "sm_finance"."allocation_lines" deferrable initially deferred for each row execute function "sm_finance"."allocation_lines_settled_balanced"();
create constraint trigger "settled_balanced_update" after update on "sm_finance"."allocation_lines" deferrable initially deferred for each row execute function "sm_finance"."allocation_lines_settled_balanced"();
create constraint trigger "settled_balanced_delete" after delete on "sm_finance"."allocation_lines" deferrable initially deferred for each row execute function "sm_finance"."allocation_lines_settled_balanced"();
create or replace trigger "touch" before update on "sm_finance"."allocation_lines" for each row execute function "sm_finance"."allocation_lines_touch"();
create or replace trigger "keep" before truncate on "sm_finance"."audit_events" for each statement execute function "sm_finance"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_finance"."outbox_events" referencing new table as new_rows for each statement execute function "sm_finance"."outbox_events_number"();
alter table "sm_finance"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_finance"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_finance"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "parent_id", "responsible_id", "status"), update ("code", "name", "parent_id", "responsible_id", "status"), delete on "sm_finance"."cost_centres" to acervo_app;
grant select, insert ("id", "code", "name", "parent_id", "responsible_id", "status"), update ("code", "name", "parent_id", "responsible_id", "status"), delete on "sm_finance"."cost_centres" to acervo_worker;
grant select ("id", "code", "name", "parent_id", "responsible_id", "status", "created_at", "updated_at") on "sm_finance"."cost_centres" to acervo_readonly;
grant select, insert ("id", "name", "starts_on", "ends_on", "status"), update ("name", "status"), delete on "sm_finance"."fiscal_periods" to acervo_app;
grant select, insert ("id", "name", "starts_on", "ends_on", "status"), update ("name", "status"), delete on "sm_finance"."fiscal_periods" to acervo_worker;
grant select on "sm_finance"."fiscal_periods" to acervo_readonly;
grant select, insert ("id", "period_id", "posted_on", "description", "total", "currency", "reverses_id", "journal_entry_id"), delete on "sm_finance"."allocation_entries" to acervo_app;
grant select, insert ("id", "period_id", "posted_on", "description", "total", "currency", "reverses_id", "journal_entry_id"), delete on "sm_finance"."allocation_entries" to acervo_worker;
grant select on "sm_finance"."allocation_entries" to acervo_readonly;
grant select, insert ("id", "entry_id", "cost_centre_id", "side", "amount"), delete on "sm_finance"."allocation_lines" to acervo_app;
grant select, insert ("id", "entry_id", "cost_centre_id", "side", "amount"), delete on "sm_finance"."allocation_lines" to acervo_worker;
grant select on "sm_finance"."allocation_lines" to acervo_readonly;
grant select on "sm_finance"."audit_events" to acervo_app;
grant select on "sm_finance"."audit_events" to acervo_worker;
grant select on "sm_finance"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_finance"."outbox_events" to acervo_worker;
grant select on "sm_finance"."outbox_events" to acervo_readonly;
set local role none;
