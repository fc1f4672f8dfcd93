-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 12158e0d33a36e5c6b8dc7c72d03904b0f041435539b8ff9a66f5a5fdb31058e

-- step: create sm_tickets with 6 tables
-- locks: none
set local search_path to "sm_tickets", acervo, pg_temp;
create schema if not exists "sm_tickets" authorization acervo_owner;
grant usage on schema "sm_tickets" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_tickets"."tickets" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(20) collate "C" not null,
  "party_id" uuid,
  "assignee_id" uuid,
  "subject" text collate "C" not null,
  "category" text collate "C" default 'QUESTION' not null,
  "priority" text collate "C" default 'NORMAL' not null,
  "status" text collate "C" default 'OPEN' not null,
  "resolution" text collate "C",
  "message_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(subject, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(resolution, '')), 'B')) stored not null,
  "sla_due_at" timestamptz(6),
  "sla_minutes" integer,
  "sla_stopped_at" timestamptz(6),
  "sla_waits_since" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "tickets_pkey" primary key ("id"),
  constraint "tickets_category_check" check ("category" in ('QUESTION', 'INCIDENT', 'COMPLAINT', 'REQUEST')),
  constraint "tickets_priority_check" check ("priority" in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
  constraint "tickets_status_check" check ("status" in ('OPEN', 'IN_PROGRESS', 'WAITING_CUSTOMER', 'RESOLVED', 'CLOSED')),
  constraint "tickets_number_check" check (number ~ '^TICK-[0-9]{6,}$'),
  constraint "tickets_resolved_check" check (status not in ('RESOLVED', 'CLOSED') or resolution is not null),
  constraint "tickets_sla_minutes_check" check (sla_minutes > 0)
);
create table "sm_tickets"."ticket_messages" (
  "id" uuid default acervo.uuid7() not null,
  "ticket_id" uuid not null,
  "author" varchar(200) collate "C" not null,
  "content" text collate "C" not null,
  "internal" boolean default false not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(content, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "ticket_messages_pkey" primary key ("id")
);
create table "sm_tickets"."ticket_counters" (
  "series" varchar(10) collate "C" not null,
  "last" bigint not null,
  constraint "ticket_counters_pkey" primary key ("series")
);
create table "sm_tickets"."audit_events" (
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
create table "sm_tickets"."audit_details" (
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
create table "sm_tickets"."outbox_events" (
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
create unique index "tickets_number_key" on "sm_tickets"."tickets" ("number") where (deleted_at is null);
create index "tickets_party_id_created_at_idx" on "sm_tickets"."tickets" ("party_id", "created_at" desc) where party_id is not null;
create index "tickets_assignee_id_status_idx" on "sm_tickets"."tickets" ("assignee_id", "status") where assignee_id is not null;
create index "tickets_status_priority_created_at_idx" on "sm_tickets"."tickets" ("status", "priority", "created_at");
create index "tickets_search_vector_gin_idx" on "sm_tickets"."tickets" using gin ("search_vector");
create index "tickets_sla_due_at_idx" on "sm_tickets"."tickets" ("sla_due_at") where sla_stopped_at is null and sla_waits_since is null;
create index "ticket_messages_ticket_id_created_at_idx" on "sm_tickets"."ticket_messages" ("ticket_id", "created_at");
create index "ticket_messages_search_vector_gin_idx" on "sm_tickets"."ticket_messages" using gin ("search_vector");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_tickets"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_tickets"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "sm_tickets"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "sm_tickets"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_tickets"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_tickets"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_tickets"."ticket_messages" add constraint "ticket_messages_ticket_id_fkey" foreign key ("ticket_id") references "sm_tickets"."tickets" ("id") on delete restrict;
create or replace function "sm_tickets"."tickets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_tickets", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."assignee_id" as "assigneeId", n."category" as "category", n."priority" as "priority", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", n."sla_minutes" as "slaMinutes") r) as came,
        (select to_jsonb(r) from (select n."subject" as "subject", n."resolution" as "resolution") r) as came_apart,
        nullif(array_remove(array[case when n."subject" is not null then 'subject' end, case when n."resolution" is not null then 'resolution' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_tickets"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'tickets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_tickets"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'tickets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tickets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."assignee_id" as "assigneeId", o."category" as "category", o."priority" as "priority", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", o."sla_minutes" as "slaMinutes") r) as gone,
        (select to_jsonb(r) from (select o."subject" as "subject", o."resolution" as "resolution") r) as gone_apart,
        nullif(array_remove(array[case when o."subject" is not null then 'subject' end, case when o."resolution" is not null then 'resolution' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_tickets"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'tickets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_tickets"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'tickets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tickets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."assignee_id" as "assigneeId", o."category" as "category", o."priority" as "priority", o."status" as "status", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", o."sla_minutes" as "slaMinutes") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."assignee_id" as "assigneeId", n."category" as "category", n."priority" as "priority", n."status" as "status", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", n."sla_minutes" as "slaMinutes") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."assignee_id" is distinct from n."assignee_id") then 'assigneeId' end, case when not (o."category" is distinct from n."category") then 'category' end, case when not (o."priority" is distinct from n."priority") then 'priority' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end, case when not (o."sla_minutes" is distinct from n."sla_minutes") then 'slaMinutes' end] as same,
        (select to_jsonb(r) from (select o."subject" as "subject", o."resolution" as "resolution") r) as gone_apart, (select to_jsonb(r) from (select n."subject" as "subject", n."resolution" as "resolution") r) as came_apart, array[case when not (o."subject" is distinct from n."subject") then 'subject' end, case when not (o."resolution" is distinct from n."resolution") then 'resolution' end] as same_apart,
        nullif(array_remove(array[case when o."subject" is distinct from n."subject" then 'subject' end, case when o."resolution" is distinct from n."resolution" then 'resolution' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_tickets"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'tickets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_tickets"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'tickets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tickets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."tickets_emit"() returns trigger language plpgsql security definer
set search_path to "sm_tickets", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.number, n.party_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (true) is true as "holds 0", (status = 'RESOLVED') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Ticket', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_tickets"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Ticket', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TicketOpened', 'TicketResolved'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('ticketId', n."id", 'number', n."number", 'partyId', n."party_id")
        when 2 then jsonb_build_object('ticketId', n."id", 'number', n."number", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.number, n.party_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'RESOLVED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'RESOLVED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Ticket', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_tickets"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Ticket', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TicketResolved'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('ticketId', n."id", 'number', n."number", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."tickets_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_tickets"."tickets_number"() returns trigger language plpgsql security definer
set search_path to "sm_tickets", pg_temp as $body$
declare
  next text;
begin
  insert into "sm_tickets"."ticket_counters" as c (series, last) values ('TICK', 1)
  on conflict (series) do update set last = c.last + 1
  returning c.last::text into next;
  new.number := 'TICK-' || lpad(next, greatest(6, length(next)), '0');
  return new;
end$body$;
create or replace function "sm_tickets"."tickets_sla_clock"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
declare
  at timestamptz(6) := acervo.now();
  is_done boolean := (select status in ('RESOLVED', 'CLOSED') from (select new.*) r);
  waits boolean := (select status = 'WAITING_CUSTOMER' from (select new.*) r);
begin
  if tg_op = 'INSERT' then
    new.sla_due_at := at + make_interval(mins => new.sla_minutes);
    new.sla_waits_since := null;
    new.sla_stopped_at := null;
  elsif new.sla_minutes is distinct from old.sla_minutes then
    new.sla_due_at := coalesce(
      old.sla_due_at + make_interval(mins => new.sla_minutes - old.sla_minutes),
      at + make_interval(mins => new.sla_minutes));
  end if;
  if new.sla_waits_since is not null and (is_done or not waits) then
    new.sla_due_at := new.sla_due_at + (at - new.sla_waits_since);
    new.sla_waits_since := null;
  elsif new.sla_waits_since is null and waits and not is_done then
    new.sla_waits_since := at;
  end if;
  new.sla_stopped_at := case when is_done then coalesce(new.sla_stopped_at, at) end;
  return new;
end$body$;
create or replace function "sm_tickets"."tickets_states"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['IN_PROGRESS', 'WAITING_CUSTOMER', 'RESOLVED']::text[] when 'IN_PROGRESS' then array['OPEN', 'WAITING_CUSTOMER', 'RESOLVED']::text[] when 'WAITING_CUSTOMER' then array['OPEN', 'IN_PROGRESS', 'RESOLVED']::text[] when 'RESOLVED' then array['OPEN', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'tickets', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_tickets"."tickets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_tickets"."tickets_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_tickets", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'tickets', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."ticket_messages_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_tickets", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."ticket_id" as "ticketId", n."author" as "author", n."internal" as "internal") r) as came,
        (select to_jsonb(r) from (select n."content" as "content") r) as came_apart,
        nullif(array_remove(array[case when n."content" is not null then 'content' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "sm_tickets"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'ticket_messages', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_tickets"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'ticket_messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('ticket_messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."ticket_id" as "ticketId", o."author" as "author", o."internal" as "internal") r) as gone,
        (select to_jsonb(r) from (select o."content" as "content") r) as gone_apart,
        nullif(array_remove(array[case when o."content" is not null then 'content' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "sm_tickets"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'ticket_messages', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_tickets"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'ticket_messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('ticket_messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."ticket_id" as "ticketId", o."author" as "author", o."internal" as "internal") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."ticket_id" as "ticketId", n."author" as "author", n."internal" as "internal") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."ticket_id" is distinct from n."ticket_id") then 'ticketId' end, case when not (o."author" is distinct from n."author") then 'author' end, case when not (o."internal" is distinct from n."internal") then 'internal' end] as same,
        (select to_jsonb(r) from (select o."content" as "content") r) as gone_apart, (select to_jsonb(r) from (select n."content" as "content") r) as came_apart, array[case when not (o."content" is distinct from n."content") then 'content' end] as same_apart,
        nullif(array_remove(array[case when o."content" is distinct from n."content" then 'content' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "sm_tickets"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'ticket_messages', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "sm_tickets"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'ticket_messages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('ticket_messages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."ticket_messages_count_message_count"() returns trigger language plpgsql security definer
set search_path to "sm_tickets", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_tickets"."tickets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.ticket_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_tickets"."tickets" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.ticket_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_tickets"."tickets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.ticket_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_tickets"."tickets" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.ticket_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_tickets"."tickets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.ticket_id as id, 1 as n from new_rows r where true and (true) union all select r.ticket_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_tickets"."tickets" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.ticket_id as id, 1 as n from new_rows r where true and (true) union all select r.ticket_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."ticket_messages_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (true)) then
      raise exception using errcode = 'AV304', message = 'what was said was said';
    end if;
  elsif exists (
    select from (select * from old_rows where (true)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was said was said';
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."ticket_messages_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_tickets"."ticket_messages_locked_by_ticket_id"() returns trigger language plpgsql security definer
set search_path to "sm_tickets", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_tickets"."tickets" p where p.id in (select ticket_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_tickets"."tickets" p where p.id in (select ticket_id from new_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the ticket is closed';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_tickets"."tickets" p where p.id in (select ticket_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_tickets"."tickets" p where p.id in (select ticket_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the ticket is closed';
    end if;
  else
    perform from "sm_tickets"."tickets" p where p.id in (select ticket_id from new_rows where (true) union select ticket_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_tickets"."tickets" p where p.id in (select ticket_id from new_rows where (true) union select ticket_id from old_rows where (true)) and (status = 'CLOSED')
    ) then
      raise exception using errcode = 'AV304', message = 'the ticket is closed';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_tickets"."ticket_messages_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_tickets"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_tickets"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_tickets", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_tickets"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_tickets", pg_temp as $body$
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
  update "sm_tickets"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_tickets"."tickets" referencing new table as new_rows for each statement execute function "sm_tickets"."tickets_audit"();
create or replace trigger "audit_update" after update on "sm_tickets"."tickets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tickets"."tickets_audit"();
create or replace trigger "audit_delete" after delete on "sm_tickets"."tickets" referencing old table as old_rows for each statement execute function "sm_tickets"."tickets_audit"();
create or replace trigger "emit_insert" after insert on "sm_tickets"."tickets" referencing new table as new_rows for each statement execute function "sm_tickets"."tickets_emit"();
create or replace trigger "emit_update" after update on "sm_tickets"."tickets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tickets"."tickets_emit"();
create or replace trigger "keep" before truncate on "sm_tickets"."tickets" for each statement execute function "sm_tickets"."tickets_keep"();
create or replace trigger "number" before insert on "sm_tickets"."tickets" for each row execute function "sm_tickets"."tickets_number"();
create or replace trigger "sla_clock_insert" before insert on "sm_tickets"."tickets" for each row execute function "sm_tickets"."tickets_sla_clock"();
create or replace trigger "sla_clock_update" before update on "sm_tickets"."tickets" for each row execute function "sm_tickets"."tickets_sla_clock"();
create or replace trigger "states_update" before update on "sm_tickets"."tickets" for each row execute function "sm_tickets"."tickets_states"();
create or replace trigger "touch" before update on "sm_tickets"."tickets" for each row execute function "sm_tickets"."tickets_touch"();
create or replace trigger "transitions_insert" after insert on "sm_tickets"."tickets" referencing new table as new_rows for each statement execute function "sm_tickets"."tickets_transitions"();
create or replace trigger "audit_insert" after insert on "sm_tickets"."ticket_messages" referencing new table as new_rows for each statement execute function "sm_tickets"."ticket_messages_audit"();
create or replace trigger "audit_update" after update on "sm_tickets"."ticket_messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_audit"();
create or replace trigger "audit_delete" after delete on "sm_tickets"."ticket_messages" referencing old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_audit"();
create or replace trigger "count_message_count_insert" after insert on "sm_tickets"."ticket_messages" referencing new table as new_rows for each statement execute function "sm_tickets"."ticket_messages_count_message_count"();
create or replace trigger "count_message_count_update" after update on "sm_tickets"."ticket_messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_count_message_count"();
create or replace trigger "count_message_count_delete" after delete on "sm_tickets"."ticket_messages" referencing old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_count_message_count"();
create or replace trigger "frozen_update" after update on "sm_tickets"."ticket_messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_tickets"."ticket_messages" referencing old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_frozen"();
create or replace trigger "keep" before truncate on "sm_tickets"."ticket_messages" for each statement execute function "sm_tickets"."ticket_messages_keep"();
create or replace trigger "locked_by_ticket_id_insert" after insert on "sm_tickets"."ticket_messages" referencing new table as new_rows for each statement execute function "sm_tickets"."ticket_messages_locked_by_ticket_id"();
create or replace trigger "locked_by_ticket_id_update" after update on "sm_tickets"."ticket_messages" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_locked_by_ticket_id"();
create or replace trigger "locked_by_ticket_id_delete" after delete on "sm_tickets"."ticket_messages" referencing old table as old_rows for each statement execute function "sm_tickets"."ticket_messages_locked_by_ticket_id"();
create or replace trigger "touch" before update on "sm_tickets"."ticket_messages" for each row execute function "sm_tickets"."ticket_messages_touch"();
create or replace trigger "keep" before truncate on "sm_tickets"."audit_events" for each statement execute function "sm_tickets"."audit_events_keep"();
create or replace trigger "keep" before truncate on "sm_tickets"."audit_details" for each statement execute function "sm_tickets"."audit_details_keep"();
create or replace trigger "number" after insert on "sm_tickets"."outbox_events" referencing new table as new_rows for each statement execute function "sm_tickets"."outbox_events_number"();
alter table "sm_tickets"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_tickets"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_tickets"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "sm_tickets"."audit_details" enable row level security, force row level security;
create policy "added" on "sm_tickets"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "sm_tickets"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "sm_tickets"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "assignee_id", "subject", "category", "priority", "status", "resolution", "deleted_at", "sla_minutes"), update ("party_id", "assignee_id", "subject", "category", "priority", "status", "resolution", "deleted_at", "sla_minutes") on "sm_tickets"."tickets" to acervo_app;
grant select, insert ("id", "party_id", "assignee_id", "subject", "category", "priority", "status", "resolution", "deleted_at", "sla_minutes"), update ("party_id", "assignee_id", "subject", "category", "priority", "status", "resolution", "deleted_at", "sla_minutes") on "sm_tickets"."tickets" to acervo_worker;
grant select ("id", "number", "party_id", "assignee_id", "subject", "category", "priority", "status", "resolution", "message_count", "created_at", "deleted_at", "sla_due_at", "sla_minutes", "sla_stopped_at", "sla_waits_since", "updated_at") on "sm_tickets"."tickets" to acervo_readonly;
grant select, insert ("id", "ticket_id", "author", "content", "internal") on "sm_tickets"."ticket_messages" to acervo_app;
grant select, insert ("id", "ticket_id", "author", "content", "internal") on "sm_tickets"."ticket_messages" to acervo_worker;
grant select ("id", "ticket_id", "author", "content", "internal", "created_at", "updated_at") on "sm_tickets"."ticket_messages" to acervo_readonly;
grant select on "sm_tickets"."ticket_counters" to acervo_app;
grant select on "sm_tickets"."ticket_counters" to acervo_worker;
grant select on "sm_tickets"."ticket_counters" to acervo_readonly;
grant select on "sm_tickets"."audit_events" to acervo_app;
grant select on "sm_tickets"."audit_events" to acervo_worker;
grant select on "sm_tickets"."audit_events" to acervo_readonly;
grant select on "sm_tickets"."audit_details" to acervo_app;
grant select, delete on "sm_tickets"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_tickets"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_tickets"."outbox_events" to acervo_worker;
grant select on "sm_tickets"."outbox_events" to acervo_readonly;
set local role none;
