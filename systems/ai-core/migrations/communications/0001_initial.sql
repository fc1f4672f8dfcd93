-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 784d8077c97a2a2e178222ed8196fb3c8ae6a9040532db7586f77a21ce908efd

-- step: create sm_communications with 8 tables
-- locks: none
set local search_path to "sm_communications", acervo, pg_temp;
create schema if not exists "sm_communications" authorization acervo_owner;
grant usage on schema "sm_communications" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_communications"."contact_points" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "channel" text collate "C" not null,
  "address" varchar(320) collate "C" not null,
  "preferred" boolean default false not null,
  "verified_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "contact_points_pkey" primary key ("id"),
  constraint "contact_points_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST')),
  constraint "contact_points_address_check" check (case channel
        when 'EMAIL' then address = lower(address) and address like '%_@_%._%'
        when 'POST' then true
        else address ~ '^[+][1-9][0-9]{6,14}$'
      end)
);
create table "sm_communications"."consents" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "channel" text collate "C" not null,
  "purpose" text collate "C" not null,
  "sequence" integer not null,
  "decision" text collate "C" not null,
  "policy_version" varchar(60) collate "C",
  "source" varchar(120) collate "C" not null,
  "evidence" jsonb,
  "decided_at" timestamptz(6) default acervo.now() not null,
  constraint "consents_pkey" primary key ("id"),
  constraint "consents_party_id_channel_purpose_sequence_key" unique ("party_id", "channel", "purpose", "sequence"),
  constraint "consents_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST')),
  constraint "consents_purpose_check" check ("purpose" in ('SERVICE', 'MARKETING', 'SURVEY', 'LEGAL')),
  constraint "consents_decision_check" check ("decision" in ('GRANTED', 'WITHDRAWN')),
  constraint "consents_granted_check" check (decision = 'WITHDRAWN' or policy_version is not null)
);
create table "sm_communications"."conversations" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "channel" text collate "C" not null,
  "subject" varchar(300) collate "C" not null,
  "status" text collate "C" default 'OPEN' not null,
  "assignee_id" uuid,
  "snoozed_until" timestamptz(6),
  "closed_at" timestamptz(6),
  "message_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(subject, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "conversations_pkey" primary key ("id"),
  constraint "conversations_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST')),
  constraint "conversations_status_check" check ("status" in ('OPEN', 'SNOOZED', 'CLOSED')),
  constraint "conversations_snoozed_check" check ((status = 'SNOOZED') = (snoozed_until is not null))
);
create table "sm_communications"."messages" (
  "id" uuid default acervo.uuid7() not null,
  "conversation_id" uuid not null,
  "party_id" uuid not null,
  "channel" text collate "C" not null,
  "direction" text collate "C" not null,
  "purpose" text collate "C" default 'SERVICE' not null,
  "author" text collate "C" not null,
  "body" bytea,
  "external_key" varchar(200) collate "C",
  "said_at" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "messages_pkey" primary key ("id"),
  constraint "messages_channel_external_key_key" unique ("channel", "external_key"),
  constraint "messages_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST')),
  constraint "messages_direction_check" check ("direction" in ('INBOUND', 'OUTBOUND')),
  constraint "messages_purpose_check" check ("purpose" in ('SERVICE', 'MARKETING', 'SURVEY', 'LEGAL')),
  constraint "messages_author_check" check ("author" in ('PARTY', 'STAFF', 'AGENT', 'SYSTEM'))
);
create table "sm_communications"."audit_events" (
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
create table "sm_communications"."audit_details" (
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
create table "sm_communications"."outbox_events" (
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
create unique index "contact_points_party_id_channel_address_key" on "sm_communications"."contact_points" ("party_id", "channel", "address") where (deleted_at is null);
create unique index "contact_points_preferred_key" on "sm_communications"."contact_points" ("party_id", "channel") where (deleted_at is null) and (preferred);
create index "contact_points_channel_address_idx" on "sm_communications"."contact_points" ("channel", "address");
create index "conversations_party_id_created_at_idx" on "sm_communications"."conversations" ("party_id", "created_at" desc);
create index "conversations_status_assignee_id_idx" on "sm_communications"."conversations" ("status", "assignee_id");
create index "conversations_search_vector_gin_idx" on "sm_communications"."conversations" using gin ("search_vector");
create index "messages_conversation_id_said_at_idx" on "sm_communications"."messages" ("conversation_id", "said_at");
create index "messages_party_id_said_at_idx" on "sm_communications"."messages" ("party_id", "said_at" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_communications"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_communications"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_communications"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_communications"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_communications"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_communications"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_communications"."messages" add constraint "messages_conversation_id_fkey" foreign key ("conversation_id") references "sm_communications"."conversations" ("id") on delete restrict;
create or replace function "sm_communications"."contact_points_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_communications", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."preferred" as "preferred", to_char(n."verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "verifiedAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."address" as "address") r) as came_apart,
        nullif(array_remove(array[case when n."address" is not null then 'address' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'contact_points', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'contact_points', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('contact_points')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."preferred" as "preferred", to_char(o."verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "verifiedAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."address" as "address") r) as gone_apart,
        nullif(array_remove(array[case when o."address" is not null then 'address' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'contact_points', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'contact_points', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('contact_points')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."preferred" as "preferred", to_char(o."verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "verifiedAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."preferred" as "preferred", to_char(n."verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "verifiedAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."preferred" is distinct from n."preferred") then 'preferred' end, case when not (o."verified_at" is distinct from n."verified_at") then 'verifiedAt' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."address" as "address") r) as gone_apart, (select to_jsonb(r) from (select n."address" as "address") r) as came_apart, array[case when not (o."address" is distinct from n."address") then 'address' end] as same_apart,
        nullif(array_remove(array[case when o."address" is distinct from n."address" then 'address' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'contact_points', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'contact_points', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('contact_points')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."contact_points_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_communications"."contact_points_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_communications"."consents_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_communications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."purpose" as "purpose", n."decision" as "decision", n."policy_version" as "policyVersion", n."source" as "source", n."evidence" as "evidence", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came_apart,
        null::text[] as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'consents', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."purpose" as "purpose", o."decision" as "decision", o."policy_version" as "policyVersion", o."source" as "source", o."evidence" as "evidence", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone_apart,
        null::text[] as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'consents', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."purpose" as "purpose", o."decision" as "decision", o."policy_version" as "policyVersion", o."source" as "source", o."evidence" as "evidence", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."purpose" as "purpose", n."decision" as "decision", n."policy_version" as "policyVersion", n."source" as "source", n."evidence" as "evidence", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."decision" is distinct from n."decision") then 'decision' end, case when not (o."policy_version" is distinct from n."policy_version") then 'policyVersion' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."evidence" is distinct from n."evidence") then 'evidence' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end] as same_apart,
        null::text[] as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'consents', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."consents_emit"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.party_id, n.channel, n.purpose, n.decision, n.sequence, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (decision = 'GRANTED') is true as "holds 0", (decision = 'WITHDRAWN') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Consent', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_communications"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Consent', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ConsentGranted', 'ConsentWithdrawn'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."party_id", 'channel', n."channel", 'purpose', n."purpose", 'decision', n."decision", 'sequence', n."sequence")
        when 2 then jsonb_build_object('partyId', n."party_id", 'channel', n."channel", 'purpose', n."purpose", 'decision', n."decision", 'sequence', n."sequence") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.party_id, n.channel, n.purpose, n.decision, n.sequence, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (decision = 'GRANTED') is true as "holds 0", (decision = 'WITHDRAWN') is true as "holds 1" from new_rows) n
        join (select *, (decision = 'GRANTED') is true as "holds 0", (decision = 'WITHDRAWN') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Consent', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_communications"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Consent', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ConsentGranted', 'ConsentWithdrawn'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."party_id", 'channel', n."channel", 'purpose', n."purpose", 'decision', n."decision", 'sequence', n."sequence")
        when 2 then jsonb_build_object('partyId', n."party_id", 'channel', n."channel", 'purpose', n."purpose", 'decision', n."decision", 'sequence', n."sequence") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."consents_enter"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
begin
  perform pg_advisory_xact_lock(hashtextextended('"sm_communications".consent:' || new.party_id || new.channel || new.purpose, 7411));
  new.sequence := 1 + coalesce((select max(r.sequence) from "sm_communications"."consents" r
    where r.party_id = new.party_id and r.channel = new.channel and r.purpose = new.purpose), 0);
  return new;
end$body$;
create or replace function "sm_communications"."consents_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_communications"."conversations_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_communications", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."status" as "status", n."assignee_id" as "assigneeId", to_char(n."snoozed_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "snoozedUntil", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."subject" as "subject") r) as came_apart,
        nullif(array_remove(array[case when n."subject" is not null then 'subject' end], null), '{}') as withheld, n."party_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'conversations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'conversations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('conversations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."status" as "status", o."assignee_id" as "assigneeId", to_char(o."snoozed_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "snoozedUntil", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."subject" as "subject") r) as gone_apart,
        nullif(array_remove(array[case when o."subject" is not null then 'subject' end], null), '{}') as withheld, o."party_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'conversations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'conversations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('conversations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."status" as "status", o."assignee_id" as "assigneeId", to_char(o."snoozed_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "snoozedUntil", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."status" as "status", n."assignee_id" as "assigneeId", to_char(n."snoozed_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "snoozedUntil", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."assignee_id" is distinct from n."assignee_id") then 'assigneeId' end, case when not (o."snoozed_until" is distinct from n."snoozed_until") then 'snoozedUntil' end, case when not (o."closed_at" is distinct from n."closed_at") then 'closedAt' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."subject" as "subject") r) as gone_apart, (select to_jsonb(r) from (select n."subject" as "subject") r) as came_apart, array[case when not (o."subject" is distinct from n."subject") then 'subject' end] as same_apart,
        nullif(array_remove(array[case when o."subject" is distinct from n."subject" then 'subject' end], null), '{}') as withheld, coalesce(n."party_id"::text, o."party_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_communications"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'conversations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'conversations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('conversations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."conversations_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_communications"."conversations_states"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['SNOOZED', 'CLOSED']::text[] when 'SNOOZED' then array['OPEN', 'CLOSED']::text[] when 'CLOSED' then array['OPEN']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'conversations', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'CLOSED' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_communications"."conversations_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_communications"."conversations_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_communications", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'conversations', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."messages_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_communications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."conversation_id" as "conversationId", n."party_id" as "partyId", n."channel" as "channel", n."direction" as "direction", n."purpose" as "purpose", n."author" as "author", n."external_key" as "externalKey", to_char(n."said_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "saidAt") r) as came,
        nullif(array_remove(array[case when n."body" is not null then 'body' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."conversation_id" as "conversationId", o."party_id" as "partyId", o."channel" as "channel", o."direction" as "direction", o."purpose" as "purpose", o."author" as "author", o."external_key" as "externalKey", to_char(o."said_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "saidAt") r) as gone,
        nullif(array_remove(array[case when o."body" is not null then 'body' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_communications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."conversation_id" as "conversationId", o."party_id" as "partyId", o."channel" as "channel", o."direction" as "direction", o."purpose" as "purpose", o."author" as "author", o."external_key" as "externalKey", to_char(o."said_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "saidAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."conversation_id" as "conversationId", n."party_id" as "partyId", n."channel" as "channel", n."direction" as "direction", n."purpose" as "purpose", n."author" as "author", n."external_key" as "externalKey", to_char(n."said_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "saidAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."conversation_id" is distinct from n."conversation_id") then 'conversationId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."direction" is distinct from n."direction") then 'direction' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."author" is distinct from n."author") then 'author' end, case when not (o."external_key" is distinct from n."external_key") then 'externalKey' end, case when not (o."said_at" is distinct from n."said_at") then 'saidAt' end] as same,
        nullif(array_remove(array[case when o."body" is distinct from n."body" then 'body' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."messages_consent"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
declare
  decision text;
begin
  if new.direction = 'INBOUND' or new.purpose = 'LEGAL' then
    return new;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock_shared(hashtextextended('"sm_communications".consent:' || new.party_id || new.channel || new.purpose, 7411));
  select c.decision into decision from "sm_communications"."consents" c
  where c.party_id = new.party_id and c.channel = new.channel and c.purpose = new.purpose
  order by c.sequence desc limit 1;
  if decision = 'WITHDRAWN' or (decision is null and new.purpose <> 'SERVICE') then
    raise exception 'there is no consent to this purpose over this channel' using errcode = 'AV304';
  end if;
  return new;
end$body$;
create or replace function "sm_communications"."messages_count_message_count"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_communications"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_communications"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_communications"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_communications"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_communications"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true) union all select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_communications"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true) union all select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."messages_emit"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.channel, n.direction, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Message', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_communications"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Message', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MessageWritten'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('messageId', n."id", 'partyId', n."party_id", 'channel', n."channel", 'direction', n."direction") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."messages_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_communications"."messages_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.body is not null and not exists (select from acervo.data_key k where k.id = substring(n.body from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.body is not null and not exists (select from acervo.data_key k where k.id = substring(n.body from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.body = n.body))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."messages_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_communications"."messages_while"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_communications"."conversations" p
    where p.id in (select r.conversation_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_communications"."conversations" p on p.id = r.conversation_id where (p.status <> 'CLOSED' and p.party_id = r.party_id and p.channel = r.channel) is not true) then
      raise exception using errcode = 'AV304', message = 'the conversation is closed or of another party', table = 'messages';
    end if;
  else
    perform from "sm_communications"."conversations" p
    where p.id in (select r.conversation_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.conversation_id is distinct from o.conversation_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.conversation_id is distinct from o.conversation_id) r join "sm_communications"."conversations" p on p.id = r.conversation_id where (p.status <> 'CLOSED' and p.party_id = r.party_id and p.channel = r.channel) is not true) then
      raise exception using errcode = 'AV304', message = 'the conversation is closed or of another party', table = 'messages';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_communications"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_communications"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_communications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_communications"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_communications", pg_temp as $body$
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
  update "sm_communications"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_communications"."contact_points" referencing new table as new_rows for each statement execute function "sm_communications"."contact_points_audit"();
create or replace trigger "audit_update" after update on "sm_communications"."contact_points" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."contact_points_audit"();
create or replace trigger "audit_delete" after delete on "sm_communications"."contact_points" referencing old table as old_rows for each statement execute function "sm_communications"."contact_points_audit"();
create or replace trigger "keep" before truncate on "sm_communications"."contact_points" for each statement execute function "sm_communications"."contact_points_keep"();
create or replace trigger "touch" before update on "sm_communications"."contact_points" for each row execute function "sm_communications"."contact_points_touch"();
create or replace trigger "audit_insert" after insert on "sm_communications"."consents" referencing new table as new_rows for each statement execute function "sm_communications"."consents_audit"();
create or replace trigger "audit_update" after update on "sm_communications"."consents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."consents_audit"();
create or replace trigger "audit_delete" after delete on "sm_communications"."consents" referencing old table as old_rows for each statement execute function "sm_communications"."consents_audit"();
create or replace trigger "emit_insert" after insert on "sm_communications"."consents" referencing new table as new_rows for each statement execute function "sm_communications"."consents_emit"();
create or replace trigger "emit_update" after update on "sm_communications"."consents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."consents_emit"();
create or replace trigger "enter" before insert on "sm_communications"."consents" for each row execute function "sm_communications"."consents_enter"();
create or replace trigger "keep" before truncate on "sm_communications"."consents" for each statement execute function "sm_communications"."consents_keep"();
create or replace trigger "audit_insert" after insert on "sm_communications"."conversations" referencing new table as new_rows for each statement execute function "sm_communications"."conversations_audit"();
create or replace trigger "audit_update" after update on "sm_communications"."conversations" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."conversations_audit"();
create or replace trigger "audit_delete" after delete on "sm_communications"."conversations" referencing old table as old_rows for each statement execute function "sm_communications"."conversations_audit"();
create or replace trigger "keep" before truncate on "sm_communications"."conversations" for each statement execute function "sm_communications"."conversations_keep"();
create or replace trigger "states_update" before update on "sm_communications"."conversations" for each row execute function "sm_communications"."conversations_states"();
create or replace trigger "states_insert" before insert on "sm_communications"."conversations" for each row execute function "sm_communications"."conversations_states"();
create or replace trigger "touch" before update on "sm_communications"."conversations" for each row execute function "sm_communications"."conversations_touch"();
create or replace trigger "transitions_insert" after insert on "sm_communications"."conversations" referencing new table as new_rows for each statement execute function "sm_communications"."conversations_transitions"();
create or replace trigger "audit_insert" after insert on "sm_communications"."messages" referencing new table as new_rows for each statement execute function "sm_communications"."messages_audit"();
create or replace trigger "audit_update" after update on "sm_communications"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."messages_audit"();
create or replace trigger "audit_delete" after delete on "sm_communications"."messages" referencing old table as old_rows for each statement execute function "sm_communications"."messages_audit"();
create or replace trigger "consent" before insert on "sm_communications"."messages" for each row execute function "sm_communications"."messages_consent"();
create or replace trigger "count_message_count_insert" after insert on "sm_communications"."messages" referencing new table as new_rows for each statement execute function "sm_communications"."messages_count_message_count"();
create or replace trigger "count_message_count_update" after update on "sm_communications"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."messages_count_message_count"();
create or replace trigger "count_message_count_delete" after delete on "sm_communications"."messages" referencing old table as old_rows for each statement execute function "sm_communications"."messages_count_message_count"();
create or replace trigger "emit_insert" after insert on "sm_communications"."messages" referencing new table as new_rows for each statement execute function "sm_communications"."messages_emit"();
create or replace trigger "emit_update" after update on "sm_communications"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."messages_emit"();
create or replace trigger "keep" before truncate on "sm_communications"."messages" for each statement execute function "sm_communications"."messages_keep"();
create or replace trigger "sealed_insert" after insert on "sm_communications"."messages" referencing new table as new_rows for each statement execute function "sm_communications"."messages_sealed"();
create or replace trigger "sealed_update" after update on "sm_communications"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."messages_sealed"();
create or replace trigger "touch" before update on "sm_communications"."messages" for each row execute function "sm_communications"."messages_touch"();
create or replace trigger "while_insert" after insert on "sm_communications"."messages" referencing new table as new_rows for each statement execute function "sm_communications"."messages_while"();
create or replace trigger "while_update" after update on "sm_communications"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_communications"."messages_while"();
create or replace trigger "keep" before truncate on "sm_communications"."audit_events" for each statement execute function "sm_communications"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_communications"."audit_details" for each statement execute function "sm_communications"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_communications"."outbox_events" referencing new table as new_rows for each statement execute function "sm_communications"."outbox_events_number"();
alter table "sm_communications"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_communications"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_communications"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_communications"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_communications"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_communications"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_communications"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "channel", "address", "preferred", "verified_at", "deleted_at"), update ("preferred", "verified_at", "deleted_at") on "sm_communications"."contact_points" to acervo_app;
grant select, insert ("id", "party_id", "channel", "address", "preferred", "verified_at", "deleted_at"), update ("preferred", "verified_at", "deleted_at") on "sm_communications"."contact_points" to acervo_worker;
grant select on "sm_communications"."contact_points" to acervo_readonly;
grant select, insert ("id", "party_id", "channel", "purpose", "decision", "policy_version", "source", "evidence", "decided_at") on "sm_communications"."consents" to acervo_app;
grant select, insert ("id", "party_id", "channel", "purpose", "decision", "policy_version", "source", "evidence", "decided_at") on "sm_communications"."consents" to acervo_worker;
grant select on "sm_communications"."consents" to acervo_readonly;
grant select, insert ("id", "party_id", "channel", "subject", "status", "assignee_id", "snoozed_until", "closed_at", "deleted_at"), update ("party_id", "subject", "status", "assignee_id", "snoozed_until", "closed_at", "deleted_at") on "sm_communications"."conversations" to acervo_app;
grant select, insert ("id", "party_id", "channel", "subject", "status", "assignee_id", "snoozed_until", "closed_at", "deleted_at"), update ("party_id", "subject", "status", "assignee_id", "snoozed_until", "closed_at", "deleted_at") on "sm_communications"."conversations" to acervo_worker;
grant select ("id", "party_id", "channel", "subject", "status", "assignee_id", "snoozed_until", "closed_at", "message_count", "created_at", "deleted_at", "updated_at") on "sm_communications"."conversations" to acervo_readonly;
grant select, insert ("id", "conversation_id", "party_id", "channel", "direction", "purpose", "author", "body", "external_key", "said_at") on "sm_communications"."messages" to acervo_app;
grant select, insert ("id", "conversation_id", "party_id", "channel", "direction", "purpose", "author", "body", "external_key", "said_at") on "sm_communications"."messages" to acervo_worker;
grant select on "sm_communications"."messages" to acervo_readonly;
grant select on "sm_communications"."audit_events" to acervo_app;
grant select on "sm_communications"."audit_events" to acervo_worker;
grant select on "sm_communications"."audit_events" to acervo_readonly;
grant select on "sm_communications"."audit_details" to acervo_app;
grant select, delete on "sm_communications"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_communications"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_communications"."outbox_events" to acervo_worker;
grant select on "sm_communications"."outbox_events" to acervo_readonly;
create view "sm_communications"."consent_states" with (security_invoker = true) as
select distinct on (c.party_id, c.channel, c.purpose)
     c.party_id, c.channel, c.purpose, c.decision, c.decided_at
   from "sm_communications"."consents" c
   order by c.party_id, c.channel, c.purpose, c.sequence desc;
grant select on "sm_communications"."consent_states" to acervo_app;
grant select on "sm_communications"."consent_states" to acervo_worker;
grant select on "sm_communications"."consent_states" to acervo_readonly;
set local role none;
