// What is replaced whole when its text changes: functions, triggers, policies, grants, views. And the counters
// that a new or changed routine keeps: rows that stood before it are counted by a backfill.
import { quoteIdentifier } from '../database/sql.ts'
import { fillTokens } from '../ddl/routine.ts'
import { qualify } from '../ddl/statement.ts'
import type { Difference } from './compare.ts'
import type { Phase } from './plan-draft.ts'
import {
  addStep,
  alter,
  differencesOf,
  lock,
  type PlanDraft,
  type PlanInput,
} from './plan-draft.ts'
import { renderFill } from './plan-fill.ts'

export function planObjects(input: PlanInput, draft: PlanDraft): void {
  for (const difference of differencesOf(input, 'function')) planFunction(input, draft, difference)
  for (const difference of differencesOf(input, 'trigger'))
    replace(input, draft, { difference, phase: 'trigger', drop: 'trigger' })
  planRecounts(input, draft)
  for (const difference of differencesOf(input, 'rls')) planRowSecurity(input, draft, difference)
  for (const difference of differencesOf(input, 'policy'))
    replace(input, draft, { difference, phase: 'access', drop: 'policy' })
  for (const difference of differencesOf(input, 'grant')) planGrants(input, draft, difference)
  planViews(input, draft)
}

function planFunction(
  input: PlanInput,
  draft: PlanDraft,
  { change, found, key }: Difference,
): void {
  if (change === 'extra') {
    const call = found?.name.includes('(') === true ? '' : '()'
    const [name = '', args = ''] = (found?.name ?? '').split('(')
    const sql = `drop function ${qualify(input.database.schema, name)}${call === '' ? `(${args}` : call}`
    const step = { title: `drop the function ${found?.name}`, locks: [], sql }
    // Triggers go before their function: with their table, where that goes.
    if (input.lostTables.size > 0) draft.losses.push(step)
    else addStep(draft, 'view', step)
    return
  }
  const sql = input.rendered.get(key)
  if (sql === undefined) return
  addStep(draft, 'function', { title: `write the function ${key.split(' ')[1]}`, locks: [], sql })
}

interface Replacement {
  readonly difference: Difference
  readonly phase: Phase
  readonly drop: 'trigger' | 'policy'
}

function replace(
  input: PlanInput,
  draft: PlanDraft,
  { difference, phase, drop }: Replacement,
): void {
  const { change, found, wanted, key } = difference
  const item = wanted ?? found
  if (item?.table === undefined) return
  const locks = lock(input, 'access exclusive', item.table)
  if (found !== undefined) {
    const relation = qualify(input.database.schema, item.table)
    const sql = `drop ${drop} ${quoteIdentifier(found.name)} on ${relation}`
    addStep(draft, 'drop', { title: `drop the ${drop} ${found.name} of ${item.table}`, locks, sql })
  }
  const sql = input.rendered.get(key)
  if (change === 'extra' || sql === undefined) return
  const mode = drop === 'trigger' ? 'share row exclusive' : 'access exclusive'
  const title = `make the ${drop} ${item.name} of ${item.table}`
  const step = { title, locks: lock(input, mode, item.table), sql }
  if (drop === 'policy' && isFilledLater(input, item.table)) draft.finishes.push(step)
  else addStep(draft, phase, step)
}

function planRecounts(input: PlanInput, draft: PlanDraft): void {
  const changed = new Set(
    differencesOf(input, 'function')
      .filter(({ change }) => change !== 'extra')
      .map(({ wanted }) => wanted?.name),
  )
  for (const table of input.tables.values()) {
    if (input.newTables.has(table.sqlName)) continue
    for (const { name, maintains } of table.routines) {
      if (!changed.has(name)) continue
      for (const { table: parentName, column, recount } of maintains) {
        const parent = input.tables.get(parentName)
        if (parent === undefined || input.newTables.has(parentName)) continue
        const value = fillTokens(recount, table, input.database.schema)
        const set = `${quoteIdentifier(column)} = ${value}`
        draft.fills.push(renderFill(parent, { title: `count ${column} of ${parentName}`, set }))
      }
    }
  }
}

function planRowSecurity(input: PlanInput, draft: PlanDraft, difference: Difference): void {
  const { change, found, key } = difference
  const table = (difference.wanted ?? found)?.name ?? ''
  const off = alter(input, table, 'disable row level security, no force row level security')
  const sql = change === 'extra' ? off : input.rendered.get(key)
  if (sql === undefined) return
  const title = `${change === 'extra' ? 'lift' : 'hold'} row security of ${table}`
  const step = { title, locks: lock(input, 'access exclusive', table), sql }
  if (change !== 'extra' && isFilledLater(input, table)) draft.finishes.push(step)
  else addStep(draft, 'access', step)
}

/** Policies over a column whose rows are still to be filled would hide them from everybody until then. */
function isFilledLater(input: PlanInput, name: string): boolean {
  const prefix = input.tables.get(name)?.keyPrefix
  if (prefix?.spec.backfill === undefined || input.newTables.has(name)) return false
  return differencesOf(input, 'column').some(
    ({ change, wanted }) =>
      change === 'missing' && wanted?.table === name && wanted.name === prefix.sqlName,
  )
}

function planGrants(input: PlanInput, draft: PlanDraft, { found, wanted, key }: Difference): void {
  const table = (wanted ?? found)?.table
  const isView = table !== undefined && input.tables.get(table)?.kind !== 'table'
  if (isView && !input.lostTables.has(table)) return
  const { schema } = input.database
  const on = table === undefined ? `schema ${quoteIdentifier(schema)}` : qualify(schema, table)
  const roles = (found?.definition ?? '').split('; ').map((line) => line.split(':')[0] ?? '')
  const revokes = [...new Set(roles)]
    .filter((role) => role !== '')
    .map((role) => `revoke all on ${on} from ${role === 'public' ? role : quoteIdentifier(role)}`)
  const grants = input.rendered.get(key)
  const sql = [...revokes, ...(grants === undefined ? [] : [grants])].join(';\n')
  const title = `grant what ${table ?? 'the schema'} allows`
  addStep(draft, 'access', { title, locks: [], sql })
}

/** Views stand in the way of a changed column: then all are made anew, not only those that differ. */
function planViews(input: PlanInput, draft: PlanDraft): void {
  const differing = differencesOf(input, 'view')
  const moved = [...(draft.changes.get('column') ?? []), ...(draft.changes.get('drop') ?? [])]
  const columnsMove = moved.some(({ sql }) => / (type|drop column) /.test(sql))
  const grants = new Set(differencesOf(input, 'grant').map(({ key }) => key))
  const touched = (name: string) =>
    columnsMove ||
    grants.has(`grant ${name}`) ||
    differing.some(({ key }) => key === `view ${name}`)
  const standing = [...input.found.values()].filter(({ kind }) => kind === 'view')
  const dropped = standing.filter(({ name }) => touched(name)).map(({ name }) => name)
  if (dropped.length > 0)
    addStep(draft, 'dropViews', {
      title: `drop the views ${dropped.join(', ')}`,
      locks: dropped.map((table) => ({ mode: 'access exclusive', table })),
      sql: `drop view ${dropped.map((name) => qualify(input.database.schema, name)).join(', ')}`,
    })
  for (const view of input.tables.values()) {
    if (view.kind !== 'view' || !touched(view.sqlName)) continue
    const parts = [`view ${view.sqlName}`, `grant ${view.sqlName}`]
    const sql = parts.flatMap((key) => input.rendered.get(key) ?? []).join(';\n')
    addStep(draft, 'view', { title: `make the view ${view.sqlName}`, locks: [], sql })
  }
}
