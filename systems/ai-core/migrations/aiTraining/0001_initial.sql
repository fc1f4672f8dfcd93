-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 356cb132c1e9726f73d5cb0635f3bdbfebe652a86bf61f9198b2d4a93e1b14bd

-- step: create sm_ai_training with 6 tables
-- locks: none
set local search_path to "sm_ai_training", acervo, pg_temp;
create schema if not exists "sm_ai_training" authorization acervo_owner;
grant usage on schema "sm_ai_training" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_ai_training"."datasets" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(160) collate "C" not null,
  "parent_id" uuid,
  "source" varchar(200) collate "C" not null,
  "purpose" text collate "C" not null,
  "digest" varchar(64) collate "C" not null,
  "personal" text collate "C" not null,
  "subject_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(purpose, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "datasets_pkey" primary key ("id"),
  constraint "datasets_name_key" unique ("name"),
  constraint "datasets_personal_check" check ("personal" in ('NONE', 'ANONYMISED', 'PERSONAL')),
  constraint "datasets_digest_check" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "datasets_not_itself_check" check (parent_id <> id)
);
create table "sm_ai_training"."dataset_subjects" (
  "id" uuid default acervo.uuid7() not null,
  "dataset_id" uuid not null,
  "party_id" uuid not null,
  "basis" text collate "C" not null,
  "consent_id" uuid,
  "excluded_at" timestamptz(6),
  "excluded_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "dataset_subjects_pkey" primary key ("id"),
  constraint "dataset_subjects_dataset_id_party_id_key" unique ("dataset_id", "party_id"),
  constraint "dataset_subjects_basis_check" check ("basis" in ('CONSENT', 'CONTRACT', 'LEGITIMATE_INTEREST', 'LEGAL_OBLIGATION')),
  constraint "dataset_subjects_excluded_reason_check" check ("excluded_reason" in ('ERASED', 'WITHDRAWN', 'OBJECTED')),
  constraint "dataset_subjects_consent_check" check ((basis = 'CONSENT') = (consent_id is not null)),
  constraint "dataset_subjects_excluded_check" check ((excluded_at is null) = (excluded_reason is null))
);
create table "sm_ai_training"."jobs" (
  "id" uuid default acervo.uuid7() not null,
  "dataset_id" uuid not null,
  "base_model_version_id" uuid not null,
  "name" varchar(160) collate "C" not null,
  "parameters" jsonb default '{}'::jsonb not null,
  "status" text collate "C" default 'QUEUED' not null,
  "started_at" timestamptz(6),
  "ended_at" timestamptz(6),
  "error" text collate "C",
  "result_model_version_id" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "jobs_pkey" primary key ("id"),
  constraint "jobs_status_check" check ("status" in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  constraint "jobs_error_check" check (status <> 'FAILED' or error is not null),
  constraint "jobs_result_check" check (result_model_version_id is null or status = 'SUCCEEDED')
);
create table "sm_ai_training"."evaluations" (
  "id" uuid default acervo.uuid7() not null,
  "job_id" uuid not null,
  "suite" varchar(120) collate "C" not null,
  "measure" varchar(80) collate "C" not null,
  "score" numeric(20, 10) not null,
  "samples" integer not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "evaluations_pkey" primary key ("id"),
  constraint "evaluations_job_id_suite_measure_key" unique ("job_id", "suite", "measure"),
  constraint "evaluations_samples_check" check (samples > 0)
);
create table "sm_ai_training"."audit_events" (
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
create table "sm_ai_training"."outbox_events" (
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
create index "datasets_search_vector_gin_idx" on "sm_ai_training"."datasets" using gin ("search_vector");
create index "datasets_parent_id_idx" on "sm_ai_training"."datasets" ("parent_id");
create index "dataset_subjects_party_id_idx" on "sm_ai_training"."dataset_subjects" ("party_id");
create index "jobs_dataset_id_created_at_idx" on "sm_ai_training"."jobs" ("dataset_id", "created_at" desc);
create index "jobs_status_idx" on "sm_ai_training"."jobs" ("status") where status in ('QUEUED', 'RUNNING');
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_ai_training"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_ai_training"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_ai_training"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_ai_training"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_ai_training"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_ai_training"."datasets" add constraint "datasets_parent_id_fkey" foreign key ("parent_id") references "sm_ai_training"."datasets" ("id") on delete restrict;
alter table "sm_ai_training"."dataset_subjects" add constraint "dataset_subjects_dataset_id_fkey" foreign key ("dataset_id") references "sm_ai_training"."datasets" ("id") on delete restrict;
alter table "sm_ai_training"."jobs" add constraint "jobs_dataset_id_fkey" foreign key ("dataset_id") references "sm_ai_training"."datasets" ("id") on delete restrict;
alter table "sm_ai_training"."evaluations" add constraint "evaluations_job_id_fkey" foreign key ("job_id") references "sm_ai_training"."jobs" ("id") on delete restrict;
create or replace function "sm_ai_training"."datasets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'datasets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('datasets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."parent_id" as "parentId", n."source" as "source", n."purpose" as "purpose", n."digest" as "digest", n."personal" as "personal") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'datasets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('datasets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."parent_id" as "parentId", o."source" as "source", o."purpose" as "purpose", o."digest" as "digest", o."personal" as "personal") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'datasets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('datasets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."parent_id" as "parentId", o."source" as "source", o."purpose" as "purpose", o."digest" as "digest", o."personal" as "personal") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."parent_id" as "parentId", n."source" as "source", n."purpose" as "purpose", n."digest" as "digest", n."personal" as "personal") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."parent_id" is distinct from n."parent_id") then 'parentId' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."digest" is distinct from n."digest") then 'digest' end, case when not (o."personal" is distinct from n."personal") then 'personal' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."datasets_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_training"."datasets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'dataset_subjects', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dataset_subjects')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."party_id" as "partyId", n."basis" as "basis", n."consent_id" as "consentId", to_char(n."excluded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "excludedAt", n."excluded_reason" as "excludedReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'dataset_subjects', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dataset_subjects')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."party_id" as "partyId", o."basis" as "basis", o."consent_id" as "consentId", to_char(o."excluded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "excludedAt", o."excluded_reason" as "excludedReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'dataset_subjects', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('dataset_subjects')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."party_id" as "partyId", o."basis" as "basis", o."consent_id" as "consentId", to_char(o."excluded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "excludedAt", o."excluded_reason" as "excludedReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."party_id" as "partyId", n."basis" as "basis", n."consent_id" as "consentId", to_char(n."excluded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "excludedAt", n."excluded_reason" as "excludedReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."dataset_id" is distinct from n."dataset_id") then 'datasetId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."basis" is distinct from n."basis") then 'basis' end, case when not (o."consent_id" is distinct from n."consent_id") then 'consentId' end, case when not (o."excluded_at" is distinct from n."excluded_at") then 'excludedAt' end, case when not (o."excluded_reason" is distinct from n."excluded_reason") then 'excludedReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_count_subject_count"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_ai_training"."datasets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.dataset_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_ai_training"."datasets" p set subject_count = p.subject_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.dataset_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_ai_training"."datasets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.dataset_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_ai_training"."datasets" p set subject_count = p.subject_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.dataset_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_ai_training"."datasets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.dataset_id as id, 1 as n from new_rows r where true and (true) union all select r.dataset_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_ai_training"."datasets" p set subject_count = p.subject_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.dataset_id as id, 1 as n from new_rows r where true and (true) union all select r.dataset_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_emit"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.dataset_id, n.party_id, n.excluded_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (excluded_at is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'DatasetSubject', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'DatasetSubject', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SubjectExcluded'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('datasetId', n."dataset_id", 'partyId', n."party_id", 'reason', n."excluded_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.dataset_id, n.party_id, n.excluded_reason, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (excluded_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (excluded_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'DatasetSubject', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'DatasetSubject', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['SubjectExcluded'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('datasetId', n."dataset_id", 'partyId', n."party_id", 'reason', n."excluded_reason") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (excluded_at is not null)) then
      raise exception using errcode = 'AV304', message = 'who was excluded stays so';
    end if;
  elsif exists (
    select from (select * from old_rows where (excluded_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'who was excluded stays so';
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_stop"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
begin
  perform from "sm_ai_training"."datasets" p
  where p.id in (select n.dataset_id from new_rows n where n.excluded_at is not null)
  order by p.id for no key update of p;
  with recursive line as (
    select n.dataset_id as id from new_rows n where n.excluded_at is not null
    union
    select d.id from "sm_ai_training"."datasets" d join line on d.parent_id = line.id
  )
  update "sm_ai_training"."jobs" j set status = 'CANCELLED', error = 'a subject of its dataset was excluded'
  where j.dataset_id in (select line.id from line) and j.status in ('QUEUED', 'RUNNING');
  return null;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_training"."dataset_subjects_while"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_ai_training"."datasets" p
    where p.id in (select r.dataset_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_ai_training"."datasets" p on p.id = r.dataset_id where (p.personal = 'PERSONAL') is not true) then
      raise exception using errcode = 'AV304', message = 'the dataset says that it holds nobody', table = 'dataset_subjects';
    end if;
  else
    perform from "sm_ai_training"."datasets" p
    where p.id in (select r.dataset_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.dataset_id is distinct from o.dataset_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.dataset_id is distinct from o.dataset_id) r join "sm_ai_training"."datasets" p on p.id = r.dataset_id where (p.personal = 'PERSONAL') is not true) then
      raise exception using errcode = 'AV304', message = 'the dataset says that it holds nobody', table = 'dataset_subjects';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."jobs_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'jobs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('jobs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."base_model_version_id" as "baseModelVersionId", n."name" as "name", n."parameters" as "parameters", n."status" as "status", to_char(n."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", n."error" as "error", n."result_model_version_id" as "resultModelVersionId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'jobs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('jobs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."base_model_version_id" as "baseModelVersionId", o."name" as "name", o."parameters" as "parameters", o."status" as "status", to_char(o."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", o."error" as "error", o."result_model_version_id" as "resultModelVersionId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_ai_training"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'jobs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('jobs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."dataset_id" as "datasetId", o."base_model_version_id" as "baseModelVersionId", o."name" as "name", o."parameters" as "parameters", o."status" as "status", to_char(o."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", o."error" as "error", o."result_model_version_id" as "resultModelVersionId") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."dataset_id" as "datasetId", n."base_model_version_id" as "baseModelVersionId", n."name" as "name", n."parameters" as "parameters", n."status" as "status", to_char(n."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", n."error" as "error", n."result_model_version_id" as "resultModelVersionId") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."dataset_id" is distinct from n."dataset_id") then 'datasetId' end, case when not (o."base_model_version_id" is distinct from n."base_model_version_id") then 'baseModelVersionId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."parameters" is distinct from n."parameters") then 'parameters' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."started_at" is distinct from n."started_at") then 'startedAt' end, case when not (o."ended_at" is distinct from n."ended_at") then 'endedAt' end, case when not (o."error" is distinct from n."error") then 'error' end, case when not (o."result_model_version_id" is distinct from n."result_model_version_id") then 'resultModelVersionId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."jobs_clean"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
declare
  line uuid[];
begin
  if new.status not in ('QUEUED', 'RUNNING') or (tg_op = 'UPDATE' and new.status = old.status) then
    return new;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  with recursive up as (
    select d.id, d.parent_id from "sm_ai_training"."datasets" d where d.id = new.dataset_id
    union
    select d.id, d.parent_id from "sm_ai_training"."datasets" d join up on d.id = up.parent_id
  )
  select array_agg(up.id) into line from up;
  perform from "sm_ai_training"."datasets" p where p.id = any (line) order by p.id for share of p;
  if exists (select from "sm_ai_training"."dataset_subjects" s
    where s.dataset_id = any (line) and s.excluded_at is not null) then
    raise exception 'a subject of the dataset was excluded' using errcode = 'AV304',
      hint = 'Make a dataset without them.';
  end if;
  return new;
end$body$;
create or replace function "sm_ai_training"."jobs_emit"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.dataset_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'SUCCEEDED') is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'TrainingJob', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'TrainingJob', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TrainingSucceeded', 'TrainingCancelled'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('jobId', n."id", 'datasetId', n."dataset_id")
        when 2 then jsonb_build_object('jobId', n."id", 'datasetId', n."dataset_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.dataset_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'SUCCEEDED') is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from new_rows) n
        join (select *, (status = 'SUCCEEDED') is true as "holds 0", (status = 'CANCELLED') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'TrainingJob', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_ai_training"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'TrainingJob', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TrainingSucceeded', 'TrainingCancelled'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('jobId', n."id", 'datasetId', n."dataset_id")
        when 2 then jsonb_build_object('jobId', n."id", 'datasetId', n."dataset_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."jobs_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_training"."jobs_states"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'QUEUED' then array['RUNNING', 'CANCELLED']::text[] when 'RUNNING' then array['SUCCEEDED', 'FAILED', 'CANCELLED']::text[] when 'SUCCEEDED' then array[]::text[] when 'FAILED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'jobs', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'RUNNING' and (
    case tg_op when 'INSERT' then new.started_at is null
    else new.status is distinct from old.status and new.started_at is not distinct from old.started_at end
  ) then
    new.started_at := acervo.now();
  end if;
  if new.status = 'SUCCEEDED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'FAILED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'CANCELLED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_ai_training"."jobs_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_training"."jobs_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_ai_training", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['QUEUED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'jobs', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: QUEUED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."evaluations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_ai_training"."evaluations_while"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_ai_training"."jobs" p
    where p.id in (select r.job_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_ai_training"."jobs" p on p.id = r.job_id where (p.status = 'SUCCEEDED') is not true) then
      raise exception using errcode = 'AV304', message = 'only what came out is judged', table = 'evaluations';
    end if;
  else
    perform from "sm_ai_training"."jobs" p
    where p.id in (select r.job_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.job_id is distinct from o.job_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.job_id is distinct from o.job_id) r join "sm_ai_training"."jobs" p on p.id = r.job_id where (p.status = 'SUCCEEDED') is not true) then
      raise exception using errcode = 'AV304', message = 'only what came out is judged', table = 'evaluations';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_ai_training"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_ai_training", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_ai_training"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_ai_training", pg_temp as $body$
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
  update "sm_ai_training"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_ai_training"."datasets" referencing new table as new_rows for each statement execute function "sm_ai_training"."datasets_audit"();
create or replace trigger "audit_update" after update on "sm_ai_training"."datasets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."datasets_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_training"."datasets" referencing old table as old_rows for each statement execute function "sm_ai_training"."datasets_audit"();
create or replace trigger "keep" before truncate on "sm_ai_training"."datasets" for each statement execute function "sm_ai_training"."datasets_keep"();
create or replace trigger "touch" before update on "sm_ai_training"."datasets" for each row execute function "sm_ai_training"."datasets_touch"();
create or replace trigger "audit_insert" after insert on "sm_ai_training"."dataset_subjects" referencing new table as new_rows for each statement execute function "sm_ai_training"."dataset_subjects_audit"();
create or replace trigger "audit_update" after update on "sm_ai_training"."dataset_subjects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_training"."dataset_subjects" referencing old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_audit"();
create or replace trigger "count_subject_count_insert" after insert on "sm_ai_training"."dataset_subjects" referencing new table as new_rows for each statement execute function "sm_ai_training"."dataset_subjects_count_subject_count"();
create or replace trigger "count_subject_count_update" after update on "sm_ai_training"."dataset_subjects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_count_subject_count"();
create or replace trigger "count_subject_count_delete" after delete on "sm_ai_training"."dataset_subjects" referencing old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_count_subject_count"();
create or replace trigger "emit_insert" after insert on "sm_ai_training"."dataset_subjects" referencing new table as new_rows for each statement execute function "sm_ai_training"."dataset_subjects_emit"();
create or replace trigger "emit_update" after update on "sm_ai_training"."dataset_subjects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_emit"();
create or replace trigger "frozen_update" after update on "sm_ai_training"."dataset_subjects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_ai_training"."dataset_subjects" referencing old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_frozen"();
create or replace trigger "keep" before truncate on "sm_ai_training"."dataset_subjects" for each statement execute function "sm_ai_training"."dataset_subjects_keep"();
create or replace trigger "stop_insert" after insert on "sm_ai_training"."dataset_subjects" referencing new table as new_rows for each statement execute function "sm_ai_training"."dataset_subjects_stop"();
create or replace trigger "stop_update" after update on "sm_ai_training"."dataset_subjects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_stop"();
create or replace trigger "touch" before update on "sm_ai_training"."dataset_subjects" for each row execute function "sm_ai_training"."dataset_subjects_touch"();
create or replace trigger "while_insert" after insert on "sm_ai_training"."dataset_subjects" referencing new table as new_rows for each statement execute function "sm_ai_training"."dataset_subjects_while"();
create or replace trigger "while_update" after update on "sm_ai_training"."dataset_subjects" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."dataset_subjects_while"();
create or replace trigger "audit_insert" after insert on "sm_ai_training"."jobs" referencing new table as new_rows for each statement execute function "sm_ai_training"."jobs_audit"();
create or replace trigger "audit_update" after update on "sm_ai_training"."jobs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."jobs_audit"();
create or replace trigger "audit_delete" after delete on "sm_ai_training"."jobs" referencing old table as old_rows for each statement execute function "sm_ai_training"."jobs_audit"();
create or replace trigger "clean_insert" before insert on "sm_ai_training"."jobs" for each row execute function "sm_ai_training"."jobs_clean"();
create or replace trigger "clean_update" before update on "sm_ai_training"."jobs" for each row execute function "sm_ai_training"."jobs_clean"();
create or replace trigger "emit_insert" after insert on "sm_ai_training"."jobs" referencing new table as new_rows for each statement execute function "sm_ai_training"."jobs_emit"();
create or replace trigger "emit_update" after update on "sm_ai_training"."jobs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."jobs_emit"();
create or replace trigger "keep" before truncate on "sm_ai_training"."jobs" for each statement execute function "sm_ai_training"."jobs_keep"();
create or replace trigger "states_update" before update on "sm_ai_training"."jobs" for each row execute function "sm_ai_training"."jobs_states"();
create or replace trigger "states_insert" before insert on "sm_ai_training"."jobs" for each row execute function "sm_ai_training"."jobs_states"();
create or replace trigger "touch" before update on "sm_ai_training"."jobs" for each row execute function "sm_ai_training"."jobs_touch"();
create or replace trigger "transitions_insert" after insert on "sm_ai_training"."jobs" referencing new table as new_rows for each statement execute function "sm_ai_training"."jobs_transitions"();
create or replace trigger "touch" before update on "sm_ai_training"."evaluations" for each row execute function "sm_ai_training"."evaluations_touch"();
create or replace trigger "while_insert" after insert on "sm_ai_training"."evaluations" referencing new table as new_rows for each statement execute function "sm_ai_training"."evaluations_while"();
create or replace trigger "while_update" after update on "sm_ai_training"."evaluations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_ai_training"."evaluations_while"();
create or replace trigger "keep" before truncate on "sm_ai_training"."audit_events" for each statement execute function "sm_ai_training"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_ai_training"."outbox_events" referencing new table as new_rows for each statement execute function "sm_ai_training"."outbox_events_number"();
alter table "sm_ai_training"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_ai_training"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_ai_training"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "parent_id", "source", "purpose", "digest", "personal"), update ("purpose"), delete on "sm_ai_training"."datasets" to acervo_app;
grant select, insert ("id", "name", "parent_id", "source", "purpose", "digest", "personal"), update ("purpose"), delete on "sm_ai_training"."datasets" to acervo_worker;
grant select ("id", "name", "parent_id", "source", "purpose", "digest", "personal", "subject_count", "created_at", "updated_at") on "sm_ai_training"."datasets" to acervo_readonly;
grant select, insert ("id", "dataset_id", "party_id", "basis", "consent_id", "excluded_at", "excluded_reason"), update ("excluded_at", "excluded_reason") on "sm_ai_training"."dataset_subjects" to acervo_app;
grant select, insert ("id", "dataset_id", "party_id", "basis", "consent_id", "excluded_at", "excluded_reason"), update ("excluded_at", "excluded_reason") on "sm_ai_training"."dataset_subjects" to acervo_worker;
grant select on "sm_ai_training"."dataset_subjects" to acervo_readonly;
grant select, insert ("id", "dataset_id", "base_model_version_id", "name", "parameters", "status", "started_at", "ended_at", "error", "result_model_version_id"), update ("status", "started_at", "ended_at", "error", "result_model_version_id"), delete on "sm_ai_training"."jobs" to acervo_app;
grant select, insert ("id", "dataset_id", "base_model_version_id", "name", "parameters", "status", "started_at", "ended_at", "error", "result_model_version_id"), update ("status", "started_at", "ended_at", "error", "result_model_version_id"), delete on "sm_ai_training"."jobs" to acervo_worker;
grant select on "sm_ai_training"."jobs" to acervo_readonly;
grant select, insert ("id", "job_id", "suite", "measure", "score", "samples") on "sm_ai_training"."evaluations" to acervo_app;
grant select, insert ("id", "job_id", "suite", "measure", "score", "samples") on "sm_ai_training"."evaluations" to acervo_worker;
grant select on "sm_ai_training"."evaluations" to acervo_readonly;
grant select on "sm_ai_training"."audit_events" to acervo_app;
grant select on "sm_ai_training"."audit_events" to acervo_worker;
grant select on "sm_ai_training"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_training"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_ai_training"."outbox_events" to acervo_worker;
grant select on "sm_ai_training"."outbox_events" to acervo_readonly;
set local role none;
