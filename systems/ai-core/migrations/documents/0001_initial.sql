-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 99de717b50661c7db0e2e721b8b80c84f33682433dca91c946f9557e4b277332

-- step: create sm_documents with 6 tables
-- locks: none
set local search_path to "sm_documents", acervo, pg_temp;
create schema if not exists "sm_documents" authorization acervo_owner;
grant usage on schema "sm_documents" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_documents"."documents" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "title" varchar(300) collate "C" not null,
  "kind" text collate "C" not null,
  "party_id" uuid,
  "description" text collate "C",
  "classification" text collate "C" default 'INTERNAL' not null,
  "status" text collate "C" default 'DRAFT' not null,
  "retain_until" date,
  "version_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "documents_pkey" primary key ("id"),
  constraint "documents_kind_check" check ("kind" in ('CONTRACT', 'POLICY', 'INVOICE', 'IDENTITY', 'CLAIM', 'LETTER', 'OTHER')),
  constraint "documents_classification_check" check ("classification" in ('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL')),
  constraint "documents_status_check" check ("status" in ('DRAFT', 'FINAL', 'ARCHIVED')),
  constraint "documents_final_check" check (status = 'DRAFT' or version_count > 0)
);
create table "sm_documents"."document_versions" (
  "id" uuid default acervo.uuid7() not null,
  "document_id" uuid not null,
  "version" integer not null,
  "file_id" uuid not null,
  "digest" varchar(64) collate "C" not null,
  "size_bytes" bigint not null,
  "author" varchar(200) collate "C" not null,
  "change_note" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "document_versions_pkey" primary key ("id"),
  constraint "document_versions_document_id_version_key" unique ("document_id", "version"),
  constraint "document_versions_digest_check" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "document_versions_size_check" check (size_bytes >= 0)
);
create table "sm_documents"."signatures" (
  "id" uuid default acervo.uuid7() not null,
  "document_version_id" uuid not null,
  "signer_id" uuid not null,
  "role" varchar(60) collate "C" not null,
  "status" text collate "C" default 'REQUESTED' not null,
  "requested_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6),
  "ended_at" timestamptz(6),
  "signed_digest" varchar(64) collate "C",
  "method" text collate "C",
  "evidence" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "signatures_pkey" primary key ("id"),
  constraint "signatures_document_version_id_signer_id_role_key" unique ("document_version_id", "signer_id", "role"),
  constraint "signatures_status_check" check ("status" in ('REQUESTED', 'SIGNED', 'DECLINED', 'EXPIRED')),
  constraint "signatures_method_check" check ("method" in ('CLICK', 'OTP', 'CERTIFICATE', 'PAPER')),
  constraint "signatures_expiry_check" check (expires_at > requested_at),
  constraint "signatures_in_time_check" check (status <> 'SIGNED' or expires_at is null or ended_at <= expires_at),
  constraint "signatures_signed_check" check ((status = 'SIGNED') = (signed_digest is not null) and (status = 'SIGNED') = (method is not null))
);
create table "sm_documents"."document_holds" (
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
  constraint "document_holds_pkey" primary key ("id"),
  constraint "document_holds_order_check" check (released_at >= placed_at),
  constraint "document_holds_released_check" check ((released_at is null) = (released_by is null))
);
create table "sm_documents"."audit_events" (
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
create table "sm_documents"."outbox_events" (
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
create unique index "documents_number_key" on "sm_documents"."documents" ("number") where (deleted_at is null);
create index "documents_party_id_idx" on "sm_documents"."documents" ("party_id") where party_id is not null;
create index "documents_retain_until_idx" on "sm_documents"."documents" ("retain_until") where retain_until is not null;
create index "documents_search_vector_gin_idx" on "sm_documents"."documents" using gin ("search_vector");
create index "document_holds_held_id_idx" on "sm_documents"."document_holds" ("held_id") where released_at is null;
create index "document_holds_held_id_link_idx" on "sm_documents"."document_holds" ("held_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_documents"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_documents"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_documents"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_documents"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_documents"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_documents"."document_versions" add constraint "document_versions_document_id_fkey" foreign key ("document_id") references "sm_documents"."documents" ("id") on delete restrict;
alter table "sm_documents"."signatures" add constraint "signatures_document_version_id_fkey" foreign key ("document_version_id") references "sm_documents"."document_versions" ("id") on delete restrict;
alter table "sm_documents"."document_holds" add constraint "document_holds_held_id_fkey" foreign key ("held_id") references "sm_documents"."documents" ("id") on delete restrict;
create or replace function "sm_documents"."documents_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'documents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('documents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."title" as "title", n."kind" as "kind", n."party_id" as "partyId", n."description" as "description", n."classification" as "classification", n."status" as "status", n."retain_until" as "retainUntil", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'documents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('documents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."title" as "title", o."kind" as "kind", o."party_id" as "partyId", o."description" as "description", o."classification" as "classification", o."status" as "status", o."retain_until" as "retainUntil", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'documents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('documents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."number" as "number", o."title" as "title", o."kind" as "kind", o."party_id" as "partyId", o."description" as "description", o."classification" as "classification", o."status" as "status", o."retain_until" as "retainUntil", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."number" as "number", n."title" as "title", n."kind" as "kind", n."party_id" as "partyId", n."description" as "description", n."classification" as "classification", n."status" as "status", n."retain_until" as "retainUntil", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."number" is distinct from n."number") then 'number' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."classification" is distinct from n."classification") then 'classification' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."retain_until" is distinct from n."retain_until") then 'retainUntil' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."documents_emit"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.kind, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'FINAL' and deleted_at is null) is true as "holds 0", (deleted_at is not null) is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Document', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_documents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Document', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['DocumentFinished', 'DocumentErased'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('documentId', n."id", 'partyId', n."party_id", 'kind', n."kind")
        when 2 then jsonb_build_object('documentId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.kind, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'FINAL' and deleted_at is null) is true as "holds 0", (deleted_at is not null) is true as "holds 1" from new_rows) n
        join (select *, (status = 'FINAL' and deleted_at is null) is true as "holds 0", (deleted_at is not null) is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Document', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_documents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Document', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['DocumentFinished', 'DocumentErased'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('documentId', n."id", 'partyId', n."party_id", 'kind', n."kind")
        when 2 then jsonb_build_object('documentId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."documents_erasable"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'DELETE' then
    if exists (select from (select * from old_rows) r
      join "sm_documents"."document_holds" h on h.held_id = r.id and h.released_at is null) then
      raise exception 'a legal hold stands' using errcode = 'AV304', hint = 'Release the hold first.';
    elsif exists (select from (select * from old_rows) r where r.retain_until > (acervo.clock() at time zone 'UTC')::date) then
      raise exception 'it must be kept until a later day' using errcode = 'AV304';
    end if;
  else
    if exists (select from (select o.* from old_rows o join new_rows n on n.id = o.id
      where n.deleted_at is not null and o.deleted_at is null) r
      join "sm_documents"."document_holds" h on h.held_id = r.id and h.released_at is null) then
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
create or replace function "sm_documents"."documents_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_documents"."documents_states"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['FINAL']::text[] when 'FINAL' then array['ARCHIVED']::text[] when 'ARCHIVED' then array['FINAL']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'documents', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "sm_documents"."documents_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_documents"."documents_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_documents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'documents', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."document_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'document_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('document_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."document_id" as "documentId", n."file_id" as "fileId", n."digest" as "digest", n."size_bytes"::text as "sizeBytes", n."author" as "author", n."change_note" as "changeNote") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'document_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('document_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."document_id" as "documentId", o."file_id" as "fileId", o."digest" as "digest", o."size_bytes"::text as "sizeBytes", o."author" as "author", o."change_note" as "changeNote") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'document_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('document_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."document_id" as "documentId", o."file_id" as "fileId", o."digest" as "digest", o."size_bytes"::text as "sizeBytes", o."author" as "author", o."change_note" as "changeNote") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."document_id" as "documentId", n."file_id" as "fileId", n."digest" as "digest", n."size_bytes"::text as "sizeBytes", n."author" as "author", n."change_note" as "changeNote") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."document_id" is distinct from n."document_id") then 'documentId' end, case when not (o."file_id" is distinct from n."file_id") then 'fileId' end, case when not (o."digest" is distinct from n."digest") then 'digest' end, case when not (o."size_bytes" is distinct from n."size_bytes") then 'sizeBytes' end, case when not (o."author" is distinct from n."author") then 'author' end, case when not (o."change_note" is distinct from n."change_note") then 'changeNote' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."document_versions_count_version_count"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_documents"."documents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_documents"."documents" p set version_count = p.version_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_documents"."documents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_documents"."documents" p set version_count = p.version_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_documents"."documents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true) union all select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_documents"."documents" p set version_count = p.version_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true) union all select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."document_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_documents"."document_versions_number"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  perform from "sm_documents"."documents" p where p.id = new.document_id for no key update;
  new.version := 1 + coalesce(
    (select max(r.version) from "sm_documents"."document_versions" r where r.document_id = new.document_id), 0);
  return new;
end$body$;
create or replace function "sm_documents"."document_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_documents"."document_versions_while"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_documents"."documents" p
    where p.id in (select r.document_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_documents"."documents" p on p.id = r.document_id where (p.status = 'DRAFT' and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'a finished document gets no other text', table = 'document_versions';
    end if;
  else
    perform from "sm_documents"."documents" p
    where p.id in (select r.document_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.document_id is distinct from o.document_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.document_id is distinct from o.document_id) r join "sm_documents"."documents" p on p.id = r.document_id where (p.status = 'DRAFT' and p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'a finished document gets no other text', table = 'document_versions';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."signatures_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'signatures', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('signatures')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."document_version_id" as "documentVersionId", n."signer_id" as "signerId", n."role" as "role", n."status" as "status", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", n."signed_digest" as "signedDigest", n."method" as "method", replace(encode(n."evidence", 'base64'), chr(10), '') as "evidence") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'signatures', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('signatures')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."document_version_id" as "documentVersionId", o."signer_id" as "signerId", o."role" as "role", o."status" as "status", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", o."signed_digest" as "signedDigest", o."method" as "method", replace(encode(o."evidence", 'base64'), chr(10), '') as "evidence") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'signatures', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('signatures')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."document_version_id" as "documentVersionId", o."signer_id" as "signerId", o."role" as "role", o."status" as "status", to_char(o."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", o."signed_digest" as "signedDigest", o."method" as "method", replace(encode(o."evidence", 'base64'), chr(10), '') as "evidence") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."document_version_id" as "documentVersionId", n."signer_id" as "signerId", n."role" as "role", n."status" as "status", to_char(n."requested_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "requestedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."ended_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endedAt", n."signed_digest" as "signedDigest", n."method" as "method", replace(encode(n."evidence", 'base64'), chr(10), '') as "evidence") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."document_version_id" is distinct from n."document_version_id") then 'documentVersionId' end, case when not (o."signer_id" is distinct from n."signer_id") then 'signerId' end, case when not (o."role" is distinct from n."role") then 'role' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."requested_at" is distinct from n."requested_at") then 'requestedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."ended_at" is distinct from n."ended_at") then 'endedAt' end, case when not (o."signed_digest" is distinct from n."signed_digest") then 'signedDigest' end, case when not (o."method" is distinct from n."method") then 'method' end, case when not (o."evidence" is distinct from n."evidence") then 'evidence' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."signatures_emit"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.document_version_id, n.signer_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SIGNED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Signature', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_documents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Signature', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['DocumentSigned'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('signatureId', n."id", 'documentVersionId', n."document_version_id", 'signerId', n."signer_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.document_version_id, n.signer_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SIGNED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'SIGNED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Signature', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_documents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Signature', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['DocumentSigned'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('signatureId', n."id", 'documentVersionId', n."document_version_id", 'signerId', n."signer_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."signatures_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'REQUESTED')) then
      raise exception using errcode = 'AV304', message = 'a signature does not change';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'REQUESTED')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a signature does not change';
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."signatures_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_documents"."signatures_same_text"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if new.status = 'SIGNED' and old.status <> 'SIGNED' and not exists (select from "sm_documents"."document_versions" v
    where v.id = new.document_version_id and v.digest = new.signed_digest) then
    raise exception 'another text was signed' using errcode = 'AV304';
  end if;
  return new;
end$body$;
create or replace function "sm_documents"."signatures_states"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'REQUESTED' then array['SIGNED', 'DECLINED', 'EXPIRED']::text[] when 'SIGNED' then array[]::text[] when 'DECLINED' then array[]::text[] when 'EXPIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'signatures', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'SIGNED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'DECLINED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  if new.status = 'EXPIRED' and (
    case tg_op when 'INSERT' then new.ended_at is null
    else new.status is distinct from old.status and new.ended_at is not distinct from old.ended_at end
  ) then
    new.ended_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_documents"."signatures_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_documents"."signatures_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_documents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['REQUESTED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'signatures', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: REQUESTED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."document_holds_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_documents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'document_holds', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('document_holds')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'document_holds', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('document_holds')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
    insert into "sm_documents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'document_holds', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('document_holds')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
create or replace function "sm_documents"."document_holds_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
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
create or replace function "sm_documents"."document_holds_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_documents"."document_holds_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_documents"."document_holds_while"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if tg_op = 'INSERT' then
    perform from "sm_documents"."documents" p
    where p.id in (select r.held_id from (select * from new_rows) r) order by p.id for share of p;
    if exists (select from (select * from new_rows) r join "sm_documents"."documents" p on p.id = r.held_id where (p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'what is gone cannot be held', table = 'document_holds';
    end if;
  else
    perform from "sm_documents"."documents" p
    where p.id in (select r.held_id from (select n.* from new_rows n join old_rows o on o.id = n.id where n.held_id is distinct from o.held_id) r) order by p.id for share of p;
    if exists (select from (select n.* from new_rows n join old_rows o on o.id = n.id where n.held_id is distinct from o.held_id) r join "sm_documents"."documents" p on p.id = r.held_id where (p.deleted_at is null) is not true) then
      raise exception using errcode = 'AV304', message = 'what is gone cannot be held', table = 'document_holds';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_documents"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_documents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_documents"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_documents", pg_temp as $body$
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
  update "sm_documents"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_documents"."documents" referencing new table as new_rows for each statement execute function "sm_documents"."documents_audit"();
create or replace trigger "audit_update" after update on "sm_documents"."documents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."documents_audit"();
create or replace trigger "audit_delete" after delete on "sm_documents"."documents" referencing old table as old_rows for each statement execute function "sm_documents"."documents_audit"();
create or replace trigger "emit_insert" after insert on "sm_documents"."documents" referencing new table as new_rows for each statement execute function "sm_documents"."documents_emit"();
create or replace trigger "emit_update" after update on "sm_documents"."documents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."documents_emit"();
create or replace trigger "erasable_update" after update on "sm_documents"."documents" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."documents_erasable"();
create or replace trigger "erasable_delete" after delete on "sm_documents"."documents" referencing old table as old_rows for each statement execute function "sm_documents"."documents_erasable"();
create or replace trigger "keep" before truncate on "sm_documents"."documents" for each statement execute function "sm_documents"."documents_keep"();
create or replace trigger "states_update" before update on "sm_documents"."documents" for each row execute function "sm_documents"."documents_states"();
create or replace trigger "touch" before update on "sm_documents"."documents" for each row execute function "sm_documents"."documents_touch"();
create or replace trigger "transitions_insert" after insert on "sm_documents"."documents" referencing new table as new_rows for each statement execute function "sm_documents"."documents_transitions"();
create or replace trigger "audit_insert" after insert on "sm_documents"."document_versions" referencing new table as new_rows for each statement execute function "sm_documents"."document_versions_audit"();
create or replace trigger "audit_update" after update on "sm_documents"."document_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."document_versions_audit"();
create or replace trigger "audit_delete" after delete on "sm_documents"."document_versions" referencing old table as old_rows for each statement execute function "sm_documents"."document_versions_audit"();
create or replace trigger "count_version_count_insert" after insert on "sm_documents"."document_versions" referencing new table as new_rows for each statement execute function "sm_documents"."document_versions_count_version_count"();
create or replace trigger "count_version_count_update" after update on "sm_documents"."document_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."document_versions_count_version_count"();
create or replace trigger "count_version_count_delete" after delete on "sm_documents"."document_versions" referencing old table as old_rows for each statement execute function "sm_documents"."document_versions_count_version_count"();
create or replace trigger "keep" before truncate on "sm_documents"."document_versions" for each statement execute function "sm_documents"."document_versions_keep"();
create or replace trigger "number" before insert on "sm_documents"."document_versions" for each row execute function "sm_documents"."document_versions_number"();
create or replace trigger "touch" before update on "sm_documents"."document_versions" for each row execute function "sm_documents"."document_versions_touch"();
create or replace trigger "while_insert" after insert on "sm_documents"."document_versions" referencing new table as new_rows for each statement execute function "sm_documents"."document_versions_while"();
create or replace trigger "while_update" after update on "sm_documents"."document_versions" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."document_versions_while"();
create or replace trigger "audit_insert" after insert on "sm_documents"."signatures" referencing new table as new_rows for each statement execute function "sm_documents"."signatures_audit"();
create or replace trigger "audit_update" after update on "sm_documents"."signatures" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."signatures_audit"();
create or replace trigger "audit_delete" after delete on "sm_documents"."signatures" referencing old table as old_rows for each statement execute function "sm_documents"."signatures_audit"();
create or replace trigger "emit_insert" after insert on "sm_documents"."signatures" referencing new table as new_rows for each statement execute function "sm_documents"."signatures_emit"();
create or replace trigger "emit_update" after update on "sm_documents"."signatures" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."signatures_emit"();
create or replace trigger "frozen_update" after update on "sm_documents"."signatures" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."signatures_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_documents"."signatures" referencing old table as old_rows for each statement execute function "sm_documents"."signatures_frozen"();
create or replace trigger "keep" before truncate on "sm_documents"."signatures" for each statement execute function "sm_documents"."signatures_keep"();
create or replace trigger "same_text" before update on "sm_documents"."signatures" for each row execute function "sm_documents"."signatures_same_text"();
create or replace trigger "states_update" before update on "sm_documents"."signatures" for each row execute function "sm_documents"."signatures_states"();
create or replace trigger "states_insert" before insert on "sm_documents"."signatures" for each row execute function "sm_documents"."signatures_states"();
create or replace trigger "touch" before update on "sm_documents"."signatures" for each row execute function "sm_documents"."signatures_touch"();
create or replace trigger "transitions_insert" after insert on "sm_documents"."signatures" referencing new table as new_rows for each statement execute function "sm_documents"."signatures_transitions"();
create or replace trigger "audit_insert" after insert on "sm_documents"."document_holds" referencing new table as new_rows for each statement execute function "sm_documents"."document_holds_audit"();
create or replace trigger "audit_update" after update on "sm_documents"."document_holds" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."document_holds_audit"();
create or replace trigger "audit_delete" after delete on "sm_documents"."document_holds" referencing old table as old_rows for each statement execute function "sm_documents"."document_holds_audit"();
create or replace trigger "frozen_update" after update on "sm_documents"."document_holds" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."document_holds_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_documents"."document_holds" referencing old table as old_rows for each statement execute function "sm_documents"."document_holds_frozen"();
create or replace trigger "keep" before truncate on "sm_documents"."document_holds" for each statement execute function "sm_documents"."document_holds_keep"();
create or replace trigger "touch" before update on "sm_documents"."document_holds" for each row execute function "sm_documents"."document_holds_touch"();
create or replace trigger "while_insert" after insert on "sm_documents"."document_holds" referencing new table as new_rows for each statement execute function "sm_documents"."document_holds_while"();
create or replace trigger "while_update" after update on "sm_documents"."document_holds" referencing new table as new_rows old table as old_rows for each statement execute function "sm_documents"."document_holds_while"();
create or replace trigger "keep" before truncate on "sm_documents"."audit_events" for each statement execute function "sm_documents"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_documents"."outbox_events" referencing new table as new_rows for each statement execute function "sm_documents"."outbox_events_number"();
alter table "sm_documents"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_documents"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_documents"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "number", "title", "kind", "party_id", "description", "classification", "status", "retain_until", "deleted_at"), update ("title", "kind", "party_id", "description", "classification", "status", "retain_until", "deleted_at") on "sm_documents"."documents" to acervo_app;
grant select, insert ("id", "number", "title", "kind", "party_id", "description", "classification", "status", "retain_until", "deleted_at"), update ("title", "kind", "party_id", "description", "classification", "status", "retain_until", "deleted_at") on "sm_documents"."documents" to acervo_worker;
grant select ("id", "number", "title", "kind", "party_id", "description", "classification", "status", "retain_until", "version_count", "created_at", "deleted_at", "updated_at") on "sm_documents"."documents" to acervo_readonly;
grant select, insert ("id", "document_id", "file_id", "digest", "size_bytes", "author", "change_note") on "sm_documents"."document_versions" to acervo_app;
grant select, insert ("id", "document_id", "file_id", "digest", "size_bytes", "author", "change_note") on "sm_documents"."document_versions" to acervo_worker;
grant select on "sm_documents"."document_versions" to acervo_readonly;
grant select, insert ("id", "document_version_id", "signer_id", "role", "status", "requested_at", "expires_at", "ended_at", "signed_digest", "method", "evidence"), update ("status", "expires_at", "ended_at", "signed_digest", "method", "evidence") on "sm_documents"."signatures" to acervo_app;
grant select, insert ("id", "document_version_id", "signer_id", "role", "status", "requested_at", "expires_at", "ended_at", "signed_digest", "method", "evidence"), update ("status", "expires_at", "ended_at", "signed_digest", "method", "evidence") on "sm_documents"."signatures" to acervo_worker;
grant select on "sm_documents"."signatures" to acervo_readonly;
grant select, insert ("id", "held_id", "reason", "reference", "placed_by", "placed_at", "released_at", "released_by"), update ("reference", "released_at", "released_by") on "sm_documents"."document_holds" to acervo_app;
grant select, insert ("id", "held_id", "reason", "reference", "placed_by", "placed_at", "released_at", "released_by"), update ("reference", "released_at", "released_by") on "sm_documents"."document_holds" to acervo_worker;
grant select on "sm_documents"."document_holds" to acervo_readonly;
grant select on "sm_documents"."audit_events" to acervo_app;
grant select on "sm_documents"."audit_events" to acervo_worker;
grant select on "sm_documents"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_documents"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_documents"."outbox_events" to acervo_worker;
grant select on "sm_documents"."outbox_events" to acervo_readonly;
set local role none;
