// The desk of one open platform: what operators ask and do, over the transport that carries its events. It starts
// nothing: relays and consumers may run in this process, in another one or nowhere.
import { findDatabase } from '../../query/name.ts'
import { replay } from '../inbox/replay.ts'
import { type OpenTransportOptions, openTransport } from '../open-transport.ts'
import type { WorkPlatform } from '../platform.ts'
import {
  type EventDetails,
  type EventSummary,
  findEvent,
  listDead,
  type Redriven,
  redrive,
} from './dead-events.ts'
import { type EventsLag, readLag } from './lag.ts'

export interface Desk {
  lag(): Promise<EventsLag>
  /** Envelopes as they are published, from now on. `databases`: short names of senders; all where none is named. */
  tail(options: {
    readonly databases?: readonly string[]
    readonly signal: AbortSignal
  }): AsyncIterable<string>
  dead(): Promise<readonly EventSummary[]>
  find(id: string): Promise<readonly EventDetails[]>
  /** @throws ACV209 where no DEAD event has this id. */
  redrive(id: string): Promise<readonly Redriven[]>
  /** Empties what handlers of `database` made and makes it again; answers how many events were applied. */
  replay(
    database: string,
    options?: { readonly onProgress?: (applied: number) => void; readonly signal?: AbortSignal },
  ): Promise<number>
  close(): Promise<void>
}

export async function openDesk(
  platform: WorkPlatform,
  options: OpenTransportOptions,
): Promise<Desk> {
  const { model } = platform
  const transport = await openTransport(platform, options)
  const senders = [...model.databases.values()].filter(({ outbox }) => outbox !== undefined)
  return Object.freeze({
    lag: () => readLag(platform, transport),
    tail: ({ databases = [], signal }) => {
      const named = databases.map((name) => findDatabase(model, name).name)
      const sources = named.length > 0 ? named : senders.map(({ name }) => name)
      return transport.tail({ sources, signal })
    },
    dead: () => listDead(platform),
    find: (id) => findEvent(platform, id),
    redrive: (id) => redrive(platform, id),
    replay: (database, given) => replay(platform, database, given),
    close: () => transport.close(),
  } satisfies Desk)
}
