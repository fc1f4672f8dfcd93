// What one plan carries while its statement is written: the Model, fresh aliases, and the budget
// of nodes that keeps a request from growing without bound. Lives for one call of `plan`.
import { raw, type Sql, sql } from '../database/sql.ts'
import { AcervoError } from '../errors/index.ts'
import type { ColumnModel, Model, RelationModel, TableModel } from '../model/model.ts'
import { limits } from './limits.ts'
import { findTable } from './name.ts'
import { tableSql } from './table-sql.ts'

export interface Scope {
  readonly model: Model
  alias(): string
  /** @throws ACV206 when the request holds too many conditions and relations. */
  spend(): void
}

/** A table under an alias. */
export interface Source {
  readonly table: TableModel
  readonly alias: string
}

export function openScope(model: Model): Scope {
  let aliases = 0
  let nodes = 0
  return {
    model,
    alias: () => `t${aliases++}`,
    spend() {
      nodes++
      if (nodes <= limits.nodesMax) return
      throw new AcervoError('ACV206', 'the request holds too many conditions and relations', {
        details: `Allowed: ${limits.nodesMax}.`,
        hint: 'Ask in several requests; for a list of values use `in`.',
      })
    },
  }
}

export function columnSql({ table, alias }: Source, column: ColumnModel): Sql {
  return raw(`${alias}.${tableSql(table).quoted(column)}`)
}

/** A text as a parameter of the column's type. */
export function parameter(table: TableModel, column: ColumnModel, text: string | null): Sql {
  return sql`${text}${tableSql(table).cast(column)}`
}

export function fromSql({ table, alias }: Source): Sql {
  return raw(`${tableSql(table).name} ${alias}`)
}

/** The rows of `there` that belong to a row of `here`. */
export function linkSql(here: Source, there: Source, relation: RelationModel): Sql {
  const pairs = relation.on.map(([from, to]) => {
    const left = here.table.columns.get(from) as ColumnModel
    const right = there.table.columns.get(to) as ColumnModel
    const { quoted } = tableSql(there.table)
    return `${there.alias}.${quoted(right)} = ${here.alias}.${tableSql(here.table).quoted(left)}`
  })
  return raw(pairs.join(' and '))
}

/** Soft-deleted rows are left out of lists; undefined where the table keeps none. */
export function liveSql(source: Source, live: unknown): Sql | undefined {
  const { liveColumn } = source.table
  if (live !== undefined && typeof live !== 'boolean')
    throw new AcervoError('ACV200', "'live' is neither true nor false")
  if (live === false || liveColumn === undefined) return undefined
  return sql`${columnSql(source, liveColumn)} is null`
}

export function relatedTable(scope: Scope, relation: RelationModel): TableModel {
  return findTable(scope.model, relation.database, relation.table)
}

export function all(conditions: readonly (Sql | undefined)[]): Sql | undefined {
  const present = conditions.filter((condition) => condition !== undefined)
  if (present.length <= 1) return present[0]
  return present.reduce((left, right) => sql`${left} and ${right}`)
}

/** @throws ACV206 when conditions are nested too deeply. */
export function assertDepth(depth: number): void {
  if (depth <= limits.whereDepthMax) return
  throw new AcervoError('ACV206', "'where' is nested too deeply", {
    details: `Allowed: ${limits.whereDepthMax} levels.`,
  })
}
