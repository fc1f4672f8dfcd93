-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 0ef7613e94be38dca4da26ac59299503c2f46e0fa8462614fc3d965138e4121a

-- step: create sr_repairs with 6 tables
-- locks: none
set local search_path to "sr_repairs", acervo, pg_temp;
create schema if not exists "sr_repairs" authorization acervo_owner;
grant usage on schema "sr_repairs" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sr_repairs"."repairers" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid,
  "name" varchar(200) collate "C" not null,
  "trades" text[] collate "C" default '{}' not null,
  "provinces" text[] collate "C" default '{}' not null,
  "status" text collate "C" default 'ACTIVE' not null,
  "open_jobs_max" integer default 10 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "repairers_pkey" primary key ("id"),
  constraint "repairers_status_check" check ("status" in ('ACTIVE', 'PAUSED', 'ENDED')),
  constraint "repairers_jobs_check" check (open_jobs_max > 0),
  constraint "repairers_trades_check" check (trades <@ array['PLUMBING', 'ELECTRICITY', 'GLASS', 'LOCKS', 'PAINT', 'MASONRY', 'APPLIANCES', 'CLIMATE']::text[])
);
create table "sr_repairs"."repair_orders" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "claim_id" uuid,
  "description" text collate "C" not null,
  "priority" text collate "C" default 'NORMAL' not null,
  "status" text collate "C" default 'REQUESTED' not null,
  "requested_at" timestamptz(6) default acervo.now() not null,
  "respond_by" timestamptz(6),
  "responded_at" timestamptz(6),
  "done_at" timestamptz(6),
  "invoiced_amount" numeric(20, 10),
  "warranty_until" date,
  "approved_count" bigint default 0 not null,
  "approved_amount" numeric(20, 10) default '0' not null,
  "trade" text collate "C" not null,
  "premises" text collate "C" default 'HOME' not null,
  "address_line" text collate "C" not null,
  "postcode" varchar(5) collate "C" not null,
  "repairer_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "repair_orders_pkey" primary key ("id"),
  constraint "repair_orders_number_key" unique ("number"),
  constraint "repair_orders_priority_check" check ("priority" in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
  constraint "repair_orders_status_check" check ("status" in ('REQUESTED', 'TRIAGED', 'ASSIGNED', 'QUOTED', 'APPROVED', 'IN_PROGRESS', 'DONE', 'INVOICED', 'IN_WARRANTY', 'CLOSED', 'CANCELLED')),
  constraint "repair_orders_trade_check" check ("trade" in ('PLUMBING', 'ELECTRICITY', 'GLASS', 'LOCKS', 'PAINT', 'MASONRY', 'APPLIANCES', 'CLIMATE')),
  constraint "repair_orders_premises_check" check ("premises" in ('HOME', 'SHOP', 'COMMUNITY')),
  constraint "repair_orders_approved_check" check (status not in ('APPROVED', 'IN_PROGRESS', 'DONE', 'INVOICED', 'IN_WARRANTY', 'CLOSED')
        or approved_count = 1),
  constraint "repair_orders_assigned_check" check (status in ('REQUESTED', 'TRIAGED', 'CANCELLED') or repairer_id is not null),
  constraint "repair_orders_invoice_check" check ((status in ('INVOICED', 'IN_WARRANTY', 'CLOSED')) = (invoiced_amount is not null)),
  constraint "repair_orders_invoiced_check" check (invoiced_amount >= 0 and invoiced_amount <= approved_amount),
  constraint "repair_orders_one_approved_check" check (approved_count between 0 and 1),
  constraint "repair_orders_postcode_check" check (postcode ~ '^(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}$'),
  constraint "repair_orders_respond_check" check (respond_by > requested_at),
  constraint "repair_orders_warranty_check" check (status <> 'IN_WARRANTY' or warranty_until is not null)
);
create table "sr_repairs"."repair_quotes" (
  "id" uuid default acervo.uuid7() not null,
  "order_id" uuid not null,
  "version" integer not null,
  "labour" numeric(20, 10) not null,
  "materials" numeric(20, 10) not null,
  "tax" numeric(5, 2) default '21' not null,
  "amount" numeric(20, 10) generated always as (round((labour + materials) * (1 + tax / 100), 2)) stored not null,
  "status" text collate "C" default 'PROPOSED' not null,
  "approved_by" varchar(200) collate "C",
  "valid_until" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "repair_quotes_pkey" primary key ("id"),
  constraint "repair_quotes_order_id_version_key" unique ("order_id", "version"),
  constraint "repair_quotes_status_check" check ("status" in ('PROPOSED', 'APPROVED', 'REJECTED', 'WITHDRAWN')),
  constraint "repair_quotes_amounts_check" check (labour >= 0 and materials >= 0 and tax between 0 and 100),
  constraint "repair_quotes_version_check" check (version >= 1)
);
create table "sr_repairs"."audit_events" (
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
create table "sr_repairs"."audit_details" (
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
create table "sr_repairs"."outbox_events" (
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
create index "repairers_trades_gin_idx" on "sr_repairs"."repairers" using gin ("trades");
create index "repairers_search_vector_gin_idx" on "sr_repairs"."repairers" using gin ("search_vector");
create index "repair_orders_party_id_requested_at_idx" on "sr_repairs"."repair_orders" ("party_id", "requested_at" desc);
create index "repair_orders_claim_id_idx" on "sr_repairs"."repair_orders" ("claim_id") where claim_id is not null;
create index "repair_orders_respond_by_idx" on "sr_repairs"."repair_orders" ("respond_by") where responded_at is null;
create index "repair_orders_search_vector_gin_idx" on "sr_repairs"."repair_orders" using gin ("search_vector");
create index "repair_orders_repairer_id_idx" on "sr_repairs"."repair_orders" ("repairer_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sr_repairs"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sr_repairs"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sr_repairs"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sr_repairs"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sr_repairs"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sr_repairs"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sr_repairs"."repair_orders" add constraint "repair_orders_repairer_id_fkey" foreign key ("repairer_id") references "sr_repairs"."repairers" ("id") on delete restrict;
alter table "sr_repairs"."repair_quotes" add constraint "repair_quotes_order_id_fkey" foreign key ("order_id") references "sr_repairs"."repair_orders" ("id") on delete restrict;
create or replace function "sr_repairs"."repairers_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'repairers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repairers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."name" as "name", n."trades" as "trades", n."provinces" as "provinces", n."status" as "status", n."open_jobs_max" as "openJobsMax", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'repairers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repairers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."name" as "name", o."trades" as "trades", o."provinces" as "provinces", o."status" as "status", o."open_jobs_max" as "openJobsMax", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'repairers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repairers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."name" as "name", o."trades" as "trades", o."provinces" as "provinces", o."status" as "status", o."open_jobs_max" as "openJobsMax", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."name" as "name", n."trades" as "trades", n."provinces" as "provinces", n."status" as "status", n."open_jobs_max" as "openJobsMax", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."trades" is distinct from n."trades") then 'trades' end, case when not (o."provinces" is distinct from n."provinces") then 'provinces' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."open_jobs_max" is distinct from n."open_jobs_max") then 'openJobsMax' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repairers_keep"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sr_repairs"."repairers_touch"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sr_repairs"."repair_orders_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sr_repairs", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."claim_id" as "claimId", n."priority" as "priority", n."status" as "status", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(n."respond_by" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondBy", to_char(n."responded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondedAt", to_char(n."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", n."invoiced_amount"::text as "invoicedAmount", n."warranty_until" as "warrantyUntil", n."trade" as "trade", n."premises" as "premises", n."address_line" as "addressLine", n."postcode" as "postcode", n."repairer_id" as "repairerId") r) as came,
        (select to_jsonb(r) from (select n."description" as "description") r) as came_apart,
        nullif(array_remove(array[case when n."description" is not null then 'description' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sr_repairs"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'repair_orders', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'repair_orders', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repair_orders')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."claim_id" as "claimId", o."priority" as "priority", o."status" as "status", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(o."respond_by" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondBy", to_char(o."responded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondedAt", to_char(o."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", o."invoiced_amount"::text as "invoicedAmount", o."warranty_until" as "warrantyUntil", o."trade" as "trade", o."premises" as "premises", o."address_line" as "addressLine", o."postcode" as "postcode", o."repairer_id" as "repairerId") r) as gone,
        (select to_jsonb(r) from (select o."description" as "description") r) as gone_apart,
        nullif(array_remove(array[case when o."description" is not null then 'description' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sr_repairs"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'repair_orders', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'repair_orders', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repair_orders')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."claim_id" as "claimId", o."priority" as "priority", o."status" as "status", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(o."respond_by" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondBy", to_char(o."responded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondedAt", to_char(o."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", o."invoiced_amount"::text as "invoicedAmount", o."warranty_until" as "warrantyUntil", o."trade" as "trade", o."premises" as "premises", o."address_line" as "addressLine", o."postcode" as "postcode", o."repairer_id" as "repairerId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."claim_id" as "claimId", n."priority" as "priority", n."status" as "status", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(n."respond_by" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondBy", to_char(n."responded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "respondedAt", to_char(n."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", n."invoiced_amount"::text as "invoicedAmount", n."warranty_until" as "warrantyUntil", n."trade" as "trade", n."premises" as "premises", n."address_line" as "addressLine", n."postcode" as "postcode", n."repairer_id" as "repairerId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."claim_id" is distinct from n."claim_id") then 'claimId' end, case when not (o."priority" is distinct from n."priority") then 'priority' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."requested_at" is distinct from n."requested_at") then 'requestedAt' end, case when not (o."respond_by" is distinct from n."respond_by") then 'respondBy' end, case when not (o."responded_at" is distinct from n."responded_at") then 'respondedAt' end, case when not (o."done_at" is distinct from n."done_at") then 'doneAt' end, case when not (o."invoiced_amount" is distinct from n."invoiced_amount") then 'invoicedAmount' end, case when not (o."warranty_until" is distinct from n."warranty_until") then 'warrantyUntil' end, case when not (o."trade" is distinct from n."trade") then 'trade' end, case when not (o."premises" is distinct from n."premises") then 'premises' end, case when not (o."address_line" is distinct from n."address_line") then 'addressLine' end, case when not (o."postcode" is distinct from n."postcode") then 'postcode' end, case when not (o."repairer_id" is distinct from n."repairer_id") then 'repairerId' end] as same,
        (select to_jsonb(r) from (select o."description" as "description") r) as gone_apart, (select to_jsonb(r) from (select n."description" as "description") r) as came_apart, array[case when not (o."description" is distinct from n."description") then 'description' end] as same_apart,
        nullif(array_remove(array[case when o."description" is distinct from n."description" then 'description' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sr_repairs"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'repair_orders', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'repair_orders', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repair_orders')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_orders_emit"() returns trigger language plpgsql security definer
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.claim_id, n.status, n.invoiced_amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'DONE') is true as "holds 1", (status = 'INVOICED') is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Repair', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sr_repairs"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Repair', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RepairRequested', 'RepairDone', 'RepairInvoiced'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status")
        when 2 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status")
        when 3 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status", 'amount', n."invoiced_amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.claim_id, n.status, n.invoiced_amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'DONE') is true as "holds 0", (status = 'INVOICED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'DONE') is true as "holds 0", (status = 'INVOICED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Repair', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sr_repairs"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Repair', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RepairDone', 'RepairInvoiced'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status")
        when 2 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'claimId', n."claim_id", 'status', n."status", 'amount', n."invoiced_amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_orders_frozen"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('INVOICED', 'IN_WARRANTY', 'CLOSED', 'CANCELLED'))) then
      raise exception using errcode = 'AV304', message = 'an order that was invoiced or cancelled stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('INVOICED', 'IN_WARRANTY', 'CLOSED', 'CANCELLED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'warranty_until', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'warranty_until', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an order that was invoiced or cancelled stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_orders_keep"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sr_repairs"."repair_orders_states"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'REQUESTED' then array['TRIAGED', 'CANCELLED']::text[] when 'TRIAGED' then array['ASSIGNED', 'CANCELLED']::text[] when 'ASSIGNED' then array['QUOTED', 'TRIAGED', 'CANCELLED']::text[] when 'QUOTED' then array['APPROVED', 'ASSIGNED', 'CANCELLED']::text[] when 'APPROVED' then array['IN_PROGRESS', 'CANCELLED']::text[] when 'IN_PROGRESS' then array['DONE']::text[] when 'DONE' then array['INVOICED', 'IN_PROGRESS']::text[] when 'INVOICED' then array['IN_WARRANTY', 'CLOSED']::text[] when 'IN_WARRANTY' then array['CLOSED']::text[] when 'CLOSED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'repair_orders', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'DONE' and (
    case tg_op when 'INSERT' then new.done_at is null
    else new.status is distinct from old.status and new.done_at is not distinct from old.done_at end
  ) then
    new.done_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sr_repairs"."repair_orders_touch"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sr_repairs"."repair_orders_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sr_repairs", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['REQUESTED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'repair_orders', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: REQUESTED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'repair_quotes', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repair_quotes')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."order_id" as "orderId", n."version" as "version", n."labour"::text as "labour", n."materials"::text as "materials", n."tax"::text as "tax", n."status" as "status", n."valid_until" as "validUntil") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'repair_quotes', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repair_quotes')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."order_id" as "orderId", o."version" as "version", o."labour"::text as "labour", o."materials"::text as "materials", o."tax"::text as "tax", o."status" as "status", o."valid_until" as "validUntil") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sr_repairs"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'repair_quotes', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('repair_quotes')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."order_id" as "orderId", o."version" as "version", o."labour"::text as "labour", o."materials"::text as "materials", o."tax"::text as "tax", o."status" as "status", o."valid_until" as "validUntil") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."order_id" as "orderId", n."version" as "version", n."labour"::text as "labour", n."materials"::text as "materials", n."tax"::text as "tax", n."status" as "status", n."valid_until" as "validUntil") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."order_id" is distinct from n."order_id") then 'orderId' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."labour" is distinct from n."labour") then 'labour' end, case when not (o."materials" is distinct from n."materials") then 'materials' end, case when not (o."tax" is distinct from n."tax") then 'tax' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."valid_until" is distinct from n."valid_until") then 'validUntil' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_count_approved_amount"() returns trigger language plpgsql security definer
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sr_repairs"."repair_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sr_repairs"."repair_orders" p set approved_amount = p.approved_amount + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sr_repairs"."repair_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sr_repairs"."repair_orders" p set approved_amount = p.approved_amount + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sr_repairs"."repair_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.status = 'APPROVED') union all select r.order_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sr_repairs"."repair_orders" p set approved_amount = p.approved_amount + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (r.status = 'APPROVED') union all select r.order_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_count_approved_count"() returns trigger language plpgsql security definer
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sr_repairs"."repair_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sr_repairs"."repair_orders" p set approved_count = p.approved_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sr_repairs"."repair_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sr_repairs"."repair_orders" p set approved_count = p.approved_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sr_repairs"."repair_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'APPROVED') union all select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sr_repairs"."repair_orders" p set approved_count = p.approved_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'APPROVED') union all select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'APPROVED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_emit"() returns trigger language plpgsql security definer
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.order_id, n.amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'APPROVED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RepairQuote', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sr_repairs"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RepairQuote', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RepairQuoteApproved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('quoteId', n."id", 'orderId', n."order_id", 'amount', n."amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.order_id, n.amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'APPROVED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'APPROVED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RepairQuote', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sr_repairs"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RepairQuote', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RepairQuoteApproved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('quoteId', n."id", 'orderId', n."order_id", 'amount', n."amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_frozen"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'PROPOSED')) then
      raise exception using errcode = 'AV304', message = 'a quote that was answered stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'PROPOSED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'approved_by', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'approved_by', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a quote that was answered stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_keep"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sr_repairs"."repair_quotes_locked_by_order_id"() returns trigger language plpgsql security definer
set search_path to "sr_repairs", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sr_repairs"."repair_orders" p where p.id in (select order_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sr_repairs"."repair_orders" p where p.id in (select order_id from new_rows where (true)) and (status not in ('ASSIGNED', 'QUOTED', 'APPROVED'))
    ) then
      raise exception using errcode = 'AV304', message = 'once work has begun its quotes stay';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sr_repairs"."repair_orders" p where p.id in (select order_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sr_repairs"."repair_orders" p where p.id in (select order_id from old_rows where (true)) and (status not in ('ASSIGNED', 'QUOTED', 'APPROVED'))
    ) then
      raise exception using errcode = 'AV304', message = 'once work has begun its quotes stay';
    end if;
  else
    perform from "sr_repairs"."repair_orders" p where p.id in (select order_id from new_rows where (true) union select order_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sr_repairs"."repair_orders" p where p.id in (select order_id from new_rows where (true) union select order_id from old_rows where (true)) and (status not in ('ASSIGNED', 'QUOTED', 'APPROVED'))
    ) then
      raise exception using errcode = 'AV304', message = 'once work has begun its quotes stay';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."repair_quotes_sign_approved_by"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status = 'APPROVED')) then
    new.approved_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status = 'APPROVED')) then
    new.approved_by = old.approved_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    new.approved_by = actor;
  end if;
  return new;
end$body$;
create or replace function "sr_repairs"."repair_quotes_states"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PROPOSED' then array['APPROVED', 'REJECTED', 'WITHDRAWN']::text[] when 'APPROVED' then array['WITHDRAWN']::text[] when 'REJECTED' then array[]::text[] when 'WITHDRAWN' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'repair_quotes', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sr_repairs"."repair_quotes_touch"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sr_repairs"."repair_quotes_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sr_repairs", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PROPOSED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'repair_quotes', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PROPOSED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sr_repairs"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sr_repairs"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sr_repairs", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sr_repairs"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sr_repairs", pg_temp as $body$
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
  update "sr_repairs"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sr_repairs"."repairers" referencing new table as new_rows for each statement execute function "sr_repairs"."repairers_audit"();
create or replace trigger "audit_update" after update on "sr_repairs"."repairers" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repairers_audit"();
create or replace trigger "audit_delete" after delete on "sr_repairs"."repairers" referencing old table as old_rows for each statement execute function "sr_repairs"."repairers_audit"();
create or replace trigger "keep" before truncate on "sr_repairs"."repairers" for each statement execute function "sr_repairs"."repairers_keep"();
create or replace trigger "touch" before update on "sr_repairs"."repairers" for each row execute function "sr_repairs"."repairers_touch"();
create or replace trigger "audit_insert" after insert on "sr_repairs"."repair_orders" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_orders_audit"();
create or replace trigger "audit_update" after update on "sr_repairs"."repair_orders" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_orders_audit"();
create or replace trigger "audit_delete" after delete on "sr_repairs"."repair_orders" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_orders_audit"();
create or replace trigger "emit_insert" after insert on "sr_repairs"."repair_orders" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_orders_emit"();
create or replace trigger "emit_update" after update on "sr_repairs"."repair_orders" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_orders_emit"();
create or replace trigger "frozen_update" after update on "sr_repairs"."repair_orders" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_orders_frozen"();
create or replace trigger "frozen_delete" after delete on "sr_repairs"."repair_orders" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_orders_frozen"();
create or replace trigger "keep" before truncate on "sr_repairs"."repair_orders" for each statement execute function "sr_repairs"."repair_orders_keep"();
create or replace trigger "states_update" before update on "sr_repairs"."repair_orders" for each row execute function "sr_repairs"."repair_orders_states"();
create or replace trigger "states_insert" before insert on "sr_repairs"."repair_orders" for each row execute function "sr_repairs"."repair_orders_states"();
create or replace trigger "touch" before update on "sr_repairs"."repair_orders" for each row execute function "sr_repairs"."repair_orders_touch"();
create or replace trigger "transitions_insert" after insert on "sr_repairs"."repair_orders" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_orders_transitions"();
create or replace trigger "audit_insert" after insert on "sr_repairs"."repair_quotes" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_quotes_audit"();
create or replace trigger "audit_update" after update on "sr_repairs"."repair_quotes" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_audit"();
create or replace trigger "audit_delete" after delete on "sr_repairs"."repair_quotes" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_audit"();
create or replace trigger "count_approved_amount_insert" after insert on "sr_repairs"."repair_quotes" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_quotes_count_approved_amount"();
create or replace trigger "count_approved_amount_update" after update on "sr_repairs"."repair_quotes" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_count_approved_amount"();
create or replace trigger "count_approved_amount_delete" after delete on "sr_repairs"."repair_quotes" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_count_approved_amount"();
create or replace trigger "count_approved_count_insert" after insert on "sr_repairs"."repair_quotes" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_quotes_count_approved_count"();
create or replace trigger "count_approved_count_update" after update on "sr_repairs"."repair_quotes" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_count_approved_count"();
create or replace trigger "count_approved_count_delete" after delete on "sr_repairs"."repair_quotes" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_count_approved_count"();
create or replace trigger "emit_insert" after insert on "sr_repairs"."repair_quotes" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_quotes_emit"();
create or replace trigger "emit_update" after update on "sr_repairs"."repair_quotes" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_emit"();
create or replace trigger "frozen_update" after update on "sr_repairs"."repair_quotes" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_frozen"();
create or replace trigger "frozen_delete" after delete on "sr_repairs"."repair_quotes" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_frozen"();
create or replace trigger "keep" before truncate on "sr_repairs"."repair_quotes" for each statement execute function "sr_repairs"."repair_quotes_keep"();
create or replace trigger "locked_by_order_id_insert" after insert on "sr_repairs"."repair_quotes" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_quotes_locked_by_order_id"();
create or replace trigger "locked_by_order_id_update" after update on "sr_repairs"."repair_quotes" referencing new table as new_rows old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_locked_by_order_id"();
create or replace trigger "locked_by_order_id_delete" after delete on "sr_repairs"."repair_quotes" referencing old table as old_rows for each statement execute function "sr_repairs"."repair_quotes_locked_by_order_id"();
create or replace trigger "sign_approved_by_insert" before insert on "sr_repairs"."repair_quotes" for each row execute function "sr_repairs"."repair_quotes_sign_approved_by"();
create or replace trigger "sign_approved_by_update" before update on "sr_repairs"."repair_quotes" for each row execute function "sr_repairs"."repair_quotes_sign_approved_by"();
create or replace trigger "states_update" before update on "sr_repairs"."repair_quotes" for each row execute function "sr_repairs"."repair_quotes_states"();
create or replace trigger "touch" before update on "sr_repairs"."repair_quotes" for each row execute function "sr_repairs"."repair_quotes_touch"();
create or replace trigger "transitions_insert" after insert on "sr_repairs"."repair_quotes" referencing new table as new_rows for each statement execute function "sr_repairs"."repair_quotes_transitions"();
create or replace trigger "keep" before truncate on "sr_repairs"."audit_events" for each statement execute function "sr_repairs"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sr_repairs"."audit_details" for each statement execute function "sr_repairs"."audit_details_keep"();
create or replace trigger "number" after insert on "sr_repairs"."outbox_events" referencing new table as new_rows for each statement execute function "sr_repairs"."outbox_events_number"();
alter table "sr_repairs"."audit_events" enable row level security, force row level security;
create policy "added" on "sr_repairs"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sr_repairs"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sr_repairs"."audit_details" enable row level security, force row level security;
create policy "added" on "sr_repairs"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sr_repairs"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sr_repairs"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "name", "trades", "provinces", "status", "open_jobs_max", "deleted_at"), update ("party_id", "name", "trades", "provinces", "status", "open_jobs_max", "deleted_at") on "sr_repairs"."repairers" to acervo_app;
grant select, insert ("id", "party_id", "name", "trades", "provinces", "status", "open_jobs_max", "deleted_at"), update ("party_id", "name", "trades", "provinces", "status", "open_jobs_max", "deleted_at") on "sr_repairs"."repairers" to acervo_worker;
grant select ("id", "party_id", "name", "trades", "provinces", "status", "open_jobs_max", "created_at", "deleted_at", "updated_at") on "sr_repairs"."repairers" to acervo_readonly;
grant select, insert ("id", "number", "party_id", "claim_id", "description", "priority", "status", "requested_at", "respond_by", "responded_at", "done_at", "invoiced_amount", "warranty_until", "trade", "premises", "address_line", "postcode", "repairer_id"), update ("party_id", "claim_id", "description", "priority", "status", "respond_by", "responded_at", "done_at", "invoiced_amount", "warranty_until", "trade", "premises", "address_line", "postcode", "repairer_id") on "sr_repairs"."repair_orders" to acervo_app;
grant select, insert ("id", "number", "party_id", "claim_id", "description", "priority", "status", "requested_at", "respond_by", "responded_at", "done_at", "invoiced_amount", "warranty_until", "trade", "premises", "address_line", "postcode", "repairer_id"), update ("party_id", "claim_id", "description", "priority", "status", "respond_by", "responded_at", "done_at", "invoiced_amount", "warranty_until", "trade", "premises", "address_line", "postcode", "repairer_id") on "sr_repairs"."repair_orders" to acervo_worker;
grant select ("id", "number", "party_id", "claim_id", "description", "priority", "status", "requested_at", "respond_by", "responded_at", "done_at", "invoiced_amount", "warranty_until", "approved_count", "approved_amount", "trade", "premises", "address_line", "postcode", "repairer_id", "created_at", "updated_at") on "sr_repairs"."repair_orders" to acervo_readonly;
grant select, insert ("id", "order_id", "version", "labour", "materials", "tax", "status", "valid_until"), update ("status", "valid_until"), delete on "sr_repairs"."repair_quotes" to acervo_app;
grant select, insert ("id", "order_id", "version", "labour", "materials", "tax", "status", "valid_until"), update ("status", "valid_until"), delete on "sr_repairs"."repair_quotes" to acervo_worker;
grant select on "sr_repairs"."repair_quotes" to acervo_readonly;
grant select on "sr_repairs"."audit_events" to acervo_app;
grant select on "sr_repairs"."audit_events" to acervo_worker;
grant select on "sr_repairs"."audit_events" to acervo_readonly;
grant select on "sr_repairs"."audit_details" to acervo_app;
grant select, delete on "sr_repairs"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sr_repairs"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sr_repairs"."outbox_events" to acervo_worker;
grant select on "sr_repairs"."outbox_events" to acervo_readonly;
set local role none;
