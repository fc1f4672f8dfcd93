// The roles of every server and what they may become. SQL as text for the migrator, and the checks that keep
// a process from running with rights that no policy binds. Grants on tables are the ddl's affair.
import { AcervoError } from '../errors/index.ts'
import { quoteIdentifier, quoteLiteral } from './sql.ts'
import type { Direct, RuntimeRole, Target } from './target.ts'

export const runtimeRoles = [
  'acervo_app',
  'acervo_worker',
  'acervo_readonly',
] as const satisfies readonly RuntimeRole[]

export const ownerRole = 'acervo_owner'
/** Reads everything for a dump (`pg_dump --role=acervo_backup`), writes nothing, and nobody logs in as it. */
export const backupRole = 'acervo_backup'
const groupRoles = [ownerRole, ...runtimeRoles, backupRole] as const

// Members can become worker or readonly (Context.role) without holding their rights all the time.
const switchRole = 'acervo_switch'

/**
 * Idempotent, and it writes nothing where everything stands. Roles belong to the whole server, advisory locks
 * to one database: processes that set up several databases meet here and wait for each other's rows instead.
 */
export function renderRoles(): string {
  return [
    ...groupRoles.map((role) => renderRole(role, 'inherit')),
    renderRole(switchRole, 'noinherit'),
    renderGrant('acervo_worker', quoteLiteral(switchRole)),
    renderGrant('acervo_readonly', quoteLiteral(switchRole)),
    backupRights,
    watchRights,
    // A migrator that is no superuser needs the membership to give tables to the owner.
    renderGrant(ownerRole, 'current_user', 'not rolsuper'),
  ].join(';\n')
}

export interface LoginOptions {
  readonly name: string
  readonly password: string
  readonly connectionLimit?: number
}

/** A login that holds acervo_app's rights and nothing more; an existing one gets the new password. */
export async function createRuntimeLogin(direct: Direct, options: LoginOptions): Promise<void> {
  const name = quoteIdentifier(options.name)
  const rights =
    'login inherit nocreatedb nocreaterole ' +
    `connection limit ${options.connectionLimit ?? -1} password ${quoteLiteral(options.password)}`
  await direct.script(
    [
      renderCreate(options.name, 'nologin'),
      `alter role ${name} ${rights}`,
      `alter role ${name} set timezone to 'UTC'`,
      `grant acervo_app, ${switchRole} to ${name}`,
    ].join(';\n'),
  )
}

/** Makes the target's own login a member of acervo_app where it is not; one that may bypass policies is left alone. */
export async function admitRuntimeLogin(direct: Direct, target: Target): Promise<void> {
  if (target.engine === 'embedded') return
  const [login] = await target.group({ settings: {} }, [{ text: admission, values: [] }])
  const [name = null, isMember] = login?.rows[0] ?? []
  if (name === null || isMember === 't') return
  await direct.script(
    [
      `grant acervo_app, ${switchRole} to ${quoteIdentifier(name)}`,
      `alter role ${quoteIdentifier(name)} set timezone to 'UTC'`,
    ].join(';\n'),
  )
}

/** Refuses a runtime login that policies do not bind. */
export async function assertRuntimeRole(target: Target): Promise<void> {
  const [result] = await target.group({ settings: {} }, [
    { text: runtimeRights, values: [ownerRole] },
  ])
  const [role, isSuperuser, bypasses, ownsAny, becomes] = result?.rows[0] ?? []
  const faults = [
    isSuperuser === 't' ? 'is a superuser' : '',
    bypasses === 't' ? 'has BYPASSRLS' : '',
    becomes && isSuperuser !== 't' ? `may become ${becomes}` : '',
    ownsAny === 't' ? 'owns tables' : '',
  ].filter((fault) => fault !== '')
  if (faults.length === 0) return
  throw new AcervoError('ACV314', `the runtime role '${role}' may bypass policies`, {
    details: `On ${target.key} it ${faults.join(', ')}.`,
    hint: 'Give ACERVO_DATABASE_URL (in a placement: run) a login that is only a member of acervo_app, and the owner to ACERVO_MIGRATE_URL (migrate).',
  })
}

/** Under FORCE ROW LEVEL SECURITY any other migrator would change 0 rows without a word. */
export async function assertMigratorRole(direct: Direct): Promise<void> {
  const { rows } = await direct.query({ text: migratorRights, values: [] })
  if (rows[0]?.[1] === 't') return
  throw new AcervoError('ACV314', `the migrator '${rows[0]?.[0]}' is bound by policies itself`, {
    details: 'Its backfills would change no rows, and constraints would be accepted unchecked.',
    hint: `As a superuser: alter role ${quoteIdentifier(rows[0]?.[0] ?? 'migrator')} bypassrls`,
  })
}

// session_user counts as well: RESET ROLE leads back to it. On the embedded engine that is a superuser by
// construction, and no text from outside reaches it; there only the role taken on is checked.
const runtimeRights = `
  select r.rolname,
         r.rolsuper,
         r.rolbypassrls,
         exists (select from pg_class c where c.relowner = r.oid and c.relkind in ('r', 'p')),
         coalesce((
           select string_agg(o.rolname, ', ' order by o.rolname) from pg_roles o
            where o.oid <> r.oid and (o.rolsuper or o.rolbypassrls or o.rolname = $1)
              and pg_has_role(r.oid, o.oid, 'member')), '')
    from pg_roles r
   where r.rolname = current_user`

const admission = `
  select session_user, r.rolsuper or r.rolbypassrls or pg_has_role(r.oid, 'acervo_app', 'member')
    from pg_roles r where r.rolname = session_user`

const migratorRights = `
  select rolname, rolsuper or rolbypassrls from pg_roles where rolname = current_user`

function renderRole(role: string, inherit: 'inherit' | 'noinherit'): string {
  const name = quoteLiteral(role)
  const isRight = `not rolcanlogin and not rolcreatedb and not rolcreaterole and ${inherit === 'inherit' ? '' : 'not '}rolinherit`
  const isUtc = `exists (select from pg_db_role_setting where setrole = r.oid and setdatabase = 0
         and lower(array_to_string(setconfig, ',')) like '%timezone=utc%')`
  return [
    renderCreate(role, 'nologin'),
    // Superuser and BYPASSRLS are off by default; naming them would need a superuser.
    renderUnless(
      `select from pg_roles where rolname = ${name} and ${isRight}`,
      `alter role ${role} nologin ${inherit} nocreatedb nocreaterole`,
    ),
    renderUnless(
      `select from pg_roles r where rolname = ${name} and ${isUtc}`,
      `alter role ${role} set timezone to 'UTC'`,
    ),
  ].join(';\n')
}

// A dump that policies bind would hold some of the rows and say nothing. Which tables there will be is not known,
// so it is every one; a migrator that may not give this leaves the role powerless: a dump through it fails aloud.
const backupRights = `do $do$ begin
  if not exists (select from pg_roles where rolname = '${backupRole}' and rolbypassrls) then
    alter role ${backupRole} bypassrls;
  end if;
  if not pg_has_role('${backupRole}', 'pg_read_all_data', 'member') then
    grant pg_read_all_data to ${backupRole};
  end if;
exception when insufficient_privilege or internal_error or unique_violation then null;
end $do$`

// Sessions of others and replicas are shown to whoever may read statistics; without it some figures are missing.
const watchRights = `do $do$ begin
  if not pg_has_role('acervo_worker', 'pg_read_all_stats', 'member') then
    grant pg_read_all_stats to acervo_worker;
  end if;
exception when insufficient_privilege or internal_error or unique_violation then null;
end $do$`

/** `member` is an SQL expression; `when` narrows which member needs it. */
function renderGrant(role: string, member: string, when = 'true'): string {
  const isMember = `select from pg_auth_members where member = r.oid
      and roleid = (select oid from pg_roles where rolname = ${quoteLiteral(role)})`
  return `do $do$ declare grantee name; begin
  select rolname into grantee from pg_roles r
    where rolname = ${member} and ${when} and not exists (${isMember});
  if grantee is not null then execute format('grant ${role} to %I', grantee); end if;
exception when internal_error or unique_violation then null;
end $do$`
}

function renderCreate(role: string, options: string): string {
  return renderUnless(
    `select from pg_roles where rolname = ${quoteLiteral(role)}`,
    `create role ${quoteIdentifier(role)} ${options}`,
  )
}

/** Two sessions may pass the test together: the second waits for the first and finds it done. */
function renderUnless(exists: string, statement: string): string {
  return `do $do$ begin
  if not exists (${exists}) then execute ${quoteLiteral(statement)}; end if;
exception when duplicate_object or unique_violation or internal_error then null;
end $do$`
}
