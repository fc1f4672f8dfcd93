// delete and deleteMany as plans. Where rows are kept when deleted, DELETE becomes an UPDATE that
// takes the soft-deleted children along (cascade.ts), and a restricting child refuses it as a
// foreign key would.
import { raw, type Sql, sql } from '../database/sql.ts'
import type { Result, Statement } from '../database/target.ts'
import { type Cascade, planCascade } from './cascade.ts'
import { assertTable } from './data.ts'
import { toAnswer, toCountAnswer } from './plan-find.ts'
import { assertFound, presenceOf, rowSql, versionSql } from './plan-update.ts'
import type { Planned, Planning } from './planning.ts'
import { all, fromSql, liveSql, type Source } from './scope.ts'
import { toNamedStatement } from './statement-name.ts'
import { tableSql } from './table-sql.ts'
import { toWhere } from './where.ts'
import { answerSql } from './written.ts'

const target = (planning: Planning): Source => ({ table: planning.table, alias: 't' })

export function planDelete(planning: Planning): Planned {
  const { model, table, request, options, scope, markers } = planning
  assertTable(table)
  const source = target(planning)
  const condition = all([rowSql(planning, source), versionSql(request.version)]) as Sql
  const cascade = planCascade(scope, source, condition)
  const remove = removeSql(source, condition)
  const statement = answerSql(
    scope,
    table,
    request,
    markers,
    options,
    (returning) => sql`${remove}${returning}`,
    cascade,
  )
  const before = cascade.before.map((one) => toNamedStatement(model, one))
  return {
    statements: [...before, toNamedStatement(model, statement), ...presenceOf(planning)],
    read: (results) => {
      const own = results.slice(before.length)
      assertFound(planning, own[0] as Result, own[1])
      return toAnswer(own[0] as Result, { version: options.version === true })
    },
  }
}

export function planDeleteMany(planning: Planning): Planned {
  const { model, table, request, scope } = planning
  assertTable(table)
  const source = target(planning)
  const condition = all([toWhere(scope, source, request.where), liveSql(source, request.live)])
  const cascade = planCascade(scope, source, condition ?? raw('true'))
  const remove = removeSql(source, condition)
  const before = cascade.before.map((one) => toNamedStatement(model, one))
  return {
    statements: [...before, manyStatement(planning, remove, cascade)],
    read: (results) => {
      const result = results.at(-1) as Result
      const isCounted = cascade.ctes.length > 0
      return toCountAnswer(isCounted ? Number(result.rows[0]?.[0] ?? 0) : result.count)
    },
  }
}

function manyStatement({ model, table }: Planning, remove: Sql, cascade: Cascade): Statement {
  if (cascade.ctes.length === 0) return toNamedStatement(model, remove)
  const { quoted } = tableSql(table)
  const columns = raw(cascade.columns.map((column) => `t.${quoted(column)}`).join(', '))
  const ctes = cascade.ctes.reduce((sum, cte) => sql`${sum}, ${cte}`, raw(''))
  return toNamedStatement(
    model,
    sql`with w as (${remove} returning ${columns})${ctes} select count(*) from w`,
  )
}

function removeSql(source: Source, condition: Sql | undefined): Sql {
  const where = condition === undefined ? raw('') : sql` where ${condition}`
  const { deleteAsUpdate } = source.table
  if (deleteAsUpdate === undefined) return sql`delete from ${fromSql(source)}${where}`
  const column = raw(tableSql(source.table).quoted(deleteAsUpdate.column))
  return sql`update ${fromSql(source)} set ${column} = ${raw(deleteAsUpdate.value)}${where}`
}
