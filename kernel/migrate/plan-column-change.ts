// A column that becomes another: a new type, in place or by writing the table anew, or a new expression that
// generates it.
import { quoteIdentifier } from '../database/sql.ts'
import { renderColumn, renderDefault, renderType } from '../ddl/column.ts'
import { qualify } from '../ddl/statement.ts'
import { renderIndex, toIndexes } from '../ddl/table.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import type { Difference } from './compare.ts'
import type { Step } from './file.ts'
import {
  addStep,
  alter,
  assertLossAllowed,
  lock,
  type PlanDraft,
  type PlanInput,
  refuse,
} from './plan-draft.ts'
import { isWidening } from './widening.ts'

export interface ColumnState {
  readonly type: string
  readonly notNull: boolean
  readonly default: string | null
  readonly generated: string | null
  readonly collation: string | null
}

export interface Change {
  readonly table: TableModel
  readonly column: ColumnModel
  readonly difference: Difference
}

export function changeType(
  input: PlanInput,
  draft: PlanDraft,
  { table, column }: Change,
  { found, wanted }: { readonly found: ColumnState; readonly wanted: ColumnState },
): void {
  if (column.spec.type.name === 'vector' && found.type.includes('vector('))
    refuse(
      input,
      `'${table.sqlName}.${column.sqlName}' goes from ${found.type} to ${wanted.type}, and no vector becomes another`,
      "Name another column for the new vectors and let the present one serve meanwhile: embedded({ column, ..., was: { column: '" +
        `${column.name}', ... } }).`,
    )
  const own = quoteIdentifier(column.sqlName)
  const type = renderType(column.spec.type)
  const widening = isWidening(found.type, wanted.type)
  const collation = wanted.collation === null ? '' : ` collate ${quoteIdentifier(wanted.collation)}`
  // A default of the old type may have no cast to the new one.
  const value = renderDefault(table, column)
  const clauses = [
    ...(found.default === null ? [] : [`alter column ${own} drop default`]),
    `alter column ${own} type ${type}${collation} using ${own}::${type}`,
    ...(value === undefined || found.default === null
      ? []
      : [`alter column ${own} set default ${value}`]),
  ]
  const isLossy = widening === 'lossy'
  // What is generated from the column stands in its way: it goes before and comes back after.
  const anew = generatedFrom(input, table, column).map((each) => renderAnew(input, table, each))
  if (!isLossy) for (const { indexes } of anew) for (const name of indexes) draft.rebuilt.add(name)
  const rewrites = widening === 'in place' && anew.length === 0 ? '' : ' (rewrites the table)'
  const step: Step = {
    title: `make ${table.sqlName}.${column.sqlName} ${wanted.type}${rewrites}`,
    locks: lock(input, 'access exclusive', table.sqlName),
    sql: [
      ...anew.map(({ drop }) => drop),
      alter(input, table.sqlName, clauses.join(', ')),
      ...anew.map(({ add }) => add),
    ].join(';\n'),
    waives: ['changing-column-type', ...(anew.length === 0 ? [] : anewWaives)],
  }
  const grants = anew.length === 0 ? [] : renderGrantStep(input, table)
  if (!isLossy) {
    addStep(draft, 'column', step)
    for (const grant of grants) addStep(draft, 'access', grant)
    return
  }
  assertLossAllowed(
    input,
    `'${table.sqlName}.${column.sqlName}' goes from ${found.type} to ${wanted.type}`,
  )
  const sql = [step.sql, ...grants.map((grant) => grant.sql)].join(';\n')
  draft.losses.push(betweenViews(input, { ...step, sql }))
}

/** Views stand in the way of a changed column, too. */
function betweenViews(input: PlanInput, step: Step): Step {
  const views = [...input.tables.values()].filter(({ kind }) => kind === 'view')
  if (views.length === 0) return step
  const names = views.map(({ sqlName }) => qualify(input.database.schema, sqlName)).join(', ')
  const made = views.flatMap(({ sqlName }) =>
    [`view ${sqlName}`, `grant ${sqlName}`].flatMap((key) => input.rendered.get(key) ?? []),
  )
  return {
    ...step,
    locks: [
      ...step.locks,
      ...views.map(({ sqlName }) => ({ mode: 'access exclusive' as const, table: sqlName })),
    ],
    sql: [`drop view ${names}`, step.sql, ...made].join(';\n'),
  }
}

/** PostgreSQL 15 cannot change the expression: the column is made anew, with the indexes that it carried. */
export function regenerate(
  input: PlanInput,
  draft: PlanDraft,
  { table, column, found }: Change & { readonly found: ColumnState },
): void {
  if (found.generated === null)
    assertLossAllowed(
      input,
      `'${table.sqlName}.${column.sqlName}' is to be generated; its values would go`,
    )
  const { drop, add, indexes } = renderAnew(input, table, column)
  for (const name of indexes) draft.rebuilt.add(name)
  addStep(draft, 'column', {
    title: `make ${table.sqlName}.${column.sqlName} anew (rewrites the table)`,
    locks: lock(input, 'access exclusive', table.sqlName),
    waives: anewWaives,
    sql: [drop, add].join(';\n'),
  })
  for (const grant of renderGrantStep(input, table)) addStep(draft, 'access', grant)
}

const anewWaives = ['adding-field-with-default', 'require-concurrent-index-creation']

function renderAnew(input: PlanInput, table: TableModel, column: ColumnModel) {
  const indexes = toIndexes(table).filter(({ elements }) =>
    elements.some((element) => element.split(' ')[0] === column.sqlName),
  )
  const add = [
    alter(input, table.sqlName, `add column ${renderColumn(table, column)}`),
    ...indexes.map((index) => renderIndex(index, table, input.database.schema)),
  ].join(';\n')
  const drop = alter(input, table.sqlName, `drop column ${quoteIdentifier(column.sqlName)}`)
  return { drop, add, indexes: indexes.map(({ name }) => name) }
}

/** Generated columns that stand and whose expression holds the column's name. */
function generatedFrom(
  input: PlanInput,
  table: TableModel,
  column: ColumnModel,
): readonly ColumnModel[] {
  const name = new RegExp(`\\b${column.sqlName}\\b`)
  return [...table.columns.values()].filter(({ sqlName }) => {
    const item = input.found.get(`column ${table.sqlName}.${sqlName}`)
    const expression = item === undefined ? null : toState(item.definition).generated
    return expression !== null && name.test(expression)
  })
}

/** Rights on single columns went with the column. */
function renderGrantStep(input: PlanInput, table: TableModel): readonly Step[] {
  const sql = input.rendered.get(`grant ${table.sqlName}`)
  if (sql === undefined) return []
  return [{ title: `grant again what ${table.sqlName} allows`, locks: [], sql }]
}

export function toState(definition: string): ColumnState {
  return JSON.parse(definition) as ColumnState
}
