// Months that stand apart from their table, in the schema `acervo_archive`: a month that was taken off keeps no policy and
// every right that somebody gave it, so it gets the policies of its table and loses all rights but reading for reports.
// One view a table reads all of its months that stand there.
import { ownerRole } from '../database/roles.ts'
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { renderGrants, renderRowSecurity } from '../ddl/access.ts'
import { renderSearchPath } from '../ddl/database.ts'
import { qualify } from '../ddl/statement.ts'
import type { TableModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'
import { writeMonth } from './ledger.ts'
import { archiveSchema, toApartName } from './pieces.ts'
import { nameOf } from './rules.ts'

/** In the caller's transaction: the loose month becomes one that stands apart. Links to it are gone by then. */
export async function setApart(
  direct: Direct,
  table: TableModel,
  piece: string,
  month: string,
): Promise<void> {
  const name = toApartName(table, month)
  const apart = qualify(archiveSchema, name)
  await direct.script(
    [
      `alter table ${qualify(table.schema, piece)} set schema ${archiveSchema}`,
      // Its own name may be that of a month of another schema.
      ...(piece === name
        ? []
        : [`alter table ${qualify(archiveSchema, piece)} rename to ${quoteIdentifier(name)}`]),
      renderUnlinked(apart),
    ].join(';\n'),
  )
  await close(direct, table, name)
  await writeMonth(direct, table, { month, state: 'detached', piece: name })
  await refreshView(direct, table)
}

/** Policies of the table, no right but that of reports. */
export async function close(direct: Direct, table: TableModel, name: string): Promise<void> {
  const apart = { ...table, sqlName: name, grants: readingOf(table) }
  await direct.script(
    [
      renderUnowned(qualify(archiveSchema, name)),
      `alter table ${qualify(archiveSchema, name)} owner to ${ownerRole}`,
      renderSearchPath(table.schema),
      ...[...renderRowSecurity(apart, archiveSchema), ...renderGrants(apart, archiveSchema)].map(
        ({ sql }) => sql,
      ),
      `set local search_path to default`,
    ].join(';\n'),
  )
}

const readingOf = ({ grants }: TableModel): TableModel['grants'] =>
  grants.flatMap(({ role, privileges }) =>
    role === 'readonly' ? [{ role, privileges: privileges.filter((one) => one === 'select') }] : [],
  )

export const viewNameOf = ({ schema, sqlName }: TableModel): string =>
  toObjectName([schema], sqlName)

/** Of the columns that the table has now; one that a month has no more is null there. */
export async function refreshView(direct: Direct, table: TableModel): Promise<void> {
  const name = viewNameOf(table)
  const view = qualify(archiveSchema, name)
  const { rows } = await direct.query({
    text: `select c.relname, string_agg(a.attname, ',')
      from acervo.partition m
      join pg_namespace n on n.nspname = $1
      join pg_class c on c.relnamespace = n.oid and c.relname = m.piece and c.relkind = 'r'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where m.table_name = $2 group by 1 order by 1`,
    values: [archiveSchema, nameOf(table)],
  })
  const shown = [...table.columns.values()].filter(({ spec }) => spec.hidden !== true)
  const parts = rows.map(([month = '', names]) => {
    const has = new Set(names?.split(','))
    const cells = shown.map(({ sqlName }) =>
      has.has(sqlName) ? quoteIdentifier(sqlName) : `null as ${quoteIdentifier(sqlName)}`,
    )
    return `select ${cells.join(', ')} from ${qualify(archiveSchema, month ?? '')}`
  })
  await direct.script(`drop view if exists ${view}`)
  if (parts.length === 0) return
  await direct.script(
    `create view ${view} with (security_invoker = true) as\n${parts.join('\nunion all\n')};
    alter view ${view} owner to ${ownerRole};
    grant select on ${view} to acervo_readonly`,
  )
}

/** What deletes or changes rows elsewhere must not reach it any more. */
function renderUnlinked(relation: string): string {
  return `do $do$ declare k text; begin
    for k in select conname from pg_constraint
      where conrelid = ${quoteLiteral(relation)}::regclass and contype = 'f' and conparentid = 0
    loop execute format('alter table ${relation} drop constraint %I', k); end loop;
  end $do$`
}

function renderUnowned(relation: string): string {
  return `do $do$ declare g text; begin
    for g in select distinct r.rolname from (
        select relacl as acl from pg_class where oid = ${quoteLiteral(relation)}::regclass
        union all
        select attacl from pg_attribute where attrelid = ${quoteLiteral(relation)}::regclass
      ) held cross join lateral aclexplode(held.acl) x join pg_roles r on r.oid = x.grantee
      where r.rolname <> '${ownerRole}'
    loop execute format('revoke all on ${relation} from %I', g); end loop;
    revoke all on ${relation} from public;
  end $do$`
}
