// update and updateMany as plans. A row that is not there and a row that somebody else changed are
// told apart only where the asker may see the row.
import { raw, type Sql, sql } from '../database/sql.ts'
import type { Result, Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { changesSql } from './change-sql.ts'
import { assertTable } from './data.ts'
import { toAnswer, toCountAnswer } from './plan-find.ts'
import { planRead } from './plan-read.ts'
import type { Planned, Planning } from './planning.ts'
import { all, fromSql, liveSql, type Source } from './scope.ts'
import { toNamedStatement } from './statement-name.ts'
import { keySql, toKey } from './unique.ts'
import { toWhere } from './where.ts'
import { answerSql } from './written.ts'

export function planUpdate(planning: Planning): Planned {
  const { model, table, request, options, scope, markers } = planning
  const changes = changesSql(table, request.data)
  if (changes === undefined) return planUntouched(planning)
  const target: Source = { table, alias: 't' }
  const condition = all([rowSql(planning, target), versionSql(request.version)]) as Sql
  const update = sql`update ${fromSql(target)} set ${changes} where ${condition}`
  const statement = answerSql(
    scope,
    table,
    request,
    markers,
    options,
    (returning) => sql`${update}${returning}`,
  )
  return {
    statements: [toNamedStatement(model, statement), ...presenceOf(planning)],
    read: ([result, present]) => {
      assertFound(planning, result as Result, present)
      return toAnswer(result as Result, { version: options.version === true })
    },
  }
}

export function planUpdateMany({ model, table, request, scope }: Planning): Planned {
  const changes = changesSql(table, request.data)
  if (changes === undefined)
    throw new AcervoError('ACV200', `the data of '${table.name}' changes nothing`)
  const target: Source = { table, alias: 't' }
  const condition = all([toWhere(scope, target, request.where), liveSql(target, request.live)])
  const where = condition === undefined ? raw('') : sql` where ${condition}`
  return {
    statements: [toNamedStatement(model, sql`update ${fromSql(target)} set ${changes}${where}`)],
    read: ([result]) => toCountAnswer((result as Result).count),
  }
}

/** Nothing to change: the row as it stands, if it is there and has the version. */
function planUntouched(planning: Planning): Planned {
  const { model, table, request, scope, markers } = planning
  assertTable(table)
  const find = { ...request, verb: 'findUnique' as const }
  const { sql: text } = planRead(scope, table, find, markers, { version: true })
  return {
    statements: [toNamedStatement(model, text)],
    read: ([result]) => {
      const { rows } = result as Result
      assertFound({ ...planning, request: find }, result as Result, undefined)
      if (request.version !== undefined && rows[0]?.[1] !== request.version) throw changed(planning)
      const answer = toAnswer(result as Result, { version: true })
      return planning.options.version === true ? answer : { ...answer, versions: [] }
    },
  }
}

/** The one row that `where` names. */
export function rowSql({ scope, table, request }: Planning, source: Source): Sql {
  return keySql(scope, source, toKey(table, request.where), request.live)
}

export function versionSql(version: unknown): Sql | undefined {
  if (version === undefined) return undefined
  // What is no version at all matches no row: xid 0 is nobody's.
  const isVersion =
    typeof version === 'string' && /^\d{1,10}$/.test(version) && Number(version) < 2 ** 32
  return sql`t.xmin = ${isVersion ? version : '0'}::xid`
}

/** Asked after the write, only where a version could be what hid the row. */
export function presenceOf(planning: Planning): readonly Statement[] {
  const { model, table, request } = planning
  if (request.version === undefined) return []
  const source: Source = { table, alias: 't' }
  const query = sql`select 1 from ${fromSql(source)} where ${rowSql(planning, source)}`
  return [toNamedStatement(model, query)]
}

export function assertFound(planning: Planning, result: Result, present: Result | undefined): void {
  if (result.rows.length > 0) return
  if (present !== undefined && present.rows.length > 0) throw changed(planning)
  throw new AcervoError('ACV209', `there is no such row in '${planning.table.name}'`, {
    hint: 'It does not exist, was deleted, or the principal may not see it.',
  })
}

function changed({ table }: Planning): AcervoError {
  return new AcervoError('ACV210', `the row of '${table.name}' was changed by somebody else`, {
    hint: 'Read it again and repeat the change.',
  })
}
