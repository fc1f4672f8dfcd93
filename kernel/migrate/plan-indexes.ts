// Indexes of tables that stand: made and dropped concurrently, one file each, with what apply looks for to see
// whether it is done. On partitioned tables: the parent's index alone, then each partition's, then attached.
import { quoteIdentifier } from '../database/sql.ts'
import { qualify } from '../ddl/statement.ts'
import { type IndexPart, renderIndex, toIndexes } from '../ddl/table.ts'
import type { TableModel } from '../model/model.ts'
import type { Difference } from './compare.ts'
import type { FileBody } from './file.ts'
import { addStep, differencesOf, lock, type PlanDraft, type PlanInput } from './plan-draft.ts'

export function planIndexes(input: PlanInput, draft: PlanDraft): void {
  const differences = differencesOf(input, 'index').filter(
    ({ wanted }) => !draft.rebuilt.has(wanted?.name ?? ''),
  )
  const renamed = planIndexRenames(input, draft, differences)
  for (const difference of differences) {
    const item = difference.wanted ?? difference.found
    if (item?.table === undefined || renamed.has(difference) || input.newTables.has(item.table))
      continue
    const table = input.tables.get(item.table)
    if (difference.change !== 'missing') dropIndex(input, draft, difference)
    if (difference.change === 'extra' || table === undefined) continue
    const index = toIndexes(table).find(({ name }) => name === item.name)
    if (index === undefined) continue
    draft.indexes.push(
      table.partition === undefined
        ? toConcurrent(input, {
            table: table.sqlName,
            index: index.name,
            wanted: 'present',
            sql: renderIndex(index, table, input.database.schema, { concurrently: true }),
          })
        : toPartitions(input, table, index),
    )
  }
}

interface Concurrent {
  readonly table: string
  readonly index: string
  readonly wanted: 'present' | 'absent'
  readonly sql: string
}

export function toConcurrent(input: PlanInput, given: Concurrent): FileBody {
  const { table, index, wanted, sql } = given
  return {
    kind: 'concurrent',
    headers: { index: `${input.database.schema}.${index}`, wanted },
    steps: [
      {
        title: `${wanted === 'present' ? 'build' : 'drop'} ${index} while ${table} is in use`,
        locks: lock(input, 'share update exclusive', table),
        sql,
      },
    ],
  }
}

/** `"{partition}"` and `"{index}"` stand for each partition and its index when the file is applied. */
function toPartitions(input: PlanInput, table: TableModel, index: IndexPart): FileBody {
  const { schema } = input.database
  const only = renderIndex(index, table, schema, { only: true })
  const each = renderIndex(index, table, schema, { concurrently: true })
    .replace(quoteIdentifier(index.name), '"{index}"')
    .replace(qualify(schema, table.sqlName), '"{partition}"')
  return {
    kind: 'partitions',
    headers: { parent: `${schema}.${table.sqlName}`, index: index.name },
    steps: [
      {
        title: `declare ${index.name} on ${table.sqlName} alone`,
        locks: lock(input, 'share', table.sqlName),
        sql: only,
        waives: ['require-concurrent-index-creation'],
      },
      {
        title: `build it on each partition while ${table.sqlName} is in use`,
        locks: lock(input, 'share update exclusive', table.sqlName),
        sql: each,
      },
      {
        title: 'attach each',
        locks: lock(input, 'access share', table.sqlName),
        sql: `alter index ${qualify(schema, index.name)} attach partition "{index}"`,
      },
    ],
  }
}

function dropIndex(input: PlanInput, draft: PlanDraft, difference: Difference): void {
  const { found, change } = difference
  if (found?.table === undefined) return
  const name = qualify(input.database.schema, found.name)
  const isPartitioned = input.tables.get(found.table)?.partition !== undefined
  // An index of a partitioned table cannot be dropped concurrently.
  if (isPartitioned) {
    addStep(draft, 'drop', {
      title: `drop ${found.name}`,
      locks: lock(input, 'access exclusive', found.table),
      sql: `drop index if exists ${name}`,
    })
    return
  }
  const sql = `drop index concurrently ${name}`
  const body = toConcurrent(input, { table: found.table, index: found.name, wanted: 'absent', sql })
  // A changed index takes the same name, and so may a constraint: the old one must go first.
  const isTaken = draft.indexes.some(({ headers }) => headers.index === body.headers.index)
  if (isTaken) draft.indexes.unshift(body)
  else if (change === 'different') draft.indexes.push(body)
  else draft.indexDrops.push(body)
}

function planIndexRenames(
  input: PlanInput,
  draft: PlanDraft,
  differences: readonly Difference[],
): ReadonlySet<Difference> {
  const done = new Set<Difference>()
  const bare = (item: Difference['found']) =>
    item?.definition.replace(` ${item.name} ON `, ' ON ').replace(` "${item.name}" ON `, ' ON ')
  for (const missing of differences) {
    if (missing.change !== 'missing') continue
    const twin = differences.find(
      ({ change, found }) =>
        change === 'extra' &&
        found?.table === missing.wanted?.table &&
        bare(found) === bare(missing.wanted),
    )
    if (twin?.found?.table === undefined || done.has(twin)) continue
    const to = quoteIdentifier(missing.wanted?.name ?? '')
    addStep(draft, 'rename', {
      title: `rename ${twin.found.name}`,
      locks: lock(input, 'share update exclusive', twin.found.table),
      sql: `alter index ${qualify(input.database.schema, twin.found.name)} rename to ${to}`,
    })
    done.add(missing)
    done.add(twin)
  }
  return done
}
