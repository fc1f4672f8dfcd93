// A stream of its own on the test's NATS server, gone after the test. Only tests import it.
import { randomBytes } from 'node:crypto'
import { describe } from 'vitest'
import type { AcervoError } from '../../../kernel/errors/index.ts'
import { type Nats, openNatsLink } from '../../../kernel/work/stream/nats-connection.ts'
import {
  createNatsTransport,
  type NatsTransportOptions,
} from '../../../kernel/work/stream/nats-transport.ts'
import type { Transport } from '../../../kernel/work/transport.ts'

export const natsUrl = process.env.ACERVO_TEST_NATS_URL

/** Promises that only a NATS server can keep; made where ACERVO_TEST_NATS_URL names one. */
export function onNats(promises: () => void): void {
  if (natsUrl !== undefined) describe('nats', promises)
}

export interface TestStream {
  readonly prefix: string
  readonly errors: AcervoError[]
  open(options?: Partial<NatsTransportOptions>): Transport
  nats(): Promise<Nats>
  /** Bodies in the order of the stream. */
  stored(): Promise<readonly string[]>
  /** Messages that it holds. */
  count(): Promise<number>
  /** Nothing in it any more; its sequence goes on. */
  purge(subject?: string): Promise<void>
  close(): Promise<void>
}

export function openTestStream(url = natsUrl as string): TestStream {
  const prefix = `t${randomBytes(5).toString('hex')}`
  const stream = prefix.toUpperCase()
  const errors: AcervoError[] = []
  // The shortest that the server takes.
  const duplicateWindowMs = 100
  const link = openNatsLink({ url, stream, prefix, duplicateWindowMs })
  const opened: Transport[] = []
  return {
    prefix,
    errors,
    open: (options = {}) => {
      const onError = (error: AcervoError) => errors.push(error)
      const base = { url, prefix, stream, duplicateWindowMs, onError }
      const transport = createNatsTransport({ ...base, ...options })
      opened.push(transport)
      return transport
    },
    nats: () => link.open(),
    stored: async () => {
      const { client, manager } = await link.open()
      const { state } = await manager.streams.info(stream)
      const bodies: string[] = []
      if (state.messages === 0) return bodies
      const consumer = await client.consumers.get(stream)
      const messages = await consumer.consume({ max_messages: 1_000 })
      for await (const message of messages) {
        bodies.push(message.string())
        if (message.info.pending === 0) break
      }
      return bodies
    },
    count: async () => {
      const { manager } = await link.open()
      return (await manager.streams.info(stream)).state.messages
    },
    purge: async (subject) => {
      const { manager } = await link.open()
      await manager.streams.purge(stream, subject === undefined ? undefined : { filter: subject })
    },
    close: async () => {
      await Promise.all(opened.map((transport) => transport.close()))
      const { manager } = await link.open()
      await manager.streams.delete(stream)
      await link.close()
    },
  }
}
