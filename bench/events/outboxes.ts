// What the question about the relay stands on: as many databases with outboxes as AI-CORE has, one of them busy.
import { randomUUID } from 'node:crypto'
import { setTimeout as rest } from 'node:timers/promises'
import { defineDatabase, defineSystem, defineTable, id, outbox } from '../../kernel/index.ts'
import { type Relay, startRelay } from '../../kernel/work/relay/relay.ts'
import { openNatsLink } from '../../kernel/work/stream/nats-connection.ts'
import { createNatsTransport } from '../../kernel/work/stream/nats-transport.ts'
import { createPostgresTransport } from '../../kernel/work/stream/postgres-transport.ts'
import type { Transport } from '../../kernel/work/transport.ts'
import { type BenchPlatform, openPlatform } from '../fixture.ts'

const outboxEvents = defineTable('outbox_events', { id: id().maintained() }, [outbox()])
const names = ['busy', ...Array.from({ length: 13 }, (_, at) => `quiet${at + 1}`)]
const system = defineSystem({
  name: 'events',
  databases: names.map((name) =>
    defineDatabase({ schema: `bench_${name}`, name, tables: { outboxEvent: outboxEvents } }),
  ),
})

export type Outboxes = BenchPlatform<readonly [typeof system]>

export const openOutboxes = (server: string): Promise<Outboxes> => openPlatform(server, [system])

export interface TestStream {
  readonly transport: Transport
  readonly prefix: string
  close(): Promise<void>
}

export async function openNatsStream(url: string): Promise<TestStream> {
  const prefix = `bench${randomUUID().slice(0, 8)}`
  const stream = prefix.toUpperCase()
  const transport = createNatsTransport({ url, prefix, stream, onError: raise })
  const link = openNatsLink({ url, prefix, stream, duplicateWindowMs: 120_000 })
  await link.open()
  const close = async () => {
    await transport.close()
    const { manager } = await link.open()
    await manager.streams.delete(stream)
    await link.close()
  }
  return { transport, prefix, close }
}

export function openPostgresStream({ targets }: Outboxes): TestStream {
  const target = targets.of('bench_busy')
  const prefix = 'bench'
  const transport = createPostgresTransport({
    target,
    prefix,
    holder: randomUUID(),
    onError: raise,
  })
  return { transport, prefix, close: () => transport.close() }
}

export function openRelay({ targets, model }: Outboxes, { transport, prefix }: TestStream): Relay {
  return startRelay({
    target: targets.of('bench_busy'),
    databases: [...model.databases.values()],
    transport,
    prefix,
    holder: randomUUID(),
    onError: raise,
  })
}

/** `count` events of as many aggregates divided by `each`, and nothing else in any outbox. */
export async function fill({ admin }: Outboxes, count: number, each: number): Promise<void> {
  await admin.query(`truncate bench_busy.outbox_events, acervo.outbox_counter, acervo.outbox_cursor,
    acervo.stream_event; update acervo.stream_head set position = 0`)
  await admin.query(
    `insert into bench_busy.outbox_events (aggregate_type, aggregate_id, event_type, payload)
     select 'Policy', 'policy-' || n % ($1::int / $2::int), 'PolicyIssued',
       jsonb_build_object('policyId', gen_random_uuid(), 'partyId', gen_random_uuid(), 'premium', n)
     from generate_series(1, $1::int) n`,
    [count, each],
  )
  await admin.query('vacuum analyze bench_busy.outbox_events')
}

/** Milliseconds from the start of a relay until everything is marked. */
export async function drain(
  outboxes: Outboxes,
  stream: TestStream,
  count: number,
): Promise<number> {
  const begun = performance.now()
  const relay = openRelay(outboxes, stream)
  while (relay.status().published < count) await rest(2)
  const ms = performance.now() - begun
  await relay.stop()
  return ms
}

function raise(error: Error): never {
  throw error
}
