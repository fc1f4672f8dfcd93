-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 9b40e66ea9173d716dee95da89e01c9b54bb86d3e9da0a91dca6454fd3099a96

-- step: create sm_tasks with 5 tables
-- locks: none
set local search_path to "sm_tasks", acervo, pg_temp;
create schema if not exists "sm_tasks" authorization acervo_owner;
grant usage on schema "sm_tasks" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_tasks"."tasks" (
  "id" uuid default acervo.uuid7() not null,
  "title" text collate "C" not null,
  "description" text collate "C",
  "assignee_id" uuid,
  "project_id" uuid,
  "priority" text collate "C" default 'NORMAL' not null,
  "status" text collate "C" default 'TODO' not null,
  "blocked_because" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "sla_due_at" timestamptz(6),
  "sla_minutes" integer,
  "sla_stopped_at" timestamptz(6),
  "sla_waits_since" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "tasks_pkey" primary key ("id"),
  constraint "tasks_priority_check" check ("priority" in ('LOW', 'NORMAL', 'HIGH', 'URGENT')),
  constraint "tasks_status_check" check ("status" in ('TODO', 'DOING', 'BLOCKED', 'DONE')),
  constraint "tasks_blocked_check" check ((status = 'BLOCKED') = (blocked_because is not null)),
  constraint "tasks_sla_minutes_check" check (sla_minutes > 0)
);
create table "sm_tasks"."task_dependencies" (
  "id" uuid default acervo.uuid7() not null,
  "task_id" uuid not null,
  "depends_on_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "task_dependencies_pkey" primary key ("id"),
  constraint "task_dependencies_task_id_depends_on_id_key" unique ("task_id", "depends_on_id"),
  constraint "task_dependencies_not_itself_check" check (task_id <> depends_on_id)
);
create table "sm_tasks"."audit_events" (
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
create table "sm_tasks"."outbox_events" (
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
create index "tasks_assignee_id_status_idx" on "sm_tasks"."tasks" ("assignee_id", "status") where assignee_id is not null;
create index "tasks_project_id_idx" on "sm_tasks"."tasks" ("project_id") where project_id is not null;
create index "tasks_search_vector_gin_idx" on "sm_tasks"."tasks" using gin ("search_vector");
create index "tasks_sla_due_at_idx" on "sm_tasks"."tasks" ("sla_due_at") where sla_stopped_at is null and sla_waits_since is null;
create index "task_dependencies_depends_on_id_idx" on "sm_tasks"."task_dependencies" ("depends_on_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_tasks"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_tasks"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_tasks"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_tasks"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_tasks"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_tasks"."task_dependencies" add constraint "task_dependencies_task_id_fkey" foreign key ("task_id") references "sm_tasks"."tasks" ("id") on delete restrict;
alter table "sm_tasks"."task_dependencies" add constraint "task_dependencies_depends_on_id_fkey" foreign key ("depends_on_id") references "sm_tasks"."tasks" ("id") on delete restrict;
create or replace function "sm_tasks"."tasks_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_tasks", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_tasks"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'tasks', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tasks')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."title" as "title", n."description" as "description", n."assignee_id" as "assigneeId", n."project_id" as "projectId", n."priority" as "priority", n."status" as "status", n."blocked_because" as "blockedBecause", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", n."sla_minutes" as "slaMinutes") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_tasks"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'tasks', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tasks')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."title" as "title", o."description" as "description", o."assignee_id" as "assigneeId", o."project_id" as "projectId", o."priority" as "priority", o."status" as "status", o."blocked_because" as "blockedBecause", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", o."sla_minutes" as "slaMinutes") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_tasks"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'tasks', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('tasks')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."title" as "title", o."description" as "description", o."assignee_id" as "assigneeId", o."project_id" as "projectId", o."priority" as "priority", o."status" as "status", o."blocked_because" as "blockedBecause", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", o."sla_minutes" as "slaMinutes") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."title" as "title", n."description" as "description", n."assignee_id" as "assigneeId", n."project_id" as "projectId", n."priority" as "priority", n."status" as "status", n."blocked_because" as "blockedBecause", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", n."sla_minutes" as "slaMinutes") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."assignee_id" is distinct from n."assignee_id") then 'assigneeId' end, case when not (o."project_id" is distinct from n."project_id") then 'projectId' end, case when not (o."priority" is distinct from n."priority") then 'priority' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."blocked_because" is distinct from n."blocked_because") then 'blockedBecause' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end, case when not (o."sla_minutes" is distinct from n."sla_minutes") then 'slaMinutes' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_tasks"."tasks_emit"() returns trigger language plpgsql security definer
set search_path to "sm_tasks", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.assignee_id, n.blocked_because, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (assignee_id is not null) is true as "holds 0", (status = 'BLOCKED') is true as "holds 1", (status = 'DONE') is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Task', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_tasks"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Task', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TaskAssigned', 'TaskBlocked', 'TaskDone'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('taskId', n."id", 'assigneeId', n."assignee_id")
        when 2 then jsonb_build_object('taskId', n."id", 'because', n."blocked_because")
        when 3 then jsonb_build_object('taskId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.assignee_id, n.blocked_because, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end], null) as "its events"
      from (select *, (assignee_id is not null) is true as "holds 0", (status = 'BLOCKED') is true as "holds 1", (status = 'DONE') is true as "holds 2" from new_rows) n
        join (select *, (assignee_id is not null) is true as "holds 0", (status = 'BLOCKED') is true as "holds 1", (status = 'DONE') is true as "holds 2" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Task', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_tasks"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Task', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['TaskAssigned', 'TaskBlocked', 'TaskDone'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('taskId', n."id", 'assigneeId', n."assignee_id")
        when 2 then jsonb_build_object('taskId', n."id", 'because', n."blocked_because")
        when 3 then jsonb_build_object('taskId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_tasks"."tasks_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_tasks", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_tasks"."tasks_settled_in_order"() returns trigger language plpgsql security definer
set search_path to "sm_tasks", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.id, new.id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_tasks"."tasks" p where p.id = asked for no key update;
    if found and not exists (select from "sm_tasks"."tasks" p where p.id = asked and (p.status <> 'DONE' or not exists (
      select from "sm_tasks"."task_dependencies" d join "sm_tasks"."tasks" t on t.id = d.depends_on_id
      where d.task_id = p.id and t.status <> 'DONE' and t.deleted_at is null))) then
      raise exception using errcode = 'AV304', message = 'it waits for a task that is not done';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_tasks"."tasks_sla_clock"() returns trigger language plpgsql security invoker
set search_path to "sm_tasks", pg_temp as $body$
declare
  at timestamptz(6) := acervo.now();
  is_done boolean := (select status = 'DONE' from (select new.*) r);
  waits boolean := (select status = 'BLOCKED' from (select new.*) r);
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
create or replace function "sm_tasks"."tasks_states"() returns trigger language plpgsql security invoker
set search_path to "sm_tasks", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'TODO' then array['DOING', 'BLOCKED', 'DONE']::text[] when 'DOING' then array['TODO', 'BLOCKED', 'DONE']::text[] when 'BLOCKED' then array['TODO', 'DOING']::text[] when 'DONE' then array['DOING']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'tasks', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_tasks"."tasks_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_tasks", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_tasks"."task_dependencies_acyclic_task_id"() returns trigger language plpgsql security definer
set search_path to "sm_tasks", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.depends_on_id is not null) then
    return null;
  end if;
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_tasks"."task_dependencies".acyclic_task_id', 7411));
  if exists (
    with recursive way(start, here) as (
      select n.task_id, n.depends_on_id from new_rows n where n.depends_on_id is not null and true
      union
      select w.start, t.depends_on_id from way w join "sm_tasks"."task_dependencies" t on t.task_id = w.here
      where t.depends_on_id is not null and true
    )
    select from way where start = here
  ) then
    raise exception using errcode = 'AV304', message = 'the links lead back to where they started';
  end if;
  return null;
end$body$;
create or replace function "sm_tasks"."task_dependencies_settled_in_order"() returns trigger language plpgsql security definer
set search_path to "sm_tasks", pg_temp as $body$
declare
  asked uuid;
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  for asked in
    select distinct k.id from unnest(array[old.task_id, new.task_id]) k(id)
    where k.id is not null order by 1
  loop
    perform from "sm_tasks"."tasks" p where p.id = asked for no key update;
    if found and not exists (select from "sm_tasks"."tasks" p where p.id = asked and (p.status <> 'DONE' or not exists (
      select from "sm_tasks"."task_dependencies" d join "sm_tasks"."tasks" t on t.id = d.depends_on_id
      where d.task_id = p.id and t.status <> 'DONE' and t.deleted_at is null))) then
      raise exception using errcode = 'AV304', message = 'it waits for a task that is not done';
    end if;
  end loop;
  return null;
end$body$;
create or replace function "sm_tasks"."task_dependencies_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_tasks", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_tasks"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_tasks", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_tasks"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_tasks", pg_temp as $body$
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
  update "sm_tasks"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_tasks"."tasks" referencing new table as new_rows for each statement execute function "sm_tasks"."tasks_audit"();
create or replace trigger "audit_update" after update on "sm_tasks"."tasks" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tasks"."tasks_audit"();
create or replace trigger "audit_delete" after delete on "sm_tasks"."tasks" referencing old table as old_rows for each statement execute function "sm_tasks"."tasks_audit"();
create or replace trigger "emit_insert" after insert on "sm_tasks"."tasks" referencing new table as new_rows for each statement execute function "sm_tasks"."tasks_emit"();
create or replace trigger "emit_update" after update on "sm_tasks"."tasks" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tasks"."tasks_emit"();
create or replace trigger "keep" before truncate on "sm_tasks"."tasks" for each statement execute function "sm_tasks"."tasks_keep"();
create constraint trigger "settled_in_order_insert" after insert on "sm_tasks"."tasks" deferrable initially deferred for each row execute function "sm_tasks"."tasks_settled_in_order"();
create constraint trigger "settled_in_order_update" after update on "sm_tasks"."tasks" deferrable initially deferred for each row execute function "sm_tasks"."tasks_settled_in_order"();
create constraint trigger "settled_in_order_delete" after delete on "sm_tasks"."tasks" deferrable initially deferred for each row execute function "sm_tasks"."tasks_settled_in_order"();
create or replace trigger "sla_clock_insert" before insert on "sm_tasks"."tasks" for each row execute function "sm_tasks"."tasks_sla_clock"();
create or replace trigger "sla_clock_update" before update on "sm_tasks"."tasks" for each row execute function "sm_tasks"."tasks_sla_clock"();
create or replace trigger "states_update" before update on "sm_tasks"."tasks" for each row execute function "sm_tasks"."tasks_states"();
create or replace trigger "touch" before update on "sm_tasks"."tasks" for each row execute function "sm_tasks"."tasks_touch"();
create or replace trigger "acyclic_task_id_insert" after insert on "sm_tasks"."task_dependencies" referencing new table as new_rows for each statement execute function "sm_tasks"."task_dependencies_acyclic_task_id"();
create or replace trigger "acyclic_task_id_update" after update on "sm_tasks"."task_dependencies" referencing new table as new_rows old table as old_rows for each statement execute function "sm_tasks"."task_dependencies_acyclic_task_id"();
create constraint trigger "settled_in_order_insert" after insert on "sm_tasks"."task_dependencies" deferrable initially deferred for each row execute function "sm_tasks"."task_dependencies_settled_in_order"();
create constraint trigger "settled_in_order_update" after update on "sm_tasks"."task_dependencies" deferrable initially deferred for each row execute function "sm_tasks"."task_dependencies_settled_in_order"();
create constraint trigger "settled_in_order_delete" after delete on "sm_tasks"."task_dependencies" deferrable initially deferred for each row execute function "sm_tasks"."task_dependencies_settled_in_order"();
create or replace trigger "touch" before update on "sm_tasks"."task_dependencies" for each row execute function "sm_tasks"."task_dependencies_touch"();
create or replace trigger "keep" before truncate on "sm_tasks"."audit_events" for each statement execute function "sm_tasks"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_tasks"."outbox_events" referencing new table as new_rows for each statement execute function "sm_tasks"."outbox_events_number"();
alter table "sm_tasks"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_tasks"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_tasks"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "title", "description", "assignee_id", "project_id", "priority", "status", "blocked_because", "deleted_at", "sla_minutes"), update ("title", "description", "assignee_id", "project_id", "priority", "status", "blocked_because", "deleted_at", "sla_minutes") on "sm_tasks"."tasks" to acervo_app;
grant select, insert ("id", "title", "description", "assignee_id", "project_id", "priority", "status", "blocked_because", "deleted_at", "sla_minutes"), update ("title", "description", "assignee_id", "project_id", "priority", "status", "blocked_because", "deleted_at", "sla_minutes") on "sm_tasks"."tasks" to acervo_worker;
grant select ("id", "title", "description", "assignee_id", "project_id", "priority", "status", "blocked_because", "created_at", "deleted_at", "sla_due_at", "sla_minutes", "sla_stopped_at", "sla_waits_since", "updated_at") on "sm_tasks"."tasks" to acervo_readonly;
grant select, insert ("id", "task_id", "depends_on_id"), delete on "sm_tasks"."task_dependencies" to acervo_app;
grant select, insert ("id", "task_id", "depends_on_id"), delete on "sm_tasks"."task_dependencies" to acervo_worker;
grant select on "sm_tasks"."task_dependencies" to acervo_readonly;
grant select on "sm_tasks"."audit_events" to acervo_app;
grant select on "sm_tasks"."audit_events" to acervo_worker;
grant select on "sm_tasks"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_tasks"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_tasks"."outbox_events" to acervo_worker;
grant select on "sm_tasks"."outbox_events" to acervo_readonly;
create view "sm_tasks"."late_tasks" with (security_invoker = true) as
select id, assignee_id, sla_due_at, status from tasks
   where deleted_at is null and sla_due_at < coalesce(sla_stopped_at, sla_waits_since, acervo.now());
grant select on "sm_tasks"."late_tasks" to acervo_app;
grant select on "sm_tasks"."late_tasks" to acervo_worker;
grant select on "sm_tasks"."late_tasks" to acervo_readonly;
set local role none;
