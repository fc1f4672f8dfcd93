-- acervo: transactional
-- objects: extension unaccent; text search acervo.spanish_unaccent spanish
-- model: a9f25da4ca8bd757f5a22cd9677632f8992733544d6ac5218183944b6d55450b

-- step: create ss_retention with 5 tables
-- locks: none
set local search_path to "ss_retention", acervo, pg_temp;
create schema if not exists "ss_retention" authorization acervo_owner;
grant usage on schema "ss_retention" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "ss_retention"."churn_signals" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "policy_id" uuid,
  "method" varchar(80) collate "C" not null,
  "score" numeric(5, 4) not null,
  "reasons" jsonb not null,
  "observed_at" timestamptz(6) default acervo.now() not null,
  constraint "churn_signals_pkey" primary key ("id"),
  constraint "churn_signals_party_id_method_observed_at_key" unique ("party_id", "method", "observed_at"),
  constraint "churn_signals_reasons_check" check (jsonb_typeof(reasons) = 'array' and jsonb_array_length(reasons) > 0),
  constraint "churn_signals_score_check" check (score between 0 and 1)
);
create table "ss_retention"."retention_campaigns" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(200) collate "C" not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "control_share" numeric(5, 4) default '0.1' not null,
  "offer" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "treated_count" bigint default 0 not null,
  "treated_kept_count" bigint default 0 not null,
  "control_count" bigint default 0 not null,
  "control_kept_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(offer, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "retention_campaigns_pkey" primary key ("id"),
  constraint "retention_campaigns_name_key" unique ("name"),
  constraint "retention_campaigns_status_check" check ("status" in ('DRAFT', 'RUNNING', 'CLOSED')),
  constraint "retention_campaigns_control_check" check (control_share between 0 and 1),
  constraint "retention_campaigns_days_check" check (ends_on > starts_on)
);
create table "ss_retention"."retention_cases" (
  "id" uuid default acervo.uuid7() not null,
  "campaign_id" uuid not null,
  "party_id" uuid not null,
  "policy_id" uuid not null,
  "arm" text collate "C" not null,
  "status" text collate "C" default 'OPEN' not null,
  "contacted_at" timestamptz(6),
  "outcome_on" date,
  "lost_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "retention_cases_pkey" primary key ("id"),
  constraint "retention_cases_campaign_id_policy_id_key" unique ("campaign_id", "policy_id"),
  constraint "retention_cases_arm_check" check ("arm" in ('TREATED', 'CONTROL')),
  constraint "retention_cases_status_check" check ("status" in ('OPEN', 'CONTACTED', 'RETAINED', 'LOST')),
  constraint "retention_cases_control_check" check (arm = 'TREATED' or (contacted_at is null and status <> 'CONTACTED')),
  constraint "retention_cases_lost_check" check (status = 'LOST' or lost_reason is null),
  constraint "retention_cases_outcome_check" check ((status in ('RETAINED', 'LOST')) = (outcome_on is not null))
);
create table "ss_retention"."audit_events" (
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
create table "ss_retention"."outbox_events" (
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
create index "retention_campaigns_search_vector_gin_idx" on "ss_retention"."retention_campaigns" using gin ("search_vector");
create unique index "retention_cases_one_open_key" on "ss_retention"."retention_cases" ("policy_id") where (status in ('OPEN', 'CONTACTED'));
create index "retention_cases_party_id_idx" on "ss_retention"."retention_cases" ("party_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "ss_retention"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "ss_retention"."audit_events" ("transaction_id", "id");
create index "outbox_events_available_at_id_idx" on "ss_retention"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_retention"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_retention"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_retention"."retention_cases" add constraint "retention_cases_campaign_id_fkey" foreign key ("campaign_id") references "ss_retention"."retention_campaigns" ("id") on delete restrict;
create or replace function "ss_retention"."churn_signals_emit"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.score, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (true) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'ChurnSignal', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_retention"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'ChurnSignal', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ChurnSignalled'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('signalId', n."id", 'partyId', n."party_id", 'score', n."score"::text) end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    null;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_campaigns_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_retention"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'retention_campaigns', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('retention_campaigns')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."control_share"::text as "controlShare", n."offer" as "offer", n."status" as "status") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_retention"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'retention_campaigns', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('retention_campaigns')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."control_share"::text as "controlShare", o."offer" as "offer", o."status" as "status") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_retention"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'retention_campaigns', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('retention_campaigns')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."control_share"::text as "controlShare", o."offer" as "offer", o."status" as "status") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."control_share"::text as "controlShare", n."offer" as "offer", n."status" as "status") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."control_share" is distinct from n."control_share") then 'controlShare' end, case when not (o."offer" is distinct from n."offer") then 'offer' end, case when not (o."status" is distinct from n."status") then 'status' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_campaigns_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_retention"."retention_campaigns_states"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['RUNNING', 'CLOSED']::text[] when 'RUNNING' then array['CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'retention_campaigns', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'RUNNING' and old.status = 'RUNNING' and (old."control_share" is distinct from new."control_share" or old."starts_on" is distinct from new."starts_on") then
    raise exception using errcode = 'AV323', table = 'retention_campaigns',
      message = 'what is RUNNING stays as it is', detail = 'While status is RUNNING, none of controlShare, startsOn changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'CLOSED' and old.status = 'CLOSED' and (old."control_share" is distinct from new."control_share" or old."starts_on" is distinct from new."starts_on" or old."ends_on" is distinct from new."ends_on") then
    raise exception using errcode = 'AV323', table = 'retention_campaigns',
      message = 'what is CLOSED stays as it is', detail = 'While status is CLOSED, none of controlShare, startsOn, endsOn changes.';
  end if;
  return new;
end$body$;
create or replace function "ss_retention"."retention_campaigns_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_retention"."retention_campaigns_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_retention", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['DRAFT']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'retention_campaigns', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: DRAFT.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_retention"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'retention_cases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('retention_cases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."campaign_id" as "campaignId", n."party_id" as "partyId", n."policy_id" as "policyId", n."arm" as "arm", n."status" as "status", to_char(n."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt", n."outcome_on" as "outcomeOn", n."lost_reason" as "lostReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "ss_retention"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'retention_cases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('retention_cases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."campaign_id" as "campaignId", o."party_id" as "partyId", o."policy_id" as "policyId", o."arm" as "arm", o."status" as "status", to_char(o."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt", o."outcome_on" as "outcomeOn", o."lost_reason" as "lostReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "ss_retention"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'retention_cases', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('retention_cases')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."campaign_id" as "campaignId", o."party_id" as "partyId", o."policy_id" as "policyId", o."arm" as "arm", o."status" as "status", to_char(o."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt", o."outcome_on" as "outcomeOn", o."lost_reason" as "lostReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."campaign_id" as "campaignId", n."party_id" as "partyId", n."policy_id" as "policyId", n."arm" as "arm", n."status" as "status", to_char(n."contacted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "contactedAt", n."outcome_on" as "outcomeOn", n."lost_reason" as "lostReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."campaign_id" is distinct from n."campaign_id") then 'campaignId' end, case when not (o."party_id" is distinct from n."party_id") then 'partyId' end, case when not (o."policy_id" is distinct from n."policy_id") then 'policyId' end, case when not (o."arm" is distinct from n."arm") then 'arm' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."contacted_at" is distinct from n."contacted_at") then 'contactedAt' end, case when not (o."outcome_on" is distinct from n."outcome_on") then 'outcomeOn' end, case when not (o."lost_reason" is distinct from n."lost_reason") then 'lostReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_count_control_count"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set control_count = p.control_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set control_count = p.control_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set control_count = p.control_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_count_control_kept_count"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set control_kept_count = p.control_kept_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set control_kept_count = p.control_kept_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set control_kept_count = p.control_kept_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'CONTROL' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_count_treated_count"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set treated_count = p.treated_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set treated_count = p.treated_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set treated_count = p.treated_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_count_treated_kept_count"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set treated_kept_count = p.treated_kept_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set treated_kept_count = p.treated_kept_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "ss_retention"."retention_campaigns" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "ss_retention"."retention_campaigns" p set treated_kept_count = p.treated_kept_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.campaign_id as id, 1 as n from new_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED') union all select r.campaign_id as id, -1 as n from old_rows r where true and (r.arm = 'TREATED' and r.status = 'RETAINED')) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_emit"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.party_id, n.policy_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'RETAINED') is true as "holds 0", (status = 'LOST') is true as "holds 1" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RetentionCase', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_retention"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RetentionCase', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ClientRetained', 'ClientLost'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('caseId', n."id", 'partyId', n."party_id", 'policyId', n."policy_id")
        when 2 then jsonb_build_object('caseId', n."id", 'partyId', n."party_id", 'policyId', n."policy_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.party_id, n.policy_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end], null) as "its events"
      from (select *, (status = 'RETAINED') is true as "holds 0", (status = 'LOST') is true as "holds 1" from new_rows) n
        join (select *, (status = 'RETAINED') is true as "holds 0", (status = 'LOST') is true as "holds 1" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'RetentionCase', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "ss_retention"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'RetentionCase', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['ClientRetained', 'ClientLost'])[p.place],
      (array[1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('caseId', n."id", 'partyId', n."party_id", 'policyId', n."policy_id")
        when 2 then jsonb_build_object('caseId', n."id", 'partyId', n."party_id", 'policyId', n."policy_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_frozen"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (status in ('RETAINED', 'LOST'))) then
      raise exception using errcode = 'AV304', message = 'an outcome is measured once';
    end if;
  elsif exists (
    select from (select * from old_rows where (status in ('RETAINED', 'LOST'))) o left join new_rows n on o."id" = n."id"
    where to_jsonb(o) - array['updated_at'] is distinct from to_jsonb(n) - array['updated_at']
  ) then
    raise exception using errcode = 'AV304', message = 'an outcome is measured once';
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_retention"."retention_cases_locked_by_campaign_id"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select campaign_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_retention"."retention_campaigns" p where p.id in (select campaign_id from new_rows where (true)) and (status <> 'RUNNING')
    ) then
      raise exception using errcode = 'AV304', message = 'a campaign that does not run takes no cases';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "ss_retention"."retention_campaigns" p where p.id in (select campaign_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_retention"."retention_campaigns" p where p.id in (select campaign_id from old_rows where (true)) and (status <> 'RUNNING')
    ) then
      raise exception using errcode = 'AV304', message = 'a campaign that does not run takes no cases';
    end if;
  else
    perform from "ss_retention"."retention_campaigns" p where p.id in (select campaign_id from new_rows where (true) union select campaign_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "ss_retention"."retention_campaigns" p where p.id in (select campaign_id from new_rows where (true) union select campaign_id from old_rows where (true)) and (status <> 'RUNNING')
    ) then
      raise exception using errcode = 'AV304', message = 'a campaign that does not run takes no cases';
    end if;
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."retention_cases_states"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['CONTACTED', 'RETAINED', 'LOST']::text[] when 'CONTACTED' then array['RETAINED', 'LOST']::text[] when 'RETAINED' then array[]::text[] when 'LOST' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'retention_cases', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if new.status = 'CONTACTED' and (
    case tg_op when 'INSERT' then new.contacted_at is null
    else new.status is distinct from old.status and new.contacted_at is not distinct from old.contacted_at end
  ) then
    new.contacted_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "ss_retention"."retention_cases_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "ss_retention"."retention_cases_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "ss_retention", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'retention_cases', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "ss_retention"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "ss_retention", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "ss_retention"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_retention", pg_temp as $body$
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
  update "ss_retention"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "emit_insert" after insert on "ss_retention"."churn_signals" referencing new table as new_rows for each statement execute function "ss_retention"."churn_signals_emit"();
create or replace trigger "emit_update" after update on "ss_retention"."churn_signals" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."churn_signals_emit"();
create or replace trigger "audit_insert" after insert on "ss_retention"."retention_campaigns" referencing new table as new_rows for each statement execute function "ss_retention"."retention_campaigns_audit"();
create or replace trigger "audit_update" after update on "ss_retention"."retention_campaigns" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_campaigns_audit"();
create or replace trigger "audit_delete" after delete on "ss_retention"."retention_campaigns" referencing old table as old_rows for each statement execute function "ss_retention"."retention_campaigns_audit"();
create or replace trigger "keep" before truncate on "ss_retention"."retention_campaigns" for each statement execute function "ss_retention"."retention_campaigns_keep"();
create or replace trigger "states_update" before update on "ss_retention"."retention_campaigns" for each row execute function "ss_retention"."retention_campaigns_states"();
create or replace trigger "touch" before update on "ss_retention"."retention_campaigns" for each row execute function "ss_retention"."retention_campaigns_touch"();
create or replace trigger "transitions_insert" after insert on "ss_retention"."retention_campaigns" referencing new table as new_rows for each statement execute function "ss_retention"."retention_campaigns_transitions"();
create or replace trigger "audit_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_audit"();
create or replace trigger "audit_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_audit"();
create or replace trigger "audit_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_audit"();
create or replace trigger "count_control_count_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_count_control_count"();
create or replace trigger "count_control_count_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_control_count"();
create or replace trigger "count_control_count_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_control_count"();
create or replace trigger "count_control_kept_count_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_count_control_kept_count"();
create or replace trigger "count_control_kept_count_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_control_kept_count"();
create or replace trigger "count_control_kept_count_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_control_kept_count"();
create or replace trigger "count_treated_count_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_count_treated_count"();
create or replace trigger "count_treated_count_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_treated_count"();
create or replace trigger "count_treated_count_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_treated_count"();
create or replace trigger "count_treated_kept_count_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_count_treated_kept_count"();
create or replace trigger "count_treated_kept_count_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_treated_kept_count"();
create or replace trigger "count_treated_kept_count_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_count_treated_kept_count"();
create or replace trigger "emit_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_emit"();
create or replace trigger "emit_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_emit"();
create or replace trigger "frozen_update" after update on "ss_retention"."retention_cases" referencing new table as new_rows old table as old_rows for each statement execute function "ss_retention"."retention_cases_frozen"();
create or replace trigger "frozen_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_frozen"();
create or replace trigger "keep" before truncate on "ss_retention"."retention_cases" for each statement execute function "ss_retention"."retention_cases_keep"();
create or replace trigger "locked_by_campaign_id_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_locked_by_campaign_id"();
create or replace trigger "locked_by_campaign_id_delete" after delete on "ss_retention"."retention_cases" referencing old table as old_rows for each statement execute function "ss_retention"."retention_cases_locked_by_campaign_id"();
create or replace trigger "states_update" before update on "ss_retention"."retention_cases" for each row execute function "ss_retention"."retention_cases_states"();
create or replace trigger "states_insert" before insert on "ss_retention"."retention_cases" for each row execute function "ss_retention"."retention_cases_states"();
create or replace trigger "touch" before update on "ss_retention"."retention_cases" for each row execute function "ss_retention"."retention_cases_touch"();
create or replace trigger "transitions_insert" after insert on "ss_retention"."retention_cases" referencing new table as new_rows for each statement execute function "ss_retention"."retention_cases_transitions"();
create or replace trigger "keep" before truncate on "ss_retention"."audit_events" for each statement execute function "ss_retention"."audit_events_keep"();
create or replace trigger "number" after insert on "ss_retention"."outbox_events" referencing new table as new_rows for each statement execute function "ss_retention"."outbox_events_number"();
alter table "ss_retention"."audit_events" enable row level security, force row level security;
create policy "added" on "ss_retention"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "ss_retention"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "party_id", "policy_id", "method", "score", "reasons", "observed_at") on "ss_retention"."churn_signals" to acervo_app;
grant select, insert ("id", "party_id", "policy_id", "method", "score", "reasons", "observed_at") on "ss_retention"."churn_signals" to acervo_worker;
grant select on "ss_retention"."churn_signals" to acervo_readonly;
grant select, insert ("id", "name", "starts_on", "ends_on", "control_share", "offer", "status"), update ("name", "starts_on", "ends_on", "control_share", "offer", "status"), delete on "ss_retention"."retention_campaigns" to acervo_app;
grant select, insert ("id", "name", "starts_on", "ends_on", "control_share", "offer", "status"), update ("name", "starts_on", "ends_on", "control_share", "offer", "status"), delete on "ss_retention"."retention_campaigns" to acervo_worker;
grant select ("id", "name", "starts_on", "ends_on", "control_share", "offer", "status", "treated_count", "treated_kept_count", "control_count", "control_kept_count", "created_at", "updated_at") on "ss_retention"."retention_campaigns" to acervo_readonly;
grant select, insert ("id", "campaign_id", "party_id", "policy_id", "arm", "status", "contacted_at", "outcome_on", "lost_reason"), update ("status", "contacted_at", "outcome_on", "lost_reason"), delete on "ss_retention"."retention_cases" to acervo_app;
grant select, insert ("id", "campaign_id", "party_id", "policy_id", "arm", "status", "contacted_at", "outcome_on", "lost_reason"), update ("status", "contacted_at", "outcome_on", "lost_reason"), delete on "ss_retention"."retention_cases" to acervo_worker;
grant select on "ss_retention"."retention_cases" to acervo_readonly;
grant select on "ss_retention"."audit_events" to acervo_app;
grant select on "ss_retention"."audit_events" to acervo_worker;
grant select on "ss_retention"."audit_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_retention"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_retention"."outbox_events" to acervo_worker;
grant select on "ss_retention"."outbox_events" to acervo_readonly;
set local role none;
