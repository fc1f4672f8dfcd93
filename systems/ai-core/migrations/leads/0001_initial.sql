-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 57f04ed69093916da2f51d81c3adf15085e15572a9a2ea9387522c01809f1709

-- step: create sm_leads with 6 tables
-- locks: none
set local search_path to "sm_leads", acervo, pg_temp;
create schema if not exists "sm_leads" authorization acervo_owner;
grant usage on schema "sm_leads" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_leads"."leads" (
  "id" uuid default acervo.uuid7() not null,
  "source" text collate "C" not null,
  "source_key" varchar(200) collate "C" not null,
  "interest" text collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "email" varchar(320) collate "C",
  "phone" varchar(40) collate "C",
  "message" text collate "C",
  "owner" varchar(200) collate "C",
  "status" text collate "C" default 'NEW' not null,
  "party_id" uuid,
  "converted_at" timestamptz(6),
  "lost_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(email, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(message, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "leads_pkey" primary key ("id"),
  constraint "leads_source_check" check ("source" in ('WEB', 'PHONE', 'REFERRAL', 'CAMPAIGN', 'PARTNER', 'IMPORT')),
  constraint "leads_interest_check" check ("interest" in ('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS', 'OTHER')),
  constraint "leads_status_check" check ("status" in ('NEW', 'CONTACTED', 'QUALIFIED', 'CONVERTED', 'LOST')),
  constraint "leads_converted_check" check ((status = 'CONVERTED') = (party_id is not null)),
  constraint "leads_lost_check" check ((status = 'LOST') = (lost_reason is not null)),
  constraint "leads_reachable_check" check (email is not null or phone is not null)
);
create table "sm_leads"."lead_contacts" (
  "id" uuid default acervo.uuid7() not null,
  "lead_id" uuid not null,
  "channel" text collate "C" not null,
  "outcome" text collate "C" not null,
  "notes" text collate "C",
  "contacted_by" varchar(200) collate "C",
  "contacted_at" timestamptz(6) default acervo.now() not null,
  constraint "lead_contacts_pkey" primary key ("id"),
  constraint "lead_contacts_channel_check" check ("channel" in ('PHONE', 'EMAIL', 'WHATSAPP', 'SMS', 'VISIT')),
  constraint "lead_contacts_outcome_check" check ("outcome" in ('REACHED', 'NO_ANSWER', 'WRONG_NUMBER', 'CALL_BACK', 'NOT_INTERESTED'))
);
create table "sm_leads"."audit_events" (
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
create table "sm_leads"."audit_details" (
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
create table "sm_leads"."inbox_events" (
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
create table "sm_leads"."outbox_events" (
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
create unique index "leads_source_source_key_key" on "sm_leads"."leads" ("source", "source_key") where (deleted_at is null);
create index "leads_status_created_at_idx" on "sm_leads"."leads" ("status", "created_at");
create index "leads_party_id_idx" on "sm_leads"."leads" ("party_id") where party_id is not null;
create index "leads_search_vector_gin_idx" on "sm_leads"."leads" using gin ("search_vector");
create index "lead_contacts_lead_id_contacted_at_idx" on "sm_leads"."lead_contacts" ("lead_id", "contacted_at" desc);
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_leads"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_leads"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_leads"."audit_details" ("subject");
create index "inbox_events_received_at_idx" on "sm_leads"."inbox_events" ("received_at") where status <> 'APPLIED';
create index "outbox_events_available_at_id_idx" on "sm_leads"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_leads"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_leads"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_leads"."lead_contacts" add constraint "lead_contacts_lead_id_fkey" foreign key ("lead_id") references "sm_leads"."leads" ("id") on delete restrict;
create or replace function "sm_leads"."leads_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_leads", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."source" as "source", n."source_key" as "sourceKey", n."interest" as "interest", n."owner" as "owner", n."status" as "status", n."party_id" as "partyId", to_char(n."converted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "convertedAt", n."lost_reason" as "lostReason", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."name" as "name", n."email" as "email", n."phone" as "phone", n."message" as "message") r) as came_apart,
        nullif(array_remove(array[case when n."name" is not null then 'name' end, case when n."email" is not null then 'email' end, case when n."phone" is not null then 'phone' end, case when n."message" is not null then 'message' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_leads"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'leads', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_leads"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'leads', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('leads')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."source" as "source", o."source_key" as "sourceKey", o."interest" as "interest", o."owner" as "owner", o."status" as "status", o."party_id" as "partyId", to_char(o."converted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "convertedAt", o."lost_reason" as "lostReason", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."name" as "name", o."email" as "email", o."phone" as "phone", o."message" as "message") r) as gone_apart,
        nullif(array_remove(array[case when o."name" is not null then 'name' end, case when o."email" is not null then 'email' end, case when o."phone" is not null then 'phone' end, case when o."message" is not null then 'message' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_leads"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'leads', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_leads"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'leads', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('leads')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."source" as "source", o."source_key" as "sourceKey", o."interest" as "interest", o."owner" as "owner", o."status" as "status", o."party_id" as "partyId", to_char(o."converted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "convertedAt", o."lost_reason" as "lostReason", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."source" as "source", n."source_key" as "sourceKey", n."interest" as "interest", n."owner" as "owner", n."status" as "status", n."party_id" as "partyId", to_char(n."converted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "convertedAt", n."lost_reason" as "lostReason", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."source_key" is distinct from n."source_key") then 'sourceKey' end, case when not (o."interest" is distinct from n."interest") then 'interest' end, case when not (o."owner" is distinct from n."owner") then 'owner' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."converted_at" is distinct from n."converted_at") then 'convertedAt' end, case when not (o."lost_reason" is distinct from n."lost_reason") then 'lostReason' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."name" as "name", o."email" as "email", o."phone" as "phone", o."message" as "message") r) as gone_apart, (select to_jsonb(r) from (select n."name" as "name", n."email" as "email", n."phone" as "phone", n."message" as "message") r) as came_apart, array[case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."phone" is distinct from n."phone") then 'phone' end, case when not (o."message" is distinct from n."message") then 'message' end] as same_apart,
        nullif(array_remove(array[case when o."name" is distinct from n."name" then 'name' end, case when o."email" is distinct from n."email" then 'email' end, case when o."phone" is distinct from n."phone" then 'phone' end, case when o."message" is distinct from n."message" then 'message' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_leads"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'leads', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_leads"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'leads', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('leads')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_leads"."leads_emit"() returns trigger language plpgsql security definer
set search_path to "sm_leads", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.source, n.interest, n.party_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'CONVERTED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Lead', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_leads"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Lead', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LeadReceived', 'LeadConverted'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('leadId', n."id", 'source', n."source", 'interest', n."interest")
        when 2 then jsonb_build_object('leadId', n."id", 'partyId', n."party_id", 'interest', n."interest") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.interest, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'CONVERTED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'CONVERTED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Lead', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_leads"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Lead', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LeadConverted'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('leadId', n."id", 'partyId', n."party_id", 'interest', n."interest") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_leads"."leads_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'CONVERTED')) then
      raise exception using errcode = 'AV304', message = 'a lead that was converted stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'CONVERTED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['owner', 'updated_at'] is distinct from to_jsonb(n) - array['owner', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a lead that was converted stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_leads"."leads_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_leads"."leads_states"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'NEW' then array['CONTACTED', 'QUALIFIED', 'LOST']::text[] when 'CONTACTED' then array['QUALIFIED', 'LOST']::text[] when 'QUALIFIED' then array['CONVERTED', 'LOST']::text[] when 'CONVERTED' then array[]::text[] when 'LOST' then array['CONTACTED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'leads', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'CONVERTED' and (
    case tg_op when 'INSERT' then new.converted_at is null
    else new.status is distinct from old.status and new.converted_at is not distinct from old.converted_at end
  ) then
    new.converted_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_leads"."leads_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_leads"."leads_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_leads", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['NEW', 'CONTACTED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'leads', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: NEW, CONTACTED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_leads"."lead_contacts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_leads", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."lead_id" as "leadId", n."channel" as "channel", n."outcome" as "outcome", to_char(n."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt") r) as came,
        (select to_jsonb(r) from (select n."notes" as "notes") r) as came_apart,
        nullif(array_remove(array[case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."lead_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_leads"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'lead_contacts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_leads"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'lead_contacts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('lead_contacts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."lead_id" as "leadId", o."channel" as "channel", o."outcome" as "outcome", to_char(o."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt") r) as gone,
        (select to_jsonb(r) from (select o."notes" as "notes") r) as gone_apart,
        nullif(array_remove(array[case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."lead_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_leads"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'lead_contacts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_leads"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'lead_contacts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('lead_contacts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."lead_id" as "leadId", o."channel" as "channel", o."outcome" as "outcome", to_char(o."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."lead_id" as "leadId", n."channel" as "channel", n."outcome" as "outcome", to_char(n."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."lead_id" is distinct from n."lead_id") then 'leadId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."outcome" is distinct from n."outcome") then 'outcome' end, case when not (o."contacted_at" is distinct from n."contacted_at") then 'contactedAt' end] as same,
        (select to_jsonb(r) from (select o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."notes" as "notes") r) as came_apart, array[case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        nullif(array_remove(array[case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."lead_id"::text, o."lead_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_leads"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'lead_contacts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_leads"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'lead_contacts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('lead_contacts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_leads"."lead_contacts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_leads"."lead_contacts_locked_by_lead_id"() returns trigger language plpgsql security definer
set search_path to "sm_leads", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_leads"."leads" p where p.id in (select lead_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_leads"."leads" p where p.id in (select lead_id from new_rows where (true)) and (status in ('CONVERTED', 'LOST') or deleted_at is not null)
    ) then
      raise exception using errcode = 'AV304', message = 'a lead that came to its end is not contacted';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_leads"."leads" p where p.id in (select lead_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_leads"."leads" p where p.id in (select lead_id from old_rows where (true)) and (status in ('CONVERTED', 'LOST') or deleted_at is not null)
    ) then
      raise exception using errcode = 'AV304', message = 'a lead that came to its end is not contacted';
    end if;
  else
    perform from "sm_leads"."leads" p where p.id in (select lead_id from new_rows where (true) union select lead_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_leads"."leads" p where p.id in (select lead_id from new_rows where (true) union select lead_id from old_rows where (true)) and (status in ('CONVERTED', 'LOST') or deleted_at is not null)
    ) then
      raise exception using errcode = 'AV304', message = 'a lead that came to its end is not contacted';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_leads"."lead_contacts_sign_contacted_by"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (true)) then
    new.contacted_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (true)) then
    new.contacted_by = old.contacted_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    new.contacted_by = actor;
  end if;
  return new;
end$body$;
create or replace function "sm_leads"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_leads"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_leads", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_leads"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_leads", pg_temp as $body$
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
  update "sm_leads"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_leads"."leads" referencing new table as new_rows for each statement execute function "sm_leads"."leads_audit"();
create or replace trigger "audit_update" after update on "sm_leads"."leads" referencing new table as new_rows old table as old_rows for each statement execute function "sm_leads"."leads_audit"();
create or replace trigger "audit_delete" after delete on "sm_leads"."leads" referencing old table as old_rows for each statement execute function "sm_leads"."leads_audit"();
create or replace trigger "emit_insert" after insert on "sm_leads"."leads" referencing new table as new_rows for each statement execute function "sm_leads"."leads_emit"();
create or replace trigger "emit_update" after update on "sm_leads"."leads" referencing new table as new_rows old table as old_rows for each statement execute function "sm_leads"."leads_emit"();
create or replace trigger "frozen_update" after update on "sm_leads"."leads" referencing new table as new_rows old table as old_rows for each statement execute function "sm_leads"."leads_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_leads"."leads" referencing old table as old_rows for each statement execute function "sm_leads"."leads_frozen"();
create or replace trigger "keep" before truncate on "sm_leads"."leads" for each statement execute function "sm_leads"."leads_keep"();
create or replace trigger "states_update" before update on "sm_leads"."leads" for each row execute function "sm_leads"."leads_states"();
create or replace trigger "states_insert" before insert on "sm_leads"."leads" for each row execute function "sm_leads"."leads_states"();
create or replace trigger "touch" before update on "sm_leads"."leads" for each row execute function "sm_leads"."leads_touch"();
create or replace trigger "transitions_insert" after insert on "sm_leads"."leads" referencing new table as new_rows for each statement execute function "sm_leads"."leads_transitions"();
create or replace trigger "audit_insert" after insert on "sm_leads"."lead_contacts" referencing new table as new_rows for each statement execute function "sm_leads"."lead_contacts_audit"();
create or replace trigger "audit_update" after update on "sm_leads"."lead_contacts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_leads"."lead_contacts_audit"();
create or replace trigger "audit_delete" after delete on "sm_leads"."lead_contacts" referencing old table as old_rows for each statement execute function "sm_leads"."lead_contacts_audit"();
create or replace trigger "keep" before truncate on "sm_leads"."lead_contacts" for each statement execute function "sm_leads"."lead_contacts_keep"();
create or replace trigger "locked_by_lead_id_insert" after insert on "sm_leads"."lead_contacts" referencing new table as new_rows for each statement execute function "sm_leads"."lead_contacts_locked_by_lead_id"();
create or replace trigger "sign_contacted_by_insert" before insert on "sm_leads"."lead_contacts" for each row execute function "sm_leads"."lead_contacts_sign_contacted_by"();
create or replace trigger "sign_contacted_by_update" before update on "sm_leads"."lead_contacts" for each row execute function "sm_leads"."lead_contacts_sign_contacted_by"();
create or replace trigger "keep" before truncate on "sm_leads"."audit_events" for each statement execute function "sm_leads"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_leads"."audit_details" for each statement execute function "sm_leads"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_leads"."outbox_events" referencing new table as new_rows for each statement execute function "sm_leads"."outbox_events_number"();
alter table "sm_leads"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_leads"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_leads"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_leads"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_leads"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_leads"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_leads"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "source", "source_key", "interest", "name", "email", "phone", "message", "owner", "status", "party_id", "converted_at", "lost_reason", "deleted_at"), update ("source", "source_key", "interest", "name", "email", "phone", "message", "owner", "status", "party_id", "converted_at", "lost_reason", "deleted_at") on "sm_leads"."leads" to acervo_app;
grant select, insert ("id", "source", "source_key", "interest", "name", "email", "phone", "message", "owner", "status", "party_id", "converted_at", "lost_reason", "deleted_at"), update ("source", "source_key", "interest", "name", "email", "phone", "message", "owner", "status", "party_id", "converted_at", "lost_reason", "deleted_at") on "sm_leads"."leads" to acervo_worker;
grant select ("id", "source", "source_key", "interest", "name", "email", "phone", "message", "owner", "status", "party_id", "converted_at", "lost_reason", "created_at", "deleted_at", "updated_at") on "sm_leads"."leads" to acervo_readonly;
grant select, insert ("id", "lead_id", "channel", "outcome", "notes", "contacted_at") on "sm_leads"."lead_contacts" to acervo_app;
grant select, insert ("id", "lead_id", "channel", "outcome", "notes", "contacted_at") on "sm_leads"."lead_contacts" to acervo_worker;
grant select on "sm_leads"."lead_contacts" to acervo_readonly;
grant select on "sm_leads"."audit_events" to acervo_app;
grant select on "sm_leads"."audit_events" to acervo_worker;
grant select on "sm_leads"."audit_events" to acervo_readonly;
grant select on "sm_leads"."audit_details" to acervo_app;
grant select, delete on "sm_leads"."audit_details" to acervo_worker;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_leads"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_leads"."inbox_events" to acervo_worker;
grant select on "sm_leads"."inbox_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_leads"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_leads"."outbox_events" to acervo_worker;
grant select on "sm_leads"."outbox_events" to acervo_readonly;
set local role none;
