// The specification's own SQL for Orquix, in the order in which it is printed.

export const users = `create table users (
  id uuid primary key,
  email varchar unique not null,
  name varchar not null,
  google_id varchar unique not null,
  avatar_url varchar not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
)`

export const projects = `create table projects (
  id uuid primary key,
  user_id uuid not null references users(id),
  name varchar not null,
  description varchar not null,
  moderator_personality varchar default 'Analytical',
  moderator_temperature float default 0.7,
  moderator_length_penalty float default 0.5,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
)`

export const interactionEvents = `create table interaction_events (
  id uuid primary key,
  project_id uuid not null references projects(id),
  user_id uuid not null references users(id),
  user_prompt_text text not null,
  moderated_synthesis_id uuid references moderated_syntheses(id),
  user_feedback_score integer,
  created_at timestamptz not null
)`

export const iaResponses = `create table ia_responses (
  id uuid primary key,
  interaction_event_id uuid not null references interaction_events(id),
  ia_provider_name varchar not null,
  raw_response_text text not null,
  latency_ms integer not null,
  error_message text,
  received_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
)`

export const moderatedSyntheses = `create table moderated_syntheses (
  id uuid primary key,
  synthesis_text text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
)`

/** As printed, apart from the order that makes it run. */
export const inOrder = [users, projects, moderatedSyntheses, interactionEvents, iaResponses].join(
  ';\n',
)
