-- acervo: transactional
-- model: d1cd7ff951d183da23fc7365ec59ab224a1880e2c1ba743c53b2ce5ddd5b2cd1

-- step: create sm_hr_performance with 6 tables
-- locks: none
set local search_path to "sm_hr_performance", acervo, pg_temp;
create schema if not exists "sm_hr_performance" authorization acervo_owner;
grant usage on schema "sm_hr_performance" to acervo_app, acervo_worker, acervo_readonly;
create table "sm_hr_performance"."review_cycles" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "owner_user_id" uuid not null,
  "phase" text collate "C" default 'WRITING' not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "review_cycles_pkey" primary key ("id"),
  constraint "review_cycles_name_key" unique ("name"),
  constraint "review_cycles_phase_check" check ("phase" in ('WRITING', 'CALIBRATION', 'RELEASED')),
  constraint "review_cycles_term_check" check (ends_on > starts_on)
);
alter table "sm_hr_performance"."review_cycles" owner to acervo_owner;
create table "sm_hr_performance"."reviews" (
  "id" uuid default acervo.uuid7() not null,
  "cycle_id" uuid not null,
  "reviewee_id" uuid not null,
  "reviewer_id" uuid not null,
  "reviewee_user_id" uuid,
  "reviewer_user_id" uuid not null,
  "rating" integer,
  "comments" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "reviews_pkey" primary key ("id"),
  constraint "reviews_cycle_id_reviewee_id_reviewer_id_key" unique ("cycle_id", "reviewee_id", "reviewer_id"),
  constraint "reviews_status_check" check ("status" in ('DRAFT', 'SUBMITTED')),
  constraint "reviews_rating_check" check (rating between 1 and 5),
  constraint "reviews_reviewer_check" check (reviewer_id <> reviewee_id),
  constraint "reviews_reviewer_user_check" check (reviewer_user_id <> reviewee_user_id),
  constraint "reviews_submitted_check" check (status = 'DRAFT' or rating is not null)
);
alter table "sm_hr_performance"."reviews" owner to acervo_owner;
create table "sm_hr_performance"."goals" (
  "id" uuid default acervo.uuid7() not null,
  "cycle_id" uuid not null,
  "employee_id" uuid not null,
  "title" text collate "C" not null,
  "weight" integer default 0 not null,
  "progress" integer default 0 not null,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "goals_pkey" primary key ("id"),
  constraint "goals_status_check" check ("status" in ('OPEN', 'REACHED', 'MISSED')),
  constraint "goals_progress_check" check (progress between 0 and 100),
  constraint "goals_reached_check" check (status <> 'REACHED' or progress = 100),
  constraint "goals_weight_check" check (weight between 0 and 100)
);
alter table "sm_hr_performance"."goals" owner to acervo_owner;
create table "sm_hr_performance"."audit_events" (
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
  constraint "audit_events_pkey" primary key ("id", "occurred_at"),
  constraint "audit_events_operation_check" check ("operation" in ('INSERT', 'UPDATE', 'DELETE', 'READ', 'EXPORT', 'ERASE')),
  constraint "audit_events_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "occurred_at") * 1000)::bigint), 3))
) partition by range ("occurred_at");
alter table "sm_hr_performance"."audit_events" owner to acervo_owner;
create table "sm_hr_performance"."audit_details" (
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
alter table "sm_hr_performance"."audit_details" owner to acervo_owner;
create table "sm_hr_performance"."outbox_events" (
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
alter table "sm_hr_performance"."outbox_events" owner to acervo_owner;
create index "reviews_reviewee_id_idx" on "sm_hr_performance"."reviews" ("reviewee_id");
create index "reviews_reviewer_id_idx" on "sm_hr_performance"."reviews" ("reviewer_id");
create index "goals_cycle_id_employee_id_idx" on "sm_hr_performance"."goals" ("cycle_id", "employee_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_hr_performance"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_hr_performance"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_hr_performance"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_hr_performance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_hr_performance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_hr_performance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_hr_performance"."reviews" add constraint "reviews_cycle_id_fkey" foreign key ("cycle_id") references "sm_hr_performance"."review_cycles" ("id") on delete restrict;
alter table "sm_hr_performance"."goals" add constraint "goals_cycle_id_fkey" foreign key ("cycle_id") references "sm_hr_performance"."review_cycles" ("id") on delete restrict;
create or replace function "sm_hr_performance"."review_cycles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(said_at), said_at, said_transaction, 'INSERT', 'review_cycles', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld
    from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('review_cycles')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select n."id"::text as row_id, null::uuid as tenant_id,
        null::jsonb as before, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."owner_user_id" as "ownerUserId", n."phase" as "phase", n."starts_on" as "startsOn", n."ends_on" as "endsOn") r) as after, null::text[] as withheld
      from new_rows n) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(said_at), said_at, said_transaction, 'DELETE', 'review_cycles', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld
    from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('review_cycles')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select o."id"::text as row_id, null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."owner_user_id" as "ownerUserId", o."phase" as "phase", o."starts_on" as "startsOn", o."ends_on" as "endsOn") r) as before, null::jsonb as after, null::text[] as withheld
      from old_rows o) c;
  else
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(said_at), said_at, said_transaction, 'UPDATE', 'review_cycles', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld
    from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('review_cycles')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select coalesce(n."id"::text, o."id"::text) as row_id, coalesce(null::uuid, null::uuid) as tenant_id,
        ('{' || concat_ws(',', case when o."id" is distinct from n."id" then '"id":' || coalesce(to_json(o."id")::text, 'null') end, case when o."name" is distinct from n."name" then '"name":' || coalesce(to_json(o."name")::text, 'null') end, case when o."owner_user_id" is distinct from n."owner_user_id" then '"ownerUserId":' || coalesce(to_json(o."owner_user_id")::text, 'null') end, case when o."phase" is distinct from n."phase" then '"phase":' || coalesce(to_json(o."phase")::text, 'null') end, case when o."starts_on" is distinct from n."starts_on" then '"startsOn":' || coalesce(to_json(o."starts_on")::text, 'null') end, case when o."ends_on" is distinct from n."ends_on" then '"endsOn":' || coalesce(to_json(o."ends_on")::text, 'null') end) || '}')::jsonb as before, ('{' || concat_ws(',', case when o."id" is distinct from n."id" then '"id":' || coalesce(to_json(n."id")::text, 'null') end, case when o."name" is distinct from n."name" then '"name":' || coalesce(to_json(n."name")::text, 'null') end, case when o."owner_user_id" is distinct from n."owner_user_id" then '"ownerUserId":' || coalesce(to_json(n."owner_user_id")::text, 'null') end, case when o."phase" is distinct from n."phase" then '"phase":' || coalesce(to_json(n."phase")::text, 'null') end, case when o."starts_on" is distinct from n."starts_on" then '"startsOn":' || coalesce(to_json(n."starts_on")::text, 'null') end, case when o."ends_on" is distinct from n."ends_on" then '"endsOn":' || coalesce(to_json(n."ends_on")::text, 'null') end) || '}')::jsonb as after, null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id") c
      where c.after <> '{}' or c.withheld is not null;
  end if;
  return null;
end$body$;
alter function "sm_hr_performance"."review_cycles_audit"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."review_cycles_audit"() from public;
create or replace function "sm_hr_performance"."review_cycles_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select s.*, row_number() over one as rank, count(*) over (partition by s.aggregate_id) as total
      from (select 'ReviewCycle' as aggregate_type, n.id::text as aggregate_id,
      'ReviewsReleased' as event_type, 1 as event_version,
      jsonb_build_object('cycleId', n."id") as payload, 0 as place
    from (select * from new_rows where (phase = 'RELEASED') is true) n) s
      window one as (partition by s.aggregate_id order by s.place)
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, e.aggregate_type, e.aggregate_id, e.total from told e where e.rank = 1
      order by e.aggregate_type, e.aggregate_id
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_performance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, t.seq - e.total + e.rank, e.event_type,
      e.event_version, e.payload
    from told e join taken t using (aggregate_id)
    order by e.aggregate_id, e.place;
  else
    with told as (
      select s.*, row_number() over one as rank, count(*) over (partition by s.aggregate_id) as total
      from (select 'ReviewCycle' as aggregate_type, n.id::text as aggregate_id,
      'ReviewsReleased' as event_type, 1 as event_version,
      jsonb_build_object('cycleId', n."id") as payload, 0 as place
    from (select * from new_rows where (phase = 'RELEASED') is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (phase = 'RELEASED') is true)) s
      window one as (partition by s.aggregate_id order by s.place)
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, e.aggregate_type, e.aggregate_id, e.total from told e where e.rank = 1
      order by e.aggregate_type, e.aggregate_id
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_performance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, t.seq - e.total + e.rank, e.event_type,
      e.event_version, e.payload
    from told e join taken t using (aggregate_id)
    order by e.aggregate_id, e.place;
  end if;
  return null;
end$body$;
alter function "sm_hr_performance"."review_cycles_emit"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."review_cycles_emit"() from public;
create or replace function "sm_hr_performance"."review_cycles_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
alter function "sm_hr_performance"."review_cycles_keep"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."review_cycles_keep"() from public;
create or replace function "sm_hr_performance"."review_cycles_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.phase is distinct from old.phase then
    allowed := case old.phase when 'WRITING' then array['CALIBRATION', 'RELEASED']::text[] when 'CALIBRATION' then array['WRITING', 'RELEASED']::text[] when 'RELEASED' then array[]::text[] end;
    if not coalesce(new.phase = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'review_cycles', column = 'phase',
        message = format('%s does not go from %s to %s', 'phase', old.phase, coalesce(new.phase, 'null')),
        detail = format('Allowed from %s: %s.', old.phase, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
alter function "sm_hr_performance"."review_cycles_states"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."review_cycles_states"() from public;
create or replace function "sm_hr_performance"."review_cycles_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_hr_performance"."review_cycles_touch"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."review_cycles_touch"() from public;
create or replace function "sm_hr_performance"."reviews_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(said_at) as id, said.*, c.* from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reviews')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select n."id"::text as row_id, null::uuid as tenant_id,
        null::jsonb as before, (select to_jsonb(r) from (select n."id" as "id", n."cycle_id" as "cycleId", n."reviewee_id" as "revieweeId", n."reviewer_id" as "reviewerId", n."reviewee_user_id" as "revieweeUserId", n."reviewer_user_id" as "reviewerUserId", n."rating" as "rating", n."status" as "status") r) as after, nullif(array_remove(array[case when n."comments" is not null then 'comments' end], null), '{}') as withheld,
        null::jsonb as before_apart, (select to_jsonb(r) from (select n."comments" as "comments") r) as after_apart, n."reviewee_id"::text as subject,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from new_rows n) c
    ), apart as (
      insert into "sm_hr_performance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, said_at, 'reviews', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, said_at, said_transaction, 'INSERT', 'reviews', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select acervo.uuid7(said_at) as id, said.*, c.* from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reviews')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select o."id"::text as row_id, null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."cycle_id" as "cycleId", o."reviewee_id" as "revieweeId", o."reviewer_id" as "reviewerId", o."reviewee_user_id" as "revieweeUserId", o."reviewer_user_id" as "reviewerUserId", o."rating" as "rating", o."status" as "status") r) as before, null::jsonb as after, nullif(array_remove(array[case when o."comments" is not null then 'comments' end], null), '{}') as withheld,
        (select to_jsonb(r) from (select o."comments" as "comments") r) as before_apart, null::jsonb as after_apart, o."reviewee_id"::text as subject,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from old_rows o) c
    ), apart as (
      insert into "sm_hr_performance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, said_at, 'reviews', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, said_at, said_transaction, 'DELETE', 'reviews', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  else
    with changed as materialized (
      select acervo.uuid7(said_at) as id, said.*, c.* from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reviews')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select coalesce(n."id"::text, o."id"::text) as row_id, coalesce(null::uuid, null::uuid) as tenant_id,
        ('{' || concat_ws(',', case when o."id" is distinct from n."id" then '"id":' || coalesce(to_json(o."id")::text, 'null') end, case when o."cycle_id" is distinct from n."cycle_id" then '"cycleId":' || coalesce(to_json(o."cycle_id")::text, 'null') end, case when o."reviewee_id" is distinct from n."reviewee_id" then '"revieweeId":' || coalesce(to_json(o."reviewee_id")::text, 'null') end, case when o."reviewer_id" is distinct from n."reviewer_id" then '"reviewerId":' || coalesce(to_json(o."reviewer_id")::text, 'null') end, case when o."reviewee_user_id" is distinct from n."reviewee_user_id" then '"revieweeUserId":' || coalesce(to_json(o."reviewee_user_id")::text, 'null') end, case when o."reviewer_user_id" is distinct from n."reviewer_user_id" then '"reviewerUserId":' || coalesce(to_json(o."reviewer_user_id")::text, 'null') end, case when o."rating" is distinct from n."rating" then '"rating":' || coalesce(to_json(o."rating")::text, 'null') end, case when o."status" is distinct from n."status" then '"status":' || coalesce(to_json(o."status")::text, 'null') end) || '}')::jsonb as before, ('{' || concat_ws(',', case when o."id" is distinct from n."id" then '"id":' || coalesce(to_json(n."id")::text, 'null') end, case when o."cycle_id" is distinct from n."cycle_id" then '"cycleId":' || coalesce(to_json(n."cycle_id")::text, 'null') end, case when o."reviewee_id" is distinct from n."reviewee_id" then '"revieweeId":' || coalesce(to_json(n."reviewee_id")::text, 'null') end, case when o."reviewer_id" is distinct from n."reviewer_id" then '"reviewerId":' || coalesce(to_json(n."reviewer_id")::text, 'null') end, case when o."reviewee_user_id" is distinct from n."reviewee_user_id" then '"revieweeUserId":' || coalesce(to_json(n."reviewee_user_id")::text, 'null') end, case when o."reviewer_user_id" is distinct from n."reviewer_user_id" then '"reviewerUserId":' || coalesce(to_json(n."reviewer_user_id")::text, 'null') end, case when o."rating" is distinct from n."rating" then '"rating":' || coalesce(to_json(n."rating")::text, 'null') end, case when o."status" is distinct from n."status" then '"status":' || coalesce(to_json(n."status")::text, 'null') end) || '}')::jsonb as after, nullif(array_remove(array[case when o."comments" is distinct from n."comments" then 'comments' end], null), '{}') as withheld,
        ('{' || concat_ws(',', case when o."comments" is distinct from n."comments" then '"comments":' || coalesce(to_json(o."comments")::text, 'null') end) || '}')::jsonb as before_apart, ('{' || concat_ws(',', case when o."comments" is distinct from n."comments" then '"comments":' || coalesce(to_json(n."comments")::text, 'null') end) || '}')::jsonb as after_apart, coalesce(n."reviewee_id"::text, o."reviewee_id"::text) as subject,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from old_rows o full join new_rows n on o."id" = n."id") c
      where c.after <> '{}' or c.withheld is not null or c.after_apart <> '{}'
    ), apart as (
      insert into "sm_hr_performance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, said_at, 'reviews', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, said_at, said_transaction, 'UPDATE', 'reviews', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
alter function "sm_hr_performance"."reviews_audit"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."reviews_audit"() from public;
create or replace function "sm_hr_performance"."reviews_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
alter function "sm_hr_performance"."reviews_keep"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."reviews_keep"() from public;
create or replace function "sm_hr_performance"."reviews_locked_by_cycle_id"() returns trigger language plpgsql security definer
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true)) and (phase = 'RELEASED')
    ) then
      raise exception using errcode = 'AV304', message = 'the reviews are released';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from old_rows where (true)) and (phase = 'RELEASED')
    ) then
      raise exception using errcode = 'AV304', message = 'the reviews are released';
    end if;
  else
    perform from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true) union select cycle_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true) union select cycle_id from old_rows where (true)) and (phase = 'RELEASED')
    ) then
      raise exception using errcode = 'AV304', message = 'the reviews are released';
    end if;
  end if;
  return null;
end$body$;
alter function "sm_hr_performance"."reviews_locked_by_cycle_id"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."reviews_locked_by_cycle_id"() from public;
create or replace function "sm_hr_performance"."reviews_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_hr_performance"."reviews_touch"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."reviews_touch"() from public;
create or replace function "sm_hr_performance"."goals_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(said_at), said_at, said_transaction, 'INSERT', 'goals', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld
    from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('goals')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select n."id"::text as row_id, null::uuid as tenant_id,
        null::jsonb as before, (select to_jsonb(r) from (select n."id" as "id", n."cycle_id" as "cycleId", n."employee_id" as "employeeId", n."title" as "title", n."weight" as "weight", n."progress" as "progress", n."status" as "status") r) as after, null::text[] as withheld
      from new_rows n) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(said_at), said_at, said_transaction, 'DELETE', 'goals', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld
    from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('goals')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select o."id"::text as row_id, null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."cycle_id" as "cycleId", o."employee_id" as "employeeId", o."title" as "title", o."weight" as "weight", o."progress" as "progress", o."status" as "status") r) as before, null::jsonb as after, null::text[] as withheld
      from old_rows o) c;
  else
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(said_at), said_at, said_transaction, 'UPDATE', 'goals', row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld
    from (
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('goals')) as said_actor,
        nullif(current_setting('acervo.purpose', true), '') as said_purpose, nullif(current_setting('acervo.request_id', true), '') as said_request,
        nullif(current_setting('acervo.agent', true), '') as said_agent, nullif(current_setting('acervo.agent_run', true), '') as said_run, nullif(current_setting('acervo.agent_tool', true), '') as said_tool
      offset 0
    ) said, (select coalesce(n."id"::text, o."id"::text) as row_id, coalesce(null::uuid, null::uuid) as tenant_id,
        ('{' || concat_ws(',', case when o."id" is distinct from n."id" then '"id":' || coalesce(to_json(o."id")::text, 'null') end, case when o."cycle_id" is distinct from n."cycle_id" then '"cycleId":' || coalesce(to_json(o."cycle_id")::text, 'null') end, case when o."employee_id" is distinct from n."employee_id" then '"employeeId":' || coalesce(to_json(o."employee_id")::text, 'null') end, case when o."title" is distinct from n."title" then '"title":' || coalesce(to_json(o."title")::text, 'null') end, case when o."weight" is distinct from n."weight" then '"weight":' || coalesce(to_json(o."weight")::text, 'null') end, case when o."progress" is distinct from n."progress" then '"progress":' || coalesce(to_json(o."progress")::text, 'null') end, case when o."status" is distinct from n."status" then '"status":' || coalesce(to_json(o."status")::text, 'null') end) || '}')::jsonb as before, ('{' || concat_ws(',', case when o."id" is distinct from n."id" then '"id":' || coalesce(to_json(n."id")::text, 'null') end, case when o."cycle_id" is distinct from n."cycle_id" then '"cycleId":' || coalesce(to_json(n."cycle_id")::text, 'null') end, case when o."employee_id" is distinct from n."employee_id" then '"employeeId":' || coalesce(to_json(n."employee_id")::text, 'null') end, case when o."title" is distinct from n."title" then '"title":' || coalesce(to_json(n."title")::text, 'null') end, case when o."weight" is distinct from n."weight" then '"weight":' || coalesce(to_json(n."weight")::text, 'null') end, case when o."progress" is distinct from n."progress" then '"progress":' || coalesce(to_json(n."progress")::text, 'null') end, case when o."status" is distinct from n."status" then '"status":' || coalesce(to_json(n."status")::text, 'null') end) || '}')::jsonb as after, null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id") c
      where c.after <> '{}' or c.withheld is not null;
  end if;
  return null;
end$body$;
alter function "sm_hr_performance"."goals_audit"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."goals_audit"() from public;
create or replace function "sm_hr_performance"."goals_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
alter function "sm_hr_performance"."goals_keep"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."goals_keep"() from public;
create or replace function "sm_hr_performance"."goals_locked_by_cycle_id"() returns trigger language plpgsql security definer
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true)) and (phase = 'RELEASED')
    ) then
      raise exception using errcode = 'AV304', message = 'the cycle is over';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from old_rows where (true)) and (phase = 'RELEASED')
    ) then
      raise exception using errcode = 'AV304', message = 'the cycle is over';
    end if;
  else
    perform from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true) union select cycle_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_hr_performance"."review_cycles" p where p.id in (select cycle_id from new_rows where (true) union select cycle_id from old_rows where (true)) and (phase = 'RELEASED')
    ) then
      raise exception using errcode = 'AV304', message = 'the cycle is over';
    end if;
  end if;
  return null;
end$body$;
alter function "sm_hr_performance"."goals_locked_by_cycle_id"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."goals_locked_by_cycle_id"() from public;
create or replace function "sm_hr_performance"."goals_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['REACHED', 'MISSED']::text[] when 'REACHED' then array['OPEN']::text[] when 'MISSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'goals', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
alter function "sm_hr_performance"."goals_states"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."goals_states"() from public;
create or replace function "sm_hr_performance"."goals_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "sm_hr_performance"."goals_touch"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."goals_touch"() from public;
create or replace function "sm_hr_performance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
alter function "sm_hr_performance"."audit_events_keep"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."audit_events_keep"() from public;
create or replace function "sm_hr_performance"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
alter function "sm_hr_performance"."audit_details_keep"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."audit_details_keep"() from public;
create or replace function "sm_hr_performance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_hr_performance", pg_temp as $body$
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
  update "sm_hr_performance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
alter function "sm_hr_performance"."outbox_events_number"() owner to acervo_owner;
revoke execute on function "sm_hr_performance"."outbox_events_number"() from public;
create or replace trigger "audit_insert" after insert on "sm_hr_performance"."review_cycles" referencing new table as new_rows for each statement execute function "sm_hr_performance"."review_cycles_audit"();
create or replace trigger "audit_update" after update on "sm_hr_performance"."review_cycles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_performance"."review_cycles_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_performance"."review_cycles" referencing old table as old_rows for each statement execute function "sm_hr_performance"."review_cycles_audit"();
create or replace trigger "emit_insert" after insert on "sm_hr_performance"."review_cycles" referencing new table as new_rows for each statement execute function "sm_hr_performance"."review_cycles_emit"();
create or replace trigger "emit_update" after update on "sm_hr_performance"."review_cycles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_performance"."review_cycles_emit"();
create or replace trigger "keep" before truncate on "sm_hr_performance"."review_cycles" for each statement execute function "sm_hr_performance"."review_cycles_keep"();
create or replace trigger "states_update" before update on "sm_hr_performance"."review_cycles" for each row execute function "sm_hr_performance"."review_cycles_states"();
create or replace trigger "touch" before update on "sm_hr_performance"."review_cycles" for each row execute function "sm_hr_performance"."review_cycles_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_performance"."reviews" referencing new table as new_rows for each statement execute function "sm_hr_performance"."reviews_audit"();
create or replace trigger "audit_update" after update on "sm_hr_performance"."reviews" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_performance"."reviews_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_performance"."reviews" referencing old table as old_rows for each statement execute function "sm_hr_performance"."reviews_audit"();
create or replace trigger "keep" before truncate on "sm_hr_performance"."reviews" for each statement execute function "sm_hr_performance"."reviews_keep"();
create or replace trigger "locked_by_cycle_id_insert" after insert on "sm_hr_performance"."reviews" referencing new table as new_rows for each statement execute function "sm_hr_performance"."reviews_locked_by_cycle_id"();
create or replace trigger "locked_by_cycle_id_update" after update on "sm_hr_performance"."reviews" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_performance"."reviews_locked_by_cycle_id"();
create or replace trigger "locked_by_cycle_id_delete" after delete on "sm_hr_performance"."reviews" referencing old table as old_rows for each statement execute function "sm_hr_performance"."reviews_locked_by_cycle_id"();
create or replace trigger "touch" before update on "sm_hr_performance"."reviews" for each row execute function "sm_hr_performance"."reviews_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_performance"."goals" referencing new table as new_rows for each statement execute function "sm_hr_performance"."goals_audit"();
create or replace trigger "audit_update" after update on "sm_hr_performance"."goals" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_performance"."goals_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_performance"."goals" referencing old table as old_rows for each statement execute function "sm_hr_performance"."goals_audit"();
create or replace trigger "keep" before truncate on "sm_hr_performance"."goals" for each statement execute function "sm_hr_performance"."goals_keep"();
create or replace trigger "locked_by_cycle_id_insert" after insert on "sm_hr_performance"."goals" referencing new table as new_rows for each statement execute function "sm_hr_performance"."goals_locked_by_cycle_id"();
create or replace trigger "locked_by_cycle_id_update" after update on "sm_hr_performance"."goals" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_performance"."goals_locked_by_cycle_id"();
create or replace trigger "locked_by_cycle_id_delete" after delete on "sm_hr_performance"."goals" referencing old table as old_rows for each statement execute function "sm_hr_performance"."goals_locked_by_cycle_id"();
create or replace trigger "states_update" before update on "sm_hr_performance"."goals" for each row execute function "sm_hr_performance"."goals_states"();
create or replace trigger "touch" before update on "sm_hr_performance"."goals" for each row execute function "sm_hr_performance"."goals_touch"();
create or replace trigger "keep" before truncate on "sm_hr_performance"."audit_events" for each statement execute function "sm_hr_performance"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_hr_performance"."audit_details" for each statement execute function "sm_hr_performance"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_hr_performance"."outbox_events" referencing new table as new_rows for each statement execute function "sm_hr_performance"."outbox_events_number"();
alter table "sm_hr_performance"."reviews" enable row level security, force row level security;
create policy "visible_by_phase" on "sm_hr_performance"."reviews" as permissive for all to public using (coalesce((select nullif(current_setting('acervo.actor', true), '')) like 'service:%', false)
  or reviewer_user_id::text = (select substr(nullif(current_setting('acervo.actor', true), ''), 6))
  or exists (select from review_cycles c where c.id = cycle_id and (
    c.owner_user_id::text = (select substr(nullif(current_setting('acervo.actor', true), ''), 6))
    or c.phase = 'RELEASED' and reviewee_user_id::text = (select substr(nullif(current_setting('acervo.actor', true), ''), 6))))) with check (coalesce((select nullif(current_setting('acervo.actor', true), '')) like 'service:%', false)
  or reviewer_user_id::text = (select substr(nullif(current_setting('acervo.actor', true), ''), 6))
  or exists (select from review_cycles c where c.id = cycle_id and (
    c.owner_user_id::text = (select substr(nullif(current_setting('acervo.actor', true), ''), 6))
    or c.phase = 'RELEASED' and reviewee_user_id::text = (select substr(nullif(current_setting('acervo.actor', true), ''), 6)))));
alter table "sm_hr_performance"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_hr_performance"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_hr_performance"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_hr_performance"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_hr_performance"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_hr_performance"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_hr_performance"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "owner_user_id", "phase", "starts_on", "ends_on"), update ("name", "owner_user_id", "phase", "starts_on", "ends_on"), delete on "sm_hr_performance"."review_cycles" to acervo_app;
grant select, insert ("id", "name", "owner_user_id", "phase", "starts_on", "ends_on"), update ("name", "owner_user_id", "phase", "starts_on", "ends_on"), delete on "sm_hr_performance"."review_cycles" to acervo_worker;
grant select on "sm_hr_performance"."review_cycles" to acervo_readonly;
grant select, insert ("id", "cycle_id", "reviewee_id", "reviewer_id", "reviewee_user_id", "reviewer_user_id", "rating", "comments", "status"), update ("reviewee_user_id", "reviewer_user_id", "rating", "comments", "status"), delete on "sm_hr_performance"."reviews" to acervo_app;
grant select, insert ("id", "cycle_id", "reviewee_id", "reviewer_id", "reviewee_user_id", "reviewer_user_id", "rating", "comments", "status"), update ("reviewee_user_id", "reviewer_user_id", "rating", "comments", "status"), delete on "sm_hr_performance"."reviews" to acervo_worker;
grant select on "sm_hr_performance"."reviews" to acervo_readonly;
grant select, insert ("id", "cycle_id", "employee_id", "title", "weight", "progress", "status"), update ("title", "weight", "progress", "status"), delete on "sm_hr_performance"."goals" to acervo_app;
grant select, insert ("id", "cycle_id", "employee_id", "title", "weight", "progress", "status"), update ("title", "weight", "progress", "status"), delete on "sm_hr_performance"."goals" to acervo_worker;
grant select on "sm_hr_performance"."goals" to acervo_readonly;
grant select on "sm_hr_performance"."audit_events" to acervo_app;
grant select on "sm_hr_performance"."audit_events" to acervo_worker;
grant select on "sm_hr_performance"."audit_events" to acervo_readonly;
grant select on "sm_hr_performance"."audit_details" to acervo_app;
grant select, delete on "sm_hr_performance"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_performance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_performance"."outbox_events" to acervo_worker;
grant select on "sm_hr_performance"."outbox_events" to acervo_readonly;
