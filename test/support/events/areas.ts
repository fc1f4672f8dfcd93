// Databases with outboxes on one target, a relay and a stream over them, and hands to write events with. The
// database's clock stands where a test puts it. Only tests import it.
import { randomUUID } from 'node:crypto'
import type { Context, Target } from '../../../kernel/database/target.ts'
import type { Targets } from '../../../kernel/database/targets.ts'
import type { AcervoError } from '../../../kernel/errors/index.ts'
import type { DatabaseModel } from '../../../kernel/index.ts'
import type { Envelope } from '../../../kernel/work/envelope.ts'
import type { RelayOptions } from '../../../kernel/work/relay/relay.ts'
import type { RelayPace } from '../../../kernel/work/relay/relay-pace.ts'
import { createPostgresTransport } from '../../../kernel/work/stream/postgres-transport.ts'
import type { Transport } from '../../../kernel/work/transport.ts'
import { openTestTargets } from '../database.ts'
import { type AreaName, areaSchemas, areasModel } from './areas-system.ts'
import { toEnvelope } from './stored.ts'

export interface Areas {
  readonly targets: Targets
  readonly target: Target
  readonly databases: readonly DatabaseModel[]
  readonly north: DatabaseModel
  /** Of the runtime login; empty on the embedded engine. */
  readonly run: string
  /** As the migrator: one text, several statements allowed. */
  script(text: string): Promise<void>
  query(text: string, ...values: readonly unknown[]): Promise<Rows>
  /** One transaction that writes one event for each id, `times` over. */
  write(area: AreaName, ids: readonly string[], times?: number): Promise<void>
  /** The database's clock for relays and streams of this test: ISO, or the real one. */
  setClock(at: string | undefined): void
  readonly settings: () => Readonly<Record<string, string>>
  readonly errors: AcervoError[]
  stream(): Transport
  relayOptions(transport: Transport, pace?: Partial<RelayPace>): RelayOptions
  /** Rows of all outboxes that are PENDING. */
  pending(): Promise<number>
  /** What the stream inside PostgreSQL holds, in its order. */
  stored(): Promise<readonly Envelope[]>
  empty(): Promise<void>
  close(): Promise<void>
}

export type Rows = readonly (readonly (string | null)[])[]

export const prefix = 't'

export async function openAreas(): Promise<Areas> {
  const { targets, run, close } = await openTestTargets(areasModel)
  const target = targets.of('t_north')
  const databases = [...areasModel.databases.values()]
  const errors: AcervoError[] = []
  let clock: string | undefined
  const settings = () => (clock === undefined ? {} : { 'acervo.fake_now': clock })
  const use = async <T>(body: (direct: Direct) => Promise<T>): Promise<T> => {
    const direct = await target.direct()
    try {
      return await body(direct)
    } finally {
      await direct.close()
    }
  }
  const app = (): Context => ({ settings: settings(), role: 'acervo_app' })
  const query = (text: string, ...values: readonly unknown[]) =>
    use(async (direct) => (await direct.query({ text, values })).rows)
  return {
    targets,
    target,
    databases,
    north: areasModel.databases.get('north') as DatabaseModel,
    run,
    script: (text) => use(async (direct) => void (await direct.script(text))),
    query,
    pending: async () => {
      const each = areaSchemas.map((schema) => `select status from ${schema}.outbox_events`)
      const all = each.join(' union all ')
      const [row] = await query(`select count(*) from (${all}) o where status = 'PENDING'`)
      return Number(row?.[0])
    },
    stored: async () => {
      const rows = await query('select envelope from acervo.stream_event order by position')
      return rows.map(([text]) => toEnvelope(text as string))
    },
    write: async (area, ids, times = 1) => {
      const text = `insert into t_${area}.outbox_events (aggregate_type, aggregate_id, event_type, payload)
        select 'Thing', g.id, 'ThingChanged', jsonb_build_object('id', g.id, 'n', n)
        from generate_series(1, $2::int) n, unnest($1::text[]) g (id)`
      await target.group(app(), [{ text, values: [ids, times] }])
    },
    setClock: (at) => {
      clock = at
    },
    settings,
    errors,
    stream: () =>
      createPostgresTransport({
        target,
        prefix,
        holder: randomUUID(),
        settings,
        onError: (error) => errors.push(error),
      }),
    relayOptions: (transport, pace = {}) => ({
      target,
      databases,
      transport,
      prefix,
      holder: randomUUID(),
      settings,
      pace,
      onError: (error) => errors.push(error),
    }),
    empty: () => {
      errors.length = 0
      clock = undefined
      return use(async (direct) => {
        const outboxes = areaSchemas.map((schema) => `${schema}.outbox_events`).join(', ')
        await direct.script(`truncate ${outboxes},
          acervo.outbox_counter, acervo.outbox_cursor, acervo.lease, acervo.stream_event,
          acervo.stream_consumer; update acervo.stream_head set position = 0`)
      })
    },
    close,
  }
}

type Direct = Awaited<ReturnType<Target['direct']>>

/** Asks again and again, a little later each time, until it holds. */
export async function until(
  holds: () => Promise<boolean> | boolean,
  maxMs = 20_000,
): Promise<void> {
  const end = performance.now() + maxMs
  for (let restMs = 2; !(await holds()); restMs = Math.min(50, restMs * 2)) {
    if (performance.now() > end) throw new Error(`did not come to hold: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, restMs))
  }
}

export const ids = (count: number, of = 'a'): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${of}${at}`)
