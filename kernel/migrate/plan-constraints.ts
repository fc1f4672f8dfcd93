// Constraints of tables that stand: checks and foreign keys are added NOT VALID and validated by a later file,
// uniques get their index concurrently first. What cannot wait (exclusion, partitioned tables) says its lock.
import { quoteIdentifier } from '../database/sql.ts'
import { type ConstraintPart, renderIndex, toConstraints, toForeignKey } from '../ddl/table.ts'
import type { ForeignKeyModel, TableModel } from '../model/model.ts'
import type { Difference } from './compare.ts'
import type { Step } from './file.ts'
import {
  addStep,
  alter,
  differencesOf,
  lock,
  type PlanDraft,
  type PlanInput,
  refuse,
} from './plan-draft.ts'
import { toConcurrent } from './plan-indexes.ts'

export function planConstraints(input: PlanInput, draft: PlanDraft): void {
  const differences = differencesOf(input, 'constraint')
  const renamed = planConstraintRenames(input, draft, differences)
  const open = differences.filter((difference) => !renamed.has(difference))
  const waitsForUnique = open.some((difference) => isNewUnique(input, difference))
  for (const difference of open) {
    const item = difference.wanted ?? difference.found
    const table = input.tables.get(item?.table ?? '')
    if (table === undefined || item === undefined) continue
    if (difference.change !== 'missing') dropConstraint(input, draft, difference)
    if (difference.change === 'extra') continue
    const key = table.foreignKeys.find(({ name }) => name === item.name)
    if (key !== undefined) addForeignKey(input, draft, { table, key, waitsForUnique })
    else if (!input.newTables.has(table.sqlName)) addConstraint(input, draft, table, item.name)
  }
}

function addForeignKey(
  input: PlanInput,
  draft: PlanDraft,
  given: {
    readonly table: TableModel
    readonly key: ForeignKeyModel
    readonly waitsForUnique: boolean
  },
): void {
  const { table, key, waitsForUnique } = given
  const child = table.sqlName
  // PostgreSQL 15 refuses NOT VALID on partitioned tables; an empty table has nothing to validate.
  const isWhole = input.newTables.has(child) || isPartitioned(input, table, key)
  const clause = `add constraint ${quoteIdentifier(key.name)} ${toForeignKey(key, input.database.schema)}`
  const step: Step = {
    title: `link ${child} to ${key.references}${isWhole && !input.newTables.has(child) ? ' (reads the table)' : ''}`,
    locks: [...new Set([child, key.references])].flatMap((name) =>
      // In a later file the tables that are new now stand already.
      waitsForUnique
        ? { mode: 'share row exclusive' as const, table: name }
        : lock(input, 'share row exclusive', name),
    ),
    sql: alter(input, child, isWhole ? clause : `${clause} not valid`),
    ...(isWhole
      ? { waives: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'] }
      : {}),
  }
  if (waitsForUnique) draft.attachments.push(step)
  else addStep(draft, 'foreignKey', step)
  if (isWhole) return
  draft.validations.push({
    title: `check all links of ${child} to ${key.references} (reads the table)`,
    locks: [
      ...lock(input, 'share update exclusive', child),
      ...(key.references === child ? [] : lock(input, 'row share', key.references)),
    ],
    sql: alter(input, child, `validate constraint ${quoteIdentifier(key.name)}`),
  })
}

function addConstraint(input: PlanInput, draft: PlanDraft, table: TableModel, name: string): void {
  const part = toConstraints(table).find((constraint) => constraint.name === name)
  if (part === undefined) return
  const { sqlName } = table
  const add = `add constraint ${quoteIdentifier(name)} ${part.definition}`
  const locks = lock(input, 'access exclusive', sqlName)
  if (part.type === 'primary')
    refuse(
      input,
      `the primary key of '${sqlName}' is another`,
      'Declare a new table with the new key, copy the rows, then drop the old one.',
    )
  if (part.type === 'check') {
    const title = `check ${name} for new rows of ${sqlName}`
    addStep(draft, 'constraint', { title, locks, sql: alter(input, sqlName, `${add} not valid`) })
    draft.validations.push({
      title: `check ${name} for all rows of ${sqlName} (reads the table)`,
      locks: lock(input, 'share update exclusive', sqlName),
      sql: alter(input, sqlName, `validate constraint ${quoteIdentifier(name)}`),
    })
  } else if (part.type === 'unique' && table.partition === undefined) {
    addUnique(input, draft, table, part)
  } else {
    const title = `add ${name} to ${sqlName} (reads the table)`
    const waives = ['constraint-missing-not-valid', 'disallowed-unique-constraint']
    addStep(draft, 'constraint', { title, locks, waives, sql: alter(input, sqlName, add) })
  }
}

function addUnique(
  input: PlanInput,
  draft: PlanDraft,
  table: TableModel,
  { name }: ConstraintPart,
): void {
  const columns = table.uniques.find((unique) => unique.name === name)?.columns ?? []
  const elements = columns.map((column) => column.sqlName)
  const index = { name, using: 'btree', elements, include: [], unique: true } as const
  const sql = renderIndex(index, table, input.database.schema, { concurrently: true })
  draft.indexes.push(
    toConcurrent(input, { table: table.sqlName, index: name, wanted: 'present', sql }),
  )
  const own = quoteIdentifier(name)
  draft.attachments.unshift({
    title: `${name} makes ${table.sqlName} unique`,
    locks: lock(input, 'access exclusive', table.sqlName),
    sql: alter(input, table.sqlName, `add constraint ${own} unique using index ${own}`),
  })
}

function dropConstraint(input: PlanInput, draft: PlanDraft, { found }: Difference): void {
  if (found?.table === undefined) return
  const parent = /REFERENCES "?([a-z0-9_]+)"?\(/.exec(found.definition)?.[1]
  addStep(draft, 'drop', {
    title: `drop ${found.name} of ${found.table}`,
    locks: [
      ...lock(input, 'access exclusive', found.table),
      ...(parent === undefined || parent === found.table
        ? []
        : lock(input, 'access exclusive', parent)),
    ],
    // It may have gone with a column already.
    sql: alter(input, found.table, `drop constraint if exists ${quoteIdentifier(found.name)}`),
  })
}

/** The same constraint under another name, as after a rename of its table or column. */
function planConstraintRenames(
  input: PlanInput,
  draft: PlanDraft,
  differences: readonly Difference[],
): ReadonlySet<Difference> {
  const done = new Set<Difference>()
  for (const missing of differences) {
    if (missing.change !== 'missing') continue
    const twin = differences.find(
      ({ change, found }) =>
        change === 'extra' &&
        found?.table === missing.wanted?.table &&
        found?.definition === missing.wanted?.definition,
    )
    if (twin?.found?.table === undefined || done.has(twin)) continue
    const names = `${quoteIdentifier(twin.found.name)} to ${quoteIdentifier(missing.wanted?.name ?? '')}`
    addStep(draft, 'rename', {
      title: `rename ${twin.found.name}`,
      locks: lock(input, 'access exclusive', twin.found.table),
      sql: alter(input, twin.found.table, `rename constraint ${names}`),
    })
    done.add(missing)
    done.add(twin)
  }
  return done
}

function isNewUnique(input: PlanInput, { change, wanted }: Difference): boolean {
  if (change === 'extra' || wanted?.table === undefined) return false
  return !input.newTables.has(wanted.table) && wanted.definition.startsWith('UNIQUE')
}

function isPartitioned(input: PlanInput, table: TableModel, key: ForeignKeyModel): boolean {
  const parent = input.tables.get(key.references)
  return table.partition !== undefined || parent?.partition !== undefined
}
