// Who wants to know that something was committed by this process: a relay that would otherwise look for it only at
// its next turn. Reads, and writes that nobody listens to, cost nothing.
import type { Model } from '../model/model.ts'
import type { Request, Verb } from '../query/request.ts'

export interface Commits {
  /** Answers what ends it. The listener is given the short name of the database. */
  listen(listener: (database: string) => void): () => void
  /** Tells once `done` has succeeded, if the request may have written an event. */
  after<R>(request: Pick<Request, 'database' | 'table' | 'verb'>, done: Promise<R>): Promise<R>
  /** Tells once a transaction over these databases has committed. */
  afterAll<R>(databases: readonly string[], done: Promise<R>): Promise<R>
}

const reads: ReadonlySet<Verb> = new Set<Verb>([
  'findMany',
  'findFirst',
  'findUnique',
  'count',
  'aggregate',
  'groupBy',
])

export function openCommits(model: Model): Commits {
  const listeners = new Set<(database: string) => void>()
  let tellers: ReadonlySet<string> | undefined
  const mayTell = (database: string, table: string): boolean => {
    tellers ??= toTellers(model)
    return tellers.has(`${database}/${table}`)
  }
  const tell = (databases: readonly string[]): void => {
    for (const listener of listeners) for (const database of databases) listener(database)
  }
  const afterAll = <R>(databases: readonly string[], done: Promise<R>): Promise<R> => {
    if (listeners.size === 0) return done
    return done.then((value) => {
      tell(databases)
      return value
    })
  }
  return Object.freeze({
    listen: (listener: (database: string) => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    after: <R>(
      { database, table, verb }: Pick<Request, 'database' | 'table' | 'verb'>,
      done: Promise<R>,
    ) =>
      listeners.size === 0 || reads.has(verb) || !mayTell(database, table)
        ? done
        : afterAll([database], done),
    afterAll,
  })
}

/** Tables whose writes may leave an event, and outboxes, into which people write by hand. */
function toTellers(model: Model): ReadonlySet<string> {
  return new Set(
    [...model.databases.values()].flatMap(({ name, outbox, events }) =>
      outbox === undefined
        ? []
        : [outbox.name, ...[...events.values()].map(({ table }) => table)].map(
            (table) => `${name}/${table}`,
          ),
    ),
  )
}
