-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.spanish_unaccent spanish
-- model: 191a419ab59cb7aa112d9ae1482a4f9208ea265e0fca163b86c5effe15c00f0a

-- step: create ss_insurance with 6 tables
-- locks: none
set local search_path to "ss_insurance", acervo, pg_temp;
create schema if not exists "ss_insurance" authorization acervo_owner;
grant usage on schema "ss_insurance" to acervo_app, acervo_worker, acervo_readonly;
create table "ss_insurance"."products" (
  "id" uuid default acervo.uuid7() not null,
  "code" varchar(40) collate "C" not null,
  "name" varchar(200) collate "C" not null,
  "line" text collate "C" not null,
  "carrier_name" varchar(200) collate "C" not null,
  "description" text collate "C",
  "status" text collate "C" default 'DRAFT' not null,
  "policy_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(code, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(carrier_name, '')), 'B') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'C')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "products_pkey" primary key ("id"),
  constraint "products_line_check" check ("line" in ('MOTOR', 'HOME', 'HEALTH', 'LIFE', 'FUNERAL', 'LIABILITY', 'BUSINESS', 'TRAVEL')),
  constraint "products_status_check" check ("status" in ('DRAFT', 'ON_SALE', 'WITHDRAWN')),
  constraint "products_code_check" check (code ~ '^[A-Z0-9-]+$')
);
alter table "ss_insurance"."products" owner to acervo_owner;
create table "ss_insurance"."policies" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "party_id" uuid not null,
  "product_id" uuid not null,
  "status" text collate "C" default 'QUOTED' not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "premium" numeric(12, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "cancelled_on" date,
  "cancellation_reason" text collate "C",
  "renews_id" uuid,
  "receipt_count" bigint default 0 not null,
  "pending_receipt_count" bigint default 0 not null,
  "claim_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "policies_pkey" primary key ("id"),
  constraint "policies_status_check" check ("status" in ('QUOTED', 'ISSUED', 'IN_FORCE', 'SUSPENDED', 'LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')),
  constraint "policies_cancelled_check" check ((status = 'CANCELLED') = (cancelled_on is not null)),
  constraint "policies_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "policies_not_itself_check" check (renews_id <> id),
  constraint "policies_premium_check" check (premium >= 0),
  constraint "policies_term_check" check (ends_on > starts_on)
);
alter table "ss_insurance"."policies" owner to acervo_owner;
create table "ss_insurance"."policy_versions" (
  "id" uuid default acervo.uuid7() not null,
  "policy_id" uuid not null,
  "version" integer not null,
  "valid_from" date not null,
  "valid_to" date,
  "premium" numeric(12, 2) not null,
  "coverages" jsonb default '[]'::jsonb not null,
  "reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "policy_versions_pkey" primary key ("id"),
  constraint "policy_versions_policy_id_version_key" unique ("policy_id", "version"),
  constraint "policy_versions_premium_check" check (premium >= 0),
  constraint "policy_versions_valid_check" check (valid_to > valid_from),
  constraint "policy_versions_version_check" check (version >= 1),
  constraint "policy_versions_one_version_a_day_excl" exclude using gist (policy_id with =, daterange(valid_from, valid_to) with &&)
);
alter table "ss_insurance"."policy_versions" owner to acervo_owner;
create table "ss_insurance"."receipts" (
  "id" uuid default acervo.uuid7() not null,
  "policy_id" uuid not null,
  "period_start" date not null,
  "period_end" date not null,
  "due_on" date not null,
  "amount" numeric(12, 2) not null,
  "currency" varchar(3) collate "C" default 'EUR' not null,
  "status" text collate "C" default 'PENDING' not null,
  "paid_on" date,
  "return_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "receipts_pkey" primary key ("id"),
  constraint "receipts_policy_id_period_start_key" unique ("policy_id", "period_start"),
  constraint "receipts_status_check" check ("status" in ('PENDING', 'PAID', 'RETURNED', 'WRITTEN_OFF')),
  constraint "receipts_amount_check" check (amount >= 0),
  constraint "receipts_currency_check" check (currency ~ '^[A-Z]{3}$'),
  constraint "receipts_paid_check" check ((status <> 'PAID') or (paid_on is not null)),
  constraint "receipts_period_check" check (period_end > period_start)
);
alter table "ss_insurance"."receipts" owner to acervo_owner;
create table "ss_insurance"."claims" (
  "id" uuid default acervo.uuid7() not null,
  "number" varchar(60) collate "C" not null,
  "policy_id" uuid not null,
  "claimant_id" uuid,
  "status" text collate "C" default 'OPENED' not null,
  "loss_on" date not null,
  "reported_at" timestamptz(6) default acervo.now() not null,
  "description" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(number, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(description, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "claims_pkey" primary key ("id"),
  constraint "claims_status_check" check ("status" in ('OPENED', 'CHECKED', 'IN_ASSESSMENT', 'INFO_PENDING', 'ACCEPTED', 'PARTLY_ACCEPTED', 'REJECTED', 'PAID', 'CLOSED', 'REOPENED')),
  constraint "claims_reported_check" check ((reported_at at time zone 'UTC')::date >= loss_on)
);
alter table "ss_insurance"."claims" owner to acervo_owner;
create table "ss_insurance"."outbox_events" (
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
alter table "ss_insurance"."outbox_events" owner to acervo_owner;
create unique index "products_code_key" on "ss_insurance"."products" ("code") where (deleted_at is null);
create index "products_line_name_idx" on "ss_insurance"."products" ("line", "name");
create index "products_search_vector_gin_idx" on "ss_insurance"."products" using gin ("search_vector");
create unique index "policies_number_key" on "ss_insurance"."policies" ("number") where (deleted_at is null);
create index "policies_party_id_starts_on_idx" on "ss_insurance"."policies" ("party_id", "starts_on" desc);
create index "policies_renews_id_idx" on "ss_insurance"."policies" ("renews_id") where renews_id is not null;
create index "policies_status_ends_on_idx" on "ss_insurance"."policies" ("status", "ends_on");
create index "policies_product_id_idx" on "ss_insurance"."policies" ("product_id");
create index "receipts_due_on_idx" on "ss_insurance"."receipts" ("due_on") where status = 'PENDING';
create unique index "claims_number_key" on "ss_insurance"."claims" ("number") where (deleted_at is null);
create index "claims_policy_id_loss_on_idx" on "ss_insurance"."claims" ("policy_id", "loss_on" desc);
create index "claims_status_reported_at_idx" on "ss_insurance"."claims" ("status", "reported_at" desc);
create index "claims_search_vector_gin_idx" on "ss_insurance"."claims" using gin ("search_vector");
create index "outbox_events_available_at_id_idx" on "ss_insurance"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "ss_insurance"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "ss_insurance"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "ss_insurance"."policies" add constraint "policies_product_id_fkey" foreign key ("product_id") references "ss_insurance"."products" ("id") on delete restrict;
alter table "ss_insurance"."policies" add constraint "policies_renews_id_fkey" foreign key ("renews_id") references "ss_insurance"."policies" ("id") on delete restrict;
alter table "ss_insurance"."policy_versions" add constraint "policy_versions_policy_id_fkey" foreign key ("policy_id") references "ss_insurance"."policies" ("id") on delete restrict;
alter table "ss_insurance"."receipts" add constraint "receipts_policy_id_fkey" foreign key ("policy_id") references "ss_insurance"."policies" ("id") on delete restrict;
alter table "ss_insurance"."claims" add constraint "claims_policy_id_fkey" foreign key ("policy_id") references "ss_insurance"."policies" ("id") on delete restrict;
create or replace function "ss_insurance"."products_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "ss_insurance"."products_touch"() owner to acervo_owner;
revoke execute on function "ss_insurance"."products_touch"() from public;
create or replace function "ss_insurance"."policies_count_policy_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.product_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."products" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."products" p set policy_count = p.policy_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.product_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."products" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."products" p set policy_count = p.policy_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  else
    with delta as (
      select c.id, sum(c.n) as n from (select r.product_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.product_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."products" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."products" p set policy_count = p.policy_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."policies_count_policy_count"() owner to acervo_owner;
revoke execute on function "ss_insurance"."policies_count_policy_count"() from public;
create or replace function "ss_insurance"."policies_emit"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyIssued' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency") as payload, 0 as place
    from (select * from new_rows where (status <> 'QUOTED' and deleted_at is null) is true) n
    union all select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyCancelled' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency", 'cancelledOn', n."cancelled_on", 'cancellationReason', n."cancellation_reason") as payload, 1 as place
    from (select * from new_rows where (status = 'CANCELLED' and deleted_at is null) is true) n
    union all select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyRemoved' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id") as payload, 2 as place
    from (select * from new_rows where (status <> 'QUOTED' and deleted_at is not null) is true) n) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  else
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyIssued' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency") as payload, 0 as place
    from (select * from new_rows where (status <> 'QUOTED' and deleted_at is null) is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status <> 'QUOTED' and deleted_at is null) is true)
    union all select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyChanged' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency") as payload, 1 as place
    from (select * from new_rows where (status not in ('QUOTED', 'CANCELLED') and deleted_at is null) is true) n join old_rows o on o.id = n.id
      where (n.number, n.party_id, n.product_id, n.status, n.starts_on, n.ends_on, n.premium, n.currency) is distinct from (o.number, o.party_id, o.product_id, o.status, o.starts_on, o.ends_on, o.premium, o.currency)
    union all select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyCancelled' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id", 'productId', n."product_id", 'number', n."number", 'status', n."status", 'startsOn', n."starts_on", 'endsOn', n."ends_on", 'premium', n."premium"::text, 'currency', n."currency", 'cancelledOn', n."cancelled_on", 'cancellationReason', n."cancellation_reason") as payload, 2 as place
    from (select * from new_rows where (status = 'CANCELLED' and deleted_at is null) is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status = 'CANCELLED' and deleted_at is null) is true)
    union all select 'Policy' as aggregate_type, n.id::text as aggregate_id,
      'PolicyRemoved' as event_type, 1 as event_version,
      jsonb_build_object('policyId', n."id", 'partyId', n."party_id") as payload, 3 as place
    from (select * from new_rows where (status <> 'QUOTED' and deleted_at is not null) is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status <> 'QUOTED' and deleted_at is not null) is true)) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."policies_emit"() owner to acervo_owner;
revoke execute on function "ss_insurance"."policies_emit"() from public;
create or replace function "ss_insurance"."policies_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "ss_insurance"."policies_touch"() owner to acervo_owner;
revoke execute on function "ss_insurance"."policies_touch"() from public;
create or replace function "ss_insurance"."policy_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "ss_insurance"."policy_versions_touch"() owner to acervo_owner;
revoke execute on function "ss_insurance"."policy_versions_touch"() from public;
create or replace function "ss_insurance"."receipts_count_pending_receipt_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set pending_receipt_count = p.pending_receipt_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set pending_receipt_count = p.pending_receipt_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  else
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (r.status = 'PENDING') union all select r.policy_id as id, -1 as n from old_rows r where true and (r.status = 'PENDING')) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set pending_receipt_count = p.pending_receipt_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."receipts_count_pending_receipt_count"() owner to acervo_owner;
revoke execute on function "ss_insurance"."receipts_count_pending_receipt_count"() from public;
create or replace function "ss_insurance"."receipts_count_receipt_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set receipt_count = p.receipt_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set receipt_count = p.receipt_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  else
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where true and (true) union all select r.policy_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set receipt_count = p.receipt_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."receipts_count_receipt_count"() owner to acervo_owner;
revoke execute on function "ss_insurance"."receipts_count_receipt_count"() from public;
create or replace function "ss_insurance"."receipts_emit"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptIssued' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") as payload, 0 as place
    from (select * from new_rows where (true) is true) n
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptPaid' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'paidOn', n."paid_on") as payload, 1 as place
    from (select * from new_rows where (status = 'PAID') is true) n
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptReturned' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'returnReason', n."return_reason") as payload, 2 as place
    from (select * from new_rows where (status = 'RETURNED') is true) n
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptWrittenOff' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") as payload, 3 as place
    from (select * from new_rows where (status = 'WRITTEN_OFF') is true) n) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  elsif tg_op = 'DELETE' then
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptRemoved' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id") as payload, 0 as place
    from (select * from old_rows where (true) is true) n) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  else
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptPaid' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'paidOn', n."paid_on") as payload, 0 as place
    from (select * from new_rows where (status = 'PAID') is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status = 'PAID') is true)
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptReturned' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on", 'returnReason', n."return_reason") as payload, 1 as place
    from (select * from new_rows where (status = 'RETURNED') is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status = 'RETURNED') is true)
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptWrittenOff' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") as payload, 2 as place
    from (select * from new_rows where (status = 'WRITTEN_OFF') is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status = 'WRITTEN_OFF') is true)
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptReopened' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") as payload, 3 as place
    from (select * from new_rows where (status = 'PENDING') is true) n join old_rows o on o.id = n.id
      where (n.status) is distinct from (o.status)
    union all select 'Receipt' as aggregate_type, n.id::text as aggregate_id,
      'ReceiptChanged' as event_type, 1 as event_version,
      jsonb_build_object('receiptId', n."id", 'policyId', n."policy_id", 'status', n."status", 'amount', n."amount"::text, 'currency', n."currency", 'dueOn', n."due_on") as payload, 4 as place
    from (select * from new_rows where (true) is true) n join old_rows o on o.id = n.id
      where (n.amount, n.currency, n.due_on, n.period_start, n.period_end) is distinct from (o.amount, o.currency, o.due_on, o.period_start, o.period_end)) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."receipts_emit"() owner to acervo_owner;
revoke execute on function "ss_insurance"."receipts_emit"() from public;
create or replace function "ss_insurance"."receipts_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "ss_insurance"."receipts_touch"() owner to acervo_owner;
revoke execute on function "ss_insurance"."receipts_touch"() from public;
create or replace function "ss_insurance"."claims_count_claim_count"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set claim_count = p.claim_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set claim_count = p.claim_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  else
    with delta as (
      select c.id, sum(c.n) as n from (select r.policy_id as id, 1 as n from new_rows r where r.deleted_at is null and (true) union all select r.policy_id as id, -1 as n from old_rows r where r.deleted_at is null and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0
    ), locked as (
      select p.id from "ss_insurance"."policies" p join delta on delta.id = p.id
      order by p.id for no key update of p
    )
    update "ss_insurance"."policies" p set claim_count = p.claim_count + delta.n
    from delta join locked on locked.id = delta.id where p.id = delta.id;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."claims_count_claim_count"() owner to acervo_owner;
revoke execute on function "ss_insurance"."claims_count_claim_count"() from public;
create or replace function "ss_insurance"."claims_emit"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimOpened' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on") as payload, 0 as place
    from (select * from new_rows where (deleted_at is null) is true) n
    union all select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimClosed' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on") as payload, 1 as place
    from (select * from new_rows where (status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true) n
    union all select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimRemoved' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id") as payload, 2 as place
    from (select * from new_rows where (deleted_at is not null) is true) n) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  else
    insert into "ss_insurance"."outbox_events"
      (aggregate_type, aggregate_id, event_type, event_version, payload)
    select e.aggregate_type, e.aggregate_id, e.event_type, e.event_version, e.payload
    from (select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimOpened' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on") as payload, 0 as place
    from (select * from new_rows where (deleted_at is null) is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (deleted_at is null) is true)
    union all select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimChanged' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on") as payload, 1 as place
    from (select * from new_rows where (status not in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true) n join old_rows o on o.id = n.id
      where (n.policy_id, n.claimant_id, n.status, n.loss_on) is distinct from (o.policy_id, o.claimant_id, o.status, o.loss_on)
    union all select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimClosed' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id", 'number', n."number", 'status', n."status", 'lossOn', n."loss_on") as payload, 2 as place
    from (select * from new_rows where (status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (status in ('PAID', 'REJECTED', 'CLOSED') and deleted_at is null) is true)
    union all select 'Claim' as aggregate_type, n.id::text as aggregate_id,
      'ClaimRemoved' as event_type, 1 as event_version,
      jsonb_build_object('claimId', n."id", 'policyId', n."policy_id", 'partyId', n."claimant_id") as payload, 3 as place
    from (select * from new_rows where (deleted_at is not null) is true) n where exists (select from old_rows o where o.id = n.id)
      and n.id not in (select id from old_rows where (deleted_at is not null) is true)) e
    order by e.aggregate_type, e.aggregate_id, e.place;
  end if;
  return null;
end$body$;
alter function "ss_insurance"."claims_emit"() owner to acervo_owner;
revoke execute on function "ss_insurance"."claims_emit"() from public;
create or replace function "ss_insurance"."claims_touch"() returns trigger language plpgsql security invoker
set search_path to "ss_insurance", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
alter function "ss_insurance"."claims_touch"() owner to acervo_owner;
revoke execute on function "ss_insurance"."claims_touch"() from public;
create or replace function "ss_insurance"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "ss_insurance", pg_temp as $body$
begin
  with given as (
    select r.id, r.aggregate_type, r.aggregate_id, row_number() over () as place from new_rows r
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
  update "ss_insurance"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
alter function "ss_insurance"."outbox_events_number"() owner to acervo_owner;
revoke execute on function "ss_insurance"."outbox_events_number"() from public;
create or replace trigger "touch" before update on "ss_insurance"."products" for each row execute function "ss_insurance"."products_touch"();
create or replace trigger "count_policy_count_insert" after insert on "ss_insurance"."policies" referencing new table as new_rows for each statement execute function "ss_insurance"."policies_count_policy_count"();
create or replace trigger "count_policy_count_update" after update on "ss_insurance"."policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."policies_count_policy_count"();
create or replace trigger "count_policy_count_delete" after delete on "ss_insurance"."policies" referencing old table as old_rows for each statement execute function "ss_insurance"."policies_count_policy_count"();
create or replace trigger "emit_insert" after insert on "ss_insurance"."policies" referencing new table as new_rows for each statement execute function "ss_insurance"."policies_emit"();
create or replace trigger "emit_update" after update on "ss_insurance"."policies" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."policies_emit"();
create or replace trigger "touch" before update on "ss_insurance"."policies" for each row execute function "ss_insurance"."policies_touch"();
create or replace trigger "touch" before update on "ss_insurance"."policy_versions" for each row execute function "ss_insurance"."policy_versions_touch"();
create or replace trigger "count_pending_receipt_count_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_count_pending_receipt_count"();
create or replace trigger "count_pending_receipt_count_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_count_pending_receipt_count"();
create or replace trigger "count_pending_receipt_count_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_count_pending_receipt_count"();
create or replace trigger "count_receipt_count_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_count_receipt_count"();
create or replace trigger "count_receipt_count_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_count_receipt_count"();
create or replace trigger "count_receipt_count_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_count_receipt_count"();
create or replace trigger "emit_insert" after insert on "ss_insurance"."receipts" referencing new table as new_rows for each statement execute function "ss_insurance"."receipts_emit"();
create or replace trigger "emit_update" after update on "ss_insurance"."receipts" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."receipts_emit"();
create or replace trigger "emit_delete" after delete on "ss_insurance"."receipts" referencing old table as old_rows for each statement execute function "ss_insurance"."receipts_emit"();
create or replace trigger "touch" before update on "ss_insurance"."receipts" for each row execute function "ss_insurance"."receipts_touch"();
create or replace trigger "count_claim_count_insert" after insert on "ss_insurance"."claims" referencing new table as new_rows for each statement execute function "ss_insurance"."claims_count_claim_count"();
create or replace trigger "count_claim_count_update" after update on "ss_insurance"."claims" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."claims_count_claim_count"();
create or replace trigger "count_claim_count_delete" after delete on "ss_insurance"."claims" referencing old table as old_rows for each statement execute function "ss_insurance"."claims_count_claim_count"();
create or replace trigger "emit_insert" after insert on "ss_insurance"."claims" referencing new table as new_rows for each statement execute function "ss_insurance"."claims_emit"();
create or replace trigger "emit_update" after update on "ss_insurance"."claims" referencing new table as new_rows old table as old_rows for each statement execute function "ss_insurance"."claims_emit"();
create or replace trigger "touch" before update on "ss_insurance"."claims" for each row execute function "ss_insurance"."claims_touch"();
create or replace trigger "number" after insert on "ss_insurance"."outbox_events" referencing new table as new_rows for each statement execute function "ss_insurance"."outbox_events_number"();
grant select, insert ("id", "code", "name", "line", "carrier_name", "description", "status", "deleted_at"), update ("code", "name", "line", "carrier_name", "description", "status", "deleted_at") on "ss_insurance"."products" to acervo_app;
grant select, insert ("id", "code", "name", "line", "carrier_name", "description", "status", "deleted_at"), update ("code", "name", "line", "carrier_name", "description", "status", "deleted_at") on "ss_insurance"."products" to acervo_worker;
grant select ("id", "code", "name", "line", "carrier_name", "description", "status", "policy_count", "created_at", "deleted_at", "updated_at") on "ss_insurance"."products" to acervo_readonly;
grant select, insert ("id", "number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at"), update ("number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at") on "ss_insurance"."policies" to acervo_app;
grant select, insert ("id", "number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at"), update ("number", "party_id", "product_id", "status", "starts_on", "ends_on", "premium", "currency", "cancelled_on", "cancellation_reason", "renews_id", "deleted_at") on "ss_insurance"."policies" to acervo_worker;
grant select on "ss_insurance"."policies" to acervo_readonly;
grant select, insert ("id", "policy_id", "version", "valid_from", "valid_to", "premium", "coverages", "reason"), update ("valid_from", "valid_to", "premium", "coverages", "reason"), delete on "ss_insurance"."policy_versions" to acervo_app;
grant select, insert ("id", "policy_id", "version", "valid_from", "valid_to", "premium", "coverages", "reason"), update ("valid_from", "valid_to", "premium", "coverages", "reason"), delete on "ss_insurance"."policy_versions" to acervo_worker;
grant select on "ss_insurance"."policy_versions" to acervo_readonly;
grant select, insert ("id", "policy_id", "period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), update ("period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), delete on "ss_insurance"."receipts" to acervo_app;
grant select, insert ("id", "policy_id", "period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), update ("period_start", "period_end", "due_on", "amount", "currency", "status", "paid_on", "return_reason"), delete on "ss_insurance"."receipts" to acervo_worker;
grant select on "ss_insurance"."receipts" to acervo_readonly;
grant select, insert ("id", "number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at"), update ("number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at") on "ss_insurance"."claims" to acervo_app;
grant select, insert ("id", "number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at"), update ("number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "deleted_at") on "ss_insurance"."claims" to acervo_worker;
grant select ("id", "number", "policy_id", "claimant_id", "status", "loss_on", "reported_at", "description", "created_at", "deleted_at", "updated_at") on "ss_insurance"."claims" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_insurance"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "ss_insurance"."outbox_events" to acervo_worker;
grant select on "ss_insurance"."outbox_events" to acervo_readonly;
