// An action, run: found, its input checked, its handler in one transaction of its database with the caller's
// rights, once per idempotency key. The one door for REST and the command line.
import type { Session } from '../database/target.ts'
import { AcervoError, nearestHint } from '../errors/index.ts'
import { hasCoded } from '../model/coded.ts'
import type { ActionModel, Model } from '../model/model.ts'
import type { Caller } from '../query/caller.ts'
import { type Once, runOnce } from '../query/idempotency.ts'
import { findDatabase, findTable } from '../query/name.ts'
import { transaction } from '../query/transaction.ts'
import type { ActionContext } from '../table/action.ts'
import type { ActionOffer } from '../table/offer.ts'
import { type ActionInputs, assertInputs } from './action-input.ts'

export interface ActionRequest {
  /** Short name, model name, name of the action. */
  readonly database: string
  readonly table: string
  readonly action: string
  readonly input: ActionInputs
}

export interface ActionOptions {
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly once?: Omit<Once, 'principal'>
}

export interface Acted {
  /** What the handler answered, as JSON text. */
  readonly output: string
  readonly replayed: boolean
}

type Handler = (context: ActionContext, input: ActionInputs) => Promise<unknown>

/** `toTx` makes the client of the transaction, which must be asked inside it. */
export async function act(
  caller: Caller,
  actor: string,
  request: ActionRequest,
  toTx: () => unknown,
  { once, ...options }: ActionOptions,
): Promise<Acted> {
  const { handler, offer } = findAction(caller.model, request)
  await assertInputs(offer, request.input)
  const run = async (session: Session): Promise<string> => {
    const answer = await (handler as Handler)({ tx: toTx(), session, actor }, request.input)
    return JSON.stringify(answer ?? null)
  }
  const { tables } = findDatabase(caller.model, request.database)
  // Who reads may have to be kept: then even a read writes.
  const isKept = [...tables.values()].some(({ audit }) => audit?.reads === true)
  const bounds =
    offer.effect === 'read' && !isKept
      ? { ...options, readOnly: true, isolation: 'repeatable read' as const }
      : options
  return transaction(
    caller,
    [request.database],
    async (session) => {
      if (once === undefined) return { output: await run(session), replayed: false }
      const keeping = await toKeeping(caller, request.database, session, {
        ...once,
        principal: actor,
      })
      const { answer, replayed } = await runOnce(session, keeping.once, async () => ({
        status: 200,
        answer: keeping.seal(await run(session)),
      }))
      return { output: keeping.open(answer), replayed }
    },
    bounds,
  )
}

/** What is kept is encrypted where the database has encrypted columns: an answer may hold their values. */
async function toKeeping(caller: Caller, database: string, session: Session, once: Once) {
  if (!hasCoded(findDatabase(caller.model, database))) return { once, seal: asIs, open: asIs }
  const { keepEncrypted } = await import('../query/coded/kept.ts')
  return keepEncrypted(caller, database, session, once)
}

const asIs = (text: string): string => text

/** @throws ACV201, ACV202; ACV211 for a name that is no action or not offered. */
function findAction(
  model: Model,
  { database, table, action }: ActionRequest,
): ActionModel & { readonly offer: ActionOffer } {
  const { actions } = findTable(model, database, table)
  const found = actions.get(action)
  if (found?.offer !== undefined) return { ...found, offer: found.offer }
  const names = [...actions.values()].flatMap(({ name, offer }) => (offer ? [name] : []))
  throw new AcervoError('ACV211', `'${table}' has no action '${action}'`, {
    hint: nearestHint(action, names),
  })
}
