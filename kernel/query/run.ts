// A request -> an answer: plan, one round trip, and one more for each reference to another
// database. A call inside a transaction on the same target joins it.
import type { GroupOptions, OwnSession, Result, Statement } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { hasCoded } from '../model/coded.ts'
import type { TableModel } from '../model/model.ts'
import { assertRequest } from './assert-request.ts'
import { bulkInsert } from './bulk.ts'
import type { Caller } from './caller.ts'
import { createByAction } from './create-by-action.ts'
import { limits } from './limits.ts'
import { findDatabase, findTable } from './name.ts'
import { plan } from './plan.ts'
import { toCountAnswer } from './plan-find.ts'
import type { Plan } from './planning.ts'
import { isReading, toNotes } from './read-note.ts'
import { followReferences } from './references.ts'
import { explainRefusal } from './refusal.ts'
import type { Answer, Data, Request } from './request.ts'
import type { RunOptions } from './run-options.ts'
import { joinedSession, targetOf } from './transaction.ts'

export async function run(
  caller: Caller,
  request: Request,
  given: RunOptions = {},
): Promise<Answer> {
  const options = given.replica === true && !isReading(request) ? onPrimary(given) : given
  if (isBulk(request)) return runBulk(caller, request, options)
  if (request.verb === 'create') {
    const table = findTable(caller.model, request.database, request.table)
    if (table.actions.has('create')) return createByAction(caller, table, request, options, runPlan)
  }
  if (!hasCoded(findDatabase(caller.model, request.database)))
    return runPlain(caller, request, options)
  const { runCoded } = await import('./coded/run-coded.ts')
  return runCoded(caller, request, options, runPlain)
}

function runPlain(caller: Caller, request: Request, options: RunOptions): Promise<Answer> {
  const { settings } = caller.context
  const planned = plan(caller.model, request, { ...options, settings })
  const notes = toNotes(caller.model, request, settings)
  if (notes.length === 0) return runPlan(caller, planned, options)
  const noted = { ...planned, statements: [...planned.statements, ...notes] }
  return runPlan(caller, noted, onPrimary(options))
}

/** What is written with a request is written by the primary. */
function onPrimary(options: RunOptions): RunOptions {
  return options.replica === true ? { ...options, replica: false } : options
}

/** More rows than one statement takes. */
function isBulk({ verb, data }: Request): boolean {
  return verb === 'createMany' && Array.isArray(data) && data.length > limits.batchRowsMax
}

async function runBulk(caller: Caller, request: Request, options: GroupOptions): Promise<Answer> {
  assertRequest(request)
  const rows = request.data as readonly Data[]
  if (rows.length > limits.createRowsMax)
    throw new AcervoError('ACV206', `'data' holds ${rows.length} rows`, {
      details: `Allowed: ${limits.createRowsMax}.`,
      hint: 'Import them, or send them in parts.',
    })
  const skipDuplicates = request.skipDuplicates === true
  const { count } = await bulkInsert(caller, request, rows, { ...options, skipDuplicates })
  return toCountAnswer(count)
}

/** With `own` it is the last of the transaction that the caller began. */
export async function runPlan(
  caller: Caller,
  planned: Plan,
  options: RunOptions = {},
  own?: OwnSession,
): Promise<Answer> {
  const { statements, table, read, references } = planned
  if (statements.length === 0) return read([])
  const isBrief = planned.brief && statements.length === 1
  const sent = isBrief ? { ...options, brief: true } : options
  const taken = read(await send(caller, table, statements, sent, own))
  const answer = planned.sealed && options.sealed !== true ? await openAnswer(caller, taken) : taken
  return references.length === 0
    ? answer
    : followReferences(planned, answer, (asked) => run(caller, asked, { ...options, page: true }))
}

/** What it holds encrypted, as the caller may see it. */
export async function openAnswer(caller: Caller, answer: Answer): Promise<Answer> {
  const { openRows } = await import('./coded/open-rows.ts')
  return { ...answer, rows: await openRows(caller, answer.rows) }
}

async function send(
  caller: Caller,
  table: TableModel,
  statements: readonly Statement[],
  options: GroupOptions,
  own?: OwnSession,
): Promise<readonly Result[]> {
  const { schema, tables } = findDatabase(caller.model, table.database)
  const target = targetOf(caller, schema)
  const session = joinedSession(target, caller.context)
  try {
    if (own !== undefined) return await own.finish(statements)
    return await (session === undefined
      ? target.group(caller.context, statements, options)
      : session.group(statements))
  } catch (error) {
    throw explainRefusal(error, table, tables.values())
  }
}
