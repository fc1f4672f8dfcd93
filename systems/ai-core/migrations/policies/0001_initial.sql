-- acervo: transactional
-- objects: extension btree_gist
-- model: 1e434a33c4f55a77f88761d3ed1bd1b23301a2614b45e79a980e12b5b869abb2

-- step: create ss_policies with 6 tables
-- locks: none
set local search_path to "ss_policies", acervo, pg_temp;
create schema if not exists "ss_policies" authorization acervo_owner;
grant usage on schema "ss_policies" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_policies"."quotes" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "product_id" uuid not null,
  "premium" numeric(20, 10) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "risk" jsonb default '{}'::jsonb not null,
  "status" text collate "C" default 'DRAFT' not null,
  "valid_until" date not null,
  "accepted_at" timestamptz(6),
  "policy_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "quotes_pkey" primary key ("id"),
  constraint "quotes_number_key" unique ("number"),
  constraint "quotes_policy_id_key" unique ("policy_id"),
  constraint "quotes_status_check" check ("status" in ('DRAFT', 'OFFERED', 'ACCEPTED', 'DECLINED', 'EXPIRED')),
  constraint "quotes_accepted_check" check ((status = 'ACCEPTED') = (accepted_at is not null)),
  constraint "quotes_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "quotes_in_time_check" check ((accepted_at at time zone 'Europe/Madrid')::date <= valid_until),
  constraint "quotes_policy_check" check (policy_id is null or status = 'ACCEPTED'),
  constraint "quotes_premium_check" check (premium >= 0)
);
create table "ss_policies"."managed_policies" (
  "id" uuid default acervo.uuid7() not null,
  "policy_id" uuid not null,
  "party_id" uuid not null,
  "status" text collate "C" default 'QUOTED' not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "renews_tacitly" boolean default true not null,
  "status_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "managed_policies_pkey" primary key ("id"),
  constraint "managed_policies_policy_id_key" unique ("policy_id"),
  constraint "managed_policies_status_check" check ("status" in ('QUOTED', 'ISSUED', 'IN_FORCE', 'SUSPENDED', 'LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')),
  constraint "managed_policies_reason_check" check (status not in ('CANCELLED', 'SUSPENDED', 'LAPSED') or status_reason is not null),
  constraint "managed_policies_term_check" check (ends_on > starts_on)
);
create table "ss_policies"."policy_terms" (
  "id" uuid default acervo.uuid7() not null,
  "managed_policy_id" uuid not null,
  "effective_from" date not null,
  "effective_to" date,
  "annual_premium" numeric(20, 10) not null,
  "coverages" jsonb default '[]'::jsonb not null,
  "reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "policy_terms_pkey" primary key ("id"),
  constraint "policy_terms_premium_check" check (annual_premium >= 0),
  constraint "policy_terms_stretch_check" check (effective_to > effective_from),
  constraint "policy_terms_one_term_a_day_excl" exclude using gist (managed_policy_id with =, daterange(effective_from, effective_to) with &&)
);
create table "ss_policies"."renewals" (
  "id" uuid default acervo.uuid7() not null,
  "managed_policy_id" uuid not null,
  "term_ends_on" date not null,
  "offer_from" date generated always as (term_ends_on - 60) stored not null,
  "offer_until" date generated always as (term_ends_on - 30) stored not null,
  "holder_notice_by" date generated always as ((term_ends_on - interval '1 month')::date) stored not null,
  "insurer_notice_by" date generated always as ((term_ends_on - interval '2 months')::date) stored not null,
  "status" text collate "C" default 'PENDING' not null,
  "premium" numeric(20, 10),
  "offered_on" date,
  "refused_by" text collate "C",
  "notice_on" date,
  "successor_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "renewals_pkey" primary key ("id"),
  constraint "renewals_managed_policy_id_term_ends_on_key" unique ("managed_policy_id", "term_ends_on"),
  constraint "renewals_successor_id_key" unique ("successor_id"),
  constraint "renewals_status_check" check ("status" in ('PENDING', 'OFFERED', 'RENEWED', 'REFUSED')),
  constraint "renewals_refused_by_check" check ("refused_by" in ('HOLDER', 'INSURER')),
  constraint "renewals_notice_check" check (notice_on <= case refused_by when 'HOLDER' then (term_ends_on - interval '1 month')::date
        else (term_ends_on - interval '2 months')::date end),
  constraint "renewals_offer_window_check" check (offered_on between term_ends_on - 60 and term_ends_on - 30),
  constraint "renewals_offered_check" check (status = 'PENDING' or offered_on is not null or status = 'REFUSED'),
  constraint "renewals_premium_check" check (premium >= 0),
  constraint "renewals_refused_check" check ((status = 'REFUSED') = (refused_by is not null) and (refused_by is null) = (notice_on is null)),
  constraint "renewals_renewed_check" check ((status = 'RENEWED') = (successor_id is not null))
);
create table "ss_policies"."audit_events" (
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
create table "ss_policies"."outbox_events" (
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
create index "quotes_party_id_valid_until_idx" on "ss_policies"."quotes" ("party_id", "valid_until" desc);
create index "quotes_status_valid_until_idx" on "ss_policies"."quotes" ("status", "valid_until");
create index "managed_policies_party_id_starts_on_idx" on "ss_policies"."managed_policies" ("party_id", "starts_on" desc);
create index "managed_policies_status_ends_on_idx" on "ss_policies"."managed_policies" ("status", "ends_on");
create index "policy_terms_managed_policy_id_idx" on "ss_policies"."policy_terms" ("managed_policy_id");
create index "renewals_status_term_ends_on_idx" on "ss_policies"."renewals" ("status", "term_ends_on");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_policies"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_policies"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "ss_policies"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_policies"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_policies"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_policies"."policy_terms" add constraint "policy_terms_managed_policy_id_fkey" foreign key ("managed_policy_id") references "ss_policies"."managed_policies" ("id") on delete restrict;
alter table "ss_policies"."renewals" add constraint "renewals_managed_policy_id_fkey" foreign key ("managed_policy_id") references "ss_policies"."managed_policies" ("id") on delete restrict;
create or replace function "ss_policies"."quotes_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'quotes', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quotes')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."product_id" as "productId", n."premium"::text as "premium", n."currency" as "currency", n."risk" as "risk", n."status" as "status", n."valid_until" as "validUntil", to_char(n."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", n."policy_id" as "policyId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'quotes', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quotes')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."product_id" as "productId", o."premium"::text as "premium", o."currency" as "currency", o."risk" as "risk", o."status" as "status", o."valid_until" as "validUntil", to_char(o."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", o."policy_id" as "policyId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'quotes', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quotes')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."product_id" as "productId", o."premium"::text as "premium", o."currency" as "currency", o."risk" as "risk", o."status" as "status", o."valid_until" as "validUntil", to_char(o."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", o."policy_id" as "policyId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."product_id" as "productId", n."premium"::text as "premium", n."currency" as "currency", n."risk" as "risk", n."status" as "status", n."valid_until" as "validUntil", to_char(n."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt", n."policy_id" as "policyId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."product_id" is distinct from n."product_id") then 'productId' end, case when not (o."premium" is distinct from n."premium") then 'premium' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."risk" is distinct from n."risk") then 'risk' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."valid_until" is distinct from n."valid_until") then 'validUntil' end, case when not (o."accepted_at" is distinct from n."accepted_at") then 'acceptedAt' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."quotes_emit"() returns trigger language plpgsql security definer
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.product_id, n.premium, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'ACCEPTED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Quote', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_policies"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Quote', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['QuoteAccepted'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('quoteId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'premium', n."premium"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.product_id, n.premium, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'ACCEPTED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'ACCEPTED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Quote', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_policies"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Quote', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['QuoteAccepted'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('quoteId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'premium', n."premium"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."quotes_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('ACCEPTED', 'DECLINED', 'EXPIRED') and policy_id is not null)) then
      raise exception using errcode = 'AV304', message = 'a quote that became a policy stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('ACCEPTED', 'DECLINED', 'EXPIRED') and policy_id is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a quote that became a policy stays as it is';
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."quotes_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_policies"."quotes_states"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['OFFERED', 'DECLINED']::text[] when 'OFFERED' then array['ACCEPTED', 'DECLINED', 'EXPIRED']::text[] when 'ACCEPTED' then array[]::text[] when 'DECLINED' then array[]::text[] when 'EXPIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'quotes', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'ACCEPTED' and old.status = 'ACCEPTED' and (old."party_id" is distinct from new."party_id" or old."product_id" is distinct from new."product_id" or old."premium" is distinct from new."premium" or old."currency" is distinct from new."currency" or old."risk" is distinct from new."risk" or old."valid_until" is distinct from new."valid_until" or old."accepted_at" is distinct from new."accepted_at") then
    raise exception using errcode = 'AV323', table = 'quotes',
      message = 'what is ACCEPTED stays as it is', detail = 'While status is ACCEPTED, none of partyId, productId, premium, currency, risk, validUntil, acceptedAt changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'DECLINED' and old.status = 'DECLINED' and (old."id" is distinct from new."id" or old."number" is distinct from new."number" or old."party_id" is distinct from new."party_id" or old."product_id" is distinct from new."product_id" or old."premium" is distinct from new."premium" or old."currency" is distinct from new."currency" or old."risk" is distinct from new."risk" or old."status" is distinct from new."status" or old."valid_until" is distinct from new."valid_until" or old."accepted_at" is distinct from new."accepted_at" or old."policy_id" is distinct from new."policy_id") then
    raise exception using errcode = 'AV323', table = 'quotes',
      message = 'what is DECLINED stays as it is', detail = 'While status is DECLINED, nothing of it changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'EXPIRED' and old.status = 'EXPIRED' and (old."id" is distinct from new."id" or old."number" is distinct from new."number" or old."party_id" is distinct from new."party_id" or old."product_id" is distinct from new."product_id" or old."premium" is distinct from new."premium" or old."currency" is distinct from new."currency" or old."risk" is distinct from new."risk" or old."status" is distinct from new."status" or old."valid_until" is distinct from new."valid_until" or old."accepted_at" is distinct from new."accepted_at" or old."policy_id" is distinct from new."policy_id") then
    raise exception using errcode = 'AV323', table = 'quotes',
      message = 'what is EXPIRED stays as it is', detail = 'While status is EXPIRED, nothing of it changes.';
  end if;
  if new.status = 'ACCEPTED' and (
    case tg_op when 'INSERT' then new.accepted_at is null
    else new.status is distinct from old.status and new.accepted_at is not distinct from old.accepted_at end
  ) then
    new.accepted_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "ss_policies"."quotes_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_policies"."quotes_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT', 'OFFERED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'quotes', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT, OFFERED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."managed_policies_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'managed_policies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('managed_policies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."policy_id" as "policyId", n."party_id" as "partyId", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."renews_tacitly" as "renewsTacitly", n."status_reason" as "statusReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'managed_policies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('managed_policies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."policy_id" as "policyId", o."party_id" as "partyId", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."renews_tacitly" as "renewsTacitly", o."status_reason" as "statusReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'managed_policies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('managed_policies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."policy_id" as "policyId", o."party_id" as "partyId", o."status" as "status", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."renews_tacitly" as "renewsTacitly", o."status_reason" as "statusReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."policy_id" as "policyId", n."party_id" as "partyId", n."status" as "status", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."renews_tacitly" as "renewsTacitly", n."status_reason" as "statusReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."renews_tacitly" is distinct from n."renews_tacitly") then 'renewsTacitly' end, case when not (o."status_reason" is distinct from n."status_reason") then 'statusReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."managed_policies_emit"() returns trigger language plpgsql security definer
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.policy_id, n.party_id, n.status, n.status_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (status = 'IN_FORCE') is true as "holds 0", (status = 'SUSPENDED') is true as "holds 1", (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')) is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ManagedPolicy', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_policies"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ManagedPolicy', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PolicyWentInForce', 'PolicySuspended', 'PolicyEnded'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('policyId', n."policy_id", 'partyId', n."party_id", 'status', n."status")
        when 2 then jsonb_build_object('policyId', n."policy_id", 'partyId', n."party_id", 'status', n."status")
        when 3 then jsonb_build_object('policyId', n."policy_id", 'partyId', n."party_id", 'status', n."status", 'reason', n."status_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.policy_id, n.party_id, n.status, n.status_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end], null) as "its events"
      from (select *, (status = 'IN_FORCE') is true as "holds 0", (status = 'SUSPENDED') is true as "holds 1", (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')) is true as "holds 2" from new_rows) n
        join (select *, (status = 'IN_FORCE') is true as "holds 0", (status = 'SUSPENDED') is true as "holds 1", (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')) is true as "holds 2" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ManagedPolicy', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_policies"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ManagedPolicy', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PolicyWentInForce', 'PolicySuspended', 'PolicyEnded'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('policyId', n."policy_id", 'partyId', n."party_id", 'status', n."status")
        when 2 then jsonb_build_object('policyId', n."policy_id", 'partyId', n."party_id", 'status', n."status")
        when 3 then jsonb_build_object('policyId', n."policy_id", 'partyId', n."party_id", 'status', n."status", 'reason', n."status_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."managed_policies_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'))) then
      raise exception using errcode = 'AV304', message = 'a policy that ended stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status_reason', 'updated_at'] is distinct from to_jsonb(n) - array['status_reason', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a policy that ended stays as it is';
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."managed_policies_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_policies"."managed_policies_states"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'QUOTED' then array['ISSUED', 'CANCELLED']::text[] when 'ISSUED' then array['IN_FORCE', 'CANCELLED']::text[] when 'IN_FORCE' then array['SUSPENDED', 'LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED']::text[] when 'SUSPENDED' then array['IN_FORCE', 'LAPSED', 'CANCELLED']::text[] when 'LAPSED' then array[]::text[] when 'CANCELLED' then array[]::text[] when 'EXPIRED' then array[]::text[] when 'RENEWED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'managed_policies', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_policies"."managed_policies_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_policies"."managed_policies_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['QUOTED', 'ISSUED', 'IN_FORCE']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'managed_policies', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: QUOTED, ISSUED, IN_FORCE.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."policy_terms_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'policy_terms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('policy_terms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."managed_policy_id" as "managedPolicyId", n."effective_from" as "effectiveFrom", n."effective_to" as "effectiveTo", n."annual_premium"::text as "annualPremium", n."coverages" as "coverages", n."reason" as "reason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'policy_terms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('policy_terms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."managed_policy_id" as "managedPolicyId", o."effective_from" as "effectiveFrom", o."effective_to" as "effectiveTo", o."annual_premium"::text as "annualPremium", o."coverages" as "coverages", o."reason" as "reason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'policy_terms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('policy_terms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."managed_policy_id" as "managedPolicyId", o."effective_from" as "effectiveFrom", o."effective_to" as "effectiveTo", o."annual_premium"::text as "annualPremium", o."coverages" as "coverages", o."reason" as "reason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."managed_policy_id" as "managedPolicyId", n."effective_from" as "effectiveFrom", n."effective_to" as "effectiveTo", n."annual_premium"::text as "annualPremium", n."coverages" as "coverages", n."reason" as "reason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."managed_policy_id" is distinct from n."managed_policy_id") then 'managedPolicyId' end, case when not (o."effective_from" is distinct from n."effective_from") then 'effectiveFrom' end, case when not (o."effective_to" is distinct from n."effective_to") then 'effectiveTo' end, case when not (o."annual_premium" is distinct from n."annual_premium") then 'annualPremium' end, case when not (o."coverages" is distinct from n."coverages") then 'coverages' end, case when not (o."reason" is distinct from n."reason") then 'reason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."policy_terms_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_policies"."policy_terms_locked_by_managed_policy_id"() returns trigger language plpgsql security definer
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_policies"."managed_policies" p where p.id in (select managed_policy_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_policies"."managed_policies" p where p.id in (select managed_policy_id from new_rows where (true)) and (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a policy that ended takes no terms';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_policies"."managed_policies" p where p.id in (select managed_policy_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_policies"."managed_policies" p where p.id in (select managed_policy_id from old_rows where (true)) and (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a policy that ended takes no terms';
    end if;
  else
    perform from "ss_policies"."managed_policies" p where p.id in (select managed_policy_id from new_rows where (true) union select managed_policy_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_policies"."managed_policies" p where p.id in (select managed_policy_id from new_rows where (true) union select managed_policy_id from old_rows where (true)) and (status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'))
    ) then
      raise exception using errcode = 'AV304', message = 'a policy that ended takes no terms';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."policy_terms_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_policies"."renewals_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'renewals', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('renewals')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."managed_policy_id" as "managedPolicyId", n."term_ends_on" as "termEndsOn", n."status" as "status", n."premium"::text as "premium", n."offered_on" as "offeredOn", n."refused_by" as "refusedBy", n."notice_on" as "noticeOn", n."successor_id" as "successorId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'renewals', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('renewals')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."managed_policy_id" as "managedPolicyId", o."term_ends_on" as "termEndsOn", o."status" as "status", o."premium"::text as "premium", o."offered_on" as "offeredOn", o."refused_by" as "refusedBy", o."notice_on" as "noticeOn", o."successor_id" as "successorId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_policies"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'renewals', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('renewals')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."managed_policy_id" as "managedPolicyId", o."term_ends_on" as "termEndsOn", o."status" as "status", o."premium"::text as "premium", o."offered_on" as "offeredOn", o."refused_by" as "refusedBy", o."notice_on" as "noticeOn", o."successor_id" as "successorId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."managed_policy_id" as "managedPolicyId", n."term_ends_on" as "termEndsOn", n."status" as "status", n."premium"::text as "premium", n."offered_on" as "offeredOn", n."refused_by" as "refusedBy", n."notice_on" as "noticeOn", n."successor_id" as "successorId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."managed_policy_id" is distinct from n."managed_policy_id") then 'managedPolicyId' end, case when not (o."term_ends_on" is distinct from n."term_ends_on") then 'termEndsOn' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."premium" is distinct from n."premium") then 'premium' end, case when not (o."offered_on" is distinct from n."offered_on") then 'offeredOn' end, case when not (o."refused_by" is distinct from n."refused_by") then 'refusedBy' end, case when not (o."notice_on" is distinct from n."notice_on") then 'noticeOn' end, case when not (o."successor_id" is distinct from n."successor_id") then 'successorId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."renewals_emit"() returns trigger language plpgsql security definer
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.managed_policy_id, n.premium, n.refused_by, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'OFFERED') is true as "holds 0", (status = 'REFUSED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Renewal', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_policies"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Renewal', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RenewalOffered', 'RenewalRefused'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('renewalId', n."id", 'managedPolicyId', n."managed_policy_id", 'premium', n."premium"::text)
        when 2 then jsonb_build_object('renewalId', n."id", 'managedPolicyId', n."managed_policy_id", 'refusedBy', n."refused_by") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.managed_policy_id, n.premium, n.refused_by, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'OFFERED') is true as "holds 0", (status = 'REFUSED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'OFFERED') is true as "holds 0", (status = 'REFUSED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Renewal', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_policies"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Renewal', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RenewalOffered', 'RenewalRefused'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('renewalId', n."id", 'managedPolicyId', n."managed_policy_id", 'premium', n."premium"::text)
        when 2 then jsonb_build_object('renewalId', n."id", 'managedPolicyId', n."managed_policy_id", 'refusedBy', n."refused_by") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."renewals_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('RENEWED', 'REFUSED'))) then
      raise exception using errcode = 'AV304', message = 'a renewal that was decided stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('RENEWED', 'REFUSED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a renewal that was decided stays as it is';
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."renewals_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_policies"."renewals_states"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['OFFERED', 'REFUSED']::text[] when 'OFFERED' then array['RENEWED', 'REFUSED']::text[] when 'RENEWED' then array[]::text[] when 'REFUSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'renewals', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_policies"."renewals_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_policies"."renewals_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_policies", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PENDING', 'OFFERED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'renewals', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PENDING, OFFERED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_policies"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_policies", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_policies"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_policies", pg_temp as $body$
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
  update "ss_policies"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_policies"."quotes" referencing new table as new_rows for each statement execute function "ss_policies"."quotes_audit"();
create or replace trigger "audit_update" after update on "ss_policies"."quotes" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."quotes_audit"();
create or replace trigger "audit_delete" after delete on "ss_policies"."quotes" referencing old table as old_rows for each statement execute function "ss_policies"."quotes_audit"();
create or replace trigger "emit_insert" after insert on "ss_policies"."quotes" referencing new table as new_rows for each statement execute function "ss_policies"."quotes_emit"();
create or replace trigger "emit_update" after update on "ss_policies"."quotes" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."quotes_emit"();
create or replace trigger "frozen_update" after update on "ss_policies"."quotes" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."quotes_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_policies"."quotes" referencing old table as old_rows for each statement execute function "ss_policies"."quotes_frozen"();
create or replace trigger "keep" before truncate on "ss_policies"."quotes" for each statement execute function "ss_policies"."quotes_keep"();
create or replace trigger "states_update" before update on "ss_policies"."quotes" for each row execute function "ss_policies"."quotes_states"();
create or replace trigger "states_insert" before insert on "ss_policies"."quotes" for each row execute function "ss_policies"."quotes_states"();
create or replace trigger "touch" before update on "ss_policies"."quotes" for each row execute function "ss_policies"."quotes_touch"();
create or replace trigger "transitions_insert" after insert on "ss_policies"."quotes" referencing new table as new_rows for each statement execute function "ss_policies"."quotes_transitions"();
create or replace trigger "audit_insert" after insert on "ss_policies"."managed_policies" referencing new table as new_rows for each statement execute function "ss_policies"."managed_policies_audit"();
create or replace trigger "audit_update" after update on "ss_policies"."managed_policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."managed_policies_audit"();
create or replace trigger "audit_delete" after delete on "ss_policies"."managed_policies" referencing old table as old_rows for each statement execute function "ss_policies"."managed_policies_audit"();
create or replace trigger "emit_insert" after insert on "ss_policies"."managed_policies" referencing new table as new_rows for each statement execute function "ss_policies"."managed_policies_emit"();
create or replace trigger "emit_update" after update on "ss_policies"."managed_policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."managed_policies_emit"();
create or replace trigger "frozen_update" after update on "ss_policies"."managed_policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."managed_policies_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_policies"."managed_policies" referencing old table as old_rows for each statement execute function "ss_policies"."managed_policies_frozen"();
create or replace trigger "keep" before truncate on "ss_policies"."managed_policies" for each statement execute function "ss_policies"."managed_policies_keep"();
create or replace trigger "states_update" before update on "ss_policies"."managed_policies" for each row execute function "ss_policies"."managed_policies_states"();
create or replace trigger "touch" before update on "ss_policies"."managed_policies" for each row execute function "ss_policies"."managed_policies_touch"();
create or replace trigger "transitions_insert" after insert on "ss_policies"."managed_policies" referencing new table as new_rows for each statement execute function "ss_policies"."managed_policies_transitions"();
create or replace trigger "audit_insert" after insert on "ss_policies"."policy_terms" referencing new table as new_rows for each statement execute function "ss_policies"."policy_terms_audit"();
create or replace trigger "audit_update" after update on "ss_policies"."policy_terms" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."policy_terms_audit"();
create or replace trigger "audit_delete" after delete on "ss_policies"."policy_terms" referencing old table as old_rows for each statement execute function "ss_policies"."policy_terms_audit"();
create or replace trigger "keep" before truncate on "ss_policies"."policy_terms" for each statement execute function "ss_policies"."policy_terms_keep"();
create or replace trigger "locked_by_managed_policy_id_insert" after insert on "ss_policies"."policy_terms" referencing new table as new_rows for each statement execute function "ss_policies"."policy_terms_locked_by_managed_policy_id"();
create or replace trigger "locked_by_managed_policy_id_update" after update on "ss_policies"."policy_terms" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."policy_terms_locked_by_managed_policy_id"();
create or replace trigger "locked_by_managed_policy_id_delete" after delete on "ss_policies"."policy_terms" referencing old table as old_rows for each statement execute function "ss_policies"."policy_terms_locked_by_managed_policy_id"();
create or replace trigger "touch" before update on "ss_policies"."policy_terms" for each row execute function "ss_policies"."policy_terms_touch"();
create or replace trigger "audit_insert" after insert on "ss_policies"."renewals" referencing new table as new_rows for each statement execute function "ss_policies"."renewals_audit"();
create or replace trigger "audit_update" after update on "ss_policies"."renewals" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."renewals_audit"();
create or replace trigger "audit_delete" after delete on "ss_policies"."renewals" referencing old table as old_rows for each statement execute function "ss_policies"."renewals_audit"();
create or replace trigger "emit_insert" after insert on "ss_policies"."renewals" referencing new table as new_rows for each statement execute function "ss_policies"."renewals_emit"();
create or replace trigger "emit_update" after update on "ss_policies"."renewals" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."renewals_emit"();
create or replace trigger "frozen_update" after update on "ss_policies"."renewals" referencing new table as new_rows old table as old_rows for each statement execute function "ss_policies"."renewals_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_policies"."renewals" referencing old table as old_rows for each statement execute function "ss_policies"."renewals_frozen"();
create or replace trigger "keep" before truncate on "ss_policies"."renewals" for each statement execute function "ss_policies"."renewals_keep"();
create or replace trigger "states_update" before update on "ss_policies"."renewals" for each row execute function "ss_policies"."renewals_states"();
create or replace trigger "touch" before update on "ss_policies"."renewals" for each row execute function "ss_policies"."renewals_touch"();
create or replace trigger "transitions_insert" after insert on "ss_policies"."renewals" referencing new table as new_rows for each statement execute function "ss_policies"."renewals_transitions"();
create or replace trigger "keep" before truncate on "ss_policies"."audit_events" for each statement execute function "ss_policies"."audit_events_keep"();
create or replace trigger "number" after insert on "ss_policies"."outbox_events" referencing new table as new_rows for each statement execute function "ss_policies"."outbox_events_number"();
alter table "ss_policies"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_policies"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_policies"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "party_id", "product_id", "premium", "currency", "risk", "status", "valid_until", "accepted_at", "policy_id"), update ("party_id", "product_id", "premium", "currency", "risk", "status", "valid_until", "accepted_at", "policy_id"), delete on "ss_policies"."quotes" to acervo_app;
grant select, insert ("id", "number", "party_id", "product_id", "premium", "currency", "risk", "status", "valid_until", "accepted_at", "policy_id"), update ("party_id", "product_id", "premium", "currency", "risk", "status", "valid_until", "accepted_at", "policy_id"), delete on "ss_policies"."quotes" to acervo_worker;
grant select on "ss_policies"."quotes" to acervo_readonly;
grant select, insert ("id", "policy_id", "party_id", "status", "starts_on", "ends_on", "renews_tacitly", "status_reason"), update ("party_id", "status", "starts_on", "ends_on", "renews_tacitly", "status_reason"), delete on "ss_policies"."managed_policies" to acervo_app;
grant select, insert ("id", "policy_id", "party_id", "status", "starts_on", "ends_on", "renews_tacitly", "status_reason"), update ("party_id", "status", "starts_on", "ends_on", "renews_tacitly", "status_reason"), delete on "ss_policies"."managed_policies" to acervo_worker;
grant select on "ss_policies"."managed_policies" to acervo_readonly;
grant select, insert ("id", "managed_policy_id", "effective_from", "effective_to", "annual_premium", "coverages", "reason"), update ("effective_to", "reason"), delete on "ss_policies"."policy_terms" to acervo_app;
grant select, insert ("id", "managed_policy_id", "effective_from", "effective_to", "annual_premium", "coverages", "reason"), update ("effective_to", "reason"), delete on "ss_policies"."policy_terms" to acervo_worker;
grant select on "ss_policies"."policy_terms" to acervo_readonly;
grant select, insert ("id", "managed_policy_id", "term_ends_on", "status", "premium", "offered_on", "refused_by", "notice_on", "successor_id"), update ("status", "premium", "offered_on", "refused_by", "notice_on", "successor_id"), delete on "ss_policies"."renewals" to acervo_app;
grant select, insert ("id", "managed_policy_id", "term_ends_on", "status", "premium", "offered_on", "refused_by", "notice_on", "successor_id"), update ("status", "premium", "offered_on", "refused_by", "notice_on", "successor_id"), delete on "ss_policies"."renewals" to acervo_worker;
grant select on "ss_policies"."renewals" to acervo_readonly;
grant select on "ss_policies"."audit_events" to acervo_app;
grant select on "ss_policies"."audit_events" to acervo_worker;
grant select on "ss_policies"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_policies"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_policies"."outbox_events" to acervo_worker;
grant select on "ss_policies"."outbox_events" to acervo_readonly;
set local role none;
