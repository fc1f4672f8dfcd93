// What a table does with the rows of an import once the last one is in: its own `settle` action, in transactions
// of its own, so that it can be cut short and taken up again.
import type { Context, Session, Target } from '../database/target.ts'
import type { TableModel } from '../model/model.ts'
import type { Settling } from './import-batches.ts'
import { limits } from './limits.ts'

/** Goes on where an earlier one stopped; answers what is to be told. */
export type SettleHandler = (work: {
  readonly transact: <R>(body: (session: Session) => Promise<R>) => Promise<R>
  readonly onProgress: (progress: Settling) => void
  readonly signal?: AbortSignal
}) => Promise<Readonly<Record<string, unknown>>>

export interface SettleOptions {
  readonly table: TableModel
  readonly target: Target
  readonly context: Context
  readonly signal?: AbortSignal
  readonly onProgress: (progress: Settling) => void
}

/** Undefined where the table has nothing more to do. */
export async function settleRows(
  options: SettleOptions,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { table, target, context, signal, onProgress } = options
  const handler = table.actions.get('settle')?.handler as SettleHandler | undefined
  if (handler === undefined) return undefined
  return handler({
    transact: (body) => target.transaction(context, body, { timeoutMs: limits.batchTimeoutMs }),
    onProgress,
    ...(signal === undefined ? {} : { signal }),
  })
}
