// One logical database as an ER diagram in Mermaid's text: tables, columns, links within the database and, dotted,
// references to rows of others. Constraints and policies have no place in such a drawing.
import type { ColumnModel, DatabaseModel, ForeignKeyModel, TableModel } from '../model/model.ts'
import { renderType } from './column.ts'

/** `tables` where not all are to be drawn. */
export function renderMermaid(
  database: DatabaseModel,
  tables: readonly TableModel[] = [...database.tables.values()],
): string {
  const links = tables.flatMap((table) => [...renderLinks(table), ...renderReferences(table)])
  const lines = ['erDiagram', ...tables.flatMap(renderEntity), ...links]
  return `${lines.join('\n')}\n`
}

function renderEntity(table: TableModel): readonly string[] {
  const links = new Set(table.foreignKeys.map((key) => toLinkColumn(table, key)))
  const columns = [...table.columns.values()].map((column) => {
    const keys = [
      ...(table.primaryKey.includes(column) ? ['PK'] : []),
      ...(links.has(column) ? ['FK'] : []),
      ...(isUnique(table, column) ? ['UK'] : []),
    ]
    const notes = [
      ...(column.spec.codec === undefined ? [] : [column.spec.codec.form]),
      ...(column.spec.optional ? ['optional'] : []),
    ]
    const said = notes.length === 0 ? '' : ` "${notes.join(', ')}"`
    return `    ${toTypeWord(column)} ${column.sqlName}${keys.length === 0 ? '' : ` ${keys.join(', ')}`}${said}`
  })
  return [`  ${table.sqlName} {`, ...columns, '  }']
}

/** Mermaid takes one word as a type. */
function toTypeWord({ spec }: ColumnModel): string {
  return renderType(spec.type)
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replace(/_$/, '')
}

function isUnique(table: TableModel, column: ColumnModel): boolean {
  return table.uniques.some(
    ({ columns, where }) => where === undefined && columns.length === 1 && columns[0] === column,
  )
}

/** Beside it a key may carry the tenant, or the instant of a partitioned parent. */
function toLinkColumn(table: TableModel, key: ForeignKeyModel): ColumnModel | undefined {
  const columns = [...table.columns.values()].filter(({ sqlName }) => key.columns.includes(sqlName))
  return columns.find(({ spec }) => spec.link?.table === key.references) ?? columns[0]
}

function renderLinks(table: TableModel): readonly string[] {
  return table.foreignKeys.map((key) => {
    const column = toLinkColumn(table, key)
    const one = column?.spec.optional === true ? '|o' : '||'
    const many = column !== undefined && isUnique(table, column) ? 'o|' : 'o{'
    return `  ${key.references} ${one}--${many} ${table.sqlName} : ${column?.sqlName}`
  })
}

/** A row of another database may be gone: nothing holds it. */
function renderReferences(table: TableModel): readonly string[] {
  return [...table.columns.values()].flatMap(({ sqlName, spec }) => {
    const { database, table: name } = spec.link ?? {}
    return database === undefined
      ? []
      : [`  "${database}.${name}" |o..o{ ${table.sqlName} : ${sqlName}`]
  })
}
