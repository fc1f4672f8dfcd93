-- acervo: transactional
-- objects: extension btree_gist; extension unaccent; extension vector; text search acervo.spanish_unaccent spanish
-- model: 32b10d44280a17acb6741b625d4ed21f755b85d6f6481e2d68573c479dc680e5

-- step: create agents with 63 tables
-- locks: none
set local search_path to "agents", acervo, pg_temp;
create schema if not exists "agents" authorization acervo_owner;
grant usage on schema "agents" to acervo_app, acervo_worker, acervo_readonly;
set local role acervo_owner;
create table "agents"."workspaces" (
  "id" uuid default acervo.uuid7() not null,
  "name" varchar(255) collate "C" not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "workspaces_pkey" primary key ("id"),
  constraint "workspaces_name_check" check (btrim(name) <> '')
);
create table "agents"."users" (
  "id" uuid default acervo.uuid7() not null,
  "workspace_id" uuid default acervo.uuid7() not null,
  "email" varchar(255) collate "C" not null,
  "email_verified" timestamptz(6),
  "password_hash" text collate "C",
  "name" varchar(255) collate "C",
  "display_name" varchar(255) collate "C",
  "avatar" varchar(500) collate "C",
  "date_of_birth" date,
  "timezone" varchar(100) collate "C" default 'America/Mexico_City' not null,
  "language" varchar(10) collate "C" default 'es' not null,
  "bio" text collate "C",
  "role" text collate "C" default 'USER' not null,
  "permissions" jsonb,
  "is_active" boolean default true not null,
  "personality_profile" jsonb,
  "personality_consent_at" timestamptz(6),
  "ai_profile_last_update" timestamptz(6),
  "subscription_tier" text collate "C" default 'FREE' not null,
  "subscription_id" varchar(255) collate "C",
  "subscription_start" timestamptz(6),
  "subscription_end" timestamptz(6),
  "custom_limits" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "last_sign_in_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "users_pkey" primary key ("id"),
  constraint "users_email_key" unique ("email"),
  constraint "users_role_check" check ("role" in ('SUPER_ADMIN', 'ADMIN', 'INVITED_AGENT', 'INVITED_STORAGE', 'SUBSCRIBER', 'MANAGER', 'DEVELOPER', 'USER', 'GUEST')),
  constraint "users_subscription_tier_check" check ("subscription_tier" in ('FREE', 'BASIC', 'PRO', 'ENTERPRISE', 'CUSTOM', 'UNLIMITED')),
  constraint "users_email_valid_check" check (email = lower(email) and email ~ '^[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}$'),
  constraint "users_profile_consent_check" check (personality_profile is null or personality_consent_at is not null),
  constraint "users_subscription_check" check (subscription_end > subscription_start)
);
create table "agents"."accounts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "type" varchar(50) collate "C" default 'oauth' not null,
  "provider" varchar(100) collate "C" not null,
  "provider_account_id" varchar(255) collate "C" not null,
  "refresh_token" bytea,
  "access_token" bytea,
  "id_token" bytea,
  "expires_at" timestamptz(6),
  "token_type" varchar(50) collate "C",
  "scope" text collate "C",
  "session_state" varchar(255) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "accounts_pkey" primary key ("id"),
  constraint "accounts_provider_provider_account_id_key" unique ("provider", "provider_account_id")
);
create table "agents"."auth_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "session_token" varchar(500) collate "C" not null,
  "user_id" uuid not null,
  "expires" timestamptz(6) not null,
  "ip_address" inet,
  "user_agent" text collate "C",
  "device_info" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "family" uuid not null,
  "last_seen_at" timestamptz(6),
  "replaced_at" timestamptz(6),
  "revoked_at" timestamptz(6),
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "auth_sessions_pkey" primary key ("id"),
  constraint "auth_sessions_session_token_key" unique ("session_token")
);
create table "agents"."verification_tokens" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "token" varchar(500) collate "C" not null,
  "expires" timestamptz(6) not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "purpose" varchar(40) collate "C" not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "used_at" timestamptz(6),
  constraint "verification_tokens_pkey" primary key ("id"),
  constraint "verification_tokens_token_key" unique ("token")
);
create table "agents"."invitations" (
  "id" uuid default acervo.uuid7() not null,
  "email" varchar(255) collate "C" not null,
  "token" varchar(500) collate "C" not null,
  "role" text collate "C" default 'USER' not null,
  "status" text collate "C" default 'PENDING' not null,
  "invited_by" uuid,
  "expires_at" timestamptz(6) default acervo.now() + interval '7 days' not null,
  "accepted_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "invitations_pkey" primary key ("id"),
  constraint "invitations_token_key" unique ("token"),
  constraint "invitations_role_check" check ("role" in ('SUPER_ADMIN', 'ADMIN', 'INVITED_AGENT', 'INVITED_STORAGE', 'SUBSCRIBER', 'MANAGER', 'DEVELOPER', 'USER', 'GUEST')),
  constraint "invitations_status_check" check ("status" in ('PENDING', 'ACCEPTED', 'EXPIRED', 'CANCELLED')),
  constraint "invitations_accepted_check" check ((status = 'ACCEPTED') = (accepted_at is not null)),
  constraint "invitations_email_valid_check" check (email = lower(email) and email ~ '^[a-z0-9._%+-]+@[a-z0-9-]+([.][a-z0-9-]+)*[.][a-z]{2,}$')
);
create table "agents"."user_settings" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "default_model" varchar(100) collate "C" default 'gemini-2.0-flash' not null,
  "temperature" numeric(3, 2) default '0.7' not null,
  "max_tokens" integer default 4096 not null,
  "theme" text collate "C" default 'system' not null,
  "code_theme" varchar(50) collate "C" default 'vs-dark' not null,
  "rag_enabled" boolean default true not null,
  "email_notifications" boolean default true not null,
  "push_notifications" boolean default true not null,
  "notification_preferences" jsonb,
  "advanced_settings" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "user_settings_pkey" primary key ("id"),
  constraint "user_settings_workspace_id_key" unique ("workspace_id", "id"),
  constraint "user_settings_user_id_key" unique ("workspace_id", "user_id"),
  constraint "user_settings_theme_check" check ("theme" in ('light', 'dark', 'system')),
  constraint "user_settings_max_tokens_check" check (max_tokens > 0),
  constraint "user_settings_temperature_check" check (temperature between 0 and 2)
);
create table "agents"."agents" (
  "id" uuid default acervo.uuid7() not null,
  "created_by" uuid not null,
  "name" varchar(255) collate "C" not null,
  "slug" varchar(255) collate "C" not null,
  "description" text collate "C",
  "category" varchar(100) collate "C" not null,
  "model" varchar(100) collate "C" not null,
  "config" jsonb,
  "endpoint_url" varchar(500) collate "C" not null,
  "system_prompt" text collate "C",
  "version" integer default 1 not null,
  "is_public" boolean default false not null,
  "is_active" boolean default true not null,
  "documentation_url" varchar(500) collate "C",
  "tutorial_url" varchar(500) collate "C",
  "capabilities" jsonb,
  "total_uses" bigint default 0 not null,
  "total_messages" bigint default 0 not null,
  "rating_count" bigint default 0 not null,
  "rating_sum" bigint default 0 not null,
  "average_rating" numeric(3, 2) generated always as (case when rating_count > 0 then round(rating_sum::numeric / rating_count, 2) end) stored,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "agents_pkey" primary key ("id"),
  constraint "agents_slug_key" unique ("slug"),
  constraint "agents_documents_check" check (documentation_url ~ '^https?://' and tutorial_url ~ '^https?://'),
  constraint "agents_endpoint_check" check (endpoint_url ~ '^https://[^/@?# ]+([/?#][^ ]*)?$'),
  constraint "agents_slug_format_check" check (slug ~ '^[a-z0-9-]+$')
);
create table "agents"."agent_versions" (
  "id" uuid default acervo.uuid7() not null,
  "agent_id" uuid not null,
  "version" integer default 0 not null,
  "model" varchar(100) collate "C" not null,
  "config" jsonb,
  "endpoint_url" varchar(500) collate "C" not null,
  "system_prompt" text collate "C",
  "capabilities" jsonb,
  "note" text collate "C",
  "created_by" uuid,
  "created_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "agent_versions_pkey" primary key ("id"),
  constraint "agent_versions_agent_id_version_key" unique ("agent_id", "version")
);
create table "agents"."agent_ratings" (
  "id" uuid default acervo.uuid7() not null,
  "agent_id" uuid not null,
  "user_id" uuid not null,
  "rating" integer not null,
  "comment" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "agent_ratings_pkey" primary key ("id"),
  constraint "agent_ratings_workspace_id_key" unique ("workspace_id", "id"),
  constraint "agent_ratings_agent_id_user_id_key" unique ("workspace_id", "agent_id", "user_id"),
  constraint "agent_ratings_rating_check" check (rating between 1 and 5)
);
create table "agents"."user_agent_permissions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "agent_id" uuid not null,
  "grantee_workspace_id" uuid,
  "granted_by" uuid,
  "granted_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "user_agent_permissions_pkey" primary key ("id"),
  constraint "user_agent_permissions_user_id_agent_id_key" unique ("user_id", "agent_id"),
  constraint "user_agent_permissions_expiry_check" check (expires_at > granted_at)
);
create table "agents"."chat_sessions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "started_at" timestamptz(6) default acervo.now() not null,
  "last_activity" timestamptz(6) default acervo.now() not null,
  "metadata" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "chat_sessions_pkey" primary key ("id"),
  constraint "chat_sessions_workspace_id_key" unique ("workspace_id", "id")
);
create table "agents"."conversations" (
  "id" uuid default acervo.uuid7() not null,
  "chat_session_id" uuid not null,
  "agent_id" uuid,
  "agent_version_id" uuid,
  "agent_name" varchar(255) collate "C",
  "title" varchar(500) collate "C" not null,
  "title_source" text collate "C" default 'USER' not null,
  "summary" text collate "C",
  "message_count" bigint default 0 not null,
  "token_count" bigint default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "conversations_pkey" primary key ("id"),
  constraint "conversations_workspace_id_key" unique ("workspace_id", "id"),
  constraint "conversations_title_source_check" check ("title_source" in ('USER', 'HEURISTIC', 'MODEL'))
);
create table "agents"."messages" (
  "id" uuid default acervo.uuid7() not null,
  "conversation_id" uuid not null,
  "parent_id" uuid,
  "role" text collate "C" not null,
  "content" text collate "C" not null,
  "parts" jsonb,
  "status" text collate "C" default 'complete' not null,
  "tokens_input" integer,
  "tokens_output" integer,
  "total_tokens" integer generated always as (coalesce(tokens_input, 0) + coalesce(tokens_output, 0)) stored not null,
  "metadata" jsonb,
  "timestamp" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(content, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "messages_pkey" primary key ("id"),
  constraint "messages_workspace_id_key" unique ("workspace_id", "id"),
  constraint "messages_role_check" check ("role" in ('user', 'assistant', 'system', 'developer', 'tool')),
  constraint "messages_status_check" check ("status" in ('streaming', 'complete', 'aborted', 'failed')),
  constraint "messages_parts_check" check (jsonb_typeof(parts) = 'array'),
  constraint "messages_tokens_check" check (tokens_input >= 0 and tokens_output >= 0)
);
create table "agents"."conversation_shares" (
  "id" uuid default acervo.uuid7() not null,
  "conversation_id" uuid not null,
  "message_id" uuid not null,
  "shared_by" uuid not null,
  "share_token" bytea not null,
  "snapshot" jsonb,
  "allow_continue" boolean default false not null,
  "expires_at" timestamptz(6),
  "revoked_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "conversation_shares_pkey" primary key ("id"),
  constraint "conversation_shares_workspace_id_key" unique ("workspace_id", "id"),
  constraint "conversation_shares_share_token_key" unique ("workspace_id", "share_token")
);
create table "agents"."storage_folders" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "name" varchar(255) collate "C" not null,
  "parent_id" uuid,
  "path" varchar(2000) collate "C" default '' not null,
  "depth" integer default 1 not null,
  "path_key" text collate "C" generated always as (lower(path collate "und-x-icu")) stored not null,
  "description" text collate "C",
  "color" varchar(50) collate "C",
  "icon" varchar(50) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "storage_folders_pkey" primary key ("id"),
  constraint "storage_folders_workspace_id_key" unique ("workspace_id", "id"),
  constraint "storage_folders_user_id_path_key" unique ("workspace_id", "user_id", "path"),
  constraint "storage_folders_user_id_path_key_key" unique ("workspace_id", "user_id", "path_key"),
  constraint "storage_folders_depth_check" check (depth between 1 and 32),
  constraint "storage_folders_name_check" check (name <> '' and name not in ('.', '..') and name !~ '[/[:cntrl:]]')
);
create table "agents"."storage_files" (
  "id" uuid default acervo.uuid7() not null,
  "filename" varchar(500) collate "C" not null,
  "original_name" varchar(500) collate "C" not null,
  "storage_path" varchar(1000) collate "C" not null,
  "storage_provider" text collate "C" default 'VERCEL_BLOB' not null,
  "mime_type" varchar(100) collate "C" not null,
  "size" bigint not null,
  "checksum" varchar(64) collate "C" not null,
  "user_id" uuid not null,
  "folder_id" uuid,
  "access_level" text collate "C" default 'PRIVATE' not null,
  "usage_context" text collate "C" default 'OTHER' not null,
  "encrypted" boolean default false not null,
  "encryption_key_id" varchar(255) collate "C",
  "is_processed" boolean default false not null,
  "processing_status" text collate "C",
  "thumbnail_path" varchar(1000) collate "C",
  "metadata" jsonb,
  "virus_scan_status" text collate "C" default 'not_scanned' not null,
  "virus_scan_date" timestamptz(6),
  "deleted_at" timestamptz(6),
  "expires_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "storage_files_pkey" primary key ("id"),
  constraint "storage_files_workspace_id_key" unique ("workspace_id", "id"),
  constraint "storage_files_storage_provider_check" check ("storage_provider" in ('VERCEL_BLOB', 'LOCAL', 'AWS_S3', 'CLOUDFLARE_R2')),
  constraint "storage_files_access_level_check" check ("access_level" in ('PRIVATE', 'INTERNAL', 'PUBLIC', 'SHARED')),
  constraint "storage_files_usage_context_check" check ("usage_context" in ('THEME', 'AVATAR', 'TICKET', 'ARTIFACT', 'HEALTH', 'FINANCE', 'BACKUP', 'TEMP', 'OTHER')),
  constraint "storage_files_processing_status_check" check ("processing_status" in ('PENDING', 'PROCESSING', 'DONE', 'FAILED')),
  constraint "storage_files_virus_scan_status_check" check ("virus_scan_status" in ('not_scanned', 'pending', 'clean', 'infected', 'too_large', 'error')),
  constraint "storage_files_checksum_check" check (checksum ~ '^[0-9a-f]{64}$'),
  constraint "storage_files_key_check" check (not encrypted or encryption_key_id is not null),
  constraint "storage_files_sensitive_check" check (usage_context not in ('HEALTH', 'FINANCE') or encrypted),
  constraint "storage_files_size_check" check (size >= 0)
);
create table "agents"."message_attachments" (
  "id" uuid default acervo.uuid7() not null,
  "message_id" uuid not null,
  "file_id" uuid not null,
  "position" integer default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "message_attachments_pkey" primary key ("id"),
  constraint "message_attachments_workspace_id_key" unique ("workspace_id", "id"),
  constraint "message_attachments_message_id_file_id_key" unique ("workspace_id", "message_id", "file_id"),
  constraint "message_attachments_position_check" check (position >= 0)
);
create table "agents"."artifacts" (
  "id" uuid default acervo.uuid7() not null,
  "agent_id" uuid,
  "user_id" uuid not null,
  "conversation_id" uuid,
  "name" varchar(500) collate "C" not null,
  "type" text collate "C" not null,
  "content" text collate "C",
  "version" integer default 1 not null,
  "parent_id" uuid,
  "metadata" jsonb,
  "tags" jsonb,
  "blob_url" varchar(500) collate "C",
  "blob_size" bigint,
  "is_public" boolean default false not null,
  "share_token" bytea,
  "share_expires_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(name, '')), 'A') || setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(content, '')), 'B')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "artifacts_pkey" primary key ("id"),
  constraint "artifacts_workspace_id_key" unique ("workspace_id", "id"),
  constraint "artifacts_parent_id_key" unique ("workspace_id", "parent_id"),
  constraint "artifacts_share_token_key" unique ("workspace_id", "share_token"),
  constraint "artifacts_type_check" check ("type" in ('CODE', 'JSON', 'HTML', 'MARKDOWN', 'LATEX', 'DIAGRAM', 'IMAGE', 'TABLE', 'WIDGET', 'FILE')),
  constraint "artifacts_blob_check" check ((blob_url is null) = (blob_size is null) and coalesce(blob_size, 0) >= 0),
  constraint "artifacts_content_check" check (num_nonnulls(content, blob_url) >= 1),
  constraint "artifacts_content_size_check" check (octet_length(content) <= 1048576),
  constraint "artifacts_metadata_code_check" check (type <> 'CODE' or coalesce(jsonb_typeof(metadata -> 'language') = 'string', false)),
  constraint "artifacts_metadata_diagram_check" check (type <> 'DIAGRAM' or coalesce(jsonb_typeof(metadata -> 'diagramType') = 'string', false) and coalesce(jsonb_typeof(metadata -> 'source') = 'string', false)),
  constraint "artifacts_metadata_image_check" check (type <> 'IMAGE' or coalesce(jsonb_typeof(metadata -> 'url') = 'string', false) and coalesce(jsonb_typeof(metadata -> 'width') = 'number', false) and coalesce(jsonb_typeof(metadata -> 'height') = 'number', false)),
  constraint "artifacts_metadata_table_check" check (type <> 'TABLE' or coalesce(jsonb_typeof(metadata -> 'columns') = 'array', false)),
  constraint "artifacts_tags_check" check (jsonb_typeof(tags) = 'array')
);
create table "agents"."rag_documents" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid,
  "title" varchar(500) collate "C" not null,
  "source" text collate "C" not null,
  "source_url" varchar(500) collate "C",
  "mime_type" varchar(100) collate "C",
  "status" text collate "C" default 'QUEUED' not null,
  "failed_stage" text collate "C",
  "error" text collate "C",
  "retryable" boolean default false not null,
  "indexed" boolean generated always as (status = 'INDEXED') stored not null,
  "chunk_count" bigint default 0 not null,
  "tags" text[] collate "C" default '{}' not null,
  "metadata" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "rag_documents_pkey" primary key ("id"),
  constraint "rag_documents_workspace_id_key" unique ("workspace_id", "id"),
  constraint "rag_documents_source_check" check ("source" in ('FILE', 'PASTE', 'URL', 'MCP', 'SYSTEM')),
  constraint "rag_documents_status_check" check ("status" in ('QUEUED', 'EXTRACTING', 'CHUNKING', 'EMBEDDING', 'INDEXED', 'FAILED')),
  constraint "rag_documents_failed_stage_check" check ("failed_stage" in ('EXTRACTING', 'CHUNKING', 'EMBEDDING')),
  constraint "rag_documents_failed_check" check ((status = 'FAILED') = (failed_stage is not null)),
  constraint "rag_documents_owner_check" check (user_id is not null or source = 'SYSTEM')
);
create table "agents"."rag_chunks" (
  "id" uuid default acervo.uuid7() not null,
  "document_id" uuid not null,
  "position" integer not null,
  "content" text collate "C" not null,
  "starts_at" integer not null,
  "ends_at" integer not null,
  "tokens" integer not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "embedding" acervo.vector(384),
  "embedding_model" text collate "C",
  "search_vector" tsvector generated always as (setweight(to_tsvector('acervo.spanish_unaccent'::regconfig, coalesce(content, '')), 'A')) stored not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "rag_chunks_pkey" primary key ("id"),
  constraint "rag_chunks_workspace_id_key" unique ("workspace_id", "id"),
  constraint "rag_chunks_document_id_position_key" unique ("workspace_id", "document_id", "position"),
  constraint "rag_chunks_embedding_model_check" check (embedding is null or embedding_model is not distinct from 'multilingual-e5-small'),
  constraint "rag_chunks_position_check" check (position >= 0 and starts_at >= 0 and ends_at > starts_at),
  constraint "rag_chunks_tokens_check" check (tokens between 1 and 512)
);
create table "agents"."rag_settings" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "top_k" integer default 5 not null,
  "threshold" numeric(3, 2) default '0.7' not null,
  "embedding_model" varchar(100) collate "C" default 'multilingual-e5-small' not null,
  "collections" text[] collate "C" default '{}' not null,
  "advanced_settings" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "rag_settings_pkey" primary key ("id"),
  constraint "rag_settings_workspace_id_key" unique ("workspace_id", "id"),
  constraint "rag_settings_user_id_key" unique ("workspace_id", "user_id"),
  constraint "rag_settings_threshold_check" check (threshold between 0 and 1),
  constraint "rag_settings_top_k_check" check (top_k between 1 and 20)
);
create table "agents"."mcp_integrations" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "provider" text collate "C" not null,
  "provider_user_id" varchar(255) collate "C" not null,
  "label" varchar(100) collate "C",
  "access_token_encrypted" bytea not null,
  "refresh_token_encrypted" bytea,
  "scopes" text collate "C" not null,
  "expires_at" timestamptz(6),
  "is_active" boolean default true not null,
  "status" text collate "C" default 'CONNECTED' not null,
  "consecutive_failures" integer default 0 not null,
  "last_sync" timestamptz(6),
  "metadata" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "mcp_integrations_pkey" primary key ("id"),
  constraint "mcp_integrations_workspace_id_key" unique ("workspace_id", "id"),
  constraint "mcp_integrations_user_id_provider_provider_user_id_key" unique ("workspace_id", "user_id", "provider", "provider_user_id"),
  constraint "mcp_integrations_provider_check" check ("provider" in ('GMAIL', 'CALENDAR', 'NOTION', 'SLACK', 'GITHUB')),
  constraint "mcp_integrations_status_check" check ("status" in ('CONNECTED', 'NEEDS_REAUTH', 'PAUSED')),
  constraint "mcp_integrations_active_check" check (not is_active or status <> 'PAUSED')
);
create table "agents"."mcp_sync_logs" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "integration_id" uuid not null,
  "last_sync" timestamptz(6) not null,
  "cursor" text collate "C",
  "items_synced" integer default 0 not null,
  "items_skipped" integer default 0 not null,
  "items_failed" integer default 0 not null,
  "status" text collate "C" default 'SUCCESS' not null,
  "error_message" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "mcp_sync_logs_pkey" primary key ("id", "created_at"),
  constraint "mcp_sync_logs_workspace_id_key" unique ("workspace_id", "id", "created_at"),
  constraint "mcp_sync_logs_status_check" check ("status" in ('SUCCESS', 'PARTIAL', 'FAILED')),
  constraint "mcp_sync_logs_error_check" check (status <> 'FAILED' or error_message is not null),
  constraint "mcp_sync_logs_items_check" check (items_synced >= 0 and items_skipped >= 0 and items_failed >= 0),
  constraint "mcp_sync_logs_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "created_at") * 1000)::bigint), 3))
) partition by range ("created_at");
create table "agents"."storage_quotas" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "max_storage" bigint default '1073741824' not null,
  "max_file_size" bigint default '52428800' not null,
  "max_files" integer default 10000 not null,
  "context_limits" jsonb default '{}'::jsonb not null,
  "used_storage" bigint default '0' not null,
  "reserved_storage" bigint default '0' not null,
  "trash_storage" bigint default '0' not null,
  "file_count" integer default 0 not null,
  "usage_breakdown" jsonb default '{}'::jsonb not null,
  "subscription_tier" text collate "C" default 'FREE' not null,
  "last_calculated" timestamptz(6) default acervo.now() not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "storage_quotas_pkey" primary key ("id"),
  constraint "storage_quotas_workspace_id_key" unique ("workspace_id", "id"),
  constraint "storage_quotas_user_id_key" unique ("workspace_id", "user_id"),
  constraint "storage_quotas_subscription_tier_check" check ("subscription_tier" in ('FREE', 'BASIC', 'PRO', 'ENTERPRISE', 'CUSTOM', 'UNLIMITED')),
  constraint "storage_quotas_context_limits_check" check (jsonb_typeof(context_limits) = 'object' and context_limits - array['THEME', 'AVATAR', 'TICKET', 'ARTIFACT', 'HEALTH', 'FINANCE', 'BACKUP', 'TEMP', 'OTHER'] = '{}'
        and not jsonb_path_exists(context_limits, '$.* ? (@.type() != "number" || @ < 0)')),
  constraint "storage_quotas_limits_check" check (max_storage >= 0 and max_file_size >= 0 and max_files >= 0),
  constraint "storage_quotas_trash_check" check (trash_storage between 0 and used_storage),
  constraint "storage_quotas_used_check" check (used_storage >= 0 and reserved_storage >= 0 and file_count >= 0)
);
create table "agents"."storage_reservations" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "size" bigint not null,
  "expires_at" timestamptz(6) default acervo.now() + interval '1 hour' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "storage_reservations_pkey" primary key ("id"),
  constraint "storage_reservations_workspace_id_key" unique ("workspace_id", "id"),
  constraint "storage_reservations_size_check" check (size > 0)
);
create table "agents"."file_shares" (
  "id" uuid default acervo.uuid7() not null,
  "file_id" uuid not null,
  "shared_by" uuid not null,
  "share_type" text collate "C" default 'LINK' not null,
  "share_token" bytea not null,
  "password" varchar(255) collate "C",
  "max_downloads" integer,
  "download_count" bigint default 0 not null,
  "allow_download" boolean default true not null,
  "allow_view" boolean default true not null,
  "allow_unscanned" boolean default false not null,
  "expires_at" timestamptz(6),
  "last_accessed" timestamptz(6),
  "revoked_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "file_shares_pkey" primary key ("id"),
  constraint "file_shares_workspace_id_key" unique ("workspace_id", "id"),
  constraint "file_shares_share_token_key" unique ("workspace_id", "share_token"),
  constraint "file_shares_share_type_check" check ("share_type" in ('LINK', 'EMAIL', 'USER')),
  constraint "file_shares_allowed_check" check (allow_download or allow_view),
  constraint "file_shares_downloads_check" check (max_downloads > 0 and download_count <= max_downloads),
  constraint "file_shares_password_check" check (password like '$argon2id$%')
);
create table "agents"."file_downloads" (
  "id" uuid default acervo.uuid7() not null,
  "share_id" uuid not null,
  "download_id" uuid not null,
  "at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "file_downloads_pkey" primary key ("id"),
  constraint "file_downloads_workspace_id_key" unique ("workspace_id", "id"),
  constraint "file_downloads_share_id_download_id_key" unique ("workspace_id", "share_id", "download_id")
);
create table "agents"."file_access_logs" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "file_id" uuid not null,
  "user_id" uuid,
  "action" text collate "C" not null,
  "denied" boolean default false not null,
  "ip_address" inet,
  "user_agent" text collate "C",
  "metadata" jsonb,
  "timestamp" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "file_access_logs_pkey" primary key ("id", "timestamp"),
  constraint "file_access_logs_workspace_id_key" unique ("workspace_id", "id", "timestamp"),
  constraint "file_access_logs_action_check" check ("action" in ('UPLOAD', 'DOWNLOAD', 'VIEW', 'DELETE', 'SHARE', 'UPDATE')),
  constraint "file_access_logs_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "timestamp") * 1000)::bigint), 3))
) partition by range ("timestamp");
create table "agents"."health_profiles" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "blood_type" bytea,
  "height" bytea,
  "weight" bytea,
  "sex" bytea,
  "emergency_contacts" bytea,
  "insurance_info" bytea,
  "encrypted_data" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "health_profiles_pkey" primary key ("id"),
  constraint "health_profiles_workspace_id_key" unique ("workspace_id", "id"),
  constraint "health_profiles_user_id_key" unique ("workspace_id", "user_id")
);
create table "agents"."medical_conditions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "health_profile_id" uuid not null,
  "name" bytea not null,
  "type" text collate "C" not null,
  "severity" text collate "C" not null,
  "diagnosed_date" bytea,
  "diagnosed_by" bytea,
  "status" text collate "C" default 'activa' not null,
  "notes" bytea,
  "treatment" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "medical_conditions_pkey" primary key ("id"),
  constraint "medical_conditions_workspace_id_key" unique ("workspace_id", "id"),
  constraint "medical_conditions_type_check" check ("type" in ('crónica', 'aguda', 'genética')),
  constraint "medical_conditions_severity_check" check ("severity" in ('leve', 'moderada', 'severa')),
  constraint "medical_conditions_status_check" check ("status" in ('activa', 'remisión', 'curada'))
);
create table "agents"."medications" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "health_profile_id" uuid not null,
  "name" bytea not null,
  "generic_name" bytea,
  "dosage" bytea not null,
  "frequency" bytea not null,
  "route" text collate "C" not null,
  "prescribed_by" bytea,
  "prescribed_date" date,
  "start_date" date not null,
  "end_date" date,
  "purpose" bytea,
  "side_effects" bytea,
  "interactions" bytea,
  "reminder_enabled" boolean default false not null,
  "reminder_times" jsonb,
  "is_active" boolean default true not null,
  "notes" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "medications_pkey" primary key ("id"),
  constraint "medications_workspace_id_key" unique ("workspace_id", "id"),
  constraint "medications_route_check" check ("route" in ('oral', 'intravenosa', 'tópica', 'sublingual', 'subcutánea', 'intramuscular', 'inhalada', 'nasal', 'oftálmica', 'ótica', 'rectal', 'transdérmica', 'otra')),
  constraint "medications_reminder_times_check" check (jsonb_typeof(reminder_times) = 'array' and not jsonb_path_exists(reminder_times,
        '$[*] ? (@.type() != "string" || !(@ like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$"))')),
  constraint "medications_term_check" check (end_date >= start_date)
);
create table "agents"."medication_logs" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "medication_id" uuid not null,
  "scheduled_time" timestamptz(6) not null,
  "taken_time" timestamptz(6),
  "status" text collate "C" not null,
  "notes" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "medication_logs_pkey" primary key ("id"),
  constraint "medication_logs_workspace_id_key" unique ("workspace_id", "id"),
  constraint "medication_logs_medication_id_scheduled_time_key" unique ("workspace_id", "medication_id", "scheduled_time"),
  constraint "medication_logs_status_check" check ("status" in ('tomado', 'omitido', 'retrasado')),
  constraint "medication_logs_taken_check" check ((status = 'omitido') = (taken_time is null))
);
create table "agents"."allergies" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "health_profile_id" uuid not null,
  "allergen" bytea not null,
  "type" text collate "C" not null,
  "severity" text collate "C" not null,
  "reaction" bytea,
  "diagnosed_date" bytea,
  "notes" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "allergies_pkey" primary key ("id"),
  constraint "allergies_workspace_id_key" unique ("workspace_id", "id"),
  constraint "allergies_type_check" check ("type" in ('medicamento', 'alimento', 'ambiental', 'otro')),
  constraint "allergies_severity_check" check ("severity" in ('leve', 'moderada', 'severa', 'anafiláctica'))
);
create table "agents"."medical_appointments" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "health_profile_id" uuid not null,
  "type" bytea not null,
  "specialty" bytea,
  "doctor_name" bytea,
  "facility" bytea,
  "scheduled_date" timestamptz(6) not null,
  "duration" integer,
  "status" text collate "C" default 'programada' not null,
  "reason" bytea,
  "notes" bytea,
  "results" bytea,
  "reminder_sent" boolean default false not null,
  "reminder_time" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "medical_appointments_pkey" primary key ("id"),
  constraint "medical_appointments_workspace_id_key" unique ("workspace_id", "id"),
  constraint "medical_appointments_status_check" check ("status" in ('programada', 'completada', 'cancelada', 'perdida')),
  constraint "medical_appointments_duration_check" check (duration between 1 and 1440),
  constraint "medical_appointments_reminder_check" check (reminder_time <= scheduled_date)
);
create table "agents"."health_measurements" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "health_profile_id" uuid not null,
  "type" text collate "C" not null,
  "value" bytea not null,
  "measured_at" timestamptz(6) default acervo.now() not null,
  "notes" bytea,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "health_measurements_pkey" primary key ("id"),
  constraint "health_measurements_workspace_id_key" unique ("workspace_id", "id"),
  constraint "health_measurements_type_check" check ("type" in ('weight', 'height', 'blood_pressure', 'glucose', 'heart_rate', 'temperature', 'oxygen_saturation'))
);
create table "agents"."financial_profiles" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "currency" varchar(10) collate "C" default 'MXN' not null,
  "fiscal_year" varchar(50) collate "C" default 'calendar' not null,
  "fiscal_year_start_month" integer default 1 not null,
  "financial_goals" jsonb,
  "ai_analysis" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "financial_profiles_pkey" primary key ("id"),
  constraint "financial_profiles_workspace_id_key" unique ("workspace_id", "id"),
  constraint "financial_profiles_user_id_key" unique ("workspace_id", "user_id"),
  constraint "financial_profiles_currency_check" check (currency ~ '^[A-Z0-9]{3,10}$'),
  constraint "financial_profiles_fiscal_year_start_month_check" check (fiscal_year_start_month between 1 and 12)
);
create table "agents"."financial_accounts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "financial_profile_id" uuid not null,
  "name" varchar(255) collate "C" not null,
  "type" text collate "C" not null,
  "institution" varchar(255) collate "C",
  "opening_balance" numeric(15, 2) default '0' not null,
  "posted" numeric(20, 2) default '0' not null,
  "balance" numeric(20, 2) generated always as (opening_balance + posted) stored not null,
  "currency" varchar(10) collate "C" default 'MXN' not null,
  "last_sync_date" timestamptz(6),
  "is_active" boolean default true not null,
  "credit_limit" numeric(15, 2),
  "available_credit" numeric(20, 2) generated always as (credit_limit + opening_balance + posted) stored,
  "closing_date" integer,
  "payment_due_date" integer,
  "notes" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "financial_accounts_pkey" primary key ("id"),
  constraint "financial_accounts_workspace_id_key" unique ("workspace_id", "id"),
  constraint "financial_accounts_type_check" check ("type" in ('checking', 'savings', 'credit', 'investment', 'cash')),
  constraint "financial_accounts_closing_date_check" check (closing_date between 1 and 31),
  constraint "financial_accounts_credit_check" check (type = 'credit' or credit_limit is null),
  constraint "financial_accounts_credit_limit_check" check (credit_limit >= 0),
  constraint "financial_accounts_currency_check" check (currency ~ '^[A-Z0-9]{3,10}$'),
  constraint "financial_accounts_payment_due_date_check" check (payment_due_date between 1 and 31)
);
create table "agents"."recurring_payments" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "financial_profile_id" uuid not null,
  "name" varchar(255) collate "C" not null,
  "amount" numeric(15, 2) not null,
  "frequency" text collate "C" not null,
  "category" varchar(100) collate "C" not null,
  "next_due_date" date not null,
  "day_of_month" integer,
  "day_of_week" integer,
  "auto_debit" boolean default false not null,
  "account_id" uuid,
  "start_date" date not null,
  "end_date" date,
  "is_active" boolean default true not null,
  "reminder_enabled" boolean default true not null,
  "reminder_days_before" integer default 3 not null,
  "notes" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "recurring_payments_pkey" primary key ("id"),
  constraint "recurring_payments_workspace_id_key" unique ("workspace_id", "id"),
  constraint "recurring_payments_frequency_check" check ("frequency" in ('daily', 'weekly', 'biweekly', 'monthly', 'quarterly', 'yearly')),
  constraint "recurring_payments_amount_check" check (amount > 0),
  constraint "recurring_payments_day_of_month_check" check (day_of_month between 1 and 31),
  constraint "recurring_payments_day_of_week_check" check (day_of_week between 0 and 6),
  constraint "recurring_payments_next_due_date_check" check (next_due_date >= start_date),
  constraint "recurring_payments_reminder_days_before_check" check (reminder_days_before between 0 and 365),
  constraint "recurring_payments_term_check" check (end_date >= start_date)
);
create table "agents"."transactions" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "financial_profile_id" uuid not null,
  "account_id" uuid,
  "date" date not null,
  "description" varchar(500) collate "C" not null,
  "amount" numeric(15, 2) not null,
  "type" text collate "C" not null,
  "category" varchar(100) collate "C" not null,
  "subcategory" varchar(100) collate "C",
  "tags" jsonb,
  "from_account_id" uuid,
  "to_account_id" uuid,
  "is_recurring" boolean default false not null,
  "recurring_payment_id" uuid,
  "external_id" varchar(200) collate "C",
  "notes" text collate "C",
  "receipt" varchar(500) collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "transactions_pkey" primary key ("id"),
  constraint "transactions_workspace_id_key" unique ("workspace_id", "id"),
  constraint "transactions_type_check" check ("type" in ('income', 'expense', 'transfer')),
  constraint "transactions_accounts_check" check (case when type = 'transfer' then account_id is null
        and (from_account_id <> to_account_id) is not false
      else from_account_id is null and to_account_id is null end),
  constraint "transactions_amount_check" check (amount > 0),
  constraint "transactions_recurring_check" check (recurring_payment_id is null or is_recurring),
  constraint "transactions_tags_check" check (jsonb_typeof(tags) = 'array')
);
create table "agents"."budgets" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "financial_profile_id" uuid not null,
  "name" varchar(255) collate "C" not null,
  "category" varchar(100) collate "C" not null,
  "amount" numeric(15, 2) not null,
  "period" text collate "C" default 'monthly' not null,
  "start_date" date not null,
  "end_date" date,
  "alert_threshold" integer default 80 not null,
  "is_active" boolean default true not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "budgets_pkey" primary key ("id"),
  constraint "budgets_workspace_id_key" unique ("workspace_id", "id"),
  constraint "budgets_period_check" check ("period" in ('weekly', 'monthly', 'quarterly', 'yearly')),
  constraint "budgets_alert_threshold_check" check (alert_threshold between 1 and 100),
  constraint "budgets_amount_check" check (amount > 0),
  constraint "budgets_term_check" check (end_date >= start_date)
);
create table "agents"."budget_periods" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "budget_id" uuid not null,
  "starts_on" date not null,
  "ends_on" date not null,
  "amount" numeric(15, 2) not null,
  "spent" numeric(20, 2) default '0' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "budget_periods_pkey" primary key ("id"),
  constraint "budget_periods_workspace_id_key" unique ("workspace_id", "id"),
  constraint "budget_periods_budget_id_starts_on_key" unique ("workspace_id", "budget_id", "starts_on"),
  constraint "budget_periods_amount_check" check (amount > 0),
  constraint "budget_periods_term_check" check (ends_on >= starts_on),
  constraint "budget_periods_no_overlap_excl" exclude using gist ("workspace_id" with =, budget_id with =, daterange(starts_on, ends_on, '[]') with &&)
);
create table "agents"."budget_alerts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "budget_period_id" uuid not null,
  "threshold" integer not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "budget_alerts_pkey" primary key ("id"),
  constraint "budget_alerts_workspace_id_key" unique ("workspace_id", "id"),
  constraint "budget_alerts_budget_period_id_threshold_key" unique ("workspace_id", "budget_period_id", "threshold")
);
create table "agents"."debts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "financial_profile_id" uuid not null,
  "name" varchar(255) collate "C" not null,
  "type" text collate "C" not null,
  "principal" numeric(15, 2) not null,
  "opening_balance" numeric(15, 2) not null,
  "principal_paid" numeric(20, 2) default '0' not null,
  "balance" numeric(20, 2) generated always as (opening_balance - principal_paid) stored not null,
  "interest_rate" numeric(5, 2) not null,
  "monthly_payment" numeric(15, 2) not null,
  "minimum_payment" numeric(15, 2),
  "start_date" date not null,
  "maturity_date" date,
  "payment_due_day" integer not null,
  "creditor" varchar(255) collate "C" not null,
  "account_number" bytea,
  "status" text collate "C" default 'active' not null,
  "payoff_strategy" text collate "C",
  "priority" integer default 1 not null,
  "notes" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "debts_pkey" primary key ("id"),
  constraint "debts_workspace_id_key" unique ("workspace_id", "id"),
  constraint "debts_type_check" check ("type" in ('credit_card', 'personal_loan', 'mortgage', 'auto_loan', 'student_loan', 'other')),
  constraint "debts_status_check" check ("status" in ('active', 'paid_off', 'defaulted')),
  constraint "debts_payoff_strategy_check" check ("payoff_strategy" in ('avalanche', 'snowball', 'custom')),
  constraint "debts_balance_check" check (principal_paid <= opening_balance),
  constraint "debts_interest_rate_check" check (interest_rate >= 0),
  constraint "debts_maturity_date_check" check (maturity_date >= start_date),
  constraint "debts_minimum_payment_check" check (minimum_payment >= 0),
  constraint "debts_monthly_payment_check" check (monthly_payment >= 0),
  constraint "debts_opening_balance_check" check (opening_balance >= 0),
  constraint "debts_paid_off_check" check (status <> 'paid_off' or principal_paid = opening_balance),
  constraint "debts_payment_due_day_check" check (payment_due_day between 1 and 31),
  constraint "debts_principal_check" check (principal > 0),
  constraint "debts_priority_check" check (priority >= 1)
);
create table "agents"."debt_payments" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "debt_id" uuid not null,
  "date" date not null,
  "amount" numeric(15, 2) not null,
  "principal_paid" numeric(15, 2) not null,
  "interest_paid" numeric(15, 2) not null,
  "notes" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "debt_payments_pkey" primary key ("id"),
  constraint "debt_payments_workspace_id_key" unique ("workspace_id", "id"),
  constraint "debt_payments_amount_check" check (amount > 0 and amount = principal_paid + interest_paid),
  constraint "debt_payments_parts_check" check (principal_paid >= 0 and interest_paid >= 0)
);
create table "agents"."investments" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "financial_profile_id" uuid not null,
  "name" varchar(255) collate "C" not null,
  "type" text collate "C" not null,
  "symbol" varchar(50) collate "C",
  "quantity" numeric(38, 18),
  "purchase_price" numeric(38, 18) not null,
  "current_price" numeric(38, 18),
  "current_value" numeric(60, 10) generated always as (round(coalesce(quantity, 1) * current_price, 10)) stored,
  "purchase_date" date not null,
  "platform" varchar(255) collate "C",
  "returns" numeric(60, 10) generated always as (round(coalesce(quantity, 1) * (current_price - purchase_price), 10)) stored,
  "returns_percentage" numeric(60, 10) generated always as (round((current_price - purchase_price) * 100 / nullif(purchase_price, 0), 10)) stored,
  "notes" text collate "C",
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "investments_pkey" primary key ("id"),
  constraint "investments_workspace_id_key" unique ("workspace_id", "id"),
  constraint "investments_type_check" check ("type" in ('stock', 'bond', 'etf', 'mutual_fund', 'crypto', 'real_estate', 'other')),
  constraint "investments_current_price_check" check (current_price >= 0),
  constraint "investments_purchase_price_check" check (purchase_price >= 0),
  constraint "investments_quantity_check" check (quantity > 0)
);
create table "agents"."model_prices" (
  "id" uuid default acervo.uuid7() not null,
  "model" varchar(100) collate "C" not null,
  "dimension" text collate "C" not null,
  "price" numeric(20, 10) not null,
  "unit" integer default 1000000 not null,
  "valid_from" timestamptz(6) default acervo.now() not null,
  "valid_until" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  constraint "model_prices_pkey" primary key ("id"),
  constraint "model_prices_dimension_check" check ("dimension" in ('input', 'output', 'cache_read', 'cache_write')),
  constraint "model_prices_price_check" check (price >= 0),
  constraint "model_prices_unit_check" check (unit > 0),
  constraint "model_prices_validity_check" check (valid_until > valid_from),
  constraint "model_prices_one_price_excl" exclude using gist (model with =, dimension with =, tstzrange(valid_from, valid_until) with &&)
);
create table "agents"."usage_limits" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "limit_messages" integer,
  "limit_tokens" bigint,
  "limit_cost" numeric(20, 10),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "usage_limits_pkey" primary key ("id"),
  constraint "usage_limits_workspace_id_key" unique ("workspace_id", "id"),
  constraint "usage_limits_user_id_key" unique ("workspace_id", "user_id"),
  constraint "usage_limits_limits_check" check (limit_messages >= 0 and limit_tokens >= 0 and limit_cost >= 0)
);
create table "agents"."monthly_usage" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "year" integer not null,
  "month" integer not null,
  "total_messages" integer default 0 not null,
  "total_tokens" bigint default '0' not null,
  "total_cost" numeric(20, 10) default '0' not null,
  "failed_messages" integer default 0 not null,
  "cancelled_messages" integer default 0 not null,
  "failed_tokens" bigint default '0' not null,
  "failed_cost" numeric(20, 10) default '0' not null,
  "unpriced_messages" integer default 0 not null,
  "reserved_messages" integer default 0 not null,
  "reserved_tokens" bigint default '0' not null,
  "reserved_cost" numeric(20, 10) default '0' not null,
  "limit_messages" integer,
  "limit_tokens" bigint,
  "limit_cost" numeric(20, 10),
  "exceeded_limit" boolean generated always as (coalesce(total_messages >= limit_messages, false) or coalesce(total_tokens >= limit_tokens, false)
        or coalesce(total_cost >= limit_cost, false)) stored not null,
  "warnings_sent" integer default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "monthly_usage_pkey" primary key ("id"),
  constraint "monthly_usage_workspace_id_key" unique ("workspace_id", "id"),
  constraint "monthly_usage_user_id_year_month_key" unique ("workspace_id", "user_id", "year", "month"),
  constraint "monthly_usage_limits_check" check (limit_messages >= 0 and limit_tokens >= 0 and limit_cost >= 0),
  constraint "monthly_usage_month_check" check (month between 1 and 12),
  constraint "monthly_usage_year_check" check (year between 2000 and 9999)
);
create table "agents"."monthly_agent_usage" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "monthly_usage_id" uuid not null,
  "agent_id" uuid not null,
  "total_messages" integer default 0 not null,
  "total_tokens" bigint default '0' not null,
  "total_cost" numeric(20, 10) default '0' not null,
  "failed_messages" integer default 0 not null,
  "cancelled_messages" integer default 0 not null,
  "failed_tokens" bigint default '0' not null,
  "failed_cost" numeric(20, 10) default '0' not null,
  "unpriced_messages" integer default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "monthly_agent_usage_pkey" primary key ("id"),
  constraint "monthly_agent_usage_workspace_id_key" unique ("workspace_id", "id"),
  constraint "monthly_agent_usage_monthly_usage_id_agent_id_key" unique ("workspace_id", "monthly_usage_id", "agent_id")
);
create table "agents"."usage_reservations" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "agent_id" uuid,
  "request_id" varchar(100) collate "C" not null,
  "messages" integer default 1 not null,
  "tokens" bigint default '0' not null,
  "cost" numeric(20, 10) default '0' not null,
  "status" text collate "C" default 'held' not null,
  "reserved_at" timestamptz(6) default acervo.now() not null,
  "expires_at" timestamptz(6) default acervo.now() + interval '10 minutes' not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "usage_reservations_pkey" primary key ("id"),
  constraint "usage_reservations_workspace_id_key" unique ("workspace_id", "id"),
  constraint "usage_reservations_user_id_request_id_key" unique ("workspace_id", "user_id", "request_id"),
  constraint "usage_reservations_status_check" check ("status" in ('held', 'settled', 'released', 'expired')),
  constraint "usage_reservations_amounts_check" check (messages >= 0 and tokens >= 0 and cost >= 0),
  constraint "usage_reservations_expires_at_check" check (expires_at > reserved_at)
);
create table "agents"."usage_logs" (
  "id" uuid default acervo.uuid7(acervo.now()) not null,
  "user_id" uuid not null,
  "agent_id" uuid,
  "conversation_id" uuid,
  "message_id" uuid,
  "reservation_id" uuid,
  "tokens_input" integer not null,
  "tokens_output" integer not null,
  "tokens_cache_read" integer default 0 not null,
  "tokens_cache_write" integer default 0 not null,
  "total_tokens" integer generated always as (tokens_input + tokens_output + tokens_cache_read + tokens_cache_write) stored not null,
  "model" varchar(100) collate "C" not null,
  "cost_input" numeric(20, 10),
  "cost_output" numeric(20, 10),
  "cost_cache" numeric(20, 10),
  "total_cost" numeric(20, 10) generated always as (cost_input + cost_output + cost_cache) stored,
  "cost_source" text collate "C" default 'application' not null,
  "duration" integer,
  "success" boolean default true not null,
  "cancelled" boolean default false not null,
  "error_message" text collate "C",
  "timestamp" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "usage_logs_pkey" primary key ("id", "timestamp"),
  constraint "usage_logs_workspace_id_key" unique ("workspace_id", "id", "timestamp"),
  constraint "usage_logs_cost_source_check" check ("cost_source" in ('application', 'provider', 'price_list', 'local_zero')),
  constraint "usage_logs_costs_check" check (cost_input >= 0 and cost_output >= 0 and cost_cache >= 0),
  constraint "usage_logs_duration_check" check (duration >= 0),
  constraint "usage_logs_outcome_check" check (not (success and cancelled)),
  constraint "usage_logs_tokens_check" check (tokens_input >= 0 and tokens_output >= 0 and tokens_cache_read >= 0 and tokens_cache_write >= 0),
  constraint "usage_logs_id_instant_check" check (substr(uuid_send("id"), 1, 6) = substr(int8send(floor(extract(epoch from "timestamp") * 1000)::bigint), 3))
) partition by range ("timestamp");
create table "agents"."usage_alerts" (
  "id" uuid default acervo.uuid7() not null,
  "user_id" uuid not null,
  "monthly_usage_id" uuid not null,
  "type" text collate "C" not null,
  "dimension" text collate "C" not null,
  "threshold" integer not null,
  "triggered" boolean default true not null,
  "resolved_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "usage_alerts_pkey" primary key ("id"),
  constraint "usage_alerts_workspace_id_key" unique ("workspace_id", "id"),
  constraint "usage_alerts_monthly_usage_id_dimension_threshold_type_key" unique ("workspace_id", "monthly_usage_id", "dimension", "threshold", "type"),
  constraint "usage_alerts_type_check" check ("type" in ('APPROACHING_LIMIT', 'LIMIT_WARNING', 'LIMIT_EXCEEDED', 'UNUSUAL_ACTIVITY')),
  constraint "usage_alerts_dimension_check" check ("dimension" in ('messages', 'tokens', 'cost')),
  constraint "usage_alerts_resolved_check" check (triggered = (resolved_at is null)),
  constraint "usage_alerts_threshold_check" check (threshold > 0),
  constraint "usage_alerts_type_of_threshold_check" check (case type when 'APPROACHING_LIMIT' then threshold between 1 and 89
        when 'LIMIT_WARNING' then threshold between 90 and 99
        when 'LIMIT_EXCEEDED' then threshold = 100 else true end)
);
create table "agents"."erased_usage" (
  "id" uuid default acervo.uuid7() not null,
  "year" integer not null,
  "month" integer not null,
  "total_messages" integer default 0 not null,
  "total_tokens" bigint default '0' not null,
  "total_cost" numeric(20, 10) default '0' not null,
  "failed_messages" integer default 0 not null,
  "cancelled_messages" integer default 0 not null,
  "failed_tokens" bigint default '0' not null,
  "failed_cost" numeric(20, 10) default '0' not null,
  "unpriced_messages" integer default 0 not null,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "erased_usage_pkey" primary key ("id"),
  constraint "erased_usage_workspace_id_key" unique ("workspace_id", "id"),
  constraint "erased_usage_year_month_key" unique ("workspace_id", "year", "month"),
  constraint "erased_usage_month_check" check (month between 1 and 12)
);
create table "agents"."ticket_counters" (
  "last" bigint default 0 not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "ticket_counters_pkey" primary key ("workspace_id"),
  constraint "ticket_counters_workspace_id_key" unique ("workspace_id")
);
create table "agents"."support_tickets" (
  "id" uuid default acervo.uuid7() not null,
  "ticket_number" varchar(50) collate "C" not null,
  "title" varchar(500) collate "C" not null,
  "description" text collate "C" not null,
  "category" text collate "C" not null,
  "priority" text collate "C" default 'MEDIUM' not null,
  "status" text collate "C" default 'OPEN' not null,
  "user_id" uuid not null,
  "assigned_to_id" uuid,
  "ai_suggestion" text collate "C",
  "ai_resolved" boolean default false not null,
  "metadata" jsonb,
  "resolved_at" timestamptz(6),
  "closed_at" timestamptz(6),
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "support_tickets_pkey" primary key ("id"),
  constraint "support_tickets_workspace_id_key" unique ("workspace_id", "id"),
  constraint "support_tickets_ticket_number_key" unique ("workspace_id", "ticket_number"),
  constraint "support_tickets_category_check" check ("category" in ('BUG', 'FEATURE', 'QUESTION', 'ACCOUNT', 'BILLING', 'PERFORMANCE', 'OTHER')),
  constraint "support_tickets_priority_check" check ("priority" in ('LOW', 'MEDIUM', 'HIGH', 'URGENT')),
  constraint "support_tickets_status_check" check ("status" in ('OPEN', 'IN_PROGRESS', 'WAITING_USER', 'RESOLVED', 'CLOSED', 'CANCELLED')),
  constraint "support_tickets_ai_resolved_check" check (not ai_resolved or ai_suggestion is not null),
  constraint "support_tickets_closed_check" check ((status in ('CLOSED', 'CANCELLED')) = (closed_at is not null)),
  constraint "support_tickets_resolved_check" check ((status in ('RESOLVED', 'CLOSED')) or resolved_at is null),
  constraint "support_tickets_ticket_number_check" check (ticket_number ~ '^TICK-[0-9]{6,}$'),
  constraint "support_tickets_title_check" check (btrim(title) <> '')
);
create table "agents"."support_messages" (
  "id" uuid default acervo.uuid7() not null,
  "ticket_id" uuid not null,
  "user_id" uuid not null,
  "content" text collate "C" not null,
  "is_staff" boolean default false not null,
  "is_ai" boolean default false not null,
  "is_internal" boolean default false not null,
  "author_id" uuid,
  "attachments" jsonb,
  "created_at" timestamptz(6) default acervo.now() not null,
  "updated_at" timestamptz(6) default acervo.now() not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "support_messages_pkey" primary key ("id"),
  constraint "support_messages_workspace_id_key" unique ("workspace_id", "id"),
  constraint "support_messages_attachments_check" check (jsonb_typeof(attachments) = 'array'),
  constraint "support_messages_author_check" check (not is_ai or (author_id is null and not is_staff)),
  constraint "support_messages_internal_check" check (not is_internal or is_staff)
);
create table "agents"."support_transitions" (
  "id" uuid default acervo.uuid7() not null,
  "ticket_id" uuid not null,
  "user_id" uuid not null,
  "actor" text collate "C",
  "at" timestamptz(6) not null,
  "from_state" text collate "C",
  "to_state" text collate "C" not null,
  "workspace_id" uuid default nullif(current_setting('acervo.tenant', true), '')::uuid not null,
  constraint "support_transitions_pkey" primary key ("id"),
  constraint "support_transitions_workspace_id_key" unique ("workspace_id", "id")
);
create table "agents"."audit_events" (
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
create table "agents"."audit_details" (
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
create table "agents"."outbox_events" (
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
create index "users_role_idx" on "agents"."users" ("role");
create index "users_subscription_tier_idx" on "agents"."users" ("subscription_tier");
create index "users_subscription_tier_is_active_idx" on "agents"."users" ("subscription_tier", "is_active") where is_active;
create index "users_is_active_idx" on "agents"."users" ("is_active") where is_active;
create index "users_permissions_gin_idx" on "agents"."users" using gin ("permissions");
create index "users_workspace_id_idx" on "agents"."users" ("workspace_id");
create index "accounts_user_id_idx" on "agents"."accounts" ("user_id");
create index "auth_sessions_expires_idx" on "agents"."auth_sessions" ("expires") where revoked_at is null;
create index "auth_sessions_user_id_idx" on "agents"."auth_sessions" ("user_id");
create index "verification_tokens_expires_idx" on "agents"."verification_tokens" ("expires");
create index "verification_tokens_user_id_idx" on "agents"."verification_tokens" ("user_id");
create unique index "invitations_email_key" on "agents"."invitations" ("email") where (status = 'PENDING');
create index "invitations_email_idx" on "agents"."invitations" ("email");
create index "invitations_status_idx" on "agents"."invitations" ("status") where status = 'PENDING';
create index "invitations_invited_by_idx" on "agents"."invitations" ("invited_by");
create index "user_settings_user_id_idx" on "agents"."user_settings" ("user_id");
create index "agents_category_idx" on "agents"."agents" ("category");
create index "agents_is_public_idx" on "agents"."agents" ("is_public") where is_public;
create index "agents_is_active_idx" on "agents"."agents" ("is_active") where is_active;
create index "agents_created_by_idx" on "agents"."agents" ("created_by");
create index "agents_workspace_id_idx" on "agents"."agents" ("workspace_id");
create index "agent_versions_created_by_idx" on "agents"."agent_versions" ("created_by");
create index "agent_versions_workspace_id_idx" on "agents"."agent_versions" ("workspace_id");
create index "agent_ratings_agent_id_idx" on "agents"."agent_ratings" ("agent_id");
create index "agent_ratings_user_id_idx" on "agents"."agent_ratings" ("user_id");
create index "user_agent_permissions_agent_id_grantee_workspace_id_idx" on "agents"."user_agent_permissions" ("agent_id", "grantee_workspace_id");
create index "user_agent_permissions_granted_by_idx" on "agents"."user_agent_permissions" ("granted_by");
create index "user_agent_permissions_workspace_id_idx" on "agents"."user_agent_permissions" ("workspace_id");
create index "chat_sessions_last_activity_idx" on "agents"."chat_sessions" ("last_activity" desc);
create index "chat_sessions_user_id_idx" on "agents"."chat_sessions" ("user_id");
create index "conversations_agent_id_created_at_idx" on "agents"."conversations" ("agent_id", "created_at" desc);
create index "conversations_created_at_idx" on "agents"."conversations" ("created_at" desc);
create index "conversations_chat_session_id_idx" on "agents"."conversations" ("chat_session_id", "workspace_id");
create index "conversations_agent_version_id_idx" on "agents"."conversations" ("agent_version_id");
create index "messages_conversation_id_timestamp_idx" on "agents"."messages" ("conversation_id", "timestamp" desc);
create index "messages_timestamp_idx" on "agents"."messages" ("timestamp" desc);
create index "messages_role_idx" on "agents"."messages" ("role");
create index "messages_search_vector_gin_idx" on "agents"."messages" using gin ("search_vector");
create index "messages_parent_id_idx" on "agents"."messages" ("parent_id", "workspace_id");
create index "conversation_shares_conversation_id_idx" on "agents"."conversation_shares" ("conversation_id", "workspace_id");
create index "conversation_shares_message_id_idx" on "agents"."conversation_shares" ("message_id", "workspace_id");
create index "conversation_shares_shared_by_idx" on "agents"."conversation_shares" ("shared_by");
create index "storage_folders_path_idx" on "agents"."storage_folders" ("path" text_pattern_ops);
create index "storage_folders_user_id_idx" on "agents"."storage_folders" ("user_id");
create index "storage_folders_parent_id_idx" on "agents"."storage_folders" ("parent_id", "workspace_id");
create index "storage_files_user_id_checksum_idx" on "agents"."storage_files" ("user_id", "checksum");
create index "storage_files_user_id_usage_context_idx" on "agents"."storage_files" ("user_id", "usage_context") where deleted_at is null;
create index "storage_files_usage_context_idx" on "agents"."storage_files" ("usage_context");
create index "storage_files_storage_provider_idx" on "agents"."storage_files" ("storage_provider");
create index "storage_files_created_at_idx" on "agents"."storage_files" ("created_at" desc);
create index "storage_files_expires_at_idx" on "agents"."storage_files" ("expires_at") where expires_at is not null;
create index "storage_files_deleted_at_idx" on "agents"."storage_files" ("deleted_at") where deleted_at is not null;
create index "storage_files_folder_id_idx" on "agents"."storage_files" ("folder_id", "workspace_id");
create index "message_attachments_message_id_idx" on "agents"."message_attachments" ("message_id", "workspace_id");
create index "message_attachments_file_id_idx" on "agents"."message_attachments" ("file_id", "workspace_id");
create index "artifacts_type_idx" on "agents"."artifacts" ("type");
create index "artifacts_created_at_idx" on "agents"."artifacts" ("created_at" desc);
create index "artifacts_metadata_gin_idx" on "agents"."artifacts" using gin ("metadata");
create index "artifacts_tags_gin_idx" on "agents"."artifacts" using gin ("tags");
create index "artifacts_search_vector_gin_idx" on "agents"."artifacts" using gin ("search_vector");
create index "artifacts_agent_id_idx" on "agents"."artifacts" ("agent_id");
create index "artifacts_user_id_idx" on "agents"."artifacts" ("user_id");
create index "artifacts_conversation_id_idx" on "agents"."artifacts" ("conversation_id", "workspace_id");
create index "artifacts_parent_id_idx" on "agents"."artifacts" ("parent_id", "workspace_id");
create index "rag_documents_indexed_idx" on "agents"."rag_documents" ("indexed");
create index "rag_documents_status_idx" on "agents"."rag_documents" ("status");
create index "rag_documents_source_idx" on "agents"."rag_documents" ("source");
create index "rag_documents_created_at_idx" on "agents"."rag_documents" ("created_at" desc);
create index "rag_documents_tags_gin_idx" on "agents"."rag_documents" using gin ("tags");
create index "rag_documents_user_id_idx" on "agents"."rag_documents" ("user_id");
create index "rag_chunks_search_vector_gin_idx" on "agents"."rag_chunks" using gin ("search_vector");
create index "rag_chunks_document_id_idx" on "agents"."rag_chunks" ("document_id", "workspace_id");
create index "rag_settings_user_id_idx" on "agents"."rag_settings" ("user_id");
create index "mcp_integrations_provider_idx" on "agents"."mcp_integrations" ("provider");
create index "mcp_integrations_is_active_idx" on "agents"."mcp_integrations" ("is_active") where is_active;
create index "mcp_integrations_user_id_idx" on "agents"."mcp_integrations" ("user_id");
create index "mcp_sync_logs_created_at_idx" on "agents"."mcp_sync_logs" ("created_at" desc);
create index "mcp_sync_logs_integration_id_created_at_idx" on "agents"."mcp_sync_logs" ("integration_id", "created_at" desc);
create index "mcp_sync_logs_status_idx" on "agents"."mcp_sync_logs" ("status") where status = 'FAILED';
create index "storage_quotas_user_id_idx" on "agents"."storage_quotas" ("user_id");
create index "storage_reservations_user_id_expires_at_idx" on "agents"."storage_reservations" ("user_id", "expires_at");
create index "file_shares_expires_at_idx" on "agents"."file_shares" ("expires_at") where expires_at is not null;
create index "file_shares_file_id_idx" on "agents"."file_shares" ("file_id", "workspace_id");
create index "file_shares_shared_by_idx" on "agents"."file_shares" ("shared_by");
create index "file_downloads_share_id_idx" on "agents"."file_downloads" ("share_id", "workspace_id");
create index "file_access_logs_timestamp_idx" on "agents"."file_access_logs" ("timestamp" desc);
create index "file_access_logs_action_idx" on "agents"."file_access_logs" ("action");
create index "file_access_logs_file_id_idx" on "agents"."file_access_logs" ("file_id", "workspace_id");
create index "file_access_logs_user_id_idx" on "agents"."file_access_logs" ("user_id");
create index "health_profiles_user_id_idx" on "agents"."health_profiles" ("user_id");
create index "medical_conditions_health_profile_id_idx" on "agents"."medical_conditions" ("health_profile_id");
create index "medical_conditions_status_idx" on "agents"."medical_conditions" ("status");
create index "medical_conditions_user_id_idx" on "agents"."medical_conditions" ("user_id");
create index "medications_health_profile_id_idx" on "agents"."medications" ("health_profile_id");
create index "medications_is_active_idx" on "agents"."medications" ("is_active") where is_active;
create index "medications_reminder_enabled_idx" on "agents"."medications" ("reminder_enabled") where reminder_enabled;
create index "medications_user_id_idx" on "agents"."medications" ("user_id");
create index "medication_logs_scheduled_time_idx" on "agents"."medication_logs" ("scheduled_time" desc);
create index "medication_logs_status_idx" on "agents"."medication_logs" ("status");
create index "medication_logs_user_id_idx" on "agents"."medication_logs" ("user_id");
create index "medication_logs_medication_id_idx" on "agents"."medication_logs" ("medication_id", "workspace_id");
create index "allergies_health_profile_id_idx" on "agents"."allergies" ("health_profile_id");
create index "allergies_severity_idx" on "agents"."allergies" ("severity");
create index "allergies_user_id_idx" on "agents"."allergies" ("user_id");
create index "medical_appointments_health_profile_id_idx" on "agents"."medical_appointments" ("health_profile_id");
create index "medical_appointments_scheduled_date_idx" on "agents"."medical_appointments" ("scheduled_date" desc);
create index "medical_appointments_status_idx" on "agents"."medical_appointments" ("status");
create index "medical_appointments_user_id_idx" on "agents"."medical_appointments" ("user_id");
create index "health_measurements_health_profile_id_idx" on "agents"."health_measurements" ("health_profile_id");
create index "health_measurements_type_measured_at_idx" on "agents"."health_measurements" ("type", "measured_at" desc);
create index "health_measurements_user_id_idx" on "agents"."health_measurements" ("user_id");
create index "financial_profiles_user_id_idx" on "agents"."financial_profiles" ("user_id");
create index "financial_accounts_financial_profile_id_idx" on "agents"."financial_accounts" ("financial_profile_id");
create index "financial_accounts_type_idx" on "agents"."financial_accounts" ("type");
create index "financial_accounts_is_active_idx" on "agents"."financial_accounts" ("is_active") where is_active;
create index "financial_accounts_user_id_idx" on "agents"."financial_accounts" ("user_id");
create index "recurring_payments_financial_profile_id_idx" on "agents"."recurring_payments" ("financial_profile_id");
create index "recurring_payments_next_due_date_idx" on "agents"."recurring_payments" ("next_due_date");
create index "recurring_payments_is_active_idx" on "agents"."recurring_payments" ("is_active") where is_active;
create index "recurring_payments_user_id_idx" on "agents"."recurring_payments" ("user_id");
create index "recurring_payments_account_id_idx" on "agents"."recurring_payments" ("account_id", "workspace_id");
create unique index "transactions_account_id_external_id_key" on "agents"."transactions" ("workspace_id", "account_id", "external_id") where (external_id is not null);
create index "transactions_financial_profile_id_date_idx" on "agents"."transactions" ("financial_profile_id", "date" desc);
create index "transactions_account_id_idx" on "agents"."transactions" ("account_id");
create index "transactions_category_date_idx" on "agents"."transactions" ("category", "date" desc);
create index "transactions_type_idx" on "agents"."transactions" ("type");
create index "transactions_user_id_idx" on "agents"."transactions" ("user_id");
create index "transactions_from_account_id_idx" on "agents"."transactions" ("from_account_id", "workspace_id");
create index "transactions_to_account_id_idx" on "agents"."transactions" ("to_account_id", "workspace_id");
create index "transactions_recurring_payment_id_idx" on "agents"."transactions" ("recurring_payment_id", "workspace_id");
create index "budgets_financial_profile_id_idx" on "agents"."budgets" ("financial_profile_id");
create index "budgets_category_idx" on "agents"."budgets" ("category");
create index "budgets_is_active_idx" on "agents"."budgets" ("is_active") where is_active;
create index "budgets_user_id_idx" on "agents"."budgets" ("user_id");
create index "budget_periods_user_id_idx" on "agents"."budget_periods" ("user_id");
create index "budget_periods_budget_id_idx" on "agents"."budget_periods" ("budget_id", "workspace_id");
create index "budget_alerts_user_id_idx" on "agents"."budget_alerts" ("user_id");
create index "budget_alerts_budget_period_id_idx" on "agents"."budget_alerts" ("budget_period_id", "workspace_id");
create index "debts_financial_profile_id_idx" on "agents"."debts" ("financial_profile_id");
create index "debts_status_idx" on "agents"."debts" ("status");
create index "debts_priority_idx" on "agents"."debts" ("priority");
create index "debts_user_id_idx" on "agents"."debts" ("user_id");
create index "debt_payments_debt_id_date_idx" on "agents"."debt_payments" ("debt_id", "date" desc);
create index "debt_payments_user_id_idx" on "agents"."debt_payments" ("user_id");
create index "investments_financial_profile_id_idx" on "agents"."investments" ("financial_profile_id");
create index "investments_type_idx" on "agents"."investments" ("type");
create index "investments_user_id_idx" on "agents"."investments" ("user_id");
create index "model_prices_model_dimension_valid_from_idx" on "agents"."model_prices" ("model", "dimension", "valid_from" desc);
create index "usage_limits_user_id_idx" on "agents"."usage_limits" ("user_id");
create index "monthly_usage_year_month_idx" on "agents"."monthly_usage" ("year" desc, "month" desc);
create index "monthly_usage_user_id_idx" on "agents"."monthly_usage" ("user_id");
create index "monthly_agent_usage_agent_id_idx" on "agents"."monthly_agent_usage" ("agent_id");
create index "monthly_agent_usage_user_id_idx" on "agents"."monthly_agent_usage" ("user_id");
create index "monthly_agent_usage_monthly_usage_id_idx" on "agents"."monthly_agent_usage" ("monthly_usage_id", "workspace_id");
create index "usage_reservations_expires_at_idx" on "agents"."usage_reservations" ("expires_at") where status = 'held';
create index "usage_reservations_user_id_idx" on "agents"."usage_reservations" ("user_id");
create index "usage_reservations_agent_id_idx" on "agents"."usage_reservations" ("agent_id");
create index "usage_logs_user_id_timestamp_idx" on "agents"."usage_logs" ("user_id", "timestamp" desc);
create index "usage_logs_agent_id_timestamp_idx" on "agents"."usage_logs" ("agent_id", "timestamp" desc);
create index "usage_logs_conversation_id_idx" on "agents"."usage_logs" ("conversation_id");
create index "usage_logs_message_id_idx" on "agents"."usage_logs" ("message_id", "workspace_id");
create index "usage_logs_reservation_id_idx" on "agents"."usage_logs" ("reservation_id", "workspace_id");
create index "usage_alerts_type_idx" on "agents"."usage_alerts" ("type");
create index "usage_alerts_triggered_idx" on "agents"."usage_alerts" ("triggered") where triggered;
create index "usage_alerts_user_id_idx" on "agents"."usage_alerts" ("user_id");
create index "usage_alerts_monthly_usage_id_idx" on "agents"."usage_alerts" ("monthly_usage_id", "workspace_id");
create index "support_tickets_assigned_to_id_idx" on "agents"."support_tickets" ("assigned_to_id");
create index "support_tickets_status_idx" on "agents"."support_tickets" ("status");
create index "support_tickets_priority_idx" on "agents"."support_tickets" ("priority");
create index "support_tickets_user_id_idx" on "agents"."support_tickets" ("user_id");
create index "support_messages_ticket_id_idx" on "agents"."support_messages" ("ticket_id");
create index "support_messages_created_at_idx" on "agents"."support_messages" ("created_at" desc);
create index "support_messages_user_id_idx" on "agents"."support_messages" ("user_id");
create index "support_messages_author_id_idx" on "agents"."support_messages" ("author_id");
create index "support_transitions_ticket_id_at_idx" on "agents"."support_transitions" ("ticket_id", "at");
create index "support_transitions_user_id_idx" on "agents"."support_transitions" ("user_id");
create index "audit_events_table_name_row_id_occurred_at_idx" on "agents"."audit_events" ("table_name", "row_id", "occurred_at" desc);
create index "audit_events_transaction_id_id_idx" on "agents"."audit_events" ("transaction_id", "id");
create index "audit_details_subject_idx" on "agents"."audit_details" ("subject");
create index "outbox_events_available_at_id_idx" on "agents"."outbox_events" ("available_at", "id") where status = 'PENDING';
create index "outbox_events_aggregate_type_aggregate_id_aggregate_seq_idx" on "agents"."outbox_events" ("aggregate_type", "aggregate_id", "aggregate_seq");
create index "outbox_events_aggregate_type_aggregate_id_idx" on "agents"."outbox_events" ("aggregate_type", "aggregate_id") where status = 'DEAD';
alter table "agents"."users" add constraint "users_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete restrict;
alter table "agents"."accounts" add constraint "accounts_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."auth_sessions" add constraint "auth_sessions_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."verification_tokens" add constraint "verification_tokens_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."invitations" add constraint "invitations_invited_by_fkey" foreign key ("invited_by") references "agents"."users" ("id") on delete cascade;
alter table "agents"."user_settings" add constraint "user_settings_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."user_settings" add constraint "user_settings_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."agents" add constraint "agents_created_by_fkey" foreign key ("created_by") references "agents"."users" ("id") on delete cascade;
alter table "agents"."agents" add constraint "agents_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."agent_versions" add constraint "agent_versions_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete cascade;
alter table "agents"."agent_versions" add constraint "agent_versions_created_by_fkey" foreign key ("created_by") references "agents"."users" ("id") on delete set null;
alter table "agents"."agent_versions" add constraint "agent_versions_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."agent_ratings" add constraint "agent_ratings_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete cascade;
alter table "agents"."agent_ratings" add constraint "agent_ratings_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."agent_ratings" add constraint "agent_ratings_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."user_agent_permissions" add constraint "user_agent_permissions_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."user_agent_permissions" add constraint "user_agent_permissions_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete cascade;
alter table "agents"."user_agent_permissions" add constraint "user_agent_permissions_granted_by_fkey" foreign key ("granted_by") references "agents"."users" ("id") on delete set null;
alter table "agents"."user_agent_permissions" add constraint "user_agent_permissions_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."chat_sessions" add constraint "chat_sessions_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."chat_sessions" add constraint "chat_sessions_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."conversations" add constraint "conversations_chat_session_id_fkey" foreign key ("chat_session_id", "workspace_id") references "agents"."chat_sessions" ("id", "workspace_id") on delete cascade;
alter table "agents"."conversations" add constraint "conversations_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete set null;
alter table "agents"."conversations" add constraint "conversations_agent_version_id_fkey" foreign key ("agent_version_id") references "agents"."agent_versions" ("id") on delete set null;
alter table "agents"."conversations" add constraint "conversations_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."messages" add constraint "messages_conversation_id_fkey" foreign key ("conversation_id", "workspace_id") references "agents"."conversations" ("id", "workspace_id") on delete cascade;
alter table "agents"."messages" add constraint "messages_parent_id_fkey" foreign key ("parent_id", "workspace_id") references "agents"."messages" ("id", "workspace_id") on delete cascade;
alter table "agents"."messages" add constraint "messages_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."conversation_shares" add constraint "conversation_shares_conversation_id_fkey" foreign key ("conversation_id", "workspace_id") references "agents"."conversations" ("id", "workspace_id") on delete cascade;
alter table "agents"."conversation_shares" add constraint "conversation_shares_message_id_fkey" foreign key ("message_id", "workspace_id") references "agents"."messages" ("id", "workspace_id") on delete cascade;
alter table "agents"."conversation_shares" add constraint "conversation_shares_shared_by_fkey" foreign key ("shared_by") references "agents"."users" ("id") on delete cascade;
alter table "agents"."conversation_shares" add constraint "conversation_shares_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."storage_folders" add constraint "storage_folders_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."storage_folders" add constraint "storage_folders_parent_id_fkey" foreign key ("parent_id", "workspace_id") references "agents"."storage_folders" ("id", "workspace_id") on delete cascade;
alter table "agents"."storage_folders" add constraint "storage_folders_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."storage_files" add constraint "storage_files_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."storage_files" add constraint "storage_files_folder_id_fkey" foreign key ("folder_id", "workspace_id") references "agents"."storage_folders" ("id", "workspace_id") on delete set null ("folder_id");
alter table "agents"."storage_files" add constraint "storage_files_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."message_attachments" add constraint "message_attachments_message_id_fkey" foreign key ("message_id", "workspace_id") references "agents"."messages" ("id", "workspace_id") on delete cascade;
alter table "agents"."message_attachments" add constraint "message_attachments_file_id_fkey" foreign key ("file_id", "workspace_id") references "agents"."storage_files" ("id", "workspace_id") on delete cascade;
alter table "agents"."message_attachments" add constraint "message_attachments_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."artifacts" add constraint "artifacts_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete set null;
alter table "agents"."artifacts" add constraint "artifacts_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."artifacts" add constraint "artifacts_conversation_id_fkey" foreign key ("conversation_id", "workspace_id") references "agents"."conversations" ("id", "workspace_id") on delete set null ("conversation_id");
alter table "agents"."artifacts" add constraint "artifacts_parent_id_fkey" foreign key ("parent_id", "workspace_id") references "agents"."artifacts" ("id", "workspace_id") on delete set null ("parent_id");
alter table "agents"."artifacts" add constraint "artifacts_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."rag_documents" add constraint "rag_documents_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."rag_documents" add constraint "rag_documents_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."rag_chunks" add constraint "rag_chunks_document_id_fkey" foreign key ("document_id", "workspace_id") references "agents"."rag_documents" ("id", "workspace_id") on delete cascade;
alter table "agents"."rag_chunks" add constraint "rag_chunks_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."rag_settings" add constraint "rag_settings_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."rag_settings" add constraint "rag_settings_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."mcp_integrations" add constraint "mcp_integrations_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."mcp_integrations" add constraint "mcp_integrations_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."mcp_sync_logs" add constraint "mcp_sync_logs_integration_id_fkey" foreign key ("integration_id", "workspace_id") references "agents"."mcp_integrations" ("id", "workspace_id") on delete cascade;
alter table "agents"."mcp_sync_logs" add constraint "mcp_sync_logs_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."storage_quotas" add constraint "storage_quotas_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."storage_quotas" add constraint "storage_quotas_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."storage_reservations" add constraint "storage_reservations_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."storage_reservations" add constraint "storage_reservations_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."file_shares" add constraint "file_shares_file_id_fkey" foreign key ("file_id", "workspace_id") references "agents"."storage_files" ("id", "workspace_id") on delete cascade;
alter table "agents"."file_shares" add constraint "file_shares_shared_by_fkey" foreign key ("shared_by") references "agents"."users" ("id") on delete cascade;
alter table "agents"."file_shares" add constraint "file_shares_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."file_downloads" add constraint "file_downloads_share_id_fkey" foreign key ("share_id", "workspace_id") references "agents"."file_shares" ("id", "workspace_id") on delete cascade;
alter table "agents"."file_downloads" add constraint "file_downloads_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."file_access_logs" add constraint "file_access_logs_file_id_fkey" foreign key ("file_id", "workspace_id") references "agents"."storage_files" ("id", "workspace_id") on delete cascade;
alter table "agents"."file_access_logs" add constraint "file_access_logs_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete set null;
alter table "agents"."file_access_logs" add constraint "file_access_logs_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."health_profiles" add constraint "health_profiles_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."health_profiles" add constraint "health_profiles_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."medical_conditions" add constraint "medical_conditions_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."medical_conditions" add constraint "medical_conditions_health_profile_id_fkey" foreign key ("health_profile_id", "workspace_id") references "agents"."health_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."medical_conditions" add constraint "medical_conditions_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."medications" add constraint "medications_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."medications" add constraint "medications_health_profile_id_fkey" foreign key ("health_profile_id", "workspace_id") references "agents"."health_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."medications" add constraint "medications_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."medication_logs" add constraint "medication_logs_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."medication_logs" add constraint "medication_logs_medication_id_fkey" foreign key ("medication_id", "workspace_id") references "agents"."medications" ("id", "workspace_id") on delete cascade;
alter table "agents"."medication_logs" add constraint "medication_logs_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."allergies" add constraint "allergies_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."allergies" add constraint "allergies_health_profile_id_fkey" foreign key ("health_profile_id", "workspace_id") references "agents"."health_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."allergies" add constraint "allergies_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."medical_appointments" add constraint "medical_appointments_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."medical_appointments" add constraint "medical_appointments_health_profile_id_fkey" foreign key ("health_profile_id", "workspace_id") references "agents"."health_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."medical_appointments" add constraint "medical_appointments_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."health_measurements" add constraint "health_measurements_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."health_measurements" add constraint "health_measurements_health_profile_id_fkey" foreign key ("health_profile_id", "workspace_id") references "agents"."health_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."health_measurements" add constraint "health_measurements_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."financial_profiles" add constraint "financial_profiles_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."financial_profiles" add constraint "financial_profiles_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."financial_accounts" add constraint "financial_accounts_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."financial_accounts" add constraint "financial_accounts_financial_profile_id_fkey" foreign key ("financial_profile_id", "workspace_id") references "agents"."financial_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."financial_accounts" add constraint "financial_accounts_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."recurring_payments" add constraint "recurring_payments_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."recurring_payments" add constraint "recurring_payments_financial_profile_id_fkey" foreign key ("financial_profile_id", "workspace_id") references "agents"."financial_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."recurring_payments" add constraint "recurring_payments_account_id_fkey" foreign key ("account_id", "workspace_id") references "agents"."financial_accounts" ("id", "workspace_id") on delete set null ("account_id");
alter table "agents"."recurring_payments" add constraint "recurring_payments_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."transactions" add constraint "transactions_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."transactions" add constraint "transactions_financial_profile_id_fkey" foreign key ("financial_profile_id", "workspace_id") references "agents"."financial_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."transactions" add constraint "transactions_account_id_fkey" foreign key ("account_id", "workspace_id") references "agents"."financial_accounts" ("id", "workspace_id") on delete set null ("account_id");
alter table "agents"."transactions" add constraint "transactions_from_account_id_fkey" foreign key ("from_account_id", "workspace_id") references "agents"."financial_accounts" ("id", "workspace_id") on delete set null ("from_account_id");
alter table "agents"."transactions" add constraint "transactions_to_account_id_fkey" foreign key ("to_account_id", "workspace_id") references "agents"."financial_accounts" ("id", "workspace_id") on delete set null ("to_account_id");
alter table "agents"."transactions" add constraint "transactions_recurring_payment_id_fkey" foreign key ("recurring_payment_id", "workspace_id") references "agents"."recurring_payments" ("id", "workspace_id") on delete set null ("recurring_payment_id");
alter table "agents"."transactions" add constraint "transactions_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."budgets" add constraint "budgets_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."budgets" add constraint "budgets_financial_profile_id_fkey" foreign key ("financial_profile_id", "workspace_id") references "agents"."financial_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."budgets" add constraint "budgets_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."budget_periods" add constraint "budget_periods_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."budget_periods" add constraint "budget_periods_budget_id_fkey" foreign key ("budget_id", "workspace_id") references "agents"."budgets" ("id", "workspace_id") on delete cascade;
alter table "agents"."budget_periods" add constraint "budget_periods_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."budget_alerts" add constraint "budget_alerts_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."budget_alerts" add constraint "budget_alerts_budget_period_id_fkey" foreign key ("budget_period_id", "workspace_id") references "agents"."budget_periods" ("id", "workspace_id") on delete cascade;
alter table "agents"."budget_alerts" add constraint "budget_alerts_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."debts" add constraint "debts_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."debts" add constraint "debts_financial_profile_id_fkey" foreign key ("financial_profile_id", "workspace_id") references "agents"."financial_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."debts" add constraint "debts_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."debt_payments" add constraint "debt_payments_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."debt_payments" add constraint "debt_payments_debt_id_fkey" foreign key ("debt_id", "workspace_id") references "agents"."debts" ("id", "workspace_id") on delete cascade;
alter table "agents"."debt_payments" add constraint "debt_payments_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."investments" add constraint "investments_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."investments" add constraint "investments_financial_profile_id_fkey" foreign key ("financial_profile_id", "workspace_id") references "agents"."financial_profiles" ("id", "workspace_id") on delete cascade;
alter table "agents"."investments" add constraint "investments_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."usage_limits" add constraint "usage_limits_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."usage_limits" add constraint "usage_limits_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."monthly_usage" add constraint "monthly_usage_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."monthly_usage" add constraint "monthly_usage_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."monthly_agent_usage" add constraint "monthly_agent_usage_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."monthly_agent_usage" add constraint "monthly_agent_usage_monthly_usage_id_fkey" foreign key ("monthly_usage_id", "workspace_id") references "agents"."monthly_usage" ("id", "workspace_id") on delete cascade;
alter table "agents"."monthly_agent_usage" add constraint "monthly_agent_usage_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."usage_reservations" add constraint "usage_reservations_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."usage_reservations" add constraint "usage_reservations_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete set null;
alter table "agents"."usage_reservations" add constraint "usage_reservations_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."usage_logs" add constraint "usage_logs_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."usage_logs" add constraint "usage_logs_agent_id_fkey" foreign key ("agent_id") references "agents"."agents" ("id") on delete set null;
alter table "agents"."usage_logs" add constraint "usage_logs_conversation_id_fkey" foreign key ("conversation_id", "workspace_id") references "agents"."conversations" ("id", "workspace_id") on delete set null ("conversation_id");
alter table "agents"."usage_logs" add constraint "usage_logs_message_id_fkey" foreign key ("message_id", "workspace_id") references "agents"."messages" ("id", "workspace_id") on delete set null ("message_id");
alter table "agents"."usage_logs" add constraint "usage_logs_reservation_id_fkey" foreign key ("reservation_id", "workspace_id") references "agents"."usage_reservations" ("id", "workspace_id") on delete set null ("reservation_id");
alter table "agents"."usage_logs" add constraint "usage_logs_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."usage_alerts" add constraint "usage_alerts_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."usage_alerts" add constraint "usage_alerts_monthly_usage_id_fkey" foreign key ("monthly_usage_id", "workspace_id") references "agents"."monthly_usage" ("id", "workspace_id") on delete cascade;
alter table "agents"."usage_alerts" add constraint "usage_alerts_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."erased_usage" add constraint "erased_usage_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."ticket_counters" add constraint "ticket_counters_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."support_tickets" add constraint "support_tickets_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."support_tickets" add constraint "support_tickets_assigned_to_id_fkey" foreign key ("assigned_to_id") references "agents"."users" ("id") on delete set null;
alter table "agents"."support_tickets" add constraint "support_tickets_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."support_messages" add constraint "support_messages_ticket_id_fkey" foreign key ("ticket_id", "workspace_id") references "agents"."support_tickets" ("id", "workspace_id") on delete cascade;
alter table "agents"."support_messages" add constraint "support_messages_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."support_messages" add constraint "support_messages_author_id_fkey" foreign key ("author_id") references "agents"."users" ("id") on delete set null;
alter table "agents"."support_messages" add constraint "support_messages_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
alter table "agents"."support_transitions" add constraint "support_transitions_ticket_id_fkey" foreign key ("ticket_id", "workspace_id") references "agents"."support_tickets" ("id", "workspace_id") on delete cascade;
alter table "agents"."support_transitions" add constraint "support_transitions_user_id_fkey" foreign key ("user_id") references "agents"."users" ("id") on delete cascade;
alter table "agents"."support_transitions" add constraint "support_transitions_workspace_id_fkey" foreign key ("workspace_id") references "agents"."workspaces" ("id") on delete cascade;
create or replace function "agents"."workspaces_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."users_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."workspace_id" as "workspaceId", to_char(n."email_verified" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerified", n."avatar" as "avatar", n."timezone" as "timezone", n."language" as "language", n."role" as "role", n."permissions" as "permissions", n."is_active" as "isActive", to_char(n."personality_consent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "personalityConsentAt", to_char(n."ai_profile_last_update" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "aiProfileLastUpdate", n."subscription_tier" as "subscriptionTier", n."subscription_id" as "subscriptionId", to_char(n."subscription_start" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionStart", to_char(n."subscription_end" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionEnd", n."custom_limits" as "customLimits", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as came,
        (select to_jsonb(r) from (select n."email" as "email", n."name" as "name", n."display_name" as "displayName", n."date_of_birth" as "dateOfBirth", n."bio" as "bio", n."personality_profile" as "personalityProfile") r) as came_apart,
        nullif(array_remove(array[case when n."email" is not null then 'email' end, case when n."password_hash" is not null then 'passwordHash' end, case when n."name" is not null then 'name' end, case when n."display_name" is not null then 'displayName' end, case when n."date_of_birth" is not null then 'dateOfBirth' end, case when n."bio" is not null then 'bio' end, case when n."personality_profile" is not null then 'personalityProfile' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
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
        (select to_jsonb(r) from (select o."id" as "id", o."workspace_id" as "workspaceId", to_char(o."email_verified" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerified", o."avatar" as "avatar", o."timezone" as "timezone", o."language" as "language", o."role" as "role", o."permissions" as "permissions", o."is_active" as "isActive", to_char(o."personality_consent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "personalityConsentAt", to_char(o."ai_profile_last_update" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "aiProfileLastUpdate", o."subscription_tier" as "subscriptionTier", o."subscription_id" as "subscriptionId", to_char(o."subscription_start" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionStart", to_char(o."subscription_end" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionEnd", o."custom_limits" as "customLimits", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as gone,
        (select to_jsonb(r) from (select o."email" as "email", o."name" as "name", o."display_name" as "displayName", o."date_of_birth" as "dateOfBirth", o."bio" as "bio", o."personality_profile" as "personalityProfile") r) as gone_apart,
        nullif(array_remove(array[case when o."email" is not null then 'email' end, case when o."password_hash" is not null then 'passwordHash' end, case when o."name" is not null then 'name' end, case when o."display_name" is not null then 'displayName' end, case when o."date_of_birth" is not null then 'dateOfBirth' end, case when o."bio" is not null then 'bio' end, case when o."personality_profile" is not null then 'personalityProfile' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
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
        (select to_jsonb(r) from (select o."id" as "id", o."workspace_id" as "workspaceId", to_char(o."email_verified" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerified", o."avatar" as "avatar", o."timezone" as "timezone", o."language" as "language", o."role" as "role", o."permissions" as "permissions", o."is_active" as "isActive", to_char(o."personality_consent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "personalityConsentAt", to_char(o."ai_profile_last_update" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "aiProfileLastUpdate", o."subscription_tier" as "subscriptionTier", o."subscription_id" as "subscriptionId", to_char(o."subscription_start" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionStart", to_char(o."subscription_end" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionEnd", o."custom_limits" as "customLimits", to_char(o."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."workspace_id" as "workspaceId", to_char(n."email_verified" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "emailVerified", n."avatar" as "avatar", n."timezone" as "timezone", n."language" as "language", n."role" as "role", n."permissions" as "permissions", n."is_active" as "isActive", to_char(n."personality_consent_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "personalityConsentAt", to_char(n."ai_profile_last_update" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "aiProfileLastUpdate", n."subscription_tier" as "subscriptionTier", n."subscription_id" as "subscriptionId", to_char(n."subscription_start" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionStart", to_char(n."subscription_end" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "subscriptionEnd", n."custom_limits" as "customLimits", to_char(n."last_sign_in_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSignInAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."workspace_id" is distinct from n."workspace_id") then 'workspaceId' end, case when not (o."email_verified" is distinct from n."email_verified") then 'emailVerified' end, case when not (o."avatar" is distinct from n."avatar") then 'avatar' end, case when not (o."timezone" is distinct from n."timezone") then 'timezone' end, case when not (o."language" is distinct from n."language") then 'language' end, case when not (o."role" is distinct from n."role") then 'role' end, case when not (o."permissions" is distinct from n."permissions") then 'permissions' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."personality_consent_at" is distinct from n."personality_consent_at") then 'personalityConsentAt' end, case when not (o."ai_profile_last_update" is distinct from n."ai_profile_last_update") then 'aiProfileLastUpdate' end, case when not (o."subscription_tier" is distinct from n."subscription_tier") then 'subscriptionTier' end, case when not (o."subscription_id" is distinct from n."subscription_id") then 'subscriptionId' end, case when not (o."subscription_start" is distinct from n."subscription_start") then 'subscriptionStart' end, case when not (o."subscription_end" is distinct from n."subscription_end") then 'subscriptionEnd' end, case when not (o."custom_limits" is distinct from n."custom_limits") then 'customLimits' end, case when not (o."last_sign_in_at" is distinct from n."last_sign_in_at") then 'lastSignInAt' end] as same,
        (select to_jsonb(r) from (select o."email" as "email", o."name" as "name", o."display_name" as "displayName", o."date_of_birth" as "dateOfBirth", o."bio" as "bio", o."personality_profile" as "personalityProfile") r) as gone_apart, (select to_jsonb(r) from (select n."email" as "email", n."name" as "name", n."display_name" as "displayName", n."date_of_birth" as "dateOfBirth", n."bio" as "bio", n."personality_profile" as "personalityProfile") r) as came_apart, array[case when not (o."email" is distinct from n."email") then 'email' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."display_name" is distinct from n."display_name") then 'displayName' end, case when not (o."date_of_birth" is distinct from n."date_of_birth") then 'dateOfBirth' end, case when not (o."bio" is distinct from n."bio") then 'bio' end, case when not (o."personality_profile" is distinct from n."personality_profile") then 'personalityProfile' end] as same_apart,
        nullif(array_remove(array[case when o."email" is distinct from n."email" then 'email' end, case when o."password_hash" is distinct from n."password_hash" then 'passwordHash' end, case when o."name" is distinct from n."name" then 'name' end, case when o."display_name" is distinct from n."display_name" then 'displayName' end, case when o."date_of_birth" is distinct from n."date_of_birth" then 'dateOfBirth' end, case when o."bio" is distinct from n."bio" then 'bio' end, case when o."personality_profile" is distinct from n."personality_profile" then 'personalityProfile' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'users', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
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
create or replace function "agents"."users_give_tier"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  update "agents"."storage_quotas" q set subscription_tier = n.subscription_tier
    from new_rows n join old_rows o on o.id = n.id
    where q.user_id = n.id and n.subscription_tier <> o.subscription_tier;
  return null;
end$body$;
create or replace function "agents"."users_give_workspace"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  insert into "agents"."workspaces" (id, name)
    values (new.workspace_id, coalesce(nullif(btrim(new.display_name), ''), nullif(btrim(new.name), ''), new.email))
    on conflict (id) do nothing;
  return new;
end$body$;
create or replace function "agents"."users_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."users_keep_super_administrator"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"agents".super_administrator', 7411));
  if exists (select from "agents"."users" u where u.role = 'SUPER_ADMIN' and u.is_active) then perform set_config('acervo.kept_super_administrator', '"agents"', true); end if;
  return null;
end$body$;
create or replace function "agents"."users_kept_super_administrator"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if current_setting('acervo.kept_super_administrator', true) = '"agents"' and not exists (select from "agents"."users" u where u.role = 'SUPER_ADMIN' and u.is_active) then
    raise exception using errcode = 'AV304', message = 'the last super administrator cannot be taken away';
  end if;
  return null;
end$body$;
create or replace function "agents"."users_leave_workspace"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  perform from "agents"."workspaces" w where w.id in (select o.workspace_id from old_rows o) order by w.id for update;
  delete from "agents"."workspaces" w where w.id in (select o.workspace_id from old_rows o)
    and not exists (select from "agents"."users" u where u.workspace_id = w.id);
  return null;
end$body$;
create or replace function "agents"."users_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."accounts_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.refresh_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.refresh_token from 2 for 16) and k.retired_at is null)) or (n.access_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.access_token from 2 for 16) and k.retired_at is null)) or (n.id_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.id_token from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.refresh_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.refresh_token from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.refresh_token = n.refresh_token)) or (n.access_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.access_token from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.access_token = n.access_token)) or (n.id_token is not null and not exists (select from acervo.data_key k where k.id = substring(n.id_token from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.id_token = n.id_token))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."auth_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."verification_tokens_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."invitations_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
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
        (select to_jsonb(r) from (select n."id" as "id", n."role" as "role", n."status" as "status", n."invited_by" as "invitedById", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt") r) as came,
        (select to_jsonb(r) from (select n."email" as "email") r) as came_apart,
        nullif(array_remove(array[case when n."email" is not null then 'email' end, case when n."token" is not null then 'token' end], null), '{}') as withheld, n."id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'invitations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'invitations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invitations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."role" as "role", o."status" as "status", o."invited_by" as "invitedById", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt") r) as gone,
        (select to_jsonb(r) from (select o."email" as "email") r) as gone_apart,
        nullif(array_remove(array[case when o."email" is not null then 'email' end, case when o."token" is not null then 'token' end], null), '{}') as withheld, o."id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'invitations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'invitations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invitations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        (select to_jsonb(r) from (select o."id" as "id", o."role" as "role", o."status" as "status", o."invited_by" as "invitedById", to_char(o."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(o."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."role" as "role", n."status" as "status", n."invited_by" as "invitedById", to_char(n."expires_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "expiresAt", to_char(n."accepted_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "acceptedAt") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."role" is distinct from n."role") then 'role' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."invited_by" is distinct from n."invited_by") then 'invitedById' end, case when not (o."expires_at" is distinct from n."expires_at") then 'expiresAt' end, case when not (o."accepted_at" is distinct from n."accepted_at") then 'acceptedAt' end] as same,
        (select to_jsonb(r) from (select o."email" as "email") r) as gone_apart, (select to_jsonb(r) from (select n."email" as "email") r) as came_apart, array[case when not (o."email" is distinct from n."email") then 'email' end] as same_apart,
        nullif(array_remove(array[case when o."email" is distinct from n."email" then 'email' end, case when o."token" is distinct from n."token" then 'token' end], null), '{}') as withheld, coalesce(n."id"::text, o."id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'invitations', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'invitations', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('invitations')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."invitations_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."invitations_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'PENDING' then array['ACCEPTED', 'EXPIRED', 'CANCELLED']::text[] when 'ACCEPTED' then array[]::text[] when 'EXPIRED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'invitations', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."invitations_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."user_settings_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."user_settings_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."agents_first_version"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n where n.version <> 1) then
    raise exception using errcode = 'AV304', message = 'an agent begins with version 1';
  end if;
  insert into "agents"."agent_versions" (agent_id, workspace_id, created_by, model, config, endpoint_url, system_prompt, capabilities)
    select n.id, n.workspace_id, n.created_by, n.model, n.config, n.endpoint_url, n.system_prompt, n.capabilities from new_rows n;
  return null;
end$body$;
create or replace function "agents"."agents_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.created_by
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."agents_publish"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare v record;
begin
  if new.version is distinct from old.version then
    if (new.model, new.config, new.endpoint_url, new.system_prompt, new.capabilities) is distinct from (old.model, old.config, old.endpoint_url, old.system_prompt, old.capabilities) then
      raise exception using errcode = 'AV304', message = 'either an older version is named or a new one is written';
    end if;
    select * into v from "agents"."agent_versions" a where a.agent_id = new.id and a.version = new.version;
    if not found then
      raise exception using errcode = 'AV304', message = 'the agent has no such version';
    end if;
    new.model = v.model;
    new.config = v.config;
    new.endpoint_url = v.endpoint_url;
    new.system_prompt = v.system_prompt;
    new.capabilities = v.capabilities;
  elsif (new.model, new.config, new.endpoint_url, new.system_prompt, new.capabilities) is distinct from (old.model, old.config, old.endpoint_url, old.system_prompt, old.capabilities) then
    insert into "agents"."agent_versions" (agent_id, workspace_id, created_by, model, config, endpoint_url, system_prompt, capabilities)
      values (new.id, new.workspace_id, new.created_by, new.model, new.config, new.endpoint_url, new.system_prompt, new.capabilities)
      returning version into new.version;
  end if;
  return new;
end$body$;
create or replace function "agents"."agents_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."agent_versions_number_version"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  select a.workspace_id into new.workspace_id from "agents"."agents" a
    where a.id = new.agent_id and a.workspace_id = new.workspace_id for no key update;
  if not found then
    raise exception using errcode = 'AV303', message = 'the agent is not of this workspace';
  end if;
  new.version = 1 + (select coalesce(max(v.version), 0) from "agents"."agent_versions" v where v.agent_id = new.agent_id);
  return new;
end$body$;
create or replace function "agents"."agent_ratings_count_rating_count"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set rating_count = p.rating_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set rating_count = p.rating_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true) union all select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set rating_count = p.rating_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true) union all select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."agent_ratings_count_rating_sum"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.rating, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set rating_sum = p.rating_sum + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.rating, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, -coalesce(r.rating, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set rating_sum = p.rating_sum + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, -coalesce(r.rating, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.rating, 0) as n from new_rows r where true and (true) union all select r.agent_id as id, -coalesce(r.rating, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set rating_sum = p.rating_sum + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.rating, 0) as n from new_rows r where true and (true) union all select r.agent_id as id, -coalesce(r.rating, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."agent_ratings_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."agent_ratings_rate_seen"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n where not exists (select from "agents"."agents" a where a.id = n.agent_id)) then
    raise exception using errcode = 'AV303', message = 'there is no such agent to rate';
  end if;
  return null;
end$body$;
create or replace function "agents"."agent_ratings_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."user_agent_permissions_grantee_workspace"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  select u.workspace_id into new.grantee_workspace_id from "agents"."users" u where u.id = new.user_id;
  perform from "agents"."agents" a where a.id = new.agent_id and a.workspace_id = new.workspace_id;
  if not found then
    raise exception using errcode = 'AV303', message = 'the agent is not of this workspace';
  end if;
  return new;
end$body$;
create or replace function "agents"."user_agent_permissions_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."chat_sessions_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."chat_sessions_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."conversations_count_total_messages"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.message_count, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set total_messages = p.total_messages + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.message_count, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, -coalesce(r.message_count, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set total_messages = p.total_messages + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, -coalesce(r.message_count, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.message_count, 0) as n from new_rows r where true and (true) union all select r.agent_id as id, -coalesce(r.message_count, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set total_messages = p.total_messages + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, coalesce(r.message_count, 0) as n from new_rows r where true and (true) union all select r.agent_id as id, -coalesce(r.message_count, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."conversations_count_total_uses"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set total_uses = p.total_uses + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set total_uses = p.total_uses + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."agents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true) union all select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."agents" p set total_uses = p.total_uses + delta.n
    from (select c.id, sum(c.n) as n from (select r.agent_id as id, 1 as n from new_rows r where true and (true) union all select r.agent_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."conversations_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."conversations_with_agent"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  select a.name into new.agent_name from "agents"."agents" a where a.id = new.agent_id and a.is_active;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such agent to talk with';
  end if;
  return new;
end$body$;
create or replace function "agents"."conversations_with_agent_version"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  select v.id into new.agent_version_id from "agents"."agents" a
    join "agents"."agent_versions" v on v.agent_id = a.id and v.version = a.version
    where a.id = new.agent_id;
  return new;
end$body$;
create or replace function "agents"."messages_activity"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  with moved as (
    select s.id from "agents"."chat_sessions" s
      where s.last_activity < acervo.now() and s.id in (
        select c.chat_session_id from "agents"."conversations" c
          where c.id in (select n.conversation_id from new_rows n))
      order by s.id for no key update
  )
  update "agents"."chat_sessions" s set last_activity = acervo.now() from moved where s.id = moved.id;
  return null;
end$body$;
create or replace function "agents"."messages_count_message_count"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true) union all select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."conversations" p set message_count = p.message_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, 1 as n from new_rows r where true and (true) union all select r.conversation_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."messages_count_token_count"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.total_tokens, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."conversations" p set token_count = p.token_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.total_tokens, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -coalesce(r.total_tokens, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."conversations" p set token_count = p.token_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, -coalesce(r.total_tokens, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."conversations" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.total_tokens, 0) as n from new_rows r where true and (true) union all select r.conversation_id as id, -coalesce(r.total_tokens, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."conversations" p set token_count = p.token_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.conversation_id as id, coalesce(r.total_tokens, 0) as n from new_rows r where true and (true) union all select r.conversation_id as id, -coalesce(r.total_tokens, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."messages_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'streaming' then array['complete', 'aborted', 'failed']::text[] when 'complete' then array[]::text[] when 'aborted' then array[]::text[] when 'failed' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'messages', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."messages_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."messages_tree"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."messages" p on p.id = n.parent_id
      where p.conversation_id is distinct from n.conversation_id)
    or exists (select from new_rows n join new_rows p on p.id = n.parent_id where p.id >= n.id) then
    raise exception using errcode = 'AV303', message = 'the parent is no earlier row of the same tree';
  end if;
  return null;
end$body$;
create or replace function "agents"."conversation_shares_freeze"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  with recursive branch as (
    select m.*, 1 as back from "agents"."messages" m
      where m.id = new.message_id and m.conversation_id = new.conversation_id
    union all
    select m.*, b.back + 1 from "agents"."messages" m join branch b on m.id = b.parent_id
  )
  select jsonb_agg(jsonb_build_object('id', b.id, 'role', b.role, 'content', b.content,
      'parts', b.parts, 'timestamp', b.timestamp) order by b.back desc)
    into new.snapshot from branch b where b.role in ('user', 'assistant');
  if new.snapshot is null then
    raise exception using errcode = 'AV303', message = 'there is no such message to share';
  end if;
  return new;
end$body$;
create or replace function "agents"."conversation_shares_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.shared_by
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."conversation_shares_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."storage_folders_follow_folder"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if not exists (select from old_rows o join new_rows n on n.id = o.id
      where n.parent_id is distinct from o.parent_id or n.name <> o.name) then
    return null;
  end if;
  update "agents"."storage_folders" d
    set path = n.path || substr(d.path, length(o.path) + 1), depth = d.depth + n.depth - o.depth
    from old_rows o join new_rows n on n.id = o.id
    where (n.parent_id is distinct from o.parent_id or n.name <> o.name)
      and d.user_id = o.user_id and d.id <> o.id and starts_with(d.path, o.path || '/');
  return null;
end$body$;
create or replace function "agents"."storage_folders_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_folders_place_folder"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare above record;
begin
  new.name = normalize(new.name, nfc);
  if tg_op = 'UPDATE' then
    if new.parent_id is not distinct from old.parent_id and new.name = old.name then return new; end if;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"agents".folders:' || new.workspace_id::text, 7411));
  if new.parent_id is null then
    new.path = '/' || new.name;
    new.depth = 1;
    return new;
  end if;
  select p.path, p.depth into above from "agents"."storage_folders" p
    where p.id = new.parent_id and p.user_id = new.user_id and p.workspace_id = new.workspace_id;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such folder to be in';
  end if;
  if tg_op = 'UPDATE' then
    if new.parent_id = new.id or starts_with(above.path, old.path || '/') then
      raise exception using errcode = 'AV304', message = 'a folder cannot be moved below itself';
    end if;
  end if;
  new.path = above.path || '/' || new.name;
  new.depth = above.depth + 1;
  return new;
end$body$;
create or replace function "agents"."storage_folders_queue_folders"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if current_setting('transaction_isolation') = 'repeatable read' then
    raise exception 'this needs a transaction that is read committed or serializable'
      using errcode = 'AV309';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('"agents".folders:' || coalesce(nullif(current_setting('acervo.tenant', true), ''), ''), 7411));
  return null;
end$body$;
create or replace function "agents"."storage_folders_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."storage_files_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_files_meter_files"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_beyond boolean;
begin
  if tg_op <> 'DELETE' then
    insert into "agents"."storage_quotas" (user_id, workspace_id)
      select distinct n.user_id, n.workspace_id from new_rows n
      where not exists (select from "agents"."storage_quotas" q where q.user_id = n.user_id and q.workspace_id = n.workspace_id) on conflict do nothing;
    if exists (select from new_rows n join "agents"."storage_quotas" q on q.user_id = n.user_id and q.workspace_id = n.workspace_id
        where n.size > q.max_file_size) then
      raise exception using errcode = 'AV304', message = 'the file is larger than the quota lets one be';
    end if;
  end if;
  if tg_op = 'INSERT' then
    with share as (
      select r.user_id, r.workspace_id, r.usage_context as context, r.size as used, 0::bigint as reserved,
    case when r.deleted_at is null then 0 else r.size end as trash, 1 as files from new_rows r
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from "agents"."storage_quotas" q join delta d on q.user_id = d.user_id and q.workspace_id = d.workspace_id
        order by q.id for no key update of q
    ), changed as (
      update "agents"."storage_quotas" q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id), '{}'),
        last_calculated = acervo.now()
      from delta d where q.user_id = d.user_id and q.workspace_id = d.workspace_id and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;
  elsif tg_op = 'DELETE' then
    with share as (
      select r.user_id, r.workspace_id, r.usage_context as context, -r.size as used, 0::bigint as reserved,
    case when r.deleted_at is null then 0 else -r.size end as trash, -1 as files from old_rows r
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from "agents"."storage_quotas" q join delta d on q.user_id = d.user_id and q.workspace_id = d.workspace_id
        order by q.id for no key update of q
    ), changed as (
      update "agents"."storage_quotas" q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id), '{}'),
        last_calculated = acervo.now()
      from delta d where q.user_id = d.user_id and q.workspace_id = d.workspace_id and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;
  else
    with share as (
      select r.user_id, r.workspace_id, r.usage_context as context, r.size as used, 0::bigint as reserved,
    case when r.deleted_at is null then 0 else r.size end as trash, 1 as files from new_rows r union all select r.user_id, r.workspace_id, r.usage_context as context, -r.size as used, 0::bigint as reserved,
    case when r.deleted_at is null then 0 else -r.size end as trash, -1 as files from old_rows r
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from "agents"."storage_quotas" q join delta d on q.user_id = d.user_id and q.workspace_id = d.workspace_id
        order by q.id for no key update of q
    ), changed as (
      update "agents"."storage_quotas" q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id), '{}'),
        last_calculated = acervo.now()
      from delta d where q.user_id = d.user_id and q.workspace_id = d.workspace_id and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;
  end if;
  if is_beyond then
    raise exception using errcode = 'AV304', message = 'the quota of storage is used up';
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_files_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.virus_scan_status is distinct from old.virus_scan_status then
    allowed := case old.virus_scan_status when 'not_scanned' then array['pending', 'clean', 'infected', 'too_large', 'error']::text[] when 'pending' then array['pending', 'clean', 'infected', 'too_large', 'error']::text[] when 'clean' then array['pending', 'clean', 'infected', 'too_large', 'error']::text[] when 'too_large' then array['pending', 'clean', 'infected', 'too_large', 'error']::text[] when 'error' then array['pending', 'clean', 'infected', 'too_large', 'error']::text[] when 'infected' then array['clean']::text[] end;
    if not coalesce(new.virus_scan_status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'storage_files', column = 'virus_scan_status',
        message = format('%s does not go from %s to %s', 'virusScanStatus', old.virus_scan_status, coalesce(new.virus_scan_status, 'null')),
        detail = format('Allowed from %s: %s.', old.virus_scan_status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."storage_files_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."message_attachments_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."artifacts_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."artifacts_succeed"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  new.version = 1;
  if new.parent_id is null then return new; end if;
  select p.version + 1 into new.version from "agents"."artifacts" p where p.id = new.parent_id
    and p.workspace_id = new.workspace_id and p.user_id = new.user_id and p.type = new.type;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such version to follow';
  end if;
  return new;
end$body$;
create or replace function "agents"."artifacts_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."rag_documents_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."rag_documents_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'QUEUED' then array['EXTRACTING']::text[] when 'EXTRACTING' then array['CHUNKING', 'FAILED']::text[] when 'CHUNKING' then array['EMBEDDING', 'FAILED']::text[] when 'EMBEDDING' then array['INDEXED', 'FAILED']::text[] when 'INDEXED' then array['QUEUED']::text[] when 'FAILED' then array['QUEUED']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'rag_documents', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."rag_documents_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."rag_chunks_count_chunk_count"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."rag_documents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."rag_documents" p set chunk_count = p.chunk_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."rag_documents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."rag_documents" p set chunk_count = p.chunk_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."rag_documents" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true) union all select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."rag_documents" p set chunk_count = p.chunk_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.document_id as id, 1 as n from new_rows r where true and (true) union all select r.document_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."rag_chunks_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."rag_settings_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."rag_settings_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."mcp_integrations_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."mcp_integrations_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.access_token_encrypted is not null and not exists (select from acervo.data_key k where k.id = substring(n.access_token_encrypted from 2 for 16) and k.retired_at is null)) or (n.refresh_token_encrypted is not null and not exists (select from acervo.data_key k where k.id = substring(n.refresh_token_encrypted from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.access_token_encrypted is not null and not exists (select from acervo.data_key k where k.id = substring(n.access_token_encrypted from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.access_token_encrypted = n.access_token_encrypted)) or (n.refresh_token_encrypted is not null and not exists (select from acervo.data_key k where k.id = substring(n.refresh_token_encrypted from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.refresh_token_encrypted = n.refresh_token_encrypted))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."mcp_integrations_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."mcp_sync_logs_sync_failures"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  update "agents"."mcp_integrations" i set
    consecutive_failures = case when new.status = 'FAILED' then i.consecutive_failures + 1 else 0 end,
    last_sync = case when new.status = 'FAILED' then i.last_sync else greatest(i.last_sync, new.last_sync) end,
    status = case when new.status = 'FAILED' and i.consecutive_failures + 1 >= 10 then 'PAUSED' else i.status end,
    is_active = i.is_active and not (new.status = 'FAILED' and i.consecutive_failures + 1 >= 10)
  where i.id = new.integration_id;
  return null;
end$body$;
create or replace function "agents"."storage_quotas_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'storage_quotas', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('storage_quotas')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."max_storage"::text as "maxStorage", n."max_file_size"::text as "maxFileSize", n."max_files" as "maxFiles", n."context_limits" as "contextLimits") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'storage_quotas', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('storage_quotas')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."max_storage"::text as "maxStorage", o."max_file_size"::text as "maxFileSize", o."max_files" as "maxFiles", o."context_limits" as "contextLimits") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'storage_quotas', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('storage_quotas')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."max_storage"::text as "maxStorage", o."max_file_size"::text as "maxFileSize", o."max_files" as "maxFiles", o."context_limits" as "contextLimits") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."max_storage"::text as "maxStorage", n."max_file_size"::text as "maxFileSize", n."max_files" as "maxFiles", n."context_limits" as "contextLimits") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."max_storage" is distinct from n."max_storage") then 'maxStorage' end, case when not (o."max_file_size" is distinct from n."max_file_size") then 'maxFileSize' end, case when not (o."max_files" is distinct from n."max_files") then 'maxFiles' end, case when not (o."context_limits" is distinct from n."context_limits") then 'contextLimits' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_quotas_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."storage_quotas_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_quotas_take_tier"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  select u.subscription_tier into new.subscription_tier from "agents"."users" u
    where u.id = new.user_id for share;
  return new;
end$body$;
create or replace function "agents"."storage_quotas_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."storage_reservations_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_reservations_meter_reservations"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_beyond boolean;
begin
  if tg_op <> 'DELETE' then
    insert into "agents"."storage_quotas" (user_id, workspace_id)
      select distinct n.user_id, n.workspace_id from new_rows n
      where not exists (select from "agents"."storage_quotas" q where q.user_id = n.user_id and q.workspace_id = n.workspace_id) on conflict do nothing;
    if exists (select from new_rows n join "agents"."storage_quotas" q on q.user_id = n.user_id and q.workspace_id = n.workspace_id
        where n.size > q.max_file_size) then
      raise exception using errcode = 'AV304', message = 'the file is larger than the quota lets one be';
    end if;
  end if;
  if tg_op = 'INSERT' then
    with share as (
      select r.user_id, r.workspace_id, null::text as context, 0::bigint as used, r.size as reserved,
    0::bigint as trash, 0 as files from new_rows r
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from "agents"."storage_quotas" q join delta d on q.user_id = d.user_id and q.workspace_id = d.workspace_id
        order by q.id for no key update of q
    ), changed as (
      update "agents"."storage_quotas" q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id), '{}'),
        last_calculated = acervo.now()
      from delta d where q.user_id = d.user_id and q.workspace_id = d.workspace_id and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;
  elsif tg_op = 'DELETE' then
    with share as (
      select r.user_id, r.workspace_id, null::text as context, 0::bigint as used, -r.size as reserved,
    0::bigint as trash, 0 as files from old_rows r
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from "agents"."storage_quotas" q join delta d on q.user_id = d.user_id and q.workspace_id = d.workspace_id
        order by q.id for no key update of q
    ), changed as (
      update "agents"."storage_quotas" q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id), '{}'),
        last_calculated = acervo.now()
      from delta d where q.user_id = d.user_id and q.workspace_id = d.workspace_id and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;
  else
    with share as (
      select r.user_id, r.workspace_id, null::text as context, 0::bigint as used, r.size as reserved,
    0::bigint as trash, 0 as files from new_rows r union all select r.user_id, r.workspace_id, null::text as context, 0::bigint as used, -r.size as reserved,
    0::bigint as trash, 0 as files from old_rows r
    ), context as (
      select s.user_id, s.workspace_id, s.context, sum(s.used) as used from share s
        where s.context is not null group by 1, 2, 3 having sum(s.used) <> 0
    ), delta as (
      select s.user_id, s.workspace_id, sum(s.used) as used, sum(s.reserved) as reserved,
          sum(s.trash) as trash, sum(s.files) as files from share s group by 1, 2
    ), locked as (
      select q.id from "agents"."storage_quotas" q join delta d on q.user_id = d.user_id and q.workspace_id = d.workspace_id
        order by q.id for no key update of q
    ), changed as (
      update "agents"."storage_quotas" q set
        used_storage = q.used_storage + d.used, reserved_storage = q.reserved_storage + d.reserved,
        trash_storage = q.trash_storage + d.trash, file_count = q.file_count + d.files,
        usage_breakdown = q.usage_breakdown || coalesce((
          select jsonb_object_agg(c.context, coalesce((q.usage_breakdown ->> c.context)::bigint, 0) + c.used)
            from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id), '{}'),
        last_calculated = acervo.now()
      from delta d where q.user_id = d.user_id and q.workspace_id = d.workspace_id and q.id in (select l.id from locked l)
      returning q.used_storage + q.reserved_storage > q.max_storage and d.used + d.reserved > 0
        or q.file_count > q.max_files and d.files > 0
        or exists (select from context c where q.user_id = c.user_id and q.workspace_id = c.workspace_id and c.used > 0 and
          (q.usage_breakdown ->> c.context)::numeric > (q.context_limits ->> c.context)::numeric) as beyond
    )
    select bool_or(c.beyond) into is_beyond from changed c;
  end if;
  if is_beyond then
    raise exception using errcode = 'AV304', message = 'the quota of storage is used up';
  end if;
  return null;
end$body$;
create or replace function "agents"."storage_reservations_run_out"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  delete from "agents"."storage_reservations" r using new_rows n
    where r.user_id = n.user_id and r.workspace_id = n.workspace_id and r.expires_at <= acervo.now();
  return null;
end$body$;
create or replace function "agents"."storage_reservations_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."file_shares_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.shared_by
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."file_shares_share_scanned"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  perform from "agents"."storage_files" f where f.id = new.file_id and f.workspace_id = new.workspace_id
    and f.deleted_at is null and (f.virus_scan_status = 'clean'
      or f.virus_scan_status <> 'infected' and new.allow_unscanned) for share;
  if not found then
    raise exception using errcode = 'AV304', message = 'the file may not be shared';
  end if;
  return new;
end$body$;
create or replace function "agents"."file_shares_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."file_downloads_count_download_count"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."file_shares" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.share_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."file_shares" p set download_count = p.download_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.share_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."file_shares" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.share_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."file_shares" p set download_count = p.download_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.share_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."file_shares" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.share_id as id, 1 as n from new_rows r where true and (true) union all select r.share_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."file_shares" p set download_count = p.download_count + delta.n
    from (select c.id, sum(c.n) as n from (select r.share_id as id, 1 as n from new_rows r where true and (true) union all select r.share_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."file_downloads_permit_download"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  perform from "agents"."file_shares" s join "agents"."storage_files" f on f.id = s.file_id
    where s.id = new.share_id and s.workspace_id = new.workspace_id and s.allow_download
      and s.revoked_at is null and (s.expires_at is null or s.expires_at > acervo.now())
      and f.deleted_at is null and f.virus_scan_status <> 'infected' for no key update of s;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such share';
  end if;
  update "agents"."file_shares" s set last_accessed = acervo.now() where s.id = new.share_id;
  return new;
end$body$;
create or replace function "agents"."health_profiles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId") r) as came_apart,
        nullif(array_remove(array[case when n."blood_type" is not null then 'bloodType' end, case when n."height" is not null then 'height' end, case when n."weight" is not null then 'weight' end, case when n."sex" is not null then 'sex' end, case when n."emergency_contacts" is not null then 'emergencyContacts' end, case when n."insurance_info" is not null then 'insuranceInfo' end, case when n."encrypted_data" is not null then 'encryptedData' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'health_profiles', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'health_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('health_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId") r) as gone_apart,
        nullif(array_remove(array[case when o."blood_type" is not null then 'bloodType' end, case when o."height" is not null then 'height' end, case when o."weight" is not null then 'weight' end, case when o."sex" is not null then 'sex' end, case when o."emergency_contacts" is not null then 'emergencyContacts' end, case when o."insurance_info" is not null then 'insuranceInfo' end, case when o."encrypted_data" is not null then 'encryptedData' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'health_profiles', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'health_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('health_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end] as same_apart,
        nullif(array_remove(array[case when o."blood_type" is distinct from n."blood_type" then 'bloodType' end, case when o."height" is distinct from n."height" then 'height' end, case when o."weight" is distinct from n."weight" then 'weight' end, case when o."sex" is distinct from n."sex" then 'sex' end, case when o."emergency_contacts" is distinct from n."emergency_contacts" then 'emergencyContacts' end, case when o."insurance_info" is distinct from n."insurance_info" then 'insuranceInfo' end, case when o."encrypted_data" is distinct from n."encrypted_data" then 'encryptedData' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'health_profiles', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'health_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('health_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."health_profiles_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."health_profiles_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."health_profiles_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.blood_type is not null and not exists (select from acervo.data_key k where k.id = substring(n.blood_type from 2 for 16) and k.retired_at is null)) or (n.height is not null and not exists (select from acervo.data_key k where k.id = substring(n.height from 2 for 16) and k.retired_at is null)) or (n.weight is not null and not exists (select from acervo.data_key k where k.id = substring(n.weight from 2 for 16) and k.retired_at is null)) or (n.sex is not null and not exists (select from acervo.data_key k where k.id = substring(n.sex from 2 for 16) and k.retired_at is null)) or (n.emergency_contacts is not null and not exists (select from acervo.data_key k where k.id = substring(n.emergency_contacts from 2 for 16) and k.retired_at is null)) or (n.insurance_info is not null and not exists (select from acervo.data_key k where k.id = substring(n.insurance_info from 2 for 16) and k.retired_at is null)) or (n.encrypted_data is not null and not exists (select from acervo.data_key k where k.id = substring(n.encrypted_data from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.blood_type is not null and not exists (select from acervo.data_key k where k.id = substring(n.blood_type from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.blood_type = n.blood_type)) or (n.height is not null and not exists (select from acervo.data_key k where k.id = substring(n.height from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.height = n.height)) or (n.weight is not null and not exists (select from acervo.data_key k where k.id = substring(n.weight from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.weight = n.weight)) or (n.sex is not null and not exists (select from acervo.data_key k where k.id = substring(n.sex from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.sex = n.sex)) or (n.emergency_contacts is not null and not exists (select from acervo.data_key k where k.id = substring(n.emergency_contacts from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.emergency_contacts = n.emergency_contacts)) or (n.insurance_info is not null and not exists (select from acervo.data_key k where k.id = substring(n.insurance_info from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.insurance_info = n.insurance_info)) or (n.encrypted_data is not null and not exists (select from acervo.data_key k where k.id = substring(n.encrypted_data from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.encrypted_data = n.encrypted_data))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."health_profiles_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."medical_conditions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."type" as "type", n."severity" as "severity", n."status" as "status") r) as came_apart,
        nullif(array_remove(array[case when n."name" is not null then 'name' end, case when n."diagnosed_date" is not null then 'diagnosedDate' end, case when n."diagnosed_by" is not null then 'diagnosedBy' end, case when n."notes" is not null then 'notes' end, case when n."treatment" is not null then 'treatment' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medical_conditions', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'medical_conditions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medical_conditions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."type" as "type", o."severity" as "severity", o."status" as "status") r) as gone_apart,
        nullif(array_remove(array[case when o."name" is not null then 'name' end, case when o."diagnosed_date" is not null then 'diagnosedDate' end, case when o."diagnosed_by" is not null then 'diagnosedBy' end, case when o."notes" is not null then 'notes' end, case when o."treatment" is not null then 'treatment' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medical_conditions', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'medical_conditions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medical_conditions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."type" as "type", o."severity" as "severity", o."status" as "status") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."type" as "type", n."severity" as "severity", n."status" as "status") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."health_profile_id" is distinct from n."health_profile_id") then 'healthProfileId' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."severity" is distinct from n."severity") then 'severity' end, case when not (o."status" is distinct from n."status") then 'status' end] as same_apart,
        nullif(array_remove(array[case when o."name" is distinct from n."name" then 'name' end, case when o."diagnosed_date" is distinct from n."diagnosed_date" then 'diagnosedDate' end, case when o."diagnosed_by" is distinct from n."diagnosed_by" then 'diagnosedBy' end, case when o."notes" is distinct from n."notes" then 'notes' end, case when o."treatment" is distinct from n."treatment" then 'treatment' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medical_conditions', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'medical_conditions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medical_conditions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."medical_conditions_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."medical_conditions_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.health_profile_id is distinct from o.health_profile_id where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."medical_conditions_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.name is not null and not exists (select from acervo.data_key k where k.id = substring(n.name from 2 for 16) and k.retired_at is null)) or (n.diagnosed_date is not null and not exists (select from acervo.data_key k where k.id = substring(n.diagnosed_date from 2 for 16) and k.retired_at is null)) or (n.diagnosed_by is not null and not exists (select from acervo.data_key k where k.id = substring(n.diagnosed_by from 2 for 16) and k.retired_at is null)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null)) or (n.treatment is not null and not exists (select from acervo.data_key k where k.id = substring(n.treatment from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.name is not null and not exists (select from acervo.data_key k where k.id = substring(n.name from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.name = n.name)) or (n.diagnosed_date is not null and not exists (select from acervo.data_key k where k.id = substring(n.diagnosed_date from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.diagnosed_date = n.diagnosed_date)) or (n.diagnosed_by is not null and not exists (select from acervo.data_key k where k.id = substring(n.diagnosed_by from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.diagnosed_by = n.diagnosed_by)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes)) or (n.treatment is not null and not exists (select from acervo.data_key k where k.id = substring(n.treatment from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.treatment = n.treatment))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."medical_conditions_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."medications_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."route" as "route", n."prescribed_date" as "prescribedDate", n."start_date" as "startDate", n."end_date" as "endDate", n."reminder_enabled" as "reminderEnabled", n."reminder_times" as "reminderTimes", n."is_active" as "isActive") r) as came_apart,
        nullif(array_remove(array[case when n."name" is not null then 'name' end, case when n."generic_name" is not null then 'genericName' end, case when n."dosage" is not null then 'dosage' end, case when n."frequency" is not null then 'frequency' end, case when n."prescribed_by" is not null then 'prescribedBy' end, case when n."purpose" is not null then 'purpose' end, case when n."side_effects" is not null then 'sideEffects' end, case when n."interactions" is not null then 'interactions' end, case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medications', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'medications', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medications')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."route" as "route", o."prescribed_date" as "prescribedDate", o."start_date" as "startDate", o."end_date" as "endDate", o."reminder_enabled" as "reminderEnabled", o."reminder_times" as "reminderTimes", o."is_active" as "isActive") r) as gone_apart,
        nullif(array_remove(array[case when o."name" is not null then 'name' end, case when o."generic_name" is not null then 'genericName' end, case when o."dosage" is not null then 'dosage' end, case when o."frequency" is not null then 'frequency' end, case when o."prescribed_by" is not null then 'prescribedBy' end, case when o."purpose" is not null then 'purpose' end, case when o."side_effects" is not null then 'sideEffects' end, case when o."interactions" is not null then 'interactions' end, case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medications', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'medications', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medications')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."route" as "route", o."prescribed_date" as "prescribedDate", o."start_date" as "startDate", o."end_date" as "endDate", o."reminder_enabled" as "reminderEnabled", o."reminder_times" as "reminderTimes", o."is_active" as "isActive") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."route" as "route", n."prescribed_date" as "prescribedDate", n."start_date" as "startDate", n."end_date" as "endDate", n."reminder_enabled" as "reminderEnabled", n."reminder_times" as "reminderTimes", n."is_active" as "isActive") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."health_profile_id" is distinct from n."health_profile_id") then 'healthProfileId' end, case when not (o."route" is distinct from n."route") then 'route' end, case when not (o."prescribed_date" is distinct from n."prescribed_date") then 'prescribedDate' end, case when not (o."start_date" is distinct from n."start_date") then 'startDate' end, case when not (o."end_date" is distinct from n."end_date") then 'endDate' end, case when not (o."reminder_enabled" is distinct from n."reminder_enabled") then 'reminderEnabled' end, case when not (o."reminder_times" is distinct from n."reminder_times") then 'reminderTimes' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end] as same_apart,
        nullif(array_remove(array[case when o."name" is distinct from n."name" then 'name' end, case when o."generic_name" is distinct from n."generic_name" then 'genericName' end, case when o."dosage" is distinct from n."dosage" then 'dosage' end, case when o."frequency" is distinct from n."frequency" then 'frequency' end, case when o."prescribed_by" is distinct from n."prescribed_by" then 'prescribedBy' end, case when o."purpose" is distinct from n."purpose" then 'purpose' end, case when o."side_effects" is distinct from n."side_effects" then 'sideEffects' end, case when o."interactions" is distinct from n."interactions" then 'interactions' end, case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medications', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'medications', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medications')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."medications_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."medications_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.health_profile_id is distinct from o.health_profile_id where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."medications_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.name is not null and not exists (select from acervo.data_key k where k.id = substring(n.name from 2 for 16) and k.retired_at is null)) or (n.generic_name is not null and not exists (select from acervo.data_key k where k.id = substring(n.generic_name from 2 for 16) and k.retired_at is null)) or (n.dosage is not null and not exists (select from acervo.data_key k where k.id = substring(n.dosage from 2 for 16) and k.retired_at is null)) or (n.frequency is not null and not exists (select from acervo.data_key k where k.id = substring(n.frequency from 2 for 16) and k.retired_at is null)) or (n.prescribed_by is not null and not exists (select from acervo.data_key k where k.id = substring(n.prescribed_by from 2 for 16) and k.retired_at is null)) or (n.purpose is not null and not exists (select from acervo.data_key k where k.id = substring(n.purpose from 2 for 16) and k.retired_at is null)) or (n.side_effects is not null and not exists (select from acervo.data_key k where k.id = substring(n.side_effects from 2 for 16) and k.retired_at is null)) or (n.interactions is not null and not exists (select from acervo.data_key k where k.id = substring(n.interactions from 2 for 16) and k.retired_at is null)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.name is not null and not exists (select from acervo.data_key k where k.id = substring(n.name from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.name = n.name)) or (n.generic_name is not null and not exists (select from acervo.data_key k where k.id = substring(n.generic_name from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.generic_name = n.generic_name)) or (n.dosage is not null and not exists (select from acervo.data_key k where k.id = substring(n.dosage from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.dosage = n.dosage)) or (n.frequency is not null and not exists (select from acervo.data_key k where k.id = substring(n.frequency from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.frequency = n.frequency)) or (n.prescribed_by is not null and not exists (select from acervo.data_key k where k.id = substring(n.prescribed_by from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.prescribed_by = n.prescribed_by)) or (n.purpose is not null and not exists (select from acervo.data_key k where k.id = substring(n.purpose from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.purpose = n.purpose)) or (n.side_effects is not null and not exists (select from acervo.data_key k where k.id = substring(n.side_effects from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.side_effects = n.side_effects)) or (n.interactions is not null and not exists (select from acervo.data_key k where k.id = substring(n.interactions from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.interactions = n.interactions)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."medications_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."medication_logs_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."medication_id" as "medicationId", to_char(n."scheduled_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledTime", to_char(n."taken_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenTime", n."status" as "status") r) as came_apart,
        nullif(array_remove(array[case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medication_logs', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'medication_logs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medication_logs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."medication_id" as "medicationId", to_char(o."scheduled_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledTime", to_char(o."taken_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenTime", o."status" as "status") r) as gone_apart,
        nullif(array_remove(array[case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medication_logs', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'medication_logs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medication_logs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."medication_id" as "medicationId", to_char(o."scheduled_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledTime", to_char(o."taken_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenTime", o."status" as "status") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."medication_id" as "medicationId", to_char(n."scheduled_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledTime", to_char(n."taken_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenTime", n."status" as "status") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."medication_id" is distinct from n."medication_id") then 'medicationId' end, case when not (o."scheduled_time" is distinct from n."scheduled_time") then 'scheduledTime' end, case when not (o."taken_time" is distinct from n."taken_time") then 'takenTime' end, case when not (o."status" is distinct from n."status") then 'status' end] as same_apart,
        nullif(array_remove(array[case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medication_logs', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'medication_logs', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medication_logs')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."medication_logs_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."medication_logs_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.medication_id is not null
      and not exists (select from "agents"."medications" p
        where p.id = n.medication_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.medication_id is distinct from o.medication_id where n.medication_id is not null
      and not exists (select from "agents"."medications" p
        where p.id = n.medication_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."medication_logs_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."medication_logs_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."allergies_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."type" as "type", n."severity" as "severity") r) as came_apart,
        nullif(array_remove(array[case when n."allergen" is not null then 'allergen' end, case when n."reaction" is not null then 'reaction' end, case when n."diagnosed_date" is not null then 'diagnosedDate' end, case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'allergies', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'allergies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allergies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."type" as "type", o."severity" as "severity") r) as gone_apart,
        nullif(array_remove(array[case when o."allergen" is not null then 'allergen' end, case when o."reaction" is not null then 'reaction' end, case when o."diagnosed_date" is not null then 'diagnosedDate' end, case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'allergies', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'allergies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allergies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."type" as "type", o."severity" as "severity") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."type" as "type", n."severity" as "severity") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."health_profile_id" is distinct from n."health_profile_id") then 'healthProfileId' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."severity" is distinct from n."severity") then 'severity' end] as same_apart,
        nullif(array_remove(array[case when o."allergen" is distinct from n."allergen" then 'allergen' end, case when o."reaction" is distinct from n."reaction" then 'reaction' end, case when o."diagnosed_date" is distinct from n."diagnosed_date" then 'diagnosedDate' end, case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'allergies', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'allergies', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('allergies')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."allergies_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."allergies_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.health_profile_id is distinct from o.health_profile_id where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."allergies_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.allergen is not null and not exists (select from acervo.data_key k where k.id = substring(n.allergen from 2 for 16) and k.retired_at is null)) or (n.reaction is not null and not exists (select from acervo.data_key k where k.id = substring(n.reaction from 2 for 16) and k.retired_at is null)) or (n.diagnosed_date is not null and not exists (select from acervo.data_key k where k.id = substring(n.diagnosed_date from 2 for 16) and k.retired_at is null)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.allergen is not null and not exists (select from acervo.data_key k where k.id = substring(n.allergen from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.allergen = n.allergen)) or (n.reaction is not null and not exists (select from acervo.data_key k where k.id = substring(n.reaction from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.reaction = n.reaction)) or (n.diagnosed_date is not null and not exists (select from acervo.data_key k where k.id = substring(n.diagnosed_date from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.diagnosed_date = n.diagnosed_date)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."allergies_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."medical_appointments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", to_char(n."scheduled_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledDate", n."duration" as "duration", n."status" as "status", n."reminder_sent" as "reminderSent", to_char(n."reminder_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reminderTime") r) as came_apart,
        nullif(array_remove(array[case when n."type" is not null then 'type' end, case when n."specialty" is not null then 'specialty' end, case when n."doctor_name" is not null then 'doctorName' end, case when n."facility" is not null then 'facility' end, case when n."reason" is not null then 'reason' end, case when n."notes" is not null then 'notes' end, case when n."results" is not null then 'results' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medical_appointments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'medical_appointments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medical_appointments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", to_char(o."scheduled_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledDate", o."duration" as "duration", o."status" as "status", o."reminder_sent" as "reminderSent", to_char(o."reminder_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reminderTime") r) as gone_apart,
        nullif(array_remove(array[case when o."type" is not null then 'type' end, case when o."specialty" is not null then 'specialty' end, case when o."doctor_name" is not null then 'doctorName' end, case when o."facility" is not null then 'facility' end, case when o."reason" is not null then 'reason' end, case when o."notes" is not null then 'notes' end, case when o."results" is not null then 'results' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medical_appointments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'medical_appointments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medical_appointments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", to_char(o."scheduled_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledDate", o."duration" as "duration", o."status" as "status", o."reminder_sent" as "reminderSent", to_char(o."reminder_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reminderTime") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", to_char(n."scheduled_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "scheduledDate", n."duration" as "duration", n."status" as "status", n."reminder_sent" as "reminderSent", to_char(n."reminder_time" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "reminderTime") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."health_profile_id" is distinct from n."health_profile_id") then 'healthProfileId' end, case when not (o."scheduled_date" is distinct from n."scheduled_date") then 'scheduledDate' end, case when not (o."duration" is distinct from n."duration") then 'duration' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."reminder_sent" is distinct from n."reminder_sent") then 'reminderSent' end, case when not (o."reminder_time" is distinct from n."reminder_time") then 'reminderTime' end] as same_apart,
        nullif(array_remove(array[case when o."type" is distinct from n."type" then 'type' end, case when o."specialty" is distinct from n."specialty" then 'specialty' end, case when o."doctor_name" is distinct from n."doctor_name" then 'doctorName' end, case when o."facility" is distinct from n."facility" then 'facility' end, case when o."reason" is distinct from n."reason" then 'reason' end, case when o."notes" is distinct from n."notes" then 'notes' end, case when o."results" is distinct from n."results" then 'results' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'medical_appointments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'medical_appointments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('medical_appointments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."medical_appointments_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."medical_appointments_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.health_profile_id is distinct from o.health_profile_id where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."medical_appointments_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.type is not null and not exists (select from acervo.data_key k where k.id = substring(n.type from 2 for 16) and k.retired_at is null)) or (n.specialty is not null and not exists (select from acervo.data_key k where k.id = substring(n.specialty from 2 for 16) and k.retired_at is null)) or (n.doctor_name is not null and not exists (select from acervo.data_key k where k.id = substring(n.doctor_name from 2 for 16) and k.retired_at is null)) or (n.facility is not null and not exists (select from acervo.data_key k where k.id = substring(n.facility from 2 for 16) and k.retired_at is null)) or (n.reason is not null and not exists (select from acervo.data_key k where k.id = substring(n.reason from 2 for 16) and k.retired_at is null)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null)) or (n.results is not null and not exists (select from acervo.data_key k where k.id = substring(n.results from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.type is not null and not exists (select from acervo.data_key k where k.id = substring(n.type from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.type = n.type)) or (n.specialty is not null and not exists (select from acervo.data_key k where k.id = substring(n.specialty from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.specialty = n.specialty)) or (n.doctor_name is not null and not exists (select from acervo.data_key k where k.id = substring(n.doctor_name from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.doctor_name = n.doctor_name)) or (n.facility is not null and not exists (select from acervo.data_key k where k.id = substring(n.facility from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.facility = n.facility)) or (n.reason is not null and not exists (select from acervo.data_key k where k.id = substring(n.reason from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.reason = n.reason)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes)) or (n.results is not null and not exists (select from acervo.data_key k where k.id = substring(n.results from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.results = n.results))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."medical_appointments_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'programada' then array['completada', 'cancelada', 'perdida']::text[] when 'completada' then array[]::text[] when 'cancelada' then array[]::text[] when 'perdida' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'medical_appointments', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."medical_appointments_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."medical_appointments_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['programada', 'completada']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'medical_appointments', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: programada, completada.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "agents"."health_measurements_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."type" as "type", to_char(n."measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "measuredAt") r) as came_apart,
        nullif(array_remove(array[case when n."value" is not null then 'value' end, case when n."notes" is not null then 'notes' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'health_measurements', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'health_measurements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('health_measurements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."type" as "type", to_char(o."measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "measuredAt") r) as gone_apart,
        nullif(array_remove(array[case when o."value" is not null then 'value' end, case when o."notes" is not null then 'notes' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'health_measurements', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'health_measurements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('health_measurements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."health_profile_id" as "healthProfileId", o."type" as "type", to_char(o."measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "measuredAt") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."health_profile_id" as "healthProfileId", n."type" as "type", to_char(n."measured_at" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "measuredAt") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."health_profile_id" is distinct from n."health_profile_id") then 'healthProfileId' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."measured_at" is distinct from n."measured_at") then 'measuredAt' end] as same_apart,
        nullif(array_remove(array[case when o."value" is distinct from n."value" then 'value' end, case when o."notes" is distinct from n."notes" then 'notes' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'health_measurements', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'health_measurements', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('health_measurements')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."health_measurements_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."health_measurements_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.health_profile_id is distinct from o.health_profile_id where n.health_profile_id is not null
      and not exists (select from "agents"."health_profiles" p
        where p.id = n.health_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."health_measurements_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.value is not null and not exists (select from acervo.data_key k where k.id = substring(n.value from 2 for 16) and k.retired_at is null)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.value is not null and not exists (select from acervo.data_key k where k.id = substring(n.value from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.value = n.value)) or (n.notes is not null and not exists (select from acervo.data_key k where k.id = substring(n.notes from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.notes = n.notes))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."health_measurements_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."financial_profiles_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."currency" as "currency", n."fiscal_year" as "fiscalYear", n."fiscal_year_start_month" as "fiscalYearStartMonth", n."financial_goals" as "financialGoals", n."ai_analysis" as "aiAnalysis") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'financial_profiles', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'financial_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('financial_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."currency" as "currency", o."fiscal_year" as "fiscalYear", o."fiscal_year_start_month" as "fiscalYearStartMonth", o."financial_goals" as "financialGoals", o."ai_analysis" as "aiAnalysis") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'financial_profiles', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'financial_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('financial_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."currency" as "currency", o."fiscal_year" as "fiscalYear", o."fiscal_year_start_month" as "fiscalYearStartMonth", o."financial_goals" as "financialGoals", o."ai_analysis" as "aiAnalysis") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."currency" as "currency", n."fiscal_year" as "fiscalYear", n."fiscal_year_start_month" as "fiscalYearStartMonth", n."financial_goals" as "financialGoals", n."ai_analysis" as "aiAnalysis") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."fiscal_year" is distinct from n."fiscal_year") then 'fiscalYear' end, case when not (o."fiscal_year_start_month" is distinct from n."fiscal_year_start_month") then 'fiscalYearStartMonth' end, case when not (o."financial_goals" is distinct from n."financial_goals") then 'financialGoals' end, case when not (o."ai_analysis" is distinct from n."ai_analysis") then 'aiAnalysis' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'financial_profiles', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'financial_profiles', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('financial_profiles')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."financial_profiles_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."financial_profiles_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."financial_profiles_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."financial_accounts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."type" as "type", n."institution" as "institution", n."opening_balance"::text as "openingBalance", n."currency" as "currency", to_char(n."last_sync_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSyncDate", n."is_active" as "isActive", n."credit_limit"::text as "creditLimit", n."closing_date" as "closingDate", n."payment_due_date" as "paymentDueDate", n."notes" as "notes") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'financial_accounts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'financial_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('financial_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."type" as "type", o."institution" as "institution", o."opening_balance"::text as "openingBalance", o."currency" as "currency", to_char(o."last_sync_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSyncDate", o."is_active" as "isActive", o."credit_limit"::text as "creditLimit", o."closing_date" as "closingDate", o."payment_due_date" as "paymentDueDate", o."notes" as "notes") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'financial_accounts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'financial_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('financial_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."type" as "type", o."institution" as "institution", o."opening_balance"::text as "openingBalance", o."currency" as "currency", to_char(o."last_sync_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSyncDate", o."is_active" as "isActive", o."credit_limit"::text as "creditLimit", o."closing_date" as "closingDate", o."payment_due_date" as "paymentDueDate", o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."type" as "type", n."institution" as "institution", n."opening_balance"::text as "openingBalance", n."currency" as "currency", to_char(n."last_sync_date" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastSyncDate", n."is_active" as "isActive", n."credit_limit"::text as "creditLimit", n."closing_date" as "closingDate", n."payment_due_date" as "paymentDueDate", n."notes" as "notes") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."financial_profile_id" is distinct from n."financial_profile_id") then 'financialProfileId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."institution" is distinct from n."institution") then 'institution' end, case when not (o."opening_balance" is distinct from n."opening_balance") then 'openingBalance' end, case when not (o."currency" is distinct from n."currency") then 'currency' end, case when not (o."last_sync_date" is distinct from n."last_sync_date") then 'lastSyncDate' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."credit_limit" is distinct from n."credit_limit") then 'creditLimit' end, case when not (o."closing_date" is distinct from n."closing_date") then 'closingDate' end, case when not (o."payment_due_date" is distinct from n."payment_due_date") then 'paymentDueDate' end, case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'financial_accounts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'financial_accounts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('financial_accounts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."financial_accounts_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."financial_accounts_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.financial_profile_id is distinct from o.financial_profile_id where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."financial_accounts_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."recurring_payments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."amount"::text as "amount", n."frequency" as "frequency", n."category" as "category", n."next_due_date" as "nextDueDate", n."day_of_month" as "dayOfMonth", n."day_of_week" as "dayOfWeek", n."auto_debit" as "autoDebit", n."account_id" as "accountId", n."start_date" as "startDate", n."end_date" as "endDate", n."is_active" as "isActive", n."reminder_enabled" as "reminderEnabled", n."reminder_days_before" as "reminderDaysBefore", n."notes" as "notes") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'recurring_payments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'recurring_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('recurring_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."amount"::text as "amount", o."frequency" as "frequency", o."category" as "category", o."next_due_date" as "nextDueDate", o."day_of_month" as "dayOfMonth", o."day_of_week" as "dayOfWeek", o."auto_debit" as "autoDebit", o."account_id" as "accountId", o."start_date" as "startDate", o."end_date" as "endDate", o."is_active" as "isActive", o."reminder_enabled" as "reminderEnabled", o."reminder_days_before" as "reminderDaysBefore", o."notes" as "notes") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'recurring_payments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'recurring_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('recurring_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."amount"::text as "amount", o."frequency" as "frequency", o."category" as "category", o."next_due_date" as "nextDueDate", o."day_of_month" as "dayOfMonth", o."day_of_week" as "dayOfWeek", o."auto_debit" as "autoDebit", o."account_id" as "accountId", o."start_date" as "startDate", o."end_date" as "endDate", o."is_active" as "isActive", o."reminder_enabled" as "reminderEnabled", o."reminder_days_before" as "reminderDaysBefore", o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."amount"::text as "amount", n."frequency" as "frequency", n."category" as "category", n."next_due_date" as "nextDueDate", n."day_of_month" as "dayOfMonth", n."day_of_week" as "dayOfWeek", n."auto_debit" as "autoDebit", n."account_id" as "accountId", n."start_date" as "startDate", n."end_date" as "endDate", n."is_active" as "isActive", n."reminder_enabled" as "reminderEnabled", n."reminder_days_before" as "reminderDaysBefore", n."notes" as "notes") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."financial_profile_id" is distinct from n."financial_profile_id") then 'financialProfileId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."frequency" is distinct from n."frequency") then 'frequency' end, case when not (o."category" is distinct from n."category") then 'category' end, case when not (o."next_due_date" is distinct from n."next_due_date") then 'nextDueDate' end, case when not (o."day_of_month" is distinct from n."day_of_month") then 'dayOfMonth' end, case when not (o."day_of_week" is distinct from n."day_of_week") then 'dayOfWeek' end, case when not (o."auto_debit" is distinct from n."auto_debit") then 'autoDebit' end, case when not (o."account_id" is distinct from n."account_id") then 'accountId' end, case when not (o."start_date" is distinct from n."start_date") then 'startDate' end, case when not (o."end_date" is distinct from n."end_date") then 'endDate' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end, case when not (o."reminder_enabled" is distinct from n."reminder_enabled") then 'reminderEnabled' end, case when not (o."reminder_days_before" is distinct from n."reminder_days_before") then 'reminderDaysBefore' end, case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'recurring_payments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'recurring_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('recurring_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."recurring_payments_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."recurring_payments_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id))
    or exists (select from new_rows n where n.account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.account_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.financial_profile_id is distinct from o.financial_profile_id where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id))
    or exists (select from new_rows n join old_rows o on o.id = n.id and n.account_id is distinct from o.account_id where n.account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.account_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."recurring_payments_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."transactions_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."account_id" as "accountId", n."date" as "date", n."description" as "description", n."amount"::text as "amount", n."type" as "type", n."category" as "category", n."subcategory" as "subcategory", n."tags" as "tags", n."from_account_id" as "fromAccountId", n."to_account_id" as "toAccountId", n."is_recurring" as "isRecurring", n."recurring_payment_id" as "recurringPaymentId", n."external_id" as "externalId", n."notes" as "notes", n."receipt" as "receipt") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'transactions', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'transactions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('transactions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."account_id" as "accountId", o."date" as "date", o."description" as "description", o."amount"::text as "amount", o."type" as "type", o."category" as "category", o."subcategory" as "subcategory", o."tags" as "tags", o."from_account_id" as "fromAccountId", o."to_account_id" as "toAccountId", o."is_recurring" as "isRecurring", o."recurring_payment_id" as "recurringPaymentId", o."external_id" as "externalId", o."notes" as "notes", o."receipt" as "receipt") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'transactions', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'transactions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('transactions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."account_id" as "accountId", o."date" as "date", o."description" as "description", o."amount"::text as "amount", o."type" as "type", o."category" as "category", o."subcategory" as "subcategory", o."tags" as "tags", o."from_account_id" as "fromAccountId", o."to_account_id" as "toAccountId", o."is_recurring" as "isRecurring", o."recurring_payment_id" as "recurringPaymentId", o."external_id" as "externalId", o."notes" as "notes", o."receipt" as "receipt") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."account_id" as "accountId", n."date" as "date", n."description" as "description", n."amount"::text as "amount", n."type" as "type", n."category" as "category", n."subcategory" as "subcategory", n."tags" as "tags", n."from_account_id" as "fromAccountId", n."to_account_id" as "toAccountId", n."is_recurring" as "isRecurring", n."recurring_payment_id" as "recurringPaymentId", n."external_id" as "externalId", n."notes" as "notes", n."receipt" as "receipt") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."financial_profile_id" is distinct from n."financial_profile_id") then 'financialProfileId' end, case when not (o."account_id" is distinct from n."account_id") then 'accountId' end, case when not (o."date" is distinct from n."date") then 'date' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."category" is distinct from n."category") then 'category' end, case when not (o."subcategory" is distinct from n."subcategory") then 'subcategory' end, case when not (o."tags" is distinct from n."tags") then 'tags' end, case when not (o."from_account_id" is distinct from n."from_account_id") then 'fromAccountId' end, case when not (o."to_account_id" is distinct from n."to_account_id") then 'toAccountId' end, case when not (o."is_recurring" is distinct from n."is_recurring") then 'isRecurring' end, case when not (o."recurring_payment_id" is distinct from n."recurring_payment_id") then 'recurringPaymentId' end, case when not (o."external_id" is distinct from n."external_id") then 'externalId' end, case when not (o."notes" is distinct from n."notes") then 'notes' end, case when not (o."receipt" is distinct from n."receipt") then 'receipt' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'transactions', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'transactions', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('transactions')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."transactions_budget_spending"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."financial_profiles" p where p.id in (select financial_profile_id from new_rows) order by p.id for no key update;
    update "agents"."budget_periods" q set spent = q.spent + d.n from (
      select q.id, sum(s.n) as n
      from (select r.financial_profile_id, r.category, r.date, (case r.type when 'expense' then r.amount when 'income' then -r.amount else 0 end) as n from new_rows r) s
      join "agents"."budgets" b on b.financial_profile_id = s.financial_profile_id and b.category = s.category
      join "agents"."budget_periods" q on q.budget_id = b.id and s.date between q.starts_on and q.ends_on
      group by q.id having sum(s.n) <> 0
    ) d where q.id = d.id;
    insert into "agents"."budget_periods" (workspace_id, user_id, budget_id, starts_on, ends_on, amount)
    select distinct b.workspace_id, b.user_id, b.id, (b.start_date + k.n * s.step)::date, (b.start_date + (k.n + 1) * s.step)::date - 1, b.amount
    from new_rows r
    join "agents"."budgets" b on b.financial_profile_id = r.financial_profile_id and b.category = r.category
    cross join lateral (select case b.period when 'weekly' then interval '7 days'
      when 'monthly' then interval '1 month' when 'quarterly' then interval '3 months'
      else interval '1 year' end as step) s
    cross join lateral (select case b.period when 'weekly' then (r.date - b.start_date) / 7
      else (extract(year from r.date) * 12 + extract(month from r.date) - extract(year from b.start_date) * 12
        - extract(month from b.start_date))::integer
        / case b.period when 'monthly' then 1 when 'quarterly' then 3 else 12 end end as most) m
    cross join lateral (select m.most - ((b.start_date + m.most * s.step)::date > r.date)::integer as n) k
    where r.type = 'expense' and b.is_active
      and r.date >= b.start_date and (b.end_date is null or r.date <= b.end_date)
      and not exists (select from "agents"."budget_periods" q
        where q.budget_id = b.id and r.date between q.starts_on and q.ends_on)
    on conflict do nothing;
  elsif tg_op = 'DELETE' then
    perform from "agents"."financial_profiles" p where p.id in (select financial_profile_id from old_rows) order by p.id for no key update;
    update "agents"."budget_periods" q set spent = q.spent + d.n from (
      select q.id, sum(s.n) as n
      from (select r.financial_profile_id, r.category, r.date, -(case r.type when 'expense' then r.amount when 'income' then -r.amount else 0 end) as n from old_rows r) s
      join "agents"."budgets" b on b.financial_profile_id = s.financial_profile_id and b.category = s.category
      join "agents"."budget_periods" q on q.budget_id = b.id and s.date between q.starts_on and q.ends_on
      group by q.id having sum(s.n) <> 0
    ) d where q.id = d.id;
  else
    perform from "agents"."financial_profiles" p where p.id in (select financial_profile_id from new_rows union select financial_profile_id from old_rows) order by p.id for no key update;
    update "agents"."budget_periods" q set spent = q.spent + d.n from (
      select q.id, sum(s.n) as n
      from (select r.financial_profile_id, r.category, r.date, (case r.type when 'expense' then r.amount when 'income' then -r.amount else 0 end) as n from new_rows r union all select r.financial_profile_id, r.category, r.date, -(case r.type when 'expense' then r.amount when 'income' then -r.amount else 0 end) as n from old_rows r) s
      join "agents"."budgets" b on b.financial_profile_id = s.financial_profile_id and b.category = s.category
      join "agents"."budget_periods" q on q.budget_id = b.id and s.date between q.starts_on and q.ends_on
      group by q.id having sum(s.n) <> 0
    ) d where q.id = d.id;
    insert into "agents"."budget_periods" (workspace_id, user_id, budget_id, starts_on, ends_on, amount)
    select distinct b.workspace_id, b.user_id, b.id, (b.start_date + k.n * s.step)::date, (b.start_date + (k.n + 1) * s.step)::date - 1, b.amount
    from new_rows r
    join "agents"."budgets" b on b.financial_profile_id = r.financial_profile_id and b.category = r.category
    cross join lateral (select case b.period when 'weekly' then interval '7 days'
      when 'monthly' then interval '1 month' when 'quarterly' then interval '3 months'
      else interval '1 year' end as step) s
    cross join lateral (select case b.period when 'weekly' then (r.date - b.start_date) / 7
      else (extract(year from r.date) * 12 + extract(month from r.date) - extract(year from b.start_date) * 12
        - extract(month from b.start_date))::integer
        / case b.period when 'monthly' then 1 when 'quarterly' then 3 else 12 end end as most) m
    cross join lateral (select m.most - ((b.start_date + m.most * s.step)::date > r.date)::integer as n) k
    where r.type = 'expense' and b.is_active
      and r.date >= b.start_date and (b.end_date is null or r.date <= b.end_date)
      and not exists (select from "agents"."budget_periods" q
        where q.budget_id = b.id and r.date between q.starts_on and q.ends_on)
    on conflict do nothing;
  end if;
  return null;
end$body$;
create or replace function "agents"."transactions_count_posted"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."financial_accounts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce((case type when 'income' then amount else -amount end), 0) as n from new_rows r where true and (true) union all select r.from_account_id as id, coalesce((-amount), 0) as n from new_rows r where true and (true) union all select r.to_account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."financial_accounts" p set posted = p.posted + delta.n
    from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce((case type when 'income' then amount else -amount end), 0) as n from new_rows r where true and (true) union all select r.from_account_id as id, coalesce((-amount), 0) as n from new_rows r where true and (true) union all select r.to_account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."financial_accounts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.account_id as id, -coalesce((case type when 'income' then amount else -amount end), 0) as n from old_rows r where true and (true) union all select r.from_account_id as id, -coalesce((-amount), 0) as n from old_rows r where true and (true) union all select r.to_account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."financial_accounts" p set posted = p.posted + delta.n
    from (select c.id, sum(c.n) as n from (select r.account_id as id, -coalesce((case type when 'income' then amount else -amount end), 0) as n from old_rows r where true and (true) union all select r.from_account_id as id, -coalesce((-amount), 0) as n from old_rows r where true and (true) union all select r.to_account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."financial_accounts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce((case type when 'income' then amount else -amount end), 0) as n from new_rows r where true and (true) union all select r.from_account_id as id, coalesce((-amount), 0) as n from new_rows r where true and (true) union all select r.to_account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.account_id as id, -coalesce((case type when 'income' then amount else -amount end), 0) as n from old_rows r where true and (true) union all select r.from_account_id as id, -coalesce((-amount), 0) as n from old_rows r where true and (true) union all select r.to_account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."financial_accounts" p set posted = p.posted + delta.n
    from (select c.id, sum(c.n) as n from (select r.account_id as id, coalesce((case type when 'income' then amount else -amount end), 0) as n from new_rows r where true and (true) union all select r.from_account_id as id, coalesce((-amount), 0) as n from new_rows r where true and (true) union all select r.to_account_id as id, coalesce(r.amount, 0) as n from new_rows r where true and (true) union all select r.account_id as id, -coalesce((case type when 'income' then amount else -amount end), 0) as n from old_rows r where true and (true) union all select r.from_account_id as id, -coalesce((-amount), 0) as n from old_rows r where true and (true) union all select r.to_account_id as id, -coalesce(r.amount, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."transactions_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."transactions_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id))
    or exists (select from new_rows n where n.account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.account_id and p.user_id = n.user_id))
    or exists (select from new_rows n where n.from_account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.from_account_id and p.user_id = n.user_id))
    or exists (select from new_rows n where n.to_account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.to_account_id and p.user_id = n.user_id))
    or exists (select from new_rows n where n.recurring_payment_id is not null
      and not exists (select from "agents"."recurring_payments" p
        where p.id = n.recurring_payment_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.financial_profile_id is distinct from o.financial_profile_id where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id))
    or exists (select from new_rows n join old_rows o on o.id = n.id and n.account_id is distinct from o.account_id where n.account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.account_id and p.user_id = n.user_id))
    or exists (select from new_rows n join old_rows o on o.id = n.id and n.from_account_id is distinct from o.from_account_id where n.from_account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.from_account_id and p.user_id = n.user_id))
    or exists (select from new_rows n join old_rows o on o.id = n.id and n.to_account_id is distinct from o.to_account_id where n.to_account_id is not null
      and not exists (select from "agents"."financial_accounts" p
        where p.id = n.to_account_id and p.user_id = n.user_id))
    or exists (select from new_rows n join old_rows o on o.id = n.id and n.recurring_payment_id is distinct from o.recurring_payment_id where n.recurring_payment_id is not null
      and not exists (select from "agents"."recurring_payments" p
        where p.id = n.recurring_payment_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."transactions_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."transactions_transfer_accounts"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n where n.type = 'transfer'
      and (n.from_account_id is null or n.to_account_id is null)) then
    raise exception 'a transfer needs the account that it comes from and the one that it goes to'
      using errcode = 'AV304';
  end if;
  return null;
end$body$;
create or replace function "agents"."budgets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."category" as "category", n."amount"::text as "amount", n."period" as "period", n."start_date" as "startDate", n."end_date" as "endDate", n."alert_threshold" as "alertThreshold", n."is_active" as "isActive") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'budgets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'budgets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('budgets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."category" as "category", o."amount"::text as "amount", o."period" as "period", o."start_date" as "startDate", o."end_date" as "endDate", o."alert_threshold" as "alertThreshold", o."is_active" as "isActive") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'budgets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'budgets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('budgets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."category" as "category", o."amount"::text as "amount", o."period" as "period", o."start_date" as "startDate", o."end_date" as "endDate", o."alert_threshold" as "alertThreshold", o."is_active" as "isActive") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."category" as "category", n."amount"::text as "amount", n."period" as "period", n."start_date" as "startDate", n."end_date" as "endDate", n."alert_threshold" as "alertThreshold", n."is_active" as "isActive") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."financial_profile_id" is distinct from n."financial_profile_id") then 'financialProfileId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."category" is distinct from n."category") then 'category' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."period" is distinct from n."period") then 'period' end, case when not (o."start_date" is distinct from n."start_date") then 'startDate' end, case when not (o."end_date" is distinct from n."end_date") then 'endDate' end, case when not (o."alert_threshold" is distinct from n."alert_threshold") then 'alertThreshold' end, case when not (o."is_active" is distinct from n."is_active") then 'isActive' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'budgets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'budgets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('budgets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."budgets_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."budgets_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.financial_profile_id is distinct from o.financial_profile_id where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."budgets_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."budget_periods_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."budget_id" as "budgetId", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."amount"::text as "amount") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'budget_periods', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'budget_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('budget_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."budget_id" as "budgetId", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."amount"::text as "amount") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'budget_periods', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'budget_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('budget_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."budget_id" as "budgetId", o."starts_on" as "startsOn", o."ends_on" as "endsOn", o."amount"::text as "amount") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."budget_id" as "budgetId", n."starts_on" as "startsOn", n."ends_on" as "endsOn", n."amount"::text as "amount") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."budget_id" is distinct from n."budget_id") then 'budgetId' end, case when not (o."starts_on" is distinct from n."starts_on") then 'startsOn' end, case when not (o."ends_on" is distinct from n."ends_on") then 'endsOn' end, case when not (o."amount" is distinct from n."amount") then 'amount' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'budget_periods', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'budget_periods', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('budget_periods')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."budget_periods_begin_period"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  perform from "agents"."financial_profiles" p where p.id in (select b.financial_profile_id from new_rows n join "agents"."budgets" b on b.id = n.budget_id) order by p.id for no key update;
  update "agents"."budget_periods" q set spent = d.n from (
    select n.id, sum(case t.type when 'expense' then t.amount when 'income' then -t.amount else 0 end) as n
    from new_rows n join "agents"."budgets" b on b.id = n.budget_id
    join "agents"."transactions" t on t.financial_profile_id = b.financial_profile_id
      and t.category = b.category and t.date between n.starts_on and n.ends_on
    group by n.id having sum(case t.type when 'expense' then t.amount when 'income' then -t.amount else 0 end) <> 0
  ) d where q.id = d.id;
  return null;
end$body$;
create or replace function "agents"."budget_periods_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."budget_periods_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.budget_id is not null
      and not exists (select from "agents"."budgets" p
        where p.id = n.budget_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.budget_id is distinct from o.budget_id where n.budget_id is not null
      and not exists (select from "agents"."budgets" p
        where p.id = n.budget_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."budget_periods_tell_spending"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  insert into "agents"."budget_alerts" (workspace_id, user_id, budget_period_id, threshold)
  select distinct n.workspace_id, n.user_id, n.id, t.threshold
  from new_rows n join "agents"."budgets" b on b.id = n.budget_id
  cross join lateral (values (b.alert_threshold), (100)) t (threshold)
  where n.spent * 100 >= n.amount * t.threshold
  order by n.id, t.threshold
  on conflict do nothing;
  return null;
end$body$;
create or replace function "agents"."budget_periods_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."budget_alerts_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."debts_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."type" as "type", n."principal"::text as "principal", n."opening_balance"::text as "openingBalance", n."interest_rate"::text as "interestRate", n."monthly_payment"::text as "monthlyPayment", n."minimum_payment"::text as "minimumPayment", n."start_date" as "startDate", n."maturity_date" as "maturityDate", n."payment_due_day" as "paymentDueDay", n."creditor" as "creditor", n."status" as "status", n."payoff_strategy" as "payoffStrategy", n."priority" as "priority", n."notes" as "notes") r) as came_apart,
        nullif(array_remove(array[case when n."account_number" is not null then 'accountNumber' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'debts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'debts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('debts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."type" as "type", o."principal"::text as "principal", o."opening_balance"::text as "openingBalance", o."interest_rate"::text as "interestRate", o."monthly_payment"::text as "monthlyPayment", o."minimum_payment"::text as "minimumPayment", o."start_date" as "startDate", o."maturity_date" as "maturityDate", o."payment_due_day" as "paymentDueDay", o."creditor" as "creditor", o."status" as "status", o."payoff_strategy" as "payoffStrategy", o."priority" as "priority", o."notes" as "notes") r) as gone_apart,
        nullif(array_remove(array[case when o."account_number" is not null then 'accountNumber' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'debts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'debts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('debts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."type" as "type", o."principal"::text as "principal", o."opening_balance"::text as "openingBalance", o."interest_rate"::text as "interestRate", o."monthly_payment"::text as "monthlyPayment", o."minimum_payment"::text as "minimumPayment", o."start_date" as "startDate", o."maturity_date" as "maturityDate", o."payment_due_day" as "paymentDueDay", o."creditor" as "creditor", o."status" as "status", o."payoff_strategy" as "payoffStrategy", o."priority" as "priority", o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."type" as "type", n."principal"::text as "principal", n."opening_balance"::text as "openingBalance", n."interest_rate"::text as "interestRate", n."monthly_payment"::text as "monthlyPayment", n."minimum_payment"::text as "minimumPayment", n."start_date" as "startDate", n."maturity_date" as "maturityDate", n."payment_due_day" as "paymentDueDay", n."creditor" as "creditor", n."status" as "status", n."payoff_strategy" as "payoffStrategy", n."priority" as "priority", n."notes" as "notes") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."financial_profile_id" is distinct from n."financial_profile_id") then 'financialProfileId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."principal" is distinct from n."principal") then 'principal' end, case when not (o."opening_balance" is distinct from n."opening_balance") then 'openingBalance' end, case when not (o."interest_rate" is distinct from n."interest_rate") then 'interestRate' end, case when not (o."monthly_payment" is distinct from n."monthly_payment") then 'monthlyPayment' end, case when not (o."minimum_payment" is distinct from n."minimum_payment") then 'minimumPayment' end, case when not (o."start_date" is distinct from n."start_date") then 'startDate' end, case when not (o."maturity_date" is distinct from n."maturity_date") then 'maturityDate' end, case when not (o."payment_due_day" is distinct from n."payment_due_day") then 'paymentDueDay' end, case when not (o."creditor" is distinct from n."creditor") then 'creditor' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."payoff_strategy" is distinct from n."payoff_strategy") then 'payoffStrategy' end, case when not (o."priority" is distinct from n."priority") then 'priority' end, case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        nullif(array_remove(array[case when o."account_number" is distinct from n."account_number" then 'accountNumber' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'debts', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'debts', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('debts')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."debts_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."debts_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.financial_profile_id is distinct from o.financial_profile_id where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."debts_sealed"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    if exists (select from new_rows n where (n.account_number is not null and not exists (select from acervo.data_key k where k.id = substring(n.account_number from 2 for 16) and k.retired_at is null))) then
      raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
    end if;
  elsif exists (select from new_rows n where (n.account_number is not null and not exists (select from acervo.data_key k where k.id = substring(n.account_number from 2 for 16) and k.retired_at is null) and not exists (select from old_rows o where o.account_number = n.account_number))) then
    raise exception using errcode = 'AV335',
      message = 'a value is not encrypted under a key that stands';
  end if;
  return null;
end$body$;
create or replace function "agents"."debts_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'active' then array['paid_off', 'defaulted']::text[] when 'defaulted' then array['active', 'paid_off']::text[] when 'paid_off' then array['active']::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'debts', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."debts_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."debt_payments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."debt_id" as "debtId", n."date" as "date", n."amount"::text as "amount", n."principal_paid"::text as "principalPaid", n."interest_paid"::text as "interestPaid", n."notes" as "notes") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'debt_payments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'debt_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('debt_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."debt_id" as "debtId", o."date" as "date", o."amount"::text as "amount", o."principal_paid"::text as "principalPaid", o."interest_paid"::text as "interestPaid", o."notes" as "notes") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'debt_payments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'debt_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('debt_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."debt_id" as "debtId", o."date" as "date", o."amount"::text as "amount", o."principal_paid"::text as "principalPaid", o."interest_paid"::text as "interestPaid", o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."debt_id" as "debtId", n."date" as "date", n."amount"::text as "amount", n."principal_paid"::text as "principalPaid", n."interest_paid"::text as "interestPaid", n."notes" as "notes") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."debt_id" is distinct from n."debt_id") then 'debtId' end, case when not (o."date" is distinct from n."date") then 'date' end, case when not (o."amount" is distinct from n."amount") then 'amount' end, case when not (o."principal_paid" is distinct from n."principal_paid") then 'principalPaid' end, case when not (o."interest_paid" is distinct from n."interest_paid") then 'interestPaid' end, case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'debt_payments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'debt_payments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('debt_payments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."debt_payments_count_principal_paid"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."debts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.debt_id as id, coalesce(r.principal_paid, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."debts" p set principal_paid = p.principal_paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.debt_id as id, coalesce(r.principal_paid, 0) as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."debts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.debt_id as id, -coalesce(r.principal_paid, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."debts" p set principal_paid = p.principal_paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.debt_id as id, -coalesce(r.principal_paid, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."debts" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.debt_id as id, coalesce(r.principal_paid, 0) as n from new_rows r where true and (true) union all select r.debt_id as id, -coalesce(r.principal_paid, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."debts" p set principal_paid = p.principal_paid + delta.n
    from (select c.id, sum(c.n) as n from (select r.debt_id as id, coalesce(r.principal_paid, 0) as n from new_rows r where true and (true) union all select r.debt_id as id, -coalesce(r.principal_paid, 0) as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."debt_payments_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."debt_payments_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.debt_id is not null
      and not exists (select from "agents"."debts" p
        where p.id = n.debt_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.debt_id is distinct from o.debt_id where n.debt_id is not null
      and not exists (select from "agents"."debts" p
        where p.id = n.debt_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."debt_payments_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."investments_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, null::jsonb as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."type" as "type", n."symbol" as "symbol", n."quantity"::text as "quantity", n."purchase_price"::text as "purchasePrice", n."current_price"::text as "currentPrice", n."purchase_date" as "purchaseDate", n."platform" as "platform", n."notes" as "notes") r) as came_apart,
        null::text[] as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'investments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'investments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('investments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."type" as "type", o."symbol" as "symbol", o."quantity"::text as "quantity", o."purchase_price"::text as "purchasePrice", o."current_price"::text as "currentPrice", o."purchase_date" as "purchaseDate", o."platform" as "platform", o."notes" as "notes") r) as gone_apart,
        null::text[] as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'investments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'investments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('investments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."financial_profile_id" as "financialProfileId", o."name" as "name", o."type" as "type", o."symbol" as "symbol", o."quantity"::text as "quantity", o."purchase_price"::text as "purchasePrice", o."current_price"::text as "currentPrice", o."purchase_date" as "purchaseDate", o."platform" as "platform", o."notes" as "notes") r) as gone_apart, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."financial_profile_id" as "financialProfileId", n."name" as "name", n."type" as "type", n."symbol" as "symbol", n."quantity"::text as "quantity", n."purchase_price"::text as "purchasePrice", n."current_price"::text as "currentPrice", n."purchase_date" as "purchaseDate", n."platform" as "platform", n."notes" as "notes") r) as came_apart, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."financial_profile_id" is distinct from n."financial_profile_id") then 'financialProfileId' end, case when not (o."name" is distinct from n."name") then 'name' end, case when not (o."type" is distinct from n."type") then 'type' end, case when not (o."symbol" is distinct from n."symbol") then 'symbol' end, case when not (o."quantity" is distinct from n."quantity") then 'quantity' end, case when not (o."purchase_price" is distinct from n."purchase_price") then 'purchasePrice' end, case when not (o."current_price" is distinct from n."current_price") then 'currentPrice' end, case when not (o."purchase_date" is distinct from n."purchase_date") then 'purchaseDate' end, case when not (o."platform" is distinct from n."platform") then 'platform' end, case when not (o."notes" is distinct from n."notes") then 'notes' end] as same_apart,
        null::text[] as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'investments', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'investments', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('investments')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."investments_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."investments_own_links"() returns trigger language plpgsql security invoker
set row_security to on
set search_path to "agents", pg_temp as $body$
declare is_strange boolean;
begin
  if tg_op = 'INSERT' then
    is_strange := exists (select from new_rows n where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  else
    is_strange := exists (select from new_rows n join old_rows o on o.id = n.id and n.financial_profile_id is distinct from o.financial_profile_id where n.financial_profile_id is not null
      and not exists (select from "agents"."financial_profiles" p
        where p.id = n.financial_profile_id and p.user_id = n.user_id));
  end if;
  if is_strange then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  return null;
end$body$;
create or replace function "agents"."investments_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."model_prices_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'model_prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."model" as "model", n."dimension" as "dimension", n."price"::text as "price", n."unit" as "unit", to_char(n."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(n."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'model_prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        null::uuid as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model" as "model", o."dimension" as "dimension", o."price"::text as "price", o."unit" as "unit", to_char(o."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(o."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'model_prices', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('model_prices')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(null::uuid, null::uuid) as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."model" as "model", o."dimension" as "dimension", o."price"::text as "price", o."unit" as "unit", to_char(o."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(o."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."model" as "model", n."dimension" as "dimension", n."price"::text as "price", n."unit" as "unit", to_char(n."valid_from" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validFrom", to_char(n."valid_until" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "validUntil") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."model" is distinct from n."model") then 'model' end, case when not (o."dimension" is distinct from n."dimension") then 'dimension' end, case when not (o."price" is distinct from n."price") then 'price' end, case when not (o."unit" is distinct from n."unit") then 'unit' end, case when not (o."valid_from" is distinct from n."valid_from") then 'validFrom' end, case when not (o."valid_until" is distinct from n."valid_until") then 'validUntil' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "agents"."model_prices_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."model_prices_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."usage_limits_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'usage_limits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('usage_limits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      null::jsonb, came, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."limit_messages" as "limitMessages", n."limit_tokens"::text as "limitTokens", n."limit_cost"::text as "limitCost") r) as came,
        null::text[] as withheld
      from new_rows n
      offset 0
    ) c;
  elsif tg_op = 'DELETE' then
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'usage_limits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('usage_limits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone, null::jsonb, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, o."id"::text as row_id,
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."limit_messages" as "limitMessages", o."limit_tokens"::text as "limitTokens", o."limit_cost"::text as "limitCost") r) as gone,
        null::text[] as withheld
      from old_rows o
      offset 0
    ) c;
  else
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld)
    select acervo.uuid7(occurred_at), occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'usage_limits', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('usage_limits')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''),
      gone - same, came - same, withheld
    from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, coalesce(n."id"::text, o."id"::text) as row_id,
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."user_id" as "userId", o."limit_messages" as "limitMessages", o."limit_tokens"::text as "limitTokens", o."limit_cost"::text as "limitCost") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."user_id" as "userId", n."limit_messages" as "limitMessages", n."limit_tokens"::text as "limitTokens", n."limit_cost"::text as "limitCost") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."limit_messages" is distinct from n."limit_messages") then 'limitMessages' end, case when not (o."limit_tokens" is distinct from n."limit_tokens") then 'limitTokens' end, case when not (o."limit_cost" is distinct from n."limit_cost") then 'limitCost' end] as same,
        null::text[] as withheld
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or withheld is not null;
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_limits_follow"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  perform pg_advisory_xact_lock(hashtextextended('"agents".months.' || k.user_id, 7411))
    from (select distinct r.user_id from new_rows r order by r.user_id) k;
  update "agents"."monthly_usage" m set limit_messages = n.limit_messages, limit_tokens = n.limit_tokens, limit_cost = n.limit_cost
  from new_rows n where m.workspace_id = n.workspace_id and m.user_id = n.user_id
    and m.year = extract(year from acervo.now() at time zone 'UTC')::integer and m.month = extract(month from acervo.now() at time zone 'UTC')::integer;
  return null;
end$body$;
create or replace function "agents"."usage_limits_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."usage_limits_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_limits_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."monthly_usage_alert"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if not exists (select from new_rows n where n.warnings_sent > 0
      or n.limit_messages is not null or n.limit_tokens is not null or n.limit_cost is not null) then
    return null;
  end if;
  insert into "agents"."usage_alerts" as a
    (workspace_id, user_id, monthly_usage_id, type, dimension, threshold)
  select n.workspace_id, n.user_id, n.id, l.type, u.dimension, l.threshold
  from new_rows n cross join lateral (values ('messages', n.total_messages::numeric, n.limit_messages::numeric), ('tokens', n.total_tokens::numeric, n.limit_tokens::numeric), ('cost', n.total_cost::numeric, n.limit_cost::numeric)) u (dimension, used, allowed)
  cross join (values ('APPROACHING_LIMIT', 80), ('LIMIT_WARNING', 90), ('LIMIT_EXCEEDED', 100)) l (type, threshold)
  where u.used * 100 >= u.allowed * l.threshold
  order by n.id, u.dimension, l.threshold
  on conflict (workspace_id, monthly_usage_id, dimension, threshold, type)
    do update set triggered = true, resolved_at = null where not a.triggered;
  update "agents"."usage_alerts" a set triggered = false, resolved_at = acervo.now()
  from new_rows n cross join lateral (values ('messages', n.total_messages::numeric, n.limit_messages::numeric), ('tokens', n.total_tokens::numeric, n.limit_tokens::numeric), ('cost', n.total_cost::numeric, n.limit_cost::numeric)) u (dimension, used, allowed)
  where a.monthly_usage_id = n.id and a.dimension = u.dimension and a.triggered
    and a.type <> 'UNUSUAL_ACTIVITY'
    and (u.used * 100 >= u.allowed * a.threshold) is not true;
  return null;
end$body$;
create or replace function "agents"."monthly_usage_keep_erased"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare
  claimed text := current_setting('acervo.tenant', true);
begin
  perform set_config('acervo.tenant', string_agg(distinct o.workspace_id::text, ','), true) from old_rows o;
  insert into "agents"."erased_usage" as e (workspace_id, year, month, total_messages, total_tokens, total_cost, failed_messages, cancelled_messages, failed_tokens, failed_cost, unpriced_messages)
  select o.workspace_id, o.year, o.month, sum(o.total_messages), sum(o.total_tokens), sum(o.total_cost), sum(o.failed_messages), sum(o.cancelled_messages), sum(o.failed_tokens), sum(o.failed_cost), sum(o.unpriced_messages)
  from old_rows o join "agents"."workspaces" w on w.id = o.workspace_id
  group by o.workspace_id, o.year, o.month order by o.workspace_id, o.year, o.month
  on conflict (workspace_id, year, month) do update set
    total_messages = e.total_messages + excluded.total_messages,
    total_tokens = e.total_tokens + excluded.total_tokens,
    total_cost = e.total_cost + excluded.total_cost,
    failed_messages = e.failed_messages + excluded.failed_messages,
    cancelled_messages = e.cancelled_messages + excluded.cancelled_messages,
    failed_tokens = e.failed_tokens + excluded.failed_tokens,
    failed_cost = e.failed_cost + excluded.failed_cost,
    unpriced_messages = e.unpriced_messages + excluded.unpriced_messages;
  perform set_config('acervo.tenant', coalesce(claimed, ''), true);
  return null;
end$body$;
create or replace function "agents"."monthly_usage_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."monthly_usage_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."monthly_agent_usage_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."usage_reservations_hold"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  with late as (
    select r.id from "agents"."usage_reservations" r
    where r.user_id in (select n.user_id from new_rows n)
      and r.status = 'held' and r.expires_at <= acervo.now()
    order by r.id for no key update skip locked
  )
  update "agents"."usage_reservations" r set status = 'expired' from late where r.id = late.id;
  if exists (select from new_rows r where not exists (select from "agents"."monthly_usage" m
      where m.workspace_id = r.workspace_id and m.user_id = r.user_id
        and m.year = extract(year from r.reserved_at at time zone 'UTC')::integer and m.month = extract(month from r.reserved_at at time zone 'UTC')::integer)) then
    perform pg_advisory_xact_lock(hashtextextended('"agents".months.' || k.user_id, 7411))
    from (select distinct r.user_id from new_rows r where not exists (select from "agents"."monthly_usage" m
      where m.workspace_id = r.workspace_id and m.user_id = r.user_id
        and m.year = extract(year from r.reserved_at at time zone 'UTC')::integer and m.month = extract(month from r.reserved_at at time zone 'UTC')::integer) order by r.user_id) k;
    insert into "agents"."monthly_usage" (workspace_id, user_id, year, month, limit_messages, limit_tokens, limit_cost)
    select distinct r.workspace_id, r.user_id, extract(year from r.reserved_at at time zone 'UTC')::integer, extract(month from r.reserved_at at time zone 'UTC')::integer,
      l.limit_messages, l.limit_tokens, l.limit_cost
    from new_rows r left join "agents"."usage_limits" l
      on l.workspace_id = r.workspace_id and l.user_id = r.user_id
    order by 1, 2, 3, 4
    on conflict do nothing;
  end if;
  with delta as (
    select s.id, sum(s.messages) as reserved_messages, sum(s.tokens) as reserved_tokens,
      sum(s.cost) as reserved_cost
    from (select m.id, r.messages as messages, r.tokens as tokens, r.cost as cost
      from new_rows r join "agents"."monthly_usage" m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = extract(year from r.reserved_at at time zone 'UTC')::integer and m.month = extract(month from r.reserved_at at time zone 'UTC')::integer where r.status = 'held') s group by s.id
    having sum(s.messages) <> 0 or sum(s.tokens) <> 0 or sum(s.cost) <> 0
  ), locked as (
    select m.id from "agents"."monthly_usage" m join delta on delta.id = m.id
    order by m.id for no key update of m
  )
  update "agents"."monthly_usage" m set
    reserved_messages = m.reserved_messages + delta.reserved_messages,
    reserved_tokens = m.reserved_tokens + delta.reserved_tokens,
    reserved_cost = m.reserved_cost + delta.reserved_cost
  from delta join locked on locked.id = delta.id where m.id = delta.id;
  if exists (select from new_rows r join "agents"."monthly_usage" m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = extract(year from r.reserved_at at time zone 'UTC')::integer and m.month = extract(month from r.reserved_at at time zone 'UTC')::integer
      where m.total_messages + m.reserved_messages > m.limit_messages
        or m.total_tokens + m.reserved_tokens > m.limit_tokens
        or m.total_cost + m.reserved_cost > m.limit_cost) then
    raise exception 'the limit of the month leaves no room for this call' using errcode = 'AV304';
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_reservations_let_go"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  with delta as (
    select s.id, sum(s.messages) as reserved_messages, sum(s.tokens) as reserved_tokens,
      sum(s.cost) as reserved_cost
    from (select m.id, r.messages as messages, r.tokens as tokens, r.cost as cost
      from new_rows r join "agents"."monthly_usage" m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = extract(year from r.reserved_at at time zone 'UTC')::integer and m.month = extract(month from r.reserved_at at time zone 'UTC')::integer where r.status = 'held' union all select m.id, -r.messages as messages, -r.tokens as tokens, -r.cost as cost
      from old_rows r join "agents"."monthly_usage" m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = extract(year from r.reserved_at at time zone 'UTC')::integer and m.month = extract(month from r.reserved_at at time zone 'UTC')::integer where r.status = 'held') s group by s.id
    having sum(s.messages) <> 0 or sum(s.tokens) <> 0 or sum(s.cost) <> 0
  ), locked as (
    select m.id from "agents"."monthly_usage" m join delta on delta.id = m.id
    order by m.id for no key update of m
  )
  update "agents"."monthly_usage" m set
    reserved_messages = m.reserved_messages + delta.reserved_messages,
    reserved_tokens = m.reserved_tokens + delta.reserved_tokens,
    reserved_cost = m.reserved_cost + delta.reserved_cost
  from delta join locked on locked.id = delta.id where m.id = delta.id;
  return null;
end$body$;
create or replace function "agents"."usage_reservations_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_reservations_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'held' then array['settled', 'released', 'expired']::text[] when 'expired' then array['settled']::text[] when 'settled' then array[]::text[] when 'released' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'usage_reservations', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."usage_reservations_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."usage_reservations_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['held']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'usage_reservations', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: held.';
    end if;
  else
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_logs_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_logs_priced"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if new.cost_source = 'local_zero' then
    new.cost_input = 0; new.cost_output = 0; new.cost_cache = 0;
  elsif new.cost_input is null and new.cost_output is null then
    new.cost_source = 'price_list';
    new.cost_input = (case when new.tokens_input = 0 then 0 else (
      select round(new.tokens_input * p.price / p.unit, 10) from "agents"."model_prices" p
      where p.model = new.model and p.dimension = 'input'
        and new.timestamp >= p.valid_from and (p.valid_until is null or new.timestamp < p.valid_until)
    ) end);
    new.cost_output = (case when new.tokens_output = 0 then 0 else (
      select round(new.tokens_output * p.price / p.unit, 10) from "agents"."model_prices" p
      where p.model = new.model and p.dimension = 'output'
        and new.timestamp >= p.valid_from and (p.valid_until is null or new.timestamp < p.valid_until)
    ) end);
    new.cost_cache = (case when new.tokens_cache_read = 0 then 0 else (
      select round(new.tokens_cache_read * p.price / p.unit, 10) from "agents"."model_prices" p
      where p.model = new.model and p.dimension = 'cache_read'
        and new.timestamp >= p.valid_from and (p.valid_until is null or new.timestamp < p.valid_until)
    ) end)
      + (case when new.tokens_cache_write = 0 then 0 else (
      select round(new.tokens_cache_write * p.price / p.unit, 10) from "agents"."model_prices" p
      where p.model = new.model and p.dimension = 'cache_write'
        and new.timestamp >= p.valid_from and (p.valid_until is null or new.timestamp < p.valid_until)
    ) end);
  else
    new.cost_cache = coalesce(new.cost_cache, 0);
  end if;
  return new;
end$body$;
create or replace function "agents"."usage_logs_roll_up"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare
  named integer;
  settled integer;
begin
  if exists (select from new_rows n where n.agent_id is null) then
    raise exception 'a call names the agent that made it' using errcode = 'AV305';
  end if;
  select count(*) into named from new_rows n where n.reservation_id is not null;
  if named > 0 then
    with open as (
      select r.id from "agents"."usage_reservations" r join new_rows n on n.reservation_id = r.id
      where r.user_id = n.user_id and r.status in ('held', 'expired')
      order by r.id for no key update of r
    ), done as (
      update "agents"."usage_reservations" r set status = 'settled' from open
      where r.id = open.id returning r.id
    )
    select count(*) into settled from done;
    if settled <> named then
      raise exception 'what was reserved for the call is settled or released' using errcode = 'AV304';
    end if;
  end if;
  if exists (select from new_rows r where not exists (select from "agents"."monthly_usage" m
      where m.workspace_id = r.workspace_id and m.user_id = r.user_id
        and m.year = extract(year from r.timestamp at time zone 'UTC')::integer and m.month = extract(month from r.timestamp at time zone 'UTC')::integer)) then
    perform pg_advisory_xact_lock(hashtextextended('"agents".months.' || k.user_id, 7411))
    from (select distinct r.user_id from new_rows r where not exists (select from "agents"."monthly_usage" m
      where m.workspace_id = r.workspace_id and m.user_id = r.user_id
        and m.year = extract(year from r.timestamp at time zone 'UTC')::integer and m.month = extract(month from r.timestamp at time zone 'UTC')::integer) order by r.user_id) k;
    insert into "agents"."monthly_usage" (workspace_id, user_id, year, month, limit_messages, limit_tokens, limit_cost)
    select distinct r.workspace_id, r.user_id, extract(year from r.timestamp at time zone 'UTC')::integer, extract(month from r.timestamp at time zone 'UTC')::integer,
      l.limit_messages, l.limit_tokens, l.limit_cost
    from new_rows r left join "agents"."usage_limits" l
      on l.workspace_id = r.workspace_id and l.user_id = r.user_id
    order by 1, 2, 3, 4
    on conflict do nothing;
  end if;
  with delta as (
    select m.id, count(*) filter (where r.success) as total_messages,
      coalesce(sum(r.total_tokens) filter (where r.success), 0) as total_tokens,
      coalesce(sum(r.total_cost) filter (where r.success), 0) as total_cost,
      count(*) filter (where not r.success and not r.cancelled) as failed_messages,
      count(*) filter (where r.cancelled) as cancelled_messages,
      coalesce(sum(r.total_tokens) filter (where not r.success), 0) as failed_tokens,
      coalesce(sum(r.total_cost) filter (where not r.success), 0) as failed_cost,
      count(*) filter (where r.total_cost is null) as unpriced_messages
    from new_rows r join "agents"."monthly_usage" m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = extract(year from r.timestamp at time zone 'UTC')::integer and m.month = extract(month from r.timestamp at time zone 'UTC')::integer
    group by m.id
  ), locked as (
    select m.id from "agents"."monthly_usage" m join delta on delta.id = m.id
    order by m.id for no key update of m
  )
  update "agents"."monthly_usage" m set
    total_messages = m.total_messages + delta.total_messages,
    total_tokens = m.total_tokens + delta.total_tokens,
    total_cost = m.total_cost + delta.total_cost,
    failed_messages = m.failed_messages + delta.failed_messages,
    cancelled_messages = m.cancelled_messages + delta.cancelled_messages,
    failed_tokens = m.failed_tokens + delta.failed_tokens,
    failed_cost = m.failed_cost + delta.failed_cost,
    unpriced_messages = m.unpriced_messages + delta.unpriced_messages
  from delta join locked on locked.id = delta.id where m.id = delta.id;
  insert into "agents"."monthly_agent_usage" as a
    (workspace_id, user_id, monthly_usage_id, agent_id, total_messages, total_tokens, total_cost, failed_messages, cancelled_messages, failed_tokens, failed_cost, unpriced_messages)
  select m.workspace_id, m.user_id, m.id, r.agent_id, count(*) filter (where r.success) as total_messages,
      coalesce(sum(r.total_tokens) filter (where r.success), 0) as total_tokens,
      coalesce(sum(r.total_cost) filter (where r.success), 0) as total_cost,
      count(*) filter (where not r.success and not r.cancelled) as failed_messages,
      count(*) filter (where r.cancelled) as cancelled_messages,
      coalesce(sum(r.total_tokens) filter (where not r.success), 0) as failed_tokens,
      coalesce(sum(r.total_cost) filter (where not r.success), 0) as failed_cost,
      count(*) filter (where r.total_cost is null) as unpriced_messages
  from new_rows r join "agents"."monthly_usage" m on m.workspace_id = r.workspace_id and m.user_id = r.user_id
      and m.year = extract(year from r.timestamp at time zone 'UTC')::integer and m.month = extract(month from r.timestamp at time zone 'UTC')::integer
  group by m.workspace_id, m.user_id, m.id, r.agent_id order by m.id, r.agent_id
  on conflict (workspace_id, monthly_usage_id, agent_id) do update set
    total_messages = a.total_messages + excluded.total_messages,
    total_tokens = a.total_tokens + excluded.total_tokens,
    total_cost = a.total_cost + excluded.total_cost,
    failed_messages = a.failed_messages + excluded.failed_messages,
    cancelled_messages = a.cancelled_messages + excluded.cancelled_messages,
    failed_tokens = a.failed_tokens + excluded.failed_tokens,
    failed_cost = a.failed_cost + excluded.failed_cost,
    unpriced_messages = a.unpriced_messages + excluded.unpriced_messages;
  return null;
end$body$;
create or replace function "agents"."usage_alerts_count_warnings_sent"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    perform from "agents"."monthly_usage" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.monthly_usage_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."monthly_usage" p set warnings_sent = p.warnings_sent + delta.n
    from (select c.id, sum(c.n) as n from (select r.monthly_usage_id as id, 1 as n from new_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  elsif tg_op = 'DELETE' then
    perform from "agents"."monthly_usage" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.monthly_usage_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."monthly_usage" p set warnings_sent = p.warnings_sent + delta.n
    from (select c.id, sum(c.n) as n from (select r.monthly_usage_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  else
    perform from "agents"."monthly_usage" p where p.id in (select d.id from (select c.id, sum(c.n) as n from (select r.monthly_usage_id as id, 1 as n from new_rows r where true and (true) union all select r.monthly_usage_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) d)
      order by p.id for no key update of p;
    update "agents"."monthly_usage" p set warnings_sent = p.warnings_sent + delta.n
    from (select c.id, sum(c.n) as n from (select r.monthly_usage_id as id, 1 as n from new_rows r where true and (true) union all select r.monthly_usage_id as id, -1 as n from old_rows r where true and (true)) c
      where c.id is not null group by c.id having sum(c.n) <> 0) delta where p.id = delta.id;
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_alerts_emit"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with told as (
      select n.id, n.user_id, n.type, n.dimension, n.threshold, n.id::text as "its id",
        array_remove(array[case when n."holds 0" then 1 end], null) as "its events"
      from (select *, (triggered) is true as "holds 0" from new_rows) n
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'UsageAlert', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "agents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'UsageAlert', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['UsageAlertRaised'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('alertId', n."id", 'userId', n."user_id", 'type', n."type", 'dimension', n."dimension", 'threshold', n."threshold") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  else
    with told as (
      select n.id, n.user_id, n.type, n.dimension, n.threshold, n.id::text as "its id",
        array_remove(array[case when n."holds 0" and not o."holds 0" then 1 end], null) as "its events"
      from (select *, (triggered) is true as "holds 0" from new_rows) n
        join (select *, (triggered) is true as "holds 0" from old_rows) o on o.id = n.id
    ), taken as (
      insert into acervo.outbox_counter as c (database, aggregate_type, aggregate_id, seq)
      select tg_table_schema, 'UsageAlert', n."its id", cardinality(n."its events") from told n
      where n."its events" <> '{}' order by n."its id"
      on conflict (database, aggregate_type, aggregate_id) do update set seq = c.seq + excluded.seq
      returning c.aggregate_id, c.seq
    )
    insert into "agents"."outbox_events"
      (aggregate_type, aggregate_id, aggregate_seq, event_type, event_version, payload)
    select 'UsageAlert', n."its id", t.seq - cardinality(n."its events") + p.rank,
      (array['UsageAlertRaised'])[p.place],
      (array[1])[p.place],
      case p.place when 1 then jsonb_build_object('alertId', n."id", 'userId', n."user_id", 'type', n."type", 'dimension', n."dimension", 'threshold', n."threshold") end
    from told n join taken t on t.aggregate_id = n."its id"
      cross join lateral unnest(n."its events") with ordinality p (place, rank)
    order by n."its id", p.rank;
  end if;
  return null;
end$body$;
create or replace function "agents"."usage_alerts_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."erased_usage_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."support_tickets_audit"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if tg_op = 'INSERT' then
    with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        null::jsonb as before, came as after,
        null::jsonb as before_apart, came_apart as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from (
      select (select acervo.clock()::timestamptz(6)) as occurred_at, n."id"::text as row_id,
        n."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select n."id" as "id", n."category" as "category", n."priority" as "priority", n."status" as "status", n."user_id" as "userId", n."assigned_to_id" as "assignedToId", n."ai_resolved" as "aiResolved") r) as came,
        (select to_jsonb(r) from (select n."title" as "title", n."description" as "description", n."ai_suggestion" as "aiSuggestion", n."metadata" as "metadata") r) as came_apart,
        nullif(array_remove(array[case when n."title" is not null then 'title' end, case when n."description" is not null then 'description' end, case when n."ai_suggestion" is not null then 'aiSuggestion' end, case when n."metadata" is not null then 'metadata' end], null), '{}') as withheld, n."user_id"::text as subject
      from new_rows n
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'support_tickets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'INSERT', 'support_tickets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('support_tickets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        o."workspace_id" as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."category" as "category", o."priority" as "priority", o."status" as "status", o."user_id" as "userId", o."assigned_to_id" as "assignedToId", o."ai_resolved" as "aiResolved") r) as gone,
        (select to_jsonb(r) from (select o."title" as "title", o."description" as "description", o."ai_suggestion" as "aiSuggestion", o."metadata" as "metadata") r) as gone_apart,
        nullif(array_remove(array[case when o."title" is not null then 'title' end, case when o."description" is not null then 'description' end, case when o."ai_suggestion" is not null then 'aiSuggestion' end, case when o."metadata" is not null then 'metadata' end], null), '{}') as withheld, o."user_id"::text as subject
      from old_rows o
      offset 0
    ) c
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'support_tickets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'DELETE', 'support_tickets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('support_tickets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
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
        coalesce(n."workspace_id", o."workspace_id") as tenant_id,
        (select to_jsonb(r) from (select o."id" as "id", o."category" as "category", o."priority" as "priority", o."status" as "status", o."user_id" as "userId", o."assigned_to_id" as "assignedToId", o."ai_resolved" as "aiResolved") r) as gone, (select to_jsonb(r) from (select n."id" as "id", n."category" as "category", n."priority" as "priority", n."status" as "status", n."user_id" as "userId", n."assigned_to_id" as "assignedToId", n."ai_resolved" as "aiResolved") r) as came, array[case when not (o."id" is distinct from n."id") then 'id' end, case when not (o."category" is distinct from n."category") then 'category' end, case when not (o."priority" is distinct from n."priority") then 'priority' end, case when not (o."status" is distinct from n."status") then 'status' end, case when not (o."user_id" is distinct from n."user_id") then 'userId' end, case when not (o."assigned_to_id" is distinct from n."assigned_to_id") then 'assignedToId' end, case when not (o."ai_resolved" is distinct from n."ai_resolved") then 'aiResolved' end] as same,
        (select to_jsonb(r) from (select o."title" as "title", o."description" as "description", o."ai_suggestion" as "aiSuggestion", o."metadata" as "metadata") r) as gone_apart, (select to_jsonb(r) from (select n."title" as "title", n."description" as "description", n."ai_suggestion" as "aiSuggestion", n."metadata" as "metadata") r) as came_apart, array[case when not (o."title" is distinct from n."title") then 'title' end, case when not (o."description" is distinct from n."description") then 'description' end, case when not (o."ai_suggestion" is distinct from n."ai_suggestion") then 'aiSuggestion' end, case when not (o."metadata" is distinct from n."metadata") then 'metadata' end] as same_apart,
        nullif(array_remove(array[case when o."title" is distinct from n."title" then 'title' end, case when o."description" is distinct from n."description" then 'description' end, case when o."ai_suggestion" is distinct from n."ai_suggestion" then 'aiSuggestion' end, case when o."metadata" is distinct from n."metadata" then 'metadata' end], null), '{}') as withheld, coalesce(n."user_id"::text, o."user_id"::text) as subject
      from old_rows o full join new_rows n on o."id" = n."id"
      offset 0
    ) c
    where array_position(same, null) is not null or array_position(same_apart, null) is not null or withheld is not null
    ), apart as (
      insert into "agents"."audit_details" (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, 'support_tickets', coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null
    )
    insert into "agents"."audit_events" as e
      (id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld, detail_digest)
    select id, occurred_at, pg_current_xact_id()::text::bigint, 'UPDATE', 'support_tickets', row_id, tenant_id,
      coalesce(nullif(current_setting('acervo.actor', true), ''), acervo.audit_actor('support_tickets')), nullif(current_setting('acervo.purpose', true), ''), nullif(current_setting('acervo.request_id', true), ''),
      nullif(current_setting('acervo.agent', true), ''), nullif(current_setting('acervo.agent_run', true), ''), nullif(current_setting('acervo.agent_tool', true), ''), before, after, withheld,
      case when coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;
  end if;
  return null;
end$body$;
create or replace function "agents"."support_tickets_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."support_tickets_member"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  if exists (select from new_rows n join "agents"."users" u on u.id = n.user_id
             where u.workspace_id <> n.workspace_id) then
    raise exception using errcode = 'AV303', message = 'the user is not of this workspace';
  end if;
  return null;
end$body$;
create or replace function "agents"."support_tickets_number"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare next text;
begin
  insert into "agents"."ticket_counters" as c (workspace_id, last) values (new.workspace_id, 1)
  on conflict (workspace_id) do update set last = c.last + 1
  returning c.last::text into next;
  new.ticket_number = 'TICK-' || lpad(next, greatest(6, length(next)), '0');
  return new;
end$body$;
create or replace function "agents"."support_tickets_stamp"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  if new.status not in ('RESOLVED', 'CLOSED') then
    new.resolved_at = null;
  elsif new.status = 'RESOLVED' then
    new.resolved_at = coalesce(new.resolved_at, acervo.now());
  end if;
  new.closed_at = case when new.status in ('CLOSED', 'CANCELLED') then coalesce(new.closed_at, acervo.now()) end;
  return new;
end$body$;
create or replace function "agents"."support_tickets_states"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.status is distinct from old.status then
    allowed := case old.status when 'OPEN' then array['IN_PROGRESS', 'WAITING_USER', 'RESOLVED', 'CANCELLED']::text[] when 'IN_PROGRESS' then array['OPEN', 'WAITING_USER', 'RESOLVED', 'CANCELLED']::text[] when 'WAITING_USER' then array['OPEN', 'IN_PROGRESS', 'RESOLVED', 'CLOSED', 'CANCELLED']::text[] when 'RESOLVED' then array['OPEN', 'CLOSED']::text[] when 'CLOSED' then array[]::text[] when 'CANCELLED' then array[]::text[] end;
    if not coalesce(new.status = any (allowed), false) then
      raise exception using errcode = 'AV323', table = 'support_tickets', column = 'status',
        message = format('%s does not go from %s to %s', 'status', old.status, coalesce(new.status, 'null')),
        detail = format('Allowed from %s: %s.', old.status, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;
  return new;
end$body$;
create or replace function "agents"."support_tickets_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."support_tickets_transitions"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then
    select n.status into strange from new_rows n where n.status <> all (array['OPEN']::text[]) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = 'support_tickets', column = 'status',
        message = format('%s does not begin as %s', 'status', strange),
        detail = 'Allowed: OPEN.';
    end if;
    insert into "agents"."support_transitions" (ticket_id, user_id, workspace_id, from_state, to_state, at, actor)
    select n.id, n.user_id, n.workspace_id, null, n.status, acervo.clock(), actor from new_rows n;
  else
    insert into "agents"."support_transitions" (ticket_id, user_id, workspace_id, from_state, to_state, at, actor)
    select n.id, n.user_id, n.workspace_id, o.status, n.status, acervo.clock(), actor from new_rows n join old_rows o on o."id" = n."id"
    where n.status is distinct from o.status;
  end if;
  return null;
end$body$;
create or replace function "agents"."support_messages_address"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
declare t record;
begin
  select s.user_id, s.status into t from "agents"."support_tickets" s
    where s.id = new.ticket_id for no key update;
  if not found then
    raise exception 'a linked row is missing or still in use' using errcode = 'AV303';
  end if;
  if t.status in ('CLOSED', 'CANCELLED') then
    raise exception 'the ticket is closed' using errcode = 'AV304';
  end if;
  if not new.is_ai and not new.is_staff and new.author_id is distinct from t.user_id then
    raise exception 'only its user and staff write in a ticket' using errcode = 'AV304';
  end if;
  new.user_id = t.user_id;
  return new;
end$body$;
create or replace function "agents"."support_messages_reopen"() returns trigger language plpgsql security definer
set row_security to on
set search_path to "agents", pg_temp as $body$
begin
  update "agents"."support_tickets" s set status = 'OPEN'
  where s.status in ('WAITING_USER', 'RESOLVED') and s.id in (
    select n.ticket_id from new_rows n where not n.is_ai and not n.is_staff);
  return null;
end$body$;
create or replace function "agents"."support_messages_touch"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  new.updated_at = acervo.now();
  return new;
end$body$;
create or replace function "agents"."audit_events_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."audit_details_keep"() returns trigger language plpgsql security invoker
set search_path to "agents", pg_temp as $body$
begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end$body$;
create or replace function "agents"."outbox_events_number"() returns trigger language plpgsql security definer
set search_path to "agents", pg_temp as $body$
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
  update "agents"."outbox_events" o set aggregate_seq = t.seq - r.total + r.rank
  from ranked r join taken t using (aggregate_type, aggregate_id)
  where o.id = r.id;
  return null;
end$body$;
create or replace trigger "touch" before update on "agents"."workspaces" for each row execute function "agents"."workspaces_touch"();
create or replace trigger "audit_insert" after insert on "agents"."users" referencing new table as new_rows for each statement execute function "agents"."users_audit"();
create or replace trigger "audit_update" after update on "agents"."users" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."users_audit"();
create or replace trigger "audit_delete" after delete on "agents"."users" referencing old table as old_rows for each statement execute function "agents"."users_audit"();
create or replace trigger "give_tier" after update on "agents"."users" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."users_give_tier"();
create or replace trigger "give_workspace" before insert on "agents"."users" for each row execute function "agents"."users_give_workspace"();
create or replace trigger "keep" before truncate on "agents"."users" for each statement execute function "agents"."users_keep"();
create or replace trigger "keep_super_administrator_update" before update on "agents"."users" for each statement execute function "agents"."users_keep_super_administrator"();
create or replace trigger "keep_super_administrator_delete" before delete on "agents"."users" for each statement execute function "agents"."users_keep_super_administrator"();
create or replace trigger "kept_super_administrator_update" after update on "agents"."users" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."users_kept_super_administrator"();
create or replace trigger "kept_super_administrator_delete" after delete on "agents"."users" referencing old table as old_rows for each statement execute function "agents"."users_kept_super_administrator"();
create or replace trigger "leave_workspace" after delete on "agents"."users" referencing old table as old_rows for each statement execute function "agents"."users_leave_workspace"();
create or replace trigger "touch" before update on "agents"."users" for each row execute function "agents"."users_touch"();
create or replace trigger "sealed_insert" after insert on "agents"."accounts" referencing new table as new_rows for each statement execute function "agents"."accounts_sealed"();
create or replace trigger "sealed_update" after update on "agents"."accounts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."accounts_sealed"();
create or replace trigger "touch" before update on "agents"."accounts" for each row execute function "agents"."accounts_touch"();
create or replace trigger "touch" before update on "agents"."auth_sessions" for each row execute function "agents"."auth_sessions_touch"();
create or replace trigger "touch" before update on "agents"."verification_tokens" for each row execute function "agents"."verification_tokens_touch"();
create or replace trigger "audit_insert" after insert on "agents"."invitations" referencing new table as new_rows for each statement execute function "agents"."invitations_audit"();
create or replace trigger "audit_update" after update on "agents"."invitations" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."invitations_audit"();
create or replace trigger "audit_delete" after delete on "agents"."invitations" referencing old table as old_rows for each statement execute function "agents"."invitations_audit"();
create or replace trigger "keep" before truncate on "agents"."invitations" for each statement execute function "agents"."invitations_keep"();
create or replace trigger "states_update" before update on "agents"."invitations" for each row execute function "agents"."invitations_states"();
create or replace trigger "touch" before update on "agents"."invitations" for each row execute function "agents"."invitations_touch"();
create or replace trigger "member" after insert on "agents"."user_settings" referencing new table as new_rows for each statement execute function "agents"."user_settings_member"();
create or replace trigger "touch" before update on "agents"."user_settings" for each row execute function "agents"."user_settings_touch"();
create or replace trigger "first_version" after insert on "agents"."agents" referencing new table as new_rows for each statement execute function "agents"."agents_first_version"();
create or replace trigger "member" after insert on "agents"."agents" referencing new table as new_rows for each statement execute function "agents"."agents_member"();
create or replace trigger "publish" before update on "agents"."agents" for each row execute function "agents"."agents_publish"();
create or replace trigger "touch" before update on "agents"."agents" for each row execute function "agents"."agents_touch"();
create or replace trigger "number_version" before insert on "agents"."agent_versions" for each row execute function "agents"."agent_versions_number_version"();
create or replace trigger "count_rating_count_insert" after insert on "agents"."agent_ratings" referencing new table as new_rows for each statement execute function "agents"."agent_ratings_count_rating_count"();
create or replace trigger "count_rating_count_update" after update on "agents"."agent_ratings" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."agent_ratings_count_rating_count"();
create or replace trigger "count_rating_count_delete" after delete on "agents"."agent_ratings" referencing old table as old_rows for each statement execute function "agents"."agent_ratings_count_rating_count"();
create or replace trigger "count_rating_sum_insert" after insert on "agents"."agent_ratings" referencing new table as new_rows for each statement execute function "agents"."agent_ratings_count_rating_sum"();
create or replace trigger "count_rating_sum_update" after update on "agents"."agent_ratings" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."agent_ratings_count_rating_sum"();
create or replace trigger "count_rating_sum_delete" after delete on "agents"."agent_ratings" referencing old table as old_rows for each statement execute function "agents"."agent_ratings_count_rating_sum"();
create or replace trigger "member" after insert on "agents"."agent_ratings" referencing new table as new_rows for each statement execute function "agents"."agent_ratings_member"();
create or replace trigger "rate_seen" after insert on "agents"."agent_ratings" referencing new table as new_rows for each statement execute function "agents"."agent_ratings_rate_seen"();
create or replace trigger "touch" before update on "agents"."agent_ratings" for each row execute function "agents"."agent_ratings_touch"();
create or replace trigger "grantee_workspace" before insert on "agents"."user_agent_permissions" for each row execute function "agents"."user_agent_permissions_grantee_workspace"();
create or replace trigger "touch" before update on "agents"."user_agent_permissions" for each row execute function "agents"."user_agent_permissions_touch"();
create or replace trigger "member" after insert on "agents"."chat_sessions" referencing new table as new_rows for each statement execute function "agents"."chat_sessions_member"();
create or replace trigger "touch" before update on "agents"."chat_sessions" for each row execute function "agents"."chat_sessions_touch"();
create or replace trigger "count_total_messages_insert" after insert on "agents"."conversations" referencing new table as new_rows for each statement execute function "agents"."conversations_count_total_messages"();
create or replace trigger "count_total_messages_update" after update on "agents"."conversations" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."conversations_count_total_messages"();
create or replace trigger "count_total_messages_delete" after delete on "agents"."conversations" referencing old table as old_rows for each statement execute function "agents"."conversations_count_total_messages"();
create or replace trigger "count_total_uses_insert" after insert on "agents"."conversations" referencing new table as new_rows for each statement execute function "agents"."conversations_count_total_uses"();
create or replace trigger "count_total_uses_update" after update on "agents"."conversations" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."conversations_count_total_uses"();
create or replace trigger "count_total_uses_delete" after delete on "agents"."conversations" referencing old table as old_rows for each statement execute function "agents"."conversations_count_total_uses"();
create or replace trigger "touch" before update on "agents"."conversations" for each row execute function "agents"."conversations_touch"();
create or replace trigger "with_agent" before insert on "agents"."conversations" for each row execute function "agents"."conversations_with_agent"();
create or replace trigger "with_agent_version" before insert on "agents"."conversations" for each row execute function "agents"."conversations_with_agent_version"();
create or replace trigger "activity" after insert on "agents"."messages" referencing new table as new_rows for each statement execute function "agents"."messages_activity"();
create or replace trigger "count_message_count_insert" after insert on "agents"."messages" referencing new table as new_rows for each statement execute function "agents"."messages_count_message_count"();
create or replace trigger "count_message_count_update" after update on "agents"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."messages_count_message_count"();
create or replace trigger "count_message_count_delete" after delete on "agents"."messages" referencing old table as old_rows for each statement execute function "agents"."messages_count_message_count"();
create or replace trigger "count_token_count_insert" after insert on "agents"."messages" referencing new table as new_rows for each statement execute function "agents"."messages_count_token_count"();
create or replace trigger "count_token_count_update" after update on "agents"."messages" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."messages_count_token_count"();
create or replace trigger "count_token_count_delete" after delete on "agents"."messages" referencing old table as old_rows for each statement execute function "agents"."messages_count_token_count"();
create or replace trigger "states_update" before update on "agents"."messages" for each row execute function "agents"."messages_states"();
create or replace trigger "touch" before update on "agents"."messages" for each row execute function "agents"."messages_touch"();
create or replace trigger "tree" after insert on "agents"."messages" referencing new table as new_rows for each statement execute function "agents"."messages_tree"();
create or replace trigger "freeze" before insert on "agents"."conversation_shares" for each row execute function "agents"."conversation_shares_freeze"();
create or replace trigger "member" after insert on "agents"."conversation_shares" referencing new table as new_rows for each statement execute function "agents"."conversation_shares_member"();
create or replace trigger "touch" before update on "agents"."conversation_shares" for each row execute function "agents"."conversation_shares_touch"();
create or replace trigger "follow_folder" after update on "agents"."storage_folders" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."storage_folders_follow_folder"();
create or replace trigger "member" after insert on "agents"."storage_folders" referencing new table as new_rows for each statement execute function "agents"."storage_folders_member"();
create or replace trigger "place_folder_insert" before insert on "agents"."storage_folders" for each row execute function "agents"."storage_folders_place_folder"();
create or replace trigger "place_folder_update" before update on "agents"."storage_folders" for each row execute function "agents"."storage_folders_place_folder"();
create or replace trigger "queue_folders_insert" before insert on "agents"."storage_folders" for each statement execute function "agents"."storage_folders_queue_folders"();
create or replace trigger "queue_folders_update" before update on "agents"."storage_folders" for each statement execute function "agents"."storage_folders_queue_folders"();
create or replace trigger "touch" before update on "agents"."storage_folders" for each row execute function "agents"."storage_folders_touch"();
create or replace trigger "member" after insert on "agents"."storage_files" referencing new table as new_rows for each statement execute function "agents"."storage_files_member"();
create or replace trigger "meter_files_insert" after insert on "agents"."storage_files" referencing new table as new_rows for each statement execute function "agents"."storage_files_meter_files"();
create or replace trigger "meter_files_update" after update on "agents"."storage_files" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."storage_files_meter_files"();
create or replace trigger "meter_files_delete" after delete on "agents"."storage_files" referencing old table as old_rows for each statement execute function "agents"."storage_files_meter_files"();
create or replace trigger "states_update" before update on "agents"."storage_files" for each row execute function "agents"."storage_files_states"();
create or replace trigger "touch" before update on "agents"."storage_files" for each row execute function "agents"."storage_files_touch"();
create or replace trigger "touch" before update on "agents"."message_attachments" for each row execute function "agents"."message_attachments_touch"();
create or replace trigger "member" after insert on "agents"."artifacts" referencing new table as new_rows for each statement execute function "agents"."artifacts_member"();
create or replace trigger "succeed" before insert on "agents"."artifacts" for each row execute function "agents"."artifacts_succeed"();
create or replace trigger "touch" before update on "agents"."artifacts" for each row execute function "agents"."artifacts_touch"();
create or replace trigger "member" after insert on "agents"."rag_documents" referencing new table as new_rows for each statement execute function "agents"."rag_documents_member"();
create or replace trigger "states_update" before update on "agents"."rag_documents" for each row execute function "agents"."rag_documents_states"();
create or replace trigger "touch" before update on "agents"."rag_documents" for each row execute function "agents"."rag_documents_touch"();
create or replace trigger "count_chunk_count_insert" after insert on "agents"."rag_chunks" referencing new table as new_rows for each statement execute function "agents"."rag_chunks_count_chunk_count"();
create or replace trigger "count_chunk_count_update" after update on "agents"."rag_chunks" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."rag_chunks_count_chunk_count"();
create or replace trigger "count_chunk_count_delete" after delete on "agents"."rag_chunks" referencing old table as old_rows for each statement execute function "agents"."rag_chunks_count_chunk_count"();
create or replace trigger "touch" before update on "agents"."rag_chunks" for each row execute function "agents"."rag_chunks_touch"();
create or replace trigger "member" after insert on "agents"."rag_settings" referencing new table as new_rows for each statement execute function "agents"."rag_settings_member"();
create or replace trigger "touch" before update on "agents"."rag_settings" for each row execute function "agents"."rag_settings_touch"();
create or replace trigger "member" after insert on "agents"."mcp_integrations" referencing new table as new_rows for each statement execute function "agents"."mcp_integrations_member"();
create or replace trigger "sealed_insert" after insert on "agents"."mcp_integrations" referencing new table as new_rows for each statement execute function "agents"."mcp_integrations_sealed"();
create or replace trigger "sealed_update" after update on "agents"."mcp_integrations" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."mcp_integrations_sealed"();
create or replace trigger "touch" before update on "agents"."mcp_integrations" for each row execute function "agents"."mcp_integrations_touch"();
create or replace trigger "sync_failures" after insert on "agents"."mcp_sync_logs" for each row execute function "agents"."mcp_sync_logs_sync_failures"();
create or replace trigger "audit_insert" after insert on "agents"."storage_quotas" referencing new table as new_rows for each statement execute function "agents"."storage_quotas_audit"();
create or replace trigger "audit_update" after update on "agents"."storage_quotas" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."storage_quotas_audit"();
create or replace trigger "audit_delete" after delete on "agents"."storage_quotas" referencing old table as old_rows for each statement execute function "agents"."storage_quotas_audit"();
create or replace trigger "keep" before truncate on "agents"."storage_quotas" for each statement execute function "agents"."storage_quotas_keep"();
create or replace trigger "member" after insert on "agents"."storage_quotas" referencing new table as new_rows for each statement execute function "agents"."storage_quotas_member"();
create or replace trigger "take_tier" before insert on "agents"."storage_quotas" for each row execute function "agents"."storage_quotas_take_tier"();
create or replace trigger "touch" before update on "agents"."storage_quotas" for each row execute function "agents"."storage_quotas_touch"();
create or replace trigger "member" after insert on "agents"."storage_reservations" referencing new table as new_rows for each statement execute function "agents"."storage_reservations_member"();
create or replace trigger "meter_reservations_insert" after insert on "agents"."storage_reservations" referencing new table as new_rows for each statement execute function "agents"."storage_reservations_meter_reservations"();
create or replace trigger "meter_reservations_update" after update on "agents"."storage_reservations" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."storage_reservations_meter_reservations"();
create or replace trigger "meter_reservations_delete" after delete on "agents"."storage_reservations" referencing old table as old_rows for each statement execute function "agents"."storage_reservations_meter_reservations"();
create or replace trigger "forget_reservations" after insert on "agents"."storage_reservations" referencing new table as new_rows for each statement execute function "agents"."storage_reservations_run_out"();
create or replace trigger "touch" before update on "agents"."storage_reservations" for each row execute function "agents"."storage_reservations_touch"();
create or replace trigger "member" after insert on "agents"."file_shares" referencing new table as new_rows for each statement execute function "agents"."file_shares_member"();
create or replace trigger "share_scanned" before insert on "agents"."file_shares" for each row execute function "agents"."file_shares_share_scanned"();
create or replace trigger "touch" before update on "agents"."file_shares" for each row execute function "agents"."file_shares_touch"();
create or replace trigger "count_download_count_insert" after insert on "agents"."file_downloads" referencing new table as new_rows for each statement execute function "agents"."file_downloads_count_download_count"();
create or replace trigger "count_download_count_update" after update on "agents"."file_downloads" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."file_downloads_count_download_count"();
create or replace trigger "count_download_count_delete" after delete on "agents"."file_downloads" referencing old table as old_rows for each statement execute function "agents"."file_downloads_count_download_count"();
create or replace trigger "permit_download" before insert on "agents"."file_downloads" for each row execute function "agents"."file_downloads_permit_download"();
create or replace trigger "audit_insert" after insert on "agents"."health_profiles" referencing new table as new_rows for each statement execute function "agents"."health_profiles_audit"();
create or replace trigger "audit_update" after update on "agents"."health_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."health_profiles_audit"();
create or replace trigger "audit_delete" after delete on "agents"."health_profiles" referencing old table as old_rows for each statement execute function "agents"."health_profiles_audit"();
create or replace trigger "keep" before truncate on "agents"."health_profiles" for each statement execute function "agents"."health_profiles_keep"();
create or replace trigger "member" after insert on "agents"."health_profiles" referencing new table as new_rows for each statement execute function "agents"."health_profiles_member"();
create or replace trigger "sealed_insert" after insert on "agents"."health_profiles" referencing new table as new_rows for each statement execute function "agents"."health_profiles_sealed"();
create or replace trigger "sealed_update" after update on "agents"."health_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."health_profiles_sealed"();
create or replace trigger "touch" before update on "agents"."health_profiles" for each row execute function "agents"."health_profiles_touch"();
create or replace trigger "audit_insert" after insert on "agents"."medical_conditions" referencing new table as new_rows for each statement execute function "agents"."medical_conditions_audit"();
create or replace trigger "audit_update" after update on "agents"."medical_conditions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medical_conditions_audit"();
create or replace trigger "audit_delete" after delete on "agents"."medical_conditions" referencing old table as old_rows for each statement execute function "agents"."medical_conditions_audit"();
create or replace trigger "keep" before truncate on "agents"."medical_conditions" for each statement execute function "agents"."medical_conditions_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."medical_conditions" referencing new table as new_rows for each statement execute function "agents"."medical_conditions_own_links"();
create or replace trigger "own_links_update" after update on "agents"."medical_conditions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medical_conditions_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."medical_conditions" referencing new table as new_rows for each statement execute function "agents"."medical_conditions_sealed"();
create or replace trigger "sealed_update" after update on "agents"."medical_conditions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medical_conditions_sealed"();
create or replace trigger "touch" before update on "agents"."medical_conditions" for each row execute function "agents"."medical_conditions_touch"();
create or replace trigger "audit_insert" after insert on "agents"."medications" referencing new table as new_rows for each statement execute function "agents"."medications_audit"();
create or replace trigger "audit_update" after update on "agents"."medications" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medications_audit"();
create or replace trigger "audit_delete" after delete on "agents"."medications" referencing old table as old_rows for each statement execute function "agents"."medications_audit"();
create or replace trigger "keep" before truncate on "agents"."medications" for each statement execute function "agents"."medications_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."medications" referencing new table as new_rows for each statement execute function "agents"."medications_own_links"();
create or replace trigger "own_links_update" after update on "agents"."medications" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medications_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."medications" referencing new table as new_rows for each statement execute function "agents"."medications_sealed"();
create or replace trigger "sealed_update" after update on "agents"."medications" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medications_sealed"();
create or replace trigger "touch" before update on "agents"."medications" for each row execute function "agents"."medications_touch"();
create or replace trigger "audit_insert" after insert on "agents"."medication_logs" referencing new table as new_rows for each statement execute function "agents"."medication_logs_audit"();
create or replace trigger "audit_update" after update on "agents"."medication_logs" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medication_logs_audit"();
create or replace trigger "audit_delete" after delete on "agents"."medication_logs" referencing old table as old_rows for each statement execute function "agents"."medication_logs_audit"();
create or replace trigger "keep" before truncate on "agents"."medication_logs" for each statement execute function "agents"."medication_logs_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."medication_logs" referencing new table as new_rows for each statement execute function "agents"."medication_logs_own_links"();
create or replace trigger "own_links_update" after update on "agents"."medication_logs" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medication_logs_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."medication_logs" referencing new table as new_rows for each statement execute function "agents"."medication_logs_sealed"();
create or replace trigger "sealed_update" after update on "agents"."medication_logs" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medication_logs_sealed"();
create or replace trigger "touch" before update on "agents"."medication_logs" for each row execute function "agents"."medication_logs_touch"();
create or replace trigger "audit_insert" after insert on "agents"."allergies" referencing new table as new_rows for each statement execute function "agents"."allergies_audit"();
create or replace trigger "audit_update" after update on "agents"."allergies" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."allergies_audit"();
create or replace trigger "audit_delete" after delete on "agents"."allergies" referencing old table as old_rows for each statement execute function "agents"."allergies_audit"();
create or replace trigger "keep" before truncate on "agents"."allergies" for each statement execute function "agents"."allergies_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."allergies" referencing new table as new_rows for each statement execute function "agents"."allergies_own_links"();
create or replace trigger "own_links_update" after update on "agents"."allergies" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."allergies_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."allergies" referencing new table as new_rows for each statement execute function "agents"."allergies_sealed"();
create or replace trigger "sealed_update" after update on "agents"."allergies" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."allergies_sealed"();
create or replace trigger "touch" before update on "agents"."allergies" for each row execute function "agents"."allergies_touch"();
create or replace trigger "audit_insert" after insert on "agents"."medical_appointments" referencing new table as new_rows for each statement execute function "agents"."medical_appointments_audit"();
create or replace trigger "audit_update" after update on "agents"."medical_appointments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medical_appointments_audit"();
create or replace trigger "audit_delete" after delete on "agents"."medical_appointments" referencing old table as old_rows for each statement execute function "agents"."medical_appointments_audit"();
create or replace trigger "keep" before truncate on "agents"."medical_appointments" for each statement execute function "agents"."medical_appointments_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."medical_appointments" referencing new table as new_rows for each statement execute function "agents"."medical_appointments_own_links"();
create or replace trigger "own_links_update" after update on "agents"."medical_appointments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medical_appointments_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."medical_appointments" referencing new table as new_rows for each statement execute function "agents"."medical_appointments_sealed"();
create or replace trigger "sealed_update" after update on "agents"."medical_appointments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."medical_appointments_sealed"();
create or replace trigger "states_update" before update on "agents"."medical_appointments" for each row execute function "agents"."medical_appointments_states"();
create or replace trigger "touch" before update on "agents"."medical_appointments" for each row execute function "agents"."medical_appointments_touch"();
create or replace trigger "transitions_insert" after insert on "agents"."medical_appointments" referencing new table as new_rows for each statement execute function "agents"."medical_appointments_transitions"();
create or replace trigger "audit_insert" after insert on "agents"."health_measurements" referencing new table as new_rows for each statement execute function "agents"."health_measurements_audit"();
create or replace trigger "audit_update" after update on "agents"."health_measurements" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."health_measurements_audit"();
create or replace trigger "audit_delete" after delete on "agents"."health_measurements" referencing old table as old_rows for each statement execute function "agents"."health_measurements_audit"();
create or replace trigger "keep" before truncate on "agents"."health_measurements" for each statement execute function "agents"."health_measurements_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."health_measurements" referencing new table as new_rows for each statement execute function "agents"."health_measurements_own_links"();
create or replace trigger "own_links_update" after update on "agents"."health_measurements" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."health_measurements_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."health_measurements" referencing new table as new_rows for each statement execute function "agents"."health_measurements_sealed"();
create or replace trigger "sealed_update" after update on "agents"."health_measurements" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."health_measurements_sealed"();
create or replace trigger "touch" before update on "agents"."health_measurements" for each row execute function "agents"."health_measurements_touch"();
create or replace trigger "audit_insert" after insert on "agents"."financial_profiles" referencing new table as new_rows for each statement execute function "agents"."financial_profiles_audit"();
create or replace trigger "audit_update" after update on "agents"."financial_profiles" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."financial_profiles_audit"();
create or replace trigger "audit_delete" after delete on "agents"."financial_profiles" referencing old table as old_rows for each statement execute function "agents"."financial_profiles_audit"();
create or replace trigger "keep" before truncate on "agents"."financial_profiles" for each statement execute function "agents"."financial_profiles_keep"();
create or replace trigger "member" after insert on "agents"."financial_profiles" referencing new table as new_rows for each statement execute function "agents"."financial_profiles_member"();
create or replace trigger "touch" before update on "agents"."financial_profiles" for each row execute function "agents"."financial_profiles_touch"();
create or replace trigger "audit_insert" after insert on "agents"."financial_accounts" referencing new table as new_rows for each statement execute function "agents"."financial_accounts_audit"();
create or replace trigger "audit_update" after update on "agents"."financial_accounts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."financial_accounts_audit"();
create or replace trigger "audit_delete" after delete on "agents"."financial_accounts" referencing old table as old_rows for each statement execute function "agents"."financial_accounts_audit"();
create or replace trigger "keep" before truncate on "agents"."financial_accounts" for each statement execute function "agents"."financial_accounts_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."financial_accounts" referencing new table as new_rows for each statement execute function "agents"."financial_accounts_own_links"();
create or replace trigger "own_links_update" after update on "agents"."financial_accounts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."financial_accounts_own_links"();
create or replace trigger "touch" before update on "agents"."financial_accounts" for each row execute function "agents"."financial_accounts_touch"();
create or replace trigger "audit_insert" after insert on "agents"."recurring_payments" referencing new table as new_rows for each statement execute function "agents"."recurring_payments_audit"();
create or replace trigger "audit_update" after update on "agents"."recurring_payments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."recurring_payments_audit"();
create or replace trigger "audit_delete" after delete on "agents"."recurring_payments" referencing old table as old_rows for each statement execute function "agents"."recurring_payments_audit"();
create or replace trigger "keep" before truncate on "agents"."recurring_payments" for each statement execute function "agents"."recurring_payments_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."recurring_payments" referencing new table as new_rows for each statement execute function "agents"."recurring_payments_own_links"();
create or replace trigger "own_links_update" after update on "agents"."recurring_payments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."recurring_payments_own_links"();
create or replace trigger "touch" before update on "agents"."recurring_payments" for each row execute function "agents"."recurring_payments_touch"();
create or replace trigger "audit_insert" after insert on "agents"."transactions" referencing new table as new_rows for each statement execute function "agents"."transactions_audit"();
create or replace trigger "audit_update" after update on "agents"."transactions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."transactions_audit"();
create or replace trigger "audit_delete" after delete on "agents"."transactions" referencing old table as old_rows for each statement execute function "agents"."transactions_audit"();
create or replace trigger "budget_spending_insert" after insert on "agents"."transactions" referencing new table as new_rows for each statement execute function "agents"."transactions_budget_spending"();
create or replace trigger "budget_spending_update" after update on "agents"."transactions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."transactions_budget_spending"();
create or replace trigger "budget_spending_delete" after delete on "agents"."transactions" referencing old table as old_rows for each statement execute function "agents"."transactions_budget_spending"();
create or replace trigger "count_posted_insert" after insert on "agents"."transactions" referencing new table as new_rows for each statement execute function "agents"."transactions_count_posted"();
create or replace trigger "count_posted_update" after update on "agents"."transactions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."transactions_count_posted"();
create or replace trigger "count_posted_delete" after delete on "agents"."transactions" referencing old table as old_rows for each statement execute function "agents"."transactions_count_posted"();
create or replace trigger "keep" before truncate on "agents"."transactions" for each statement execute function "agents"."transactions_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."transactions" referencing new table as new_rows for each statement execute function "agents"."transactions_own_links"();
create or replace trigger "own_links_update" after update on "agents"."transactions" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."transactions_own_links"();
create or replace trigger "touch" before update on "agents"."transactions" for each row execute function "agents"."transactions_touch"();
create or replace trigger "transfer_accounts" after insert on "agents"."transactions" referencing new table as new_rows for each statement execute function "agents"."transactions_transfer_accounts"();
create or replace trigger "audit_insert" after insert on "agents"."budgets" referencing new table as new_rows for each statement execute function "agents"."budgets_audit"();
create or replace trigger "audit_update" after update on "agents"."budgets" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."budgets_audit"();
create or replace trigger "audit_delete" after delete on "agents"."budgets" referencing old table as old_rows for each statement execute function "agents"."budgets_audit"();
create or replace trigger "keep" before truncate on "agents"."budgets" for each statement execute function "agents"."budgets_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."budgets" referencing new table as new_rows for each statement execute function "agents"."budgets_own_links"();
create or replace trigger "own_links_update" after update on "agents"."budgets" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."budgets_own_links"();
create or replace trigger "touch" before update on "agents"."budgets" for each row execute function "agents"."budgets_touch"();
create or replace trigger "audit_insert" after insert on "agents"."budget_periods" referencing new table as new_rows for each statement execute function "agents"."budget_periods_audit"();
create or replace trigger "audit_update" after update on "agents"."budget_periods" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."budget_periods_audit"();
create or replace trigger "audit_delete" after delete on "agents"."budget_periods" referencing old table as old_rows for each statement execute function "agents"."budget_periods_audit"();
create or replace trigger "begin_period" after insert on "agents"."budget_periods" referencing new table as new_rows for each statement execute function "agents"."budget_periods_begin_period"();
create or replace trigger "keep" before truncate on "agents"."budget_periods" for each statement execute function "agents"."budget_periods_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."budget_periods" referencing new table as new_rows for each statement execute function "agents"."budget_periods_own_links"();
create or replace trigger "own_links_update" after update on "agents"."budget_periods" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."budget_periods_own_links"();
create or replace trigger "tell_spending" after update on "agents"."budget_periods" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."budget_periods_tell_spending"();
create or replace trigger "touch" before update on "agents"."budget_periods" for each row execute function "agents"."budget_periods_touch"();
create or replace trigger "touch" before update on "agents"."budget_alerts" for each row execute function "agents"."budget_alerts_touch"();
create or replace trigger "audit_insert" after insert on "agents"."debts" referencing new table as new_rows for each statement execute function "agents"."debts_audit"();
create or replace trigger "audit_update" after update on "agents"."debts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."debts_audit"();
create or replace trigger "audit_delete" after delete on "agents"."debts" referencing old table as old_rows for each statement execute function "agents"."debts_audit"();
create or replace trigger "keep" before truncate on "agents"."debts" for each statement execute function "agents"."debts_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."debts" referencing new table as new_rows for each statement execute function "agents"."debts_own_links"();
create or replace trigger "own_links_update" after update on "agents"."debts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."debts_own_links"();
create or replace trigger "sealed_insert" after insert on "agents"."debts" referencing new table as new_rows for each statement execute function "agents"."debts_sealed"();
create or replace trigger "sealed_update" after update on "agents"."debts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."debts_sealed"();
create or replace trigger "states_update" before update on "agents"."debts" for each row execute function "agents"."debts_states"();
create or replace trigger "touch" before update on "agents"."debts" for each row execute function "agents"."debts_touch"();
create or replace trigger "audit_insert" after insert on "agents"."debt_payments" referencing new table as new_rows for each statement execute function "agents"."debt_payments_audit"();
create or replace trigger "audit_update" after update on "agents"."debt_payments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."debt_payments_audit"();
create or replace trigger "audit_delete" after delete on "agents"."debt_payments" referencing old table as old_rows for each statement execute function "agents"."debt_payments_audit"();
create or replace trigger "count_principal_paid_insert" after insert on "agents"."debt_payments" referencing new table as new_rows for each statement execute function "agents"."debt_payments_count_principal_paid"();
create or replace trigger "count_principal_paid_update" after update on "agents"."debt_payments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."debt_payments_count_principal_paid"();
create or replace trigger "count_principal_paid_delete" after delete on "agents"."debt_payments" referencing old table as old_rows for each statement execute function "agents"."debt_payments_count_principal_paid"();
create or replace trigger "keep" before truncate on "agents"."debt_payments" for each statement execute function "agents"."debt_payments_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."debt_payments" referencing new table as new_rows for each statement execute function "agents"."debt_payments_own_links"();
create or replace trigger "own_links_update" after update on "agents"."debt_payments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."debt_payments_own_links"();
create or replace trigger "touch" before update on "agents"."debt_payments" for each row execute function "agents"."debt_payments_touch"();
create or replace trigger "audit_insert" after insert on "agents"."investments" referencing new table as new_rows for each statement execute function "agents"."investments_audit"();
create or replace trigger "audit_update" after update on "agents"."investments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."investments_audit"();
create or replace trigger "audit_delete" after delete on "agents"."investments" referencing old table as old_rows for each statement execute function "agents"."investments_audit"();
create or replace trigger "keep" before truncate on "agents"."investments" for each statement execute function "agents"."investments_keep"();
create or replace trigger "own_links_insert" after insert on "agents"."investments" referencing new table as new_rows for each statement execute function "agents"."investments_own_links"();
create or replace trigger "own_links_update" after update on "agents"."investments" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."investments_own_links"();
create or replace trigger "touch" before update on "agents"."investments" for each row execute function "agents"."investments_touch"();
create or replace trigger "audit_insert" after insert on "agents"."model_prices" referencing new table as new_rows for each statement execute function "agents"."model_prices_audit"();
create or replace trigger "audit_update" after update on "agents"."model_prices" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."model_prices_audit"();
create or replace trigger "audit_delete" after delete on "agents"."model_prices" referencing old table as old_rows for each statement execute function "agents"."model_prices_audit"();
create or replace trigger "keep" before truncate on "agents"."model_prices" for each statement execute function "agents"."model_prices_keep"();
create or replace trigger "touch" before update on "agents"."model_prices" for each row execute function "agents"."model_prices_touch"();
create or replace trigger "audit_insert" after insert on "agents"."usage_limits" referencing new table as new_rows for each statement execute function "agents"."usage_limits_audit"();
create or replace trigger "audit_update" after update on "agents"."usage_limits" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."usage_limits_audit"();
create or replace trigger "audit_delete" after delete on "agents"."usage_limits" referencing old table as old_rows for each statement execute function "agents"."usage_limits_audit"();
create or replace trigger "follow_insert" after insert on "agents"."usage_limits" referencing new table as new_rows for each statement execute function "agents"."usage_limits_follow"();
create or replace trigger "follow_update" after update on "agents"."usage_limits" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."usage_limits_follow"();
create or replace trigger "keep" before truncate on "agents"."usage_limits" for each statement execute function "agents"."usage_limits_keep"();
create or replace trigger "member" after insert on "agents"."usage_limits" referencing new table as new_rows for each statement execute function "agents"."usage_limits_member"();
create or replace trigger "touch" before update on "agents"."usage_limits" for each row execute function "agents"."usage_limits_touch"();
create or replace trigger "alert_insert" after insert on "agents"."monthly_usage" referencing new table as new_rows for each statement execute function "agents"."monthly_usage_alert"();
create or replace trigger "alert_update" after update on "agents"."monthly_usage" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."monthly_usage_alert"();
create or replace trigger "keep_erased" after delete on "agents"."monthly_usage" referencing old table as old_rows for each statement execute function "agents"."monthly_usage_keep_erased"();
create or replace trigger "member" after insert on "agents"."monthly_usage" referencing new table as new_rows for each statement execute function "agents"."monthly_usage_member"();
create or replace trigger "touch" before update on "agents"."monthly_usage" for each row execute function "agents"."monthly_usage_touch"();
create or replace trigger "touch" before update on "agents"."monthly_agent_usage" for each row execute function "agents"."monthly_agent_usage_touch"();
create or replace trigger "hold" after insert on "agents"."usage_reservations" referencing new table as new_rows for each statement execute function "agents"."usage_reservations_hold"();
create or replace trigger "let_go" after update on "agents"."usage_reservations" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."usage_reservations_let_go"();
create or replace trigger "member" after insert on "agents"."usage_reservations" referencing new table as new_rows for each statement execute function "agents"."usage_reservations_member"();
create or replace trigger "states_update" before update on "agents"."usage_reservations" for each row execute function "agents"."usage_reservations_states"();
create or replace trigger "touch" before update on "agents"."usage_reservations" for each row execute function "agents"."usage_reservations_touch"();
create or replace trigger "transitions_insert" after insert on "agents"."usage_reservations" referencing new table as new_rows for each statement execute function "agents"."usage_reservations_transitions"();
create or replace trigger "member" after insert on "agents"."usage_logs" referencing new table as new_rows for each statement execute function "agents"."usage_logs_member"();
create or replace trigger "priced" before insert on "agents"."usage_logs" for each row execute function "agents"."usage_logs_priced"();
create or replace trigger "roll_up" after insert on "agents"."usage_logs" referencing new table as new_rows for each statement execute function "agents"."usage_logs_roll_up"();
create or replace trigger "count_warnings_sent_insert" after insert on "agents"."usage_alerts" referencing new table as new_rows for each statement execute function "agents"."usage_alerts_count_warnings_sent"();
create or replace trigger "count_warnings_sent_update" after update on "agents"."usage_alerts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."usage_alerts_count_warnings_sent"();
create or replace trigger "count_warnings_sent_delete" after delete on "agents"."usage_alerts" referencing old table as old_rows for each statement execute function "agents"."usage_alerts_count_warnings_sent"();
create or replace trigger "emit_insert" after insert on "agents"."usage_alerts" referencing new table as new_rows for each statement execute function "agents"."usage_alerts_emit"();
create or replace trigger "emit_update" after update on "agents"."usage_alerts" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."usage_alerts_emit"();
create or replace trigger "touch" before update on "agents"."usage_alerts" for each row execute function "agents"."usage_alerts_touch"();
create or replace trigger "touch" before update on "agents"."erased_usage" for each row execute function "agents"."erased_usage_touch"();
create or replace trigger "audit_insert" after insert on "agents"."support_tickets" referencing new table as new_rows for each statement execute function "agents"."support_tickets_audit"();
create or replace trigger "audit_update" after update on "agents"."support_tickets" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."support_tickets_audit"();
create or replace trigger "audit_delete" after delete on "agents"."support_tickets" referencing old table as old_rows for each statement execute function "agents"."support_tickets_audit"();
create or replace trigger "keep" before truncate on "agents"."support_tickets" for each statement execute function "agents"."support_tickets_keep"();
create or replace trigger "member" after insert on "agents"."support_tickets" referencing new table as new_rows for each statement execute function "agents"."support_tickets_member"();
create or replace trigger "number" before insert on "agents"."support_tickets" for each row execute function "agents"."support_tickets_number"();
create or replace trigger "stamp_insert" before insert on "agents"."support_tickets" for each row execute function "agents"."support_tickets_stamp"();
create or replace trigger "stamp_update" before update on "agents"."support_tickets" for each row execute function "agents"."support_tickets_stamp"();
create or replace trigger "states_update" before update on "agents"."support_tickets" for each row execute function "agents"."support_tickets_states"();
create or replace trigger "touch" before update on "agents"."support_tickets" for each row execute function "agents"."support_tickets_touch"();
create or replace trigger "transitions_insert" after insert on "agents"."support_tickets" referencing new table as new_rows for each statement execute function "agents"."support_tickets_transitions"();
create or replace trigger "transitions_update" after update on "agents"."support_tickets" referencing new table as new_rows old table as old_rows for each statement execute function "agents"."support_tickets_transitions"();
create or replace trigger "address" before insert on "agents"."support_messages" for each row execute function "agents"."support_messages_address"();
create or replace trigger "reopen" after insert on "agents"."support_messages" referencing new table as new_rows for each statement execute function "agents"."support_messages_reopen"();
create or replace trigger "touch" before update on "agents"."support_messages" for each row execute function "agents"."support_messages_touch"();
create or replace trigger "keep" before truncate on "agents"."audit_events" for each statement execute function "agents"."audit_events_keep"();
create or replace trigger "keep" before truncate on "agents"."audit_details" for each statement execute function "agents"."audit_details_keep"();
create or replace trigger "number" after insert on "agents"."outbox_events" referencing new table as new_rows for each statement execute function "agents"."outbox_events_number"();
alter table "agents"."user_settings" enable row level security, force row level security;
create policy "rows" on "agents"."user_settings" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."user_settings" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."agents" enable row level security, force row level security;
create policy "add" on "agents"."agents" as restrictive for insert to public with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "change" on "agents"."agents" as restrictive for update to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner') with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "read" on "agents"."agents" as restrictive for select to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner' or is_public or exists (select from user_agent_permissions p
  where p.agent_id = agents.id and p.grantee_workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])
    and (p.expires_at is null or p.expires_at > acervo.now())));
create policy "remove" on "agents"."agents" as restrictive for delete to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "rows" on "agents"."agents" as permissive for all to public using (true) with check (true);
alter table "agents"."agent_versions" enable row level security, force row level security;
create policy "add" on "agents"."agent_versions" as restrictive for insert to public with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "change" on "agents"."agent_versions" as restrictive for update to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner') with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "read" on "agents"."agent_versions" as restrictive for select to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner' or false);
create policy "remove" on "agents"."agent_versions" as restrictive for delete to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "rows" on "agents"."agent_versions" as permissive for all to public using (true) with check (true);
alter table "agents"."agent_ratings" enable row level security, force row level security;
create policy "rows" on "agents"."agent_ratings" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."agent_ratings" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."user_agent_permissions" enable row level security, force row level security;
create policy "add" on "agents"."user_agent_permissions" as restrictive for insert to public with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "change" on "agents"."user_agent_permissions" as restrictive for update to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner') with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "read" on "agents"."user_agent_permissions" as restrictive for select to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner' or grantee_workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
create policy "remove" on "agents"."user_agent_permissions" as restrictive for delete to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]) or current_user = 'acervo_owner');
create policy "rows" on "agents"."user_agent_permissions" as permissive for all to public using (true) with check (true);
alter table "agents"."chat_sessions" enable row level security, force row level security;
create policy "rows" on "agents"."chat_sessions" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."chat_sessions" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."conversations" enable row level security, force row level security;
create policy "rows" on "agents"."conversations" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."conversations" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."messages" enable row level security, force row level security;
create policy "rows" on "agents"."messages" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."messages" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."conversation_shares" enable row level security, force row level security;
create policy "rows" on "agents"."conversation_shares" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."conversation_shares" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."storage_folders" enable row level security, force row level security;
create policy "rows" on "agents"."storage_folders" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."storage_folders" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."storage_files" enable row level security, force row level security;
create policy "rows" on "agents"."storage_files" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."storage_files" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."message_attachments" enable row level security, force row level security;
create policy "rows" on "agents"."message_attachments" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."message_attachments" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."artifacts" enable row level security, force row level security;
create policy "rows" on "agents"."artifacts" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."artifacts" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."rag_documents" enable row level security, force row level security;
create policy "rows" on "agents"."rag_documents" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."rag_documents" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."rag_chunks" enable row level security, force row level security;
create policy "rows" on "agents"."rag_chunks" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."rag_chunks" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."rag_settings" enable row level security, force row level security;
create policy "rows" on "agents"."rag_settings" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."rag_settings" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."mcp_integrations" enable row level security, force row level security;
create policy "rows" on "agents"."mcp_integrations" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."mcp_integrations" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."mcp_sync_logs" enable row level security, force row level security;
create policy "rows" on "agents"."mcp_sync_logs" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."mcp_sync_logs" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."storage_quotas" enable row level security, force row level security;
create policy "rows" on "agents"."storage_quotas" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."storage_quotas" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."storage_reservations" enable row level security, force row level security;
create policy "rows" on "agents"."storage_reservations" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."storage_reservations" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."file_shares" enable row level security, force row level security;
create policy "rows" on "agents"."file_shares" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."file_shares" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."file_downloads" enable row level security, force row level security;
create policy "rows" on "agents"."file_downloads" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."file_downloads" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."file_access_logs" enable row level security, force row level security;
create policy "rows" on "agents"."file_access_logs" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."file_access_logs" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."health_profiles" enable row level security, force row level security;
create policy "owner" on "agents"."health_profiles" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."health_profiles" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."health_profiles" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."medical_conditions" enable row level security, force row level security;
create policy "owner" on "agents"."medical_conditions" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."medical_conditions" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."medical_conditions" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."medications" enable row level security, force row level security;
create policy "owner" on "agents"."medications" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."medications" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."medications" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."medication_logs" enable row level security, force row level security;
create policy "owner" on "agents"."medication_logs" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."medication_logs" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."medication_logs" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."allergies" enable row level security, force row level security;
create policy "owner" on "agents"."allergies" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."allergies" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."allergies" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."medical_appointments" enable row level security, force row level security;
create policy "owner" on "agents"."medical_appointments" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."medical_appointments" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."medical_appointments" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."health_measurements" enable row level security, force row level security;
create policy "owner" on "agents"."health_measurements" as restrictive for all to public using (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end)) with check (user_id is not distinct from (select case when current_setting('acervo.actor', true) ~ '^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    then substr(current_setting('acervo.actor', true), 6)::uuid end));
create policy "rows" on "agents"."health_measurements" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."health_measurements" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."financial_profiles" enable row level security, force row level security;
create policy "rows" on "agents"."financial_profiles" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."financial_profiles" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."financial_accounts" enable row level security, force row level security;
create policy "rows" on "agents"."financial_accounts" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."financial_accounts" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."recurring_payments" enable row level security, force row level security;
create policy "rows" on "agents"."recurring_payments" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."recurring_payments" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."transactions" enable row level security, force row level security;
create policy "rows" on "agents"."transactions" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."transactions" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."budgets" enable row level security, force row level security;
create policy "rows" on "agents"."budgets" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."budgets" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."budget_periods" enable row level security, force row level security;
create policy "rows" on "agents"."budget_periods" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."budget_periods" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."budget_alerts" enable row level security, force row level security;
create policy "rows" on "agents"."budget_alerts" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."budget_alerts" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."debts" enable row level security, force row level security;
create policy "rows" on "agents"."debts" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."debts" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."debt_payments" enable row level security, force row level security;
create policy "rows" on "agents"."debt_payments" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."debt_payments" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."investments" enable row level security, force row level security;
create policy "rows" on "agents"."investments" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."investments" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."usage_limits" enable row level security, force row level security;
create policy "rows" on "agents"."usage_limits" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."usage_limits" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."monthly_usage" enable row level security, force row level security;
create policy "rows" on "agents"."monthly_usage" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."monthly_usage" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."monthly_agent_usage" enable row level security, force row level security;
create policy "rows" on "agents"."monthly_agent_usage" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."monthly_agent_usage" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."usage_reservations" enable row level security, force row level security;
create policy "rows" on "agents"."usage_reservations" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."usage_reservations" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."usage_logs" enable row level security, force row level security;
create policy "rows" on "agents"."usage_logs" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."usage_logs" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."usage_alerts" enable row level security, force row level security;
create policy "rows" on "agents"."usage_alerts" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."usage_alerts" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."erased_usage" enable row level security, force row level security;
create policy "rows" on "agents"."erased_usage" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."erased_usage" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."ticket_counters" enable row level security, force row level security;
create policy "rows" on "agents"."ticket_counters" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."ticket_counters" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."support_tickets" enable row level security, force row level security;
create policy "rows" on "agents"."support_tickets" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."support_tickets" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."support_messages" enable row level security, force row level security;
create policy "rows" on "agents"."support_messages" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."support_messages" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."support_transitions" enable row level security, force row level security;
create policy "rows" on "agents"."support_transitions" as permissive for all to public using (true) with check (true);
create policy "tenant" on "agents"."support_transitions" as restrictive for all to public using (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[])) with check (workspace_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]));
alter table "agents"."audit_events" enable row level security, force row level security;
create policy "added" on "agents"."audit_events" as permissive for insert to public with check (true);
create policy "own" on "agents"."audit_events" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
alter table "agents"."audit_details" enable row level security, force row level security;
create policy "added" on "agents"."audit_details" as permissive for insert to public with check (true);
create policy "erased" on "agents"."audit_details" as permissive for delete to public using (current_user = 'acervo_worker');
create policy "own" on "agents"."audit_details" as permissive for select to public using (current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(nullif(current_setting('acervo.tenant', true), ''), ',')::uuid[])::uuid[]), tenant_id is null and (select nullif(current_setting('acervo.tenant', true), '')) is null));
grant select, insert ("id", "name"), update ("name"), delete on "agents"."workspaces" to acervo_app;
grant select, insert ("id", "name"), update ("name"), delete on "agents"."workspaces" to acervo_worker;
grant select on "agents"."workspaces" to acervo_readonly;
grant select, insert ("id", "workspace_id", "email", "email_verified", "password_hash", "name", "display_name", "avatar", "date_of_birth", "timezone", "language", "bio", "role", "permissions", "is_active", "personality_profile", "personality_consent_at", "ai_profile_last_update", "subscription_tier", "subscription_id", "subscription_start", "subscription_end", "custom_limits", "last_sign_in_at"), update ("email", "email_verified", "password_hash", "name", "display_name", "avatar", "date_of_birth", "timezone", "language", "bio", "role", "permissions", "is_active", "personality_profile", "personality_consent_at", "ai_profile_last_update", "subscription_tier", "subscription_id", "subscription_start", "subscription_end", "custom_limits", "last_sign_in_at"), delete on "agents"."users" to acervo_app;
grant select, insert ("id", "workspace_id", "email", "email_verified", "password_hash", "name", "display_name", "avatar", "date_of_birth", "timezone", "language", "bio", "role", "permissions", "is_active", "personality_profile", "personality_consent_at", "ai_profile_last_update", "subscription_tier", "subscription_id", "subscription_start", "subscription_end", "custom_limits", "last_sign_in_at"), update ("email", "email_verified", "password_hash", "name", "display_name", "avatar", "date_of_birth", "timezone", "language", "bio", "role", "permissions", "is_active", "personality_profile", "personality_consent_at", "ai_profile_last_update", "subscription_tier", "subscription_id", "subscription_start", "subscription_end", "custom_limits", "last_sign_in_at"), delete on "agents"."users" to acervo_worker;
grant select ("id", "workspace_id", "email", "email_verified", "name", "display_name", "avatar", "date_of_birth", "timezone", "language", "bio", "role", "permissions", "is_active", "personality_profile", "personality_consent_at", "ai_profile_last_update", "subscription_tier", "subscription_id", "subscription_start", "subscription_end", "custom_limits", "created_at", "last_sign_in_at", "updated_at") on "agents"."users" to acervo_readonly;
grant select, insert ("id", "user_id", "type", "provider", "provider_account_id", "refresh_token", "access_token", "id_token", "expires_at", "token_type", "scope", "session_state"), update ("type", "refresh_token", "access_token", "id_token", "expires_at", "token_type", "scope", "session_state"), delete on "agents"."accounts" to acervo_app;
grant select, insert ("id", "user_id", "type", "provider", "provider_account_id", "refresh_token", "access_token", "id_token", "expires_at", "token_type", "scope", "session_state"), update ("type", "refresh_token", "access_token", "id_token", "expires_at", "token_type", "scope", "session_state"), delete on "agents"."accounts" to acervo_worker;
grant select ("id", "user_id", "type", "provider", "provider_account_id", "expires_at", "token_type", "scope", "session_state", "created_at", "updated_at") on "agents"."accounts" to acervo_readonly;
grant select, insert ("id", "session_token", "user_id", "expires", "ip_address", "user_agent", "device_info", "family", "last_seen_at", "replaced_at", "revoked_at"), update ("expires", "ip_address", "user_agent", "device_info", "last_seen_at", "replaced_at", "revoked_at"), delete on "agents"."auth_sessions" to acervo_app;
grant select, insert ("id", "session_token", "user_id", "expires", "ip_address", "user_agent", "device_info", "family", "last_seen_at", "replaced_at", "revoked_at"), update ("expires", "ip_address", "user_agent", "device_info", "last_seen_at", "replaced_at", "revoked_at"), delete on "agents"."auth_sessions" to acervo_worker;
grant select ("id", "user_id", "expires", "ip_address", "user_agent", "device_info", "created_at", "last_seen_at", "revoked_at", "updated_at") on "agents"."auth_sessions" to acervo_readonly;
grant select, insert ("id", "user_id", "token", "expires", "purpose", "used_at"), update ("expires", "used_at"), delete on "agents"."verification_tokens" to acervo_app;
grant select, insert ("id", "user_id", "token", "expires", "purpose", "used_at"), update ("expires", "used_at"), delete on "agents"."verification_tokens" to acervo_worker;
grant select ("id", "user_id", "expires", "created_at", "purpose", "updated_at", "used_at") on "agents"."verification_tokens" to acervo_readonly;
grant select, insert ("id", "email", "token", "role", "status", "invited_by", "expires_at", "accepted_at"), update ("status", "accepted_at"), delete on "agents"."invitations" to acervo_app;
grant select, insert ("id", "email", "token", "role", "status", "invited_by", "expires_at", "accepted_at"), update ("status", "accepted_at"), delete on "agents"."invitations" to acervo_worker;
grant select ("id", "email", "role", "status", "invited_by", "expires_at", "accepted_at", "created_at", "updated_at") on "agents"."invitations" to acervo_readonly;
grant select, insert ("id", "user_id", "default_model", "temperature", "max_tokens", "theme", "code_theme", "rag_enabled", "email_notifications", "push_notifications", "notification_preferences", "advanced_settings", "workspace_id"), update ("default_model", "temperature", "max_tokens", "theme", "code_theme", "rag_enabled", "email_notifications", "push_notifications", "notification_preferences", "advanced_settings"), delete on "agents"."user_settings" to acervo_app;
grant select, insert ("id", "user_id", "default_model", "temperature", "max_tokens", "theme", "code_theme", "rag_enabled", "email_notifications", "push_notifications", "notification_preferences", "advanced_settings", "workspace_id"), update ("default_model", "temperature", "max_tokens", "theme", "code_theme", "rag_enabled", "email_notifications", "push_notifications", "notification_preferences", "advanced_settings"), delete on "agents"."user_settings" to acervo_worker;
grant select on "agents"."user_settings" to acervo_readonly;
grant select, insert ("id", "created_by", "name", "slug", "description", "category", "model", "config", "endpoint_url", "system_prompt", "version", "is_public", "is_active", "documentation_url", "tutorial_url", "capabilities", "workspace_id"), update ("name", "slug", "description", "category", "model", "config", "endpoint_url", "system_prompt", "version", "is_public", "is_active", "documentation_url", "tutorial_url", "capabilities"), delete on "agents"."agents" to acervo_app;
grant select, insert ("id", "created_by", "name", "slug", "description", "category", "model", "config", "endpoint_url", "system_prompt", "version", "is_public", "is_active", "documentation_url", "tutorial_url", "capabilities", "workspace_id"), update ("name", "slug", "description", "category", "model", "config", "endpoint_url", "system_prompt", "version", "is_public", "is_active", "documentation_url", "tutorial_url", "capabilities"), delete on "agents"."agents" to acervo_worker;
grant select ("id", "created_by", "name", "slug", "description", "category", "model", "config", "endpoint_url", "system_prompt", "version", "is_public", "is_active", "documentation_url", "tutorial_url", "capabilities", "total_uses", "total_messages", "rating_count", "rating_sum", "average_rating", "created_at", "updated_at") on "agents"."agents" to acervo_readonly;
grant select, insert ("id", "agent_id", "model", "config", "endpoint_url", "system_prompt", "capabilities", "note", "created_by", "created_at", "workspace_id") on "agents"."agent_versions" to acervo_app;
grant select, insert ("id", "agent_id", "model", "config", "endpoint_url", "system_prompt", "capabilities", "note", "created_by", "created_at", "workspace_id") on "agents"."agent_versions" to acervo_worker;
grant select ("id", "agent_id", "version", "model", "config", "endpoint_url", "system_prompt", "capabilities", "note", "created_by", "created_at") on "agents"."agent_versions" to acervo_readonly;
grant select, insert ("id", "agent_id", "user_id", "rating", "comment", "workspace_id"), update ("rating", "comment"), delete on "agents"."agent_ratings" to acervo_app;
grant select, insert ("id", "agent_id", "user_id", "rating", "comment", "workspace_id"), update ("rating", "comment"), delete on "agents"."agent_ratings" to acervo_worker;
grant select on "agents"."agent_ratings" to acervo_readonly;
grant select, insert ("id", "user_id", "agent_id", "granted_by", "granted_at", "expires_at", "workspace_id"), update ("expires_at"), delete on "agents"."user_agent_permissions" to acervo_app;
grant select, insert ("id", "user_id", "agent_id", "granted_by", "granted_at", "expires_at", "workspace_id"), update ("expires_at"), delete on "agents"."user_agent_permissions" to acervo_worker;
grant select ("id", "user_id", "agent_id", "grantee_workspace_id", "granted_by", "granted_at", "expires_at", "created_at", "updated_at") on "agents"."user_agent_permissions" to acervo_readonly;
grant select, insert ("id", "user_id", "started_at", "metadata", "workspace_id"), update ("started_at", "metadata"), delete on "agents"."chat_sessions" to acervo_app;
grant select, insert ("id", "user_id", "started_at", "metadata", "workspace_id"), update ("started_at", "metadata"), delete on "agents"."chat_sessions" to acervo_worker;
grant select on "agents"."chat_sessions" to acervo_readonly;
grant select, insert ("id", "chat_session_id", "agent_id", "title", "title_source", "summary", "workspace_id"), update ("chat_session_id", "title", "title_source", "summary"), delete on "agents"."conversations" to acervo_app;
grant select, insert ("id", "chat_session_id", "agent_id", "title", "title_source", "summary", "workspace_id"), update ("chat_session_id", "title", "title_source", "summary"), delete on "agents"."conversations" to acervo_worker;
grant select on "agents"."conversations" to acervo_readonly;
grant select, insert ("id", "conversation_id", "parent_id", "role", "content", "parts", "status", "tokens_input", "tokens_output", "metadata", "timestamp", "workspace_id"), update ("role", "content", "parts", "status", "tokens_input", "tokens_output", "metadata", "timestamp"), delete on "agents"."messages" to acervo_app;
grant select, insert ("id", "conversation_id", "parent_id", "role", "content", "parts", "status", "tokens_input", "tokens_output", "metadata", "timestamp", "workspace_id"), update ("role", "content", "parts", "status", "tokens_input", "tokens_output", "metadata", "timestamp"), delete on "agents"."messages" to acervo_worker;
grant select ("id", "conversation_id", "parent_id", "role", "content", "parts", "status", "tokens_input", "tokens_output", "total_tokens", "metadata", "timestamp", "created_at", "updated_at", "workspace_id") on "agents"."messages" to acervo_readonly;
grant select, insert ("id", "conversation_id", "message_id", "shared_by", "share_token", "allow_continue", "expires_at", "revoked_at", "workspace_id"), update ("share_token", "allow_continue", "expires_at", "revoked_at"), delete on "agents"."conversation_shares" to acervo_app;
grant select, insert ("id", "conversation_id", "message_id", "shared_by", "share_token", "allow_continue", "expires_at", "revoked_at", "workspace_id"), update ("share_token", "allow_continue", "expires_at", "revoked_at"), delete on "agents"."conversation_shares" to acervo_worker;
grant select ("id", "conversation_id", "message_id", "shared_by", "snapshot", "allow_continue", "expires_at", "revoked_at", "created_at", "updated_at", "workspace_id") on "agents"."conversation_shares" to acervo_readonly;
grant select, insert ("id", "user_id", "name", "parent_id", "description", "color", "icon", "workspace_id"), update ("name", "parent_id", "description", "color", "icon"), delete on "agents"."storage_folders" to acervo_app;
grant select, insert ("id", "user_id", "name", "parent_id", "description", "color", "icon", "workspace_id"), update ("name", "parent_id", "description", "color", "icon"), delete on "agents"."storage_folders" to acervo_worker;
grant select ("id", "user_id", "name", "parent_id", "path", "depth", "description", "color", "icon", "created_at", "updated_at", "workspace_id") on "agents"."storage_folders" to acervo_readonly;
grant select, insert ("id", "filename", "original_name", "storage_path", "storage_provider", "mime_type", "size", "checksum", "user_id", "folder_id", "access_level", "usage_context", "encrypted", "encryption_key_id", "is_processed", "processing_status", "thumbnail_path", "metadata", "virus_scan_status", "virus_scan_date", "deleted_at", "expires_at", "workspace_id"), update ("filename", "storage_path", "storage_provider", "mime_type", "size", "checksum", "folder_id", "access_level", "usage_context", "encrypted", "encryption_key_id", "is_processed", "processing_status", "thumbnail_path", "metadata", "virus_scan_status", "virus_scan_date", "deleted_at", "expires_at"), delete on "agents"."storage_files" to acervo_app;
grant select, insert ("id", "filename", "original_name", "storage_path", "storage_provider", "mime_type", "size", "checksum", "user_id", "folder_id", "access_level", "usage_context", "encrypted", "encryption_key_id", "is_processed", "processing_status", "thumbnail_path", "metadata", "virus_scan_status", "virus_scan_date", "deleted_at", "expires_at", "workspace_id"), update ("filename", "storage_path", "storage_provider", "mime_type", "size", "checksum", "folder_id", "access_level", "usage_context", "encrypted", "encryption_key_id", "is_processed", "processing_status", "thumbnail_path", "metadata", "virus_scan_status", "virus_scan_date", "deleted_at", "expires_at"), delete on "agents"."storage_files" to acervo_worker;
grant select on "agents"."storage_files" to acervo_readonly;
grant select, insert ("id", "message_id", "file_id", "position", "workspace_id"), update ("position"), delete on "agents"."message_attachments" to acervo_app;
grant select, insert ("id", "message_id", "file_id", "position", "workspace_id"), update ("position"), delete on "agents"."message_attachments" to acervo_worker;
grant select on "agents"."message_attachments" to acervo_readonly;
grant select, insert ("id", "agent_id", "user_id", "conversation_id", "name", "type", "content", "parent_id", "metadata", "tags", "blob_url", "blob_size", "is_public", "share_token", "share_expires_at", "workspace_id"), update ("agent_id", "conversation_id", "name", "content", "metadata", "tags", "blob_url", "blob_size", "is_public", "share_token", "share_expires_at"), delete on "agents"."artifacts" to acervo_app;
grant select, insert ("id", "agent_id", "user_id", "conversation_id", "name", "type", "content", "parent_id", "metadata", "tags", "blob_url", "blob_size", "is_public", "share_token", "share_expires_at", "workspace_id"), update ("agent_id", "conversation_id", "name", "content", "metadata", "tags", "blob_url", "blob_size", "is_public", "share_token", "share_expires_at"), delete on "agents"."artifacts" to acervo_worker;
grant select ("id", "agent_id", "user_id", "conversation_id", "name", "type", "content", "version", "parent_id", "metadata", "tags", "blob_url", "blob_size", "is_public", "share_expires_at", "created_at", "updated_at", "workspace_id") on "agents"."artifacts" to acervo_readonly;
grant select, insert ("id", "user_id", "title", "source", "source_url", "mime_type", "status", "failed_stage", "error", "retryable", "tags", "metadata", "workspace_id"), update ("title", "source_url", "mime_type", "status", "failed_stage", "error", "retryable", "tags", "metadata"), delete on "agents"."rag_documents" to acervo_app;
grant select, insert ("id", "user_id", "title", "source", "source_url", "mime_type", "status", "failed_stage", "error", "retryable", "tags", "metadata", "workspace_id"), update ("title", "source_url", "mime_type", "status", "failed_stage", "error", "retryable", "tags", "metadata"), delete on "agents"."rag_documents" to acervo_worker;
grant select on "agents"."rag_documents" to acervo_readonly;
grant select, insert ("id", "document_id", "position", "content", "starts_at", "ends_at", "tokens", "embedding", "embedding_model", "workspace_id"), update ("embedding", "embedding_model"), delete on "agents"."rag_chunks" to acervo_app;
grant select, insert ("id", "document_id", "position", "content", "starts_at", "ends_at", "tokens", "embedding", "embedding_model", "workspace_id"), update ("embedding", "embedding_model"), delete on "agents"."rag_chunks" to acervo_worker;
grant select ("id", "document_id", "position", "content", "starts_at", "ends_at", "tokens", "created_at", "updated_at", "workspace_id") on "agents"."rag_chunks" to acervo_readonly;
grant select, insert ("id", "user_id", "top_k", "threshold", "embedding_model", "collections", "advanced_settings", "workspace_id"), update ("top_k", "threshold", "embedding_model", "collections", "advanced_settings"), delete on "agents"."rag_settings" to acervo_app;
grant select, insert ("id", "user_id", "top_k", "threshold", "embedding_model", "collections", "advanced_settings", "workspace_id"), update ("top_k", "threshold", "embedding_model", "collections", "advanced_settings"), delete on "agents"."rag_settings" to acervo_worker;
grant select on "agents"."rag_settings" to acervo_readonly;
grant select, insert ("id", "user_id", "provider", "provider_user_id", "label", "access_token_encrypted", "refresh_token_encrypted", "scopes", "expires_at", "is_active", "status", "metadata", "workspace_id"), update ("label", "access_token_encrypted", "refresh_token_encrypted", "scopes", "expires_at", "is_active", "status", "metadata"), delete on "agents"."mcp_integrations" to acervo_app;
grant select, insert ("id", "user_id", "provider", "provider_user_id", "label", "access_token_encrypted", "refresh_token_encrypted", "scopes", "expires_at", "is_active", "status", "metadata", "workspace_id"), update ("label", "access_token_encrypted", "refresh_token_encrypted", "scopes", "expires_at", "is_active", "status", "metadata"), delete on "agents"."mcp_integrations" to acervo_worker;
grant select ("id", "user_id", "provider", "provider_user_id", "label", "scopes", "expires_at", "is_active", "status", "consecutive_failures", "last_sync", "metadata", "created_at", "updated_at", "workspace_id") on "agents"."mcp_integrations" to acervo_readonly;
grant select, insert ("id", "integration_id", "last_sync", "cursor", "items_synced", "items_skipped", "items_failed", "status", "error_message", "created_at", "workspace_id") on "agents"."mcp_sync_logs" to acervo_app;
grant select, insert ("id", "integration_id", "last_sync", "cursor", "items_synced", "items_skipped", "items_failed", "status", "error_message", "created_at", "workspace_id") on "agents"."mcp_sync_logs" to acervo_worker;
grant select on "agents"."mcp_sync_logs" to acervo_readonly;
grant select, insert ("id", "user_id", "max_storage", "max_file_size", "max_files", "context_limits", "workspace_id"), update ("max_storage", "max_file_size", "max_files", "context_limits"), delete on "agents"."storage_quotas" to acervo_app;
grant select, insert ("id", "user_id", "max_storage", "max_file_size", "max_files", "context_limits", "workspace_id"), update ("max_storage", "max_file_size", "max_files", "context_limits"), delete on "agents"."storage_quotas" to acervo_worker;
grant select on "agents"."storage_quotas" to acervo_readonly;
grant select, insert ("id", "user_id", "size", "expires_at", "workspace_id"), update ("expires_at"), delete on "agents"."storage_reservations" to acervo_app;
grant select, insert ("id", "user_id", "size", "expires_at", "workspace_id"), update ("expires_at"), delete on "agents"."storage_reservations" to acervo_worker;
grant select on "agents"."storage_reservations" to acervo_readonly;
grant select, insert ("id", "file_id", "shared_by", "share_type", "share_token", "password", "max_downloads", "allow_download", "allow_view", "allow_unscanned", "expires_at", "revoked_at", "workspace_id"), update ("share_type", "share_token", "password", "max_downloads", "allow_download", "allow_view", "allow_unscanned", "expires_at", "revoked_at"), delete on "agents"."file_shares" to acervo_app;
grant select, insert ("id", "file_id", "shared_by", "share_type", "share_token", "password", "max_downloads", "allow_download", "allow_view", "allow_unscanned", "expires_at", "revoked_at", "workspace_id"), update ("share_type", "share_token", "password", "max_downloads", "allow_download", "allow_view", "allow_unscanned", "expires_at", "revoked_at"), delete on "agents"."file_shares" to acervo_worker;
grant select ("id", "file_id", "shared_by", "share_type", "max_downloads", "download_count", "allow_download", "allow_view", "allow_unscanned", "expires_at", "last_accessed", "revoked_at", "created_at", "updated_at", "workspace_id") on "agents"."file_shares" to acervo_readonly;
grant select, insert ("id", "share_id", "download_id", "at", "workspace_id") on "agents"."file_downloads" to acervo_app;
grant select, insert ("id", "share_id", "download_id", "at", "workspace_id") on "agents"."file_downloads" to acervo_worker;
grant select on "agents"."file_downloads" to acervo_readonly;
grant select, insert ("id", "file_id", "user_id", "action", "denied", "ip_address", "user_agent", "metadata", "timestamp", "workspace_id") on "agents"."file_access_logs" to acervo_app;
grant select, insert ("id", "file_id", "user_id", "action", "denied", "ip_address", "user_agent", "metadata", "timestamp", "workspace_id") on "agents"."file_access_logs" to acervo_worker;
grant select on "agents"."file_access_logs" to acervo_readonly;
grant select, insert ("id", "user_id", "blood_type", "height", "weight", "sex", "emergency_contacts", "insurance_info", "encrypted_data", "workspace_id"), update ("blood_type", "height", "weight", "sex", "emergency_contacts", "insurance_info", "encrypted_data"), delete on "agents"."health_profiles" to acervo_app;
grant select, insert ("id", "user_id", "blood_type", "height", "weight", "sex", "emergency_contacts", "insurance_info", "encrypted_data", "workspace_id"), update ("blood_type", "height", "weight", "sex", "emergency_contacts", "insurance_info", "encrypted_data"), delete on "agents"."health_profiles" to acervo_worker;
grant select on "agents"."health_profiles" to acervo_readonly;
grant select, insert ("id", "user_id", "health_profile_id", "name", "type", "severity", "diagnosed_date", "diagnosed_by", "status", "notes", "treatment", "workspace_id"), update ("name", "type", "severity", "diagnosed_date", "diagnosed_by", "status", "notes", "treatment"), delete on "agents"."medical_conditions" to acervo_app;
grant select, insert ("id", "user_id", "health_profile_id", "name", "type", "severity", "diagnosed_date", "diagnosed_by", "status", "notes", "treatment", "workspace_id"), update ("name", "type", "severity", "diagnosed_date", "diagnosed_by", "status", "notes", "treatment"), delete on "agents"."medical_conditions" to acervo_worker;
grant select on "agents"."medical_conditions" to acervo_readonly;
grant select, insert ("id", "user_id", "health_profile_id", "name", "generic_name", "dosage", "frequency", "route", "prescribed_by", "prescribed_date", "start_date", "end_date", "purpose", "side_effects", "interactions", "reminder_enabled", "reminder_times", "is_active", "notes", "workspace_id"), update ("name", "generic_name", "dosage", "frequency", "route", "prescribed_by", "prescribed_date", "start_date", "end_date", "purpose", "side_effects", "interactions", "reminder_enabled", "reminder_times", "is_active", "notes"), delete on "agents"."medications" to acervo_app;
grant select, insert ("id", "user_id", "health_profile_id", "name", "generic_name", "dosage", "frequency", "route", "prescribed_by", "prescribed_date", "start_date", "end_date", "purpose", "side_effects", "interactions", "reminder_enabled", "reminder_times", "is_active", "notes", "workspace_id"), update ("name", "generic_name", "dosage", "frequency", "route", "prescribed_by", "prescribed_date", "start_date", "end_date", "purpose", "side_effects", "interactions", "reminder_enabled", "reminder_times", "is_active", "notes"), delete on "agents"."medications" to acervo_worker;
grant select on "agents"."medications" to acervo_readonly;
grant select, insert ("id", "user_id", "medication_id", "scheduled_time", "taken_time", "status", "notes", "workspace_id"), update ("scheduled_time", "taken_time", "status", "notes"), delete on "agents"."medication_logs" to acervo_app;
grant select, insert ("id", "user_id", "medication_id", "scheduled_time", "taken_time", "status", "notes", "workspace_id"), update ("scheduled_time", "taken_time", "status", "notes"), delete on "agents"."medication_logs" to acervo_worker;
grant select on "agents"."medication_logs" to acervo_readonly;
grant select, insert ("id", "user_id", "health_profile_id", "allergen", "type", "severity", "reaction", "diagnosed_date", "notes", "workspace_id"), update ("allergen", "type", "severity", "reaction", "diagnosed_date", "notes"), delete on "agents"."allergies" to acervo_app;
grant select, insert ("id", "user_id", "health_profile_id", "allergen", "type", "severity", "reaction", "diagnosed_date", "notes", "workspace_id"), update ("allergen", "type", "severity", "reaction", "diagnosed_date", "notes"), delete on "agents"."allergies" to acervo_worker;
grant select on "agents"."allergies" to acervo_readonly;
grant select, insert ("id", "user_id", "health_profile_id", "type", "specialty", "doctor_name", "facility", "scheduled_date", "duration", "status", "reason", "notes", "results", "reminder_sent", "reminder_time", "workspace_id"), update ("type", "specialty", "doctor_name", "facility", "scheduled_date", "duration", "status", "reason", "notes", "results", "reminder_sent", "reminder_time"), delete on "agents"."medical_appointments" to acervo_app;
grant select, insert ("id", "user_id", "health_profile_id", "type", "specialty", "doctor_name", "facility", "scheduled_date", "duration", "status", "reason", "notes", "results", "reminder_sent", "reminder_time", "workspace_id"), update ("type", "specialty", "doctor_name", "facility", "scheduled_date", "duration", "status", "reason", "notes", "results", "reminder_sent", "reminder_time"), delete on "agents"."medical_appointments" to acervo_worker;
grant select on "agents"."medical_appointments" to acervo_readonly;
grant select, insert ("id", "user_id", "health_profile_id", "type", "value", "measured_at", "notes", "workspace_id"), update ("type", "value", "measured_at", "notes"), delete on "agents"."health_measurements" to acervo_app;
grant select, insert ("id", "user_id", "health_profile_id", "type", "value", "measured_at", "notes", "workspace_id"), update ("type", "value", "measured_at", "notes"), delete on "agents"."health_measurements" to acervo_worker;
grant select on "agents"."health_measurements" to acervo_readonly;
grant select, insert ("id", "user_id", "currency", "fiscal_year", "fiscal_year_start_month", "financial_goals", "ai_analysis", "workspace_id"), update ("currency", "fiscal_year", "fiscal_year_start_month", "financial_goals", "ai_analysis"), delete on "agents"."financial_profiles" to acervo_app;
grant select, insert ("id", "user_id", "currency", "fiscal_year", "fiscal_year_start_month", "financial_goals", "ai_analysis", "workspace_id"), update ("currency", "fiscal_year", "fiscal_year_start_month", "financial_goals", "ai_analysis"), delete on "agents"."financial_profiles" to acervo_worker;
grant select on "agents"."financial_profiles" to acervo_readonly;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "type", "institution", "opening_balance", "currency", "last_sync_date", "is_active", "credit_limit", "closing_date", "payment_due_date", "notes", "workspace_id"), update ("name", "type", "institution", "opening_balance", "currency", "last_sync_date", "is_active", "credit_limit", "closing_date", "payment_due_date", "notes"), delete on "agents"."financial_accounts" to acervo_app;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "type", "institution", "opening_balance", "currency", "last_sync_date", "is_active", "credit_limit", "closing_date", "payment_due_date", "notes", "workspace_id"), update ("name", "type", "institution", "opening_balance", "currency", "last_sync_date", "is_active", "credit_limit", "closing_date", "payment_due_date", "notes"), delete on "agents"."financial_accounts" to acervo_worker;
grant select on "agents"."financial_accounts" to acervo_readonly;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "amount", "frequency", "category", "next_due_date", "day_of_month", "day_of_week", "auto_debit", "account_id", "start_date", "end_date", "is_active", "reminder_enabled", "reminder_days_before", "notes", "workspace_id"), update ("name", "amount", "frequency", "category", "next_due_date", "day_of_month", "day_of_week", "auto_debit", "account_id", "start_date", "end_date", "is_active", "reminder_enabled", "reminder_days_before", "notes"), delete on "agents"."recurring_payments" to acervo_app;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "amount", "frequency", "category", "next_due_date", "day_of_month", "day_of_week", "auto_debit", "account_id", "start_date", "end_date", "is_active", "reminder_enabled", "reminder_days_before", "notes", "workspace_id"), update ("name", "amount", "frequency", "category", "next_due_date", "day_of_month", "day_of_week", "auto_debit", "account_id", "start_date", "end_date", "is_active", "reminder_enabled", "reminder_days_before", "notes"), delete on "agents"."recurring_payments" to acervo_worker;
grant select on "agents"."recurring_payments" to acervo_readonly;
grant select, insert ("id", "user_id", "financial_profile_id", "account_id", "date", "description", "amount", "type", "category", "subcategory", "tags", "from_account_id", "to_account_id", "is_recurring", "recurring_payment_id", "external_id", "notes", "receipt", "workspace_id"), update ("account_id", "date", "description", "amount", "category", "subcategory", "tags", "is_recurring", "recurring_payment_id", "external_id", "notes", "receipt"), delete on "agents"."transactions" to acervo_app;
grant select, insert ("id", "user_id", "financial_profile_id", "account_id", "date", "description", "amount", "type", "category", "subcategory", "tags", "from_account_id", "to_account_id", "is_recurring", "recurring_payment_id", "external_id", "notes", "receipt", "workspace_id"), update ("account_id", "date", "description", "amount", "category", "subcategory", "tags", "is_recurring", "recurring_payment_id", "external_id", "notes", "receipt"), delete on "agents"."transactions" to acervo_worker;
grant select on "agents"."transactions" to acervo_readonly;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "category", "amount", "period", "start_date", "end_date", "alert_threshold", "is_active", "workspace_id"), update ("name", "amount", "period", "start_date", "end_date", "alert_threshold", "is_active"), delete on "agents"."budgets" to acervo_app;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "category", "amount", "period", "start_date", "end_date", "alert_threshold", "is_active", "workspace_id"), update ("name", "amount", "period", "start_date", "end_date", "alert_threshold", "is_active"), delete on "agents"."budgets" to acervo_worker;
grant select on "agents"."budgets" to acervo_readonly;
grant select, insert ("id", "user_id", "budget_id", "starts_on", "ends_on", "amount", "workspace_id"), update ("amount"), delete on "agents"."budget_periods" to acervo_app;
grant select, insert ("id", "user_id", "budget_id", "starts_on", "ends_on", "amount", "workspace_id"), update ("amount"), delete on "agents"."budget_periods" to acervo_worker;
grant select on "agents"."budget_periods" to acervo_readonly;
grant select on "agents"."budget_alerts" to acervo_app;
grant select on "agents"."budget_alerts" to acervo_worker;
grant select on "agents"."budget_alerts" to acervo_readonly;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "type", "principal", "opening_balance", "interest_rate", "monthly_payment", "minimum_payment", "start_date", "maturity_date", "payment_due_day", "creditor", "account_number", "status", "payoff_strategy", "priority", "notes", "workspace_id"), update ("name", "type", "principal", "opening_balance", "interest_rate", "monthly_payment", "minimum_payment", "start_date", "maturity_date", "payment_due_day", "creditor", "account_number", "status", "payoff_strategy", "priority", "notes"), delete on "agents"."debts" to acervo_app;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "type", "principal", "opening_balance", "interest_rate", "monthly_payment", "minimum_payment", "start_date", "maturity_date", "payment_due_day", "creditor", "account_number", "status", "payoff_strategy", "priority", "notes", "workspace_id"), update ("name", "type", "principal", "opening_balance", "interest_rate", "monthly_payment", "minimum_payment", "start_date", "maturity_date", "payment_due_day", "creditor", "account_number", "status", "payoff_strategy", "priority", "notes"), delete on "agents"."debts" to acervo_worker;
grant select on "agents"."debts" to acervo_readonly;
grant select, insert ("id", "user_id", "debt_id", "date", "amount", "principal_paid", "interest_paid", "notes", "workspace_id"), update ("date", "amount", "principal_paid", "interest_paid", "notes"), delete on "agents"."debt_payments" to acervo_app;
grant select, insert ("id", "user_id", "debt_id", "date", "amount", "principal_paid", "interest_paid", "notes", "workspace_id"), update ("date", "amount", "principal_paid", "interest_paid", "notes"), delete on "agents"."debt_payments" to acervo_worker;
grant select on "agents"."debt_payments" to acervo_readonly;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "type", "symbol", "quantity", "purchase_price", "current_price", "purchase_date", "platform", "notes", "workspace_id"), update ("name", "type", "symbol", "quantity", "purchase_price", "current_price", "purchase_date", "platform", "notes"), delete on "agents"."investments" to acervo_app;
grant select, insert ("id", "user_id", "financial_profile_id", "name", "type", "symbol", "quantity", "purchase_price", "current_price", "purchase_date", "platform", "notes", "workspace_id"), update ("name", "type", "symbol", "quantity", "purchase_price", "current_price", "purchase_date", "platform", "notes"), delete on "agents"."investments" to acervo_worker;
grant select on "agents"."investments" to acervo_readonly;
grant select, insert ("id", "model", "dimension", "price", "unit", "valid_from", "valid_until"), update ("valid_until"), delete on "agents"."model_prices" to acervo_app;
grant select, insert ("id", "model", "dimension", "price", "unit", "valid_from", "valid_until"), update ("valid_until"), delete on "agents"."model_prices" to acervo_worker;
grant select on "agents"."model_prices" to acervo_readonly;
grant select, insert ("id", "user_id", "limit_messages", "limit_tokens", "limit_cost", "workspace_id"), update ("limit_messages", "limit_tokens", "limit_cost"), delete on "agents"."usage_limits" to acervo_app;
grant select, insert ("id", "user_id", "limit_messages", "limit_tokens", "limit_cost", "workspace_id"), update ("limit_messages", "limit_tokens", "limit_cost"), delete on "agents"."usage_limits" to acervo_worker;
grant select on "agents"."usage_limits" to acervo_readonly;
grant select, insert ("id", "user_id", "year", "month", "limit_messages", "limit_tokens", "limit_cost", "workspace_id"), update ("limit_messages", "limit_tokens", "limit_cost") on "agents"."monthly_usage" to acervo_app;
grant select, insert ("id", "user_id", "year", "month", "limit_messages", "limit_tokens", "limit_cost", "workspace_id"), update ("limit_messages", "limit_tokens", "limit_cost") on "agents"."monthly_usage" to acervo_worker;
grant select on "agents"."monthly_usage" to acervo_readonly;
grant select on "agents"."monthly_agent_usage" to acervo_app;
grant select on "agents"."monthly_agent_usage" to acervo_worker;
grant select on "agents"."monthly_agent_usage" to acervo_readonly;
grant select, insert ("id", "user_id", "agent_id", "request_id", "messages", "tokens", "cost", "status", "reserved_at", "expires_at", "workspace_id"), update ("status", "expires_at") on "agents"."usage_reservations" to acervo_app;
grant select, insert ("id", "user_id", "agent_id", "request_id", "messages", "tokens", "cost", "status", "reserved_at", "expires_at", "workspace_id"), update ("status", "expires_at") on "agents"."usage_reservations" to acervo_worker;
grant select on "agents"."usage_reservations" to acervo_readonly;
grant select, insert ("id", "user_id", "agent_id", "conversation_id", "message_id", "reservation_id", "tokens_input", "tokens_output", "tokens_cache_read", "tokens_cache_write", "model", "cost_input", "cost_output", "cost_cache", "cost_source", "duration", "success", "cancelled", "error_message", "timestamp", "workspace_id") on "agents"."usage_logs" to acervo_app;
grant select, insert ("id", "user_id", "agent_id", "conversation_id", "message_id", "reservation_id", "tokens_input", "tokens_output", "tokens_cache_read", "tokens_cache_write", "model", "cost_input", "cost_output", "cost_cache", "cost_source", "duration", "success", "cancelled", "error_message", "timestamp", "workspace_id") on "agents"."usage_logs" to acervo_worker;
grant select on "agents"."usage_logs" to acervo_readonly;
grant select, insert ("id", "user_id", "monthly_usage_id", "type", "dimension", "threshold", "workspace_id") on "agents"."usage_alerts" to acervo_app;
grant select, insert ("id", "user_id", "monthly_usage_id", "type", "dimension", "threshold", "workspace_id") on "agents"."usage_alerts" to acervo_worker;
grant select on "agents"."usage_alerts" to acervo_readonly;
grant select on "agents"."erased_usage" to acervo_app;
grant select on "agents"."erased_usage" to acervo_worker;
grant select on "agents"."erased_usage" to acervo_readonly;
grant select on "agents"."ticket_counters" to acervo_app;
grant select on "agents"."ticket_counters" to acervo_worker;
grant select on "agents"."ticket_counters" to acervo_readonly;
grant select, insert ("id", "title", "description", "category", "priority", "status", "user_id", "assigned_to_id", "ai_suggestion", "ai_resolved", "metadata", "workspace_id"), update ("title", "description", "category", "priority", "status", "assigned_to_id", "ai_suggestion", "ai_resolved", "metadata"), delete on "agents"."support_tickets" to acervo_app;
grant select, insert ("id", "title", "description", "category", "priority", "status", "user_id", "assigned_to_id", "ai_suggestion", "ai_resolved", "metadata", "workspace_id"), update ("title", "description", "category", "priority", "status", "assigned_to_id", "ai_suggestion", "ai_resolved", "metadata"), delete on "agents"."support_tickets" to acervo_worker;
grant select on "agents"."support_tickets" to acervo_readonly;
grant select, insert ("id", "ticket_id", "content", "is_staff", "is_ai", "is_internal", "author_id", "attachments", "workspace_id"), update ("content", "attachments"), delete on "agents"."support_messages" to acervo_app;
grant select, insert ("id", "ticket_id", "content", "is_staff", "is_ai", "is_internal", "author_id", "attachments", "workspace_id"), update ("content", "attachments"), delete on "agents"."support_messages" to acervo_worker;
grant select on "agents"."support_messages" to acervo_readonly;
grant select on "agents"."support_transitions" to acervo_app;
grant select on "agents"."support_transitions" to acervo_worker;
grant select on "agents"."support_transitions" to acervo_readonly;
grant select on "agents"."audit_events" to acervo_app;
grant select on "agents"."audit_events" to acervo_worker;
grant select on "agents"."audit_events" to acervo_readonly;
grant select on "agents"."audit_details" to acervo_app;
grant select, delete on "agents"."audit_details" to acervo_worker;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "agents"."outbox_events" to acervo_app;
grant select, insert ("aggregate_id", "aggregate_type", "attempts", "available_at", "event_type", "event_version", "last_error", "occurred_at", "payload", "published_at", "status"), update ("attempts", "available_at", "last_error", "published_at", "status") on "agents"."outbox_events" to acervo_worker;
grant select on "agents"."outbox_events" to acervo_readonly;
create view "agents"."audit_logs" with (security_invoker = true) as
select e.id,
  case when e.actor ~ '^user:[0-9a-f-]{36}$' then substr(e.actor, 6)::uuid end as admin_id,
  e.actor,
  (case
    when e.table_name = 'invitations' and e.operation = 'INSERT' then 'INVITE_USER'
    when e.table_name = 'users' and e.operation = 'INSERT' then 'CREATE_USER'
    when e.table_name = 'users' and e.operation = 'DELETE' then 'DELETE_USER'
    when e.table_name = 'users' and jsonb_exists(e.after, 'role') then 'CHANGE_ROLE'
    when e.table_name = 'users' and jsonb_exists(e.after, 'subscriptionTier') then 'CHANGE_TIER'
    when e.table_name = 'storage_quotas' and e.operation = 'UPDATE' then 'MODIFY_QUOTA'
    else e.operation || '_' || upper(e.table_name)
  end)::varchar(100) as action,
  case when e.row_id ~ '^[0-9a-f-]{36}$' then e.row_id::uuid end as target_id,
  e.table_name::varchar(50) as target_type,
  jsonb_build_object('old', e.before, 'new', e.after) as details,
  e.request_id,
  e.occurred_at as timestamp
from "agents"."audit_events" e;
grant select on "agents"."audit_logs" to acervo_app;
grant select on "agents"."audit_logs" to acervo_worker;
grant select on "agents"."audit_logs" to acervo_readonly;
create view "agents"."user_usage" with (security_invoker = true) as
select u.user_id,
    sum(u.total_messages)::bigint as total_messages,
    sum(u.total_tokens)::bigint as total_tokens_used,
    sum(u.total_cost)::numeric(20, 10) as total_cost,
    coalesce(sum(u.total_messages) filter (where u.year = extract(year from acervo.now() at time zone 'UTC')::integer and u.month = extract(month from acervo.now() at time zone 'UTC')::integer), 0)::bigint as monthly_messages,
    coalesce(sum(u.total_tokens) filter (where u.year = extract(year from acervo.now() at time zone 'UTC')::integer and u.month = extract(month from acervo.now() at time zone 'UTC')::integer), 0)::bigint as monthly_tokens,
    coalesce(sum(u.total_cost) filter (where u.year = extract(year from acervo.now() at time zone 'UTC')::integer and u.month = extract(month from acervo.now() at time zone 'UTC')::integer), 0)::numeric(20, 10) as monthly_cost,
    (select max(l.timestamp) from usage_logs l where l.user_id = u.user_id) as last_interaction
  from monthly_usage u group by u.user_id;
grant select on "agents"."user_usage" to acervo_app;
grant select on "agents"."user_usage" to acervo_worker;
grant select on "agents"."user_usage" to acervo_readonly;
set local role none;
