// Which database listens to what, from the consumers of all systems: one subscription a consuming database.
import { quoteIdentifier } from '../../database/sql.ts'
import { AcervoError } from '../../errors/index.ts'
import type { DatabaseModel, EventModel, Model } from '../../model/model.ts'
import type { Consumer } from '../../table/consumer.ts'

export interface Subscription {
  readonly database: DatabaseModel
  /** Quoted. */
  readonly inbox: string
  /** Short names of the databases it hears. */
  readonly sources: readonly string[]
  /** Every event of these aggregates is taken, also those nobody handles: a gap would hold up the others. */
  takes(source: string, aggregateType: string): boolean
  handlersOf(source: string, eventType: string): readonly Handler[]
  /** Model names of tables that hold only what handlers made. */
  readonly made: readonly string[]
}

export interface Handler {
  readonly consumer: Consumer
  readonly event: EventModel
}

/** Consumers are checked with the declarations: what they name is there. */
export function toSubscriptions(model: Model): readonly Subscription[] {
  const consumers = model.systems.flatMap((system) => system.consumers)
  const names = [...new Set(consumers.map(({ database }) => database))]
  return names.map((name) => {
    const own = consumers.filter(({ database }) => database === name)
    return toSubscription(model, name, own)
  })
}

/** @throws ACV201 where nothing listens. */
export function findSubscription(model: Model, database: string): Subscription {
  const found = toSubscriptions(model).find((one) => one.database.name === database)
  if (found !== undefined) return found
  throw new AcervoError('ACV201', `'${database}' listens to nothing`, {
    details: `Databases with consumers: ${
      toSubscriptions(model)
        .map((one) => one.database.name)
        .join(', ') || 'none'
    }.`,
  })
}

function toSubscription(model: Model, name: string, consumers: readonly Consumer[]): Subscription {
  const database = model.databases.get(name)
  const table = database?.inbox
  if (database === undefined || table === undefined)
    throw new AcervoError('ACV104', `'${name}' has consumers but no table with inbox()`)
  const handlers = new Map<string, Handler[]>()
  const aggregates = new Set<string>()
  for (const consumer of consumers)
    for (const type of consumer.events) {
      const event = model.databases.get(consumer.from)?.events.get(type)
      if (event === undefined)
        throw new AcervoError('ACV104', `'${consumer.from}' has no event '${type}'`)
      aggregates.add(keyOf(consumer.from, event.aggregate))
      const key = keyOf(consumer.from, type)
      handlers.set(key, [...(handlers.get(key) ?? []), { consumer, event }])
    }
  return Object.freeze({
    database,
    inbox: `${quoteIdentifier(database.schema)}.${quoteIdentifier(table.sqlName)}`,
    sources: [...new Set(consumers.map(({ from }) => from))],
    takes: (source: string, aggregateType: string) => aggregates.has(keyOf(source, aggregateType)),
    handlersOf: (source: string, eventType: string) => handlers.get(keyOf(source, eventType)) ?? [],
    made: [...new Set(consumers.flatMap(({ makes = [] }) => makes))],
  })
}

const keyOf = (source: string, name: string): string => `${source}/${name}`
