-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: d001f2b8478d61156b1d2ca69a1194054b688ddddcd3adcebf99d2f84c6bae74

-- step: create sm_customers with 10 tables
-- locks: none
set local search_path to "sm_customers", acervo, pg_temp;
create schema if not exists "sm_customers" authorization acervo_owner;
grant usage on schema "sm_customers" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_customers"."customers" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "since" date not null,
  "status" text collate "C" default 'ACTIVE' not null,
  "owner" varchar(200) collate "C",
  "preferred_channel" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "customers_pkey" primary key ("id"),
  constraint "customers_party_id_key" unique ("party_id"),
  constraint "customers_status_check" check ("status" in ('PROSPECT', 'ACTIVE', 'DORMANT', 'FORMER')),
  constraint "customers_preferred_channel_check" check ("preferred_channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST'))
);
create table "sm_customers"."segments" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(60) collate "C" not null,
  "version" integer default 1 not null,
  "name" varchar(200) collate "C" not null,
  "definition" jsonb not null,
  "status" text collate "C" default 'DRAFT' not null,
  "member_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "segments_pkey" primary key ("id"),
  constraint "segments_code_version_key" unique ("code", "version"),
  constraint "segments_status_check" check ("status" in ('DRAFT', 'ACTIVE', 'RETIRED')),
  constraint "segments_version_check" check (version >= 1)
);
create table "sm_customers"."segment_members" (
  "id" uuid default acervo.uuid7() not null,
  "segment_id" uuid not null,
  "party_id" uuid not null,
  "valid_from" date not null,
  "valid_to" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "segment_members_pkey" primary key ("id"),
  constraint "segment_members_days_check" check (valid_to >= valid_from),
  constraint "segment_members_once_a_day_excl" exclude using gist (segment_id with =, party_id with =, daterange(valid_from, valid_to) with &&)
);
create table "sm_customers"."health_scores" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "method" varchar(80) collate "C" not null,
  "score" numeric(5, 2) not null,
  "factors" jsonb not null,
  "computed_at" timestamptz(6) default acervo.now() not null,
  constraint "health_scores_pkey" primary key ("id"),
  constraint "health_scores_party_id_method_computed_at_key" unique ("party_id", "method", "computed_at"),
  constraint "health_scores_score_check" check (score between 0 and 100)
);
create table "sm_customers"."merged_parties" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "into_id" uuid not null,
  "merged_at" timestamptz(6) not null,
  constraint "merged_parties_pkey" primary key ("id"),
  constraint "merged_parties_party_id_key" unique ("party_id"),
  constraint "merged_parties_not_itself_check" check (party_id <> into_id)
);
create table "sm_customers"."audit_events" (
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
create table "sm_customers"."inbox_events" (
  "id" uuid default acervo.uuid7() not null,
  "aggregate_id" varchar(200) collate "C" not null,
  "aggregate_seq" bigint not null,
  "aggregate_type" varchar(80) collate "C" not null,
  "applied_at" timestamptz(6),
  "attempts" integer default 0 not null,
  "available_at" timestamptz(6) default acervo.now() not null,
  "envelope" jsonb not null,
  "event_id" uuid not null,
  "event_type" varchar(120) collate "C" not null,
  "event_version" integer default 1 not null,
  "last_error" text collate "C",
  "note" text collate "C",
  "occurred_at" timestamptz(6) not null,
  "received_at" timestamptz(6) default acervo.now() not null,
  "source" varchar(80) collate "C" not null,
  "status" text collate "C" default 'WAITING' not null,
  constraint "inbox_events_pkey" primary key ("id"),
  constraint "inbox_events_source_event_id_key" unique ("source", "event_id"),
  constraint "inbox_events_source_aggregate_type_aggregate_id_ag_8b1e1278_key" unique ("source", "aggregate_type", "aggregate_id", "aggregate_seq"),
  constraint "inbox_events_status_check" check ("status" in ('WAITING', 'APPLIED', 'DEAD')),
  constraint "inbox_events_applied_check" check ((status = 'APPLIED') = (applied_at is not null))
);
create table "sm_customers"."outbox_events" (
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
create index "customers_status_since_idx" on "sm_customers"."customers" ("status", "since");
create unique index "segments_one_active_key" on "sm_customers"."segments" ("code") where (status = 'ACTIVE');
create index "segments_search_vector_gin_idx" on "sm_customers"."segments" using gin ("search_vector");
create index "segment_members_party_id_valid_from_idx" on "sm_customers"."segment_members" ("party_id", "valid_from" desc);
create index "segment_members_segment_id_idx" on "sm_customers"."segment_members" ("segment_id");
create index "merged_parties_into_id_idx" on "sm_customers"."merged_parties" ("into_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_customers"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_customers"."audit_events" ("transaction_id", "id");
create index "inbox_events_received_at_idx" on "sm_customers"."inbox_events" ("received_at") where status <> 'APPLIED';
create index "outbox_events_available_at_id_idx" on "sm_customers"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_customers"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_customers"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_customers"."segment_members" add constraint "segment_members_segment_id_fkey" foreign key ("segment_id") references "sm_customers"."segments" ("id") on delete restrict;
create or replace function "sm_customers"."customers_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_customers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_customers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'customers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('customers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."since" as "since", n."status" as "status", n."owner" as "owner", n."preferred_channel" as "preferredChannel") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_customers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'customers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('customers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."since" as "since", o."status" as "status", o."owner" as "owner", o."preferred_channel" as "preferredChannel") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_customers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'customers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('customers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."since" as "since", o."status" as "status", o."owner" as "owner", o."preferred_channel" as "preferredChannel") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."since" as "since", n."status" as "status", n."owner" as "owner", n."preferred_channel" as "preferredChannel") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."since" is distinct from n."since") then 'since' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."preferred_channel" is distinct from n."preferred_channel") then 'preferredChannel' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."customers_emit"() returns trigger language plpgsql security definer
set search_path to "sm_customers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    null;
  else
    with told as (
      select n.id, n.party_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and (n.status) is distinct from (o.status) then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
        join (select *, (true) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Customer', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_customers"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Customer', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CustomerChanged'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('customerId', n."id", 'partyId', n."party_id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."customers_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_customers"."customers_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_customers"."segments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_customers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_customers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'segments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('segments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."version" as "version", n."name" as "name", n."definition" as "definition", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_customers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'segments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('segments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."version" as "version", o."name" as "name", o."definition" as "definition", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_customers"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'segments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('segments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."version" as "version", o."name" as "name", o."definition" as "definition", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."version" as "version", n."name" as "name", n."definition" as "definition", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."definition" is distinct from n."definition") then 'definition' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."segments_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_customers"."segments_states"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['ACTIVE', 'RETIRED']::text[] when 'ACTIVE' then array['RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'segments', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_customers"."segments_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_customers"."segment_members_count_member_count"() returns trigger language plpgsql security definer
set search_path to "sm_customers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_customers"."segments" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.segment_id as id, 1 as n from new_rows r where true and (r.valid_to is null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_customers"."segments" p set member_count = p.member_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.segment_id as id, 1 as n from new_rows r where true and (r.valid_to is null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_customers"."segments" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.segment_id as id, -1 as n from old_rows r where true and (r.valid_to is null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_customers"."segments" p set member_count = p.member_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.segment_id as id, -1 as n from old_rows r where true and (r.valid_to is null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_customers"."segments" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.segment_id as id, 1 as n from new_rows r where true and (r.valid_to is null) union all select r.segment_id as id, -1 as n from old_rows r where true and (r.valid_to is null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_customers"."segments" p set member_count = p.member_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.segment_id as id, 1 as n from new_rows r where true and (r.valid_to is null) union all select r.segment_id as id, -1 as n from old_rows r where true and (r.valid_to is null)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."segment_members_locked_by_segment_id"() returns trigger language plpgsql security definer
set search_path to "sm_customers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_customers"."segments" p where p.id in (select segment_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_customers"."segments" p where p.id in (select segment_id from new_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'a segment that is not in force takes no members';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_customers"."segments" p where p.id in (select segment_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_customers"."segments" p where p.id in (select segment_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'a segment that is not in force takes no members';
    end if;
  else
    perform from "sm_customers"."segments" p where p.id in (select segment_id from new_rows where (true) union select segment_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_customers"."segments" p where p.id in (select segment_id from new_rows where (true) union select segment_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'a segment that is not in force takes no members';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."segment_members_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_customers"."health_scores_emit"() returns trigger language plpgsql security definer
set search_path to "sm_customers", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.party_id, n.method, n.score, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'HealthScore', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_customers"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'HealthScore', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['HealthScored'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."party_id", 'method', n."method", 'score', n."score"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."health_scores_explain"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  if exists (
    select from new_rows n
    where round((select sum(f.value::numeric) from jsonb_each_text(n.factors) f), 2) is distinct from n.score
  ) then
    raise exception 'a score is the sum of its factors';
  end if;
  return null;
end$body$;
create or replace function "sm_customers"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_customers", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_customers"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_customers", pg_temp as $body$
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
  update "sm_customers"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_customers"."customers" referencing new table as new_rows for each statement execute function "sm_customers"."customers_audit"();
create or replace trigger "audit_update" after update on "sm_customers"."customers" referencing new table as new_rows old table as old_rows for each statement execute function "sm_customers"."customers_audit"();
create or replace trigger "audit_delete" after delete on "sm_customers"."customers" referencing old table as old_rows for each statement execute function "sm_customers"."customers_audit"();
create or replace trigger "emit_insert" after insert on "sm_customers"."customers" referencing new table as new_rows for each statement execute function "sm_customers"."customers_emit"();
create or replace trigger "emit_update" after update on "sm_customers"."customers" referencing new table as new_rows old table as old_rows for each statement execute function "sm_customers"."customers_emit"();
create or replace trigger "keep" before truncate on "sm_customers"."customers" for each statement execute function "sm_customers"."customers_keep"();
create or replace trigger "touch" before update on "sm_customers"."customers" for each row execute function "sm_customers"."customers_touch"();
create or replace trigger "audit_insert" after insert on "sm_customers"."segments" referencing new table as new_rows for each statement execute function "sm_customers"."segments_audit"();
create or replace trigger "audit_update" after update on "sm_customers"."segments" referencing new table as new_rows old table as old_rows for each statement execute function "sm_customers"."segments_audit"();
create or replace trigger "audit_delete" after delete on "sm_customers"."segments" referencing old table as old_rows for each statement execute function "sm_customers"."segments_audit"();
create or replace trigger "keep" before truncate on "sm_customers"."segments" for each statement execute function "sm_customers"."segments_keep"();
create or replace trigger "states_update" before update on "sm_customers"."segments" for each row execute function "sm_customers"."segments_states"();
create or replace trigger "touch" before update on "sm_customers"."segments" for each row execute function "sm_customers"."segments_touch"();
create or replace trigger "count_member_count_insert" after insert on "sm_customers"."segment_members" referencing new table as new_rows for each statement execute function "sm_customers"."segment_members_count_member_count"();
create or replace trigger "count_member_count_update" after update on "sm_customers"."segment_members" referencing new table as new_rows old table as old_rows for each statement execute function "sm_customers"."segment_members_count_member_count"();
create or replace trigger "count_member_count_delete" after delete on "sm_customers"."segment_members" referencing old table as old_rows for each statement execute function "sm_customers"."segment_members_count_member_count"();
create or replace trigger "locked_by_segment_id_insert" after insert on "sm_customers"."segment_members" referencing new table as new_rows for each statement execute function "sm_customers"."segment_members_locked_by_segment_id"();
create or replace trigger "touch" before update on "sm_customers"."segment_members" for each row execute function "sm_customers"."segment_members_touch"();
create or replace trigger "emit_insert" after insert on "sm_customers"."health_scores" referencing new table as new_rows for each statement execute function "sm_customers"."health_scores_emit"();
create or replace trigger "emit_update" after update on "sm_customers"."health_scores" referencing new table as new_rows old table as old_rows for each statement execute function "sm_customers"."health_scores_emit"();
create or replace trigger "explain" after insert on "sm_customers"."health_scores" referencing new table as new_rows for each statement execute function "sm_customers"."health_scores_explain"();
create or replace trigger "keep" before truncate on "sm_customers"."audit_events" for each statement execute function "sm_customers"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_customers"."outbox_events" referencing new table as new_rows for each statement execute function "sm_customers"."outbox_events_number"();
alter table "sm_customers"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_customers"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_customers"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "since", "status", "owner", "preferred_channel"), update ("since", "status", "owner", "preferred_channel"), delete on "sm_customers"."customers" to acervo_app;
grant select, insert ("id", "party_id", "since", "status", "owner", "preferred_channel"), update ("since", "status", "owner", "preferred_channel"), delete on "sm_customers"."customers" to acervo_worker;
grant select on "sm_customers"."customers" to acervo_readonly;
grant select, insert ("id", "code", "version", "name", "definition", "status"), update ("name", "status"), delete on "sm_customers"."segments" to acervo_app;
grant select, insert ("id", "code", "version", "name", "definition", "status"), update ("name", "status"), delete on "sm_customers"."segments" to acervo_worker;
grant select ("id", "code", "version", "name", "definition", "status", "member_count", "created_at", "updated_at") on "sm_customers"."segments" to acervo_readonly;
grant select, insert ("id", "segment_id", "party_id", "valid_from", "valid_to"), update ("valid_to"), delete on "sm_customers"."segment_members" to acervo_app;
grant select, insert ("id", "segment_id", "party_id", "valid_from", "valid_to"), update ("valid_to"), delete on "sm_customers"."segment_members" to acervo_worker;
grant select on "sm_customers"."segment_members" to acervo_readonly;
grant select, insert ("id", "party_id", "method", "score", "factors", "computed_at") on "sm_customers"."health_scores" to acervo_app;
grant select, insert ("id", "party_id", "method", "score", "factors", "computed_at") on "sm_customers"."health_scores" to acervo_worker;
grant select on "sm_customers"."health_scores" to acervo_readonly;
grant select, insert ("id", "party_id", "into_id", "merged_at"), delete on "sm_customers"."merged_parties" to acervo_app;
grant select, insert ("id", "party_id", "into_id", "merged_at"), delete on "sm_customers"."merged_parties" to acervo_worker;
grant select on "sm_customers"."merged_parties" to acervo_readonly;
grant select on "sm_customers"."audit_events" to acervo_app;
grant select on "sm_customers"."audit_events" to acervo_worker;
grant select on "sm_customers"."audit_events" to acervo_readonly;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_customers"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_customers"."inbox_events" to acervo_worker;
grant select on "sm_customers"."inbox_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_customers"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_customers"."outbox_events" to acervo_worker;
grant select on "sm_customers"."outbox_events" to acervo_readonly;
create view "sm_customers"."party_roots" with (security_invoker = true) as
with recursive way as (
     select party_id, into_id, 1 as steps from "sm_customers"."merged_parties"
     union all
     select w.party_id, m.into_id, w.steps + 1 from way w
       join "sm_customers"."merged_parties" m on m.party_id = w.into_id where w.steps < 32
   )
   select distinct on (party_id) party_id, into_id as root_id from way order by party_id, steps desc;
grant select on "sm_customers"."party_roots" to acervo_app;
grant select on "sm_customers"."party_roots" to acervo_worker;
grant select on "sm_customers"."party_roots" to acervo_readonly;
create view "sm_customers"."customer_overviews" with (security_invoker = true) as
with root as (
     select c.party_id, coalesce(r.root_id, c.party_id) as root_id, c.status, c.since
     from "sm_customers"."customers" c left join "sm_customers"."party_roots" r on r.party_id = c.party_id
   ), whole as (
     select root_id, min(since) as since,
       (array_agg(status order by array_position(
         array['ACTIVE', 'PROSPECT', 'DORMANT', 'FORMER'], status)))[1] as status
     from root group by root_id
   ), parts as (
     select root_id, root_id as party_id from whole
     union select root_id, party_id from "sm_customers"."party_roots"
   )
   select w.root_id as party_id, w.status, w.since,
     (select count(distinct m.segment_id) from "sm_customers"."segment_members" m join parts p using (party_id)
      where p.root_id = w.root_id and m.valid_to is null) as segment_count,
     (select h.score from "sm_customers"."health_scores" h join parts p using (party_id)
      where p.root_id = w.root_id order by h.computed_at desc, h.id desc limit 1) as health_score
   from whole w;
grant select on "sm_customers"."customer_overviews" to acervo_app;
grant select on "sm_customers"."customer_overviews" to acervo_worker;
grant select on "sm_customers"."customer_overviews" to acervo_readonly;
set local role none;
