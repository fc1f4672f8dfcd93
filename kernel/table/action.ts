// defineAction: a domain verb that a table offers to edges as a noun. Said once; server, OpenAPI and the
// command line render it. The handler runs in one transaction with the caller's rights.
import type { ActionFact } from './fact.ts'
import type { ActionOffer, Said } from './offer.ts'

/** `Tx` is the typed client of the transaction, `S` its session for statements no request says. */
export interface ActionContext<Tx = unknown, S = unknown> {
  readonly tx: Tx
  readonly session: S
  /** Who asks: `user:<id>`, `key:<id>`, `service:<name>`. */
  readonly actor: string
}

/** `Input` is what `input` lets through. */
export function defineAction<Input, Tx, S = unknown>(
  definition: {
    /** Unique in its table: `merge`. */
    readonly name: string
    readonly summary: Said
    readonly handler: (context: ActionContext<Tx, S>, input: Input) => Promise<unknown>
  } & ActionOffer,
): ActionFact {
  const { name, summary, handler, ...offer } = definition
  return Object.freeze({ kind: 'action', name, summary, handler, offer: Object.freeze(offer) })
}
