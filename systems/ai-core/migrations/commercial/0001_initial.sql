-- acervo: transactional
-- objects: extension btree_gist
-- model: 0e97904332ece5a232228aa3c1d09b12e04deb8c26ecaec4219d0bf3d1e01b4b

-- step: create sm_commercial with 6 tables
-- locks: none
set local search_path to "sm_commercial", acervo, pg_temp;
create schema if not exists "sm_commercial" authorization acervo_owner;
grant usage on schema "sm_commercial" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_commercial"."offers" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "version" integer default 1 not null,
  "party_id" uuid not null,
  "opportunity_id" uuid,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "valid_until" date not null,
  "stage" text collate "C" default 'DRAFT' not null,
  "owner" varchar(200) collate "C" not null,
  "sent_at" timestamptz(6),
  "decided_at" timestamptz(6),
  "total" numeric(20, 10) default '0' not null,
  "line_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "offers_pkey" primary key ("id"),
  constraint "offers_number_version_key" unique ("number", "version"),
  constraint "offers_stage_check" check ("stage" in ('DRAFT', 'SENT', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'REPLACED')),
  constraint "offers_in_time_check" check (stage <> 'ACCEPTED' or (decided_at at time zone 'Europe/Madrid')::date <= valid_until),
  constraint "offers_sent_check" check (stage = 'DRAFT' or line_count > 0),
  constraint "offers_total_check" check (total >= 0),
  constraint "offers_version_check" check (version >= 1)
);
create table "sm_commercial"."offer_lines" (
  "id" uuid default acervo.uuid7() not null,
  "offer_id" uuid not null,
  "position" integer not null,
  "product_code" varchar(60) collate "C" not null,
  "description" varchar(300) collate "C" not null,
  "quantity" numeric(12, 3) default '1' not null,
  "unit_price" numeric(20, 10) not null,
  "discount" numeric(5, 2) default '0' not null,
  "amount" numeric(20, 10) generated always as (round(quantity * unit_price * (1 - discount / 100), 2)) stored not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "offer_lines_pkey" primary key ("id"),
  constraint "offer_lines_offer_id_position_key" unique ("offer_id", "position"),
  constraint "offer_lines_discount_check" check (discount between 0 and 100),
  constraint "offer_lines_quantity_check" check (quantity > 0 and unit_price >= 0)
);
create table "sm_commercial"."offer_moments" (
  "id" uuid default acervo.uuid7() not null,
  "offer_id" uuid not null,
  "stage" varchar(20) collate "C" not null,
  "total" numeric(20, 10) not null,
  "changed_by" varchar(200) collate "C",
  "valid_from" timestamptz(6) not null,
  "valid_to" timestamptz(6),
  constraint "offer_moments_pkey" primary key ("id")
);
create table "sm_commercial"."sales_targets" (
  "id" uuid default acervo.uuid7() not null,
  "owner" varchar(200) collate "C" not null,
  "line" text collate "C" not null,
  "period_start" date not null,
  "period_end" date not null,
  "amount" numeric(20, 10) not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "sales_targets_pkey" primary key ("id"),
  constraint "sales_targets_line_check" check ("line" in ('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS')),
  constraint "sales_targets_amount_check" check (amount >= 0),
  constraint "sales_targets_period_check" check (period_end > period_start),
  constraint "sales_targets_one_target_a_day_excl" exclude using gist (owner with =, line with =, daterange(period_start, period_end) with &&) where ((deleted_at is null))
);
create table "sm_commercial"."audit_events" (
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
create table "sm_commercial"."outbox_events" (
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
create unique index "offers_one_accepted_key" on "sm_commercial"."offers" ("number") where (stage = 'ACCEPTED');
create index "offers_party_id_idx" on "sm_commercial"."offers" ("party_id");
create index "offers_stage_valid_until_idx" on "sm_commercial"."offers" ("stage", "valid_until");
create unique index "one_open_offer_moment_key" on "sm_commercial"."offer_moments" ("offer_id") where (valid_to is null);
create index "offer_moments_offer_id_valid_from_idx" on "sm_commercial"."offer_moments" ("offer_id", "valid_from" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_commercial"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_commercial"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_commercial"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_commercial"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_commercial"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_commercial"."offer_lines" add constraint "offer_lines_offer_id_fkey" foreign key ("offer_id") references "sm_commercial"."offers" ("id") on delete cascade;
alter table "sm_commercial"."offer_moments" add constraint "offer_moments_offer_id_fkey" foreign key ("offer_id") references "sm_commercial"."offers" ("id") on delete cascade;
create or replace function "sm_commercial"."offers_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_commercial"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'offers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('offers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."version" as "version", n."party_id" as "partyId", n."opportunity_id" as "opportunityId", n."currency" as "currency", n."valid_until" as "validUntil", n."stage" as "stage", n."owner" as "owner", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_commercial"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'offers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('offers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."version" as "version", o."party_id" as "partyId", o."opportunity_id" as "opportunityId", o."currency" as "currency", o."valid_until" as "validUntil", o."stage" as "stage", o."owner" as "owner", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_commercial"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'offers', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('offers')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."version" as "version", o."party_id" as "partyId", o."opportunity_id" as "opportunityId", o."currency" as "currency", o."valid_until" as "validUntil", o."stage" as "stage", o."owner" as "owner", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."version" as "version", n."party_id" as "partyId", n."opportunity_id" as "opportunityId", n."currency" as "currency", n."valid_until" as "validUntil", n."stage" as "stage", n."owner" as "owner", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."opportunity_id" is distinct from n."opportunity_id") then 'opportunityId' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."valid_until" is distinct from n."valid_until") then 'validUntil' end, case when not (o."stage" is distinct from n."stage") then 'stage' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."sent_at" is distinct from n."sent_at") then 'sentAt' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offers_emit"() returns trigger language plpgsql security definer
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.total, n.opportunity_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (stage = 'SENT') is true as "holds 0", (stage = 'ACCEPTED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Offer', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_commercial"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Offer', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['OfferSent', 'OfferAccepted'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('offerId', n."id", 'partyId', n."party_id", 'total', n."total"::text)
        when 2 then jsonb_build_object('offerId', n."id", 'partyId', n."party_id", 'opportunityId', n."opportunity_id", 'total', n."total"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.total, n.opportunity_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (stage = 'SENT') is true as "holds 0", (stage = 'ACCEPTED') is true as "holds 1" from new_rows) n
        join (select *, (stage = 'SENT') is true as "holds 0", (stage = 'ACCEPTED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Offer', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_commercial"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Offer', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['OfferSent', 'OfferAccepted'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('offerId', n."id", 'partyId', n."party_id", 'total', n."total"::text)
        when 2 then jsonb_build_object('offerId', n."id", 'partyId', n."party_id", 'opportunityId', n."opportunity_id", 'total', n."total"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offers_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (stage <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'an offer that was sent stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (stage <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['stage', 'decided_at', 'updated_at'] is distinct from to_jsonb(n) - array['stage', 'decided_at', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an offer that was sent stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offers_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_commercial"."offers_keep_history"() returns trigger language plpgsql security definer
set search_path to "sm_commercial", pg_temp as $body$
declare
  at timestamptz(6) := acervo.clock();
begin
  if tg_op = 'INSERT' then
    insert into "sm_commercial"."offer_moments"
      (offer_id, stage, total, changed_by, valid_from)
    select n.id, n.stage, n.total, nullif(current_setting('acervo.actor', true), ''), at
    from new_rows n;
  else
    update "sm_commercial"."offer_moments" h set valid_to = greatest(at, h.valid_from)
    where h.valid_to is null and h.offer_id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.stage, n.total) is distinct from (o.stage, o.total));
    insert into "sm_commercial"."offer_moments"
      (offer_id, stage, total, changed_by, valid_from)
    select n.id, n.stage, n.total, nullif(current_setting('acervo.actor', true), ''), at
    from (select * from new_rows where id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.stage, n.total) is distinct from (o.stage, o.total))) n;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offers_states"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.stage is distinct from old.stage then
    allowed := case old.stage when 'DRAFT' then array['SENT']::text[] when 'SENT' then array['ACCEPTED', 'DECLINED', 'EXPIRED', 'REPLACED']::text[] when 'ACCEPTED' then array[]::text[] when 'DECLINED' then array[]::text[] when 'EXPIRED' then array[]::text[] when 'REPLACED' then array[]::text[] end;
    if not coalesce(new.stage = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'offers', column = 'stage',
        message = format('%s does not go from %s to %s', 'stage', old.stage, coalesce(new.stage, 'null')),
        detail = format('Allowed from %s: %s.', old.stage, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.stage = 'SENT' and (
    case tg_op when 'INSERT' then new.sent_at is null
    else new.stage is distinct from old.stage and new.sent_at is not distinct from old.sent_at end
  ) then
    new.sent_at := acervo.now();
  end if;
  if new.stage = 'ACCEPTED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.stage is distinct from old.stage and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.stage = 'DECLINED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.stage is distinct from old.stage and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_commercial"."offers_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_commercial"."offers_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_commercial", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.stage into strange from new_rows n where n.stage <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'offers', column = 'stage',
        message = format('%s does not begin as %s', 'stage', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offer_lines_count_line_count"() returns trigger language plpgsql security definer
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_commercial"."offers" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.offer_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_commercial"."offers" p set line_count = p.line_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.offer_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_commercial"."offers" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.offer_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_commercial"."offers" p set line_count = p.line_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.offer_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_commercial"."offers" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.offer_id as id, 1 as n from new_rows r where true and (true) union all select r.offer_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_commercial"."offers" p set line_count = p.line_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.offer_id as id, 1 as n from new_rows r where true and (true) union all select r.offer_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offer_lines_count_total"() returns trigger language plpgsql security definer
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_commercial"."offers" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.offer_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_commercial"."offers" p set total = p.total + delta.n
    from (select c.id, sum(c.n) as n from (select r.offer_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_commercial"."offers" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.offer_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_commercial"."offers" p set total = p.total + delta.n
    from (select c.id, sum(c.n) as n from (select r.offer_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_commercial"."offers" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.offer_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.offer_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_commercial"."offers" p set total = p.total + delta.n
    from (select c.id, sum(c.n) as n from (select r.offer_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.offer_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offer_lines_locked_by_offer_id"() returns trigger language plpgsql security definer
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_commercial"."offers" p where p.id in (select offer_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_commercial"."offers" p where p.id in (select offer_id from new_rows where (true)) and (stage <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'an offer that was sent keeps its lines';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_commercial"."offers" p where p.id in (select offer_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_commercial"."offers" p where p.id in (select offer_id from old_rows where (true)) and (stage <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'an offer that was sent keeps its lines';
    end if;
  else
    perform from "sm_commercial"."offers" p where p.id in (select offer_id from new_rows where (true) union select offer_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_commercial"."offers" p where p.id in (select offer_id from new_rows where (true) union select offer_id from old_rows where (true)) and (stage <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'an offer that was sent keeps its lines';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."offer_lines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_commercial"."sales_targets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_commercial", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_commercial"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'sales_targets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('sales_targets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."owner" as "owner", n."line" as "line", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."amount"::text as "amount", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_commercial"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'sales_targets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('sales_targets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."owner" as "owner", o."line" as "line", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."amount"::text as "amount", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_commercial"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'sales_targets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('sales_targets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."owner" as "owner", o."line" as "line", o."period_start" as "periodStart", o."period_end" as "periodEnd", o."amount"::text as "amount", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."owner" as "owner", n."line" as "line", n."period_start" as "periodStart", n."period_end" as "periodEnd", n."amount"::text as "amount", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."line" is distinct from n."line") then 'line' end, case when not (o."period_start" is distinct from n."period_start") then 'periodStart' end, case when not (o."period_end" is distinct from n."period_end") then 'periodEnd' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_commercial"."sales_targets_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_commercial"."sales_targets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_commercial"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_commercial", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_commercial"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_commercial", pg_temp as $body$
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
  update "sm_commercial"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_commercial"."offers" referencing new table as new_rows for each statement execute function "sm_commercial"."offers_audit"();
create or replace trigger "audit_update" after update on "sm_commercial"."offers" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offers_audit"();
create or replace trigger "audit_delete" after delete on "sm_commercial"."offers" referencing old table as old_rows for each statement execute function "sm_commercial"."offers_audit"();
create or replace trigger "emit_insert" after insert on "sm_commercial"."offers" referencing new table as new_rows for each statement execute function "sm_commercial"."offers_emit"();
create or replace trigger "emit_update" after update on "sm_commercial"."offers" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offers_emit"();
create or replace trigger "frozen_update" after update on "sm_commercial"."offers" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offers_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_commercial"."offers" referencing old table as old_rows for each statement execute function "sm_commercial"."offers_frozen"();
create or replace trigger "keep" before truncate on "sm_commercial"."offers" for each statement execute function "sm_commercial"."offers_keep"();
create or replace trigger "keep_history_insert" after insert on "sm_commercial"."offers" referencing new table as new_rows for each statement execute function "sm_commercial"."offers_keep_history"();
create or replace trigger "keep_history_update" after update on "sm_commercial"."offers" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offers_keep_history"();
create or replace trigger "states_update" before update on "sm_commercial"."offers" for each row execute function "sm_commercial"."offers_states"();
create or replace trigger "states_insert" before insert on "sm_commercial"."offers" for each row execute function "sm_commercial"."offers_states"();
create or replace trigger "touch" before update on "sm_commercial"."offers" for each row execute function "sm_commercial"."offers_touch"();
create or replace trigger "transitions_insert" after insert on "sm_commercial"."offers" referencing new table as new_rows for each statement execute function "sm_commercial"."offers_transitions"();
create or replace trigger "count_line_count_insert" after insert on "sm_commercial"."offer_lines" referencing new table as new_rows for each statement execute function "sm_commercial"."offer_lines_count_line_count"();
create or replace trigger "count_line_count_update" after update on "sm_commercial"."offer_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offer_lines_count_line_count"();
create or replace trigger "count_line_count_delete" after delete on "sm_commercial"."offer_lines" referencing old table as old_rows for each statement execute function "sm_commercial"."offer_lines_count_line_count"();
create or replace trigger "count_total_insert" after insert on "sm_commercial"."offer_lines" referencing new table as new_rows for each statement execute function "sm_commercial"."offer_lines_count_total"();
create or replace trigger "count_total_update" after update on "sm_commercial"."offer_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offer_lines_count_total"();
create or replace trigger "count_total_delete" after delete on "sm_commercial"."offer_lines" referencing old table as old_rows for each statement execute function "sm_commercial"."offer_lines_count_total"();
create or replace trigger "locked_by_offer_id_insert" after insert on "sm_commercial"."offer_lines" referencing new table as new_rows for each statement execute function "sm_commercial"."offer_lines_locked_by_offer_id"();
create or replace trigger "locked_by_offer_id_update" after update on "sm_commercial"."offer_lines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."offer_lines_locked_by_offer_id"();
create or replace trigger "locked_by_offer_id_delete" after delete on "sm_commercial"."offer_lines" referencing old table as old_rows for each statement execute function "sm_commercial"."offer_lines_locked_by_offer_id"();
create or replace trigger "touch" before update on "sm_commercial"."offer_lines" for each row execute function "sm_commercial"."offer_lines_touch"();
create or replace trigger "audit_insert" after insert on "sm_commercial"."sales_targets" referencing new table as new_rows for each statement execute function "sm_commercial"."sales_targets_audit"();
create or replace trigger "audit_update" after update on "sm_commercial"."sales_targets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_commercial"."sales_targets_audit"();
create or replace trigger "audit_delete" after delete on "sm_commercial"."sales_targets" referencing old table as old_rows for each statement execute function "sm_commercial"."sales_targets_audit"();
create or replace trigger "keep" before truncate on "sm_commercial"."sales_targets" for each statement execute function "sm_commercial"."sales_targets_keep"();
create or replace trigger "touch" before update on "sm_commercial"."sales_targets" for each row execute function "sm_commercial"."sales_targets_touch"();
create or replace trigger "keep" before truncate on "sm_commercial"."audit_events" for each statement execute function "sm_commercial"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_commercial"."outbox_events" referencing new table as new_rows for each statement execute function "sm_commercial"."outbox_events_number"();
alter table "sm_commercial"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_commercial"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_commercial"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "version", "party_id", "opportunity_id", "currency", "valid_until", "stage", "owner", "sent_at", "decided_at"), update ("party_id", "opportunity_id", "currency", "valid_until", "stage", "owner", "sent_at", "decided_at"), delete on "sm_commercial"."offers" to acervo_app;
grant select, insert ("id", "number", "version", "party_id", "opportunity_id", "currency", "valid_until", "stage", "owner", "sent_at", "decided_at"), update ("party_id", "opportunity_id", "currency", "valid_until", "stage", "owner", "sent_at", "decided_at"), delete on "sm_commercial"."offers" to acervo_worker;
grant select on "sm_commercial"."offers" to acervo_readonly;
grant select, insert ("id", "offer_id", "position", "product_code", "description", "quantity", "unit_price", "discount"), update ("position", "product_code", "description", "quantity", "unit_price", "discount"), delete on "sm_commercial"."offer_lines" to acervo_app;
grant select, insert ("id", "offer_id", "position", "product_code", "description", "quantity", "unit_price", "discount"), update ("position", "product_code", "description", "quantity", "unit_price", "discount"), delete on "sm_commercial"."offer_lines" to acervo_worker;
grant select on "sm_commercial"."offer_lines" to acervo_readonly;
grant select on "sm_commercial"."offer_moments" to acervo_app;
grant select on "sm_commercial"."offer_moments" to acervo_worker;
grant select on "sm_commercial"."offer_moments" to acervo_readonly;
grant select, insert ("id", "owner", "line", "period_start", "period_end", "amount", "deleted_at"), update ("owner", "line", "period_start", "period_end", "amount", "deleted_at") on "sm_commercial"."sales_targets" to acervo_app;
grant select, insert ("id", "owner", "line", "period_start", "period_end", "amount", "deleted_at"), update ("owner", "line", "period_start", "period_end", "amount", "deleted_at") on "sm_commercial"."sales_targets" to acervo_worker;
grant select on "sm_commercial"."sales_targets" to acervo_readonly;
grant select on "sm_commercial"."audit_events" to acervo_app;
grant select on "sm_commercial"."audit_events" to acervo_worker;
grant select on "sm_commercial"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_commercial"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_commercial"."outbox_events" to acervo_worker;
grant select on "sm_commercial"."outbox_events" to acervo_readonly;
set local role none;
