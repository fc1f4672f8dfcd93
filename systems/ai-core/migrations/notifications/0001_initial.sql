-- acervo: transactional
-- objects: extension btree_gist
-- model: 23ebf40ed391156b200583b8aa1724744ce9d46ce4644431492c12447b5896fb

-- step: create sm_notifications with 6 tables
-- locks: none
set local search_path to "sm_notifications", acervo, pg_temp;
create schema if not exists "sm_notifications" authorization acervo_owner;
grant usage on schema "sm_notifications" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_notifications"."notifications" (
  "id" uuid default acervo.uuid7() not null,
  "event_id" uuid not null,
  "user_id" uuid not null,
  "kind" varchar(80) collate "C" not null,
  "title" varchar(300) collate "C" not null,
  "body" text collate "C",
  "data" jsonb default '{}'::jsonb not null,
  "read_at" timestamptz(6),
  "archived_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "notifications_pkey" primary key ("id"),
  constraint "notifications_event_id_user_id_key" unique ("event_id", "user_id"),
  constraint "notifications_archived_check" check (archived_at is null or read_at is not null),
  constraint "notifications_kind_check" check (kind ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$')
);
create table "sm_notifications"."preferences" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "kind" varchar(80) collate "C" not null,
  "channel" text collate "C" not null,
  "enabled" boolean default true not null,
  "digest" text collate "C" default 'NONE' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "preferences_pkey" primary key ("id"),
  constraint "preferences_user_id_kind_channel_key" unique ("user_id", "kind", "channel"),
  constraint "preferences_channel_check" check ("channel" in ('PORTAL', 'EMAIL', 'SMS', 'PUSH')),
  constraint "preferences_digest_check" check ("digest" in ('NONE', 'HOURLY', 'DAILY', 'WEEKLY'))
);
create table "sm_notifications"."digests" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "channel" text collate "C" not null,
  "period_start" timestamptz(6) not null,
  "period_end" timestamptz(6) not null,
  "status" text collate "C" default 'OPEN' not null,
  "sent_at" timestamptz(6),
  "item_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "digests_pkey" primary key ("id"),
  constraint "digests_channel_check" check ("channel" in ('PORTAL', 'EMAIL', 'SMS', 'PUSH')),
  constraint "digests_status_check" check ("status" in ('OPEN', 'SENT')),
  constraint "digests_not_empty_check" check (status = 'OPEN' or item_count > 0),
  constraint "digests_period_check" check (period_end > period_start),
  constraint "digests_one_at_a_time_excl" exclude using gist (user_id with =, channel with =, tstzrange(period_start, period_end) with &&)
);
create table "sm_notifications"."deliveries" (
  "id" uuid default acervo.uuid7() not null,
  "notification_id" uuid not null,
  "channel" text collate "C" not null,
  "digest_id" uuid,
  "status" text collate "C" default 'PENDING' not null,
  "sent_at" timestamptz(6),
  "error" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "deliveries_pkey" primary key ("id"),
  constraint "deliveries_notification_id_channel_key" unique ("notification_id", "channel"),
  constraint "deliveries_channel_check" check ("channel" in ('PORTAL', 'EMAIL', 'SMS', 'PUSH')),
  constraint "deliveries_status_check" check ("status" in ('PENDING', 'SENT', 'FAILED'))
);
create table "sm_notifications"."audit_events" (
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
create table "sm_notifications"."outbox_events" (
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
create index "notifications_user_id_created_at_idx" on "sm_notifications"."notifications" ("user_id", "created_at" desc);
create index "notifications_user_id_idx" on "sm_notifications"."notifications" ("user_id") where read_at is null;
create index "digests_period_end_idx" on "sm_notifications"."digests" ("period_end") where status = 'OPEN';
create index "deliveries_created_at_idx" on "sm_notifications"."deliveries" ("created_at") where status = 'PENDING';
create index "deliveries_digest_id_idx" on "sm_notifications"."deliveries" ("digest_id") where digest_id is not null;
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_notifications"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_notifications"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_notifications"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_notifications"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_notifications"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_notifications"."deliveries" add constraint "deliveries_notification_id_fkey" foreign key ("notification_id") references "sm_notifications"."notifications" ("id") on delete restrict;
alter table "sm_notifications"."deliveries" add constraint "deliveries_digest_id_fkey" foreign key ("digest_id") references "sm_notifications"."digests" ("id") on delete restrict;
create or replace function "sm_notifications"."notifications_emit"() returns trigger language plpgsql security definer
set search_path to "sm_notifications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.user_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (read_at is not null) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Notification', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_notifications"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Notification', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['NotificationRead'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('notificationId', n."id", 'userId', n."user_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.user_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (read_at is not null) is true as "holds 0" from new_rows) n
        join (select *, (read_at is not null) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Notification', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_notifications"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Notification', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['NotificationRead'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('notificationId', n."id", 'userId', n."user_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_notifications"."notifications_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (tg_op = 'UPDATE')) then
      raise exception using errcode = 'AV304', message = 'what was told does not change';
    end if;
  elsif exists (
    select from (select * from old_rows where (tg_op = 'UPDATE')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['read_at', 'archived_at', 'updated_at'] is distinct from to_jsonb(n) - array['read_at', 'archived_at', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was told does not change';
  end if;
  return null;
end$body$;
create or replace function "sm_notifications"."notifications_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_notifications"."preferences_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_notifications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_notifications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'preferences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('preferences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."kind" as "kind", n."channel" as "channel", n."enabled" as "enabled", n."digest" as "digest") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_notifications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'preferences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('preferences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."kind" as "kind", o."channel" as "channel", o."enabled" as "enabled", o."digest" as "digest") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_notifications"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'preferences', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('preferences')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."kind" as "kind", o."channel" as "channel", o."enabled" as "enabled", o."digest" as "digest") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."kind" as "kind", n."channel" as "channel", n."enabled" as "enabled", n."digest" as "digest") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."enabled" is distinct from n."enabled") then 'enabled' end, case when not (o."digest" is distinct from n."digest") then 'digest' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_notifications"."preferences_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_notifications"."preferences_lock_wish"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  perform pg_advisory_xact_lock(hashtextextended('"sm_notifications".wish:' || new.user_id || new.kind || new.channel, 7411));
  return new;
end$body$;
create or replace function "sm_notifications"."preferences_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_notifications"."digests_states"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['SENT']::text[] when 'SENT' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'digests', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'SENT' and (
    case tg_op when 'INSERT' then new.sent_at is null
    else new.status is distinct from old.status and new.sent_at is not distinct from old.sent_at end
  ) then
    new.sent_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_notifications"."digests_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_notifications"."digests_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_notifications", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'digests', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_notifications"."deliveries_count_item_count"() returns trigger language plpgsql security definer
set search_path to "sm_notifications", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_notifications"."digests" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.digest_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_notifications"."digests" p set item_count = p.item_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.digest_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_notifications"."digests" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.digest_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_notifications"."digests" p set item_count = p.item_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.digest_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_notifications"."digests" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.digest_id as id, 1 as n from new_rows r where true and (true) union all select r.digest_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_notifications"."digests" p set item_count = p.item_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.digest_id as id, 1 as n from new_rows r where true and (true) union all select r.digest_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_notifications"."deliveries_states"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['SENT', 'FAILED']::text[] when 'FAILED' then array['PENDING']::text[] when 'SENT' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'deliveries', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'SENT' and (
    case tg_op when 'INSERT' then new.sent_at is null
    else new.status is distinct from old.status and new.sent_at is not distinct from old.sent_at end
  ) then
    new.sent_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_notifications"."deliveries_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_notifications"."deliveries_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_notifications", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PENDING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'deliveries', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PENDING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_notifications"."deliveries_wish"() returns trigger language plpgsql security definer
set search_path to "sm_notifications", pg_temp as $body$
declare
  told "sm_notifications"."notifications";
  wish "sm_notifications"."preferences";
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  select n.* into told from "sm_notifications"."notifications" n where n.id = new.notification_id;
  perform pg_advisory_xact_lock_shared(hashtextextended('"sm_notifications".wish:' || told.user_id || told.kind || new.channel, 7411));
  select p.* into wish from "sm_notifications"."preferences" p
  where p.user_id = told.user_id and p.kind = told.kind and p.channel = new.channel;
  if not coalesce(wish.enabled, true) then
    raise exception 'its user does not want it over this channel' using errcode = 'AV304';
  elsif coalesce(wish.digest, 'NONE') <> 'NONE' and new.digest_id is null then
    raise exception 'its user wants it in a digest' using errcode = 'AV304';
  end if;
  if new.digest_id is not null then
    perform from "sm_notifications"."digests" d where d.id = new.digest_id and d.user_id = told.user_id
      and d.channel = new.channel and d.status = 'OPEN' for no key update of d;
    if not found then
      raise exception 'the digest is of somebody else or gone' using errcode = 'AV304';
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_notifications"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_notifications", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_notifications"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_notifications", pg_temp as $body$
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
  update "sm_notifications"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "emit_insert" after insert on "sm_notifications"."notifications" referencing new table as new_rows for each statement execute function "sm_notifications"."notifications_emit"();
create or replace trigger "emit_update" after update on "sm_notifications"."notifications" referencing new table as new_rows old table as old_rows for each statement execute function "sm_notifications"."notifications_emit"();
create or replace trigger "frozen_update" after update on "sm_notifications"."notifications" referencing new table as new_rows old table as old_rows for each statement execute function "sm_notifications"."notifications_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_notifications"."notifications" referencing old table as old_rows for each statement execute function "sm_notifications"."notifications_frozen"();
create or replace trigger "touch" before update on "sm_notifications"."notifications" for each row execute function "sm_notifications"."notifications_touch"();
create or replace trigger "audit_insert" after insert on "sm_notifications"."preferences" referencing new table as new_rows for each statement execute function "sm_notifications"."preferences_audit"();
create or replace trigger "audit_update" after update on "sm_notifications"."preferences" referencing new table as new_rows old table as old_rows for each statement execute function "sm_notifications"."preferences_audit"();
create or replace trigger "audit_delete" after delete on "sm_notifications"."preferences" referencing old table as old_rows for each statement execute function "sm_notifications"."preferences_audit"();
create or replace trigger "keep" before truncate on "sm_notifications"."preferences" for each statement execute function "sm_notifications"."preferences_keep"();
create or replace trigger "lock_wish_insert" before insert on "sm_notifications"."preferences" for each row execute function "sm_notifications"."preferences_lock_wish"();
create or replace trigger "lock_wish_update" before update on "sm_notifications"."preferences" for each row execute function "sm_notifications"."preferences_lock_wish"();
create or replace trigger "touch" before update on "sm_notifications"."preferences" for each row execute function "sm_notifications"."preferences_touch"();
create or replace trigger "states_update" before update on "sm_notifications"."digests" for each row execute function "sm_notifications"."digests_states"();
create or replace trigger "states_insert" before insert on "sm_notifications"."digests" for each row execute function "sm_notifications"."digests_states"();
create or replace trigger "touch" before update on "sm_notifications"."digests" for each row execute function "sm_notifications"."digests_touch"();
create or replace trigger "transitions_insert" after insert on "sm_notifications"."digests" referencing new table as new_rows for each statement execute function "sm_notifications"."digests_transitions"();
create or replace trigger "count_item_count_insert" after insert on "sm_notifications"."deliveries" referencing new table as new_rows for each statement execute function "sm_notifications"."deliveries_count_item_count"();
create or replace trigger "count_item_count_update" after update on "sm_notifications"."deliveries" referencing new table as new_rows old table as old_rows for each statement execute function "sm_notifications"."deliveries_count_item_count"();
create or replace trigger "count_item_count_delete" after delete on "sm_notifications"."deliveries" referencing old table as old_rows for each statement execute function "sm_notifications"."deliveries_count_item_count"();
create or replace trigger "states_update" before update on "sm_notifications"."deliveries" for each row execute function "sm_notifications"."deliveries_states"();
create or replace trigger "states_insert" before insert on "sm_notifications"."deliveries" for each row execute function "sm_notifications"."deliveries_states"();
create or replace trigger "touch" before update on "sm_notifications"."deliveries" for each row execute function "sm_notifications"."deliveries_touch"();
create or replace trigger "transitions_insert" after insert on "sm_notifications"."deliveries" referencing new table as new_rows for each statement execute function "sm_notifications"."deliveries_transitions"();
create or replace trigger "wish" before insert on "sm_notifications"."deliveries" for each row execute function "sm_notifications"."deliveries_wish"();
create or replace trigger "keep" before truncate on "sm_notifications"."audit_events" for each statement execute function "sm_notifications"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_notifications"."outbox_events" referencing new table as new_rows for each statement execute function "sm_notifications"."outbox_events_number"();
alter table "sm_notifications"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_notifications"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_notifications"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "event_id", "user_id", "kind", "title", "body", "data", "read_at", "archived_at"), update ("read_at", "archived_at"), delete on "sm_notifications"."notifications" to acervo_app;
grant select, insert ("id", "event_id", "user_id", "kind", "title", "body", "data", "read_at", "archived_at"), update ("read_at", "archived_at"), delete on "sm_notifications"."notifications" to acervo_worker;
grant select on "sm_notifications"."notifications" to acervo_readonly;
grant select, insert ("id", "user_id", "kind", "channel", "enabled", "digest"), update ("enabled", "digest"), delete on "sm_notifications"."preferences" to acervo_app;
grant select, insert ("id", "user_id", "kind", "channel", "enabled", "digest"), update ("enabled", "digest"), delete on "sm_notifications"."preferences" to acervo_worker;
grant select on "sm_notifications"."preferences" to acervo_readonly;
grant select, insert ("id", "user_id", "channel", "period_start", "period_end", "status", "sent_at"), update ("status", "sent_at"), delete on "sm_notifications"."digests" to acervo_app;
grant select, insert ("id", "user_id", "channel", "period_start", "period_end", "status", "sent_at"), update ("status", "sent_at"), delete on "sm_notifications"."digests" to acervo_worker;
grant select on "sm_notifications"."digests" to acervo_readonly;
grant select, insert ("id", "notification_id", "channel", "digest_id", "status", "sent_at", "error"), update ("status", "sent_at", "error") on "sm_notifications"."deliveries" to acervo_app;
grant select, insert ("id", "notification_id", "channel", "digest_id", "status", "sent_at", "error"), update ("status", "sent_at", "error") on "sm_notifications"."deliveries" to acervo_worker;
grant select on "sm_notifications"."deliveries" to acervo_readonly;
grant select on "sm_notifications"."audit_events" to acervo_app;
grant select on "sm_notifications"."audit_events" to acervo_worker;
grant select on "sm_notifications"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_notifications"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_notifications"."outbox_events" to acervo_worker;
grant select on "sm_notifications"."outbox_events" to acervo_readonly;
set local role none;
