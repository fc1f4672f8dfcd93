// Who may do what: ownership, row level security and grants. A request's role gets the columns it may write
// one by one, so that immutable and maintained ones are closed by the database itself.
import { ownerRole, runtimeRoles } from '../database/roles.ts'
import { quoteIdentifier } from '../database/sql.ts'
import type { ColumnModel, GrantModel, TableModel } from '../model/model.ts'
import type { PolicyFact } from '../table/fact.ts'
import { type DdlStatement, qualify, quoteList, statement } from './statement.ts'

/** `citus`: policies without sub-selects. Never run on Citus itself (decision 0006). */
export type Dialect = 'postgres' | 'citus'

export function renderSchema(schema: string): readonly DdlStatement[] {
  const name = quoteIdentifier(schema)
  return [
    statement('schema', [], `create schema if not exists ${name} authorization ${ownerRole}`),
    statement('grant', [], `grant usage on schema ${name} to ${runtimeRoles.join(', ')}`),
  ]
}

export function renderOwner(table: TableModel, schema: string): DdlStatement {
  const sql = `alter table ${qualify(schema, table.sqlName)} owner to ${ownerRole}`
  return statement('owner', [table.sqlName], sql, table.sqlName)
}

/** A policy binds the owner too (FORCE): whoever may become it must not see more. */
export function renderRowSecurity(
  table: TableModel,
  schema: string,
  dialect: Dialect = 'postgres',
): readonly DdlStatement[] {
  if (table.policies.length === 0) return []
  const name = table.sqlName
  const relation = qualify(schema, name)
  const sql = `alter table ${relation} enable row level security, force row level security`
  return [
    statement('rls', [name], sql, name),
    ...table.policies.map((policy) =>
      statement('policy', [name, policy.name], renderPolicy(policy, relation, dialect), name),
    ),
  ]
}

function renderPolicy(policy: PolicyFact, relation: string, dialect: Dialect): string {
  const { name, command, restrictive, inline } = policy
  const { using, check } = dialect === 'citus' && inline !== undefined ? inline : policy
  return [
    `create policy ${quoteIdentifier(name)} on ${relation}`,
    `as ${restrictive ? 'restrictive' : 'permissive'} for ${command} to public`,
    using === undefined ? '' : `using (${using})`,
    check === undefined ? '' : `with check (${check})`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

export function renderGrants(table: TableModel, schema: string): readonly DdlStatement[] {
  const relation = qualify(schema, table.sqlName)
  const texts = table.grants.flatMap((grant) => {
    const list = grant.privileges.flatMap((privilege) => renderPrivilege(table, grant, privilege))
    return list.length === 0 ? [] : [`grant ${list.join(', ')} on ${relation} to ${roleOf(grant)}`]
  })
  if (texts.length === 0) return []
  return [statement('grant', [table.sqlName], texts.join(';\n'), table.sqlName)]
}

function renderPrivilege(
  table: TableModel,
  { role }: GrantModel,
  privilege: GrantModel['privileges'][number],
): readonly string[] {
  if (privilege === 'delete') return [privilege]
  const columns = [...table.columns.values()]
  const allowed = columns.filter((column) =>
    privilege === 'select'
      ? role !== 'readonly' || isReported(table, column)
      : privilege === 'insert'
        ? column.insertable
        : column.updatable,
  )
  if (allowed.length === 0) return []
  if (privilege === 'select' && allowed.length === columns.length) return [privilege]
  return [`${privilege} (${quoteList(allowed.map((column) => column.sqlName))})`]
}

/** Hashes, tokens and vectors are hidden columns. Whose a row is, and which row it is, are hidden and no secret. */
function isReported({ keyPrefix, primaryKey }: TableModel, column: ColumnModel): boolean {
  return column.spec.hidden !== true || column === keyPrefix || primaryKey.includes(column)
}

function roleOf(grant: GrantModel): string {
  return `acervo_${grant.role}`
}
