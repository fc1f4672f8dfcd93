-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 0c411df6289af1c354d940877be049307488f34f10def354d16fdfe3fa4eb113

-- step: create soriano_ecliente with 9 tables
-- locks: none
set local search_path to "soriano_ecliente", acervo, pg_temp;
create schema if not exists "soriano_ecliente" authorization acervo_owner;
grant usage on schema "soriano_ecliente" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "soriano_ecliente"."portal_accounts" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "user_id" uuid not null,
  "relation" text collate "C" default 'SELF' not null,
  "status" text collate "C" default 'INVITED' not null,
  "activated_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "portal_accounts_pkey" primary key ("id"),
  constraint "portal_accounts_party_id_key" unique ("party_id", "id"),
  constraint "portal_accounts_user_id_key" unique ("party_id", "user_id"),
  constraint "portal_accounts_relation_check" check ("relation" in ('SELF', 'GUARDIAN', 'REPRESENTATIVE')),
  constraint "portal_accounts_status_check" check ("status" in ('INVITED', 'ACTIVE', 'BLOCKED', 'CLOSED'))
);
create table "soriano_ecliente"."portal_requests" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "account_id" uuid,
  "kind" text collate "C" not null,
  "subject" varchar(200) collate "C" not null,
  "body" text collate "C" not null,
  "status" text collate "C" default 'OPEN' not null,
  "answer" text collate "C",
  "resolved_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(subject, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(body, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(answer, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "portal_requests_pkey" primary key ("id"),
  constraint "portal_requests_party_id_key" unique ("party_id", "id"),
  constraint "portal_requests_kind_check" check ("kind" in ('QUESTION', 'DOCUMENT', 'CHANGE', 'CLAIM', 'CANCELLATION', 'COMPLAINT', 'PRIVACY')),
  constraint "portal_requests_status_check" check ("status" in ('OPEN', 'IN_PROGRESS', 'RESOLVED', 'REJECTED')),
  constraint "portal_requests_answered_check" check (status not in ('RESOLVED', 'REJECTED') or answer is not null)
);
create table "soriano_ecliente"."portal_consents" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "purpose" text collate "C" not null,
  "channel" text collate "C" not null,
  "is_given" boolean not null,
  "text_version" varchar(40) collate "C" not null,
  "evidence" jsonb default '{}'::jsonb not null,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "portal_consents_pkey" primary key ("id"),
  constraint "portal_consents_party_id_key" unique ("party_id", "id"),
  constraint "portal_consents_purpose_channel_recorded_at_key" unique ("party_id", "purpose", "channel", "recorded_at"),
  constraint "portal_consents_purpose_check" check ("purpose" in ('MARKETING', 'PROFILING', 'THIRD_PARTIES', 'HEALTH_DATA', 'BIOMETRICS')),
  constraint "portal_consents_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST', 'ANY'))
);
create table "soriano_ecliente"."merged_parties" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "into_id" uuid not null,
  "merged_at" timestamptz(6) not null,
  constraint "merged_parties_pkey" primary key ("id"),
  constraint "merged_parties_party_id_key" unique ("party_id"),
  constraint "merged_parties_not_itself_check" check (party_id <> into_id)
);
create table "soriano_ecliente"."audit_events" (
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
create table "soriano_ecliente"."audit_details" (
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
create table "soriano_ecliente"."inbox_events" (
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
create table "soriano_ecliente"."outbox_events" (
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
create index "portal_requests_status_created_at_idx" on "soriano_ecliente"."portal_requests" ("status", "created_at");
create index "portal_requests_search_vector_gin_idx" on "soriano_ecliente"."portal_requests" using gin ("search_vector");
create index "portal_requests_account_id_idx" on "soriano_ecliente"."portal_requests" ("account_id", "party_id");
create index "portal_consents_purpose_channel_recorded_at_idx" on "soriano_ecliente"."portal_consents" ("purpose", "channel", "recorded_at" desc);
create index "merged_parties_into_id_idx" on "soriano_ecliente"."merged_parties" ("into_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "soriano_ecliente"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "soriano_ecliente"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "soriano_ecliente"."audit_details" ("subject");
create index "inbox_events_received_at_idx" on "soriano_ecliente"."inbox_events" ("received_at") where status <> 'APPLIED';
create index "outbox_events_available_at_id_idx" on "soriano_ecliente"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "soriano_ecliente"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "soriano_ecliente"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "soriano_ecliente"."portal_requests" add constraint "portal_requests_account_id_fkey" foreign key ("account_id", "party_id") references "soriano_ecliente"."portal_accounts" ("id", "party_id") on delete restrict;
create or replace function "soriano_ecliente"."portal_accounts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'portal_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."party_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."user_id" as "userId", n."relation" as "relation", n."status" as "status", to_char(n."activated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "activatedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'portal_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."party_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."user_id" as "userId", o."relation" as "relation", o."status" as "status", to_char(o."activated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "activatedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'portal_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."party_id", o."party_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."user_id" as "userId", o."relation" as "relation", o."status" as "status", to_char(o."activated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "activatedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."user_id" as "userId", n."relation" as "relation", n."status" as "status", to_char(n."activated_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "activatedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."relation" is distinct from n."relation") then 'relation' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."activated_at" is distinct from n."activated_at") then 'activatedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "soriano_ecliente"."portal_accounts_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_ecliente"."portal_accounts_states"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'INVITED' then array['ACTIVE', 'CLOSED']::text[] when 'ACTIVE' then array['BLOCKED', 'CLOSED']::text[] when 'BLOCKED' then array['ACTIVE', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'portal_accounts', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'ACTIVE' and (
    case tg_op when 'INSERT' then new.activated_at is null
    else new.status is distinct from old.status and new.activated_at is not distinct from old.activated_at end
  ) then
    new.activated_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "soriano_ecliente"."portal_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "soriano_ecliente"."portal_requests_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, came as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."party_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."account_id" as "accountId", n."kind" as "kind", n."status" as "status", to_char(n."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt") r) as came,
        (select to_jsonb(r) from (select n."subject" as "subject", n."body" as "body", n."answer" as "answer") r) as came_apart,
        nullif(array_remove(array[case when n."subject" is not null then 'subject' end, case when n."body" is not null then 'body' end, case when n."answer" is not null then 'answer' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "soriano_ecliente"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'portal_requests', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'portal_requests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_requests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."party_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."account_id" as "accountId", o."kind" as "kind", o."status" as "status", to_char(o."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt") r) as gone,
        (select to_jsonb(r) from (select o."subject" as "subject", o."body" as "body", o."answer" as "answer") r) as gone_apart,
        nullif(array_remove(array[case when o."subject" is not null then 'subject' end, case when o."body" is not null then 'body' end, case when o."answer" is not null then 'answer' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "soriano_ecliente"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'portal_requests', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'portal_requests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_requests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."party_id", o."party_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."account_id" as "accountId", o."kind" as "kind", o."status" as "status", to_char(o."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."account_id" as "accountId", n."kind" as "kind", n."status" as "status", to_char(n."resolved_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "resolvedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."account_id" is distinct from n."account_id") then 'accountId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."resolved_at" is distinct from n."resolved_at") then 'resolvedAt' end] as same,
        (select to_jsonb(r) from (select o."subject" as "subject", o."body" as "body", o."answer" as "answer") r) as gone_apart, (select to_jsonb(r) from (select n."subject" as "subject", n."body" as "body", n."answer" as "answer") r) as came_apart, array[case when not (o."subject" is distinct from n."subject") then 'subject' end, case when not (o."body" is distinct from n."body") then 'body' end, case when not (o."answer" is distinct from n."answer") then 'answer' end] as same_apart,
        nullif(array_remove(array[case when o."subject" is distinct from n."subject" then 'subject' end, case when o."body" is distinct from n."body" then 'body' end, case when o."answer" is distinct from n."answer" then 'answer' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "soriano_ecliente"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'portal_requests', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'portal_requests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_requests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "soriano_ecliente"."portal_requests_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_ecliente"."portal_requests_states"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['IN_PROGRESS', 'RESOLVED', 'REJECTED']::text[] when 'IN_PROGRESS' then array['RESOLVED', 'REJECTED']::text[] when 'RESOLVED' then array[]::text[] when 'REJECTED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'portal_requests', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'RESOLVED' and (
    case tg_op when 'INSERT' then new.resolved_at is null
    else new.status is distinct from old.status and new.resolved_at is not distinct from old.resolved_at end
  ) then
    new.resolved_at := acervo.now();
  end if;
  if new.status = 'REJECTED' and (
    case tg_op when 'INSERT' then new.resolved_at is null
    else new.status is distinct from old.status and new.resolved_at is not distinct from old.resolved_at end
  ) then
    new.resolved_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "soriano_ecliente"."portal_requests_touch"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "soriano_ecliente"."portal_requests_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_ecliente", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'portal_requests', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "soriano_ecliente"."portal_consents_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."party_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."purpose" as "purpose", n."channel" as "channel", n."is_given" as "isGiven", n."text_version" as "textVersion", n."evidence" as "evidence", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came_apart,
        null::text[] as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "soriano_ecliente"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'portal_consents', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'portal_consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  elsif tg_op = 'DELETE' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        gone_apart as before_apart, null::jsonb as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."party_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."purpose" as "purpose", o."channel" as "channel", o."is_given" as "isGiven", o."text_version" as "textVersion", o."evidence" as "evidence", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone_apart,
        null::text[] as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "soriano_ecliente"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'portal_consents', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'portal_consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  else
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        gone_apart - same_apart as before_apart, came_apart - same_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."party_id", o."party_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."purpose" as "purpose", o."channel" as "channel", o."is_given" as "isGiven", o."text_version" as "textVersion", o."evidence" as "evidence", to_char(o."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."purpose" as "purpose", n."channel" as "channel", n."is_given" as "isGiven", n."text_version" as "textVersion", n."evidence" as "evidence", to_char(n."recorded_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."is_given" is distinct from n."is_given") then 'isGiven' end, case when not (o."text_version" is distinct from n."text_version") then 'textVersion' end, case when not (o."evidence" is distinct from n."evidence") then 'evidence' end, case when not (o."recorded_at" is distinct from n."recorded_at") then 'recordedAt' end] as same_apart,
        null::text[] as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "soriano_ecliente"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'portal_consents', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_ecliente"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'portal_consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('portal_consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "soriano_ecliente"."portal_consents_emit"() returns trigger language plpgsql security definer
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.party_id, n.purpose, n.channel, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (is_given) is true as "holds 0", (not is_given) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'PortalConsent', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "soriano_ecliente"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'PortalConsent', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ConsentGiven', 'ConsentWithdrawn'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."party_id", 'purpose', n."purpose", 'channel', n."channel")
        when 2 then jsonb_build_object('partyId', n."party_id", 'purpose', n."purpose", 'channel', n."channel") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.party_id, n.purpose, n.channel, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (is_given) is true as "holds 0", (not is_given) is true as "holds 1" from new_rows) n
        join (select *, (is_given) is true as "holds 0", (not is_given) is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'PortalConsent', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "soriano_ecliente"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'PortalConsent', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ConsentGiven', 'ConsentWithdrawn'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."party_id", 'purpose', n."purpose", 'channel', n."channel")
        when 2 then jsonb_build_object('partyId', n."party_id", 'purpose', n."purpose", 'channel', n."channel") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "soriano_ecliente"."portal_consents_frozen"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'a consent is taken back by another row';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a consent is taken back by another row';
  end if;
  return null;
end$body$;
create or replace function "soriano_ecliente"."portal_consents_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_ecliente"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_ecliente"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_ecliente", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_ecliente"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "soriano_ecliente", pg_temp as $body$
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
  update "soriano_ecliente"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "soriano_ecliente"."portal_accounts" referencing new table as new_rows for each statement execute function "soriano_ecliente"."portal_accounts_audit"();
create or replace trigger "audit_update" after update on "soriano_ecliente"."portal_accounts" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_ecliente"."portal_accounts_audit"();
create or replace trigger "audit_delete" after delete on "soriano_ecliente"."portal_accounts" referencing old table as old_rows for each statement execute function "soriano_ecliente"."portal_accounts_audit"();
create or replace trigger "keep" before truncate on "soriano_ecliente"."portal_accounts" for each statement execute function "soriano_ecliente"."portal_accounts_keep"();
create or replace trigger "states_update" before update on "soriano_ecliente"."portal_accounts" for each row execute function "soriano_ecliente"."portal_accounts_states"();
create or replace trigger "states_insert" before insert on "soriano_ecliente"."portal_accounts" for each row execute function "soriano_ecliente"."portal_accounts_states"();
create or replace trigger "touch" before update on "soriano_ecliente"."portal_accounts" for each row execute function "soriano_ecliente"."portal_accounts_touch"();
create or replace trigger "audit_insert" after insert on "soriano_ecliente"."portal_requests" referencing new table as new_rows for each statement execute function "soriano_ecliente"."portal_requests_audit"();
create or replace trigger "audit_update" after update on "soriano_ecliente"."portal_requests" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_ecliente"."portal_requests_audit"();
create or replace trigger "audit_delete" after delete on "soriano_ecliente"."portal_requests" referencing old table as old_rows for each statement execute function "soriano_ecliente"."portal_requests_audit"();
create or replace trigger "keep" before truncate on "soriano_ecliente"."portal_requests" for each statement execute function "soriano_ecliente"."portal_requests_keep"();
create or replace trigger "states_update" before update on "soriano_ecliente"."portal_requests" for each row execute function "soriano_ecliente"."portal_requests_states"();
create or replace trigger "states_insert" before insert on "soriano_ecliente"."portal_requests" for each row execute function "soriano_ecliente"."portal_requests_states"();
create or replace trigger "touch" before update on "soriano_ecliente"."portal_requests" for each row execute function "soriano_ecliente"."portal_requests_touch"();
create or replace trigger "transitions_insert" after insert on "soriano_ecliente"."portal_requests" referencing new table as new_rows for each statement execute function "soriano_ecliente"."portal_requests_transitions"();
create or replace trigger "audit_insert" after insert on "soriano_ecliente"."portal_consents" referencing new table as new_rows for each statement execute function "soriano_ecliente"."portal_consents_audit"();
create or replace trigger "audit_update" after update on "soriano_ecliente"."portal_consents" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_ecliente"."portal_consents_audit"();
create or replace trigger "audit_delete" after delete on "soriano_ecliente"."portal_consents" referencing old table as old_rows for each statement execute function "soriano_ecliente"."portal_consents_audit"();
create or replace trigger "emit_insert" after insert on "soriano_ecliente"."portal_consents" referencing new table as new_rows for each statement execute function "soriano_ecliente"."portal_consents_emit"();
create or replace trigger "emit_update" after update on "soriano_ecliente"."portal_consents" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_ecliente"."portal_consents_emit"();
create or replace trigger "frozen_update" after update on "soriano_ecliente"."portal_consents" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_ecliente"."portal_consents_frozen"();
create or replace trigger "frozen_delete" after delete on "soriano_ecliente"."portal_consents" referencing old table as old_rows for each statement execute function "soriano_ecliente"."portal_consents_frozen"();
create or replace trigger "keep" before truncate on "soriano_ecliente"."portal_consents" for each statement execute function "soriano_ecliente"."portal_consents_keep"();
create or replace trigger "keep" before truncate on "soriano_ecliente"."audit_events" for each statement execute function "soriano_ecliente"."audit_events_keep"();
create or replace trigger "keep" before truncate on "soriano_ecliente"."audit_details" for each statement execute function "soriano_ecliente"."audit_details_keep"();
create or replace trigger "number" after insert on "soriano_ecliente"."outbox_events" referencing new table as new_rows for each statement execute function "soriano_ecliente"."outbox_events_number"();
alter table "soriano_ecliente"."portal_accounts" enable row level security, force row level security;
create policy "rows" on "soriano_ecliente"."portal_accounts" as permissive for all to public using (true) with check (true);
create policy "tenant" on "soriano_ecliente"."portal_accounts" as restrictive for all to public using (party_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (party_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "soriano_ecliente"."portal_requests" enable row level security, force row level security;
create policy "rows" on "soriano_ecliente"."portal_requests" as permissive for all to public using (true) with check (true);
create policy "tenant" on "soriano_ecliente"."portal_requests" as restrictive for all to public using (party_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (party_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "soriano_ecliente"."portal_consents" enable row level security, force row level security;
create policy "rows" on "soriano_ecliente"."portal_consents" as permissive for all to public using (true) with check (true);
create policy "tenant" on "soriano_ecliente"."portal_consents" as restrictive for all to public using (party_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (party_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "soriano_ecliente"."audit_events" enable row level security, force row level security;
create policy "added" on "soriano_ecliente"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "soriano_ecliente"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "soriano_ecliente"."audit_details" enable row level security, force row level security;
create policy "added" on "soriano_ecliente"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "soriano_ecliente"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "soriano_ecliente"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "user_id", "relation", "status", "activated_at"), update ("relation", "status", "activated_at"), delete on "soriano_ecliente"."portal_accounts" to acervo_app;
grant select, insert ("id", "party_id", "user_id", "relation", "status", "activated_at"), update ("relation", "status", "activated_at"), delete on "soriano_ecliente"."portal_accounts" to acervo_worker;
grant select on "soriano_ecliente"."portal_accounts" to acervo_readonly;
grant select, insert ("id", "party_id", "account_id", "kind", "subject", "body", "status", "answer", "resolved_at"), update ("kind", "subject", "body", "status", "answer", "resolved_at"), delete on "soriano_ecliente"."portal_requests" to acervo_app;
grant select, insert ("id", "party_id", "account_id", "kind", "subject", "body", "status", "answer", "resolved_at"), update ("kind", "subject", "body", "status", "answer", "resolved_at"), delete on "soriano_ecliente"."portal_requests" to acervo_worker;
grant select ("id", "party_id", "account_id", "kind", "subject", "body", "status", "answer", "resolved_at", "created_at", "updated_at") on "soriano_ecliente"."portal_requests" to acervo_readonly;
grant select, insert ("id", "party_id", "purpose", "channel", "is_given", "text_version", "evidence", "recorded_at") on "soriano_ecliente"."portal_consents" to acervo_app;
grant select, insert ("id", "party_id", "purpose", "channel", "is_given", "text_version", "evidence", "recorded_at") on "soriano_ecliente"."portal_consents" to acervo_worker;
grant select on "soriano_ecliente"."portal_consents" to acervo_readonly;
grant select, insert ("id", "party_id", "into_id", "merged_at"), delete on "soriano_ecliente"."merged_parties" to acervo_app;
grant select, insert ("id", "party_id", "into_id", "merged_at"), delete on "soriano_ecliente"."merged_parties" to acervo_worker;
grant select on "soriano_ecliente"."merged_parties" to acervo_readonly;
grant select on "soriano_ecliente"."audit_events" to acervo_app;
grant select on "soriano_ecliente"."audit_events" to acervo_worker;
grant select on "soriano_ecliente"."audit_events" to acervo_readonly;
grant select on "soriano_ecliente"."audit_details" to acervo_app;
grant select, delete on "soriano_ecliente"."audit_details" to acervo_worker;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "soriano_ecliente"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "soriano_ecliente"."inbox_events" to acervo_worker;
grant select on "soriano_ecliente"."inbox_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "soriano_ecliente"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "soriano_ecliente"."outbox_events" to acervo_worker;
grant select on "soriano_ecliente"."outbox_events" to acervo_readonly;
create view "soriano_ecliente"."party_roots" with (security_invoker = true) as
with recursive way as (
     select party_id, into_id, 1 as steps from "soriano_ecliente"."merged_parties"
     union all
     select w.party_id, m.into_id, w.steps + 1 from way w
       join "soriano_ecliente"."merged_parties" m on m.party_id = w.into_id where w.steps < 32
   )
   select distinct on (party_id) party_id, into_id as root_id from way order by party_id, steps desc;
grant select on "soriano_ecliente"."party_roots" to acervo_app;
grant select on "soriano_ecliente"."party_roots" to acervo_worker;
grant select on "soriano_ecliente"."party_roots" to acervo_readonly;
set local role none;
