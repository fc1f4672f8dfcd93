// The schema `acervo` of every target: the clock, ids, and what migrations record about themselves.
// The same text runs on PostgreSQL 15 and on the embedded 18. Tables of other rooms come as scripts.
import { ownerRole, runtimeRoles } from '../database/roles.ts'

export interface KernelSchemaOptions {
  /** The test build reads acervo.fake_now first; a served database must not have a settable clock. */
  readonly testClock: boolean
}

export function renderKernelSchema({ testClock }: KernelSchemaOptions): string {
  return [
    'create schema if not exists acervo',
    ...(testClock ? testClockFunctions : clockFunctions),
    ...idFunctions,
    ...tables,
    ...grants,
  ].join(';\n')
}

// Without SET and without SECURITY DEFINER, so that the planner inlines them: a default costs no call.
const clockFunctions = [
  `create or replace function acervo.now() returns timestamptz
  language sql stable parallel safe as 'select transaction_timestamp()'`,
  `create or replace function acervo.clock() returns timestamptz
  language sql volatile parallel safe as 'select clock_timestamp()'`,
] as const

const fakeNow = `nullif(current_setting('acervo.fake_now', true), '')::timestamptz`
const testClockFunctions = [
  `create or replace function acervo.now() returns timestamptz
  language sql stable parallel safe as $$ select coalesce(${fakeNow}, transaction_timestamp()) $$`,
  `create or replace function acervo.clock() returns timestamptz
  language sql volatile parallel safe as $$ select coalesce(${fakeNow}, clock_timestamp()) $$`,
] as const

const idFunctions = [
  // 48 bits of milliseconds over a random UUIDv4, whose version bits 0100 become 0111. extract() is exact
  // here; date_part's double precision lands in the millisecond before.
  `create or replace function acervo.uuid7(at timestamptz default acervo.clock()) returns uuid
  language sql volatile parallel safe as $$
    select encode(
      set_bit(set_bit(
        overlay(uuid_send(gen_random_uuid())
          placing substring(int8send(floor(extract(epoch from at) * 1000)::bigint) from 3)
          from 1 for 6),
        52, 1), 53, 1),
      'hex')::uuid
  $$`,
] as const

const tables = [
  `create table if not exists acervo.migration (
  database text collate "C" not null,
  version integer not null,
  name text not null,
  checksum text not null,
  model_hash text,
  steps integer not null,
  duration_ms integer not null,
  applied_at timestamptz(6) not null default clock_timestamp(),
  primary key (database, version)
)`,
  `create table if not exists acervo.backfill (
  database text collate "C" not null,
  version integer not null,
  rows_done bigint not null,
  after jsonb not null,
  updated_at timestamptz(6) not null default clock_timestamp(),
  primary key (database, version)
)`,
  `create table if not exists acervo.migration_failure (
  database text collate "C" primary key,
  code text not null,
  message text not null,
  failed_at timestamptz(6) not null default clock_timestamp()
)`,
] as const

const everybody = [ownerRole, ...runtimeRoles].join(', ')
const functions = 'acervo.now(), acervo.clock(), acervo.uuid7(timestamptz)'
const grants = [
  `grant usage on schema acervo to ${everybody}`,
  'revoke all on acervo.migration, acervo.backfill, acervo.migration_failure from public',
  // A server without the migrator's rights still asks whether anything is pending; health says at which version
  // each database stands.
  `grant select on acervo.migration to ${runtimeRoles.join(', ')}`,
  'grant select on acervo.migration_failure to acervo_worker',
  `revoke execute on function ${functions} from public`,
  // What somebody makes by hand as the owner: closed like the rest until it is opened.
  `alter default privileges for role ${ownerRole} revoke execute on functions from public`,
  `grant execute on function ${functions} to ${everybody}`,
] as const
