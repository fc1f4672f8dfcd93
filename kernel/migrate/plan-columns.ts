// Columns that come, go or change. A required column without a default gets its values in batches and its
// NOT NULL through a validated check; types that only widen are changed in place.
import { quoteIdentifier } from '../database/sql.ts'
import { renderColumn, renderDefault } from '../ddl/column.ts'
import { qualify } from '../ddl/statement.ts'
import type { ColumnModel, TableModel } from '../model/model.ts'
import { toObjectName } from '../model/name.ts'
import type { Difference } from './compare.ts'
import type { Step } from './file.ts'
import {
  type Change,
  type ColumnState,
  changeType,
  regenerate,
  toState,
} from './plan-column-change.ts'
import {
  addStep,
  alter,
  assertLossAllowed,
  differencesOf,
  lock,
  type PlanDraft,
  type PlanInput,
  refuse,
} from './plan-draft.ts'
import { renderFill } from './plan-fill.ts'

export function planColumns(input: PlanInput, draft: PlanDraft): void {
  for (const difference of parentsFirst(input, differencesOf(input, 'column'))) {
    const item = difference.wanted ?? difference.found
    const name = item?.table ?? ''
    if (input.newTables.has(name)) continue
    const table = input.tables.get(name)
    const column = [...(table?.columns.values() ?? [])].find((own) => own.sqlName === item?.name)
    if (difference.change === 'extra') dropColumn(input, draft, difference)
    else if (table === undefined || column === undefined) continue
    else if (difference.change === 'missing') addColumn(input, draft, table, column)
    else changeColumn(input, draft, { table, column, difference })
  }
}

/** A fill may read what that of a parent has written. */
function parentsFirst(input: PlanInput, differences: readonly Difference[]): readonly Difference[] {
  const order = [...input.tables.keys()]
  const placeOf = ({ wanted, found }: Difference) => order.indexOf((wanted ?? found)?.table ?? '')
  return [...differences].sort((a, b) => placeOf(a) - placeOf(b))
}

function dropColumn(input: PlanInput, draft: PlanDraft, { found }: Difference): void {
  if (found?.table === undefined) return
  const state = toState(found.definition)
  const drop = alter(input, found.table, `drop column ${quoteIdentifier(found.name)}`)
  const locks = lock(input, 'access exclusive', found.table)
  const sql = [...renderFollowed(input, found.table, found.name, state), drop].join(';\n')
  const step = { title: `drop ${found.name} of ${found.table}`, locks, sql }
  // What is generated can be generated again.
  if (state.generated !== null) {
    addStep(draft, 'drop', step)
    return
  }
  assertLossAllowed(input, `the column '${found.table}.${found.name}' is not declared any more`)
  draft.losses.push(step)
}

/** Vectors go when those that follow them are whole, and the migration says so where they are not. */
function renderFollowed(
  { tables, database }: PlanInput,
  name: string,
  column: string,
  { type }: ColumnState,
): readonly string[] {
  const next = tables.get(name)?.nearest?.[0]?.column.sqlName
  if (next === undefined || !type.includes('vector(')) return []
  const waits = `${quoteIdentifier(column)} is not null and ${quoteIdentifier(next)} is null`
  return [
    `do $guard$ begin
  if exists (select from ${qualify(database.schema, name)} where ${waits}) then
    raise exception 'rows of ${name} wait for their vectors in ${next}' using errcode = 'AV304';
  end if;
end $guard$`,
  ]
}

function addColumn(
  input: PlanInput,
  draft: PlanDraft,
  table: TableModel,
  column: ColumnModel,
): void {
  const { sqlName, spec } = column
  const value = renderDefault(table, column)
  const filled = spec.backfill !== undefined
  // The migrator's session has no claims: such a default is NULL for the rows that stand.
  const ownDefault = value !== undefined && !value.includes('current_setting')
  const needsFill = !spec.optional && spec.generated === undefined && !ownDefault
  if (needsFill && !filled)
    refuse(
      input,
      `'${table.sqlName}.${sqlName}' is required and existing rows have no value for it`,
      value === undefined
        ? "Give it .default(value), .backfill('sql expression') or .optional()."
        : "Declare the column in the table itself, with .backfill('sql expression'), and name it to its trait.",
    )
  const name = `${sqlName} to ${table.sqlName}`
  const locks = lock(input, 'access exclusive', table.sqlName)
  if (!filled) {
    const rewrites = spec.generated !== undefined || isVolatile(value)
    const title = `add ${name}${rewrites ? ' (rewrites the table)' : ''}`
    const sql = alter(input, table.sqlName, `add column ${renderColumn(table, column)}`)
    // The linter takes any function for volatile; a STABLE one is evaluated once, without a rewrite.
    const hasCall = spec.generated !== undefined || value?.includes('(') === true
    const waives = hasCall ? { waives: ['adding-field-with-default'] } : {}
    addStep(draft, 'column', { title, locks, sql, ...waives })
    return
  }
  const bare = renderColumn(table, { ...column, spec: toBareSpec(column) })
  const later =
    value === undefined ? '' : `, alter column ${quoteIdentifier(sqlName)} set default ${value}`
  const added = alter(input, table.sqlName, `add column ${bare}`)
  const sql = later === '' ? added : `${added};\n${alter(input, table.sqlName, later.slice(2))}`
  addStep(draft, 'column', { title: `add ${name}`, locks, sql })
  fillColumn(input, draft, table, column)
}

/** Nullable and without default: values come in batches. */
function toBareSpec({ spec }: ColumnModel): ColumnModel['spec'] {
  const { default: _, ...rest } = spec
  return { ...rest, optional: true }
}

function fillColumn(
  input: PlanInput,
  draft: PlanDraft,
  table: TableModel,
  column: ColumnModel,
): void {
  const { sqlName, spec } = column
  if (spec.backfill !== undefined) {
    const own = quoteIdentifier(sqlName)
    const fill = renderFill(table, {
      title: `fill ${sqlName} of ${table.sqlName}`,
      set: `${own} = ${spec.backfill}`,
      where: `p.${own} is null`,
    })
    draft.fills.push(fill)
    // Rows that were written without a value while the first walk went on.
    if (!spec.optional) draft.sweeps.push(fill)
  }
  if (!spec.optional) requireColumn(input, draft, table, column)
}

function requireColumn(
  input: PlanInput,
  draft: PlanDraft,
  table: TableModel,
  { sqlName }: ColumnModel,
): void {
  const own = quoteIdentifier(sqlName)
  const helper = quoteIdentifier(toObjectName([table.sqlName, sqlName], 'filled'))
  const brief = lock(input, 'access exclusive', table.sqlName)
  draft.attachments.push({
    title: `new rows of ${table.sqlName} need ${sqlName}`,
    locks: brief,
    sql: alter(
      input,
      table.sqlName,
      `add constraint ${helper} check (${own} is not null) not valid`,
    ),
  })
  draft.validations.push({
    title: `all rows of ${table.sqlName} have ${sqlName} (reads the table)`,
    locks: lock(input, 'share update exclusive', table.sqlName),
    sql: alter(input, table.sqlName, `validate constraint ${helper}`),
  })
  draft.finishes.push({
    title: `${sqlName} of ${table.sqlName} is required`,
    locks: brief,
    // The validated check spares the scan.
    waives: ['adding-not-nullable-field'],
    sql: `${alter(input, table.sqlName, `alter column ${own} set not null`)};\n${alter(input, table.sqlName, `drop constraint ${helper}`)}`,
  })
}

function changeColumn(input: PlanInput, draft: PlanDraft, change: Change): void {
  const { table, column, difference } = change
  const found = toState(difference.found?.definition ?? '{}')
  const wanted = toState(difference.wanted?.definition ?? '{}')
  if (found.generated !== wanted.generated) {
    regenerate(input, draft, { ...change, found })
    return
  }
  const own = quoteIdentifier(column.sqlName)
  const locks = lock(input, 'access exclusive', table.sqlName)
  const step = (title: string, clause: string): Step => ({
    title: `${title} of ${table.sqlName}.${column.sqlName}`,
    locks,
    sql: alter(input, table.sqlName, `alter column ${own} ${clause}`),
  })
  if (found.type !== wanted.type || found.collation !== wanted.collation)
    changeType(input, draft, change, { found, wanted })
  if (found.default !== wanted.default) {
    const value = renderDefault(table, column)
    addStep(
      draft,
      'column',
      step('change the default', value === undefined ? 'drop default' : `set default ${value}`),
    )
  }
  if (found.notNull && !wanted.notNull)
    addStep(draft, 'column', step('allow null', 'drop not null'))
  if (!found.notNull && wanted.notNull) fillColumn(input, draft, table, column)
}

function isVolatile(expression: string | undefined): boolean {
  return expression !== undefined && /uuid7\(|random|clock/.test(expression)
}
