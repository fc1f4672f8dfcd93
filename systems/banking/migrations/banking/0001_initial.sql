-- acervo: transactional
-- objects: extension btree_gist; extension pg_trgm; extension unaccent; extension vector; text search acervo.spanish_unaccent spanish
-- model: 18cd9881b72f3a99692aee67cd0765f675e8858677ae7814b49344129ac286bc

-- step: create banking with 33 tables
-- locks: none
set local search_path to "banking", acervo, pg_temp;
create schema if not exists "banking" authorization acervo_owner;
grant usage on schema "banking" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "banking"."users" (
  "id" uuid default acervo.uuid7() not null,
  "email" text collate "C" not null,
  "name" text collate "C",
  "phone" text collate "C",
  "role" text collate "C" default 'AGENT' not null,
  "is_active" boolean default true not null,
  "password" text collate "C",
  "password_updated_at" timestamptz(6),
  "image" text collate "C",
  "branch_ids" uuid[] default '{}' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "email_verified_at" timestamptz(6),
  "last_sign_in_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "users_pkey" primary key ("id"),
  constraint "users_role_check" check ("role" in ('ADMIN', 'AGENT')),
  constraint "users_email_check" check (email = lower(email) and email like '%_@_%'),
  constraint "users_password_check" check (password like '$%')
);
create table "banking"."user_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "family" uuid not null,
  "ip" inet,
  "last_seen_at" timestamptz(6),
  "replaced_at" timestamptz(6),
  "revoked_at" timestamptz(6),
  "token_hash" bytea not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "user_agent" text collate "C",
  constraint "user_sessions_pkey" primary key ("id"),
  constraint "user_sessions_token_hash_key" unique ("token_hash")
);
create table "banking"."user_tokens" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) not null,
  "purpose" varchar(40) collate "C" not null,
  "token_hash" bytea not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "used_at" timestamptz(6),
  constraint "user_tokens_pkey" primary key ("id"),
  constraint "user_tokens_token_hash_key" unique ("token_hash")
);
create table "banking"."branches" (
  "id" uuid default acervo.uuid7() not null,
  "name" text collate "C" not null,
  "code" text collate "C" not null,
  "address" text collate "C",
  "city" text collate "C",
  "country" text collate "C",
  "time_zone" text collate "C" default 'Europe/Madrid' not null,
  "identifies_faces" boolean default false not null,
  "closed_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "branches_pkey" primary key ("id"),
  constraint "branches_code_key" unique ("code"),
  constraint "branches_time_zone_check" check (timezone(time_zone, '2000-01-01 00:00:00+00'::timestamptz) is not null)
);
create table "banking"."branch_admins" (
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "user_id" uuid not null,
  constraint "branch_admins_pkey" primary key ("branch_id", "user_id"),
  constraint "branch_admins_branch_id_key" unique ("branch_id", "user_id")
);
create table "banking"."clients" (
  "id" uuid default acervo.uuid7() not null,
  "dni" text collate "C",
  "name" text collate "C",
  "email" text collate "C",
  "phone" text collate "C",
  "status" text collate "C" default 'ACTIVE' not null,
  "hashed_password" text collate "C",
  "password_updated_at" timestamptz(6),
  "locale" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "deleted_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "clients_pkey" primary key ("id"),
  constraint "clients_status_check" check ("status" in ('ACTIVE', 'BLOCKED', 'DELETED')),
  constraint "clients_deleted_check" check ((status = 'DELETED') = (deleted_at is not null)),
  constraint "clients_dni_check" check (dni ~ '^[A-Z0-9]{5,20}$'),
  constraint "clients_email_check" check (email = lower(email) and email like '%_@_%'),
  constraint "clients_hashed_password_check" check (hashed_password like '$%'),
  constraint "clients_phone_check" check (phone ~ '^[+][1-9][0-9]{6,14}$')
);
create table "banking"."password_reset_tokens" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid not null,
  "token" bytea not null,
  "expires_at" timestamptz(6) default acervo.now() + interval '30 minutes' not null,
  "used_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "password_reset_tokens_pkey" primary key ("id"),
  constraint "password_reset_tokens_token_key" unique ("token"),
  constraint "password_reset_tokens_lifetime_check" check (expires_at <= created_at + interval '30 minutes')
);
create table "banking"."biometric_consents" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid not null,
  "purpose" text collate "C" not null,
  "version" text collate "C" not null,
  "channel" text collate "C" not null,
  "evidence" bytea,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "withdrawn_at" timestamptz(6),
  "profile_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "biometric_consents_pkey" primary key ("id"),
  constraint "biometric_consents_purpose_check" check ("purpose" in ('VERIFICATION', 'IDENTIFICATION')),
  constraint "biometric_consents_channel_check" check ("channel" in ('KIOSK', 'DESK', 'WEB', 'PAPER')),
  constraint "biometric_consents_withdrawn_check" check (withdrawn_at >= granted_at)
);
create table "banking"."face_models" (
  "id" uuid default acervo.uuid7() not null,
  "provider" text collate "C" not null,
  "version" text collate "C" not null,
  "dimensions" integer not null,
  "metric" text collate "C" not null,
  "match_max" double precision not null,
  "unknown_min" double precision not null,
  "margin" double precision not null,
  "is_calibrated" boolean default false not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "face_models_pkey" primary key ("id"),
  constraint "face_models_provider_version_key" unique ("provider", "version"),
  constraint "face_models_metric_check" check ("metric" in ('l2', 'cosine')),
  constraint "face_models_dimensions_check" check (dimensions between 1 and 16000),
  constraint "face_models_thresholds_check" check (match_max > 0 and unknown_min >= match_max and margin >= 0)
);
create table "banking"."facial_profiles" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid not null,
  "provider" text collate "C" not null,
  "provider_face_id" text collate "C",
  "version" text collate "C",
  "embedding" bytea,
  "image_url" text collate "C",
  "is_active" boolean default true not null,
  "model_id" uuid,
  "consent_id" uuid not null,
  "view" text collate "C" default 'FRONT' not null,
  "quality" real,
  "expires_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "facial_profiles_pkey" primary key ("id"),
  constraint "facial_profiles_provider_face_id_key" unique ("provider_face_id"),
  constraint "facial_profiles_view_check" check ("view" in ('FRONT', 'LEFT', 'RIGHT', 'GLASSES')),
  constraint "facial_profiles_quality_check" check (quality between 0 and 1)
);
create table "banking"."dlib_face_vectors" (
  "id" uuid default acervo.uuid7() not null,
  "profile_id" uuid not null,
  "embedding" acervo.vector(128),
  "embedding_model" text collate "C",
  constraint "dlib_face_vectors_pkey" primary key ("id"),
  constraint "dlib_face_vectors_profile_id_key" unique ("profile_id"),
  constraint "dlib_face_vectors_embedding_model_check" check (embedding is null or embedding_model is not distinct from 'python-api/dlib-128')
);
create table "banking"."arcface_face_vectors" (
  "id" uuid default acervo.uuid7() not null,
  "profile_id" uuid not null,
  "embedding" acervo.vector(512),
  "embedding_model" text collate "C",
  constraint "arcface_face_vectors_pkey" primary key ("id"),
  constraint "arcface_face_vectors_profile_id_key" unique ("profile_id"),
  constraint "arcface_face_vectors_embedding_model_check" check (embedding is null or embedding_model is not distinct from 'insightface/arcface-512')
);
create table "banking"."cameras" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "owner_id" uuid,
  "name" text collate "C" not null,
  "status" text collate "C" default 'OFFLINE' not null,
  "status_cause" text collate "C",
  "min_area_px" integer default 750 not null,
  "detection_threshold" real default 0.7 not null,
  "last_seen_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "cameras_pkey" primary key ("id"),
  constraint "cameras_branch_id_key" unique ("branch_id", "id"),
  constraint "cameras_name_key" unique ("branch_id", "name"),
  constraint "cameras_status_check" check ("status" in ('ONLINE', 'OFFLINE', 'ERROR')),
  constraint "cameras_min_area_check" check (min_area_px > 0),
  constraint "cameras_threshold_check" check (detection_threshold between 0 and 1)
);
create table "banking"."camera_logs" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "camera_id" uuid not null,
  "cause" text collate "C",
  "actor" text collate "C",
  "at" timestamptz(6) not null,
  "from_state" text collate "C",
  "to_state" text collate "C" not null,
  constraint "camera_logs_pkey" primary key ("id"),
  constraint "camera_logs_branch_id_key" unique ("branch_id", "id")
);
create table "banking"."detection_events" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "camera_id" uuid not null,
  "client_id" uuid,
  "status" text collate "C" not null,
  "confidence" double precision,
  "distance" double precision,
  "model_id" uuid,
  "reason" text collate "C",
  "liveness" text collate "C" default 'NOT_CHECKED' not null,
  "snapshot_url" text collate "C",
  "metadata" jsonb,
  "occurred_at" timestamptz(6) default acervo.now() not null,
  "tenant_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "detection_events_pkey" primary key ("id", "occurred_at"),
  constraint "detection_events_tenant_id_key" unique ("tenant_id", "id", "occurred_at"),
  constraint "detection_events_status_check" check ("status" in ('MATCHED', 'NEW_FACE', 'MULTIPLE_MATCHES', 'UNKNOWN')),
  constraint "detection_events_reason_check" check ("reason" in ('LOW_QUALITY', 'BLUR', 'SMALL', 'OCCLUDED', 'GREY_ZONE')),
  constraint "detection_events_liveness_check" check ("liveness" in ('NOT_CHECKED', 'PASSED', 'FAILED')),
  constraint "detection_events_confidence_check" check (confidence between 0 and 1),
  constraint "detection_events_distance_check" check (distance >= 0 and (distance is null or model_id is not null)),
  constraint "detection_events_match_check" check (client_id is null or status = 'MATCHED'),
  constraint "detection_events_why_unknown_check" check (reason is null or status = 'UNKNOWN'),
  constraint "detection_events_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "occurred_at") * 1000)::bigint), 3))
) partition by range ("occurred_at");
create table "banking"."agent_modules" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "name" text collate "C" not null,
  "is_active" boolean default true not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "agent_modules_pkey" primary key ("id"),
  constraint "agent_modules_branch_id_key" unique ("branch_id", "id"),
  constraint "agent_modules_name_key" unique ("branch_id", "name")
);
create table "banking"."module_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "module_id" uuid not null,
  "user_id" uuid not null,
  "status" text collate "C" default 'OPEN' not null,
  "reason" text collate "C",
  "opened_at" timestamptz(6) default acervo.now() not null,
  "closed_at" timestamptz(6),
  "last_seen_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "module_sessions_pkey" primary key ("id"),
  constraint "module_sessions_branch_id_key" unique ("branch_id", "id"),
  constraint "module_sessions_status_check" check ("status" in ('OPEN', 'PAUSED', 'CLOSED')),
  constraint "module_sessions_closed_check" check ((status = 'CLOSED') = (closed_at is not null))
);
create table "banking"."appointments" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "module_id" uuid not null,
  "status" text collate "C" default 'SCHEDULED' not null,
  "purpose" text collate "C",
  "starts_at" timestamptz(6) not null,
  "ends_at" timestamptz(6) not null,
  "held_until" timestamptz(6),
  "cancel_reason" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "appointments_pkey" primary key ("id"),
  constraint "appointments_branch_id_key" unique ("branch_id", "id"),
  constraint "appointments_status_check" check ("status" in ('SCHEDULED', 'CONFIRMED', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
  constraint "appointments_hold_check" check (held_until is null or status in ('SCHEDULED', 'CANCELLED')),
  constraint "appointments_time_check" check (ends_at > starts_at),
  constraint "appointments_client_excl" exclude using gist ("branch_id" with =, client_id with =, tstzrange(starts_at, ends_at) with &&) where ((status in ('SCHEDULED', 'CONFIRMED'))),
  constraint "appointments_desk_excl" exclude using gist ("branch_id" with =, module_id with =, tstzrange(starts_at, ends_at) with &&) where ((status in ('SCHEDULED', 'CONFIRMED')))
);
create table "banking"."visits" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "module_id" uuid,
  "detection_id" uuid,
  "detection_occurred_at" timestamptz(6),
  "appointment_id" uuid,
  "status" text collate "C" default 'WAITING' not null,
  "purpose" text collate "C",
  "priority" integer default 0 not null,
  "ticket_series" varchar(3) collate "C" default 'A' not null,
  "ticket_number" integer not null,
  "business_day" date not null,
  "started_at" timestamptz(6) default acervo.now() not null,
  "called_at" timestamptz(6),
  "assigned_at" timestamptz(6),
  "finished_at" timestamptz(6),
  "abandon_reason" text collate "C",
  constraint "visits_pkey" primary key ("id"),
  constraint "visits_branch_id_key" unique ("branch_id", "id"),
  constraint "visits_detection_id_key" unique ("branch_id", "detection_id"),
  constraint "visits_appointment_id_key" unique ("branch_id", "appointment_id"),
  constraint "visits_business_day_ticket_series_ticket_number_key" unique ("branch_id", "business_day", "ticket_series", "ticket_number"),
  constraint "visits_status_check" check ("status" in ('WAITING', 'CALLED', 'IN_SERVICE', 'COMPLETED', 'ABANDONED')),
  constraint "visits_abandon_reason_check" check ("abandon_reason" in ('NO_SHOW', 'LEFT', 'CLOSED', 'SYSTEM')),
  constraint "visits_abandoned_check" check ((status = 'ABANDONED') = (abandon_reason is not null)),
  constraint "visits_desk_check" check (not (status in ('CALLED', 'IN_SERVICE')) or module_id is not null),
  constraint "visits_detection_check" check ((detection_id is null) = (detection_occurred_at is null)),
  constraint "visits_finished_check" check ((status in ('COMPLETED', 'ABANDONED')) = (finished_at is not null)),
  constraint "visits_ticket_series_check" check (ticket_series ~ '^[A-Z]{1,3}$')
);
create table "banking"."visit_transitions" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "visit_id" uuid not null,
  "module_id" uuid,
  "abandon_reason" text collate "C",
  "actor" text collate "C",
  "at" timestamptz(6) not null,
  "from_state" text collate "C",
  "to_state" text collate "C" not null,
  constraint "visit_transitions_pkey" primary key ("id"),
  constraint "visit_transitions_branch_id_key" unique ("branch_id", "id")
);
create table "banking"."ticket_counters" (
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "business_day" date not null,
  "series" varchar(3) collate "C" not null,
  "last" integer not null,
  constraint "ticket_counters_pkey" primary key ("branch_id", "business_day", "series"),
  constraint "ticket_counters_branch_id_key" unique ("branch_id", "business_day", "series")
);
create table "banking"."registration_requests" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "requester_id" uuid,
  "approver_id" uuid,
  "status" text collate "C" default 'PENDING' not null,
  "dni" text collate "C" not null,
  "name" text collate "C" not null,
  "email" text collate "C",
  "phone" text collate "C",
  "reason" text collate "C",
  "expires_at" timestamptz(6) default acervo.now() + interval '7 days' not null,
  "decided_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "registration_requests_pkey" primary key ("id"),
  constraint "registration_requests_branch_id_key" unique ("branch_id", "id"),
  constraint "registration_requests_status_check" check ("status" in ('PENDING', 'APPROVED', 'REJECTED', 'CANCELLED')),
  constraint "registration_requests_approved_check" check (status not in ('APPROVED', 'REJECTED') or approver_id is not null),
  constraint "registration_requests_decided_check" check ((status = 'PENDING') = (decided_at is null)),
  constraint "registration_requests_dni_check" check (dni ~ '^[A-Z0-9]{5,20}$'),
  constraint "registration_requests_email_check" check (email = lower(email) and email like '%_@_%'),
  constraint "registration_requests_phone_check" check (phone ~ '^[+][1-9][0-9]{6,14}$'),
  constraint "registration_requests_two_persons_check" check (approver_id <> requester_id),
  constraint "registration_requests_why_not_check" check (status not in ('REJECTED', 'CANCELLED') or reason is not null)
);
create table "banking"."faqs" (
  "id" uuid default acervo.uuid7() not null,
  "title" text collate "C" not null,
  "answer" text collate "C" not null,
  "status" text collate "C" default 'DRAFT' not null,
  "tags" text[] collate "C" default '{}' not null,
  "version" integer default 1 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(title, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(answer, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "faqs_pkey" primary key ("id"),
  constraint "faqs_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'ARCHIVED'))
);
create table "banking"."faq_versions" (
  "id" uuid default acervo.uuid7() not null,
  "faq_id" uuid not null,
  "version" integer not null,
  "title" text collate "C" not null,
  "answer" text collate "C" not null,
  "tags" text[] collate "C" default '{}' not null,
  "status" text collate "C" default 'DRAFT' not null,
  "published_at" timestamptz(6),
  "archived_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "faq_versions_pkey" primary key ("id"),
  constraint "faq_versions_faq_id_version_key" unique ("faq_id", "version"),
  constraint "faq_versions_status_check" check ("status" in ('DRAFT', 'PUBLISHED', 'ARCHIVED')),
  constraint "faq_versions_published_check" check (status <> 'PUBLISHED' or published_at is not null),
  constraint "faq_versions_version_check" check (version >= 1)
);
create table "banking"."chat_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "client_id" uuid,
  "temp_visitor_id" text collate "C",
  "started_at" timestamptz(6) default acervo.now() not null,
  "ended_at" timestamptz(6),
  "handed_off_at" timestamptz(6),
  constraint "chat_sessions_pkey" primary key ("id"),
  constraint "chat_sessions_ended_check" check (ended_at >= started_at)
);
create table "banking"."chat_messages" (
  "id" uuid default acervo.uuid7() not null,
  "session_id" uuid not null,
  "actor" text collate "C" not null,
  "content" text collate "C" not null,
  "intent" text collate "C",
  "metadata" jsonb,
  "faq_version_id" uuid,
  "retrieval_score" double precision,
  "margin_score" double precision,
  "created_at" timestamptz(6) default acervo.now() not null,
  constraint "chat_messages_pkey" primary key ("id"),
  constraint "chat_messages_actor_check" check ("actor" in ('CLIENT', 'BOT', 'AGENT')),
  constraint "chat_messages_cited_check" check (faq_version_id is null or actor = 'BOT')
);
create table "banking"."chat_metrics" (
  "id" uuid default acervo.uuid7() not null,
  "session_id" uuid not null,
  "client_id" uuid,
  "name" text collate "C" not null,
  "value" double precision not null,
  "recorded_at" timestamptz(6) default acervo.now() not null,
  constraint "chat_metrics_pkey" primary key ("id"),
  constraint "chat_metrics_session_id_name_key" unique ("session_id", "name"),
  constraint "chat_metrics_name_check" check ("name" in ('FIRST_RESPONSE_MS', 'CSAT', 'ANSWERED', 'CLARIFIED', 'HANDED_OFF')),
  constraint "chat_metrics_csat_check" check (name <> 'CSAT' or value in (1, 2, 3, 4, 5)),
  constraint "chat_metrics_value_check" check (value >= 0)
);
create table "banking"."devices" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "name" text collate "C" not null,
  "kind" text collate "C" not null,
  "protocol" text collate "C" not null,
  "connection_status" text collate "C" default 'DISCONNECTED' not null,
  "credential" bytea not null,
  "expected_interval_ms" integer default 60000 not null,
  "last_measured_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "devices_pkey" primary key ("id"),
  constraint "devices_branch_id_key" unique ("branch_id", "id"),
  constraint "devices_name_key" unique ("branch_id", "name"),
  constraint "devices_credential_key" unique ("branch_id", "credential"),
  constraint "devices_kind_check" check ("kind" in ('PRINTER', 'TURNSTILE', 'DISPLAY', 'SENSOR', 'GATEWAY')),
  constraint "devices_protocol_check" check ("protocol" in ('MQTT', 'HTTP', 'SERIAL')),
  constraint "devices_connection_status_check" check ("connection_status" in ('CONNECTING', 'CONNECTED', 'DISCONNECTED', 'ERROR', 'RECONNECTING')),
  constraint "devices_interval_check" check (expected_interval_ms > 0)
);
create table "banking"."device_telemetry" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "device_id" uuid not null,
  "message_id" text collate "C" not null,
  "measured_at" timestamptz(6) not null,
  "received_at" timestamptz(6) default acervo.now() not null,
  "payload" jsonb not null,
  constraint "device_telemetry_pkey" primary key ("id"),
  constraint "device_telemetry_branch_id_key" unique ("branch_id", "id"),
  constraint "device_telemetry_device_id_message_id_key" unique ("branch_id", "device_id", "message_id")
);
create table "banking"."device_commands" (
  "id" uuid default acervo.uuid7() not null,
  "branch_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  "device_id" uuid not null,
  "name" text collate "C" not null,
  "arguments" jsonb default '{}'::jsonb not null,
  "status" text collate "C" default 'PENDING' not null,
  "result" jsonb,
  "issued_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) default acervo.now() + interval '1 minute' not null,
  "sent_at" timestamptz(6),
  "acknowledged_at" timestamptz(6),
  "finished_at" timestamptz(6),
  constraint "device_commands_pkey" primary key ("id"),
  constraint "device_commands_branch_id_key" unique ("branch_id", "id"),
  constraint "device_commands_status_check" check ("status" in ('PENDING', 'SENT', 'ACKNOWLEDGED', 'SUCCEEDED', 'FAILED', 'EXPIRED')),
  constraint "device_commands_life_check" check (expires_at > issued_at)
);
create table "banking"."audit_events" (
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
create table "banking"."audit_details" (
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
create unique index "users_email_key" on "banking"."users" ("email") where (deleted_at is null);
create index "users_role_is_active_idx" on "banking"."users" ("role", "is_active");
create index "user_sessions_user_id_expires_at_idx" on "banking"."user_sessions" ("user_id", "expires_at" desc);
create index "user_sessions_expires_at_idx" on "banking"."user_sessions" ("expires_at") where revoked_at is null;
create index "user_tokens_expires_at_idx" on "banking"."user_tokens" ("expires_at");
create index "user_tokens_user_id_idx" on "banking"."user_tokens" ("user_id");
create index "branches_country_city_idx" on "banking"."branches" ("country", "city");
create index "branch_admins_user_id_idx" on "banking"."branch_admins" ("user_id");
create unique index "clients_dni_key" on "banking"."clients" ("dni") where (deleted_at is null);
create unique index "clients_email_key" on "banking"."clients" ("email") where (deleted_at is null);
create index "clients_status_created_at_idx" on "banking"."clients" ("status", "created_at");
create index "clients_phone_idx" on "banking"."clients" ("phone");
create index "password_reset_tokens_client_id_expires_at_idx" on "banking"."password_reset_tokens" ("client_id", "expires_at" desc);
create unique index "biometric_consents_one_in_force_key" on "banking"."biometric_consents" ("client_id", "purpose") where (withdrawn_at is null);
create index "biometric_consents_client_id_idx" on "banking"."biometric_consents" ("client_id");
create index "facial_profiles_client_id_idx" on "banking"."facial_profiles" ("client_id");
create index "facial_profiles_provider_idx" on "banking"."facial_profiles" ("provider");
create index "facial_profiles_expires_at_idx" on "banking"."facial_profiles" ("expires_at") where expires_at is not null;
create index "facial_profiles_model_id_idx" on "banking"."facial_profiles" ("model_id");
create index "facial_profiles_consent_id_idx" on "banking"."facial_profiles" ("consent_id");
create index "cameras_owner_id_idx" on "banking"."cameras" ("owner_id");
create index "camera_logs_camera_id_at_idx" on "banking"."camera_logs" ("camera_id", "at");
create index "detection_events_camera_id_occurred_at_idx" on "banking"."detection_events" ("camera_id", "occurred_at");
create index "detection_events_client_id_occurred_at_idx" on "banking"."detection_events" ("client_id", "occurred_at");
create index "detection_events_status_occurred_at_idx" on "banking"."detection_events" ("status", "occurred_at");
create index "detection_events_model_id_idx" on "banking"."detection_events" ("model_id");
create unique index "module_sessions_one_agent_key" on "banking"."module_sessions" ("branch_id", "module_id") where (status <> 'CLOSED');
create unique index "module_sessions_one_desk_key" on "banking"."module_sessions" ("branch_id", "user_id") where (status <> 'CLOSED');
create index "module_sessions_module_id_idx" on "banking"."module_sessions" ("module_id", "branch_id");
create index "module_sessions_user_id_idx" on "banking"."module_sessions" ("user_id");
create index "appointments_branch_id_starts_at_idx" on "banking"."appointments" ("branch_id", "starts_at");
create index "appointments_client_id_starts_at_idx" on "banking"."appointments" ("client_id", "starts_at");
create index "appointments_held_until_idx" on "banking"."appointments" ("held_until") where held_until is not null and status = 'SCHEDULED';
create index "appointments_module_id_idx" on "banking"."appointments" ("module_id", "branch_id");
create unique index "visits_one_at_desk_key" on "banking"."visits" ("branch_id", "module_id") where (status in ('CALLED', 'IN_SERVICE'));
create unique index "visits_one_open_key" on "banking"."visits" ("branch_id", "client_id") where (status in ('WAITING', 'CALLED', 'IN_SERVICE'));
create index "visits_branch_id_started_at_idx" on "banking"."visits" ("branch_id", "started_at");
create index "visits_status_idx" on "banking"."visits" ("status");
create index "visits_client_id_status_idx" on "banking"."visits" ("client_id", "status");
create index "visits_branch_id_priority_started_at_idx" on "banking"."visits" ("branch_id", "priority" desc, "started_at") where status = 'WAITING';
create index "visits_module_id_idx" on "banking"."visits" ("module_id", "branch_id");
create index "visits_detection_id_idx" on "banking"."visits" ("detection_id", "detection_occurred_at", "branch_id");
create index "visits_appointment_id_idx" on "banking"."visits" ("appointment_id", "branch_id");
create index "visit_transitions_visit_id_at_idx" on "banking"."visit_transitions" ("visit_id", "at");
create unique index "registration_requests_one_pending_key" on "banking"."registration_requests" ("branch_id", "dni") where (status = 'PENDING');
create index "registration_requests_status_created_at_idx" on "banking"."registration_requests" ("status", "created_at");
create index "registration_requests_client_id_idx" on "banking"."registration_requests" ("client_id");
create index "registration_requests_requester_id_idx" on "banking"."registration_requests" ("requester_id");
create index "registration_requests_approver_id_idx" on "banking"."registration_requests" ("approver_id");
create index "faqs_tags_gin_idx" on "banking"."faqs" using gin ("tags");
create index "faqs_search_vector_gin_idx" on "banking"."faqs" using gin ("search_vector");
create index "faq_published_idx" on "banking"."faqs" ("status", "created_at") where status = 'PUBLISHED';
create index "faqs_title_trgm_idx" on "banking"."faqs" using gin ("title" gin_trgm_ops);
create unique index "faq_versions_one_published_key" on "banking"."faq_versions" ("faq_id") where (status = 'PUBLISHED');
create index "chat_sessions_client_id_started_at_idx" on "banking"."chat_sessions" ("client_id", "started_at");
create index "chat_sessions_temp_visitor_id_idx" on "banking"."chat_sessions" ("temp_visitor_id");
create index "chat_sessions_started_at_idx" on "banking"."chat_sessions" ("started_at");
create index "chat_messages_session_id_created_at_idx" on "banking"."chat_messages" ("session_id", "created_at");
create index "chat_messages_actor_idx" on "banking"."chat_messages" ("actor");
create index "chat_messages_intent_idx" on "banking"."chat_messages" ("intent");
create index "chat_messages_faq_version_id_idx" on "banking"."chat_messages" ("faq_version_id");
create index "chat_metrics_client_id_idx" on "banking"."chat_metrics" ("client_id");
create index "device_telemetry_device_id_measured_at_idx" on "banking"."device_telemetry" ("device_id", "measured_at" desc);
create index "device_commands_device_id_issued_at_idx" on "banking"."device_commands" ("device_id", "issued_at") where status in ('PENDING', 'SENT', 'ACKNOWLEDGED');
create index "device_commands_device_id_idx" on "banking"."device_commands" ("device_id", "branch_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "banking"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "banking"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "banking"."audit_details" ("subject");
alter table "banking"."user_sessions" add constraint "user_sessions_user_id_fkey" foreign key ("user_id") references "banking"."users" ("id") on delete cascade;
alter table "banking"."user_tokens" add constraint "user_tokens_user_id_fkey" foreign key ("user_id") references "banking"."users" ("id") on delete cascade;
alter table "banking"."branch_admins" add constraint "branch_admins_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete cascade;
alter table "banking"."branch_admins" add constraint "branch_admins_user_id_fkey" foreign key ("user_id") references "banking"."users" ("id") on delete cascade;
alter table "banking"."password_reset_tokens" add constraint "password_reset_tokens_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete cascade;
alter table "banking"."biometric_consents" add constraint "biometric_consents_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete cascade;
alter table "banking"."facial_profiles" add constraint "facial_profiles_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete cascade;
alter table "banking"."facial_profiles" add constraint "facial_profiles_model_id_fkey" foreign key ("model_id") references "banking"."face_models" ("id") on delete restrict;
alter table "banking"."facial_profiles" add constraint "facial_profiles_consent_id_fkey" foreign key ("consent_id") references "banking"."biometric_consents" ("id") on delete cascade;
alter table "banking"."dlib_face_vectors" add constraint "dlib_face_vectors_profile_id_fkey" foreign key ("profile_id") references "banking"."facial_profiles" ("id") on delete cascade;
alter table "banking"."arcface_face_vectors" add constraint "arcface_face_vectors_profile_id_fkey" foreign key ("profile_id") references "banking"."facial_profiles" ("id") on delete cascade;
alter table "banking"."cameras" add constraint "cameras_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete cascade;
alter table "banking"."cameras" add constraint "cameras_owner_id_fkey" foreign key ("owner_id") references "banking"."users" ("id") on delete set null;
alter table "banking"."camera_logs" add constraint "camera_logs_camera_id_fkey" foreign key ("camera_id", "branch_id") references "banking"."cameras" ("id", "branch_id") on delete cascade;
alter table "banking"."detection_events" add constraint "detection_events_camera_id_fkey" foreign key ("camera_id", "tenant_id") references "banking"."cameras" ("id", "branch_id") on delete cascade;
alter table "banking"."detection_events" add constraint "detection_events_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete set null;
alter table "banking"."detection_events" add constraint "detection_events_model_id_fkey" foreign key ("model_id") references "banking"."face_models" ("id") on delete restrict;
alter table "banking"."agent_modules" add constraint "agent_modules_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete cascade;
alter table "banking"."module_sessions" add constraint "module_sessions_module_id_fkey" foreign key ("module_id", "branch_id") references "banking"."agent_modules" ("id", "branch_id") on delete cascade;
alter table "banking"."module_sessions" add constraint "module_sessions_user_id_fkey" foreign key ("user_id") references "banking"."users" ("id") on delete restrict;
alter table "banking"."appointments" add constraint "appointments_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete cascade;
alter table "banking"."appointments" add constraint "appointments_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete restrict;
alter table "banking"."appointments" add constraint "appointments_module_id_fkey" foreign key ("module_id", "branch_id") references "banking"."agent_modules" ("id", "branch_id") on delete restrict;
alter table "banking"."visits" add constraint "visits_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete set null;
alter table "banking"."visits" add constraint "visits_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete restrict;
alter table "banking"."visits" add constraint "visits_module_id_fkey" foreign key ("module_id", "branch_id") references "banking"."agent_modules" ("id", "branch_id") on delete set null ("module_id");
alter table "banking"."visits" add constraint "visits_detection_id_fkey" foreign key ("detection_id", "detection_occurred_at", "branch_id") references "banking"."detection_events" ("id", "occurred_at", "tenant_id") on delete set null ("detection_id", "detection_occurred_at");
alter table "banking"."visits" add constraint "visits_appointment_id_fkey" foreign key ("appointment_id", "branch_id") references "banking"."appointments" ("id", "branch_id") on delete set null ("appointment_id");
alter table "banking"."visit_transitions" add constraint "visit_transitions_visit_id_fkey" foreign key ("visit_id", "branch_id") references "banking"."visits" ("id", "branch_id") on delete cascade;
alter table "banking"."ticket_counters" add constraint "ticket_counters_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete cascade;
alter table "banking"."registration_requests" add constraint "registration_requests_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete set null;
alter table "banking"."registration_requests" add constraint "registration_requests_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete restrict;
alter table "banking"."registration_requests" add constraint "registration_requests_requester_id_fkey" foreign key ("requester_id") references "banking"."users" ("id") on delete restrict;
alter table "banking"."registration_requests" add constraint "registration_requests_approver_id_fkey" foreign key ("approver_id") references "banking"."users" ("id") on delete restrict;
alter table "banking"."faq_versions" add constraint "faq_versions_faq_id_fkey" foreign key ("faq_id") references "banking"."faqs" ("id") on delete cascade;
alter table "banking"."chat_sessions" add constraint "chat_sessions_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete set null;
alter table "banking"."chat_messages" add constraint "chat_messages_session_id_fkey" foreign key ("session_id") references "banking"."chat_sessions" ("id") on delete cascade;
alter table "banking"."chat_messages" add constraint "chat_messages_faq_version_id_fkey" foreign key ("faq_version_id") references "banking"."faq_versions" ("id") on delete restrict;
alter table "banking"."chat_metrics" add constraint "chat_metrics_session_id_fkey" foreign key ("session_id") references "banking"."chat_sessions" ("id") on delete cascade;
alter table "banking"."chat_metrics" add constraint "chat_metrics_client_id_fkey" foreign key ("client_id") references "banking"."clients" ("id") on delete set null;
alter table "banking"."devices" add constraint "devices_branch_id_fkey" foreign key ("branch_id") references "banking"."branches" ("id") on delete cascade;
alter table "banking"."device_telemetry" add constraint "device_telemetry_device_id_fkey" foreign key ("device_id", "branch_id") references "banking"."devices" ("id", "branch_id") on delete cascade;
alter table "banking"."device_commands" add constraint "device_commands_device_id_fkey" foreign key ("device_id", "branch_id") references "banking"."devices" ("id", "branch_id") on delete cascade;
create or replace function "banking"."users_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."role" as "role", n."is_active" as "isActive", n."image" as "image", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(n."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as came,
        (select to_jsonb(r) from (select n."email" as "email", n."name" as "name", n."phone" as "phone") r) as came_apart,
        nullif(array_remove(array[case when n."email" is not null then 'email' end, case when n."name" is not null then 'name' end, case when n."phone" is not null then 'phone' end, case when n."password" is not null then 'password' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'users', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('users')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."role" as "role", o."is_active" as "isActive", o."image" as "image", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(o."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as gone,
        (select to_jsonb(r) from (select o."email" as "email", o."name" as "name", o."phone" as "phone") r) as gone_apart,
        nullif(array_remove(array[case when o."email" is not null then 'email' end, case when o."name" is not null then 'name' end, case when o."phone" is not null then 'phone' end, case when o."password" is not null then 'password' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'users', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('users')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."role" as "role", o."is_active" as "isActive", o."image" as "image", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(o."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."role" as "role", n."is_active" as "isActive", n."image" as "image", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt", to_char(n."email_verified_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerifiedAt", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."role" is distinct from n."role") then 'role' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."image" is distinct from n."image") then 'image' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end, case when not (o."email_verified_at" is distinct from n."email_verified_at") then 'emailVerifiedAt' end, case when not (o."last_sign_in_at" is distinct from n."last_sign_in_at") then 'lastSignInAt' end] as same,
        (select to_jsonb(r) from (select o."email" as "email", o."name" as "name", o."phone" as "phone") r) as gone_apart, (select to_jsonb(r) from (select n."email" as "email", n."name" as "name", n."phone" as "phone") r) as came_apart, array[case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."phone" is distinct from n."phone") then 'phone' end] as same_apart,
        nullif(array_remove(array[case when o."email" is distinct from n."email" then 'email' end, case when o."name" is distinct from n."name" then 'name' end, case when o."phone" is distinct from n."phone" then 'phone' end, case when o."password" is distinct from n."password" then 'password' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'users', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('users')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "banking"."users_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."users_keep_administrator"() returns trigger language plpgsql security definer
set search_path to "banking", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"banking".administrator', 7411));
  if exists (select from "banking"."users" u where u.role = 'ADMIN' and u.is_active and u.deleted_at is null) then perform set_config('acervo.kept_administrator', '"banking"', true); end if;
  return null;
end$body$;
create or replace function "banking"."users_kept_administrator"() returns trigger language plpgsql security definer
set search_path to "banking", pg_temp as $body$
begin
  if current_setting('acervo.kept_administrator', true) = '"banking"' and not exists (select from "banking"."users" u where u.role = 'ADMIN' and u.is_active and u.deleted_at is null) then
    raise exception using errcode = 'AV304', message = 'the last administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "banking"."users_password"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if new.password is distinct from (case tg_op when 'UPDATE' then old.password end) then
    new.password_updated_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "banking"."users_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."user_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."user_tokens_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."branches_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'branches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('branches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."code" as "code", n."address" as "address", n."city" as "city", n."country" as "country", n."time_zone" as "timeZone", n."identifies_faces" as "identifiesFaces", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'branches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('branches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."code" as "code", o."address" as "address", o."city" as "city", o."country" as "country", o."time_zone" as "timeZone", o."identifies_faces" as "identifiesFaces", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'branches', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('branches')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."name" as "name", o."code" as "code", o."address" as "address", o."city" as "city", o."country" as "country", o."time_zone" as "timeZone", o."identifies_faces" as "identifiesFaces", to_char(o."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."name" as "name", n."code" as "code", n."address" as "address", n."city" as "city", n."country" as "country", n."time_zone" as "timeZone", n."identifies_faces" as "identifiesFaces", to_char(n."closed_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "closedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."code" is distinct from n."code") then 'code' end, case when not (o."address" is distinct from n."address") then 'address' end, case when not (o."city" is distinct from n."city") then 'city' end, case when not (o."country" is distinct from n."country") then 'country' end, case when not (o."time_zone" is distinct from n."time_zone") then 'timeZone' end, case when not (o."identifies_faces" is distinct from n."identifies_faces") then 'identifiesFaces' end, case when not (o."closed_at" is distinct from n."closed_at") then 'closedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."branches_close"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if not exists (select from new_rows n join old_rows o on o.id = n.id
    where n.closed_at is not null and o.closed_at is null) then
    return null;
  end if;
  -- It would not see who came in after it began.
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if exists (select from new_rows n join "banking"."visits" v on v.branch_id = n.id
    where n.closed_at is not null and v.status in ('WAITING', 'CALLED', 'IN_SERVICE')) then
    raise exception using errcode = 'AV323', message = 'somebody is still in the branch',
      hint = 'Complete or abandon its open visits first.';
  end if;
  return null;
end$body$;
create or replace function "banking"."branches_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."branches_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."branch_admins_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'branch_admins', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('branch_admins')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, jsonb_build_array(n."branch_id", n."user_id")::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."branch_id" as "branchId", n."user_id" as "userId") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'branch_admins', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('branch_admins')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, jsonb_build_array(o."branch_id", o."user_id")::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."branch_id" as "branchId", o."user_id" as "userId") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'branch_admins', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('branch_admins')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(jsonb_build_array(n."branch_id", n."user_id")::text, jsonb_build_array(o."branch_id", o."user_id")::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."branch_id" as "branchId", o."user_id" as "userId") r) as gone, (select to_jsonb(r) from (select n."branch_id" as "branchId", n."user_id" as "userId") r) as came, array[case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."branch_id" = n."branch_id" and o."user_id" = n."user_id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."branch_admins_branches"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "banking"."users" u where u.id in (select r.user_id from new_rows r) order by u.id for no key update;
    update "banking"."users" u set branch_ids = array(
        select distinct b from unnest(u.branch_ids || n.added) b order by b)
      from (select user_id, array_agg(branch_id) as added from new_rows group by user_id) n
      where u.id = n.user_id;
  else
    perform from "banking"."users" u where u.id in (select r.user_id from old_rows r) order by u.id for no key update;
    update "banking"."users" u set branch_ids = array(
        select b from unnest(u.branch_ids) b where b <> all (o.gone) order by b)
      from (select user_id, array_agg(branch_id) as gone from old_rows group by user_id) o
      where u.id = o.user_id;
  end if;
  return null;
end$body$;
create or replace function "banking"."branch_admins_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."clients_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."status" as "status", n."locale" as "locale", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came,
        (select to_jsonb(r) from (select n."dni" as "dni", n."name" as "name", n."email" as "email", n."phone" as "phone") r) as came_apart,
        nullif(array_remove(array[case when n."dni" is not null then 'dni' end, case when n."name" is not null then 'name' end, case when n."email" is not null then 'email' end, case when n."phone" is not null then 'phone' end, case when n."hashed_password" is not null then 'hashedPassword' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'clients', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'clients', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('clients')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."status" as "status", o."locale" as "locale", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone,
        (select to_jsonb(r) from (select o."dni" as "dni", o."name" as "name", o."email" as "email", o."phone" as "phone") r) as gone_apart,
        nullif(array_remove(array[case when o."dni" is not null then 'dni' end, case when o."name" is not null then 'name' end, case when o."email" is not null then 'email' end, case when o."phone" is not null then 'phone' end, case when o."hashed_password" is not null then 'hashedPassword' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'clients', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'clients', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('clients')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."status" as "status", o."locale" as "locale", to_char(o."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."status" as "status", n."locale" as "locale", to_char(n."deleted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "deletedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."locale" is distinct from n."locale") then 'locale' end, case when not (o."deleted_at" is distinct from n."deleted_at") then 'deletedAt' end] as same,
        (select to_jsonb(r) from (select o."dni" as "dni", o."name" as "name", o."email" as "email", o."phone" as "phone") r) as gone_apart, (select to_jsonb(r) from (select n."dni" as "dni", n."name" as "name", n."email" as "email", n."phone" as "phone") r) as came_apart, array[case when not (o."dni" is distinct from n."dni") then 'dni' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."phone" is distinct from n."phone") then 'phone' end] as same_apart,
        nullif(array_remove(array[case when o."dni" is distinct from n."dni" then 'dni' end, case when o."name" is distinct from n."name" then 'name' end, case when o."email" is distinct from n."email" then 'email' end, case when o."phone" is distinct from n."phone" then 'phone' end, case when o."hashed_password" is distinct from n."hashed_password" then 'hashedPassword' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'clients', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'clients', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('clients')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "banking"."clients_deleted"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if new.status = 'DELETED' and old.status <> 'DELETED' then
    new.deleted_at := coalesce(new.deleted_at, acervo.now());
  elsif new.deleted_at is not null and old.deleted_at is null then
    new.status := 'DELETED';
  elsif old.deleted_at is not null and new.deleted_at is null and new.status = 'DELETED' then
    new.status := 'ACTIVE';
  end if;
  if new.status = 'DELETED' then
    new.hashed_password := null;
  end if;
  return new;
end$body$;
create or replace function "banking"."clients_forget"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if exists (select from new_rows n where n.status = 'DELETED') then
    update "banking"."biometric_consents" c set withdrawn_at = acervo.now()
      from new_rows n where c.client_id = n.id and n.status = 'DELETED' and c.withdrawn_at is null;
    delete from "banking"."password_reset_tokens" t using new_rows n
      where t.client_id = n.id and n.status = 'DELETED';
  end if;
  return null;
end$body$;
create or replace function "banking"."clients_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."clients_password"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if new.hashed_password is distinct from (case tg_op when 'UPDATE' then old.hashed_password end) then
    new.password_updated_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "banking"."clients_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."password_reset_tokens_locked_by_client_id"() returns trigger language plpgsql security definer
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "banking"."clients" p where p.id in (select client_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from new_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "banking"."clients" p where p.id in (select client_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  else
    perform from "banking"."clients" p where p.id in (select client_id from new_rows where (true) union select client_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from new_rows where (true) union select client_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  end if;
  return null;
end$body$;
create or replace function "banking"."password_reset_tokens_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."password_reset_tokens_use"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if old.used_at is not null and new.used_at is distinct from old.used_at then
    raise exception using errcode = 'AV323', message = 'it was used before';
  end if;
  if new.used_at is not null and old.used_at is null and old.expires_at <= acervo.now() then
    raise exception using errcode = 'AV323', message = 'it has expired';
  end if;
  return new;
end$body$;
create or replace function "banking"."biometric_consents_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'biometric_consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('biometric_consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."purpose" as "purpose", n."version" as "version", n."channel" as "channel", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."withdrawn_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "withdrawnAt") r) as came,
        nullif(array_remove(array[case when n."evidence" is not null then 'evidence' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'biometric_consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('biometric_consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."purpose" as "purpose", o."version" as "version", o."channel" as "channel", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."withdrawn_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "withdrawnAt") r) as gone,
        nullif(array_remove(array[case when o."evidence" is not null then 'evidence' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'biometric_consents', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('biometric_consents')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."purpose" as "purpose", o."version" as "version", o."channel" as "channel", to_char(o."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(o."withdrawn_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "withdrawnAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."purpose" as "purpose", n."version" as "version", n."channel" as "channel", to_char(n."granted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "grantedAt", to_char(n."withdrawn_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "withdrawnAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."client_id" is distinct from n."client_id") then 'clientId' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."channel" is distinct from n."channel") then 'channel' end, case when not (o."granted_at" is distinct from n."granted_at") then 'grantedAt' end, case when not (o."withdrawn_at" is distinct from n."withdrawn_at") then 'withdrawnAt' end] as same,
        nullif(array_remove(array[case when o."evidence" is distinct from n."evidence" then 'evidence' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."biometric_consents_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."biometric_consents_sealed"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.evidence is not null and not exists (select from acervo.data_key k where k.id = substring(n.evidence from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.evidence is not null and not exists (select from acervo.data_key k where k.id = substring(n.evidence from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.evidence = n.evidence))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "banking"."biometric_consents_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."biometric_consents_withdraw"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if exists (select from new_rows n join old_rows o on o.id = n.id
    where o.withdrawn_at is not null and n.withdrawn_at is distinct from o.withdrawn_at) then
    raise exception using errcode = 'AV323', message = 'a consent that was taken back stays so',
      hint = 'Ask for a new one.';
  end if;
  -- The count that follows comes back here, and finds nothing taken back.
  if exists (select from new_rows n join old_rows o on o.id = n.id
    where n.withdrawn_at is not null and o.withdrawn_at is null) then
    delete from "banking"."facial_profiles" p using new_rows n
      where p.consent_id = n.id and n.withdrawn_at is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."face_models_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'face_models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('face_models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."provider" as "provider", n."version" as "version", n."dimensions" as "dimensions", n."metric" as "metric", n."match_max" as "matchMax", n."unknown_min" as "unknownMin", n."margin" as "margin", n."is_calibrated" as "isCalibrated") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'face_models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('face_models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."provider" as "provider", o."version" as "version", o."dimensions" as "dimensions", o."metric" as "metric", o."match_max" as "matchMax", o."unknown_min" as "unknownMin", o."margin" as "margin", o."is_calibrated" as "isCalibrated") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'face_models', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('face_models')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."provider" as "provider", o."version" as "version", o."dimensions" as "dimensions", o."metric" as "metric", o."match_max" as "matchMax", o."unknown_min" as "unknownMin", o."margin" as "margin", o."is_calibrated" as "isCalibrated") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."provider" as "provider", n."version" as "version", n."dimensions" as "dimensions", n."metric" as "metric", n."match_max" as "matchMax", n."unknown_min" as "unknownMin", n."margin" as "margin", n."is_calibrated" as "isCalibrated") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."provider" is distinct from n."provider") then 'provider' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."dimensions" is distinct from n."dimensions") then 'dimensions' end, case when not (o."metric" is distinct from n."metric") then 'metric' end, case when not (o."match_max" is distinct from n."match_max") then 'matchMax' end, case when not (o."unknown_min" is distinct from n."unknown_min") then 'unknownMin' end, case when not (o."margin" is distinct from n."margin") then 'margin' end, case when not (o."is_calibrated" is distinct from n."is_calibrated") then 'isCalibrated' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."face_models_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."face_models_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."facial_profiles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'facial_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('facial_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."provider" as "provider", n."provider_face_id" as "providerFaceId", n."version" as "version", n."image_url" as "imageUrl", n."is_active" as "isActive", n."model_id" as "modelId", n."consent_id" as "consentId", n."view" as "view", n."quality" as "quality", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as came,
        nullif(array_remove(array[case when n."embedding" is not null then 'embedding' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'facial_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('facial_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."provider" as "provider", o."provider_face_id" as "providerFaceId", o."version" as "version", o."image_url" as "imageUrl", o."is_active" as "isActive", o."model_id" as "modelId", o."consent_id" as "consentId", o."view" as "view", o."quality" as "quality", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as gone,
        nullif(array_remove(array[case when o."embedding" is not null then 'embedding' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'facial_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('facial_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."provider" as "provider", o."provider_face_id" as "providerFaceId", o."version" as "version", o."image_url" as "imageUrl", o."is_active" as "isActive", o."model_id" as "modelId", o."consent_id" as "consentId", o."view" as "view", o."quality" as "quality", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."provider" as "provider", n."provider_face_id" as "providerFaceId", n."version" as "version", n."image_url" as "imageUrl", n."is_active" as "isActive", n."model_id" as "modelId", n."consent_id" as "consentId", n."view" as "view", n."quality" as "quality", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."client_id" is distinct from n."client_id") then 'clientId' end, case when not (o."provider" is distinct from n."provider") then 'provider' end, case when not (o."provider_face_id" is distinct from n."provider_face_id") then 'providerFaceId' end, case when not (o."version" is distinct from n."version") then 'version' end, case when not (o."image_url" is distinct from n."image_url") then 'imageUrl' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."model_id" is distinct from n."model_id") then 'modelId' end, case when not (o."consent_id" is distinct from n."consent_id") then 'consentId' end, case when not (o."view" is distinct from n."view") then 'view' end, case when not (o."quality" is distinct from n."quality") then 'quality' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end] as same,
        nullif(array_remove(array[case when o."embedding" is distinct from n."embedding" then 'embedding' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."facial_profiles_consent"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  perform from "banking"."biometric_consents" c where c.id in (select n.consent_id from new_rows n)
    order by c.id for no key update;
  if exists (select from new_rows n where not exists (select from "banking"."biometric_consents" c
    where c.id = n.consent_id and c.client_id = n.client_id and c.withdrawn_at is null)) then
    raise exception using errcode = 'AV304', table = 'facial_profiles',
      message = 'no consent of the client is in force', hint = 'Ask for one, or offer another way.';
  end if;
  return null;
end$body$;
create or replace function "banking"."facial_profiles_count_profile_count"() returns trigger language plpgsql security definer
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "banking"."biometric_consents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.consent_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "banking"."biometric_consents" p set profile_count = p.profile_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.consent_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "banking"."biometric_consents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.consent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "banking"."biometric_consents" p set profile_count = p.profile_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.consent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "banking"."biometric_consents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.consent_id as id, 1 as n from new_rows r where true and (true) union all select r.consent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "banking"."biometric_consents" p set profile_count = p.profile_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.consent_id as id, 1 as n from new_rows r where true and (true) union all select r.consent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "banking"."facial_profiles_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."facial_profiles_sealed"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.embedding is not null and not exists (select from acervo.data_key k where k.id = substring(n.embedding from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.embedding is not null and not exists (select from acervo.data_key k where k.id = substring(n.embedding from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.embedding = n.embedding))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "banking"."facial_profiles_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."dlib_face_vectors_model"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if exists (select from new_rows n join "banking"."facial_profiles" p on p.id = n.profile_id
    left join "banking"."face_models" m on m.id = p.model_id
    where (m.provider, m.version) is distinct from ('python-api', 'dlib-128')) then
    raise exception using errcode = 'AV323', message = 'the template is of another model',
      detail = 'Allowed: python-api, version dlib-128.';
  end if;
  if exists (select from new_rows n join "banking"."facial_profiles" p on p.id = n.profile_id
    join "banking"."biometric_consents" c on c.id = p.consent_id where c.purpose <> 'IDENTIFICATION') then
    raise exception using errcode = 'AV304', message = 'the client agreed to be compared, not to be looked for';
  end if;
  return null;
end$body$;
create or replace function "banking"."arcface_face_vectors_model"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if exists (select from new_rows n join "banking"."facial_profiles" p on p.id = n.profile_id
    left join "banking"."face_models" m on m.id = p.model_id
    where (m.provider, m.version) is distinct from ('insightface', 'arcface-512')) then
    raise exception using errcode = 'AV323', message = 'the template is of another model',
      detail = 'Allowed: insightface, version arcface-512.';
  end if;
  if exists (select from new_rows n join "banking"."facial_profiles" p on p.id = n.profile_id
    join "banking"."biometric_consents" c on c.id = p.consent_id where c.purpose <> 'IDENTIFICATION') then
    raise exception using errcode = 'AV304', message = 'the client agreed to be compared, not to be looked for';
  end if;
  return null;
end$body$;
create or replace function "banking"."cameras_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'cameras', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('cameras')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."owner_id" as "ownerId", n."name" as "name", n."status" as "status", n."status_cause" as "statusCause", n."min_area_px" as "minAreaPx", n."detection_threshold" as "detectionThreshold", to_char(n."last_seen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSeenAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'cameras', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('cameras')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."owner_id" as "ownerId", o."name" as "name", o."status" as "status", o."status_cause" as "statusCause", o."min_area_px" as "minAreaPx", o."detection_threshold" as "detectionThreshold", to_char(o."last_seen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSeenAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'cameras', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('cameras')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."owner_id" as "ownerId", o."name" as "name", o."status" as "status", o."status_cause" as "statusCause", o."min_area_px" as "minAreaPx", o."detection_threshold" as "detectionThreshold", to_char(o."last_seen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSeenAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."owner_id" as "ownerId", n."name" as "name", n."status" as "status", n."status_cause" as "statusCause", n."min_area_px" as "minAreaPx", n."detection_threshold" as "detectionThreshold", to_char(n."last_seen_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSeenAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."owner_id" is distinct from n."owner_id") then 'ownerId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."status_cause" is distinct from n."status_cause") then 'statusCause' end, case when not (o."min_area_px" is distinct from n."min_area_px") then 'minAreaPx' end, case when not (o."detection_threshold" is distinct from n."detection_threshold") then 'detectionThreshold' end, case when not (o."last_seen_at" is distinct from n."last_seen_at") then 'lastSeenAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."cameras_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."cameras_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OFFLINE' then array['ONLINE', 'ERROR']::text[] when 'ONLINE' then array['OFFLINE', 'ERROR']::text[] when 'ERROR' then array['ONLINE', 'OFFLINE']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'cameras', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "banking"."cameras_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."cameras_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    insert into "banking"."camera_logs" (camera_id, branch_id, cause, from_state, to_state, at, actor)
    select n.id, n.branch_id, n.status_cause, null, n.status, acervo.clock(), actor from new_rows n;
  else
    insert into "banking"."camera_logs" (camera_id, branch_id, cause, from_state, to_state, at, actor)
    select n.id, n.branch_id, n.status_cause, o.status, n.status, acervo.clock(), actor from new_rows n join old_rows o on o."id" = n."id"
    where n.status is distinct from o.status;
  end if;
  return null;
end$body$;
create or replace function "banking"."agent_modules_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'agent_modules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_modules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."name" as "name", n."is_active" as "isActive") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'agent_modules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_modules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."name" as "name", o."is_active" as "isActive") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'agent_modules', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('agent_modules')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."name" as "name", o."is_active" as "isActive") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."name" as "name", n."is_active" as "isActive") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."agent_modules_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."agent_modules_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."module_sessions_leave"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.status = 'CLOSED') then
    return null;
  end if;
  -- It would not see who was called after it began.
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  if exists (select from new_rows n join old_rows o on o.id = n.id
    join "banking"."visits" v on v.module_id = n.module_id
    where n.status = 'CLOSED' and o.status <> 'CLOSED' and v.status in ('CALLED', 'IN_SERVICE')) then
    raise exception using errcode = 'AV323', message = 'somebody is still at the desk',
      hint = 'Complete the visit, or send it back to wait.';
  end if;
  return null;
end$body$;
create or replace function "banking"."module_sessions_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['PAUSED', 'CLOSED']::text[] when 'PAUSED' then array['OPEN', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'module_sessions', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'CLOSED' and old.status = 'CLOSED' and (old."reason" is distinct from new."reason" or old."closed_at" is distinct from new."closed_at") then
    raise exception using errcode = 'AV323', table = 'module_sessions',
      message = 'what is CLOSED stays as it is', detail = 'While status is CLOSED, none of reason, closedAt changes.';
  end if;
  if new.status = 'CLOSED' and (
    case tg_op when 'INSERT' then new.closed_at is null
    else new.status is distinct from old.status and new.closed_at is not distinct from old.closed_at end
  ) then
    new.closed_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "banking"."module_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."appointments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'appointments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('appointments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."branch_id" as "branchId", n."module_id" as "moduleId", n."status" as "status", n."purpose" as "purpose", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", to_char(n."held_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "heldUntil", n."cancel_reason" as "cancelReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'appointments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('appointments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."branch_id" as "branchId", o."module_id" as "moduleId", o."status" as "status", o."purpose" as "purpose", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", to_char(o."held_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "heldUntil", o."cancel_reason" as "cancelReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'appointments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('appointments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."branch_id" as "branchId", o."module_id" as "moduleId", o."status" as "status", o."purpose" as "purpose", to_char(o."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(o."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", to_char(o."held_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "heldUntil", o."cancel_reason" as "cancelReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."branch_id" as "branchId", n."module_id" as "moduleId", n."status" as "status", n."purpose" as "purpose", to_char(n."starts_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startsAt", to_char(n."ends_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "endsAt", to_char(n."held_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "heldUntil", n."cancel_reason" as "cancelReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."client_id" is distinct from n."client_id") then 'clientId' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."module_id" is distinct from n."module_id") then 'moduleId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."starts_at" is distinct from n."starts_at") then 'startsAt' end, case when not (o."ends_at" is distinct from n."ends_at") then 'endsAt' end, case when not (o."held_until" is distinct from n."held_until") then 'heldUntil' end, case when not (o."cancel_reason" is distinct from n."cancel_reason") then 'cancelReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."appointments_branch"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  closed text;
begin
  -- In the order of their keys: two that begin in the same branches must not wait for each other.
  perform from "banking"."branches" b where b.id in (select n.branch_id from new_rows n)
    order by b.id for share;
  select b.code into closed from "banking"."branches" b
    where b.id in (select n.branch_id from new_rows n) and b.closed_at is not null limit 1;
  if found then
    raise exception using errcode = 'AV323', message = format('the branch %s is closed', closed);
  end if;
  return null;
end$body$;
create or replace function "banking"."appointments_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."appointments_lapse"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'UPDATE' and old.held_until <= acervo.now() and old.status = 'SCHEDULED'
    and new.status <> 'CANCELLED' then
    raise exception using errcode = 'AV323', message = 'the hold has lapsed', hint = 'Choose a time again.';
  end if;
  update "banking"."appointments" a set status = 'CANCELLED', cancel_reason = 'HOLD_LAPSED'
    where a.module_id = new.module_id and a.status = 'SCHEDULED' and a.held_until <= acervo.now()
      and a.id <> new.id and tstzrange(a.starts_at, a.ends_at) && tstzrange(new.starts_at, new.ends_at);
  return new;
end$body$;
create or replace function "banking"."appointments_locked_by_client_id"() returns trigger language plpgsql security definer
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "banking"."clients" p where p.id in (select client_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from new_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "banking"."clients" p where p.id in (select client_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  else
    perform from "banking"."clients" p where p.id in (select client_id from new_rows where (true) union select client_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from new_rows where (true) union select client_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  end if;
  return null;
end$body$;
create or replace function "banking"."appointments_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'SCHEDULED' then array['CONFIRMED', 'COMPLETED', 'CANCELLED', 'NO_SHOW']::text[] when 'CONFIRMED' then array['COMPLETED', 'CANCELLED', 'NO_SHOW']::text[] when 'COMPLETED' then array[]::text[] when 'CANCELLED' then array[]::text[] when 'NO_SHOW' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'appointments', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'COMPLETED' and old.status = 'COMPLETED' and (old."starts_at" is distinct from new."starts_at" or old."ends_at" is distinct from new."ends_at" or old."module_id" is distinct from new."module_id") then
    raise exception using errcode = 'AV323', table = 'appointments',
      message = 'what is COMPLETED stays as it is', detail = 'While status is COMPLETED, none of startsAt, endsAt, moduleId changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'CANCELLED' and old.status = 'CANCELLED' and (old."starts_at" is distinct from new."starts_at" or old."ends_at" is distinct from new."ends_at" or old."module_id" is distinct from new."module_id") then
    raise exception using errcode = 'AV323', table = 'appointments',
      message = 'what is CANCELLED stays as it is', detail = 'While status is CANCELLED, none of startsAt, endsAt, moduleId changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'NO_SHOW' and old.status = 'NO_SHOW' and (old."starts_at" is distinct from new."starts_at" or old."ends_at" is distinct from new."ends_at" or old."module_id" is distinct from new."module_id") then
    raise exception using errcode = 'AV323', table = 'appointments',
      message = 'what is NO_SHOW stays as it is', detail = 'While status is NO_SHOW, none of startsAt, endsAt, moduleId changes.';
  end if;
  return new;
end$body$;
create or replace function "banking"."appointments_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."appointments_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['SCHEDULED', 'CONFIRMED']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'appointments', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: SCHEDULED, CONFIRMED.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "banking"."visits_attended"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if new.status in ('CALLED', 'IN_SERVICE') and new.module_id is distinct from old.module_id then
    perform from "banking"."module_sessions" s
      where s.module_id = new.module_id and s.status = 'OPEN' for share;
    if not found then
      raise exception using errcode = 'AV323', message = 'no agent sits at the desk',
        hint = 'Open a session of the module first.';
    end if;
  end if;
  return new;
end$body$;
create or replace function "banking"."visits_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'visits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('visits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."branch_id" as "branchId", n."module_id" as "moduleId", n."detection_id" as "detectionId", to_char(n."detection_occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "detectionOccurredAt", n."appointment_id" as "appointmentId", n."status" as "status", n."purpose" as "purpose", n."priority" as "priority", n."ticket_series" as "ticketSeries", to_char(n."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(n."called_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "calledAt", to_char(n."assigned_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "assignedAt", to_char(n."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt", n."abandon_reason" as "abandonReason") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'visits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('visits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."branch_id" as "branchId", o."module_id" as "moduleId", o."detection_id" as "detectionId", to_char(o."detection_occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "detectionOccurredAt", o."appointment_id" as "appointmentId", o."status" as "status", o."purpose" as "purpose", o."priority" as "priority", o."ticket_series" as "ticketSeries", to_char(o."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(o."called_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "calledAt", to_char(o."assigned_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "assignedAt", to_char(o."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt", o."abandon_reason" as "abandonReason") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'visits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('visits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."branch_id" as "branchId", o."module_id" as "moduleId", o."detection_id" as "detectionId", to_char(o."detection_occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "detectionOccurredAt", o."appointment_id" as "appointmentId", o."status" as "status", o."purpose" as "purpose", o."priority" as "priority", o."ticket_series" as "ticketSeries", to_char(o."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(o."called_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "calledAt", to_char(o."assigned_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "assignedAt", to_char(o."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt", o."abandon_reason" as "abandonReason") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."branch_id" as "branchId", n."module_id" as "moduleId", n."detection_id" as "detectionId", to_char(n."detection_occurred_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "detectionOccurredAt", n."appointment_id" as "appointmentId", n."status" as "status", n."purpose" as "purpose", n."priority" as "priority", n."ticket_series" as "ticketSeries", to_char(n."started_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt", to_char(n."called_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "calledAt", to_char(n."assigned_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "assignedAt", to_char(n."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt", n."abandon_reason" as "abandonReason") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."client_id" is distinct from n."client_id") then 'clientId' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."module_id" is distinct from n."module_id") then 'moduleId' end, case when not (o."detection_id" is distinct from n."detection_id") then 'detectionId' end, case when not (o."detection_occurred_at" is distinct from n."detection_occurred_at") then 'detectionOccurredAt' end, case when not (o."appointment_id" is distinct from n."appointment_id") then 'appointmentId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."purpose" is distinct from n."purpose") then 'purpose' end, case when not (o."priority" is distinct from n."priority") then 'priority' end, case when not (o."ticket_series" is distinct from n."ticket_series") then 'ticketSeries' end, case when not (o."started_at" is distinct from n."started_at") then 'startedAt' end, case when not (o."called_at" is distinct from n."called_at") then 'calledAt' end, case when not (o."assigned_at" is distinct from n."assigned_at") then 'assignedAt' end, case when not (o."finished_at" is distinct from n."finished_at") then 'finishedAt' end, case when not (o."abandon_reason" is distinct from n."abandon_reason") then 'abandonReason' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."visits_branch"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  closed text;
begin
  -- In the order of their keys: two that begin in the same branches must not wait for each other.
  perform from "banking"."branches" b where b.id in (select n.branch_id from new_rows n)
    order by b.id for share;
  select b.code into closed from "banking"."branches" b
    where b.id in (select n.branch_id from new_rows n) and b.closed_at is not null limit 1;
  if found then
    raise exception using errcode = 'AV323', message = format('the branch %s is closed', closed);
  end if;
  return null;
end$body$;
create or replace function "banking"."visits_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."visits_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'WAITING' then array['CALLED', 'ABANDONED']::text[] when 'CALLED' then array['IN_SERVICE', 'WAITING', 'ABANDONED']::text[] when 'IN_SERVICE' then array['COMPLETED', 'WAITING']::text[] when 'COMPLETED' then array[]::text[] when 'ABANDONED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'visits', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'CALLED' and old.status = 'CALLED' and (old."module_id" is distinct from new."module_id" or old."started_at" is distinct from new."started_at") then
    raise exception using errcode = 'AV323', table = 'visits',
      message = 'what is CALLED stays as it is', detail = 'While status is CALLED, none of moduleId, startedAt changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'IN_SERVICE' and old.status = 'IN_SERVICE' and (old."module_id" is distinct from new."module_id" or old."started_at" is distinct from new."started_at") then
    raise exception using errcode = 'AV323', table = 'visits',
      message = 'what is IN_SERVICE stays as it is', detail = 'While status is IN_SERVICE, none of moduleId, startedAt changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'COMPLETED' and old.status = 'COMPLETED' and (old."purpose" is distinct from new."purpose" or old."started_at" is distinct from new."started_at" or old."called_at" is distinct from new."called_at" or old."assigned_at" is distinct from new."assigned_at" or old."finished_at" is distinct from new."finished_at") then
    raise exception using errcode = 'AV323', table = 'visits',
      message = 'what is COMPLETED stays as it is', detail = 'While status is COMPLETED, none of purpose, startedAt, calledAt, assignedAt, finishedAt changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'ABANDONED' and old.status = 'ABANDONED' and (old."purpose" is distinct from new."purpose" or old."started_at" is distinct from new."started_at" or old."called_at" is distinct from new."called_at" or old."assigned_at" is distinct from new."assigned_at" or old."finished_at" is distinct from new."finished_at" or old."abandon_reason" is distinct from new."abandon_reason") then
    raise exception using errcode = 'AV323', table = 'visits',
      message = 'what is ABANDONED stays as it is', detail = 'While status is ABANDONED, none of purpose, startedAt, calledAt, assignedAt, finishedAt, abandonReason changes.';
  end if;
  if new.status = 'CALLED' and (
    case tg_op when 'INSERT' then new.called_at is null
    else new.status is distinct from old.status and new.called_at is not distinct from old.called_at end
  ) then
    new.called_at := acervo.now();
  end if;
  if new.status = 'IN_SERVICE' and (
    case tg_op when 'INSERT' then new.assigned_at is null
    else new.status is distinct from old.status and new.assigned_at is not distinct from old.assigned_at end
  ) then
    new.assigned_at := acervo.now();
  end if;
  if new.status = 'COMPLETED' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  if new.status = 'ABANDONED' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "banking"."visits_ticket"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  -- The day on the wall of the branch.
  select (new.started_at at time zone b.time_zone)::date into new.business_day
    from "banking"."branches" b where b.id = new.branch_id;
  insert into "banking"."ticket_counters" as c (branch_id, business_day, series, last)
    values (new.branch_id, new.business_day, new.ticket_series, 1)
    on conflict (branch_id, business_day, series) do update set last = c.last + 1
    returning c.last into new.ticket_number;
  return new;
end$body$;
create or replace function "banking"."visits_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['WAITING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'visits', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: WAITING.';
    end if;
    insert into "banking"."visit_transitions" (visit_id, branch_id, module_id, abandon_reason, from_state, to_state, at, actor)
    select n.id, n.branch_id, n.module_id, n.abandon_reason, null, n.status, acervo.clock(), actor from new_rows n;
  else
    insert into "banking"."visit_transitions" (visit_id, branch_id, module_id, abandon_reason, from_state, to_state, at, actor)
    select n.id, n.branch_id, n.module_id, n.abandon_reason, o.status, n.status, acervo.clock(), actor from new_rows n join old_rows o on o."id" = n."id"
    where n.status is distinct from o.status;
  end if;
  return null;
end$body$;
create or replace function "banking"."registration_requests_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, came as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."branch_id" as "branchId", n."requester_id" as "requesterId", n."approver_id" as "approverId", n."status" as "status", n."reason" as "reason", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came,
        (select to_jsonb(r) from (select n."dni" as "dni", n."name" as "name", n."email" as "email", n."phone" as "phone") r) as came_apart,
        nullif(array_remove(array[case when n."dni" is not null then 'dni' end, case when n."name" is not null then 'name' end, case when n."email" is not null then 'email' end, case when n."phone" is not null then 'phone' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'registration_requests', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'registration_requests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('registration_requests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."branch_id" as "branchId", o."requester_id" as "requesterId", o."approver_id" as "approverId", o."status" as "status", o."reason" as "reason", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone,
        (select to_jsonb(r) from (select o."dni" as "dni", o."name" as "name", o."email" as "email", o."phone" as "phone") r) as gone_apart,
        nullif(array_remove(array[case when o."dni" is not null then 'dni' end, case when o."name" is not null then 'name' end, case when o."email" is not null then 'email' end, case when o."phone" is not null then 'phone' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'registration_requests', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'registration_requests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('registration_requests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."client_id" as "clientId", o."branch_id" as "branchId", o."requester_id" as "requesterId", o."approver_id" as "approverId", o."status" as "status", o."reason" as "reason", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."client_id" as "clientId", n."branch_id" as "branchId", n."requester_id" as "requesterId", n."approver_id" as "approverId", n."status" as "status", n."reason" as "reason", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."decided_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "decidedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."client_id" is distinct from n."client_id") then 'clientId' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."requester_id" is distinct from n."requester_id") then 'requesterId' end, case when not (o."approver_id" is distinct from n."approver_id") then 'approverId' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."reason" is distinct from n."reason") then 'reason' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."decided_at" is distinct from n."decided_at") then 'decidedAt' end] as same,
        (select to_jsonb(r) from (select o."dni" as "dni", o."name" as "name", o."email" as "email", o."phone" as "phone") r) as gone_apart, (select to_jsonb(r) from (select n."dni" as "dni", n."name" as "name", n."email" as "email", n."phone" as "phone") r) as came_apart, array[case when not (o."dni" is distinct from n."dni") then 'dni' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."phone" is distinct from n."phone") then 'phone' end] as same_apart,
        nullif(array_remove(array[case when o."dni" is distinct from n."dni" then 'dni' end, case when o."name" is distinct from n."name" then 'name' end, case when o."email" is distinct from n."email" then 'email' end, case when o."phone" is distinct from n."phone" then 'phone' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "banking"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'registration_requests', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'registration_requests', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('registration_requests')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "banking"."registration_requests_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."registration_requests_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['APPROVED', 'REJECTED', 'CANCELLED']::text[] when 'APPROVED' then array[]::text[] when 'REJECTED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'registration_requests', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'APPROVED' and old.status = 'APPROVED' and (old."dni" is distinct from new."dni" or old."name" is distinct from new."name" or old."email" is distinct from new."email" or old."phone" is distinct from new."phone" or old."approver_id" is distinct from new."approver_id" or old."reason" is distinct from new."reason" or old."decided_at" is distinct from new."decided_at") then
    raise exception using errcode = 'AV323', table = 'registration_requests',
      message = 'what is APPROVED stays as it is', detail = 'While status is APPROVED, none of dni, name, email, phone, approverId, reason, decidedAt changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'REJECTED' and old.status = 'REJECTED' and (old."dni" is distinct from new."dni" or old."name" is distinct from new."name" or old."email" is distinct from new."email" or old."phone" is distinct from new."phone" or old."approver_id" is distinct from new."approver_id" or old."reason" is distinct from new."reason" or old."decided_at" is distinct from new."decided_at") then
    raise exception using errcode = 'AV323', table = 'registration_requests',
      message = 'what is REJECTED stays as it is', detail = 'While status is REJECTED, none of dni, name, email, phone, approverId, reason, decidedAt changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'CANCELLED' and old.status = 'CANCELLED' and (old."dni" is distinct from new."dni" or old."name" is distinct from new."name" or old."email" is distinct from new."email" or old."phone" is distinct from new."phone" or old."approver_id" is distinct from new."approver_id" or old."reason" is distinct from new."reason" or old."decided_at" is distinct from new."decided_at") then
    raise exception using errcode = 'AV323', table = 'registration_requests',
      message = 'what is CANCELLED stays as it is', detail = 'While status is CANCELLED, none of dni, name, email, phone, approverId, reason, decidedAt changes.';
  end if;
  if new.status = 'APPROVED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.status = 'REJECTED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  if new.status = 'CANCELLED' and (
    case tg_op when 'INSERT' then new.decided_at is null
    else new.status is distinct from old.status and new.decided_at is not distinct from old.decided_at end
  ) then
    new.decided_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "banking"."registration_requests_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."registration_requests_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PENDING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'registration_requests', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PENDING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "banking"."faqs_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'faqs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('faqs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."title" as "title", n."answer" as "answer", n."status" as "status", n."tags" as "tags") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'faqs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('faqs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."title" as "title", o."answer" as "answer", o."status" as "status", o."tags" as "tags") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'faqs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('faqs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."title" as "title", o."answer" as "answer", o."status" as "status", o."tags" as "tags") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."title" as "title", n."answer" as "answer", n."status" as "status", n."tags" as "tags") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."answer" is distinct from n."answer") then 'answer' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."tags" is distinct from n."tags") then 'tags' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."faqs_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."faqs_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'DRAFT' then array['PUBLISHED', 'ARCHIVED']::text[] when 'PUBLISHED' then array['DRAFT', 'ARCHIVED']::text[] when 'ARCHIVED' then array['DRAFT']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'faqs', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "banking"."faqs_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."faqs_version"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  if (new.title, new.answer, new.tags) is distinct from (old.title, old.answer, old.tags) then
    new.version := old.version + 1;
  end if;
  return new;
end$body$;
create or replace function "banking"."faqs_versions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  update "banking"."faq_versions" v set status = 'ARCHIVED', archived_at = acervo.now()
    from new_rows n where v.faq_id = n.id and v.status = 'PUBLISHED'
      and (v.version <> n.version or n.status <> 'PUBLISHED');
  insert into "banking"."faq_versions" (faq_id, version, title, answer, tags)
    select n.id, n.version, n.title, n.answer, n.tags from new_rows n
    on conflict (faq_id, version) do nothing;
  update "banking"."faq_versions" v set status = 'PUBLISHED', published_at = acervo.now(), archived_at = null
    from new_rows n where v.faq_id = n.id and v.version = n.version
      and n.status = 'PUBLISHED' and v.status <> 'PUBLISHED';
  return null;
end$body$;
create or replace function "banking"."faq_versions_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."chat_sessions_locked_by_client_id"() returns trigger language plpgsql security definer
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "banking"."clients" p where p.id in (select client_id from new_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from new_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  elsif tg_op = 'DELETE' then
    perform from "banking"."clients" p where p.id in (select client_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  else
    perform from "banking"."clients" p where p.id in (select client_id from new_rows where (true) union select client_id from old_rows where (true))
    order by p.id for share of p;
    if exists (
      select from "banking"."clients" p where p.id in (select client_id from new_rows where (true) union select client_id from old_rows where (true)) and (status <> 'ACTIVE')
    ) then
      raise exception using errcode = 'AV304', message = 'the client is blocked or deleted';
    end if;
  end if;
  return null;
end$body$;
create or replace function "banking"."devices_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'devices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('devices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."name" as "name", n."kind" as "kind", n."protocol" as "protocol", n."connection_status" as "connectionStatus", n."expected_interval_ms" as "expectedIntervalMs", to_char(n."last_measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastMeasuredAt") r) as came,
        nullif(array_remove(array[case when n."credential" is not null then 'credential' end], null), '{}') as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'devices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('devices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."name" as "name", o."kind" as "kind", o."protocol" as "protocol", o."connection_status" as "connectionStatus", o."expected_interval_ms" as "expectedIntervalMs", to_char(o."last_measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastMeasuredAt") r) as gone,
        nullif(array_remove(array[case when o."credential" is not null then 'credential' end], null), '{}') as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'devices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('devices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."name" as "name", o."kind" as "kind", o."protocol" as "protocol", o."connection_status" as "connectionStatus", o."expected_interval_ms" as "expectedIntervalMs", to_char(o."last_measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastMeasuredAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."name" as "name", n."kind" as "kind", n."protocol" as "protocol", n."connection_status" as "connectionStatus", n."expected_interval_ms" as "expectedIntervalMs", to_char(n."last_measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastMeasuredAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."kind" is distinct from n."kind") then 'kind' end, case when not (o."protocol" is distinct from n."protocol") then 'protocol' end, case when not (o."connection_status" is distinct from n."connection_status") then 'connectionStatus' end, case when not (o."expected_interval_ms" is distinct from n."expected_interval_ms") then 'expectedIntervalMs' end, case when not (o."last_measured_at" is distinct from n."last_measured_at") then 'lastMeasuredAt' end] as same,
        nullif(array_remove(array[case when o."credential" is distinct from n."credential" then 'credential' end], null), '{}') as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."devices_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."devices_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.connection_status is distinct from old.connection_status then
    allowed := case old.connection_status when 'CONNECTING' then array['CONNECTED', 'DISCONNECTED', 'ERROR']::text[] when 'CONNECTED' then array['DISCONNECTED', 'RECONNECTING', 'ERROR']::text[] when 'DISCONNECTED' then array['CONNECTING', 'RECONNECTING']::text[] when 'ERROR' then array['CONNECTING', 'RECONNECTING', 'DISCONNECTED']::text[] when 'RECONNECTING' then array['CONNECTED', 'DISCONNECTED', 'ERROR']::text[] end;
    if not coalesce(new.connection_status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'devices', column = 'connection_status',
        message = format('%s does not go from %s to %s', 'connectionStatus', old.connection_status, coalesce(new.connection_status, 'null')),
        detail = format('Allowed from %s: %s.', old.connection_status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "banking"."devices_touch"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "banking"."device_commands_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'device_commands', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('device_commands')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."branch_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."device_id" as "deviceId", n."name" as "name", n."arguments" as "arguments", n."status" as "status", n."result" as "result", to_char(n."issued_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "issuedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(n."acknowledged_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acknowledgedAt", to_char(n."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'device_commands', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('device_commands')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."branch_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."device_id" as "deviceId", o."name" as "name", o."arguments" as "arguments", o."status" as "status", o."result" as "result", to_char(o."issued_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "issuedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(o."acknowledged_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acknowledgedAt", to_char(o."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "banking"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'device_commands', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('device_commands')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."branch_id", o."branch_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."branch_id" as "branchId", o."device_id" as "deviceId", o."name" as "name", o."arguments" as "arguments", o."status" as "status", o."result" as "result", to_char(o."issued_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "issuedAt", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(o."acknowledged_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acknowledgedAt", to_char(o."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."branch_id" as "branchId", n."device_id" as "deviceId", n."name" as "name", n."arguments" as "arguments", n."status" as "status", n."result" as "result", to_char(n."issued_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "issuedAt", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."sent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sentAt", to_char(n."acknowledged_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acknowledgedAt", to_char(n."finished_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "finishedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."branch_id" is distinct from n."branch_id") then 'branchId' end, case when not (o."device_id" is distinct from n."device_id") then 'deviceId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."arguments" is distinct from n."arguments") then 'arguments' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."result" is distinct from n."result") then 'result' end, case when not (o."issued_at" is distinct from n."issued_at") then 'issuedAt' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."sent_at" is distinct from n."sent_at") then 'sentAt' end, case when not (o."acknowledged_at" is distinct from n."acknowledged_at") then 'acknowledgedAt' end, case when not (o."finished_at" is distinct from n."finished_at") then 'finishedAt' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "banking"."device_commands_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."device_commands_states"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['SENT', 'EXPIRED', 'FAILED']::text[] when 'SENT' then array['ACKNOWLEDGED', 'SUCCEEDED', 'FAILED', 'EXPIRED']::text[] when 'ACKNOWLEDGED' then array['SUCCEEDED', 'FAILED', 'EXPIRED']::text[] when 'SUCCEEDED' then array[]::text[] when 'FAILED' then array[]::text[] when 'EXPIRED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'device_commands', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  if tg_op = 'UPDATE' and new.status = 'SUCCEEDED' and old.status = 'SUCCEEDED' and (old."id" is distinct from new."id" or old."branch_id" is distinct from new."branch_id" or old."device_id" is distinct from new."device_id" or old."name" is distinct from new."name" or old."arguments" is distinct from new."arguments" or old."status" is distinct from new."status" or old."result" is distinct from new."result" or old."issued_at" is distinct from new."issued_at" or old."expires_at" is distinct from new."expires_at" or old."sent_at" is distinct from new."sent_at" or old."acknowledged_at" is distinct from new."acknowledged_at" or old."finished_at" is distinct from new."finished_at") then
    raise exception using errcode = 'AV323', table = 'device_commands',
      message = 'what is SUCCEEDED stays as it is', detail = 'While status is SUCCEEDED, nothing of it changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'FAILED' and old.status = 'FAILED' and (old."id" is distinct from new."id" or old."branch_id" is distinct from new."branch_id" or old."device_id" is distinct from new."device_id" or old."name" is distinct from new."name" or old."arguments" is distinct from new."arguments" or old."status" is distinct from new."status" or old."result" is distinct from new."result" or old."issued_at" is distinct from new."issued_at" or old."expires_at" is distinct from new."expires_at" or old."sent_at" is distinct from new."sent_at" or old."acknowledged_at" is distinct from new."acknowledged_at" or old."finished_at" is distinct from new."finished_at") then
    raise exception using errcode = 'AV323', table = 'device_commands',
      message = 'what is FAILED stays as it is', detail = 'While status is FAILED, nothing of it changes.';
  end if;
  if tg_op = 'UPDATE' and new.status = 'EXPIRED' and old.status = 'EXPIRED' and (old."id" is distinct from new."id" or old."branch_id" is distinct from new."branch_id" or old."device_id" is distinct from new."device_id" or old."name" is distinct from new."name" or old."arguments" is distinct from new."arguments" or old."status" is distinct from new."status" or old."result" is distinct from new."result" or old."issued_at" is distinct from new."issued_at" or old."expires_at" is distinct from new."expires_at" or old."sent_at" is distinct from new."sent_at" or old."acknowledged_at" is distinct from new."acknowledged_at" or old."finished_at" is distinct from new."finished_at") then
    raise exception using errcode = 'AV323', table = 'device_commands',
      message = 'what is EXPIRED stays as it is', detail = 'While status is EXPIRED, nothing of it changes.';
  end if;
  if new.status = 'SENT' and (
    case tg_op when 'INSERT' then new.sent_at is null
    else new.status is distinct from old.status and new.sent_at is not distinct from old.sent_at end
  ) then
    new.sent_at := acervo.now();
  end if;
  if new.status = 'ACKNOWLEDGED' and (
    case tg_op when 'INSERT' then new.acknowledged_at is null
    else new.status is distinct from old.status and new.acknowledged_at is not distinct from old.acknowledged_at end
  ) then
    new.acknowledged_at := acervo.now();
  end if;
  if new.status = 'SUCCEEDED' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  if new.status = 'FAILED' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  if new.status = 'EXPIRED' and (
    case tg_op when 'INSERT' then new.finished_at is null
    else new.status is distinct from old.status and new.finished_at is not distinct from old.finished_at end
  ) then
    new.finished_at := acervo.now();
  end if;
  return new;
end$body$;
create or replace function "banking"."device_commands_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "banking", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['PENDING']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'device_commands', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: PENDING.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "banking"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "banking"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "banking", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace trigger "audit_insert" after insert on "banking"."users" referencing new table as new_rows for each statement execute function "banking"."users_audit"();
create or replace trigger "audit_update" after update on "banking"."users" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."users_audit"();
create or replace trigger "audit_delete" after delete on "banking"."users" referencing old table as old_rows for each statement execute function "banking"."users_audit"();
create or replace trigger "keep" before truncate on "banking"."users" for each statement execute function "banking"."users_keep"();
create or replace trigger "keep_administrator_update" before update on "banking"."users" for each statement execute function "banking"."users_keep_administrator"();
create or replace trigger "keep_administrator_delete" before delete on "banking"."users" for each statement execute function "banking"."users_keep_administrator"();
create or replace trigger "kept_administrator_update" after update on "banking"."users" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."users_kept_administrator"();
create or replace trigger "kept_administrator_delete" after delete on "banking"."users" referencing old table as old_rows for each statement execute function "banking"."users_kept_administrator"();
create or replace trigger "password_insert" before insert on "banking"."users" for each row execute function "banking"."users_password"();
create or replace trigger "password_update" before update on "banking"."users" for each row execute function "banking"."users_password"();
create or replace trigger "touch" before update on "banking"."users" for each row execute function "banking"."users_touch"();
create or replace trigger "touch" before update on "banking"."user_sessions" for each row execute function "banking"."user_sessions_touch"();
create or replace trigger "touch" before update on "banking"."user_tokens" for each row execute function "banking"."user_tokens_touch"();
create or replace trigger "audit_insert" after insert on "banking"."branches" referencing new table as new_rows for each statement execute function "banking"."branches_audit"();
create or replace trigger "audit_update" after update on "banking"."branches" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."branches_audit"();
create or replace trigger "audit_delete" after delete on "banking"."branches" referencing old table as old_rows for each statement execute function "banking"."branches_audit"();
create or replace trigger "close" after update on "banking"."branches" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."branches_close"();
create or replace trigger "keep" before truncate on "banking"."branches" for each statement execute function "banking"."branches_keep"();
create or replace trigger "touch" before update on "banking"."branches" for each row execute function "banking"."branches_touch"();
create or replace trigger "audit_insert" after insert on "banking"."branch_admins" referencing new table as new_rows for each statement execute function "banking"."branch_admins_audit"();
create or replace trigger "audit_update" after update on "banking"."branch_admins" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."branch_admins_audit"();
create or replace trigger "audit_delete" after delete on "banking"."branch_admins" referencing old table as old_rows for each statement execute function "banking"."branch_admins_audit"();
create or replace trigger "branches_insert" after insert on "banking"."branch_admins" referencing new table as new_rows for each statement execute function "banking"."branch_admins_branches"();
create or replace trigger "branches_delete" after delete on "banking"."branch_admins" referencing old table as old_rows for each statement execute function "banking"."branch_admins_branches"();
create or replace trigger "keep" before truncate on "banking"."branch_admins" for each statement execute function "banking"."branch_admins_keep"();
create or replace trigger "audit_insert" after insert on "banking"."clients" referencing new table as new_rows for each statement execute function "banking"."clients_audit"();
create or replace trigger "audit_update" after update on "banking"."clients" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."clients_audit"();
create or replace trigger "audit_delete" after delete on "banking"."clients" referencing old table as old_rows for each statement execute function "banking"."clients_audit"();
create or replace trigger "deleted" before update on "banking"."clients" for each row execute function "banking"."clients_deleted"();
create or replace trigger "forget" after update on "banking"."clients" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."clients_forget"();
create or replace trigger "keep" before truncate on "banking"."clients" for each statement execute function "banking"."clients_keep"();
create or replace trigger "password_insert" before insert on "banking"."clients" for each row execute function "banking"."clients_password"();
create or replace trigger "password_update" before update on "banking"."clients" for each row execute function "banking"."clients_password"();
create or replace trigger "touch" before update on "banking"."clients" for each row execute function "banking"."clients_touch"();
create or replace trigger "locked_by_client_id_insert" after insert on "banking"."password_reset_tokens" referencing new table as new_rows for each statement execute function "banking"."password_reset_tokens_locked_by_client_id"();
create or replace trigger "touch" before update on "banking"."password_reset_tokens" for each row execute function "banking"."password_reset_tokens_touch"();
create or replace trigger "use" before update on "banking"."password_reset_tokens" for each row execute function "banking"."password_reset_tokens_use"();
create or replace trigger "audit_insert" after insert on "banking"."biometric_consents" referencing new table as new_rows for each statement execute function "banking"."biometric_consents_audit"();
create or replace trigger "audit_update" after update on "banking"."biometric_consents" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."biometric_consents_audit"();
create or replace trigger "audit_delete" after delete on "banking"."biometric_consents" referencing old table as old_rows for each statement execute function "banking"."biometric_consents_audit"();
create or replace trigger "keep" before truncate on "banking"."biometric_consents" for each statement execute function "banking"."biometric_consents_keep"();
create or replace trigger "sealed_insert" after insert on "banking"."biometric_consents" referencing new table as new_rows for each statement execute function "banking"."biometric_consents_sealed"();
create or replace trigger "sealed_update" after update on "banking"."biometric_consents" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."biometric_consents_sealed"();
create or replace trigger "touch" before update on "banking"."biometric_consents" for each row execute function "banking"."biometric_consents_touch"();
create or replace trigger "withdraw" after update on "banking"."biometric_consents" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."biometric_consents_withdraw"();
create or replace trigger "audit_insert" after insert on "banking"."face_models" referencing new table as new_rows for each statement execute function "banking"."face_models_audit"();
create or replace trigger "audit_update" after update on "banking"."face_models" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."face_models_audit"();
create or replace trigger "audit_delete" after delete on "banking"."face_models" referencing old table as old_rows for each statement execute function "banking"."face_models_audit"();
create or replace trigger "keep" before truncate on "banking"."face_models" for each statement execute function "banking"."face_models_keep"();
create or replace trigger "touch" before update on "banking"."face_models" for each row execute function "banking"."face_models_touch"();
create or replace trigger "audit_insert" after insert on "banking"."facial_profiles" referencing new table as new_rows for each statement execute function "banking"."facial_profiles_audit"();
create or replace trigger "audit_update" after update on "banking"."facial_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."facial_profiles_audit"();
create or replace trigger "audit_delete" after delete on "banking"."facial_profiles" referencing old table as old_rows for each statement execute function "banking"."facial_profiles_audit"();
create or replace trigger "consent" after insert on "banking"."facial_profiles" referencing new table as new_rows for each statement execute function "banking"."facial_profiles_consent"();
create or replace trigger "count_profile_count_insert" after insert on "banking"."facial_profiles" referencing new table as new_rows for each statement execute function "banking"."facial_profiles_count_profile_count"();
create or replace trigger "count_profile_count_update" after update on "banking"."facial_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."facial_profiles_count_profile_count"();
create or replace trigger "count_profile_count_delete" after delete on "banking"."facial_profiles" referencing old table as old_rows for each statement execute function "banking"."facial_profiles_count_profile_count"();
create or replace trigger "keep" before truncate on "banking"."facial_profiles" for each statement execute function "banking"."facial_profiles_keep"();
create or replace trigger "sealed_insert" after insert on "banking"."facial_profiles" referencing new table as new_rows for each statement execute function "banking"."facial_profiles_sealed"();
create or replace trigger "sealed_update" after update on "banking"."facial_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."facial_profiles_sealed"();
create or replace trigger "touch" before update on "banking"."facial_profiles" for each row execute function "banking"."facial_profiles_touch"();
create or replace trigger "model_insert" after insert on "banking"."dlib_face_vectors" referencing new table as new_rows for each statement execute function "banking"."dlib_face_vectors_model"();
create or replace trigger "model_update" after update on "banking"."dlib_face_vectors" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."dlib_face_vectors_model"();
create or replace trigger "model_insert" after insert on "banking"."arcface_face_vectors" referencing new table as new_rows for each statement execute function "banking"."arcface_face_vectors_model"();
create or replace trigger "model_update" after update on "banking"."arcface_face_vectors" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."arcface_face_vectors_model"();
create or replace trigger "audit_insert" after insert on "banking"."cameras" referencing new table as new_rows for each statement execute function "banking"."cameras_audit"();
create or replace trigger "audit_update" after update on "banking"."cameras" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."cameras_audit"();
create or replace trigger "audit_delete" after delete on "banking"."cameras" referencing old table as old_rows for each statement execute function "banking"."cameras_audit"();
create or replace trigger "keep" before truncate on "banking"."cameras" for each statement execute function "banking"."cameras_keep"();
create or replace trigger "states_update" before update on "banking"."cameras" for each row execute function "banking"."cameras_states"();
create or replace trigger "touch" before update on "banking"."cameras" for each row execute function "banking"."cameras_touch"();
create or replace trigger "transitions_insert" after insert on "banking"."cameras" referencing new table as new_rows for each statement execute function "banking"."cameras_transitions"();
create or replace trigger "transitions_update" after update on "banking"."cameras" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."cameras_transitions"();
create or replace trigger "audit_insert" after insert on "banking"."agent_modules" referencing new table as new_rows for each statement execute function "banking"."agent_modules_audit"();
create or replace trigger "audit_update" after update on "banking"."agent_modules" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."agent_modules_audit"();
create or replace trigger "audit_delete" after delete on "banking"."agent_modules" referencing old table as old_rows for each statement execute function "banking"."agent_modules_audit"();
create or replace trigger "keep" before truncate on "banking"."agent_modules" for each statement execute function "banking"."agent_modules_keep"();
create or replace trigger "touch" before update on "banking"."agent_modules" for each row execute function "banking"."agent_modules_touch"();
create or replace trigger "leave" after update on "banking"."module_sessions" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."module_sessions_leave"();
create or replace trigger "states_update" before update on "banking"."module_sessions" for each row execute function "banking"."module_sessions_states"();
create or replace trigger "states_insert" before insert on "banking"."module_sessions" for each row execute function "banking"."module_sessions_states"();
create or replace trigger "touch" before update on "banking"."module_sessions" for each row execute function "banking"."module_sessions_touch"();
create or replace trigger "audit_insert" after insert on "banking"."appointments" referencing new table as new_rows for each statement execute function "banking"."appointments_audit"();
create or replace trigger "audit_update" after update on "banking"."appointments" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."appointments_audit"();
create or replace trigger "audit_delete" after delete on "banking"."appointments" referencing old table as old_rows for each statement execute function "banking"."appointments_audit"();
create or replace trigger "branch" after insert on "banking"."appointments" referencing new table as new_rows for each statement execute function "banking"."appointments_branch"();
create or replace trigger "keep" before truncate on "banking"."appointments" for each statement execute function "banking"."appointments_keep"();
create or replace trigger "lapse_insert" before insert on "banking"."appointments" for each row execute function "banking"."appointments_lapse"();
create or replace trigger "lapse_update" before update on "banking"."appointments" for each row execute function "banking"."appointments_lapse"();
create or replace trigger "locked_by_client_id_insert" after insert on "banking"."appointments" referencing new table as new_rows for each statement execute function "banking"."appointments_locked_by_client_id"();
create or replace trigger "states_update" before update on "banking"."appointments" for each row execute function "banking"."appointments_states"();
create or replace trigger "touch" before update on "banking"."appointments" for each row execute function "banking"."appointments_touch"();
create or replace trigger "transitions_insert" after insert on "banking"."appointments" referencing new table as new_rows for each statement execute function "banking"."appointments_transitions"();
create or replace trigger "visit_attended" before update on "banking"."visits" for each row execute function "banking"."visits_attended"();
create or replace trigger "audit_insert" after insert on "banking"."visits" referencing new table as new_rows for each statement execute function "banking"."visits_audit"();
create or replace trigger "audit_update" after update on "banking"."visits" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."visits_audit"();
create or replace trigger "audit_delete" after delete on "banking"."visits" referencing old table as old_rows for each statement execute function "banking"."visits_audit"();
create or replace trigger "branch" after insert on "banking"."visits" referencing new table as new_rows for each statement execute function "banking"."visits_branch"();
create or replace trigger "keep" before truncate on "banking"."visits" for each statement execute function "banking"."visits_keep"();
create or replace trigger "states_update" before update on "banking"."visits" for each row execute function "banking"."visits_states"();
create or replace trigger "states_insert" before insert on "banking"."visits" for each row execute function "banking"."visits_states"();
create or replace trigger "ticket" before insert on "banking"."visits" for each row execute function "banking"."visits_ticket"();
create or replace trigger "transitions_insert" after insert on "banking"."visits" referencing new table as new_rows for each statement execute function "banking"."visits_transitions"();
create or replace trigger "transitions_update" after update on "banking"."visits" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."visits_transitions"();
create or replace trigger "audit_insert" after insert on "banking"."registration_requests" referencing new table as new_rows for each statement execute function "banking"."registration_requests_audit"();
create or replace trigger "audit_update" after update on "banking"."registration_requests" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."registration_requests_audit"();
create or replace trigger "audit_delete" after delete on "banking"."registration_requests" referencing old table as old_rows for each statement execute function "banking"."registration_requests_audit"();
create or replace trigger "keep" before truncate on "banking"."registration_requests" for each statement execute function "banking"."registration_requests_keep"();
create or replace trigger "states_update" before update on "banking"."registration_requests" for each row execute function "banking"."registration_requests_states"();
create or replace trigger "states_insert" before insert on "banking"."registration_requests" for each row execute function "banking"."registration_requests_states"();
create or replace trigger "touch" before update on "banking"."registration_requests" for each row execute function "banking"."registration_requests_touch"();
create or replace trigger "transitions_insert" after insert on "banking"."registration_requests" referencing new table as new_rows for each statement execute function "banking"."registration_requests_transitions"();
create or replace trigger "audit_insert" after insert on "banking"."faqs" referencing new table as new_rows for each statement execute function "banking"."faqs_audit"();
create or replace trigger "audit_update" after update on "banking"."faqs" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."faqs_audit"();
create or replace trigger "audit_delete" after delete on "banking"."faqs" referencing old table as old_rows for each statement execute function "banking"."faqs_audit"();
create or replace trigger "keep" before truncate on "banking"."faqs" for each statement execute function "banking"."faqs_keep"();
create or replace trigger "states_update" before update on "banking"."faqs" for each row execute function "banking"."faqs_states"();
create or replace trigger "touch" before update on "banking"."faqs" for each row execute function "banking"."faqs_touch"();
create or replace trigger "version" before update on "banking"."faqs" for each row execute function "banking"."faqs_version"();
create or replace trigger "versions_insert" after insert on "banking"."faqs" referencing new table as new_rows for each statement execute function "banking"."faqs_versions"();
create or replace trigger "versions_update" after update on "banking"."faqs" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."faqs_versions"();
create or replace trigger "touch" before update on "banking"."faq_versions" for each row execute function "banking"."faq_versions_touch"();
create or replace trigger "locked_by_client_id_insert" after insert on "banking"."chat_sessions" referencing new table as new_rows for each statement execute function "banking"."chat_sessions_locked_by_client_id"();
create or replace trigger "audit_insert" after insert on "banking"."devices" referencing new table as new_rows for each statement execute function "banking"."devices_audit"();
create or replace trigger "audit_update" after update on "banking"."devices" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."devices_audit"();
create or replace trigger "audit_delete" after delete on "banking"."devices" referencing old table as old_rows for each statement execute function "banking"."devices_audit"();
create or replace trigger "keep" before truncate on "banking"."devices" for each statement execute function "banking"."devices_keep"();
create or replace trigger "states_update" before update on "banking"."devices" for each row execute function "banking"."devices_states"();
create or replace trigger "touch" before update on "banking"."devices" for each row execute function "banking"."devices_touch"();
create or replace trigger "audit_insert" after insert on "banking"."device_commands" referencing new table as new_rows for each statement execute function "banking"."device_commands_audit"();
create or replace trigger "audit_update" after update on "banking"."device_commands" referencing new table as new_rows old table as old_rows for each statement execute function "banking"."device_commands_audit"();
create or replace trigger "audit_delete" after delete on "banking"."device_commands" referencing old table as old_rows for each statement execute function "banking"."device_commands_audit"();
create or replace trigger "keep" before truncate on "banking"."device_commands" for each statement execute function "banking"."device_commands_keep"();
create or replace trigger "states_update" before update on "banking"."device_commands" for each row execute function "banking"."device_commands_states"();
create or replace trigger "states_insert" before insert on "banking"."device_commands" for each row execute function "banking"."device_commands_states"();
create or replace trigger "transitions_insert" after insert on "banking"."device_commands" referencing new table as new_rows for each statement execute function "banking"."device_commands_transitions"();
create or replace trigger "keep" before truncate on "banking"."audit_events" for each statement execute function "banking"."audit_events_keep"();
create or replace trigger "keep" before truncate on "banking"."audit_details" for each statement execute function "banking"."audit_details_keep"();
alter table "banking"."branches" enable row level security, force row level security;
create policy "changed" on "banking"."branches" as permissive for update to public using (id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
create policy "opened" on "banking"."branches" as permissive for insert to public with check (id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
create policy "removed" on "banking"."branches" as permissive for delete to public using (id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
create policy "seen" on "banking"."branches" as permissive for select to public using (true);
alter table "banking"."branch_admins" enable row level security, force row level security;
create policy "rows" on "banking"."branch_admins" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."branch_admins" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."cameras" enable row level security, force row level security;
create policy "rows" on "banking"."cameras" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."cameras" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."camera_logs" enable row level security, force row level security;
create policy "rows" on "banking"."camera_logs" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."camera_logs" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."detection_events" enable row level security, force row level security;
create policy "rows" on "banking"."detection_events" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."detection_events" as restrictive for all to public using (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."agent_modules" enable row level security, force row level security;
create policy "rows" on "banking"."agent_modules" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."agent_modules" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."module_sessions" enable row level security, force row level security;
create policy "rows" on "banking"."module_sessions" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."module_sessions" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."appointments" enable row level security, force row level security;
create policy "rows" on "banking"."appointments" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."appointments" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."visits" enable row level security, force row level security;
create policy "rows" on "banking"."visits" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."visits" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."visit_transitions" enable row level security, force row level security;
create policy "rows" on "banking"."visit_transitions" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."visit_transitions" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."ticket_counters" enable row level security, force row level security;
create policy "rows" on "banking"."ticket_counters" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."ticket_counters" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."registration_requests" enable row level security, force row level security;
create policy "rows" on "banking"."registration_requests" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."registration_requests" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."devices" enable row level security, force row level security;
create policy "rows" on "banking"."devices" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."devices" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."device_telemetry" enable row level security, force row level security;
create policy "rows" on "banking"."device_telemetry" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."device_telemetry" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."device_commands" enable row level security, force row level security;
create policy "rows" on "banking"."device_commands" as permissive for all to public using (true) with check (true);
create policy "tenant" on "banking"."device_commands" as restrictive for all to public using (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (branch_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "banking"."audit_events" enable row level security, force row level security;
create policy "added" on "banking"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "banking"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "banking"."audit_details" enable row level security, force row level security;
create policy "added" on "banking"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "banking"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "banking"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "email", "name", "phone", "role", "is_active", "password", "image", "deleted_at", "email_verified_at", "last_sign_in_at"), update ("email", "name", "phone", "role", "is_active", "password", "image", "deleted_at", "email_verified_at", "last_sign_in_at") on "banking"."users" to acervo_app;
grant select, insert ("id", "email", "name", "phone", "role", "is_active", "password", "image", "deleted_at", "email_verified_at", "last_sign_in_at"), update ("email", "name", "phone", "role", "is_active", "password", "image", "deleted_at", "email_verified_at", "last_sign_in_at") on "banking"."users" to acervo_worker;
grant select ("id", "email", "name", "phone", "role", "is_active", "password_updated_at", "image", "branch_ids", "created_at", "deleted_at", "email_verified_at", "last_sign_in_at", "updated_at") on "banking"."users" to acervo_readonly;
grant select, insert ("id", "user_id", "expires_at", "family", "ip", "last_seen_at", "replaced_at", "revoked_at", "token_hash", "user_agent"), update ("expires_at", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), delete on "banking"."user_sessions" to acervo_app;
grant select, insert ("id", "user_id", "expires_at", "family", "ip", "last_seen_at", "replaced_at", "revoked_at", "token_hash", "user_agent"), update ("expires_at", "ip", "last_seen_at", "replaced_at", "revoked_at", "user_agent"), delete on "banking"."user_sessions" to acervo_worker;
grant select ("id", "user_id", "created_at", "expires_at", "ip", "last_seen_at", "revoked_at", "updated_at", "user_agent") on "banking"."user_sessions" to acervo_readonly;
grant select, insert ("id", "user_id", "expires_at", "purpose", "token_hash", "used_at"), update ("expires_at", "used_at"), delete on "banking"."user_tokens" to acervo_app;
grant select, insert ("id", "user_id", "expires_at", "purpose", "token_hash", "used_at"), update ("expires_at", "used_at"), delete on "banking"."user_tokens" to acervo_worker;
grant select ("id", "user_id", "created_at", "expires_at", "purpose", "updated_at", "used_at") on "banking"."user_tokens" to acervo_readonly;
grant select, insert ("id", "name", "code", "address", "city", "country", "time_zone", "identifies_faces", "closed_at"), update ("name", "code", "address", "city", "country", "time_zone", "identifies_faces", "closed_at"), delete on "banking"."branches" to acervo_app;
grant select, insert ("id", "name", "code", "address", "city", "country", "time_zone", "identifies_faces", "closed_at"), update ("name", "code", "address", "city", "country", "time_zone", "identifies_faces", "closed_at"), delete on "banking"."branches" to acervo_worker;
grant select on "banking"."branches" to acervo_readonly;
grant select, insert ("branch_id", "user_id"), delete on "banking"."branch_admins" to acervo_app;
grant select, insert ("branch_id", "user_id"), delete on "banking"."branch_admins" to acervo_worker;
grant select on "banking"."branch_admins" to acervo_readonly;
grant select, insert ("id", "dni", "name", "email", "phone", "status", "hashed_password", "locale", "deleted_at"), update ("dni", "name", "email", "phone", "status", "hashed_password", "locale", "deleted_at") on "banking"."clients" to acervo_app;
grant select, insert ("id", "dni", "name", "email", "phone", "status", "hashed_password", "locale", "deleted_at"), update ("dni", "name", "email", "phone", "status", "hashed_password", "locale", "deleted_at") on "banking"."clients" to acervo_worker;
grant select ("id", "dni", "name", "email", "phone", "status", "password_updated_at", "locale", "created_at", "deleted_at", "updated_at") on "banking"."clients" to acervo_readonly;
grant select, insert ("id", "client_id", "token", "expires_at", "used_at"), update ("used_at"), delete on "banking"."password_reset_tokens" to acervo_app;
grant select, insert ("id", "client_id", "token", "expires_at", "used_at"), update ("used_at"), delete on "banking"."password_reset_tokens" to acervo_worker;
grant select ("id", "client_id", "expires_at", "used_at", "created_at", "updated_at") on "banking"."password_reset_tokens" to acervo_readonly;
grant select, insert ("id", "client_id", "purpose", "version", "channel", "evidence", "granted_at", "withdrawn_at"), update ("evidence", "withdrawn_at"), delete on "banking"."biometric_consents" to acervo_app;
grant select, insert ("id", "client_id", "purpose", "version", "channel", "evidence", "granted_at", "withdrawn_at"), update ("evidence", "withdrawn_at"), delete on "banking"."biometric_consents" to acervo_worker;
grant select ("id", "client_id", "purpose", "version", "channel", "granted_at", "withdrawn_at", "profile_count", "created_at", "updated_at") on "banking"."biometric_consents" to acervo_readonly;
grant select, insert ("id", "provider", "version", "dimensions", "metric", "match_max", "unknown_min", "margin", "is_calibrated"), update ("match_max", "unknown_min", "margin", "is_calibrated"), delete on "banking"."face_models" to acervo_app;
grant select, insert ("id", "provider", "version", "dimensions", "metric", "match_max", "unknown_min", "margin", "is_calibrated"), update ("match_max", "unknown_min", "margin", "is_calibrated"), delete on "banking"."face_models" to acervo_worker;
grant select on "banking"."face_models" to acervo_readonly;
grant select, insert ("id", "client_id", "provider", "provider_face_id", "version", "embedding", "image_url", "is_active", "model_id", "consent_id", "view", "quality", "expires_at"), update ("embedding", "image_url", "is_active", "view", "quality", "expires_at"), delete on "banking"."facial_profiles" to acervo_app;
grant select, insert ("id", "client_id", "provider", "provider_face_id", "version", "embedding", "image_url", "is_active", "model_id", "consent_id", "view", "quality", "expires_at"), update ("embedding", "image_url", "is_active", "view", "quality", "expires_at"), delete on "banking"."facial_profiles" to acervo_worker;
grant select ("id", "client_id", "provider", "provider_face_id", "version", "image_url", "is_active", "model_id", "consent_id", "view", "quality", "expires_at", "created_at", "updated_at") on "banking"."facial_profiles" to acervo_readonly;
grant select, insert ("id", "profile_id", "embedding", "embedding_model"), update ("embedding", "embedding_model"), delete on "banking"."dlib_face_vectors" to acervo_app;
grant select, insert ("id", "profile_id", "embedding", "embedding_model"), update ("embedding", "embedding_model"), delete on "banking"."dlib_face_vectors" to acervo_worker;
grant select ("id", "profile_id") on "banking"."dlib_face_vectors" to acervo_readonly;
grant select, insert ("id", "profile_id", "embedding", "embedding_model"), update ("embedding", "embedding_model"), delete on "banking"."arcface_face_vectors" to acervo_app;
grant select, insert ("id", "profile_id", "embedding", "embedding_model"), update ("embedding", "embedding_model"), delete on "banking"."arcface_face_vectors" to acervo_worker;
grant select ("id", "profile_id") on "banking"."arcface_face_vectors" to acervo_readonly;
grant select, insert ("id", "branch_id", "owner_id", "name", "status", "status_cause", "min_area_px", "detection_threshold", "last_seen_at"), update ("owner_id", "name", "status", "status_cause", "min_area_px", "detection_threshold", "last_seen_at"), delete on "banking"."cameras" to acervo_app;
grant select, insert ("id", "branch_id", "owner_id", "name", "status", "status_cause", "min_area_px", "detection_threshold", "last_seen_at"), update ("owner_id", "name", "status", "status_cause", "min_area_px", "detection_threshold", "last_seen_at"), delete on "banking"."cameras" to acervo_worker;
grant select on "banking"."cameras" to acervo_readonly;
grant select on "banking"."camera_logs" to acervo_app;
grant select on "banking"."camera_logs" to acervo_worker;
grant select on "banking"."camera_logs" to acervo_readonly;
grant select, insert ("id", "camera_id", "client_id", "status", "confidence", "distance", "model_id", "reason", "liveness", "snapshot_url", "metadata", "occurred_at", "tenant_id"), update ("client_id", "status", "confidence", "distance", "model_id", "reason", "liveness", "snapshot_url", "metadata"), delete on "banking"."detection_events" to acervo_app;
grant select, insert ("id", "camera_id", "client_id", "status", "confidence", "distance", "model_id", "reason", "liveness", "snapshot_url", "metadata", "occurred_at", "tenant_id"), update ("client_id", "status", "confidence", "distance", "model_id", "reason", "liveness", "snapshot_url", "metadata"), delete on "banking"."detection_events" to acervo_worker;
grant select on "banking"."detection_events" to acervo_readonly;
grant select, insert ("id", "branch_id", "name", "is_active"), update ("name", "is_active"), delete on "banking"."agent_modules" to acervo_app;
grant select, insert ("id", "branch_id", "name", "is_active"), update ("name", "is_active"), delete on "banking"."agent_modules" to acervo_worker;
grant select on "banking"."agent_modules" to acervo_readonly;
grant select, insert ("id", "branch_id", "module_id", "user_id", "status", "reason", "opened_at", "closed_at", "last_seen_at"), update ("status", "reason", "closed_at", "last_seen_at"), delete on "banking"."module_sessions" to acervo_app;
grant select, insert ("id", "branch_id", "module_id", "user_id", "status", "reason", "opened_at", "closed_at", "last_seen_at"), update ("status", "reason", "closed_at", "last_seen_at"), delete on "banking"."module_sessions" to acervo_worker;
grant select on "banking"."module_sessions" to acervo_readonly;
grant select, insert ("id", "client_id", "branch_id", "module_id", "status", "purpose", "starts_at", "ends_at", "held_until", "cancel_reason"), update ("client_id", "module_id", "status", "purpose", "starts_at", "ends_at", "held_until", "cancel_reason"), delete on "banking"."appointments" to acervo_app;
grant select, insert ("id", "client_id", "branch_id", "module_id", "status", "purpose", "starts_at", "ends_at", "held_until", "cancel_reason"), update ("client_id", "module_id", "status", "purpose", "starts_at", "ends_at", "held_until", "cancel_reason"), delete on "banking"."appointments" to acervo_worker;
grant select on "banking"."appointments" to acervo_readonly;
grant select, insert ("id", "client_id", "branch_id", "module_id", "detection_id", "detection_occurred_at", "appointment_id", "status", "purpose", "priority", "ticket_series", "started_at", "called_at", "assigned_at", "finished_at", "abandon_reason"), update ("client_id", "module_id", "detection_id", "detection_occurred_at", "appointment_id", "status", "purpose", "priority", "started_at", "called_at", "assigned_at", "finished_at", "abandon_reason"), delete on "banking"."visits" to acervo_app;
grant select, insert ("id", "client_id", "branch_id", "module_id", "detection_id", "detection_occurred_at", "appointment_id", "status", "purpose", "priority", "ticket_series", "started_at", "called_at", "assigned_at", "finished_at", "abandon_reason"), update ("client_id", "module_id", "detection_id", "detection_occurred_at", "appointment_id", "status", "purpose", "priority", "started_at", "called_at", "assigned_at", "finished_at", "abandon_reason"), delete on "banking"."visits" to acervo_worker;
grant select on "banking"."visits" to acervo_readonly;
grant select on "banking"."visit_transitions" to acervo_app;
grant select on "banking"."visit_transitions" to acervo_worker;
grant select on "banking"."visit_transitions" to acervo_readonly;
grant select on "banking"."ticket_counters" to acervo_app;
grant select on "banking"."ticket_counters" to acervo_worker;
grant select on "banking"."ticket_counters" to acervo_readonly;
grant select, insert ("id", "client_id", "branch_id", "requester_id", "approver_id", "status", "dni", "name", "email", "phone", "reason", "expires_at", "decided_at"), update ("client_id", "approver_id", "status", "dni", "name", "email", "phone", "reason", "expires_at", "decided_at"), delete on "banking"."registration_requests" to acervo_app;
grant select, insert ("id", "client_id", "branch_id", "requester_id", "approver_id", "status", "dni", "name", "email", "phone", "reason", "expires_at", "decided_at"), update ("client_id", "approver_id", "status", "dni", "name", "email", "phone", "reason", "expires_at", "decided_at"), delete on "banking"."registration_requests" to acervo_worker;
grant select on "banking"."registration_requests" to acervo_readonly;
grant select, insert ("id", "title", "answer", "status", "tags"), update ("title", "answer", "status", "tags"), delete on "banking"."faqs" to acervo_app;
grant select, insert ("id", "title", "answer", "status", "tags"), update ("title", "answer", "status", "tags"), delete on "banking"."faqs" to acervo_worker;
grant select ("id", "title", "answer", "status", "tags", "version", "created_at", "updated_at") on "banking"."faqs" to acervo_readonly;
grant select on "banking"."faq_versions" to acervo_app;
grant select on "banking"."faq_versions" to acervo_worker;
grant select on "banking"."faq_versions" to acervo_readonly;
grant select, insert ("id", "client_id", "temp_visitor_id", "started_at", "ended_at", "handed_off_at"), update ("client_id", "temp_visitor_id", "ended_at", "handed_off_at"), delete on "banking"."chat_sessions" to acervo_app;
grant select, insert ("id", "client_id", "temp_visitor_id", "started_at", "ended_at", "handed_off_at"), update ("client_id", "temp_visitor_id", "ended_at", "handed_off_at"), delete on "banking"."chat_sessions" to acervo_worker;
grant select on "banking"."chat_sessions" to acervo_readonly;
grant select, insert ("id", "session_id", "actor", "content", "intent", "metadata", "faq_version_id", "retrieval_score", "margin_score", "created_at"), update ("content", "intent", "metadata", "faq_version_id", "retrieval_score", "margin_score"), delete on "banking"."chat_messages" to acervo_app;
grant select, insert ("id", "session_id", "actor", "content", "intent", "metadata", "faq_version_id", "retrieval_score", "margin_score", "created_at"), update ("content", "intent", "metadata", "faq_version_id", "retrieval_score", "margin_score"), delete on "banking"."chat_messages" to acervo_worker;
grant select on "banking"."chat_messages" to acervo_readonly;
grant select, insert ("id", "session_id", "client_id", "name", "value", "recorded_at"), update ("client_id", "value", "recorded_at"), delete on "banking"."chat_metrics" to acervo_app;
grant select, insert ("id", "session_id", "client_id", "name", "value", "recorded_at"), update ("client_id", "value", "recorded_at"), delete on "banking"."chat_metrics" to acervo_worker;
grant select on "banking"."chat_metrics" to acervo_readonly;
grant select, insert ("id", "branch_id", "name", "kind", "protocol", "connection_status", "credential", "expected_interval_ms", "last_measured_at"), update ("name", "kind", "protocol", "connection_status", "credential", "expected_interval_ms", "last_measured_at"), delete on "banking"."devices" to acervo_app;
grant select, insert ("id", "branch_id", "name", "kind", "protocol", "connection_status", "credential", "expected_interval_ms", "last_measured_at"), update ("name", "kind", "protocol", "connection_status", "credential", "expected_interval_ms", "last_measured_at"), delete on "banking"."devices" to acervo_worker;
grant select ("id", "branch_id", "name", "kind", "protocol", "connection_status", "expected_interval_ms", "last_measured_at", "created_at", "updated_at") on "banking"."devices" to acervo_readonly;
grant select, insert ("id", "branch_id", "device_id", "message_id", "measured_at", "received_at", "payload"), delete on "banking"."device_telemetry" to acervo_app;
grant select, insert ("id", "branch_id", "device_id", "message_id", "measured_at", "received_at", "payload"), delete on "banking"."device_telemetry" to acervo_worker;
grant select on "banking"."device_telemetry" to acervo_readonly;
grant select, insert ("id", "branch_id", "device_id", "name", "arguments", "status", "result", "issued_at", "expires_at", "sent_at", "acknowledged_at", "finished_at"), update ("status", "result", "sent_at", "acknowledged_at", "finished_at"), delete on "banking"."device_commands" to acervo_app;
grant select, insert ("id", "branch_id", "device_id", "name", "arguments", "status", "result", "issued_at", "expires_at", "sent_at", "acknowledged_at", "finished_at"), update ("status", "result", "sent_at", "acknowledged_at", "finished_at"), delete on "banking"."device_commands" to acervo_worker;
grant select on "banking"."device_commands" to acervo_readonly;
grant select on "banking"."audit_events" to acervo_app;
grant select on "banking"."audit_events" to acervo_worker;
grant select on "banking"."audit_events" to acervo_readonly;
grant select on "banking"."audit_details" to acervo_app;
grant select, delete on "banking"."audit_details" to acervo_worker;
create view "banking"."audit_logs" with (security_invoker = true) as
select e.id,
    case when substring(e.actor from '^user:(.*)$') ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then (substring(e.actor from '^user:(.*)$'))::uuid end as actor_id,
    case when case when e.table_name = 'clients' then e.row_id else coalesce(e.after ->> 'clientId', e.before ->> 'clientId') end ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then (case when e.table_name = 'clients' then e.row_id else coalesce(e.after ->> 'clientId', e.before ->> 'clientId') end)::uuid end as client_id,
    e.tenant_id as branch_id,
    e.operation || '_' || upper(case
      when e.table_name ~ '(ch|x|ss|sh)es$' then left(e.table_name, -2)
      when e.table_name ~ 'ies$' then left(e.table_name, -3) || 'y'
      else regexp_replace(e.table_name, 's$', '') end) as action,
    e.row_id as entity_id, e.actor, e.purpose, e.before, e.after, e.occurred_at as created_at
  from audit_events e;
grant select on "banking"."audit_logs" to acervo_app;
grant select on "banking"."audit_logs" to acervo_worker;
grant select on "banking"."audit_logs" to acervo_readonly;
set local role none;
