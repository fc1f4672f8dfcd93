// What this room needs of an open platform: `Acervo` fits it. Said here because the client's room imports this one.
import type { RuntimeRole, Session, Target, TransactionOptions } from '../database/target.ts'
import type { Model } from '../model/model.ts'

export interface WorkPlatform {
  readonly model: Model
  /** The part of it that this process works for; all if unset. */
  readonly served?: Model
  readonly targets: { of(schema: string): Target; all(): readonly Target[] }
  transaction<R>(
    principal: { readonly actor: string },
    databases: readonly string[],
    body: (tx: unknown, session: Session) => Promise<R>,
    options?: TransactionOptions & { readonly role?: RuntimeRole },
  ): Promise<R>
}

/** To work all day: who writes in this process wakes the relays, and jobs act through the client. */
export interface RunningPlatform extends WorkPlatform {
  readonly db: { as(principal: { readonly actor: string }): unknown }
  onCommit(listener: (database: string) => void): () => void
  /** Follows databases that move while it works. */
  readonly moves?: {
    follow(): Promise<boolean>
    listen(listener: () => void): () => void
  }
}
