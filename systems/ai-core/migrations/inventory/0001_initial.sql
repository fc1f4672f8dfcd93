-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 83e1047b4172ee9b753c984e2ee3935ee47220102d5a7252ac987ff57d06bf3a

-- step: create sm_inventory with 6 tables
-- locks: none
set local search_path to "sm_inventory", acervo, pg_temp;
create schema if not exists "sm_inventory" authorization acervo_owner;
grant usage on schema "sm_inventory" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_inventory"."items" (
  "id" uuid default acervo.uuid7() not null,
  "sku" varchar(60) collate "C" not null,
  "name" text collate "C" not null,
  "description" text collate "C",
  "unit" text collate "C" default 'UNIT' not null,
  "reorder_at" numeric(14, 3),
  "status" text collate "C" default 'ACTIVE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(sku, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "items_pkey" primary key ("id"),
  constraint "items_unit_check" check ("unit" in ('UNIT', 'KG', 'LITRE', 'METRE', 'HOUR')),
  constraint "items_status_check" check ("status" in ('ACTIVE', 'RETIRED')),
  constraint "items_reorder_check" check (reorder_at >= 0)
);
create table "sm_inventory"."locations" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "name" text collate "C" not null,
  "parent_id" uuid,
  "kind" text collate "C" default 'WAREHOUSE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "locations_pkey" primary key ("id"),
  constraint "locations_code_key" unique ("code"),
  constraint "locations_kind_check" check ("kind" in ('WAREHOUSE', 'SHELF', 'VEHICLE', 'OFFICE')),
  constraint "locations_not_itself_check" check (parent_id <> id)
);
create table "sm_inventory"."stock_levels" (
  "id" uuid default acervo.uuid7() not null,
  "item_id" uuid not null,
  "location_id" uuid not null,
  "quantity" numeric(14, 3) default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "stock_levels_pkey" primary key ("id"),
  constraint "stock_levels_item_id_location_id_key" unique ("item_id", "location_id"),
  constraint "stock_levels_quantity_check" check (quantity >= 0)
);
create table "sm_inventory"."stock_movements" (
  "id" uuid default acervo.uuid7() not null,
  "level_id" uuid not null,
  "kind" text collate "C" not null,
  "quantity" numeric(14, 3) not null,
  "transfer_id" uuid,
  "reason" text collate "C",
  "moved_at" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "stock_movements_pkey" primary key ("id"),
  constraint "stock_movements_kind_check" check ("kind" in ('RECEIPT', 'ISSUE', 'TRANSFER', 'COUNT')),
  constraint "stock_movements_count_check" check (kind <> 'COUNT' or reason is not null),
  constraint "stock_movements_issue_check" check (kind <> 'ISSUE' or quantity < 0),
  constraint "stock_movements_quantity_check" check (quantity <> 0),
  constraint "stock_movements_receipt_check" check (kind <> 'RECEIPT' or quantity > 0),
  constraint "stock_movements_transfer_check" check ((kind = 'TRANSFER') = (transfer_id is not null))
);
create table "sm_inventory"."audit_events" (
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
create table "sm_inventory"."outbox_events" (
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
create unique index "items_sku_key" on "sm_inventory"."items" ("sku") where (deleted_at is null);
create index "items_search_vector_gin_idx" on "sm_inventory"."items" using gin ("search_vector");
create index "locations_parent_id_idx" on "sm_inventory"."locations" ("parent_id") where parent_id is not null;
create index "stock_levels_location_id_idx" on "sm_inventory"."stock_levels" ("location_id");
create index "stock_movements_level_id_moved_at_idx" on "sm_inventory"."stock_movements" ("level_id", "moved_at" desc);
create index "stock_movements_transfer_id_idx" on "sm_inventory"."stock_movements" ("transfer_id") where transfer_id is not null;
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_inventory"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_inventory"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_inventory"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_inventory"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_inventory"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_inventory"."locations" add constraint "locations_parent_id_fkey" foreign key ("parent_id") references "sm_inventory"."locations" ("id") on delete restrict;
alter table "sm_inventory"."stock_levels" add constraint "stock_levels_item_id_fkey" foreign key ("item_id") references "sm_inventory"."items" ("id") on delete restrict;
alter table "sm_inventory"."stock_levels" add constraint "stock_levels_location_id_fkey" foreign key ("location_id") references "sm_inventory"."locations" ("id") on delete restrict;
alter table "sm_inventory"."stock_movements" add constraint "stock_movements_level_id_fkey" foreign key ("level_id") references "sm_inventory"."stock_levels" ("id") on delete restrict;
create or replace function "sm_inventory"."items_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_inventory", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'items', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('items')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."sku" as "sku", n."name" as "name", n."description" as "description", n."unit" as "unit", n."reorder_at"::text as "reorderAt", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'items', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('items')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."sku" as "sku", o."name" as "name", o."description" as "description", o."unit" as "unit", o."reorder_at"::text as "reorderAt", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'items', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('items')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."sku" as "sku", o."name" as "name", o."description" as "description", o."unit" as "unit", o."reorder_at"::text as "reorderAt", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."sku" as "sku", n."name" as "name", n."description" as "description", n."unit" as "unit", n."reorder_at"::text as "reorderAt", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."sku" is distinct from n."sku") then 'sku' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."unit" is distinct from n."unit") then 'unit' end, case when not (o."reorder_at" is distinct from n."reorder_at") then 'reorderAt' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."items_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_inventory"."items_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_inventory"."locations_acyclic_parent_id"() returns trigger language plpgsql security definer
set search_path to "sm_inventory", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.parent_id is not null) then
    return null;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_inventory"."locations".acyclic_parent_id', 7411));
  if exists (
    with recursive way(start, here) as (
      select n.id, n.parent_id from new_rows n where n.parent_id is not null and true
      union
      select w.start, t.parent_id from way w join "sm_inventory"."locations" t on t.id = w.here
      where t.parent_id is not null and true
    )
    select from way where start = here
  ) then
    raise exception using errcode = 'AV304', message = 'the links lead back to where they started';
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."locations_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_inventory", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'locations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('locations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."parent_id" as "parentId", n."kind" as "kind") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'locations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('locations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."parent_id" as "parentId", o."kind" as "kind") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'locations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('locations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."parent_id" as "parentId", o."kind" as "kind") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."parent_id" as "parentId", n."kind" as "kind") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."parent_id" is distinct from n."parent_id") then 'parentId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."locations_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_inventory"."locations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_inventory"."stock_levels_emit"() returns trigger language plpgsql security definer
set search_path to "sm_inventory", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    null;
  else
    with told as (
      select n.id, n.item_id, n.location_id, n.quantity, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and (n.quantity) is distinct from (o.quantity) then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
        join (select *, (true) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'StockLevel', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_inventory"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'StockLevel', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['StockMoved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('levelId', n."id", 'itemId', n."item_id", 'locationId', n."location_id", 'quantity', n."quantity"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."stock_levels_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_inventory"."stock_movements_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_inventory", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'stock_movements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('stock_movements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."level_id" as "levelId", n."kind" as "kind", n."quantity"::text as "quantity", n."transfer_id" as "transferId", n."reason" as "reason", to_char(n."moved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "movedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'stock_movements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('stock_movements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."level_id" as "levelId", o."kind" as "kind", o."quantity"::text as "quantity", o."transfer_id" as "transferId", o."reason" as "reason", to_char(o."moved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "movedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_inventory"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'stock_movements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('stock_movements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."level_id" as "levelId", o."kind" as "kind", o."quantity"::text as "quantity", o."transfer_id" as "transferId", o."reason" as "reason", to_char(o."moved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "movedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."level_id" as "levelId", n."kind" as "kind", n."quantity"::text as "quantity", n."transfer_id" as "transferId", n."reason" as "reason", to_char(n."moved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "movedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."level_id" is distinct from n."level_id") then 'levelId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."quantity" is distinct from n."quantity") then 'quantity' end, case when not (o."transfer_id" is distinct from n."transfer_id") then 'transferId' end, case when not (o."reason" is distinct from n."reason") then 'reason' end, case when not (o."moved_at" is distinct from n."moved_at") then 'movedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."stock_movements_count_quantity"() returns trigger language plpgsql security definer
set search_path to "sm_inventory", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_inventory"."stock_levels" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.level_id as id, coalesce(r.quantity, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_inventory"."stock_levels" p set quantity = p.quantity + delta.n
    from (select c.id, sum(c.n) as n from (select r.level_id as id, coalesce(r.quantity, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_inventory"."stock_levels" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.level_id as id, -coalesce(r.quantity, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_inventory"."stock_levels" p set quantity = p.quantity + delta.n
    from (select c.id, sum(c.n) as n from (select r.level_id as id, -coalesce(r.quantity, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_inventory"."stock_levels" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.level_id as id, coalesce(r.quantity, 0) as n from new_rows r where true and (true) union all select r.level_id as id, -coalesce(r.quantity, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_inventory"."stock_levels" p set quantity = p.quantity + delta.n
    from (select c.id, sum(c.n) as n from (select r.level_id as id, coalesce(r.quantity, 0) as n from new_rows r where true and (true) union all select r.level_id as id, -coalesce(r.quantity, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."stock_movements_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a movement stays as it is: correct it by another';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a movement stays as it is: correct it by another';
  end if;
  return null;
end$body$;
create or replace function "sm_inventory"."stock_movements_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_inventory"."stock_movements_settled_transfer"() returns trigger language plpgsql security definer
set search_path to "sm_inventory", pg_temp as $body$
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
    perform from "sm_inventory"."stock_movements" p where p.id = asked for no key update;
    if found and not exists (select from "sm_inventory"."stock_movements" p where p.id = asked and (p.transfer_id is null or (
        select sum(m.quantity) = 0 and count(*) = 2 and count(distinct l.item_id) = 1
        from "sm_inventory"."stock_movements" m join "sm_inventory"."stock_levels" l on l.id = m.level_id
        where m.transfer_id = p.transfer_id))) then
      raise exception using errcode = 'AV304', message = 'a transfer takes away from one place what it brings to another';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_inventory"."stock_movements_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_inventory"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_inventory", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_inventory"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_inventory", pg_temp as $body$
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
  update "sm_inventory"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_inventory"."items" referencing new table as new_rows for each statement execute function "sm_inventory"."items_audit"();
create or replace trigger "audit_update" after update on "sm_inventory"."items" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."items_audit"();
create or replace trigger "audit_delete" after delete on "sm_inventory"."items" referencing old table as old_rows for each statement execute function "sm_inventory"."items_audit"();
create or replace trigger "keep" before truncate on "sm_inventory"."items" for each statement execute function "sm_inventory"."items_keep"();
create or replace trigger "touch" before update on "sm_inventory"."items" for each row execute function "sm_inventory"."items_touch"();
create or replace trigger "acyclic_parent_id_insert" after insert on "sm_inventory"."locations" referencing new table as new_rows for each statement execute function "sm_inventory"."locations_acyclic_parent_id"();
create or replace trigger "acyclic_parent_id_update" after update on "sm_inventory"."locations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."locations_acyclic_parent_id"();
create or replace trigger "audit_insert" after insert on "sm_inventory"."locations" referencing new table as new_rows for each statement execute function "sm_inventory"."locations_audit"();
create or replace trigger "audit_update" after update on "sm_inventory"."locations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."locations_audit"();
create or replace trigger "audit_delete" after delete on "sm_inventory"."locations" referencing old table as old_rows for each statement execute function "sm_inventory"."locations_audit"();
create or replace trigger "keep" before truncate on "sm_inventory"."locations" for each statement execute function "sm_inventory"."locations_keep"();
create or replace trigger "touch" before update on "sm_inventory"."locations" for each row execute function "sm_inventory"."locations_touch"();
create or replace trigger "emit_insert" after insert on "sm_inventory"."stock_levels" referencing new table as new_rows for each statement execute function "sm_inventory"."stock_levels_emit"();
create or replace trigger "emit_update" after update on "sm_inventory"."stock_levels" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."stock_levels_emit"();
create or replace trigger "touch" before update on "sm_inventory"."stock_levels" for each row execute function "sm_inventory"."stock_levels_touch"();
create or replace trigger "audit_insert" after insert on "sm_inventory"."stock_movements" referencing new table as new_rows for each statement execute function "sm_inventory"."stock_movements_audit"();
create or replace trigger "audit_update" after update on "sm_inventory"."stock_movements" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."stock_movements_audit"();
create or replace trigger "audit_delete" after delete on "sm_inventory"."stock_movements" referencing old table as old_rows for each statement execute function "sm_inventory"."stock_movements_audit"();
create or replace trigger "count_quantity_insert" after insert on "sm_inventory"."stock_movements" referencing new table as new_rows for each statement execute function "sm_inventory"."stock_movements_count_quantity"();
create or replace trigger "count_quantity_update" after update on "sm_inventory"."stock_movements" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."stock_movements_count_quantity"();
create or replace trigger "count_quantity_delete" after delete on "sm_inventory"."stock_movements" referencing old table as old_rows for each statement execute function "sm_inventory"."stock_movements_count_quantity"();
create or replace trigger "frozen_update" after update on "sm_inventory"."stock_movements" referencing new table as new_rows old table as old_rows for each statement execute function "sm_inventory"."stock_movements_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_inventory"."stock_movements" referencing old table as old_rows for each statement execute function "sm_inventory"."stock_movements_frozen"();
create or replace trigger "keep" before truncate on "sm_inventory"."stock_movements" for each statement execute function "sm_inventory"."stock_movements_keep"();
create constraint trigger "settled_transfer_insert" after insert on "sm_inventory"."stock_movements" deferrable initially deferred for each row execute function "sm_inventory"."stock_movements_settled_transfer"();
create constraint trigger "settled_transfer_update" after update on "sm_inventory"."stock_movements" deferrable initially deferred for each row execute function "sm_inventory"."stock_movements_settled_transfer"();
create constraint trigger "settled_transfer_delete" after delete on "sm_inventory"."stock_movements" deferrable initially deferred for each row execute function "sm_inventory"."stock_movements_settled_transfer"();
create or replace trigger "touch" before update on "sm_inventory"."stock_movements" for each row execute function "sm_inventory"."stock_movements_touch"();
create or replace trigger "keep" before truncate on "sm_inventory"."audit_events" for each statement execute function "sm_inventory"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_inventory"."outbox_events" referencing new table as new_rows for each statement execute function "sm_inventory"."outbox_events_number"();
alter table "sm_inventory"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_inventory"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_inventory"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "sku", "name", "description", "unit", "reorder_at", "status", "deleted_at"), update ("sku", "name", "description", "unit", "reorder_at", "status", "deleted_at") on "sm_inventory"."items" to acervo_app;
grant select, insert ("id", "sku", "name", "description", "unit", "reorder_at", "status", "deleted_at"), update ("sku", "name", "description", "unit", "reorder_at", "status", "deleted_at") on "sm_inventory"."items" to acervo_worker;
grant select ("id", "sku", "name", "description", "unit", "reorder_at", "status", "created_at", "deleted_at", "updated_at") on "sm_inventory"."items" to acervo_readonly;
grant select, insert ("id", "code", "name", "parent_id", "kind"), update ("code", "name", "parent_id", "kind"), delete on "sm_inventory"."locations" to acervo_app;
grant select, insert ("id", "code", "name", "parent_id", "kind"), update ("code", "name", "parent_id", "kind"), delete on "sm_inventory"."locations" to acervo_worker;
grant select on "sm_inventory"."locations" to acervo_readonly;
grant select, insert ("id", "item_id", "location_id"), delete on "sm_inventory"."stock_levels" to acervo_app;
grant select, insert ("id", "item_id", "location_id"), delete on "sm_inventory"."stock_levels" to acervo_worker;
grant select on "sm_inventory"."stock_levels" to acervo_readonly;
grant select, insert ("id", "level_id", "kind", "quantity", "transfer_id", "reason", "moved_at") on "sm_inventory"."stock_movements" to acervo_app;
grant select, insert ("id", "level_id", "kind", "quantity", "transfer_id", "reason", "moved_at") on "sm_inventory"."stock_movements" to acervo_worker;
grant select on "sm_inventory"."stock_movements" to acervo_readonly;
grant select on "sm_inventory"."audit_events" to acervo_app;
grant select on "sm_inventory"."audit_events" to acervo_worker;
grant select on "sm_inventory"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_inventory"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_inventory"."outbox_events" to acervo_worker;
grant select on "sm_inventory"."outbox_events" to acervo_readonly;
set local role none;
