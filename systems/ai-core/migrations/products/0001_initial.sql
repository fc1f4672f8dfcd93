-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 0cb0b699728f08abacedaf27af88ab5371d3dc33a91fa22fe06f1ff6dbd19782

-- step: create sm_products with 6 tables
-- locks: none
set local search_path to "sm_products", acervo, pg_temp;
create schema if not exists "sm_products" authorization acervo_owner;
grant usage on schema "sm_products" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_products"."products" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "line" text collate "C" not null,
  "description" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "products_pkey" primary key ("id"),
  constraint "products_line_check" check ("line" in ('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS', 'SERVICE')),
  constraint "products_status_check" check ("status" in ('DRAFT', 'ON_SALE', 'WITHDRAWN')),
  constraint "products_code_check" check (code ~ '^[A-Z0-9]+(-[A-Z0-9]+)*$')
);
create table "sm_products"."product_versions" (
  "id" uuid default acervo.uuid7() not null,
  "product_id" uuid not null,
  "version" integer not null,
  "features" jsonb default '{}'::jsonb not null,
  "conditions" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "product_versions_pkey" primary key ("id"),
  constraint "product_versions_product_id_version_key" unique ("product_id", "version"),
  constraint "product_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  constraint "product_versions_version_check" check (version >= 1)
);
create table "sm_products"."price_lists" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "audience" text collate "C" default 'RETAIL' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "price_lists_pkey" primary key ("id"),
  constraint "price_lists_audience_check" check ("audience" in ('RETAIL', 'BUSINESS', 'STAFF', 'PARTNER')),
  constraint "price_lists_currency_check" check (currency ~ '^[A-Z]{3}$')
);
create table "sm_products"."prices" (
  "id" uuid default acervo.uuid7() not null,
  "price_list_id" uuid not null,
  "product_id" uuid not null,
  "units_from" integer default 1 not null,
  "amount" numeric(20, 10) not null,
  "tax" numeric(5, 2) default '21' not null,
  "valid_from" date not null,
  "valid_to" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "prices_pkey" primary key ("id"),
  constraint "prices_amount_check" check (amount >= 0 and tax between 0 and 100),
  constraint "prices_days_check" check (valid_to > valid_from),
  constraint "prices_units_check" check (units_from >= 1),
  constraint "prices_one_price_a_day_excl" exclude using gist (price_list_id with =, product_id with =, units_from with =, daterange(valid_from, valid_to) with &&)
);
create table "sm_products"."audit_events" (
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
create table "sm_products"."outbox_events" (
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
create unique index "products_code_key" on "sm_products"."products" ("code") where (deleted_at is null);
create index "products_line_name_idx" on "sm_products"."products" ("line", "name");
create index "products_search_vector_gin_idx" on "sm_products"."products" using gin ("search_vector");
create unique index "product_versions_one_published_key" on "sm_products"."product_versions" ("product_id") where (status = 'PUBLISHED');
create unique index "price_lists_code_key" on "sm_products"."price_lists" ("code") where (deleted_at is null);
create index "prices_price_list_id_idx" on "sm_products"."prices" ("price_list_id");
create index "prices_product_id_idx" on "sm_products"."prices" ("product_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_products"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_products"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_products"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_products"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_products"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_products"."product_versions" add constraint "product_versions_product_id_fkey" foreign key ("product_id") references "sm_products"."products" ("id") on delete restrict;
alter table "sm_products"."prices" add constraint "prices_price_list_id_fkey" foreign key ("price_list_id") references "sm_products"."price_lists" ("id") on delete restrict;
alter table "sm_products"."prices" add constraint "prices_product_id_fkey" foreign key ("product_id") references "sm_products"."products" ("id") on delete restrict;
create or replace function "sm_products"."products_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'products', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('products')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."line" as "line", n."description" as "description", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'products', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('products')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."line" as "line", o."description" as "description", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'products', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('products')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."line" as "line", o."description" as "description", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."line" as "line", n."description" as "description", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."line" is distinct from n."line") then 'line' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_products"."products_emit"() returns trigger language plpgsql security definer
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.code, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ON_SALE') is true as "holds 0", (status = 'WITHDRAWN') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Product', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_products"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Product', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ProductOnSale', 'ProductWithdrawn'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('productId', n."id", 'code', n."code")
        when 2 then jsonb_build_object('productId', n."id", 'code', n."code") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.code, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ON_SALE') is true as "holds 0", (status = 'WITHDRAWN') is true as "holds 1" from new_rows) n
        join (select *, (status = 'ON_SALE') is true as "holds 0", (status = 'WITHDRAWN') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Product', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_products"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Product', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ProductOnSale', 'ProductWithdrawn'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('productId', n."id", 'code', n."code")
        when 2 then jsonb_build_object('productId', n."id", 'code', n."code") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_products"."products_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_products"."products_states"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ON_SALE', 'WITHDRAWN']::text[] when 'ON_SALE' then array['WITHDRAWN']::text[] when 'WITHDRAWN' then array['ON_SALE']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'products', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_products"."products_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_products"."product_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'product_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('product_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."product_id" as "productId", n."version" as "version", n."features" as "features", n."conditions" as "conditions", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'product_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('product_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."product_id" as "productId", o."version" as "version", o."features" as "features", o."conditions" as "conditions", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'product_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('product_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."product_id" as "productId", o."version" as "version", o."features" as "features", o."conditions" as "conditions", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."product_id" as "productId", n."version" as "version", n."features" as "features", n."conditions" as "conditions", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."product_id" is distinct from n."product_id") then 'productId' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."features" is distinct from n."features") then 'features' end, case when not (o."conditions" is distinct from n."conditions") then 'conditions' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_products"."product_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'a published version stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a published version stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_products"."product_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_products"."product_versions_states"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED', 'RETIRED']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'product_versions', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'PUBLISHED' and (
    case tg_op when 'INSERT' then new.published_at is null
    else new.status is distinct from old.status and new.published_at is not distinct from old.published_at end
  ) then
    new.published_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_products"."product_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_products"."product_versions_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_products", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'product_versions', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_products"."price_lists_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'price_lists', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('price_lists')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."currency" as "currency", n."audience" as "audience", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'price_lists', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('price_lists')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."currency" as "currency", o."audience" as "audience", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'price_lists', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('price_lists')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."currency" as "currency", o."audience" as "audience", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."currency" as "currency", n."audience" as "audience", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."audience" is distinct from n."audience") then 'audience' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_products"."price_lists_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_products"."price_lists_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_products"."prices_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."price_list_id" as "priceListId", n."product_id" as "productId", n."units_from" as "unitsFrom", n."amount"::text as "amount", n."tax"::text as "tax", n."valid_from" as "validFrom", n."valid_to" as "validTo") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."price_list_id" as "priceListId", o."product_id" as "productId", o."units_from" as "unitsFrom", o."amount"::text as "amount", o."tax"::text as "tax", o."valid_from" as "validFrom", o."valid_to" as "validTo") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_products"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."price_list_id" as "priceListId", o."product_id" as "productId", o."units_from" as "unitsFrom", o."amount"::text as "amount", o."tax"::text as "tax", o."valid_from" as "validFrom", o."valid_to" as "validTo") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."price_list_id" as "priceListId", n."product_id" as "productId", n."units_from" as "unitsFrom", n."amount"::text as "amount", n."tax"::text as "tax", n."valid_from" as "validFrom", n."valid_to" as "validTo") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."price_list_id" is distinct from n."price_list_id") then 'priceListId' end, case when not (o."product_id" is distinct from n."product_id") then 'productId' end, case when not (o."units_from" is distinct from n."units_from") then 'unitsFrom' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."tax" is distinct from n."tax") then 'tax' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_to" is distinct from n."valid_to") then 'validTo' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_products"."prices_emit"() returns trigger language plpgsql security definer
set search_path to "sm_products", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.product_id, n.amount, n.valid_from, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Price', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_products"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Price', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PriceSet'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('priceId', n."id", 'productId', n."product_id", 'amount', n."amount"::text, 'validFrom', n."valid_from") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_products"."prices_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_products"."prices_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_products"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_products", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_products"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_products", pg_temp as $body$
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
  update "sm_products"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_products"."products" referencing new table as new_rows for each statement execute function "sm_products"."products_audit"();
create or replace trigger "audit_update" after update on "sm_products"."products" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."products_audit"();
create or replace trigger "audit_delete" after delete on "sm_products"."products" referencing old table as old_rows for each statement execute function "sm_products"."products_audit"();
create or replace trigger "emit_insert" after insert on "sm_products"."products" referencing new table as new_rows for each statement execute function "sm_products"."products_emit"();
create or replace trigger "emit_update" after update on "sm_products"."products" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."products_emit"();
create or replace trigger "keep" before truncate on "sm_products"."products" for each statement execute function "sm_products"."products_keep"();
create or replace trigger "states_update" before update on "sm_products"."products" for each row execute function "sm_products"."products_states"();
create or replace trigger "touch" before update on "sm_products"."products" for each row execute function "sm_products"."products_touch"();
create or replace trigger "audit_insert" after insert on "sm_products"."product_versions" referencing new table as new_rows for each statement execute function "sm_products"."product_versions_audit"();
create or replace trigger "audit_update" after update on "sm_products"."product_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."product_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_products"."product_versions" referencing old table as old_rows for each statement execute function "sm_products"."product_versions_audit"();
create or replace trigger "frozen_update" after update on "sm_products"."product_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."product_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_products"."product_versions" referencing old table as old_rows for each statement execute function "sm_products"."product_versions_frozen"();
create or replace trigger "keep" before truncate on "sm_products"."product_versions" for each statement execute function "sm_products"."product_versions_keep"();
create or replace trigger "states_update" before update on "sm_products"."product_versions" for each row execute function "sm_products"."product_versions_states"();
create or replace trigger "states_insert" before insert on "sm_products"."product_versions" for each row execute function "sm_products"."product_versions_states"();
create or replace trigger "touch" before update on "sm_products"."product_versions" for each row execute function "sm_products"."product_versions_touch"();
create or replace trigger "transitions_insert" after insert on "sm_products"."product_versions" referencing new table as new_rows for each statement execute function "sm_products"."product_versions_transitions"();
create or replace trigger "audit_insert" after insert on "sm_products"."price_lists" referencing new table as new_rows for each statement execute function "sm_products"."price_lists_audit"();
create or replace trigger "audit_update" after update on "sm_products"."price_lists" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."price_lists_audit"();
create or replace trigger "audit_delete" after delete on "sm_products"."price_lists" referencing old table as old_rows for each statement execute function "sm_products"."price_lists_audit"();
create or replace trigger "keep" before truncate on "sm_products"."price_lists" for each statement execute function "sm_products"."price_lists_keep"();
create or replace trigger "touch" before update on "sm_products"."price_lists" for each row execute function "sm_products"."price_lists_touch"();
create or replace trigger "audit_insert" after insert on "sm_products"."prices" referencing new table as new_rows for each statement execute function "sm_products"."prices_audit"();
create or replace trigger "audit_update" after update on "sm_products"."prices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."prices_audit"();
create or replace trigger "audit_delete" after delete on "sm_products"."prices" referencing old table as old_rows for each statement execute function "sm_products"."prices_audit"();
create or replace trigger "emit_insert" after insert on "sm_products"."prices" referencing new table as new_rows for each statement execute function "sm_products"."prices_emit"();
create or replace trigger "emit_update" after update on "sm_products"."prices" referencing new table as new_rows old table as old_rows for each statement execute function "sm_products"."prices_emit"();
create or replace trigger "keep" before truncate on "sm_products"."prices" for each statement execute function "sm_products"."prices_keep"();
create or replace trigger "touch" before update on "sm_products"."prices" for each row execute function "sm_products"."prices_touch"();
create or replace trigger "keep" before truncate on "sm_products"."audit_events" for each statement execute function "sm_products"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_products"."outbox_events" referencing new table as new_rows for each statement execute function "sm_products"."outbox_events_number"();
alter table "sm_products"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_products"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_products"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "line", "description", "status", "deleted_at"), update ("name", "line", "description", "status", "deleted_at") on "sm_products"."products" to acervo_app;
grant select, insert ("id", "code", "name", "line", "description", "status", "deleted_at"), update ("name", "line", "description", "status", "deleted_at") on "sm_products"."products" to acervo_worker;
grant select ("id", "code", "name", "line", "description", "status", "created_at", "deleted_at", "updated_at") on "sm_products"."products" to acervo_readonly;
grant select, insert ("id", "product_id", "version", "features", "conditions", "status", "published_at"), update ("features", "conditions", "status", "published_at"), delete on "sm_products"."product_versions" to acervo_app;
grant select, insert ("id", "product_id", "version", "features", "conditions", "status", "published_at"), update ("features", "conditions", "status", "published_at"), delete on "sm_products"."product_versions" to acervo_worker;
grant select on "sm_products"."product_versions" to acervo_readonly;
grant select, insert ("id", "code", "name", "currency", "audience", "deleted_at"), update ("name", "audience", "deleted_at") on "sm_products"."price_lists" to acervo_app;
grant select, insert ("id", "code", "name", "currency", "audience", "deleted_at"), update ("name", "audience", "deleted_at") on "sm_products"."price_lists" to acervo_worker;
grant select on "sm_products"."price_lists" to acervo_readonly;
grant select, insert ("id", "price_list_id", "product_id", "units_from", "amount", "tax", "valid_from", "valid_to"), update ("valid_to"), delete on "sm_products"."prices" to acervo_app;
grant select, insert ("id", "price_list_id", "product_id", "units_from", "amount", "tax", "valid_from", "valid_to"), update ("valid_to"), delete on "sm_products"."prices" to acervo_worker;
grant select on "sm_products"."prices" to acervo_readonly;
grant select on "sm_products"."audit_events" to acervo_app;
grant select on "sm_products"."audit_events" to acervo_worker;
grant select on "sm_products"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_products"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_products"."outbox_events" to acervo_worker;
grant select on "sm_products"."outbox_events" to acervo_readonly;
set local role none;
