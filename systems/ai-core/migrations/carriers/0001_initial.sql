-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 80cfb67e7cd153dd819b59afc979a2ccb28b0b2d4e7c9f66d78e6e3802ad5ed7

-- step: create ss_carriers with 6 tables
-- locks: none
set local search_path to "ss_carriers", acervo, pg_temp;
create schema if not exists "ss_carriers" authorization acervo_owner;
grant usage on schema "ss_carriers" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_carriers"."carriers" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(10) collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "tax_number" varchar(20) collate "C",
  "website" varchar(300) collate "C",
  "claims_phone" varchar(40) collate "C",
  "status" text collate "C" default 'PROSPECT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "carriers_pkey" primary key ("id"),
  constraint "carriers_status_check" check ("status" in ('PROSPECT', 'ACTIVE', 'RUN_OFF', 'ENDED')),
  constraint "carriers_code_check" check (code ~ '^[A-Z][0-9]{4}$'),
  constraint "carriers_website_check" check (website ~ '^https?://')
);
create table "ss_carriers"."rate_cards" (
  "id" uuid default acervo.uuid7() not null,
  "carrier_id" uuid not null,
  "line" text collate "C" not null,
  "version" integer not null,
  "valid_from" date not null,
  "valid_to" date,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "rate_cards_pkey" primary key ("id"),
  constraint "rate_cards_carrier_id_line_version_key" unique ("carrier_id", "line", "version"),
  constraint "rate_cards_line_check" check ("line" in ('MOTOR', 'HOME', 'HEALTH', 'LIFE', 'FUNERAL', 'LIABILITY', 'BUSINESS', 'TRAVEL')),
  constraint "rate_cards_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'WITHDRAWN')),
  constraint "rate_cards_valid_check" check (valid_to > valid_from),
  constraint "rate_cards_version_check" check (version >= 1),
  constraint "rate_cards_one_card_a_day_excl" exclude using gist (carrier_id with =, line with =, daterange(valid_from, valid_to) with &&) where ((status = 'PUBLISHED'))
);
create table "ss_carriers"."rates" (
  "id" uuid default acervo.uuid7() not null,
  "rate_card_id" uuid not null,
  "risk_class" varchar(40) collate "C" not null,
  "age_from" integer default 0 not null,
  "age_to" integer default 150 not null,
  "appetite" text collate "C" default 'ACCEPTS' not null,
  "annual_premium" numeric(20, 10),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "rates_pkey" primary key ("id"),
  constraint "rates_appetite_check" check ("appetite" in ('ACCEPTS', 'REFERS', 'DECLINES')),
  constraint "rates_ages_check" check (age_from >= 0 and age_to > age_from),
  constraint "rates_premium_check" check ((appetite = 'DECLINES') = (annual_premium is null) and annual_premium >= 0),
  constraint "rates_one_rate_an_age_excl" exclude using gist (rate_card_id with =, risk_class with =, int4range(age_from, age_to) with &&)
);
create table "ss_carriers"."adapters" (
  "id" uuid default acervo.uuid7() not null,
  "carrier_id" uuid not null,
  "operation" text collate "C" not null,
  "protocol" text collate "C" not null,
  "url" varchar(500) collate "C" not null,
  "secret" varchar(120) collate "C",
  "timeout_ms" integer default 10000 not null,
  "status" text collate "C" default 'TRIAL' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "adapters_pkey" primary key ("id"),
  constraint "adapters_operation_check" check ("operation" in ('QUOTE', 'ISSUE', 'RECEIPT', 'CLAIM', 'DOCUMENT')),
  constraint "adapters_protocol_check" check ("protocol" in ('REST', 'SOAP', 'EIAC_FILE')),
  constraint "adapters_status_check" check ("status" in ('TRIAL', 'ACTIVE', 'OFF')),
  constraint "adapters_timeout_check" check (timeout_ms between 100 and 120000),
  constraint "adapters_url_check" check (url ~ '^(https|sftp)://')
);
create table "ss_carriers"."audit_events" (
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
create table "ss_carriers"."outbox_events" (
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
create unique index "carriers_code_key" on "ss_carriers"."carriers" ("code") where (deleted_at is null);
create index "carriers_search_vector_gin_idx" on "ss_carriers"."carriers" using gin ("search_vector");
create index "rates_rate_card_id_idx" on "ss_carriers"."rates" ("rate_card_id");
create unique index "adapters_one_active_key" on "ss_carriers"."adapters" ("carrier_id", "operation") where (status = 'ACTIVE');
create index "adapters_carrier_id_idx" on "ss_carriers"."adapters" ("carrier_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_carriers"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_carriers"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "ss_carriers"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_carriers"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_carriers"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_carriers"."rate_cards" add constraint "rate_cards_carrier_id_fkey" foreign key ("carrier_id") references "ss_carriers"."carriers" ("id") on delete restrict;
alter table "ss_carriers"."rates" add constraint "rates_rate_card_id_fkey" foreign key ("rate_card_id") references "ss_carriers"."rate_cards" ("id") on delete cascade;
alter table "ss_carriers"."adapters" add constraint "adapters_carrier_id_fkey" foreign key ("carrier_id") references "ss_carriers"."carriers" ("id") on delete restrict;
create or replace function "ss_carriers"."carriers_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_carriers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'carriers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('carriers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."tax_number" as "taxNumber", n."website" as "website", n."claims_phone" as "claimsPhone", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'carriers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('carriers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."tax_number" as "taxNumber", o."website" as "website", o."claims_phone" as "claimsPhone", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'carriers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('carriers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."name" as "name", o."tax_number" as "taxNumber", o."website" as "website", o."claims_phone" as "claimsPhone", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."name" as "name", n."tax_number" as "taxNumber", n."website" as "website", n."claims_phone" as "claimsPhone", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."tax_number" is distinct from n."tax_number") then 'taxNumber' end, case when not (o."website" is distinct from n."website") then 'website' end, case when not (o."claims_phone" is distinct from n."claims_phone") then 'claimsPhone' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."carriers_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_carriers"."carriers_states"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PROSPECT' then array['ACTIVE', 'ENDED']::text[] when 'ACTIVE' then array['RUN_OFF']::text[] when 'RUN_OFF' then array['ACTIVE', 'ENDED']::text[] when 'ENDED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'carriers', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_carriers"."carriers_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_carriers"."rate_cards_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_carriers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'rate_cards', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rate_cards')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."carrier_id" as "carrierId", n."line" as "line", n."version" as "version", n."valid_from" as "validFrom", n."valid_to" as "validTo", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'rate_cards', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rate_cards')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."carrier_id" as "carrierId", o."line" as "line", o."version" as "version", o."valid_from" as "validFrom", o."valid_to" as "validTo", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'rate_cards', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('rate_cards')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."carrier_id" as "carrierId", o."line" as "line", o."version" as "version", o."valid_from" as "validFrom", o."valid_to" as "validTo", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."carrier_id" as "carrierId", n."line" as "line", n."version" as "version", n."valid_from" as "validFrom", n."valid_to" as "validTo", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."carrier_id" is distinct from n."carrier_id") then 'carrierId' end, case when not (o."line" is distinct from n."line") then 'line' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_to" is distinct from n."valid_to") then 'validTo' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."rate_cards_emit"() returns trigger language plpgsql security definer
set search_path to "ss_carriers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.carrier_id, n.line, n.valid_from, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RateCard', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_carriers"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RateCard', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RateCardPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('rateCardId', n."id", 'carrierId', n."carrier_id", 'line', n."line", 'validFrom', n."valid_from") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.carrier_id, n.line, n.valid_from, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RateCard', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_carriers"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RateCard', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RateCardPublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('rateCardId', n."id", 'carrierId', n."carrier_id", 'line', n."line", 'validFrom', n."valid_from") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."rate_cards_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'a published rate card stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'valid_to', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'valid_to', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a published rate card stays as it is';
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."rate_cards_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_carriers"."rate_cards_states"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED', 'WITHDRAWN']::text[] when 'PUBLISHED' then array['WITHDRAWN']::text[] when 'WITHDRAWN' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'rate_cards', column = 'status',
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
create or replace function "ss_carriers"."rate_cards_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_carriers"."rate_cards_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_carriers", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'rate_cards', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."rates_locked_by_rate_card_id"() returns trigger language plpgsql security definer
set search_path to "ss_carriers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_carriers"."rate_cards" p where p.id in (select rate_card_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_carriers"."rate_cards" p where p.id in (select rate_card_id from new_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a rate card that was published takes no other rates';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_carriers"."rate_cards" p where p.id in (select rate_card_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_carriers"."rate_cards" p where p.id in (select rate_card_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a rate card that was published takes no other rates';
    end if;
  else
    perform from "ss_carriers"."rate_cards" p where p.id in (select rate_card_id from new_rows where (true) union select rate_card_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_carriers"."rate_cards" p where p.id in (select rate_card_id from new_rows where (true) union select rate_card_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'a rate card that was published takes no other rates';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."rates_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_carriers"."adapters_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_carriers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'adapters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('adapters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."carrier_id" as "carrierId", n."operation" as "operation", n."protocol" as "protocol", n."url" as "url", n."secret" as "secret", n."timeout_ms" as "timeoutMs", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'adapters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('adapters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."carrier_id" as "carrierId", o."operation" as "operation", o."protocol" as "protocol", o."url" as "url", o."secret" as "secret", o."timeout_ms" as "timeoutMs", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_carriers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'adapters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('adapters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."carrier_id" as "carrierId", o."operation" as "operation", o."protocol" as "protocol", o."url" as "url", o."secret" as "secret", o."timeout_ms" as "timeoutMs", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."carrier_id" as "carrierId", n."operation" as "operation", n."protocol" as "protocol", n."url" as "url", n."secret" as "secret", n."timeout_ms" as "timeoutMs", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."carrier_id" is distinct from n."carrier_id") then 'carrierId' end, case when not (o."operation" is distinct from n."operation") then 'operation' end, case when not (o."protocol" is distinct from n."protocol") then 'protocol' end, case when not (o."url" is distinct from n."url") then 'url' end, case when not (o."secret" is distinct from n."secret") then 'secret' end, case when not (o."timeout_ms" is distinct from n."timeout_ms") then 'timeoutMs' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_carriers"."adapters_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_carriers"."adapters_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_carriers"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_carriers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_carriers"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_carriers", pg_temp as $body$
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
  update "ss_carriers"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_carriers"."carriers" referencing new table as new_rows for each statement execute function "ss_carriers"."carriers_audit"();
create or replace trigger "audit_update" after update on "ss_carriers"."carriers" referencing new table as new_rows old table as old_rows for each statement execute function "ss_carriers"."carriers_audit"();
create or replace trigger "audit_delete" after delete on "ss_carriers"."carriers" referencing old table as old_rows for each statement execute function "ss_carriers"."carriers_audit"();
create or replace trigger "keep" before truncate on "ss_carriers"."carriers" for each statement execute function "ss_carriers"."carriers_keep"();
create or replace trigger "states_update" before update on "ss_carriers"."carriers" for each row execute function "ss_carriers"."carriers_states"();
create or replace trigger "touch" before update on "ss_carriers"."carriers" for each row execute function "ss_carriers"."carriers_touch"();
create or replace trigger "audit_insert" after insert on "ss_carriers"."rate_cards" referencing new table as new_rows for each statement execute function "ss_carriers"."rate_cards_audit"();
create or replace trigger "audit_update" after update on "ss_carriers"."rate_cards" referencing new table as new_rows old table as old_rows for each statement execute function "ss_carriers"."rate_cards_audit"();
create or replace trigger "audit_delete" after delete on "ss_carriers"."rate_cards" referencing old table as old_rows for each statement execute function "ss_carriers"."rate_cards_audit"();
create or replace trigger "emit_insert" after insert on "ss_carriers"."rate_cards" referencing new table as new_rows for each statement execute function "ss_carriers"."rate_cards_emit"();
create or replace trigger "emit_update" after update on "ss_carriers"."rate_cards" referencing new table as new_rows old table as old_rows for each statement execute function "ss_carriers"."rate_cards_emit"();
create or replace trigger "frozen_update" after update on "ss_carriers"."rate_cards" referencing new table as new_rows old table as old_rows for each statement execute function "ss_carriers"."rate_cards_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_carriers"."rate_cards" referencing old table as old_rows for each statement execute function "ss_carriers"."rate_cards_frozen"();
create or replace trigger "keep" before truncate on "ss_carriers"."rate_cards" for each statement execute function "ss_carriers"."rate_cards_keep"();
create or replace trigger "states_update" before update on "ss_carriers"."rate_cards" for each row execute function "ss_carriers"."rate_cards_states"();
create or replace trigger "states_insert" before insert on "ss_carriers"."rate_cards" for each row execute function "ss_carriers"."rate_cards_states"();
create or replace trigger "touch" before update on "ss_carriers"."rate_cards" for each row execute function "ss_carriers"."rate_cards_touch"();
create or replace trigger "transitions_insert" after insert on "ss_carriers"."rate_cards" referencing new table as new_rows for each statement execute function "ss_carriers"."rate_cards_transitions"();
create or replace trigger "locked_by_rate_card_id_insert" after insert on "ss_carriers"."rates" referencing new table as new_rows for each statement execute function "ss_carriers"."rates_locked_by_rate_card_id"();
create or replace trigger "locked_by_rate_card_id_update" after update on "ss_carriers"."rates" referencing new table as new_rows old table as old_rows for each statement execute function "ss_carriers"."rates_locked_by_rate_card_id"();
create or replace trigger "locked_by_rate_card_id_delete" after delete on "ss_carriers"."rates" referencing old table as old_rows for each statement execute function "ss_carriers"."rates_locked_by_rate_card_id"();
create or replace trigger "touch" before update on "ss_carriers"."rates" for each row execute function "ss_carriers"."rates_touch"();
create or replace trigger "audit_insert" after insert on "ss_carriers"."adapters" referencing new table as new_rows for each statement execute function "ss_carriers"."adapters_audit"();
create or replace trigger "audit_update" after update on "ss_carriers"."adapters" referencing new table as new_rows old table as old_rows for each statement execute function "ss_carriers"."adapters_audit"();
create or replace trigger "audit_delete" after delete on "ss_carriers"."adapters" referencing old table as old_rows for each statement execute function "ss_carriers"."adapters_audit"();
create or replace trigger "keep" before truncate on "ss_carriers"."adapters" for each statement execute function "ss_carriers"."adapters_keep"();
create or replace trigger "touch" before update on "ss_carriers"."adapters" for each row execute function "ss_carriers"."adapters_touch"();
create or replace trigger "keep" before truncate on "ss_carriers"."audit_events" for each statement execute function "ss_carriers"."audit_events_keep"();
create or replace trigger "number" after insert on "ss_carriers"."outbox_events" referencing new table as new_rows for each statement execute function "ss_carriers"."outbox_events_number"();
alter table "ss_carriers"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_carriers"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_carriers"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "name", "tax_number", "website", "claims_phone", "status", "deleted_at"), update ("name", "tax_number", "website", "claims_phone", "status", "deleted_at") on "ss_carriers"."carriers" to acervo_app;
grant select, insert ("id", "code", "name", "tax_number", "website", "claims_phone", "status", "deleted_at"), update ("name", "tax_number", "website", "claims_phone", "status", "deleted_at") on "ss_carriers"."carriers" to acervo_worker;
grant select ("id", "code", "name", "tax_number", "website", "claims_phone", "status", "created_at", "deleted_at", "updated_at") on "ss_carriers"."carriers" to acervo_readonly;
grant select, insert ("id", "carrier_id", "line", "version", "valid_from", "valid_to", "status", "published_at"), update ("line", "version", "valid_from", "valid_to", "status", "published_at"), delete on "ss_carriers"."rate_cards" to acervo_app;
grant select, insert ("id", "carrier_id", "line", "version", "valid_from", "valid_to", "status", "published_at"), update ("line", "version", "valid_from", "valid_to", "status", "published_at"), delete on "ss_carriers"."rate_cards" to acervo_worker;
grant select on "ss_carriers"."rate_cards" to acervo_readonly;
grant select, insert ("id", "rate_card_id", "risk_class", "age_from", "age_to", "appetite", "annual_premium"), update ("risk_class", "age_from", "age_to", "appetite", "annual_premium"), delete on "ss_carriers"."rates" to acervo_app;
grant select, insert ("id", "rate_card_id", "risk_class", "age_from", "age_to", "appetite", "annual_premium"), update ("risk_class", "age_from", "age_to", "appetite", "annual_premium"), delete on "ss_carriers"."rates" to acervo_worker;
grant select on "ss_carriers"."rates" to acervo_readonly;
grant select, insert ("id", "carrier_id", "operation", "protocol", "url", "secret", "timeout_ms", "status"), update ("operation", "protocol", "url", "secret", "timeout_ms", "status"), delete on "ss_carriers"."adapters" to acervo_app;
grant select, insert ("id", "carrier_id", "operation", "protocol", "url", "secret", "timeout_ms", "status"), update ("operation", "protocol", "url", "secret", "timeout_ms", "status"), delete on "ss_carriers"."adapters" to acervo_worker;
grant select on "ss_carriers"."adapters" to acervo_readonly;
grant select on "ss_carriers"."audit_events" to acervo_app;
grant select on "ss_carriers"."audit_events" to acervo_worker;
grant select on "ss_carriers"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_carriers"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_carriers"."outbox_events" to acervo_worker;
grant select on "ss_carriers"."outbox_events" to acervo_readonly;
set local role none;
