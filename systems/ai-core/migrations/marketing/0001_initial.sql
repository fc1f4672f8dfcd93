-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 22d7750f8bcc4d26dc3b6e4120d0244837734e38c47c263cdbe207623193aac3

-- step: create sm_marketing with 6 tables
-- locks: none
set local search_path to "sm_marketing", acervo, pg_temp;
create schema if not exists "sm_marketing" authorization acervo_owner;
grant usage on schema "sm_marketing" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_marketing"."campaigns" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(200) collate "C" not null,
  "channel" text collate "C" not null,
  "purpose" text collate "C" not null,
  "subject" varchar(200) collate "C",
  "body" text collate "C" not null,
  "status" text collate "C" default 'DRAFT' not null,
  "frozen_at" timestamptz(6),
  "audience_count" bigint default 0 not null,
  "sent_count" bigint default 0 not null,
  "suppressed_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(subject, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(body, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "campaigns_pkey" primary key ("id"),
  constraint "campaigns_name_key" unique ("name"),
  constraint "campaigns_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST')),
  constraint "campaigns_purpose_check" check ("purpose" in ('OFFERS', 'NEWS', 'SURVEY', 'EVENTS')),
  constraint "campaigns_status_check" check ("status" in ('DRAFT', 'FROZEN', 'SENDING', 'SENT', 'CANCELLED')),
  constraint "campaigns_all_check" check (status <> 'SENT' or sent_count + suppressed_count = audience_count),
  constraint "campaigns_audience_check" check (status in ('DRAFT', 'CANCELLED') or audience_count > 0)
);
create table "sm_marketing"."audience_members" (
  "id" uuid default acervo.uuid7() not null,
  "campaign_id" uuid not null,
  "party_id" uuid not null,
  "variant" varchar(20) collate "C" default 'A' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "audience_members_pkey" primary key ("id"),
  constraint "audience_members_campaign_id_party_id_key" unique ("campaign_id", "party_id")
);
create table "sm_marketing"."sends" (
  "id" uuid default acervo.uuid7() not null,
  "campaign_id" uuid not null,
  "member_id" uuid not null,
  "party_id" uuid not null,
  "status" text collate "C" default 'QUEUED' not null,
  "sent_at" timestamptz(6),
  "provider_id" varchar(200) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "sends_pkey" primary key ("id"),
  constraint "sends_member_id_key" unique ("member_id"),
  constraint "sends_provider_id_key" unique ("provider_id"),
  constraint "sends_status_check" check ("status" in ('QUEUED', 'SENT', 'SUPPRESSED', 'FAILED')),
  constraint "sends_sent_check" check ((status = 'SENT') = (sent_at is not null))
);
create table "sm_marketing"."opt_outs" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "channel" text collate "C" default 'ANY' not null,
  "purpose" text collate "C" default 'ANY' not null,
  "source" varchar(80) collate "C" not null,
  "opted_out_at" timestamptz(6) default acervo.now() not null,
  constraint "opt_outs_pkey" primary key ("id"),
  constraint "opt_outs_party_id_channel_purpose_key" unique ("party_id", "channel", "purpose"),
  constraint "opt_outs_channel_check" check ("channel" in ('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST', 'ANY')),
  constraint "opt_outs_purpose_check" check ("purpose" in ('OFFERS', 'NEWS', 'SURVEY', 'EVENTS', 'ANY'))
);
create table "sm_marketing"."audit_events" (
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
create table "sm_marketing"."outbox_events" (
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
create index "campaigns_search_vector_gin_idx" on "sm_marketing"."campaigns" using gin ("search_vector");
create index "audience_members_party_id_idx" on "sm_marketing"."audience_members" ("party_id");
create index "sends_party_id_status_idx" on "sm_marketing"."sends" ("party_id", "status");
create index "sends_campaign_id_idx" on "sm_marketing"."sends" ("campaign_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "sm_marketing"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "sm_marketing"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "sm_marketing"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_marketing"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_marketing"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_marketing"."audience_members" add constraint "audience_members_campaign_id_fkey" foreign key ("campaign_id") references "sm_marketing"."campaigns" ("id") on delete restrict;
alter table "sm_marketing"."sends" add constraint "sends_campaign_id_fkey" foreign key ("campaign_id") references "sm_marketing"."campaigns" ("id") on delete restrict;
alter table "sm_marketing"."sends" add constraint "sends_member_id_fkey" foreign key ("member_id") references "sm_marketing"."audience_members" ("id") on delete restrict;
create or replace function "sm_marketing"."campaigns_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_marketing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'campaigns', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('campaigns')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."channel" as "channel", n."purpose" as "purpose", n."subject" as "subject", n."body" as "body", n."status" as "status", to_char(n."frozen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "frozenAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_marketing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'campaigns', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('campaigns')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."channel" as "channel", o."purpose" as "purpose", o."subject" as "subject", o."body" as "body", o."status" as "status", to_char(o."frozen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "frozenAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_marketing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'campaigns', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('campaigns')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."channel" as "channel", o."purpose" as "purpose", o."subject" as "subject", o."body" as "body", o."status" as "status", to_char(o."frozen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "frozenAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."channel" as "channel", n."purpose" as "purpose", n."subject" as "subject", n."body" as "body", n."status" as "status", to_char(n."frozen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "frozenAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."subject" is distinct from n."subject") then 'subject' end, case when not (o."body" is distinct from n."body") then 'body' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."frozen_at" is distinct from n."frozen_at") then 'frozenAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."campaigns_emit"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.name, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SENT') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Campaign', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_marketing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Campaign', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CampaignSent'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('campaignId', n."id", 'name', n."name") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.name, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SENT') is true as "holds 0" from new_rows) n
        join (select *, (status = 'SENT') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Campaign', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_marketing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Campaign', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['CampaignSent'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('campaignId', n."id", 'name', n."name") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."campaigns_frozen"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status <> 'DRAFT')) then
      raise exception using errcode = 'AV304', message = 'a campaign stays as its audience was frozen for';
    end if;
  elsif exists (
    select from (select * from old_rows where (status <> 'DRAFT')) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['status', 'audience_count', 'sent_count', 'suppressed_count', 'updated_at'] is distinct from to_jsonb(n) - array['status', 'audience_count', 'sent_count', 'suppressed_count', 'updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'a campaign stays as its audience was frozen for';
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."campaigns_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_marketing"."campaigns_states"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['FROZEN', 'CANCELLED']::text[] when 'FROZEN' then array['SENDING', 'CANCELLED']::text[] when 'SENDING' then array['SENT', 'CANCELLED']::text[] when 'SENT' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'campaigns', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'FROZEN' and (
    case tg_op when 'INSERT' then new.frozen_at is null
    else new.status is distinct from old.status and new.frozen_at is not distinct from old.frozen_at end
  ) then
    new.frozen_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "sm_marketing"."campaigns_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_marketing"."campaigns_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_marketing", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'campaigns', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."audience_members_count_audience_count"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set audience_count = p.audience_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set audience_count = p.audience_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (true) union all select r.campaign_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set audience_count = p.audience_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (true) union all select r.campaign_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."audience_members_locked_by_campaign_id"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'an audience that is frozen stays as it is';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_marketing"."campaigns" p where p.id in (select campaign_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_marketing"."campaigns" p where p.id in (select campaign_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'an audience that is frozen stays as it is';
    end if;
  else
    perform from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true) union select campaign_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true) union select campaign_id from old_rows where (true)) and (status <> 'DRAFT')
    ) then
      raise exception using errcode = 'AV304', message = 'an audience that is frozen stays as it is';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."audience_members_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_marketing"."sends_address"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  select m.party_id into strict new.party_id from "sm_marketing"."audience_members" m
    where m.id = new.member_id and m.campaign_id = new.campaign_id;
  return new;
end$body$;
create or replace function "sm_marketing"."sends_count_sent_count"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SENT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set sent_count = p.sent_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SENT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SENT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set sent_count = p.sent_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SENT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SENT') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SENT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set sent_count = p.sent_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SENT') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SENT')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."sends_count_suppressed_count"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SUPPRESSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set suppressed_count = p.suppressed_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SUPPRESSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SUPPRESSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set suppressed_count = p.suppressed_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SUPPRESSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "sm_marketing"."campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SUPPRESSED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SUPPRESSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "sm_marketing"."campaigns" p set suppressed_count = p.suppressed_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.status = 'SUPPRESSED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.status = 'SUPPRESSED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."sends_emit"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.campaign_id, n.party_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SENT') is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Send', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_marketing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Send', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MessageSent'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('sendId', n."id", 'campaignId', n."campaign_id", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.campaign_id, n.party_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (status = 'SENT') is true as "holds 0" from new_rows) n
        join (select *, (status = 'SENT') is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Send', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_marketing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Send', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['MessageSent'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('sendId', n."id", 'campaignId', n."campaign_id", 'partyId', n."party_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."sends_honour"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_marketing".honoured', 7411) # hashtextextended(p.id::text, 0))
    from (select distinct party_id as id from new_rows order by 1) p;
  if exists (
    select from new_rows s join "sm_marketing"."campaigns" c on c.id = s.campaign_id
      join "sm_marketing"."opt_outs" o on o.party_id = s.party_id and (o.channel = 'ANY' or o.channel = c.channel) and (o.purpose = 'ANY' or o.purpose = c.purpose)
    where s.status = 'SENT' 
  ) then
    raise exception 'the receiver has opted out';
  end if;
  -- The question first: this statement's own trigger would come back here for ever.
  if exists (select from new_rows where status = 'QUEUED') then
    update "sm_marketing"."sends" s set status = 'SUPPRESSED'
    from new_rows n join "sm_marketing"."campaigns" c on c.id = n.campaign_id
      join "sm_marketing"."opt_outs" o on o.party_id = n.party_id and (o.channel = 'ANY' or o.channel = c.channel) and (o.purpose = 'ANY' or o.purpose = c.purpose)
    where s.id = n.id and s.status = 'QUEUED' and n.status = 'QUEUED';
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."sends_honour_change"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"sm_marketing".honoured', 7411) # hashtextextended(p.id::text, 0))
    from (select distinct party_id as id from new_rows order by 1) p;
  if exists (
    select from new_rows s join "sm_marketing"."campaigns" c on c.id = s.campaign_id
      join "sm_marketing"."opt_outs" o on o.party_id = s.party_id and (o.channel = 'ANY' or o.channel = c.channel) and (o.purpose = 'ANY' or o.purpose = c.purpose)
    where s.status = 'SENT' and s.id in (select id from old_rows where status <> 'SENT')
  ) then
    raise exception 'the receiver has opted out';
  end if;
  -- The question first: this statement's own trigger would come back here for ever.
  if exists (select from new_rows where status = 'QUEUED') then
    update "sm_marketing"."sends" s set status = 'SUPPRESSED'
    from new_rows n join "sm_marketing"."campaigns" c on c.id = n.campaign_id
      join "sm_marketing"."opt_outs" o on o.party_id = n.party_id and (o.channel = 'ANY' or o.channel = c.channel) and (o.purpose = 'ANY' or o.purpose = c.purpose)
    where s.id = n.id and s.status = 'QUEUED' and n.status = 'QUEUED';
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."sends_locked_by_campaign_id"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true)) and (status not in ('FROZEN', 'SENDING'))
    ) then
      raise exception using errcode = 'AV304', message = 'a campaign that is not being sent sends nothing';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "sm_marketing"."campaigns" p where p.id in (select campaign_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_marketing"."campaigns" p where p.id in (select campaign_id from old_rows where (true)) and (status not in ('FROZEN', 'SENDING'))
    ) then
      raise exception using errcode = 'AV304', message = 'a campaign that is not being sent sends nothing';
    end if;
  else
    perform from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true) union select campaign_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "sm_marketing"."campaigns" p where p.id in (select campaign_id from new_rows where (true) union select campaign_id from old_rows where (true)) and (status not in ('FROZEN', 'SENDING'))
    ) then
      raise exception using errcode = 'AV304', message = 'a campaign that is not being sent sends nothing';
    end if;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."sends_states"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'QUEUED' then array['SENT', 'SUPPRESSED', 'FAILED']::text[] when 'SENT' then array[]::text[] when 'SUPPRESSED' then array[]::text[] when 'FAILED' then array['QUEUED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'sends', column = 'status',
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
create or replace function "sm_marketing"."sends_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_marketing"."sends_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_marketing", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['QUEUED', 'SUPPRESSED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'sends', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: QUEUED, SUPPRESSED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."opt_outs_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "sm_marketing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'opt_outs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('opt_outs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."purpose" as "purpose", n."source" as "source", to_char(n."opted_out_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "optedOutAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "sm_marketing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'opt_outs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('opt_outs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."purpose" as "purpose", o."source" as "source", to_char(o."opted_out_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "optedOutAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "sm_marketing"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'opt_outs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('opt_outs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."party_id" as "partyId", o."channel" as "channel", o."purpose" as "purpose", o."source" as "source", to_char(o."opted_out_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "optedOutAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."party_id" as "partyId", n."channel" as "channel", n."purpose" as "purpose", n."source" as "source", to_char(n."opted_out_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "optedOutAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."source" is distinct from n."source") then 'source' end, case when not (o."opted_out_at" is distinct from n."opted_out_at") then 'optedOutAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."opt_outs_emit"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.party_id, n.channel, n.purpose, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'OptOut', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_marketing"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'OptOut', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PartyOptedOut'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."party_id", 'channel', n."channel", 'purpose', n."purpose") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "sm_marketing"."opt_outs_honour"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
begin
  perform pg_advisory_xact_lock(hashtextextended('"sm_marketing".honoured', 7411) # hashtextextended(p.id::text, 0))
    from (select distinct party_id as id from new_rows order by 1) p;
  update "sm_marketing"."sends" s set status = 'SUPPRESSED'
  from new_rows o, "sm_marketing"."campaigns" c
  where s.party_id = o.party_id and s.status = 'QUEUED' and c.id = s.campaign_id and (o.channel = 'ANY' or o.channel = c.channel) and (o.purpose = 'ANY' or o.purpose = c.purpose);
  return null;
end$body$;
create or replace function "sm_marketing"."opt_outs_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_marketing"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "sm_marketing", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "sm_marketing"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_marketing", pg_temp as $body$
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
  update "sm_marketing"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "audit_insert" after insert on "sm_marketing"."campaigns" referencing new table as new_rows for each statement execute function "sm_marketing"."campaigns_audit"();
create or replace trigger "audit_update" after update on "sm_marketing"."campaigns" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."campaigns_audit"();
create or replace trigger "audit_delete" after delete on "sm_marketing"."campaigns" referencing old table as old_rows for each statement execute function "sm_marketing"."campaigns_audit"();
create or replace trigger "emit_insert" after insert on "sm_marketing"."campaigns" referencing new table as new_rows for each statement execute function "sm_marketing"."campaigns_emit"();
create or replace trigger "emit_update" after update on "sm_marketing"."campaigns" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."campaigns_emit"();
create or replace trigger "frozen_update" after update on "sm_marketing"."campaigns" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."campaigns_frozen"();
create or replace trigger "frozen_delete" after delete on "sm_marketing"."campaigns" referencing old table as old_rows for each statement execute function "sm_marketing"."campaigns_frozen"();
create or replace trigger "keep" before truncate on "sm_marketing"."campaigns" for each statement execute function "sm_marketing"."campaigns_keep"();
create or replace trigger "states_update" before update on "sm_marketing"."campaigns" for each row execute function "sm_marketing"."campaigns_states"();
create or replace trigger "states_insert" before insert on "sm_marketing"."campaigns" for each row execute function "sm_marketing"."campaigns_states"();
create or replace trigger "touch" before update on "sm_marketing"."campaigns" for each row execute function "sm_marketing"."campaigns_touch"();
create or replace trigger "transitions_insert" after insert on "sm_marketing"."campaigns" referencing new table as new_rows for each statement execute function "sm_marketing"."campaigns_transitions"();
create or replace trigger "count_audience_count_insert" after insert on "sm_marketing"."audience_members" referencing new table as new_rows for each statement execute function "sm_marketing"."audience_members_count_audience_count"();
create or replace trigger "count_audience_count_update" after update on "sm_marketing"."audience_members" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."audience_members_count_audience_count"();
create or replace trigger "count_audience_count_delete" after delete on "sm_marketing"."audience_members" referencing old table as old_rows for each statement execute function "sm_marketing"."audience_members_count_audience_count"();
create or replace trigger "locked_by_campaign_id_insert" after insert on "sm_marketing"."audience_members" referencing new table as new_rows for each statement execute function "sm_marketing"."audience_members_locked_by_campaign_id"();
create or replace trigger "locked_by_campaign_id_update" after update on "sm_marketing"."audience_members" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."audience_members_locked_by_campaign_id"();
create or replace trigger "locked_by_campaign_id_delete" after delete on "sm_marketing"."audience_members" referencing old table as old_rows for each statement execute function "sm_marketing"."audience_members_locked_by_campaign_id"();
create or replace trigger "touch" before update on "sm_marketing"."audience_members" for each row execute function "sm_marketing"."audience_members_touch"();
create or replace trigger "address" before insert on "sm_marketing"."sends" for each row execute function "sm_marketing"."sends_address"();
create or replace trigger "count_sent_count_insert" after insert on "sm_marketing"."sends" referencing new table as new_rows for each statement execute function "sm_marketing"."sends_count_sent_count"();
create or replace trigger "count_sent_count_update" after update on "sm_marketing"."sends" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."sends_count_sent_count"();
create or replace trigger "count_sent_count_delete" after delete on "sm_marketing"."sends" referencing old table as old_rows for each statement execute function "sm_marketing"."sends_count_sent_count"();
create or replace trigger "count_suppressed_count_insert" after insert on "sm_marketing"."sends" referencing new table as new_rows for each statement execute function "sm_marketing"."sends_count_suppressed_count"();
create or replace trigger "count_suppressed_count_update" after update on "sm_marketing"."sends" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."sends_count_suppressed_count"();
create or replace trigger "count_suppressed_count_delete" after delete on "sm_marketing"."sends" referencing old table as old_rows for each statement execute function "sm_marketing"."sends_count_suppressed_count"();
create or replace trigger "emit_insert" after insert on "sm_marketing"."sends" referencing new table as new_rows for each statement execute function "sm_marketing"."sends_emit"();
create or replace trigger "emit_update" after update on "sm_marketing"."sends" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."sends_emit"();
create or replace trigger "honour" after insert on "sm_marketing"."sends" referencing new table as new_rows for each statement execute function "sm_marketing"."sends_honour"();
create or replace trigger "honour_change" after update on "sm_marketing"."sends" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."sends_honour_change"();
create or replace trigger "locked_by_campaign_id_insert" after insert on "sm_marketing"."sends" referencing new table as new_rows for each statement execute function "sm_marketing"."sends_locked_by_campaign_id"();
create or replace trigger "states_update" before update on "sm_marketing"."sends" for each row execute function "sm_marketing"."sends_states"();
create or replace trigger "states_insert" before insert on "sm_marketing"."sends" for each row execute function "sm_marketing"."sends_states"();
create or replace trigger "touch" before update on "sm_marketing"."sends" for each row execute function "sm_marketing"."sends_touch"();
create or replace trigger "transitions_insert" after insert on "sm_marketing"."sends" referencing new table as new_rows for each statement execute function "sm_marketing"."sends_transitions"();
create or replace trigger "audit_insert" after insert on "sm_marketing"."opt_outs" referencing new table as new_rows for each statement execute function "sm_marketing"."opt_outs_audit"();
create or replace trigger "audit_update" after update on "sm_marketing"."opt_outs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."opt_outs_audit"();
create or replace trigger "audit_delete" after delete on "sm_marketing"."opt_outs" referencing old table as old_rows for each statement execute function "sm_marketing"."opt_outs_audit"();
create or replace trigger "emit_insert" after insert on "sm_marketing"."opt_outs" referencing new table as new_rows for each statement execute function "sm_marketing"."opt_outs_emit"();
create or replace trigger "emit_update" after update on "sm_marketing"."opt_outs" referencing new table as new_rows old table as old_rows for each statement execute function "sm_marketing"."opt_outs_emit"();
create or replace trigger "honour" after insert on "sm_marketing"."opt_outs" referencing new table as new_rows for each statement execute function "sm_marketing"."opt_outs_honour"();
create or replace trigger "keep" before truncate on "sm_marketing"."opt_outs" for each statement execute function "sm_marketing"."opt_outs_keep"();
create or replace trigger "keep" before truncate on "sm_marketing"."audit_events" for each statement execute function "sm_marketing"."audit_events_keep"();
create or replace trigger "number" after insert on "sm_marketing"."outbox_events" referencing new table as new_rows for each statement execute function "sm_marketing"."outbox_events_number"();
alter table "sm_marketing"."audit_events" enable row level security, force row level security;
create policy "added" on "sm_marketing"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "sm_marketing"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name", "channel", "purpose", "subject", "body", "status", "frozen_at"), update ("name", "channel", "purpose", "subject", "body", "status", "frozen_at"), delete on "sm_marketing"."campaigns" to acervo_app;
grant select, insert ("id", "name", "channel", "purpose", "subject", "body", "status", "frozen_at"), update ("name", "channel", "purpose", "subject", "body", "status", "frozen_at"), delete on "sm_marketing"."campaigns" to acervo_worker;
grant select ("id", "name", "channel", "purpose", "subject", "body", "status", "frozen_at", "audience_count", "sent_count", "suppressed_count", "created_at", "updated_at") on "sm_marketing"."campaigns" to acervo_readonly;
grant select, insert ("id", "campaign_id", "party_id", "variant"), update ("variant"), delete on "sm_marketing"."audience_members" to acervo_app;
grant select, insert ("id", "campaign_id", "party_id", "variant"), update ("variant"), delete on "sm_marketing"."audience_members" to acervo_worker;
grant select on "sm_marketing"."audience_members" to acervo_readonly;
grant select, insert ("id", "campaign_id", "member_id", "status", "sent_at", "provider_id"), update ("status", "sent_at", "provider_id") on "sm_marketing"."sends" to acervo_app;
grant select, insert ("id", "campaign_id", "member_id", "status", "sent_at", "provider_id"), update ("status", "sent_at", "provider_id") on "sm_marketing"."sends" to acervo_worker;
grant select on "sm_marketing"."sends" to acervo_readonly;
grant select, insert ("id", "party_id", "channel", "purpose", "source", "opted_out_at"), update ("source"), delete on "sm_marketing"."opt_outs" to acervo_app;
grant select, insert ("id", "party_id", "channel", "purpose", "source", "opted_out_at"), update ("source"), delete on "sm_marketing"."opt_outs" to acervo_worker;
grant select on "sm_marketing"."opt_outs" to acervo_readonly;
grant select on "sm_marketing"."audit_events" to acervo_app;
grant select on "sm_marketing"."audit_events" to acervo_worker;
grant select on "sm_marketing"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_marketing"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_marketing"."outbox_events" to acervo_worker;
grant select on "sm_marketing"."outbox_events" to acervo_readonly;
set local role none;
