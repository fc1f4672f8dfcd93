-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: fcc4d64226585e2e543eb187ec35a326fd410735197f9a46a4720fcd95cea238

-- step: create sm_hr with 6 tables
-- locks: none
set local search_path to "sm_hr", acervo, pg_temp;
create schema if not exists "sm_hr" authorization acervo_owner;
grant usage on schema "sm_hr" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_hr"."employees" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(20) collate "C" not null,
  "party_id" uuid not null,
  "user_id" uuid,
  "display_name" text collate "C" not null,
  "manager_id" uuid,
  "job_title" varchar(120) collate "C" not null,
  "department" varchar(120) collate "C",
  "status" text collate "C" default 'ACTIVE' not null,
  "hired_on" date not null,
  "left_on" date,
  "iban" bytea,
  "social_security_number" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "iban_blind" bytea,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(display_name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(job_title, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(department, '')), 'C')) stored not null,
  "social_security_number_blind" bytea,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "employees_pkey" primary key ("id"),
  constraint "employees_number_key" unique ("number"),
  constraint "employees_user_id_key" unique ("user_id"),
  constraint "employees_status_check" check ("status" in ('ACTIVE', 'ON_LEAVE', 'LEFT')),
  constraint "employees_left_check" check ((status = 'LEFT') = (left_on is not null)),
  constraint "employees_term_check" check (left_on >= hired_on)
);
create table "sm_hr"."employment_contracts" (
  "id" uuid default acervo.uuid7() not null,
  "employee_id" uuid not null,
  "kind" text collate "C" default 'PERMANENT' not null,
  "starts_on" date not null,
  "ends_on" date,
  "weekly_hours" numeric(5, 2) default '40' not null,
  "annual_salary" bytea not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "employment_contracts_pkey" primary key ("id"),
  constraint "employment_contracts_kind_check" check ("kind" in ('PERMANENT', 'FIXED_TERM', 'TRAINING', 'INTERIM')),
  constraint "employment_contracts_fixed_term_check" check (kind <> 'FIXED_TERM' or ends_on is not null),
  constraint "employment_contracts_hours_check" check (weekly_hours > 0 and weekly_hours <= 60),
  constraint "employment_contracts_term_check" check (ends_on >= starts_on),
  constraint "employment_contracts_one_a_day_excl" exclude using gist (employee_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
create table "sm_hr"."absences" (
  "id" uuid default acervo.uuid7() not null,
  "employee_id" uuid not null,
  "kind" text collate "C" not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "status" text collate "C" default 'REQUESTED' not null,
  "reason" text collate "C",
  "decided_by_id" uuid,
  "decided_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "absences_pkey" primary key ("id"),
  constraint "absences_kind_check" check ("kind" in ('HOLIDAY', 'SICK', 'PARENTAL', 'PERSONAL', 'UNPAID')),
  constraint "absences_status_check" check ("status" in ('REQUESTED', 'APPROVED', 'REJECTED', 'TAKEN')),
  constraint "absences_decided_check" check ((status = 'REQUESTED') = (decided_at is null)),
  constraint "absences_decider_check" check ((decided_by_id is null) = (decided_at is null)),
  constraint "absences_not_by_oneself_check" check (decided_by_id <> employee_id),
  constraint "absences_term_check" check (ends_on >= starts_on),
  constraint "absences_no_overlap_excl" exclude using gist (employee_id with =, daterange(starts_on, ends_on, '[]') with &&) where ((status <> 'REJECTED'))
);
create table "sm_hr"."audit_events" (
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
create table "sm_hr"."audit_details" (
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
create table "sm_hr"."outbox_events" (
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
create index "employees_iban_blind_idx" on "sm_hr"."employees" ("iban_blind");
create index "employees_social_security_number_blind_idx" on "sm_hr"."employees" ("social_security_number_blind");
create index "employees_manager_id_idx" on "sm_hr"."employees" ("manager_id") where manager_id is not null;
create index "employees_party_id_idx" on "sm_hr"."employees" ("party_id");
create index "employees_department_status_idx" on "sm_hr"."employees" ("department", "status");
create index "employees_search_vector_gin_idx" on "sm_hr"."employees" using gin ("search_vector");
create index "employment_contracts_employee_id_idx" on "sm_hr"."employment_contracts" ("employee_id");
create index "absences_employee_id_starts_on_idx" on "sm_hr"."absences" ("employee_id", "starts_on" desc);
create index "absences_decided_by_id_idx" on "sm_hr"."absences" ("decided_by_id") where decided_by_id is not null;
create index "absences_status_starts_on_idx" on "sm_hr"."absences" ("status", "starts_on");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_hr"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_hr"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_hr"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_hr"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_hr"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_hr"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_hr"."employees" add constraint "employees_manager_id_fkey" foreign key ("manager_id") references "sm_hr"."employees" ("id") on delete restrict;
alter table "sm_hr"."employment_contracts" add constraint "employment_contracts_employee_id_fkey" foreign key ("employee_id") references "sm_hr"."employees" ("id") on delete restrict;
alter table "sm_hr"."absences" add constraint "absences_employee_id_fkey" foreign key ("employee_id") references "sm_hr"."employees" ("id") on delete restrict;
alter table "sm_hr"."absences" add constraint "absences_decided_by_id_fkey" foreign key ("decided_by_id") references "sm_hr"."employees" ("id") on delete restrict;
create or replace function "sm_hr"."employees_acyclic_manager_id"() returns trigger language plpgsql security definer
set search_path to "sm_hr", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.manager_id is not null) then
    return null;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_hr"."employees".acyclic_manager_id', 7411));
  if exists (
    with recursive way(start, here) as (
      select n.id, n.manager_id from new_rows n where n.manager_id is not null and true
      union
      select w.start, t.manager_id from way w join "sm_hr"."employees" t on t.id = w.here
      where t.manager_id is not null and true
    )
    select from way where start = here
  ) then
    raise exception using errcode = 'AV304', message = 'the links lead back to where they started';
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."employees_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."user_id" as "userId", n."manager_id" as "managerId", n."job_title" as "jobTitle", n."department" as "department", n."status" as "status", n."hired_on" as "hiredOn", n."left_on" as "leftOn") r) as came,
        (select to_jsonb(r) from (select n."display_name" as "displayName") r) as came_apart,
        nullif(array_remove(array[case when n."display_name" is not null then 'displayName' end, case when n."iban" is not null then 'iban' end, case when n."social_security_number" is not null then 'socialSecurityNumber' end, case when n."iban_blind" is not null then 'ibanBlind' end, case when n."social_security_number_blind" is not null then 'socialSecurityNumberBlind' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_hr"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'employees', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'employees', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('employees')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."user_id" as "userId", o."manager_id" as "managerId", o."job_title" as "jobTitle", o."department" as "department", o."status" as "status", o."hired_on" as "hiredOn", o."left_on" as "leftOn") r) as gone,
        (select to_jsonb(r) from (select o."display_name" as "displayName") r) as gone_apart,
        nullif(array_remove(array[case when o."display_name" is not null then 'displayName' end, case when o."iban" is not null then 'iban' end, case when o."social_security_number" is not null then 'socialSecurityNumber' end, case when o."iban_blind" is not null then 'ibanBlind' end, case when o."social_security_number_blind" is not null then 'socialSecurityNumberBlind' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_hr"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'employees', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'employees', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('employees')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."party_id" as "partyId", o."user_id" as "userId", o."manager_id" as "managerId", o."job_title" as "jobTitle", o."department" as "department", o."status" as "status", o."hired_on" as "hiredOn", o."left_on" as "leftOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."party_id" as "partyId", n."user_id" as "userId", n."manager_id" as "managerId", n."job_title" as "jobTitle", n."department" as "department", n."status" as "status", n."hired_on" as "hiredOn", n."left_on" as "leftOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."manager_id" is distinct from n."manager_id") then 'managerId' end, case when not (o."job_title" is distinct from n."job_title") then 'jobTitle' end, case when not (o."department" is distinct from n."department") then 'department' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."hired_on" is distinct from n."hired_on") then 'hiredOn' end, case when not (o."left_on" is distinct from n."left_on") then 'leftOn' end] as same,
        (select to_jsonb(r) from (select o."display_name" as "displayName") r) as gone_apart, (select to_jsonb(r) from (select n."display_name" as "displayName") r) as came_apart, array[case when not (o."display_name" is distinct from n."display_name") then 'displayName' end] as same_apart,
        nullif(array_remove(array[case when o."display_name" is distinct from n."display_name" then 'displayName' end, case when o."iban" is distinct from n."iban" then 'iban' end, case when o."social_security_number" is distinct from n."social_security_number" then 'socialSecurityNumber' end, case when o."iban_blind" is distinct from n."iban_blind" then 'ibanBlind' end, case when o."social_security_number_blind" is distinct from n."social_security_number_blind" then 'socialSecurityNumberBlind' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_hr"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'employees', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'employees', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('employees')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."employees_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.hired_on, n.left_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'LEFT') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Employee', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Employee', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EmployeeHired', 'EmployeeLeft'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('employeeId', n."id", 'partyId', n."party_id", 'hiredOn', n."hired_on")
        when 2 then jsonb_build_object('employeeId', n."id", 'partyId', n."party_id", 'leftOn', n."left_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.left_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'LEFT') is true as "holds 0" from new_rows) n
        join (select *, (status = 'LEFT') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Employee', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Employee', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['EmployeeLeft'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('employeeId', n."id", 'partyId', n."party_id", 'leftOn', n."left_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."employees_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr"."employees_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.iban is not null and not exists (select from acervo.data_key k where k.id = substring(n.iban from 2 for 16) and k.retired_at is null)) or (n.social_security_number is not null and not exists (select from acervo.data_key k where k.id = substring(n.social_security_number from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.iban is not null and not exists (select from acervo.data_key k where k.id = substring(n.iban from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.iban = n.iban)) or (n.social_security_number is not null and not exists (select from acervo.data_key k where k.id = substring(n.social_security_number from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.social_security_number = n.social_security_number))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."employees_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'ACTIVE' then array['ON_LEAVE', 'LEFT']::text[] when 'ON_LEAVE' then array['ACTIVE', 'LEFT']::text[] when 'LEFT' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'employees', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_hr"."employees_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr"."employment_contracts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'employment_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('employment_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."employee_id" as "employeeId", n."kind" as "kind", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."weekly_hours"::text as "weeklyHours") r) as came,
        nullif(array_remove(array[case when n."annual_salary" is not null then 'annualSalary' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'employment_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('employment_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."employee_id" as "employeeId", o."kind" as "kind", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."weekly_hours"::text as "weeklyHours") r) as gone,
        nullif(array_remove(array[case when o."annual_salary" is not null then 'annualSalary' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'employment_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('employment_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."employee_id" as "employeeId", o."kind" as "kind", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."weekly_hours"::text as "weeklyHours") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."employee_id" as "employeeId", n."kind" as "kind", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."weekly_hours"::text as "weeklyHours") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."weekly_hours" is distinct from n."weekly_hours") then 'weeklyHours' end] as same,
        nullif(array_remove(array[case when o."annual_salary" is distinct from n."annual_salary" then 'annualSalary' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."employment_contracts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr"."employment_contracts_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.annual_salary is not null and not exists (select from acervo.data_key k where k.id = substring(n.annual_salary from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.annual_salary is not null and not exists (select from acervo.data_key k where k.id = substring(n.annual_salary from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.annual_salary = n.annual_salary))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."employment_contracts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr"."absences_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."employee_id" as "employeeId", n."kind" as "kind", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."status" as "status", n."decided_by_id" as "decidedById", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came,
        (select to_jsonb(r) from (select n."reason" as "reason") r) as came_apart,
        nullif(array_remove(array[case when n."reason" is not null then 'reason' end], null), '{}') as withheld, n."employee_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_hr"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'absences', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'absences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('absences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."employee_id" as "employeeId", o."kind" as "kind", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."status" as "status", o."decided_by_id" as "decidedById", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone,
        (select to_jsonb(r) from (select o."reason" as "reason") r) as gone_apart,
        nullif(array_remove(array[case when o."reason" is not null then 'reason' end], null), '{}') as withheld, o."employee_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_hr"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'absences', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'absences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('absences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."employee_id" as "employeeId", o."kind" as "kind", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."status" as "status", o."decided_by_id" as "decidedById", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."employee_id" as "employeeId", n."kind" as "kind", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."status" as "status", n."decided_by_id" as "decidedById", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."decided_by_id" is distinct from n."decided_by_id") then 'decidedById' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end] as same,
        (select to_jsonb(r) from (select o."reason" as "reason") r) as gone_apart, (select to_jsonb(r) from (select n."reason" as "reason") r) as came_apart, array[case when not (o."reason" is distinct from n."reason") then 'reason' end] as same_apart,
        nullif(array_remove(array[case when o."reason" is distinct from n."reason" then 'reason' end], null), '{}') as withheld, coalesce(n."employee_id"::text, o."employee_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_hr"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'absences', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_hr"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'absences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('absences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."absences_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.employee_id, n.starts_on, n.ends_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'APPROVED') is true as "holds 1", (status = 'REJECTED') is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Absence', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Absence', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AbsenceRequested', 'AbsenceApproved', 'AbsenceRejected'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('absenceId', n."id", 'employeeId', n."employee_id")
        when 2 then jsonb_build_object('absenceId', n."id", 'employeeId', n."employee_id", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 3 then jsonb_build_object('absenceId', n."id", 'employeeId', n."employee_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.employee_id, n.starts_on, n.ends_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'APPROVED') is true as "holds 0", (status = 'REJECTED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'APPROVED') is true as "holds 0", (status = 'REJECTED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Absence', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Absence', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['AbsenceApproved', 'AbsenceRejected'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('absenceId', n."id", 'employeeId', n."employee_id", 'startsOn', n."starts_on", 'endsOn', n."ends_on")
        when 2 then jsonb_build_object('absenceId', n."id", 'employeeId', n."employee_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr"."absences_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr"."absences_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'REQUESTED' then array['APPROVED', 'REJECTED']::text[] when 'APPROVED' then array['TAKEN', 'REJECTED']::text[] when 'REJECTED' then array[]::text[] when 'TAKEN' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'absences', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'APPROVED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.status = 'REJECTED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_hr"."absences_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_hr", pg_temp as $body$
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
  update "sm_hr"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "acyclic_manager_id_insert" after insert on "sm_hr"."employees" referencing new table as new_rows for each statement execute function "sm_hr"."employees_acyclic_manager_id"();
create or replace trigger "acyclic_manager_id_update" after update on "sm_hr"."employees" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."employees_acyclic_manager_id"();
create or replace trigger "audit_insert" after insert on "sm_hr"."employees" referencing new table as new_rows for each statement execute function "sm_hr"."employees_audit"();
create or replace trigger "audit_update" after update on "sm_hr"."employees" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."employees_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr"."employees" referencing old table as old_rows for each statement execute function "sm_hr"."employees_audit"();
create or replace trigger "emit_insert" after insert on "sm_hr"."employees" referencing new table as new_rows for each statement execute function "sm_hr"."employees_emit"();
create or replace trigger "emit_update" after update on "sm_hr"."employees" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."employees_emit"();
create or replace trigger "keep" before truncate on "sm_hr"."employees" for each statement execute function "sm_hr"."employees_keep"();
create or replace trigger "sealed_insert" after insert on "sm_hr"."employees" referencing new table as new_rows for each statement execute function "sm_hr"."employees_sealed"();
create or replace trigger "sealed_update" after update on "sm_hr"."employees" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."employees_sealed"();
create or replace trigger "states_update" before update on "sm_hr"."employees" for each row execute function "sm_hr"."employees_states"();
create or replace trigger "touch" before update on "sm_hr"."employees" for each row execute function "sm_hr"."employees_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr"."employment_contracts" referencing new table as new_rows for each statement execute function "sm_hr"."employment_contracts_audit"();
create or replace trigger "audit_update" after update on "sm_hr"."employment_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."employment_contracts_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr"."employment_contracts" referencing old table as old_rows for each statement execute function "sm_hr"."employment_contracts_audit"();
create or replace trigger "keep" before truncate on "sm_hr"."employment_contracts" for each statement execute function "sm_hr"."employment_contracts_keep"();
create or replace trigger "sealed_insert" after insert on "sm_hr"."employment_contracts" referencing new table as new_rows for each statement execute function "sm_hr"."employment_contracts_sealed"();
create or replace trigger "sealed_update" after update on "sm_hr"."employment_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."employment_contracts_sealed"();
create or replace trigger "touch" before update on "sm_hr"."employment_contracts" for each row execute function "sm_hr"."employment_contracts_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr"."absences" referencing new table as new_rows for each statement execute function "sm_hr"."absences_audit"();
create or replace trigger "audit_update" after update on "sm_hr"."absences" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."absences_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr"."absences" referencing old table as old_rows for each statement execute function "sm_hr"."absences_audit"();
create or replace trigger "emit_insert" after insert on "sm_hr"."absences" referencing new table as new_rows for each statement execute function "sm_hr"."absences_emit"();
create or replace trigger "emit_update" after update on "sm_hr"."absences" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr"."absences_emit"();
create or replace trigger "keep" before truncate on "sm_hr"."absences" for each statement execute function "sm_hr"."absences_keep"();
create or replace trigger "states_update" before update on "sm_hr"."absences" for each row execute function "sm_hr"."absences_states"();
create or replace trigger "states_insert" before insert on "sm_hr"."absences" for each row execute function "sm_hr"."absences_states"();
create or replace trigger "touch" before update on "sm_hr"."absences" for each row execute function "sm_hr"."absences_touch"();
create or replace trigger "keep" before truncate on "sm_hr"."audit_events" for each statement execute function "sm_hr"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_hr"."audit_details" for each statement execute function "sm_hr"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_hr"."outbox_events" referencing new table as new_rows for each statement execute function "sm_hr"."outbox_events_number"();
alter table "sm_hr"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_hr"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_hr"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_hr"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_hr"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_hr"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_hr"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "party_id", "user_id", "display_name", "manager_id", "job_title", "department", "status", "hired_on", "left_on", "iban", "social_security_number", "iban_blind", "social_security_number_blind"), update ("number", "party_id", "user_id", "display_name", "manager_id", "job_title", "department", "status", "hired_on", "left_on", "iban", "social_security_number", "iban_blind", "social_security_number_blind"), delete on "sm_hr"."employees" to acervo_app;
grant select, insert ("id", "number", "party_id", "user_id", "display_name", "manager_id", "job_title", "department", "status", "hired_on", "left_on", "iban", "social_security_number", "iban_blind", "social_security_number_blind"), update ("number", "party_id", "user_id", "display_name", "manager_id", "job_title", "department", "status", "hired_on", "left_on", "iban", "social_security_number", "iban_blind", "social_security_number_blind"), delete on "sm_hr"."employees" to acervo_worker;
grant select ("id", "number", "party_id", "user_id", "display_name", "manager_id", "job_title", "department", "status", "hired_on", "left_on", "iban", "social_security_number", "created_at", "updated_at") on "sm_hr"."employees" to acervo_readonly;
grant select, insert ("id", "employee_id", "kind", "starts_on", "ends_on", "weekly_hours", "annual_salary"), update ("kind", "starts_on", "ends_on", "weekly_hours", "annual_salary"), delete on "sm_hr"."employment_contracts" to acervo_app;
grant select, insert ("id", "employee_id", "kind", "starts_on", "ends_on", "weekly_hours", "annual_salary"), update ("kind", "starts_on", "ends_on", "weekly_hours", "annual_salary"), delete on "sm_hr"."employment_contracts" to acervo_worker;
grant select on "sm_hr"."employment_contracts" to acervo_readonly;
grant select, insert ("id", "employee_id", "kind", "starts_on", "ends_on", "status", "reason", "decided_by_id", "decided_at"), update ("kind", "starts_on", "ends_on", "status", "reason", "decided_by_id", "decided_at"), delete on "sm_hr"."absences" to acervo_app;
grant select, insert ("id", "employee_id", "kind", "starts_on", "ends_on", "status", "reason", "decided_by_id", "decided_at"), update ("kind", "starts_on", "ends_on", "status", "reason", "decided_by_id", "decided_at"), delete on "sm_hr"."absences" to acervo_worker;
grant select on "sm_hr"."absences" to acervo_readonly;
grant select on "sm_hr"."audit_events" to acervo_app;
grant select on "sm_hr"."audit_events" to acervo_worker;
grant select on "sm_hr"."audit_events" to acervo_readonly;
grant select on "sm_hr"."audit_details" to acervo_app;
grant select, delete on "sm_hr"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr"."outbox_events" to acervo_worker;
grant select on "sm_hr"."outbox_events" to acervo_readonly;
set local role none;
