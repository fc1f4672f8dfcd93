// Before a process serves: the live catalog holds what the declared policies promise to whoever the process acts as.
// A policy that was dropped or widened, a month that somebody opened or a view that asks as its owner ends the start.
// One query a target; that the login itself is bound by policies is roles.ts.
import { ownerRole, runtimeRoles } from '../database/roles.ts'
import type { Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'

const faultsMax = 20

/** @throws ACV320 naming each relation that is open and why. */
export async function assertClosed(
  target: Target,
  databases: readonly DatabaseModel[],
): Promise<void> {
  if (databases.length === 0) return
  const tables = databases.flatMap((database) => [...database.tables.values()])
  const declared = tables.flatMap(({ schema, sqlName, policies, keyPrefix, prefixSetting }) =>
    policies.length > 0
      ? [{ schema, name: sqlName, own: keyPrefix?.sqlName ?? '', setting: prefixSetting ?? '' }]
      : [],
  )
  const schemas = databases.map(({ schema }) => schema)
  const values = [JSON.stringify(declared), schemas.join(','), runtimeRoles.join(','), ownerRole]
  const [result] = await target.group({ settings: {} }, [{ text, values }])
  const faults = result?.rows.map(([relation, fault]) => `${relation} ${fault}`) ?? []
  if (faults.length === 0) return
  const rest = faults.length - faultsMax
  const told = faults.slice(0, faultsMax).join('; ')
  throw new AcervoError('ACV320', `rows on ${target.key} are not closed as declared`, {
    details: `${told}${rest > 0 ? `; and ${rest} more` : ''}.`,
    hint: 'acervo migrate drift shows the differences; mend them as the migrator.',
  })
}

// A policy is told by what it reads: the column and the setting, in USING and in WITH CHECK. A login that is a
// superuser is told of by roles.ts; here it would only say that it may do everything.
const text = `
with declared as (
  select * from json_to_recordset($1::json) as d(schema text, name text, own text, setting text)
), asker as (
  select oid, rolname from pg_roles
   where rolname = any (string_to_array($3, ',')) or rolname = current_user and not rolsuper
), relation as (
  select c.oid, c.relkind, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
         format('%I.%I', n.nspname, c.relname) as name, d.own, d.setting
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    left join declared d on d.schema = n.nspname and d.name = c.relname
   where n.nspname = any (string_to_array($2, ',')) and c.relkind in ('r', 'p', 'v', 'm')
), closed as (
  select * from relation where setting is not null
)
select name, 'has no row security' from closed where not relrowsecurity
union all
select name, 'does not force row security' from closed where not relforcerowsecurity
union all
select name, 'lacks its restrictive policy' from closed c where setting <> '' and not exists (
  select from pg_policy p
   where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
     and pg_get_expr(p.polqual, p.polrelid) like '%' || setting || '%'
     and pg_get_expr(p.polqual, p.polrelid) like '%' || own || '%'
     and pg_get_expr(p.polwithcheck, p.polrelid) = pg_get_expr(p.polqual, p.polrelid))
union all
select name, 'lets ' || a.rolname || ' truncate it, or watch it by trigger or foreign key'
  from closed c, asker a where has_table_privilege(a.oid, c.oid, 'truncate, trigger, references')
union all
select name, 'is a month that ' || a.rolname || ' reaches beside its table'
  from relation c, asker a
 where c.relispartition
   and (has_any_column_privilege(a.oid, c.oid, 'select, insert, update')
        or has_table_privilege(a.oid, c.oid, 'delete, truncate'))
union all
select name, 'is a view that asks with the rights of its owner' from relation c
 where c.relkind = 'v' and not coalesce(c.reloptions && '{security_invoker=true,security_invoker=on}', false)
   and exists (select from asker a where has_any_column_privilege(a.oid, c.oid, 'select'))
union all
select name, 'is a materialized view, which no policy binds' from relation c
 where c.relkind = 'm' and exists (select from asker a where has_any_column_privilege(a.oid, c.oid, 'select'))
union all
select format('%I.%I()', n.nspname, p.proname), 'runs with the rights of its owner for ' || a.rolname
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace, asker a
 where n.nspname = any (string_to_array($2, ',')) and p.prosecdef
   and has_function_privilege(a.oid, p.oid, 'execute')
   and not pg_has_role(a.oid, $4, 'member')
order by 1, 2`
