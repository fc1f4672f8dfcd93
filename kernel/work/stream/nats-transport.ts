// Events carried by NATS JetStream. Each goes out with its id and with the last sequence of its subject: the server
// itself refuses what somebody else has published already, however long ago.
import type { JsMsg } from '@nats-io/jetstream'
import type { AcervoError } from '../../errors/index.ts'
import type { Outgoing, Published, Transport } from '../transport.ts'
import { toSubject } from '../transport.ts'
import { codeOf, type Nats, type NatsStreamOptions, openNatsLink } from './nats-connection.ts'
import { consumeNats } from './nats-consume.ts'

export interface NatsTransportOptions extends Partial<Omit<NatsStreamOptions, 'url' | 'prefix'>> {
  readonly url: string
  readonly prefix: string
  readonly onError: (error: AcervoError) => void
  /** For the server's answer to what is published. */
  readonly ackTimeoutMs?: number
  /** How long a delivery may stay without an answer before it comes again. */
  readonly ackWaitMs?: number
}

const wrongLastSequence = new Set([10_071, 10_164])
const tooLarge = 10_054
const consumerNotFound = 10_014
/** Of headers and subject, beside the body. */
const headMaxBytes = 1_024

export function createNatsTransport(options: NatsTransportOptions): Transport {
  const { prefix, stream = 'ACERVO', ackTimeoutMs = 5_000, onError } = options
  const link = openNatsLink({ duplicateWindowMs: 120_000, ...options, stream })
  const filtersOf = (sources: readonly string[]): string[] =>
    sources.map((source) => `${toSubject(prefix, [source, '', '']).slice(0, -'%.%'.length)}>`)
  const toDurable = (name: string): string => name.replaceAll(/[^A-Za-z0-9_-]/g, '_')
  return {
    name: 'nats',
    publish: async (events, signal) => {
      let nats: Nats
      try {
        nats = await link.open()
      } catch (error) {
        return events.map(() => ({ kind: 'unavailable', error }))
      }
      const ended = untilAborted(signal)
      const one = (event: Outgoing) => publishOne(nats, event, ackTimeoutMs)
      try {
        return await Promise.all(events.map((event) => Promise.race([one(event), ended.answer])))
      } finally {
        ended.forget()
      }
    },
    last: async (subject) => {
      const { manager } = await link.open()
      const message = await manager.streams.getMessage(stream, { last_by_subj: subject })
      if (message === null) return undefined
      return { sequence: BigInt(message.seq), eventId: message.header.get('Nats-Msg-Id') }
    },
    consume: ({ durable, sources, deliver, signal }) =>
      consumeNats({
        link,
        stream,
        durable: toDurable(durable),
        filters: filtersOf(sources),
        ackWaitMs: options.ackWaitMs ?? 30_000,
        deliver,
        signal,
        onError,
      }),
    lag: async ({ durable, sources }) => {
      const { manager } = await link.open()
      try {
        const info = await manager.consumers.info(stream, toDurable(durable))
        return info.num_pending + info.num_ack_pending
      } catch (error) {
        if (codeOf(error) !== consumerNotFound) throw error
      }
      // It has not begun: everything is before it.
      let count = 0
      for (const filter of filtersOf(sources)) {
        const { state } = await manager.streams.info(stream, { subjects_filter: filter })
        for (const each of Object.values(state.subjects ?? {})) count += each
      }
      return count
    },
    tail: async function* ({ sources, signal }) {
      const { client } = await link.open()
      const consumer = await client.consumers.get(stream, {
        filter_subjects: filtersOf(sources),
        deliver_policy: 'new',
      })
      const messages = await consumer.consume()
      const stop = (): void => messages.stop()
      signal.addEventListener('abort', stop, { once: true })
      if (signal.aborted) stop()
      try {
        for await (const message of messages as AsyncIterable<JsMsg>) yield message.string()
      } finally {
        signal.removeEventListener('abort', stop)
        messages.stop()
      }
    },
    close: () => link.close(),
  }
}

async function publishOne(
  { connection, client }: Nats,
  { subject, body, eventId, expected }: Outgoing,
  timeout: number,
): Promise<Published> {
  const bytes = Buffer.from(body)
  const max = connection.info?.max_payload ?? Number.POSITIVE_INFINITY
  if (bytes.byteLength + headMaxBytes > max) {
    const error = new Error(`${bytes.byteLength} bytes, the server takes ${max}`)
    return { kind: 'failed', error, lasting: true }
  }
  try {
    const { seq } = await client.publish(subject, bytes, {
      msgID: eventId,
      expect: { lastSubjectSequence: Number(expected) },
      timeout,
    })
    return { kind: 'stored', sequence: BigInt(seq) }
  } catch (error) {
    const code = codeOf(error)
    if (code !== undefined && wrongLastSequence.has(code)) return { kind: 'fenced' }
    if (code === tooLarge) return { kind: 'failed', error, lasting: true }
    return { kind: 'unavailable', error }
  }
}

interface Ended {
  readonly answer: Promise<Published>
  forget(): void
}

/** Whoever gives up learns nothing about what is on its way. */
function untilAborted(signal: AbortSignal): Ended {
  const { promise, resolve } = Promise.withResolvers<Published>()
  const end = (): void => resolve({ kind: 'unavailable', error: signal.reason })
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  return { answer: promise, forget: () => signal.removeEventListener('abort', end) }
}
