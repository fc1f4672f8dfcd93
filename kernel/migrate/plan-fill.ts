// A backfill: a walk over the primary key in batches. First the batch is locked, then it is written with a new
// snapshot; so a counter that is moved by deltas meanwhile ends exact.
import { quoteIdentifier } from '../database/sql.ts'
import { renderType } from '../ddl/column.ts'
import { qualify } from '../ddl/statement.ts'
import type { TableModel } from '../model/model.ts'
import type { FileBody } from './file.ts'

const batchRows = 1000

export interface Fill {
  readonly title: string
  /** Over the row, also called `p`. */
  readonly set: string
  readonly where?: string
}

/** Parameters: the key after which the batch begins (nulls at first), then the key with which it ends. */
export function renderFill(table: TableModel, { title, set, where }: Fill): FileBody {
  const name = qualify(table.schema, table.sqlName)
  const columns = table.primaryKey.map(({ sqlName }) => `p.${quoteIdentifier(sqlName)}`)
  const types = table.primaryKey.map(({ spec }) => renderType(spec.type))
  const row = (offset: number) =>
    `(${types.map((type, index) => `$${index + 1 + offset}::${type}`).join(', ')})`
  const key = `(${columns.join(', ')})`
  const after = `($1::${types[0]} is null or ${key} > ${row(0)})`
  const list = columns.join(', ')
  return {
    kind: 'backfill',
    headers: { table: table.sqlName, keys: String(columns.length) },
    steps: [
      {
        title: `${title}: lock the next ${batchRows} rows`,
        locks: [{ mode: 'row share', table: table.sqlName }],
        sql: `select ${list} from ${name} p\nwhere ${after}\norder by ${list} limit ${batchRows} for no key update`,
      },
      {
        title: `${title}: write them`,
        locks: [{ mode: 'row exclusive', table: table.sqlName }],
        sql: [
          `update ${name} p set ${set}`,
          `where ${after} and ${key} <= ${row(types.length)}`,
          ...(where === undefined ? [] : [`and ${where}`]),
        ].join('\n'),
      },
    ],
  }
}
