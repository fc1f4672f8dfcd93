// Databases opened on purpose, one hole at a time: a matrix that finds nothing here proves nothing there. Each is a
// mistake that somebody has made; `open` and `close` are run on both databases as a superuser.
import { theirs } from './fill.ts'

export interface Mutant {
  readonly name: string
  readonly open: string
  readonly close: string
  /** What it opens, where the name alone does not say: the matrix looks there. */
  readonly about?: RegExp
  /** Not of the database but of the client: settings that outlive their transaction. */
  readonly isSession?: boolean
}

const list = (value: string) => `(select string_to_array(${value}, ',')::uuid[])::uuid[]`
const claimed = `nullif(current_setting('acervo.tenant', true), '')`
const own = `tenant_id = any (${list(claimed)})`
const policy = (table: string, using: string, check = using, kind = 'restrictive for all') =>
  `create policy tenant on shop.${table} as ${kind} to public using (${using}) with check (${check})`
const drop = (table: string) => `drop policy tenant on shop.${table}`
const replace = (name: string, table: string, made: string): Mutant => ({
  name,
  open: `${drop(table)}; ${made}`,
  close: `${drop(table)}; ${policy(table, own)}`,
})

const month = (made: string) =>
  `do $do$ declare piece text := (select inhrelid::regclass from pg_inherits
    where inhparent = 'shop.events'::regclass order by 1 limit 1);
  begin execute format('${made}', piece); end $do$`

const link = (columns: string, referenced: string) =>
  `alter table shop.orders drop constraint orders_client_id_fkey,
   add constraint orders_client_id_fkey foreign key (${columns}) references shop.clients (${referenced})`

export const mutants: readonly Mutant[] = [
  replace('a policy without WITH CHECK', 'orders', policy('orders', own, 'true')),
  replace(
    'a policy that became permissive',
    'clients',
    policy('clients', own, own, 'permissive for all'),
  ),
  replace(
    'a policy of reads alone',
    'notes',
    `create policy tenant on shop.notes as restrictive for select to public using (${own})`,
  ),
  replace(
    'a policy that lets everybody in who claims nobody',
    'bookings',
    policy('bookings', `${own} or ${claimed} is null`),
  ),
  replace(
    'a policy without nullif',
    'clients',
    policy('clients', `tenant_id = (select current_setting('acervo.tenant', true)::uuid)`),
  ),
  replace(
    'a policy of another setting',
    'codes',
    policy(
      'codes',
      `tenant_id::text = coalesce(nullif(current_setting('acervo.tenant_id', true), ''), ${claimed})`,
    ),
  ),
  {
    name: 'a permissive policy widened and the restrictive one gone',
    open: drop('orders'),
    close: policy('orders', own),
  },
  {
    name: 'no row security',
    open: 'alter table shop.parcels disable row level security',
    close: 'alter table shop.parcels enable row level security',
  },
  {
    name: 'no FORCE',
    open: 'alter table shop.clients no force row level security',
    close: 'alter table shop.clients force row level security',
  },
  {
    name: 'a view without security_invoker',
    open: 'alter view shop.sales set (security_invoker = false); alter view shop.sales owner to current_user',
    close:
      'alter view shop.sales set (security_invoker = true); alter view shop.sales owner to acervo_owner',
  },
  {
    name: 'a month without policies that somebody granted',
    open: `${month('alter table %1$s disable row level security; grant select on %1$s to acervo_app')}`,
    close: `${month('revoke select on %1$s from acervo_app; alter table %1$s enable row level security')}`,
  },
  {
    name: 'a month taken out, granted and without row security',
    open: 'alter table shop.events_y2020m01 disable row level security; grant select on shop.events_y2020m01 to acervo_worker',
    close:
      'revoke select on shop.events_y2020m01 from acervo_worker; alter table shop.events_y2020m01 enable row level security',
  },
  {
    name: 'a foreign key without the tenant',
    open: link('client_id', 'id'),
    close: link('client_id, tenant_id', 'id, tenant_id'),
  },
  {
    name: 'a unique without the tenant',
    open: `update shop.parcels set code = 'other' where tenant_id = '${theirs.id}' and code like 'same%';
      create unique index parcels_open on shop.parcels (code)`,
    close: `drop index shop.parcels_open; update shop.parcels set code = 'same0 code' where code = 'other'`,
  },
  {
    name: 'an exclusion without the tenant',
    open: `update shop.bookings set room = 'other' where tenant_id = '${theirs.id}' and room like 'same%';
      alter table shop.bookings add constraint open_excl exclude using gist (room with =, tstzrange(starts_at, ends_at) with &&)`,
    close: `alter table shop.bookings drop constraint open_excl; update shop.bookings set room = 'same0 room' where room = 'other'`,
  },
  {
    name: 'grants to readonly too wide',
    open: 'grant select on shop.notes to acervo_readonly',
    close:
      'revoke select on shop.notes from acervo_readonly; grant select (id, client_id, parent_id, body, tenant_id) on shop.notes to acervo_readonly',
  },
  {
    name: 'a function with its maker’s rights',
    open: `create function shop.peek() returns setof text language sql security definer as 'select t::text from shop.clients t'`,
    close: 'drop function shop.peek()',
  },
  {
    name: 'a materialized view',
    open: 'create materialized view shop.copy as select * from shop.clients; grant select on shop.copy to acervo_app',
    close: 'drop materialized view shop.copy',
  },
  {
    name: 'TRUNCATE granted',
    open: 'grant truncate on shop.codes to acervo_app',
    close: 'revoke truncate on shop.codes from acervo_app',
  },
  {
    name: 'a context that outlives its transaction: set_config(..., false)',
    open: 'select 1',
    close: 'discard all',
    isSession: true,
  },
]

/** The relation or function that a mutant touches, in the cases that name it. */
export function aboutOf({ open, about }: Mutant): RegExp {
  const [name] = /(?<=shop[.])\w+/.exec(open) ?? []
  return about ?? (name === undefined ? /^/ : new RegExp(`\\b${name}`))
}
