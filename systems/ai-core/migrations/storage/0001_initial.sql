-- acervo: transactional
-- model: 486f91aeee10e348493fc433c975c03dbf0e563c5fe713bd381359da29f26064

-- step: create sm_storage with 5 tables
-- locks: none
set local search_path to "sm_storage", acervo, pg_temp;
create schema if not exists "sm_storage" authorization acervo_owner;
grant usage on schema "sm_storage" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_storage"."buckets" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(63) collate "C" not null,
  "purpose" text collate "C" not null,
  "classification" text collate "C" default 'INTERNAL' not null,
  "retention_days" integer default 0 not null,
  "max_bytes" bigint,
  "file_count" bigint default 0 not null,
  "stored_bytes" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "buckets_pkey" primary key ("id"),
  constraint "buckets_name_key" unique ("name"),
  constraint "buckets_classification_check" check ("classification" in ('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL')),
  constraint "buckets_full_check" check (stored_bytes <= max_bytes),
  constraint "buckets_name_check" check (name ~ '^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$'),
  constraint "buckets_retention_check" check (retention_days >= 0)
);
create table "sm_storage"."files" (
  "id" uuid default acervo.uuid7() not null,
  "bucket_id" uuid not null,
  "path" varchar(900) collate "C" not null,
  "media_type" varchar(120) collate "C" not null,
  "status" text collate "C" default 'UPLOADING' not null,
  "size_bytes" bigint default '0' not null,
  "digest" varchar(64) collate "C",
  "key_name" varchar(200) collate "C",
  "stored_at" timestamptz(6),
  "retain_until" date,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "files_pkey" primary key ("id"),
  constraint "files_status_check" check ("status" in ('UPLOADING', 'STORED', 'REJECTED')),
  constraint "files_digest_check" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "files_path_check" check (path !~ '(^/|//|(^|/)[.]{1,2}(/|$))'),
  constraint "files_size_check" check (size_bytes >= 0),
  constraint "files_stored_check" check ((status = 'STORED') = (digest is not null))
);
create table "sm_storage"."file_holds" (
  "id" uuid default acervo.uuid7() not null,
  "held_id" uuid not null,
  "reason" text collate "C" not null,
  "reference" varchar(120) collate "C",
  "placed_by" varchar(200) collate "C" not null,
  "placed_at" timestamptz(6) default acervo.now() not null,
  "released_at" timestamptz(6),
  "released_by" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "file_holds_pkey" primary key ("id"),
  constraint "file_holds_order_check" check (released_at >= placed_at),
  constraint "file_holds_released_check" check ((released_at is null) = (released_by is null))
);
create table "sm_storage"."audit_events" (
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
create table "sm_storage"."outbox_events" (
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
create unique index "files_bucket_id_path_key" on "sm_storage"."files" ("bucket_id", "path") where (deleted_at is null);
create index "files_digest_idx" on "sm_storage"."files" ("digest") where digest is not null;
create index "files_retain_until_idx" on "sm_storage"."files" ("retain_until") where retain_until is not null;
create index "files_bucket_id_idx" on "sm_storage"."files" ("bucket_id");
create index "file_holds_held_id_idx" on "sm_storage"."file_holds" ("held_id") where released_at is null;
create index "file_holds_held_id_link_idx" on "sm_storage"."file_holds" ("held_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_storage"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_storage"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_storage"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_storage"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_storage"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_storage"."files" add constraint "files_bucket_id_fkey" foreign key ("bucket_id") references "sm_storage"."buckets" ("id") on delete restrict;
alter table "sm_storage"."file_holds" add constraint "file_holds_held_id_fkey" foreign key ("held_id") references "sm_storage"."files" ("id") on delete restrict;
create or replace function "sm_storage"."buckets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'buckets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('buckets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."purpose" as "purpose", n."classification" as "classification", n."retention_days" as "retentionDays", n."max_bytes"::text as "maxBytes") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'buckets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('buckets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."purpose" as "purpose", o."classification" as "classification", o."retention_days" as "retentionDays", o."max_bytes"::text as "maxBytes") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'buckets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('buckets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."purpose" as "purpose", o."classification" as "classification", o."retention_days" as "retentionDays", o."max_bytes"::text as "maxBytes") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."purpose" as "purpose", n."classification" as "classification", n."retention_days" as "retentionDays", n."max_bytes"::text as "maxBytes") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."classification" is distinct from n."classification") then 'classification' end, case when not (o."retention_days" is distinct from n."retention_days") then 'retentionDays' end, case when not (o."max_bytes" is distinct from n."max_bytes") then 'maxBytes' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."buckets_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_storage"."buckets_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_storage"."files_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'files', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('files')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."bucket_id" as "bucketId", n."path" as "path", n."media_type" as "mediaType", n."status" as "status", n."size_bytes"::text as "sizeBytes", n."digest" as "digest", n."key_name" as "keyName", to_char(n."stored_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "storedAt", n."retain_until" as "retainUntil", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'files', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('files')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."bucket_id" as "bucketId", o."path" as "path", o."media_type" as "mediaType", o."status" as "status", o."size_bytes"::text as "sizeBytes", o."digest" as "digest", o."key_name" as "keyName", to_char(o."stored_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "storedAt", o."retain_until" as "retainUntil", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'files', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('files')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."bucket_id" as "bucketId", o."path" as "path", o."media_type" as "mediaType", o."status" as "status", o."size_bytes"::text as "sizeBytes", o."digest" as "digest", o."key_name" as "keyName", to_char(o."stored_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "storedAt", o."retain_until" as "retainUntil", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."bucket_id" as "bucketId", n."path" as "path", n."media_type" as "mediaType", n."status" as "status", n."size_bytes"::text as "sizeBytes", n."digest" as "digest", n."key_name" as "keyName", to_char(n."stored_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "storedAt", n."retain_until" as "retainUntil", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."bucket_id" is distinct from n."bucket_id") then 'bucketId' end, case when not (o."path" is distinct from n."path") then 'path' end, case when not (o."media_type" is distinct from n."media_type") then 'mediaType' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."size_bytes" is distinct from n."size_bytes") then 'sizeBytes' end, case when not (o."digest" is distinct from n."digest") then 'digest' end, case when not (o."key_name" is distinct from n."key_name") then 'keyName' end, case when not (o."stored_at" is distinct from n."stored_at") then 'storedAt' end, case when not (o."retain_until" is distinct from n."retain_until") then 'retainUntil' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."files_count_file_count"() returns trigger language plpgsql security definer
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_storage"."buckets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.bucket_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_storage"."buckets" p set file_count = p.file_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.bucket_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_storage"."buckets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.bucket_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_storage"."buckets" p set file_count = p.file_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.bucket_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_storage"."buckets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.bucket_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.bucket_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_storage"."buckets" p set file_count = p.file_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.bucket_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.bucket_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."files_count_stored_bytes"() returns trigger language plpgsql security definer
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_storage"."buckets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.bucket_id as id, coalesce(r.size_bytes, 0) as n from new_rows r where r.deleted_at is null and (r.status = 'STORED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_storage"."buckets" p set stored_bytes = p.stored_bytes + delta.n
    from (select c.id, sum(c.n) as n from (select r.bucket_id as id, coalesce(r.size_bytes, 0) as n from new_rows r where r.deleted_at is null and (r.status = 'STORED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_storage"."buckets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.bucket_id as id, -coalesce(r.size_bytes, 0) as n from old_rows r where r.deleted_at is null and (r.status = 'STORED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_storage"."buckets" p set stored_bytes = p.stored_bytes + delta.n
    from (select c.id, sum(c.n) as n from (select r.bucket_id as id, -coalesce(r.size_bytes, 0) as n from old_rows r where r.deleted_at is null and (r.status = 'STORED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_storage"."buckets" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.bucket_id as id, coalesce(r.size_bytes, 0) as n from new_rows r where r.deleted_at is null and (r.status = 'STORED') union all select r.bucket_id as id, -coalesce(r.size_bytes, 0) as n from old_rows r where r.deleted_at is null and (r.status = 'STORED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_storage"."buckets" p set stored_bytes = p.stored_bytes + delta.n
    from (select c.id, sum(c.n) as n from (select r.bucket_id as id, coalesce(r.size_bytes, 0) as n from new_rows r where r.deleted_at is null and (r.status = 'STORED') union all select r.bucket_id as id, -coalesce(r.size_bytes, 0) as n from old_rows r where r.deleted_at is null and (r.status = 'STORED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."files_emit"() returns trigger language plpgsql security definer
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.bucket_id, n.path, n.digest, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'STORED' and deleted_at is null) is true as "holds 0", (deleted_at is not null) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'File', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_storage"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'File', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['FileStored', 'FileErased'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('fileId', n."id", 'bucketId', n."bucket_id", 'path', n."path", 'digest', n."digest")
        when 2 then jsonb_build_object('fileId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.bucket_id, n.path, n.digest, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'STORED' and deleted_at is null) is true as "holds 0", (deleted_at is not null) is true as "holds 1" from new_rows) n
        join (select *, (status = 'STORED' and deleted_at is null) is true as "holds 0", (deleted_at is not null) is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'File', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_storage"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'File', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['FileStored', 'FileErased'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('fileId', n."id", 'bucketId', n."bucket_id", 'path', n."path", 'digest', n."digest")
        when 2 then jsonb_build_object('fileId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."files_erasable"() returns trigger language plpgsql security definer
set search_path to "sm_storage", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'DELETE' then
    if exists (select from (select * from old_rows) r
      join "sm_storage"."file_holds" h on h.held_id = r.id and h.released_at is null) then
      raise exception 'a legal hold stands' using errcode = 'AV304', hint = 'Release the hold first.';
    elsif exists (select from (select * from old_rows) r where r.retain_until > (acervo.clock() at time zone 'UTC')::date) then
      raise exception 'it must be kept until a later day' using errcode = 'AV304';
    end if;
  else
    if exists (select from (select o.* from old_rows o join new_rows n on n.id = o.id
      where n.deleted_at is not null and o.deleted_at is null) r
      join "sm_storage"."file_holds" h on h.held_id = r.id and h.released_at is null) then
      raise exception 'a legal hold stands' using errcode = 'AV304', hint = 'Release the hold first.';
    elsif exists (select from (select o.* from old_rows o join new_rows n on n.id = o.id
      where n.deleted_at is not null and o.deleted_at is null) r where r.retain_until > (acervo.clock() at time zone 'UTC')::date) then
      raise exception 'it must be kept until a later day' using errcode = 'AV304';
    end if;
    if exists (select from old_rows o join new_rows n on n.id = o.id
      where o.retain_until is not null and (n.retain_until >= o.retain_until) is not true) then
      raise exception 'the day up to which it is kept only moves away' using errcode = 'AV304';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."files_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status = 'STORED')) then
      raise exception using errcode = 'AV304', message = 'what was stored is not replaced';
    end if;
  elsif exists (
    select from (select * from old_rows where (status = 'STORED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['path', 'retain_until', 'key_name', 'deleted_at', 'updated_at'] is distinct from to_jsonb(n) - array['path', 'retain_until', 'key_name', 'deleted_at', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'what was stored is not replaced';
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."files_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_storage"."files_states"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'UPLOADING' then array['STORED', 'REJECTED']::text[] when 'STORED' then array[]::text[] when 'REJECTED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'files', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'STORED' and (
    case tg_op when 'INSERT' then new.stored_at is null
    else new.status is distinct from old.status and new.stored_at is not distinct from old.stored_at end
  ) then
    new.stored_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_storage"."files_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_storage"."files_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_storage", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['UPLOADING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'files', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: UPLOADING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."file_holds_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'file_holds', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('file_holds')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."held_id" as "heldId", n."reason" as "reason", n."reference" as "reference", n."placed_by" as "placedBy", to_char(n."placed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "placedAt", to_char(n."released_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "releasedAt", n."released_by" as "releasedBy") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'file_holds', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('file_holds')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."held_id" as "heldId", o."reason" as "reason", o."reference" as "reference", o."placed_by" as "placedBy", to_char(o."placed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "placedAt", to_char(o."released_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "releasedAt", o."released_by" as "releasedBy") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_storage"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'file_holds', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('file_holds')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."held_id" as "heldId", o."reason" as "reason", o."reference" as "reference", o."placed_by" as "placedBy", to_char(o."placed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "placedAt", to_char(o."released_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "releasedAt", o."released_by" as "releasedBy") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."held_id" as "heldId", n."reason" as "reason", n."reference" as "reference", n."placed_by" as "placedBy", to_char(n."placed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "placedAt", to_char(n."released_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "releasedAt", n."released_by" as "releasedBy") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."held_id" is distinct from n."held_id") then 'heldId' end, case when not (o."reason" is distinct from n."reason") then 'reason' end, case when not (o."reference" is distinct from n."reference") then 'reference' end, case when not (o."placed_by" is distinct from n."placed_by") then 'placedBy' end, case when not (o."placed_at" is distinct from n."placed_at") then 'placedAt' end, case when not (o."released_at" is distinct from n."released_at") then 'releasedAt' end, case when not (o."released_by" is distinct from n."released_by") then 'releasedBy' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."file_holds_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (released_at is not null)) then
      raise exception using errcode = 'AV304', message = 'a released hold is history';
    end if;
  elsif exists (
    select from (select * from old_rows where (released_at is not null)) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a released hold is history';
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."file_holds_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_storage"."file_holds_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_storage"."file_holds_while"() returns trigger language plpgsql security definer
set search_path to "sm_storage", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_storage"."files" p
    where p.id in (select r.held_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_storage"."files" p on p.id = r.held_id where (p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'what is gone cannot be held', table = 'file_holds';
    end if;
  else
    perform from "sm_storage"."files" p
    where p.id in (select r.held_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.held_id is distinct from o.held_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.held_id is distinct from o.held_id) r join "sm_storage"."files" p on p.id = r.held_id where (p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'what is gone cannot be held', table = 'file_holds';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_storage"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_storage", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_storage"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_storage", pg_temp as $body$
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
  update "sm_storage"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_storage"."buckets" referencing new table as new_rows for each statement execute function "sm_storage"."buckets_audit"();
create or replace trigger "audit_update" after update on "sm_storage"."buckets" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."buckets_audit"();
create or replace trigger "audit_delete" after delete on "sm_storage"."buckets" referencing old table as old_rows for each statement execute function "sm_storage"."buckets_audit"();
create or replace trigger "keep" before truncate on "sm_storage"."buckets" for each statement execute function "sm_storage"."buckets_keep"();
create or replace trigger "touch" before update on "sm_storage"."buckets" for each row execute function "sm_storage"."buckets_touch"();
create or replace trigger "audit_insert" after insert on "sm_storage"."files" referencing new table as new_rows for each statement execute function "sm_storage"."files_audit"();
create or replace trigger "audit_update" after update on "sm_storage"."files" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."files_audit"();
create or replace trigger "audit_delete" after delete on "sm_storage"."files" referencing old table as old_rows for each statement execute function "sm_storage"."files_audit"();
create or replace trigger "count_file_count_insert" after insert on "sm_storage"."files" referencing new table as new_rows for each statement execute function "sm_storage"."files_count_file_count"();
create or replace trigger "count_file_count_update" after update on "sm_storage"."files" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."files_count_file_count"();
create or replace trigger "count_file_count_delete" after delete on "sm_storage"."files" referencing old table as old_rows for each statement execute function "sm_storage"."files_count_file_count"();
create or replace trigger "count_stored_bytes_insert" after insert on "sm_storage"."files" referencing new table as new_rows for each statement execute function "sm_storage"."files_count_stored_bytes"();
create or replace trigger "count_stored_bytes_update" after update on "sm_storage"."files" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."files_count_stored_bytes"();
create or replace trigger "count_stored_bytes_delete" after delete on "sm_storage"."files" referencing old table as old_rows for each statement execute function "sm_storage"."files_count_stored_bytes"();
create or replace trigger "emit_insert" after insert on "sm_storage"."files" referencing new table as new_rows for each statement execute function "sm_storage"."files_emit"();
create or replace trigger "emit_update" after update on "sm_storage"."files" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."files_emit"();
create or replace trigger "erasable_update" after update on "sm_storage"."files" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."files_erasable"();
create or replace trigger "erasable_delete" after delete on "sm_storage"."files" referencing old table as old_rows for each statement execute function "sm_storage"."files_erasable"();
create or replace trigger "frozen_update" after update on "sm_storage"."files" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."files_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_storage"."files" referencing old table as old_rows for each statement execute function "sm_storage"."files_frozen"();
create or replace trigger "keep" before truncate on "sm_storage"."files" for each statement execute function "sm_storage"."files_keep"();
create or replace trigger "states_update" before update on "sm_storage"."files" for each row execute function "sm_storage"."files_states"();
create or replace trigger "states_insert" before insert on "sm_storage"."files" for each row execute function "sm_storage"."files_states"();
create or replace trigger "touch" before update on "sm_storage"."files" for each row execute function "sm_storage"."files_touch"();
create or replace trigger "transitions_insert" after insert on "sm_storage"."files" referencing new table as new_rows for each statement execute function "sm_storage"."files_transitions"();
create or replace trigger "audit_insert" after insert on "sm_storage"."file_holds" referencing new table as new_rows for each statement execute function "sm_storage"."file_holds_audit"();
create or replace trigger "audit_update" after update on "sm_storage"."file_holds" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."file_holds_audit"();
create or replace trigger "audit_delete" after delete on "sm_storage"."file_holds" referencing old table as old_rows for each statement execute function "sm_storage"."file_holds_audit"();
create or replace trigger "frozen_update" after update on "sm_storage"."file_holds" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."file_holds_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_storage"."file_holds" referencing old table as old_rows for each statement execute function "sm_storage"."file_holds_frozen"();
create or replace trigger "keep" before truncate on "sm_storage"."file_holds" for each statement execute function "sm_storage"."file_holds_keep"();
create or replace trigger "touch" before update on "sm_storage"."file_holds" for each row execute function "sm_storage"."file_holds_touch"();
create or replace trigger "while_insert" after insert on "sm_storage"."file_holds" referencing new table as new_rows for each statement execute function "sm_storage"."file_holds_while"();
create or replace trigger "while_update" after update on "sm_storage"."file_holds" referencing new table as new_rows old table as old_rows for each statement execute function "sm_storage"."file_holds_while"();
create or replace trigger "keep" before truncate on "sm_storage"."audit_events" for each statement execute function "sm_storage"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_storage"."outbox_events" referencing new table as new_rows for each statement execute function "sm_storage"."outbox_events_number"();
alter table "sm_storage"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_storage"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_storage"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "purpose", "classification", "retention_days", "max_bytes"), update ("purpose", "classification", "retention_days", "max_bytes"), delete on "sm_storage"."buckets" to acervo_app;
grant select, insert ("id", "name", "purpose", "classification", "retention_days", "max_bytes"), update ("purpose", "classification", "retention_days", "max_bytes"), delete on "sm_storage"."buckets" to acervo_worker;
grant select on "sm_storage"."buckets" to acervo_readonly;
grant select, insert ("id", "bucket_id", "path", "media_type", "status", "size_bytes", "digest", "key_name", "stored_at", "retain_until", "deleted_at"), update ("path", "media_type", "status", "size_bytes", "digest", "key_name", "stored_at", "retain_until", "deleted_at") on "sm_storage"."files" to acervo_app;
grant select, insert ("id", "bucket_id", "path", "media_type", "status", "size_bytes", "digest", "key_name", "stored_at", "retain_until", "deleted_at"), update ("path", "media_type", "status", "size_bytes", "digest", "key_name", "stored_at", "retain_until", "deleted_at") on "sm_storage"."files" to acervo_worker;
grant select on "sm_storage"."files" to acervo_readonly;
grant select, insert ("id", "held_id", "reason", "reference", "placed_by", "placed_at", "released_at", "released_by"), update ("reference", "released_at", "released_by") on "sm_storage"."file_holds" to acervo_app;
grant select, insert ("id", "held_id", "reason", "reference", "placed_by", "placed_at", "released_at", "released_by"), update ("reference", "released_at", "released_by") on "sm_storage"."file_holds" to acervo_worker;
grant select on "sm_storage"."file_holds" to acervo_readonly;
grant select on "sm_storage"."audit_events" to acervo_app;
grant select on "sm_storage"."audit_events" to acervo_worker;
grant select on "sm_storage"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_storage"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_storage"."outbox_events" to acervo_worker;
grant select on "sm_storage"."outbox_events" to acervo_readonly;
set local role none;
