-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 407736c40643ec5829f11c0998b1881bb153486dd7e01fc6649016ba5ad85ef9

-- step: create ss_endorsements with 6 tables
-- locks: none
set local search_path to "ss_endorsements", acervo, pg_temp;
create schema if not exists "ss_endorsements" authorization acervo_owner;
grant usage on schema "ss_endorsements" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_endorsements"."insured_terms" (
  "id" uuid default acervo.uuid7() not null,
  "policy_id" uuid not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "annual_premium" numeric(20, 10) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "premium" numeric(20, 10) default '0' not null,
  "revision" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "insured_terms_pkey" primary key ("id"),
  constraint "insured_terms_policy_id_starts_on_key" unique ("policy_id", "starts_on"),
  constraint "insured_terms_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "insured_terms_days_check" check (ends_on > starts_on and ends_on <= (starts_on + interval '1 year')::date),
  constraint "insured_terms_premium_check" check (annual_premium >= 0 and premium >= 0),
  constraint "insured_terms_one_term_a_day_excl" exclude using gist (policy_id with =, daterange(starts_on, ends_on) with &&)
);
create table "ss_endorsements"."endorsements" (
  "id" uuid default acervo.uuid7() not null,
  "term_id" uuid not null,
  "number" varchar(60) collate "C" not null,
  "effective_on" date not null,
  "effect" text collate "C" not null,
  "value" numeric(20, 10) not null,
  "kind" text collate "C" not null,
  "description" text collate "C" not null,
  "status" text collate "C" default 'ISSUED' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "endorsements_pkey" primary key ("id"),
  constraint "endorsements_number_key" unique ("number"),
  constraint "endorsements_effect_check" check ("effect" in ('ADD', 'MULTIPLY', 'NONE')),
  constraint "endorsements_kind_check" check ("kind" in ('COVERAGE', 'RISK', 'HOLDER', 'CORRECTION')),
  constraint "endorsements_status_check" check ("status" in ('ISSUED', 'VOIDED')),
  constraint "endorsements_factor_check" check (effect <> 'MULTIPLY' or value >= 0),
  constraint "endorsements_nothing_check" check (effect <> 'NONE' or value = 0)
);
create table "ss_endorsements"."premium_stretches" (
  "id" uuid default acervo.uuid7() not null,
  "term_id" uuid not null,
  "endorsement_id" uuid,
  "valid_from" date not null,
  "valid_to" date not null,
  "annual_premium" numeric(20, 10) not null,
  "charge" numeric(20, 10) not null,
  "recorded_at" timestamptz(6) not null,
  "superseded_at" timestamptz(6),
  constraint "premium_stretches_pkey" primary key ("id"),
  constraint "premium_stretches_days_check" check (valid_to > valid_from),
  constraint "premium_stretches_premium_check" check (annual_premium >= 0),
  constraint "premium_stretches_one_premium_a_day_excl" exclude using gist (term_id with =, daterange(valid_from, valid_to) with &&) where ((superseded_at is null))
);
create table "ss_endorsements"."premium_adjustments" (
  "id" uuid default acervo.uuid7() not null,
  "term_id" uuid not null,
  "revision" bigint not null,
  "amount" numeric(20, 10) not null,
  "recorded_at" timestamptz(6) not null,
  constraint "premium_adjustments_pkey" primary key ("id"),
  constraint "premium_adjustments_term_id_revision_key" unique ("term_id", "revision"),
  constraint "premium_adjustments_cents_check" check (amount = round(amount, 2))
);
create table "ss_endorsements"."audit_events" (
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
create table "ss_endorsements"."outbox_events" (
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
create index "endorsements_term_id_effective_on_id_idx" on "ss_endorsements"."endorsements" ("term_id", "effective_on", "id");
create index "endorsements_search_vector_gin_idx" on "ss_endorsements"."endorsements" using gin ("search_vector");
create index "premium_stretches_term_id_recorded_at_idx" on "ss_endorsements"."premium_stretches" ("term_id", "recorded_at" desc);
create index "premium_stretches_endorsement_id_idx" on "ss_endorsements"."premium_stretches" ("endorsement_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_endorsements"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_endorsements"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "ss_endorsements"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_endorsements"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_endorsements"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_endorsements"."endorsements" add constraint "endorsements_term_id_fkey" foreign key ("term_id") references "ss_endorsements"."insured_terms" ("id") on delete restrict;
alter table "ss_endorsements"."premium_stretches" add constraint "premium_stretches_term_id_fkey" foreign key ("term_id") references "ss_endorsements"."insured_terms" ("id") on delete restrict;
alter table "ss_endorsements"."premium_stretches" add constraint "premium_stretches_endorsement_id_fkey" foreign key ("endorsement_id") references "ss_endorsements"."endorsements" ("id") on delete restrict;
alter table "ss_endorsements"."premium_adjustments" add constraint "premium_adjustments_term_id_fkey" foreign key ("term_id") references "ss_endorsements"."insured_terms" ("id") on delete restrict;
create or replace function "ss_endorsements"."insured_terms_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_endorsements", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_endorsements"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'insured_terms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('insured_terms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."policy_id" as "policyId", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."annual_premium"::text as "annualPremium", n."currency" as "currency") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_endorsements"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'insured_terms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('insured_terms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."policy_id" as "policyId", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."annual_premium"::text as "annualPremium", o."currency" as "currency") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_endorsements"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'insured_terms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('insured_terms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."policy_id" as "policyId", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."annual_premium"::text as "annualPremium", o."currency" as "currency") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."policy_id" as "policyId", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."annual_premium"::text as "annualPremium", n."currency" as "currency") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."annual_premium" is distinct from n."annual_premium") then 'annualPremium' end, case when not (o."currency" is distinct from n."currency") then 'currency' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_endorsements"."insured_terms_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_endorsements", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_endorsements"."insured_terms_replay"() returns trigger language plpgsql security definer
set search_path to "ss_endorsements", pg_temp as $body$
declare
  term "ss_endorsements"."insured_terms";
  step record;
  annual numeric;
  last_on date;
  last_id uuid;
  days integer;
  total numeric;
  before numeric;
  at timestamptz(6);
begin
  for term in select t.* from "ss_endorsements"."insured_terms" t where t.id in (select id from new_rows) order by t.id loop
    update "ss_endorsements"."insured_terms" set revision = revision + 1 where id = term.id returning * into term;
    at := acervo.clock();
    before := term.premium;
    days := (term.starts_on + interval '1 year')::date - term.starts_on;
    update "ss_endorsements"."premium_stretches" s set superseded_at = greatest(at, s.recorded_at)
      where s.term_id = term.id and s.superseded_at is null;
    annual := term.annual_premium;
    last_on := term.starts_on;
    last_id := null;
    for step in
      select e.id, e.effective_on, e.effect, e.value from "ss_endorsements"."endorsements" e
      where e.term_id = term.id and e.status = 'ISSUED'
      union all select null, term.ends_on, 'END', 0
      order by 2, 1 nulls last
    loop
      if step.effective_on < term.starts_on or step.effective_on > term.ends_on
        or (step.effective_on = term.ends_on and step.effect <> 'END') then
        raise exception 'an endorsement lies outside its term';
      end if;
      if step.effective_on > last_on then
        insert into "ss_endorsements"."premium_stretches"
          (term_id, endorsement_id, valid_from, valid_to, annual_premium, charge, recorded_at)
        values (term.id, last_id, last_on, step.effective_on, annual,
          annual * (step.effective_on - last_on) / days, at);
        last_on := step.effective_on;
      end if;
      annual := case step.effect when 'ADD' then annual + step.value
        when 'MULTIPLY' then annual * step.value else annual end;
      last_id := coalesce(step.id, last_id);
    end loop;
    select round(sum(s.annual_premium * (s.valid_to - s.valid_from) / days), 2) into total
      from "ss_endorsements"."premium_stretches" s where s.term_id = term.id and s.superseded_at is null;
    update "ss_endorsements"."insured_terms" set premium = total where id = term.id;
    if total <> before or term.revision = 1 then
      insert into "ss_endorsements"."premium_adjustments" (term_id, revision, amount, recorded_at)
      values (term.id, term.revision, total - before, at);
    end if;
  end loop;
  return null;
end$body$;
create or replace function "ss_endorsements"."insured_terms_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_endorsements", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_endorsements"."endorsements_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_endorsements", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_endorsements"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'endorsements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('endorsements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."term_id" as "termId", n."number" as "number", n."effective_on" as "effectiveOn", n."effect" as "effect", n."value"::text as "value", n."kind" as "kind", n."description" as "description", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_endorsements"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'endorsements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('endorsements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."term_id" as "termId", o."number" as "number", o."effective_on" as "effectiveOn", o."effect" as "effect", o."value"::text as "value", o."kind" as "kind", o."description" as "description", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_endorsements"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'endorsements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('endorsements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."term_id" as "termId", o."number" as "number", o."effective_on" as "effectiveOn", o."effect" as "effect", o."value"::text as "value", o."kind" as "kind", o."description" as "description", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."term_id" as "termId", n."number" as "number", n."effective_on" as "effectiveOn", n."effect" as "effect", n."value"::text as "value", n."kind" as "kind", n."description" as "description", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."term_id" is distinct from n."term_id") then 'termId' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."effective_on" is distinct from n."effective_on") then 'effectiveOn' end, case when not (o."effect" is distinct from n."effect") then 'effect' end, case when not (o."value" is distinct from n."value") then 'value' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_endorsements"."endorsements_emit"() returns trigger language plpgsql security definer
set search_path to "ss_endorsements", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.term_id, n.effective_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ISSUED') is true as "holds 0", (status = 'VOIDED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Endorsement', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_endorsements"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Endorsement', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EndorsementIssued', 'EndorsementVoided'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('endorsementId', n."id", 'termId', n."term_id", 'effectiveOn', n."effective_on")
        when 2 then jsonb_build_object('endorsementId', n."id", 'termId', n."term_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.term_id, n.effective_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'ISSUED') is true as "holds 0", (status = 'VOIDED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'ISSUED') is true as "holds 0", (status = 'VOIDED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Endorsement', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_endorsements"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Endorsement', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EndorsementIssued', 'EndorsementVoided'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('endorsementId', n."id", 'termId', n."term_id", 'effectiveOn', n."effective_on")
        when 2 then jsonb_build_object('endorsementId', n."id", 'termId', n."term_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_endorsements"."endorsements_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_endorsements", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_endorsements"."endorsements_replay"() returns trigger language plpgsql security definer
set search_path to "ss_endorsements", pg_temp as $body$
declare
  term "ss_endorsements"."insured_terms";
  step record;
  annual numeric;
  last_on date;
  last_id uuid;
  days integer;
  total numeric;
  before numeric;
  at timestamptz(6);
begin
  for term in select t.* from "ss_endorsements"."insured_terms" t where t.id in (select term_id from new_rows) order by t.id loop
    update "ss_endorsements"."insured_terms" set revision = revision + 1 where id = term.id returning * into term;
    at := acervo.clock();
    before := term.premium;
    days := (term.starts_on + interval '1 year')::date - term.starts_on;
    update "ss_endorsements"."premium_stretches" s set superseded_at = greatest(at, s.recorded_at)
      where s.term_id = term.id and s.superseded_at is null;
    annual := term.annual_premium;
    last_on := term.starts_on;
    last_id := null;
    for step in
      select e.id, e.effective_on, e.effect, e.value from "ss_endorsements"."endorsements" e
      where e.term_id = term.id and e.status = 'ISSUED'
      union all select null, term.ends_on, 'END', 0
      order by 2, 1 nulls last
    loop
      if step.effective_on < term.starts_on or step.effective_on > term.ends_on
        or (step.effective_on = term.ends_on and step.effect <> 'END') then
        raise exception 'an endorsement lies outside its term';
      end if;
      if step.effective_on > last_on then
        insert into "ss_endorsements"."premium_stretches"
          (term_id, endorsement_id, valid_from, valid_to, annual_premium, charge, recorded_at)
        values (term.id, last_id, last_on, step.effective_on, annual,
          annual * (step.effective_on - last_on) / days, at);
        last_on := step.effective_on;
      end if;
      annual := case step.effect when 'ADD' then annual + step.value
        when 'MULTIPLY' then annual * step.value else annual end;
      last_id := coalesce(step.id, last_id);
    end loop;
    select round(sum(s.annual_premium * (s.valid_to - s.valid_from) / days), 2) into total
      from "ss_endorsements"."premium_stretches" s where s.term_id = term.id and s.superseded_at is null;
    update "ss_endorsements"."insured_terms" set premium = total where id = term.id;
    if total <> before or term.revision = 1 then
      insert into "ss_endorsements"."premium_adjustments" (term_id, revision, amount, recorded_at)
      values (term.id, term.revision, total - before, at);
    end if;
  end loop;
  return null;
end$body$;
create or replace function "ss_endorsements"."endorsements_states"() returns trigger language plpgsql security invoker
set search_path to "ss_endorsements", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'ISSUED' then array['VOIDED']::text[] when 'VOIDED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'endorsements', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "ss_endorsements"."endorsements_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_endorsements", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_endorsements"."endorsements_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_endorsements", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['ISSUED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'endorsements', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: ISSUED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_endorsements"."premium_adjustments_emit"() returns trigger language plpgsql security definer
set search_path to "ss_endorsements", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.term_id, n.amount, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'PremiumAdjustment', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_endorsements"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'PremiumAdjustment', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PremiumAdjusted'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('adjustmentId', n."id", 'termId', n."term_id", 'amount', n."amount"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "ss_endorsements"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_endorsements", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_endorsements"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_endorsements", pg_temp as $body$
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
  update "ss_endorsements"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "ss_endorsements"."insured_terms" referencing new table as new_rows for each statement execute function "ss_endorsements"."insured_terms_audit"();
create or replace trigger "audit_update" after update on "ss_endorsements"."insured_terms" referencing new table as new_rows old table as old_rows for each statement execute function "ss_endorsements"."insured_terms_audit"();
create or replace trigger "audit_delete" after delete on "ss_endorsements"."insured_terms" referencing old table as old_rows for each statement execute function "ss_endorsements"."insured_terms_audit"();
create or replace trigger "keep" before truncate on "ss_endorsements"."insured_terms" for each statement execute function "ss_endorsements"."insured_terms_keep"();
create or replace trigger "replay_insert" after insert on "ss_endorsements"."insured_terms" referencing new table as new_rows for each statement execute function "ss_endorsements"."insured_terms_replay"();
create or replace trigger "touch" before update on "ss_endorsements"."insured_terms" for each row execute function "ss_endorsements"."insured_terms_touch"();
create or replace trigger "audit_insert" after insert on "ss_endorsements"."endorsements" referencing new table as new_rows for each statement execute function "ss_endorsements"."endorsements_audit"();
create or replace trigger "audit_update" after update on "ss_endorsements"."endorsements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_endorsements"."endorsements_audit"();
create or replace trigger "audit_delete" after delete on "ss_endorsements"."endorsements" referencing old table as old_rows for each statement execute function "ss_endorsements"."endorsements_audit"();
create or replace trigger "emit_insert" after insert on "ss_endorsements"."endorsements" referencing new table as new_rows for each statement execute function "ss_endorsements"."endorsements_emit"();
create or replace trigger "emit_update" after update on "ss_endorsements"."endorsements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_endorsements"."endorsements_emit"();
create or replace trigger "keep" before truncate on "ss_endorsements"."endorsements" for each statement execute function "ss_endorsements"."endorsements_keep"();
create or replace trigger "replay_insert" after insert on "ss_endorsements"."endorsements" referencing new table as new_rows for each statement execute function "ss_endorsements"."endorsements_replay"();
create or replace trigger "replay_update" after update on "ss_endorsements"."endorsements" referencing new table as new_rows old table as old_rows for each statement execute function "ss_endorsements"."endorsements_replay"();
create or replace trigger "states_update" before update on "ss_endorsements"."endorsements" for each row execute function "ss_endorsements"."endorsements_states"();
create or replace trigger "touch" before update on "ss_endorsements"."endorsements" for each row execute function "ss_endorsements"."endorsements_touch"();
create or replace trigger "transitions_insert" after insert on "ss_endorsements"."endorsements" referencing new table as new_rows for each statement execute function "ss_endorsements"."endorsements_transitions"();
create or replace trigger "emit_insert" after insert on "ss_endorsements"."premium_adjustments" referencing new table as new_rows for each statement execute function "ss_endorsements"."premium_adjustments_emit"();
create or replace trigger "emit_update" after update on "ss_endorsements"."premium_adjustments" referencing new table as new_rows old table as old_rows for each statement execute function "ss_endorsements"."premium_adjustments_emit"();
create or replace trigger "keep" before truncate on "ss_endorsements"."audit_events" for each statement execute function "ss_endorsements"."audit_events_keep"();
create or replace trigger "number" after insert on "ss_endorsements"."outbox_events" referencing new table as new_rows for each statement execute function "ss_endorsements"."outbox_events_number"();
alter table "ss_endorsements"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_endorsements"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_endorsements"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "policy_id", "starts_on", "ends_on", "annual_premium", "currency") on "ss_endorsements"."insured_terms" to acervo_app;
grant select, insert ("id", "policy_id", "starts_on", "ends_on", "annual_premium", "currency") on "ss_endorsements"."insured_terms" to acervo_worker;
grant select on "ss_endorsements"."insured_terms" to acervo_readonly;
grant select, insert ("id", "term_id", "number", "effective_on", "effect", "value", "kind", "description", "status"), update ("status") on "ss_endorsements"."endorsements" to acervo_app;
grant select, insert ("id", "term_id", "number", "effective_on", "effect", "value", "kind", "description", "status"), update ("status") on "ss_endorsements"."endorsements" to acervo_worker;
grant select ("id", "term_id", "number", "effective_on", "effect", "value", "kind", "description", "status", "created_at", "updated_at") on "ss_endorsements"."endorsements" to acervo_readonly;
grant select on "ss_endorsements"."premium_stretches" to acervo_app;
grant select on "ss_endorsements"."premium_stretches" to acervo_worker;
grant select on "ss_endorsements"."premium_stretches" to acervo_readonly;
grant select on "ss_endorsements"."premium_adjustments" to acervo_app;
grant select on "ss_endorsements"."premium_adjustments" to acervo_worker;
grant select on "ss_endorsements"."premium_adjustments" to acervo_readonly;
grant select on "ss_endorsements"."audit_events" to acervo_app;
grant select on "ss_endorsements"."audit_events" to acervo_worker;
grant select on "ss_endorsements"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_endorsements"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_endorsements"."outbox_events" to acervo_worker;
grant select on "ss_endorsements"."outbox_events" to acervo_readonly;
set local role none;
