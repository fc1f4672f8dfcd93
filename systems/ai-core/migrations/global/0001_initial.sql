-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; text search acervo.simple_unaccent simple
-- model: 4519652e1170f9eba986435876e2be719fc37ec781fd391328cc8cac7f4160d6

-- step: create sm_global with 17 tables
-- locks: none
set local search_path to "sm_global", acervo, pg_temp;
create schema if not exists "sm_global" authorization acervo_owner;
grant usage on schema "sm_global" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "sm_global"."parties" (
  "id" uuid default acervo.uuid7() not null,
  "kind" text collate "C" default 'PERSON' not null,
  "status" text collate "C" default 'UNRESOLVED' not null,
  "merged_into_id" uuid,
  "parted_from_id" uuid,
  "display_name" text collate "C",
  "given_name" text collate "C",
  "first_surname" text collate "C",
  "second_surname" text collate "C",
  "legal_name" text collate "C",
  "birth_date" date,
  "birth_place" text collate "C",
  "gender" varchar(20) collate "C",
  "occupation" text collate "C",
  "email" varchar(320) collate "C",
  "phone" varchar(40) collate "C",
  "document_type" text collate "C",
  "document_number" varchar(40) collate "C",
  "document_country" varchar(2) collate "C",
  "address_line" text collate "C",
  "postcode" varchar(20) collate "C",
  "city" text collate "C",
  "province" text collate "C",
  "country" varchar(2) collate "C",
  "language" varchar(10) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(display_name, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(legal_name, '')), 'A') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(document_number, '')), 'B') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(email, '')), 'B') || setweight(to_tsvector('acervo.simple_unaccent'::regconfig, coalesce(city, '')), 'D')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "parties_pkey" primary key ("id"),
  constraint "parties_kind_check" check ("kind" in ('PERSON', 'ORGANISATION')),
  constraint "parties_status_check" check ("status" in ('UNRESOLVED', 'ACTIVE', 'MERGED')),
  constraint "parties_document_type_check" check ("document_type" in ('DNI', 'NIE', 'CIF', 'PASSPORT', 'RUC', 'OTHER')),
  constraint "parties_country_check" check (country ~ '^[A-Z]{2}$'),
  constraint "parties_document_check" check ((document_type is null) = (document_number is null)),
  constraint "parties_document_country_check" check (document_country ~ '^[A-Z]{2}$'),
  constraint "parties_merge_check" check ((status = 'MERGED') = (merged_into_id is not null)),
  constraint "parties_not_itself_check" check (merged_into_id <> id),
  constraint "parties_parted_check" check (parted_from_id <> id)
);
create table "sm_global"."source_records" (
  "id" uuid default acervo.uuid7() not null,
  "source" varchar(80) collate "C" not null,
  "source_key" varchar(300) collate "C" not null,
  "digest" varchar(64) collate "C" not null,
  "payload" jsonb not null,
  "attributes" jsonb default '{}'::jsonb not null,
  "current" boolean default true not null,
  "previous_id" uuid,
  "origin_id" uuid not null,
  "normalised" jsonb,
  "norm_version" integer,
  "resolved_at" timestamptz(6),
  "waiting" boolean generated always as (current and resolved_at is null) stored not null,
  "match_keys" bigint[] default '{}' not null,
  "received_at" timestamptz(6) default acervo.now() not null,
  constraint "source_records_pkey" primary key ("id"),
  constraint "source_records_source_source_key_digest_key" unique ("source", "source_key", "digest"),
  constraint "source_records_digest_check" check (digest ~ '^[0-9a-f]{64}$'),
  constraint "source_records_normalised_check" check ((normalised is null) = (norm_version is null))
);
create table "sm_global"."match_decisions" (
  "id" uuid default acervo.uuid7() not null,
  "kind" text collate "C" not null,
  "origin" text collate "C" not null,
  "decided_by" varchar(200) collate "C" not null,
  "decided_at" timestamptz(6) default acervo.now() not null,
  "reason" text collate "C",
  "score" double precision,
  "probability" double precision,
  "comparisons" jsonb,
  "model_version" integer,
  "record_id" uuid,
  "other_record_id" uuid,
  "party_id" uuid,
  "other_party_id" uuid,
  "undoes_id" uuid,
  constraint "match_decisions_pkey" primary key ("id"),
  constraint "match_decisions_kind_check" check ("kind" in ('LINK', 'UNLINK', 'MERGE', 'UNMERGE', 'VETO')),
  constraint "match_decisions_origin_check" check ("origin" in ('AUTOMATIC', 'STEWARD')),
  constraint "match_decisions_probability_check" check (probability between 0 and 1),
  constraint "match_decisions_steward_check" check (origin <> 'STEWARD' or reason is not null),
  constraint "match_decisions_subject_check" check (case kind
        when 'LINK' then record_id is not null and party_id is not null
        when 'UNLINK' then record_id is not null and party_id is not null
        when 'VETO' then record_id is not null and other_record_id is not null
        else party_id is not null and other_party_id is not null
      end),
  constraint "match_decisions_undo_check" check ((kind = 'UNMERGE') <= (undoes_id is not null))
);
create table "sm_global"."party_links" (
  "id" uuid default acervo.uuid7() not null,
  "source_record_id" uuid not null,
  "party_id" uuid not null,
  "decision_id" uuid,
  "valid_from" timestamptz(6) default acervo.now() not null,
  "valid_to" timestamptz(6),
  "recorded_at" timestamptz(6) default acervo.now() not null,
  "superseded_at" timestamptz(6),
  "holds" boolean generated always as (superseded_at is null and valid_to is null) stored not null,
  constraint "party_links_pkey" primary key ("id"),
  constraint "party_links_recorded_check" check (superseded_at >= recorded_at),
  constraint "party_links_valid_check" check (valid_to > valid_from),
  constraint "party_links_one_party_at_a_time_excl" exclude using gist (source_record_id with =, tstzrange(valid_from, valid_to) with &&) where ((superseded_at is null))
);
create table "sm_global"."match_reviews" (
  "id" uuid default acervo.uuid7() not null,
  "party_id" uuid not null,
  "other_party_id" uuid not null,
  "bits" double precision not null,
  "evidence" jsonb not null,
  "model_version" integer not null,
  "status" text collate "C" default 'OPEN' not null,
  "opened_at" timestamptz(6) default acervo.now() not null,
  "decided_at" timestamptz(6),
  "decided_by" varchar(200) collate "C",
  "reason" text collate "C",
  "decision_id" uuid,
  constraint "match_reviews_pkey" primary key ("id"),
  constraint "match_reviews_status_check" check ("status" in ('OPEN', 'ACCEPTED', 'REJECTED')),
  constraint "match_reviews_decided_check" check ((status = 'OPEN') = (decided_at is null)
        and (status = 'OPEN') = (decided_by is null) and (status = 'OPEN') = (reason is null)),
  constraint "match_reviews_pair_check" check (party_id < other_party_id)
);
create table "sm_global"."match_rechecks" (
  "party_id" uuid not null,
  "other_party_id" uuid not null,
  "asked" boolean default false not null,
  constraint "match_rechecks_pkey" primary key ("party_id", "other_party_id")
);
create table "sm_global"."match_keys" (
  "key" bigint not null,
  "record_id" uuid not null,
  "type" integer not null,
  constraint "match_keys_pkey" primary key ("key", "record_id")
);
create table "sm_global"."recent_keys" (
  "key" bigint not null,
  "record_id" uuid not null,
  "type" integer not null,
  constraint "recent_keys_pkey" primary key ("key", "record_id")
);
create table "sm_global"."match_models" (
  "id" uuid default acervo.uuid7() not null,
  "version" integer not null,
  "norm_version" integer not null,
  "parameters" jsonb not null,
  "record_count" integer not null,
  "trained_at" timestamptz(6) default acervo.now() not null,
  constraint "match_models_pkey" primary key ("id"),
  constraint "match_models_version_key" unique ("version")
);
create table "sm_global"."match_secrets" (
  "single" boolean default true not null,
  "secret" bytea not null,
  constraint "match_secrets_pkey" primary key ("single"),
  constraint "match_secrets_single_check" check (single)
);
create table "sm_global"."golden_records" (
  "party_id" uuid not null,
  "attributes" jsonb not null,
  "valid_from" timestamptz(6) default acervo.now() not null,
  "valid_to" timestamptz(6),
  constraint "golden_records_pkey" primary key ("party_id", "valid_from"),
  constraint "golden_records_valid_check" check (valid_to > valid_from)
);
create table "sm_global"."facts" (
  "id" uuid default acervo.uuid7() not null,
  "source_record_id" uuid not null,
  "area" varchar(40) collate "C" not null,
  "kind" varchar(120) collate "C" not null,
  "subject_type" varchar(80) collate "C" not null,
  "subject_id" varchar(200) collate "C" not null,
  "sequence" bigint not null,
  "root_type" varchar(80) collate "C" not null,
  "root_id" varchar(200) collate "C" not null,
  "payload" jsonb not null,
  "valid_from" timestamptz(6) not null,
  "valid_to" timestamptz(6),
  "recorded_at" timestamptz(6) default acervo.now() not null,
  "event_id" uuid not null,
  constraint "facts_pkey" primary key ("id"),
  constraint "facts_event_id_key" unique ("event_id"),
  constraint "facts_valid_check" check (valid_to > valid_from)
);
create table "sm_global"."open_facts" (
  "id" uuid default acervo.uuid7() not null,
  "area" varchar(40) collate "C" not null,
  "kind" varchar(120) collate "C" not null,
  "subject_type" varchar(80) collate "C" not null,
  "subject_id" varchar(200) collate "C" not null,
  "sequence" bigint not null,
  "root_type" varchar(80) collate "C" not null,
  "root_id" varchar(200) collate "C" not null,
  "payload" jsonb not null,
  "valid_from" timestamptz(6) not null,
  "recorded_at" timestamptz(6) not null,
  "event_id" uuid not null,
  constraint "open_facts_pkey" primary key ("id"),
  constraint "open_facts_event_id_key" unique ("event_id")
);
create table "sm_global"."features" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(120) collate "C" not null,
  "version" integer default 1 not null,
  "description" text collate "C",
  "value_type" text collate "C" not null,
  "definition" jsonb not null,
  "fresh_for_minutes" integer,
  "active" boolean default true not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "features_pkey" primary key ("id"),
  constraint "features_name_version_key" unique ("name", "version"),
  constraint "features_value_type_check" check ("value_type" in ('NUMBER', 'TEXT', 'BOOLEAN', 'JSON')),
  constraint "features_fresh_check" check (fresh_for_minutes > 0),
  constraint "features_version_check" check (version >= 1)
);
create table "sm_global"."feature_values" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "feature_id" uuid not null,
  "source_record_id" uuid not null,
  "area" varchar(40) collate "C" not null,
  "subject_type" varchar(80) collate "C" not null,
  "subject_id" varchar(200) collate "C" not null,
  "sequence" bigint not null,
  "root_type" varchar(80) collate "C" not null,
  "root_id" varchar(200) collate "C" not null,
  "value" jsonb not null,
  "inputs" jsonb,
  "observed_at" timestamptz(6) not null,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "feature_values_pkey" primary key ("id", "recorded_at"),
  constraint "feature_values_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "recorded_at") * 1000)::bigint), 3))
) partition by range ("recorded_at");
create table "sm_global"."inbox_events" (
  "id" uuid default acervo.uuid7() not null,
  "aggregate_id" varchar(200) collate "C" not null,
  "aggregate_seq" bigint not null,
  "aggregate_type" varchar(80) collate "C" not null,
  "applied_at" timestamptz(6),
  "attempts" integer default 0 not null,
  "available_at" timestamptz(6) default acervo.now() not null,
  "envelope" jsonb not null,
  "event_id" uuid not null,
  "event_type" varchar(120) collate "C" not null,
  "event_version" integer default 1 not null,
  "last_error" text collate "C",
  "note" text collate "C",
  "occurred_at" timestamptz(6) not null,
  "received_at" timestamptz(6) default acervo.now() not null,
  "source" varchar(80) collate "C" not null,
  "status" text collate "C" default 'WAITING' not null,
  constraint "inbox_events_pkey" primary key ("id"),
  constraint "inbox_events_source_event_id_key" unique ("source", "event_id"),
  constraint "inbox_events_source_aggregate_type_aggregate_id_ag_8b1e1278_key" unique ("source", "aggregate_type", "aggregate_id", "aggregate_seq"),
  constraint "inbox_events_status_check" check ("status" in ('WAITING', 'APPLIED', 'DEAD')),
  constraint "inbox_events_applied_check" check ((status = 'APPLIED') = (applied_at is not null))
);
create table "sm_global"."outbox_events" (
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
create index "parties_merged_into_id_idx" on "sm_global"."parties" ("merged_into_id") where merged_into_id is not null;
create index "parties_parted_from_id_idx" on "sm_global"."parties" ("parted_from_id") where parted_from_id is not null;
create index "parties_document_number_document_country_idx" on "sm_global"."parties" ("document_number", "document_country") where document_number is not null;
create index "parties_email_idx" on "sm_global"."parties" ("email") where email is not null;
create index "parties_phone_idx" on "sm_global"."parties" ("phone") where phone is not null;
create index "parties_first_surname_birth_date_idx" on "sm_global"."parties" ("first_surname", "birth_date") where first_surname is not null;
create index "parties_search_vector_gin_idx" on "sm_global"."parties" using gin ("search_vector");
create index "parties_unresolved_idx" on "sm_global"."parties" ("id") where status = 'UNRESOLVED';
create unique index "source_records_current_key" on "sm_global"."source_records" ("source", "source_key") where (current);
create index "source_records_previous_id_idx" on "sm_global"."source_records" ("previous_id") where previous_id is not null;
create index "source_records_received_at_brin_idx" on "sm_global"."source_records" using brin ("received_at");
create index "source_records_waiting_idx" on "sm_global"."source_records" ("id") where waiting;
create index "source_records_origin_id_idx" on "sm_global"."source_records" ("origin_id");
create index "match_decisions_decided_at_idx" on "sm_global"."match_decisions" ("decided_at" desc);
create index "match_decisions_other_record_id_idx" on "sm_global"."match_decisions" ("other_record_id") where other_record_id is not null;
create index "match_decisions_other_party_id_idx" on "sm_global"."match_decisions" ("other_party_id") where other_party_id is not null;
create index "match_decisions_undoes_id_idx" on "sm_global"."match_decisions" ("undoes_id") where undoes_id is not null;
create index "match_decisions_veto_idx" on "sm_global"."match_decisions" ("record_id", "other_record_id") where kind = 'VETO';
create index "match_decisions_record_id_idx" on "sm_global"."match_decisions" ("record_id");
create index "match_decisions_party_id_idx" on "sm_global"."match_decisions" ("party_id");
create unique index "party_links_now_key" on "sm_global"."party_links" ("source_record_id") where (holds);
create index "party_links_decision_id_idx" on "sm_global"."party_links" ("decision_id") where decision_id is not null;
create index "party_links_party_id_valid_from_idx" on "sm_global"."party_links" ("party_id", "valid_from");
create index "party_links_source_record_id_valid_from_idx" on "sm_global"."party_links" ("source_record_id", "valid_from") include ("party_id", "holds");
create index "party_links_party_now_idx" on "sm_global"."party_links" ("party_id") include ("source_record_id") where holds;
create unique index "match_reviews_open_key" on "sm_global"."match_reviews" ("party_id", "other_party_id") where (status = 'OPEN');
create index "match_reviews_bits_id_idx" on "sm_global"."match_reviews" ("bits" desc, "id") where status = 'OPEN';
create index "match_reviews_party_id_idx" on "sm_global"."match_reviews" ("party_id");
create index "match_reviews_other_party_id_idx" on "sm_global"."match_reviews" ("other_party_id");
create index "match_reviews_decision_id_idx" on "sm_global"."match_reviews" ("decision_id");
create index "match_rechecks_other_party_id_idx" on "sm_global"."match_rechecks" ("other_party_id");
create index "match_rechecks_waiting_idx" on "sm_global"."match_rechecks" ("party_id") where not asked;
create unique index "golden_records_now_key" on "sm_global"."golden_records" ("party_id") where (valid_to is null);
create index "facts_source_record_id_kind_valid_from_idx" on "sm_global"."facts" ("source_record_id", "kind", "valid_from" desc);
create index "facts_area_kind_recorded_at_idx" on "sm_global"."facts" ("area", "kind", "recorded_at" desc);
create index "facts_area_subject_type_subject_id_sequence_idx" on "sm_global"."facts" ("area", "subject_type", "subject_id", "sequence");
create index "facts_area_root_type_root_id_idx" on "sm_global"."facts" ("area", "root_type", "root_id");
create index "open_facts_area_root_type_root_id_idx" on "sm_global"."open_facts" ("area", "root_type", "root_id");
create index "open_facts_area_subject_type_subject_id_sequence_idx" on "sm_global"."open_facts" ("area", "subject_type", "subject_id", "sequence");
create index "features_name_idx" on "sm_global"."features" ("name") where active;
create index "feature_values_source_record_id_feature_id_observed_at_idx" on "sm_global"."feature_values" ("source_record_id", "feature_id", "observed_at" desc);
create index "feature_values_feature_id_observed_at_idx" on "sm_global"."feature_values" ("feature_id", "observed_at" desc);
create index "feature_values_area_subject_type_subject_id_featur_15bbf47c_idx" on "sm_global"."feature_values" ("area", "subject_type", "subject_id", "feature_id", "sequence" desc);
create index "inbox_events_received_at_idx" on "sm_global"."inbox_events" ("received_at") where status <> 'APPLIED';
create index "outbox_events_available_at_id_idx" on "sm_global"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "sm_global"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "sm_global"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "sm_global"."parties" add constraint "parties_merged_into_id_fkey" foreign key ("merged_into_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."parties" add constraint "parties_parted_from_id_fkey" foreign key ("parted_from_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."source_records" add constraint "source_records_previous_id_fkey" foreign key ("previous_id") references "sm_global"."source_records" ("id") on delete restrict;
alter table "sm_global"."source_records" add constraint "source_records_origin_id_fkey" foreign key ("origin_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."match_decisions" add constraint "match_decisions_record_id_fkey" foreign key ("record_id") references "sm_global"."source_records" ("id") on delete restrict;
alter table "sm_global"."match_decisions" add constraint "match_decisions_other_record_id_fkey" foreign key ("other_record_id") references "sm_global"."source_records" ("id") on delete restrict;
alter table "sm_global"."match_decisions" add constraint "match_decisions_party_id_fkey" foreign key ("party_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."match_decisions" add constraint "match_decisions_other_party_id_fkey" foreign key ("other_party_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."match_decisions" add constraint "match_decisions_undoes_id_fkey" foreign key ("undoes_id") references "sm_global"."match_decisions" ("id") on delete restrict;
alter table "sm_global"."party_links" add constraint "party_links_source_record_id_fkey" foreign key ("source_record_id") references "sm_global"."source_records" ("id") on delete restrict;
alter table "sm_global"."party_links" add constraint "party_links_party_id_fkey" foreign key ("party_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."party_links" add constraint "party_links_decision_id_fkey" foreign key ("decision_id") references "sm_global"."match_decisions" ("id") on delete restrict;
alter table "sm_global"."match_reviews" add constraint "match_reviews_party_id_fkey" foreign key ("party_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."match_reviews" add constraint "match_reviews_other_party_id_fkey" foreign key ("other_party_id") references "sm_global"."parties" ("id") on delete restrict;
alter table "sm_global"."match_reviews" add constraint "match_reviews_decision_id_fkey" foreign key ("decision_id") references "sm_global"."match_decisions" ("id") on delete restrict;
alter table "sm_global"."golden_records" add constraint "golden_records_party_id_fkey" foreign key ("party_id") references "sm_global"."parties" ("id") on delete cascade;
alter table "sm_global"."facts" add constraint "facts_source_record_id_fkey" foreign key ("source_record_id") references "sm_global"."source_records" ("id") on delete restrict;
alter table "sm_global"."feature_values" add constraint "feature_values_feature_id_fkey" foreign key ("feature_id") references "sm_global"."features" ("id") on delete restrict;
alter table "sm_global"."feature_values" add constraint "feature_values_source_record_id_fkey" foreign key ("source_record_id") references "sm_global"."source_records" ("id") on delete restrict;
create or replace function "sm_global"."parties_emit"() returns trigger language plpgsql security definer
set search_path to "sm_global", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.kind, n.merged_into_id, n.parted_from_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end, case when n."holds 1" then 2 end, case when n."holds 2" then 3 end], null) as "its events"
      from (select *, (status = 'ACTIVE' and parted_from_id is null) is true as "holds 0", (status = 'MERGED') is true as "holds 1", (status = 'ACTIVE' and parted_from_id is not null) is true as "holds 2" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Party', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_global"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Party', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PartyCreated', 'PartyMerged', 'PartyUnmerged'])[p.place],
      (array[1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."id", 'kind', n."kind")
        when 2 then jsonb_build_object('partyId', n."id", 'intoId', n."merged_into_id")
        when 3 then jsonb_build_object('partyId', n."id", 'fromId', n."parted_from_id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.kind, n.merged_into_id, n.parted_from_id, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end, case when n."holds 1" and not o."holds 1" then 2 end, case when n."holds 2" and not o."holds 2" then 3 end, case when n."holds 3" and (n.kind, n.display_name, n.given_name, n.first_surname, n.second_surname, n.legal_name, n.birth_date, n.birth_place, n.gender, n.occupation, n.email, n.phone, n.document_type, n.document_number, n.document_country, n.address_line, n.postcode, n.city, n.province, n.country, n.language) is distinct from (o.kind, o.display_name, o.given_name, o.first_surname, o.second_surname, o.legal_name, o.birth_date, o.birth_place, o.gender, o.occupation, o.email, o.phone, o.document_type, o.document_number, o.document_country, o.address_line, o.postcode, o.city, o.province, o.country, o.language) then 4 end], null) as "its events"
      from (select *, (status = 'ACTIVE' and parted_from_id is null) is true as "holds 0", (status = 'MERGED') is true as "holds 1", (status = 'ACTIVE' and parted_from_id is not null) is true as "holds 2", (status = 'ACTIVE') is true as "holds 3" from new_rows) n
        join (select *, (status = 'ACTIVE' and parted_from_id is null) is true as "holds 0", (status = 'MERGED') is true as "holds 1", (status = 'ACTIVE' and parted_from_id is not null) is true as "holds 2", (status = 'ACTIVE') is true as "holds 3" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'Party', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "sm_global"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'Party', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['PartyCreated', 'PartyMerged', 'PartyUnmerged', 'PartyChanged'])[p.place],
      (array[1, 1, 1, 1])[p.place],
      case p.place when 1 then jsonb_build_object('partyId', n."id", 'kind', n."kind")
        when 2 then jsonb_build_object('partyId', n."id", 'intoId', n."merged_into_id")
        when 3 then jsonb_build_object('partyId', n."id", 'fromId', n."parted_from_id")
        when 4 then jsonb_build_object('partyId', n."id") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "sm_global"."parties_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_global", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_global"."features_touch"() returns trigger language plpgsql security invoker
set search_path to "sm_global", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "sm_global"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "sm_global", pg_temp as $body$
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
  update "sm_global"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "emit_insert" after insert on "sm_global"."parties" referencing new table as new_rows for each statement execute function "sm_global"."parties_emit"();
create or replace trigger "emit_update" after update on "sm_global"."parties" referencing new table as new_rows old table as old_rows for each statement execute function "sm_global"."parties_emit"();
create or replace trigger "touch" before update on "sm_global"."parties" for each row execute function "sm_global"."parties_touch"();
create or replace trigger "touch" before update on "sm_global"."features" for each row execute function "sm_global"."features_touch"();
create or replace trigger "number" after insert on "sm_global"."outbox_events" referencing new table as new_rows for each statement execute function "sm_global"."outbox_events_number"();
grant select, insert ("id", "kind", "status", "merged_into_id", "parted_from_id", "display_name", "given_name", "first_surname", "second_surname", "legal_name", "birth_date", "birth_place", "gender", "occupation", "email", "phone", "document_type", "document_number", "document_country", "address_line", "postcode", "city", "province", "country", "language"), update ("kind", "status", "merged_into_id", "parted_from_id", "display_name", "given_name", "first_surname", "second_surname", "legal_name", "birth_date", "birth_place", "gender", "occupation", "email", "phone", "document_type", "document_number", "document_country", "address_line", "postcode", "city", "province", "country", "language"), delete on "sm_global"."parties" to acervo_app;
grant select, insert ("id", "kind", "status", "merged_into_id", "parted_from_id", "display_name", "given_name", "first_surname", "second_surname", "legal_name", "birth_date", "birth_place", "gender", "occupation", "email", "phone", "document_type", "document_number", "document_country", "address_line", "postcode", "city", "province", "country", "language"), update ("kind", "status", "merged_into_id", "parted_from_id", "display_name", "given_name", "first_surname", "second_surname", "legal_name", "birth_date", "birth_place", "gender", "occupation", "email", "phone", "document_type", "document_number", "document_country", "address_line", "postcode", "city", "province", "country", "language"), delete on "sm_global"."parties" to acervo_worker;
grant select ("id", "kind", "status", "merged_into_id", "parted_from_id", "display_name", "given_name", "first_surname", "second_surname", "legal_name", "birth_date", "birth_place", "gender", "occupation", "email", "phone", "document_type", "document_number", "document_country", "address_line", "postcode", "city", "province", "country", "language", "created_at", "updated_at") on "sm_global"."parties" to acervo_readonly;
grant select, insert ("id", "source", "source_key", "digest", "payload", "attributes", "current", "previous_id", "origin_id", "normalised", "norm_version", "resolved_at", "match_keys", "received_at"), update ("current", "origin_id", "normalised", "norm_version", "resolved_at", "match_keys") on "sm_global"."source_records" to acervo_app;
grant select, insert ("id", "source", "source_key", "digest", "payload", "attributes", "current", "previous_id", "origin_id", "normalised", "norm_version", "resolved_at", "match_keys", "received_at"), update ("current", "origin_id", "normalised", "norm_version", "resolved_at", "match_keys") on "sm_global"."source_records" to acervo_worker;
grant select ("id", "source", "source_key", "digest", "payload", "attributes", "current", "previous_id", "origin_id", "normalised", "norm_version", "resolved_at", "received_at") on "sm_global"."source_records" to acervo_readonly;
grant select, insert ("id", "kind", "origin", "decided_by", "decided_at", "reason", "score", "probability", "comparisons", "model_version", "record_id", "other_record_id", "party_id", "other_party_id", "undoes_id") on "sm_global"."match_decisions" to acervo_app;
grant select, insert ("id", "kind", "origin", "decided_by", "decided_at", "reason", "score", "probability", "comparisons", "model_version", "record_id", "other_record_id", "party_id", "other_party_id", "undoes_id") on "sm_global"."match_decisions" to acervo_worker;
grant select on "sm_global"."match_decisions" to acervo_readonly;
grant select, insert ("id", "source_record_id", "party_id", "decision_id", "valid_from", "valid_to", "recorded_at", "superseded_at"), update ("decision_id", "valid_to", "superseded_at") on "sm_global"."party_links" to acervo_app;
grant select, insert ("id", "source_record_id", "party_id", "decision_id", "valid_from", "valid_to", "recorded_at", "superseded_at"), update ("decision_id", "valid_to", "superseded_at") on "sm_global"."party_links" to acervo_worker;
grant select on "sm_global"."party_links" to acervo_readonly;
grant select, insert ("id", "party_id", "other_party_id", "bits", "evidence", "model_version", "status", "opened_at", "decided_at", "decided_by", "reason", "decision_id"), update ("status", "decided_at", "decided_by", "reason", "decision_id") on "sm_global"."match_reviews" to acervo_app;
grant select, insert ("id", "party_id", "other_party_id", "bits", "evidence", "model_version", "status", "opened_at", "decided_at", "decided_by", "reason", "decision_id"), update ("status", "decided_at", "decided_by", "reason", "decision_id") on "sm_global"."match_reviews" to acervo_worker;
grant select on "sm_global"."match_reviews" to acervo_readonly;
grant select, insert ("party_id", "other_party_id", "asked"), update ("party_id", "other_party_id", "asked"), delete on "sm_global"."match_rechecks" to acervo_app;
grant select, insert ("party_id", "other_party_id", "asked"), update ("party_id", "other_party_id", "asked"), delete on "sm_global"."match_rechecks" to acervo_worker;
grant select on "sm_global"."match_rechecks" to acervo_readonly;
grant select, insert ("key", "record_id", "type"), delete on "sm_global"."match_keys" to acervo_app;
grant select, insert ("key", "record_id", "type"), delete on "sm_global"."match_keys" to acervo_worker;
grant select on "sm_global"."match_keys" to acervo_readonly;
grant select, insert ("key", "record_id", "type"), delete on "sm_global"."recent_keys" to acervo_app;
grant select, insert ("key", "record_id", "type"), delete on "sm_global"."recent_keys" to acervo_worker;
grant select on "sm_global"."recent_keys" to acervo_readonly;
grant select, insert ("id", "version", "norm_version", "parameters", "record_count", "trained_at") on "sm_global"."match_models" to acervo_app;
grant select, insert ("id", "version", "norm_version", "parameters", "record_count", "trained_at") on "sm_global"."match_models" to acervo_worker;
grant select on "sm_global"."match_models" to acervo_readonly;
grant select, insert ("single", "secret") on "sm_global"."match_secrets" to acervo_app;
grant select, insert ("single", "secret") on "sm_global"."match_secrets" to acervo_worker;
grant select ("single") on "sm_global"."match_secrets" to acervo_readonly;
grant select, insert ("party_id", "attributes", "valid_from", "valid_to"), update ("attributes", "valid_to"), delete on "sm_global"."golden_records" to acervo_app;
grant select, insert ("party_id", "attributes", "valid_from", "valid_to"), update ("attributes", "valid_to"), delete on "sm_global"."golden_records" to acervo_worker;
grant select on "sm_global"."golden_records" to acervo_readonly;
grant select, insert ("id", "source_record_id", "area", "kind", "subject_type", "subject_id", "sequence", "root_type", "root_id", "payload", "valid_from", "valid_to", "recorded_at", "event_id") on "sm_global"."facts" to acervo_app;
grant select, insert ("id", "source_record_id", "area", "kind", "subject_type", "subject_id", "sequence", "root_type", "root_id", "payload", "valid_from", "valid_to", "recorded_at", "event_id") on "sm_global"."facts" to acervo_worker;
grant select on "sm_global"."facts" to acervo_readonly;
grant select, insert ("id", "area", "kind", "subject_type", "subject_id", "sequence", "root_type", "root_id", "payload", "valid_from", "recorded_at", "event_id"), delete on "sm_global"."open_facts" to acervo_app;
grant select, insert ("id", "area", "kind", "subject_type", "subject_id", "sequence", "root_type", "root_id", "payload", "valid_from", "recorded_at", "event_id"), delete on "sm_global"."open_facts" to acervo_worker;
grant select on "sm_global"."open_facts" to acervo_readonly;
grant select, insert ("id", "name", "version", "description", "value_type", "definition", "fresh_for_minutes", "active"), update ("description", "fresh_for_minutes", "active") on "sm_global"."features" to acervo_app;
grant select, insert ("id", "name", "version", "description", "value_type", "definition", "fresh_for_minutes", "active"), update ("description", "fresh_for_minutes", "active") on "sm_global"."features" to acervo_worker;
grant select on "sm_global"."features" to acervo_readonly;
grant select, insert ("id", "feature_id", "source_record_id", "area", "subject_type", "subject_id", "sequence", "root_type", "root_id", "value", "inputs", "observed_at", "recorded_at") on "sm_global"."feature_values" to acervo_app;
grant select, insert ("id", "feature_id", "source_record_id", "area", "subject_type", "subject_id", "sequence", "root_type", "root_id", "value", "inputs", "observed_at", "recorded_at") on "sm_global"."feature_values" to acervo_worker;
grant select on "sm_global"."feature_values" to acervo_readonly;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_global"."inbox_events" to acervo_app;
grant select, insert ("id", "aggregate_id", "aggregate_seq", "aggregate_type", "applied_at", "attempts", "available_at", "envelope", "event_id", "event_type", "event_version", "last_error", "note", "occurred_at", "received_at", "source", "status"), update ("applied_at", "attempts", "available_at", "last_error", "note", "status") on "sm_global"."inbox_events" to acervo_worker;
grant select on "sm_global"."inbox_events" to acervo_readonly;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_global"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "sm_global"."outbox_events" to acervo_worker;
grant select on "sm_global"."outbox_events" to acervo_readonly;
set local role none;
