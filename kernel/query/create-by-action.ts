// A table whose rows come about by its own `create` action: what is created may end as another row than the one
// given, so the action says which, and the answer is read from there. All in one transaction, whose last round trip
// is that read: what the action has deferred goes before it and the commit after it.
import type { GroupOptions, OwnSession, Session } from '../database/target.ts'
import type { TableModel } from '../model/model.ts'
import { assertRequest } from './assert-request.ts'
import type { Caller } from './caller.ts'
import { assertNewRow } from './data.ts'
import { findDatabase } from './name.ts'
import { plan } from './plan.ts'
import type { Plan, PlanOptions } from './planning.ts'
import { explainRefusal } from './refusal.ts'
import type { Answer, Data, Request } from './request.ts'
import { transaction } from './transaction.ts'

export interface CreateContext {
  readonly session: Session
  /** Who asks and why: `acervo.actor`, claims. */
  readonly settings: Readonly<Record<string, string>>
}

/** Answers the id of the row that stands for what was given. */
export type CreateHandler = (context: CreateContext, row: Data) => Promise<string>

type RunPlan = (
  caller: Caller,
  planned: Plan,
  options: GroupOptions,
  own?: OwnSession,
) => Promise<Answer>

export function createByAction(
  caller: Caller,
  table: TableModel,
  request: Request,
  options: PlanOptions & GroupOptions,
  runPlan: RunPlan,
): Promise<Answer> {
  assertRequest(request)
  assertNewRow(table, request.data)
  const handler = table.actions.get('create')?.handler as CreateHandler
  const { database, select, include } = request
  const body = async (session: Session, own?: OwnSession): Promise<Answer> => {
    const { settings } = caller.context
    const id = await handler({ session, settings }, request.data as Data).catch(
      (error: unknown) => {
        throw explainRefusal(error, table, findDatabase(caller.model, database).tables.values())
      },
    )
    const { page: _, ...readOptions } = options
    const shape = { ...(select && { select }), ...(include && { include }) }
    const found = { database, table: table.name, verb: 'findUnique' as const, where: { id } }
    const planned = plan(caller.model, { ...found, ...shape }, { ...readOptions, settings })
    // References to other databases are followed inside the transaction.
    const isLast = planned.references.length === 0 && planned.statements.length > 0
    return runPlan(caller, planned, readOptions, isLast ? own : undefined)
  }
  return transaction(caller, [database], body, options)
}
