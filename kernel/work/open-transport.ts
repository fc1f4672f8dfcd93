// Which transport carries a platform's events: NATS where it is configured, else a stream inside PostgreSQL in the
// target of the first database of the first system. The client of NATS is loaded only where it is asked for.
import { randomUUID } from 'node:crypto'
import { AcervoError } from '../errors/index.ts'
import type { WorkPlatform } from './platform.ts'
import type { NatsFiles } from './stream/nats-connection.ts'
import { createPostgresTransport } from './stream/postgres-transport.ts'
import type { Transport } from './transport.ts'

export interface NatsOptions {
  /** Unset: events travel inside PostgreSQL. */
  readonly natsUrl?: string
  readonly natsFiles?: NatsFiles
}

export interface OpenTransportOptions extends NatsOptions {
  /** First token of every subject. */
  readonly prefix?: string
  /** Of NATS. */
  readonly stream?: string
  /** Another one for each start of each process. */
  readonly holder?: string
  readonly onError: (error: AcervoError) => void
}

export const eventDefaults = Object.freeze({ prefix: 'acervo', stream: 'ACERVO' })

export async function openTransport(
  { model, targets }: Pick<WorkPlatform, 'model' | 'targets'>,
  options: OpenTransportOptions,
): Promise<Transport> {
  const { natsUrl, natsFiles: files = {}, onError, holder = randomUUID() } = options
  const { prefix = eventDefaults.prefix, stream = eventDefaults.stream } = options
  if (natsUrl !== undefined) {
    const { createNatsTransport } = await import('./stream/nats-transport.ts')
    return createNatsTransport({ url: natsUrl, files, prefix, stream, onError })
  }
  const home = model.systems[0]?.databases[0]
  if (home === undefined) throw new AcervoError('ACV500', 'the platform has no database')
  return createPostgresTransport({ target: targets.of(home.schema), prefix, holder, onError })
}
