-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: f8d87b6ead2dba5d00ab9b931e767e5d01a55c06321fee5fcf3cef2bba798790

-- step: create sm_crm with 7 tables
-- locks: none
set local search_path to "sm_crm", acervo, pg_temp;
create schema if not exists "sm_crm" authorization acervo_owner;
grant usage on schema "sm_crm" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_crm"."opportunities" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "title" varchar(200) collate "C" not null,
  "line" text collate "C" not null,
  "owner" varchar(200) collate "C" not null,
  "amount" numeric(20, 10) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "stage" text collate "C" default 'NEW' not null,
  "probability" numeric(5, 4) default '0.1' not null,
  "expected_on" date not null,
  "lost_reason" text collate "C",
  "closed_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(lost_reason, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "opportunities_pkey" primary key ("id"),
  constraint "opportunities_line_check" check ("line" in ('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS')),
  constraint "opportunities_stage_check" check ("stage" in ('NEW', 'QUALIFIED', 'PROPOSED', 'NEGOTIATION', 'WON', 'LOST')),
  constraint "opportunities_amount_check" check (amount >= 0),
  constraint "opportunities_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "opportunities_lost_check" check ((stage = 'LOST') = (lost_reason is not null)),
  constraint "opportunities_probability_check" check (case stage when 'WON' then probability = 1 when 'LOST' then probability = 0 else probability > 0 and probability < 1 end)
);
create table "sm_crm"."opportunity_moments" (
  "id" uuid default acervo.uuid7() not null,
  "opportunity_id" uuid not null,
  "stage" varchar(20) collate "C" not null,
  "amount" numeric(20, 10) not null,
  "currency" varchar(3) collate "C" not null,
  "probability" numeric(5, 4) not null,
  "expected_on" date not null,
  "changed_by" varchar(200) collate "C",
  "valid_from" timestamptz(6) not null,
  "valid_to" timestamptz(6),
  constraint "opportunity_moments_pkey" primary key ("id")
);
create table "sm_crm"."activities" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "opportunity_id" uuid,
  "kind" text collate "C" not null,
  "subject" varchar(200) collate "C" not null,
  "notes" text collate "C",
  "owner" varchar(200) collate "C" not null,
  "due_at" timestamptz(6),
  "done_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(subject, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(notes, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "activities_pkey" primary key ("id"),
  constraint "activities_kind_check" check ("kind" in ('CALL', 'VISIT', 'EMAIL', 'MEETING', 'NOTE', 'TASK')),
  constraint "activities_task_check" check (kind <> 'TASK' or due_at is not null)
);
create table "sm_crm"."audit_events" (
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
create table "sm_crm"."audit_details" (
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
create table "sm_crm"."outbox_events" (
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
create index "opportunities_party_id_idx" on "sm_crm"."opportunities" ("party_id");
create index "opportunities_stage_expected_on_idx" on "sm_crm"."opportunities" ("stage", "expected_on");
create index "opportunities_search_vector_gin_idx" on "sm_crm"."opportunities" using gin ("search_vector");
create unique index "one_open_opportunity_moment_key" on "sm_crm"."opportunity_moments" ("opportunity_id") where (valid_to is null);
create index "opportunity_moments_opportunity_id_valid_from_idx" on "sm_crm"."opportunity_moments" ("opportunity_id", "valid_from" desc);
create index "activities_party_id_created_at_idx" on "sm_crm"."activities" ("party_id", "created_at" desc);
create index "activities_owner_due_at_idx" on "sm_crm"."activities" ("owner", "due_at") where done_at is null;
create index "activities_search_vector_gin_idx" on "sm_crm"."activities" using gin ("search_vector");
create index "activities_opportunity_id_idx" on "sm_crm"."activities" ("opportunity_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_crm"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_crm"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_crm"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_crm"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_crm"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_crm"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_crm"."opportunity_moments" add constraint "opportunity_moments_opportunity_id_fkey" foreign key ("opportunity_id") references "sm_crm"."opportunities" ("id") on delete restrict;
alter table "sm_crm"."activities" add constraint "activities_opportunity_id_fkey" foreign key ("opportunity_id") references "sm_crm"."opportunities" ("id") on delete restrict;
create or replace function "sm_crm"."opportunities_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_crm", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_crm"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'opportunities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('opportunities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."title" as "title", n."line" as "line", n."owner" as "owner", n."amount"::text as "amount", n."currency" as "currency", n."stage" as "stage", n."probability"::text as "probability", n."expected_on" as "expectedOn", n."lost_reason" as "lostReason", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_crm"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'opportunities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('opportunities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."title" as "title", o."line" as "line", o."owner" as "owner", o."amount"::text as "amount", o."currency" as "currency", o."stage" as "stage", o."probability"::text as "probability", o."expected_on" as "expectedOn", o."lost_reason" as "lostReason", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_crm"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'opportunities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('opportunities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."title" as "title", o."line" as "line", o."owner" as "owner", o."amount"::text as "amount", o."currency" as "currency", o."stage" as "stage", o."probability"::text as "probability", o."expected_on" as "expectedOn", o."lost_reason" as "lostReason", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."title" as "title", n."line" as "line", n."owner" as "owner", n."amount"::text as "amount", n."currency" as "currency", n."stage" as "stage", n."probability"::text as "probability", n."expected_on" as "expectedOn", n."lost_reason" as "lostReason", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."line" is distinct from n."line") then 'line' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."stage" is distinct from n."stage") then 'stage' end, case when not (o."probability" is distinct from n."probability") then 'probability' end, case when not (o."expected_on" is distinct from n."expected_on") then 'expectedOn' end, case when not (o."lost_reason" is distinct from n."lost_reason") then 'lostReason' end, case when not (o."closed_at" is distinct from n."closed_at") then 'closedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_crm"."opportunities_emit"() returns trigger language plpgsql security definer
set search_path to "sm_crm", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.line, n.amount, n.lost_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (stage = 'WON') is true as "holds 0", (stage = 'LOST') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Opportunity', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_crm"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Opportunity', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['OpportunityWon', 'OpportunityLost'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('opportunityId', n."id", 'partyId', n."party_id", 'line', n."line", 'amount', n."amount"::text)
        when 2 then jsonb_build_object('opportunityId', n."id", 'partyId', n."party_id", 'reason', n."lost_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.line, n.amount, n.lost_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (stage = 'WON') is true as "holds 0", (stage = 'LOST') is true as "holds 1" from new_rows) n
        join (select *, (stage = 'WON') is true as "holds 0", (stage = 'LOST') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Opportunity', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_crm"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Opportunity', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['OpportunityWon', 'OpportunityLost'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('opportunityId', n."id", 'partyId', n."party_id", 'line', n."line", 'amount', n."amount"::text)
        when 2 then jsonb_build_object('opportunityId', n."id", 'partyId', n."party_id", 'reason', n."lost_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_crm"."opportunities_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_crm"."opportunities_keep_history"() returns trigger language plpgsql security definer
set search_path to "sm_crm", pg_temp as $body$
declare
  at timestamptz(6) := acervo.clock();
begin
  if tg_op = 'INSERT' then
    insert into "sm_crm"."opportunity_moments"
      (opportunity_id, stage, amount, currency, probability, expected_on, changed_by, valid_from)
    select n.id, n.stage, n.amount, n.currency, n.probability, n.expected_on, nullif(current_setting('acervo.actor', true), ''), at
    from new_rows n;
  else
    update "sm_crm"."opportunity_moments" h set valid_to = greatest(at, h.valid_from)
    where h.valid_to is null and h.opportunity_id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.stage, n.amount, n.currency, n.probability, n.expected_on) is distinct from (o.stage, o.amount, o.currency, o.probability, o.expected_on));
    insert into "sm_crm"."opportunity_moments"
      (opportunity_id, stage, amount, currency, probability, expected_on, changed_by, valid_from)
    select n.id, n.stage, n.amount, n.currency, n.probability, n.expected_on, nullif(current_setting('acervo.actor', true), ''), at
    from (select * from new_rows where id in (select n.id from new_rows n join old_rows o on o.id = n.id
      where (n.stage, n.amount, n.currency, n.probability, n.expected_on) is distinct from (o.stage, o.amount, o.currency, o.probability, o.expected_on))) n;
  end if;
  return null;
end$body$;
create or replace function "sm_crm"."opportunities_states"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.stage is distinct from old.stage then
    allowed := case old.stage when 'NEW' then array['QUALIFIED', 'PROPOSED', 'LOST']::text[] when 'QUALIFIED' then array['PROPOSED', 'NEW', 'LOST']::text[] when 'PROPOSED' then array['NEGOTIATION', 'QUALIFIED', 'WON', 'LOST']::text[] when 'NEGOTIATION' then array['PROPOSED', 'WON', 'LOST']::text[] when 'WON' then array[]::text[] when 'LOST' then array[]::text[] end;
    if not coalesce(new.stage = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'opportunities', column = 'stage',
        message = format('%s does not go from %s to %s', 'stage', old.stage, coalesce(new.stage, 'null')),
        detail = format('Allowed from %s: %s.', old.stage, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.stage = 'WON' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.stage is distinct from old.stage and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  if new.stage = 'LOST' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.stage is distinct from old.stage and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_crm"."opportunities_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_crm"."opportunities_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_crm", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.stage into strange from new_rows n where n.stage <> all (array['NEW', 'QUALIFIED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'opportunities', column = 'stage',
        message = format('%s does not begin as %s', 'stage', strange),
        detail = 'Allowed: NEW, QUALIFIED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_crm"."activities_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_crm", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."opportunity_id" as "opportunityId", n."kind" as "kind", n."subject" as "subject", n."owner" as "owner", to_char(n."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(n."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."notes" as "notes") r) as came_apart,
        nullif(array_remove(array[case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_crm"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'activities', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_crm"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'activities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('activities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."opportunity_id" as "opportunityId", o."kind" as "kind", o."subject" as "subject", o."owner" as "owner", to_char(o."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(o."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."notes" as "notes") r) as gone_apart,
        nullif(array_remove(array[case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_crm"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'activities', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_crm"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'activities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('activities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."opportunity_id" as "opportunityId", o."kind" as "kind", o."subject" as "subject", o."owner" as "owner", to_char(o."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(o."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."opportunity_id" as "opportunityId", n."kind" as "kind", n."subject" as "subject", n."owner" as "owner", to_char(n."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(n."done_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "doneAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."opportunity_id" is distinct from n."opportunity_id") then 'opportunityId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."subject" is distinct from n."subject") then 'subject' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."due_at" is distinct from n."due_at") then 'dueAt' end, case when not (o."done_at" is distinct from n."done_at") then 'doneAt' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."notes" as "notes") r) as came_apart, array[case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        nullif(array_remove(array[case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_crm"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'activities', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_crm"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'activities', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('activities')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_crm"."activities_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (done_at is not null)) then
      raise exception using errcode = 'AV304', message = 'what was done stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (done_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['notes', 'search_vector', 'updated_at'] is distinct from to_jsonb(n) - array['notes', 'search_vector', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was done stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_crm"."activities_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_crm"."activities_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_crm"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_crm"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_crm", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_crm"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_crm", pg_temp as $body$
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
  update "sm_crm"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_crm"."opportunities" referencing new table as new_rows for each statement execute function "sm_crm"."opportunities_audit"();
create or replace trigger "audit_update" after update on "sm_crm"."opportunities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_crm"."opportunities_audit"();
create or replace trigger "audit_delete" after delete on "sm_crm"."opportunities" referencing old table as old_rows for each statement execute function "sm_crm"."opportunities_audit"();
create or replace trigger "emit_insert" after insert on "sm_crm"."opportunities" referencing new table as new_rows for each statement execute function "sm_crm"."opportunities_emit"();
create or replace trigger "emit_update" after update on "sm_crm"."opportunities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_crm"."opportunities_emit"();
create or replace trigger "keep" before truncate on "sm_crm"."opportunities" for each statement execute function "sm_crm"."opportunities_keep"();
create or replace trigger "keep_history_insert" after insert on "sm_crm"."opportunities" referencing new table as new_rows for each statement execute function "sm_crm"."opportunities_keep_history"();
create or replace trigger "keep_history_update" after update on "sm_crm"."opportunities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_crm"."opportunities_keep_history"();
create or replace trigger "states_update" before update on "sm_crm"."opportunities" for each row execute function "sm_crm"."opportunities_states"();
create or replace trigger "states_insert" before insert on "sm_crm"."opportunities" for each row execute function "sm_crm"."opportunities_states"();
create or replace trigger "touch" before update on "sm_crm"."opportunities" for each row execute function "sm_crm"."opportunities_touch"();
create or replace trigger "transitions_insert" after insert on "sm_crm"."opportunities" referencing new table as new_rows for each statement execute function "sm_crm"."opportunities_transitions"();
create or replace trigger "audit_insert" after insert on "sm_crm"."activities" referencing new table as new_rows for each statement execute function "sm_crm"."activities_audit"();
create or replace trigger "audit_update" after update on "sm_crm"."activities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_crm"."activities_audit"();
create or replace trigger "audit_delete" after delete on "sm_crm"."activities" referencing old table as old_rows for each statement execute function "sm_crm"."activities_audit"();
create or replace trigger "frozen_update" after update on "sm_crm"."activities" referencing new table as new_rows old table as old_rows for each statement execute function "sm_crm"."activities_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_crm"."activities" referencing old table as old_rows for each statement execute function "sm_crm"."activities_frozen"();
create or replace trigger "keep" before truncate on "sm_crm"."activities" for each statement execute function "sm_crm"."activities_keep"();
create or replace trigger "touch" before update on "sm_crm"."activities" for each row execute function "sm_crm"."activities_touch"();
create or replace trigger "keep" before truncate on "sm_crm"."audit_events" for each statement execute function "sm_crm"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_crm"."audit_details" for each statement execute function "sm_crm"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_crm"."outbox_events" referencing new table as new_rows for each statement execute function "sm_crm"."outbox_events_number"();
alter table "sm_crm"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_crm"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_crm"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_crm"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_crm"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_crm"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_crm"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "title", "line", "owner", "amount", "currency", "stage", "probability", "expected_on", "lost_reason", "closed_at"), update ("party_id", "title", "line", "owner", "amount", "currency", "stage", "probability", "expected_on", "lost_reason", "closed_at") on "sm_crm"."opportunities" to acervo_app;
grant select, insert ("id", "party_id", "title", "line", "owner", "amount", "currency", "stage", "probability", "expected_on", "lost_reason", "closed_at"), update ("party_id", "title", "line", "owner", "amount", "currency", "stage", "probability", "expected_on", "lost_reason", "closed_at") on "sm_crm"."opportunities" to acervo_worker;
grant select ("id", "party_id", "title", "line", "owner", "amount", "currency", "stage", "probability", "expected_on", "lost_reason", "closed_at", "created_at", "updated_at") on "sm_crm"."opportunities" to acervo_readonly;
grant select on "sm_crm"."opportunity_moments" to acervo_app;
grant select on "sm_crm"."opportunity_moments" to acervo_worker;
grant select on "sm_crm"."opportunity_moments" to acervo_readonly;
grant select, insert ("id", "party_id", "opportunity_id", "kind", "subject", "notes", "owner", "due_at", "done_at", "deleted_at"), update ("party_id", "opportunity_id", "kind", "subject", "notes", "owner", "due_at", "done_at", "deleted_at") on "sm_crm"."activities" to acervo_app;
grant select, insert ("id", "party_id", "opportunity_id", "kind", "subject", "notes", "owner", "due_at", "done_at", "deleted_at"), update ("party_id", "opportunity_id", "kind", "subject", "notes", "owner", "due_at", "done_at", "deleted_at") on "sm_crm"."activities" to acervo_worker;
grant select ("id", "party_id", "opportunity_id", "kind", "subject", "notes", "owner", "due_at", "done_at", "created_at", "deleted_at", "updated_at") on "sm_crm"."activities" to acervo_readonly;
grant select on "sm_crm"."audit_events" to acervo_app;
grant select on "sm_crm"."audit_events" to acervo_worker;
grant select on "sm_crm"."audit_events" to acervo_readonly;
grant select on "sm_crm"."audit_details" to acervo_app;
grant select, delete on "sm_crm"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_crm"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_crm"."outbox_events" to acervo_worker;
grant select on "sm_crm"."outbox_events" to acervo_readonly;
create view "sm_crm"."forecasts" with (security_invoker = true) as
select date_trunc('month', o.expected_on::timestamp)::date as month, o.currency,
    count(*) as opportunities, sum(o.amount) as amount, sum(o.amount * o.probability) as weighted
  from "sm_crm"."opportunities" o where o.stage <> 'LOST' group by 1, 2;
grant select on "sm_crm"."forecasts" to acervo_app;
grant select on "sm_crm"."forecasts" to acervo_worker;
grant select on "sm_crm"."forecasts" to acervo_readonly;
set local role none;
