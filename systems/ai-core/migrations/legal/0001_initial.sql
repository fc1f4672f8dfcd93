-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 02ae49c4b4f06bd8d3f15e83281c958add273f542b2f6ccbf0033cb293e1a0cc

-- step: create sm_legal with 8 tables
-- locks: none
set local search_path to "sm_legal", acervo, pg_temp;
create schema if not exists "sm_legal" authorization acervo_owner;
grant usage on schema "sm_legal" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_legal"."matters" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(40) collate "C" not null,
  "title" text collate "C" not null,
  "kind" text collate "C" not null,
  "party_id" uuid,
  "responsible_id" uuid,
  "status" text collate "C" default 'OPEN' not null,
  "opened_on" date not null,
  "closed_on" date,
  "summary" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(summary, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "matters_pkey" primary key ("id"),
  constraint "matters_kind_check" check ("kind" in ('LITIGATION', 'CLAIM', 'ADVICE', 'REGULATORY')),
  constraint "matters_status_check" check ("status" in ('OPEN', 'ON_HOLD', 'WON', 'LOST', 'SETTLED', 'CLOSED')),
  constraint "matters_closed_check" check ((status in ('OPEN', 'ON_HOLD')) = (closed_on is null)),
  constraint "matters_term_check" check (closed_on >= opened_on)
);
create table "sm_legal"."legal_contracts" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(40) collate "C" not null,
  "title" text collate "C" not null,
  "party_id" uuid not null,
  "starts_on" date not null,
  "ends_on" date,
  "notice_days" integer default 30 not null,
  "notice_on" date generated always as (ends_on - notice_days) stored,
  "renews_itself" boolean default false not null,
  "status" text collate "C" default 'DRAFT' not null,
  "notice_given_on" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "legal_contracts_pkey" primary key ("id"),
  constraint "legal_contracts_number_key" unique ("number"),
  constraint "legal_contracts_status_check" check ("status" in ('DRAFT', 'SIGNED', 'NOTICE_GIVEN', 'ENDED')),
  constraint "legal_contracts_notice_check" check (status <> 'NOTICE_GIVEN' or notice_given_on is not null),
  constraint "legal_contracts_notice_days_check" check (notice_days >= 0),
  constraint "legal_contracts_notice_in_time_check" check (notice_given_on <= ends_on - notice_days),
  constraint "legal_contracts_term_check" check (ends_on > starts_on)
);
create table "sm_legal"."deadlines" (
  "id" uuid default acervo.uuid7() not null,
  "matter_id" uuid,
  "contract_id" uuid,
  "title" text collate "C" not null,
  "due_on" date not null,
  "remind_days" integer[] default array[30, 14, 7, 1] not null,
  "status" text collate "C" default 'OPEN' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "deadlines_pkey" primary key ("id"),
  constraint "deadlines_status_check" check ("status" in ('OPEN', 'MET', 'MISSED')),
  constraint "deadlines_days_check" check (0 <= all (remind_days) and cardinality(remind_days) <= 20),
  constraint "deadlines_one_subject_check" check ((matter_id is null) <> (contract_id is null))
);
create table "sm_legal"."reminders" (
  "id" uuid default acervo.uuid7() not null,
  "deadline_id" uuid not null,
  "days_before" integer not null,
  "remind_on" date not null,
  "sent_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "reminders_pkey" primary key ("id"),
  constraint "reminders_deadline_id_days_before_key" unique ("deadline_id", "days_before")
);
create table "sm_legal"."audit_events" (
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
create table "sm_legal"."audit_details" (
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
create table "sm_legal"."outbox_events" (
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
create unique index "matters_number_key" on "sm_legal"."matters" ("number") where (deleted_at is null);
create index "matters_status_opened_on_idx" on "sm_legal"."matters" ("status", "opened_on" desc);
create index "matters_party_id_idx" on "sm_legal"."matters" ("party_id") where party_id is not null;
create index "matters_search_vector_gin_idx" on "sm_legal"."matters" using gin ("search_vector");
create index "legal_contracts_notice_on_idx" on "sm_legal"."legal_contracts" ("notice_on") where status = 'SIGNED';
create index "legal_contracts_party_id_idx" on "sm_legal"."legal_contracts" ("party_id");
create index "legal_contracts_search_vector_gin_idx" on "sm_legal"."legal_contracts" using gin ("search_vector");
create index "deadlines_due_on_idx" on "sm_legal"."deadlines" ("due_on") where status = 'OPEN';
create index "deadlines_matter_id_idx" on "sm_legal"."deadlines" ("matter_id") where matter_id is not null;
create index "deadlines_contract_id_idx" on "sm_legal"."deadlines" ("contract_id") where contract_id is not null;
create index "reminders_remind_on_idx" on "sm_legal"."reminders" ("remind_on") where sent_at is null;
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_legal"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_legal"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_legal"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_legal"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_legal"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_legal"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_legal"."deadlines" add constraint "deadlines_matter_id_fkey" foreign key ("matter_id") references "sm_legal"."matters" ("id") on delete restrict;
alter table "sm_legal"."deadlines" add constraint "deadlines_contract_id_fkey" foreign key ("contract_id") references "sm_legal"."legal_contracts" ("id") on delete restrict;
alter table "sm_legal"."reminders" add constraint "reminders_deadline_id_fkey" foreign key ("deadline_id") references "sm_legal"."deadlines" ("id") on delete cascade;
create or replace function "sm_legal"."matters_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_legal", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."title" as "title", n."kind" as "kind", n."party_id" as "partyId", n."responsible_id" as "responsibleId", n."status" as "status", n."opened_on" as "openedOn", n."closed_on" as "closedOn", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."summary" as "summary") r) as came_apart,
        nullif(array_remove(array[case when n."summary" is not null then 'summary' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_legal"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'matters', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'matters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('matters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."title" as "title", o."kind" as "kind", o."party_id" as "partyId", o."responsible_id" as "responsibleId", o."status" as "status", o."opened_on" as "openedOn", o."closed_on" as "closedOn", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."summary" as "summary") r) as gone_apart,
        nullif(array_remove(array[case when o."summary" is not null then 'summary' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_legal"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'matters', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'matters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('matters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."title" as "title", o."kind" as "kind", o."party_id" as "partyId", o."responsible_id" as "responsibleId", o."status" as "status", o."opened_on" as "openedOn", o."closed_on" as "closedOn", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."title" as "title", n."kind" as "kind", n."party_id" as "partyId", n."responsible_id" as "responsibleId", n."status" as "status", n."opened_on" as "openedOn", n."closed_on" as "closedOn", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."responsible_id" is distinct from n."responsible_id") then 'responsibleId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."opened_on" is distinct from n."opened_on") then 'openedOn' end, case when not (o."closed_on" is distinct from n."closed_on") then 'closedOn' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."summary" as "summary") r) as gone_apart, (select to_jsonb(r) from (select n."summary" as "summary") r) as came_apart, array[case when not (o."summary" is distinct from n."summary") then 'summary' end] as same_apart,
        nullif(array_remove(array[case when o."summary" is distinct from n."summary" then 'summary' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_legal"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'matters', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'matters', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('matters')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."matters_emit"() returns trigger language plpgsql security definer
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (closed_on is not null) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Matter', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_legal"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Matter', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MatterOpened', 'MatterClosed'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('matterId', n."id", 'partyId', n."party_id")
        when 2 then jsonb_build_object('matterId', n."id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.status, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (closed_on is not null) is true as "holds 0" from new_rows) n
        join (select *, (closed_on is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Matter', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_legal"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Matter', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MatterClosed'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('matterId', n."id", 'status', n."status") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."matters_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_legal"."matters_states"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['ON_HOLD', 'WON', 'LOST', 'SETTLED', 'CLOSED']::text[] when 'ON_HOLD' then array['OPEN', 'WON', 'LOST', 'SETTLED', 'CLOSED']::text[] when 'WON' then array[]::text[] when 'LOST' then array[]::text[] when 'SETTLED' then array[]::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'matters', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_legal"."matters_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_legal"."legal_contracts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'legal_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('legal_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."title" as "title", n."party_id" as "partyId", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."notice_days" as "noticeDays", n."renews_itself" as "renewsItself", n."status" as "status", n."notice_given_on" as "noticeGivenOn") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'legal_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('legal_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."title" as "title", o."party_id" as "partyId", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."notice_days" as "noticeDays", o."renews_itself" as "renewsItself", o."status" as "status", o."notice_given_on" as "noticeGivenOn") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'legal_contracts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('legal_contracts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."title" as "title", o."party_id" as "partyId", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."notice_days" as "noticeDays", o."renews_itself" as "renewsItself", o."status" as "status", o."notice_given_on" as "noticeGivenOn") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."title" as "title", n."party_id" as "partyId", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."notice_days" as "noticeDays", n."renews_itself" as "renewsItself", n."status" as "status", n."notice_given_on" as "noticeGivenOn") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."notice_days" is distinct from n."notice_days") then 'noticeDays' end, case when not (o."renews_itself" is distinct from n."renews_itself") then 'renewsItself' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."notice_given_on" is distinct from n."notice_given_on") then 'noticeGivenOn' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."legal_contracts_emit"() returns trigger language plpgsql security definer
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.notice_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SIGNED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'LegalContract', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_legal"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'LegalContract', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ContractSigned'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('contractId', n."id", 'noticeOn', n."notice_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.notice_on, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SIGNED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'SIGNED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'LegalContract', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_legal"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'LegalContract', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ContractSigned'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('contractId', n."id", 'noticeOn', n."notice_on") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."legal_contracts_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'ENDED')) then
      raise exception using errcode = 'AV304', message = 'an ended contract stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'ENDED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an ended contract stays as it is';
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."legal_contracts_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_legal"."legal_contracts_states"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['SIGNED']::text[] when 'SIGNED' then array['NOTICE_GIVEN', 'ENDED']::text[] when 'NOTICE_GIVEN' then array['ENDED']::text[] when 'ENDED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'legal_contracts', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_legal"."legal_contracts_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_legal"."deadlines_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'deadlines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('deadlines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."matter_id" as "matterId", n."contract_id" as "contractId", n."title" as "title", n."due_on" as "dueOn", n."remind_days" as "remindDays", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'deadlines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('deadlines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."matter_id" as "matterId", o."contract_id" as "contractId", o."title" as "title", o."due_on" as "dueOn", o."remind_days" as "remindDays", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_legal"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'deadlines', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('deadlines')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."matter_id" as "matterId", o."contract_id" as "contractId", o."title" as "title", o."due_on" as "dueOn", o."remind_days" as "remindDays", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."matter_id" as "matterId", n."contract_id" as "contractId", n."title" as "title", n."due_on" as "dueOn", n."remind_days" as "remindDays", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."matter_id" is distinct from n."matter_id") then 'matterId' end, case when not (o."contract_id" is distinct from n."contract_id") then 'contractId' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."due_on" is distinct from n."due_on") then 'dueOn' end, case when not (o."remind_days" is distinct from n."remind_days") then 'remindDays' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."deadlines_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_legal"."deadlines_ladder"() returns trigger language plpgsql security definer
set search_path to "sm_legal", pg_temp as $body$
begin
  delete from "sm_legal"."reminders" r using new_rows n
  where r.deadline_id = n.id and r.sent_at is null
    and (not (n.status = 'OPEN') or r.days_before <> all (n.remind_days) or r.remind_on <> n.due_on - r.days_before);
  insert into "sm_legal"."reminders" (deadline_id, days_before, remind_on)
  select n.id, d.days, n.due_on - d.days from new_rows n cross join lateral
    (select distinct days from unnest(n.remind_days) u(days)) d
  where n.status = 'OPEN' order by n.id, d.days
  on conflict (deadline_id, days_before) do nothing;
  return null;
end$body$;
create or replace function "sm_legal"."deadlines_states"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['MET', 'MISSED']::text[] when 'MET' then array['OPEN']::text[] when 'MISSED' then array['MET']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'deadlines', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_legal"."deadlines_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_legal"."reminders_emit"() returns trigger language plpgsql security definer
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.deadline_id, n.days_before, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (sent_at is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Reminder', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_legal"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Reminder', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['DeadlineNear'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('reminderId', n."id", 'deadlineId', n."deadline_id", 'daysBefore', n."days_before") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.deadline_id, n.days_before, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (sent_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (sent_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Reminder', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_legal"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Reminder', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['DeadlineNear'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('reminderId', n."id", 'deadlineId', n."deadline_id", 'daysBefore', n."days_before") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."reminders_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (sent_at is not null)) then
      raise exception using errcode = 'AV304', message = 'what was sent was sent';
    end if;
  elsif exists (
    select from (select * from old_rows where (sent_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was sent was sent';
  end if;
  return null;
end$body$;
create or replace function "sm_legal"."reminders_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_legal"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_legal"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_legal", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_legal"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_legal", pg_temp as $body$
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
  update "sm_legal"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_legal"."matters" referencing new table as new_rows for each statement execute function "sm_legal"."matters_audit"();
create or replace trigger "audit_update" after update on "sm_legal"."matters" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."matters_audit"();
create or replace trigger "audit_delete" after delete on "sm_legal"."matters" referencing old table as old_rows for each statement execute function "sm_legal"."matters_audit"();
create or replace trigger "emit_insert" after insert on "sm_legal"."matters" referencing new table as new_rows for each statement execute function "sm_legal"."matters_emit"();
create or replace trigger "emit_update" after update on "sm_legal"."matters" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."matters_emit"();
create or replace trigger "keep" before truncate on "sm_legal"."matters" for each statement execute function "sm_legal"."matters_keep"();
create or replace trigger "states_update" before update on "sm_legal"."matters" for each row execute function "sm_legal"."matters_states"();
create or replace trigger "touch" before update on "sm_legal"."matters" for each row execute function "sm_legal"."matters_touch"();
create or replace trigger "audit_insert" after insert on "sm_legal"."legal_contracts" referencing new table as new_rows for each statement execute function "sm_legal"."legal_contracts_audit"();
create or replace trigger "audit_update" after update on "sm_legal"."legal_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."legal_contracts_audit"();
create or replace trigger "audit_delete" after delete on "sm_legal"."legal_contracts" referencing old table as old_rows for each statement execute function "sm_legal"."legal_contracts_audit"();
create or replace trigger "emit_insert" after insert on "sm_legal"."legal_contracts" referencing new table as new_rows for each statement execute function "sm_legal"."legal_contracts_emit"();
create or replace trigger "emit_update" after update on "sm_legal"."legal_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."legal_contracts_emit"();
create or replace trigger "frozen_update" after update on "sm_legal"."legal_contracts" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."legal_contracts_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_legal"."legal_contracts" referencing old table as old_rows for each statement execute function "sm_legal"."legal_contracts_frozen"();
create or replace trigger "keep" before truncate on "sm_legal"."legal_contracts" for each statement execute function "sm_legal"."legal_contracts_keep"();
create or replace trigger "states_update" before update on "sm_legal"."legal_contracts" for each row execute function "sm_legal"."legal_contracts_states"();
create or replace trigger "touch" before update on "sm_legal"."legal_contracts" for each row execute function "sm_legal"."legal_contracts_touch"();
create or replace trigger "audit_insert" after insert on "sm_legal"."deadlines" referencing new table as new_rows for each statement execute function "sm_legal"."deadlines_audit"();
create or replace trigger "audit_update" after update on "sm_legal"."deadlines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."deadlines_audit"();
create or replace trigger "audit_delete" after delete on "sm_legal"."deadlines" referencing old table as old_rows for each statement execute function "sm_legal"."deadlines_audit"();
create or replace trigger "keep" before truncate on "sm_legal"."deadlines" for each statement execute function "sm_legal"."deadlines_keep"();
create or replace trigger "ladder_insert" after insert on "sm_legal"."deadlines" referencing new table as new_rows for each statement execute function "sm_legal"."deadlines_ladder"();
create or replace trigger "ladder_update" after update on "sm_legal"."deadlines" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."deadlines_ladder"();
create or replace trigger "states_update" before update on "sm_legal"."deadlines" for each row execute function "sm_legal"."deadlines_states"();
create or replace trigger "touch" before update on "sm_legal"."deadlines" for each row execute function "sm_legal"."deadlines_touch"();
create or replace trigger "emit_insert" after insert on "sm_legal"."reminders" referencing new table as new_rows for each statement execute function "sm_legal"."reminders_emit"();
create or replace trigger "emit_update" after update on "sm_legal"."reminders" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."reminders_emit"();
create or replace trigger "frozen_update" after update on "sm_legal"."reminders" referencing new table as new_rows old table as old_rows for each statement execute function "sm_legal"."reminders_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_legal"."reminders" referencing old table as old_rows for each statement execute function "sm_legal"."reminders_frozen"();
create or replace trigger "touch" before update on "sm_legal"."reminders" for each row execute function "sm_legal"."reminders_touch"();
create or replace trigger "keep" before truncate on "sm_legal"."audit_events" for each statement execute function "sm_legal"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_legal"."audit_details" for each statement execute function "sm_legal"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_legal"."outbox_events" referencing new table as new_rows for each statement execute function "sm_legal"."outbox_events_number"();
alter table "sm_legal"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_legal"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_legal"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_legal"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_legal"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_legal"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_legal"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "title", "kind", "party_id", "responsible_id", "status", "opened_on", "closed_on", "summary", "deleted_at"), update ("number", "title", "kind", "party_id", "responsible_id", "status", "opened_on", "closed_on", "summary", "deleted_at") on "sm_legal"."matters" to acervo_app;
grant select, insert ("id", "number", "title", "kind", "party_id", "responsible_id", "status", "opened_on", "closed_on", "summary", "deleted_at"), update ("number", "title", "kind", "party_id", "responsible_id", "status", "opened_on", "closed_on", "summary", "deleted_at") on "sm_legal"."matters" to acervo_worker;
grant select ("id", "number", "title", "kind", "party_id", "responsible_id", "status", "opened_on", "closed_on", "summary", "created_at", "deleted_at", "updated_at") on "sm_legal"."matters" to acervo_readonly;
grant select, insert ("id", "number", "title", "party_id", "starts_on", "ends_on", "notice_days", "renews_itself", "status", "notice_given_on"), update ("number", "title", "party_id", "starts_on", "ends_on", "notice_days", "renews_itself", "status", "notice_given_on"), delete on "sm_legal"."legal_contracts" to acervo_app;
grant select, insert ("id", "number", "title", "party_id", "starts_on", "ends_on", "notice_days", "renews_itself", "status", "notice_given_on"), update ("number", "title", "party_id", "starts_on", "ends_on", "notice_days", "renews_itself", "status", "notice_given_on"), delete on "sm_legal"."legal_contracts" to acervo_worker;
grant select ("id", "number", "title", "party_id", "starts_on", "ends_on", "notice_days", "notice_on", "renews_itself", "status", "notice_given_on", "created_at", "updated_at") on "sm_legal"."legal_contracts" to acervo_readonly;
grant select, insert ("id", "matter_id", "contract_id", "title", "due_on", "remind_days", "status"), update ("title", "due_on", "remind_days", "status"), delete on "sm_legal"."deadlines" to acervo_app;
grant select, insert ("id", "matter_id", "contract_id", "title", "due_on", "remind_days", "status"), update ("title", "due_on", "remind_days", "status"), delete on "sm_legal"."deadlines" to acervo_worker;
grant select on "sm_legal"."deadlines" to acervo_readonly;
grant select, update ("sent_at") on "sm_legal"."reminders" to acervo_app;
grant select, update ("sent_at") on "sm_legal"."reminders" to acervo_worker;
grant select on "sm_legal"."reminders" to acervo_readonly;
grant select on "sm_legal"."audit_events" to acervo_app;
grant select on "sm_legal"."audit_events" to acervo_worker;
grant select on "sm_legal"."audit_events" to acervo_readonly;
grant select on "sm_legal"."audit_details" to acervo_app;
grant select, delete on "sm_legal"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_legal"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_legal"."outbox_events" to acervo_worker;
grant select on "sm_legal"."outbox_events" to acervo_readonly;
create view "sm_legal"."due_reminders" with (security_invoker = true) as
select id, deadline_id, days_before from reminders
   where sent_at is null and remind_on <= (acervo.now() at time zone 'Europe/Madrid')::date;
grant select on "sm_legal"."due_reminders" to acervo_app;
grant select on "sm_legal"."due_reminders" to acervo_worker;
grant select on "sm_legal"."due_reminders" to acervo_readonly;
set local role none;
