// create and createMany as plans.
import { raw, sql } from '../database/sql.ts'
import type { Result } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { type Texts, toNewRow, toNumberedRow } from './data.ts'
import { insertManySql, insertOneSql } from './insert-sql.ts'
import { limits } from './limits.ts'
import { describe } from './misfit.ts'
import { toAnswer, toCountAnswer } from './plan-find.ts'
import type { Planned, Planning } from './planning.ts'
import { toNamedStatement } from './statement-name.ts'
import { answerSql } from './written.ts'

export function planCreate({ model, table, request, options, scope, markers }: Planning): Planned {
  const insert = insertOneSql(table, toNewRow(table, request.data), options.settings)
  const statement = answerSql(
    scope,
    table,
    request,
    markers,
    options,
    (returning) => sql`${insert}${returning}`,
  )
  return {
    statements: [toNamedStatement(model, statement)],
    read: ([result]) => toAnswer(result as Result, { version: options.version === true }),
  }
}

export function planCreateMany({ model, table, request, options }: Planning): Planned {
  const rows = toNewRows(table, request.data)
  if (rows.length === 0) return { statements: [], read: () => toCountAnswer(0) }
  const end = raw(request.skipDuplicates === true ? ' on conflict do nothing' : '')
  return {
    statements: [
      toNamedStatement(model, sql`${insertManySql(table, rows, options.settings)}${end}`),
    ],
    read: ([result]) => toCountAnswer((result as Result).count),
  }
}

function toNewRows(table: TableModel, data: unknown): readonly Texts[] {
  if (!Array.isArray(data))
    throw new AcervoError('ACV200', `the data of '${table.name}' is ${describe(data)}`, {
      details: 'Allowed: an array of rows.',
    })
  if (data.length > limits.batchRowsMax)
    throw new AcervoError('ACV206', `one statement cannot take ${data.length} rows`, {
      details: `Allowed: ${limits.batchRowsMax}.`,
    })
  return data.map((row, at) => toNumberedRow(table, row, at))
}
