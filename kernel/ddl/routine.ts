// Trigger functions, triggers and views as SQL. A function's search_path is pinned: a SECURITY DEFINER
// function that follows the caller's path runs the caller's code with the owner's rights.
import { ownerRole } from '../database/roles.ts'
import { quoteIdentifier } from '../database/sql.ts'
import type { RoutineModel, TableModel } from '../model/model.ts'
import { type DdlStatement, qualify, statement } from './statement.ts'

export function renderFunctions(table: TableModel, schema: string): readonly DdlStatement[] {
  return table.routines.map((routine) => {
    const sql = renderFunction(routine, table, schema)
    const name = `${qualify(schema, routine.name)}()`
    const closing = [
      `alter function ${name} owner to ${ownerRole}`,
      `revoke execute on function ${name} from public`,
    ].join(';\n')
    return Object.freeze({
      ...statement('function', [routine.name], sql, table.sqlName),
      closing,
    })
  })
}

function renderFunction(routine: RoutineModel, table: TableModel, schema: string): string {
  const name = `${qualify(schema, routine.name)}()`
  const body = fillTokens(routine.body, table, schema)
  const quote = body.includes('$body$') ? '$acervo_body$' : '$body$'
  return [
    `create or replace function ${name} returns trigger language plpgsql security ${routine.security}`,
    ...(routine.underPolicies === true ? ['set row_security to on'] : []),
    `set search_path to ${quoteIdentifier(schema)}, pg_temp as ${quote}`,
    `${body}${quote}`,
  ].join('\n')
}

/** `{table}`, `{schema}` and `{table:name}` as RoutineFact promises them. */
export function fillTokens(text: string, table: TableModel, schema: string): string {
  return text
    .replaceAll('{table}', qualify(schema, table.sqlName))
    .replaceAll('{schema}', quoteIdentifier(schema))
    .replaceAll(/\{table:(\w+)\}/g, (_, name: string) => qualify(schema, name))
}

export function renderTriggers(table: TableModel, schema: string): readonly DdlStatement[] {
  return table.routines.flatMap((routine) =>
    routine.triggers.map((trigger) => {
      const { name, when, event, each, deferred } = trigger
      // PostgreSQL replaces no constraint trigger; a changed one was dropped before.
      const create = deferred === true ? 'create constraint trigger' : 'create or replace trigger'
      const sql = [
        `${create} ${quoteIdentifier(name)} ${when} ${event}`,
        `on ${qualify(schema, table.sqlName)}`,
        deferred === true ? 'deferrable initially deferred' : '',
        each === 'statement' && when === 'after' && event !== 'truncate'
          ? transitionTables[event]
          : '',
        `for each ${each} execute function ${qualify(schema, routine.name)}()`,
      ]
      const text = sql.filter((part) => part !== '').join(' ')
      return statement('trigger', [table.sqlName, name], text, table.sqlName)
    }),
  )
}

const transitionTables = {
  insert: 'referencing new table as new_rows',
  update: 'referencing new table as new_rows old table as old_rows',
  delete: 'referencing old table as old_rows',
} as const

/** security_invoker: the asker's policies hold behind the view, too. */
export function renderView(view: TableModel, schema: string): DdlStatement {
  const name = qualify(schema, view.sqlName)
  const query = fillTokens(view.query ?? '', view, schema).trim()
  const sql = `create view ${name} with (security_invoker = true) as\n${query}`
  const closing = `alter view ${name} owner to ${ownerRole}`
  return Object.freeze({ ...statement('view', [view.sqlName], sql, view.sqlName), closing })
}
