-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 81ee252979a55c62983e06c1fc245237a8cf6ba3378a7ad2d7aca7095187ecd9

-- step: create ss_insurance with 8 tables
-- locks: none
set local search_path to "ss_insurance", acervo, pg_temp;
create schema if not exists "ss_insurance" authorization acervo_owner;
grant usage on schema "ss_insurance" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_insurance"."products" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "line" text collate "C" not null,
  "carrier_name" varchar(200) collate "C" not null,
  "description" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "policy_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(carrier_name, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "products_pkey" primary key ("id"),
  constraint "products_line_check" check ("line" in ('MOTOR', 'HOME', 'HEALTH', 'LIFE', 'FUNERAL', 'LIABILITY', 'BUSINESS', 'TRAVEL')),
  constraint "products_status_check" check ("status" in ('DRAFT', 'ON_SALE', 'WITHDRAWN')),
  constraint "products_code_check" check (code ~ '^[A-Z0-9-]+$')
);
create table "ss_insurance"."policies" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "product_id" uuid not null,
  "status" text collate "C" default 'QUOTED' not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "premium" numeric(12, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "cancelled_on" date,
  "cancellation_reason" text collate "C",
  "renews_id" uuid,
  "receipt_count" bigint default 0 not null,
  "pending_receipt_count" bigint default 0 not null,
  "claim_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "policies_pkey" primary key ("id"),
  constraint "policies_status_check" check ("status" in ('QUOTED', 'ISSUED', 'IN_FORCE', 'SUSPENDED', 'LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')),
  constraint "policies_cancelled_check" check ((status = 'CANCELLED') = (cancelled_on is not null)),
  constraint "policies_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "policies_not_itself_check" check (renews_id <> id),
  constraint "policies_premium_check" check (premium >= 0),
  constraint "policies_term_check" check (ends_on > starts_on)
);
create table "ss_insurance"."policy_versions" (
  "id" uuid default acervo.uuid7() not null,
  "policy_id" uuid not null,
  "version" integer not null,
  "valid_from" date not null,
  "valid_to" date,
  "premium" numeric(12, 2) not null,
  "coverages" jsonb default '[]'::jsonb not null,
  "reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "policy_versions_pkey" primary key ("id"),
  constraint "policy_versions_policy_id_version_key" unique ("policy_id", "version"),
  constraint "policy_versions_premium_check" check (premium >= 0),
  constraint "policy_versions_valid_check" check (valid_to > valid_from),
  constraint "policy_versions_version_check" check (version >= 1),
  constraint "policy_versions_one_version_a_day_excl" exclude using gist (policy_id with =, daterange(valid_from, valid_to) with &&)
);
create table "ss_insurance"."receipts" (
  "id" uuid default acervo.uuid7() not null,
  "policy_id" uuid not null,
  "period_start" date not null,
  "period_end" date not null,
  "due_on" date not null,
  "amount" numeric(12, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "status" text collate "C" default 'PENDING' not null,
  "paid_on" date,
  "return_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "receipts_pkey" primary key ("id"),
  constraint "receipts_policy_id_period_start_key" unique ("policy_id", "period_start"),
  constraint "receipts_status_check" check ("status" in ('PENDING', 'PAID', 'RETURNED', 'WRITTEN_OFF')),
  constraint "receipts_amount_check" check (amount >= 0),
  constraint "receipts_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "receipts_paid_check" check ((status <> 'PAID') or (paid_on is not null)),
  constraint "receipts_period_check" check (period_end > period_start)
);
create table "ss_insurance"."claims" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "policy_id" uuid not null,
  "claimant_id" uuid,
  "status" text collate "C" default 'OPENED' not null,
  "loss_on" date not null,
  "reported_at" timestamptz(6) default acervo.now() not null,
  "description" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "claims_pkey" primary key ("id"),
  constraint "claims_status_check" check ("status" in ('OPENED', 'CHECKED', 'IN_ASSESSMENT', 'INFO_PENDING', 'ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED', 'PAID', 'CLOSED', 'REOPENED')),
  constraint "claims_reported_check" check ((reported_at at time zone 'UTC')::date >= loss_on)
);
create table "ss_insurance"."audit_events" (
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
create table "ss_insurance"."audit_details" (
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
create table "ss_insurance"."outbox_events" (
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
create unique index "products_code_key" on "ss_insurance"."products" ("code") where (deleted_at is null);
create index "products_line_name_idx" on "ss_insurance"."products" ("line", "name");
create index "products_search_vector_gin_idx" on "ss_insurance"."products" using gin ("search_vector");
create unique index "policies_number_key" on "ss_insurance"."policies" ("number") where (deleted_at is null);
create index "policies_party_id_starts_on_idx" on "ss_insurance"."policies" ("party_id", "starts_on" desc);
create index "policies_renews_id_idx" on "ss_insurance"."policies" ("renews_id") where renews_id is not null;
create index "policies_status_ends_on_idx" on "ss_insurance"."policies" ("status", "ends_on");
create index "policies_product_id_idx" on "ss_insurance"."policies" ("product_id");
create index "receipts_due_on_idx" on "ss_insurance"."receipts" ("due_on") where status = 'PENDING';
create unique index "claims_number_key" on "ss_insurance"."claims" ("number") where (deleted_at is null);
create index "claims_policy_id_loss_on_idx" on "ss_insurance"."claims" ("policy_id", "loss_on" desc);
create index "claims_status_reported_at_idx" on "ss_insurance"."claims" ("status", "reported_at" desc);
create index "claims_search_vector_gin_idx" on "ss_insurance"."claims" using gin ("search_vector");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_insurance"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_insurance"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "ss_insurance"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "ss_insurance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_insurance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_insurance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_insurance"."policies" add constraint "policies_product_id_fkey" foreign key ("product_id") references "ss_insurance"."products" ("id") on delete restrict;
alter table "ss_insurance"."policies" add constraint "policies_renews_id_fkey" foreign key ("renews_id") references "ss_insurance"."policies" ("id") on delete restrict;
alter table "ss_insurance"."policy_versions" add constraint "policy_versions_policy_id_fkey" foreign key ("policy_id") references "ss_insurance"."policies" ("id") on delete restrict;
alter table "ss_insurance"."receipts" add constraint "receipts_policy_id_fkey" foreign key ("policy_id") references "ss_insurance"."policies" ("id") on delete restrict;
alter table "ss_insurance"."claims" add constraint "claims_policy_id_fkey" foreign key ("policy_id") references "ss_insurance"."policies" ("id") on delete restrict;
create or replace function "ss_insurance"."products_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'products', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('products')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."line" as "line", n."carrier_name" as "carrierName", n."description" as "description", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'products', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('products')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."line" as "line", o."carrier_name" as "carrierName", o."description" as "description", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'products', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('products')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."line" as "line", o."carrier_name" as "carrierName", o."description" as "description", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."line" as "line", n."carrier_name" as "carrierName", n."description" as "description", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."line" is distinct from n."line") then 'line' end, case when not (o."carrier_name" is distinct from n."carrier_name") then 'carrierName' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."products_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_insurance"."products_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_insurance"."policies_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'policies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('policies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."product_id" as "productId", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."premium"::text as "premium", n."currency" as "currency", n."cancelled_on" as "cancelledOn", n."cancellation_reason" as "cancellationReason", n."renews_id" as "renewsId", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'policies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('policies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."product_id" as "productId", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."premium"::text as "premium", o."currency" as "currency", o."cancelled_on" as "cancelledOn", o."cancellation_reason" as "cancellationReason", o."renews_id" as "renewsId", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'policies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('policies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."product_id" as "productId", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."premium"::text as "premium", o."currency" as "currency", o."cancelled_on" as "cancelledOn", o."cancellation_reason" as "cancellationReason", o."renews_id" as "renewsId", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."product_id" as "productId", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."premium"::text as "premium", n."currency" as "currency", n."cancelled_on" as "cancelledOn", n."cancellation_reason" as "cancellationReason", n."renews_id" as "renewsId", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."product_id" is distinct from n."product_id") then 'productId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."premium" is distinct from n."premium") then 'premium' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."cancelled_on" is distinct from n."cancelled_on") then 'cancelledOn' end, case when not (o."cancellation_reason" is distinct from n."cancellation_reason") then 'cancellationReason' end, case when not (o."renews_id" is distinct from n."renews_id") then 'renewsId' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."policies_count_policy_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_insurance"."products" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.product_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."products" p set policy_count = p.policy_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.product_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_insurance"."products" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.product_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."products" p set policy_count = p.policy_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.product_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_insurance"."products" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.product_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.product_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."products" p set policy_count = p.policy_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.product_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.product_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."policies_emit"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.product_id, n.number, n.status, n.starts_on, n.ends_on, n.premium, n.currency, n.cancelled_on, n.cancellation_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (status <> 'QUOTED' and deleted_at is null) is true as "holds 0", (status = 'CANCELLED' and deleted_at is null) is true as "holds 1", (status <> 'QUOTED' and deleted_at is not null) is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Policy', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Policy', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PolicyIssued', 'PolicyCancelled', 'PolicyRemoved'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency", 'cancelledOn', n."cancelled_on", 'cancellationReason', n."cancellation_reason")
        when 3 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.product_id, n.number, n.status, n.starts_on, n.ends_on, n.premium, n.currency, n.cancelled_on, n.cancellation_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and (n.number, n.party_id, n.product_id, n.status, n.starts_on, n.ends_on, n.premium, n.currency) is distinct from (o.number, o.party_id, o.product_id, o.status, o.starts_on, o.ends_on, o.premium, o.currency) then 2 end, case when n."holds 2" and not o."holds 2" then 3 end, case when n."holds 3" and not o."holds 3" then 4 end], null) as "its events"
      from (select *, (status <> 'QUOTED' and deleted_at is null) is true as "holds 0", (status not in ('QUOTED', 'CANCELLED') and deleted_at is null) is true as "holds 1", (status = 'CANCELLED' and deleted_at is null) is true as "holds 2", (status <> 'QUOTED' and deleted_at is not null) is true as "holds 3" from new_rows) n
        join (select *, (status <> 'QUOTED' and deleted_at is null) is true as "holds 0", (status not in ('QUOTED', 'CANCELLED') and deleted_at is null) is true as "holds 1", (status = 'CANCELLED' and deleted_at is null) is true as "holds 2", (status <> 'QUOTED' and deleted_at is not null) is true as "holds 3" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Policy', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Policy', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PolicyIssued', 'PolicyChanged', 'PolicyCancelled', 'PolicyRemoved'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency")
        when 2 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency")
        when 3 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency", 'cancelledOn', n."cancelled_on", 'cancellationReason', n."cancellation_reason")
        when 4 then jsonb_build_object('policyId', n."id", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."policies_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_insurance"."policies_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_insurance"."policy_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_insurance"."receipts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'receipts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('receipts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."policy_id" as "policyId", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."due_on" as "dueOn", n."amount"::text as "amount", n."currency" as "currency", n."status" as "status", n."paid_on" as "paidOn", n."return_reason" as "returnReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'receipts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('receipts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."policy_id" as "policyId", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."due_on" as "dueOn", o."amount"::text as "amount", o."currency" as "currency", o."status" as "status", o."paid_on" as "paidOn", o."return_reason" as "returnReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'receipts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('receipts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."policy_id" as "policyId", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."due_on" as "dueOn", o."amount"::text as "amount", o."currency" as "currency", o."status" as "status", o."paid_on" as "paidOn", o."return_reason" as "returnReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."policy_id" as "policyId", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."due_on" as "dueOn", n."amount"::text as "amount", n."currency" as "currency", n."status" as "status", n."paid_on" as "paidOn", n."return_reason" as "returnReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."period_start" is distinct from n."period_start") then 'periodStart' end, case when not (o."period_end" is distinct from n."period_end") then 'periodEnd' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."paid_on" is distinct from n."paid_on") then 'paidOn' end, case when not (o."return_reason" is distinct from n."return_reason") then 'returnReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."receipts_count_pending_receipt_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set pending_receipt_count = p.pending_receipt_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set pending_receipt_count = p.pending_receipt_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (r.status = 'PENDING') union all select r.policy_id as id, -1 as n from old_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set pending_receipt_count = p.pending_receipt_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (r.status = 'PENDING') union all select r.policy_id as id, -1 as n from old_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."receipts_count_receipt_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set receipt_count = p.receipt_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set receipt_count = p.receipt_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (true) union all select r.policy_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set receipt_count = p.receipt_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (true) union all select r.policy_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."receipts_emit"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.policy_id, n.status, n.amount, n.currency, n.due_on, n.paid_on, n.return_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end, case when n."holds 3" then 4 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'PAID') is true as "holds 1", (status = 'RETURNED') is true as "holds 2", (status = 'WRITTEN_OFF') is true as "holds 3" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Receipt', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Receipt', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReceiptIssued', 'ReceiptPaid', 'ReceiptReturned', 'ReceiptWrittenOff'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on")
        when 2 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'paidOn', n."paid_on")
        when 3 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'returnReason', n."return_reason")
        when 4 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  elsif tg_op = 'DELETE' then
    with told as (
      select n.id, n.policy_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from old_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Receipt', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Receipt', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReceiptRemoved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.policy_id, n.status, n.amount, n.currency, n.due_on, n.paid_on, n.return_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end, case when n."holds 3" and (n.status) is distinct from (o.status) then 4 end, case when n."holds 4" and (n.amount, n.currency, n.due_on, n.period_start, n.period_end) is distinct from (o.amount, o.currency, o.due_on, o.period_start, o.period_end) then 5 end], null) as "its events"
      from (select *, (status = 'PAID') is true as "holds 0", (status = 'RETURNED') is true as "holds 1", (status = 'WRITTEN_OFF') is true as "holds 2", (status = 'PENDING') is true as "holds 3", (true) is true as "holds 4" from new_rows) n
        join (select *, (status = 'PAID') is true as "holds 0", (status = 'RETURNED') is true as "holds 1", (status = 'WRITTEN_OFF') is true as "holds 2", (status = 'PENDING') is true as "holds 3", (true) is true as "holds 4" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Receipt', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Receipt', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReceiptPaid', 'ReceiptReturned', 'ReceiptWrittenOff', 'ReceiptReopened', 'ReceiptChanged'])[p.place],
      (array[1, 1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'paidOn', n."paid_on")
        when 2 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'returnReason', n."return_reason")
        when 3 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on")
        when 4 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on")
        when 5 then jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."receipts_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_insurance"."receipts_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_insurance"."claims_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_insurance", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."policy_id" as "policyId", n."claimant_id" as "claimantId", n."status" as "status", n."loss_on" as "lossOn", to_char(n."reported_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reportedAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."description" as "description") r) as came_apart,
        nullif(array_remove(array[case when n."description" is not null then 'description' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "ss_insurance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'claims', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'claims', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claims')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."policy_id" as "policyId", o."claimant_id" as "claimantId", o."status" as "status", o."loss_on" as "lossOn", to_char(o."reported_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reportedAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."description" as "description") r) as gone_apart,
        nullif(array_remove(array[case when o."description" is not null then 'description' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "ss_insurance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'claims', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'claims', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claims')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."policy_id" as "policyId", o."claimant_id" as "claimantId", o."status" as "status", o."loss_on" as "lossOn", to_char(o."reported_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reportedAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."policy_id" as "policyId", n."claimant_id" as "claimantId", n."status" as "status", n."loss_on" as "lossOn", to_char(n."reported_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reportedAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."claimant_id" is distinct from n."claimant_id") then 'claimantId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."loss_on" is distinct from n."loss_on") then 'lossOn' end, case when not (o."reported_at" is distinct from n."reported_at") then 'reportedAt' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."description" as "description") r) as gone_apart, (select to_jsonb(r) from (select n."description" as "description") r) as came_apart, array[case when not (o."description" is distinct from n."description") then 'description' end] as same_apart,
        nullif(array_remove(array[case when o."description" is distinct from n."description" then 'description' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "ss_insurance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'claims', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "ss_insurance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'claims', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('claims')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."claims_count_claim_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set claim_count = p.claim_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set claim_count = p.claim_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_insurance"."policies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.policy_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_insurance"."policies" p set claim_count = p.claim_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.policy_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."claims_emit"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.policy_id, n.claimant_id, n.number, n.status, n.loss_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (deleted_at is null) is true as "holds 0", (status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true as "holds 1", (deleted_at is not null) is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Claim', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Claim', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ClaimOpened', 'ClaimClosed', 'ClaimRemoved'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on")
        when 2 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on")
        when 3 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.policy_id, n.claimant_id, n.number, n.status, n.loss_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and (n.policy_id, n.claimant_id, n.status, n.loss_on) is distinct from (o.policy_id, o.claimant_id, o.status, o.loss_on) then 2 end, case when n."holds 2" and not o."holds 2" then 3 end, case when n."holds 3" and not o."holds 3" then 4 end], null) as "its events"
      from (select *, (deleted_at is null) is true as "holds 0", (status not in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true as "holds 1", (status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true as "holds 2", (deleted_at is not null) is true as "holds 3" from new_rows) n
        join (select *, (deleted_at is null) is true as "holds 0", (status not in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true as "holds 1", (status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true as "holds 2", (deleted_at is not null) is true as "holds 3" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Claim', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Claim', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ClaimOpened', 'ClaimChanged', 'ClaimClosed', 'ClaimRemoved'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on")
        when 2 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on")
        when 3 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on")
        when 4 then jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_insurance"."claims_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_insurance"."claims_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_insurance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_insurance"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_insurance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
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
  update "ss_insurance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_insurance"."products" referencing new table as new_rows for each statement execute function "ss_insurance"."products_audit"();
create or replace trigger "audit_update" after update on "ss_insurance"."products" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."products_audit"();
create or replace trigger "audit_delete" after delete on "ss_insurance"."products" referencing old table as old_rows for each statement execute function "ss_insurance"."products_audit"();
create or replace trigger "keep" before truncate on "ss_insurance"."products" for each statement execute function "ss_insurance"."products_keep"();
create or replace trigger "touch" before update on "ss_insurance"."products" for each row execute function "ss_insurance"."products_touch"();
create or replace trigger "audit_insert" after insert on "ss_insurance"."policies" referencing new table as new_rows for each statement execute function "ss_insurance"."policies_audit"();
create or replace trigger "audit_update" after update on "ss_insurance"."policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."policies_audit"();
create or replace trigger "audit_delete" after delete on "ss_insurance"."policies" referencing old table as old_rows for each statement execute function "ss_insurance"."policies_audit"();
create or replace trigger "count_policy_count_insert" after insert on "ss_insurance"."policies" referencing new table as new_rows for each statement execute function "ss_insurance"."policies_count_policy_count"();
create or replace trigger "count_policy_count_update" after update on "ss_insurance"."policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."policies_count_policy_count"();
create or replace trigger "count_policy_count_delete" after delete on "ss_insurance"."policies" referencing old table as old_rows for each statement execute function "ss_insurance"."policies_count_policy_count"();
create or replace trigger "emit_insert" after insert on "ss_insurance"."policies" referencing new table as new_rows for each statement execute function "ss_insurance"."policies_emit"();
create or replace trigger "emit_update" after update on "ss_insurance"."policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."policies_emit"();
create or replace trigger "keep" before truncate on "ss_insurance"."policies" for each statement execute function "ss_insurance"."policies_keep"();
create or replace trigger "touch" before update on "ss_insurance"."policies" for each row execute function "ss_insurance"."policies_touch"();
create or replace trigger "touch" before update on "ss_insurance"."policy_versions" for each row execute function "ss_insurance"."policy_versions_touch"();
create or replace trigger "audit_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_audit"();
create or replace trigger "audit_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_audit"();
create or replace trigger "audit_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_audit"();
create or replace trigger "count_pending_receipt_count_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_count_pending_receipt_count"();
create or replace trigger "count_pending_receipt_count_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_count_pending_receipt_count"();
create or replace trigger "count_pending_receipt_count_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_count_pending_receipt_count"();
create or replace trigger "count_receipt_count_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_count_receipt_count"();
create or replace trigger "count_receipt_count_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_count_receipt_count"();
create or replace trigger "count_receipt_count_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_count_receipt_count"();
create or replace trigger "emit_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_emit"();
create or replace trigger "emit_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_emit"();
create or replace trigger "emit_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_emit"();
create or replace trigger "keep" before truncate on "ss_insurance"."receipts" for each statement execute function "ss_insurance"."receipts_keep"();
create or replace trigger "touch" before update on "ss_insurance"."receipts" for each row execute function "ss_insurance"."receipts_touch"();
create or replace trigger "audit_insert" after insert on "ss_insurance"."claims" referencing new table as new_rows for each statement execute function "ss_insurance"."claims_audit"();
create or replace trigger "audit_update" after update on "ss_insurance"."claims" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."claims_audit"();
create or replace trigger "audit_delete" after delete on "ss_insurance"."claims" referencing old table as old_rows for each statement execute function "ss_insurance"."claims_audit"();
create or replace trigger "count_claim_count_insert" after insert on "ss_insurance"."claims" referencing new table as new_rows for each statement execute function "ss_insurance"."claims_count_claim_count"();
create or replace trigger "count_claim_count_update" after update on "ss_insurance"."claims" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."claims_count_claim_count"();
create or replace trigger "count_claim_count_delete" after delete on "ss_insurance"."claims" referencing old table as old_rows for each statement execute function "ss_insurance"."claims_count_claim_count"();
create or replace trigger "emit_insert" after insert on "ss_insurance"."claims" referencing new table as new_rows for each statement execute function "ss_insurance"."claims_emit"();
create or replace trigger "emit_update" after update on "ss_insurance"."claims" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."claims_emit"();
create or replace trigger "keep" before truncate on "ss_insurance"."claims" for each statement execute function "ss_insurance"."claims_keep"();
create or replace trigger "touch" before update on "ss_insurance"."claims" for each row execute function "ss_insurance"."claims_touch"();
create or replace trigger "keep" before truncate on "ss_insurance"."audit_events" for each statement execute function "ss_insurance"."audit_events_keep"();
create or replace trigger "keep" before truncate on "ss_insurance"."audit_details" for each statement execute function "ss_insurance"."audit_details_keep"();
create or replace trigger "number" after insert on "ss_insurance"."outbox_events" referencing new table as new_rows for each statement execute function "ss_insurance"."outbox_events_number"();
alter table "ss_insurance"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_insurance"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_insurance"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "ss_insurance"."audit_details" enable row level security, force row level security;
create policy "added" on "ss_insurance"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "ss_insurance"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "ss_insurance"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "line", "carrier_name", "description", "status", "deleted_at"), update ("code", "name", "line", "carrier_name", "description", "status", "deleted_at") on "ss_insurance"."products" to acervo_app;
grant select, insert ("id", "code", "name", "line", "carrier_name", "description", "status", "deleted_at"), update ("code", "name", "line", "carrier_name", "description", "status", "deleted_at") on "ss_insurance"."products" to acervo_worker;
grant select ("id", "code", "name", "line", "carrier_name", "description", "status", "policy_count", "created_at", "deleted_at", "updated_at") on "ss_insurance"."products" to acervo_readonly;
grant select, insert ("id", "number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at"), update ("number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at") on "ss_insurance"."policies" to acervo_app;
grant select, insert ("id", "number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at"), update ("number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at") on "ss_insurance"."policies" to acervo_worker;
grant select on "ss_insurance"."policies" to acervo_readonly;
grant select, insert ("id", "policy_id", "version", "valid_from", "valid_to", "premium", "coverages", "reason"), update ("valid_from", "valid_to", "premium", "coverages", "reason"), delete on "ss_insurance"."policy_versions" to acervo_app;
grant select, insert ("id", "policy_id", "version", "valid_from", "valid_to", "premium", "coverages", "reason"), update ("valid_from", "valid_to", "premium", "coverages", "reason"), delete on "ss_insurance"."policy_versions" to acervo_worker;
grant select on "ss_insurance"."policy_versions" to acervo_readonly;
grant select, insert ("id", "policy_id", "period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), update ("period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), delete on "ss_insurance"."receipts" to acervo_app;
grant select, insert ("id", "policy_id", "period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), update ("period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), delete on "ss_insurance"."receipts" to acervo_worker;
grant select on "ss_insurance"."receipts" to acervo_readonly;
grant select, insert ("id", "number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at"), update ("number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at") on "ss_insurance"."claims" to acervo_app;
grant select, insert ("id", "number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at"), update ("number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at") on "ss_insurance"."claims" to acervo_worker;
grant select ("id", "number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "created_at", "deleted_at", "updated_at") on "ss_insurance"."claims" to acervo_readonly;
grant select on "ss_insurance"."audit_events" to acervo_app;
grant select on "ss_insurance"."audit_events" to acervo_worker;
grant select on "ss_insurance"."audit_events" to acervo_readonly;
grant select on "ss_insurance"."audit_details" to acervo_app;
grant select, delete on "ss_insurance"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_insurance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_insurance"."outbox_events" to acervo_worker;
grant select on "ss_insurance"."outbox_events" to acervo_readonly;
set local role none;
