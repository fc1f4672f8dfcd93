-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: dbbf058485d8ed296564971db3c5058b4f035004de2f5df3dfcdf636ece47a78

-- step: create sm_hr_recruitment with 7 tables
-- locks: none
set local search_path to "sm_hr_recruitment", acervo, pg_temp;
create schema if not exists "sm_hr_recruitment" authorization acervo_owner;
grant usage on schema "sm_hr_recruitment" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_hr_recruitment"."vacancies" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "title" text collate "C" not null,
  "department" varchar(120) collate "C",
  "description" text collate "C",
  "openings" integer default 1 not null,
  "hired_count" bigint default 0 not null,
  "status" text collate "C" default 'DRAFT' not null,
  "opens_on" date,
  "closes_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(department, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "vacancies_pkey" primary key ("id"),
  constraint "vacancies_status_check" check ("status" in ('DRAFT', 'OPEN', 'FILLED', 'CLOSED')),
  constraint "vacancies_hired_check" check (hired_count <= openings),
  constraint "vacancies_openings_check" check (openings > 0),
  constraint "vacancies_term_check" check (closes_on >= opens_on)
);
create table "sm_hr_recruitment"."candidates" (
  "id" uuid default acervo.uuid7() not null,
  "source" text collate "C" default 'WEB' not null,
  "consented_at" timestamptz(6) default acervo.now() not null,
  "consent_until" date not null,
  "erased_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "candidates_pkey" primary key ("id"),
  constraint "candidates_source_check" check ("source" in ('WEB', 'REFERRAL', 'AGENCY', 'DIRECT')),
  constraint "candidates_consent_check" check (consent_until >= (consented_at at time zone 'UTC')::date),
  constraint "candidates_consent_term_check" check (consent_until <= (consented_at at time zone 'UTC')::date + 550)
);
create table "sm_hr_recruitment"."candidate_profiles" (
  "id" uuid default acervo.uuid7() not null,
  "candidate_id" uuid not null,
  "name" bytea not null,
  "email" bytea not null,
  "phone" bytea,
  "notes" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "email_blind" bytea,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "candidate_profiles_pkey" primary key ("id"),
  constraint "candidate_profiles_candidate_id_key" unique ("candidate_id")
);
create table "sm_hr_recruitment"."applications" (
  "id" uuid default acervo.uuid7() not null,
  "vacancy_id" uuid not null,
  "candidate_id" uuid not null,
  "status" text collate "C" default 'APPLIED' not null,
  "reason" text collate "C",
  "employee_id" uuid,
  "applied_at" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "applications_pkey" primary key ("id"),
  constraint "applications_vacancy_id_candidate_id_key" unique ("vacancy_id", "candidate_id"),
  constraint "applications_status_check" check ("status" in ('APPLIED', 'SCREEN', 'INTERVIEW', 'OFFER', 'HIRED', 'REJECTED')),
  constraint "applications_employee_check" check (employee_id is null or status = 'HIRED'),
  constraint "applications_reason_check" check (reason ~ '[^[:space:]]'),
  constraint "applications_rejected_check" check ((status = 'REJECTED') = (reason is not null))
);
create table "sm_hr_recruitment"."audit_events" (
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
create table "sm_hr_recruitment"."outbox_events" (
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
create unique index "vacancies_code_key" on "sm_hr_recruitment"."vacancies" ("code") where (deleted_at is null);
create index "vacancies_status_opens_on_idx" on "sm_hr_recruitment"."vacancies" ("status", "opens_on" desc);
create index "vacancies_search_vector_gin_idx" on "sm_hr_recruitment"."vacancies" using gin ("search_vector");
create index "candidates_consent_until_idx" on "sm_hr_recruitment"."candidates" ("consent_until") where erased_at is null;
create index "candidate_profiles_email_blind_idx" on "sm_hr_recruitment"."candidate_profiles" ("email_blind");
create index "applications_candidate_id_idx" on "sm_hr_recruitment"."applications" ("candidate_id");
create index "applications_status_applied_at_idx" on "sm_hr_recruitment"."applications" ("status", "applied_at" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_hr_recruitment"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_hr_recruitment"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_hr_recruitment"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_hr_recruitment"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_hr_recruitment"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_hr_recruitment"."candidate_profiles" add constraint "candidate_profiles_candidate_id_fkey" foreign key ("candidate_id") references "sm_hr_recruitment"."candidates" ("id") on delete cascade;
alter table "sm_hr_recruitment"."applications" add constraint "applications_vacancy_id_fkey" foreign key ("vacancy_id") references "sm_hr_recruitment"."vacancies" ("id") on delete restrict;
alter table "sm_hr_recruitment"."applications" add constraint "applications_candidate_id_fkey" foreign key ("candidate_id") references "sm_hr_recruitment"."candidates" ("id") on delete restrict;
create or replace function "sm_hr_recruitment"."vacancies_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'vacancies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('vacancies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."department" as "department", n."description" as "description", n."openings" as "openings", n."status" as "status", n."opens_on" as "opensOn", n."closes_on" as "closesOn", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'vacancies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('vacancies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."department" as "department", o."description" as "description", o."openings" as "openings", o."status" as "status", o."opens_on" as "opensOn", o."closes_on" as "closesOn", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'vacancies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('vacancies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."code" as "code", o."title" as "title", o."department" as "department", o."description" as "description", o."openings" as "openings", o."status" as "status", o."opens_on" as "opensOn", o."closes_on" as "closesOn", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."code" as "code", n."title" as "title", n."department" as "department", n."description" as "description", n."openings" as "openings", n."status" as "status", n."opens_on" as "opensOn", n."closes_on" as "closesOn", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."department" is distinct from n."department") then 'department' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."openings" is distinct from n."openings") then 'openings' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."opens_on" is distinct from n."opens_on") then 'opensOn' end, case when not (o."closes_on" is distinct from n."closes_on") then 'closesOn' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."vacancies_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_recruitment"."vacancies_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['OPEN', 'CLOSED']::text[] when 'OPEN' then array['FILLED', 'CLOSED']::text[] when 'FILLED' then array['OPEN', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'vacancies', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_hr_recruitment"."vacancies_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_recruitment"."candidates_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'candidates', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('candidates')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."source" as "source", to_char(n."consented_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "consentedAt", n."consent_until" as "consentUntil", to_char(n."erased_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "erasedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'candidates', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('candidates')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."source" as "source", to_char(o."consented_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "consentedAt", o."consent_until" as "consentUntil", to_char(o."erased_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "erasedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'candidates', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('candidates')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."source" as "source", to_char(o."consented_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "consentedAt", o."consent_until" as "consentUntil", to_char(o."erased_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "erasedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."source" as "source", to_char(n."consented_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "consentedAt", n."consent_until" as "consentUntil", to_char(n."erased_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "erasedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."consented_at" is distinct from n."consented_at") then 'consentedAt' end, case when not (o."consent_until" is distinct from n."consent_until") then 'consentUntil' end, case when not (o."erased_at" is distinct from n."erased_at") then 'erasedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."candidates_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (erased_at is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Candidate', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_recruitment"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Candidate', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CandidateErased'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('candidateId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (erased_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (erased_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Candidate', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_recruitment"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Candidate', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CandidateErased'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('candidateId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."candidates_erase_profile"() returns trigger language plpgsql security definer
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  delete from "sm_hr_recruitment"."candidate_profiles" p
  where p.candidate_id in (select n.id from new_rows n where n.erased_at is not null);
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."candidates_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (erased_at is not null)) then
      raise exception using errcode = 'AV304', message = 'an erased candidate does not come back';
    end if;
  elsif exists (
    select from (select * from old_rows where (erased_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an erased candidate does not come back';
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."candidates_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_recruitment"."candidates_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_recruitment"."candidate_profiles_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.name is not null and not exists (select from acervo.data_key k where k.id = substring(n.name from 2 for 16) and k.retired_at is null)) or (n.email is not null and not exists (select from acervo.data_key k where k.id = substring(n.email from 2 for 16) and k.retired_at is null)) or (n.phone is not null and not exists (select from acervo.data_key k where k.id = substring(n.phone from 2 for 16) and k.retired_at is null)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.name is not null and not exists (select from acervo.data_key k where k.id = substring(n.name from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.name = n.name)) or (n.email is not null and not exists (select from acervo.data_key k where k.id = substring(n.email from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.email = n.email)) or (n.phone is not null and not exists (select from acervo.data_key k where k.id = substring(n.phone from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.phone = n.phone)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."candidate_profiles_settled_erased"() returns trigger language plpgsql security definer
set search_path to "sm_hr_recruitment", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.candidate_id, new.candidate_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_hr_recruitment"."candidates" p where p.id = asked for no key update;
    if found and not exists (select from "sm_hr_recruitment"."candidates" p where p.id = asked and (p.erased_at is null or not exists (
        select from "sm_hr_recruitment"."candidate_profiles" c where c.candidate_id = p.id))) then
      raise exception using errcode = 'AV304', message = 'the candidate is erased';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."candidate_profiles_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_recruitment"."applications_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'applications', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('applications')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."vacancy_id" as "vacancyId", n."candidate_id" as "candidateId", n."status" as "status", n."reason" as "reason", n."employee_id" as "employeeId", to_char(n."applied_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "appliedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'applications', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('applications')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."vacancy_id" as "vacancyId", o."candidate_id" as "candidateId", o."status" as "status", o."reason" as "reason", o."employee_id" as "employeeId", to_char(o."applied_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "appliedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_hr_recruitment"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'applications', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('applications')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."vacancy_id" as "vacancyId", o."candidate_id" as "candidateId", o."status" as "status", o."reason" as "reason", o."employee_id" as "employeeId", to_char(o."applied_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "appliedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."vacancy_id" as "vacancyId", n."candidate_id" as "candidateId", n."status" as "status", n."reason" as "reason", n."employee_id" as "employeeId", to_char(n."applied_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "appliedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."vacancy_id" is distinct from n."vacancy_id") then 'vacancyId' end, case when not (o."candidate_id" is distinct from n."candidate_id") then 'candidateId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."reason" is distinct from n."reason") then 'reason' end, case when not (o."employee_id" is distinct from n."employee_id") then 'employeeId' end, case when not (o."applied_at" is distinct from n."applied_at") then 'appliedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."applications_count_hired_count"() returns trigger language plpgsql security definer
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_hr_recruitment"."vacancies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.vacancy_id as id, 1 as n from new_rows r where true and (r.status = 'HIRED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_recruitment"."vacancies" p set hired_count = p.hired_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.vacancy_id as id, 1 as n from new_rows r where true and (r.status = 'HIRED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_hr_recruitment"."vacancies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.vacancy_id as id, -1 as n from old_rows r where true and (r.status = 'HIRED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_recruitment"."vacancies" p set hired_count = p.hired_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.vacancy_id as id, -1 as n from old_rows r where true and (r.status = 'HIRED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_hr_recruitment"."vacancies" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.vacancy_id as id, 1 as n from new_rows r where true and (r.status = 'HIRED') union all select r.vacancy_id as id, -1 as n from old_rows r where true and (r.status = 'HIRED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_hr_recruitment"."vacancies" p set hired_count = p.hired_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.vacancy_id as id, 1 as n from new_rows r where true and (r.status = 'HIRED') union all select r.vacancy_id as id, -1 as n from old_rows r where true and (r.status = 'HIRED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."applications_emit"() returns trigger language plpgsql security definer
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.vacancy_id, n.candidate_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'HIRED') is true as "holds 1", (status = 'REJECTED') is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Application', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_recruitment"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Application', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ApplicationReceived', 'ApplicationHired', 'ApplicationRejected'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('applicationId', n."id", 'vacancyId', n."vacancy_id")
        when 2 then jsonb_build_object('applicationId', n."id", 'vacancyId', n."vacancy_id", 'candidateId', n."candidate_id")
        when 3 then jsonb_build_object('applicationId', n."id", 'vacancyId', n."vacancy_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.vacancy_id, n.candidate_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'HIRED') is true as "holds 0", (status = 'REJECTED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'HIRED') is true as "holds 0", (status = 'REJECTED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Application', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_hr_recruitment"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Application', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ApplicationHired', 'ApplicationRejected'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('applicationId', n."id", 'vacancyId', n."vacancy_id", 'candidateId', n."candidate_id")
        when 2 then jsonb_build_object('applicationId', n."id", 'vacancyId', n."vacancy_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_hr_recruitment"."applications_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_recruitment"."applications_states"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'APPLIED' then array['SCREEN', 'REJECTED']::text[] when 'SCREEN' then array['INTERVIEW', 'REJECTED']::text[] when 'INTERVIEW' then array['OFFER', 'REJECTED']::text[] when 'OFFER' then array['HIRED', 'REJECTED']::text[] when 'HIRED' then array[]::text[] when 'REJECTED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'applications', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_hr_recruitment"."applications_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_hr_recruitment"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_hr_recruitment", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_hr_recruitment"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_hr_recruitment", pg_temp as $body$
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
  update "sm_hr_recruitment"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_hr_recruitment"."vacancies" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."vacancies_audit"();
create or replace trigger "audit_update" after update on "sm_hr_recruitment"."vacancies" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."vacancies_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_recruitment"."vacancies" referencing old table as old_rows for each statement execute function "sm_hr_recruitment"."vacancies_audit"();
create or replace trigger "keep" before truncate on "sm_hr_recruitment"."vacancies" for each statement execute function "sm_hr_recruitment"."vacancies_keep"();
create or replace trigger "states_update" before update on "sm_hr_recruitment"."vacancies" for each row execute function "sm_hr_recruitment"."vacancies_states"();
create or replace trigger "touch" before update on "sm_hr_recruitment"."vacancies" for each row execute function "sm_hr_recruitment"."vacancies_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_recruitment"."candidates" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."candidates_audit"();
create or replace trigger "audit_update" after update on "sm_hr_recruitment"."candidates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."candidates_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_recruitment"."candidates" referencing old table as old_rows for each statement execute function "sm_hr_recruitment"."candidates_audit"();
create or replace trigger "emit_insert" after insert on "sm_hr_recruitment"."candidates" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."candidates_emit"();
create or replace trigger "emit_update" after update on "sm_hr_recruitment"."candidates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."candidates_emit"();
create or replace trigger "erase_profile" after update on "sm_hr_recruitment"."candidates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."candidates_erase_profile"();
create or replace trigger "frozen_update" after update on "sm_hr_recruitment"."candidates" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."candidates_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_hr_recruitment"."candidates" referencing old table as old_rows for each statement execute function "sm_hr_recruitment"."candidates_frozen"();
create or replace trigger "keep" before truncate on "sm_hr_recruitment"."candidates" for each statement execute function "sm_hr_recruitment"."candidates_keep"();
create or replace trigger "touch" before update on "sm_hr_recruitment"."candidates" for each row execute function "sm_hr_recruitment"."candidates_touch"();
create or replace trigger "sealed_insert" after insert on "sm_hr_recruitment"."candidate_profiles" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."candidate_profiles_sealed"();
create or replace trigger "sealed_update" after update on "sm_hr_recruitment"."candidate_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."candidate_profiles_sealed"();
create constraint trigger "settled_erased_insert" after insert on "sm_hr_recruitment"."candidate_profiles" deferrable initially deferred for each row execute function "sm_hr_recruitment"."candidate_profiles_settled_erased"();
create constraint trigger "settled_erased_update" after update on "sm_hr_recruitment"."candidate_profiles" deferrable initially deferred for each row execute function "sm_hr_recruitment"."candidate_profiles_settled_erased"();
create constraint trigger "settled_erased_delete" after delete on "sm_hr_recruitment"."candidate_profiles" deferrable initially deferred for each row execute function "sm_hr_recruitment"."candidate_profiles_settled_erased"();
create or replace trigger "touch" before update on "sm_hr_recruitment"."candidate_profiles" for each row execute function "sm_hr_recruitment"."candidate_profiles_touch"();
create or replace trigger "audit_insert" after insert on "sm_hr_recruitment"."applications" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."applications_audit"();
create or replace trigger "audit_update" after update on "sm_hr_recruitment"."applications" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."applications_audit"();
create or replace trigger "audit_delete" after delete on "sm_hr_recruitment"."applications" referencing old table as old_rows for each statement execute function "sm_hr_recruitment"."applications_audit"();
create or replace trigger "count_hired_count_insert" after insert on "sm_hr_recruitment"."applications" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."applications_count_hired_count"();
create or replace trigger "count_hired_count_update" after update on "sm_hr_recruitment"."applications" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."applications_count_hired_count"();
create or replace trigger "count_hired_count_delete" after delete on "sm_hr_recruitment"."applications" referencing old table as old_rows for each statement execute function "sm_hr_recruitment"."applications_count_hired_count"();
create or replace trigger "emit_insert" after insert on "sm_hr_recruitment"."applications" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."applications_emit"();
create or replace trigger "emit_update" after update on "sm_hr_recruitment"."applications" referencing new table as new_rows old table as old_rows for each statement execute function "sm_hr_recruitment"."applications_emit"();
create or replace trigger "keep" before truncate on "sm_hr_recruitment"."applications" for each statement execute function "sm_hr_recruitment"."applications_keep"();
create or replace trigger "states_update" before update on "sm_hr_recruitment"."applications" for each row execute function "sm_hr_recruitment"."applications_states"();
create or replace trigger "touch" before update on "sm_hr_recruitment"."applications" for each row execute function "sm_hr_recruitment"."applications_touch"();
create or replace trigger "keep" before truncate on "sm_hr_recruitment"."audit_events" for each statement execute function "sm_hr_recruitment"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_hr_recruitment"."outbox_events" referencing new table as new_rows for each statement execute function "sm_hr_recruitment"."outbox_events_number"();
alter table "sm_hr_recruitment"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_hr_recruitment"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_hr_recruitment"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "code", "title", "department", "description", "openings", "status", "opens_on", "closes_on", "deleted_at"), update ("code", "title", "department", "description", "openings", "status", "opens_on", "closes_on", "deleted_at") on "sm_hr_recruitment"."vacancies" to acervo_app;
grant select, insert ("id", "code", "title", "department", "description", "openings", "status", "opens_on", "closes_on", "deleted_at"), update ("code", "title", "department", "description", "openings", "status", "opens_on", "closes_on", "deleted_at") on "sm_hr_recruitment"."vacancies" to acervo_worker;
grant select ("id", "code", "title", "department", "description", "openings", "hired_count", "status", "opens_on", "closes_on", "created_at", "deleted_at", "updated_at") on "sm_hr_recruitment"."vacancies" to acervo_readonly;
grant select, insert ("id", "source", "consented_at", "consent_until", "erased_at"), update ("source", "consent_until", "erased_at"), delete on "sm_hr_recruitment"."candidates" to acervo_app;
grant select, insert ("id", "source", "consented_at", "consent_until", "erased_at"), update ("source", "consent_until", "erased_at"), delete on "sm_hr_recruitment"."candidates" to acervo_worker;
grant select on "sm_hr_recruitment"."candidates" to acervo_readonly;
grant select, insert ("id", "candidate_id", "name", "email", "phone", "notes", "email_blind"), update ("name", "email", "phone", "notes", "email_blind"), delete on "sm_hr_recruitment"."candidate_profiles" to acervo_app;
grant select, insert ("id", "candidate_id", "name", "email", "phone", "notes", "email_blind"), update ("name", "email", "phone", "notes", "email_blind"), delete on "sm_hr_recruitment"."candidate_profiles" to acervo_worker;
grant select ("id", "candidate_id", "name", "email", "phone", "notes", "created_at", "updated_at") on "sm_hr_recruitment"."candidate_profiles" to acervo_readonly;
grant select, insert ("id", "vacancy_id", "candidate_id", "status", "reason", "employee_id", "applied_at"), update ("status", "reason", "employee_id"), delete on "sm_hr_recruitment"."applications" to acervo_app;
grant select, insert ("id", "vacancy_id", "candidate_id", "status", "reason", "employee_id", "applied_at"), update ("status", "reason", "employee_id"), delete on "sm_hr_recruitment"."applications" to acervo_worker;
grant select on "sm_hr_recruitment"."applications" to acervo_readonly;
grant select on "sm_hr_recruitment"."audit_events" to acervo_app;
grant select on "sm_hr_recruitment"."audit_events" to acervo_worker;
grant select on "sm_hr_recruitment"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_recruitment"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_hr_recruitment"."outbox_events" to acervo_worker;
grant select on "sm_hr_recruitment"."outbox_events" to acervo_readonly;
create view "sm_hr_recruitment"."expired_candidates" with (security_invoker = true) as
select id, consent_until from candidates
   where erased_at is null and consent_until < (acervo.now() at time zone 'Europe/Madrid')::date;
grant select on "sm_hr_recruitment"."expired_candidates" to acervo_app;
grant select on "sm_hr_recruitment"."expired_candidates" to acervo_worker;
grant select on "sm_hr_recruitment"."expired_candidates" to acervo_readonly;
set local role none;
