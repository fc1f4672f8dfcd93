-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: efa8eeed71025daf13e681c720d75ee30f803a0e61da138fa9d04ec0191c3e81

-- step: create soriano_web_premium with 7 tables
-- locks: none
set local search_path to "soriano_web_premium", acervo, pg_temp;
create schema if not exists "soriano_web_premium" authorization acervo_owner;
grant usage on schema "soriano_web_premium" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "soriano_web_premium"."pages" (
  "id" uuid default acervo.uuid7() not null,
  "slug" varchar(160) collate "C" not null,
  "language" varchar(5) collate "C" default 'es' not null,
  "kind" text collate "C" default 'PRODUCT' not null,
  "published_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "pages_pkey" primary key ("id"),
  constraint "pages_kind_check" check ("kind" in ('LANDING', 'PRODUCT', 'ARTICLE', 'LEGAL')),
  constraint "pages_one_published_check" check (published_count <= 1),
  constraint "pages_slug_check" check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$')
);
create table "soriano_web_premium"."page_versions" (
  "id" uuid default acervo.uuid7() not null,
  "page_id" uuid not null,
  "version" integer not null,
  "title" varchar(200) collate "C" not null,
  "description" varchar(320) collate "C",
  "body" text collate "C" not null,
  "status" text collate "C" default 'DRAFT' not null,
  "written_by" varchar(200) collate "C",
  "published_by" varchar(200) collate "C",
  "published_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(body, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "page_versions_pkey" primary key ("id"),
  constraint "page_versions_page_id_version_key" unique ("page_id", "version"),
  constraint "page_versions_status_check" check ("status" in ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'RETIRED')),
  constraint "page_versions_four_eyes_check" check (published_by <> written_by),
  constraint "page_versions_version_check" check (version >= 1)
);
create table "soriano_web_premium"."lead_forms" (
  "id" uuid default acervo.uuid7() not null,
  "form_key" uuid not null,
  "page_id" uuid,
  "interest" text collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "email" varchar(320) collate "C",
  "phone" varchar(40) collate "C",
  "message" text collate "C",
  "has_consented" boolean not null,
  "sender_digest" varchar(64) collate "C" not null,
  "sent_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(message, '')), 'B')) stored not null,
  constraint "lead_forms_pkey" primary key ("id"),
  constraint "lead_forms_form_key_key" unique ("form_key"),
  constraint "lead_forms_interest_check" check ("interest" in ('INSURANCE', 'ENERGY', 'TELECOM', 'FINANCE', 'REPAIRS', 'WORKSHOPS', 'OTHER')),
  constraint "lead_forms_consent_check" check (has_consented),
  constraint "lead_forms_digest_check" check (sender_digest ~ '^[0-9a-f]{64}$'),
  constraint "lead_forms_email_check" check (email like '%_@_%'),
  constraint "lead_forms_reachable_check" check (email is not null or phone is not null)
);
create table "soriano_web_premium"."form_senders" (
  "id" uuid default acervo.uuid7() not null,
  "sender_digest" varchar(64) collate "C" not null,
  "hour" timestamptz(6) not null,
  "form_count" integer default 0 not null,
  constraint "form_senders_pkey" primary key ("id"),
  constraint "form_senders_sender_digest_hour_key" unique ("sender_digest", "hour"),
  constraint "form_senders_forms_an_hour_check" check (form_count <= 5)
);
create table "soriano_web_premium"."audit_events" (
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
create table "soriano_web_premium"."audit_details" (
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
create table "soriano_web_premium"."outbox_events" (
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
create unique index "pages_language_slug_key" on "soriano_web_premium"."pages" ("language", "slug") where (deleted_at is null);
create unique index "page_versions_one_published_key" on "soriano_web_premium"."page_versions" ("page_id") where (status = 'PUBLISHED');
create index "page_versions_search_vector_gin_idx" on "soriano_web_premium"."page_versions" using gin ("search_vector");
create index "lead_forms_sent_at_idx" on "soriano_web_premium"."lead_forms" ("sent_at" desc);
create index "lead_forms_search_vector_gin_idx" on "soriano_web_premium"."lead_forms" using gin ("search_vector");
create index "lead_forms_page_id_idx" on "soriano_web_premium"."lead_forms" ("page_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "soriano_web_premium"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "soriano_web_premium"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "soriano_web_premium"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "soriano_web_premium"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "soriano_web_premium"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "soriano_web_premium"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "soriano_web_premium"."page_versions" add constraint "page_versions_page_id_fkey" foreign key ("page_id") references "soriano_web_premium"."pages" ("id") on delete restrict;
alter table "soriano_web_premium"."lead_forms" add constraint "lead_forms_page_id_fkey" foreign key ("page_id") references "soriano_web_premium"."pages" ("id") on delete restrict;
create or replace function "soriano_web_premium"."pages_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'pages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('pages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."slug" as "slug", n."language" as "language", n."kind" as "kind", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'pages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('pages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."slug" as "slug", o."language" as "language", o."kind" as "kind", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'pages', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('pages')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."slug" as "slug", o."language" as "language", o."kind" as "kind", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."slug" as "slug", n."language" as "language", n."kind" as "kind", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."slug" is distinct from n."slug") then 'slug' end, case when not (o."language" is distinct from n."language") then 'language' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."pages_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_web_premium"."pages_touch"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "soriano_web_premium"."page_versions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'page_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('page_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."page_id" as "pageId", n."version" as "version", n."title" as "title", n."description" as "description", n."body" as "body", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'page_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('page_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."page_id" as "pageId", o."version" as "version", o."title" as "title", o."description" as "description", o."body" as "body", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'page_versions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('page_versions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."page_id" as "pageId", o."version" as "version", o."title" as "title", o."description" as "description", o."body" as "body", o."status" as "status", to_char(o."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."page_id" as "pageId", n."version" as "version", n."title" as "title", n."description" as "description", n."body" as "body", n."status" as "status", to_char(n."published_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "publishedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."page_id" is distinct from n."page_id") then 'pageId' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."body" is distinct from n."body") then 'body' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."published_at" is distinct from n."published_at") then 'publishedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."page_versions_count_published_count"() returns trigger language plpgsql security definer
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "soriano_web_premium"."pages" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.page_id as id, 1 as n from new_rows r where true and (r.status = 'PUBLISHED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "soriano_web_premium"."pages" p set published_count = p.published_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.page_id as id, 1 as n from new_rows r where true and (r.status = 'PUBLISHED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "soriano_web_premium"."pages" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.page_id as id, -1 as n from old_rows r where true and (r.status = 'PUBLISHED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "soriano_web_premium"."pages" p set published_count = p.published_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.page_id as id, -1 as n from old_rows r where true and (r.status = 'PUBLISHED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "soriano_web_premium"."pages" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.page_id as id, 1 as n from new_rows r where true and (r.status = 'PUBLISHED') union all select r.page_id as id, -1 as n from old_rows r where true and (r.status = 'PUBLISHED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "soriano_web_premium"."pages" p set published_count = p.published_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.page_id as id, 1 as n from new_rows r where true and (r.status = 'PUBLISHED') union all select r.page_id as id, -1 as n from old_rows r where true and (r.status = 'PUBLISHED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."page_versions_emit"() returns trigger language plpgsql security definer
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.page_id, n.version, n.title, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'PageVersion', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "soriano_web_premium"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'PageVersion', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PagePublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('pageId', n."page_id", 'version', n."version", 'title', n."title") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.page_id, n.version, n.title, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'PUBLISHED') is true as "holds 0" from new_rows) n
        join (select *, (status = 'PUBLISHED') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'PageVersion', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "soriano_web_premium"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'PageVersion', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PagePublished'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('pageId', n."page_id", 'version', n."version", 'title', n."title") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."page_versions_frozen"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('PUBLISHED', 'RETIRED'))) then
      raise exception using errcode = 'AV304', message = 'a published page stays as it is';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('PUBLISHED', 'RETIRED'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a published page stays as it is';
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."page_versions_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_web_premium"."page_versions_sign_published_by"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (status in ('PUBLISHED', 'RETIRED'))) then
    new.published_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (status in ('PUBLISHED', 'RETIRED'))) then
    new.published_by = old.published_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;
    new.published_by = actor;
  end if;
  return new;
end$body$;
create or replace function "soriano_web_premium"."page_versions_sign_written_by"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (true)) then
    new.written_by = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (true)) then
    new.written_by = old.written_by;
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;
    new.written_by = actor;
  end if;
  return new;
end$body$;
create or replace function "soriano_web_premium"."page_versions_states"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['IN_REVIEW']::text[] when 'IN_REVIEW' then array['PUBLISHED', 'DRAFT']::text[] when 'PUBLISHED' then array['RETIRED']::text[] when 'RETIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'page_versions', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'PUBLISHED' and (
    case tg_op when 'INSERT' then new.published_at is null
    else new.status is distinct from old.status and new.published_at is not distinct from old.published_at end
  ) then
    new.published_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "soriano_web_premium"."page_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "soriano_web_premium"."page_versions_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_web_premium", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'page_versions', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."lead_forms_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "soriano_web_premium", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."form_key" as "formKey", n."page_id" as "pageId", n."interest" as "interest", n."name" as "name", n."email" as "email", n."phone" as "phone", n."message" as "message", n."has_consented" as "hasConsented", n."sender_digest" as "senderDigest", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt") r) as came_apart,
        null::text[] as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "soriano_web_premium"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'lead_forms', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'lead_forms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('lead_forms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."form_key" as "formKey", o."page_id" as "pageId", o."interest" as "interest", o."name" as "name", o."email" as "email", o."phone" as "phone", o."message" as "message", o."has_consented" as "hasConsented", o."sender_digest" as "senderDigest", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt") r) as gone_apart,
        null::text[] as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "soriano_web_premium"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'lead_forms', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'lead_forms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('lead_forms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."form_key" as "formKey", o."page_id" as "pageId", o."interest" as "interest", o."name" as "name", o."email" as "email", o."phone" as "phone", o."message" as "message", o."has_consented" as "hasConsented", o."sender_digest" as "senderDigest", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."form_key" as "formKey", n."page_id" as "pageId", n."interest" as "interest", n."name" as "name", n."email" as "email", n."phone" as "phone", n."message" as "message", n."has_consented" as "hasConsented", n."sender_digest" as "senderDigest", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."form_key" is distinct from n."form_key") then 'formKey' end, case when not (o."page_id" is distinct from n."page_id") then 'pageId' end, case when not (o."interest" is distinct from n."interest") then 'interest' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."phone" is distinct from n."phone") then 'phone' end, case when not (o."message" is distinct from n."message") then 'message' end, case when not (o."has_consented" is distinct from n."has_consented") then 'hasConsented' end, case when not (o."sender_digest" is distinct from n."sender_digest") then 'senderDigest' end, case when not (o."sent_at" is distinct from n."sent_at") then 'sentAt' end] as same_apart,
        null::text[] as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "soriano_web_premium"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'lead_forms', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "soriano_web_premium"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'lead_forms', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('lead_forms')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."lead_forms_emit"() returns trigger language plpgsql security definer
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.interest, n.name, n.email, n.phone, n.message, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'LeadForm', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "soriano_web_premium"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'LeadForm', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['LeadFormSent'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('formId', n."id", 'interest', n."interest", 'name', n."name", 'email', n."email", 'phone', n."phone", 'message', n."message") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "soriano_web_premium"."lead_forms_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_web_premium"."lead_forms_limit_sender"() returns trigger language plpgsql security definer
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  insert into "soriano_web_premium"."form_senders" as s (sender_digest, hour, form_count)
  select n.sender_digest, date_trunc('hour', n.sent_at, 'UTC'), count(*)
  from new_rows n group by 1, 2 order by 1, 2
  on conflict (sender_digest, hour) do update set form_count = s.form_count + excluded.form_count;
  return null;
end$body$;
create or replace function "soriano_web_premium"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_web_premium"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "soriano_web_premium", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "soriano_web_premium"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "soriano_web_premium", pg_temp as $body$
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
  update "soriano_web_premium"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "soriano_web_premium"."pages" referencing new table as new_rows for each statement execute function "soriano_web_premium"."pages_audit"();
create or replace trigger "audit_update" after update on "soriano_web_premium"."pages" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."pages_audit"();
create or replace trigger "audit_delete" after delete on "soriano_web_premium"."pages" referencing old table as old_rows for each statement execute function "soriano_web_premium"."pages_audit"();
create or replace trigger "keep" before truncate on "soriano_web_premium"."pages" for each statement execute function "soriano_web_premium"."pages_keep"();
create or replace trigger "touch" before update on "soriano_web_premium"."pages" for each row execute function "soriano_web_premium"."pages_touch"();
create or replace trigger "audit_insert" after insert on "soriano_web_premium"."page_versions" referencing new table as new_rows for each statement execute function "soriano_web_premium"."page_versions_audit"();
create or replace trigger "audit_update" after update on "soriano_web_premium"."page_versions" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_audit"();
create or replace trigger "audit_delete" after delete on "soriano_web_premium"."page_versions" referencing old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_audit"();
create or replace trigger "count_published_count_insert" after insert on "soriano_web_premium"."page_versions" referencing new table as new_rows for each statement execute function "soriano_web_premium"."page_versions_count_published_count"();
create or replace trigger "count_published_count_update" after update on "soriano_web_premium"."page_versions" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_count_published_count"();
create or replace trigger "count_published_count_delete" after delete on "soriano_web_premium"."page_versions" referencing old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_count_published_count"();
create or replace trigger "emit_insert" after insert on "soriano_web_premium"."page_versions" referencing new table as new_rows for each statement execute function "soriano_web_premium"."page_versions_emit"();
create or replace trigger "emit_update" after update on "soriano_web_premium"."page_versions" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_emit"();
create or replace trigger "frozen_update" after update on "soriano_web_premium"."page_versions" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_frozen"();
create or replace trigger "frozen_delete" after delete on "soriano_web_premium"."page_versions" referencing old table as old_rows for each statement execute function "soriano_web_premium"."page_versions_frozen"();
create or replace trigger "keep" before truncate on "soriano_web_premium"."page_versions" for each statement execute function "soriano_web_premium"."page_versions_keep"();
create or replace trigger "sign_published_by_insert" before insert on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_sign_published_by"();
create or replace trigger "sign_published_by_update" before update on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_sign_published_by"();
create or replace trigger "sign_written_by_insert" before insert on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_sign_written_by"();
create or replace trigger "sign_written_by_update" before update on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_sign_written_by"();
create or replace trigger "states_update" before update on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_states"();
create or replace trigger "states_insert" before insert on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_states"();
create or replace trigger "touch" before update on "soriano_web_premium"."page_versions" for each row execute function "soriano_web_premium"."page_versions_touch"();
create or replace trigger "transitions_insert" after insert on "soriano_web_premium"."page_versions" referencing new table as new_rows for each statement execute function "soriano_web_premium"."page_versions_transitions"();
create or replace trigger "audit_insert" after insert on "soriano_web_premium"."lead_forms" referencing new table as new_rows for each statement execute function "soriano_web_premium"."lead_forms_audit"();
create or replace trigger "audit_update" after update on "soriano_web_premium"."lead_forms" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."lead_forms_audit"();
create or replace trigger "audit_delete" after delete on "soriano_web_premium"."lead_forms" referencing old table as old_rows for each statement execute function "soriano_web_premium"."lead_forms_audit"();
create or replace trigger "emit_insert" after insert on "soriano_web_premium"."lead_forms" referencing new table as new_rows for each statement execute function "soriano_web_premium"."lead_forms_emit"();
create or replace trigger "emit_update" after update on "soriano_web_premium"."lead_forms" referencing new table as new_rows old table as old_rows for each statement execute function "soriano_web_premium"."lead_forms_emit"();
create or replace trigger "keep" before truncate on "soriano_web_premium"."lead_forms" for each statement execute function "soriano_web_premium"."lead_forms_keep"();
create or replace trigger "limit_sender" after insert on "soriano_web_premium"."lead_forms" referencing new table as new_rows for each statement execute function "soriano_web_premium"."lead_forms_limit_sender"();
create or replace trigger "keep" before truncate on "soriano_web_premium"."audit_events" for each statement execute function "soriano_web_premium"."audit_events_keep"();
create or replace trigger "keep" before truncate on "soriano_web_premium"."audit_details" for each statement execute function "soriano_web_premium"."audit_details_keep"();
create or replace trigger "number" after insert on "soriano_web_premium"."outbox_events" referencing new table as new_rows for each statement execute function "soriano_web_premium"."outbox_events_number"();
alter table "soriano_web_premium"."audit_events" enable row level security, force row level security;
create policy "added" on "soriano_web_premium"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "soriano_web_premium"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "soriano_web_premium"."audit_details" enable row level security, force row level security;
create policy "added" on "soriano_web_premium"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "soriano_web_premium"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "soriano_web_premium"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "slug", "language", "kind", "deleted_at"), update ("slug", "language", "kind", "deleted_at") on "soriano_web_premium"."pages" to acervo_app;
grant select, insert ("id", "slug", "language", "kind", "deleted_at"), update ("slug", "language", "kind", "deleted_at") on "soriano_web_premium"."pages" to acervo_worker;
grant select on "soriano_web_premium"."pages" to acervo_readonly;
grant select, insert ("id", "page_id", "version", "title", "description", "body", "status", "published_at"), update ("title", "description", "body", "status", "published_at"), delete on "soriano_web_premium"."page_versions" to acervo_app;
grant select, insert ("id", "page_id", "version", "title", "description", "body", "status", "published_at"), update ("title", "description", "body", "status", "published_at"), delete on "soriano_web_premium"."page_versions" to acervo_worker;
grant select ("id", "page_id", "version", "title", "description", "body", "status", "written_by", "published_by", "published_at", "created_at", "updated_at") on "soriano_web_premium"."page_versions" to acervo_readonly;
grant select, insert ("id", "form_key", "page_id", "interest", "name", "email", "phone", "message", "has_consented", "sender_digest", "sent_at"), delete on "soriano_web_premium"."lead_forms" to acervo_app;
grant select, insert ("id", "form_key", "page_id", "interest", "name", "email", "phone", "message", "has_consented", "sender_digest", "sent_at"), delete on "soriano_web_premium"."lead_forms" to acervo_worker;
grant select ("id", "form_key", "page_id", "interest", "name", "email", "phone", "message", "has_consented", "sender_digest", "sent_at") on "soriano_web_premium"."lead_forms" to acervo_readonly;
grant select, delete on "soriano_web_premium"."form_senders" to acervo_app;
grant select, delete on "soriano_web_premium"."form_senders" to acervo_worker;
grant select on "soriano_web_premium"."form_senders" to acervo_readonly;
grant select on "soriano_web_premium"."audit_events" to acervo_app;
grant select on "soriano_web_premium"."audit_events" to acervo_worker;
grant select on "soriano_web_premium"."audit_events" to acervo_readonly;
grant select on "soriano_web_premium"."audit_details" to acervo_app;
grant select, delete on "soriano_web_premium"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "soriano_web_premium"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "soriano_web_premium"."outbox_events" to acervo_worker;
grant select on "soriano_web_premium"."outbox_events" to acervo_readonly;
set local role none;
