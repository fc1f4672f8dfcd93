// One logical database as an ER diagram in Mermaid's text, for `acervo schema --mermaid`. Draws what the
// Model says; constraints and policies have no place in such a drawing.
import type { DatabaseModel, TableModel } from '../model/model.ts'
import { renderType } from './column.ts'

export function renderMermaid(database: DatabaseModel): string {
  const tables = [...database.tables.values()]
  const lines = ['erDiagram', ...tables.flatMap(renderEntity), ...tables.flatMap(renderLinks)]
  return `${lines.join('\n')}\n`
}

function renderEntity(table: TableModel): readonly string[] {
  const links = new Set(table.foreignKeys.map((key) => key.columns[0]))
  const columns = [...table.columns.values()].map((column) => {
    // Mermaid takes one word as a type.
    const type = renderType(column.spec.type)
      .replaceAll(/[^a-z0-9_]+/g, '_')
      .replace(/_$/, '')
    const key = table.primaryKey.includes(column) ? ' PK' : links.has(column.sqlName) ? ' FK' : ''
    return `    ${type} ${column.sqlName}${key}${column.spec.optional ? ' "optional"' : ''}`
  })
  return [`  ${table.sqlName} {`, ...columns, '  }']
}

function renderLinks(table: TableModel): readonly string[] {
  return table.foreignKeys.map((key) => {
    const optional = [...table.columns.values()].find((column) => column.sqlName === key.columns[0])
      ?.spec.optional
    return `  ${key.references} ${optional === true ? '|o' : '||'}--o{ ${table.sqlName} : ${key.columns[0]}`
  })
}
