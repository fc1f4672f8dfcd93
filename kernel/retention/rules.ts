// The rules that declarations say, as one list: what is kept, by which instant, for how long, and what then.
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import { qualify } from '../ddl/statement.ts'
import type { DatabaseModel, RetentionModel, TableModel } from '../model/model.ts'

export interface Rule {
  readonly database: DatabaseModel
  readonly table: TableModel
  readonly retention: RetentionModel
}

export function rulesOf(databases: Iterable<DatabaseModel>): readonly Rule[] {
  return [...databases].flatMap((database) =>
    [...database.tables.values()].flatMap((table) =>
      table.retention === undefined ? [] : [{ database, table, retention: table.retention }],
    ),
  )
}

/** What names a table in our ledgers, for people too: `banking.detection_events`. */
export const nameOf = ({ schema, sqlName }: TableModel): string => `${schema}.${sqlName}`

export const quotedOf = ({ schema, sqlName }: TableModel): string => qualify(schema, sqlName)

/** SQL over the row `t`: kept long enough. The earliest of several counts, and null is no instant. */
export function renderOver({ by, keep }: RetentionModel): string {
  const since = `acervo.now() - interval ${quoteLiteral(keep)}`
  return by.map(({ sqlName }) => `t.${quoteIdentifier(sqlName)} < ${since}`).join(' or ')
}
