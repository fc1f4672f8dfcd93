// upsert as a plan: INSERT ... ON CONFLICT on the key that `where` names, which the database
// decides in one step. An empty `update` leaves the row as it is and reads it.
import { raw, type Sql, sql } from '../database/sql.ts'
import type { Result } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { changesSql } from './change-sql.ts'
import { type Texts, toNewRow } from './data.ts'
import { insertOneSql } from './insert-sql.ts'
import { isPlainObject } from './json-value.ts'
import { toAnswer } from './plan-find.ts'
import { planRead } from './plan-read.ts'
import type { Planned, Planning } from './planning.ts'
import { liveSql } from './scope.ts'
import { toNamedStatement } from './statement-name.ts'
import { tableSql } from './table-sql.ts'
import { type Key, toKey } from './unique.ts'
import { answerSql } from './written.ts'

export function planUpsert(planning: Planning): Planned {
  const { model, table, request, options, scope, markers } = planning
  const key = toKey(table, request.where)
  assertBare(key)
  const insert = insertOneSql(table, toCreated(planning, key), options.settings)
  const changes = changesSql(table, request.update ?? {})
  const { quoted } = tableSql(table)
  const among = key.predicate === undefined ? '' : ` where ${key.predicate}`
  const target = raw(` on conflict (${key.columns.map(quoted).join(', ')})${among} do `)
  // A row that is kept though deleted still holds its key: it must not come back half-changed.
  const live = liveSql({ table, alias: 't' }, request.live)
  const where = live === undefined ? raw('') : sql` where ${live}`
  const action = changes === undefined ? raw('nothing') : sql`update set ${changes}${where}`
  const write = (returning: Sql) => sql`${insert}${target}${action}${returning}`
  const statement = answerSql(scope, table, request, markers, options, write)
  const statements = [toNamedStatement(model, statement)]
  if (changes === undefined) {
    const find = { ...request, verb: 'findUnique' as const }
    statements.push(toNamedStatement(model, planRead(scope, table, find, markers, options).sql))
  }
  return {
    statements,
    read: ([written, found]) => {
      const result = (written as Result).rows.length > 0 || found === undefined ? written : found
      if ((result as Result).rows.length === 0) throw taken(table)
      return toAnswer(result as Result, { version: options.version === true })
    },
  }
}

/** The new row carries the key it is looked up by; two different keys would be two different rows. */
function toCreated({ table, request }: Planning, key: Key): Texts {
  const given = request.create
  const filled: [string, unknown][] = [...key.values].map(([column, text]) => [column.name, text])
  const texts = toNewRow(table, {
    ...Object.fromEntries(
      filled.filter(([name]) => isPlainObject(given) && given[name] === undefined),
    ),
    ...(given ?? {}),
  })
  for (const [column, text] of key.values) {
    const created = texts[tableSql(table).positions.get(column.name) ?? -1]
    if (created !== text)
      throw new AcervoError('ACV205', `'${column.name}' differs between 'where' and 'create'`, {
        details: `Given: ${text} and ${created}.`,
      })
  }
  return texts
}

function assertBare(key: Key): void {
  const [other] = Object.keys(key.rest)
  if (other === undefined) return
  throw new AcervoError('ACV200', `'where' of an upsert holds '${other}' beside its key`, {
    hint: 'Name the row by one unique key only.',
  })
}

function taken(table: TableModel): AcervoError {
  return new AcervoError('ACV302', `a row of '${table.name}' that cannot be seen holds this key`, {
    hint: 'It may have been deleted; restore it, or use another key.',
  })
}
