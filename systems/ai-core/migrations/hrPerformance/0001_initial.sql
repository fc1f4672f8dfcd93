-- acervo: transactional
-- model: 00267aca5b5cea510c4418aa7175ba001baff35be7c5966a969e783143493f23

-- step: create sm_hr_performance with 6 tables
-- locks: none
set local search_path to "sm_hr_performance", acervo, pg_temp;
create schema if not exists "sm_hr_performance" authorization acervo_owner;
grant usage on schema "sm_hr_performance" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
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
  constraint "audit_events_pkey" primary key ("id", "occurred_at")
) partition by range ("occurred_at");
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
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'review_cycles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('review_cycles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."owner_user_id" as "ownerUserId", n."phase" as "phase", n."starts_on" as "startsOn", n."ends_on" as "endsOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'review_cycles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('review_cycles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."owner_user_id" as "ownerUserId", o."phase" as "phase", o."starts_on" as "startsOn", o."ends_on" as "endsOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'review_cycles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('review_cycles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."owner_user_id" as "ownerUserId", o."phase" as "phase", o."starts_on" as "startsOn", o."ends_on" as "endsOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."owner_user_id" as "ownerUserId", n."phase" as "phase", n."starts_on" as "startsOn", n."ends_on" as "endsOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."owner_user_id" is distinct from n."owner_user_id") then 'ownerUserId' end, case when not (o."phase" is distinct from n."phase") then 'phase' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_performance"."review_cycles_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (phase = 'RELEASED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ReviewCycle', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_performance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ReviewCycle', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReviewsReleased'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('cycleId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (phase = 'RELEASED') is true as "holds 0" from new_rows) n
        join (select *, (phase = 'RELEASED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ReviewCycle', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_performance"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ReviewCycle', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ReviewsReleased'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('cycleId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_performance"."review_cycles_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_hr_performance"."review_cycles_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_performance"."reviews_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_performance", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."cycle_id" as "cycleId", n."reviewee_id" as "revieweeId", n."reviewer_id" as "reviewerId", n."reviewee_user_id" as "revieweeUserId", n."reviewer_user_id" as "reviewerUserId", n."rating" as "rating", n."status" as "status") r) as came,
        (select to_jsonb(r) from (select n."comments" as "comments") r) as came_apart,
        nullif(array_remove(array[case when n."comments" is not null then 'comments' end], null), '{}') as withheld, n."reviewee_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_hr_performance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'reviews', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'reviews', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reviews')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."cycle_id" as "cycleId", o."reviewee_id" as "revieweeId", o."reviewer_id" as "reviewerId", o."reviewee_user_id" as "revieweeUserId", o."reviewer_user_id" as "reviewerUserId", o."rating" as "rating", o."status" as "status") r) as gone,
        (select to_jsonb(r) from (select o."comments" as "comments") r) as gone_apart,
        nullif(array_remove(array[case when o."comments" is not null then 'comments' end], null), '{}') as withheld, o."reviewee_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_hr_performance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'reviews', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'reviews', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reviews')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."cycle_id" as "cycleId", o."reviewee_id" as "revieweeId", o."reviewer_id" as "reviewerId", o."reviewee_user_id" as "revieweeUserId", o."reviewer_user_id" as "reviewerUserId", o."rating" as "rating", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."cycle_id" as "cycleId", n."reviewee_id" as "revieweeId", n."reviewer_id" as "reviewerId", n."reviewee_user_id" as "revieweeUserId", n."reviewer_user_id" as "reviewerUserId", n."rating" as "rating", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."cycle_id" is distinct from n."cycle_id") then 'cycleId' end, case when not (o."reviewee_id" is distinct from n."reviewee_id") then 'revieweeId' end, case when not (o."reviewer_id" is distinct from n."reviewer_id") then 'reviewerId' end, case when not (o."reviewee_user_id" is distinct from n."reviewee_user_id") then 'revieweeUserId' end, case when not (o."reviewer_user_id" is distinct from n."reviewer_user_id") then 'reviewerUserId' end, case when not (o."rating" is distinct from n."rating") then 'rating' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        (select to_jsonb(r) from (select o."comments" as "comments") r) as gone_apart, (select to_jsonb(r) from (select n."comments" as "comments") r) as came_apart, array[case when not (o."comments" is distinct from n."comments") then 'comments' end] as same_apart,
        nullif(array_remove(array[case when o."comments" is distinct from n."comments" then 'comments' end], null), '{}') as withheld, coalesce(n."reviewee_id"::text, o."reviewee_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_hr_performance"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'reviews', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'reviews', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('reviews')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_performance"."reviews_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_hr_performance"."reviews_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_performance"."goals_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'goals', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('goals')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."cycle_id" as "cycleId", n."employee_id" as "employeeId", n."title" as "title", n."weight" as "weight", n."progress" as "progress", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'goals', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('goals')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."cycle_id" as "cycleId", o."employee_id" as "employeeId", o."title" as "title", o."weight" as "weight", o."progress" as "progress", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_performance"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'goals', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('goals')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."cycle_id" as "cycleId", o."employee_id" as "employeeId", o."title" as "title", o."weight" as "weight", o."progress" as "progress", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."cycle_id" as "cycleId", n."employee_id" as "employeeId", n."title" as "title", n."weight" as "weight", n."progress" as "progress", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."cycle_id" is distinct from n."cycle_id") then 'cycleId' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."weight" is distinct from n."weight") then 'weight' end, case when not (o."progress" is distinct from n."progress") then 'progress' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_performance"."goals_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
create or replace function "sm_hr_performance"."goals_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_performance"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_performance"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_performance", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
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
set local role none;
