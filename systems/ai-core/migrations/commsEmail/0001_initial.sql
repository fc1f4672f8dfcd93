-- acervo: transactional
-- model: 8bd17cec8d1e59dc9db236deb766fc272466bfc2eb436ef0bd1bc2f9c8ea9255

-- step: create sm_comms_email with 9 tables
-- locks: none
set local search_path to "sm_comms_email", acervo, pg_temp;
create schema if not exists "sm_comms_email" authorization acervo_owner;
grant usage on schema "sm_comms_email" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_comms_email"."recipients" (
  "id" uuid default acervo.uuid7() not null,
  "address" varchar(320) collate "C" not null,
  "party_id" uuid,
  "time_zone" varchar(60) collate "C" default 'Europe/Madrid' not null,
  "locale" varchar(10) collate "C" default 'es' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "recipients_pkey" primary key ("id"),
  constraint "recipients_address_check" check (address = lower(address) and address ~ '^[^@[:space:]]+@[^@[:space:]]+[.][a-z]{2,}$'),
  constraint "recipients_time_zone_check" check (time_zone ~ '^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$')
);
create table "sm_comms_email"."messages" (
  "id" uuid default acervo.uuid7() not null,
  "idempotency_key" varchar(200) collate "C" not null,
  "recipient_id" uuid not null,
  "purpose" text collate "C" not null,
  "template" varchar(120) collate "C",
  "campaign_id" uuid,
  "body" bytea,
  "status" text collate "C" default 'QUEUED' not null,
  "due_at" timestamptz(6) default acervo.now() not null,
  "sent_at" timestamptz(6),
  "delivered_at" timestamptz(6),
  "read_at" timestamptz(6),
  "ended_at" timestamptz(6),
  "bounce_kind" text collate "C",
  "provider_message_id" varchar(200) collate "C",
  "attempts" integer default 0 not null,
  "last_error" text collate "C",
  "sender" varchar(320) collate "C" not null,
  "subject" varchar(400) collate "C" not null,
  "attachments" uuid[] default '{}' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "messages_pkey" primary key ("id"),
  constraint "messages_idempotency_key_key" unique ("idempotency_key"),
  constraint "messages_provider_message_id_key" unique ("provider_message_id"),
  constraint "messages_purpose_check" check ("purpose" in ('SERVICE', 'MARKETING', 'SURVEY', 'LEGAL')),
  constraint "messages_status_check" check ("status" in ('QUEUED', 'SENT', 'DELIVERED', 'READ', 'BOUNCED', 'FAILED', 'CANCELLED')),
  constraint "messages_bounce_kind_check" check ("bounce_kind" in ('HARD', 'SOFT')),
  constraint "messages_attempts_check" check (attempts >= 0),
  constraint "messages_bounce_check" check ((status = 'BOUNCED') = (bounce_kind is not null)),
  constraint "messages_sent_check" check (status not in ('SENT', 'DELIVERED', 'READ', 'BOUNCED') or sent_at is not null)
);
create table "sm_comms_email"."suppressions" (
  "id" uuid default acervo.uuid7() not null,
  "recipient_id" uuid not null,
  "reason" text collate "C" not null,
  "purpose" text collate "C",
  "evidence" text collate "C",
  "since" timestamptz(6) default acervo.now() not null,
  "lifted_at" timestamptz(6),
  "lifted_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "suppressions_pkey" primary key ("id"),
  constraint "suppressions_reason_check" check ("reason" in ('OPT_OUT', 'HARD_BOUNCE', 'COMPLAINT', 'ERASURE')),
  constraint "suppressions_purpose_check" check ("purpose" in ('SERVICE', 'MARKETING', 'SURVEY', 'LEGAL')),
  constraint "suppressions_lifted_check" check ((lifted_at is null) = (lifted_reason is null)),
  constraint "suppressions_order_check" check (lifted_at >= since)
);
create table "sm_comms_email"."quiet_hours" (
  "id" uuid default acervo.uuid7() not null,
  "purpose" text collate "C" not null,
  "starts_at" time(6) default '21:00' not null,
  "ends_at" time(6) default '09:00' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "quiet_hours_pkey" primary key ("id"),
  constraint "quiet_hours_purpose_starts_at_key" unique ("purpose", "starts_at"),
  constraint "quiet_hours_purpose_check" check ("purpose" in ('SERVICE', 'MARKETING', 'SURVEY', 'LEGAL')),
  constraint "quiet_hours_hours_check" check (starts_at <> ends_at)
);
create table "sm_comms_email"."heard_consents" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "purpose" text collate "C" not null,
  "decision" text collate "C" not null,
  "sequence" integer not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "heard_consents_pkey" primary key ("id"),
  constraint "heard_consents_party_id_purpose_key" unique ("party_id", "purpose"),
  constraint "heard_consents_purpose_check" check ("purpose" in ('SERVICE', 'MARKETING', 'SURVEY', 'LEGAL')),
  constraint "heard_consents_decision_check" check ("decision" in ('GRANTED', 'WITHDRAWN'))
);
create table "sm_comms_email"."audit_events" (
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
create table "sm_comms_email"."audit_details" (
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
create table "sm_comms_email"."outbox_events" (
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
create table "sm_comms_email"."inbox_events" (
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
create unique index "recipients_address_key" on "sm_comms_email"."recipients" ("address") where (deleted_at is null);
create index "recipients_party_id_idx" on "sm_comms_email"."recipients" ("party_id") where party_id is not null;
create index "messages_due_at_idx" on "sm_comms_email"."messages" ("due_at") where status = 'QUEUED';
create index "messages_recipient_id_sent_at_idx" on "sm_comms_email"."messages" ("recipient_id", "sent_at" desc);
create unique index "suppressions_one_a_purpose_key" on "sm_comms_email"."suppressions" ("recipient_id", "purpose") where (lifted_at is null and purpose is not null);
create unique index "suppressions_one_of_all_key" on "sm_comms_email"."suppressions" ("recipient_id") where (lifted_at is null and purpose is null);
create index "suppressions_recipient_id_since_idx" on "sm_comms_email"."suppressions" ("recipient_id", "since" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_comms_email"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_comms_email"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_comms_email"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_comms_email"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_comms_email"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_comms_email"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
create index "inbox_events_received_at_idx" on "sm_comms_email"."inbox_events" ("received_at") where status <> 'APPLIED';
alter table "sm_comms_email"."messages" add constraint "messages_recipient_id_fkey" foreign key ("recipient_id") references "sm_comms_email"."recipients" ("id") on delete restrict;
alter table "sm_comms_email"."suppressions" add constraint "suppressions_recipient_id_fkey" foreign key ("recipient_id") references "sm_comms_email"."recipients" ("id") on delete restrict;
create or replace function "sm_comms_email"."recipients_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_comms_email", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."time_zone" as "timeZone", n."locale" as "locale", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."address" as "address") r) as came_apart,
        nullif(array_remove(array[case when n."address" is not null then 'address' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_comms_email"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'recipients', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'recipients', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('recipients')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."time_zone" as "timeZone", o."locale" as "locale", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."address" as "address") r) as gone_apart,
        nullif(array_remove(array[case when o."address" is not null then 'address' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_comms_email"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'recipients', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'recipients', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('recipients')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."time_zone" as "timeZone", o."locale" as "locale", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."time_zone" as "timeZone", n."locale" as "locale", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."time_zone" is distinct from n."time_zone") then 'timeZone' end, case when not (o."locale" is distinct from n."locale") then 'locale' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."address" as "address") r) as gone_apart, (select to_jsonb(r) from (select n."address" as "address") r) as came_apart, array[case when not (o."address" is distinct from n."address") then 'address' end] as same_apart,
        nullif(array_remove(array[case when o."address" is distinct from n."address" then 'address' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_comms_email"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'recipients', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'recipients', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('recipients')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."recipients_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_comms_email"."recipients_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_comms_email"."messages_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_comms_email", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."idempotency_key" as "idempotencyKey", n."recipient_id" as "recipientId", n."purpose" as "purpose", n."template" as "template", n."campaign_id" as "campaignId", n."status" as "status", to_char(n."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(n."delivered_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deliveredAt", to_char(n."read_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", n."bounce_kind" as "bounceKind", n."provider_message_id" as "providerMessageId", n."attempts" as "attempts", n."last_error" as "lastError", n."sender" as "sender", n."subject" as "subject", n."attachments" as "attachments") r) as came,
        nullif(array_remove(array[case when n."body" is not null then 'body' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."idempotency_key" as "idempotencyKey", o."recipient_id" as "recipientId", o."purpose" as "purpose", o."template" as "template", o."campaign_id" as "campaignId", o."status" as "status", to_char(o."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(o."delivered_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deliveredAt", to_char(o."read_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", o."bounce_kind" as "bounceKind", o."provider_message_id" as "providerMessageId", o."attempts" as "attempts", o."last_error" as "lastError", o."sender" as "sender", o."subject" as "subject", o."attachments" as "attachments") r) as gone,
        nullif(array_remove(array[case when o."body" is not null then 'body' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."idempotency_key" as "idempotencyKey", o."recipient_id" as "recipientId", o."purpose" as "purpose", o."template" as "template", o."campaign_id" as "campaignId", o."status" as "status", to_char(o."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(o."delivered_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deliveredAt", to_char(o."read_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", o."bounce_kind" as "bounceKind", o."provider_message_id" as "providerMessageId", o."attempts" as "attempts", o."last_error" as "lastError", o."sender" as "sender", o."subject" as "subject", o."attachments" as "attachments") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."idempotency_key" as "idempotencyKey", n."recipient_id" as "recipientId", n."purpose" as "purpose", n."template" as "template", n."campaign_id" as "campaignId", n."status" as "status", to_char(n."due_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "dueAt", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(n."delivered_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deliveredAt", to_char(n."read_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "readAt", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", n."bounce_kind" as "bounceKind", n."provider_message_id" as "providerMessageId", n."attempts" as "attempts", n."last_error" as "lastError", n."sender" as "sender", n."subject" as "subject", n."attachments" as "attachments") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."idempotency_key" is distinct from n."idempotency_key") then 'idempotencyKey' end, case when not (o."recipient_id" is distinct from n."recipient_id") then 'recipientId' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."template" is distinct from n."template") then 'template' end, case when not (o."campaign_id" is distinct from n."campaign_id") then 'campaignId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."due_at" is distinct from n."due_at") then 'dueAt' end, case when not (o."sent_at" is distinct from n."sent_at") then 'sentAt' end, case when not (o."delivered_at" is distinct from n."delivered_at") then 'deliveredAt' end, case when not (o."read_at" is distinct from n."read_at") then 'readAt' end, case when not (o."ended_at" is distinct from n."ended_at") then 'endedAt' end, case when not (o."bounce_kind" is distinct from n."bounce_kind") then 'bounceKind' end, case when not (o."provider_message_id" is distinct from n."provider_message_id") then 'providerMessageId' end, case when not (o."attempts" is distinct from n."attempts") then 'attempts' end, case when not (o."last_error" is distinct from n."last_error") then 'lastError' end, case when not (o."sender" is distinct from n."sender") then 'sender' end, case when not (o."subject" is distinct from n."subject") then 'subject' end, case when not (o."attachments" is distinct from n."attachments") then 'attachments' end] as same,
        nullif(array_remove(array[case when o."body" is distinct from n."body" then 'body' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."messages_bounce"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
begin
  insert into "sm_comms_email"."suppressions" (recipient_id, reason, evidence)
  select distinct n.recipient_id, 'HARD_BOUNCE', 'message ' || min(n.id::text) over (partition by n.recipient_id)
  from new_rows n join old_rows o on o.id = n.id
  where n.status = 'BOUNCED' and n.bounce_kind = 'HARD' and o.status <> 'BOUNCED'
  order by n.recipient_id
  on conflict do nothing;
  return null;
end$body$;
create or replace function "sm_comms_email"."messages_emit"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.recipient_id, n.purpose, n.status, n.bounce_kind, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end, case when n."holds 3" then 4 end, case when n."holds 4" then 5 end], null) as "its events"
      from (select *, (status = 'SENT') is true as "holds 0", (status = 'DELIVERED') is true as "holds 1", (status = 'READ') is true as "holds 2", (status = 'BOUNCED') is true as "holds 3", (status = 'FAILED') is true as "holds 4" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Message', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_comms_email"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Message', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MessageSent', 'MessageDelivered', 'MessageRead', 'MessageBounced', 'MessageFailed'])[p.place],
      (array[1, 1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status")
        when 2 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status")
        when 3 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status")
        when 4 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status", 'bounceKind', n."bounce_kind")
        when 5 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.recipient_id, n.purpose, n.status, n.bounce_kind, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end, case when n."holds 3" and not o."holds 3" then 4 end, case when n."holds 4" and not o."holds 4" then 5 end], null) as "its events"
      from (select *, (status = 'SENT') is true as "holds 0", (status = 'DELIVERED') is true as "holds 1", (status = 'READ') is true as "holds 2", (status = 'BOUNCED') is true as "holds 3", (status = 'FAILED') is true as "holds 4" from new_rows) n
        join (select *, (status = 'SENT') is true as "holds 0", (status = 'DELIVERED') is true as "holds 1", (status = 'READ') is true as "holds 2", (status = 'BOUNCED') is true as "holds 3", (status = 'FAILED') is true as "holds 4" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Message', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_comms_email"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Message', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MessageSent', 'MessageDelivered', 'MessageRead', 'MessageBounced', 'MessageFailed'])[p.place],
      (array[1, 1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status")
        when 2 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status")
        when 3 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status")
        when 4 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status", 'bounceKind', n."bounce_kind")
        when 5 then jsonb_build_object('messageId', n."id", 'recipientId', n."recipient_id", 'purpose', n."purpose", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."messages_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_comms_email"."messages_leave"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
declare
  addressee "sm_comms_email"."recipients";
  clock time;
begin
  if new.status <> 'SENT' or old.status = 'SENT' then
    return new;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  select p.* into addressee from "sm_comms_email"."recipients" p
  where p.id = new.recipient_id and p.deleted_at is null for share of p;
  if not found then
    raise exception 'the recipient is gone' using errcode = 'AV304';
  end if;
  if exists (select from "sm_comms_email"."suppressions" s where s.recipient_id = new.recipient_id
    and s.lifted_at is null and (s.purpose is null or s.purpose = new.purpose)) then
    raise exception 'the recipient is not written to' using errcode = 'AV304',
      hint = 'See its suppressions.';
  end if;
  if exists (select from "sm_comms_email"."heard_consents" h where h.party_id = addressee.party_id
    and h.purpose = new.purpose and h.decision = 'WITHDRAWN') then
    raise exception 'the party has withdrawn its consent' using errcode = 'AV304';
  end if;
  clock := (acervo.clock() at time zone addressee.time_zone)::time;
  if exists (select from "sm_comms_email"."quiet_hours" q where q.purpose = new.purpose
    and case when q.starts_at < q.ends_at then clock >= q.starts_at and clock < q.ends_at
      else clock >= q.starts_at or clock < q.ends_at end) then
    raise exception 'nothing of this purpose leaves at this hour' using errcode = 'AV304',
      hint = 'Let it leave after the quiet hours of the recipient.';
  end if;
  return new;
end$body$;
create or replace function "sm_comms_email"."messages_sealed"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
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
create or replace function "sm_comms_email"."messages_states"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'QUEUED' then array['SENT', 'FAILED', 'CANCELLED']::text[] when 'SENT' then array['DELIVERED', 'READ', 'BOUNCED', 'FAILED']::text[] when 'DELIVERED' then array['READ', 'BOUNCED']::text[] when 'READ' then array[]::text[] when 'BOUNCED' then array[]::text[] when 'FAILED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'messages', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'SENT' and old.status = 'SENT' and (old."due_at" is distinct from new."due_at" or old."sent_at" is distinct from new."sent_at" or old."attempts" is distinct from new."attempts") then
    raise exception using errcode = 'AV323', table = 'messages',
      message = 'what is SENT stays as it is', detail = 'While status is SENT, none of dueAt, sentAt, attempts changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'DELIVERED' and old.status = 'DELIVERED' and (old."due_at" is distinct from new."due_at" or old."sent_at" is distinct from new."sent_at" or old."attempts" is distinct from new."attempts") then
    raise exception using errcode = 'AV323', table = 'messages',
      message = 'what is DELIVERED stays as it is', detail = 'While status is DELIVERED, none of dueAt, sentAt, attempts changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'READ' and old.status = 'READ' and (old."due_at" is distinct from new."due_at" or old."sent_at" is distinct from new."sent_at" or old."attempts" is distinct from new."attempts") then
    raise exception using errcode = 'AV323', table = 'messages',
      message = 'what is READ stays as it is', detail = 'While status is READ, none of dueAt, sentAt, attempts changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'BOUNCED' and old.status = 'BOUNCED' and (old."due_at" is distinct from new."due_at" or old."sent_at" is distinct from new."sent_at" or old."attempts" is distinct from new."attempts") then
    raise exception using errcode = 'AV323', table = 'messages',
      message = 'what is BOUNCED stays as it is', detail = 'While status is BOUNCED, none of dueAt, sentAt, attempts changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'FAILED' and old.status = 'FAILED' and (old."due_at" is distinct from new."due_at" or old."sent_at" is distinct from new."sent_at" or old."attempts" is distinct from new."attempts") then
    raise exception using errcode = 'AV323', table = 'messages',
      message = 'what is FAILED stays as it is', detail = 'While status is FAILED, none of dueAt, sentAt, attempts changes.';
  end if;
  if new.status = 'SENT' and (
    case tg_op when 'INSERT' then new.sent_at is null
    else new.status is distinct from old.status and new.sent_at is not distinct from old.sent_at end
  ) then
    new.sent_at := acervo.now();
  end if;
  if new.status = 'DELIVERED' and (
    case tg_op when 'INSERT' then new.delivered_at is null
    else new.status is distinct from old.status and new.delivered_at is not distinct from old.delivered_at end
  ) then
    new.delivered_at := acervo.now();
  end if;
  if new.status = 'READ' and (
    case tg_op when 'INSERT' then new.read_at is null
    else new.status is distinct from old.status and new.read_at is not distinct from old.read_at end
  ) then
    new.read_at := acervo.now();
  end if;
  if new.status = 'BOUNCED' and (
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
create or replace function "sm_comms_email"."messages_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_comms_email"."messages_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_comms_email", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['QUEUED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'messages', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: QUEUED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."suppressions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_comms_email", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'suppressions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('suppressions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."recipient_id" as "recipientId", n."reason" as "reason", n."purpose" as "purpose", n."evidence" as "evidence", to_char(n."since" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "since", to_char(n."lifted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "liftedAt", n."lifted_reason" as "liftedReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'suppressions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('suppressions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."recipient_id" as "recipientId", o."reason" as "reason", o."purpose" as "purpose", o."evidence" as "evidence", to_char(o."since" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "since", to_char(o."lifted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "liftedAt", o."lifted_reason" as "liftedReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'suppressions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('suppressions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."recipient_id" as "recipientId", o."reason" as "reason", o."purpose" as "purpose", o."evidence" as "evidence", to_char(o."since" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "since", to_char(o."lifted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "liftedAt", o."lifted_reason" as "liftedReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."recipient_id" as "recipientId", n."reason" as "reason", n."purpose" as "purpose", n."evidence" as "evidence", to_char(n."since" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "since", to_char(n."lifted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "liftedAt", n."lifted_reason" as "liftedReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."recipient_id" is distinct from n."recipient_id") then 'recipientId' end, case when not (o."reason" is distinct from n."reason") then 'reason' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."evidence" is distinct from n."evidence") then 'evidence' end, case when not (o."since" is distinct from n."since") then 'since' end, case when not (o."lifted_at" is distinct from n."lifted_at") then 'liftedAt' end, case when not (o."lifted_reason" is distinct from n."lifted_reason") then 'liftedReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."suppressions_emit"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.recipient_id, n.reason, n.purpose, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Suppression', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_comms_email"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Suppression', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['RecipientSuppressed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('recipientId', n."recipient_id", 'reason', n."reason", 'purpose', n."purpose") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."suppressions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_comms_email"."suppressions_lock_recipient"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
begin
  perform from "sm_comms_email"."recipients" p where p.id = new.recipient_id for no key update;
  return new;
end$body$;
create or replace function "sm_comms_email"."suppressions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_comms_email"."quiet_hours_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_comms_email", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'quiet_hours', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quiet_hours')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."purpose" as "purpose", n."starts_at" as "startsAt", n."ends_at" as "endsAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'quiet_hours', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quiet_hours')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."purpose" as "purpose", o."starts_at" as "startsAt", o."ends_at" as "endsAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_comms_email"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'quiet_hours', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('quiet_hours')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."purpose" as "purpose", o."starts_at" as "startsAt", o."ends_at" as "endsAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."purpose" as "purpose", n."starts_at" as "startsAt", n."ends_at" as "endsAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_comms_email"."quiet_hours_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_comms_email"."quiet_hours_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_comms_email"."heard_consents_lock_recipients"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
begin
  perform from "sm_comms_email"."recipients" p where p.party_id = new.party_id order by p.id for no key update;
  return new;
end$body$;
create or replace function "sm_comms_email"."heard_consents_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_comms_email"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_comms_email"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_comms_email", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_comms_email"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_comms_email", pg_temp as $body$
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
  update "sm_comms_email"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_comms_email"."recipients" referencing new table as new_rows for each statement execute function "sm_comms_email"."recipients_audit"();
create or replace trigger "audit_update" after update on "sm_comms_email"."recipients" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."recipients_audit"();
create or replace trigger "audit_delete" after delete on "sm_comms_email"."recipients" referencing old table as old_rows for each statement execute function "sm_comms_email"."recipients_audit"();
create or replace trigger "keep" before truncate on "sm_comms_email"."recipients" for each statement execute function "sm_comms_email"."recipients_keep"();
create or replace trigger "touch" before update on "sm_comms_email"."recipients" for each row execute function "sm_comms_email"."recipients_touch"();
create or replace trigger "audit_insert" after insert on "sm_comms_email"."messages" referencing new table as new_rows for each statement execute function "sm_comms_email"."messages_audit"();
create or replace trigger "audit_update" after update on "sm_comms_email"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."messages_audit"();
create or replace trigger "audit_delete" after delete on "sm_comms_email"."messages" referencing old table as old_rows for each statement execute function "sm_comms_email"."messages_audit"();
create or replace trigger "bounce" after update on "sm_comms_email"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."messages_bounce"();
create or replace trigger "emit_insert" after insert on "sm_comms_email"."messages" referencing new table as new_rows for each statement execute function "sm_comms_email"."messages_emit"();
create or replace trigger "emit_update" after update on "sm_comms_email"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."messages_emit"();
create or replace trigger "keep" before truncate on "sm_comms_email"."messages" for each statement execute function "sm_comms_email"."messages_keep"();
create or replace trigger "leave" before update on "sm_comms_email"."messages" for each row execute function "sm_comms_email"."messages_leave"();
create or replace trigger "sealed_insert" after insert on "sm_comms_email"."messages" referencing new table as new_rows for each statement execute function "sm_comms_email"."messages_sealed"();
create or replace trigger "sealed_update" after update on "sm_comms_email"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."messages_sealed"();
create or replace trigger "states_update" before update on "sm_comms_email"."messages" for each row execute function "sm_comms_email"."messages_states"();
create or replace trigger "states_insert" before insert on "sm_comms_email"."messages" for each row execute function "sm_comms_email"."messages_states"();
create or replace trigger "touch" before update on "sm_comms_email"."messages" for each row execute function "sm_comms_email"."messages_touch"();
create or replace trigger "transitions_insert" after insert on "sm_comms_email"."messages" referencing new table as new_rows for each statement execute function "sm_comms_email"."messages_transitions"();
create or replace trigger "audit_insert" after insert on "sm_comms_email"."suppressions" referencing new table as new_rows for each statement execute function "sm_comms_email"."suppressions_audit"();
create or replace trigger "audit_update" after update on "sm_comms_email"."suppressions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."suppressions_audit"();
create or replace trigger "audit_delete" after delete on "sm_comms_email"."suppressions" referencing old table as old_rows for each statement execute function "sm_comms_email"."suppressions_audit"();
create or replace trigger "emit_insert" after insert on "sm_comms_email"."suppressions" referencing new table as new_rows for each statement execute function "sm_comms_email"."suppressions_emit"();
create or replace trigger "emit_update" after update on "sm_comms_email"."suppressions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."suppressions_emit"();
create or replace trigger "keep" before truncate on "sm_comms_email"."suppressions" for each statement execute function "sm_comms_email"."suppressions_keep"();
create or replace trigger "lock_recipient" before insert on "sm_comms_email"."suppressions" for each row execute function "sm_comms_email"."suppressions_lock_recipient"();
create or replace trigger "touch" before update on "sm_comms_email"."suppressions" for each row execute function "sm_comms_email"."suppressions_touch"();
create or replace trigger "audit_insert" after insert on "sm_comms_email"."quiet_hours" referencing new table as new_rows for each statement execute function "sm_comms_email"."quiet_hours_audit"();
create or replace trigger "audit_update" after update on "sm_comms_email"."quiet_hours" referencing new table as new_rows old table as old_rows for each statement execute function "sm_comms_email"."quiet_hours_audit"();
create or replace trigger "audit_delete" after delete on "sm_comms_email"."quiet_hours" referencing old table as old_rows for each statement execute function "sm_comms_email"."quiet_hours_audit"();
create or replace trigger "keep" before truncate on "sm_comms_email"."quiet_hours" for each statement execute function "sm_comms_email"."quiet_hours_keep"();
create or replace trigger "touch" before update on "sm_comms_email"."quiet_hours" for each row execute function "sm_comms_email"."quiet_hours_touch"();
create or replace trigger "lock_recipients_insert" before insert on "sm_comms_email"."heard_consents" for each row execute function "sm_comms_email"."heard_consents_lock_recipients"();
create or replace trigger "lock_recipients_update" before update on "sm_comms_email"."heard_consents" for each row execute function "sm_comms_email"."heard_consents_lock_recipients"();
create or replace trigger "touch" before update on "sm_comms_email"."heard_consents" for each row execute function "sm_comms_email"."heard_consents_touch"();
create or replace trigger "keep" before truncate on "sm_comms_email"."audit_events" for each statement execute function "sm_comms_email"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_comms_email"."audit_details" for each statement execute function "sm_comms_email"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_comms_email"."outbox_events" referencing new table as new_rows for each statement execute function "sm_comms_email"."outbox_events_number"();
alter table "sm_comms_email"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_comms_email"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_comms_email"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_comms_email"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_comms_email"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_comms_email"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_comms_email"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "address", "party_id", "time_zone", "locale", "deleted_at"), update ("address", "party_id", "time_zone", "locale", "deleted_at") on "sm_comms_email"."recipients" to acervo_app;
grant select, insert ("id", "address", "party_id", "time_zone", "locale", "deleted_at"), update ("address", "party_id", "time_zone", "locale", "deleted_at") on "sm_comms_email"."recipients" to acervo_worker;
grant select on "sm_comms_email"."recipients" to acervo_readonly;
grant select, insert ("id", "idempotency_key", "recipient_id", "purpose", "template", "campaign_id", "body", "status", "due_at", "sent_at", "delivered_at", "read_at", "ended_at", "bounce_kind", "provider_message_id", "attempts", "last_error", "sender", "subject", "attachments"), update ("status", "due_at", "sent_at", "delivered_at", "read_at", "ended_at", "bounce_kind", "provider_message_id", "attempts", "last_error"), delete on "sm_comms_email"."messages" to acervo_app;
grant select, insert ("id", "idempotency_key", "recipient_id", "purpose", "template", "campaign_id", "body", "status", "due_at", "sent_at", "delivered_at", "read_at", "ended_at", "bounce_kind", "provider_message_id", "attempts", "last_error", "sender", "subject", "attachments"), update ("status", "due_at", "sent_at", "delivered_at", "read_at", "ended_at", "bounce_kind", "provider_message_id", "attempts", "last_error"), delete on "sm_comms_email"."messages" to acervo_worker;
grant select on "sm_comms_email"."messages" to acervo_readonly;
grant select, insert ("id", "recipient_id", "reason", "purpose", "evidence", "since", "lifted_at", "lifted_reason"), update ("evidence", "lifted_at", "lifted_reason") on "sm_comms_email"."suppressions" to acervo_app;
grant select, insert ("id", "recipient_id", "reason", "purpose", "evidence", "since", "lifted_at", "lifted_reason"), update ("evidence", "lifted_at", "lifted_reason") on "sm_comms_email"."suppressions" to acervo_worker;
grant select on "sm_comms_email"."suppressions" to acervo_readonly;
grant select, insert ("id", "purpose", "starts_at", "ends_at"), update ("purpose", "starts_at", "ends_at"), delete on "sm_comms_email"."quiet_hours" to acervo_app;
grant select, insert ("id", "purpose", "starts_at", "ends_at"), update ("purpose", "starts_at", "ends_at"), delete on "sm_comms_email"."quiet_hours" to acervo_worker;
grant select on "sm_comms_email"."quiet_hours" to acervo_readonly;
grant select, insert ("id", "party_id", "purpose", "decision", "sequence"), update ("decision", "sequence") on "sm_comms_email"."heard_consents" to acervo_app;
grant select, insert ("id", "party_id", "purpose", "decision", "sequence"), update ("decision", "sequence") on "sm_comms_email"."heard_consents" to acervo_worker;
grant select on "sm_comms_email"."heard_consents" to acervo_readonly;
grant select on "sm_comms_email"."audit_events" to acervo_app;
grant select on "sm_comms_email"."audit_events" to acervo_worker;
grant select on "sm_comms_email"."audit_events" to acervo_readonly;
grant select on "sm_comms_email"."audit_details" to acervo_app;
grant select, delete on "sm_comms_email"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_comms_email"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_comms_email"."outbox_events" to acervo_worker;
grant select on "sm_comms_email"."outbox_events" to acervo_readonly;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_comms_email"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_comms_email"."inbox_events" to acervo_worker;
grant select on "sm_comms_email"."inbox_events" to acervo_readonly;
set local role none;
