-- acervo: transactional
-- objects: extension unaccent; text search acervo.simple_unaccent simple
-- model: 7f0e69f68ec8ba947c424535911c33789b6e8f18f0435dc8ddab1cca6e6c07a0

-- step: create se_energy with 6 tables
-- locks: none
set local search_path to "se_energy", acervo, pg_temp;
create schema if not exists "se_energy" authorization acervo_owner;
grant usage on schema "se_energy" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "se_energy"."supply_points" (
  "id" uuid default acervo.uuid7() not null,
  "cups" varchar(22) collate "C" not null,
  "commodity" text collate "C" not null,
  "distributor" varchar(200) collate "C",
  "address_line" text collate "C" not null,
  "postcode" varchar(5) collate "C",
  "city" text collate "C",
  "province" text collate "C",
  "occupant_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(cups, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(address_line, '')), 'B') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(city, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "supply_points_pkey" primary key ("id"),
  constraint "supply_points_commodity_check" check ("commodity" in ('ELECTRICITY', 'GAS')),
  constraint "supply_points_cups_check" check (case when cups ~ '^ES[0-9]{16}[A-Z]{2}([0-9][FPRCXYZ])?$'
    then substr(cups, 19, 2) =
      substr('TRWAGMYFPDXBNJZSQVHLCKE', ((substr(cups, 3, 16)::bigint % 529) / 23)::integer + 1, 1) ||
      substr('TRWAGMYFPDXBNJZSQVHLCKE', ((substr(cups, 3, 16)::bigint % 529) % 23)::integer + 1, 1)
    else false end),
  constraint "supply_points_postcode_check" check (postcode ~ '^(0[1-9]|[1-4][0-9]|5[0-2])[0-9]{3}$')
);
create table "se_energy"."partners" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(200) collate "C" not null,
  "role" text collate "C" not null,
  "own" boolean default false not null,
  "tax_number" varchar(20) collate "C",
  "website" varchar(300) collate "C",
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "partners_pkey" primary key ("id"),
  constraint "partners_role_check" check ("role" in ('BRAND', 'SUPPLIER', 'DISTRIBUTOR')),
  constraint "partners_status_check" check ("status" in ('ACTIVE', 'INACTIVE')),
  constraint "partners_website_check" check (website ~ '^https?://')
);
create table "se_energy"."energy_contracts" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "supply_point_id" uuid not null,
  "brand_id" uuid not null,
  "tariff" text collate "C" not null,
  "power_p1_kw" numeric(9, 3),
  "power_p2_kw" numeric(9, 3),
  "status" text collate "C" default 'REQUESTED' not null,
  "rejection_code" varchar(20) collate "C",
  "rejection_reason" text collate "C",
  "requested_at" timestamptz(6) default acervo.now() not null,
  "starts_on" date,
  "ends_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "energy_contracts_pkey" primary key ("id"),
  constraint "energy_contracts_number_key" unique ("number"),
  constraint "energy_contracts_tariff_check" check ("tariff" in ('2.0TD', '3.0TD', '6.1TD', '6.2TD', '6.3TD', '6.4TD', 'RL.1', 'RL.2', 'RL.3', 'RL.4')),
  constraint "energy_contracts_status_check" check ("status" in ('REQUESTED', 'ACCEPTED', 'REJECTED', 'ACTIVATED', 'CLOSED')),
  constraint "energy_contracts_activated_check" check (status <> 'ACTIVATED' or starts_on is not null),
  constraint "energy_contracts_power_check" check (power_p1_kw > 0 and power_p2_kw > 0),
  constraint "energy_contracts_power_by_tariff_check" check ((tariff like 'RL.%') = (power_p1_kw is null) and (tariff like 'RL.%') = (power_p2_kw is null)),
  constraint "energy_contracts_rejected_check" check ((status = 'REJECTED') = (rejection_code is not null)),
  constraint "energy_contracts_term_check" check (ends_on > starts_on)
);
create table "se_energy"."switches" (
  "id" uuid default acervo.uuid7() not null,
  "supply_point_id" uuid not null,
  "contract_id" uuid,
  "from_supplier_id" uuid,
  "to_supplier_id" uuid not null,
  "status" text collate "C" default 'REQUESTED' not null,
  "rejection_code" varchar(20) collate "C",
  "requested_at" timestamptz(6) default acervo.now() not null,
  "withdrawable_until" date,
  "effective_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "switches_pkey" primary key ("id"),
  constraint "switches_status_check" check ("status" in ('REQUESTED', 'ACCEPTED', 'REJECTED', 'ACTIVATED', 'WITHDRAWN')),
  constraint "switches_activated_check" check (status <> 'ACTIVATED' or effective_on is not null),
  constraint "switches_rejected_check" check ((status = 'REJECTED') = (rejection_code is not null)),
  constraint "switches_supplier_check" check (from_supplier_id <> to_supplier_id)
);
create table "se_energy"."audit_events" (
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
create table "se_energy"."outbox_events" (
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
create unique index "supply_points_cups_key" on "se_energy"."supply_points" ("cups") where (deleted_at is null);
create index "supply_points_postcode_idx" on "se_energy"."supply_points" ("postcode") where postcode is not null;
create index "supply_points_search_vector_gin_idx" on "se_energy"."supply_points" using gin ("search_vector");
create unique index "partners_role_name_key" on "se_energy"."partners" ("role", "name") where (deleted_at is null);
create unique index "energy_contracts_one_active_key" on "se_energy"."energy_contracts" ("supply_point_id") where (status = 'ACTIVATED');
create index "energy_contracts_party_id_requested_at_idx" on "se_energy"."energy_contracts" ("party_id", "requested_at" desc);
create index "energy_contracts_supply_point_id_requested_at_idx" on "se_energy"."energy_contracts" ("supply_point_id", "requested_at" desc);
create index "energy_contracts_status_requested_at_idx" on "se_energy"."energy_contracts" ("status", "requested_at");
create index "energy_contracts_brand_id_idx" on "se_energy"."energy_contracts" ("brand_id");
create unique index "switches_one_in_flight_key" on "se_energy"."switches" ("supply_point_id") where (status in ('REQUESTED', 'ACCEPTED'));
create index "switches_supply_point_id_requested_at_idx" on "se_energy"."switches" ("supply_point_id", "requested_at" desc);
create index "switches_status_requested_at_idx" on "se_energy"."switches" ("status", "requested_at");
create index "switches_contract_id_idx" on "se_energy"."switches" ("contract_id");
create index "switches_from_supplier_id_idx" on "se_energy"."switches" ("from_supplier_id");
create index "switches_to_supplier_id_idx" on "se_energy"."switches" ("to_supplier_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "se_energy"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "se_energy"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "se_energy"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "se_energy"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "se_energy"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "se_energy"."energy_contracts" add constraint "energy_contracts_supply_point_id_fkey" foreign key ("supply_point_id") references "se_energy"."supply_points" ("id") on delete restrict;
alter table "se_energy"."energy_contracts" add constraint "energy_contracts_brand_id_fkey" foreign key ("brand_id") references "se_energy"."partners" ("id") on delete restrict;
alter table "se_energy"."switches" add constraint "switches_supply_point_id_fkey" foreign key ("supply_point_id") references "se_energy"."supply_points" ("id") on delete restrict;
alter table "se_energy"."switches" add constraint "switches_contract_id_fkey" foreign key ("contract_id") references "se_energy"."energy_contracts" ("id") on delete restrict;
alter table "se_energy"."switches" add constraint "switches_from_supplier_id_fkey" foreign key ("from_supplier_id") references "se_energy"."partners" ("id") on delete restrict;
alter table "se_energy"."switches" add constraint "switches_to_supplier_id_fkey" foreign key ("to_supplier_id") references "se_energy"."partners" ("id") on delete restrict;
create or replace function "se_energy"."supply_points_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "se_energy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'supply_points', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('supply_points')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."cups" as "cups", n."commodity" as "commodity", n."distributor" as "distributor", n."address_line" as "addressLine", n."postcode" as "postcode", n."city" as "city", n."province" as "province", n."occupant_id" as "occupantId", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'supply_points', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('supply_points')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."cups" as "cups", o."commodity" as "commodity", o."distributor" as "distributor", o."address_line" as "addressLine", o."postcode" as "postcode", o."city" as "city", o."province" as "province", o."occupant_id" as "occupantId", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'supply_points', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('supply_points')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."cups" as "cups", o."commodity" as "commodity", o."distributor" as "distributor", o."address_line" as "addressLine", o."postcode" as "postcode", o."city" as "city", o."province" as "province", o."occupant_id" as "occupantId", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."cups" as "cups", n."commodity" as "commodity", n."distributor" as "distributor", n."address_line" as "addressLine", n."postcode" as "postcode", n."city" as "city", n."province" as "province", n."occupant_id" as "occupantId", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."cups" is distinct from n."cups") then 'cups' end, case when not (o."commodity" is distinct from n."commodity") then 'commodity' end, case when not (o."distributor" is distinct from n."distributor") then 'distributor' end, case when not (o."address_line" is distinct from n."address_line") then 'addressLine' end, case when not (o."postcode" is distinct from n."postcode") then 'postcode' end, case when not (o."city" is distinct from n."city") then 'city' end, case when not (o."province" is distinct from n."province") then 'province' end, case when not (o."occupant_id" is distinct from n."occupant_id") then 'occupantId' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "se_energy"."supply_points_keep"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "se_energy"."supply_points_touch"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "se_energy"."partners_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "se_energy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'partners', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('partners')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."role" as "role", n."own" as "own", n."tax_number" as "taxNumber", n."website" as "website", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'partners', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('partners')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."role" as "role", o."own" as "own", o."tax_number" as "taxNumber", o."website" as "website", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'partners', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('partners')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."role" as "role", o."own" as "own", o."tax_number" as "taxNumber", o."website" as "website", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."role" as "role", n."own" as "own", n."tax_number" as "taxNumber", n."website" as "website", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."role" is distinct from n."role") then 'role' end, case when not (o."own" is distinct from n."own") then 'own' end, case when not (o."tax_number" is distinct from n."tax_number") then 'taxNumber' end, case when not (o."website" is distinct from n."website") then 'website' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "se_energy"."partners_keep"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "se_energy"."partners_touch"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "se_energy"."energy_contracts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "se_energy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'energy_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('energy_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."supply_point_id" as "supplyPointId", n."brand_id" as "brandId", n."tariff" as "tariff", n."power_p1_kw"::text as "powerP1Kw", n."power_p2_kw"::text as "powerP2Kw", n."status" as "status", n."rejection_code" as "rejectionCode", n."rejection_reason" as "rejectionReason", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", n."starts_on" as "startsOn", n."ends_on" as "endsOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'energy_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('energy_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."supply_point_id" as "supplyPointId", o."brand_id" as "brandId", o."tariff" as "tariff", o."power_p1_kw"::text as "powerP1Kw", o."power_p2_kw"::text as "powerP2Kw", o."status" as "status", o."rejection_code" as "rejectionCode", o."rejection_reason" as "rejectionReason", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", o."starts_on" as "startsOn", o."ends_on" as "endsOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'energy_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('energy_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."supply_point_id" as "supplyPointId", o."brand_id" as "brandId", o."tariff" as "tariff", o."power_p1_kw"::text as "powerP1Kw", o."power_p2_kw"::text as "powerP2Kw", o."status" as "status", o."rejection_code" as "rejectionCode", o."rejection_reason" as "rejectionReason", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", o."starts_on" as "startsOn", o."ends_on" as "endsOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."supply_point_id" as "supplyPointId", n."brand_id" as "brandId", n."tariff" as "tariff", n."power_p1_kw"::text as "powerP1Kw", n."power_p2_kw"::text as "powerP2Kw", n."status" as "status", n."rejection_code" as "rejectionCode", n."rejection_reason" as "rejectionReason", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", n."starts_on" as "startsOn", n."ends_on" as "endsOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."supply_point_id" is distinct from n."supply_point_id") then 'supplyPointId' end, case when not (o."brand_id" is distinct from n."brand_id") then 'brandId' end, case when not (o."tariff" is distinct from n."tariff") then 'tariff' end, case when not (o."power_p1_kw" is distinct from n."power_p1_kw") then 'powerP1Kw' end, case when not (o."power_p2_kw" is distinct from n."power_p2_kw") then 'powerP2Kw' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."rejection_code" is distinct from n."rejection_code") then 'rejectionCode' end, case when not (o."rejection_reason" is distinct from n."rejection_reason") then 'rejectionReason' end, case when not (o."requested_at" is distinct from n."requested_at") then 'requestedAt' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "se_energy"."energy_contracts_emit"() returns trigger language plpgsql security definer
set search_path to "se_energy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.number, n.status, n.supply_point_id, n.brand_id, n.tariff, n.starts_on, n.ends_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end, case when n."holds 3" then 4 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'ACTIVATED') is true as "holds 1", (status in ('CLOSED', 'REJECTED')) is true as "holds 2", (status = 'ACCEPTED') is true as "holds 3" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'EnergyContract', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "se_energy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'EnergyContract', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ContractRequested', 'ContractActivated', 'ContractClosed', 'ContractAccepted'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 2 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 3 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 4 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  elsif tg_op = 'DELETE' then
    with told as (
      select n.id, n.party_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from old_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'EnergyContract', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "se_energy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'EnergyContract', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ContractRemoved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.number, n.status, n.supply_point_id, n.brand_id, n.tariff, n.starts_on, n.ends_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and (n.number, n.party_id, n.supply_point_id, n.brand_id, n.tariff, n.starts_on, n.ends_on) is distinct from (o.number, o.party_id, o.supply_point_id, o.brand_id, o.tariff, o.starts_on, o.ends_on) then 3 end, case when n."holds 3" and not o."holds 3" then 4 end], null) as "its events"
      from (select *, (status = 'ACTIVATED') is true as "holds 0", (status in ('CLOSED', 'REJECTED')) is true as "holds 1", (status in ('REQUESTED', 'ACCEPTED', 'ACTIVATED')) is true as "holds 2", (status = 'ACCEPTED') is true as "holds 3" from new_rows) n
        join (select *, (status = 'ACTIVATED') is true as "holds 0", (status in ('CLOSED', 'REJECTED')) is true as "holds 1", (status in ('REQUESTED', 'ACCEPTED', 'ACTIVATED')) is true as "holds 2", (status = 'ACCEPTED') is true as "holds 3" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'EnergyContract', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "se_energy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'EnergyContract', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ContractActivated', 'ContractClosed', 'ContractChanged', 'ContractAccepted'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 2 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 3 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 4 then jsonb_build_object('contractId', n."id", 'partyId', n."party_id", 'number', n."number", 'status', n."status", 'supplyPointId', n."supply_point_id", 'brandId', n."brand_id", 'tariff', n."tariff", 'startsOn', n."starts_on", 'endsOn', n."ends_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "se_energy"."energy_contracts_keep"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "se_energy"."energy_contracts_touch"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "se_energy"."switches_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "se_energy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'switches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('switches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."supply_point_id" as "supplyPointId", n."contract_id" as "contractId", n."from_supplier_id" as "fromSupplierId", n."to_supplier_id" as "toSupplierId", n."status" as "status", n."rejection_code" as "rejectionCode", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", n."withdrawable_until" as "withdrawableUntil", n."effective_on" as "effectiveOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'switches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('switches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."supply_point_id" as "supplyPointId", o."contract_id" as "contractId", o."from_supplier_id" as "fromSupplierId", o."to_supplier_id" as "toSupplierId", o."status" as "status", o."rejection_code" as "rejectionCode", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", o."withdrawable_until" as "withdrawableUntil", o."effective_on" as "effectiveOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "se_energy"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'switches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('switches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."supply_point_id" as "supplyPointId", o."contract_id" as "contractId", o."from_supplier_id" as "fromSupplierId", o."to_supplier_id" as "toSupplierId", o."status" as "status", o."rejection_code" as "rejectionCode", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", o."withdrawable_until" as "withdrawableUntil", o."effective_on" as "effectiveOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."supply_point_id" as "supplyPointId", n."contract_id" as "contractId", n."from_supplier_id" as "fromSupplierId", n."to_supplier_id" as "toSupplierId", n."status" as "status", n."rejection_code" as "rejectionCode", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", n."withdrawable_until" as "withdrawableUntil", n."effective_on" as "effectiveOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."supply_point_id" is distinct from n."supply_point_id") then 'supplyPointId' end, case when not (o."contract_id" is distinct from n."contract_id") then 'contractId' end, case when not (o."from_supplier_id" is distinct from n."from_supplier_id") then 'fromSupplierId' end, case when not (o."to_supplier_id" is distinct from n."to_supplier_id") then 'toSupplierId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."rejection_code" is distinct from n."rejection_code") then 'rejectionCode' end, case when not (o."requested_at" is distinct from n."requested_at") then 'requestedAt' end, case when not (o."withdrawable_until" is distinct from n."withdrawable_until") then 'withdrawableUntil' end, case when not (o."effective_on" is distinct from n."effective_on") then 'effectiveOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "se_energy"."switches_emit"() returns trigger language plpgsql security definer
set search_path to "se_energy", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.contract_id, n.supply_point_id, n.to_supplier_id, n.status, n.effective_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Switch', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "se_energy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Switch', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SwitchRequested'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('switchId', n."id", 'contractId', n."contract_id", 'supplyPointId', n."supply_point_id", 'toSupplierId', n."to_supplier_id", 'status', n."status", 'effectiveOn', n."effective_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  elsif tg_op = 'DELETE' then
    with told as (
      select n.id, n.contract_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from old_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Switch', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "se_energy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Switch', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SwitchRemoved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('switchId', n."id", 'contractId', n."contract_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.contract_id, n.supply_point_id, n.to_supplier_id, n.status, n.effective_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and (n.status, n.contract_id, n.effective_on) is distinct from (o.status, o.contract_id, o.effective_on) then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
        join (select *, (true) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Switch', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "se_energy"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Switch', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SwitchChanged'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('switchId', n."id", 'contractId', n."contract_id", 'supplyPointId', n."supply_point_id", 'toSupplierId', n."to_supplier_id", 'status', n."status", 'effectiveOn', n."effective_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "se_energy"."switches_keep"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "se_energy"."switches_touch"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "se_energy"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "se_energy", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "se_energy"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "se_energy", pg_temp as $body$
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
  update "se_energy"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "se_energy"."supply_points" referencing new table as new_rows for each statement execute function "se_energy"."supply_points_audit"();
create or replace trigger "audit_update" after update on "se_energy"."supply_points" referencing new table as new_rows old table as old_rows for each statement execute function "se_energy"."supply_points_audit"();
create or replace trigger "audit_delete" after delete on "se_energy"."supply_points" referencing old table as old_rows for each statement execute function "se_energy"."supply_points_audit"();
create or replace trigger "keep" before truncate on "se_energy"."supply_points" for each statement execute function "se_energy"."supply_points_keep"();
create or replace trigger "touch" before update on "se_energy"."supply_points" for each row execute function "se_energy"."supply_points_touch"();
create or replace trigger "audit_insert" after insert on "se_energy"."partners" referencing new table as new_rows for each statement execute function "se_energy"."partners_audit"();
create or replace trigger "audit_update" after update on "se_energy"."partners" referencing new table as new_rows old table as old_rows for each statement execute function "se_energy"."partners_audit"();
create or replace trigger "audit_delete" after delete on "se_energy"."partners" referencing old table as old_rows for each statement execute function "se_energy"."partners_audit"();
create or replace trigger "keep" before truncate on "se_energy"."partners" for each statement execute function "se_energy"."partners_keep"();
create or replace trigger "touch" before update on "se_energy"."partners" for each row execute function "se_energy"."partners_touch"();
create or replace trigger "audit_insert" after insert on "se_energy"."energy_contracts" referencing new table as new_rows for each statement execute function "se_energy"."energy_contracts_audit"();
create or replace trigger "audit_update" after update on "se_energy"."energy_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "se_energy"."energy_contracts_audit"();
create or replace trigger "audit_delete" after delete on "se_energy"."energy_contracts" referencing old table as old_rows for each statement execute function "se_energy"."energy_contracts_audit"();
create or replace trigger "emit_insert" after insert on "se_energy"."energy_contracts" referencing new table as new_rows for each statement execute function "se_energy"."energy_contracts_emit"();
create or replace trigger "emit_update" after update on "se_energy"."energy_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "se_energy"."energy_contracts_emit"();
create or replace trigger "emit_delete" after delete on "se_energy"."energy_contracts" referencing old table as old_rows for each statement execute function "se_energy"."energy_contracts_emit"();
create or replace trigger "keep" before truncate on "se_energy"."energy_contracts" for each statement execute function "se_energy"."energy_contracts_keep"();
create or replace trigger "touch" before update on "se_energy"."energy_contracts" for each row execute function "se_energy"."energy_contracts_touch"();
create or replace trigger "audit_insert" after insert on "se_energy"."switches" referencing new table as new_rows for each statement execute function "se_energy"."switches_audit"();
create or replace trigger "audit_update" after update on "se_energy"."switches" referencing new table as new_rows old table as old_rows for each statement execute function "se_energy"."switches_audit"();
create or replace trigger "audit_delete" after delete on "se_energy"."switches" referencing old table as old_rows for each statement execute function "se_energy"."switches_audit"();
create or replace trigger "emit_insert" after insert on "se_energy"."switches" referencing new table as new_rows for each statement execute function "se_energy"."switches_emit"();
create or replace trigger "emit_update" after update on "se_energy"."switches" referencing new table as new_rows old table as old_rows for each statement execute function "se_energy"."switches_emit"();
create or replace trigger "emit_delete" after delete on "se_energy"."switches" referencing old table as old_rows for each statement execute function "se_energy"."switches_emit"();
create or replace trigger "keep" before truncate on "se_energy"."switches" for each statement execute function "se_energy"."switches_keep"();
create or replace trigger "touch" before update on "se_energy"."switches" for each row execute function "se_energy"."switches_touch"();
create or replace trigger "keep" before truncate on "se_energy"."audit_events" for each statement execute function "se_energy"."audit_events_keep"();
create or replace trigger "number" after insert on "se_energy"."outbox_events" referencing new table as new_rows for each statement execute function "se_energy"."outbox_events_number"();
alter table "se_energy"."audit_events" enable row level security, force row level security;
create policy "added" on "se_energy"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "se_energy"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "cups", "commodity", "distributor", "address_line", "postcode", "city", "province", "occupant_id", "deleted_at"), update ("cups", "commodity", "distributor", "address_line", "postcode", "city", "province", "occupant_id", "deleted_at") on "se_energy"."supply_points" to acervo_app;
grant select, insert ("id", "cups", "commodity", "distributor", "address_line", "postcode", "city", "province", "occupant_id", "deleted_at"), update ("cups", "commodity", "distributor", "address_line", "postcode", "city", "province", "occupant_id", "deleted_at") on "se_energy"."supply_points" to acervo_worker;
grant select ("id", "cups", "commodity", "distributor", "address_line", "postcode", "city", "province", "occupant_id", "created_at", "deleted_at", "updated_at") on "se_energy"."supply_points" to acervo_readonly;
grant select, insert ("id", "name", "role", "own", "tax_number", "website", "status", "deleted_at"), update ("name", "role", "own", "tax_number", "website", "status", "deleted_at") on "se_energy"."partners" to acervo_app;
grant select, insert ("id", "name", "role", "own", "tax_number", "website", "status", "deleted_at"), update ("name", "role", "own", "tax_number", "website", "status", "deleted_at") on "se_energy"."partners" to acervo_worker;
grant select on "se_energy"."partners" to acervo_readonly;
grant select, insert ("id", "number", "party_id", "supply_point_id", "brand_id", "tariff", "power_p1_kw", "power_p2_kw", "status", "rejection_code", "rejection_reason", "requested_at", "starts_on", "ends_on"), update ("number", "party_id", "supply_point_id", "brand_id", "tariff", "power_p1_kw", "power_p2_kw", "status", "rejection_code", "rejection_reason", "starts_on", "ends_on"), delete on "se_energy"."energy_contracts" to acervo_app;
grant select, insert ("id", "number", "party_id", "supply_point_id", "brand_id", "tariff", "power_p1_kw", "power_p2_kw", "status", "rejection_code", "rejection_reason", "requested_at", "starts_on", "ends_on"), update ("number", "party_id", "supply_point_id", "brand_id", "tariff", "power_p1_kw", "power_p2_kw", "status", "rejection_code", "rejection_reason", "starts_on", "ends_on"), delete on "se_energy"."energy_contracts" to acervo_worker;
grant select on "se_energy"."energy_contracts" to acervo_readonly;
grant select, insert ("id", "supply_point_id", "contract_id", "from_supplier_id", "to_supplier_id", "status", "rejection_code", "requested_at", "withdrawable_until", "effective_on"), update ("contract_id", "from_supplier_id", "to_supplier_id", "status", "rejection_code", "withdrawable_until", "effective_on"), delete on "se_energy"."switches" to acervo_app;
grant select, insert ("id", "supply_point_id", "contract_id", "from_supplier_id", "to_supplier_id", "status", "rejection_code", "requested_at", "withdrawable_until", "effective_on"), update ("contract_id", "from_supplier_id", "to_supplier_id", "status", "rejection_code", "withdrawable_until", "effective_on"), delete on "se_energy"."switches" to acervo_worker;
grant select on "se_energy"."switches" to acervo_readonly;
grant select on "se_energy"."audit_events" to acervo_app;
grant select on "se_energy"."audit_events" to acervo_worker;
grant select on "se_energy"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "se_energy"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "se_energy"."outbox_events" to acervo_worker;
grant select on "se_energy"."outbox_events" to acervo_readonly;
set local role none;
