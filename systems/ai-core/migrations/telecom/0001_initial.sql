-- acervo: transactional
-- objects: extension btree_gist
-- model: e8125d7bf49f4a104eb892f2c57b8536c589c899f175fcbafb60a5506fc84519

-- step: create st_telecom with 5 tables
-- locks: none
set local search_path to "st_telecom", acervo, pg_temp;
create schema if not exists "st_telecom" authorization acervo_owner;
grant usage on schema "st_telecom" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "st_telecom"."telecom_orders" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "brand" varchar(80) collate "C" default 'Black Telecom' not null,
  "status" text collate "C" default 'ACKNOWLEDGED' not null,
  "requested_at" timestamptz(6) default acervo.now() not null,
  "closed_at" timestamptz(6),
  "line_count" bigint default 0 not null,
  "done_count" bigint default 0 not null,
  "failed_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "telecom_orders_pkey" primary key ("id"),
  constraint "telecom_orders_number_key" unique ("number"),
  constraint "telecom_orders_status_check" check ("status" in ('ACKNOWLEDGED', 'IN_PROGRESS', 'COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED')),
  constraint "telecom_orders_cancelled_check" check (status <> 'CANCELLED' or done_count = 0),
  constraint "telecom_orders_completed_check" check (status <> 'COMPLETED' or (line_count > 0 and done_count = line_count)),
  constraint "telecom_orders_failed_check" check (status <> 'FAILED' or (line_count > 0 and failed_count = line_count)),
  constraint "telecom_orders_partial_check" check (status <> 'PARTIAL' or (done_count > 0 and failed_count > 0
        and done_count + failed_count = line_count))
);
create table "st_telecom"."order_lines" (
  "id" uuid default acervo.uuid7() not null,
  "order_id" uuid not null,
  "position" integer not null,
  "service" text collate "C" not null,
  "phone_number" varchar(16) collate "C",
  "donor" varchar(120) collate "C",
  "ports_from" timestamptz(6),
  "ports_to" timestamptz(6),
  "status" text collate "C" default 'PENDING' not null,
  "failure_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "order_lines_pkey" primary key ("id"),
  constraint "order_lines_order_id_position_key" unique ("order_id", "position"),
  constraint "order_lines_service_check" check ("service" in ('FIBRE', 'MOBILE', 'LANDLINE', 'TELEVISION')),
  constraint "order_lines_status_check" check ("status" in ('PENDING', 'IN_PROGRESS', 'DONE', 'FAILED', 'CANCELLED')),
  constraint "order_lines_donor_check" check (donor is null or phone_number is not null),
  constraint "order_lines_failed_check" check ((status = 'FAILED') = (failure_reason is not null)),
  constraint "order_lines_phone_check" check (phone_number ~ '^[+][1-9][0-9]{6,14}$'),
  constraint "order_lines_ported_check" check (donor is null or status <> 'DONE' or ports_from is not null),
  constraint "order_lines_window_check" check ((ports_from is null) = (ports_to is null) and ports_to > ports_from and ports_to <= ports_from + interval '24 hours')
);
create table "st_telecom"."subscriptions" (
  "id" uuid default acervo.uuid7() not null,
  "order_line_id" uuid not null,
  "party_id" uuid not null,
  "phone_number" varchar(16) collate "C",
  "tariff" varchar(80) collate "C" not null,
  "monthly_fee" numeric(20, 10) not null,
  "starts_on" date not null,
  "ends_on" date,
  "commitment_months" integer default 0 not null,
  "penalty" numeric(20, 10) default '0' not null,
  "committed_until" date generated always as ((starts_on + commitment_months * interval '1 month')::date) stored not null,
  "penalty_due" numeric(20, 10) generated always as (case when commitment_months > 0 and ends_on < (starts_on + commitment_months * interval '1 month')::date
        then round(penalty * ((starts_on + commitment_months * interval '1 month')::date - ends_on) / ((starts_on + commitment_months * interval '1 month')::date - starts_on), 2) else 0 end) stored not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "subscriptions_pkey" primary key ("id"),
  constraint "subscriptions_order_line_id_key" unique ("order_line_id"),
  constraint "subscriptions_amounts_check" check (monthly_fee >= 0 and penalty >= 0),
  constraint "subscriptions_commitment_check" check (commitment_months between 0 and 24),
  constraint "subscriptions_days_check" check (ends_on >= starts_on),
  constraint "subscriptions_penalty_check" check (penalty = 0 or commitment_months > 0),
  constraint "subscriptions_one_holder_a_day_excl" exclude using gist (phone_number with =, daterange(starts_on, ends_on) with &&) where ((phone_number is not null))
);
create table "st_telecom"."audit_events" (
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
create table "st_telecom"."outbox_events" (
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
create index "telecom_orders_party_id_requested_at_idx" on "st_telecom"."telecom_orders" ("party_id", "requested_at" desc);
create index "telecom_orders_status_requested_at_idx" on "st_telecom"."telecom_orders" ("status", "requested_at");
create unique index "order_lines_one_port_key" on "st_telecom"."order_lines" ("phone_number") where (donor is not null and status in ('PENDING', 'IN_PROGRESS'));
create index "subscriptions_party_id_starts_on_idx" on "st_telecom"."subscriptions" ("party_id", "starts_on" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "st_telecom"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "st_telecom"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "st_telecom"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "st_telecom"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "st_telecom"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "st_telecom"."order_lines" add constraint "order_lines_order_id_fkey" foreign key ("order_id") references "st_telecom"."telecom_orders" ("id") on delete restrict;
alter table "st_telecom"."subscriptions" add constraint "subscriptions_order_line_id_fkey" foreign key ("order_line_id") references "st_telecom"."order_lines" ("id") on delete restrict;
create or replace function "st_telecom"."telecom_orders_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'telecom_orders', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('telecom_orders')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."brand" as "brand", n."status" as "status", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'telecom_orders', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('telecom_orders')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."brand" as "brand", o."status" as "status", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'telecom_orders', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('telecom_orders')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."brand" as "brand", o."status" as "status", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."brand" as "brand", n."status" as "status", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."brand" is distinct from n."brand") then 'brand' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."requested_at" is distinct from n."requested_at") then 'requestedAt' end, case when not (o."closed_at" is distinct from n."closed_at") then 'closedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."telecom_orders_emit"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.number, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (not (status in ('ACKNOWLEDGED', 'IN_PROGRESS'))) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'TelecomOrder', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "st_telecom"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'TelecomOrder', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TelecomOrderReceived', 'TelecomOrderClosed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'number', n."number")
        when 2 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (not (status in ('ACKNOWLEDGED', 'IN_PROGRESS'))) is true as "holds 0" from new_rows) n
        join (select *, (not (status in ('ACKNOWLEDGED', 'IN_PROGRESS'))) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'TelecomOrder', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "st_telecom"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'TelecomOrder', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TelecomOrderClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('orderId', n."id", 'partyId', n."party_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."telecom_orders_frozen"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (not (status in ('ACKNOWLEDGED', 'IN_PROGRESS')))) then
      raise exception using errcode = 'AV304', message = 'an order that is closed stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (not (status in ('ACKNOWLEDGED', 'IN_PROGRESS')))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an order that is closed stays as it is';
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."telecom_orders_keep"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "st_telecom"."telecom_orders_states"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'ACKNOWLEDGED' then array['IN_PROGRESS', 'CANCELLED']::text[] when 'IN_PROGRESS' then array['COMPLETED', 'PARTIAL', 'FAILED', 'CANCELLED']::text[] when 'COMPLETED' then array[]::text[] when 'PARTIAL' then array[]::text[] when 'FAILED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'telecom_orders', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'COMPLETED' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  if new.status = 'PARTIAL' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  if new.status = 'FAILED' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  if new.status = 'CANCELLED' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "st_telecom"."telecom_orders_touch"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "st_telecom"."telecom_orders_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "st_telecom", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['ACKNOWLEDGED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'telecom_orders', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: ACKNOWLEDGED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'order_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('order_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."order_id" as "orderId", n."position" as "position", n."service" as "service", n."phone_number" as "phoneNumber", n."donor" as "donor", to_char(n."ports_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsFrom", to_char(n."ports_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsTo", n."status" as "status", n."failure_reason" as "failureReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'order_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('order_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."order_id" as "orderId", o."position" as "position", o."service" as "service", o."phone_number" as "phoneNumber", o."donor" as "donor", to_char(o."ports_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsFrom", to_char(o."ports_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsTo", o."status" as "status", o."failure_reason" as "failureReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'order_lines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('order_lines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."order_id" as "orderId", o."position" as "position", o."service" as "service", o."phone_number" as "phoneNumber", o."donor" as "donor", to_char(o."ports_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsFrom", to_char(o."ports_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsTo", o."status" as "status", o."failure_reason" as "failureReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."order_id" as "orderId", n."position" as "position", n."service" as "service", n."phone_number" as "phoneNumber", n."donor" as "donor", to_char(n."ports_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsFrom", to_char(n."ports_to" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "portsTo", n."status" as "status", n."failure_reason" as "failureReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."order_id" is distinct from n."order_id") then 'orderId' end, case when not (o."position" is distinct from n."position") then 'position' end, case when not (o."service" is distinct from n."service") then 'service' end, case when not (o."phone_number" is distinct from n."phone_number") then 'phoneNumber' end, case when not (o."donor" is distinct from n."donor") then 'donor' end, case when not (o."ports_from" is distinct from n."ports_from") then 'portsFrom' end, case when not (o."ports_to" is distinct from n."ports_to") then 'portsTo' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."failure_reason" is distinct from n."failure_reason") then 'failureReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_count_done_count"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'DONE')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set done_count = p.done_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'DONE')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'DONE')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set done_count = p.done_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'DONE')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'DONE') union all select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'DONE')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set done_count = p.done_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status = 'DONE') union all select r.order_id as id, -1 as n from old_rows r where true and (r.status = 'DONE')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_count_failed_count"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status in ('FAILED', 'CANCELLED'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set failed_count = p.failed_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status in ('FAILED', 'CANCELLED'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (r.status in ('FAILED', 'CANCELLED'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set failed_count = p.failed_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (r.status in ('FAILED', 'CANCELLED'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status in ('FAILED', 'CANCELLED')) union all select r.order_id as id, -1 as n from old_rows r where true and (r.status in ('FAILED', 'CANCELLED'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set failed_count = p.failed_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (r.status in ('FAILED', 'CANCELLED')) union all select r.order_id as id, -1 as n from old_rows r where true and (r.status in ('FAILED', 'CANCELLED'))) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_count_line_count"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set line_count = p.line_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set line_count = p.line_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "st_telecom"."telecom_orders" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (true) union all select r.order_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "st_telecom"."telecom_orders" p set line_count = p.line_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.order_id as id, 1 as n from new_rows r where true and (true) union all select r.order_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_emit"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.order_id, n.failure_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'DONE') is true as "holds 0", (status = 'FAILED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'OrderLine', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "st_telecom"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'OrderLine', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['OrderLineDone', 'OrderLineFailed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('lineId', n."id", 'orderId', n."order_id")
        when 2 then jsonb_build_object('lineId', n."id", 'orderId', n."order_id", 'reason', n."failure_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.order_id, n.failure_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'DONE') is true as "holds 0", (status = 'FAILED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'DONE') is true as "holds 0", (status = 'FAILED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'OrderLine', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "st_telecom"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'OrderLine', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['OrderLineDone', 'OrderLineFailed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('lineId', n."id", 'orderId', n."order_id")
        when 2 then jsonb_build_object('lineId', n."id", 'orderId', n."order_id", 'reason', n."failure_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_keep"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "st_telecom"."order_lines_locked_by_order_id"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select order_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "st_telecom"."telecom_orders" p where p.id in (select order_id from new_rows where (true)) and (status not in ('ACKNOWLEDGED', 'IN_PROGRESS'))
    ) then
      raise exception using errcode = 'AV304', message = 'an order that is closed keeps its lines';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "st_telecom"."telecom_orders" p where p.id in (select order_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "st_telecom"."telecom_orders" p where p.id in (select order_id from old_rows where (true)) and (status not in ('ACKNOWLEDGED', 'IN_PROGRESS'))
    ) then
      raise exception using errcode = 'AV304', message = 'an order that is closed keeps its lines';
    end if;
  else
    perform from "st_telecom"."telecom_orders" p where p.id in (select order_id from new_rows where (true) union select order_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "st_telecom"."telecom_orders" p where p.id in (select order_id from new_rows where (true) union select order_id from old_rows where (true)) and (status not in ('ACKNOWLEDGED', 'IN_PROGRESS'))
    ) then
      raise exception using errcode = 'AV304', message = 'an order that is closed keeps its lines';
    end if;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."order_lines_states"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['IN_PROGRESS', 'FAILED', 'CANCELLED']::text[] when 'IN_PROGRESS' then array['DONE', 'FAILED', 'CANCELLED']::text[] when 'DONE' then array[]::text[] when 'FAILED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'order_lines', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "st_telecom"."order_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "st_telecom"."order_lines_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "st_telecom", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PENDING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'order_lines', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PENDING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."subscriptions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'subscriptions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('subscriptions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."order_line_id" as "orderLineId", n."party_id" as "partyId", n."phone_number" as "phoneNumber", n."tariff" as "tariff", n."monthly_fee"::text as "monthlyFee", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."commitment_months" as "commitmentMonths", n."penalty"::text as "penalty") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'subscriptions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('subscriptions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."order_line_id" as "orderLineId", o."party_id" as "partyId", o."phone_number" as "phoneNumber", o."tariff" as "tariff", o."monthly_fee"::text as "monthlyFee", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."commitment_months" as "commitmentMonths", o."penalty"::text as "penalty") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "st_telecom"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'subscriptions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('subscriptions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."order_line_id" as "orderLineId", o."party_id" as "partyId", o."phone_number" as "phoneNumber", o."tariff" as "tariff", o."monthly_fee"::text as "monthlyFee", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."commitment_months" as "commitmentMonths", o."penalty"::text as "penalty") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."order_line_id" as "orderLineId", n."party_id" as "partyId", n."phone_number" as "phoneNumber", n."tariff" as "tariff", n."monthly_fee"::text as "monthlyFee", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."commitment_months" as "commitmentMonths", n."penalty"::text as "penalty") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."order_line_id" is distinct from n."order_line_id") then 'orderLineId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."phone_number" is distinct from n."phone_number") then 'phoneNumber' end, case when not (o."tariff" is distinct from n."tariff") then 'tariff' end, case when not (o."monthly_fee" is distinct from n."monthly_fee") then 'monthlyFee' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."commitment_months" is distinct from n."commitment_months") then 'commitmentMonths' end, case when not (o."penalty" is distinct from n."penalty") then 'penalty' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."subscriptions_emit"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.starts_on, n.ends_on, n.penalty_due, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (ends_on is not null) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Subscription', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "st_telecom"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Subscription', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SubscriptionStarted', 'SubscriptionEnded'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('subscriptionId', n."id", 'partyId', n."party_id", 'startsOn', n."starts_on")
        when 2 then jsonb_build_object('subscriptionId', n."id", 'partyId', n."party_id", 'endsOn', n."ends_on", 'penaltyDue', n."penalty_due"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.ends_on, n.penalty_due, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (ends_on is not null) is true as "holds 0" from new_rows) n
        join (select *, (ends_on is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Subscription', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "st_telecom"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Subscription', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SubscriptionEnded'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('subscriptionId', n."id", 'partyId', n."party_id", 'endsOn', n."ends_on", 'penaltyDue', n."penalty_due"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."subscriptions_frozen"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (ends_on is not null)) then
      raise exception using errcode = 'AV304', message = 'a service that ended stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (ends_on is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a service that ended stays as it is';
  end if;
  return null;
end$body$;
create or replace function "st_telecom"."subscriptions_keep"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "st_telecom"."subscriptions_touch"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "st_telecom"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "st_telecom", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "st_telecom"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "st_telecom", pg_temp as $body$
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
  update "st_telecom"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "st_telecom"."telecom_orders" referencing new table as new_rows for each statement execute function "st_telecom"."telecom_orders_audit"();
create or replace trigger "audit_update" after update on "st_telecom"."telecom_orders" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."telecom_orders_audit"();
create or replace trigger "audit_delete" after delete on "st_telecom"."telecom_orders" referencing old table as old_rows for each statement execute function "st_telecom"."telecom_orders_audit"();
create or replace trigger "emit_insert" after insert on "st_telecom"."telecom_orders" referencing new table as new_rows for each statement execute function "st_telecom"."telecom_orders_emit"();
create or replace trigger "emit_update" after update on "st_telecom"."telecom_orders" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."telecom_orders_emit"();
create or replace trigger "frozen_update" after update on "st_telecom"."telecom_orders" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."telecom_orders_frozen"();
create or replace trigger "frozen_delete" after delete on "st_telecom"."telecom_orders" referencing old table as old_rows for each statement execute function "st_telecom"."telecom_orders_frozen"();
create or replace trigger "keep" before truncate on "st_telecom"."telecom_orders" for each statement execute function "st_telecom"."telecom_orders_keep"();
create or replace trigger "states_update" before update on "st_telecom"."telecom_orders" for each row execute function "st_telecom"."telecom_orders_states"();
create or replace trigger "states_insert" before insert on "st_telecom"."telecom_orders" for each row execute function "st_telecom"."telecom_orders_states"();
create or replace trigger "touch" before update on "st_telecom"."telecom_orders" for each row execute function "st_telecom"."telecom_orders_touch"();
create or replace trigger "transitions_insert" after insert on "st_telecom"."telecom_orders" referencing new table as new_rows for each statement execute function "st_telecom"."telecom_orders_transitions"();
create or replace trigger "audit_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_audit"();
create or replace trigger "audit_update" after update on "st_telecom"."order_lines" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."order_lines_audit"();
create or replace trigger "audit_delete" after delete on "st_telecom"."order_lines" referencing old table as old_rows for each statement execute function "st_telecom"."order_lines_audit"();
create or replace trigger "count_done_count_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_count_done_count"();
create or replace trigger "count_done_count_update" after update on "st_telecom"."order_lines" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."order_lines_count_done_count"();
create or replace trigger "count_done_count_delete" after delete on "st_telecom"."order_lines" referencing old table as old_rows for each statement execute function "st_telecom"."order_lines_count_done_count"();
create or replace trigger "count_failed_count_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_count_failed_count"();
create or replace trigger "count_failed_count_update" after update on "st_telecom"."order_lines" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."order_lines_count_failed_count"();
create or replace trigger "count_failed_count_delete" after delete on "st_telecom"."order_lines" referencing old table as old_rows for each statement execute function "st_telecom"."order_lines_count_failed_count"();
create or replace trigger "count_line_count_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_count_line_count"();
create or replace trigger "count_line_count_update" after update on "st_telecom"."order_lines" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."order_lines_count_line_count"();
create or replace trigger "count_line_count_delete" after delete on "st_telecom"."order_lines" referencing old table as old_rows for each statement execute function "st_telecom"."order_lines_count_line_count"();
create or replace trigger "emit_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_emit"();
create or replace trigger "emit_update" after update on "st_telecom"."order_lines" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."order_lines_emit"();
create or replace trigger "keep" before truncate on "st_telecom"."order_lines" for each statement execute function "st_telecom"."order_lines_keep"();
create or replace trigger "locked_by_order_id_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_locked_by_order_id"();
create or replace trigger "locked_by_order_id_update" after update on "st_telecom"."order_lines" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."order_lines_locked_by_order_id"();
create or replace trigger "locked_by_order_id_delete" after delete on "st_telecom"."order_lines" referencing old table as old_rows for each statement execute function "st_telecom"."order_lines_locked_by_order_id"();
create or replace trigger "states_update" before update on "st_telecom"."order_lines" for each row execute function "st_telecom"."order_lines_states"();
create or replace trigger "touch" before update on "st_telecom"."order_lines" for each row execute function "st_telecom"."order_lines_touch"();
create or replace trigger "transitions_insert" after insert on "st_telecom"."order_lines" referencing new table as new_rows for each statement execute function "st_telecom"."order_lines_transitions"();
create or replace trigger "audit_insert" after insert on "st_telecom"."subscriptions" referencing new table as new_rows for each statement execute function "st_telecom"."subscriptions_audit"();
create or replace trigger "audit_update" after update on "st_telecom"."subscriptions" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."subscriptions_audit"();
create or replace trigger "audit_delete" after delete on "st_telecom"."subscriptions" referencing old table as old_rows for each statement execute function "st_telecom"."subscriptions_audit"();
create or replace trigger "emit_insert" after insert on "st_telecom"."subscriptions" referencing new table as new_rows for each statement execute function "st_telecom"."subscriptions_emit"();
create or replace trigger "emit_update" after update on "st_telecom"."subscriptions" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."subscriptions_emit"();
create or replace trigger "frozen_update" after update on "st_telecom"."subscriptions" referencing new table as new_rows old table as old_rows for each statement execute function "st_telecom"."subscriptions_frozen"();
create or replace trigger "frozen_delete" after delete on "st_telecom"."subscriptions" referencing old table as old_rows for each statement execute function "st_telecom"."subscriptions_frozen"();
create or replace trigger "keep" before truncate on "st_telecom"."subscriptions" for each statement execute function "st_telecom"."subscriptions_keep"();
create or replace trigger "touch" before update on "st_telecom"."subscriptions" for each row execute function "st_telecom"."subscriptions_touch"();
create or replace trigger "keep" before truncate on "st_telecom"."audit_events" for each statement execute function "st_telecom"."audit_events_keep"();
create or replace trigger "number" after insert on "st_telecom"."outbox_events" referencing new table as new_rows for each statement execute function "st_telecom"."outbox_events_number"();
alter table "st_telecom"."audit_events" enable row level security, force row level security;
create policy "added" on "st_telecom"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "st_telecom"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "party_id", "brand", "status", "requested_at", "closed_at"), update ("party_id", "brand", "status", "closed_at"), delete on "st_telecom"."telecom_orders" to acervo_app;
grant select, insert ("id", "number", "party_id", "brand", "status", "requested_at", "closed_at"), update ("party_id", "brand", "status", "closed_at"), delete on "st_telecom"."telecom_orders" to acervo_worker;
grant select on "st_telecom"."telecom_orders" to acervo_readonly;
grant select, insert ("id", "order_id", "position", "service", "phone_number", "donor", "ports_from", "ports_to", "status", "failure_reason"), update ("phone_number", "donor", "ports_from", "ports_to", "status", "failure_reason"), delete on "st_telecom"."order_lines" to acervo_app;
grant select, insert ("id", "order_id", "position", "service", "phone_number", "donor", "ports_from", "ports_to", "status", "failure_reason"), update ("phone_number", "donor", "ports_from", "ports_to", "status", "failure_reason"), delete on "st_telecom"."order_lines" to acervo_worker;
grant select on "st_telecom"."order_lines" to acervo_readonly;
grant select, insert ("id", "order_line_id", "party_id", "phone_number", "tariff", "monthly_fee", "starts_on", "ends_on", "commitment_months", "penalty"), update ("party_id", "tariff", "monthly_fee", "ends_on"), delete on "st_telecom"."subscriptions" to acervo_app;
grant select, insert ("id", "order_line_id", "party_id", "phone_number", "tariff", "monthly_fee", "starts_on", "ends_on", "commitment_months", "penalty"), update ("party_id", "tariff", "monthly_fee", "ends_on"), delete on "st_telecom"."subscriptions" to acervo_worker;
grant select on "st_telecom"."subscriptions" to acervo_readonly;
grant select on "st_telecom"."audit_events" to acervo_app;
grant select on "st_telecom"."audit_events" to acervo_worker;
grant select on "st_telecom"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "st_telecom"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "st_telecom"."outbox_events" to acervo_worker;
grant select on "st_telecom"."outbox_events" to acervo_readonly;
set local role none;
